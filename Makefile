# Needs Python 3.11 or newer with pip, and make. Everything is installed into .venv, nothing elsewhere.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell \
            $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
JOBS ?= 2

# numerical libraries would otherwise start a thread a core in each test process
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

COMPILED := build/compiled

.PHONY: help install demo test lint types suite score bench compiled figures clean

help:
	@echo "make demo     report on the bundled sample, written to demo/"
	@echo "make test     ruff, mypy and the test suite"
	@echo "make score    scores on the labelled data, with gains and losses against the last commit"
	@echo "make bench    speed, memory and start-up times"
	@echo "make compiled a wheel with the extraction compiled to C, in dist/ (needs a C compiler)"
	@echo "make figures  draw the figures in figures/ again"
	@echo "make clean    remove what the others made, .venv too"

install: $(INSTALLED)

# some systems ship Python without ensurepip: there the system's own pip fills the environment
$(INSTALLED): pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: needs Python 3.11 or newer; name it with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) 2>/dev/null || { $(PYTHON) -m venv --clear --without-pip $(VENV) \
		&& $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(INSTALLED)
	$(BIN)/metaanalysis report data/sample_listing.txt -o demo
	@echo
	@echo "The report is there: open $(CURDIR)/demo/report.html"

test: lint types suite

lint: $(INSTALLED)
	$(BIN)/ruff check .

types: $(INSTALLED)
	$(BIN)/mypy

suite: $(INSTALLED)
	$(BIN)/python -m pytest -v -n $(JOBS)

score: $(INSTALLED)
	$(BIN)/python -m benchmarks.score

bench: $(INSTALLED)
	$(BIN)/python -m benchmarks.run

# The compiler leaves its libraries beside the sources, so it gets a copy of them. What is hidden from other libraries
# need not be looked up at each call, and may be inlined.
compiled: $(INSTALLED)
	rm -rf build/source build/wheel $(COMPILED)
	mkdir -p build/source dist
	cp -r pyproject.toml README.md LICENSE metaanalysis build/source
	CFLAGS="-fvisibility=hidden $$CFLAGS" HATCH_BUILD_HOOKS_ENABLE=1 $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir build/wheel build/source
	$(BIN)/python -m pip install --quiet --no-deps --target $(COMPILED) build/wheel/*.whl
	$(BIN)/python -m benchmarks.compiled
	cp build/wheel/*.whl dist
	@echo "The wheel is there: pip install $$(ls dist/*.whl | tail -1)"

figures: $(INSTALLED)
	$(BIN)/python -m figures.draw

clean:
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
