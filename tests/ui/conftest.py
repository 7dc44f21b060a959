"""A window on a real vault, offscreen; the only doubles are the clock and the questions."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, Templates
from builders_ui import Bench, FakePrompts, Office, fill_vault
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.tasks import Tasks
from ui.theme import Look, Theme, load_typeface
from ui.words import speech


@pytest.fixture(autouse=True)
def collecting_in_this_thread() -> Iterator[None]:
    """As in the program (`ui.collecting`): no cycle is collected while a worker thread lives."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def filled(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with three clients, made once and copied for each test."""
    path = tmp_path_factory.mktemp("filled") / "kluis"
    templates.copy("giver", path)
    fill_vault(path)
    return path


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    if not qapp.property("typeface"):
        load_typeface()
        qapp.setProperty("typeface", True)
    theme = Theme(qapp)
    theme.choose(Look.LIGHT)
    yield theme
    speech().choose("nl")
    theme.deleteLater()


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    tasks.stop()


@pytest.fixture
def bench(
    qtbot: QtBot, theme: Theme, filled: Path, tmp_path: Path, templates: Templates
) -> Iterator[Bench]:
    """A window that is not shown yet."""
    bench = Bench(qtbot, theme, filled, tmp_path, Clock(), FakePrompts(), templates)
    yield bench
    bench.close()


@pytest.fixture
def office(bench: Bench) -> Office:
    """Two vaults between which something is handed over."""
    return bench.furnish()
