"""Attachments on their way in, in chunks; the same bytes are stored once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select

from eportfolio.portfolio.tables import ATTACHMENTS, CHUNKS
from eportfolio.store import Store


@dataclass(frozen=True)
class Stored:
    """An attachment that was read in: its SHA-256 and size in bytes."""

    sha256: str
    size: int


class Incoming:
    """An attachment on its way in. The same bytes are stored once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hash = hashlib.sha256()
        self._size = 0
        self._n = 0
        self._id = store.insert(ATTACHMENTS, {"sha256": None, "size": 0})

    def write(self, data: bytes | memoryview) -> None:
        """Store the next piece as a chunk of its own."""
        self._hash.update(data)
        self._size += len(data)
        self._store.write("INSERT INTO chunks VALUES (?, ?, ?)", (self._id, self._n, bytes(data)))
        self._n += 1

    def finish(self) -> Stored:
        """All of it has come: name it by its SHA-256."""
        stored = Stored(self._hash.hexdigest(), self._size)
        known = select(ATTACHMENTS.c.id).where(ATTACHMENTS.c.sha256 == stored.sha256)
        if self._store.execute(known).first() is None:
            row = ATTACHMENTS.update().where(ATTACHMENTS.c.id == self._id)
            self._store.execute(row.values(vars(stored)))
        else:
            self._store.execute(delete(CHUNKS).where(CHUNKS.c.attachment == self._id))
            self._store.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.id == self._id))
        return stored
