# Two commands do everything: `make demo` and `make test`. Both set the environment up first.
PYTHON ?= python3
UV     ?= uv
VENV   := .venv
BIN    := $(VENV)/bin
# Tests start hundreds of processes: where the environment forbids to keep what is compiled, each would compile every module.
unexport PYTHONDONTWRITEBYTECODE
# Two more than cores: crawls, servers and browsers wait most of their time. Their files come first as they stand in order, so that none
# is left to the end alone.
TESTERS := $(shell echo $$(( $$(nproc) + 2 )))

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all lint check accuracy docs lock system-packages clean

help:   ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 17

# The stamp holds the environment to the pinned files: a changed pin rebuilds it, nothing else does.
$(VENV)/.ready: requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gongkai needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tests/system-packages.sh python3-venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

setup: $(VENV)/.ready   ## build .venv with everything pinned

demo: setup   ## sample sites, a nightly run over them, and the portal on http://127.0.0.1:8001
	$(BIN)/gongkai demo

test: lint system-packages   ## what CI runs: lint, then the tests
	$(BIN)/python -m pytest -m "not slow" -n $(TESTERS) --dist loadfile --no-loadscope-reorder

test-all: lint system-packages   ## the slow tests, too
	$(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

lint: setup   ## ruff, mypy and the import contract
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: test   ## the same as test

# The browser tests need a browser and a Chinese font, which pip cannot bring.
system-packages: setup
	tests/system-packages.sh

accuracy: setup   ## how accurate the reading is, on the gold set; writes the table in docs/accuracy.md
	$(BIN)/python -m bench.gold --n 20 --jobs 2 --update docs/accuracy.md

docs: setup   ## write the generated pages of docs/ anew
	$(BIN)/python docs/generate.py

lock: setup   ## resolve requirements*.txt anew from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv on the path (or UV=/path/to/uv)" >&2; exit 1; }
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--output-file requirements.txt pyproject.toml
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--all-extras --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:   ## remove the environment, caches and the demo's data
	rm -rf $(VENV) demo-data build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .scrapy
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
