# The two commands of MusicStudio are `make run` and `make test`; the rest is for the workbench.
PYTHON := .venv/bin/python
TEST_ENV := env QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 MUSICSTUDIO_HOME=$(CURDIR)/build/test-home

COVERED := $(addprefix --cov=musicstudio/,core project dsp storage mixing)
COVERED_TESTS := $(addprefix tests/,core project dsp storage mixing faults/test_changed_from_outside.py \
	faults/test_full_disk.py faults/test_damaged_audio.py)

.PHONY: run coverage test check lint types contracts unit desktop slow faults soak bench bench-adherence bench-sound package docs screenshots translations format set-up set-up-test clean

run: set-up            ## open the studio on a fresh demo song, or render it to build/demo without a screen
	$(PYTHON) -m musicstudio demo --output build/demo

test: set-up-test check unit desktop  ## everything that must be green, headless

check: lint types contracts

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

contracts:
	.venv/bin/lint-imports

# As CPython's own suite does: what failed beside the others is run once more, alone and named, and must pass then.
AGAIN := --last-failed --last-failed-no-failures none -rA

unit:
	$(TEST_ENV) $(PYTHON) -m pytest -n 2 --dist loadfile || $(TEST_ENV) $(PYTHON) -m pytest $(AGAIN)

coverage:              ## branches of the lower layers; the files that are tested whole stay so
	mkdir -p build/coverage
	$(TEST_ENV) $(PYTHON) -m pytest -n 2 --dist loadfile $(COVERED_TESTS) $(COVERED) --cov-branch --cov-report= --cov-report=json:build/coverage/report.json
	$(PYTHON) -m scripts.check_coverage build/coverage/report.json

desktop:               ## Xvfb, a real PulseAudio null sink, a real Audacity; skipped with a reason where absent
	$(TEST_ENV) $(PYTHON) -m pytest -m "desktop and not slow" -rs || $(TEST_ENV) $(PYTHON) -m pytest -m "desktop and not slow" $(AGAIN)

slow:                  ## 200 kills; a minute of playing beside generating and separating (wants a quiet machine)
	$(TEST_ENV) $(PYTHON) -m pytest -m slow

NIGHTLY ?= 20
DRAWN = $(shell grep -rl --include=*.py "^from hypothesis" tests | grep -v "conftest\|tests/faults\|tests/storage")
faults: set-up-test    ## kills, full and failing disks, fuzzing, damage, leaks: NIGHTLY times the length of `make test`
	$(TEST_ENV) MUSICSTUDIO_FAULTS=$(NIGHTLY) $(PYTHON) -m pytest tests/faults tests/storage $(DRAWN) -m "not desktop" -rA -s

MINUTES ?= 480
soak: set-up-test      ## a song loops for MINUTES while it is worked on: gaps, jumps, underruns, memory, files (wants a quiet machine)
	$(TEST_ENV) $(PYTHON) -m tests.faults.soak $(MINUTES)

bench: set-up-test     ## the budgets of the design as a table of this machine's figures
	$(TEST_ENV) $(PYTHON) -m tests.bench

bench-adherence: set-up-test  ## how far words are obeyed, as docs/ADHERENCE.md; SET=second prints that set's misses only
	$(TEST_ENV) $(PYTHON) -m tests.bench.adherence $(if $(SET),--set $(SET) -v)

bench-sound: set-up-test  ## the Composer beside records, as docs/SOUND_BENCH.md; QUICK=1 makes 12 songs of 6 styles
	$(PYTHON) -m pip install --quiet --no-deps musicnn==0.1.0
	$(TEST_ENV) $(PYTHON) -m tests.bench.sound_bench $(if $(QUICK),--quick)

package:               ## build/dist: a folder, a .deb and an AppDir for Linux, tried at the end (packaging/README.md)
	bash packaging/build.sh

docs: set-up-test      ## build/manual: the site (opens from disk), links checked, and one PDF
	$(TEST_ENV) $(PYTHON) -m scripts.manual build/manual

bench-neural: set-up-test  ## real-size networks of the neural engines on random weights: processor time and memory
	$(TEST_ENV) $(PYTHON) -m tests.bench.neural_bench

gpu-check: set-up-test ## on a CUDA card: shapes, bf16 against fp32, cancel, out of memory, real-time factors
	$(TEST_ENV) $(PYTHON) -m tests.bench.gpu_check

screenshots: set-up-test  ## docs/images, from a real window with a real song
	$(PYTHON) scripts/screenshots.py

translations:          ## resources/i18n: new texts of the window come in empty, old ones go; lists what German lacks
	$(PYTHON) -m scripts.translations
	$(PYTHON) -m scripts.translations --missing de

format:
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

set-up:
	@bash scripts/setup.sh run

set-up-test:
	@bash scripts/setup.sh test

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
