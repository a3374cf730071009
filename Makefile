# Every command of the book.  The environment is .venv, installed from the lock; stamps keep a second run short.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help book serve test lint types unit nbval site chromium notebooks notebooks-all lock clean distclean FORCE

NEWEST := import sys; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON := $(shell for python in python3.11 python3; do \
	$$python -c '$(NEWEST)' 2>/dev/null && { echo $$python; break; }; done)
endif
PORT ?= 8000
export CHROMIUM ?= /usr/bin/chromium

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.book
TESTING := $(VENV)/.test
HTML := _build/html
BUILT := $(HTML)/.complete
SOURCE_LIST := _build/sources

files = $(sort $(shell find $(1) -type f ! -path '*/__pycache__/*' ! -path '*/.ipynb_checkpoints/*'))
BOOK_FILES := $(call files,book)
PAGES := $(filter-out %.myst.md,$(BOOK_FILES))
PACKAGE := $(call files,derivations)

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(BUILT)  ## builds the site into _build/html
	@echo "The book is ready: open $(CURDIR)/$(HTML)/index.html, or run make serve."

serve: $(BUILT)  ## shows the site on this machine (PORT=8000)
	@echo "The book is at http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)."
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(HTML)

test: chromium  ## every check: style, types, build, unit tests, notebooks, pages
	@$(MAKE) --no-print-directory --keep-going lint types book unit nbval site
	@echo "Everything passed."

lint: $(TESTING)  ## style of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TESTING)  ## types of the code
	$(BIN)/mypy

unit: $(TESTING)  ## unit tests
	$(BIN)/pytest -n 2 --dist loadfile --ignore=tests/site tests

nbval: $(TESTING)  ## runs every notebook and compares what is stored
	$(BIN)/pytest --nbval --nbval-current-env -n 2 --dist loadfile book

site: $(BUILT) chromium  ## looks at the built pages in a browser
	$(BIN)/pytest -n 2 --dist load tests/site

notebooks: $(INSTALLED)  ## executes the notebooks whose text, or the package, changed (ONLY=FILE: that one)
	$(BIN)/python -m derivations.page.notebooks $(if $(ONLY),--all $(ONLY))

notebooks-all: $(INSTALLED)  ## executes every notebook
	$(BIN)/python -m derivations.page.notebooks --all

clean:  ## removes what was built
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache

distclean: clean  ## removes what was built and the environment
	rm -rf $(VENV)

# ---- environment

$(BIN)/python:
	@"$(PYTHON)" -c '$(NEWEST)' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed: install it, or run make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make an environment; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

# The package is built with the setuptools of the lock, so nothing is installed that the lock does not name.
define install
@echo "Installing from $(1) ..."
@$(BIN)/python -m pip install --quiet --require-hashes -r $(1)
@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
endef

$(INSTALLED): requirements.txt pyproject.toml | $(BIN)/python
	$(call install,requirements.txt)
	@touch $@

$(TESTING): requirements-test.txt pyproject.toml | $(BIN)/python
	$(call install,requirements-test.txt)
	@rm -rf .mypy_cache  # mypy remembers that a package was missing
	@touch $(INSTALLED) $@

# Playwright drives it with a Node.js of its own, which asks for libatomic.
chromium: $(TESTING)
	@if [ -x "$(CHROMIUM)" ] && $(BIN)/playwright --version >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -q --no-install-recommends chromium fonts-liberation libatomic1; \
	else echo "The tests look at the pages in Chromium: sudo apt-get install chromium libatomic1" \
			"(or CHROMIUM=/path/to/it)" >&2; \
		exit 1; fi

# One lock per purpose, each complete, for Linux.  Made with the first 3.11 in use (Debian 12's 3.11.2), because some
# packages ask for a later patch.  make lock UPGRADE=--upgrade moves versions.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" _build/lock/bin/pip-compile --quiet $(UPGRADE) --generate-hashes \
	--strip-extras --allow-unsafe --build-deps-for=editable --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host pyproject.toml

lock:  ## writes the locks again from pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:3] != (3, 11, 2))' || { \
		echo "The locks are made with Python 3.11.2: run make lock PYTHON=/path/to/it" >&2; exit 1; }
	"$(PYTHON)" -m venv _build/lock
	_build/lock/bin/pip install --quiet pip-tools==7.6.2
	$(COMPILE) --extra book -o requirements.txt
	$(COMPILE) --extra book --extra test -c requirements.txt -o requirements-test.txt
	$(COMPILE) --extra benchmarks -c requirements-test.txt -o requirements-benchmarks.txt

# ---- book

# Changes only when a file comes or goes, which no time stamp of a file tells.
$(SOURCE_LIST): FORCE
	@mkdir -p $(@D)
	@echo $(BOOK_FILES) $(PACKAGE) | cmp -s - $@ || echo $(BOOK_FILES) $(PACKAGE) > $@

# Sphinx reads again what changed; after a change of the code or the settings, everything.
$(BUILT): $(PAGES) $(PACKAGE) _config.yml _toc.yml $(SOURCE_LIST) $(INSTALLED)
	$(BIN)/jupyter-book build . -W -n --keep-going $(if $(filter-out $(PAGES),$?),--all)
	@touch $@
