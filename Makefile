# From a fresh checkout: `make demo` shows the graph of the sample articles, `make test` runs the tests.
# All paths are relative, so that the checkout may lie anywhere, and nothing outside of it is written
# (but for Chromium, which the tests need: see `browser`).

SHELL := /bin/sh
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

# The first Python on PATH that is new enough; `make PYTHON=/path/to/python demo` takes another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
# Processes that run tests; each loads the English parser (about 400 MB).
TEST_WORKERS ?= 2

VENV := .venv
PY := $(VENV)/bin/python
KG := $(VENV)/bin/kg
BUILD := build
STORE := $(BUILD)/demo-store
PAGE := exports/explorer.html
CLIENT := kg/web/client
BUNDLES := kg/web/static/manifest.json
CLIENT_SOURCES := $(shell find $(CLIENT)/src -type f) $(CLIENT)/build.mjs kg/web/templates/words.json

# An active outer environment must not leak into ours.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV KG_STORE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_USER := 0
PIP := $(PY) -m pip -qq

.PHONY: help python install dev client pages browser demo test check lint types contracts data bench lock dist clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS='	' read -r name about; do \
		printf '  make %-10s %s\n' "$$name" "$$about"; done

python:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; tell where it is: make PYTHON=/path/to/python3 ..." >&2; exit 1; }

$(PY): | python
	@echo "Making a virtual environment in $(VENV) ..."
	@"$(PYTHON)" -m venv --clear $(VENV)

# The locks hold every package with the hashes of its files: pip refuses anything else.
$(VENV)/.runtime: $(PY) requirements.lock pyproject.toml
	@echo "Installing the package and what it needs ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the checks and tests need ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

install: $(VENV)/.runtime pages ## set up .venv with the package in it

dev: $(VENV)/.dev $(BUNDLES) ## set up .venv with the tools too

# Scripts and styles of `kg serve`. The lock holds every package with the hash of its file; none runs a script of its own.
client: $(BUNDLES) ## bundle the scripts and styles of `kg serve` (needs Node.js 20 or newer with npm)

$(CLIENT)/node_modules/.installed: $(CLIENT)/package.json $(CLIENT)/package-lock.json
	@command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' || { \
		echo "The pages of kg serve are bundled with npm: install Node.js 20 or newer (https://nodejs.org; Debian, Ubuntu:" \
			"sudo apt-get install nodejs npm; Fedora: sudo dnf install nodejs-npm), then: make client" >&2; exit 1; }
	@echo "Installing what bundles the pages of kg serve ..."
	@cd $(CLIENT) && npm ci --loglevel=error
	@touch $@

$(BUNDLES): $(CLIENT)/node_modules/.installed $(CLIENT_SOURCES)
	@cd $(CLIENT) && node build.mjs

# Everything but `kg serve` works without npm.
pages:
	@if command -v npm >/dev/null || [ -e $(BUNDLES) ]; then $(MAKE) --no-print-directory client; else \
		echo "kg serve will lack its pages until Node.js is installed and this is run: make client"; fi

# A store is made anew each time, so that the demo shows what this checkout reads.
demo: $(VENV)/.runtime pages ## read the sample articles, print who rivals whom, write the explorer page
	@rm -rf $(STORE)
	@mkdir -p $(BUILD) exports
	$(KG) --store $(STORE) ingest seeds/articles
	$(KG) --store $(STORE) rivals
	$(KG) --store $(STORE) explore -o $(PAGE)
	@echo "Open $(PAGE) in a browser. Ask on: $(KG) --store $(STORE) rivals Alibaba"

# Tests of the page run in a real browser.
browser:
	@for name in "$$KG_CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do \
		if [ -n "$$name" ] && command -v "$$name" >/dev/null; then exit 0; fi; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the tests of the page ..."; \
		for try in 1 2 3; do \
			if apt-get update -qq </dev/null >/dev/null && \
				DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation </dev/null >/dev/null; then \
				exit 0; fi; \
			echo "That failed (try $$try of 3)." >&2; sleep 5; done; fi; \
	echo "Tests of the page need Chromium on PATH. Debian, Ubuntu: sudo apt-get install chromium; Fedora: sudo dnf install chromium;" \
		"elsewhere: KG_CHROMIUM=/path/to/chrome make test" >&2; \
	exit 1

test: $(VENV)/.dev $(BUNDLES) browser ## run the tests
	KG_REQUIRE_BROWSER=1 $(PY) -m pytest -n $(TEST_WORKERS) --dist loadfile

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.dev
	$(PY) -m mypy

contracts: $(VENV)/.dev
	$(VENV)/bin/lint-imports

data: $(VENV)/.dev
	$(KG) ontology check
	$(KG) registry check

check: lint types contracts data test ## run the linter, the type checker, the import contract, the data checks, the tests

bench: $(VENV)/.dev $(BUNDLES) browser ## measure reading, writing, a look-up on 100,000 statements, going through 400,000, the layout, the page with 1,000 entities, the explorer with 50,000
	@failed=0; for what in reading writing rivals browsing layout serve endpoint page explorer expanding; do $(PY) tests/bench/$$what.py || failed=1; done; exit $$failed

# `uv` reads no pip settings and writes markers for every platform and Python version; it lives in a folder of its own.
lock: python ## write the lock files anew from pyproject.toml
	@rm -rf $(BUILD)/lock && mkdir -p $(BUILD) && "$(PYTHON)" -m venv $(BUILD)/lock
	@$(BUILD)/lock/bin/python -m pip -qq install 'uv>=0.5'
	@set -e; lock() { UV_NO_CONFIG=1 $(BUILD)/lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --upgrade --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock" --quiet "$$@"; }; \
	lock --output-file requirements.lock; \
	lock --extra dev --extra learn --constraint requirements.lock --output-file requirements-dev.lock
	@rm -rf $(BUILD)/lock; rmdir $(BUILD) 2>/dev/null || true

dist: $(VENV)/.dev $(BUNDLES) ## build the sdist and the wheel
	@rm -rf dist
	$(PY) -m build

clean: ## remove everything that was made here
	rm -rf $(VENV) $(BUILD) dist kg/web/static $(CLIENT)/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find kg tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find exports -mindepth 1 ! -name README.md -exec rm -rf {} +
