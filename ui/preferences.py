"""Keeps colours, size of text and language from one start to the next, outside any vault."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from eportfolio import settings
from eportfolio.errors import EportfolioError
from ui.tasks import Tasks
from ui.theme import ZOOMS, Look, Theme
from ui.words import speech


class Preferences(QObject):
    """Brings a theme to what was kept, and keeps each change; the worker writes."""

    def __init__(self, theme: Theme, tasks: Tasks, file: Path) -> None:
        super().__init__(theme)
        self._theme = theme
        self._tasks = tasks
        self._file = file
        self._kept = self._now()
        theme.changed.connect(self._on_changed)
        speech().changed.connect(self._on_changed)

    def _now(self) -> dict[str, Any]:
        return {
            "look": str(self._theme.choice),
            "zoom": self._theme.zoom,
            "language": speech().language,
        }

    def _on_changed(self) -> None:
        if (now := self._now()) == self._kept:
            return
        self._kept = now
        write = partial(_write, self._file, now)
        self._tasks.run_long(self, write, _nothing, _nothing, _told)


def apply(theme: Theme, file: Path) -> None:
    """What was kept, as far as it can be read; the rest stays as it is."""
    kept = settings.read_preferences(file)
    zoom, look, language = kept.get("zoom"), kept.get("look"), kept.get("language")
    if look in list(Look):
        theme.choose(Look(look))
    if isinstance(zoom, int) and zoom in ZOOMS:
        theme.set_zoom(zoom)
    if isinstance(language, str):
        speech().choose(language)


def _write(file: Path, kept: dict[str, Any], _: Callable[[int, int], bool]) -> None:
    settings.write_preferences(file, kept)


def _nothing(_: EportfolioError | None) -> None:
    """Nobody waits for it."""


def _told(done: int, total: int) -> None:
    """Too short to tell of."""
