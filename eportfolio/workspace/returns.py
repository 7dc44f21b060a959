"""A cover that comes back: making the return, and what the one who gave it knows of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from eportfolio import consent as rules
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle.claims import Claims
from eportfolio.bundle.export import Parcel, prepare
from eportfolio.bundle.returning import Cover
from eportfolio.consent import Permission
from eportfolio.consent.decisions import COVER
from eportfolio.errors import NotPermitted
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.progress import Progress
from eportfolio.workspace.consents import read_all
from eportfolio.workspace.giving import shown, write
from eportfolio.workspace.newest import newest_card
from eportfolio.workspace.results import Preview, Sent
from eportfolio.workspace.session import Session
from eportfolio.workspace.standing import Added, added, licence_of


def preview(session: Session, pid: str) -> Preview:
    """What would go back, by the same gate that makes the return."""
    with session.portfolio(pid) as portfolio:
        parcel = _parcel(session, portfolio, _came(session, portfolio), session.now())
        return shown(portfolio, parcel)


def create(session: Session, pid: str, out: Path, progress: Progress) -> Sent:
    """Make the bundle that brings back what was added, for the one who gave the cover."""
    session.require_no_notice()
    at = session.now()
    with session.portfolio(pid) as portfolio:
        came = _came(session, portfolio)
        parcel = _parcel(session, portfolio, came, at)
        giver = newest_card(session, came.sender)
        return write(session, portfolio, parcel, giver, at, out, progress)


def why_not(session: Session, portfolio: Portfolio, came: Claims) -> NotPermitted | None:
    """Why nothing can go back now to the one who lent a dossier; None when something can."""
    try:
        session.require_no_notice()
        _permission(session, portfolio, _cover(came), session.now())
        newest_card(session, came.sender)
    except NotPermitted as refusal:
        return refusal
    return None


def last_return(session: Session, portfolio: Portfolio, came: Claims) -> Claims | None:
    """The newest bundle that was made here to bring back what was added."""
    found = [
        bundle_claims.read_claims(one.payload())
        for one in portfolio.ledger.of(bundle_claims.TYP)
        if one.kid in session.own
    ]
    return next((one for one in reversed(found) if one.cover == came.id), None)


def _came(session: Session, portfolio: Portfolio) -> Claims:
    return _cover(session.standing(portfolio).came)


def _cover(came: Claims | None) -> Claims:
    if came is None or came.purpose != COVER:
        raise NotPermitted("consent-missing", "no-cover")
    return came


def _parcel(session: Session, portfolio: Portfolio, came: Claims, at: datetime) -> Parcel:
    found, permission = _permission(session, portfolio, came, at)
    return prepare(portfolio, found.chain, permission, came.id, found.known_digests)


def _permission(
    session: Session, portfolio: Portfolio, came: Claims, at: datetime
) -> tuple[Added, Permission]:
    if session.is_withdrawn(came):  # also when the clock was set back
        raise NotPermitted("consent-withdrawn")
    consents, events = read_all(portfolio)
    found = added(portfolio, came)
    permission = rules.require_return(
        came.consent,
        consents,
        events,
        pid=portfolio.pid,
        sender=session.own,
        recipient={licence_of(portfolio, came).signer},
        at=at,
        versions=found.versions,
        known=found.known,
        locked=locks_of(portfolio).keys(),
    )
    return found, permission


def find_cover(session: Session, pid: str, bundle: str) -> Cover | None:
    """What this vault knows of a cover that it gave; None when it gave none with this id."""
    if session.register.find_row(pid) is None:
        return None
    with session.portfolio(pid, aside=True) as portfolio:
        sent = [
            bundle_claims.read_claims(one.payload())
            for one in portfolio.ledger.of(bundle_claims.TYP)
            if one.kid in session.own
        ]
        found = next((one for one in sent if (one.id, one.purpose) == (bundle, COVER)), None)
        if found is None:
            return None
        consents, events = read_all(portfolio)
        chain = portfolio.journal.chain()
        before = chain.ancestors(found.head)
        return Cover(
            found,
            [one for one in consents if one.signer in session.own],
            events,
            session.own,
            frozenset(
                one.record for one in portfolio.journal.versions(chain) if one.revision in before
            ),
        )
