"""What the pages of the Samen-scherm are put together from: words in two languages, big buttons.

A text is shown in the language of the client with the Dutch under it. Dutch runs from left to
right in every layout; names and numbers are isolated, so that they keep their own direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from eportfolio import settings, texts
from eportfolio.workspace import sentences as say
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import clear, column, icon, restyle, row, set_icon, text

SCRIPTS = ("NotoSansArabic", "NotoSansEthiopic")
ISOLATE, POP = "\u2068", "\u2069"
MOST_CIRCLES = 16
NEAR = 4  # pixels from the end of a page
SIZES = {"word": 48, "small": 28, "sentence": 36, "more": 20}  # of a sign, by the words beside it


def load_scripts() -> None:
    """Make the letters of the client languages known to Qt; the window itself needs none."""
    for name in SCRIPTS:
        for weight in ("Regular", "Bold"):
            file = settings.resource("fonts", f"{name}-{weight}.ttf")
            QFontDatabase.addApplicationFont(str(file))


def isolated(value: object) -> str:
    """A name or number that keeps its own direction inside a sentence."""
    return f"{ISOLATE}{value}{POP}"


def plain(words: str) -> str:
    """Without marks of direction: for whoever listens."""
    return words.replace(ISOLATE, "").replace(POP, "")


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None


class Lines(QWidget):
    """Lines that belong together: under each other, or on one row."""

    def __init__(self, labels: Sequence[QLabel], *, is_row: bool = False) -> None:
        super().__init__()
        self.labels = tuple(labels)
        self.setLayout(row(*labels, space=16) if is_row else column(*labels, space=2))


class Voice:
    """The words of one talk: the client's language, and Dutch under it."""

    def __init__(self, theme: Theme, words: texts.Words) -> None:
        self.theme = theme
        self.words = words

    @property
    def is_dutch(self) -> bool:
        """Whether one language is enough."""
        return self.words.language == texts.DUTCH

    @property
    def right_to_left(self) -> bool:
        """Which way the page runs."""
        return self.words.right_to_left

    def own(self, dutch: str, **facts: object) -> str:
        """A sentence in the client's language."""
        return self.words.phrase(dutch, **{name: isolated(one) for name, one in facts.items()})

    def dutch(self, dutch: str, **facts: object) -> str:
        """The same in Dutch."""
        filled = {name: isolated(one) for name, one in facts.items()}
        return dutch.format_map(filled) if filled else dutch

    def name(self, dutch: str, **facts: object) -> str:
        """Both, for whoever listens."""
        own, under = plain(self.own(dutch, **facts)), plain(self.dutch(dutch, **facts))
        return own if own == under else f"{own} · {under}"

    def day(self, iso: str) -> str:
        """A date in the client's language, in the words of the paper, and in Western digits. One
        that is known in part stands as it is."""
        found = _day(iso)
        if found is None:
            return isolated(shown_date(iso, str))
        long = self.words.day(found)
        return long if self.is_dutch else f"{long} ({isolated(f'{found:%d-%m-%Y}')})"

    def dutch_day(self, iso: str) -> str:
        """The same in Dutch."""
        found = _day(iso)
        dutch = texts.words(texts.CLIENT, texts.DUTCH)
        return dutch.day(found) if found is not None else isolated(shown_date(iso, str))

    def until(self, sentence: str, iso: str) -> tuple[str, str]:
        """A sentence with a date, each in its own language."""
        return self.own(sentence, date=self.day(iso)), self.dutch(
            sentence, date=self.dutch_day(iso)
        )

    def line(self, words: str, kind: str, *, dutch: bool = False, wrap: bool = True) -> QLabel:
        """One line in one of the two languages."""
        label = text(words, wrap=wrap)
        label.setProperty("client", f"dutch-{kind}" if dutch else kind)
        sides, side = Qt.LayoutDirection, Qt.AlignmentFlag
        own = not dutch and not self.is_dutch
        runs = sides.RightToLeft if own and self.right_to_left else sides.LeftToRight
        label.setLayoutDirection(runs)
        if self.right_to_left:  # Qt goes by the letters: a name would stand on the other side
            label.setAlignment(side.AlignRight | side.AlignAbsolute | side.AlignVCenter)
        return label

    def both(self, dutch: str, kind: str = "sentence", **facts: object) -> QWidget:
        """A sentence with the Dutch under it."""
        return self.pair(self.own(dutch, **facts), self.dutch(dutch, **facts), kind)

    def beside(self, own: str, dutch: str, kind: str) -> QWidget:
        """Two lines on one row: the Dutch at the end, under it where there is no room."""
        holder = QWidget()
        first = self.line(own, kind)
        layout = row(first, space=16)
        layout.setStretch(0, 1)
        if dutch != own:
            layout.addWidget(self.line(dutch, kind, dutch=True), 1)
        holder.setLayout(layout)
        return holder

    def pair(self, own: str, dutch: str, kind: str = "sentence", *, wrap: bool = True) -> Lines:
        """Two lines under each other; one where they are the same."""
        lines = [self.line(own, kind, wrap=wrap)]
        if dutch != own:
            lines.append(self.line(dutch, kind, dutch=True, wrap=wrap))
        return Lines(lines, is_row=kind == "more")


class ChoiceButton(QPushButton):
    """A big button: a sign and a word in two languages. Never a default, never chosen before."""

    def __init__(
        self,
        voice: Voice,
        words: tuple[str, str],
        pressed: Callable[[], object],
        sign: str = "",
        *,
        ink: str = "text",
        kind: str = "word",
        upright: bool = False,
        wide: bool = False,
    ) -> None:
        super().__init__()
        own, dutch = words
        self._theme, self._sign, self._ink = voice.theme, sign, ink
        self._kind, self._is_upright = kind, upright
        self.setProperty("client", "choice")
        self.setProperty("plain", kind == "more")
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setAccessibleName(plain(own if own == dutch else f"{own} · {dutch}"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wide)
        self.setSizePolicy(policy)
        said = self._said = voice.pair(own, dutch, kind, wrap=wide)
        self._picture = icon(voice.theme, sign, ink, SIZES.get(kind, 28)) if sign else None
        parts: list[QWidget] = [said] if self._picture is None else [self._picture, said]
        if upright:
            inside: QBoxLayout = column(None, *parts, None, space=4)
            for part in parts:
                inside.setAlignment(part, Qt.AlignmentFlag.AlignCenter)
            for label in said.labels:
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        elif wide:
            inside = row(*parts, space=16)
            inside.setStretch(len(parts) - 1, 1)
        else:
            inside = row(None, *parts, None, space=16)
        self.setLayout(inside)
        self._box = inside
        self._set_margins(kind)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(pressed)

    def make_small(self, *, is_small: bool) -> None:
        """Less high, where the window is low for this size of text."""
        kind = "small" if is_small else self._kind
        for label, prefix in zip(self._said.labels, ("", "dutch-"), strict=False):
            label.setProperty("client", prefix + kind)
            restyle(label)
        if self._picture is not None:
            set_icon(self._theme, self._picture, self._sign, self._ink, SIZES.get(kind, 28))
        if self._is_upright:
            way = QBoxLayout.Direction
            self._box.setDirection(way.LeftToRight if is_small else way.TopToBottom)
            self._box.setSpacing(self._theme.px(8) if is_small else 4)
        self._set_margins(kind, is_small=is_small)
        self.updateGeometry()

    def _set_margins(self, kind: str, *, is_small: bool = False) -> None:
        side = self._theme.px(20 if kind == "word" else 14) // (2 if is_small else 1)
        over = 0 if kind == "more" else side // 2 + (0 if is_small else 4)
        self._box.setContentsMargins(side, over, side, over)

    def _inside(self) -> QLayout:
        found = self.layout()
        if found is None:
            raise RuntimeError("a button without a layout")
        return found

    def sizeHint(self) -> QSize:  # noqa: N802
        return self._inside().totalSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._inside().totalMinimumSize()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return self._inside().hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._inside().totalHeightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter does what Space does, on the button that has the keyboard only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Choices(QWidget):
    """The way back, and answers of equal size: beside each other, or in rows of equal cells where
    there is no room."""

    def __init__(
        self, theme: Theme, back: ChoiceButton | None, answers: Sequence[ChoiceButton]
    ) -> None:
        super().__init__()
        self._theme, self._back, self._answers = theme, back, tuple(answers)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(20))
        self._rows = 0
        self.make_small(is_small=False)

    @property
    def _parts(self) -> list[ChoiceButton]:
        """Answers first: in rows, yes and no stand beside each other."""
        return [*self._answers, *([self._back] if self._back is not None else [])]

    def make_small(self, *, is_small: bool) -> None:
        """Less high, where the window is low for this size of text."""
        theme = self._theme
        for one in self._parts:
            one.setMinimumSize(0, 0)
            one.make_small(is_small=is_small)
        self._grid.setSpacing(theme.px(8 if is_small else 20))
        self._wide = max((one.sizeHint().width() for one in self._answers), default=0)
        high = max((one.sizeHint().height() for one in self._answers), default=0)
        self._high = max(high, 0 if is_small else theme.px(96))
        for one in self._answers:
            one.setMinimumSize(self._wide, self._high)
        back_wide = self._back.sizeHint().width() if self._back is not None else 0
        self._needed = back_wide + (self._wide + self._grid.spacing()) * len(self._answers)
        if self._back is not None:
            self._back.setMinimumWidth(min(theme.px(150), max(back_wide, 1)))
            self._high = max(self._high, self._back.sizeHint().height())
        self._rows = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One of them must fit; the rest goes under it."""
        wide = max((one.minimumSizeHint().width() for one in self._parts), default=0)
        return QSize(wide, super().minimumSizeHint().height())

    def height_at(self, width: int) -> int:
        """How high they are when they have this width."""
        rows = self._rows_at(width)
        return rows * self._high + (rows - 1) * self._grid.spacing()

    def _rows_at(self, width: int) -> int:
        parts = self._parts
        if width <= 0 or width >= self._needed or not parts:
            return 1
        gap = self._grid.spacing()
        cell = max(one.sizeHint().width() for one in parts)
        across = max(1, min((width + gap) // (cell + gap), len(parts) - 1))
        return -(-len(parts) // across)

    def _arrange(self) -> None:
        rows, parts = self._rows_at(self.width()), self._parts
        if rows == self._rows:
            return
        self._rows = rows
        for one in parts:
            self._grid.removeWidget(one)
        is_row = rows == 1
        if is_row and self._back is not None:  # the way back stands first there, and is smaller
            parts = [self._back, *self._answers]
        across = -(-len(parts) // rows)
        for n, one in enumerate(parts):
            self._grid.addWidget(one, n // across, n % across)
        for n in range(len(self._parts) + 1):
            grows = n < across and not (is_row and n == 0 and self._back is not None)
            self._grid.setColumnStretch(n, 1 if grows else 0)
        if not self._answers:
            self._grid.setColumnStretch(1, 1)


class Beside(QWidget):
    """Sheets beside each other, under each other where there is no room."""

    def __init__(self, parts: Sequence[tuple[QWidget, int]], least: int) -> None:
        super().__init__()
        self._least = least
        self._parts = [part for part, _stretch in parts]
        self._all = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._all.setContentsMargins(0, 0, 0, 0)
        self._all.setSpacing(20)
        for part, stretch in parts:
            self._all.addWidget(part, stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        is_narrow = self.width() < self._least
        self._all.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As wide as the widest of them."""
        size = super().minimumSizeHint()
        size.setWidth(max(one.minimumSizeHint().width() for one in self._parts))
        return size


class Steps(QWidget):
    """How far the talk is: a circle for each page, or a bar where there is no room for them."""

    def __init__(self, theme: Theme, number: int, total: int, name: str) -> None:
        super().__init__()
        self._theme, self._number, self._total = theme, number, total
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.px(32))
        self.setMinimumWidth(theme.px(120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._theme.px(40) * self._total, self._theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, gap = self._theme.px(30), self._theme.px(9)
        if self._total <= MOST_CIRCLES and (side + gap) * self._total <= self.width():
            self._circles(painter, side, gap)
        else:
            self._bar(painter)
        painter.end()

    def _circles(self, painter: QPainter, side: int, gap: int) -> None:
        theme = self._theme
        for n in range(1, self._total + 1):
            left = (n - 1) * (side + gap)
            x = self.width() - left - side - 1 if self.isRightToLeft() else left + 1
            is_now, is_done = n == self._number, n < self._number
            ground = "accent" if is_now else "neutral-soft" if is_done else "surface"
            painter.setPen(QPen(theme.colour("accent" if is_now else "line"), 1))
            painter.setBrush(theme.colour(ground))
            painter.drawEllipse(x, 1, side - 2, side - 2)
            if is_done:
                size = theme.px(16)
                place = (x + (side - 2 - size) // 2, 1 + (side - 2 - size) // 2)
                painter.drawPixmap(*place, size, size, theme.pixmap("check", "text", 16))
                continue
            painter.setPen(theme.colour("on-accent" if is_now else "muted"))
            painter.setFont(theme.font(13))
            centre = int(Qt.AlignmentFlag.AlignCenter)
            painter.drawText(x, 1, side - 2, side - 2, centre, str(n))

    def _bar(self, painter: QPainter) -> None:
        theme = self._theme
        high, y = theme.px(10), (self.height() - theme.px(10)) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hair"))
        painter.drawRoundedRect(0, y, self.width(), high, high / 2, high / 2)
        done = self.width() * self._number // max(self._total, 1)
        painter.setBrush(theme.colour("accent"))
        x = self.width() - done if self.isRightToLeft() else 0
        painter.drawRoundedRect(x, y, done, high, high / 2, high / 2)


def table(*parts: Any, space: int = 12, margin: int = 22) -> QWidget:
    """A white sheet on the page."""
    frame = QFrame()
    frame.setProperty("table", True)
    layout = column(*parts, space=space)
    layout.setContentsMargins(margin, margin - 4, margin, margin - 4)
    frame.setLayout(layout)
    return frame


class MorePart(QWidget):
    """Says that a page goes on under what is in sight, and shows it when it is pressed."""

    def __init__(self, theme: Theme, area: QScrollArea) -> None:
        super().__init__()
        self._theme, self._area = theme, area
        self._line = row(space=0)
        self._line.setContentsMargins(40, 2, 40, 2)
        self.setLayout(self._line)
        self._button: QPushButton | None = None
        bar = area.verticalScrollBar()
        bar.rangeChanged.connect(self._show)
        bar.valueChanged.connect(self._show)
        self.hide()

    def say(self, voice: Voice) -> None:
        """For a new page, in its language."""
        clear(self._line)
        self.hide()
        words = (voice.own(say.MORE), say.MORE)
        made = self._button = ChoiceButton(voice, words, self._on, "arrow-down", kind="more")
        policy = made.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        made.setSizePolicy(policy)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the page itself moves with the keys
        self._line.addWidget(made)

    def _on(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep() * 4 // 5)

    def _show(self) -> None:
        bar = self._area.verticalScrollBar()
        if bar.maximum() > 0 and self.isHidden():
            self.show()
        if self._button is not None:
            self._button.setVisible(bar.value() < bar.maximum() - NEAR)
