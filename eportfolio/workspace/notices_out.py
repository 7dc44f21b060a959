"""Telling earlier recipients: a permission was taken back, or what was shared was corrected."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eportfolio import cards
from eportfolio.bundle import letters
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import Claims
from eportfolio.bundle.notice import CORRECTED, ERASED, TAKEN_BACK, Acknowledgement, Notice
from eportfolio.cards import Card
from eportfolio.consent import EVENT_TYP
from eportfolio.crypto import age_encrypt, random_bytes
from eportfolio.errors import EportfolioError, NotAuthentic, NotPermitted, WrongUsage
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.register import CLOSED, Contact, Told
from eportfolio.register.withdrawals import MADE, TO_MAKE
from eportfolio.store import flush, new_file, remove_parts
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.newest import newest_card
from eportfolio.workspace.saving import require_reason
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import Facts

SUFFIX = ".withdrawal"
OURS = (TO_MAKE, MADE)  # what waits for the other side, or for us to tell it


@dataclass(frozen=True)
class Made:
    """A notice for one recipient about one bundle. `file` is None when none could be written;
    `problem` says why."""

    bundle: str
    notice: str
    about: str
    name: str
    organisation: str
    items: int
    file: Path | None
    problem: EportfolioError | None = None


@dataclass(frozen=True)
class Heard:
    """What the answer of a recipient says. `is_open_again`: nobody there keeps the dossier that was
    handed over any more, so that it goes on here."""

    portfolio: str
    bundle: str
    name: str
    organisation: str
    erased: int
    kept: int
    not_here: int
    grounds: tuple[str, ...]
    is_open_again: bool


def create(session: Session, pid: str, consent: str, folder: Path) -> list[Made]:
    """A notice for each bundle that is asked back with a permission."""
    with session.portfolio(pid) as portfolio:
        found = find(read_all(portfolio)[0], consent)
        if found is None:
            raise WrongUsage("not-found", "no-such-consent")
        facts = Facts(portfolio, session.own)
        if found.hash not in facts.withdrawn:
            raise NotPermitted("notice-nothing", "notice-not-withdrawn")
        told = [(one, TAKEN_BACK, one.items) for one in facts.asked_back(found)]
        return _written(session, portfolio, facts, told, folder)


def tell(session: Session, pid: str, chosen: Collection[Told], folder: Path) -> list[Made]:
    """The notices of these lines: what must be told about a bundle, or what was told again."""
    with session.portfolio(pid) as portfolio:
        facts = Facts(portfolio, session.own)
        new = {(one.bundle, one.about) for one in chosen if not one.notice}
        bundles = {bundle for bundle, _ in new}
        again = {one.notice for one in chosen if one.notice}
        told: list[tuple[Claims, str, Collection[str]]] = []
        for claims in facts.sent:
            due = facts.unheard(claims) if claims.id in bundles else []
            due = [one for one in due if (claims.id, one.about) in new]
            asks_back = claims.id in bundles and claims.consent in facts.withdrawn
            if asks_back and (not due or (claims.id, TAKEN_BACK) in new):
                told.append((claims, TAKEN_BACK, claims.items))
            told += [(claims, one.about, one.digests) for one in due]
            told += [
                (claims, one.about, one.digests)
                for one in facts.made
                if one.bundle == claims.id and one.hash in again
            ]
        return _written(session, portfolio, facts, told, folder)


def correct(session: Session, pid: str, record: RecordId | None, folder: Path) -> list[Made]:
    """A notice for each recipient that has an earlier version of a record; without one: of what
    was erased here since it was shared."""
    with session.portfolio(pid) as portfolio:
        facts = Facts(portfolio, session.own)
        if record is None:
            erased = (one.old for one in facts.changes if one.about == ERASED)
            old = frozenset[str]().union(*erased)
            about, newest = ERASED, frozenset[str]()
        else:
            versions = [one for one in portfolio.versions() if one.record == record]
            last = portfolio.record(record).revision
            newest = frozenset(one.digest for one in versions if one.revision == last)
            old = frozenset(one.digest for one in versions) - newest
            about = CORRECTED
        told = [
            (one, about, there & old)
            for one in facts.sent
            if not one.items & newest
            if (there := _still_there(facts, one)) & old
        ]
        return _written(session, portfolio, facts, told, folder)


def _still_there(facts: Facts, claims: Claims) -> frozenset[str]:
    """What somebody may go on with: all that was sent, until it was asked back."""
    asked_back = facts.notice_of(claims.id, TAKEN_BACK) is not None
    return facts.kept_back(claims) if asked_back else claims.items


def _written(
    session: Session,
    portfolio: Portfolio,
    facts: Facts,
    told: Sequence[tuple[Claims, str, Collection[str]]],
    folder: Path,
) -> list[Made]:
    if not told:
        raise NotPermitted("notice-nothing")
    if not folder.is_dir():
        raise WrongUsage("not-found", "no-such-file")
    remove_parts(folder, f"*{SUFFIX}")
    made = [_one(session, portfolio, facts, *one, folder) for one in told]
    session.saved(portfolio, ())
    return made


def _one(
    session: Session,
    portfolio: Portfolio,
    facts: Facts,
    claims: Claims,
    about: str,
    digests: Collection[str],
    folder: Path,
) -> Made:
    contact = session.register.find_contact(claims.aud, session.now().date())
    name, organisation = _names(portfolio, claims, contact)
    known = next(
        (
            one
            for one in facts.made
            if (one.bundle, one.about) == (claims.id, about) and one.digests >= set(digests)
            # Who knows our new card believes the old one no more.
            if one.sender == session.signer.thumbprint
        ),
        None,
    )
    line = Made(claims.id, "", about, name, organisation, len(digests), None)
    try:
        card = newest_card(session, claims.aud, (cards.KNOWN, cards.EXPIRED))
    except EportfolioError as error:
        return replace(line, problem=error)
    path = folder / f"{random_bytes(8).hex()}{SUFFIX}"
    with new_file(path, replace=False) as file, portfolio.transaction():
        if known is None:
            notice = _notice(session, portfolio, facts, claims, about, digests, card)
            payload = notices.payload(notice)
            statement = portfolio.ledger.sign(payload, notices.TYP, session.signer)
            portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
            notice = replace(notice, hash=statement.hash)
        else:
            notice, statement = known, facts.statements[known.hash]
        file.write(age_encrypt(statement.jws.encode(), notice.recipient))
        flush(file)
    return replace(line, notice=notice.hash, file=path)


def _names(portfolio: Portfolio, claims: Claims, contact: Contact | None) -> tuple[str, str]:
    if contact is not None:
        return contact.card.name, contact.card.organisation
    licence = find(read_all(portfolio)[0], claims.consent)
    return (licence.recipient_name, licence.recipient_organisation) if licence else ("", "")


def _notice(
    session: Session,
    portfolio: Portfolio,
    facts: Facts,
    claims: Claims,
    about: str,
    digests: Collection[str],
    card: Card,
) -> Notice:
    row = session.register.find_bundle(claims.id)
    return Notice(
        hash="",
        id=notices.new_id(),
        pid=portfolio.pid,
        about=about,
        bundle=claims.id,
        sha256=row.sha256 if row else _receipted(portfolio, claims.id),
        made=session.now(),
        sender=session.signer.thumbprint,
        aud=card.thumbprint,
        recipient=card.recipient,
        consent=claims.consent,
        event=_event(session, portfolio, facts, claims) if about == TAKEN_BACK else None,
        cards=tuple(one.card.raw.decode() for one in reversed(session.vault.identities[:-1])),
        digests=frozenset(digests),
    )


def _receipted(portfolio: Portfolio, bundle: str) -> str | None:
    """After the loss of the register: the file that a receipt names."""
    for one in portfolio.ledger.of(receipts.TYP):
        signed = one.payload()
        if signed["bundle"] == bundle:
            return str(signed["sha256"])
    return None


def _event(session: Session, portfolio: Portfolio, facts: Facts, claims: Claims) -> str:
    """The withdrawal, as it was signed; without the client's reason: that is for nobody else."""
    statement = facts.withdrawn[claims.consent].event
    signed = statement.payload()
    if signed["reason"] is None:
        return statement.jws
    alike = [one for one in portfolio.ledger.of(EVENT_TYP) if one.kid in session.own]
    bare = signed | {"reason": None}
    for one in alike:
        if one.payload() == bare:
            return one.jws
    return portfolio.ledger.sign(bare, EVENT_TYP, session.signer).jws


def close(session: Session, path: Path) -> Heard:
    """Read a recipient's answer; with it the notice is answered."""
    jws = letters.read_letter(path, [one.age for one in session.vault.identities])
    named = letters.claimed(jws, "notice")
    row = next((one for one in session.register.told() if one.notice == named and named), None)
    if row is None:
        raise NotAuthentic("not-authentic", "acknowledgement-unknown")
    with session.portfolio(row.portfolio) as portfolio:
        facts = Facts(portfolio, session.own)
        notice = next((one for one in facts.made if one.hash == named), None)
        if notice is None:
            raise NotAuthentic("not-authentic", "acknowledgement-unknown")
        card = session.require_trusted(notice.aud)
        signed = card.key.verify(jws, notices.ACK_TYP).json()
        answer = notices.read_acknowledgement(signed)
        notices.require_answers_all(notice, answer)
        known = facts.answers.get(notice.hash)
        if known is not None and known[0].jws != jws.decode():
            raise NotPermitted("notice-answered", "acknowledgement-known")
        was_closed = session.status(portfolio) == CLOSED
        with portfolio.transaction():
            portfolio.ledger.add(jws, notices.ACK_TYP)
        session.saved(portfolio, ())
        is_open = session.status(portfolio) != CLOSED
        return _heard(notice, answer, card, is_open_again=was_closed and is_open)


def _heard(notice: Notice, answer: Acknowledgement, card: Card, *, is_open_again: bool) -> Heard:
    said = list(answer.items.values())
    return Heard(
        portfolio=notice.pid,
        bundle=notice.bundle,
        name=card.name,
        organisation=card.organisation,
        erased=said.count(notices.GONE),
        kept=said.count(notices.KEPT),
        not_here=said.count(notices.NOT_HERE),
        grounds=tuple(sorted(set(answer.grounds.values()))),
        is_open_again=is_open_again,
    )


def settle(
    session: Session, pid: str, bundle: str, reason: str, only: Collection[Told] | None
) -> None:
    """A person says that no answer will come about a bundle, and why: what waits is closed, or
    of those lines only."""
    require_reason(reason)
    chosen = {(one.notice, one.about) for one in only or ()}
    with session.portfolio(pid) as portfolio:
        rows = [one for one in Facts(portfolio, session.own).rows(pid) if one.bundle == bundle]
        waiting = [
            one
            for one in rows
            if one.state in OURS
            if only is None or (one.notice, one.about) in chosen
        ]
        if not waiting:
            raise WrongUsage("not-found", "no-such-notice")
        with portfolio.transaction():
            for one in waiting:
                payload = {
                    "v": notices.FORMAT,
                    "pid": pid,
                    "bundle": bundle,
                    "notice": one.notice or None,
                    "about": one.about,
                    "reason": reason,
                    "at": session.now().isoformat(),
                    "by": session.author.json(),
                    "head": portfolio.head,
                    "ledger": portfolio.ledger.tip()[1],
                }
                portfolio.ledger.sign(payload, notices.SETTLED_TYP, session.signer)
        session.saved(portfolio, ())
