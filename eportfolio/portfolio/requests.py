"""What the client asked by right, and what was decided (docs/formats/rights.md, requests).

Invariants:
- A request and each decision about it are signed statements beside the chain; none is changed.
- The last decision that is no extension ends a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from eportfolio import shapes
from eportfolio.consent.decisions import aware
from eportfolio.errors import NotAuthentic
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.statute.dates import months_after

REQUEST_TYP = "rights-request+jws"
DECISION_TYP = "rights-decision+jws"
FORMAT = 1

ACCESS, RECTIFICATION, ERASURE, RESTRICTION, PORTABILITY, OBJECTION = (
    *("inzage", "rectificatie", "wissing", "beperking", "overdraagbaarheid", "bezwaar"),
)
ARTICLES: Final[Mapping[str, str]] = {
    ACCESS: "AVG 15",
    RECTIFICATION: "AVG 16",
    ERASURE: "AVG 17",
    RESTRICTION: "AVG 18",
    PORTABILITY: "AVG 20",
    OBJECTION: "AVG 21",
}
OF_RECORDS: Final = (RECTIFICATION, ERASURE, RESTRICTION, OBJECTION)  # these name records
OPEN = "open"
GRANTED, IN_PART, REFUSED, EXTENDED = "toegewezen", "deels", "afgewezen", "verlengd"
OUTCOMES = (GRANTED, IN_PART, REFUSED, EXTENDED)
TERM_MONTHS, EXTENDED_MONTHS = 1, 3  # AVG 12, third paragraph: one month, and two more


@dataclass(frozen=True)
class Request:
    """A request with what became of it. `due` is the last day to decide, extension included;
    `granted` the records that the decision was about."""

    id: str
    hash: str
    portfolio: str
    right: str
    records: tuple[RecordId, ...]
    asked_on: date
    asked_by: str
    words: str | None
    due: date
    at: datetime
    state: str = OPEN
    extended_until: date | None = None
    decided_at: datetime | None = None
    ground: str | None = None
    article: str = ""
    granted: tuple[RecordId, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided yet; an extension decides nothing."""
        return self.state == OPEN

    def is_late(self, on: date) -> bool:
        """Whether the term was over on a day without a decision."""
        return self.is_open and on > self.due

    def json(self) -> dict[str, Any]:
        """As `--json` and an access copy have it."""
        return {
            "request": self.id,
            "portfolio": self.portfolio,
            "right": self.right,
            "article": self.article or ARTICLES[self.right],
            "records": list(self.records),
            "asked_on": self.asked_on.isoformat(),
            "asked_by": self.asked_by,
            "words": self.words,
            "due": self.due.isoformat(),
            "state": self.state,
            "extended_until": self.extended_until and self.extended_until.isoformat(),
            "decided_at": self.decided_at and self.decided_at.isoformat(),
            "ground": self.ground,
            "granted": list(self.granted),
        }


def term(asked_on: date) -> date:
    """The last day to answer: the same day-number a month after receipt (AVG 12, third paragraph;
    Regulation 1182/71, article 3). It is not moved to a working day: nobody should wait longer."""
    return months_after(asked_on, TERM_MONTHS)


def extended_term(asked_on: date) -> date:
    """The same with the two months more that AVG 12, third paragraph, allows."""
    return months_after(asked_on, EXTENDED_MONTHS)


def read(statements: Iterable[Statement]) -> list[Request]:
    """Every request with what became of it, in the order of the ledger.

    Raises:
        NotAuthentic: `request`: a statement of another shape.
        Unsupported: a newer format.
    """
    found: dict[str, Request] = {}
    for one in statements:
        if one.typ == REQUEST_TYP:
            found[one.hash] = _request(one)
        elif one.typ == DECISION_TYP:
            hash_, decided = _decided(one, found)
            found[hash_] = decided
    return list(found.values())


def requests_of(portfolio: Portfolio) -> list[Request]:
    """The same for an open file."""
    return read(portfolio.ledger.of(REQUEST_TYP, DECISION_TYP))


def _request(one: Statement) -> Request:
    payload = one.payload()
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "request")):
        right = shapes.text(payload["right"])
        if right not in ARTICLES:
            raise ValueError
        return Request(
            id=shapes.uuid(payload["id"]),
            hash=one.hash,
            portfolio=shapes.uuid(payload["pid"]),
            right=right,
            records=_records(payload["records"]),
            asked_on=date.fromisoformat(payload["asked_on"]),
            asked_by=shapes.text(payload["asked_by"]),
            words=shapes.text_or_none(payload["words"]),
            due=date.fromisoformat(payload["due"]),
            at=aware(shapes.text(payload["at"])),
        )


def _decided(one: Statement, known: Mapping[str, Request]) -> tuple[str, Request]:
    payload = one.payload()
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "request")):
        request = known[shapes.text(payload["request"])]
        outcome, ground = shapes.text(payload["outcome"]), shapes.text_or_none(payload["ground"])
        if outcome not in OUTCOMES:
            raise ValueError
        if outcome == EXTENDED:
            until = date.fromisoformat(payload["extended_until"])
            return request.hash, replace(request, due=until, extended_until=until, ground=ground)
        return request.hash, replace(
            request,
            state=outcome,
            decided_at=aware(shapes.text(payload["at"])),
            ground=ground,
            article=shapes.text(payload["article"]),
            granted=_records(payload["records"]),
        )


def _records(value: object) -> tuple[RecordId, ...]:
    return tuple(RecordId(shapes.uuid(one)) for one in shapes.texts(value))
