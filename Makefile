# Two commands: `make chat` and `make test`. Each sets up what it needs; with LOCKED=1 the versions that were
# tested, by their hashes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# How many processes the tests run in, each with its own servers, browser and homes: one more than two cores,
# since much of a browser's and a child's time is waiting.
WORKERS ?= 3
# The least share of the code that the tests run, in per cent.
COVERED := 92
LOCKED ?=
INSTALL := $(BIN)/python -m pip install --quiet --no-compile
STAMP := $(VENV)/.installed$(if $(LOCKED),-locked)
DEV_STAMP := $(VENV)/.installed-dev$(if $(LOCKED),-locked)

# Packages beside programs, types beside style.
MAKEFLAGS += --jobs=2
# Every process the tests start would compile all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: chat test check style types layers bench lock browser clean

chat: $(STAMP)
	$(BIN)/gakju chat

test: $(DEV_STAMP) browser check
	OMP_NUM_THREADS=1 $(BIN)/python -m slipcover --out .coverage.json -m pytest -n $(WORKERS) --dist worksteal
	$(BIN)/python -m slipcover --merge .coverage.json --out .coverage.json --skip-covered --fail-under $(COVERED)

check: style types layers

style: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_STAMP)
	$(BIN)/mypy

layers: $(DEV_STAMP)
	$(BIN)/lint-imports

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks.ask_speed

# Chromium and a Korean font for the browser tests, and a word processor that makes their real
# documents; installed where this user may, else the tests that need them say so.
browser:
	@sh tests/install_programs.sh

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(if $(LOCKED),,$(BIN)/python -m pip install --quiet --upgrade pip)

$(STAMP): $(VENV)/bin/python pyproject.toml $(if $(LOCKED),requirements.lock)
	$(call install,requirements.lock,.)
	@touch $@

$(DEV_STAMP): $(VENV)/bin/python pyproject.toml $(if $(LOCKED),requirements-dev.lock)
	$(call install,requirements-dev.lock,.[dev])
	@touch $@ $(STAMP)

# $(call install,LOCK,WHAT): the lock holds all that Gakju needs, its build tool too. pip would compile with one
# core, and the packages' own tests as well; what does not compile is some package's template.
define install
$(if $(LOCKED),\
  $(INSTALL) --require-hashes --requirement $(1) && \
  $(INSTALL) --no-deps --no-build-isolation --editable .,\
  $(INSTALL) --editable '$(2)')
@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
endef

# The versions in .venv, which the tests ran with, for every platform and with the hashes of their files.
lock: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+[a-z0-9.]*$$//' > $(VENV)/tested.txt
	echo 'setuptools>=77' | $(LOCK) --output-file requirements.lock -
	echo 'setuptools>=77' | $(LOCK) --extra dev --output-file requirements-dev.lock -

LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
  --no-annotate --custom-compile-command "make lock" --constraint $(VENV)/tested.txt

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
