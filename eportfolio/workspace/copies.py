"""Where a copy for the client is written: one ZIP file, or a folder. Either appears whole or not at
all, and is readable for whoever has it."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from eportfolio.crypto import digest
from eportfolio.errors import Cancelled
from eportfolio.progress import Progress
from eportfolio.store import disk_fault, flush, new_file, new_folder

PIECE = 1024 * 1024  # bytes
ZIP_SUFFIX = ".zip"
_LINES = 100  # of JSON, after which it is heard whether to stop


@dataclass(frozen=True)
class Written:
    """A file of a copy: its SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


class Steps:
    """Tells how far a copy is, in bytes of attachments and what takes as long, and hears that a
    person wants it to stop. The total is told once, when nothing is left but to sign.
    """

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total + 1
        self._done = 0
        self.done(0)

    def done(self, much: int) -> None:
        """So much more was done.

        Raises:
            Cancelled: the person stopped it; what was written is thrown away.
        """
        self._tell(min(self._done + much, self._total - 1))

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The same bytes, counted as they pass."""
        for piece in pieces:
            yield piece
            self.done(len(piece))

    def among(self, lines: Iterable[Any]) -> Iterator[Any]:
        """The same lines, between which a person can stop."""
        for number, line in enumerate(lines):
            if number % _LINES == 0:
                self.done(0)
            yield line

    def end(self) -> None:
        """All of it is written; the last moment to stop.

        Raises:
            Cancelled: as `done`.
        """
        self._tell(self._total)

    def _tell(self, done: int) -> None:
        self._done = done
        if not self._progress(done, self._total):
            raise Cancelled("cancelled")


class _Target(Protocol):
    def write(self, name: str, pieces: Iterable[bytes], *, packed: bool) -> None: ...

    def digest(self, steps: Steps) -> str: ...


@dataclass
class Copy:
    """A copy that is being written; `files` are those that are in it already. A person can stop
    it at every piece."""

    target: _Target
    steps: Steps
    files: list[Written] = field(default_factory=list)

    def add(self, name: str, data: bytes, *, packed: bool = True) -> None:
        """A file that is in memory."""
        self.target.write(name, [data], packed=packed)
        self.files.append(Written(name, digest(data), len(data)))

    def stream(self, name: str, pieces: Iterable[bytes], sha256: str, size: int) -> None:
        """A file that comes piece by piece; its digest is known."""
        self.target.write(name, self.steps.over(pieces), packed=False)
        self.files.append(Written(name, sha256, size))

    def add_lines(
        self, name: str, head: Mapping[str, Any], list_name: str, lines: Iterable[Any]
    ) -> None:
        """JSON of one object that ends with a list, an element on each line."""
        begin = _json(head)[:-1] + (", " if head else "") + _json(list_name) + ": [\n"
        body = ",\n".join(_json(one) for one in self.steps.among(lines))
        self.add(name, f"{begin}{body}\n]}}\n".encode())

    def digest(self) -> str:
        """SHA-256 of the ZIP file; of a folder, of the list of its files."""
        return self.target.digest(self.steps)


def _hashed(file: BinaryIO, steps: Steps) -> str:
    found = hashlib.sha256()
    for piece in steps.over(iter(lambda: file.read(PIECE), b"")):
        found.update(piece)
    return found.hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def copy_to(out: Path, made: datetime, steps: Steps) -> Iterator[Copy]:
    """A ZIP file when the name ends so, else a folder; `made` is the time that its files get.

    Raises:
        Cancelled: a person stopped it.
        StorageFault: something stands there, no room, no permission.
    """
    opened = _zip(out, made) if out.suffix.lower() == ZIP_SUFFIX else _folder(out)
    with opened as target:
        yield Copy(target, steps)


class _Zip:
    def __init__(self, file: BinaryIO, made: datetime) -> None:
        self._file = file
        self._made = made.timetuple()[:6]
        self._zip = zipfile.ZipFile(file, "w")

    def write(self, name: str, pieces: Iterable[bytes], *, packed: bool) -> None:
        entry = zipfile.ZipInfo(name, self._made)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        try:
            with self._zip.open(entry, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
        except OSError as error:
            raise disk_fault(error) from error

    def drop(self) -> None:
        """Let go of a file that will be thrown away."""
        with suppress(OSError, ValueError):
            self._zip.close()

    def digest(self, steps: Steps) -> str:
        try:
            self._zip.close()
        except OSError as error:
            raise disk_fault(error) from error
        flush(self._file)
        self._file.seek(0)
        found = _hashed(self._file, steps)
        self._file.seek(0, os.SEEK_END)
        return found


@contextmanager
def _zip(out: Path, made: datetime) -> Iterator[_Zip]:
    with new_file(out, replace=False) as file:
        target = _Zip(file, made)
        try:
            yield target
        except BaseException:
            target.drop()
            raise


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, pieces: Iterable[bytes], *, packed: bool) -> None:
        path = self._root / name
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with new_file(path, replace=False) as file:
                for piece in pieces:
                    file.write(piece)
        except OSError as error:
            raise disk_fault(error) from error

    def digest(self, steps: Steps) -> str:
        found = hashlib.sha256()
        for path in sorted(one for one in self._root.rglob("*") if one.is_file()):
            with path.open("rb") as file:
                told = _hashed(file, steps)
            found.update(f"{told}  {path.relative_to(self._root).as_posix()}\n".encode())
        return found.hexdigest()


@contextmanager
def _folder(out: Path) -> Iterator[_Folder]:
    with new_folder(out) as aside:
        yield _Folder(aside)
