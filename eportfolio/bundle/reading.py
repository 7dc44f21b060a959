"""Steps 1 and 2 of docs/formats/bundle.md: the envelope and the archive, before anything is used.

Invariants:
- Small members are kept, every member is hashed; no plaintext touches the disk.
- What is read is not vouched for by anybody yet: `verify` does that, step by step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eportfolio.bundle import bag
from eportfolio.bundle.tarstream import Caps, TarSink
from eportfolio.crypto import Reader, decrypt_stream
from eportfolio.errors import Cancelled, NotAuthentic, WrongUsage
from eportfolio.progress import Progress
from eportfolio.store import disk_fault

SMALL_MEMBER_LIMIT = 64 * 1024 * 1024


class Reading:
    """The members of an archive as they come: small ones are kept, all are hashed."""

    def __init__(self) -> None:
        self.folder = ""
        self.hashes: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.kept: dict[str, bytes] = {}
        self.file_sha256 = ""
        self._path = ""
        self._hash = hashlib.sha256()
        self._parts: list[bytes] | None = None
        self._small_total = 0

    def begin(self, name: str, size: int) -> None:
        folder, slash, path = name.partition("/")
        self.folder = self.folder or folder
        if not slash or folder != self.folder:
            raise NotAuthentic("not-authentic", "member-extra")
        bag.require_path(path)
        self._path = path
        self.sizes[path] = size
        self._hash = hashlib.sha256()
        self._parts = None if bag.is_streamed(path) else []
        if self._parts is not None:
            self._small_total += size
            if self._small_total > SMALL_MEMBER_LIMIT:
                raise NotAuthentic("not-authentic", "too-large")

    def data(self, chunk: bytes | memoryview) -> None:
        self._hash.update(chunk)
        if self._parts is not None:
            self._parts.append(bytes(chunk))

    def end(self) -> None:
        self.hashes[self._path] = self._hash.hexdigest()
        if self._parts is not None:
            self.kept[self._path] = b"".join(self._parts)


class HashingFile:
    """A file that is read once from start to end, hashed on the way, with progress."""

    def __init__(self, reader: Reader, total: int, progress: Progress) -> None:
        self._reader = reader
        self._hash = hashlib.sha256()
        self._done = 0
        self._told = 0
        self._total = total
        self._progress = progress

    def read(self, size: int = -1) -> bytes:
        data = self._reader.read(size)
        self._hash.update(data)
        self._done += len(data)
        if self._done - self._told >= _TELL_EVERY:
            self._told = self._done
            if not self._progress(self._done, self._total):
                raise Cancelled("cancelled")
        return data

    def hexdigest(self) -> str:
        """SHA-256 of what was read."""
        return self._hash.hexdigest()


_TELL_EVERY = 1024 * 1024


def read_members(path: Path, identities: Sequence[str], progress: Progress) -> Reading:
    """Steps 1 and 2: the age envelope whole, the archive strict. Nothing in it is used yet."""
    reading = Reading()
    reading.file_sha256 = stream_members(path, identities, reading, progress)
    return reading


def stream_members(path: Path, identities: Sequence[str], handler: Any, progress: Progress) -> str:
    """Decrypt a bundle into a handler of archive members; gives the SHA-256 of the file.

    Raises:
        NotAuthentic: not an age file for us, changed, truncated, or not a strict archive.
    """
    sink = TarSink(handler, Caps())
    try:
        with path.open("rb") as file:
            source = HashingFile(file, path.stat().st_size, progress)
            decrypt_stream(source, sink, list(identities))
            sink.close()
            return source.hexdigest()
    except FileNotFoundError as error:
        raise WrongUsage("not-found", "no-such-file") from error
    except OSError as error:
        raise disk_fault(error) from error
