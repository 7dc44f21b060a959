"""Receiving a dossier: verified first, in words; then seen, answered and taken in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from eportfolio import records
from eportfolio.errors import EportfolioError
from ui import sharing_work, story_work
from ui.agreements import WORDS, AgreementList, waiting_words
from ui.exchange import answered
from ui.fields import GrowingText
from ui.file_page import FilePage
from ui.merge_choices import MergeList
from ui.models import Line, LineModel
from ui.prompts import Prompts
from ui.sections import line_of
from ui.sheets import Beside, fact, line_list, note, padded, sheet, whole
from ui.synthesis_view import synthesis_sheet
from ui.tasks import Tasks
from ui.theme import Theme
from ui.told import ToldCard
from ui.values import shown_date, shown_moment
from ui.widgets import button, column, icon, row, text
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace.replies import Reply
    from eportfolio.workspace.results import Inspection, Received

KINDS = N_(
    "Overdracht, ontvangstbewijs of antwoord (*.eportfolio *.receipt *.reply);;Alle bestanden (*)"
)
RECEIPT, REPLY = ".receipt", ".reply"
FORKED, RETURN = "forked", "cover-return"
RELATIONS = {
    "new": N_("Nieuw dossier voor u"),
    "newer": N_("Nieuwer dan wat u hebt"),
    "fills": N_("Vult aan wat eerder niet gedeeld werd"),
    "same": N_("Dit hebt u al"),
    "older": N_("Ouder dan wat u hebt"),
    FORKED: N_("Op twee plaatsen verder bijgehouden"),
}
PURPOSES: Mapping[str, str] = {
    "handover": N_("Overdracht: u neemt het dossier over"),
    "cover": N_("Vervanging: u neemt tijdelijk waar"),
    "advice": N_("Advies: u leest alleen mee"),
    RETURN: N_("Terug van vervanging: wat uw collega toevoegde"),
}
HOURS = {
    "same": ("check-circle", "pos", N_("Nageteld: de totalen kloppen met die van de afzender.")),
    "different": (
        "alert",
        "warn",
        N_(
            "Nageteld: de totalen kloppen niet met die van de afzender. De losse regels tellen; "
            "vraag de afzender na."
        ),
    ),
    "other-rules": (
        "info",
        "muted",
        N_("De afzender telde met andere regels. De totalen zijn niet vergeleken."),
    ),
    "not-sent": ("info", "muted", N_("De afzender stuurde geen totalen mee.")),
}
CONTACT_REASONS = frozenset({"unknown-sender", "sender-unknown", "sender-expired"})


class ReceivePage(FilePage):
    """From a file to a dossier of one's own."""

    receipt_found = Signal(object)  # Path
    dossier_wanted = Signal(str)
    contacts_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(tasks, theme, prompts, _("Ontvangen"))
        self.agreements: AgreementList | None = None
        self.merge: MergeList | None = None
        self.summary: QPlainTextEdit | None = None
        self.found: Inspection | None = None
        self._proposed = ""  # what the summary began with
        self._begin_again()

    @property
    def is_changed(self) -> bool:
        """Whether something was answered that is not taken in yet."""
        is_answered = self.agreements is not None and self.agreements.is_touched
        is_answered = is_answered or (self.merge is not None and self.merge.is_touched)
        return is_answered or bool(self._own_summary)

    @property
    def _own_summary(self) -> str:
        """What somebody wrote; what the program proposed is nobody's own words."""
        typed = self.summary.toPlainText().strip() if self.summary is not None else ""
        return "" if typed == self._proposed.strip() else typed

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.choose_button.setFocus()

    def _begin_again(self) -> None:
        self.file = self.found = self.agreements = self.merge = self.summary = None
        self.title.setText(_("Ontvangen"))
        self.good.say("")
        self.show_parts(
            self.drop_zone(
                _("Sleep hier het bestand dat u kreeg"),
                _(
                    "Een overdracht van een collega (.eportfolio), een ontvangstbewijs dat "
                    "terugkwam (.receipt), of een antwoord van uw voorganger (.reply)."
                ),
                self._on_choose,
            ),
            self._first_time(),
        )
        self.show_foot()

    def _first_time(self) -> QWidget:
        """Nobody can make a file for somebody whose card they do not have."""
        self.card_button = button(
            self._theme, _("Naar mijn kaa&rt"), self.contacts_wanted.emit, "user-plus", small=True
        )
        words = note(
            self._theme,
            _(
                "Krijgt u voor het eerst een dossier? Stuur dan eerst uw kaart naar uw collega. "
                "Daarmee maakt die een bestand dat alleen u kunt openen."
            ),
            "info",
            "muted",
        )
        line = row(None, column(words, row(None, self.card_button, None), space=10), None)
        line.setStretch(1, 4)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _on_choose(self) -> None:
        self._prompts.open_file(self, _("Bestand kiezen"), _(KINDS), self.take_file)

    def take_file(self, file: Path) -> None:
        """Look into a file; a receipt has a screen of its own."""
        if file.suffix == RECEIPT:
            self.receipt_found.emit(file)
            return
        self._begin_again()
        self.file = file
        if file.suffix == REPLY:
            words = _("Het antwoord wordt gecontroleerd…")
            self.work(words, story_work.take_in(file), self._on_reply, self._on_refused)
            return
        work = sharing_work.inspect(file)
        self.work(_("Het bestand wordt gecontroleerd…"), work, self._on_inspected, self._on_refused)

    def _on_refused(self, error: EportfolioError) -> None:
        """Nothing was stored; say why, what is safe and what to do."""
        theme = self._theme
        self.title.setText(_("Dit bestand nemen we niet over"))
        self.say_refused(error)
        self.show_parts(
            sheet(
                _("Wat is veilig?"),
                fact(
                    theme, "shield", "pos", _("Uw kluis"), _("Er is niets in uw kluis veranderd.")
                ),
                fact(
                    theme,
                    "folder",
                    "muted",
                    _("De afzender"),
                    _("Het dossier van de afzender blijft open, tot u een ontvangstbewijs stuurt."),
                ),
            )
        )
        parts: list[QWidget | None] = [None]
        if error.key in CONTACT_REASONS:
            parts.append(
                button(theme, _("Naar &contacten"), self.contacts_wanted.emit, "user-plus")
            )
        self.again_button = button(
            theme, _("&Ander bestand kiezen"), self._on_choose, look="primary"
        )
        parts.append(self.again_button)
        self.show_foot(*parts)
        self.again_button.setFocus()

    def _on_reply(self, reply: Reply) -> None:
        """What the predecessor says of what one understood; no record changed."""
        theme = self._theme
        self.saved.emit(_("Antwoord bewaard"))
        self.title.setText(_("Antwoord van uw voorganger"))
        self.good.say(
            _("Het antwoord is echt en staat bij het dossier. Er is geen gegeven veranderd.")
        )
        self.show_parts(sheet(_("Uw eigen samenvatting"), padded(answered(theme, reply))))
        self.open_button = button(
            theme,
            _("Dossier &openen"),
            lambda: self.dossier_wanted.emit(reply.pid),
            look="primary",
        )
        again = button(theme, _("&Nog een bestand"), self._begin_again)
        self.show_foot(again, None, self.open_button)
        self.open_button.setFocus()

    def _on_inspected(self, found: Inspection) -> None:
        if found.obstacle is not None and found.relation.name != FORKED:
            self._on_refused(found.obstacle)
            return
        self.found = found
        bundle, theme = found.bundle, self._theme
        self.title.setText(_name(found))
        self.good.say(
            _(
                "Echt en compleet. Dit komt van {name}, {organisation}. Er is nog niets in "
                "uw kluis gezet."
            ).format(name=bundle.sender.name, organisation=bundle.sender.organisation)
        )
        main = column(*self._first(found), self._checked(found), space=16)
        if found.relation.name == FORKED:
            main.addWidget(self._two_places(found))
        if found.must_answer:
            self.agreements = AgreementList(theme, found.must_answer, WORDS)
            self.agreements.changed.connect(self._show_state)
            main.addWidget(
                sheet(
                    _("Open afspraken"),
                    padded(
                        text(
                            _("Geef op elke afspraak antwoord. De cliënt rekent erop."),
                            "muted",
                            wrap=True,
                        )
                    ),
                    self.agreements,
                )
            )
        is_return = bundle.claims.purpose == RETURN
        if bundle.consent.answer_back and found.relation.name != "same" and not is_return:
            main.addWidget(self._own_words(found))
        main.addWidget(self._contents(found))
        main.addStretch(1)
        both = Beside((main, 13), (column(self._kept_back(found), None), 6))
        self.show_parts(both)
        self.why_not = text("", "muted", wrap=True)
        take = _("&Toevoegen aan het dossier") if is_return else _("Dossier &overnemen")
        self.import_button = button(theme, take, self._on_import, look="primary")
        stop = button(theme, _("&Niet overnemen"), self._begin_again)
        self.show_foot(stop, self.why_not, self.import_button)
        self._show_state()
        if self.agreements is not None:
            self.agreements.begin()
        else:
            self.import_button.setFocus()

    def _first(self, found: Inspection) -> list[QWidget]:
        """What a successor sees first: one page of it, and what was told before."""
        parts: list[QWidget] = []
        if found.synthesis is not None:
            parts.append(synthesis_sheet(self._theme, found.synthesis))
        if any(one.told for one in found.told):
            card = ToldCard(self._theme)
            card.load(found.told)
            parts.append(card)
        return parts

    def _two_places(self, found: Inspection) -> QWidget:
        """Both sides stay in the history; a person says which version holds."""
        theme = self._theme
        known = {str(one.id): line_of(one) for one in found.bundle.current}
        self.merge = MergeList(theme, found.sides, known)
        self.merge.changed.connect(self._show_state)
        words = (
            _many(
                "{number} gegeven is op beide plaatsen veranderd. Kies welke versie vanaf nu "
                "geldt. De andere blijft in de geschiedenis staan.",
                "{number} gegevens zijn op beide plaatsen veranderd. Kies bij elk welke versie "
                "vanaf nu geldt. De andere blijft in de geschiedenis staan.",
                len(found.sides),
            )
            if found.sides
            else _("Geen gegeven is op beide plaatsen veranderd. Alles gaat samen.")
        )
        return sheet(
            _("Dit dossier is op twee plaatsen bijgehouden"),
            padded(
                note(
                    theme, _("Er raakt niets kwijt: alles van u en alles uit het bestand blijft.")
                ),
                text(words, wrap=True),
            ),
            self.merge,
        )

    def _checked(self, found: Inspection) -> QWidget:
        theme, bundle = self._theme, found.bundle
        consent, claims = bundle.consent, bundle.claims
        until = shown_date(consent.valid_until.isoformat())
        given = shown_date(consent.given_on.isoformat())
        lines = (
            (
                _("Handtekening"),
                _("van {name}, uw kaart van de afzender is bekend").format(name=bundle.sender.name),
            ),
            (_("Voor u bedoeld"), _("alleen met uw kaart gaat dit bestand open")),
            (_("Compleet"), _amount(len(bundle.current), len(bundle.attachments))),
            (
                _("Toestemming"),
                _("gegeven op {given}, geldig tot en met {until}").format(given=given, until=until),
            ),
            (
                _("Geschiedenis"),
                _many(
                    "aansluitend: {number} wijziging",
                    "aansluitend: {number} wijzigingen",
                    claims.size,
                ),
            ),
        )
        rows = [fact(theme, "check-circle", "pos", label, words) for label, words in lines]
        purpose = _(PURPOSES[claims.purpose])
        relation = _(RELATIONS[found.relation.name])
        rows.append(fact(theme, "transfer", "muted", _("Doel"), purpose))
        rows.append(fact(theme, "folder", "muted", _("Dit is"), relation))
        return sheet(_("Gecontroleerd"), *rows)

    def _kept_back(self, found: Inspection) -> QWidget:
        theme, claims = self._theme, found.bundle.claims
        rows: list[Any] = [
            padded(text(_("Keuze van de cliënt. Dit is geen fout."), "muted", wrap=True))
        ]
        for title in found.not_chosen:
            line = row(icon(theme, "hand"), text(_(title), wrap=True))
            line.setStretch(1, 1)
            line.setContentsMargins(20, 7, 20, 7)
            rows.append(line)
        versions = (
            (len(claims.withheld), _("{number} niet gedeeld")),
            (len(claims.later), _("{number} nieuwer dan de toestemming")),
            (len(claims.erased), _("{number} gewist")),
        )
        words = ", ".join(what.format(number=count) for count, what in versions if count)
        rows.append(
            padded(
                text(
                    _("Versies in de geschiedenis: {words}.").format(words=words)
                    if words
                    else _("Alles is gedeeld."),
                    "help",
                    wrap=True,
                ),
                note(theme, _("Wilt u hier iets over weten? Vraag het aan de cliënt zelf.")),
            )
        )
        return sheet(_("Niet gedeeld"), *rows)

    def _contents(self, found: Inspection) -> QWidget:
        model = LineModel()
        by_kind: dict[str, list[Any]] = {}
        for one in found.bundle.current:
            by_kind.setdefault(one.kind, []).append(one)
        lines: list[Line] = []
        for kind, those in by_kind.items():
            lines.append(Line(_(records.title(kind)), is_heading=True))
            lines += [Line(line_of(one), shown_moment(one.at), str(one.id)) for one in those]
        model.load(lines)
        self.contents = model
        view = line_list(self._theme, model, _("Wat er in zit"))
        model.setParent(view)
        whole(self._theme, view)
        return sheet(_("Wat er in zit"), view)

    def _own_words(self, found: Inspection) -> QWidget:
        self.summary = GrowingText()
        if found.synthesis is not None:
            self.summary.setPlainText("\n".join(found.synthesis.story))
        self._proposed = self.summary.toPlainText()
        self.summary.setAccessibleName(_("Uw eigen samenvatting"))
        self.summary.setPlaceholderText(
            _("Wat heeft u begrepen van dit dossier? In uw eigen woorden.")
        )
        return sheet(
            _("Uw eigen samenvatting"),
            padded(
                text(
                    _(
                        "Dit gaat met het ontvangstbewijs terug naar de afzender, die zegt of het "
                        "klopt. De cliënt vindt dat goed. Schrijf het om in uw eigen woorden. Laat "
                        "u het staan of maakt u het leeg, dan gaat er niets terug."
                    ),
                    "muted",
                    wrap=True,
                ),
                self.summary,
            ),
        )

    def _show_state(self) -> None:
        waiting = self.agreements.waiting if self.agreements is not None else 0
        choosing = self.merge.waiting if self.merge is not None else 0
        told = (
            _many(
                "Kies eerst nog bij {number} gegeven",
                "Kies eerst nog bij {number} gegevens",
                choosing,
            )
            if choosing
            else ""
        )
        self.why_not.setText(told or waiting_words(waiting))
        self.import_button.setEnabled(not waiting and not choosing)

    def _on_import(self) -> None:
        file = self.file
        if file is not None:
            self._prompts.save_file(
                self, _("Ontvangstbewijs opslaan"), f"{file.stem}{RECEIPT}", KINDS, self._import
            )

    def _import(self, place: Path) -> None:
        if self.file is None:
            return
        answers = self.agreements.values() if self.agreements is not None else []
        choices = self.merge.values() if self.merge is not None else None
        work = sharing_work.receive(self.file, answers, self._own_summary or None, place, choices)
        self.work(
            _("Het dossier wordt overgenomen…"), work, self._on_received, self._on_not_received
        )

    def _on_not_received(self, error: EportfolioError) -> None:
        """What was answered stays on the screen."""
        self.good.say("")
        self.bad.say(explain(error))
        self._show_state()

    def _on_received(self, received: Received) -> None:
        theme = self._theme
        self.agreements = self.merge = self.summary = None
        self.saved.emit(_("Dossier overgenomen"))
        self.good.say(
            _(
                "Het dossier staat in uw kluis. Stuur het ontvangstbewijs terug naar de afzender: "
                "pas dan sluit het dossier daar."
            )
        )
        hours = HOURS[received.hours]
        files = _amount(received.records, received.documents)
        rows = [
            fact(theme, "check-circle", "pos", _("Ontvangen"), files),
            fact(
                theme,
                "file-check",
                "pos",
                _("Ontvangstbewijs"),
                _("{file}, versleuteld voor de afzender").format(
                    file=received.receipt.name if received.receipt else "–"
                ),
            ),
            fact(theme, hours[0], hours[1], _("Uren"), _(hours[2])),
        ]
        parts = [sheet(_("Overgenomen"), *rows)]
        if received.findings:
            found = [
                fact(theme, "alert", "warn", _("Let op"), one.why) for one in received.findings
            ]
            parts.append(sheet(_("Wat de wet zegt van dit dossier"), *found))
        self.show_parts(*parts)
        to = received.portfolio
        self.open_button = button(
            theme, _("Dossier &openen"), lambda: self.dossier_wanted.emit(to), look="primary"
        )
        again = button(theme, _("&Nog een bestand"), self._begin_again)
        self.show_foot(again, None, self.open_button)
        self.open_button.setFocus()


def _name(found: Inspection) -> str:
    client = next((one for one in found.bundle.current if one.kind == "client"), None)
    return line_of(client) if client is not None else _("Dossier zonder naam")


def _amount(items: int, files: int) -> str:
    return _("{items} en {files}").format(
        items=_many("{number} gegeven", "{number} gegevens", items),
        files=_many("{number} bestand", "{number} bestanden", files),
    )
