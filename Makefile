# Each target does its own set-up in .venv; only Python 3.11 or newer, make and the package registry are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
WORKERS ?= auto
FOUND ?= lobo.jsonl

.DEFAULT_GOAL := help
.PHONY: help demo test slow install-check slow-system check bench fit lobo learning misspellings clean

help: ## Say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/installed ## The whole chain on a small made-up web, on this machine alone
	$(BIN)/mentions demo --yes

test: $(VENV)/developed ## The fast tests
	$(BIN)/python -m pytest -n $(WORKERS)

slow: $(VENV)/developed ## Whole crawls, kills, and properties at length
	$(BIN)/python -m pytest -n $(WORKERS) -m slow
	$(BIN)/python -m pytest -n $(WORKERS) -m 'hypothesis and not slow and not system and not install' --hypothesis-profile=thorough

install-check: $(VENV)/developed ## The wheel in fresh environments: oldest and newest dependencies, two Pythons
	$(BIN)/python -m pytest -m install -rs

slow-system: $(VENV)/developed ## Tests with big system software (Debian, root): PostgreSQL, blogs and forums, Chromium
	tests/with_postgresql.sh $(BIN)/python -m pytest -m system

check: $(VENV)/developed ## Format, lint, types, architecture, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_migrations.py

bench: $(VENV)/compared ## Speed, as ratios to a floor measured in the same run; two reviewers beside a crawl: [SHARED=FOLDER]
	PYTHONPATH=tests $(BIN)/python -m benchmarks.scanning $(if $(SHARED),--shared $(SHARED))
	PYTHONPATH=tests $(BIN)/python -m benchmarks.reading
	PYTHONPATH=tests $(BIN)/python -m benchmarks.recording
	PYTHONPATH=tests $(BIN)/python -m benchmarks.starting
	PYTHONPATH=tests $(BIN)/python -m benchmarks.crawling
	PYTHONPATH=tests:tests/spiders $(BIN)/python -m benchmarks.reviewing

fit: $(VENV)/developed ## Weights of the evidence model from labels: CORPUS=FOLDER [LABELS="FILE …"]
	PYTHONPATH=tests $(BIN)/python -m benchmarks.fitting $(CORPUS) $(LABELS)

lobo: $(VENV)/developed ## How good it is on brands and sites it never saw: CORPUS=FOLDER [FOUND=FILE]
	PYTHONPATH=tests $(BIN)/python -m benchmarks.lobo $(CORPUS) $(FOUND)

learning: $(VENV)/developed ## What verdicts gain on sites that nobody judged: CORPUS=FOLDER [SPLITS=12]
	PYTHONPATH=tests $(BIN)/python -m benchmarks.learning $(CORPUS) $(SPLITS)

misspellings: $(VENV)/developed ## Words taken for misspelt names, and misspelt names that are found: CORPUS=FOLDER
	PYTHONPATH=tests $(BIN)/python -m benchmarks.misspelling $(CORPUS)

clean: ## Remove the environment and all caches
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mentions needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --upgrade 'pip>=25.1'
	$(PIP) --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(PIP) --group dev
	@touch $@

$(VENV)/compared: $(VENV)/developed
	$(PIP) --group bench
	@touch $@
