"""Recording a request by right, deciding it, and what the decision does in the dossier: signed and
done in one transaction, or not at all (docs/formats/rights.md, requests)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from eportfolio import shapes
from eportfolio.errors import InvalidRecord, NotPermitted, WrongUsage
from eportfolio.journal import WITHDRAWN
from eportfolio.portfolio import Portfolio, locking, requests
from eportfolio.portfolio.locking import RESTRICTED
from eportfolio.portfolio.requests import (
    ARTICLES,
    ERASURE,
    EXTENDED,
    GRANTED,
    IN_PART,
    OBJECTION,
    OF_RECORDS,
    OUTCOMES,
    RECTIFICATION,
    REFUSED,
    RESTRICTION,
    Request,
)
from eportfolio.records import Body, RecordId, hours
from eportfolio.workspace.erasure import erase_in
from eportfolio.workspace.saving import Edit, new_id, save_in
from eportfolio.workspace.session import Session

TERM_ARTICLE: Final = "AVG 12, derde lid"
GROUND_ARTICLE: Final = "AVG 12, vierde lid"
NAME_LIMIT, WORDS_LIMIT = 200, 10_000  # characters


@dataclass(frozen=True)
class Asking:
    """What a client asks. `asked_by`: the client, or who asks on the client's behalf."""

    right: str
    records: Sequence[RecordId] = ()
    asked_on: date | None = None
    asked_by: str = "cliënt"
    words: str | None = None


@dataclass(frozen=True)
class Decision:
    """What is decided. `records`: those that it is granted for (all that were asked, unless it is
    in part); `changes`: for a rectification, the new bodies, of a line of hours with the right
    totals; `erase_ground`: for an erasure, one of `erasure.GROUNDS`; `article`: the article of a
    refusal, when it is another."""

    outcome: str
    ground: str | None = None
    article: str | None = None
    records: Sequence[RecordId] = ()
    changes: Mapping[RecordId, Body] = field(default_factory=dict)
    erase_ground: str | None = None


def record(session: Session, portfolio: Portfolio, asking: Asking) -> Request:
    """Sign a request; records that the client objects about are frozen until it is decided
    (AVG 18, first paragraph, under d). The caller says that it was saved."""
    now = session.now()
    asked_on = asking.asked_on or now.date()
    if asking.right not in ARTICLES:
        raise InvalidRecord("invalid-record", "request-right")
    if asked_on > now.date():
        raise InvalidRecord("invalid-record", "request-in-future")
    chosen = list(dict.fromkeys(asking.records))
    if bool(chosen) != (asking.right in OF_RECORDS):
        raise InvalidRecord("invalid-record", "request-records", source=ARTICLES[asking.right])
    for one in chosen:
        portfolio.record(one)
    payload = {
        "v": requests.FORMAT,
        "pid": portfolio.pid,
        "id": str(uuid.uuid4()),
        "right": asking.right,
        "records": sorted(chosen),
        "asked_on": asked_on.isoformat(),
        "asked_by": _text(asking.asked_by, NAME_LIMIT, InvalidRecord("invalid-record", "own-name")),
        "words": asking.words
        and _text(asking.words, WORDS_LIMIT, InvalidRecord("invalid-record", "request-words")),
        "due": requests.term(asked_on).isoformat(),
        **_signed_by(session, portfolio),
    }
    with portfolio.transaction():
        signed = portfolio.ledger.sign(payload, requests.REQUEST_TYP, session.signer)
        found = find(portfolio, signed.hash)
        if found.right == OBJECTION:
            _lock(session, portfolio, found, found.records)
    return found


def decide(session: Session, portfolio: Portfolio, request: str, decision: Decision) -> Request:
    """Sign a decision and do what it says. The caller says that it was saved, and follows in the
    backups what was erased."""
    asked = find(portfolio, request)
    if not asked.is_open:
        raise NotPermitted("request-decided")
    ground = _ground(decision)
    if decision.outcome == EXTENDED:
        return _extend(session, portfolio, asked, ground)
    granted = _granted(asked, decision)
    _require_fitting(asked, decision, granted)
    payload = {
        "v": requests.FORMAT,
        "pid": portfolio.pid,
        "request": asked.hash,
        "outcome": decision.outcome,
        "records": sorted(granted),
        "ground": ground,
        "article": _text(
            decision.article or ARTICLES[asked.right],
            NAME_LIMIT,
            InvalidRecord("invalid-record", "own-name"),
        ),
        "extended_until": None,
    }
    with portfolio.transaction():
        _do(session, portfolio, asked, decision, granted)
        payload |= _signed_by(session, portfolio)
        portfolio.ledger.sign(payload, requests.DECISION_TYP, session.signer)
    return find(portfolio, asked.hash)


def lift(session: Session, portfolio: Portfolio, request: str, ground: str) -> list[RecordId]:
    """End the restriction that a request brought; the client is told before (AVG 18, third
    paragraph). The caller says that it was saved."""
    asked = find(portfolio, request)
    said = _text(
        ground,
        WORDS_LIMIT,
        InvalidRecord("invalid-record", "decision-ground", source="AVG 18, derde lid"),
    )
    locked = held(portfolio, asked)
    if not locked:
        raise NotPermitted("not-restricted")
    if asked.is_open:
        raise NotPermitted("request-open")
    with portfolio.transaction():
        _unlock(session, portfolio, asked, locked, said)
    return locked


def find(portfolio: Portfolio, request: str) -> Request:
    """A request by its id or hash.

    Raises:
        WrongUsage: there is none.
    """
    for one in requests.requests_of(portfolio):
        if request in (one.id, one.hash):
            return one
    raise WrongUsage("not-found", "no-such-request")


def _ground(decision: Decision) -> str | None:
    """A refusal, in part too, and an extension say why (AVG 12, third and fourth paragraph)."""
    if decision.outcome not in OUTCOMES:
        raise InvalidRecord("invalid-record", "decision-outcome")
    if decision.ground is None and decision.outcome == GRANTED:
        return None
    source = TERM_ARTICLE if decision.outcome == EXTENDED else GROUND_ARTICLE
    return _text(
        decision.ground or "",
        WORDS_LIMIT,
        InvalidRecord("invalid-record", "decision-ground", source=source),
    )


def _extend(session: Session, portfolio: Portfolio, asked: Request, ground: str | None) -> Request:
    if asked.extended_until is not None:
        raise NotPermitted("extended-before", source=TERM_ARTICLE)
    if session.now().date() > asked.due:
        raise NotPermitted("extended-late", source=TERM_ARTICLE, due=asked.due.isoformat())
    payload = {
        "v": requests.FORMAT,
        "pid": portfolio.pid,
        "request": asked.hash,
        "outcome": EXTENDED,
        "records": [],
        "ground": ground,
        "article": TERM_ARTICLE,
        "extended_until": requests.extended_term(asked.asked_on).isoformat(),
        **_signed_by(session, portfolio),
    }
    with portfolio.transaction():
        portfolio.ledger.sign(payload, requests.DECISION_TYP, session.signer)
    return find(portfolio, asked.hash)


def _granted(asked: Request, decision: Decision) -> list[RecordId]:
    if decision.outcome == REFUSED:
        chosen: list[RecordId] = []
    elif decision.outcome == IN_PART and asked.records:
        chosen = list(dict.fromkeys(decision.records))
        if not chosen or not set(chosen) < set(asked.records):
            raise InvalidRecord("invalid-record", "decision-records")
        return chosen
    else:
        chosen = list(asked.records)
    if decision.records and set(decision.records) != set(chosen):
        raise InvalidRecord("invalid-record", "decision-records")
    return chosen


def _require_fitting(asked: Request, decision: Decision, granted: Collection[RecordId]) -> None:
    """What a right asks for besides, and nothing that belongs to another."""
    changes = set(granted) if asked.right == RECTIFICATION else set()
    if set(decision.changes) != changes:
        raise InvalidRecord("invalid-record", "decision-changes", source=ARTICLES[RECTIFICATION])
    erases = asked.right == ERASURE and bool(granted)
    if erases != (decision.erase_ground is not None):
        raise InvalidRecord("invalid-record", "decision-erase", source=ARTICLES[ERASURE])


def _do(
    session: Session,
    portfolio: Portfolio,
    asked: Request,
    decision: Decision,
    granted: Sequence[RecordId],
) -> None:
    if asked.right == RECTIFICATION and granted:
        reason = f"Rectificatie op verzoek van {asked.asked_on.isoformat()} ({asked.id}), AVG 16"
        save_in(session, portfolio, list(_rectified(portfolio, decision, granted, reason)))
    elif asked.right == ERASURE and granted:
        erase_in(session, portfolio, granted, str(decision.erase_ground))
    elif asked.right == RESTRICTION and granted:
        _lock(session, portfolio, asked, granted)
    elif asked.right == OBJECTION:
        free = [one for one in held(portfolio, asked) if one not in granted]
        if free:
            _unlock(session, portfolio, asked, free, str(decision.ground))


def _rectified(
    portfolio: Portfolio, decision: Decision, granted: Sequence[RecordId], reason: str
) -> Iterator[Edit]:
    """A new version of each; of a line of hours, which has none, a line with the difference."""
    held_lines = [one for one in portfolio.records(hours.KIND) if one.status != WITHDRAWN]
    lines = {one.id: one.whole for one in held_lines if one.kind == hours.KIND}
    for record in granted:
        right = decision.changes[record]
        if record not in lines:
            yield Edit(record, None, right, reason)
        elif record in locking.locks_of(portfolio):
            raise NotPermitted("record-locked")
        else:
            body = hours.correction(record, lines, right)
            yield Edit(new_id(), hours.KIND, body, reason)


def held(portfolio: Portfolio, asked: Request) -> list[RecordId]:
    """Records that this request keeps locked."""
    return sorted(
        record
        for record, locks in locking.locks_of(portfolio).items()
        if any((one.reason, one.notice) == (RESTRICTED, asked.hash) for one in locks)
    )


def _lock(
    session: Session, portfolio: Portfolio, asked: Request, chosen: Collection[RecordId]
) -> None:
    locking.lock(
        portfolio,
        chosen,
        reason=RESTRICTED,
        notice=asked.hash,
        signer=session.signer,
        author=session.author,
        at=session.now(),
    )


def _unlock(
    session: Session,
    portfolio: Portfolio,
    asked: Request,
    chosen: Collection[RecordId],
    ground: str,
) -> None:
    locking.unlock(
        portfolio,
        chosen,
        reason=RESTRICTED,
        notice=asked.hash,
        ground=ground,
        signer=session.signer,
        author=session.author,
        at=session.now(),
    )


def _signed_by(session: Session, portfolio: Portfolio) -> dict[str, Any]:
    return {
        "at": session.now().isoformat(timespec="seconds"),
        "by": session.author.json(),
        "head": portfolio.head,
        "ledger": portfolio.ledger.tip()[1],
    }


def _text(value: str, limit: int, refusal: InvalidRecord) -> str:
    try:
        said = shapes.clean(value).strip()
    except ValueError:
        said = ""
    if not said or len(said) > limit:
        raise refusal
    return said
