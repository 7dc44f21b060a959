"""Who did what in a dossier, and to one record."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from ui.delegates import LineDelegate
from ui.models import Line, LineModel
from ui.theme import Theme
from ui.widgets import Empty, button, card, column, hair, icon, row, text
from ui.words import _


class PlainList(QWidget):
    """A card with a list, or with what belongs there while it is empty."""

    def __init__(
        self, theme: Theme, title: str, empty: Empty, foot_icon: str, foot_words: str
    ) -> None:
        super().__init__()
        self.model = LineModel()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(title)
        self.view.setItemDelegate(LineDelegate(theme, self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.counted = text("", "help")
        head = row(text(title, "section"), self.counted, None)
        head.setContentsMargins(20, 14, 20, 12)
        foot = row(icon(theme, foot_icon, "pos"), text(foot_words, "help"), None, space=8)
        foot.setContentsMargins(20, 10, 20, 12)
        full, nothing = card(), card()
        inside = column(head, hair(), self.view, hair(), foot, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        full.setLayout(inside)
        QVBoxLayout(nothing).addWidget(empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(full)
        self.stack.addWidget(nothing)
        self.setLayout(column(self.stack))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show entries."""
        self.model.load(lines)
        self.counted.setText(str(len(lines)))
        self.stack.setCurrentIndex(0 if lines else 1)


class HistoryList(PlainList):
    """Every change of the dossier, newest first."""

    def __init__(self, theme: Theme) -> None:
        empty = Empty(
            theme, "history", _("Nog geen wijzigingen"), _("Hier staat wie wat wanneer deed.")
        )
        super().__init__(
            theme,
            _("Wie deed wat wanneer"),
            empty,
            "shield",
            _("Elke wijziging is getekend. Er wordt niets gewist."),
        )

    def load(self, lines: Sequence[Line]) -> None:
        """Show changes."""
        self.show_lines(lines)


class RecordHistory(QWidget):
    """Every version of one record, with the way back to it."""

    def __init__(self, theme: Theme, versions: LineModel, back: Callable[[], object]) -> None:
        super().__init__()
        self.view = QListView()
        self.view.setModel(versions)
        self.view.setItemDelegate(LineDelegate(theme, self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setAccessibleName(_("Geschiedenis van dit gegeven"))
        go_back = button(theme, _("Terug"), back, "arrow-left", small=True)
        head = row(text(_("Geschiedenis"), "section"), None, go_back)
        head.setContentsMargins(20, 16, 16, 12)
        said = text(_("Elke versie is getekend en blijft bewaard."), "help")
        foot = row(icon(theme, "shield", "pos"), said, None)
        foot.setContentsMargins(20, 10, 20, 12)
        self.setLayout(column(head, hair(), self.view, hair(), foot, space=0))
