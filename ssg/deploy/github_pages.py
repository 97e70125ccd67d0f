"""Publishing on GitHub Pages: the Actions workflow that builds and deploys the archive on every push."""

import json
import os
import re
import shlex
from importlib import metadata
from pathlib import Path, PurePosixPath

from ssg import __version__
from ssg.config import Config
from ssg.errors import SsgError, problem

DISTRIBUTION = "ssg-archive"
PATH = ".github/workflows/pages.yml"
PYTHON = "3.13"
INBOX = "content/inbox"

TEMPLATE = """\
# Builds the archive and publishes it on GitHub Pages. Written by `ssg deploy --workflow`.
#
# Once, in the repository's settings: Pages → Build and deployment → Source: GitHub Actions. A domain of your own is
# set there too; a CNAME file in the output has no effect here.
# If a deployment fails, start a fresh run (Actions → Pages → Run workflow): re-running only the failed job can't
# work, because the first attempt's artifact is still there.
name: Pages

on:
  push:
    branches: [@BRANCH@]
  workflow_dispatch:

permissions: {}

concurrency:
  group: pages
  cancel-in-progress: false

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write
      pages: read
    steps:
      - uses: actions/checkout@v7
        with:
          persist-credentials: false
      - uses: actions/setup-python@v7
        with:
          python-version: @PYTHON@
@PIP_CACHE@      - name: Install
        run: @INSTALL@
      - id: pages
        uses: actions/configure-pages@v6
      # What the last build remembers: only what has changed since is built. Losing it costs time, nothing else.
      - uses: actions/cache@v5
        with:
          path: .ssg
          key: ssg-${{ runner.os }}-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: |
            ssg-${{ runner.os }}-
      # Texts pasted into the inbox become articles. One that can't be read is told of and keeps no other from its place.
      - name: Import
        run: |
          if [ -d @INBOX@ ]; then
            ssg import @INBOX@ || echo "::warning::some texts in the inbox could not be imported; see the step Import"
          fi
      - name: Build
        shell: bash
        env:
          BASE_URL: ${{ steps.pages.outputs.base_url }}
        run: |
          ssg build --output @OUTPUT@ --base-url "$BASE_URL/" | tee -a "$GITHUB_STEP_SUMMARY"
      # Problems are shown at their lines, those of a failed build, too; an error here publishes nothing.
      - name: Check
        if: ${{ !cancelled() }}
        env:
          BASE_URL: ${{ steps.pages.outputs.base_url }}
        run: |
          ssg check --output @OUTPUT@ --base-url "$BASE_URL/" --format github
      # The list of digests, by which anybody can verify a copy of the site.
      - name: Digests
        run: |
          ssg verify --write --output @OUTPUT@
      # Imported articles, their originals and the list of published addresses go back into the repository. A push by
      # this token starts no other run.
      - name: Keep
        env:
          TOKEN: ${{ github.token }}
          BRANCH: ${{ github.ref_name }}
        run: |
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git add -- content
          if [ -f urls.lock ]; then git add -- urls.lock; fi
          if ! git diff --cached --quiet; then
            git commit --quiet --message "Import from the inbox, record addresses"
            git push --quiet "https://x-access-token:$TOKEN@github.com/$GITHUB_REPOSITORY.git" "HEAD:refs/heads/$BRANCH" ||
              echo "::warning::the branch has moved on; the run for its newest commit will record this"
          fi
      - uses: actions/upload-pages-artifact@v5
        with:
          path: @OUTPUT_YAML@
          include-hidden-files: true

  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
"""

CACHE = """\
          cache: pip
          cache-dependency-path: @DEPENDENCIES@
"""


def workflow(
    config: Config,
    *,
    requirement: str = "ssg-archive",
    branch: str = "main",
    dependencies: str = "",
) -> str:
    """Return the text of the workflow, which pushes to `branch` start.

    `requirement` is what pip installs (`ssg-archive==1.2`, or `.` for a checkout of ssg itself); `dependencies`
    names the file that pip's cache depends on, empty for no cache. Everything that comes from the configuration
    or the caller is quoted for YAML and the shell. Raises SsgError if the output folder is not below the archive.
    """
    output = _below(config.output)
    if "${{" in requirement + branch + dependencies:
        raise SsgError(problem("", "a workflow's expression is no name", "write the name itself"))
    text = TEMPLATE.replace("@PIP_CACHE@", CACHE if dependencies else "")
    values = {
        "@BRANCH@": _quoted(branch),
        "@PYTHON@": _quoted(PYTHON),
        "@DEPENDENCIES@": _quoted(dependencies),
        "@INSTALL@": _quoted(f"python -m pip install {shlex.quote(requirement)}"),
        "@INBOX@": shlex.quote(INBOX),
        "@OUTPUT_YAML@": _quoted(output),
        "@OUTPUT@": shlex.quote(output),
    }
    return re.sub(
        r"@[A-Z_]+@", lambda found: values[found[0]], text
    )  # once: no value is looked into


def write_workflow(
    root: Path, config: Config, *, requirement: str = "", branch: str = "main", force: bool = False
) -> Path:
    """Write the workflow below `root` and return its path.

    Where `root` is a checkout of ssg itself, that is what gets installed. Raises SsgError rather than overwrite
    a file that says something else, unless forced to.
    """
    text = _for(root, config, requirement, branch)
    file = root / PATH
    if file.exists() and not force and file.read_text(encoding="utf-8") != text:
        raise SsgError(
            problem(
                PATH,
                "the workflow is there already and says something else",
                "--force overwrites it",
            )
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(".ssg-pages.tmp")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, file)
    return file


def is_current(root: Path, config: Config) -> bool | None:
    """Return whether the workflow below `root` is what `ssg` writes now, whatever its branch; None where there is none."""
    try:
        found = (root / PATH).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False if (root / PATH).is_file() else None
    named = re.search(r"^    branches: \[(\"[^\"\n]*\")\]$", found, re.MULTILINE)
    branch = json.loads(named[1]) if named else "main"
    return found == _for(root, config, "", branch)


def _for(root: Path, config: Config, requirement: str, branch: str) -> str:
    """The workflow of the archive at `root`."""
    return workflow(
        config,
        requirement=requirement or _requirement(root),
        branch=branch,
        dependencies="pyproject.toml" if (root / "pyproject.toml").is_file() else "",
    )


def _requirement(root: Path) -> str:
    if (root / "ssg" / "__init__.py").is_file() and (root / "pyproject.toml").is_file():
        return "."
    return installed()


def installed() -> str:
    """Return what pip installs to get this very ssg: the repository and commit it came from (PEP 610), else its release."""
    try:
        found = metadata.distribution(DISTRIBUTION)
    except metadata.PackageNotFoundError:  # run from a source tree
        return f"{DISTRIBUTION}=={__version__}"
    origin = json.loads(found.read_text("direct_url.json") or "{}")
    vcs = origin.get("vcs_info")
    if vcs and re.match(r"https://[^\s@]+$", origin["url"]):
        return f"{DISTRIBUTION} @ {vcs['vcs']}+{origin['url']}@{vcs['commit_id']}"
    return f"{DISTRIBUTION}=={__version__}"


def _below(output: str) -> str:
    """The output folder with `/` between folders. GitHub's expressions are refused: no name needs them."""
    path = PurePosixPath(output)
    if (
        path.is_absolute()
        or ".." in path.parts
        or not path.parts
        or output.startswith("-")
        or "${{" in output
        or not output.isprintable()
    ):
        raise SsgError(
            problem(
                "site.toml",
                f'output "{output}" is no folder below the archive',
                'as in output = "_site"',
            )
        )
    return path.as_posix()


def _quoted(text: str) -> str:
    """The text as a YAML scalar; a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
