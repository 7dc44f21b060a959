"""Use cases on one client's records and documents."""

from __future__ import annotations

import mimetypes
import uuid
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from eportfolio import records, shapes, statute
from eportfolio.consent import Version
from eportfolio.errors import Fact, InvalidRecord, NotPermitted, WrongUsage
from eportfolio.journal import CURRENT, WITHDRAWN, Item
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import Body, RecordId
from eportfolio.register import Row
from eportfolio.statute import Finding, Severity
from eportfolio.store import new_file
from eportfolio.workspace.clockwork import circumstances
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import Source, opened

DOCUMENT = "document"
# Talks are written all day long, and no rule says anything about one of them.
_WARNED = statute.KINDS - {"contactmoment"}
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
    reason; else it is amended. `file` is the name and source of a document's bytes."""

    record: RecordId
    kind: str | None
    body: Body | None
    reason: str | None = None
    file: tuple[str, Source] | None = None


@dataclass(frozen=True)
class Document:
    """An attached file as its record describes it. `size` in bytes."""

    record: RecordId
    sha256: str
    size: int
    name: str
    present: bool


@dataclass(frozen=True)
class Dump:
    """A dossier at a size of its chain, in canonical order, without layer-X fields."""

    portfolio: str
    size: int
    head: str
    records: tuple[Current, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class HistoryLine:
    """One revision: when, by whom, what. `undisclosed`: items whose content is not here."""

    seq: int
    hash: str
    day: str
    items: tuple[Mapping[str, Any], ...]
    undisclosed: int


@dataclass
class _Draft:
    """A record on its way in, with its file."""

    id: RecordId
    kind: str
    body: dict[str, Any]
    withdrawn: bool = False
    file: str | None = None


class Dossiers:
    """Add, amend, withdraw, attach, load, list, search, dump."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def caseload(self) -> list[Row]:
        """Every client, by name."""
        return self._session.register.rows()

    def search(self, words: str) -> list[tuple[Row, list[str]]]:
        """Clients and records in which all words occur."""
        return self._session.register.search(words)

    def read(self, pid: str) -> list[Current]:
        """Every current record of a client."""
        with self._session.portfolio(pid) as portfolio:
            return portfolio.records()

    def add(self, pid: str, kind: str, body: Body) -> Change:
        """A new record.

        Raises:
            InvalidRecord: it does not fit its kind, or points at what is not there.
            NotPermitted: the dossier is closed.
        """
        return self.save(pid, [Edit(new_id(), kind, body)])

    def amend(self, pid: str, record: RecordId, body: Body) -> Change:
        """A new version of a record; the old one stays in the history.

        Raises:
            InvalidRecord: it does not fit, lowers the layer, or the kind is append-only.
            NotPermitted: the dossier is closed, or the record was withdrawn.
        """
        return self.save(pid, [Edit(record, None, body)])

    def withdraw(self, pid: str, record: RecordId, reason: str) -> Change:
        """Say that a record no longer holds; it stays in the history.

        Raises:
            InvalidRecord: no reason, or a kind that cannot be withdrawn.
            NotPermitted: the dossier is closed, or it was withdrawn before.
        """
        return self.save(pid, [Edit(record, None, None, reason)])

    def attach(self, pid: str, name: str, title: str, source: Source) -> tuple[Change, Document]:
        """Attach a file as a `document` record.

        Raises:
            WrongUsage: there is no such file.
            StorageFault: it cannot be read, or there is no room.
        """
        record = new_id()
        change = self.save(pid, [Edit(record, DOCUMENT, {"titel": title}, None, (name, source))])
        with self._session.portfolio(pid) as portfolio:
            return change, _document(portfolio, record, portfolio.record(record).body)

    def save(self, pid: str, edits: Sequence[Edit]) -> Change:
        """Several edits as one revision, all or nothing.

        Raises:
            InvalidRecord, NotPermitted, WrongUsage: as for one of them; then none was saved.
            InvalidRecord: `statute`: a rule of law forbids it; `statute-reason`: it is possible
                with a recorded reason.
        """
        with self._session.portfolio(pid) as portfolio:
            self._session.require_editable(portfolio)
            with portfolio.transaction():
                new = {edit.record for edit in edits}
                if len(new) != len(edits):
                    raise InvalidRecord("invalid-record", "record-twice")
                items = [self._item(portfolio, edit, new) for edit in edits]
                kinds = {item.kind for item in items}
                before = portfolio.records(*statute.KINDS) if kinds & statute.CHECKED else None
                change = self._commit(portfolio, items)
                if kinds & _WARNED:
                    change = self._weighed(portfolio, change, before)
            self._session.saved(portfolio, change.records)
            return change

    def _weighed(
        self, portfolio: Portfolio, change: Change, before: Sequence[Current] | None
    ) -> Change:
        """The change with its warnings, or a refusal that takes it back. `before`: the dossier
        without the change, where it can be refused."""
        session, now = self._session, self._session.now()
        beside = circumstances(portfolio, session.own, now)
        after = portfolio.records(*statute.KINDS)
        if before is not None:
            against = statute.objections(before, after, now.date(), withheld=beside.withheld)
            if against:
                raise _forbidden(against)
        found = statute.examine(
            after, now.date(), events=beside.events, withheld=beside.withheld
        ).findings
        return replace(change, warnings=tuple(one for one in found if one.record in change.records))

    def _item(self, portfolio: Portfolio, edit: Edit, new: Set[RecordId]) -> Item:
        if edit.kind is not None and edit.body is not None:
            body = dict(edit.body)
            if edit.file is not None:
                body = _stored(portfolio, edit.file[1], edit.file[0], str(body["titel"]))
            self._require_fit(portfolio, edit.kind, body, new)
            _require_place(portfolio, edit.kind)
            return _item(edit.kind, edit.record, body)
        now = portfolio.record(edit.record)
        if now.status == WITHDRAWN:
            raise NotPermitted("record-withdrawn")
        if edit.body is None:
            _require_reason(edit.reason)
            records.require_withdrawal(now.kind)
            return Item(now.kind, edit.record, None, None, WITHDRAWN, edit.reason)
        known = records.references(now.kind, now.whole)
        self._require_fit(portfolio, now.kind, edit.body, new | known)
        records.require_amendment(now.kind, now.whole, edit.body)
        return _item(now.kind, edit.record, edit.body, clears_x=now.x is not None)

    def export_document(self, pid: str, record: RecordId, out: Path) -> Document:
        """Write an attached file to a place of the klantmanager's choice.

        Raises:
            WrongUsage: no such document, or its bytes were not shared with this vault.
        """
        with self._session.portfolio(pid) as portfolio:
            now = portfolio.record(record)
            if now.kind != DOCUMENT:
                raise WrongUsage("not-found", "no-such-document")
            document = _document(portfolio, record, now.body)
            chunks = portfolio.read_attachment(document.sha256)
            with new_file(out, replace=False) as file:
                for chunk in chunks:
                    file.write(chunk)
        return document

    def create(self, body: Body) -> Change:
        """A new dossier with only the client in it.

        Raises:
            InvalidRecord: it does not fit.
        """
        return self.load([{"kind": "client", "body": dict(body)}], Path())

    def load(self, entries: Sequence[Mapping[str, Any]], source: Source) -> Change:
        """A whole dossier at once, all or nothing; `source` opens the files that it names.

        Raises:
            InvalidRecord: with the place in the list of what does not fit.
        """
        drafts = _drafts(entries)
        pid = str(uuid.uuid4())
        with self._session.new_portfolio(pid) as portfolio, portfolio.transaction():
            items = [_finished(portfolio, draft, source) for draft in _with_extras(drafts)]
            _require_known(items)
            change = self._commit(portfolio, items)
            if gone := [draft for draft in drafts if draft.withdrawn]:
                withdrawn = [
                    Item(one.kind, one.id, None, None, WITHDRAWN, "zo ingelezen") for one in gone
                ]
                self._commit(portfolio, withdrawn)
            changed = tuple(item.record for item in items)
            now = self._session.now().date()
            found = statute.examine(portfolio.records(*statute.KINDS), now).findings
        return Change(pid, changed, change.seq, warnings=found)

    def dump(self, pid: str, at_size: int | None = None) -> Dump:
        """A dossier for comparing: state, canonical order, no layer-X fields.

        Raises:
            WrongUsage: no such client, or the chain never had that size.
        """
        with self._session.portfolio(pid) as portfolio:
            if at_size is None:
                head, size, current = portfolio.head, portfolio.size, portfolio.records()
            else:
                size = at_size
                head, current = portfolio.at_size(at_size)
            documents = [
                _document(portfolio, one.id, one.body)
                for one in current
                if one.kind == DOCUMENT and "sha256" in one.body
            ]
            return Dump(pid, size, head, tuple(current), tuple(documents))

    def history(self, pid: str, record: RecordId | None = None) -> list[HistoryLine]:
        """Who changed what when, oldest first."""
        with self._session.portfolio(pid) as portfolio:
            chain = portfolio.journal.chain()
            versions = portfolio.journal.versions(chain)
            lines = []
            before: dict[str, Mapping[str, Any]] = {}
            for revision in chain.in_order():
                own = [one for one in versions if one.revision == revision.hash]
                shown = [one for one in own if record in (None, one.record)]
                reasons = {one.record: one.reason for one in shown if one.part == "reden"}
                items = tuple(
                    _history_item(one, before, reasons) for one in shown if one.part != "reden"
                )
                if shown or record is None:
                    lines.append(
                        HistoryLine(
                            revision.seq,
                            revision.hash,
                            revision.day.isoformat(),
                            items,
                            len(revision.digests) - len(own),
                        )
                    )
            if record is not None and not lines:
                raise WrongUsage("not-found", "no-such-record")
            return lines

    def _require_fit(
        self, portfolio: Portfolio, kind: str, body: Body, known: Set[RecordId]
    ) -> None:
        records.parse(kind, body)
        named = records.references(kind, body) - known
        if any(portfolio.find_record(one) is None for one in named):
            raise InvalidRecord("invalid-record", "unknown-reference", kind=kind)
        if kind == DOCUMENT and not portfolio.has_attachment(str(body["sha256"])):
            raise InvalidRecord("invalid-record", "document-without-file")
        if kind == "reactie" and str(body["dag"]) > self._session.now().date().isoformat():
            raise InvalidRecord("invalid-record", "reaction-in-future")

    def _commit(self, portfolio: Portfolio, items: Sequence[Item]) -> Change:
        session = self._session
        revision = portfolio.commit(
            items, signer=session.signer, author=session.author, at=session.now()
        )
        portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
        unknown = [
            name
            for item in items
            if item.body is not None
            for name in records.unknown_fields(item.kind, item.body)
        ]
        changed = tuple(item.record for item in items)
        return Change(portfolio.pid, changed, revision.seq, tuple(unknown))


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


def new_id() -> RecordId:
    """A fresh id: a caller that saves several edits at once can let them refer to each other."""
    return RecordId(str(uuid.uuid4()))


def _require_reason(reason: str | None) -> None:
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


def _item(kind: str, record: RecordId, body: Body, *, clears_x: bool = False) -> Item:
    open_body, x = records.split_x(kind, body)
    return Item(kind, record, open_body, {} if x is None and clears_x else x, CURRENT)


def _document(portfolio: Portfolio, record: RecordId, body: Mapping[str, Any]) -> Document:
    sha256 = str(body["sha256"])
    return Document(
        record,
        sha256,
        int(body["omvang"]),
        str(body["naam"]),
        portfolio.has_attachment(sha256),
    )


def _history_item(
    version: Version,
    before: dict[str, Mapping[str, Any]],
    reasons: Mapping[RecordId, str | None],
) -> dict[str, Any]:
    """One change; `fields` are those that differ from the version before."""
    name = f"{version.record}#{version.part}"
    old, new = before.get(name, {}), version.body or before.get(name, {})
    before[name] = new
    changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    return {
        "record": version.record,
        "kind": version.kind,
        "part": version.part,
        "status": version.status,
        "at": version.at,
        "by": dict(version.by),
        "reason": version.reason or reasons.get(version.record),
        "fields": sorted(changed),
    }


def _stored(portfolio: Portfolio, source: Source, name: str, title: str) -> dict[str, Any]:
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


def _drafts(entries: Sequence[Mapping[str, Any]]) -> list[_Draft]:
    """Entries of a dossier file with their references made into ids."""
    drafts: list[_Draft] = []
    ids: dict[str, RecordId] = {}
    for place, entry in enumerate(entries):
        try:
            draft = _draft(entry)
            name = str(entry.get("ref", entry.get("id", draft.id)))
        except (AttributeError, TypeError, KeyError) as error:
            raise InvalidRecord("invalid-record", "dossier-entry", place=place) from error
        if name in ids or draft.id in ids.values():
            raise InvalidRecord("invalid-record", "dossier-ref", place=place)
        ids[name] = draft.id
        drafts.append(draft)
    for place, draft in enumerate(drafts):
        try:
            draft.body = records.relink(draft.kind, draft.body, ids)
            if draft.kind != DOCUMENT:
                records.parse(draft.kind, draft.body)
        except InvalidRecord as error:
            raise InvalidRecord(error.code, error.reason, place=place, **error.facts) from error
        except RecursionError as error:
            raise InvalidRecord("invalid-record", "dossier-entry", place=place) from error
    if sum(draft.kind == "client" and not draft.withdrawn for draft in drafts) != 1:
        raise InvalidRecord("invalid-record", "one-client")
    return drafts


def _draft(entry: Mapping[str, Any]) -> _Draft:
    kind, body, file = str(entry["kind"]), entry.get("body", {}), entry.get("file")
    if not isinstance(body, dict) or not isinstance(file, str | None):
        raise TypeError
    if entry.get("status", CURRENT) not in (CURRENT, WITHDRAWN):
        raise TypeError
    records.title(kind)
    record = RecordId(entry["id"]) if _is_uuid(entry.get("id")) else new_id()
    withdrawn = entry.get("status") == WITHDRAWN
    return _Draft(record, kind, dict(body), withdrawn, file)


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _with_extras(drafts: Sequence[_Draft]) -> list[_Draft]:
    """A file on another kind than `document` becomes a document that the record refers to."""
    every: list[_Draft] = []
    for draft in drafts:
        if draft.file is not None and draft.kind != DOCUMENT:
            document = _Draft(new_id(), DOCUMENT, {}, file=draft.file)
            field_name = records.file_field(draft.kind)
            if field_name == "documenten":
                draft.body["documenten"] = [*draft.body.get("documenten", []), document.id]
            else:
                draft.body.setdefault(field_name, document.id)
            draft.file = None
            every.append(document)
        every.append(draft)
    return every


def _finished(portfolio: Portfolio, draft: _Draft, source: Source) -> Item:
    if draft.kind == DOCUMENT:
        if draft.file is None:
            raise InvalidRecord("invalid-record", "document-without-file")
        title = str(draft.body.get("titel") or PurePath(draft.file).name)
        stored = _stored(portfolio, source, draft.file, title)
        if any(draft.body.get(name, stored[name]) != stored[name] for name in ("sha256", "omvang")):
            raise InvalidRecord("invalid-record", "document-changed")
        draft.body = {**stored, **draft.body}
    records.parse(draft.kind, draft.body)
    return _item(draft.kind, draft.id, draft.body)


def _require_known(items: Sequence[Item]) -> None:
    ids = {item.record for item in items}
    for place, item in enumerate(items):
        whole = records.join_x(item.body or {}, item.x)
        if records.references(item.kind, whole) - ids:
            raise InvalidRecord("invalid-record", "unknown-reference", kind=item.kind, place=place)
