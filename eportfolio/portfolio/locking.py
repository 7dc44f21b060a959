"""Which records of a dossier are locked, and why (docs/formats/notice.md, locks).

Invariants:
- A lock is a signed statement beside the chain; only a later unlock for the same reason and the
  same notice ends it, so that one ground never opens what another one closed.
- A locked record is neither changed nor shared; it stays readable and verifies as before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eportfolio import shapes
from eportfolio.consent.decisions import aware
from eportfolio.errors import NotAuthentic
from eportfolio.journal import Author
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.signing import Signer

LOCK_TYP = "item-lock+jws"
UNLOCK_TYP = "item-unlock+jws"
FORMAT = 1
# The client took back the permission; asked for a restriction (AVG 18); a correction is known.
WITHDRAWN, RESTRICTED, OUTDATED = "ingetrokken", "beperkt", "verouderd"
REASONS = (WITHDRAWN, RESTRICTED, OUTDATED)


@dataclass(frozen=True)
class Lock:
    """Why a record is locked and since when; `notice` is the hash of the notice that asked it."""

    reason: str
    notice: str | None
    since: datetime


Locks = Mapping[RecordId, tuple[Lock, ...]]


def locked(statements: Iterable[Statement]) -> Locks:
    """The locked records, each with every lock that still holds; `statements` in the order of the
    ledger.

    Raises:
        NotAuthentic: `lock`: a statement of another shape.
        Unsupported: a newer format.
    """
    found: dict[RecordId, dict[tuple[str, str | None], Lock]] = {}
    for statement in statements:
        if statement.typ not in (LOCK_TYP, UNLOCK_TYP):
            continue
        records, lock = _read(statement.payload())
        for record in records:
            held = found.setdefault(record, {})
            if statement.typ == UNLOCK_TYP:
                held.pop((lock.reason, lock.notice), None)
            else:
                held.setdefault((lock.reason, lock.notice), lock)
    return {record: tuple(held.values()) for record, held in found.items() if held}


def locks_of(portfolio: Portfolio) -> Locks:
    """The same for an open file."""
    return locked(portfolio.ledger.of(LOCK_TYP, UNLOCK_TYP))


def _read(payload: Mapping[str, Any]) -> tuple[list[RecordId], Lock]:
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "lock")):
        reason = shapes.text(payload["reason"])
        if reason not in REASONS:
            raise ValueError
        records = [RecordId(shapes.uuid(one)) for one in shapes.texts(payload["records"])]
        notice = shapes.text_or_none(payload["notice"])
        return records, Lock(reason, notice, aware(shapes.text(payload["at"])))


def lock(
    portfolio: Portfolio,
    records: Collection[RecordId],
    *,
    reason: str,
    notice: str | None = None,
    signer: Signer,
    author: Author,
    at: datetime,
) -> Statement:
    """Sign that these records are locked; the caller holds the transaction."""
    payload = _payload(portfolio, records, reason, notice, author, at)
    return portfolio.ledger.sign(payload, LOCK_TYP, signer)


def unlock(
    portfolio: Portfolio,
    records: Collection[RecordId],
    *,
    reason: str,
    notice: str | None = None,
    ground: str,
    source: str | None = None,
    signer: Signer,
    author: Author,
    at: datetime,
) -> Statement:
    """Sign that the locks with this reason and notice end, and on which ground; the caller holds
    the transaction. `source`: where that ground is recorded."""
    payload = _payload(portfolio, records, reason, notice, author, at)
    payload |= {"ground": ground, "source": source}
    return portfolio.ledger.sign(payload, UNLOCK_TYP, signer)


def _payload(
    portfolio: Portfolio,
    records: Collection[RecordId],
    reason: str,
    notice: str | None,
    author: Author,
    at: datetime,
) -> dict[str, Any]:
    return {
        "v": FORMAT,
        "pid": portfolio.pid,
        "records": sorted(records),
        "reason": reason,
        "notice": notice,
        "at": at.isoformat(timespec="seconds"),
        "by": author.json(),
        "head": portfolio.head,
        "ledger": portfolio.ledger.tip()[1],
    }
