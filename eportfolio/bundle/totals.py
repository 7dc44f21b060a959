"""Hour totals that travel with the lines they come from, and are counted again on arrival
(docs/formats/bundle.md, hours)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from eportfolio import shapes, statute
from eportfolio.portfolio import Current, Portfolio

HOURS = "urenregel"
NOT_SENT, SAME, DIFFERENT, OTHER_RULES = "not-sent", "same", "different", "other-rules"


@dataclass(frozen=True)
class Totals:
    """Hours per counter on a day, and the version of the rules that counted them."""

    rules: str
    on: date
    counters: Mapping[str, float]

    def payload(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "rules": self.rules,
            "on": self.on.isoformat(),
            "counters": dict(sorted(self.counters.items())),
        }


def count(current: Iterable[Current], on: date) -> Totals:
    """What the counters that apply say of these records on a day."""
    outlook = statute.examine(current, on)
    counted = {one.counter: one.done for one in outlook.counters if one.applies}
    return Totals(outlook.rules, on, counted)


def for_bundle(portfolio: Portfolio, sent: Iterable[Current], on: date) -> Totals | None:
    """The totals over what travels; None when not every line of hours that there is travels."""
    shared = list(sent)
    bodies = {one.id: one.body for one in shared if one.kind == HOURS}
    own = {one.id: one.body for one in portfolio.records(HOURS)}
    if not own or own != bodies or portfolio.journal.fates() & {"withheld", "later"}:
        return None
    return count(shared, on)


def compare(claimed: Totals | None, current: Iterable[Current]) -> str:
    """What counting the same records again gives, beside what the sender signed."""
    if claimed is None:
        return NOT_SENT
    counted = count(current, claimed.on)
    if counted.rules != claimed.rules:
        return OTHER_RULES
    return SAME if dict(counted.counters) == dict(claimed.counters) else DIFFERENT


def read(value: object) -> Totals | None:
    """Totals from a verified payload.

    Raises:
        KeyError, TypeError, ValueError: not shaped as such.
    """
    if value is None:
        return None
    signed = shapes.mapping(value)
    counters = shapes.mapping(signed["counters"])
    for hours in counters.values():
        if isinstance(hours, bool) or not isinstance(hours, int | float):
            raise TypeError("hours")
    return Totals(
        shapes.text(signed["rules"]),
        shapes.day(signed["on"]),
        {shapes.text(name): float(hours) for name, hours in counters.items()},
    )
