"""Signed statements beside the chain: consents, events, bundles, receipts, closings.

Invariants:
- Append-only; each line is linked to the one before it, so none can be taken out unseen.
- Never revisions: recording a wider consent after a handover must not fork the portfolio
  (docs/formats/journal.md, statements).
- What others signed is kept verbatim beside what we signed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, insert, select

from eportfolio import signing
from eportfolio.crypto import digest
from eportfolio.journal import TABLES
from eportfolio.signing import Signer
from eportfolio.store import Store

START = "0" * 64

STATEMENTS = Table(
    "statements",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("typ", Text, nullable=False),
    Column("jws", Text, nullable=False),
    Column("link", Text, nullable=False),
)
GUARDS = (
    "CREATE TRIGGER statements_keep BEFORE DELETE ON statements"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER statements_fixed BEFORE UPDATE ON statements"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
)
_OF_TYPES = (
    "SELECT n, hash, typ, jws, link FROM statements"
    " WHERE typ IN (SELECT value FROM json_each(?)) ORDER BY n"
)


@dataclass(frozen=True)
class Statement:
    """One line of the ledger. `link` = SHA-256 of the previous link and this line's hash."""

    n: int
    hash: str
    typ: str
    jws: str
    link: str

    def payload(self) -> dict[str, Any]:
        """What was signed; verified when it was stored."""
        return signing.load_object(signing.decode(self.jws.split(".")[1]))

    @property
    def kid(self) -> str:
        """Who signed it; verified when it was stored."""
        return signing.signer_named(self.jws.encode())

    @property
    def place(self) -> int:
        """Its number in the ledger that it was signed for; 0 for a line that came along with a
        bundle, where the number tells nothing of when it was signed."""
        before = self.payload().get("ledger")
        return self.n if digest(f"{before}{self.hash}".encode()) == self.link else 0


class Ledger:
    """The statements of one open portfolio file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Statement]:
        """Every statement, oldest first."""
        rows = self._store.execute(select(STATEMENTS).order_by(STATEMENTS.c.n))
        return [Statement(*tuple(row)) for row in rows]

    def of(self, *types: str) -> list[Statement]:
        """The statements of these types, oldest first."""
        rows = self._store.read_all(_OF_TYPES, json.dumps(types))
        return [Statement(*row) for row in rows]

    def tip(self) -> tuple[int, str]:
        """How many statements, and the link of the last."""
        row = self._store.read("SELECT n, link FROM statements ORDER BY n DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, START)

    def sign(self, payload: dict[str, Any], typ: str, signer: Signer) -> Statement:
        """Sign a statement of our own and add it."""
        return self.add(signer.sign(signing.dump_json(payload), typ), typ)

    def add(self, jws: bytes, typ: str) -> Statement:
        """Add a statement that was signed and verified; adding it twice changes nothing."""
        hash_ = digest(jws)
        known = self._store.execute(select(STATEMENTS).where(STATEMENTS.c.hash == hash_)).first()
        if known:
            return Statement(*tuple(known))
        n, before = self.tip()
        line = Statement(n + 1, hash_, typ, jws.decode(), digest(f"{before}{hash_}".encode()))
        self._store.execute(insert(STATEMENTS), vars(line))
        return line


def broken_lines(statements: list[Statement]) -> int:
    """How many lines do not carry the link that the lines before them give."""
    link, broken = START, 0
    for n, line in enumerate(statements, 1):
        link = digest(f"{link}{line.hash}".encode())
        broken += line.n != n or line.link != link or digest(line.jws.encode()) != line.hash
    return broken
