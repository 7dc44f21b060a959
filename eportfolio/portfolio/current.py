"""Current records: what replaying versions gives, and how a row holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from eportfolio import records
from eportfolio.consent import Version
from eportfolio.journal import CURRENT, WITHDRAWN
from eportfolio.records import Json, RecordId


@dataclass(frozen=True)
class Current:
    """A record as it is now. `body` without, `x` with only, its layer-X fields."""

    id: RecordId
    kind: str
    status: str
    body: dict[str, Any]
    x: dict[str, Any] | None
    seq: int
    revision: str
    at: str
    by: dict[str, Any]

    @property
    def whole(self) -> dict[str, Any]:
        """Both parts: what the klantmanager of this vault sees and edits."""
        return records.join_x(self.body, self.x)

    @property
    def is_open_agreement(self) -> bool:
        """Whether somebody still has to keep a promise."""
        return records.is_open_agreement(self.kind, self.status, self.body)


@dataclass
class _Replayed:
    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    x: dict[str, Any] | None = None
    status: str = CURRENT
    last: Version | None = None


def replay(versions: Iterable[Version]) -> list[Current]:
    """Current records from versions in canonical order; a later version replaces an earlier.

    Layer-X fields stay until replaced: whoever amends a record after a handover never saw them.
    """
    found: dict[RecordId, _Replayed] = {}
    for version in versions:
        now = found.setdefault(version.record, _Replayed(version.kind))
        if version.part == "X":
            now.x = dict(version.body or {}) or None
        elif version.part == "":
            now.status = version.status
            now.last = version
            if version.body is not None:
                now.body = dict(version.body)
    return sorted(
        (
            Current(
                record,
                now.kind,
                now.status,
                now.body,
                now.x,
                now.last.seq,
                now.last.revision,
                now.last.at,
                dict(now.last.by),
            )
            for record, now in found.items()
            if now.last is not None
        ),
        key=lambda current: (current.kind, current.id),
    )


def following(current: Current, before: Current | None, *, x_unsaid: bool) -> Current:
    """What a new version leaves unsaid stays: the body at a withdrawal, layer-X fields always."""
    if before is None:
        return current
    body = before.body if current.status == WITHDRAWN else current.body
    return replace(current, body=body, x=before.x if x_unsaid else current.x)


def from_row(row: Sequence[Any], authors: dict[str, dict[str, Any]]) -> Current:
    """A row of `RECORDS`, in the order of its columns; `authors` remembers who was read before."""
    record, kind, status, body, x, seq, revision, at, by = row
    if by not in authors:
        authors[by] = json.loads(by)
    opened = None if x is None else json.loads(x)
    return Current(record, kind, status, json.loads(body), opened, seq, revision, at, authors[by])


def to_json(value: Json | dict[str, Any] | dict[str, str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
