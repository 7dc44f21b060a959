"""The tables of one client's file, and what guards them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from eportfolio import journal, ledger
from eportfolio.journal import TABLES

CHUNK_BYTES = 1024 * 1024

# One row: what `dump`, the register and the next revision need first.
TIP = Table(
    "tip",
    TABLES,
    Column("pid", Text, primary_key=True),
    Column("head", Text, nullable=False),  # SHA-256 of the last revision's JWS
    Column("size", Integer, nullable=False),
    sqlite_with_rowid=False,
)
RECORDS = Table(
    "records",
    TABLES,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("x", Text),
    Column("seq", Integer, nullable=False),
    Column("revision", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    sqlite_with_rowid=False,
)
ATTACHMENTS = Table(
    "attachments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, unique=True),
    Column("size", Integer, nullable=False),
)
CHUNKS = Table(
    "chunks",
    TABLES,
    Column("attachment", Integer, ForeignKey("attachments.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
AUTHORS = Table(
    "authors",
    TABLES,
    Column("thumbprint", Text, primary_key=True),
    Column("jwk", Text, nullable=False),
    Column("card", Text),
)
GUARDS = journal.GUARDS + ledger.GUARDS
