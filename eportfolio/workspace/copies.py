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
from eportfolio.store import disk_fault, flush, new_file, new_folder

PIECE = 1024 * 1024  # bytes
ZIP_SUFFIX = ".zip"


@dataclass(frozen=True)
class Written:
    """A file of a copy: its SHA-256 and size in bytes."""

    name: str
    sha256: str
    size: int


class _Target(Protocol):
    def write(self, name: str, pieces: Iterable[bytes], *, packed: bool) -> None: ...

    def digest(self) -> str: ...


@dataclass
class Copy:
    """A copy that is being written; `files` are those that are in it already."""

    target: _Target
    files: list[Written] = field(default_factory=list)

    def add(self, name: str, data: bytes, *, packed: bool = True) -> None:
        """A file that is in memory."""
        self.target.write(name, [data], packed=packed)
        self.files.append(Written(name, digest(data), len(data)))

    def stream(self, name: str, pieces: Iterable[bytes], sha256: str, size: int) -> None:
        """A file that comes piece by piece; its digest is known."""
        self.target.write(name, pieces, packed=False)
        self.files.append(Written(name, sha256, size))

    def add_lines(
        self, name: str, head: Mapping[str, Any], list_name: str, lines: Iterable[Any]
    ) -> None:
        """JSON of one object that ends with a list, an element on each line."""
        begin = _json(head)[:-1] + (", " if head else "") + _json(list_name) + ": [\n"
        body = ",\n".join(_json(one) for one in lines)
        self.add(name, f"{begin}{body}\n]}}\n".encode())

    def digest(self) -> str:
        """SHA-256 of the ZIP file; of a folder, of the list of its files."""
        return self.target.digest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def copy_to(out: Path, made: datetime) -> Iterator[Copy]:
    """A ZIP file when the name ends so, else a folder; `made` is the time that its files get.

    Raises:
        StorageFault: something stands there, no room, no permission.
    """
    opened = _zip(out, made) if out.suffix.lower() == ZIP_SUFFIX else _folder(out)
    with opened as target:
        yield Copy(target)


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

    def digest(self) -> str:
        try:
            self._zip.close()
        except OSError as error:
            raise disk_fault(error) from error
        flush(self._file)
        self._file.seek(0)
        found = hashlib.sha256()
        while piece := self._file.read(PIECE):
            found.update(piece)
        self._file.seek(0, os.SEEK_END)
        return found.hexdigest()


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

    def digest(self) -> str:
        found = hashlib.sha256()
        for path in sorted(one for one in self._root.rglob("*") if one.is_file()):
            with path.open("rb") as file:
                told = hashlib.file_digest(file, "sha256").hexdigest()
            found.update(f"{told}  {path.relative_to(self._root).as_posix()}\n".encode())
        return found.hexdigest()


@contextmanager
def _folder(out: Path) -> Iterator[_Folder]:
    with new_folder(out) as aside:
        yield _Folder(aside)
