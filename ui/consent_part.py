"""What the client decided about sharing: every decision, one of them, and the form of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui import consent_facts, paper_work, samen_work, sharing_work
from ui.access_page import AccessPage
from ui.consent_facts import GIVEN, WITHDRAWN
from ui.consent_form import ConsentForm
from ui.models import LineModel
from ui.notice_page import NoticePage
from ui.notice_words import what_waits
from ui.paper_view import PaperView
from ui.prompts import Prompts
from ui.record_pane import Typed
from ui.review_form import ReviewForm
from ui.rights_page import RightsPage
from ui.sections import CONSENT, DECISIONS, SECTIONS
from ui.shared_page import SharedPage
from ui.sharing_work import DECISION, Evidence, Sharing
from ui.sheets import fact, fill, line_list, looking, padded
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_date, shown_moment
from ui.widgets import (
    Banner,
    Empty,
    Flow,
    badge,
    button,
    card,
    clear,
    column,
    hair,
    row,
    scrolled,
    text,
)
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace.drafts import Draft

LIST, FORM = range(2)
NARROW = 860
ADVICE = N_("Het is vastgelegd en het reist mee met wat u aan de opvolger geeft.")


class ConsentPart(QStackedWidget):
    """The part of a dossier about consent and handover."""

    saved = Signal(str)
    give_wanted = Signal()
    receipt_wanted = Signal()
    together_wanted = Signal()
    paper_wanted = Signal(str)  # the id of the decision
    beside_wanted = Signal(object)  # the kind of page that is about this dossier
    answered = Signal()
    typed = Signal(object)  # a Typed, when somebody stops filling in
    dropped = Signal(object)  # a Typed that was recorded or thrown away

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._portfolio = portfolio
        self._sharing: Sharing | None = None
        self._wants_form = False
        self._draft: Draft | None = None
        self._shown: Any = None  # the decision beside the list
        self.evidence: PaperView | None = None
        self.form: ConsentForm | ReviewForm | None = None
        self._build()

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in that is not recorded yet."""
        return self.form is not None and self.form.is_changed

    @property
    def unsaved(self) -> Typed | None:
        """What was filled in and is not recorded."""
        if not isinstance(self.form, ConsentForm) or not self.form.is_changed:
            return None
        return Typed(DECISION, None, self.form.typed(), 0)

    @property
    def would_lose(self) -> bool:
        """Whether something was added that no draft keeps."""
        if isinstance(self.form, ConsentForm):
            return self.form.has_evidence
        return self.is_changed

    def restore(self, draft: Draft) -> None:
        """Go on with a decision that was half filled in."""
        self._draft = draft
        self.decide()

    def _on_paused(self) -> None:
        if (unsaved := self.unsaved) is not None:
            self.typed.emit(unsaved)

    def _build(self) -> None:
        theme = self._theme
        self.decide_button = button(
            theme, _("Besluit &vastleggen"), self.decide, "plus", look="primary"
        )
        self.give_button = button(theme, _("&Overdragen"), self.give_wanted.emit, "transfer")
        self.receipt_button = button(
            theme, _("Ontvangstbewijs &inlezen"), self.receipt_wanted.emit, "file-check"
        )
        self.together_button = button(theme, _("&Samen-scherm"), self.together_wanted.emit, "users")
        self.together_button.setToolTip(_("Samen-scherm (Ctrl+Shift+M)"))
        self.review_button = button(theme, _("Antwoorden van een blad"), self.review, "file")
        self.review_button.setToolTip(_("Wat de cliënt op papier heeft nagekeken"))
        self.log_button = button(
            theme, _("Wie bekeek dit dossier"), partial(self.beside_wanted.emit, AccessPage), "eye"
        )
        self.shared_button = button(
            theme, _("Met wie gedeeld"), partial(self.beside_wanted.emit, SharedPage), "transfer"
        )
        self.rights_button = button(
            theme, _("Verzoeken"), partial(self.beside_wanted.emit, RightsPage), "message"
        )
        self.rights_button.setToolTip(_("Verzoeken van de cliënt, en de kopie van alles"))
        self.notices_button = button(theme, _("Berichten over delen"), self._on_notices, "message")
        self.notices_button.setToolTip(_("Wie iets van ons heeft, en weet dat het is ingetrokken"))
        self.notices_button.hide()
        actions = QWidget()
        flow = Flow(12)
        for one in (
            self.decide_button,
            self.together_button,
            self.review_button,
            self.give_button,
            self.receipt_button,
            self.rights_button,
            self.shared_button,
            self.notices_button,
            self.log_button,
        ):
            flow.addWidget(one)
        actions.setLayout(flow)
        self.banner = Banner(theme, "neg", "alert-circle")
        self.model = LineModel()
        self.view = line_list(theme, self.model, _("Wat de cliënt besliste"))
        self.view.selectionModel().currentChanged.connect(self._on_current)
        head = row(text(_("Wat de cliënt besliste"), "section", wrap=True))
        head.setContentsMargins(16, 14, 16, 12)
        left = self._left = card()
        inside = column(head, hair(), self.view, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        left.setLayout(inside)
        theme.size(left, minimumHeight=200)
        right = card()
        theme.size(right, minimumHeight=280)
        self.pane = QVBoxLayout(right)
        self.pane.setContentsMargins(1, 1, 1, 1)
        both = self._both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(left, 9)
        both.addWidget(right, 16)
        content = QWidget()
        layout = column(actions, self.banner, both, space=12)
        layout.setStretch(2, 1)
        content.setLayout(layout)
        self._scroll = scrolled(content)
        self.addWidget(self._scroll)
        self._holder = QWidget()
        QVBoxLayout(self._holder).setContentsMargins(0, 0, 0, 0)
        self.addWidget(self._holder)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Evidence has the room to itself where there is little."""
        way = QBoxLayout.Direction
        is_narrow = self.width() < self._theme.px(NARROW)
        self._both.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        self._left.setVisible(not is_narrow or self.evidence is None)

    def reload(self, choose: str | None = None) -> None:
        """Read the decisions again."""
        self._tasks.run(
            self,
            sharing_work.sharing(self._portfolio),
            lambda found: self._load(found, choose),
            self._on_failed,
        )

    def _load(self, found: Sharing, choose: str | None) -> None:
        self._sharing = found
        self.banner.say("")
        self.notices_button.setVisible(bool(found.told))
        newest = found.decisions[::-1]
        self.model.load([consent_facts.line(one) for one in newest])
        at = self.model.row_of(choose) if choose else None
        if newest:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(at or 0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self._show(newest[at or 0])
        else:
            self._fill(
                Empty(self._theme, "hand", _("Nog geen beslissingen"), SECTIONS[CONSENT].empty)
            )
        if self._wants_form:
            self.decide()

    def decide(self) -> None:
        """Record a decision of the client."""
        if self._sharing is None:
            self._wants_form = True
            return
        self._wants_form = False
        self.drop()
        sharing = self._sharing
        form = ConsentForm(self._theme, self._prompts, sharing.cards, sharing.offers, sharing.talk)
        form.save_wanted.connect(self._on_save)
        form.paused.connect(self._on_paused)
        if self._draft is not None:
            form.retype(self._draft.values, shown_moment(self._draft.at))
            self._draft = None
        self._show_form(form)

    def review(self) -> None:
        """Enter what a client ticked on paper."""
        self._ask(samen_work.look(self._portfolio), self._on_table)

    def _on_table(self, seen: Any) -> None:
        self.drop()
        form = ReviewForm(self._theme, seen.table)
        form.save_wanted.connect(self._on_answers)
        self._show_form(form)

    def _on_answers(self, given: Any, day: Any) -> None:
        form = self.form
        if form is not None:
            work = samen_work.answer(self._portfolio, given, day)
            self._tasks.run(self, work, self._on_answered, partial(self._refuse, form))

    def _on_answered(self, change: Any) -> None:
        self.drop()
        count = len(change.records)
        self.saved.emit(_many("{number} antwoord vastgelegd", "{number} antwoorden vastgelegd",
                              count))  # fmt: skip
        self.answered.emit()
        self.reload()

    def _show_form(self, form: ConsentForm | ReviewForm) -> None:
        self.form = form
        form.left.connect(self.close_form)
        fill_one(self._holder, form)
        self.setCurrentIndex(FORM)
        form.begin()

    def submit(self) -> None:
        """Record what was filled in (Ctrl+Enter)."""
        if self.form is not None:
            self.form.submit()

    def close_form(self) -> None:
        """Leave the form; ask first when something was filled in (Esc)."""
        if not self.is_changed:
            self.drop()
            return

        def answered(yes: bool) -> None:
            if yes:
                self.drop()

        self._prompts.confirm(
            self,
            _("Besluit niet vastgelegd"),
            _("U heeft iets ingevuld dat nog niet is vastgelegd."),
            _("Weggooien"),
            answered,
        )

    def drop(self) -> None:
        """Throw the form away."""
        unsaved, self.form = self.unsaved, None
        if unsaved is not None:
            self.dropped.emit(unsaved)
        clear_one(self._holder)
        self.setCurrentIndex(LIST)

    def _on_save(self, is_yes: bool, request: Mapping[str, Any], evidence: Evidence) -> None:
        form = self.form
        if form is not None:
            work = sharing_work.decide(self._portfolio, request, evidence, is_yes=is_yes)
            self._tasks.run(self, work, self._on_decided, partial(self._refuse, form))

    def _on_decided(self, decision: Any) -> None:
        self.drop()
        words = (
            _("Toestemming vastgelegd") if decision.state == GIVEN else _("Weigering vastgelegd")
        )
        self.saved.emit(words)
        self.reload(decision.consent.id)
        self.view.setFocus()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        chosen = self.model.source(current.row()) if current.isValid() else None
        decisions = self._sharing.decisions if self._sharing is not None else ()
        found = next((one for one in decisions if one.consent.id == chosen), None)
        if found is not None:
            self._show(found)

    def _show(self, decision: Any) -> None:
        theme, consent = self._theme, decision.consent
        self._shown = decision
        mark = DECISIONS[decision.state]
        role = mark.role
        head = row(text(consent_facts.who(consent), "section", wrap=True), badge(mark.words, role))
        head.setStretch(0, 1)
        facts = [fact(theme, *one) for one in consent_facts.facts(decision, self._titles())]
        self.paper_button = button(
            theme,
            _("Bewijs op papier"),
            lambda: self.paper_wanted.emit(consent.id),
            "file",
            small=True,
        )
        actions = Flow(12)
        actions.addWidget(self.paper_button)
        if words := consent_facts.look_words(consent):
            seen = button(theme, words, self.look, "eye", small=True)
            seen.setToolTip(f"{words} (F3)")
            actions.addWidget(seen)
        if consent.decision == GIVEN and decision.state != WITHDRAWN:
            withdraw = partial(self._on_withdraw, consent.id)
            actions.addWidget(button(theme, _("In&trekken…"), withdraw, "hand", small=True))
        told = self._sharing.told if self._sharing is not None else ()
        if words := what_waits([one for one in told if one.told.consent == consent.hash]):
            facts.insert(0, fact(theme, "alert", "warn", _("Nog doen"), words))
            tell = button(
                theme, _("Berichten &maken…"), self._on_notices, "message", look="primary",
                small=True,
            )  # fmt: skip
            actions.addWidget(tell)
        page = QWidget()
        page.setLayout(column(padded(head), hair(), *facts, None, space=0))
        holder = QWidget()
        holder.setLayout(actions)
        foot = column(holder)
        foot.setContentsMargins(20, 10, 20, 12)
        self._fill(scrolled(page), foot)

    def _on_notices(self) -> None:
        self.beside_wanted.emit(NoticePage)

    def look(self) -> None:
        """Look at what proves the decision that is shown (F3)."""
        decision = self._shown
        if self.form is not None or decision is None or self.evidence is not None:
            return
        words = consent_facts.look_words(decision.consent)
        if not words:
            return
        view = PaperView(self._tasks, self._theme, can_save=False, advice=_(ADVICE))
        title = _("Bewijs van het besluit van {given_on}").format(
            given_on=shown_date(decision.consent.given_on.isoformat())
        )
        self._fill(looking(self._theme, title, view, self.leave_evidence, _("het besluit")))
        self.evidence = view
        self._arrange()
        view.shown.connect(partial(self._scroll.ensureWidgetVisible, view.stack))
        view.begin()
        view.load(paper_work.evidence(self._portfolio, decision.consent.id))

    def leave_evidence(self, *_pressed: object) -> bool:
        """Back to the decision (Esc); False when no evidence is shown."""
        is_looking = self.evidence is not None
        if is_looking:
            self._show(self._shown)
            self.view.setFocus()
        return is_looking

    def _titles(self) -> dict[str, str]:
        offers = self._sharing.offers if self._sharing is not None else ()
        return {one.group: _(one.title) for one in offers}

    def _fill(self, *content: Any) -> None:
        self.evidence = None
        clear(self.pane)
        fill(self.pane, *content)
        self.pane.setStretch(0, 1)
        self._arrange()

    def _on_withdraw(self, consent: str, *_done: object) -> None:
        self._prompts.reason(
            self,
            _("Toestemming intrekken"),
            _(
                "De cliënt trekt de toestemming in. Er gaat niets meer weg onder deze toestemming. "
                "Wat al is gedeeld, heeft de ander nog: daarna maakt u een bericht voor wie het "
                "heeft. Waarom? Dit mag leeg blijven, en gaat niet mee."
            ),
            _("Intrekken"),
            partial(self._withdraw, consent),
        )

    def _withdraw(self, consent: str, reason: str) -> None:
        work = sharing_work.take_back(self._portfolio, consent, reason)
        self._ask(work, self._on_withdrawn)

    def _on_withdrawn(self, decision: Any) -> None:
        self.saved.emit(_("Toestemming ingetrokken"))
        self.reload(decision.consent.id)

    def _ask(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self.banner.say("")
        self._tasks.run(self, work, done, self._on_failed)

    def _refuse(self, form: ConsentForm | ReviewForm, error: EportfolioError) -> None:
        """Why it was not recorded: at the form, unless somebody closed it meanwhile."""
        (form.refuse if form is self.form else self._on_failed)(error)

    def _on_failed(self, error: EportfolioError) -> None:
        self.banner.say(explain(error))


def fill_one(holder: QWidget, content: QWidget) -> None:
    """Put one widget in an empty holder."""
    layout = holder.layout()
    if layout is not None:
        layout.addWidget(content)


def clear_one(holder: QWidget) -> None:
    """Drop what is in a holder."""
    layout = holder.layout()
    if layout is not None:
        clear(layout)
