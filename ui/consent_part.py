"""What the client decided about sharing: every decision, one of them, and the form of a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from eportfolio import texts
from eportfolio.errors import EportfolioError
from ui import sharing_work
from ui.consent_form import HOW, INTERPRETERS, LANGUAGES, PURPOSES, ConsentForm
from ui.models import Line, LineModel
from ui.prompts import Prompts
from ui.sections import CONSENT, DECISIONS, SECTIONS
from ui.sharing_work import Sharing
from ui.sheets import fact, fill, line_list, padded
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

LIST, FORM = range(2)
GIVEN, REFUSED, WITHDRAWN = "given", "refused", "withdrawn"
NARROW = 860


class ConsentPart(QStackedWidget):
    """The part of a dossier about consent and handover."""

    saved = Signal(str)
    give_wanted = Signal()
    receipt_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._portfolio = portfolio
        self._sharing: Sharing | None = None
        self._wants_form = False
        self.form: ConsentForm | None = None
        self._build()

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in that is not recorded yet."""
        return self.form is not None and self.form.is_changed

    def _build(self) -> None:
        theme = self._theme
        self.decide_button = button(
            theme, "Besluit &vastleggen", self.decide, "plus", look="primary"
        )
        self.give_button = button(theme, "&Overdragen", self.give_wanted.emit, "transfer")
        self.receipt_button = button(
            theme, "Ontvangstbewijs &inlezen", self.receipt_wanted.emit, "file-check"
        )
        actions = QWidget()
        flow = Flow(12)
        for one in (self.decide_button, self.give_button, self.receipt_button):
            flow.addWidget(one)
        actions.setLayout(flow)
        self.banner = Banner(theme, "neg", "alert-circle")
        self.model = LineModel()
        self.view = line_list(theme, self.model, "Wat de cliënt besliste")
        self.view.selectionModel().currentChanged.connect(self._on_current)
        head = row(text("Wat de cliënt besliste", "section", wrap=True))
        head.setContentsMargins(16, 14, 16, 12)
        left = card()
        inside = column(head, hair(), self.view, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        left.setLayout(inside)
        left.setMinimumHeight(theme.px(200))
        right = card()
        right.setMinimumHeight(theme.px(280))
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
        self.addWidget(scrolled(content))
        self._holder = QWidget()
        QVBoxLayout(self._holder).setContentsMargins(0, 0, 0, 0)
        self.addWidget(self._holder)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        is_narrow = self.width() < self._theme.px(NARROW)
        self._both.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

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
        newest = found.decisions[::-1]
        self.model.load([_line(one) for one in newest])
        at = self.model.row_of(choose) if choose else None
        if newest:
            self.view.selectionModel().setCurrentIndex(
                self.model.index(at or 0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self._show(newest[at or 0])
        else:
            self._fill(Empty(self._theme, "hand", "Nog geen beslissingen", SECTIONS[CONSENT].empty))
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
        self.form = ConsentForm(self._theme, self._prompts, sharing.cards, sharing.offers)
        self.form.save_wanted.connect(self._on_save)
        self.form.left.connect(self.close_form)
        fill_one(self._holder, self.form)
        self.setCurrentIndex(FORM)
        self.form.begin()

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
            "Besluit niet vastgelegd",
            "U heeft iets ingevuld dat nog niet is vastgelegd.",
            "Weggooien",
            answered,
        )

    def drop(self) -> None:
        """Throw the form away."""
        self.form = None
        clear_one(self._holder)
        self.setCurrentIndex(LIST)

    def _on_save(self, is_yes: bool, request: Mapping[str, Any], evidence: Path | None) -> None:
        form = self.form
        if form is not None:
            work = sharing_work.decide(self._portfolio, request, evidence, is_yes=is_yes)
            self._tasks.run(self, work, self._on_decided, form.refuse)

    def _on_decided(self, decision: Any) -> None:
        self.drop()
        words = "Toestemming vastgelegd" if decision.state == GIVEN else "Weigering vastgelegd"
        self.saved.emit(words)
        self.reload(decision.consent.id)
        self.view.setFocus()

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        chosen = self.model.source(current.row()) if current.isValid() else None
        decisions = self._sharing.decisions if self._sharing is not None else ()
        found = next((one for one in decisions if one.consent.id == chosen), None)
        if found is not None:
            self._show(found)

    def _show(self, decision: Any) -> None:
        theme, consent = self._theme, decision.consent
        mark = DECISIONS[decision.state]
        role = mark.role
        head = row(text(_who(consent), "section", wrap=True), badge(mark.words, role))
        head.setStretch(0, 1)
        facts = [fact(theme, *one) for one in _facts(decision, self._titles())]
        page = QWidget()
        page.setLayout(column(padded(head), hair(), *facts, None, space=0))
        foot = row(None)
        if consent.decision == GIVEN and decision.state != WITHDRAWN:
            foot.addWidget(
                button(
                    theme, "In&trekken…", partial(self._on_withdraw, consent.id), "hand", small=True
                )
            )
        foot.setContentsMargins(20, 10, 20, 12)
        self._fill(scrolled(page), foot)

    def _titles(self) -> dict[str, str]:
        offers = self._sharing.offers if self._sharing is not None else ()
        return {one.group: one.title for one in offers}

    def _fill(self, *content: Any) -> None:
        clear(self.pane)
        fill(self.pane, *content)
        self.pane.setStretch(0, 1)

    def _on_withdraw(self, consent: str, *_: object) -> None:
        self._prompts.reason(
            self,
            "Toestemming intrekken",
            "De cliënt trekt de toestemming in. Er gaat niets meer weg onder deze toestemming; "
            "verder verandert er niets. Waarom? Dit mag leeg blijven.",
            partial(self._withdraw, consent),
        )

    def _withdraw(self, consent: str, reason: str) -> None:
        work = sharing_work.take_back(self._portfolio, consent, reason)
        self._ask(work, self._on_withdrawn)

    def _on_withdrawn(self, decision: Any) -> None:
        self.saved.emit("Toestemming ingetrokken")
        self.reload(decision.consent.id)

    def _ask(self, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self.banner.say("")
        self._tasks.run(self, work, done, self._on_failed)

    def _on_failed(self, error: EportfolioError) -> None:
        self.banner.say(texts.explain(error))


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


def _who(consent: Any) -> str:
    found = (consent.recipient_name, consent.recipient_organisation)
    return ", ".join(part for part in found if part) or "Ontvanger niet bekend"


def _line(decision: Any) -> Line:
    consent, mark = decision.consent, DECISIONS[decision.state]
    given = shown_date(consent.given_on.isoformat())
    until = shown_date(consent.valid_until.isoformat())
    is_given = decision.state == GIVEN
    under = f"{given} · geldig tot en met {until}" if is_given else given
    who = _who(consent)
    return Line(f"{mark.words}: {who}", under, consent.id, mark.icon, is_muted=not is_given)


def _facts(decision: Any, titles: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    consent = decision.consent
    given = shown_moment(consent.given_on.isoformat())
    found = [
        ("transfer", "muted", "Waarvoor", PURPOSES[consent.purpose]),
        ("calendar", "muted", "Besloten op", given),
    ]
    if consent.decision == REFUSED:
        found.append(("info", "muted", "Gevolg", "Er gaat niets weg met dit programma. Verder "
                      "verandert er niets."))  # fmt: skip
        return found
    return [*found, *_scope(consent, titles), *_talk(consent.payload)]


def _scope(consent: Any, titles: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    chosen = {str(entry["group"]) for entry in consent.scope}
    known = [title for name, title in titles.items() if name in chosen]
    known += sorted(chosen - set(titles))  # of a newer version
    out = len(consent.excluded) + len(consent.excluded_versions)
    later = "Ja" if consent.later_items else "Nee, alleen wat er toen was"
    back = "Mag terugkomen" if consent.answer_back else "Mag niet terugkomen"
    until = shown_date(consent.valid_until.isoformat())
    found = [
        ("calendar", "muted", "Geldig", f"tot en met {until}"),
        ("folder", "muted", "Mag mee", "\n".join(known)),
        ("clock", "muted", "Wat later komt", later),
        ("message", "muted", "Samenvatting", back),
        ("book", "muted", "Grondslag", consent.lawful_basis),
    ]
    if out:
        found.insert(2, ("hand", "muted", "Uitgesloten", f"{out} losse gegevens"))
    return found


def _talk(payload: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    said, interpreter = payload["expressed"], payload["interpreter"]
    how = str(HOW.get(said["how"], said["how"]))
    witness = f", getuige {said['witness']}" if said.get("witness") else ""
    kind = str(INTERPRETERS.get(interpreter["kind"], interpreter["kind"]))
    name = f", {interpreter['name']}" if interpreter.get("name") else ""
    relative = ", familie" if interpreter.get("relative") else ""
    language = LANGUAGES.get(payload["language"], payload["language"])
    told: Sequence[tuple[str, str, str, str | None]] = (
        ("pencil", "muted", "Hoe gezegd", f"{how}{witness}"),
        ("user", "muted", "Uitgelegd door", payload.get("explained_by")),
        ("users", "muted", "Gesprek", f"{language} · {kind}{name}{relative}"),
        ("check", "muted", "Teruggezegd", (payload.get("teach_back") or {}).get("words")),
    )
    return [(icon, ink, label, words) for icon, ink, label, words in told if words]
