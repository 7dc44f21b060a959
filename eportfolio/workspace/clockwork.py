"""What the statutory clock needs from a dossier besides its records, and what it answers.

Leaves to others: every rule (statute), and where answers are kept (register).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eportfolio import consent as rules
from eportfolio import statute
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.consent import CONSENT_TYP, EVENT_TYP, Consent
from eportfolio.consent.decisions import EXPIRED, GIVEN, aware, read_consent, read_event
from eportfolio.portfolio import Portfolio
from eportfolio.statute import Event, Outlook

HANDOVER = "handover"


@dataclass(frozen=True)
class Circumstances:
    """What stands beside the records: events, and kinds of which something was not received."""

    events: tuple[Event, ...] = ()
    withheld: frozenset[str] = frozenset()


def circumstances(portfolio: Portfolio, own: Collection[str], at: datetime) -> Circumstances:
    """From the statements of a dossier; `own`: the thumbprints of this vault."""
    if portfolio.ledger.tip()[0] == 0:
        return Circumstances()
    return Circumstances(tuple(_events(portfolio, own, at)), frozenset(_withheld(portfolio, own)))


def outlook(portfolio: Portfolio, own: Collection[str], at: datetime, on: date) -> Outlook:
    """What the law says of a dossier on a day, as it is known at this moment."""
    beside = circumstances(portfolio, own, at)
    return statute.examine(
        portfolio.seen(statute.KINDS),
        on,
        today=at.date(),
        events=beside.events,
        withheld=beside.withheld,
    )


def outlook_of_bundle(bundle: VerifiedBundle, on: date) -> Outlook:
    """What the law says of what a bundle holds, before anything of it is stored."""
    claims = bundle.claims
    fates = {name for name in ("withheld", "later") if getattr(claims, name)}
    withheld = frozenset(_left_out(fates, [bundle.consent]))
    events = [Event(statute.SENT, claims.id, claims.made.date())]
    return statute.examine(
        bundle.current,
        on,
        today=on,
        events=events if claims.purpose == HANDOVER else (),
        withheld=withheld,
    )


def _events(portfolio: Portfolio, own: Collection[str], at: datetime) -> Iterator[Event]:
    statements = portfolio.ledger.of(CONSENT_TYP, EVENT_TYP, bundle_claims.TYP, receipts.TYP)
    mine = [one for one in statements if one.kid in own]
    consents = [
        read_consent(one.payload(), one.hash, one.kid, one.place)
        for one in mine
        if one.typ == CONSENT_TYP
    ]
    happened = [
        read_event(one.payload(), one.hash, one.kid, one.place)
        for one in mine
        if one.typ == EVENT_TYP
    ]
    bundles = [
        (bundle_claims.read_claims(one.payload()), one.kid in own)
        for one in statements
        if one.typ == bundle_claims.TYP
    ]
    made = [claims for claims, is_mine in bundles if is_mine]
    for one in consents:
        state = rules.find_state(one, consents, happened, at)
        if one.decision == GIVEN and state in (GIVEN, EXPIRED):
            used = [claims.made.date() for claims in made if claims.consent == one.hash]
            stopped = min(used, default=None) if one.one_bundle else None
            yield Event("C21", one.id, one.given_on.date(), one.valid_until, stopped)
    for claims, _ in bundles:  # who receives a dossier sees in it that the request was answered
        if claims.purpose == HANDOVER:
            yield Event(statute.SENT, claims.id, claims.made.date())
    for receipt in mine:
        if receipt.typ == receipts.TYP:
            signed = receipt.payload()
            yield Event("C27", str(signed["bundle"]), aware(str(signed["at"])).date())


def _withheld(portfolio: Portfolio, own: Collection[str]) -> Iterator[str]:
    """Kinds that the licence of a received bundle did not wholly cover. What was left out is not
    known by its kind; so where single items or later ones were left out, any kind may lack one."""
    fates = portfolio.journal.fates()
    licences: list[Consent] = [
        read_consent(one.payload(), one.hash, one.kid)
        for one in portfolio.ledger.of(CONSENT_TYP)
        if one.kid not in own
    ]
    yield from _left_out(fates, licences)


def _left_out(fates: Collection[str], licences: Sequence[Consent]) -> Iterator[str]:
    if not {"withheld", "later"} & set(fates):
        return
    whole = {
        str(entry.get("kind")) for one in licences for entry in one.scope if "field" not in entry
    }
    picked = any(one.excluded or one.excluded_versions for one in licences)
    yield from statute.KINDS if picked or "later" in fates else statute.KINDS - whole
