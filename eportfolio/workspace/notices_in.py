"""Being told: checking a notice, locking what it is about, answering it.

Invariants:
- Nothing is written before everything was checked; then notice, locks, revision and answers are
  one transaction, and the answer is on the disk before it commits.
- What is here under another permission of the client is not locked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from eportfolio import cards, records, signing
from eportfolio.bundle import letters
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import Claims
from eportfolio.bundle.notice import TAKEN_BACK, Notice
from eportfolio.cards import Card
from eportfolio.consent import Event
from eportfolio.crypto import age_recipient, digest
from eportfolio.errors import NotAuthentic, NotPermitted, StorageFault, WrongUsage
from eportfolio.portfolio import Portfolio, erasing, locking
from eportfolio.records import RecordId
from eportfolio.register import OPEN
from eportfolio.register.withdrawals import ANSWERED, Told
from eportfolio.signing import PublicKey
from eportfolio.store import new_file
from eportfolio.workspace.clockwork import HANDOVER
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.erasure import Erasures
from eportfolio.workspace.lifting import newer_here
from eportfolio.workspace.replying import (
    Replies,
    TakenIn,
    answered,
    lock_reason,
    locked_by,
    records_of,
    sealed,
)
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import RECEIVED, Facts


@dataclass(frozen=True)
class NoticeLine:
    """One record that a notice asks about, and its layer. `belongs_to`: the records that name
    this document, or what this reaction is about."""

    record: RecordId
    kind: str
    headline: str
    layer: str
    belongs_to: tuple[RecordId, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A notice that was checked: who asks what about which records. `others`: items that stay
    under another permission, or that are not here. `to_record`: the permission was recorded here,
    so that its withdrawal still has to be recorded here."""

    notice: Notice
    name: str
    organisation: str
    lines: tuple[NoticeLine, ...]
    others: int
    is_known: bool = False
    to_record: bool = False


@dataclass(frozen=True)
class _Read:
    notice: Notice
    jws: bytes
    file_sha256: str
    sender: Card
    keys: Mapping[str, PublicKey]


def look(session: Session, path: Path) -> Asked:
    """Check a notice and show what it asks; nothing is written. One that was taken in before and
    is not answered yet is shown too."""
    read = _read(session, path)
    with session.portfolio(read.notice.pid) as portfolio:
        facts = Facts(portfolio, session.own)
        if read.notice.hash in facts.statements and read.notice.hash not in facts.answers:
            return asked(session, portfolio, read.notice)
        found = _to_lock(session, portfolio, facts, read)
        lines = tuple(_lines(portfolio, found))
        others = len(read.notice.digests) - _count(portfolio, read.notice, found)
        names = (read.sender.name, read.sender.organisation)
        to_record = must_record(session, facts, read.notice)
        return Asked(read.notice, *names, lines, others, to_record=to_record)


def asked(session: Session, portfolio: Portfolio, notice: Notice) -> Asked:
    """What a notice that was taken in still asks."""
    found = locked_by(portfolio, notice)
    contact = session.register.find_contact(notice.sender, session.now().date())
    name = (contact.card.name, contact.card.organisation) if contact else ("", "")
    others = len(notice.digests) - _count(portfolio, notice, found)
    lines = tuple(_lines(portfolio, found))
    to_record = must_record(session, Facts(portfolio, session.own), notice)
    return Asked(notice, *name, lines, others, is_known=True, to_record=to_record)


def must_record(session: Session, facts: Facts, notice: Notice) -> bool:
    """Whether somebody tells of a withdrawal that only counts when it is recorded here: of a
    permission of our own, under which something came back."""
    return (
        notice.about == TAKEN_BACK
        and notice.consent in facts.returned
        and not session.register.is_withdrawn(notice.consent)
    )


def _lines(portfolio: Portfolio, found: Collection[RecordId]) -> Iterator[NoticeLine]:
    documents, reactions = erasing.belongings(portfolio.versions())
    belongs = documents | reactions
    for one in portfolio.records():
        if one.id in found:
            layer = records.layer(one.kind, one.whole)
            headline = records.headline(one.kind, one.body)
            owners = tuple(sorted(belongs.get(one.id, ())))
            yield NoticeLine(one.id, one.kind, headline, layer.value, owners)


def _count(portfolio: Portfolio, notice: Notice, found: Collection[RecordId]) -> int:
    mine = {one.digest for one in portfolio.versions() if one.record in found}
    return len(mine & notice.digests)


def receive(session: Session, path: Path, replies: Replies | None, out: Path | None) -> TakenIn:
    """Take a notice in: what it is about is locked at once; with answers it is answered too."""
    if out is not None and out.absolute() == path.absolute():
        raise StorageFault("storage-fault", "exists")
    if out is not None and replies is None:
        raise WrongUsage("usage", "notice-no-answers")
    read = _read(session, path)
    notice = read.notice
    with ExitStack() as stack:
        file = stack.enter_context(new_file(out, replace=False)) if out else None
        portfolio = stack.enter_context(session.portfolio(notice.pid))
        facts = Facts(portfolio, session.own)
        found = _to_lock(session, portfolio, facts, read)
        with portfolio.transaction():
            portfolio.ledger.add(read.jws, notices.TYP)
            if found:
                _lock(session, portfolio, notice, found)
            if _keeps_the_chain(session, portfolio, facts):
                portfolio.commit(
                    [],
                    signer=session.signer,
                    author=session.author,
                    at=session.now(),
                    commits_to=read.file_sha256,
                )
                portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
            done = answered(session, portfolio, notice, replies, file, out)
            if notice.about == TAKEN_BACK and notice.consent not in facts.returned:
                # Before the commit, as with a withdrawal of our own.
                session.register.remember_withdrawn(notice.consent)
        session.saved(portfolio, None)
        done = replace(done, to_record=must_record(session, facts, notice))
    return _purged(session, done)


def answer(session: Session, hash_: str, replies: Replies | None, out: Path | None) -> TakenIn:
    """Answer a notice that was taken in before, or write its answer again."""
    row = find_told(session, hash_)
    with ExitStack() as stack:
        file = stack.enter_context(new_file(out, replace=False)) if out else None
        portfolio = stack.enter_context(session.portfolio(row.portfolio))
        facts = Facts(portfolio, session.own)
        (notice,) = (one for one in facts.taken_in if one.hash == row.notice)
        if row.state == ANSWERED:
            if replies is not None:
                raise NotPermitted("notice-answered")
            statement = facts.answers[notice.hash][0]
            return sealed(session, portfolio, notice, statement.jws.encode(), file, out)
        if replies is None:
            raise WrongUsage("usage", "notice-no-answers")
        with portfolio.transaction():
            done = answered(session, portfolio, notice, replies, file, out)
        session.saved(portfolio, None)
    return _purged(session, done)


def find_told(session: Session, hash_: str) -> Told:
    """The notice with this hash that was taken in here.

    Raises:
        WrongUsage: there is none.
    """
    for one in session.register.told():
        if one.direction == RECEIVED and one.notice == hash_:
            return one
    raise WrongUsage("not-found", "no-such-notice")


def _purged(session: Session, done: TakenIn) -> TakenIn:
    if not done.erased:
        return done
    backups = Erasures(session).purge()
    return TakenIn(**vars(done) | {"backups": backups})


def _read(session: Session, path: Path) -> _Read:
    """Envelope, sender, signature and recipient (notice.md, steps 1 to 3)."""
    at = session.now()
    sealed, jws = letters.read_sealed(path, [one.age for one in session.vault.identities])
    contact = session.register.find_contact(signing.signer_named(jws), at.date())
    if contact is None:
        raise NotAuthentic("unknown-sender")
    if contact.state in (cards.REPLACED, cards.REVOKED):
        raise NotAuthentic("unknown-sender", f"sender-{contact.state}")
    if not contact.pinned:
        raise NotAuthentic("unknown-sender", "sender-unknown")
    card = contact.card
    notice = notices.read_notice(card.key.verify(jws, notices.TYP).json(), digest(jws))
    if not card.is_valid(notice.made.date()):
        raise NotAuthentic("unknown-sender", "sender-expired")
    if notice.sender != card.thumbprint:
        raise NotAuthentic("not-authentic", "notice")
    own = {one.card.thumbprint: age_recipient(one.age) for one in session.vault.identities}
    if own.get(notice.aud) != notice.recipient:
        raise NotAuthentic("wrong-recipient")
    if notice.made > at + notices.CLOCK_SKEW:
        raise NotAuthentic("not-authentic", "notice-clock")
    if session.register.find_row(notice.pid) is None:
        raise NotAuthentic("not-authentic", "notice-unknown-bundle")

    def find_card(name: str) -> Card | None:
        known = session.register.find_contact(name, at.date())
        return known.card if known else None

    keys = notices.senders_keys(card, find_card, notice.cards)
    return _Read(notice, jws, digest(sealed), card, keys)


def _to_lock(
    session: Session, portfolio: Portfolio, facts: Facts, read: _Read
) -> frozenset[RecordId]:
    """What a notice locks, when it holds (notice.md, steps 4 to 7).

    Raises:
        NotAuthentic, NotPermitted: why it is refused.
    """
    notice = read.notice
    claims = _received(session, portfolio, facts, notice)
    if claims is None or not _is_that_file(portfolio, notice):
        raise NotAuthentic("not-authentic", "notice-unknown-bundle")
    if claims.sender not in read.keys:
        raise NotAuthentic("unknown-sender", "notice-other-sender")
    if claims.consent != notice.consent:
        raise NotAuthentic("not-authentic", "notice")
    if not notice.digests <= claims.items:
        raise NotAuthentic("not-authentic", "notice-unknown-item")
    if notice.hash in facts.statements:
        taken_in = _taken_in_on(portfolio, notice)
        raise NotPermitted("notice-known", date=taken_in)
    if notice.about != TAKEN_BACK:
        newer = newer_here(portfolio, session.own, notice)
        return records_of(portfolio, notice.digests) - newer
    if notice.digests != claims.items:
        raise NotAuthentic("not-authentic", "notice")
    event = notices.read_withdrawal(notice, read.keys)
    others = _others(session, portfolio, facts, claims, event)
    if notices.is_covered(notice.digests, [o.items for o in others if o.sender in read.keys]):
        raise NotPermitted("notice-superseded", source="AVG 7, derde lid")
    return records_of(portfolio, notice.digests.difference(*(one.items for one in others)))


def _received(
    session: Session, portfolio: Portfolio, facts: Facts, notice: Notice
) -> Claims | None:
    """The bundle that a notice is about. One that brought nothing new was not kept: of that our
    receipt names the items, and an earlier one under the same permission brought them."""
    for one in facts.received:
        if one.id == notice.bundle:
            return one
    for statement in portfolio.ledger.of(receipts.TYP):
        signed = statement.payload()
        if signed["bundle"] == notice.bundle and statement.kid in session.own:
            items = frozenset(signed["items"])
            for one in facts.received:
                if one.consent == notice.consent and one.items >= items:
                    return replace(one, id=notice.bundle, items=items)
    return None


def _is_that_file(portfolio: Portfolio, notice: Notice) -> bool:
    seen = {
        str(signed["sha256"])
        for signed in (one.payload() for one in portfolio.ledger.of(receipts.TYP))
        if signed["bundle"] == notice.bundle
    }
    return not seen or notice.sha256 is None or notice.sha256 in seen


def _taken_in_on(portfolio: Portfolio, notice: Notice) -> str:
    """The day of its lock; of a notice that locked nothing, the day it was made."""
    for one in portfolio.ledger.of(locking.LOCK_TYP):
        signed = one.payload()
        if signed["notice"] == notice.hash:
            return str(signed["at"])[:10]
    return notice.made.date().isoformat()


def _others(
    session: Session, portfolio: Portfolio, facts: Facts, claims: Claims, event: Event
) -> list[Claims]:
    """Bundles that came under a permission that this withdrawal did not end."""
    consents = read_all(portfolio)[0]
    found = []
    for one in facts.received:
        licence = find(consents, one.consent)
        if licence is None or one.consent == claims.consent:
            continue
        ended = one.purpose == claims.purpose and licence.given_on <= event.at
        if not ended and not session.register.is_withdrawn(one.consent):
            found.append(one)
    return found


def _lock(
    session: Session, portfolio: Portfolio, notice: Notice, found: Collection[RecordId]
) -> None:
    locking.lock(
        portfolio,
        found,
        reason=lock_reason(notice),
        notice=notice.hash,
        signer=session.signer,
        author=session.author,
        at=session.now(),
    )


def _keeps_the_chain(session: Session, portfolio: Portfolio, facts: Facts) -> bool:
    """Whether the dossier is continued here: elsewhere a revision would fork it."""
    taken_over = any(one.purpose == HANDOVER for one in facts.received)
    return taken_over and session.status(portfolio) == OPEN
