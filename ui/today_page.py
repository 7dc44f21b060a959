"""What must I do now: terms that are late or near, agreements, dossiers that wait."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ui import notice_words, term_lines, term_work
from ui.client_row import WORKED_ON
from ui.models import Line, Mark
from ui.notice_words import NoticeGoal
from ui.rights_words import RIGHTS
from ui.sections import CONSENT
from ui.tasks import Tasks
from ui.term_lines import Goal
from ui.term_list import TermList
from ui.term_work import Agenda, Caseload, Client, Promise
from ui.theme import Theme
from ui.values import shown_date, shown_day
from ui.widgets import Empty, button, card, column, hair, icon, row, scrolled, text
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.rights import Waiting

SHOWN = 8  # lines on a card; the rest is one click away
READ = 25  # dossiers that are looked into for their open agreements
NARROW = 860
SEARCH_WIDTH = 220
NOW = ("overdue", "due-soon")
SENT = "overgedragen"


class Block(QWidget):
    """A card with a title, lines that lead somewhere, and what else there is."""

    def __init__(self, theme: Theme, title: str, nothing: str) -> None:
        super().__init__()
        self._nothing = nothing
        self.list = TermList(theme, title, is_whole=True)
        self.more = text("", "help", wrap=True)
        self.head = row(text(title, "section"), None)
        self.head.setContentsMargins(20, 12, 14, 12)
        self._sign = icon(theme, "check-circle", "pos", 20)
        self.foot = row(self._sign, self.more, space=8)
        self.foot.setStretch(1, 1)
        self.foot.setContentsMargins(20, 12, 20, 12)
        frame = card()
        inside = column(self.head, hair(), self.list, self.foot, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        frame.setLayout(inside)
        self.setLayout(column(frame))
        self.load((), "")

    def load(self, lines: Sequence[Line], more: str) -> None:
        """Show lines and a sentence below; with no lines the sentence for nothing."""
        self.list.load(lines)
        self.list.setVisible(bool(lines))
        self._sign.setVisible(not lines and not more)
        words = more if lines or more else self._nothing
        self.more.setText(words)
        self.more.setVisible(bool(words))
        edge = 12 if words else 0
        self.foot.setContentsMargins(20, edge, 20, edge)


class TodayPage(QWidget):
    """The first page after unlocking."""

    goal_wanted = Signal(object)
    terms_wanted = Signal()
    new_wanted = Signal()
    practise_wanted = Signal()
    typed = Signal(str)
    retention_wanted = Signal()
    notices_wanted = Signal(str)  # about a dossier
    asked_wanted = Signal(str)  # the hash of a notice that must be answered

    def __init__(self, tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._round = 0
        self._promises: list[Promise] = []
        self.day = text("", "lead")
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Zoek op naam of inhoud"))
        self.search.setAccessibleName(_("Zoek op naam of inhoud"))
        self.search.setToolTip(_("Zoeken (Ctrl+F)"))
        self.search.setMinimumWidth(SEARCH_WIDTH)
        self.search.textEdited.connect(self.typed)
        self.new_button = button(
            theme, _("Nieuw dossier"), self.new_wanted.emit, "plus", look="primary"
        )
        self.new_button.setToolTip(_("Nieuw dossier (Ctrl+Shift+N)"))
        self.terms = Block(
            theme, _("Termijnen"), _("Geen termijn is te laat en er komt er snel geen.")
        )
        self.all_terms = button(
            theme,
            _("Alle termijnen"),
            self.terms_wanted.emit,
            "arrow-right",
            look="plain",
            small=True,
        )
        self.terms.head.addWidget(self.all_terms)
        self.checks = Block(theme, _("Let op"), _("Er is niets om te controleren."))
        self.agreements = Block(theme, _("Open afspraken"), _("Er staat geen afspraak open."))
        self.waiting = Block(theme, _("Wacht op ontvangstbewijs"), _("Geen dossier wacht."))
        self.requests = Block(theme, _("Verzoeken van cliënten"), "")
        self.requests.hide()
        self.notices = Block(theme, _("Ingetrokken of veranderd na delen"), "")
        self.notices.hide()
        self.notices.list.followed.connect(self._on_notice)
        self.blocks = (self.terms, self.checks, self.requests, self.agreements, self.waiting)
        for block in self.blocks:
            block.list.followed.connect(self.goal_wanted)
        self.erasable = button(
            theme, "", self.retention_wanted.emit, "archive", look="plain", small=True
        )
        self.erasable.hide()
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.terms, self.checks, row(self.erasable, None), None, space=16))
        told = (self.notices, self.requests, self.agreements, self.waiting)
        right.setLayout(column(*told, None, space=16))
        content = QWidget()
        self._both = row(left, right, space=16)
        self._both.setStretch(0, 3)
        self._both.setStretch(1, 2)
        content.setLayout(self._both)
        self.empty = Empty(
            theme,
            "users",
            _("Nog geen dossiers"),
            _("Hier staat straks wat u vandaag moet doen. Een naam is genoeg om te beginnen."),
            button(theme, _("Eerste cliënt toevoegen"), self.new_wanted.emit, "plus"),
        )
        empty_card = card()
        QVBoxLayout(empty_card).addWidget(self.empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(scrolled(content))
        self.stack.addWidget(empty_card)
        self._title = row(text(_("Vandaag"), "title"), self.day, space=12)
        top = row(self._title, None, self.search, self.new_button)
        top.setStretch(1, 2)
        top.setStretch(2, 1)
        self.practise_button = button(
            theme,
            _("Oefen met het herstelblad: is het er nog, en werkt het?"),
            self.practise_wanted.emit,
            "key",
            look="plain",
            small=True,
        )
        self.practise_button.hide()
        layout = column(top, row(self.practise_button, None), self.stack, space=16)
        layout.setStretch(2, 1)
        layout.setContentsMargins(24, 20, 24, 16)
        self.setLayout(layout)
        self.terms.load((), _("De termijnen worden uitgerekend…"))

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.search.clear()
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < self._theme.px(NARROW)
        for layout in (self._both, self._title):
            layout.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._title.setSpacing(0 if narrow else 12)

    def show_caseload(self, caseload: Caseload) -> None:
        """Show what is known before anything is computed."""
        self.day.setText(shown_day(caseload.today))
        self.practise_button.setVisible(caseload.must_practise)
        self.stack.setCurrentIndex(0 if caseload.rows else 1)
        self.search.setEnabled(bool(caseload.rows))
        sent = [one for one in caseload.rows if one.status == SENT]
        self.waiting.load(
            [
                Line(
                    one.name, _("Overgedragen; het ontvangstbewijs is er nog niet"),
                    Goal(one.portfolio, 0, None), "transfer",
                )
                for one in sent[:SHOWN]
            ],
            _rest(len(sent)),
        )  # fmt: skip
        told = [notice_words.today_line(one) for one in caseload.notices[:SHOWN]]
        self.notices.load(told, _rest(len(caseload.notices)))
        self.notices.setVisible(bool(told))
        self._show_checks(caseload.rows)
        self._begin_promises(caseload.rows)

    def load(self, agenda: Agenda) -> None:
        """Show what is due, and what the computing found."""
        due = [one for one in agenda.due if one[1].state in NOW]
        self.terms.load([term_lines.due_line(*one) for one in due[:SHOWN]], _rest(len(due)))
        self._show_checks(agenda.caseload.rows)
        asked = [_request(one) for one in agenda.requests[:SHOWN]]
        self.requests.load(asked, _rest(len(agenda.requests)))
        self.requests.setVisible(bool(asked))
        words = _many(
            "{number} dossier mag worden gewist",
            "{number} dossiers mogen worden gewist",
            agenda.erasable,
        )
        self.erasable.setText(f" {words}")
        self.erasable.setAccessibleName(words)
        self.erasable.setVisible(agenda.erasable > 0)

    def _on_notice(self, goal: NoticeGoal) -> None:
        if goal.notice:
            self.asked_wanted.emit(goal.notice)
        else:
            self.notices_wanted.emit(goal.portfolio)

    def _show_checks(self, rows: Sequence[Client]) -> None:
        doubtful = [one for one in rows if one.findings and one.status in WORKED_ON]
        doubtful.sort(key=lambda one: -one.findings)
        self.checks.load(
            [
                Line(
                    one.name,
                    _("Een gegeven ontbreekt of past niet bij een regel. Het dossier zegt welk."),
                    Goal(one.portfolio, 0, None),
                    mark=Mark(
                        "alert", "warn", _many("{number} punt", "{number} punten", one.findings)
                    ),
                )
                for one in doubtful[:SHOWN]
            ],
            _rest(len(doubtful)),
        )

    def _begin_promises(self, rows: Sequence[Client]) -> None:
        """Look into the dossiers one by one, so that other work can come in between."""
        self._round += 1
        self._promises = []
        wanted = [one for one in rows if one.open_agreements and one.status in WORKED_ON]
        self.agreements.load((), "")
        self._next_promises(self._round, wanted[:READ], len(wanted))

    def _next_promises(self, turn: int, left: Sequence[Client], total: int) -> None:
        if left and turn == self._round:
            done = partial(self._on_promises, turn, left[1:], total)
            self._tasks.run(self, term_work.promises(left[0]), done)

    def _on_promises(
        self, turn: int, left: Sequence[Client], total: int, found: list[Promise]
    ) -> None:
        if turn != self._round:
            return
        self._promises += found
        self._promises.sort(key=lambda one: (one.until or "9999", one.name))
        more = _rest(len(self._promises))
        if total > READ and not left:
            most = _("Uit {number} van {all} dossiers met open afspraken.")
            more = f"{most.format(number=READ, all=total)} {more}".strip()
        lines = [term_lines.promise_line(one) for one in self._promises[:SHOWN]]
        self.agreements.load(lines, more)
        self._next_promises(turn, left, total)


def _request(one: Waiting) -> Line:
    due = _("antwoord uiterlijk {due}").format(due=shown_date(one.due.isoformat()))
    mark = Mark("alert", "neg", N_("Te laat")) if one.is_late else None
    goal = Goal(one.row.portfolio, CONSENT, None)
    return Line(f"{one.row.name} · {_(RIGHTS[one.right])}", due, goal, "message", mark)


def _rest(count: int) -> str:
    return _("En nog {number}.").format(number=count - SHOWN) if count > SHOWN else ""
