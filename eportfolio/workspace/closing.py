"""Reading a receipt, and closing the dossier when it proves that everything arrived."""

from __future__ import annotations

from pathlib import Path

from eportfolio import records
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import letters
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import RETURN
from eportfolio.bundle.receipt import Receipt
from eportfolio.bundle.receive import Answers
from eportfolio.cards import Card
from eportfolio.crypto import digest
from eportfolio.errors import NotAuthentic, NotPermitted
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.register import CLOSED, BundleRow
from eportfolio.workspace.answers import answers_left_behind, left_behind
from eportfolio.workspace.clockwork import HANDOVER
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.results import Closed, Proof, ProofLine
from eportfolio.workspace.session import Session
from eportfolio.workspace.standing import CLOSING_TYP

WHOLE = "bundle"  # the difference when nothing of a receipt fits


def close(session: Session, path: Path, answers: Answers) -> Closed:
    """Read a receipt; close the dossier when it proves that everything arrived."""
    row, receipt, _ = _receipt(session, path)
    with session.portfolio(row.portfolio) as portfolio:
        return _close(session, portfolio, row, receipt, answers)


def look_at_receipt(session: Session, path: Path) -> Proof:
    """What a receipt proves, record by record; nothing is written."""
    row, receipt, card = _receipt(session, path)
    with session.portfolio(row.portfolio) as portfolio:
        sent, different = _compared(portfolio, row, receipt)
        is_closed = session.status(portfolio) == CLOSED
        asked = sent.purpose == HANDOVER and not is_closed
        left = left_behind(portfolio, sent.items) if asked else []
        return Proof(
            portfolio=portfolio.pid,
            bundle=row.id,
            purpose=sent.purpose,
            by=card.name,
            organisation=card.organisation,
            at=receipt.at,
            lines=_proof_lines(portfolio, sent.items, frozenset(different)),
            files=len(set(row.digests) - sent.items),
            files_missing=len(set(different) - sent.items - {WHOLE}),
            complete=not different,
            synthesis=receipt.synthesis,
            unanswered=tuple(left),
            newer=portfolio.size - sent.size if asked else 0,
            is_closed=is_closed,
        )


def _receipt(session: Session, path: Path) -> tuple[BundleRow, Receipt, Card]:
    jws = letters.read_letter(path, [one.age for one in session.vault.identities])
    row = session.register.find_bundle(letters.claimed(jws, "bundle"))
    if row is None:
        raise NotAuthentic("not-authentic", "receipt-unknown")
    card = session.require_trusted(row.other)
    receipt = receipts.read_receipt(jws, card.key)
    return row, receipt, card


def _close(
    session: Session, portfolio: Portfolio, row: BundleRow, receipt: Receipt, answers: Answers
) -> Closed:
    sent, different = _compared(portfolio, row, receipt)
    closing = not different and _closes(session, portfolio, sent)
    already = session.status(portfolio) == CLOSED
    refusal: NotPermitted | None = None
    with portfolio.transaction():
        portfolio.ledger.add(receipt.jws, receipts.TYP)
        try:
            if closing and not already:
                _sign_closing(session, portfolio, sent, receipt, answers)
        except NotPermitted as error:  # what arrived is proven also while the dossier stays open
            refusal = error
    if not different:
        session.register.set_bundle_state(row.id, "receipted")
    session.saved(portfolio, ())
    if refusal is not None:
        raise refusal
    return Closed(row.id, not different, closing or already, tuple(different), receipt.synthesis)


def _closes(session: Session, portfolio: Portfolio, sent: bundle_claims.Claims) -> bool:
    """A handover that arrived closes the dossier; a return the cover that it answers, unless
    something was added since."""
    if sent.purpose != RETURN:
        return sent.purpose == HANDOVER
    came = session.standing(portfolio).came
    return came is not None and came.id == sent.cover and portfolio.head == sent.head


def _sign_closing(
    session: Session,
    portfolio: Portfolio,
    sent: bundle_claims.Claims,
    receipt: Receipt,
    answers: Answers,
) -> None:
    """The sender's last word: statements beside the chain, so that nothing forks."""
    if portfolio.head != sent.head:
        raise NotPermitted("newer-changes", count=portfolio.size - sent.size)
    left = left_behind(portfolio, sent.items) if sent.purpose == HANDOVER else []
    given = answers_left_behind(left, answers)
    payload = {
        "v": 1,
        "bundle": sent.id,
        "receipt": digest(receipt.jws),
        "head": portfolio.head,
        "at": session.now().isoformat(),
        "by": session.author.json(),
        "agreements": given,
        "ledger": portfolio.ledger.tip()[1],
    }
    portfolio.ledger.sign(payload, CLOSING_TYP, session.signer)


def _sent_claims(portfolio: Portfolio, bundle: str) -> bundle_claims.Claims:
    for one in portfolio.ledger.of(bundle_claims.TYP):
        claims = bundle_claims.read_claims(one.payload())
        if claims.id == bundle:
            return claims
    raise NotAuthentic("not-authentic", "receipt-unknown")


def _compared(
    portfolio: Portfolio, row: BundleRow, receipt: Receipt
) -> tuple[bundle_claims.Claims, list[str]]:
    """What was sent, and what of it the receipt does not prove."""
    sent = _sent_claims(portfolio, row.id)
    consents, _ = read_all(portfolio)
    licence = find(consents, sent.consent)
    answers_back = licence is not None and licence.answer_back
    prose_allowed = answers_back and sent.purpose != RETURN
    if receipt.pid != sent.pid or (receipt.synthesis is not None and not prose_allowed):
        raise NotAuthentic("not-authentic", "receipt")
    different = receipts.differences(
        receipt,
        sha256=row.sha256,
        head=sent.head,
        items=sorted(sent.items),
        files=[one for one in row.digests if one not in sent.items],
    )
    return sent, different


def _proof_lines(
    portfolio: Portfolio, items: frozenset[str], different: frozenset[str]
) -> tuple[ProofLine, ...]:
    sent: dict[RecordId, set[str]] = {}
    for version in portfolio.versions():
        if version.digest in items:
            sent.setdefault(version.record, set()).add(version.digest)
    lost = different if WHOLE not in different else items
    return tuple(
        ProofLine(one.id, one.kind, records.headline(one.kind, one.body), not sent[one.id] & lost)
        for one in portfolio.records()
        if one.id in sent
    )
