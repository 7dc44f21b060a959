"""One client's file: add, amend, withdraw; current records, history, attachments.

Invariants:
- The journal is the truth; the table of current records is what replaying it gives, and both
  change in one transaction.
- Bytes of an attachment are named by their SHA-256 and stored in chunks: memory does not grow.
- Records are validated by whoever calls; what arrives here is kept as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from eportfolio import journal, ledger
from eportfolio.consent import Version
from eportfolio.crypto import Reader
from eportfolio.errors import StorageFault, WrongUsage
from eportfolio.journal import TABLES, Author, Chain, Item, Journal, Revision
from eportfolio.ledger import Ledger
from eportfolio.portfolio.attachments import Incoming, Stored
from eportfolio.portfolio.current import Current, following, from_row, replay, to_json
from eportfolio.portfolio.glancing import SEEN, Glimpse, Seen, glance, seen
from eportfolio.portfolio.tables import ATTACHMENTS, AUTHORS, CHUNK_BYTES, GUARDS, RECORDS, TIP
from eportfolio.records import RecordId
from eportfolio.signing import PublicKey, Signer
from eportfolio.store import Store

__all__ = ["Current", "Glimpse", "Incoming", "Portfolio", "Seen", "Stored", "glance", "replay"]


_OF_KINDS = "SELECT * FROM records WHERE kind IN (SELECT value FROM json_each(?)) ORDER BY kind, id"


class Portfolio:
    """One open portfolio file."""

    def __init__(self, store: Store, pid: str) -> None:
        self.store = store
        self.pid = pid
        self.journal = Journal(store, pid)
        self.ledger = Ledger(store)

    @classmethod
    def create(cls, path: Path, key: bytes, pid: str) -> Portfolio:
        """A new, empty file."""
        tip = {"pid": pid, "head": "", "size": 0}
        return cls(Store.create(path, key, TABLES, GUARDS, [(TIP, tip)]), pid)

    @classmethod
    def open(cls, path: Path, key: bytes, pid: str) -> Portfolio:
        """An existing file.

        Raises:
            StorageFault: not there, damaged, or another client's.
        """
        portfolio = cls(Store.open(path, key), pid)
        try:
            portfolio.tip()
        except StorageFault:
            portfolio.close()
            raise
        return portfolio

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept together, or nothing."""
        with self.store.transaction():
            yield

    def tip(self) -> tuple[str, int]:
        """Head and size.

        Raises:
            StorageFault: the file is another client's.
        """
        row = self.store.read("SELECT head, size FROM tip WHERE pid = ?", self.pid)
        if row is None:
            raise StorageFault("storage-fault", "file-swapped", portfolio=self.pid)
        return row[0], row[1]

    @property
    def head(self) -> str:
        """SHA-256 of the last revision's JWS; empty for an empty file."""
        return self.tip()[0]

    @property
    def size(self) -> int:
        """How many revisions."""
        return self.tip()[1]

    def commit(
        self,
        items: Sequence[Item],
        *,
        signer: Signer,
        author: Author,
        at: datetime,
        prev: Sequence[str] | None = None,
        commits_to: str | None = None,
    ) -> Revision:
        """Sign and store one revision and bring the current records up to date."""
        with self.transaction():
            head, size = self.tip()
            if prev is None:
                prev = [head] if head else []
            revision, versions = self.journal.append(
                items, signer=signer, author=author, at=at, prev=prev, commits_to=commits_to
            )
            self.keep_author(signer.public, None)
            x_unsaid = {item.record: item.x is None for item in items}
            before = {record: self.find_record(record) for record in x_unsaid}
            self._store_current(
                following(one, before[one.id], x_unsaid=x_unsaid[one.id])
                for one in replay(versions)
            )
            self._set_tip(revision.hash, size + 1)
        return revision

    def rebuild(self, chain: Chain) -> None:
        """Replace the current records by what the whole chain gives (after an import)."""
        self.store.execute(delete(RECORDS))
        self._store_current(replay(self.journal.versions(chain)))
        self._set_tip(chain.head, chain.size)

    def _store_current(self, current: Iterable[Current]) -> None:
        rows: list[tuple[str | int | None, ...]] = []
        for one in current:
            x = None if one.x is None else to_json(one.x)
            row = (one.id, one.kind, one.status, to_json(one.body), x)
            rows.append((*row, one.seq, one.revision, one.at, to_json(one.by)))
        if rows:
            self.store.write("INSERT OR REPLACE INTO records VALUES (?,?,?,?,?,?,?,?,?)", *rows)

    def _set_tip(self, head: str, size: int) -> None:
        self.store.write("UPDATE tip SET head = ?, size = ?", (head, size))

    def records(self, *kinds: str) -> list[Current]:
        """Current records (of these kinds), withdrawn ones included, in canonical order."""
        rows = (
            self.store.read_all(_OF_KINDS, json.dumps(kinds))
            if kinds
            else (self.store.read_all("SELECT * FROM records ORDER BY kind, id"))
        )
        authors: dict[str, dict[str, Any]] = {}
        return [from_row(row, authors) for row in rows]

    def seen(self, kinds: Collection[str]) -> list[Seen]:
        """The records of these kinds without layer-X fields, author and history: far quicker
        than `records`, in no particular order."""
        return seen(self.store.read_all(SEEN), kinds)

    def find_record(self, record: RecordId) -> Current | None:
        """One current record, if there is one."""
        row = self.store.read("SELECT * FROM records WHERE id = ?", record)
        return None if row is None else from_row(row, {})

    def record(self, record: RecordId) -> Current:
        """One current record.

        Raises:
            WrongUsage: there is none with this id.
        """
        found = self.find_record(record)
        if found is None:
            raise WrongUsage("not-found", "no-such-record")
        return found

    def open_agreements(self) -> list[Current]:
        """Agreements and promises that still have to be kept, oldest first."""
        found = [one for one in self.records("afspraak") if one.is_open_agreement]
        return sorted(found, key=lambda one: one.seq)

    def versions(self) -> list[Version]:
        """Every version of every record that this file knows."""
        return self.journal.versions(self.journal.chain())

    def at_size(self, size: int) -> tuple[str, list[Current]]:
        """Head and records as they were after `size` revisions.

        Raises:
            WrongUsage: the chain never had that size.
        """
        chain = self.journal.chain()
        if not 0 < size <= chain.size:
            raise WrongUsage("not-found", "no-such-size")
        then = chain.in_order()[:size]
        hashes = {revision.hash for revision in then}
        versions = [one for one in self.journal.versions(chain) if one.revision in hashes]
        return then[-1].hash, replay(versions)

    def keep_author(self, key: PublicKey, card: bytes | None) -> None:
        """Remember who signed: at least the key, at best the card."""
        row = self.store.read("SELECT card FROM authors WHERE thumbprint = ?", key.thumbprint)
        if row is None:
            values = {"thumbprint": key.thumbprint, "jwk": to_json(key.jwk), "card": None}
            self.store.execute(insert(AUTHORS), values)
        if card is not None and (row is None or row[0] is None):
            self.store.execute(
                AUTHORS.update()
                .where(AUTHORS.c.thumbprint == key.thumbprint)
                .values(card=card.decode())
            )

    def authors(self) -> dict[str, tuple[PublicKey, bytes | None]]:
        """Key and, where known, card of everyone who signed a revision."""
        return {
            row.thumbprint: (
                PublicKey(json.loads(row.jwk)),
                None if row.card is None else row.card.encode(),
            )
            for row in self.store.execute(select(AUTHORS))
        }

    def attach(self, reader: Reader) -> Stored:
        """Read an attachment in, chunk by chunk; the same bytes are stored once."""
        with self.transaction():
            incoming = self.incoming()
            for data in iter(lambda: reader.read(CHUNK_BYTES), b""):
                incoming.write(data)
            return incoming.finish()

    def incoming(self) -> Incoming:
        """Start an attachment that arrives piece by piece; the caller holds the transaction."""
        return Incoming(self.store)

    def has_attachment(self, sha256: str) -> bool:
        """Whether these bytes are here."""
        query = select(ATTACHMENTS.c.id).where(ATTACHMENTS.c.sha256 == sha256)
        return self.store.execute(query).first() is not None

    def attachments(self) -> list[Stored]:
        """What bytes are here."""
        query = select(ATTACHMENTS.c.sha256, ATTACHMENTS.c.size).order_by(ATTACHMENTS.c.sha256)
        return [Stored(row.sha256, row.size) for row in self.store.execute(query)]

    def read_attachment(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an attachment, chunk by chunk.

        Raises:
            WrongUsage: not here (withheld by the client's choice, or never attached).
        """
        row = self.store.read("SELECT id FROM attachments WHERE sha256 = ?", sha256)
        if row is None:
            raise WrongUsage("not-found", "no-such-document")
        chunk = "SELECT data FROM chunks WHERE attachment = ? AND n = ?"
        n = 0
        while (found := self.store.read(chunk, row[0], n)) is not None:
            yield found[0]
            n += 1

    def find_problems(self) -> list[str]:
        """Verify everything there is in this file: pages, chain, statements, attachments,
        and that the current records are what the chain gives. Returns stable words."""
        problems = ["damaged-pages"] * bool(self.store.damaged_pages())
        authors = {thumbprint: key for thumbprint, (key, _) in self.authors().items()}
        chain = journal.verify_chain(self.journal.jwss(), self.pid, authors.get)
        texts = self.journal.texts()
        if set(texts) != set(chain.digests()) or any(
            text is not None and journal.disclosure_digest(text) != digest
            for digest, (text, _) in texts.items()
        ):
            problems.append("disclosures")
        if chain.size and self.tip() != (chain.head, chain.size):
            problems.append("head")
        if replay(self.journal.versions(chain)) != self.records():
            problems.append("records")
        if ledger.broken_lines(self.ledger.all()):
            problems.append("statements")
        return problems + self._attachment_problems()

    def _attachment_problems(self) -> list[str]:
        problems = []
        for stored in self.attachments():
            hasher = hashlib.sha256()
            for data in self.read_attachment(stored.sha256):
                hasher.update(data)
            if hasher.hexdigest() != stored.sha256:
                problems.append("attachment")
        return problems
