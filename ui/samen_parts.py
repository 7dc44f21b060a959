"""What the pages of the Samen-scherm are put together from: words in two languages, big buttons.

A text is shown in the language of the client with the Dutch under it. Dutch runs from left to
right in every layout; names and numbers are isolated, so that they keep their own direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QFontDatabase, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from eportfolio import settings, texts
from ui.theme import Theme
from ui.widgets import column, icon, row, text

SCRIPTS = ("NotoSansArabic", "NotoSansEthiopic")
ISOLATE, POP = "\u2068", "\u2069"
# Qt knows Dari as Persian in Afghanistan.
LOCALES = {"prs": "fa_AF"}
MOST_CIRCLES = 16


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
        """A date in the client's language, and in Western digits."""
        day = QDate.fromString(iso, Qt.DateFormat.ISODate)
        digits = day.toString("dd-MM-yyyy")
        language = self.words.language
        if self.is_dutch:
            return QLocale("nl_NL").toString(day, "d MMMM yyyy")
        long = QLocale(LOCALES.get(language, language)).toString(day, "d MMMM yyyy")
        return f"{long} ({isolated(digits)})"

    def until(self, sentence: str, iso: str) -> tuple[str, str]:
        """A sentence with a date, each in its own language."""
        dutch = Voice(self.theme, texts.words(texts.CLIENT, texts.DUTCH))
        return self.own(sentence, date=self.day(iso)), dutch.own(sentence, date=dutch.day(iso))

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

    def pair(self, own: str, dutch: str, kind: str = "sentence", *, wrap: bool = True) -> QWidget:
        """Two lines under each other; one where they are the same."""
        lines = [self.line(own, kind, wrap=wrap)]
        if dutch != own:
            lines.append(self.line(dutch, kind, dutch=True, wrap=wrap))
        holder = QWidget()
        holder.setLayout(column(*lines, space=2))
        return holder


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
        self.setProperty("client", "choice")
        self.setAutoDefault(False)
        self.setDefault(False)
        self.setAccessibleName(plain(own if own == dutch else f"{own} · {dutch}"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wide)
        self.setSizePolicy(policy)
        said = voice.pair(own, dutch, kind, wrap=wide)
        sizes = {"word": 48, "small": 28, "sentence": 36}
        parts: list[QWidget | None] = []
        if sign:
            parts.append(icon(voice.theme, sign, ink, sizes.get(kind, 28)))
        parts.append(said)
        centre = Qt.AlignmentFlag.AlignHCenter
        if upright:
            inside: QBoxLayout = column(None, *parts, None, space=4)
            for part in parts:
                inside.setAlignment(part, centre)  # type: ignore[arg-type]
            for label in said.findChildren(QLabel):
                label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        elif wide:
            inside = row(*parts, space=16)
            inside.setStretch(len(parts) - 1, 1)
        else:
            inside = row(None, *parts, None, space=16)
        side = voice.theme.px(20 if kind == "word" else 14)
        inside.setContentsMargins(side, side // 2 + 4, side, side // 2 + 4)
        self.setLayout(inside)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(pressed)

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
    """The way back, and answers of equal size: beside each other, or under each other where there
    is no room."""

    def __init__(self, theme: Theme, back: QWidget | None, answers: Sequence[QWidget]) -> None:
        super().__init__()
        self._back, self._answers = back, answers
        self._all = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._all.setContentsMargins(0, 0, 0, 0)
        self._all.setSpacing(theme.px(20))
        if back is not None:
            self._all.addWidget(back)
        for one in answers:
            self._all.addWidget(one)
        if not answers:
            self._all.addStretch(1)
        wide = max((one.sizeHint().width() for one in answers), default=0)
        high = max((one.sizeHint().height() for one in answers), default=0)
        for one in answers:
            one.setMinimumSize(wide, max(high, theme.px(96)))
        back_wide = back.sizeHint().width() if back is not None else 0
        self._needed = back_wide + (wide + theme.px(20)) * len(answers)
        if back is not None:
            back.setMinimumWidth(min(theme.px(150), max(back_wide, 1)))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One of them must fit; the rest goes under it."""
        parts = [one for one in (self._back, *self._answers) if one is not None]
        wide = max((one.minimumSizeHint().width() for one in parts), default=0)
        return QSize(wide, super().minimumSizeHint().height())

    def height_at(self, width: int) -> int:
        """How high they are when they have this width."""
        parts = [one for one in (self._back, *self._answers) if one is not None]
        heights = [max(one.minimumHeight(), one.sizeHint().height()) for one in parts]
        is_narrow = width < self._needed
        return sum(heights) + self._all.spacing() * len(heights) if is_narrow else max(heights)

    def _arrange(self) -> None:
        way = QBoxLayout.Direction
        is_narrow = 0 < self.width() < self._needed
        self._all.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        for one in self._answers:
            self._all.setStretchFactor(one, 0 if is_narrow else 1)


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
