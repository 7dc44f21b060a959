"""A pad to sign on with a mouse, a pen or a finger. The picture is made in memory only.

Lines are kept in units of the paper and not of the screen, so what comes out does not depend on
the size of the pad, of the text or on the colours. Paper is white and ink dark in every look.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fields import Editor
from ui.form_spec import Spec
from ui.theme import LIGHT, Theme
from ui.widgets import Flow, announce, button, column, row, text
from ui.words import N_, _, _many

PAPER = (1000, 360)  # units
BASE = 0.78  # where the dashed line is, of the height
INDENT = 60
MARGIN = 40
PICTURE = (1000, 500)  # pixels, at most
DOTS_PER_METRE = 11811  # 300 in an inch
SHORTEST = 60.0  # units of ink; less is a dot, not a signature
THIN, THICK = 2.5, 5.0  # units of ink without pressure, and what pressure adds
STEP = 1.5  # units; what is nearer to the place before is not kept
WEIGHTS = 16  # widths that are told apart
EVEN = 0.5  # the pressure of what has none
PAD_WIDTH = 600  # pixels at any size of text, so that it fits a small screen
EMPTY = N_("Het vak is leeg.")
OTHERWISE = N_(
    "Kan of wil de cliënt niet tekenen? Kies dan hierboven een andere manier: een blad met scan, "
    "een kruisje met getuige, of gezegd met getuige. Dat telt even goed."
)


class Dot(NamedTuple):
    """A place on the paper, and how hard the pen was pressed there (0 to 1)."""

    x: float
    y: float
    weight: float


Stroke = list[Dot]


class SignaturePad(QWidget):
    """White paper with a dashed line."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.strokes: list[Stroke] = []
        self._finger: int | None = None  # the first one that touched; a palm draws nothing
        self._is_drawing = False
        self.setAccessibleName(name)
        self.setAccessibleDescription(_(EMPTY))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(PAD_WIDTH)
        theme.changed.connect(self.update)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(width * PAPER[1] / PAPER[0])

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(PAD_WIDTH, self.heightForWidth(PAD_WIDTH))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, self.heightForWidth(240))

    @property
    def is_signed(self) -> bool:
        """Whether there is more than a dot."""
        return sum(map(_length, self.strokes)) >= SHORTEST

    def clear(self) -> None:
        """Take all of it away."""
        self._drop(0)

    def undo(self) -> None:
        """Take the last stroke away."""
        self._drop(len(self.strokes) - 1)

    def png(self) -> bytes:
        """The signature, black on white; nothing while it is not signed."""
        if not self.is_signed:
            return b""
        dots = [one for stroke in self.strokes for one in stroke]
        left, top = min(one.x for one in dots) - MARGIN, min(one.y for one in dots) - MARGIN
        wide = max(one.x for one in dots) + MARGIN - left
        high = max(one.y for one in dots) + MARGIN - top
        scale = min(PICTURE[0] / wide, PICTURE[1] / high)
        image = QImage(round(wide * scale), round(high * scale), QImage.Format.Format_RGB32)
        image.setDotsPerMeterX(DOTS_PER_METRE)
        image.setDotsPerMeterY(DOTS_PER_METRE)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.scale(scale, scale)
        painter.translate(-left, -top)
        _draw(painter, self.strokes, QColor(Qt.GlobalColor.black))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.convertToFormat(QImage.Format.Format_Grayscale8).save(buffer, "PNG")  # type: ignore[call-overload]
        buffer.close()
        return bytes(data.data())

    def _drop(self, first: int) -> None:
        if self.strokes:
            self._is_drawing = False
            del self.strokes[max(0, first) :]
            self._tell()

    def _tell(self) -> None:
        count = _many("{number} streep", "{number} strepen", len(self.strokes))
        self.setAccessibleDescription(
            _("Er staat {count} op.").format(count=count) if self.strokes else _(EMPTY)
        )
        self.update()
        self.changed.emit()

    def _view(self) -> tuple[float, QPointF]:
        """The scale at which the paper is shown, and where its corner is."""
        scale = max(min(self.width() / PAPER[0], self.height() / PAPER[1]), 1e-6)
        rest = QPointF(self.width() - scale * PAPER[0], self.height() - scale * PAPER[1])
        return scale, rest / 2

    def _begin(self, at: QPointF, weight: float = EVEN) -> None:
        self._is_drawing = True
        self.strokes.append([self._dot(at, weight)])
        self.update()

    def _go_on(self, at: QPointF, weight: float = EVEN) -> None:
        if not self._is_drawing:
            return
        dot, stroke = self._dot(at, weight), self.strokes[-1]
        if math.dist(dot[:2], stroke[-1][:2]) >= STEP:
            stroke.append(dot)
            self.update()

    def _end(self) -> None:
        if self._is_drawing:
            self._is_drawing = False
            self._tell()

    def _dot(self, at: QPointF, weight: float) -> Dot:
        scale, corner = self._view()
        spot = (at - corner) / scale
        return Dot(
            max(0.0, min(float(PAPER[0]), spot.x())),
            max(0.0, min(float(PAPER[1]), spot.y())),
            round(max(0.0, min(1.0, weight)) * WEIGHTS) / WEIGHTS,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """A pen; one that knows no pressure draws an even line."""
        weight = event.pressure() or EVEN
        match event.type():
            case QEvent.Type.TabletPress:
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._begin(event.position(), weight)
            case QEvent.Type.TabletMove:
                self._go_on(event.position(), weight)
            case QEvent.Type.TabletRelease:
                if self._is_drawing:  # a pen that is lifted presses no more
                    self._go_on(event.position(), self.strokes[-1][-1].weight)
                self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Fingers come as touches."""
        if isinstance(event, QTouchEvent):
            self._on_touch(event)
            event.accept()
            return True
        return super().event(event)

    def _on_touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self._finger = None
            if self._is_drawing:
                self.undo()
            return
        for point in event.points():
            if point.state() == QEventPoint.State.Pressed and self._finger is None:
                self._finger = point.id()
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self._begin(point.position())
            elif point.id() == self._finger:
                self._go_on(point.position())
                if point.state() == QEventPoint.State.Released:
                    self._finger = None
                    self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Backspace and Delete do what the buttons do."""
        match event.key():
            case Qt.Key.Key_Backspace:
                self.undo()
            case Qt.Key.Key_Delete:
                self.clear()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_invalid = bool(self.property("invalid"))
        edge = "focus" if self.hasFocus() else "neg" if is_invalid else "line"
        width = 1 if edge == "line" else 2
        painter.setPen(QPen(self._theme.colour(edge), width))
        painter.setBrush(QColor(LIGHT["surface"]))
        inside = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, 6, 6)
        scale, corner = self._view()
        painter.translate(corner)
        painter.scale(scale, scale)
        dashed = QPen(QColor(LIGHT["line"]), 1, Qt.PenStyle.DashLine)
        dashed.setCosmetic(True)
        painter.setPen(dashed)
        y = PAPER[1] * BASE
        painter.drawLine(QPointF(INDENT, y), QPointF(PAPER[0] - INDENT, y))
        _draw(painter, self.strokes, QColor(LIGHT["text"]))
        painter.end()


def _weight(stroke: Stroke, n: int) -> float:
    return stroke[n].weight


def _length(stroke: Stroke) -> float:
    return sum(math.dist(one[:2], other[:2]) for one, other in pairwise(stroke))


def _draw(painter: QPainter, strokes: Sequence[Stroke], ink: QColor) -> None:
    """Lines that bend through the middles between the places where the pen was seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(ink)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    for stroke in strokes:
        places = [QPointF(one.x, one.y) for one in stroke]
        ends = [places[0], *((a + b) / 2 for a, b in pairwise(places)), places[-1]]
        for weight, run in groupby(range(len(places)), partial(_weight, stroke)):
            found = list(run)
            path = QPainterPath(ends[found[0]])
            for n in found:
                path.quadTo(places[n], ends[n + 1])
            pen.setWidthF(THIN + THICK * weight)
            painter.setPen(pen)
            if len(places) == 1:
                painter.drawPoint(places[0])
            else:
                painter.drawPath(path)


class SignatureEditor(Editor):
    """The pad with its buttons, and the ways for who does not draw. Its value is a PNG."""

    def __init__(self, theme: Theme, spec: Spec) -> None:
        super().__init__(spec)
        self.pad = SignaturePad(theme, _("{title}: tekenvak").format(title=spec.title))
        self.pad.changed.connect(self._on_drawn)
        self.undo_button = button(theme, _("Laatste streep weg"), self._on_undo, "undo", small=True)
        self.clear_button = button(theme, _("Wissen"), self._on_clear, "x", small=True)
        tools = Flow(8)
        for one in (self.undo_button, self.clear_button):
            one.setEnabled(False)
            tools.addWidget(one)
        held = row(self.pad, None)  # a maximum counts in a row only
        held.setStretch(0, 100)
        self.setLayout(column(held, tools, text(_(OTHERWISE), "help", wrap=True), space=8))
        self._first = self.pad

    @property
    def is_touched(self) -> bool:
        """Whether there is anything on it."""
        return bool(self.pad.strokes)

    def _on_drawn(self) -> None:
        for one in (self.undo_button, self.clear_button):
            one.setEnabled(bool(self.pad.strokes))
        self._touch()

    def _on_undo(self) -> None:
        self.pad.setFocus()  # before the button that has it is greyed
        self.pad.undo()
        announce(self.pad, self.pad.accessibleDescription())

    def _on_clear(self) -> None:
        self.pad.setFocus()
        self.pad.clear()
        announce(self.pad, _(EMPTY))

    def _show(self, value: Any) -> None:
        self.pad.clear()

    def _read(self) -> Any:
        return self.pad.png() or None
