"""Requests of clients that wait for a decision: a cache of what the dossiers say."""

from __future__ import annotations

from collections.abc import Iterable

from eportfolio.register.rows import Asked
from eportfolio.store import Store


def keep(store: Store, portfolio: str, asked: Iterable[Asked]) -> None:
    """What waits in a dossier, in place of what stood there."""
    store.write("DELETE FROM requests WHERE portfolio = ?", (portfolio,))
    if rows := [tuple(one) for one in asked]:
        store.write("INSERT INTO requests VALUES (?,?,?,?,?)", *rows)


def waiting(store: Store) -> list[Asked]:
    """What waits in the whole caseload, the earliest due first."""
    rows = store.read_all("SELECT * FROM requests ORDER BY due, portfolio, request")
    return [Asked(*row) for row in rows]
