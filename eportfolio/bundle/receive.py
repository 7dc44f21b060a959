"""Taking a verified bundle in: how it relates to what is here, and storing it, all or nothing.

Invariants:
- Takes a `VerifiedBundle` only, and reads its file a second time: both readings must agree.
- One transaction of the portfolio file; after a refusal or a kill nothing has changed.
- A fork is never overwritten: both sides stay, a merge names both heads.
- Every open agreement that came along is answered, by a revision, or nothing is imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from eportfolio import records
from eportfolio.bundle import bag
from eportfolio.bundle.claims import TYP, Claims
from eportfolio.bundle.reading import stream_members
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.errors import Conflict, InvalidRecord, NotAuthentic, NotPermitted
from eportfolio.journal import CURRENT, WITHDRAWN, Author, Chain, Item
from eportfolio.pipeline import behind
from eportfolio.portfolio import Current, Incoming, Portfolio, replay
from eportfolio.progress import Progress
from eportfolio.records import RecordId
from eportfolio.signing import Signer

NEW, NEWER, FILLS, SAME, OLDER, FORKED = "new", "newer", "fills", "same", "older", "forked"
OVERNEMEN, WIJZIGEN, VERVALLEN = "overnemen", "wijzigen", "vervallen"
OURS = "ours"


@dataclass(frozen=True)
class Answer:
    """What the successor does with an open agreement."""

    answer: str
    reason: str | None = None
    change: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """Answers to open agreements, by record; `default` for those not named."""

    default: str | None = None
    by_record: Mapping[RecordId, Answer] = field(default_factory=dict)
    synthesis: str | None = None

    def find(self, record: RecordId) -> Answer | None:
        """The answer for one agreement, if there is one."""
        if record in self.by_record:
            return self.by_record[record]
        return Answer(self.default) if self.default == OVERNEMEN else None


@dataclass(frozen=True)
class Choices:
    """Which side's version a merge carries, per record that both sides changed."""

    default: str | None = None
    by_record: Mapping[RecordId, str | Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Relation:
    """How a bundle relates to what is here. `both` lists records changed on both sides."""

    name: str
    ours: int = 0
    theirs: int = 0
    both: tuple[RecordId, ...] = ()


def relate(
    bundle: VerifiedBundle, portfolio: Portfolio | None, received: Sequence[Claims]
) -> Relation:
    """Compare chains (bundle.md, relation). `received`: the claims of bundles taken in before.

    Raises:
        NotAuthentic: it cannot be the same dossier, whatever its id says.
    """
    if portfolio is None:
        return Relation(NEW)
    chain = portfolio.journal.chain()
    here, there = set(chain.revisions), set(bundle.chain.revisions)
    _require_kinship(bundle.chain, chain)
    if bundle.claims.head in here:
        return Relation(_known_head(bundle, portfolio, received), len(here - there))
    if portfolio.head in there:
        return Relation(NEWER, 0, len(there - here))
    versions = portfolio.journal.versions(chain)
    ours = {one.record for one in versions if one.revision not in there}
    theirs = {one.record for one in bundle.versions if one.revision not in here}
    both = tuple(sorted(ours & theirs))
    return Relation(FORKED, len(here - there), len(there - here), both)


def _require_kinship(theirs: Chain, ours: Chain) -> None:
    """One beginning in common, and no digest in two revisions of both chains together."""
    if not set(theirs.revisions) & set(ours.revisions):
        raise NotAuthentic("not-authentic", "chain-foreign")
    known = ours.digests()
    if any(known.get(digest, where) != where for digest, where in theirs.digests().items()):
        raise NotAuthentic("not-authentic", "chain-digest-twice")


def _known_head(bundle: VerifiedBundle, portfolio: Portfolio, received: Sequence[Claims]) -> str:
    """Of a bundle whose head is here already: what it adds, if anything."""
    known = portfolio.journal.texts()
    if any(known[digest][0] is None for digest in bundle.texts) or _lacks_files(bundle, portfolio):
        return FILLS
    alike = [one for one in received if one.head == bundle.claims.head]
    if any(
        (one.purpose, one.consent) == (bundle.claims.purpose, bundle.claims.consent)
        and one.items >= bundle.claims.items
        for one in alike
    ):
        return SAME
    if not alike and bundle.claims.head != portfolio.head:
        return OLDER
    # Another permission for what is here: it counts from now on, and a handover is to be answered.
    return FILLS


def _lacks_files(bundle: VerifiedBundle, portfolio: Portfolio) -> bool:
    return not all(portfolio.has_attachment(sha) for sha in bundle.attachments)


def require_importable(relation: Relation, *, merge: bool) -> None:
    """Stop for what is older, or split without a decision how to merge.

    Raises:
        Conflict: `older-version` or `forked`.
    """
    if relation.name == OLDER:
        raise Conflict("older-version", ours=relation.ours)
    if relation.name == FORKED and not merge:
        raise Conflict(
            "forked", ours=relation.ours, theirs=relation.theirs, records=list(relation.both)
        )


def require_answers(bundle: VerifiedBundle, answers: Answers) -> None:
    """Every open agreement in a handover needs an answer; changing or dropping needs a reason.

    Raises:
        NotPermitted: `open-agreements`, with the ids of those without an answer.
        InvalidRecord: an answer without a reason, or of an unknown kind.
    """
    if bundle.claims.purpose != "handover":
        return
    open_now = {one.id for one in bundle.open_agreements}
    if answers.default not in (None, OVERNEMEN) or set(answers.by_record) - open_now:
        raise InvalidRecord("invalid-record", "answers")
    for answer in answers.by_record.values():
        require_answer(answer)
    unanswered = sorted(one for one in open_now if answers.find(one) is None)
    if unanswered:
        raise NotPermitted(
            "open-agreements", count=len(unanswered), open_agreements=list(unanswered)
        )


def require_answer(answer: Answer) -> None:
    """An answer is one of three; changing or dropping says why.

    Raises:
        InvalidRecord: it is not.
    """
    if answer.answer not in (OVERNEMEN, WIJZIGEN, VERVALLEN):
        raise InvalidRecord("invalid-record", "answers")
    if answer.answer != OVERNEMEN and not (answer.reason or "").strip():
        raise InvalidRecord("invalid-record", "answer-reason")


def store(
    bundle: VerifiedBundle,
    portfolio: Portfolio,
    relation: Relation,
    *,
    identities: Sequence[str],
    signer: Signer,
    author: Author,
    at: datetime,
    answers: Answers,
    choices: Choices,
    locked: Collection[RecordId] = (),
    progress: Progress,
) -> None:
    """Store everything; the caller holds the transaction and throws it away on any error. A record
    that is `locked` here is not overwritten by an answer or a choice.

    Raises:
        NotPermitted: `record-locked`: an answer or a choice would change one.
    """
    ours = portfolio.head
    for key, card in bundle.authors.values():
        portfolio.keep_author(key, card)
    _store_revisions(bundle, portfolio)
    for statement in bundle.statements:
        portfolio.ledger.add(statement.envelope.raw, statement.typ)
    portfolio.ledger.add(bundle.signature, TYP)
    _store_files(bundle, portfolio, identities, progress)
    chain = portfolio.journal.chain()
    items: list[Item] = []
    prev: list[str] = []
    if relation.name == FORKED:
        prev = sorted((ours, bundle.claims.head))
        items = _merged(chain, portfolio, ours, bundle.claims.head, relation.both, choices, locked)
    else:
        portfolio.rebuild(chain)
    if bundle.claims.purpose == "handover":
        items = _with_answers(items, bundle, portfolio, chain, answers, locked)
    if items or prev or bundle.claims.purpose == "handover":
        portfolio.commit(
            items,
            signer=signer,
            author=author,
            at=at,
            prev=prev or None,
            commits_to=bundle.sha256,
        )
    if prev:
        portfolio.rebuild(portfolio.journal.chain())


def _store_revisions(bundle: VerifiedBundle, portfolio: Portfolio) -> None:
    known = portfolio.journal.texts()
    fates = bundle.claims.fates
    for revision in bundle.chain.in_order():
        if portfolio.journal.has(revision.hash):
            for digest in revision.digests:
                if digest in bundle.texts and known[digest][0] is None:
                    portfolio.journal.fill(digest, bundle.texts[digest])
        else:
            portfolio.journal.add(revision, bundle.texts, fates)


class _Files:
    """Second reading: hashes every member again and stores the large ones, behind the reader."""

    _incoming: Incoming

    def __init__(
        self, portfolio: Portfolio, hand_over: Callable[[Callable[[], None]], None]
    ) -> None:
        self.hashes: dict[str, str] = {}
        self._portfolio = portfolio
        self._hand_over = hand_over
        self._path = ""
        self._hash = hashlib.sha256()

    def begin(self, name: str, size: int) -> None:
        self._path = name.partition("/")[2]
        self._hash = hashlib.sha256()
        if bag.is_streamed(self._path):
            self._hand_over(self._start)

    def data(self, chunk: bytes | memoryview) -> None:
        if bag.is_streamed(self._path):
            self._hand_over(partial(self._store, chunk))
        else:
            self._hash.update(chunk)

    def end(self) -> None:
        if bag.is_streamed(self._path):
            self._hand_over(partial(self._finish, self._path))
        else:
            self.hashes[self._path] = self._hash.hexdigest()

    def _start(self) -> None:
        self._incoming = self._portfolio.incoming()

    def _store(self, chunk: bytes | memoryview) -> None:
        self._incoming.write(chunk)

    def _finish(self, path: str) -> None:
        self.hashes[path] = self._incoming.finish().sha256


def _store_files(
    bundle: VerifiedBundle, portfolio: Portfolio, identities: Sequence[str], progress: Progress
) -> None:
    with behind() as hand_over:
        files = _Files(portfolio, hand_over)
        sha256 = stream_members(bundle.path, identities, files, progress)
    if (sha256, files.hashes) != (bundle.sha256, dict(bundle.hashes)):
        raise NotAuthentic("not-authentic", "changed-while-reading")


def _merged(
    chain: Chain,
    portfolio: Portfolio,
    ours: str,
    theirs: str,
    both: Collection[RecordId],
    choices: Choices,
    locked: Collection[RecordId],
) -> list[Item]:
    """One chosen version for every record that both sides changed (journal.md, merge)."""
    versions = portfolio.journal.versions(chain)
    sides = {
        name: {
            one.id: one
            for one in replay(v for v in versions if v.revision in chain.ancestors(head))
        }
        for name, head in (("ours", ours), ("theirs", theirs))
    }
    if unasked := set(choices.by_record) - set(both):
        raise InvalidRecord("invalid-record", "merge-choices", count=len(unasked))
    if any(choices.by_record.get(one, OURS) != OURS for one in set(both) & set(locked)):
        raise NotPermitted("record-locked")
    return [
        _chosen(record, sides, choices, OURS if record in locked else choices.default)
        for record in both
    ]


def _chosen(
    record: RecordId,
    sides: Mapping[str, Mapping[RecordId, Current]],
    choices: Choices,
    default: str | None,
) -> Item:
    choice = choices.by_record.get(record, default)
    if isinstance(choice, str) and choice in sides:
        one = sides[choice][record]
        withdrawn = one.status == WITHDRAWN
        return Item(
            one.kind, record, None if withdrawn else one.body, one.x, one.status, "samengevoegd"
        )
    if isinstance(choice, Mapping):
        kind = sides["ours"][record].kind
        before = [sides[side][record].whole for side in sides]
        _require_fit(kind, choice, before, {*sides["ours"], *sides["theirs"]})
        open_body, x = records.split_x(kind, choice)
        return Item(kind, record, open_body, x, CURRENT, "samengevoegd")
    raise InvalidRecord("invalid-record", "merge-choices", records=[record])


def _require_fit(
    kind: str,
    body: Mapping[str, Any],
    before: Sequence[Mapping[str, Any]],
    known: Collection[RecordId],
) -> None:
    """The same rules as for any other amendment."""
    records.parse(kind, body)
    allowed = set(known)
    for one in before:
        records.require_amendment(kind, one, body)
        allowed |= records.references(kind, one)
    if records.references(kind, body) - allowed:
        raise InvalidRecord("invalid-record", "unknown-reference", kind=kind)


def _with_answers(
    items: list[Item],
    bundle: VerifiedBundle,
    portfolio: Portfolio,
    chain: Chain,
    answers: Answers,
    locked: Collection[RecordId],
) -> list[Item]:
    """The answers to open agreements as versions; an answer goes before a merged version."""
    changing = {record for record, one in answers.by_record.items() if one.answer != OVERNEMEN}
    if changing & set(locked):
        raise NotPermitted("record-locked")
    came = {version.record for version in bundle.versions}
    now = {one.id: one for one in replay(portfolio.journal.versions(chain))}
    for item in items:  # what a merge chose is what the answer is about
        now[item.record] = replace(
            now[item.record], status=item.status, body=dict(item.body or {}), x=_x(item)
        )
    answered = [
        _answered(one, answer, now)
        for one in now.values()
        if one.id in came - set(locked)
        and one.is_open_agreement
        and (answer := answers.find(one.id))
    ]
    done = {item.record for item in answered}
    return [item for item in items if item.record not in done] + answered


def _x(item: Item) -> dict[str, Any] | None:
    return None if item.x is None else dict(item.x)


def _answered(one: Current, answer: Answer, now: Collection[RecordId]) -> Item:
    body = dict(one.whole)
    reason = answer.reason or "overgenomen"
    if answer.answer == WIJZIGEN:
        body |= answer.change
    elif answer.answer == VERVALLEN:
        body["status"] = "Vervallen"
    _require_fit(one.kind, body, [one.whole], now)
    open_body, x = records.split_x(one.kind, body)
    return Item(one.kind, one.id, open_body, x, CURRENT, reason)
