"""With whom something of a dossier was shared: every line, and what is in the chosen one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout

from ui import shared_work
from ui.consent_fields import PURPOSES
from ui.erase_form import called
from ui.models import Line, Mark
from ui.on_paper_words import DOCUMENTS
from ui.prompts import Prompts
from ui.shared_work import Shared
from ui.sheets import Beside, fact, padded, sheet
from ui.tasks import Tasks
from ui.term_list import TermList
from ui.theme import Theme
from ui.values import shown_moment
from ui.widgets import clear, column, hair, text
from ui.words import N_, _, _many
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.workspace.disclosures import Disclosure

SHOWN = 200  # lines; nobody reads more at once
NAMED = 60  # records of a line that are named one by one
WHAT: Mapping[str, tuple[str, str]] = {
    "bundle-sent": (N_("Gedeeld met {who}"), "transfer"),
    "bundle-received": (N_("Ontvangen van {who}"), "download"),
    "receipt-got": (N_("Ontvangstbewijs van {who}"), "file-check"),
    "receipt-given": (N_("Ontvangstbewijs gegeven aan {who}"), "file-check"),
    "consent-withdrawn": (N_("Toestemming ingetrokken: {who}"), "hand"),
    "dossier-closed": (N_("Dossier gesloten na overdracht aan {who}"), "archive"),
    "notice": (N_("Bericht dat er iets veranderde: {who}"), "message"),
    "acknowledgement": (N_("Antwoord op een bericht: {who}"), "message"),
    "paper": (N_("Op papier: {document}"), "file"),
}
STATES: Mapping[str, Mark] = {
    "unanswered": Mark("clock", "warn", N_("Geen bewijs")),
    "partly": Mark("alert", "warn", N_("Niet alles")),
    "receipted": Mark("check", "pos", N_("Aangekomen")),
    "withdrawn": Mark("hand", "neutral", N_("Ingetrokken")),
    "unfinished": Mark("ban", "neutral", N_("Niet afgemaakt")),
}
MEANT: Mapping[str, str] = {
    "client": N_("voor de cliënt"),
    "office": N_("voor kantoor"),
    "other": N_("voor een ander"),
}
COPIES: Mapping[str, str] = {
    "access": N_("Kopie van alles"),
    "portability": N_("Kopie om mee te nemen"),
    "document": N_("Een bijlage"),
}


class SharedPage(WorkPage):
    """Read only: it is computed from what was signed."""

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__(tasks, theme, prompts, _("Met wie gedeeld"))
        self.portfolio = portfolio
        self._shared: Shared | None = None
        self.list = TermList(theme, _("Met wie gedeeld, het nieuwste eerst"), is_whole=True)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.counted = text(_("Het dossier wordt gelezen…"), "muted", wrap=True)
        self.chosen = QVBoxLayout()
        self.chosen.setContentsMargins(0, 0, 0, 0)
        words = _("Alles wat eruit ging of binnenkwam. Dit komt uit wat getekend is.")
        self.show_parts(
            text(words, "lead", wrap=True),
            Beside(
                (column(sheet(_("Wat er gebeurde"), self.list, padded(self.counted)), None), 3),
                (column(self.chosen, None), 2),
            ),
        )
        tasks.run(self, shared_work.shared(portfolio), self._load, self.say_refused)

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here."""
        return False

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.list.setFocus()

    def _load(self, found: Shared) -> None:
        self._shared = found
        if found.name:
            self.title.setText(_("Met wie is iets van {name} gedeeld?").format(name=found.name))
        self.list.load([_line(n, one) for n, one in enumerate(found.lines[:SHOWN])])
        self.list.setVisible(bool(found.lines))
        number = len(found.lines)
        self.counted.setText(
            _many("{number} regel", "{number} regels", number)
            if number
            else _("Er is nog niets gedeeld.")
        )
        if found.lines:
            self.list.setFocus()

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        """What is in the line that is chosen."""
        clear(self.chosen)
        if self._shared is None or not current.isValid():
            return
        one = self._shared.lines[self.list.lines.source(current.row())]
        theme = self._theme
        facts = [
            fact(theme, "calendar", "muted", _("Wanneer"), shown_moment(one.at)),
            fact(theme, "users", "muted", _("Met wie"), _who(one)),
        ]
        if one.purpose:
            words = _(PURPOSES.get(one.purpose, one.purpose))
            facts.append(fact(theme, "transfer", "muted", _("Waarvoor"), words))
        if one.state:
            words = STATES[one.state].words if one.state in STATES else one.state
            facts.append(fact(theme, "file-check", "muted", _("Stand"), words))
        items = padded(text(_("Gegevens"), "strong"), text(self._items(one), wrap=True), space=6)
        self.chosen.addWidget(sheet(_title(one), *facts, hair(), items))

    def _items(self, one: Disclosure) -> str:
        records = self._shared.records if self._shared is not None else {}
        named = [called(records[record]) for record in one.records if record in records]
        said = []
        if one.document and not one.records:
            said.append(_("Het dossier zoals het toen was"))
        elif one.items:
            said.append(_many("{number} versie ging mee", "{number} versies gingen mee", one.items))
        if one.withheld:
            said.append(_many("{number} versie bleef hier", "{number} versies bleven hier",
                              one.withheld))  # fmt: skip
        said += named[:NAMED]
        if len(named) > NAMED:
            said.append(_("En nog {number}.").format(number=len(named) - NAMED))
        return "\n".join(said) or _("Geen")


def _who(one: Disclosure) -> str:
    who = ", ".join(part for part in (one.name, one.organisation) if part)
    return who or _(MEANT.get(one.meant_for, "")) or _("Niet bekend")


def _title(one: Disclosure) -> str:
    words = _(WHAT[one.what][0]) if one.what in WHAT else one.what
    return words.format(who=_who(one), document=_paper(one.document))


def _paper(document: str) -> str:
    found = next((known.dutch for known in DOCUMENTS if known.key == document), None)
    return _(found or COPIES.get(document, document))


def _line(at: int, one: Disclosure) -> Line:
    icon = WHAT[one.what][1] if one.what in WHAT else "file"
    return Line(_title(one), shown_moment(one.at), at, icon, STATES.get(one.state))
