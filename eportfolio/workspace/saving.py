"""Changing records: several edits as one revision, held against the law before it counts."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from eportfolio import records, shapes, statute
from eportfolio.consent import Version
from eportfolio.errors import Fact, InvalidRecord, NotPermitted
from eportfolio.journal import CURRENT, WITHDRAWN, Item
from eportfolio.portfolio import Current, Portfolio, replay
from eportfolio.portfolio.locking import locks_of
from eportfolio.records import Body, RecordId
from eportfolio.statute import Entry, Finding, Severity
from eportfolio.workspace.clockwork import circumstances
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import Source, opened

DOCUMENT = "document"
# Talks are written all day long, and no rule says anything about one of them.
_WARNED = statute.KINDS - {"contactmoment"}
UNDONE = "Ongedaan gemaakt"
REASON_LIMIT = 10_000  # characters


@dataclass(frozen=True)
class Change:
    """What a use case changed: which client, which records, in which revision.

    `unknown` names fields that this version of the program does not know; they are kept.
    `warnings`: what the law says about the changed records; it did not stop the change.
    """

    portfolio: str
    records: tuple[RecordId, ...]
    seq: int
    unknown: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Edit:
    """One change of one record. With a kind it is new; without body it is withdrawn, for a
    reason; else it is amended. A reason is kept with the version. `file` is the name and
    source of a document's bytes."""

    record: RecordId
    kind: str | None
    body: Body | None
    reason: str | None = None
    file: tuple[str, Source] | None = None


def new_id() -> RecordId:
    """A fresh id: a caller that saves several edits at once can let them refer to each other."""
    return RecordId(str(uuid.uuid4()))


def save(session: Session, pid: str, edits: Sequence[Edit]) -> Change:
    """Several edits as one revision, all or nothing."""
    with session.portfolio(pid) as portfolio:
        change = save_in(session, portfolio, edits)
        session.saved(portfolio, change.records)
        return change


def save_in(session: Session, portfolio: Portfolio, edits: Sequence[Edit]) -> Change:
    """The same in an open dossier; the caller says that it was saved."""
    session.require_editable(portfolio, [edit.record for edit in edits if edit.kind is None])
    with portfolio.transaction():
        new = {edit.record for edit in edits}
        if len(new) != len(edits):
            raise InvalidRecord("invalid-record", "record-twice")
        if new & locks_of(portfolio).keys():
            raise NotPermitted("record-locked")
        items = [_edited(portfolio, edit, new) for edit in edits]
        kinds = {item.kind for item in items}
        before = portfolio.seen(statute.KINDS) if kinds & statute.CHECKED else None
        change = commit(session, portfolio, items)
        if kinds & _WARNED:
            change = _weighed(session, portfolio, change, before)
    return change


def undo(session: Session, pid: str, seq: int) -> Change:
    """Take back the newest revision by one more revision: what was changed is as it was, what was
    added is withdrawn."""
    with session.portfolio(pid) as portfolio:
        chain = portfolio.journal.chain()
        newest = chain.in_order()[-1]
        if newest.seq != seq:
            raise NotPermitted("undo-later")
        versions = portfolio.journal.versions(chain)
    changed = [one for one in versions if one.revision == newest.hash and one.part == ""]
    earlier = [one for one in versions if one.revision != newest.hash]
    return save(
        session,
        pid,
        [_reversed(one, [v for v in earlier if v.record == one.record]) for one in changed],
    )


def _reversed(version: Version, earlier: Sequence[Version]) -> Edit:
    if version.status == WITHDRAWN:
        raise NotPermitted("record-withdrawn")
    before = next(iter(replay(one for one in earlier if one.record == version.record)), None)
    if before is None:
        return Edit(version.record, None, None, UNDONE)
    return Edit(version.record, None, before.whole)


def commit(session: Session, portfolio: Portfolio, items: Sequence[Item]) -> Change:
    """Sign the items as one revision.

    Raises:
        InvalidRecord: `reaction-in-future`: an answer of a day to come would overrule later ones.
    """
    at = session.now()
    for item in items:
        if item.kind == "reactie" and str((item.body or {}).get("dag", "")) > at.date().isoformat():
            raise InvalidRecord("invalid-record", "reaction-in-future")
    revision = portfolio.commit(items, signer=session.signer, author=session.author, at=at)
    portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
    unknown = [
        name
        for item in items
        if item.body is not None
        for name in records.unknown_fields(item.kind, item.body)
    ]
    changed = tuple(item.record for item in items)
    return Change(portfolio.pid, changed, revision.seq, tuple(unknown))


def new_item(kind: str, record: RecordId, body: Body, *, clears_x: bool = False) -> Item:
    """A body as it is committed, with its layer-X fields apart."""
    open_body, x = records.split_x(kind, body)
    return Item(kind, record, open_body, {} if x is None and clears_x else x, CURRENT)


def store_file(portfolio: Portfolio, source: Source, name: str, title: str) -> dict[str, Any]:
    """Read a file into the portfolio; gives the body of its `document` record."""
    with opened(source, name) as file:
        stored = portfolio.attach(file)
    return {
        "titel": title,
        "sha256": stored.sha256,
        "omvang": stored.size,
        "naam": PurePath(name).name,
        "mime": mimetypes.guess_type(name)[0] or "application/octet-stream",
    }


def reference(session: Session, pid: str, record: RecordId, document: RecordId) -> Edit:
    """The change by which a record that is there refers to one more document."""
    with session.portfolio(pid) as portfolio:
        now = portfolio.record(record)
    return Edit(record, None, referring(now.kind, now.whole, document))


def referring(kind: str, body: Body, document: RecordId) -> dict[str, Any]:
    """A body that refers to one more document: in the field that its kind has for that, or in
    the list that every kind has."""
    name = records.file_field(kind)
    if name != "documenten" and name not in body:
        return {**body, name: document}
    known: Any = body.get("documenten", [])
    return {**body, "documenten": [*known, document]}


def _weighed(
    session: Session, portfolio: Portfolio, change: Change, before: Sequence[Entry] | None
) -> Change:
    """The change with its warnings, or a refusal that takes it back. `before`: the dossier
    without the change, where it can be refused."""
    now = session.now()
    beside = circumstances(portfolio, session.own, now)
    after = portfolio.seen(statute.KINDS)
    if before is not None:
        against = statute.objections(before, after, now.date(), withheld=beside.withheld)
        if against:
            raise _forbidden(against)
    found = statute.examine(
        after, now.date(), events=beside.events, withheld=beside.withheld
    ).findings
    return replace(change, warnings=tuple(one for one in found if one.record in change.records))


def _edited(portfolio: Portfolio, edit: Edit, new: Set[RecordId]) -> Item:
    if edit.kind is not None and edit.body is not None:
        body = dict(edit.body)
        if edit.file is not None:
            body = store_file(portfolio, edit.file[1], edit.file[0], str(body["titel"]))
        _require_fit(portfolio, edit.kind, body, new)
        _require_place(portfolio, edit.kind)
        return replace(new_item(edit.kind, edit.record, body), reason=edit.reason)
    now = portfolio.record(edit.record)
    if now.status == WITHDRAWN:
        raise NotPermitted("record-withdrawn")
    if edit.body is None:
        require_reason(edit.reason)
        records.require_withdrawal(now.kind)
        return Item(now.kind, edit.record, None, None, WITHDRAWN, edit.reason)
    known = records.references(now.kind, now.whole)
    _require_fit(portfolio, now.kind, edit.body, new | known)
    records.require_amendment(now.kind, now.whole, edit.body)
    item = new_item(now.kind, edit.record, edit.body, clears_x=now.x is not None)
    return replace(item, reason=edit.reason)


def _require_fit(portfolio: Portfolio, kind: str, body: Body, known: Set[RecordId]) -> None:
    records.parse(kind, body)
    named = records.references(kind, body) - known
    if any(portfolio.find_record(one) is None for one in named):
        raise InvalidRecord("invalid-record", "unknown-reference", kind=kind)
    if kind == DOCUMENT and not portfolio.has_attachment(str(body["sha256"])):
        raise InvalidRecord("invalid-record", "document-without-file")


def _forbidden(against: Sequence[Finding]) -> InvalidRecord:
    """A refusal that names rule, article and what to do. Where the law leaves room it says how."""
    refused = [one for one in against if one.severity is Severity.REFUSE]
    problems: list[Fact] = [
        {
            "field": one.field,
            "problem": f"{one.why}",
            "rule": one.rule,
            "source": one.source,
            "code": one.code,
            "record": one.record,
        }
        for one in refused or against
    ]
    return InvalidRecord(
        "invalid-record", "statute" if refused else "statute-reason", problems=problems
    )


def require_reason(reason: str | None) -> None:
    """A reason is plain text, not too long.

    Raises:
        InvalidRecord: `no-reason`.
    """
    try:
        if shapes.clean(reason or "").strip() and len(reason or "") <= REASON_LIMIT:
            return
    except ValueError:
        pass
    raise InvalidRecord("invalid-record", "no-reason")


def _require_place(portfolio: Portfolio, kind: str) -> None:
    """A dossier is about one client."""
    if kind == "client" and _has_client(portfolio.records("client")):
        raise InvalidRecord("invalid-record", "second-client")


def _has_client(current: Iterable[Current]) -> bool:
    return any(one.kind == "client" and one.status != WITHDRAWN for one in current)
