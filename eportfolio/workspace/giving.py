"""Giving a dossier away: what a bundle would hold, and making it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from eportfolio import cards, records
from eportfolio import consent as rules
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.export import Parcel, prepare, write_bundle
from eportfolio.cards import Card
from eportfolio.consent import CONSENT_TYP, EVENT_TYP, Permission
from eportfolio.consent.decisions import GIVEN, require_proof
from eportfolio.crypto import random_bytes
from eportfolio.errors import NotPermitted
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.progress import Progress, silent
from eportfolio.records import RecordId
from eportfolio.register import BundleRow
from eportfolio.store import new_file, remove_parts
from eportfolio.workspace.answers import left_behind
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.results import Preview, PreviewLine, Sent
from eportfolio.workspace.session import Session

SUFFIX = ".eportfolio"


def preview(session: Session, pid: str, consent: str, to: str) -> Preview:
    """What would go and what would stay, by the same gate that makes the bundle."""
    with session.portfolio(pid) as portfolio:
        permission = _permission(session, portfolio, consent, to, session.now())
        parcel = prepare(portfolio, portfolio.journal.chain(), permission)
        return shown(portfolio, parcel)


def create(
    session: Session, pid: str, consent: str, to: str, out: Path, progress: Progress = silent
) -> Sent:
    """Make a bundle for one recipient. `out` may be a folder: then the name is random."""
    session.require_no_notice()
    at = session.now()
    with session.portfolio(pid) as portfolio:
        permission = _permission(session, portfolio, consent, to, at)
        recipient = _require_known(session, to)
        parcel = prepare(portfolio, portfolio.journal.chain(), permission)
        _require_unused(portfolio, permission, parcel, session.own)
        return write(session, portfolio, parcel, recipient, at, out, progress)


def write(
    session: Session,
    portfolio: Portfolio,
    parcel: Parcel,
    recipient: Card,
    at: datetime,
    out: Path,
    progress: Progress,
) -> Sent:
    """Write what was permitted to a file, and into the ledgers."""
    consent = parcel.permission.consent.hash
    path = _out(out)
    with new_file(path, replace=False) as file, portfolio.transaction():
        made = write_bundle(
            portfolio,
            parcel,
            _licence(portfolio, consent, with_events=parcel.cover is None),
            signer=session.signer,
            recipient=recipient,
            own_cards=[one.card for one in session.vault.identities],
            at=at,
            out=file,
            progress=progress,
        )
        portfolio.ledger.add(made.signature, bundle_claims.TYP)
        session.register.put_bundle(
            BundleRow(
                id=made.claims.id,
                portfolio=portfolio.pid,
                direction="sent",
                other=recipient.thumbprint,
                consent=consent,
                made=at.isoformat(),
                sha256=made.sha256,
                state="made",
                digests=(*sorted(made.claims.items), *_file_names(parcel)),
            )
        )
    session.saved(portfolio, ())
    return Sent(
        bundle=made.claims.id,
        file=path,
        records=len(parcel.current),
        documents=len(parcel.attachments),
        withheld=len(made.claims.withheld),
        later=len(made.claims.later),
        size=made.claims.size,
        head=made.claims.head,
    )


def _permission(
    session: Session, portfolio: Portfolio, consent: str, to: str, at: datetime
) -> Permission:
    consents, events = read_all(portfolio)
    own = [one for one in consents if one.signer in session.own]
    found = find(own, consent)
    if found is None:
        raise NotPermitted("consent-missing")
    if session.register.is_withdrawn(found.hash):  # also when the clock was set back
        raise NotPermitted("consent-withdrawn")
    if found.decision == GIVEN:
        require_proof(found.payload)
    chain = portfolio.journal.chain()
    return rules.require(
        found.hash,
        own,
        events,
        pid=portfolio.pid,
        recipient=to,
        purpose=found.purpose,
        at=at,
        versions=portfolio.journal.versions(chain),
        ancestors={found.head: chain.ancestors(found.head)},
        locked=locks_of(portfolio).keys(),
    )


def _require_known(session: Session, thumbprint: str) -> Card:
    contact = session.register.find_contact(thumbprint, session.now().date())
    if contact is None:
        raise NotPermitted("unknown-recipient")
    if contact.state != cards.KNOWN:
        raise NotPermitted("unknown-recipient", f"recipient-{contact.state}")
    return contact.card


def shown(portfolio: Portfolio, parcel: Parcel) -> Preview:
    """What a parcel holds and what stays, record by record. Of a return: of what was added."""
    going: dict[RecordId, int] = {}
    for version in parcel.versions:
        going[version.record] = going.get(version.record, 0) + (version.part == "")
    why: dict[RecordId, str] = {}
    for version in portfolio.journal.versions(parcel.chain):
        if version.digest in parcel.permission.reasons and version.part == "":
            why[version.record] = parcel.permission.reasons[version.digest]
    current = portfolio.records()
    return Preview(
        lines=tuple(
            PreviewLine(
                one.id,
                one.kind,
                records.headline(one.kind, one.body),
                going.get(one.id, 0),
                None if one.id in going else why.get(one.id),
            )
            for one in current
            if one.id in going or one.id in why
        ),
        documents=len(parcel.attachments),
        bytes=sum(parcel.attachments.values()),
        withheld=sum(fate == "withheld" for fate in parcel.fates.values()),
        later=sum(fate == "later" for fate in parcel.fates.values()),
        open_agreements=tuple(one.id for one in parcel.current if one.is_open_agreement),
        left_behind=()
        if parcel.cover
        else tuple(one.id for one in left_behind(portfolio, frozenset(parcel.texts))),
    )


def _out(out: Path) -> Path:
    if not out.is_dir():
        return out
    remove_parts(out, f"*{SUFFIX}")
    return out / f"{random_bytes(8).hex()}{SUFFIX}"


def _file_names(parcel: Parcel) -> Sequence[str]:
    return sorted(parcel.attachments)


def _licence(portfolio: Portfolio, consent: str, *, with_events: bool) -> list[Statement]:
    """The consent that licenses a bundle and its events; no other consent. Whoever gave a cover
    knows the events better."""
    return [
        one
        for one in portfolio.ledger.of(CONSENT_TYP, EVENT_TYP)
        if one.hash == consent or (with_events and one.payload().get("consent") == consent)
    ]


def _require_unused(
    portfolio: Portfolio, permission: Permission, parcel: Parcel, own: frozenset[str]
) -> None:
    """A consent for one bundle: the same content may go again until its receipt is there."""
    if not permission.consent.one_bundle:
        return
    receipted = {
        receipt["bundle"]
        for receipt in (one.payload() for one in portfolio.ledger.of(receipts.TYP))
        if receipts.is_complete(receipt)
    }
    for one in portfolio.ledger.of(bundle_claims.TYP):
        earlier = bundle_claims.read_claims(one.payload())
        if earlier.consent != permission.consent.hash or one.kid not in own:
            continue
        if earlier.id in receipted or earlier.items != frozenset(parcel.texts):
            raise NotPermitted("consent-used")
