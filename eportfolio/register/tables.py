"""The tables of the register."""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text, UniqueConstraint

TABLES = MetaData()
CASELOAD = Table(
    "caseload",
    TABLES,
    Column("portfolio", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("route", Text),
    Column("next_deadline", Text),
    Column("status", Text, nullable=False),
    Column("open_agreements", Integer, nullable=False),
    Column("updated", Text, nullable=False),
    Column("head", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("link", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("next_clock", Text),
    Column("next_latest", Text),
    Column("next_soon", Text),
    Column("hours", Text, nullable=False, server_default="{}"),
    Column("findings", Integer, nullable=False, server_default="0"),
    Column("computed", Text, nullable=False, server_default=""),
    Column("plan", Text),
    Column("last_contact", Text),
    Column("closed", Text),
    Column("only_here", Integer, nullable=False, server_default="0"),
    Column("until", Text),
    sqlite_with_rowid=False,
)
DEADLINES = Table(
    "deadlines",
    TABLES,
    Column("portfolio", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("clock", Text, nullable=False),
    Column("record", Text),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due", Text),
    Column("latest", Text),
    Column("begins", Text),
    Column("source", Text, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
)
DRAFTS = Table(
    "drafts",
    TABLES,
    Column("portfolio", Text, primary_key=True),
    Column("record", Text, primary_key=True),  # empty for a new one
    Column("kind", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("typed", Text, nullable=False),
    sqlite_with_rowid=False,
)
PREFERENCES = Table(
    "preferences",
    TABLES,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
    sqlite_with_rowid=False,
)
CONTACTS = Table(
    "contacts",
    TABLES,
    Column("thumbprint", Text, primary_key=True),
    Column("card", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Text, nullable=False),
)
BUNDLES = Table(
    "bundles",
    TABLES,
    Column("id", Text, primary_key=True),  # sent: the bundle's id; received: the file's SHA-256
    Column("portfolio", Text, nullable=False, index=True),
    Column("direction", Text, nullable=False),  # sent or received
    Column("other", Text, nullable=False),  # the card of the other side
    Column("consent", Text, nullable=False, index=True),
    Column("made", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("state", Text, nullable=False),  # made, receipted, imported
    Column("digests", Text, nullable=False),
)
WITHDRAWN_CONSENTS = Table("withdrawn_consents", TABLES, Column("consent", Text, primary_key=True))
OWN_CARDS = Table("own_cards", TABLES, Column("thumbprint", Text, primary_key=True))
NOTICES = Table("notices", TABLES, Column("what", Text, primary_key=True))
ERASED = Table("erased", TABLES, Column("digest", Text, primary_key=True))
ERASURES = Table(
    "erasures",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),  # SHA-256 of the JWS
    Column("portfolio", Text, nullable=False),
    Column("typ", Text, nullable=False),
    Column("jws", Text, nullable=False),
)
BACKUPS = Table(
    "backups",
    TABLES,
    Column("path", Text, primary_key=True),
    Column("made", Text, nullable=False),
    Column("done", Integer, nullable=False),  # `n` of the last erasure that was done there
    sqlite_with_rowid=False,
)
ACCESS_LOG = Table(
    "access_log",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False, index=True),
    Column("result", Text, nullable=False),
    Column("link", Text, nullable=False),
)
ACCESS_TIP = Table(
    "access_tip",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("link", Text, nullable=False),
)
REQUESTS = Table(
    "requests",
    TABLES,
    Column("portfolio", Text, primary_key=True),
    Column("request", Text, primary_key=True),
    Column("right", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("due", Text, nullable=False),
    sqlite_with_rowid=False,
)
WITHDRAWALS = Table(
    "withdrawals",
    TABLES,
    Column("portfolio", Text, primary_key=True),
    Column("direction", Text, nullable=False),
    Column("bundle", Text, primary_key=True),
    Column("notice", Text, primary_key=True),  # empty when it is not made yet
    Column("about", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("other", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("since", Text, nullable=False),
    sqlite_with_rowid=False,
)
SEARCH_ROWS = Table(
    "search_rows",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("portfolio", Text, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("portfolio", "record"),
)
GUARDS = (
    "CREATE VIRTUAL TABLE search USING fts5"
    "(text, tokenize = 'unicode61 remove_diacritics 2', content = '', contentless_delete = 1)",
    # Deleted text must not linger in the index (docs/security.md, erasure).
    "INSERT INTO search(search, rank) VALUES('secure-delete', 1)",
)

# What a register of an earlier version may lack.
LATER_TABLES = (
    DEADLINES,
    DRAFTS,
    PREFERENCES,
    ERASURES,
    BACKUPS,
    ACCESS_LOG,
    ACCESS_TIP,
    REQUESTS,
    WITHDRAWALS,
)
# What its caseload may lack, by name.
ADDED_COLUMNS = {
    "next_clock": "TEXT",
    "next_latest": "TEXT",
    "next_soon": "TEXT",
    "hours": "TEXT NOT NULL DEFAULT '{}'",
    "findings": "INTEGER NOT NULL DEFAULT 0",
    "computed": "TEXT NOT NULL DEFAULT ''",
    "plan": "TEXT",
    "last_contact": "TEXT",
    "closed": "TEXT",
    "only_here": "INTEGER NOT NULL DEFAULT 0",
    "until": "TEXT",
}
