"""Draws the rows of tables and lists: badges, second lines, the focus round the current row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.models import (
    BADGE_ROLE,
    BESIDE_ROLE,
    HEADING_ROLE,
    ICON_ROLE,
    LINE_ROLE,
    MUTED_ROLE,
    STRONG_ROLE,
    UNDER_ROLE,
    Line,
    Mark,
)
from ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
PADDING = 16
KNOWN_LIMIT = 10_000  # texts of which the height is remembered
ROW = 44
TWO_LINES = 60
HEADING = 36
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
LONGEST = 320  # of a badge with words beside it; the tooltip has all of it
BADGE = 132  # of a list: the badges stand under each other, and the words too
SOFT = {
    "neutral": "neutral-soft",
    "info": "accent-soft",
    "pos": "pos-soft",
    "warn": "warn-soft",
    "neg": "neg-soft",
}
INK = {"neutral": "muted", "info": "accent", "pos": "pos", "warn": "warn", "neg": "neg"}


def mirrored(option: QStyleOptionViewItem, rect: QRect) -> QRect:
    """A part of a row as it stands for who reads in the direction of the row."""
    return QStyle.visualRect(option.direction, option.rect, rect)


class Rows(QStyledItemDelegate):
    """What cells and list rows have in common."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, *, whole_row: bool) -> None:
        state, rect = option.state, option.rect
        theme = self._theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("neutral-soft"))
        painter.setPen(QPen(theme.colour("hair"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and whole_row:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _badge(self, painter: QPainter, mark: Mark, left: int, option: QStyleOptionViewItem) -> int:
        """Draw a badge, at the other side where people read from right to left; gives its
        width."""
        theme, rect = self._theme, option.rect
        font = theme.font(13, QFont.Weight.DemiBold)
        side, gap, high = theme.px(16), theme.px(6), theme.px(24)
        width = self._badge_width(mark)
        box = QRect(left, rect.center().y() - high // 2, width, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(SOFT.get(mark.role, "neutral-soft")))
        painter.drawRoundedRect(mirrored(option, box), 6, 6)
        ink = INK.get(mark.role, "muted")
        picture = QRect(box.left() + theme.px(8), box.center().y() - side // 2, side, side)
        painter.drawPixmap(mirrored(option, picture).topLeft(), theme.pixmap(mark.icon, ink, 16))
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        words = box.adjusted(theme.px(8) + side + gap, 0, 0, 0)
        painter.drawText(mirrored(option, words), Qt.AlignmentFlag.AlignVCenter, mark.words)
        return width

    def _badge_width(self, mark: Mark) -> int:
        theme = self._theme
        metrics = theme.metrics(13, QFont.Weight.DemiBold)
        return 2 * theme.px(8) + theme.px(22) + metrics.horizontalAdvance(mark.words)

    def _write(
        self, painter: QPainter, rect: QRect, words: str, font: QFont, colour: QColor, flags: int
    ) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, flags, shown)


class CellDelegate(Rows):
    """A cell of a table."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._ground(painter, option, whole_row=False)
        rect: QRect = option.rect
        theme = self._theme
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(8), 0)
        mark = index.data(BADGE_ROLE)
        if isinstance(mark, Mark):
            width = self._badge(painter, mark, inner.left(), option)
            if beside := str(index.data(BESIDE_ROLE) or ""):
                inner = inner.adjusted(width + theme.px(10), 0, 0, 0)
                middle = int(Qt.AlignmentFlag.AlignVCenter)
                inner = mirrored(option, inner)
                self._write(painter, inner, beside, theme.font(), theme.colour("text"), middle)
        else:
            weight = QFont.Weight.DemiBold if index.data(STRONG_ROLE) else QFont.Weight.Normal
            colour = theme.colour("muted" if index.data(MUTED_ROLE) else "text")
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            flags = int(side) if side else int(Qt.AlignmentFlag.AlignVCenter)
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            inner = mirrored(option, inner)
            if option.direction == Qt.LayoutDirection.RightToLeft:
                # Dutch words, dates and names run from left to right, wherever they stand.
                painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
                flags = _swapped(flags)
            self._write(painter, inner, words, theme.font(14, weight), colour, flags)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        theme = self._theme
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        metrics = theme.metrics(14, QFont.Weight.DemiBold)
        extra = theme.px(40) if index.data(BADGE_ROLE) else theme.px(8)
        width = metrics.horizontalAdvance(words) + 2 * theme.px(PADDING) + extra
        if index.data(BESIDE_ROLE):
            width = min(width, theme.px(LONGEST))
        return QSize(width, max(theme.px(ROW), metrics.height() + theme.px(16)))


def _swapped(flags: int) -> int:
    """The same side for who reads from right to left."""
    right = int(Qt.AlignmentFlag.AlignRight)
    return flags & ~right if flags & right else flags | right


class LineDelegate(Rows):
    """A row of a list with one or two lines, or a heading."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(theme, parent)
        self._known: dict[tuple[str, bool], int] = {}
        self._known_at = 0
        self._measure()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        theme = self._theme
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(12), 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        if index.data(HEADING_ROLE):
            font = theme.font(13, QFont.Weight.DemiBold)
            painter.fillRect(rect, theme.colour("bg"))
            inner = mirrored(option, inner)
            self._write(painter, inner, words, font, theme.colour("muted"), middle)
            painter.restore()
            return
        self._ground(painter, option, whole_row=True)
        if name := index.data(ICON_ROLE):
            side = theme.px(20)
            picture = QRect(inner.left(), rect.center().y() - side // 2, side, side)
            painter.drawPixmap(mirrored(option, picture).topLeft(), theme.pixmap(name, "muted", 20))
            inner = inner.adjusted(side + theme.px(12), 0, 0, 0)
        mark = index.data(BADGE_ROLE)
        if isinstance(mark, Mark):
            self._badge(painter, mark, inner.left(), option)
            inner = inner.adjusted(self._beside(mark), 0, 0, 0)
        muted = bool(index.data(MUTED_ROLE))
        font = theme.font(14, QFont.Weight.Normal if muted else QFont.Weight.DemiBold)
        colour = theme.colour("muted" if muted else "text")
        under = str(index.data(UNDER_ROLE) or "")
        edge = theme.px(9)
        block = mirrored(option, inner.adjusted(0, edge, 0, -edge))
        painter.setFont(font)
        painter.setPen(colour)
        flags = WRAPPED if under else WRAPPED | middle
        used = painter.drawText(block, flags, words)
        if under:
            below = block.adjusted(0, used.height() + 2, 0, 0)
            painter.setFont(theme.font(13))
            painter.setPen(theme.colour("muted"))
            painter.drawText(below, WRAPPED, under)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        view = self.parent()
        whole = view.viewport().width() if isinstance(view, QListView) else 400
        return QSize(100, self.height(index, whole))

    def height(self, index: Index, whole: int) -> int:
        """As high as both texts need at a width: nothing is cut off."""
        theme = self._theme
        if theme.zoom != self._measured_at:
            self._measure()
        line: Line = index.data(LINE_ROLE)
        if line.is_heading:
            return self._heading
        width = whole - theme.px(PADDING) - theme.px(12)
        if line.icon:
            width -= theme.px(32)
        if line.mark is not None:
            width -= self._beside(line.mark)
        high = 2 * theme.px(9)
        for words, strong in ((line.text, True), (line.under, False)):
            if words:
                high += self._height(words, max(width, 80), strong=strong) + 2
        return max(theme.px(TWO_LINES if line.under else ROW), high)

    def _height(self, words: str, width: int, *, strong: bool) -> int:
        """Measured once for each text: of thousands of rows most say the same under the first
        line, and the list asks again for each of them."""
        if width != self._known_at or len(self._known) > KNOWN_LIMIT:
            self._known_at = width
            self._known.clear()
        if (words, strong) not in self._known:
            metrics = self._strong if strong else self._small
            self._known[words, strong] = _height(metrics, words, width)
        return self._known[words, strong]

    def _beside(self, mark: Mark) -> int:
        """How far words stand from the edge when there is a badge."""
        return max(self._theme.px(BADGE), self._badge_width(mark) + self._theme.px(12))

    def _measure(self) -> None:
        """Once for each size of text: a list may have thousands of rows."""
        theme = self._theme
        self._measured_at = theme.zoom
        self._known.clear()
        self._strong = theme.metrics(14, QFont.Weight.DemiBold)
        self._small = theme.metrics(13)
        self._heading = max(theme.px(HEADING), theme.metrics().height() + 12)


def _height(metrics: QFontMetrics, line: str, width: int) -> int:
    """Of a text that wraps; most fit on one line, and measuring that is quick."""
    if "\n" not in line and metrics.horizontalAdvance(line) <= width:
        return metrics.height()
    return metrics.boundingRect(QRect(0, 0, width, 10_000), WRAPPED, line).height()
