"""Deadlines as an iCalendar file (RFC 5545). Owner of icalendar.

Invariant: no name and no other personal data; a dossier is its first eight characters, as the
caseload shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from eportfolio.register import DueRow

PRODUCT = "-//ePortfolio//NL"
SHOWN = 8  # characters of a dossier's id


def deadlines(rows: Iterable[DueRow], at: datetime) -> bytes:
    """One whole-day event for each deadline that has a date, on its 'uiterlijk' date."""
    from icalendar import Calendar, Event

    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    for row in rows:
        if row.latest is None:
            continue
        day = date.fromisoformat(row.latest)
        event = Event()
        event.add("uid", f"{row.clock}.{row.record or 'dossier'}.{row.portfolio}")
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{row.title} · dossier {row.portfolio[:SHOWN]}")
        event.add("description", row.why)
        event.add("categories", [row.clock])
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())
