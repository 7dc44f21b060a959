"""The Samen-scherm: one client's talk fills the window, and nothing else can be reached.

Invariants:
- It is a screen of its own: the desk with the other dossiers was dropped when it began.
- Only the passphrase leads back to the dossiers; Ctrl+L locks, and text can be made larger.
- One page at a time; a page is made again when the size of text changes. No button is a default
  and none has the keyboard when a page appears.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from eportfolio import texts
from eportfolio.errors import EportfolioError
from eportfolio.workspace import sentences as say
from ui import samen_home, samen_work
from ui.openings import Clock, Opened
from ui.samen_consent import ConsentTalk
from ui.samen_flow import DONE
from ui.samen_frame import Build, Sheet
from ui.samen_leave import ClosePage, LeavePage
from ui.samen_parts import ChoiceButton, Choices, MorePart, Steps, Voice, load_scripts
from ui.samen_review import Review
from ui.samen_work import Seen
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_time
from ui.widgets import (
    Banner,
    Flow,
    announce,
    button,
    clear,
    column,
    icon,
    row,
    scrolled,
    square,
    text,
)
from ui.words import _, explain

TALK = 0
REVIEW = "review"  # in a draft: what was typed about an item
LOW = 700  # pixels at 100 % text; in a window that is lower, strips go along with the page
MOST_UNDER, MOST_UNDER_LOW = 0.25, 0.45  # of the height, for the answers that stay in sight


class SamenScreen(QWidget):
    """A client and a klantmanager before one screen."""

    left = Signal(object)  # the record to look at afterwards, or None
    lock_wanted = Signal()
    close_wanted = Signal()

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        opened: Opened,
        clock: Clock,
        portfolio: str,
        *,
        resumes: bool = False,
    ) -> None:
        super().__init__()
        load_scripts()
        self.setProperty("page", True)
        self._tasks = tasks
        self.theme = theme
        self._opened = opened
        self._clock = clock
        self._portfolio = portfolio
        self._resumes = resumes
        self._seen: Seen | None = None
        self._now: Build | None = None
        self.sheet: Sheet | None = None
        self.voice = Voice(theme, texts.words(texts.CLIENT, texts.DUTCH))
        self._build()
        self.consent = ConsentTalk(self, self)
        self.review = Review(self)
        self._explanation = samen_home.Explanation(self)
        self._stopping = samen_home.Stopping(self)
        for keys, done in (
            ("Ctrl+L", self.lock_wanted.emit),
            ("Ctrl++", partial(theme.step_zoom, 1)),
            ("Ctrl+-", partial(theme.step_zoom, -1)),
            ("Ctrl+0", partial(theme.set_zoom, 100)),
        ):
            QShortcut(QKeySequence(keys), self, done)
        theme.changed.connect(self._on_theme)

    # What the pages ask (`samen_frame.Frame`)

    @property
    def portfolio(self) -> str:
        """Whose dossier lies on the table."""
        return self._portfolio

    @property
    def seen(self) -> Seen:
        """What was read of it."""
        if self._seen is None:
            raise RuntimeError("nothing was read yet")
        return self._seen

    @property
    def own_name(self) -> str:
        """Who explains, unless somebody else does."""
        return self._opened.name

    def ask(
        self,
        work: Callable[[Any], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[EportfolioError], None] | None = None,
    ) -> None:
        """Let the worker do something; the answers wait until it is done."""
        self._tasks.run(self, work, done, failed or self._on_failed)

    def read_again(self, done: Callable[[], None]) -> None:
        """Read the dossier again, then go on."""

        def read(seen: Seen) -> None:
            self._seen = seen
            done()

        self.ask(samen_work.look(self._portfolio), read)

    def say_kept(self) -> None:
        """What was said is safe."""
        self.kept.setText(_("Antwoorden bewaard {time}").format(time=shown_time(self._clock())))
        self._kept_part.show()

    def say_interpreter(self, words: str) -> None:
        """Who interprets, in sight of everybody."""
        self.interpreter.setText(words)
        self._interpreter_part.setVisible(bool(words))

    def complain(self, words: str) -> None:
        """Say what is lacking, or what went wrong; everything is still there."""
        self.problem.say(words)
        self._scroll.ensureWidgetVisible(self.problem)

    @property
    def last_work(self) -> Callable[[Any], None] | None:
        """What must still be kept before the vault closes."""
        talk, typed = self.consent.talk, self.review.unsaved
        is_open = talk is not None and bool(talk.prepared) and talk.page != DONE
        if not is_open and typed is None:
            return None
        kept = self.seen.table.draft if self._seen is not None else None
        values: dict[str, Any] = (
            dict(kept.values) if kept is not None else {"language": self.voice.words.language}
        )
        if talk is not None and is_open:
            values = talk.values()
        values[REVIEW] = typed
        return samen_work.keep(self._portfolio, values)

    def drop_typed(self) -> None:
        """What was typed about an item is recorded: no draft needs it any more."""
        kept = self.seen.table.draft
        if kept is None or not kept.values.get(REVIEW):
            return
        values = {**kept.values, REVIEW: None}
        is_talk = bool(values.get("prepared"))
        self.ask(
            samen_work.keep(self._portfolio, values)
            if is_talk
            else samen_work.drop(self._portfolio)
        )

    # The frame

    def _build(self) -> None:
        theme = self.theme
        logo = square(theme, icon(theme, "users", "on-accent", 20), 32, "logo")
        self.client = text("", "muted")
        self.stop_button = button(theme, _("Stoppen met wachtwoordzin"), self.ask_leave, "lock")
        self._head_line = row(
            logo, text(_("Samen-scherm"), "strong"), self.client, None, self.stop_button
        )
        self._head = _strip(self._head_line)
        self.concept = QFrame()
        self.concept.setProperty("strip", "concept")
        self._concept_line = row(space=12)
        self._concept_line.setContentsMargins(40, 8, 40, 8)
        self.concept.setLayout(self._concept_line)
        self.problem = Banner(theme, "warn", "alert")
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(40, 16, 40, 12)
        self._inside.setSpacing(14)
        self.body = QWidget()
        self.body.setLayout(self._inside)
        self._scroll = scrolled(self.body, QScrollArea())
        self.interpreter, self.kept = text("", "help"), text("", "help")
        self._interpreter_sign = icon(theme, "phone", "muted", 16)
        self._kept_sign = icon(theme, "check", "pos", 16)
        explains = _("Uitleg door {name}").format(name=self._opened.name)
        foot = Flow(28)
        self._interpreter_part = _signed(self._interpreter_sign, self.interpreter)
        self._kept_part = _signed(self._kept_sign, self.kept)
        closed = text(_("Andere dossiers zijn dicht"), "help")
        for part in (
            self._interpreter_part,
            _signed(icon(theme, "user", "muted", 16), text(explains, "help")),
            _signed(icon(theme, "lock", "muted", 16), closed),
            self._kept_part,
        ):
            foot.addWidget(part)
        feet = QWidget()
        feet.setLayout(foot)
        self._foot = _strip(column(feet))
        self._more = MorePart(theme, self._scroll)
        self._under = QVBoxLayout()
        self._under.setContentsMargins(40, 4, 40, 16)
        self._under_holder = QWidget()
        self._under_holder.setLayout(self._under)
        self._choices: Choices | None = None
        for one in (self._interpreter_part, self._kept_part):
            one.hide()
        talk = QWidget()
        layout = self._outer = column(
            self._head, self.concept, self._scroll, self._more, self._under_holder, self._foot,
            space=0,
        )  # fmt: skip
        layout.setStretch(2, 1)
        talk.setLayout(layout)
        self.stack = QStackedWidget()
        self.stack.addWidget(talk)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.leaving: LeavePage | None = None
        self.closing: ClosePage | None = None
        self._over: QWidget | None = None

    def begin(self) -> None:
        """Read the dossier, then ask for the language."""
        self.read_again(self._on_first)

    def _on_first(self) -> None:
        table = self.seen.table
        self.client.setText(table.name)
        if self._resumes and table.draft is not None:
            self._speak(str(table.draft.values.get("language", texts.DUTCH)))
            typed = table.draft.values.get(REVIEW)
            if typed and self.review.resume(typed):
                return
            if self.consent.resume():
                return
        self._speak(table.language or texts.DUTCH)
        self.ask_language()

    def _speak(self, language: str) -> None:
        self.voice = Voice(self.theme, texts.words(texts.CLIENT, language))
        self.unsetLayoutDirection()
        if self.voice.right_to_left:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        clear(self._concept_line)
        is_concept = not self.voice.words.checked
        if is_concept:
            self._concept_line.addWidget(icon(self.theme, "language", "warn", 24))
            own, dutch = (
                f"{self.voice.own(say.CONCEPT)} {self.voice.own(say.SIGNS_DUTCH)}",
                f"{say.CONCEPT} {say.SIGNS_DUTCH}",
            )
            self._concept_line.addWidget(self.voice.beside(own, dutch, "note"), 1)
        self.concept.setVisible(is_concept)

    def ask_language(self) -> None:
        """Which language the client reads."""
        self.show_page(lambda: samen_home.languages(self.voice, self._choose))

    def _choose(self, language: str) -> None:
        self._speak(language)
        self.home()

    def home(self) -> None:
        """What to do."""
        ways = (
            (say.EXPLAIN, "book", self._explanation.show),
            (say.REVIEW, "eye", self.review.begin),
            (say.PERMIT, "heart-handshake", self.consent.begin),
            (say.STOP, "pause", self._stopping.begin),
        )
        self.show_page(lambda: samen_home.tasks(self.voice, ways, self.ask_language))

    def show_page(self, build: Build) -> None:
        """One page, in place of what was there. The keyboard waits above the answers."""
        self._now = build
        self.problem.say("")
        self._redraw()
        if self.sheet is not None:
            self.body.setAccessibleName(self.sheet.name)
            announce(self.body, self.sheet.name)

    def _on_theme(self) -> None:
        """Another size of text: the room is divided once that is known everywhere."""
        self._redraw()
        QTimer.singleShot(0, self, self._place)

    def _redraw(self) -> None:
        if self._now is None:
            return
        sheet = self.sheet = self._now()
        for one in (self.problem, self.concept, self._foot):
            self._inside.removeWidget(one)
        clear(self._inside)
        clear(self._under)
        self._choices = None
        if sheet.step is not None:
            self._inside.addLayout(self._steps(*sheet.step))
        self._inside.addWidget(self.problem)
        self._inside.addWidget(sheet.content, 1)
        back: ChoiceButton | None = None
        if sheet.back is not None:
            sign = "arrow-right" if self.voice.right_to_left else "arrow-left"
            words = (self.voice.own(say.BACK), say.BACK)
            back = ChoiceButton(self.voice, words, sheet.back, sign, kind="small", upright=True)
        if back is not None or sheet.answers:
            self._choices = Choices(self.theme, back, sheet.answers)
        self._more.say(self.voice)
        self._place()
        self._scroll.verticalScrollBar().setValue(0)
        self.body.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """The answers stay in sight under the page; where they would leave no room for it, they
        come after it. In a low window the strips above and under it go along with the page."""
        is_low = self.height() < self.theme.px(LOW)
        over = 3 if is_low else 10
        self._head_line.setContentsMargins(40, over, 40, over)
        self._concept_line.setContentsMargins(40, over // 2, 40, over // 2)
        self._inside.setContentsMargins(40, over, 40, 12)
        self._inside.setSpacing(6 if is_low else 14)
        for one in (self.concept, self._foot):
            self._inside.removeWidget(one)
            self._outer.removeWidget(one)
        if is_low:
            self._inside.insertWidget(0, self.concept)
        else:
            self._outer.insertWidget(1, self.concept)
        if self._choices is not None:
            self._choices.make_small(is_small=is_low)
            high = self._choices.height_at(max(1, self.width() - 80))
            is_apart = high > self.height() * (MOST_UNDER_LOW if is_low else MOST_UNDER)
            (self._inside if is_apart else self._under).addWidget(self._choices)
            self._under_holder.setVisible(not is_apart)
        else:
            self._under_holder.hide()
        (self._inside if is_low else self._outer).addWidget(self._foot)

    def _steps(self, number: int, total: int) -> Any:
        name = self.voice.name(say.STEP, number=number, total=total)
        own, dutch = (
            speak(say.STEP, number=number, total=total)
            for speak in (self.voice.own, self.voice.dutch)
        )
        steps = Steps(self.theme, number, total, name)
        words = [self.voice.line(own, "row", wrap=False)]
        if own != dutch:
            words.append(self.voice.line(dutch, "row", dutch=True, wrap=False))
        layout = row(steps, *words, space=12)
        layout.setStretch(0, 1)
        return layout

    def _on_failed(self, error: EportfolioError) -> None:
        self.complain(explain(error))

    # The way out

    def ask_leave(self) -> None:
        """Ask who wants to go back to the dossiers."""
        self._uncover()
        self.leaving = LeavePage(self._tasks, self.theme, is_demo=self._opened.is_demo)
        self.leaving.left.connect(self._on_left)
        self.leaving.stayed.connect(self._on_stayed)
        self._cover(self.leaving)
        self.leaving.begin()

    def ask_close(self) -> None:
        """Ask both whether the program may end in the middle of a talk."""
        self._uncover()
        self.closing = ClosePage(self.voice)
        self.closing.closed.connect(self.close_wanted)
        self.closing.stayed.connect(self._on_stayed)
        self._cover(self.closing)
        announce(self.closing, self.closing.name)

    def _cover(self, page: QWidget) -> None:
        self._over = scrolled(page)
        self.stack.addWidget(self._over)
        self.stack.setCurrentWidget(self._over)
        page.setFocus()

    def _uncover(self) -> None:
        over, self._over, self.leaving, self.closing = self._over, None, None, None
        self.stack.setCurrentIndex(TALK)
        if over is not None:
            self.stack.removeWidget(over)
            over.deleteLater()

    def _on_stayed(self) -> None:
        self._uncover()
        self.body.setFocus()

    def _on_left(self) -> None:
        wrong = self.review.wrong
        self.left.emit(wrong[0] if wrong else None)


def _strip(layout: Any) -> QWidget:
    """A white strip across the screen."""
    holder = QWidget()
    holder.setProperty("strip", True)
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout.setContentsMargins(40, 10, 40, 10)
    holder.setLayout(layout)
    return holder


def _signed(sign: QWidget, words: QWidget) -> QWidget:
    """Words behind their sign."""
    holder = QWidget()
    holder.setLayout(row(sign, words, space=8))
    return holder
