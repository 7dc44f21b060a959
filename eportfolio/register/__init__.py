"""The caseload: contacts, disclosures, summary rows, search.

Invariants:
- A cache plus what nothing else knows: rows, deadlines and search can be rebuilt from the
  portfolios; contacts, heads and the disclosure ledger cannot.
- A head here that the file does not have means that the file was put back: alarm.
- It remembers withdrawn consents and erased items, so that no old bundle brings them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable

from eportfolio import cards, records
from eportfolio.cards import Card, read_card
from eportfolio.errors import NotAuthentic, StorageFault
from eportfolio.journal import WITHDRAWN
from eportfolio.portfolio import Current
from eportfolio.records import RecordId
from eportfolio.register import access, asked, erased, withdrawals
from eportfolio.register.access import Access, Action
from eportfolio.register.erased import Backup, Erasure
from eportfolio.register.rows import (
    ADVISED,
    CLOSED,
    COVERED,
    OPEN,
    SENT,
    SUMMED,
    Asked,
    BundleRow,
    Contact,
    Draft,
    DueRow,
    Row,
    clocked,
    computed_on,
    due_rows,
    summary,
)
from eportfolio.register.tables import (
    ADDED_COLUMNS,
    BUNDLES,
    CONTACTS,
    ERASED,
    GUARDS,
    LATER_TABLES,
    NOTICES,
    OWN_CARDS,
    SEARCH_ROWS,
    TABLES,
    WITHDRAWALS,
    WITHDRAWN_CONSENTS,
)
from eportfolio.register.withdrawals import Told
from eportfolio.statute import State
from eportfolio.store import Store

__all__ = [
    "ADVISED",
    "CLOSED",
    "COVERED",
    "OPEN",
    "SENT",
    "SUMMED",
    "Access",
    "Action",
    "Asked",
    "Backup",
    "BundleRow",
    "Contact",
    "Draft",
    "DueRow",
    "Erasure",
    "Register",
    "Row",
    "Told",
    "clocked",
    "computed_on",
    "due_rows",
    "summary",
]


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
        known = {row[1] for row in self.store.read_all("PRAGMA table_info(caseload)")}
        lacking = [one for one in LATER_TABLES if one.name not in tables]
        columns = [one for one in ADDED_COLUMNS.items() if one[0] not in known]
        keys = self.store.read_all("SELECT name, pk FROM pragma_table_info('withdrawals')")
        is_coarse = ("about", 0) in [tuple(row) for row in keys]  # one line for each bundle
        if is_coarse:
            lacking.append(WITHDRAWALS)
        if not lacking and not columns:
            return
        with self.transaction():
            if is_coarse:
                self.store.write("DROP TABLE withdrawals", ())
            for table in lacking:
                self.store.execute(CreateTable(table))
                for index in table.indexes:
                    self.store.execute(CreateIndex(index))
            for name, form in columns:
                self.store.write(f"ALTER TABLE caseload ADD COLUMN {name} {form}", ())
            if WITHDRAWALS in lacking:  # every dossier is looked into at the next start
                self.store.write("UPDATE caseload SET stamp = ''", ())
            if columns:  # computed anew at the next look at the deadlines
                self.store.write("UPDATE caseload SET computed = ''", ())

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

    def stamps(self) -> dict[str, str]:
        """By client: the stamp of its file as it was last seen."""
        rows: list[Any] = self.store.read_all("SELECT portfolio, stamp FROM caseload")
        return dict(rows)

    def find_row(self, pid: str) -> Row | None:
        """One client's row, if there is one."""
        row = self.store.read("SELECT * FROM caseload WHERE portfolio = ?", pid)
        return Row(*row) if row else None

    def put_row(self, row: Row) -> None:
        """Store a client's row."""
        self.store.write(
            "INSERT OR REPLACE INTO caseload"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            row,
        )

    def put_deadlines(self, pid: str, due: Iterable[DueRow]) -> None:
        """Store the deadlines of a client that run or stand still, in place of what stood there."""
        self.store.write("DELETE FROM deadlines WHERE portfolio = ?", (pid,))
        rows = [(pid, n, *one[1:]) for n, one in enumerate(due)]
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

    def preference(self, name: str) -> Any:
        """What was kept under a name, or None."""
        row = self.store.read("SELECT value FROM preferences WHERE name = ?", name)
        return None if row is None else json.loads(row[0])

    def set_preference(self, name: str, value: Any) -> None:
        """Keep something under a name, in place of what was there; None keeps nothing."""
        if value is None:
            self.store.write("DELETE FROM preferences WHERE name = ?", (name,))
            return
        kept = (name, json.dumps(value, ensure_ascii=False))
        self.store.write("INSERT OR REPLACE INTO preferences VALUES (?,?)", kept)

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

    def matches(self, words: str) -> dict[str, list[str]]:
        """Clients with a record that holds all these words (or beginnings of words), and those
        records; capitals and accents do not matter."""
        terms = [f'"{term}"*' for term in words.replace('"', " ").replace("\0", " ").split()]
        if not terms:
            return {}
        found: dict[str, list[str]] = {}
        for pid, record in self.store.read_all(_SEARCH, " ".join(terms)):
            found.setdefault(pid, []).append(record)
        return found

    def search(self, words: str) -> list[tuple[Row, list[str]]]:
        """The same with the row of each client, by name."""
        found = self.matches(words)
        return [(row, found[row.portfolio]) for row in self.rows() if row.portfolio in found]

    def log(self, lines: Iterable[Access]) -> None:
        """Add lines to the access log."""
        access.keep(self.store, lines)

    def accesses(self, object_: str | None = None) -> list[tuple[int, Access]]:
        """The access log with the numbers of its lines; `object_`: only what is about it."""
        return list(access.read(self.store, object_))

    def has_whole_log(self) -> bool:
        """Whether no line of the access log was changed, removed or put in between."""
        return access.is_whole(self.store)

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

    def put_told(self, pid: str, rows: Iterable[Told]) -> None:
        """Store what was told about the bundles of a client, in place of what stood there."""
        withdrawals.put(self.store, pid, rows)

    def told(self) -> list[Told]:
        """What was told about bundles, and what has to be, of every client, the oldest first."""
        return withdrawals.all_rows(self.store)

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

    def keep_erasure(self, hash_: str, portfolio: str, typ: str, jws: str) -> None:
        """Remember a tombstone or a certificate of destruction, so that backups follow."""
        erased.keep(self.store, hash_, portfolio, typ, jws)

    def erasures_after(self, n: int) -> list[Erasure]:
        """What was erased after the erasure with this number, oldest first."""
        return erased.after(self.store, n)

    def last_erasure(self) -> int:
        """The number of the last erasure; 0 when there was none."""
        return erased.last(self.store)

    def erasures_of(self, portfolio: str, typ: str) -> list[Erasure]:
        """The tombstones or the certificates of a client, oldest first."""
        return erased.of(self.store, portfolio, typ)

    def keep_backup(self, backup: Backup) -> None:
        """Remember where a copy of this vault is."""
        erased.keep_backup(self.store, backup)

    def backups(self) -> list[Backup]:
        """Every place that a backup was written to, the oldest first."""
        return erased.backups(self.store)

    def forget_backup(self, path: str) -> None:
        """A copy that a person says is gone."""
        erased.forget_backup(self.store, path)

    def forget_others(self, pid: str, there: Iterable[RecordId]) -> None:
        """Drop drafts and terms about records of a client that are not there any more."""
        erased.forget_others(self.store, pid, there)

    def clean_search(self) -> None:
        """No word of what was taken out of the index stands in the file any more."""
        erased.clean_search(self.store)

    def forget_portfolio(self, pid: str) -> None:
        """Whatever is kept about a client, but for the ledger of what was shared and the access
        log."""
        erased.forget_portfolio(self.store, pid)

    def dates_of(self, clock: str) -> dict[str, date]:
        """By client: the 'uiterlijk' date of one clock, as it was last computed."""
        rows = self.store.read_all(
            "SELECT portfolio, min(latest) FROM deadlines WHERE clock = ? AND latest IS NOT NULL"
            " GROUP BY portfolio",
            clock,
        )
        return {pid: date.fromisoformat(latest) for pid, latest in rows}

    def keep_requests(self, pid: str, waiting: Iterable[Asked]) -> None:
        """The requests of a client that wait for a decision."""
        asked.keep(self.store, pid, waiting)

    def requests(self) -> list[Asked]:
        """What waits in the whole caseload, the earliest due first."""
        return asked.waiting(self.store)

    def remember_erased(self, digests: Sequence[str]) -> None:
        """These items must never come back."""
        for digest in digests:
            self.store.execute(insert(ERASED).prefix_with("OR IGNORE"), {"digest": digest})

    def erased_digests(self) -> frozenset[str]:
        """Digests of items that were erased here."""
        return frozenset(row.digest for row in self.store.execute(select(ERASED)))


_SEARCH = (
    "SELECT search_rows.portfolio, search_rows.record FROM search"
    " JOIN search_rows ON search_rows.id = search.rowid"
    " WHERE search MATCH ? ORDER BY search_rows.id"
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
