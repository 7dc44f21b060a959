"""Shows one document, a page at a time. It opens no file: the worker reads and draws.

What comes back belongs to the document that was asked for last; an answer about an earlier one is
dropped, so that no page of one stands under the name of another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QStackedWidget, QWidget

from eportfolio.errors import Cancelled, EportfolioError
from ui import paper_work
from ui.paper_work import Look, Paper, Sheet, Unshown
from ui.tasks import Task, Tasks
from ui.theme import Theme
from ui.widgets import Flow, announce, button, column, icon, row, text
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

STEPS = (25, 50, 75, 100, 125, 150, 200, 300, 400)
RESIZE_MS = 150
SAVE = N_("Wilt u het zien? Sla een kopie op en open die met een ander programma.")
MARGIN, EDGE = 16, 4
PAGE, WORDS = range(2)


class PaperView(QWidget):
    """A document on a desk of its own colour, with its tools above it."""

    save_wanted = Signal()
    shown = Signal()  # a page, or a sentence in its place

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        *,
        can_save: bool = True,
        can_turn: bool = True,
        advice: str = "",
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._can_turn = can_turn  # what was made here is never upside down
        self._advice = advice or _(SAVE)  # what to do with what cannot be shown
        self._task: Task | None = None
        self._sheet: Sheet | None = None
        self._wants_keyboard = False
        self.paper: Paper | None = None
        self.page = 0
        self.percent: int | None = None  # None: as wide as there is room
        self.turns = 0
        self._resized = QTimer(self, singleShot=True, interval=RESIZE_MS)
        self._resized.timeout.connect(self._on_resized)
        self._build(can_save=can_save)
        theme.changed.connect(self._resized.start)
        self.show_words("")

    def _build(self, *, can_save: bool) -> None:
        theme = self._theme
        self.previous_button = self._tool(_("Vorige"), self.previous, "chevron-left", "PgUp")
        self.next_button = self._tool(_("Volgende"), self.next, "chevron-right", "PgDn")
        self.smaller_button = self._tool(_("Kleiner"), partial(self._step, -1), "minus", "min")
        self.larger_button = self._tool(_("Groter"), partial(self._step, 1), "plus", "plus")
        self.fit_button = self._tool(_("Passend"), self.fit, "fit", "0")
        self.fit_button.setToolTip(_("Zo breed als er ruimte is (0)"))
        if self._can_turn:
            self.turn_button = self._tool(_("Draaien"), self.turn, "refresh", "R")
        self.save_button = button(
            theme, _("Kopie opslaan…"), self.save_wanted.emit, "download", small=True
        )
        self.save_button.setToolTip(_("De kopie komt buiten de kluis en is niet versleuteld"))
        self.where = text("", "small")
        self.size_ = text("", "help")
        self._page_tools = (self.previous_button, self.where, self.next_button)
        self._tools = (
            self.smaller_button, self.size_, self.larger_button, self.fit_button,
            *((self.turn_button,) if self._can_turn else ()),
        )  # fmt: skip
        tools = Flow(8)
        for one in (*self._page_tools, *self._tools, self.save_button):
            tools.addWidget(one)
        self.bar = QWidget()
        self.bar.setLayout(tools)
        self.canvas = QLabel()
        self.canvas.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.canvas.setMargin(MARGIN)
        self.area = QScrollArea()
        self.area.setProperty("desk", True)
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(_("Bladzijde"))
        self.area.installEventFilter(self)
        self.area.viewport().installEventFilter(self)
        self.words = text("", "muted", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.size(self.words, maximumWidth=460)
        self._sign = icon(theme, "file", "muted", 40)
        middle = row(None, self.words, None)
        middle.setStretch(1, 8)
        said = QWidget()
        said.setLayout(column(None, row(None, self._sign, None), middle, None, space=12))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(said)
        layout = column(self.bar, self.stack, space=12)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.save_button.setVisible(can_save)
        theme.size(self, minimumHeight=320)

    def _tool(
        self, words: str, pressed: Callable[[], object], icon_name: str, key: str
    ) -> QPushButton:
        made = button(self._theme, words, pressed, icon_name, small=True)
        made.setToolTip(f"{words} ({key})")
        return made

    @property
    def said(self) -> str:
        """The sentence that stands in place of a page, if one does."""
        return self.words.text() if self.stack.currentIndex() == WORDS else ""

    @property
    def sheet(self) -> Sheet | None:
        """The page that is shown."""
        return self._sheet if self.stack.currentIndex() == PAGE else None

    def load(self, work: Callable[[Workspace], Paper | Unshown]) -> None:
        """Show the first page of what this work opens."""
        self.show_words(_("Even laden…"))
        self._task = self._tasks.run(self, work, self._on_opened, self._on_failed)

    def show_paper(self, found: Paper | Unshown) -> None:
        """Show the first page of what was opened already."""
        self.show_words(_("Even laden…"))
        self._on_opened(found)

    def go_on_with(self, found: Paper | Unshown) -> None:
        """Of what was shown there is more now: the page and its size stay."""
        if self.sheet is None or isinstance(found, Unshown):
            self.show_paper(found)
            return
        self.paper = found
        self._draw()

    def show_words(self, words: str) -> None:
        """Show a sentence; nothing of an earlier document stays."""
        if self._task is not None:
            self._task.cancel()
        self._task = self.paper = self._sheet = None
        self.page = self.turns = 0
        self.percent = None
        self.canvas.setPixmap(QPixmap())
        self.canvas.setAccessibleDescription("")
        self._say(words)

    def begin(self) -> None:
        """Put the keyboard on the page, as soon as there is one."""
        self._wants_keyboard = True

    def _begun(self, place: QWidget) -> None:
        if self._wants_keyboard:
            self._wants_keyboard = False
            place.setFocus()

    def next(self) -> None:
        """The next page (PgDn)."""
        self._go(self.page + 1)

    def previous(self) -> None:
        """The page before (PgUp)."""
        self._go(self.page - 1)

    def fit(self) -> None:
        """As wide as there is room (0)."""
        self.percent = None
        self._draw()

    def turn(self) -> None:
        """A quarter with the clock (R)."""
        self.turns = (self.turns + 1) % 4
        self._draw()

    def _step(self, way: int) -> None:
        now = self.percent or (self._sheet.percent if self._sheet is not None else 100)
        wider = [one for one in STEPS if one > now]
        smaller = [one for one in STEPS if one < now]
        if way > 0:
            self.percent = wider[0] if wider else STEPS[-1]
        else:
            self.percent = smaller[-1] if smaller else STEPS[0]
        self._draw()

    def _go(self, page: int) -> None:
        if self.paper is not None and 0 <= page < self.paper.pages:
            self.page = page
            self._draw()
            self.area.verticalScrollBar().setValue(0)

    def _on_opened(self, found: Paper | Unshown) -> None:
        self._task = None
        if isinstance(found, Unshown):
            self._refuse(self._advised(found))
        else:
            self.paper = found
            self._draw()

    def _draw(self) -> None:
        if self.paper is None:
            return
        if self._task is not None:
            self._task.cancel()
        ratio = self.devicePixelRatioF()
        look = Look(max(80, round(self._room() * ratio)), ratio, self.percent, self.turns)
        work = paper_work.drawn(self.paper, self.page, look)
        self._task = self._tasks.run(self, work, self._on_drawn, self._on_failed)

    def _room(self) -> int:
        """How wide a page may be beside the bar with which it scrolls."""
        bar = self.area.verticalScrollBar().sizeHint().width()
        return self.stack.width() - bar - 2 * MARGIN - 2 * EDGE

    def _on_drawn(self, found: Sheet | Unshown) -> None:
        self._task = None
        if self.paper is None:
            return
        if isinstance(found, Unshown):
            self._refuse(self._advised(found))
            return
        self._sheet = found
        pixmap = QPixmap.fromImage(found.image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.canvas.setPixmap(pixmap)
        self.stack.setCurrentIndex(PAGE)
        self._show_tools()
        where = _("{where} van {name}").format(where=self.where.text(), name=self.paper.name)
        self.area.setAccessibleName(where)
        self.area.setAccessibleDescription(found.words or _("Een afbeelding zonder leesbare tekst"))
        announce(self, where)
        self._begun(self.area)
        self.shown.emit()

    def _on_failed(self, error: EportfolioError) -> None:
        if not isinstance(error, Cancelled):
            self._task = None
            self._refuse(explain(error))

    def _advised(self, found: Unshown) -> str:
        return _(found.words) if found.is_broken else f"{_(found.words)} {self._advice}"

    def _refuse(self, words: str) -> None:
        self._say(words)
        self._begun(self.save_button)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self._sign.setVisible(bool(words))
        self.stack.setCurrentIndex(WORDS)
        self._show_tools()
        if words:
            announce(self, words)
        self.shown.emit()

    def _show_tools(self) -> None:
        paper, sheet = self.paper, self.sheet
        several = paper is not None and paper.pages > 1
        self.where.setText(
            _("Bladzijde {page} van {pages}").format(page=self.page + 1, pages=paper.pages)
            if paper
            else ""
        )
        self.size_.setText(f"{sheet.percent} %" if sheet else "")
        for one in self._page_tools:
            one.setVisible(several)
        for one in self._tools:
            one.setVisible(sheet is not None)
        self.previous_button.setEnabled(self.page > 0)
        self.next_button.setEnabled(paper is not None and self.page + 1 < paper.pages)
        self.fit_button.setEnabled(self.percent is not None)
        for label in (self.where, self.size_):  # in the middle of the buttons beside them
            label.setMinimumHeight(self.save_button.sizeHint().height())
        self.bar.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keys while the page has the focus; it is drawn anew when its room changes."""
        if watched is self.area.viewport() and event.type() == QEvent.Type.Resize:
            self._resized.start()
        if (
            watched is self.area
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        bar = self.area.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown if bar.value() == bar.maximum():
                self.next()
            case Qt.Key.Key_PageUp if bar.value() == bar.minimum():
                self.previous()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._step(1)
            case Qt.Key.Key_Minus:
                self._step(-1)
            case Qt.Key.Key_0:
                self.fit()
            case Qt.Key.Key_R if self._can_turn:
                self.turn()
            case _:
                return False
        return True

    def _on_resized(self) -> None:
        """What is as wide as there is room follows the room."""
        sheet = self._sheet
        if sheet is None or self.percent is not None or self.paper is None:
            return
        if abs(sheet.image.width() / self.devicePixelRatioF() - self._room()) > 2:
            self._draw()
