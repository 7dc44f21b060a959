"""Whose a dossier is: kept here, closed, or lent by somebody for a time.

Invariants:
- It follows from the statements in their order, and from who signed the first revision.
- A dossier that is kept here is never turned into a copy by what somebody sends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import RETURN, Claims
from eportfolio.bundle.returning import digests_below
from eportfolio.consent import CONSENT_TYP, Consent, Version, permit_return
from eportfolio.consent.decisions import COVER, read_consent
from eportfolio.errors import NotPermitted
from eportfolio.journal import Chain
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.register import ADVISED, CLOSED, COVERED, OPEN, SENT
from eportfolio.workspace.clockwork import HANDOVER

CLOSING_TYP = "handover-closing+jws"
READ_ONLY = "cover-read-only"
ADVICE = "advice"
LENT = {COVER: COVERED, ADVICE: ADVISED}


@dataclass(frozen=True)
class Standing:
    """The status of a dossier in the caseload. `came`: of a dossier that was lent, the cover or
    advice that it came with last; also when it has been closed since."""

    status: str
    came: Claims | None = None


@dataclass(frozen=True)
class Added:
    """What was made here after a cover: its versions, and what came with the cover."""

    chain: Chain
    versions: tuple[Version, ...]
    known: frozenset[RecordId]
    known_digests: frozenset[str]


def find_standing(portfolio: Portfolio, own: Collection[str]) -> Standing:
    """From the statements; `own`: the thumbprints of this vault."""
    turns = portfolio.journal.turns()
    is_kept = not turns or turns[0].kid in own
    status, came, closing = OPEN, None, ""
    returns: set[str] = set()
    emptied = _emptied(portfolio, own)
    for one in portfolio.ledger.of(bundle_claims.TYP, CLOSING_TYP, notices.ACK_TYP):
        if one.typ == notices.ACK_TYP:
            if status == CLOSED and came is None and emptied.get(one.hash) == closing:
                status, is_kept = OPEN, True
            continue
        if one.typ == CLOSING_TYP:
            closing = str(one.payload()["bundle"])
            if not (came and came.purpose == ADVICE and closing in returns):
                status, is_kept = CLOSED, False  # else the cover of before the advice was closed
            continue
        claims = bundle_claims.read_claims(one.payload())
        if one.kid in own:
            returns |= {claims.id} if claims.purpose == RETURN else set()
            if claims.purpose == HANDOVER and status != CLOSED:
                status = SENT
        elif claims.purpose == HANDOVER:
            status, came, is_kept = OPEN, None, True
        elif claims.purpose != RETURN and not is_kept and not _stays(portfolio, came, claims, own):
            status, came = LENT[claims.purpose], claims
    return Standing(status, came)


def _stays(portfolio: Portfolio, came: Claims | None, next_: Claims, own: Collection[str]) -> bool:
    """Whether a cover goes on when advice is asked: nobody else has what was added under it."""
    return came is not None and next_.purpose == ADVICE and has_unreturned(portfolio, came, own)


def _emptied(portfolio: Portfolio, own: Collection[str]) -> dict[str, str]:
    """Answers to a withdrawal of ours after which nothing of a bundle is kept there any more, by
    their hash; and which bundle."""
    asked: dict[str, str] = {}
    found: dict[str, str] = {}
    for one in portfolio.ledger.of(notices.TYP, notices.ACK_TYP):
        signed = one.payload()
        if one.typ == notices.TYP:
            if one.kid in own and signed["about"] == notices.TAKEN_BACK:
                asked[one.hash] = str(signed["bundle"]["id"])
        elif signed["notice"] in asked and notices.KEPT not in signed["items"].values():
            found[one.hash] = asked[signed["notice"]]
    return found


def why_closed(standing: Standing, on: date, *, is_withdrawn: bool) -> NotPermitted | None:
    """Why a dossier takes nothing new on a day; None when it does. `is_withdrawn`: of one that
    was lent, whether the client took that yes back."""
    came = standing.came
    if came is None:
        return NotPermitted("dossier-closed") if standing.status == CLOSED else None
    if came.purpose != COVER:
        return NotPermitted("cover-read-only", "advice-read-only")
    if on > came.not_after or is_withdrawn or standing.status == CLOSED:
        return NotPermitted("cover-ended", until=came.not_after.isoformat())
    return None


def added(portfolio: Portfolio, came: Claims) -> Added:
    """What was made after a cover came in."""
    chain = portfolio.journal.chain()
    before = chain.ancestors(came.head)
    versions = portfolio.journal.versions(chain)
    return Added(
        chain,
        tuple(one for one in versions if one.revision not in before),
        frozenset(one.record for one in versions if one.revision in before),
        digests_below(chain, came.head),
    )


def not_own(found: Added, own: Collection[str], records: Iterable[RecordId]) -> set[RecordId]:
    """Those of these records that were not added here."""
    others = {
        one.record for one in found.versions if one.part == "" and one.by.get("card") not in own
    }
    return set(records) & (found.known | others)


def licence_of(portfolio: Portfolio, came: Claims) -> Consent:
    """The consent under which a dossier was lent; it came with the bundle."""
    (found,) = [one for one in portfolio.ledger.of(CONSENT_TYP) if one.hash == came.consent]
    return read_consent(found.payload(), found.hash, found.kid)


def has_unreturned(portfolio: Portfolio, came: Claims, own: Collection[str]) -> bool:
    """Whether something was added that may go back and is not known to have arrived."""
    licence = licence_of(portfolio, came)
    if came.purpose != COVER or not licence.answer_back:
        return False
    found = added(portfolio, came)
    going = permit_return(licence, found.versions, own, found.known).digests
    return bool(going - _arrived(portfolio, own))


def _arrived(portfolio: Portfolio, own: Collection[str]) -> set[str]:
    """Digests of returns that a receipt proves."""
    proven = {
        digest
        for one in portfolio.ledger.of(receipts.TYP)
        if one.kid not in own
        for digest, state in one.payload()["items"].items()
        if state == receipts.IDENTICAL
    }
    sent: set[str] = set()
    for one in portfolio.ledger.of(bundle_claims.TYP):
        claims = bundle_claims.read_claims(one.payload())
        if one.kid in own and claims.purpose == RETURN:
            sent |= claims.items
    return proven & sent
