"""What may be done in a dossier, said before somebody types: the rules that saving keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eportfolio.bundle.claims import Claims
from eportfolio.errors import NotPermitted
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.records import RecordId
from eportfolio.register import CLOSED
from eportfolio.workspace.returns import last_return, why_not
from eportfolio.workspace.session import Session
from eportfolio.workspace.standing import READ_ONLY, added, not_own


@dataclass(frozen=True)
class Lent:
    """By whom a dossier was lent, for what (`cover` or `advice`) and until when. The name is empty
    when that card is not here any more. `is_over`: the last day is past, the client took the yes
    back, or it `is_back`: a receipt proved that what was added arrived. `sent_on`: when something
    was made to go back for the last time. `obstacle`: why nothing can go back now; None when
    something can."""

    purpose: str
    name: str
    organisation: str
    until: date
    is_over: bool
    is_back: bool
    sent_on: date | None
    obstacle: NotPermitted | None


@dataclass(frozen=True)
class Permits:
    """What may be changed in a dossier. `adding`: the key of the refusal when nothing can be
    added; empty when it can. `records`: those that cannot be changed though others can, each with
    the key of the refusal, or the reason of its lock (`portfolio.locking.REASONS`). `locks`: those
    that are locked, whatever else keeps them, each with the reason."""

    adding: str = ""
    records: Mapping[RecordId, str] = field(default_factory=dict)
    lent: Lent | None = None
    locks: Mapping[RecordId, str] = field(default_factory=dict)


def permits(session: Session, pid: str) -> Permits:
    """The same rules as `Session.require_editable` and the locks, for every record at once."""
    with session.portfolio(pid) as portfolio:
        refusal = session.why_closed(portfolio)
        locks = {record: held[0].reason for record, held in locks_of(portfolio).items()}
        kept = dict(locks)
        standing = session.standing(portfolio)
        came = standing.came
        if came is not None and refusal is None:
            here = [one.id for one in portfolio.records()]
            others = not_own(added(portfolio, came), session.own, here)
            kept |= dict.fromkeys(others, READ_ONLY)
        return Permits(
            "" if refusal is None else refusal.key,
            kept,
            None
            if came is None
            else _lent(session, portfolio, came, is_back=standing.status == CLOSED),
            locks,
        )


def _lent(session: Session, portfolio: Portfolio, came: Claims, *, is_back: bool) -> Lent:
    today = session.now().date()
    contact = session.register.find_contact(came.sender, today)
    sent = last_return(session, portfolio, came)
    return Lent(
        came.purpose,
        "" if contact is None else contact.card.name,
        "" if contact is None else contact.card.organisation,
        came.not_after,
        is_back or today > came.not_after or session.is_withdrawn(came),
        is_back,
        None if sent is None else sent.made.date(),
        why_not(session, portfolio, came),
    )
