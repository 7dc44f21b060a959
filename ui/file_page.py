"""A screen that begins with a file from outside: choose or drop it, wait, then see what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from ui.prompts import Prompts
from ui.sheets import note
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import button, card, column, icon, row, text
from ui.words import _
from ui.work_page import WorkPage


class FilePage(WorkPage):
    """What receiving and closing have in common."""

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, title: str) -> None:
        super().__init__(tasks, theme, prompts, title)
        self.setAcceptDrops(True)
        self.file: Path | None = None

    def drop_zone(self, title: str, words: str, pressed: Callable[[], object]) -> QWidget:
        """Where a file is dropped; the button does the same."""
        theme = self._theme
        zone = card()
        zone.setProperty("drop", True)
        self.choose_button = button(theme, _("Bestand &kiezen"), pressed, "folder", look="primary")
        heading, why = text(title, "section", wrap=True), text(words, "muted", wrap=True)
        picture = row(None, icon(theme, "download", "accent", 40), None)
        inside = column(None, picture, heading, why, space=10)
        for part in (heading, why):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside.addLayout(row(None, self.choose_button, None))
        inside.addWidget(
            note(theme, _("Het bestand wordt eerst gecontroleerd. Pas als u dat zegt, gaat er iets "
                 "uw kluis in."), "shield", "pos")
        )  # fmt: skip
        inside.addStretch(1)
        inside.setContentsMargins(40, 32, 40, 32)
        zone.setLayout(inside)
        theme.size(zone, maximumWidth=680)
        holder = QWidget()
        layout = row(None, zone, None, space=0)
        layout.setStretch(1, 4)
        holder.setLayout(column(12, layout, None))
        return holder

    def take_file(self, file: Path) -> None:
        """Begin with a file."""
        raise NotImplementedError

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """One file at a time; not while another one is being read."""
        file = self._dropped(event)
        if file is not None and self._running is None:
            event.acceptProposedAction()
            self.take_file(file)

    def _dropped(self, event: QDropEvent) -> Path | None:
        """The one file that is brought; of more than one it is not known which is meant."""
        urls = event.mimeData().urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        file = Path(urls[0].toLocalFile())
        return file if file.is_file() else None
