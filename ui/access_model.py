"""The access log as a table: lines stay as they were written, words are made for what is looked at.

A vault in use for years has a hundred thousand lines, of which a screen shows thirty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

from eportfolio.errors import EportfolioError
from ui.access_work import Access, Log, Row
from ui.models import BADGE_ROLE, ROOT, STRONG_ROLE, Index, Mark
from ui.values import fold, shown_moment
from ui.words import N_, _, explain

DONE = "done"
WHEN, WHAT, ABOUT, WHO, RESULT, WHERE = range(6)
DOSSIER, CARD, OTHER = "dossier", "card", "other"
ACTIONS: Mapping[str, tuple[str, str]] = {
    "unlock": (N_("Kluis geopend"), OTHER),
    "unlock-recovery": (N_("Kluis geopend met het herstelblad"), OTHER),
    "unlock-escrow": (N_("Kluis geopend met de sleutel van de organisatie"), OTHER),
    "unlock-shares": (N_("Kluis geopend met deelbladen"), OTHER),
    "lock": (N_("Kluis gesloten"), OTHER),
    "dossier-open": (N_("Dossier geopend"), DOSSIER),
    "dossier-load": (N_("Dossier ingelezen"), DOSSIER),
    "dossier-dump": (N_("Heel dossier uitgelezen"), DOSSIER),
    "document-read": (N_("Document bekeken"), DOSSIER),
    "document-export": (N_("Document buiten de kluis opgeslagen"), DOSSIER),
    "consent-record": (N_("Besluit van de cliënt vastgelegd"), DOSSIER),
    "consent-withdraw": (N_("Toestemming ingetrokken"), DOSSIER),
    "bundle-create": (N_("Bestand voor een ander gemaakt"), DOSSIER),
    "bundle-inspect": (N_("Bestand van een ander bekeken"), DOSSIER),
    "bundle-import": (N_("Dossier van een ander ontvangen"), DOSSIER),
    "bundle-close": (N_("Ontvangstbewijs ingelezen"), DOSSIER),
    "synthesis-reply": (N_("Antwoord aan de opvolger gemaakt"), DOSSIER),
    "synthesis-import": (N_("Antwoord van de voorganger ingelezen"), DOSSIER),
    "notice-create": (N_("Bericht van intrekking gemaakt"), DOSSIER),
    "notice-import": (N_("Bericht van intrekking ontvangen"), DOSSIER),
    "notice-close": (N_("Antwoord op een bericht ingelezen"), DOSSIER),
    "card-import": (N_("Kaart van een ander ingelezen"), CARD),
    "card-revoke": (N_("Kaart van een ander ingetrokken"), CARD),
    "card-rotate": (N_("Eigen kaart vernieuwd"), CARD),
    "passphrase-change": (N_("Wachtwoordzin gewijzigd"), OTHER),
    "recovery-rehearse": (N_("Geoefend met het herstelblad"), OTHER),
    "recovery-renew": (N_("Herstelblad vernieuwd"), OTHER),
    "escrow-set": (N_("Sleutel aan de organisatie gegeven"), OTHER),
    "escrow-remove": (N_("Sleutel van de organisatie vervallen"), OTHER),
    "shares-make": (N_("Deelbladen gemaakt"), OTHER),
    "shares-remove": (N_("Deelbladen vervallen"), OTHER),
    "vault-backup": (N_("Back-up gemaakt"), OTHER),
    "loss-accept": (N_("Verlies van het register aanvaard"), OTHER),
    "caseload-export": (N_("Lijst van de caseload als bestand opgeslagen"), OTHER),
    "paper-make": (N_("Document op papier gemaakt"), DOSSIER),
    "items-erase": (N_("Gegevens gewist"), DOSSIER),
    "dossier-destroy": (N_("Dossier gewist"), DOSSIER),
    "log-export": (N_("Inzagelogboek als bestand opgeslagen"), DOSSIER),
    "access-export": (N_("Kopie van alles voor de cliënt gemaakt"), DOSSIER),
    "portability-export": (N_("Kopie om mee te nemen gemaakt"), DOSSIER),
    "rights-request": (N_("Verzoek van de cliënt vastgelegd"), DOSSIER),
    "rights-decision": (N_("Besluit op een verzoek vastgelegd"), DOSSIER),
}
_DONE = Mark("check", "neutral", N_("Gedaan"))
_REFUSED = Mark("ban", "warn", N_("Geweigerd"))


class AccessModel(QAbstractTableModel):
    """Who did what when; `has_about` is off where every line is about one client."""

    def __init__(self, *, has_about: bool) -> None:
        super().__init__()
        self.columns = [WHEN, WHAT, *([ABOUT] if has_about else []), WHO, RESULT, WHERE]
        self._log = Log((), {}, "")
        self._shown: list[Row] = []
        self._words: Mapping[int, Callable[[Access], str]] = {
            WHEN: lambda one: shown_moment(one.at),
            WHAT: lambda one: what(one.action),
            ABOUT: self._about,
            WHO: self._who,
            RESULT: lambda one: _mark(one).words,
            WHERE: lambda one: one.station,
        }

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._shown[index.row()][1], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words[column](line)
        if column == RESULT and role == BADGE_ROLE:
            return _mark(line)
        if column == RESULT and role == Qt.ItemDataRole.ToolTipRole and line.result != DONE:
            return why(line.result)
        if role == Qt.ItemDataRole.ToolTipRole and column in (WHAT, ABOUT):
            return self._words[column](line)
        return (role == STRONG_ROLE and column == WHAT) or None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        titles = (_("Wanneer"), _("Wat"), _("Over"), _("Wie"), _("Uitkomst"), _("Computer"))
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return titles[self.columns[section]]
        return None

    @property
    def total(self) -> int:
        """How many lines there are, shown or not."""
        return len(self._log.lines)

    def load(self, log: Log) -> None:
        """Take new lines."""
        self._log = log
        self.filter("")

    def filter(self, typed: str) -> None:
        """Show lines of which the words hold every word that was typed."""
        words = fold(typed).split()
        self.beginResetModel()
        self._shown = self._fitting(words) if words else list(self._log.lines)
        self.endResetModel()

    def _fitting(self, words: list[str]) -> list[Row]:
        """Thousands of lines say the same: each thing that is said is looked at once."""
        fits: dict[tuple[str, str, str], bool] = {}
        shown = []
        for row in self._log.lines:
            one = row[1]
            key = (one.action, one.about, one.result)
            if key not in fits:
                folded = self._folded(one)
                fits[key] = all(word in folded for word in words)
            if fits[key]:
                shown.append(row)
        return shown

    def _folded(self, one: Access) -> str:
        """What a line is found by."""
        return fold(" ".join((what(one.action), self._about(one), _mark(one).words)))

    def _who(self, one: Access) -> str:
        name = self._log.names.get(one.who)
        if name is None:
            return _("Andere kaart ({number})").format(number=one.who[:8])
        return _("{name} (u)").format(name=name) if one.who == self._log.own else name

    def _about(self, one: Access) -> str:
        if not one.about:
            return ""
        if (name := self._log.names.get(one.about)) is not None:
            return name
        kind = ACTIONS.get(one.action, ("", OTHER))[1]
        said = {
            DOSSIER: _("Dossier dat er niet meer is ({number})"),
            CARD: _("Kaart die er niet meer is ({number})"),
            OTHER: _("Nummer {number}"),
        }[kind]
        return said.format(number=one.about[:8])


def what(action: str) -> str:
    """An action in words; one of a newer version goes by its own name."""
    return _(ACTIONS[action][0]) if action in ACTIONS else action


def why(result: str) -> str:
    """What a refusal said, without its facts: those were not kept."""
    try:
        return explain(EportfolioError(result))
    except KeyError:  # of a newer version
        return result


def _mark(line: Access) -> Mark:
    return _DONE if line.result == DONE else _REFUSED
