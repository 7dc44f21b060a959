"""Small building blocks that every screen is put together from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Theme

TOAST_MS = 8000
K = TypeVar("K", bound=Hashable)
Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


def set_icon(theme: Theme, widget: QWidget, name: str, ink: str = "text", size: int = 20) -> None:
    """Give a button or label an icon that follows the theme."""
    widget.setProperty("icon_name", name)
    widget.setProperty("icon_token", ink)
    widget.setProperty("icon_size", size)
    theme.dress(widget)


def icon(theme: Theme, name: str, ink: str = "muted", size: int = 20) -> QLabel:
    """An icon that stands beside words; it says nothing by itself."""
    label = QLabel()
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    set_icon(theme, label, name, ink, size)
    return label


def square(theme: Theme, label: QLabel, side: int, kind: str) -> QLabel:
    """A label as a square of a fixed side: a logo, a step, somebody's initials."""
    label.setProperty(kind, label.property(kind) or True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    theme.size(label, fixedWidth=side, fixedHeight=side)
    return label


def text(words: str, kind: str = "", *, wrap: bool = False) -> QLabel:
    """Plain words in one of the types of the style sheet."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if kind:
        label.setProperty("type", kind)
    return label


def badge(words: str, role: str = "neutral") -> QLabel:
    """A short state: one word or two on a soft ground."""
    label = text(words)
    label.setProperty("badge", role)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return label


def button(
    theme: Theme,
    words: str,
    pressed: Callable[[], object],
    icon_name: str = "",
    *,
    look: str = "",
    small: bool = False,
) -> QPushButton:
    """A button; `look` is `primary`, `plain` or `danger`, or empty for the ordinary kind."""
    made = QPushButton(f" {words}" if icon_name else words)
    made.setAccessibleName(words.replace("&", ""))
    made.setAutoDefault(False)
    if look:
        made.setProperty(look, True)
    if small:
        made.setProperty("compact", True)
    if icon_name:
        token = {"primary": "on-accent", "plain": "accent"}.get(look, "text")
        set_icon(theme, made, icon_name, token)
    made.clicked.connect(pressed)
    return made


def card() -> QFrame:
    """A white sheet with a thin border."""
    frame = QFrame()
    frame.setProperty("card", True)
    return frame


def hair() -> QFrame:
    """A thin line between rows."""
    frame = QFrame()
    frame.setProperty("hair", True)
    return frame


def keycap(words: str) -> QLabel:
    """A key as it is printed on the keyboard."""
    label = text(words)
    label.setProperty("keycap", True)
    return label


def restyle(widget: QWidget) -> None:
    """Let a changed property show."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def row(*items: QWidget | QLayout | int | None, space: int = 12) -> QHBoxLayout:
    """Things beside each other; a number is a gap, None takes all that is left."""
    layout = QHBoxLayout()
    return _filled(layout, items, space)


def column(*items: QWidget | QLayout | int | None, space: int = 12) -> QVBoxLayout:
    """Things under each other; a number is a gap, None takes all that is left."""
    layout = QVBoxLayout()
    return _filled(layout, items, space)


def _filled(layout: Box, items: tuple[QWidget | QLayout | int | None, ...], space: int) -> Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(space)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def tab_to_chosen(group: QButtonGroup, *_toggled: object) -> None:
    """Tab comes to the one of several that is chosen, as Qt itself does after the first time."""
    for one in group.buttons():
        policy = Qt.FocusPolicy.StrongFocus if one.isChecked() else Qt.FocusPolicy.ClickFocus
        one.setFocusPolicy(policy)


def segments(
    about: str, words: Mapping[K, str], chosen: Callable[[K], None]
) -> tuple[QHBoxLayout, dict[K, QPushButton]]:
    """Buttons of which one can be down, side by side; `about` is said before each."""
    layout, buttons = row(space=0), {}
    for key, said in words.items():
        made = QPushButton(said)
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setProperty("segment", True)
        made.setAccessibleName(f"{about}: {said}")
        made.clicked.connect(lambda _, key=key: chosen(key))
        layout.addWidget(made)
        buttons[key] = made
    layout.addStretch(1)
    return layout, buttons


def stacked(parts: Sequence[QWidget]) -> QVBoxLayout:
    """Parts under each other, with a thin line between."""
    layout = column(space=0)
    for n, one in enumerate(parts):
        if n:
            layout.addWidget(hair())
        layout.addWidget(one)
    return layout


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and drop it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def scrolled(content: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """Content that scrolls up and down only."""
    area = area or QScrollArea()
    content.setProperty("scrolled", True)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def see_top(area: QScrollArea, widget: QWidget, margin: int = 24) -> None:
    """Scroll to a widget; of one that is higher than the view its top is seen."""
    content = area.widget()
    if content is None:
        return
    top = widget.mapTo(content, widget.rect().topLeft()).y()
    area.ensureVisible(0, top + min(widget.height(), area.viewport().height()), 0, margin)
    area.ensureVisible(0, top, 0, margin)


def announce(widget: QWidget, words: str) -> None:
    """Say something to whoever listens instead of looks."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class ButtonedLine(QLineEdit):
    """A line of text with a small button inside, at its end."""

    def __init__(self) -> None:
        super().__init__()
        self._tool: QToolButton | None = None

    def add_tool(self, theme: Theme, icon_name: str, words: str) -> QToolButton:
        """Put the button in."""
        tool = QToolButton(self)
        tool.setAccessibleName(words)
        tool.setToolTip(words)
        tool.setCursor(Qt.CursorShape.ArrowCursor)
        set_icon(theme, tool, icon_name, "accent", 20)
        self._tool = tool
        theme.changed.connect(self._place)
        return tool

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if self._tool is None:
            return
        side = max(24, self.height() - 8)
        left = 4 if self.isRightToLeft() else self.width() - side - 4
        self._tool.setGeometry(left, (self.height() - side) // 2, side, side)
        margins = (side, 0) if self.isRightToLeft() else (0, side)
        self.setTextMargins(margins[0], 0, margins[1], 0)


class Banner(QFrame):
    """One sentence that matters, above what it is about. Hidden while there is nothing to say.
    `action`: what can be done about it."""

    def __init__(
        self,
        theme: Theme,
        role: str = "info",
        icon_name: str = "info",
        action: QPushButton | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("banner", role)
        self._words = text("", wrap=True)
        token = "accent" if role == "info" else role
        layout = row(column(icon(theme, icon_name, token, 24), None), self._words)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setStretch(1, 1)
        if action is not None:
            layout.addWidget(action)
        self.setLayout(layout)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text() if not self.isHidden() else ""

    def say(self, words: str) -> None:
        """Show a sentence, or nothing for an empty one."""
        self._words.setText(words)
        self.setVisible(bool(words))
        if words:
            announce(self, words)


class Empty(QWidget):
    """What belongs here, why, and one button."""

    def __init__(
        self, theme: Theme, icon_name: str, title: str, why: str, action: QPushButton | None = None
    ) -> None:
        super().__init__()
        heading, reason = text(title, "section"), text(why, "muted", wrap=True)
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.size(reason, maximumWidth=420)
        # A maximum counts in a row only: a column takes its own width for how high text becomes.
        middle = row(None, reason, None)
        middle.setStretch(1, 100)
        picture = icon(theme, icon_name, "muted", 40)
        inner = column(row(None, picture, None), heading, middle, space=8)
        if action is not None:
            inner.addSpacing(8)
            inner.addLayout(row(None, action, None))
        outer = column(None, inner, None)
        outer.setContentsMargins(24, 32, 24, 32)
        self.setLayout(outer)


class Toast(QFrame):
    """What just happened, above the footer, for eight seconds; it stays while it is looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("toast", True)
        self._words = text("")
        layout = row(self._words)
        layout.setContentsMargins(16, 12, 16, 12)
        self.setLayout(layout)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._on_time)
        self.hide()

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text() if self.isVisible() else ""

    def say(self, words: str) -> None:
        """Show it."""
        self._words.setText(words)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, words)

    def event(self, event: QEvent) -> bool:
        """As large as its words, also when the size of text changes."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjustSize()
            self.place()
        return done

    def place(self) -> None:
        """Right above the bottom of what it lies on."""
        parent = self.parentWidget()
        if parent is not None:
            middle = (parent.width() - self.width()) // 2  # clear of the buttons at both ends
            self.move(middle, parent.height() - self.height() - 16)

    def _on_time(self) -> None:
        if self.underMouse():
            self._timer.start()
        else:
            self.hide()


def _is_put_away(widget: QWidget | None) -> bool:
    """Hidden on purpose, and not just because nothing is shown yet."""
    explicit = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
    return widget is not None and widget.isHidden() and widget.testAttribute(explicit)


class Flow(QLayout):
    """Things beside each other that go on in the next row where there is no room. `parted`: what
    follows the first stands at the other end of its row."""

    def __init__(self, space: int = 20, *, parted: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._parted = parted
        self.setSpacing(space)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        rows: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if _is_put_away(item.widget()):
                continue
            size = item.sizeHint()
            if not rows or size.width() > left:
                rows.append([])
                left = width
            rows[-1].append((item, size))
            left -= size.width() + self.spacing()
        return rows

    def _place(self, rect: QRect, *, move: bool) -> int:
        holder = self.parentWidget()
        mirrored = holder is not None and holder.isRightToLeft()
        y = rect.y()
        for row_ in self._rows(rect.width()):
            x = 0
            high = max(size.height() for _, size in row_)
            tail = sum(size.width() + self.spacing() for _, size in row_[1:]) - self.spacing()
            for n, (item, size) in enumerate(row_):
                if self._parted and y == rect.y() and n == 1:
                    x = rect.width() - tail
                if move:
                    left = rect.right() - x - size.width() + 1 if mirrored else rect.x() + x
                    down = (high - size.height()) // 2 if self._parted else 0
                    item.setGeometry(QRect(left, y + down, size.width(), size.height()))
                x += size.width() + self.spacing()
            y += high + 8
        return max(0, y - 8 - rect.y())
