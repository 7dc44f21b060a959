"""What happens when a date is missed, as far as the rules in `resources/statute` say so.

Nothing is made up: a clock whose rule names no consequence has none here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from eportfolio.statute.rules import CHANCE, PERIOD, RuleBook, rulebook

TERM, AFTER_FINE, CALL = "C04", "C16", "C14"
TOO_LATE = "te laat: "  # how a rule begins when it says what being late gives
NOTHING = "geen"  # a rule that nothing changes


class Consequence(NamedTuple):
    """A Dutch sentence, and the article it rests on."""

    words: str
    source: str


def missed(clock: str, on: date, book: RuleBook | None = None) -> Consequence | None:
    """What follows when the date of a clock goes by; None where the rules name nothing.

    Raises:
        KeyError: there is no such clock.
    """
    book = book or rulebook()
    rule = book.clock(clock, on)
    if clock == TERM:
        source = book.clock(AFTER_FINE, on).source
        return Consequence("DUO kan een boete geven; daarna begint een nieuwe termijn.", source)
    if clock == CALL:
        return Consequence("Na drie oproepen rondt het college de intake af.", rule.source)
    if rule.changes.startswith(TOO_LATE):
        return Consequence(f"Dat geeft {rule.changes.removeprefix(TOO_LATE)}.", rule.source)
    if rule.nature == PERIOD:
        return Consequence("Dit eindigt dan vanzelf.", rule.source)
    if rule.nature == CHANCE:
        but = "" if rule.changes == NOTHING else f" Let op: {rule.changes}."
        return Consequence(f"Daarna kan dit niet meer.{but}", rule.source)
    return None
