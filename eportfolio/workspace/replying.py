"""Answering a notice: what goes, what stays on a ground of one's own, and the signed answer.

Invariant: what the answer says of an item is read from the file, never from what was typed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from eportfolio import shapes, signing
from eportfolio.bundle import notice as notices
from eportfolio.bundle.notice import GROUNDS, TAKEN_BACK, Notice
from eportfolio.crypto import age_encrypt
from eportfolio.errors import InvalidRecord, NotPermitted
from eportfolio.portfolio import Portfolio, erasing, locking
from eportfolio.portfolio.locking import UNLOCK_TYP, locks_of
from eportfolio.records import RecordId
from eportfolio.store import flush
from eportfolio.workspace.erasure import Place, erase_in
from eportfolio.workspace.session import Session

ERASE, KEEP = "wissen", "bewaren"
UNLOCKED_BY_ERASING = "gewist"


@dataclass(frozen=True)
class Reply:
    """What a person decides about one record; to keep it there must be a ground of one's own.
    `source`: where that is recorded, for one's own file."""

    answer: str
    ground: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Replies:
    """Decisions by record; `default` for those not named."""

    default: Reply | None = None
    by_record: Mapping[RecordId, Reply] = field(default_factory=dict)

    def find(
        self, found: Collection[RecordId], belongs: Mapping[RecordId, Collection[RecordId]]
    ) -> dict[RecordId, Reply]:
        """The decision about each record: its own; or, of what belongs to others, that of one of
        them that stays by name, or of all when they go; or the one for all."""
        answers = dict(self.by_record)
        for _ in range(2):  # a reaction may be about a document
            for one, owners in belongs.items():
                if one in self.by_record:
                    continue
                replies = [answers.get(owner, self.default) for owner in sorted(owners)]
                by_name = [answers[owner] for owner in sorted(owners) if owner in answers]
                stays = next((reply for reply in by_name if reply.answer == KEEP), None)
                goes = set(owners) <= set(found) and all(
                    reply is not None and reply.answer == ERASE for reply in replies
                )
                if stays is not None:
                    answers[one] = stays
                elif owners and goes:
                    answers[one] = Reply(ERASE)
        return {one: reply for one in found if (reply := answers.get(one, self.default))}


@dataclass(frozen=True)
class TakenIn:
    """What was done with a notice. `answer` is the file of the answer, when there is one;
    `to_record`: the withdrawal it tells of still has to be recorded here."""

    portfolio: str
    notice: str
    about: str
    records: tuple[RecordId, ...]
    erased: int
    kept: int
    not_here: int
    is_answered: bool
    answer: Path | None
    backups: tuple[Place, ...] = ()
    to_record: bool = False


def read_replies(data: Mapping[str, Any]) -> Replies:
    """Decisions from what was read from a file (`withdrawal import --answers`).

    Raises:
        InvalidRecord: `notice-replies`: another shape, or a ground that is none of ours.
    """
    try:
        given = [
            (RecordId(shapes.text(one["record"])), _reply(one["answer"], one))
            for one in data.get("answers", [])
        ]
        default = data.get("default")
        known = {"default", "ground", "source", "answers"}
        if set(data) - known or len(dict(given)) != len(given):
            raise ValueError
        if any(
            set(one) - {"record", "answer", "ground", "source"} for one in data.get("answers", [])
        ):
            raise ValueError
        return Replies(None if default is None else _reply(default, data), dict(given))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRecord("invalid-record", "notice-replies") from error


def _reply(answer: object, one: Mapping[str, Any]) -> Reply:
    ground, source = shapes.text_or_none(one.get("ground")), shapes.text_or_none(one.get("source"))
    if answer not in (ERASE, KEEP) or (answer == KEEP) != (ground in GROUNDS):
        raise ValueError
    return Reply(str(answer), ground, None if source is None else shapes.clean(source))


def records_of(portfolio: Portfolio, digests: Collection[str]) -> frozenset[RecordId]:
    return frozenset(one.record for one in portfolio.versions() if one.digest in digests)


def locked_by(portfolio: Portfolio, notice: Notice) -> frozenset[RecordId]:
    return frozenset(
        record
        for record, held in locks_of(portfolio).items()
        if any(one.notice == notice.hash for one in held)
    )


def answered(
    session: Session,
    portfolio: Portfolio,
    notice: Notice,
    replies: Replies | None,
    file: BinaryIO | None,
    out: Path | None,
) -> TakenIn:
    """Do what was answered and sign the answer; the caller holds the transaction."""
    found = locked_by(portfolio, notice)
    if replies is None:
        return TakenIn(
            notice.pid, notice.hash, notice.about, tuple(sorted(found)), 0, 0, 0, False, None
        )
    if set(replies.by_record) - found:
        raise InvalidRecord("invalid-record", "notice-replies")
    documents, reactions = erasing.belongings(portfolio.versions())
    decided = replies.find(found, documents | reactions)
    lacking = sorted(found - set(decided))
    if lacking:
        raise NotPermitted(
            "notice-answers", count=len(lacking), records=list(lacking), source="AVG 17, derde lid"
        )
    belongs = {one.digest: one.record for one in portfolio.versions()}
    gone = frozenset(one for one, reply in decided.items() if reply.answer == ERASE)
    # A document that the notice does not ask for is here on another ground.
    staying = documents.keys() - found
    _require_no_orphan(portfolio, gone, replies)
    if gone:
        ground = "toestemming-ingetrokken" if notice.about == TAKEN_BACK else "niet-meer-nodig"
        doomed = erase_in(session, portfolio, gone, ground, is_kept_by_law=False, staying=staying)
        gone = doomed.records
        _unlock(session, portfolio, notice, gone & found, UNLOCKED_BY_ERASING, None)
    kept: dict[tuple[str, str | None], set[RecordId]] = {}
    for one, reply in decided.items():
        if one not in gone and reply.ground:
            kept.setdefault((reply.ground, reply.source), set()).add(one)
    for (ground, source), ones in kept.items():
        _unlock(session, portfolio, notice, ones, ground, source)
    items, grounds = _items(portfolio, notice, belongs)
    payload = notices.acknowledgement(notice, session.now(), items, grounds)
    (signer,) = (
        one.signer for one in session.vault.identities if one.card.thumbprint == notice.aud
    )
    statement = portfolio.ledger.sign(payload, notices.ACK_TYP, signer)
    return sealed(session, portfolio, notice, statement.jws.encode(), file, out)


def lock_reason(notice: Notice) -> str:
    """Under which word the records of a notice are locked."""
    return locking.WITHDRAWN if notice.about == TAKEN_BACK else locking.OUTDATED


def _require_no_orphan(portfolio: Portfolio, gone: Collection[RecordId], replies: Replies) -> None:
    """What a person keeps on a ground does not go along with what it is about."""
    along = erasing.doomed(portfolio, gone).records - set(gone)
    kept = sorted(along & set(replies.by_record))
    if kept:
        raise NotPermitted("notice-together", count=len(kept), records=list(kept))


def _unlock(
    session: Session,
    portfolio: Portfolio,
    notice: Notice,
    ones: Collection[RecordId],
    ground: str,
    source: str | None,
) -> None:
    locking.unlock(
        portfolio,
        ones,
        reason=lock_reason(notice),
        notice=notice.hash,
        ground=ground,
        source=source,
        signer=session.signer,
        author=session.author,
        at=session.now(),
    )


def _items(
    portfolio: Portfolio, notice: Notice, belongs: Mapping[str, RecordId]
) -> tuple[dict[str, str], dict[str, str]]:
    """What became of each digest, from what is in the file; and the ground of what stays."""
    why: dict[RecordId, str] = {}
    for statement in portfolio.ledger.of(UNLOCK_TYP):
        signed = statement.payload()
        if signed["notice"] == notice.hash:
            why |= {RecordId(record): str(signed["ground"]) for record in signed["records"]}
    other = notices.AGAIN if notice.about == TAKEN_BACK else notices.NEWER
    items: dict[str, str] = {}
    grounds: dict[str, str] = {}
    here = portfolio.journal.texts()
    for one in sorted(notice.digests):
        text, fate = here.get(one, (None, None))
        if text is not None:
            items[one] = notices.KEPT
            grounds[one] = why.get(belongs[one], other)
        else:
            items[one] = notices.GONE if fate == "erased" else notices.NOT_HERE
    return items, grounds


def sealed(
    session: Session,
    portfolio: Portfolio,
    notice: Notice,
    jws: bytes,
    file: BinaryIO | None,
    out: Path | None,
) -> TakenIn:
    """The answer as a file for who asked; on the disk before anything counts."""
    contact = session.register.find_contact(notice.sender, session.now().date())
    if file is not None:
        if contact is None:
            raise NotPermitted("unknown-recipient")
        file.write(age_encrypt(jws, contact.card.recipient))
        flush(file)
    signed = signing.load_object(signing.decode(jws.split(b".")[1].decode()))
    said = list(notices.read_acknowledgement(signed).items.values())
    return TakenIn(
        portfolio=notice.pid,
        notice=notice.hash,
        about=notice.about,
        records=tuple(sorted(records_of(portfolio, notice.digests))),
        erased=said.count(notices.GONE),
        kept=said.count(notices.KEPT),
        not_here=said.count(notices.NOT_HERE),
        is_answered=True,
        answer=out,
    )
