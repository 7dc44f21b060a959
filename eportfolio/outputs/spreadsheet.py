"""The caseload as a file for a spreadsheet: UTF-8 with a mark, semicolons, Dutch dates and numbers.

Invariant: no cell is worked out by the program that opens it. What a person typed and begins like
a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from eportfolio import statute, texts
from eportfolio.register import ADVISED, CLOSED, COVERED, OPEN, SENT, Row
from eportfolio.statute import State

# With the wide forms that some programs read as the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_STATES: Mapping[State, str] = MappingProxyType(
    {State.OVERDUE: "Te laat", State.DUE_SOON: "Binnenkort", State.RUNNING: "Loopt"}
)
_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        OPEN: "Open",
        SENT: "Wacht op ontvangstbewijs",
        CLOSED: "Overgedragen en gesloten",
        COVERED: "Vervanging",
        ADVISED: "Advies",
    }
)


def caseload(rows: Sequence[Row], on: date) -> bytes:
    """One line for each client, in this order. For each counter of hours that somebody has there
    are two columns: what was done and what is asked."""
    counters = list(dict.fromkeys(name for row in rows for name in row.hours))
    titles = ["Naam", "Route", "PIP", "Volgende termijn", "Stand", "Werkdatum"]
    for name in counters:
        titles += [f"{name} gedaan", f"{name} nodig"]
    titles += ["Laatste contact", "Let op", "Afspraken", "Status"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(harmless, titles))
    writer.writerows(_cells(row, counters, on) for row in rows)
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A text that a spreadsheet shows and does not work out."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _cells(row: Row, counters: Sequence[str], on: date) -> list[str]:
    state = row.state(on)
    term = statute.rulebook().clock(row.next_clock, on).title if row.next_clock else "geen"
    words = [row.name, row.route or "nog geen PIP", row.plan or "", term]
    hours = row.hours
    numbers = [_number(value) for name in counters for value in hours.get(name, (None, None))]
    return [
        *map(harmless, words),
        _STATES[state] if state else "",
        _date(row.next_deadline),
        *numbers,
        _date(row.last_contact),
        str(row.findings),
        str(row.open_agreements),
        harmless(_STATUSES.get(row.status, row.status)),
    ]


def _number(value: float | None) -> str:
    return "" if value is None else texts.number(value)


def _date(value: str | None) -> str:
    """An ISO date or moment as day, month, year."""
    return "" if not value else "-".join(reversed(value[:10].split("-")))
