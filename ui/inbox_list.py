"""The files that wait in the inbox, a line each, and what is said of one that cannot be added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QListView

from ui.delegates import LineDelegate
from ui.models import Line, LineModel, Mark
from ui.theme import Theme
from ui.values import shown_moment, shown_size
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.inbox import Waiting

# What is said of a file that cannot be added yet, or no more.
WORDS = {
    "new": N_("Even kijken of de scan compleet is…"),
    "arriving": N_("Dit bestand wordt nog geschreven. Het komt vanzelf als de scanner klaar is."),
    "empty": N_("Dit bestand is leeg. Er valt niets toe te voegen. Maak zo nodig een nieuwe scan."),
    "too-large": N_(
        "Dit bestand is te groot om toe te voegen. Het origineel blijft staan. Maak de "
        "scan kleiner of splits hem."
    ),
    "done": N_("Dit bestand is al toegevoegd aan een dossier."),
}
MARKS = {
    "arriving": Mark("clock", "info", N_("Komt binnen")),
    "empty": Mark("alert", "warn", N_("Leeg")),
    "too-large": Mark("alert", "warn", N_("Te groot")),
    "done": Mark("check", "pos", N_("Toegevoegd")),
}


class WaitingList(QListView):
    """One of the files is chosen, as long as there is one."""

    chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lines = LineModel()
        self.setModel(self.lines)
        self.setAccessibleName(_("Wachtende bestanden"))
        self.setItemDelegate(LineDelegate(theme, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def current(self) -> Waiting | None:
        """The file that is chosen."""
        index = self.currentIndex()
        found: Waiting | None = self.lines.source(index.row()) if index.isValid() else None
        return found

    def load(self, files: Sequence[Waiting]) -> Waiting | None:
        """Show these and stay where it was; the answer is the chosen file, when it is gone."""
        before = self.current
        lines = [_line(one) for one in files]
        if list(self.lines.all()) != lines:
            self.selectionModel().blockSignals(True)
            self.lines.load(lines)
            self.selectionModel().blockSignals(False)
        at = self._row(before.path) if before is not None else None
        if lines:
            self.choose(at if at is not None else 0)
        return before if at is None else None

    def choose(self, at: int) -> None:
        """Go to a line."""
        if self.currentIndex().row() != at:
            self.selectionModel().setCurrentIndex(
                self.lines.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def choose_next(self, path: Path) -> None:
        """Go to the next one that waits, after a file that was added."""
        lines = self.lines.all()
        at = self._row(path) or 0
        order = [*range(at + 1, len(lines)), *range(at)]
        follows = next((n for n in order if lines[n].source.state not in MARKS), None)
        self.choose(at if follows is None else follows)

    def _row(self, path: Path) -> int | None:
        found = (n for n, line in enumerate(self.lines.all()) if line.source.path == path)
        return next(found, None)

    def _on_current(self, *_: QModelIndex) -> None:
        self.chosen.emit()


def _line(file: Waiting) -> Line:
    at, size = shown_moment(file.at), shown_size(file.size)
    under = _("Van {at} · {size}").format(at=at, size=size)
    if file.is_dropped:
        under = _("Van {at} · {size} · zelf gekozen").format(at=at, size=size)
    is_done = file.state == "done"
    return Line(file.name, under, file, mark=MARKS.get(file.state), is_muted=is_done)
