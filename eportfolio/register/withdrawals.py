"""What was told about shared bundles, and what is unanswered (docs/formats/notice.md, waiting).

A cache: every row follows from the statements of a dossier, so that a lost file or a kill hides
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from eportfolio.store import Store

TO_MAKE, MADE, TO_ANSWER = "te-maken", "gemaakt", "te-beantwoorden"
ANSWERED, SETTLED, SUPERSEDED = "beantwoord", "afgesloten", "vervangen"
WAITING = (TO_MAKE, MADE, TO_ANSWER)


class Told(NamedTuple):
    """One word about one bundle that has to be told or was told. `notice` is the hash of the
    notice, empty when it is not made yet; `other` the card of the other side; `since` ISO."""

    portfolio: str
    direction: str
    bundle: str
    notice: str
    about: str
    state: str
    other: str
    consent: str
    since: str


_ALL = "SELECT * FROM withdrawals ORDER BY since, portfolio, bundle, notice, about"


def put(store: Store, portfolio: str, rows: Iterable[Told]) -> None:
    """What stands about one client, in place of what stood there."""
    store.write("DELETE FROM withdrawals WHERE portfolio = ?", (portfolio,))
    found = [tuple(row) for row in rows]
    if found:
        store.write("INSERT INTO withdrawals VALUES (?,?,?,?,?,?,?,?,?)", *found)


def all_rows(store: Store) -> list[Told]:
    """Everything, the oldest first."""
    return [Told(*row) for row in store.read_all(_ALL)]
