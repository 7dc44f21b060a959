"""What may be done with a dossier: kept here, closed, or lent by a colleague for a time."""

from __future__ import annotations

from ui.sections import CLOSED, Snapshot
from ui.values import shown_date
from ui.words import _

ADVICE = "advies"


def is_editable(snapshot: Snapshot) -> bool:
    """Whether something can be added to a dossier."""
    return snapshot.row.status not in (CLOSED, ADVICE) and not snapshot.is_over


def standing_words(snapshot: Snapshot) -> str:
    """What a person must know before reading on; empty for a dossier that is kept here."""
    until = shown_date(snapshot.lent_until)
    if snapshot.row.status == ADVICE:
        return _("Dit dossier kwam voor advies, tot en met {until}. U leest alleen mee.").format(
            until=until
        )
    if snapshot.lent_until and (snapshot.is_over or snapshot.row.status == CLOSED):
        return _("De vervanging is voorbij. U kunt het dossier nog lezen.")
    if snapshot.row.status == CLOSED:
        return _(
            "Dit dossier is overgedragen en gesloten. U kunt het lezen, maar niet wijzigen: "
            "uw opvolger houdt het nu bij."
        )
    if snapshot.lent_until:
        return _(
            "Vervanging tot en met {until}. U kunt toevoegen, niet wijzigen wat er al stond."
        ).format(until=until)
    return ""
