"""A list of lines that lead somewhere: Enter or a click follows one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from ui.delegates import LineDelegate
from ui.models import Line, LineModel
from ui.theme import Theme


class TermList(QListView):
    """Scrolls, or with `is_whole` stands there as high as its lines."""

    followed = Signal(object)  # where the line leads to

    def __init__(self, theme: Theme, name: str, *, is_whole: bool = False) -> None:
        super().__init__()
        self._is_whole = is_whole
        self.lines = LineModel()
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setItemDelegate(LineDelegate(theme, self))
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._fit)

    def load(self, lines: Sequence[Line]) -> None:
        """Show these; the keyboard begins at the first."""
        self.lines.load(lines)
        first = next((n for n, line in enumerate(lines) if not line.is_heading), None)
        if first is not None:
            self.setCurrentIndex(self.lines.index(first, 0))
            self.scrollToTop()
        self._mark_current()
        self._fit()

    def follow(self) -> None:
        """Go where the current line leads to."""
        self._on_clicked(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.follow()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._mark_current()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._mark_current()

    def _mark_current(self) -> None:
        """Among several lists on a page only the one with the keyboard shows a chosen line."""
        if not self._is_whole:
            return
        selection = self.selectionModel()
        if self.hasFocus() and self.currentIndex().isValid():
            selection.select(self.currentIndex(), selection.SelectionFlag.ClearAndSelect)
        else:
            selection.clearSelection()

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.isValid() and self.lines.source(index.row()) is not None:
            self.followed.emit(self.lines.source(index.row()))

    def _fit(self) -> None:
        if self._is_whole:
            high = sum(self.sizeHintForRow(n) for n in range(self.lines.rowCount()))
            self.setFixedHeight(high + 2 * self.frameWidth() + 2)
