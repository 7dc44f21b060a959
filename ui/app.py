"""Starts the window: the one place that puts its parts together."""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from eportfolio.errors import EportfolioError
from eportfolio.settings import default_vault, has_vault, preferences_file
from ui.collecting import Collector
from ui.main_window import MainWindow
from ui.openings import Ways, warm_up
from ui.preferences import Preferences
from ui.preferences import apply as apply_preferences
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme, load_typeface
from ui.words import speech

log = logging.getLogger(__name__)


def main(vault: Path | None = None, *, demo: Path | None = None) -> int:
    """Show the window until it is closed; gives the exit code. `demo`: a folder in which the
    demonstration was played, to look around in."""
    application = make_application()
    theme = Theme(application)
    kept = preferences_file()
    apply_preferences(theme, kept)
    theme.apply()
    application.styleHints().colorSchemeChanged.connect(theme.apply)
    collector = Collector()
    tasks = Tasks()
    Preferences(theme, tasks, kept)
    path = vault or default_vault()
    window = MainWindow(
        tasks, theme, Ways(now), Prompts(), path, has_vault=demo is None and has_vault(path)
    )
    tasks.crashed.connect(window.on_crashed)
    _catch_bugs(window)
    window.show()
    if demo is not None:
        window.show_demo(demo)
    tasks.run_long(window, warm_up, _ready, _not_ready, _told)
    code = application.exec()
    collector.stop()
    sys.excepthook = sys.__excepthook__
    return code


def now() -> datetime:
    """The computer's clock, with its offset."""
    return datetime.now().astimezone()


def _ready(_: None) -> None:
    """Warming up answers nothing."""


def _not_ready(_: EportfolioError) -> None:
    """What fails while warming up fails again, and is told, when it is needed."""


def _told(done: int, total: int) -> None:
    """Nobody watches the warming up."""


def make_application() -> QApplication:
    """Qt with our typeface; it speaks Dutch until another language is chosen."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("E-portfolio")
    application.setDesktopFileName("eportfolio")
    QLocale.setDefault(QLocale("nl_NL"))
    load_typeface()
    speech()
    return application


def _catch_bugs(window: MainWindow) -> None:
    """Whatever nobody caught is a bug: one sentence without personal data, and locked."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("bug in the window: %s", kind.__name__)
        window.on_crashed(kind.__name__)

    sys.excepthook = hook
