"""What handing over, cover and advice mean, in words: before a choice, and when a file is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLabel, QWidget

from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import column, icon, row, text
from ui.words import N_, _

if TYPE_CHECKING:
    from ui.forms import FieldBox

HANDOVER, COVER, ADVICE = "handover", "cover", "advice"
# In one breath, where somebody chooses.
SHORT: Mapping[str, str] = {
    HANDOVER: N_(
        "De opvolger neemt het dossier over. Hier sluit het als het ontvangstbewijs terug is."
    ),
    COVER: N_(
        "Uw collega leest mee en voegt toe, tot de laatste dag. Wat erbij komt, komt alleen terug "
        "als de cliënt dat goed vindt. Hier blijft het dossier open."
    ),
    ADVICE: N_("Uw collega leest alleen mee, tot de laatste dag. Hier blijft het dossier open."),
}


@dataclass(frozen=True)
class Making:
    """What a page says that makes a file for one purpose."""

    title: str
    make: str
    file: str
    agreements: str
    steps: tuple[str, ...]


_GIVE = N_("1. Geef het bestand aan uw collega, op een stick of met beveiligde mail.")
_CHECK = N_("2. Uw collega controleert het bestand en stuurt een ontvangstbewijs terug.")
_KEEP = N_(
    "3. Lees het ontvangstbewijs in bij Ontvangen. Dit dossier blijft hier open: u houdt het zelf "
    "bij."
)
MAKING: Mapping[str, Making] = {
    HANDOVER: Making(
        N_("Overdracht van {name}"),
        N_("Overdracht &maken"),
        "overdracht.eportfolio",
        N_("De opvolger moet elke afspraak beantwoorden."),
        (
            N_("1. Geef het bestand aan de opvolger, op een stick of met beveiligde mail."),
            N_("2. De opvolger controleert het bestand en stuurt een ontvangstbewijs terug."),
            N_(
                "3. Lees het ontvangstbewijs in bij Ontvangen. Pas dan sluit dit dossier. Tot die "
                "dag houdt u het zelf bij."
            ),
        ),
    ),
    COVER: Making(
        N_("Vervanging voor {name}"),
        N_("Vervanging &maken"),
        "vervanging.eportfolio",
        N_("Uw collega ziet deze afspraken. U houdt ze zelf bij."),
        (
            _GIVE,
            _CHECK,
            _KEEP,
            N_(
                "4. Komt er later een bestand terug met wat uw collega toevoegde? Lees het in bij "
                "Ontvangen. Dan staat het ook in uw dossier."
            ),
        ),
    ),
    ADVICE: Making(
        N_("Advies over {name}"),
        N_("Bestand voor advies &maken"),
        "advies.eportfolio",
        N_("Uw collega ziet deze afspraken. U houdt ze zelf bij."),
        (_GIVE, _CHECK, _KEEP),
    ),
}


def explained(box: FieldBox) -> QLabel:
    """A line that follows the choice of a purpose."""
    line = text("", "muted", wrap=True)

    def show() -> None:
        words = SHORT.get(str(box.editor.value() or ""))
        line.setText(_(words) if words else "")
        if not words or line.parentWidget():  # shown by itself it would be a window
            line.setVisible(bool(words))

    box.editor.changed.connect(show)
    show()
    return line


def meaning(theme: Theme, consent: Any) -> QWidget:
    """What a consent to share means for the other, for what is added, and for the dossier here."""
    until = shown_date(consent.valid_until.isoformat())
    here = ("folder", "muted", _("Hier"), _("Het dossier blijft hier open. U houdt het zelf bij."))
    if consent.purpose == COVER:
        found = [
            (
                "pencil",
                "muted",
                _("Uw collega"),
                _("Leest mee en voegt toe. Wat er al staat, verandert uw collega niet."),
            ),
            (
                "calendar",
                "muted",
                _("Tot en met"),
                _("{until}. Daarna kan uw collega niets meer toevoegen.").format(until=until),
            ),
            _what_comes_back(is_allowed=consent.answer_back),
            here,
        ]
    elif consent.purpose == ADVICE:
        found = [
            ("eye", "muted", _("Uw collega"), _("Leest alleen mee. Toevoegen kan niet.")),
            ("calendar", "muted", _("Tot en met"), until),
            here,
        ]
    else:
        found = [
            ("transfer", "muted", _("De opvolger"), _("Neemt het dossier over.")),
            (
                "archive",
                "muted",
                _("Hier"),
                _("Het dossier sluit pas als het ontvangstbewijs terug is."),
            ),
        ]
    return sheet(_("Wat dit betekent"), padded(*(_point(theme, *one) for one in found)))


def _point(theme: Theme, name: str, ink: str, about: str, words: str) -> QWidget:
    """An icon, and what is so under what it is about: it fits beside something else."""
    said = column(text(about, "strong", wrap=True), text(words, wrap=True), space=2)
    line = row(column(icon(theme, name, ink), None), said)
    line.setStretch(1, 1)
    holder = QWidget()
    holder.setLayout(line)
    return holder


def _what_comes_back(*, is_allowed: bool) -> tuple[str, str, str, str]:
    if is_allowed:
        said = _("Wat uw collega toevoegt, mag terugkomen. De cliënt vindt dat goed.")
        return ("arrow-left", "pos", _("Terug"), said)
    said = _(
        "Wat uw collega toevoegt, komt niet terug: de cliënt gaf daar geen toestemming voor. "
        "Bespreek dat eerst met de cliënt."
    )
    return ("hand", "warn", _("Terug"), said)
