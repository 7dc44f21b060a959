"""A quick look at a file, without opening it to work in it."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from eportfolio import ledger
from eportfolio.errors import StorageFault
from eportfolio.records import RecordId
from eportfolio.store import look


class Seen(NamedTuple):
    """A record as a quick look sees it: without layer-X fields, author or history."""

    id: RecordId
    kind: str
    status: str
    body: dict[str, Any]


@dataclass(frozen=True)
class Glimpse:
    """What a quick look at a file gives: the tips of chain and ledger, and some records."""

    tip: tuple[str, int]
    ledger: tuple[int, str]
    records: list[Seen]


_OF_KINDS = (
    "SELECT id, kind, status, body FROM records WHERE kind IN (SELECT value FROM json_each(?))"
)


def glance(path: Path, key: bytes, pid: str, kinds: Collection[str]) -> Glimpse:
    """Look at the records of these kinds without opening the file to work in it.

    Raises:
        StorageFault: not there, damaged, or another client's.
    """
    tip, ledger_tip, rows = look(
        path,
        key,
        [
            ("SELECT head, size FROM tip WHERE pid = ?", (pid,)),
            ("SELECT n, link FROM statements ORDER BY n DESC LIMIT 1", ()),
            (_OF_KINDS, (json.dumps(sorted(kinds)),)),
        ],
    )
    if not tip:
        raise StorageFault("storage-fault", "file-swapped", portfolio=pid)
    (n, link) = ledger_tip[0] if ledger_tip else (0, ledger.START)
    bodies = json.loads(f"[{','.join(row[3] for row in rows)}]")  # at once: far quicker
    seen = [
        Seen(RecordId(record), kind, status, body)
        for (record, kind, status, _), body in zip(rows, bodies, strict=True)
    ]
    return Glimpse((tip[0][0], tip[0][1]), (n, link), seen)
