"""A quick look at a file, without opening it to work in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
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


# All kinds: choosing costs the database more than it saves, since nearly all are asked for.
SEEN = "SELECT id, kind, status, body FROM records"


@dataclass(frozen=True)
class Glimpse:
    """What a quick look at a file gives: the tips of chain and ledger, and some records."""

    tip: tuple[str, int]
    ledger: tuple[int, str]
    records: list[Seen]


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
            (SEEN, ()),
        ],
    )
    if not tip:
        raise StorageFault("storage-fault", "file-swapped", portfolio=pid)
    (n, link) = ledger_tip[0] if ledger_tip else (0, ledger.START)
    return Glimpse((tip[0][0], tip[0][1]), (n, link), seen(rows, kinds))


def seen(rows: Iterable[Sequence[Any]], kinds: Collection[str]) -> list[Seen]:
    """What stands in rows of `SEEN`, of these kinds."""
    wanted = [row for row in rows if row[1] in kinds]
    bodies = json.loads(f"[{','.join(row[3] for row in wanted)}]")  # at once: far quicker
    return [
        Seen(record, kind, status, body)
        for (record, kind, status, _), body in zip(wanted, bodies, strict=True)
    ]
