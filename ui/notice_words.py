"""What is said about a notice: to whom, about what, and what somebody has to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.models import Line, Mark
from ui.values import shown_date
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.notices import Line as Notice

TO_MAKE, MADE, TO_ANSWER = "te-maken", "gemaakt", "te-beantwoorden"
ANSWERED, SUPERSEDED = "beantwoord", "vervangen"
RECEIVED = "received"
TAKEN_BACK, CORRECTED, ERASED = "toestemming-ingetrokken", "gecorrigeerd", "gewist"

ABOUT: Mapping[str, str] = {
    TAKEN_BACK: N_("De cliënt trok de toestemming in"),
    CORRECTED: N_("Er is iets gecorrigeerd"),
    ERASED: N_("Er is iets gewist"),
}
STATES: Mapping[str, Mark] = {
    TO_MAKE: Mark("alert", "warn", N_("Bericht maken")),
    MADE: Mark("clock", "info", N_("Wacht op antwoord")),
    TO_ANSWER: Mark("alert", "warn", N_("Antwoord geven")),
    ANSWERED: Mark("check", "pos", N_("Beantwoord")),
    SUPERSEDED: Mark("refresh", "neutral", N_("Mag weer")),
    "afgesloten": Mark("ban", "neutral", N_("Geen antwoord")),
}
TELL: Mapping[str, str] = {
    TAKEN_BACK: N_("{who} heeft nog een kopie. De cliënt trok de toestemming in op {day}. Maak een "
                   "bericht."),
    CORRECTED: N_("{who} heeft nog een kopie van vóór de correctie van {day}. Maak een "
                       "bericht."),
    ERASED: N_("{who} heeft nog een kopie van wat hier op {day} is gewist. Maak een bericht."),
}  # fmt: skip
DO: Mapping[str, str] = {
    MADE: N_("Sinds {day} geen antwoord van {who}. Vraag ernaar, of lees het antwoord in."),
    TO_ANSWER: N_("{who} vraagt sinds {day}: wissen of bewaren? Het staat op slot tot u antwoord "
                  "geeft."),
    ANSWERED: N_("{who}: beantwoord."),
    SUPERSEDED: N_("{who} mag het hebben: de cliënt gaf later opnieuw toestemming."),
    "afgesloten": N_("{who}: er komt geen antwoord. De reden is vastgelegd."),
}  # fmt: skip


@dataclass(frozen=True)
class NoticeGoal:
    """Where a line about a notice leads to: the notices of a dossier, or one to be answered."""

    portfolio: str
    notice: str = ""  # its hash


def who(one: Notice) -> str:
    """The other side, in one line."""
    return ", ".join(part for part in (one.name, one.organisation) if part) or _(
        "Iemand zonder kaart"
    )


def said(one: Notice) -> str:
    """What is so, or has to be done."""
    told = one.told
    words = TELL[told.about] if told.state == TO_MAKE else DO[told.state]
    return _(words).format(who=who(one), day=shown_date(told.since[:10]))


def today_line(one: Notice) -> Line:
    """Something that waits, on the first page."""
    told = one.told
    is_ours = told.state == TO_ANSWER
    goal = NoticeGoal(told.portfolio, told.notice if is_ours else "")
    return Line(one.client or _("Dossier zonder naam"), said(one), goal, mark=STATES[told.state])


def what_waits(found: Sequence[Notice]) -> str:
    """After something was taken back, corrected or erased: who still has it; empty when nobody
    has."""
    back = [one for one in found if one.told.about == TAKEN_BACK]
    names = _untold(back or found)
    if not names:
        return ""
    if not back:
        words = _(
            "Weet nog niet dat hier iets is gecorrigeerd of gewist: {names}. Maak een bericht; het "
            "staat ook op Vandaag."
        )
    elif len(names) == 1:
        words = _(
            "{names} heeft nog wat eerder is gedeeld, en weet nog niet dat de cliënt dit introk."
        )
    else:
        words = _(
            "{names} hebben nog wat eerder is gedeeld, en weten nog niet dat de cliënt dit introk."
        )
    return words.format(names=" · ".join(names))


def _untold(found: Sequence[Notice]) -> list[str]:
    return sorted({who(one) for one in found if one.told.state == TO_MAKE})
