"""A list of lines that lead somewhere: Enter or a click follows one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy

from ui.delegates import LineDelegate
from ui.models import Line, LineModel
from ui.theme import Theme

NARROWEST = 120


class TermList(QListView):
    """Scrolls, or with `is_whole` stands there as high as its lines."""

    followed = Signal(object)  # where the line leads to

    def __init__(self, theme: Theme, name: str, *, is_whole: bool = False) -> None:
        super().__init__()
        self._is_whole = is_whole
        self.lines = LineModel()
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self._delegate = LineDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.updateGeometry)

    def load(self, lines: Sequence[Line]) -> None:
        """Show these; the keyboard begins at the first."""
        self.lines.load(lines)
        first = next((n for n, line in enumerate(lines) if not line.is_heading), None)
        if first is not None:
            self.setCurrentIndex(self.lines.index(first, 0))
            self.scrollToTop()
        self._mark_current()
        self.updateGeometry()

    def follow(self) -> None:
        """Go where the current line leads to."""
        self._on_clicked(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.follow()
        else:
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return self._is_whole

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As high as all lines need at a width: nothing is cut off."""
        if not self._is_whole:
            return -1
        frame = 2 * self.frameWidth()
        rows = range(self.lines.rowCount())
        high = sum(self._delegate.height(self.lines.index(n, 0), width - frame) for n in rows)
        return high + frame + 2

    def sizeHint(self) -> QSize:  # noqa: N802
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(self.width())) if self._is_whole else hint

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Words wrap elsewhere at another width: ask for the height of this one."""
        super().resizeEvent(event)
        if self._is_whole and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(NARROWEST, self.sizeHint().height()) if self._is_whole else QSize(NARROWEST, 0)

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
