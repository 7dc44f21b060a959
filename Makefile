# Two commands: `make run` shows the program at work, `make test` checks everything.
# They set up .venv by themselves; the settings are in pyproject.toml, the work is in Python.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
TEST_WORKERS ?= 2
QT := .ci/need "What Qt needs of the system" \
	"libegl1 libgl1 libglib2.0-0 libxkbcommon0 libfontconfig1 libdbus-1-3" \
	"$(BIN)/python -c 'from PySide6 import QtSvg, QtWidgets'"
X11 := libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0

.DEFAULT_GOAL := run
.PHONY: run test bench soak texts clean

run: .venv/run.stamp
	.ci/show $(BIN)

test: export QT_QPA_PLATFORM := offscreen
test: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --cov --cov-report= --ignore=tests/ui
	$(BIN)/python tests/check_coverage.py
	$(BIN)/python -m pytest -n $(TEST_WORKERS) tests/ui

bench: .venv/test.stamp
	$(BIN)/python benchmarks/bench.py

soak: .venv/test.stamp
	$(BIN)/python -m pytest -m soak
	KILL_TIMES=4 $(BIN)/python -m pytest tests/test_kill.py tests/test_kill_notices.py

texts: .venv/test.stamp
	$(BIN)/python tests/text_catalogues.py

clean:
	rm -rf .venv build dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf tests/interop/node/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/run.stamp: pyproject.toml .venv/made.stamp
	$(PIP) --editable '.[window]'
	$(QT)
	touch $@

.venv/test.stamp: pyproject.toml .venv/made.stamp
	.ci/need age age "command -v age"
	.ci/need "Node.js with npm" "nodejs npm ca-certificates" "command -v node && command -v npm" \
		|| echo "Without it the checks with jose and @sd-jwt are skipped." >&2
	$(PIP) --editable '.[dev]'
	$(QT)
	.ci/need "A screen of X11 that nobody sees" "xvfb $(X11)" \
		"command -v Xvfb && ! find .venv -name libqxcb.so -exec ldd {} + | grep -q 'not found'" \
		|| echo "Without it the window is tried on Qt's own screen only." >&2
	.ci/need "AT-SPI" "at-spi2-core python3-pyatspi gir1.2-atspi-2.0 dbus-x11" \
		"command -v dbus-run-session && /usr/bin/python3 -c 'import pyatspi'" \
		|| echo "Without it the check with a screen reader is skipped." >&2
	touch $@ .venv/run.stamp

.venv/made.stamp:
	.ci/need "Python 3.11 or newer" python3 "$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or exit(1)'"
	.ci/need "Python's venv module" python3-venv "$(PYTHON) -c 'import ensurepip, venv'"
	$(PYTHON) -m venv .venv
	touch $@
