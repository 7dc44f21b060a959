"""Receiving a dossier: verified first, in words; then seen, answered and taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from eportfolio.errors import EportfolioError
from ui import sharing_work, story_work
from ui.agreements import WORDS, AgreementList, waiting_words
from ui.asked_page import ACKNOWLEDGEMENT, NOTICE
from ui.bundle_sheets import (
    FORKED,
    RETURN,
    checked,
    client_of,
    contents,
    kept_back,
    seen_first,
    taken_in,
)
from ui.exchange import answered
from ui.fields import GrowingText
from ui.file_page import FilePage
from ui.merge_choices import MergeList
from ui.prompts import Prompts
from ui.sections import line_of
from ui.sheets import Beside, fact, note, padded, sheet
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import button, column, row, text
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace.replies import Reply
    from eportfolio.workspace.results import Inspection, Received

KINDS = N_(
    "Overdracht, ontvangstbewijs, bericht of antwoord (*.eportfolio *.receipt *.reply *.withdrawal "
    "*.acknowledgement);;Alle bestanden (*)"
)
RECEIPT, REPLY = ".receipt", ".reply"
CONTACT_REASONS = frozenset({"unknown-sender", "sender-unknown", "sender-expired"})


class ReceivePage(FilePage):
    """From a file to a dossier of one's own."""

    receipt_found = Signal(object)  # Path
    notice_found = Signal(object)  # Path of a notice, or of the answer to one
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
                    "terugkwam (.receipt), een antwoord van uw voorganger (.reply), een bericht "
                    "dat een cliënt iets introk (.withdrawal), of het antwoord daarop "
                    "(.acknowledgement)."
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
        """Look into a file; a receipt and a notice have screens of their own."""
        if file.suffix in (RECEIPT, NOTICE, ACKNOWLEDGEMENT):
            found = self.receipt_found if file.suffix == RECEIPT else self.notice_found
            found.emit(file)
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
        self.title.setText(client_of(found))
        self.good.say(
            _(
                "Echt en compleet. Dit komt van {name}, {organisation}. Er is nog niets in "
                "uw kluis gezet."
            ).format(name=bundle.sender.name, organisation=bundle.sender.organisation)
        )
        main = column(*seen_first(theme, found), checked(theme, found), space=16)
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
        main.addWidget(contents(theme, found))
        main.addStretch(1)
        both = Beside((main, 13), (column(kept_back(theme, found), None), 6))
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
        self.show_parts(*taken_in(theme, received))
        to = received.portfolio
        self.open_button = button(
            theme, _("Dossier &openen"), lambda: self.dossier_wanted.emit(to), look="primary"
        )
        again = button(theme, _("&Nog een bestand"), self._begin_again)
        self.show_foot(again, None, self.open_button)
        self.open_button.setFocus()
