"""Handing over: who and under which consent, what goes and what stays, make the file, and then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui import sharing_work
from ui.consent_fields import PURPOSES
from ui.contacts_page import STATES
from ui.file_page import FilePage
from ui.models import Line, LineModel
from ui.preview_sheets import agreements, going, inside, staying
from ui.prompts import Prompts
from ui.purpose_words import MAKING, Making, meaning
from ui.receive_page import KINDS
from ui.sections import DECISIONS
from ui.sharing_work import Card, Sharing
from ui.sheets import Beside, fact, fill, line_list, padded, sheet, whole
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import Empty, button, clear, column, restyle, row, square, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.results import Preview, Sent

STEPS = (N_("Wie en toestemming"), N_("Wat gaat mee"), N_("Klaar"))
GIVEN = "given"


class GivePage(FilePage):
    """From a dossier to a file for one successor."""

    left = Signal()
    decide_wanted = Signal()
    contacts_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__(tasks, theme, prompts, _("Overdragen"))
        self.setAcceptDrops(False)
        self.portfolio = portfolio
        self._sharing: Sharing | None = None
        self._decision: Any = None
        self.people, self.choices, self.going = LineModel(), LineModel(), LineModel()
        self._marks: list[tuple[QLabel, QLabel]] = []
        tasks.run(self, sharing_work.sharing(portfolio), self._on_sharing, self.say_refused)

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here."""
        return False

    def begin(self) -> None:
        """Put the keyboard where work begins."""

    def _with_steps(self, now: int, *content: QWidget) -> QWidget:
        """The steps on the left, and what one of them asks."""
        theme = self._theme
        steps = column(space=14)
        self._marks = []
        for n, words in enumerate(STEPS):
            mark, label = text("✓" if n < now else str(n + 1)), text(_(words))
            mark.setProperty("step", "done" if n < now else "now" if n == now else "later")
            label.setProperty("type", "strong" if n == now else "muted")
            square(theme, mark, 28, "step")
            restyle(mark)
            steps.addLayout(row(mark, label, None))
            self._marks.append((mark, label))
        steps.addStretch(1)
        inside = column(*content, None, space=16)
        return Beside((steps, 0), (inside, 1), space=24)

    def _on_sharing(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._show_who()

    def _show_who(self) -> None:
        sharing, theme = self._sharing, self._theme
        if sharing is None:
            return
        self._decision = None
        self.title.setText(_("Overdracht van {name}").format(name=sharing.name))
        cancel = button(theme, _("&Terug naar het dossier"), self.left.emit, "arrow-left")
        if not sharing.cards:
            to_contacts = button(
                theme, _("Naar &contacten"), self.contacts_wanted.emit, "user-plus", look="primary"
            )
            self.show_parts(
                self._with_steps(
                    0,
                    Empty(
                        theme,
                        "user-plus",
                        _("Nog geen kaarten van anderen"),
                        _("Lees eerst de kaart van de opvolger in en vergelijk het controlegetal."),
                        to_contacts,
                    ),
                )
            )
            self.show_foot(cancel, None)
            return
        self.people, self.choices = LineModel(), LineModel()
        people = self.people_list = line_list(theme, self.people, _("Ontvangers"))
        self.people.setParent(people)
        self.people.load([_person(one) for one in sharing.cards])
        whole(theme, people)
        choices = self.choice_list = line_list(theme, self.choices, _("Toestemmingen"))
        self.choices.setParent(choices)
        self.means = QWidget()
        QVBoxLayout(self.means).setContentsMargins(0, 0, 0, 0)
        self.no_consent = QWidget()
        self.no_consent_words = text("", wrap=True)
        self.decide_button = button(
            theme, _("Besluit van de cliënt &vastleggen"), self.decide_wanted.emit, "hand"
        )
        self.no_consent.setLayout(
            padded(self.no_consent_words, row(self.decide_button, None), space=10)
        )
        self.show_parts(
            self._with_steps(
                0,
                Beside(
                    (
                        column(
                            sheet(_("Aan wie?"), people),
                            sheet(_("Welke toestemming van de cliënt?"), choices, self.no_consent),
                            None,
                            space=16,
                        ),
                        13,
                    ),
                    (column(self.means, None), 7),
                ),
            )
        )
        self.next_button = button(
            theme,
            _("V&olgende: wat gaat mee"),
            self._on_next,
            "arrow-right",
            look="primary",
        )
        self.show_foot(cancel, None, self.next_button)
        people.selectionModel().currentChanged.connect(self._on_person)
        choices.selectionModel().currentChanged.connect(self._on_choice)
        holds = {one.consent.recipient for one in sharing.decisions if one.state == GIVEN}
        first = next((n for n, one in enumerate(sharing.cards) if one.thumbprint in holds), 0)
        _choose(people.selectionModel(), self.people, first)
        people.setFocus()

    def _on_person(self, current: QModelIndex, _before: QModelIndex) -> None:
        sharing = self._sharing
        to = self.people.source(current.row()) if current.isValid() else None
        if sharing is None:
            return
        found = [one for one in sharing.decisions if one.consent.recipient == to]
        found.sort(key=lambda one: one.state != GIVEN)
        self.choices.load([_decision(one) for one in found])
        holds = [one for one in found if one.state == GIVEN]
        self._decision = holds[0] if holds else None
        if holds:
            _choose(self.choice_list.selectionModel(), self.choices, 0)
        whole(self._theme, self.choice_list)
        self.choice_list.setVisible(bool(found))
        self.no_consent.setVisible(not holds)
        self.no_consent_words.setText(
            _(
                "Er is nu geen toestemming van de cliënt voor deze ontvanger. Zonder ja van de "
                "cliënt gaat er niets weg. Vraag het de cliënt, en leg het antwoord vast: ja of "
                "nee."
            )
        )
        self._show_state()

    def _on_choice(self, current: QModelIndex, _before: QModelIndex) -> None:
        chosen = self.choices.source(current.row()) if current.isValid() else None
        decisions = self._sharing.decisions if self._sharing is not None else ()
        self._decision = next((one for one in decisions if one.consent.id == chosen), None)
        self._show_state()

    @property
    def _making(self) -> Making:
        return MAKING[self._decision.consent.purpose]

    def _show_state(self) -> None:
        """What the choice means is said before anything is made."""
        self.next_button.setEnabled(self._decision is not None)
        layout = self.means.layout()
        if isinstance(layout, QVBoxLayout):
            chosen = self._decision
            clear(layout)
            fill(layout, *([] if chosen is None else [meaning(self._theme, chosen.consent)]))

    def _on_next(self) -> None:
        if self._decision is not None:
            consent = self._decision.consent
            self.bad.say("")
            work = sharing_work.preview(self.portfolio, consent.id, consent.recipient)
            self.work_briefly(work, self._on_preview, self.say_refused)

    def _on_preview(self, preview: Preview) -> None:
        theme, consent = self._theme, self._decision.consent
        lines = {one.record: one for one in preview.lines}
        name = "" if self._sharing is None else self._sharing.name
        self.title.setText(_(self._making.title).format(name=name))
        goes, self.going = going(theme, preview)
        parts = [goes]
        self.staying = LineModel()
        if stays := staying(theme, preview):
            parts.append(stays[0])
            self.staying = stays[1]
        beside = [self._under(consent), meaning(theme, consent)]
        if preview.open_agreements:
            beside.append(
                agreements(
                    theme,
                    _("Open afspraken die meegaan"),
                    preview.open_agreements,
                    lines,
                    _(self._making.agreements),
                )
            )
        if preview.left_behind:
            beside.append(
                agreements(
                    theme,
                    _("Open afspraken die hier blijven"),
                    preview.left_behind,
                    lines,
                    _(
                        "De opvolger krijgt deze niet. Bij het sluiten vraagt het programma wat "
                        "ermee gebeurt."
                    ),
                )
            )
        main, aside = (column(*those, None, space=16) for those in (parts, beside))
        both = Beside((main, 13), (aside, 7))
        self.show_parts(self._with_steps(1, both))
        back = button(theme, _("&Terug"), self._show_who, "arrow-left")
        self.make_button = button(
            theme, _(self._making.make), self._on_make, "transfer", look="primary"
        )
        self.show_foot(back, None, self.make_button)
        self.make_button.setFocus()

    def _under(self, consent: Any) -> QWidget:
        to = ", ".join(p for p in (consent.recipient_name, consent.recipient_organisation) if p)
        given, until = (
            shown_date(one.isoformat()) for one in (consent.given_on, consent.valid_until)
        )
        inside = padded(
            column(text(_("Ontvanger"), "help"), text(to, "strong", wrap=True), space=0),
            column(text(_("Doel"), "help"), text(_(PURPOSES[consent.purpose]), wrap=True), space=0),
            column(
                text(_("Toestemming van de cliënt"), "help"),
                text(_("Gegeven op {given}").format(given=given), "strong", wrap=True),
                text(_("Geldig tot en met {until}").format(until=until), "small", wrap=True),
                space=0,
            ),
            column(
                text(_("Grondslag (apart vastgelegd)"), "help", wrap=True),
                text(consent.lawful_basis, wrap=True),
                space=0,
            ),
        )
        return sheet(_("Voor wie"), inside)

    def _on_make(self) -> None:
        self._prompts.save_file(self, _("Bestand opslaan"), self._making.file, _(KINDS), self._make)

    def _make(self, place: Path) -> None:
        consent = self._decision.consent
        work = sharing_work.make_bundle(self.portfolio, consent.id, consent.recipient, place)
        self.work(_("Het bestand wordt gemaakt…"), work, self._on_made, self._on_not_made)

    def _on_not_made(self, error: EportfolioError) -> None:
        self.say_refused(error, self.make_button)

    def _on_made(self, sent: Sent) -> None:
        theme = self._theme
        self.saved.emit(_("Bestand gemaakt"))
        self.good.say(
            _("Het bestand is gemaakt: {name}. Alleen de ontvanger kan het openen.").format(
                name=sent.file.name
            )
        )
        left = _("{withheld} keuze van de cliënt, {later} nieuwer dan de toestemming").format(
            withheld=sent.withheld, later=sent.later
        )
        self.show_parts(
            self._with_steps(
                2,
                inside(
                    theme,
                    sent,
                    _("Gaat mee"),
                    fact(
                        theme,
                        "hand",
                        "muted",
                        _("Blijft hier"),
                        _("versies: {left}").format(left=left),
                    ),
                ),
                sheet(
                    _("Wat doet u nu?"),
                    padded(*(text(_(one), wrap=True) for one in self._making.steps)),
                ),
            )
        )
        back = button(theme, _("&Terug naar het dossier"), self.left.emit, look="primary")
        self.show_foot(None, back)
        back.setFocus()


def _choose(selection: QItemSelectionModel, model: LineModel, at: int) -> None:
    selection.setCurrentIndex(model.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def _person(one: Card) -> Line:
    mark, __ = STATES[one.state]
    return Line(
        one.who,
        mark.words,
        one.thumbprint,
        mark.icon,
        is_muted=one.state in ("revoked", "replaced"),
    )


def _decision(decision: Any) -> Line:
    consent, mark = decision.consent, DECISIONS[decision.state]
    given = shown_date(consent.given_on.isoformat())
    until = shown_date(consent.valid_until.isoformat())
    under = _("{words} · {given} · geldig tot en met {until}").format(
        words=mark.words, given=given, until=until
    )
    is_muted = decision.state != GIVEN
    return Line(_(PURPOSES[consent.purpose]), under, consent.id, mark.icon, is_muted=is_muted)
