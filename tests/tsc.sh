#!/bin/sh
# The types of our browser modules: tsc --checkJs --strict, from the pinned package.
set -eu
cd "$(dirname "$0")/../ssg/browser"
[ -d node_modules/typescript ] && [ -d node_modules/@codemirror ] || npm ci --ignore-scripts --no-audit --no-fund --silent
./node_modules/.bin/tsc -p tsconfig.json
