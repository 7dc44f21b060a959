"""What was erased, and in which backups that was done too (docs/formats/erasure.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from eportfolio.records import RecordId
from eportfolio.store import Store


class Erasure(NamedTuple):
    """A signed tombstone or certificate of destruction."""

    n: int
    hash: str
    portfolio: str
    typ: str
    jws: bytes


class Backup(NamedTuple):
    """A folder that a backup was written to. `done`: the last erasure that was done there."""

    path: str
    made: str
    done: int


def keep(store: Store, hash_: str, portfolio: str, typ: str, jws: str) -> None:
    """Remember an erasure, so that backups follow; once."""
    row = (hash_, portfolio, typ, jws)
    store.write("INSERT OR IGNORE INTO erasures (hash, portfolio, typ, jws) VALUES (?,?,?,?)", row)


def after(store: Store, n: int) -> list[Erasure]:
    """The erasures after one, oldest first."""
    rows = store.read_all("SELECT * FROM erasures WHERE n > ? ORDER BY n", n)
    return [Erasure(n, hash_, pid, typ, jws.encode()) for n, hash_, pid, typ, jws in rows]


def of(store: Store, portfolio: str, typ: str) -> list[Erasure]:
    """The erasures of a client of one kind, oldest first."""
    return [one for one in after(store, 0) if (one.portfolio, one.typ) == (portfolio, typ)]


def last(store: Store) -> int:
    """The number of the last erasure; 0 when there was none."""
    row = store.read("SELECT max(n) FROM erasures")
    return int(row[0] or 0) if row else 0


def keep_backup(store: Store, backup: Backup) -> None:
    """Remember where a copy of this vault is, and what was done there."""
    store.write("INSERT OR REPLACE INTO backups VALUES (?,?,?)", backup)


def backups(store: Store) -> list[Backup]:
    """Every place that a backup was written to, the oldest first."""
    return [Backup(*row) for row in store.read_all("SELECT * FROM backups ORDER BY made, path")]


def forget_backup(store: Store, path: str) -> None:
    """A copy that a person says is gone."""
    store.write("DELETE FROM backups WHERE path = ?", (path,))


def clean_search(store: Store) -> None:
    """Write the index anew without the words of what was deleted: until then they stand in it,
    hidden."""
    store.write("INSERT INTO search(search) VALUES('optimize')", ())


def forget_others(store: Store, portfolio: str, records: Iterable[RecordId]) -> None:
    """Drop drafts and terms about records of a client that are not there any more."""
    there = json.dumps(list(records))
    store.write(_OTHER_DRAFTS, (portfolio, there))
    store.write(_OTHER_TERMS, (portfolio, there))
    store.write("UPDATE caseload SET computed = '' WHERE portfolio = ?", (portfolio,))


def forget_portfolio(store: Store, portfolio: str) -> None:
    """Whatever the register keeps about a client, but for the ledgers of what was shared and of
    who had access: those hold ids only."""
    for row in store.read_all("SELECT id FROM search_rows WHERE portfolio = ?", portfolio):
        store.write("DELETE FROM search WHERE rowid = ?", (row[0],))
    store.write("DELETE FROM search_rows WHERE portfolio = ?", (portfolio,))
    store.write("DELETE FROM caseload WHERE portfolio = ?", (portfolio,))
    store.write("DELETE FROM drafts WHERE portfolio = ?", (portfolio,))
    store.write("DELETE FROM deadlines WHERE portfolio = ?", (portfolio,))
    store.write("DELETE FROM requests WHERE portfolio = ?", (portfolio,))
    store.write("DELETE FROM withdrawals WHERE portfolio = ?", (portfolio,))


_OTHER_DRAFTS = (
    "DELETE FROM drafts WHERE portfolio = ? AND record <> ''"
    " AND record NOT IN (SELECT value FROM json_each(?))"
)
_OTHER_TERMS = (
    "DELETE FROM deadlines WHERE portfolio = ? AND record IS NOT NULL"
    " AND record NOT IN (SELECT value FROM json_each(?))"
)
