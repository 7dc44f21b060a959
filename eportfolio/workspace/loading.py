"""A whole dossier at once, from entries that refer to each other."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from eportfolio import records, statute
from eportfolio.errors import InvalidRecord
from eportfolio.journal import CURRENT, WITHDRAWN, Item
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.workspace.saving import DOCUMENT, Change, commit, new_id, new_item, store_file
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import Source


@dataclass
class _Draft:
    """A record on its way in, with its file."""

    id: RecordId
    kind: str
    body: dict[str, Any]
    withdrawn: bool = False
    file: str | None = None
    x: dict[str, Any] | None = None
    is_absent: bool = False  # a document whose bytes are not here


def load(
    session: Session,
    entries: Sequence[Mapping[str, Any]],
    source: Source,
    absent: Collection[str] = (),
) -> Change:
    """A whole dossier at once, all or nothing; `source` opens the files that it names. `absent`:
    records that may be referred to though they are not in it."""
    drafts = _drafts(entries)
    pid = str(uuid.uuid4())
    with session.new_portfolio(pid) as portfolio, portfolio.transaction():
        items = [_finished(portfolio, draft, source) for draft in _with_extras(drafts)]
        _require_known(items, absent)
        change = commit(session, portfolio, items)
        if gone := [draft for draft in drafts if draft.withdrawn]:
            withdrawn = [
                Item(one.kind, one.id, None, None, WITHDRAWN, "zo ingelezen") for one in gone
            ]
            commit(session, portfolio, withdrawn)
        changed = tuple(item.record for item in items)
        now = session.now().date()
        found = statute.examine(portfolio.seen(statute.KINDS), now).findings
    return Change(pid, changed, change.seq, warnings=found)


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
            draft.x = draft.x and records.relink(draft.kind, draft.x, ids)
            if draft.kind != DOCUMENT:
                records.parse(draft.kind, records.join_x(draft.body, draft.x))
        except InvalidRecord as error:
            raise InvalidRecord(error.code, error.reason, place=place, **error.facts) from error
        except RecursionError as error:
            raise InvalidRecord("invalid-record", "dossier-entry", place=place) from error
    if sum(draft.kind == "client" and not draft.withdrawn for draft in drafts) != 1:
        raise InvalidRecord("invalid-record", "one-client")
    return drafts


def _draft(entry: Mapping[str, Any]) -> _Draft:
    kind, body, file = str(entry["kind"]), entry.get("body", {}), entry.get("file")
    x, is_absent = entry.get("x"), entry.get("absent", False)
    if not isinstance(body, dict) or not isinstance(file, str | None):
        raise TypeError
    if not isinstance(x, dict | None) or not isinstance(is_absent, bool):
        raise TypeError
    if is_absent and (kind != DOCUMENT or file is not None):
        raise TypeError
    if entry.get("status", CURRENT) not in (CURRENT, WITHDRAWN):
        raise TypeError
    records.title(kind)
    record = RecordId(entry["id"]) if _is_uuid(entry.get("id")) else new_id()
    withdrawn = entry.get("status") == WITHDRAWN
    return _Draft(record, kind, dict(body), withdrawn, file, x, is_absent)


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
    if draft.kind == DOCUMENT and not draft.is_absent:
        if draft.file is None:
            raise InvalidRecord("invalid-record", "document-without-file")
        title = str(draft.body.get("titel") or PurePath(draft.file).name)
        stored = store_file(portfolio, source, draft.file, title)
        if any(draft.body.get(name, stored[name]) != stored[name] for name in ("sha256", "omvang")):
            raise InvalidRecord("invalid-record", "document-changed")
        draft.body = {**stored, **draft.body}
    records.parse(draft.kind, records.join_x(draft.body, draft.x))
    item = new_item(draft.kind, draft.id, draft.body)
    if draft.x is None:
        return item
    return replace(item, x={**(item.x or {}), **draft.x})


def _require_known(items: Sequence[Item], absent: Collection[str]) -> None:
    ids = {item.record for item in items} | {RecordId(one) for one in absent}
    for place, item in enumerate(items):
        whole = records.join_x(item.body or {}, item.x)
        if records.references(item.kind, whole) - ids:
            raise InvalidRecord("invalid-record", "unknown-reference", kind=item.kind, place=place)
