# The two commands: `make site` builds the example archive, `make test` runs everything.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site serve test check bench bench-intake bench-pages bench-search clean

site: .venv/installed
	$(BIN)/ssg import examples content/inbox
	$(BIN)/ssg build
	@echo
	@echo "The site is in _site/ — look at it with: make serve   (http://127.0.0.1:8000/)"
	@echo "Your own archive: $(BIN)/ssg init my-archive   ·   guide: /guide/ in the site, content/pages/guide/ here"

serve: .venv/installed
	$(BIN)/ssg serve --open

# What the tests need beside Python packages: a browser, lunr.js for node, the CommonMark examples.
test: .venv/dev
	sh tests/prepare.sh $(BIN)/python
	$(BIN)/python -m pytest -n 2 --dist loadfile tests

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	sh tests/types.sh $(BIN)/mypy
	sh tests/tsc.sh

bench: .venv/dev
	$(BIN)/python tests/bench/bench.py
	$(BIN)/python tests/bench/preview.py

# What of real pastes and pages is read right, cross-validated by publisher, and how fast; the pages are not in the repository.
bench-intake: .venv/dev
	$(BIN)/pip install --quiet --disable-pip-version-check numpy lightgbm
	$(BIN)/python tests/bench/intake.py
	$(BIN)/python tests/bench/intake_html.py
	$(BIN)/python tests/bench/intake_speed.py

# Lighthouse, the Nu HTML Checker (java) and feedparser on the example site.
bench-pages: .venv/dev
	$(BIN)/python tests/bench/pages.py

# What searching costs and how well it ranks, beside Pagefind and Kiwi; reads ../shared.
bench-search: .venv/dev
	$(BIN)/pip install --quiet --disable-pip-version-check kiwipiepy
	$(BIN)/python tests/bench/bench_search.py --articles 1000,10000,50000
	$(BIN)/python tests/bench/relevance.py ../shared

.venv/installed: pyproject.toml constraints.txt hatch_build.py ssg/browser/package.json ssg/browser/codemirror.js
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "ssg needs Python 3.11 or newer; set PYTHON=python3.12, say")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf .venv _site .ssg node_modules ssg/browser/vendor
