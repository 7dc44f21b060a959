"""The caseload: contacts, disclosures, summary rows, search.

Invariants:
- A cache plus what nothing else knows: rows, deadlines and search can be rebuilt from the
  portfolios; contacts, heads and the disclosure ledger cannot.
- A head here that the file does not have means that the file was put back: alarm.
- It remembers withdrawn consents and erased items, so that no old bundle brings them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    text,
)
from sqlalchemy.schema import CreateTable

from eportfolio import cards, records, statute
from eportfolio.cards import Card, read_card
from eportfolio.errors import NotAuthentic, StorageFault
from eportfolio.journal import WITHDRAWN
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import RecordId
from eportfolio.statute import Outlook, Severity, State
from eportfolio.store import Store

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

_ADDED_COLUMNS = (
    "ALTER TABLE caseload ADD COLUMN next_clock TEXT",
    "ALTER TABLE caseload ADD COLUMN next_latest TEXT",
    "ALTER TABLE caseload ADD COLUMN next_soon TEXT",
    "ALTER TABLE caseload ADD COLUMN hours TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE caseload ADD COLUMN findings INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE caseload ADD COLUMN computed TEXT NOT NULL DEFAULT ''",
)

_KEPT = (*statute.OPEN_STATES, State.PAUSED)

OPEN, SENT, CLOSED = "open", "overgedragen", "gesloten"


@dataclass(frozen=True)
class Row:
    """One client in the caseload.

    `next_deadline` is the working date of the deadline to act on first, `next_latest` its
    'uiterlijk' date; all dates are ISO. `counted` is `hours` as JSON. `findings`: how many
    warnings. `computed`: day and rules that this was computed with.
    """

    portfolio: str
    name: str
    route: str | None
    next_deadline: str | None
    status: str
    open_agreements: int
    updated: str
    head: str
    size: int
    statements: int
    link: str
    stamp: str = ""
    next_clock: str | None = None
    next_latest: str | None = None
    next_soon: str | None = None
    counted: str = "{}"
    findings: int = 0
    computed: str = ""

    @property
    def hours(self) -> dict[str, tuple[float, float | None]]:
        """Per counter that applies: hours done and asked."""
        return {name: (done, asked) for name, (done, asked) in json.loads(self.counted).items()}

    def state(self, on: date) -> State | None:
        """Where the next deadline stands on a day; None when there is none."""
        if self.next_latest is None or self.next_soon is None:
            return None
        if on.isoformat() > self.next_latest:
            return State.OVERDUE
        return State.DUE_SOON if on.isoformat() >= self.next_soon else State.RUNNING


class DueRow(NamedTuple):
    """One deadline of one client, as it was last computed; dates are ISO."""

    portfolio: str
    clock: str
    record: str | None
    title: str
    state: str
    due: str | None
    latest: str | None
    begins: str | None
    source: str
    why: str


@dataclass(frozen=True)
class Draft:
    """Text that was typed and not saved. `record` is None for a new one; `seq` is the version
    that was looked at while typing (0 for a new one)."""

    portfolio: str
    record: RecordId | None
    kind: str
    seq: int
    at: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Contact:
    """Somebody's card, whether a person here ever compared it, and its state today."""

    card: Card
    state: str
    pinned: bool


@dataclass(frozen=True)
class BundleRow:
    """One line of the disclosure ledger."""

    id: str
    portfolio: str
    direction: str
    other: str
    consent: str
    made: str
    sha256: str
    state: str
    digests: tuple[str, ...]


SUMMED = statute.KINDS | {"afspraak"}


def summary(portfolio: Portfolio, status: str, at: datetime, before: Row | None = None) -> Row:
    """The summary row of a client, from its file, without what the clock says; `before` where
    nothing that is summed up (`SUMMED`) has changed since."""
    statements, link = portfolio.ledger.tip()
    head, size = portfolio.tip()
    fresh: dict[str, Any] = {
        "status": status,
        "updated": at.isoformat(timespec="seconds"),
        "head": head,
        "size": size,
        "statements": statements,
        "link": link,
    }
    if before is not None:
        return Row(**vars(before) | fresh)
    current = portfolio.records("client", "pip", "afspraak")
    return Row(
        portfolio=portfolio.pid,
        name=_name(current),
        route=_route(current),
        next_deadline=None,
        open_agreements=sum(one.is_open_agreement for one in current),
        **fresh,
    )


def clocked(row: Row, outlook: Outlook) -> Row:
    """A row with what the clock says on that day."""
    first = outlook.next
    return replace(
        row,
        next_deadline=_iso(first.due) if first else None,
        next_clock=first.clock if first else None,
        next_latest=_iso(first.latest) if first else None,
        next_soon=_iso(first.soon) if first else None,
        counted=json.dumps(
            {one.counter: (one.done, one.required) for one in outlook.counters if one.applies}
        ),
        findings=sum(one.severity is not Severity.NOTE for one in outlook.findings),
        computed=computed_on(outlook.on),
    )


def due_rows(pid: str, outlook: Outlook) -> list[DueRow]:
    """The deadlines of a client that run or stand still, the most urgent first."""
    return [
        DueRow(
            pid,
            one.clock,
            one.record,
            one.title,
            str(one.state),
            _iso(one.due),
            _iso(one.latest),
            _iso(one.begins),
            one.source,
            one.why,
        )
        for one in outlook.deadlines
        if one.state in _KEPT
    ]


def computed_on(on: date) -> str:
    """What a row says when it is up to date: the day and the version of the rules."""
    return f"{on.isoformat()} {statute.rulebook().version}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name(current: Iterable[Current]) -> str:
    client = next((one for one in current if one.kind == "client"), None)
    return records.headline("client", client.body) if client else ""


def _route(current: Iterable[Current]) -> str | None:
    plans = [one for one in current if one.kind == "pip" and one.status != WITHDRAWN]
    in_force = [one for one in plans if one.body.get("status") == "Vastgesteld"] or plans
    latest = max(in_force, key=lambda one: str(one.body.get("dagtekening", "")), default=None)
    return None if latest is None else latest.body.get("leerroute")


class Register:
    """The open register file of a vault."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def create(cls, path: Path, key: bytes) -> Register:
        """A new, empty register."""
        return cls(Store.create(path, key, TABLES, GUARDS))

    @classmethod
    def open(cls, path: Path, key: bytes) -> Register:
        """An existing register."""
        register = cls(Store.open(path, key))
        try:
            register._add_what_is_new()
        except BaseException:
            register.close()
            raise
        return register

    def _add_what_is_new(self) -> None:
        """A register of an earlier version gets the columns and tables that it lacks; the next
        look at the deadlines fills them."""
        tables = {row[0] for row in self.store.read_all("SELECT name FROM sqlite_master")}
        lacking = [one for one in (DEADLINES, DRAFTS) if one.name not in tables]
        if not lacking:
            return
        with self.transaction():
            for table in lacking:
                self.store.execute(CreateTable(table))
            if DEADLINES in lacking:
                for statement in _ADDED_COLUMNS:
                    self.store.write(statement, ())

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept together, or nothing."""
        with self.store.transaction():
            yield

    def rows(self) -> list[Row]:
        """The caseload by name."""
        rows = self.store.read_all("SELECT * FROM caseload ORDER BY name, portfolio")
        return [Row(*row) for row in rows]

    def find_row(self, pid: str) -> Row | None:
        """One client's row, if there is one."""
        row = self.store.read("SELECT * FROM caseload WHERE portfolio = ?", pid)
        return Row(*row) if row else None

    def put_row(self, row: Row) -> None:
        """Store a client's row."""
        self.store.write(
            "INSERT OR REPLACE INTO caseload VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            tuple(vars(row).values()),
        )

    def put_deadlines(self, pid: str, outlook: Outlook) -> None:
        """Store the deadlines of a client that run or stand still, in place of what stood there."""
        self.store.write("DELETE FROM deadlines WHERE portfolio = ?", (pid,))
        rows = [(pid, n, *one[1:]) for n, one in enumerate(due_rows(pid, outlook))]
        if rows:
            self.store.write("INSERT INTO deadlines VALUES (?,?,?,?,?,?,?,?,?,?,?)", *rows)

    def deadlines(self, *states: State) -> list[DueRow]:
        """The deadlines of the whole caseload in these states, the earliest first."""
        rows = self.store.read_all(
            "SELECT portfolio, clock, record, title, state, due, latest, begins, source, why"
            " FROM deadlines WHERE state IN (SELECT value FROM json_each(?))"
            " ORDER BY latest IS NULL, latest, portfolio, n",
            json.dumps(states),
        )
        return [DueRow(*row) for row in rows]

    def put_draft(self, draft: Draft) -> None:
        """Keep a draft, in place of an earlier one for the same record."""
        typed = json.dumps(dict(draft.values), ensure_ascii=False)
        row = (draft.portfolio, draft.record or "", draft.kind, draft.seq, draft.at, typed)
        self.store.write("INSERT OR REPLACE INTO drafts VALUES (?,?,?,?,?,?)", row)

    def drafts(self, pid: str) -> list[Draft]:
        """The drafts of a client, the newest first."""
        rows = self.store.read_all(
            "SELECT record, kind, seq, at, typed FROM drafts WHERE portfolio = ?"
            " ORDER BY at DESC, record, kind",
            pid,
        )
        return [
            Draft(pid, RecordId(record) if record else None, kind, seq, at, json.loads(typed))
            for record, kind, seq, at, typed in rows
        ]

    def drop_draft(self, pid: str, kind: str, record: RecordId | None) -> None:
        """Forget a draft."""
        self.store.write(
            "DELETE FROM drafts WHERE portfolio = ? AND record = ? AND kind = ?",
            (pid, record or "", kind),
        )

    def index(self, pid: str, current: Iterable[Current]) -> None:
        """Put records into the search index, in place of what stood there for them."""
        for one in current:
            known = self.store.read(
                "SELECT id FROM search_rows WHERE portfolio = ? AND record = ?", pid, one.id
            )
            if known is not None:
                self.store.write("DELETE FROM search WHERE rowid = ?", (known[0],))
            words = records.search_text(one.kind, one.body) if one.status != WITHDRAWN else ""
            if words:
                key = known[0] if known else self._new_search_row(pid, one.id)
                self.store.write("INSERT INTO search(rowid, text) VALUES (?, ?)", (key, words))

    def reindex(self, pid: str, current: Iterable[Current]) -> None:
        """Replace the whole index of one client."""
        query = select(SEARCH_ROWS.c.id).where(SEARCH_ROWS.c.portfolio == pid)
        for row in self.store.execute(query).fetchall():
            self.store.write("DELETE FROM search WHERE rowid = ?", (row.id,))
        self.store.execute(delete(SEARCH_ROWS).where(SEARCH_ROWS.c.portfolio == pid))
        self.index(pid, current)

    def _new_search_row(self, pid: str, record: str) -> int:
        self.store.write("INSERT INTO search_rows (portfolio, record) VALUES (?, ?)", (pid, record))
        row = self.store.read("SELECT last_insert_rowid()")
        return int(row[0]) if row else 0

    def search(self, words: str) -> list[tuple[Row, list[str]]]:
        """Clients with a record that holds all these words (or beginnings of words), and those
        records; capitals and accents do not matter."""
        terms = [f'"{term}"*' for term in words.replace('"', " ").replace("\0", " ").split()]
        if not terms:
            return []
        found: dict[str, list[str]] = {}
        for row in self.store.execute(_SEARCH, {"query": " ".join(terms)}):
            found.setdefault(row.portfolio, []).append(row.record)
        return [(row, found[row.portfolio]) for row in self.rows() if row.portfolio in found]

    def put_contact(self, card: Card, state: str, at: datetime) -> None:
        """Store a card with the state a person gave it."""
        values = {
            "thumbprint": card.thumbprint,
            "card": card.raw.decode(),
            "state": state,
            "since": at.isoformat(timespec="seconds"),
        }
        self.store.execute(insert(CONTACTS).prefix_with("OR REPLACE"), values)

    def contacts(self, on: date) -> list[Contact]:
        """Everybody whose card was read, with one of the five states on that day."""
        query = select(CONTACTS).order_by(CONTACTS.c.since)
        return [_contact(row, on) for row in self.store.execute(query)]

    def find_contact(self, thumbprint: str, on: date) -> Contact | None:
        """One contact, if the card was ever read."""
        query = select(CONTACTS).where(CONTACTS.c.thumbprint == thumbprint)
        row = self.store.execute(query).first()
        return _contact(row, on) if row else None

    def put_bundle(self, row: BundleRow) -> None:
        """Write a line of the disclosure ledger, before the file appears."""
        values = vars(row) | {"digests": json.dumps(row.digests)}
        self.store.execute(insert(BUNDLES).prefix_with("OR REPLACE"), values)

    def set_bundle_state(self, bundle: str, state: str, sha256: str | None = None) -> None:
        """What became of a bundle."""
        values = {"state": state} | ({"sha256": sha256} if sha256 else {})
        self.store.execute(BUNDLES.update().where(BUNDLES.c.id == bundle).values(values))

    def find_bundle(self, bundle: str) -> BundleRow | None:
        """The line of a bundle that was sent."""
        query = select(BUNDLES).where(BUNDLES.c.id == bundle, BUNDLES.c.direction == "sent")
        row = self.store.execute(query).first()
        return _bundle_row(row) if row else None

    def bundles(self, pid: str) -> list[BundleRow]:
        """The disclosure ledger of one client."""
        query = select(BUNDLES).where(BUNDLES.c.portfolio == pid).order_by(BUNDLES.c.made)
        return [_bundle_row(row) for row in self.store.execute(query)]

    def remember_withdrawn(self, consent: str) -> None:
        """This consent no longer licenses any bundle."""
        row = {"consent": consent}
        self.store.execute(insert(WITHDRAWN_CONSENTS).prefix_with("OR IGNORE"), row)

    def is_withdrawn(self, consent: str) -> bool:
        """Whether a consent is known here to be withdrawn."""
        query = select(WITHDRAWN_CONSENTS).where(WITHDRAWN_CONSENTS.c.consent == consent)
        return self.store.execute(query).first() is not None

    def own_cards(self) -> frozenset[str]:
        """Own thumbprints that were ever in use: an older key file lacks one."""
        return frozenset(row.thumbprint for row in self.store.execute(select(OWN_CARDS)))

    def remember_own_cards(self, thumbprints: Iterable[str]) -> None:
        """Own cards in use now."""
        for thumbprint in thumbprints:
            row = {"thumbprint": thumbprint}
            self.store.execute(insert(OWN_CARDS).prefix_with("OR IGNORE"), row)

    def notices(self) -> list[str]:
        """What happened to this vault that a person has not accepted yet."""
        return [row.what for row in self.store.execute(select(NOTICES).order_by(NOTICES.c.what))]

    def notice(self, what: str) -> None:
        """Keep a notice until a person accepts it."""
        self.store.execute(insert(NOTICES).prefix_with("OR IGNORE"), {"what": what})

    def accept_notices(self, own_cards: Iterable[str]) -> None:
        """A person knows what was lost and goes on with these own cards."""
        with self.transaction():
            self.store.execute(delete(NOTICES))
            self.store.execute(delete(OWN_CARDS))
            self.remember_own_cards(own_cards)

    def remember_erased(self, digests: Sequence[str]) -> None:
        """These items must never come back."""
        for digest in digests:
            self.store.execute(insert(ERASED).prefix_with("OR IGNORE"), {"digest": digest})

    def erased(self) -> frozenset[str]:
        """Digests of items that were erased here."""
        return frozenset(row.digest for row in self.store.execute(select(ERASED)))


_SEARCH = text(
    "SELECT search_rows.portfolio, search_rows.record FROM search"
    " JOIN search_rows ON search_rows.id = search.rowid"
    " WHERE search MATCH :query ORDER BY search_rows.id"
)


def _bundle_row(row: Any) -> BundleRow:
    values = dict(row._mapping)
    return BundleRow(**values | {"digests": tuple(json.loads(row.digests))})


def _contact(row: Any, on: date) -> Contact:
    try:
        card = read_card(row.card.encode())
    except NotAuthentic as error:
        raise StorageFault("storage-fault", "file-damaged") from error
    state = row.state
    if state in (cards.KNOWN, cards.UNKNOWN) and not card.is_valid(on):
        state = cards.EXPIRED
    return Contact(card, state, pinned=row.state == cards.KNOWN)
