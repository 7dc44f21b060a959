"""The access log: who did what to which dossier, when and where (docs/formats/vault.md).

Invariants:
- A line names things by their ids only; never a name, a text or a key.
- Each line holds the hash of the one before it, and the last one is kept apart: a line that was
  changed, removed or put in between is noticed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from eportfolio.store import Store

START = "0" * 64
DONE = "done"


class Action(StrEnum):
    """What was done. Each change of a record is in the chain of its dossier, with who and when."""

    UNLOCK = "unlock"
    UNLOCK_RECOVERY = "unlock-recovery"
    UNLOCK_ESCROW = "unlock-escrow"
    UNLOCK_SHARES = "unlock-shares"
    LOCK = "lock"
    OPEN = "dossier-open"
    LOAD = "dossier-load"
    DUMP = "dossier-dump"
    CASELOAD = "caseload-export"
    READ_DOCUMENT = "document-read"
    EXPORT_DOCUMENT = "document-export"
    CONSENT = "consent-record"
    WITHDRAW = "consent-withdraw"
    BUNDLE = "bundle-create"
    INSPECT = "bundle-inspect"
    IMPORT = "bundle-import"
    RECEIPT = "bundle-close"
    REPLY = "synthesis-reply"
    REPLIED = "synthesis-import"
    CARD = "card-import"
    REVOKE = "card-revoke"
    ROTATE = "card-rotate"
    PASSPHRASE = "passphrase-change"  # noqa: S105 - the name of an action
    REHEARSE = "recovery-rehearse"
    RENEW = "recovery-renew"
    ESCROW = "escrow-set"
    NO_ESCROW = "escrow-remove"
    SHARES = "shares-make"
    NO_SHARES = "shares-remove"
    BACKUP = "vault-backup"
    LOSS = "loss-accept"
    PAPER = "paper-make"
    ERASE = "items-erase"
    DESTROY = "dossier-destroy"
    TELL = "notice-create"
    TOLD = "notice-import"
    ANSWERED = "notice-close"
    LOG = "log-export"
    ACCESS = "access-export"
    PORTABILITY = "portability-export"
    REQUEST = "rights-request"
    DECISION = "rights-decision"


class Access(NamedTuple):
    """One line: `at` with offset; `actor` a card, `station` a computer; `object` an id, an age
    recipient, the number of a set of sheets, or empty; `result` is `done`, or the code of a
    refusal."""

    at: str
    actor: str
    station: str
    action: str
    object: str
    result: str


_ALL = "SELECT n, at, actor, station, action, object, result FROM access_log ORDER BY n"
_ABOUT = _ALL.replace("ORDER", "WHERE object = ? ORDER")


def keep(store: Store, lines: Iterable[Access]) -> None:
    """Add lines at the end."""
    with store.transaction():
        n, link = _tip(store)
        last = store.read("SELECT max(n) FROM access_log")
        n = max(n, int(last[0] or 0) if last else 0)  # where somebody removed the tip
        rows = []
        for line in lines:
            n, link = n + 1, linked(link, line)
            rows.append((n, *line, link))
        if rows:
            store.write("INSERT INTO access_log VALUES (?,?,?,?,?,?,?,?)", *rows)
            store.write("INSERT OR REPLACE INTO access_tip VALUES (1, ?, ?)", (n, link))


def read(store: Store, object_: str | None = None) -> Iterator[tuple[int, Access]]:
    """The lines with their numbers, oldest first; `object_`: only those about it."""
    rows = store.read_all(_ALL) if object_ is None else store.read_all(_ABOUT, object_)
    return ((row[0], Access(*row[1:])) for row in rows)


def is_whole(store: Store) -> bool:
    """Whether no line was changed, removed or added since it was written."""
    link, count = START, 0
    for count, row in enumerate(store.read_all("SELECT * FROM access_log ORDER BY n"), 1):
        link = linked(link, Access(*row[1:7]))
        if (row[0], row[7]) != (count, link):
            return False
    return (count, link) == _tip(store)


def linked(before: str, line: Access) -> str:
    """SHA-256 of the hash before and the line, as JSON without spaces."""
    text = json.dumps([before, *line], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _tip(store: Store) -> tuple[int, str]:
    row = store.read("SELECT n, link FROM access_tip WHERE id = 1")
    return (int(row[0]), str(row[1])) if row else (0, START)
