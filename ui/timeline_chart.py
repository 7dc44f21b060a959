"""The picture of a timeline: lanes, the line of today, and a button for each item."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QWidget

from ui import timeline_lines
from ui.theme import Theme
from ui.timeline_layout import Box, Measure, Placed, Plan, Sizes, place
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.timeline import Item, Timeline

TODAY = N_("Vandaag")
FONT, RADIUS, NARROWEST = 13, 4, 240
ICON, POINT = 16, 20
EDGE = 2  # room around an item for the focus
HOW = N_("De pijltoetsen gaan van het ene naar het andere, Enter gaat naar het gegeven.")
KEYS = frozenset(
    (
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End),
    )
)
MIDDLE = Qt.AlignmentFlag.AlignVCenter
# Dutch runs from left to right, also where the window is mirrored.
PLAIN = Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextForceLeftToRight


def _mirrored(box: Box, width: float, *, is_mirrored: bool) -> QRectF:
    left = width - box.x - box.width if is_mirrored else box.x
    return QRectF(left, box.y, box.width, box.height)


def _font(theme: Theme, *, is_strong: bool) -> QFont:
    return theme.font(FONT, QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)


class ItemButton(QAbstractButton):
    """One item: a bar or a point with its words. Where it stands is the chart's affair."""

    stepped = Signal(int)  # a key that goes to another item
    taken = Signal()  # the keyboard is here

    def __init__(self, theme: Theme, lane: str, item: Item, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lane, self.item = lane, item
        self.placed: Placed | None = None
        self.setAccessibleName(timeline_lines.spoken(lane, item))
        self.setToolTip(timeline_lines.tip(item))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if item.record is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, placed: Placed, width: float) -> None:
        """Take the place that the layout gave."""
        self.placed = placed
        outside = _mirrored(placed.box, width, is_mirrored=self.isRightToLeft()).toAlignedRect()
        self.setGeometry(outside.adjusted(-EDGE, -EDGE, EDGE, EDGE))
        self.clearMask()
        if placed.text.y > 0:  # its words stand in the row below, where others may be beside them
            bar, words = (self._inner(one).toAlignedRect() for one in (placed.bar, placed.text))
            self.setMask(QRegion(bar.adjusted(-EDGE, -EDGE, EDGE, EDGE)).united(QRegion(words)))
        self.update()

    def _inner(self, box: Box) -> QRectF:
        width = self.placed.box.width if self.placed is not None else 0.0
        return _mirrored(box, width, is_mirrored=self.isRightToLeft()).translated(EDGE, EDGE)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        if self.placed is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        style = timeline_lines.style_of(self.item)
        if not self.placed.is_point:
            self._draw_bar(painter, self.placed, style)
        self._draw_words(painter, self.placed, style)
        if self.placed.icon is not None:
            at = self._inner(self.placed.icon).topLeft()
            name, side = style.icon, ICON
            if self.placed.is_point:
                name, side = style.point or style.icon, POINT
            ink = style.icon_ink
            if ink == "on-accent" and not self.placed.is_inside:
                ink = "accent"
            painter.drawPixmap(at, self._theme.pixmap(name, ink, side))
        self._draw_ring(painter, self.placed, style)
        painter.end()

    def _draw_bar(self, painter: QPainter, placed: Placed, style: timeline_lines.Style) -> None:
        bar, theme = self._inner(placed.bar), self._theme
        pen = QPen(theme.colour(style.edge), 1)
        if style.is_dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(theme.colour(style.fill))
        shape = bar.adjusted(1, 0.5, -1, -0.5)
        painter.save()
        if placed.is_open:  # the side without an end goes on beyond what is seen
            painter.setClipRect(bar)
            beyond = 2 * RADIUS + 2
            is_mirrored = self.isRightToLeft()
            shape.adjust(-beyond if is_mirrored else 0, 0, 0 if is_mirrored else beyond, 0)
        painter.drawRoundedRect(shape, RADIUS, RADIUS)
        painter.restore()

    def _draw_words(self, painter: QPainter, placed: Placed, style: timeline_lines.Style) -> None:
        theme, room = self._theme, self._inner(placed.text)
        ink = style.ink
        if not placed.is_inside:
            painter.fillRect(room.adjusted(-2, 2, 2, -2), theme.colour("surface"))
            ink = "text" if ink == "on-accent" else ink
        font = _font(theme, is_strong=style.is_strong)
        dots = Qt.TextElideMode.ElideRight
        said = QFontMetricsF(font).elidedText(placed.words, dots, room.width() + 1)
        sides = Qt.AlignmentFlag
        side = sides.AlignRight if self.isRightToLeft() else sides.AlignLeft
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        painter.drawText(room.adjusted(-1, 0, 1, 0), side | MIDDLE | PLAIN, said)

    def _draw_ring(self, painter: QPainter, placed: Placed, style: timeline_lines.Style) -> None:
        if self.hasFocus():
            pen, edge = QPen(self._theme.colour("focus"), 2), -1.0
        elif self.underMouse() and self.item.record is not None:
            pen, edge = QPen(self._theme.colour("line"), 1), -0.5
        else:
            return
        ring = self._inner(placed.bar)
        if placed.text.y == 0:
            ring = ring.united(self._inner(placed.text))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring.adjusted(edge, edge, -edge, -edge), RADIUS, RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in KEYS:
            self.stepped.emit(event.key())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.taken.emit()
        self.update()


class Today(QWidget):
    """The line over everything at the day of today."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("text"))
        painter.end()


class TimelineChart(QWidget):
    """Draws a timeline as wide as there is room, and as high as it needs there."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme, before: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._before = before  # where Tab comes from
        self._timeline: Timeline | None = None
        self._laid_out: tuple[int, int, bool] | None = None  # for which width, text and side
        self.plan: Plan | None = None
        self.items: list[ItemButton] = []
        self._line = Today(theme, self)
        self.setAccessibleName(_("Tijdlijn"))
        self.setAccessibleDescription(_(HOW))
        self.setMinimumWidth(NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place)

    def load(self, timeline: Timeline) -> None:
        """Show one client."""
        if timeline == self._timeline:
            return
        self._timeline, self._laid_out = timeline, None
        for one in self.items:
            one.hide()
            one.deleteLater()
        pairs = [(lane.title, item) for lane in timeline.lanes for item in lane.items]
        self.items = [ItemButton(self._theme, lane, item, self) for lane, item in pairs]
        before = self._before
        for n, one in enumerate(self.items):
            one.clicked.connect(partial(self._on_clicked, n))
            one.stepped.connect(partial(self._on_stepped, n))
            one.taken.connect(partial(self._on_taken, n))
            QWidget.setTabOrder(before, one)
            before = one
            one.show()
        self._on_taken(0)
        self._line.raise_()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(NARROWEST, self.height())

    def _place(self) -> None:
        """Lay out again where the width or the size of text is another."""
        wanted = (self.width(), self._theme.zoom, self.isRightToLeft())
        if self._timeline is None or wanted == self._laid_out:
            return
        self._laid_out = wanted
        plan = self.plan = place(self._timeline, float(self.width()), *self._measures())
        for one, placed in zip(self.items, plan.items, strict=True):
            one.put(placed, plan.width)
        top = plan.badge.y + plan.badge.height
        line = Box(plan.today - 1, top, 2, plan.height - top)
        at = _mirrored(line, plan.width, is_mirrored=self.isRightToLeft())
        self._line.setGeometry(at.toRect())
        self.setFixedHeight(round(plan.height))
        self.update()

    def _measures(self) -> tuple[Sizes, Measure]:
        px = self._theme.px
        plain, strong = (QFontMetricsF(_font(self._theme, is_strong=one)) for one in (False, True))

        def measure(words: str, is_strong: bool) -> float:
            return (strong if is_strong else plain).horizontalAdvance(words) + 1

        titles = [_(lane.title) for lane in self._timeline.lanes] if self._timeline else []
        widest = max((measure(one, True) for one in titles), default=0)
        sizes = Sizes(
            row=px(28),
            bar=px(24),
            icon=px(ICON),
            point=px(POINT),
            gap=px(8),
            head=px(34),
            column=max(px(136), widest + px(16)),
            narrow=px(560),
            least=px(6),
            badge=measure(_(TODAY), True) + px(16),
        )
        return sizes, measure

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """Lanes, marks and the word at today; the items paint themselves."""
        plan = self.plan
        if plan is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._draw_marks(painter, plan)
        self._draw_lanes(painter, plan)
        self._draw_badge(painter, plan)
        painter.end()

    def _draw_lanes(self, painter: QPainter, plan: Plan) -> None:
        theme, is_mirrored = self._theme, self.isRightToLeft()
        sides = Qt.AlignmentFlag
        side = sides.AlignRight if is_mirrored else sides.AlignLeft
        font = _font(theme, is_strong=True)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for one in plan.headings:
            painter.setPen(QPen(theme.colour("hair"), 1))
            painter.drawLine(QPointF(0, one.top), QPointF(plan.width, one.top))
            painter.setPen(theme.colour("text"))
            box = one.box._replace(width=metrics.horizontalAdvance(one.title) + theme.px(4))
            at = _mirrored(box, plan.width, is_mirrored=is_mirrored)
            painter.fillRect(at, theme.colour("surface"))
            painter.drawText(at, side | MIDDLE | PLAIN, one.title)

    def _draw_marks(self, painter: QPainter, plan: Plan) -> None:
        theme, is_mirrored = self._theme, self.isRightToLeft()
        sides = Qt.AlignmentFlag
        side = sides.AlignRight if is_mirrored else sides.AlignLeft
        for one in plan.marks:
            x = plan.width - one.x if is_mirrored else one.x
            painter.setPen(QPen(theme.colour("hair"), 1))
            painter.drawLine(QPointF(x, plan.marks_at + theme.px(20)), QPointF(x, plan.height))
            painter.setFont(_font(theme, is_strong=one.is_year))
            painter.setPen(theme.colour("text" if one.is_year else "muted"))
            box = Box(one.x + theme.px(5), plan.marks_at, theme.px(160), theme.px(24))
            at = _mirrored(box, plan.width, is_mirrored=is_mirrored)
            painter.drawText(at, side | MIDDLE | PLAIN, one.words)

    def _draw_badge(self, painter: QPainter, plan: Plan) -> None:
        theme = self._theme
        at = _mirrored(plan.badge, plan.width, is_mirrored=self.isRightToLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        painter.drawRoundedRect(at, RADIUS, RADIUS)
        painter.setFont(_font(theme, is_strong=True))
        painter.setPen(theme.colour("surface"))
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter | PLAIN, _(TODAY))

    def _on_clicked(self, at: int) -> None:
        record = self.items[at].item.record
        if record is not None:
            self.record_wanted.emit(record)

    def _on_taken(self, at: int) -> None:
        """Tab goes to one item only; the arrow keys go on from there."""
        focus = Qt.FocusPolicy
        for n, one in enumerate(self.items):
            one.setFocusPolicy(focus.StrongFocus if n == at else focus.ClickFocus)

    def _on_stepped(self, at: int, key: int) -> None:
        wanted = self.items[self._after(at, key)]
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(wanted)

    def _after(self, at: int, key: int) -> int:
        """Which item a key goes to: along the time, to the lane above or below, or to an end."""
        last, keys = len(self.items) - 1, Qt.Key
        forth, back = (keys.Key_Left, keys.Key_Right)[:: 1 if self.isRightToLeft() else -1]
        if key in (keys.Key_Home, keys.Key_End):
            return 0 if key == keys.Key_Home else last
        if key in (forth, back):
            return min(max(at + (1 if key == forth else -1), 0), last)
        lanes = list(dict.fromkeys(one.lane for one in self.items))
        wanted = lanes.index(self.items[at].lane) + (1 if key == keys.Key_Down else -1)
        if not 0 <= wanted < len(lanes):
            return at
        begin = self.items[at].item.begin.first
        near = [n for n, one in enumerate(self.items) if one.lane == lanes[wanted]]
        return min(near, key=lambda n: abs(self.items[n].item.begin.first - begin))
