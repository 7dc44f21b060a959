"""A QR code on the screen: dark on white in every look, as a reader of codes asks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme

QUIET = 4  # modules of white round the code
SIDE = 320


class QrView(QWidget):
    """The code, with the white that the standard asks round it."""

    def __init__(self, theme: Theme, rows: Sequence[Sequence[bool]], name: str) -> None:
        super().__init__()
        self._theme = theme
        self.rows = rows
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        side = self._theme.px(SIDE)
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Qt.GlobalColor.black))
        step = min(self.width(), self.height()) / (len(self.rows) + 2 * QUIET)
        for y, cells in enumerate(self.rows):
            for x, is_dark in enumerate(cells):
                if is_dark:
                    at = QRectF((x + QUIET) * step, (y + QUIET) * step, step + 0.5, step + 0.5)
                    painter.drawRect(at)
        painter.end()
