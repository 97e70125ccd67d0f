#!/bin/sh
# mypy --strict over the tests, a folder at a time: each folder's helpers are modules of their own.
set -eu
mypy=$1
cd "$(dirname "$0")/.."
failed=0
for folder in tests/*/; do
  ls "$folder"*.py >/dev/null 2>&1 || continue
  MYPYPATH=.:$folder "$mypy" --strict --no-error-summary "$folder"*.py || failed=1
done
MYPYPATH=. "$mypy" --strict --no-error-summary tests/*.py || failed=1
exit $failed
