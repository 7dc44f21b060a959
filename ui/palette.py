"""Commands and clients in one field: type a few letters, Enter goes there.

Invariants:
- It lies on the desk as a part of it, so that a lock takes it away with everything it knows.
- The keyboard stays in its field; when it closes without a choice it goes back to where it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from ui.client_row import ClientRow
from ui.delegates import PADDING, ROW, WRAPPED, Rows
from ui.models import BESIDE_ROLE, ICON_ROLE, Line, LineModel
from ui.sections import SECTIONS
from ui.theme import Theme
from ui.values import fold
from ui.widgets import announce, column, icon, row, text
from ui.words import N_, _

Index = QModelIndex | QPersistentModelIndex
ROWS = 10
FOR_COMMANDS = 3  # rows that clients leave to commands that fit too
WIDTH = 640
ABOVE = 48  # between the top of the desk and the panel
EDGE = 24
VEIL = 170  # how much of the page is covered, of 255
ONWARDS = "arrow-right"
TITLE = N_("Opdrachten en cliënten")
# The window in front changed, or a menu opened: nobody left.
STAYS = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}
DOWN, UP = (Qt.Key.Key_Down,), (Qt.Key.Key_Up,)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


@dataclass(frozen=True)
class Choice:
    """Somewhere to go. `folded`: what is compared with what was typed."""

    words: str
    folded: str
    beside: str
    icon: str
    go: Callable[[], object] = field(repr=False)


def command(words: str, keys: str, go: Callable[[], object]) -> Choice:
    """Something that can be done."""
    return Choice(words, fold(words), keys, ONWARDS, go)


def sections(go: Callable[[int], object]) -> list[Choice]:
    """The parts of the dossier that is open."""
    return [
        command(one.title, f"Ctrl+{n}", partial(go, n - 1)) for n, one in enumerate(SECTIONS, 1)
    ]


def clients(
    people: Iterable[tuple[ClientRow, str]], wanted: Callable[[str], object]
) -> list[Choice]:
    """Everybody, by name; who has the name of another also goes by the number of the dossier."""
    people = sorted(people, key=lambda one: one[1])
    names = Counter(folded for _, folded in people)
    found = []
    for person, folded in people:
        beside = person.route or _("nog geen PIP")
        if names[folded] > 1:
            beside += " · " + _("dossier {number}").format(number=person.portfolio[:8])
        go = partial(wanted, person.portfolio)
        found.append(Choice(person.name, folded, beside, "user", go))
    return found


def fitting(
    typed: str, people: Sequence[Choice], commands: Sequence[Choice]
) -> tuple[list[Choice], int]:
    """What to show, and how many more fit. Clients come first, those whose names begin with what
    was typed before those that only hold it; of a command, words must begin with it."""
    words = fold(typed).split()
    beginnings = [f" {word}" for word in words]
    held = [one for one in people if words and all(word in one.folded for word in words)]
    held.sort(key=lambda one: not _begins(one, beginnings))
    told = [one for one in commands if _begins(one, beginnings)]
    shown = held[: ROWS - min(len(told), FOR_COMMANDS)]
    shown += told[: ROWS - len(shown)]
    return shown, len(held) + len(told) - len(shown)


def _begins(choice: Choice, beginnings: Sequence[str]) -> bool:
    padded = f" {choice.folded}"
    return all(one in padded for one in beginnings)


class ChoiceDelegate(Rows):
    """A name or a command, and at the other end what tells it apart or its keys."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect: QRect = option.rect
        theme, direction = self._theme, option.direction
        self._ground(painter, option, whole_row=False)
        if option.state & QStyle.StateFlag.State_Selected:
            bar = QRect(rect.left(), rect.top(), theme.px(3), rect.height())
            painter.fillRect(QStyle.visualRect(direction, rect, bar), theme.colour("accent"))
        # Dutch words, keys and names run from left to right, wherever they stand.
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        near, far = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if direction == Qt.LayoutDirection.RightToLeft:
            near, far = far, near
        middle = Qt.AlignmentFlag.AlignVCenter
        inner = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        side = theme.px(20)
        place = QRect(inner.left(), rect.center().y() - side // 2, side, side)
        name = str(index.data(ICON_ROLE))
        if direction == Qt.LayoutDirection.RightToLeft and name == ONWARDS:
            name = "arrow-left"
        picture = theme.pixmap(name, "muted", 20)
        painter.drawPixmap(QStyle.visualRect(direction, rect, place), picture)
        beside = str(index.data(BESIDE_ROLE) or "")
        room = self._beside_width(beside, rect.width())
        end = QRect(inner.right() + 1 - room, rect.top(), room, rect.height())
        end = QStyle.visualRect(direction, rect, end)
        small = theme.font(13)
        self._write(painter, end, beside, small, theme.colour("muted"), int(far | middle))
        start = inner.adjusted(side + theme.px(12), 0, -room - theme.px(12), 0)
        painter.setFont(theme.font(14, QFont.Weight.DemiBold))
        painter.setPen(theme.colour("text"))
        flags = int(near | middle | Qt.TextFlag.TextWordWrap)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painter.drawText(QStyle.visualRect(direction, rect, start), flags, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """As high as the words need beside what stands at the end."""
        theme, view = self._theme, self.parent()
        whole = view.viewport().width() if isinstance(view, QListView) else theme.px(WIDTH)
        room = self._beside_width(str(index.data(BESIDE_ROLE) or ""), whole)
        width = whole - room - 2 * theme.px(PADDING) - theme.px(44)
        metrics = QFontMetrics(theme.font(14, QFont.Weight.DemiBold))
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        box = metrics.boundingRect(QRect(0, 0, max(width, 80), 10_000), WRAPPED, words)
        return QSize(100, max(theme.px(ROW), box.height() + theme.px(18)))

    def _beside_width(self, beside: str, whole: int) -> int:
        wanted = QFontMetrics(self._theme.font(13)).horizontalAdvance(beside) + 2
        return min(wanted, whole // 2)


class CommandPalette(QWidget):
    """Covers the desk while it is open; made anew each time."""

    left = Signal()

    def __init__(
        self, theme: Theme, desk: QWidget, people: Sequence[Choice], commands: Sequence[Choice]
    ) -> None:
        super().__init__(desk)
        self._theme = theme
        self._desk = desk
        self._people = people
        self._commands = commands
        self._is_left = False
        self._before = QApplication.focusWidget()
        self._build()
        theme.changed.connect(self._fit)
        desk.installEventFilter(self)
        self.setGeometry(desk.rect())
        self._show_fitting()
        self.show()
        self.raise_()
        self._fit()
        self.field.setFocus()

    def _build(self) -> None:
        theme = self._theme
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Typ een naam of een opdracht"))
        self.field.setAccessibleName(_(TITLE))
        self.field.setAccessibleDescription(
            _("Kies met pijl omhoog en omlaag, open met Enter, terug met Esc.")
        )
        self.field.textChanged.connect(self._show_fitting)
        self.field.installEventFilter(self)
        self.lines = LineModel()
        self.list = QListView()
        self.list.setModel(self.lines)
        self.list.setAccessibleName(_("Gevonden cliënten en opdrachten"))
        self.list.setItemDelegate(ChoiceDelegate(theme, self.list))
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._follow)
        self.counted = text("", "help", wrap=True)
        top = row(icon(theme, "search"), self.field, space=10)
        top.setContentsMargins(16, 14, 16, 12)
        under = row(self.counted)
        under.setContentsMargins(16, 10, 16, 12)
        self.panel = QFrame()
        self.panel.setProperty("finder", True)
        inside = column(top, self.list, under, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        self.panel.setLayout(inside)
        layout = column(ABOVE, row(None, self.panel, None), None, space=0)
        self.setLayout(layout)

    def leave(self, *, back: bool = True) -> None:
        """Close, forget everything, and give the keyboard back."""
        if self._is_left:
            return
        self._is_left = True
        before, self._before = self._before, None
        if back and before is not None and shiboken6.isValid(before):
            before.setFocus()
        self.hide()
        self._people = self._commands = ()
        self.lines.load(())
        self.left.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The keyboard stays in the field: some keys are for the list."""
        if watched is self.field and isinstance(event, QKeyEvent):
            mine = {*DOWN, *UP, *ENTER, *BACK}
            if event.type() == QEvent.Type.ShortcutOverride and event.key() in mine:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in mine:
                self._on_key(Qt.Key(event.key()))
                return True
        if watched is self.field and isinstance(event, QFocusEvent):
            if event.lostFocus() and event.reason() not in STAYS:
                self.leave(back=False)
        elif watched is self._desk and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._desk.rect())
            self._fit()
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key) -> None:
        if key in BACK:
            self.leave()
        elif key in ENTER:
            self._follow(self.list.currentIndex())
        elif self.lines.rowCount():
            step = 1 if key in DOWN else -1
            self._choose((self.list.currentIndex().row() + step) % self.lines.rowCount())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click beside the panel closes it."""
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The page stays in sight, behind."""
        veil = QColor(self._theme.colour("bg"))
        veil.setAlpha(VEIL)
        QPainter(self).fillRect(self.rect(), veil)

    def _show_fitting(self) -> None:
        if self._is_left:
            return
        shown, more = fitting(self.field.text(), self._people, self._commands)
        self.lines.load(
            [Line(one.words, source=one, icon=one.icon, beside=one.beside) for one in shown]
        )
        if not shown:
            said = _("Niets gevonden. Kijk of de naam goed gespeld is, of typ minder letters.")
        elif more:
            said = _("en nog {more} · typ verder om te kiezen").format(more=more)
        else:
            said = _("Enter opent · Esc gaat terug")
        self.counted.setText(said)
        self.list.setVisible(bool(shown))
        self._fit()
        if shown:
            self._choose(0)
        else:
            announce(self.field, said)

    def _choose(self, at: int) -> None:
        self.list.setCurrentIndex(self.lines.index(at, 0))
        one = self.lines.all()[at]
        said = ", ".join(part for part in (one.text, one.beside) if part)
        announce(
            self.field,
            _("{said}, {number} van {all}").format(
                said=said, number=at + 1, all=self.lines.rowCount()
            ),
        )

    def _follow(self, index: QModelIndex) -> None:
        if index.isValid():
            choice: Choice = self.lines.source(index.row())
            self.leave()
            choice.go()

    def _fit(self) -> None:
        """No wider and no higher than the desk; the list as high as its rows."""
        theme = self._theme
        width = min(theme.px(WIDTH), self.width() - 2 * EDGE)
        self.panel.setFixedWidth(max(width, 0))
        self.counted.setFixedWidth(max(width - 34, 0))
        rows = range(self.lines.rowCount())
        high = sum(self.list.sizeHintForRow(n) for n in rows) + 2 * self.list.frameWidth()
        others = self.field.sizeHint().height() + self.counted.heightForWidth(max(width - 34, 1))
        room = self.height() - ABOVE - EDGE - others - 56
        self.list.setFixedHeight(max(min(high, room), theme.px(ROW)))
