"""What a successor understood, and what the predecessor says of it.

Invariants:
- A reply tells another person about the client: it leaves only while the newest decision about
  that person and purpose is a yes that allows an answer back.
- A reply that comes in is about a receipt that we signed, by the card that made the bundle. One
  for each receipt; no record changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eportfolio import consent as rules
from eportfolio import signing
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import letters
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle import reply as replies
from eportfolio.bundle.claims import Claims
from eportfolio.bundle.reply import Reply
from eportfolio.consent import Consent
from eportfolio.consent.decisions import GIVEN, aware
from eportfolio.crypto import age_encrypt
from eportfolio.errors import NotAuthentic, NotPermitted, WrongUsage
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.store import flush, new_file
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.newest import newest_card
from eportfolio.workspace.session import Session

__all__ = ["Exchange", "Replied", "Reply", "answer", "exchanges", "take_in"]


@dataclass(frozen=True)
class Exchange:
    """What a successor wrote back about one bundle, and the answer to it. `ours`: we are that
    successor. `may_reply`: we made the bundle, and nothing was answered yet."""

    bundle: str
    at: datetime
    words: str
    ours: bool
    may_reply: bool
    reply: Reply | None


@dataclass(frozen=True)
class Replied:
    """A reply that was written to a file."""

    reply: Reply
    file: Path


def exchanges(session: Session, portfolio: Portfolio) -> list[Exchange]:
    """Every summary that went back, oldest first."""
    made = {claims.id: one for one, claims in _bundles(portfolio)}
    found = []
    for one in portfolio.ledger.of(receipts.TYP):
        receipt = one.payload()
        if not receipt.get("synthesis"):
            continue
        answered = _reply_to(portfolio, one.hash)
        bundle = made.get(str(receipt["bundle"]))
        is_ours = one.kid in session.own
        is_asked = bundle is not None and bundle.kid in session.own and not is_ours
        found.append(
            Exchange(
                bundle=str(receipt["bundle"]),
                at=aware(str(receipt["at"])),
                words=str(receipt["synthesis"]),
                ours=is_ours,
                may_reply=is_asked and answered is None,
                reply=replies.read_payload(answered.payload()) if answered else None,
            )
        )
    return found


def answer(session: Session, bundle: str, words: str | None, out: Path) -> Replied:
    """Confirm what the successor understood, or complete it; sealed for the successor's card."""
    row = session.register.find_bundle(bundle)
    if row is None or row.direction != "sent":
        raise WrongUsage("not-found", "no-such-bundle")
    said = None if words is None else replies.require_words(words)
    with session.portfolio(row.portfolio) as portfolio:
        ((made, claims),) = (one for one in _bundles(portfolio) if one[1].id == bundle)
        receipt = _answered_back(portfolio, bundle)
        if receipt is None:
            raise WrongUsage("not-found", "no-such-synthesis")
        _require_consent(session, portfolio, claims)
        card = newest_card(session, receipt.kid)
        with portfolio.transaction():
            jws = _kept(portfolio, receipt, said) or _sign(session, made, claims, receipt, said)
            with new_file(out, replace=False) as file:
                file.write(age_encrypt(jws, card.recipient))
                flush(file)
                portfolio.ledger.add(jws, replies.TYP)
        session.saved(portfolio, ())
        return Replied(replies.read_payload(signing.load_object(_body(jws))), out)


def take_in(session: Session, path: Path) -> Reply:
    """Read what the predecessor answered; it stays beside our receipt."""
    jws = letters.read_letter(path, [one.age for one in session.vault.identities])
    pid = letters.claimed(jws, "pid")
    if session.register.find_row(pid) is None:
        raise NotAuthentic("not-authentic", "reply-unknown")
    with session.portfolio(pid) as portfolio:
        receipt, made, licence = _asked(session, portfolio, jws)
        card = session.require_trusted(made.kid)
        reply = replies.read_reply(jws, card.key)
        if session.register.is_withdrawn(licence.hash):
            raise NotPermitted("consent-withdrawn", "consent-known-withdrawn")
        if _reply_to(portfolio, receipt.hash) is not None:
            raise NotPermitted("reply-known")
        with portfolio.transaction():
            portfolio.ledger.add(jws, replies.TYP)
        session.saved(portfolio, ())
    return reply


def _asked(
    session: Session, portfolio: Portfolio, jws: bytes
) -> tuple[Statement, Statement, Consent]:
    """The receipt, bundle and consent that a reply must be about."""
    about, bundle = letters.claimed(jws, "receipt"), letters.claimed(jws, "bundle")
    receipt = next((one for one in portfolio.ledger.of(receipts.TYP) if one.hash == about), None)
    made = next((one for one in _bundles(portfolio) if one[1].id == bundle), None)
    if receipt is None or made is None or receipt.kid not in session.own:
        raise NotAuthentic("not-authentic", "reply-unknown")
    signed = receipt.payload()
    licence = find(read_all(portfolio)[0], made[1].consent)
    if licence is None or not licence.answer_back:
        raise NotAuthentic("not-authentic", "reply-unknown")
    if signed["bundle"] != bundle or not signed.get("synthesis"):
        raise NotAuthentic("not-authentic", "reply-unknown")
    return receipt, made[0], licence


def _bundles(portfolio: Portfolio) -> list[tuple[Statement, Claims]]:
    return [
        (one, bundle_claims.read_claims(one.payload()))
        for one in portfolio.ledger.of(bundle_claims.TYP)
    ]


def _answered_back(portfolio: Portfolio, bundle: str) -> Statement | None:
    """The receipt with a summary; it is signed once for each bundle."""
    return next(
        (
            one
            for one in portfolio.ledger.of(receipts.TYP)
            if one.payload()["bundle"] == bundle and one.payload().get("synthesis")
        ),
        None,
    )


def _reply_to(portfolio: Portfolio, receipt: str) -> Statement | None:
    found = portfolio.ledger.of(replies.TYP)
    return next((one for one in found if one.payload()["receipt"] == receipt), None)


def _require_consent(session: Session, portfolio: Portfolio, claims: Claims) -> None:
    """That of the bundle, or a newer one for the same person and purpose, allows an answer."""
    found, events = read_all(portfolio)
    consents = [one for one in found if one.signer in session.own]
    licence = find(consents, claims.consent)
    if licence is None:
        raise NotPermitted("consent-missing")
    now = session.now()
    for one in consents:
        alike = (one.recipient, one.purpose) == (licence.recipient, licence.purpose)
        holds = rules.find_state(one, consents, events, now) == GIVEN
        # What is known to be withdrawn stays so when the clock was set back.
        if alike and holds and one.answer_back and not session.register.is_withdrawn(one.hash):
            return
    if session.register.is_withdrawn(licence.hash):
        raise NotPermitted("consent-withdrawn")
    state = rules.find_state(licence, consents, events, now)
    raise NotPermitted(f"consent-{state}" if state != GIVEN else "consent-missing")


def _kept(portfolio: Portfolio, receipt: Statement, words: str | None) -> bytes | None:
    """The reply that was signed before, when it says the same."""
    found = _reply_to(portfolio, receipt.hash)
    if found is None:
        return None
    if found.payload()["words"] != words:
        raise NotPermitted("reply-given")
    return found.jws.encode()


def _sign(
    session: Session, made: Statement, claims: Claims, receipt: Statement, words: str | None
) -> bytes:
    """With the key that made the bundle, which the successor knows."""
    (identity,) = (one for one in session.vault.identities if one.card.thumbprint == made.kid)
    card = identity.card
    signed = replies.payload(
        bundle=claims.id,
        receipt=receipt.hash,
        pid=claims.pid,
        words=words,
        at=session.now(),
        by={"card": card.thumbprint, "name": card.name, "organisation": card.organisation},
    )
    return identity.signer.sign(signing.dump_json(signed), replies.TYP)


def _body(jws: bytes) -> bytes:
    return signing.decode(jws.split(b".")[1].decode())
