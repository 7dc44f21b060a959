"""What may be done with a dossier and with what is in it: kept here, closed, or lent for a time.

The rules come from the core (`workspace.permits`); here they are put in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ui.sections import Snapshot
from ui.values import shown_date
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.records import RecordId
    from eportfolio.workspace.permits import Lent

COVER = "cover"
CLOSED = "dossier-closed"
# Why a record cannot be changed: the keys of a refusal, and the reasons of a lock.
KEPT: Mapping[str, str] = {
    CLOSED: N_("Dit dossier is gesloten: uw opvolger houdt het nu bij."),
    "advice-read-only": N_("Dit dossier kwam voor advies: u leest alleen mee."),
    "cover-ended": N_("De vervanging is voorbij: u kunt het alleen nog lezen."),
    "cover-read-only": N_(
        "Dit kwam mee met de vervanging. U kunt het lezen, niet wijzigen of intrekken. Weet u "
        "meer? Voeg iets nieuws toe."
    ),
    "ingetrokken": N_(
        "Dit staat op slot: de cliënt trok de toestemming hiervoor in. U kunt het lezen, niet "
        "wijzigen of delen."
    ),
    "beperkt": N_(
        "Dit staat op slot: op verzoek van de cliënt wordt het nu niet gebruikt. U kunt het lezen, "
        "niet wijzigen of delen."
    ),
    "verouderd": N_(
        "Dit staat op slot: er is een verbetering van. U kunt het lezen, niet wijzigen of delen."
    ),
}
# Why nothing goes back, where the sentence of the failure itself does not fit.
STAYS: Mapping[str, str] = {
    "nothing-covered": N_(
        "Er is nog niets om terug te sturen. Wat u toevoegt, kunt u daarna terugsturen."
    ),
    "no-answer-back": N_(
        "De cliënt gaf geen toestemming om iets terug te sturen: wat u toevoegt, blijft hier. "
        "Overleg met uw collega. Die kan het met de cliënt bespreken."
    ),
    "consent-expired": N_(
        "De laatste dag is voorbij, dus er kan niets meer terug. Wat u toevoegde, blijft hier "
        "veilig staan. Vraag uw collega om een nieuwe vervanging: daarna kan het alsnog terug."
    ),
    "consent-withdrawn": N_(
        "De cliënt trok de toestemming in, dus er gaat niets meer terug. Overleg met uw collega."
    ),
}


def is_editable(snapshot: Snapshot) -> bool:
    """Whether something can be added to a dossier."""
    return not snapshot.adding


def kept_words(key: str) -> str:
    """Why a record cannot be changed; empty when it can."""
    return _(KEPT[key]) if key else ""


def locked_words(snapshot: Snapshot) -> Mapping[RecordId, str]:
    """Records that are locked, each with why."""
    return {one: kept_words(key) for one, key in snapshot.locks.items()}


def standing_words(snapshot: Snapshot) -> str:
    """What a person must know before reading on; empty for a dossier that is kept here."""
    lent = snapshot.lent
    if lent is not None:
        return _advice_words(lent) if lent.purpose != COVER else _cover_words(lent)
    if snapshot.adding == CLOSED:
        return _(
            "Dit dossier is overgedragen en gesloten. U kunt het lezen, maar niet wijzigen: "
            "uw opvolger houdt het nu bij."
        )
    return ""


def giver_words(lent: Lent) -> str:
    """Who lent a dossier."""
    return ", ".join(one for one in (lent.name, lent.organisation) if one) or _("uw collega")


def _advice_words(lent: Lent) -> str:
    if lent.is_over:
        return _("Het advies is voorbij. U kunt het dossier nog lezen.")
    return _("Dit dossier kwam voor advies, tot en met {until}. U leest alleen mee.").format(
        until=shown_date(lent.until.isoformat())
    )


def _cover_words(lent: Lent) -> str:
    who = lent.name or _("uw collega")
    if lent.is_back:
        return _(
            "De vervanging is voorbij: wat u toevoegde, is terug bij {who}. U kunt het dossier "
            "nog lezen."
        ).format(who=who)
    if lent.is_over:
        words = _("De vervanging is voorbij. U kunt het dossier nog lezen.")
    else:
        words = _(
            "Vervanging voor {who}, tot en met {until}. U kunt toevoegen, niet wijzigen wat er "
            "al stond."
        ).format(who=who, until=shown_date(lent.until.isoformat()))
    return f"{words} {return_words(lent)}".strip()


def return_words(lent: Lent) -> str:
    """Whether something goes back; when it does not, why and what to do."""
    refusal = lent.obstacle
    if refusal is not None:
        return _(STAYS[refusal.key]) if refusal.key in STAYS else explain(refusal)
    if lent.sent_on is None:
        return _("Stuur op tijd terug wat u toevoegde.")
    return _(
        "Op {day} stuurde u iets terug. Lees straks het ontvangstbewijs in bij Ontvangen."
    ).format(day=shown_date(lent.sent_on.isoformat()))
