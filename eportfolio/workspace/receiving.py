"""Receiving a dossier: looking into a bundle, taking it in, answering with a receipt."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from eportfolio import signing
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle import totals
from eportfolio.bundle.claims import RETURN
from eportfolio.bundle.receive import (
    FORKED,
    NEW,
    SAME,
    Answers,
    Choices,
    Relation,
    relate,
    require_answers,
    require_importable,
    store,
)
from eportfolio.bundle.verify import VerifiedBundle, verify
from eportfolio.consent.decisions import COVER, aware
from eportfolio.crypto import age_encrypt
from eportfolio.errors import NotPermitted, StorageFault
from eportfolio.portfolio import Portfolio, erasing
from eportfolio.portfolio.locking import locks_of
from eportfolio.progress import Progress, silent
from eportfolio.register import BundleRow
from eportfolio.store import flush, new_file
from eportfolio.workspace.clockwork import outlook, outlook_of_bundle
from eportfolio.workspace.lifting import lift
from eportfolio.workspace.results import Inspection, Received, Sides
from eportfolio.workspace.returns import find_cover
from eportfolio.workspace.session import Session
from eportfolio.workspace.story import story
from eportfolio.workspace.synthesis import synthesis


def inspect(session: Session, path: Path, progress: Progress = silent) -> Inspection:
    """Verify a bundle and compare it with what is here; nothing is written."""
    bundle = _verified(session, path, progress)
    known = session.register.find_row(bundle.claims.pid)
    if known is None:
        return Inspection(bundle, relate(bundle, None, ()))
    with session.portfolio(bundle.claims.pid) as portfolio:
        relation = _relation(session, bundle, portfolio)
        theirs = {one.id: one for one in bundle.current}
        sides = [Sides(portfolio.record(record), theirs[record]) for record in relation.both]
        quiet = _merges_quietly(session, bundle, portfolio, relation)
        return Inspection(bundle, relation, tuple(sides), merges_quietly=quiet)


def shown(session: Session, path: Path, progress: Progress = silent) -> Inspection:
    """The same for a person to look at: with one page made from the verified records."""
    found = inspect(session, path, progress)
    current = found.bundle.current
    seen = outlook_of_bundle(found.bundle, session.now().date())
    return replace(found, synthesis=synthesis(current, seen), told=story(current))


def receive(
    session: Session,
    path: Path,
    *,
    answers: Answers,
    choices: Choices | None = None,
    receipt: Path | None = None,
    progress: Progress = silent,
) -> Received:
    """Verify a bundle, take it in with an answer to every open agreement, sign a receipt."""
    if receipt is not None and receipt.is_file():  # before the time that reading a bundle takes
        raise StorageFault("storage-fault", "exists")
    inspection = inspect(session, path, progress)
    bundle, relation = inspection.bundle, inspection.relation
    require_importable(relation, merge=choices is not None or inspection.merges_quietly)
    is_return = bundle.claims.purpose == RETURN  # made in time is in time: it was here before
    if relation.name != SAME and not is_return and session.now().date() > bundle.claims.not_after:
        raise NotPermitted("consent-expired", "bundle-expired")
    if relation.name != SAME:
        require_answers(bundle, answers)
    with ExitStack() as stack:
        out = stack.enter_context(new_file(receipt, replace=False)) if receipt else None
        if relation.name == NEW:
            portfolio = stack.enter_context(session.new_portfolio(bundle.claims.pid))
        else:
            portfolio = stack.enter_context(session.portfolio(bundle.claims.pid))
        with portfolio.transaction():
            if relation.name != SAME:
                if is_return:
                    session.require_editable(portfolio)
                _store(session, bundle, portfolio, relation, answers, choices, progress)
            signed = _own_receipt(portfolio, bundle) or _sign_receipt(
                session, portfolio, bundle, answers
            )
            if out:  # on the disk before the import is: no room means nothing happened
                out.write(age_encrypt(signed, bundle.sender.recipient))
                flush(out)
        with suppress(StorageFault):  # as in `Session.saved`
            session.register.put_bundle(_received_row(bundle))
        if relation.name != NEW:
            session.saved(portfolio, None)
        now = session.now()
        found = outlook(portfolio, session.own, now, now.date()).findings
    claims = bundle.claims
    return Received(
        portfolio=claims.pid,
        relation=relation.name,
        records=len(bundle.current),
        documents=len(bundle.attachments),
        withheld=len(claims.withheld),
        later=len(claims.later),
        erased=len(claims.erased),
        open_agreements=tuple(one.id for one in bundle.open_agreements),
        receipt=receipt,
        hours=totals.compare(claims.hours, bundle.current),
        findings=found,
    )


def _merges_quietly(
    session: Session, bundle: VerifiedBundle, portfolio: Portfolio, relation: Relation
) -> bool:
    """Between a cover and who gave it nothing was changed on both sides: who covers only adds."""
    if relation.name != FORKED or relation.both:
        return False
    return bundle.claims.purpose == RETURN or (
        bundle.claims.purpose == COVER and session.standing(portfolio).came is not None
    )


def _relation(session: Session, bundle: VerifiedBundle, portfolio: Portfolio) -> Relation:
    received = [
        bundle_claims.read_claims(one.payload())
        for one in portfolio.ledger.of(bundle_claims.TYP)
        if one.kid not in session.own
    ]
    return relate(bundle, portfolio, received)


def _verified(session: Session, path: Path, progress: Progress) -> VerifiedBundle:
    at = session.now()
    bundle = verify(
        path,
        identities=[(one.card.thumbprint, one.age) for one in session.vault.identities],
        find_contact=lambda name: session.register.find_contact(name, at.date()),
        find_cover=partial(find_cover, session),
        at=at,
        progress=progress,
    )
    if session.register.is_withdrawn(bundle.consent.hash):
        raise NotPermitted("consent-withdrawn", "consent-known-withdrawn")
    if session.register.erased_digests() & bundle.claims.items:
        _require_permitted_again(session, bundle)
    return bundle


def _require_permitted_again(session: Session, bundle: VerifiedBundle) -> None:
    """What was erased here comes back only when it was erased because the client took back the
    permission, and the client gave this one later."""
    ended: set[str] = set()
    kept: set[str] = set()
    for one in session.register.erasures_after(0):
        if one.typ == erasing.TYP:
            signed = signing.load_object(signing.decode(one.jws.decode().split(".")[1]))
            again = signed["ground"] == "toestemming-ingetrokken"
            again = again and aware(str(signed["at"])) < bundle.consent.given_on
            (ended if again else kept).update(str(digest) for digest in signed["digests"])
    erased = session.register.erased_digests() & bundle.claims.items
    if erased - ended or erased & kept:
        raise NotPermitted("items-erased")


def _store(
    session: Session,
    bundle: VerifiedBundle,
    portfolio: Portfolio,
    relation: Relation,
    answers: Answers,
    choices: Choices | None,
    progress: Progress,
) -> None:
    lift(session, portfolio, bundle)
    store(
        bundle,
        portfolio,
        relation,
        identities=[one.age for one in session.vault.identities],
        signer=session.signer,
        author=session.author,
        at=session.now(),
        answers=answers,
        choices=choices or Choices(),
        locked=locks_of(portfolio).keys(),
        progress=progress,
    )
    portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)


def _sign_receipt(
    session: Session, portfolio: Portfolio, bundle: VerifiedBundle, answers: Answers
) -> bytes:
    """Sign what is really here now, read back from the file, with the key it was sent to."""
    here = portfolio.journal.texts()
    signed = receipts.payload(
        bundle.claims,
        bundle.sha256,
        arrived={
            one: here.get(one, (None, None))[0] == bundle.texts[one]
            for one in sorted(bundle.claims.items)
        },
        files={sha: portfolio.has_attachment(sha) for sha in sorted(bundle.attachments)},
        at=session.now(),
        synthesis=answers.synthesis if _may_write_back(bundle) else None,
    )
    (signer,) = (
        one.signer for one in session.vault.identities if one.card.thumbprint == bundle.claims.aud
    )
    jws = signer.sign(signing.dump_json(signed), receipts.TYP)
    portfolio.ledger.add(jws, receipts.TYP)
    return jws


def _may_write_back(bundle: VerifiedBundle) -> bool:
    """The client's yes is about what the recipient of the consent writes back."""
    return bundle.consent.answer_back and bundle.claims.purpose != RETURN


def _own_receipt(portfolio: Portfolio, bundle: VerifiedBundle) -> bytes | None:
    """The receipt signed before for this very file, to be sent again."""
    for one in reversed(portfolio.ledger.of(receipts.TYP)):
        signed = one.payload()
        if (signed["bundle"], signed["sha256"]) == (bundle.claims.id, bundle.sha256):
            return one.jws.encode()
    return None


def _received_row(bundle: VerifiedBundle) -> BundleRow:
    return BundleRow(
        id=bundle.sha256,
        portfolio=bundle.claims.pid,
        direction="received",
        other=bundle.sender.thumbprint,
        consent=bundle.consent.hash,
        made=bundle.claims.made.isoformat(),
        sha256=bundle.sha256,
        state="imported",
        digests=tuple(sorted(bundle.claims.items)),
    )
