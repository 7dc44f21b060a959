"""The rights of a client in words: what can be asked, decided, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from ui.models import Mark
from ui.words import N_

RIGHTS: Mapping[str, str] = {
    "inzage": N_("Inzage: alles zien"),
    "rectificatie": N_("Verbeteren wat niet klopt"),
    "wissing": N_("Laten wissen"),
    "beperking": N_("Stilzetten"),
    "overdraagbaarheid": N_("Gegevens meenemen"),
    "bezwaar": N_("Bezwaar"),
}
OUTCOMES: Mapping[str, str] = {
    "toegewezen": N_("Inwilligen"),
    "deels": N_("Deels inwilligen"),
    "afgewezen": N_("Afwijzen"),
    "verlengd": N_("Twee maanden langer nodig"),
}
STATES: Mapping[str, Mark] = {
    "open": Mark("clock", "warn", N_("Wacht op u")),
    "toegewezen": Mark("check", "pos", N_("Ingewilligd")),
    "deels": Mark("check", "neutral", N_("Deels")),
    "afgewezen": Mark("ban", "neutral", N_("Afgewezen")),
}
