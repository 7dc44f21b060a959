"""The scan folder: which files wait in it, and how one of them comes into a dossier.

Invariants:
- Nothing is copied anywhere but into a dossier, and nothing is removed unless a person asks.
- Only ordinary files count: no links, no pipes, nothing in a folder below.
- What is attached is what was listed: a file that changed since is refused as a whole.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from eportfolio.errors import StorageFault
from eportfolio.records import Body, RecordId
from eportfolio.store import disk_fault
from eportfolio.workspace.dossiers import Change, Dossiers
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import opened, require_showable

SIZE_LIMIT = 1024 * 1024 * 1024  # bytes; a scan of a whole binder is far below
LISTED_LIMIT = 500
_NAME = "inbox"
# What programs leave while they write, and what folders keep for themselves.
_ENDINGS = (".part", ".tmp", ".crdownload", ".partial")
_NAMES = frozenset({"thumbs.db", "desktop.ini"})
# Neither follow a link nor wait for the other end of a pipe.
_READING = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK")
)


class State(StrEnum):
    """What can be done with a file. `NEW`: seen once, so nobody knows yet whether it is whole."""

    NEW = "new"
    READY = "ready"
    ARRIVING = "arriving"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DONE = "done"


class After(StrEnum):
    """What happens to the original of a file that was attached."""

    ASK = "ask"
    KEEP = "keep"
    REMOVE = "remove"


@dataclass(frozen=True)
class Waiting:
    """A file that waits. `stamp`: when it last changed, in nanoseconds; `at`: the same for
    people. `is_dropped`: somebody brought it from elsewhere."""

    path: Path
    size: int
    stamp: int
    at: str
    state: State
    is_dropped: bool = False

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


@dataclass(frozen=True)
class Listing:
    """What waits now, the newest first. `is_there`: whether the folder could be read; `more`:
    how many files are not listed."""

    folder: Path | None
    is_there: bool
    files: tuple[Waiting, ...]
    after: After
    more: int = 0


class Inbox:
    """Choose the folder, list it, look at a file, attach it, remove its original."""

    def __init__(self, session: Session, dossiers: Dossiers) -> None:
        self._session = session
        self._dossiers = dossiers

    @property
    def folder(self) -> Path | None:
        """The folder that is watched, if one was chosen."""
        kept = self._kept().get("folder")
        return Path(kept) if isinstance(kept, str) else None

    @property
    def after(self) -> After:
        """What was chosen for originals."""
        with suppress(ValueError):
            return After(str(self._kept().get("after")))
        return After.ASK

    def choose(self, folder: Path) -> None:
        """Watch this folder from now on.

        Raises:
            StorageFault: it is no folder, or one of the vault.
        """
        found = folder.resolve()
        if not found.is_dir():
            raise StorageFault("storage-fault", "not-a-folder")
        if found.is_relative_to(self._session.vault.path.resolve()):
            raise StorageFault("storage-fault", "inside-vault")
        self._keep(folder=str(found))

    def remember(self, after: After) -> None:
        """Do this with originals from now on."""
        self._keep(after=after.value)

    def waiting(self, before: Sequence[Waiting] = (), dropped: Sequence[Path] = ()) -> Listing:
        """What waits now, in the folder and of what was `dropped`. `before`: what the last look
        gave; a file that is the same as then is whole."""
        known = {one.path: one for one in before}
        done = self._done()
        folder = self.folder
        found: list[Waiting] = []
        is_there = True
        if folder is not None:
            try:
                found += self._listed(_files_of(folder), known, done, is_dropped=False)
            except OSError:
                is_there = False
        own = {one.path for one in found}
        brought = [path for path in dict.fromkeys(dropped) if path not in own]
        found += self._listed(brought, known, done, is_dropped=True)
        found.sort(key=lambda one: (one.state is State.DONE, -one.stamp, one.name))
        more = max(0, len(found) - LISTED_LIMIT)
        return Listing(folder, is_there, tuple(found[:LISTED_LIMIT]), self.after, more)

    def look(self, file: Waiting) -> bytes:
        """The bytes of a file that waits, to look at it.

        Raises:
            WrongUsage: it is gone, or too large to be shown.
            StorageFault: it cannot be read, or changes.
        """
        require_showable(file.size)
        with opened(lambda _: _Steady(file), file.name) as reader:
            return b"".join(iter(lambda: reader.read(io.DEFAULT_BUFFER_SIZE * 128), b""))

    def attach(
        self,
        pid: str,
        file: Waiting,
        title: str,
        *,
        record: RecordId | None = None,
        new: tuple[str, Body] | None = None,
    ) -> Change:
        """Bring a file into a dossier: as a document, to a record or with a new one. The file in
        the folder stays, and is marked as done.

        Raises:
            WrongUsage: it is gone.
            StorageFault: it changes, is too large, cannot be read, or there is no room.
            InvalidRecord, NotPermitted: as `Dossiers.attach_to`.
        """
        if file.size > SIZE_LIMIT:
            limit = SIZE_LIMIT // 1_000_000
            raise StorageFault("storage-fault", "over-inbox-limit", limit=limit)
        change = self._dossiers.attach_to(
            pid, file.name, title, lambda _: _Steady(file), record=record, new=new
        )
        with suppress(StorageFault):  # the file is in the dossier, whatever becomes of the mark
            self._mark_done(file)
        return change

    def remove(self, file: Waiting) -> None:
        """Remove the original of a file that was attached, unless it changed since.

        Raises:
            StorageFault: it cannot be removed.
        """
        try:
            if _identity(file.path, file.path.lstat()) == _identity_of(file):
                file.path.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise disk_fault(error) from error

    def _listed(
        self,
        paths: Sequence[Path],
        known: Mapping[Path, Waiting],
        done: frozenset[tuple[str, int, int]],
        *,
        is_dropped: bool,
    ) -> Iterator[Waiting]:
        zone = self._session.now().tzinfo
        for path in paths:
            try:
                seen = path.lstat()
            except OSError:
                continue  # gone between two looks
            if not stat.S_ISREG(seen.st_mode):
                continue
            moment = datetime.fromtimestamp(seen.st_mtime, UTC).astimezone(zone)
            at = moment.isoformat(timespec="seconds")
            identity = _identity(path, seen)
            state = _state(identity, known.get(path), is_done=identity in done)
            yield Waiting(path, seen.st_size, seen.st_mtime_ns, at, state, is_dropped)

    def _done(self) -> frozenset[tuple[str, int, int]]:
        kept = self._kept().get("done", [])
        return frozenset((str(path), int(size), int(stamp)) for path, size, stamp in kept)

    def _mark_done(self, file: Waiting) -> None:
        """Remember it for as long as it lies there."""
        still = [one for one in self._done() if Path(one[0]).exists()]
        self._keep(done=[*still, _identity_of(file)])

    def _kept(self) -> dict[str, Any]:
        return dict(self._session.register.preference(_NAME) or {})

    def _keep(self, **values: Any) -> None:
        self._session.register.set_preference(_NAME, self._kept() | values)


class _Steady(io.FileIO):
    """An ordinary file that must be the same from the first byte to the last."""

    def __init__(self, file: Waiting) -> None:
        self._identity = _identity_of(file)
        self._path = file.path
        super().__init__(os.open(file.path, _READING), "rb")
        try:
            self._require_same()
        except BaseException:
            self.close()
            raise

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size)
        if not data:
            self._require_same()
        return data or b""

    def _require_same(self) -> None:
        seen = os.fstat(self.fileno())
        same = _identity(self._path, seen) == self._identity
        if not stat.S_ISREG(seen.st_mode) or not same:
            raise StorageFault("storage-fault", "still-changing")


def _files_of(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [
            Path(entry.path)
            for entry in entries
            if entry.is_file(follow_symlinks=False) and not _is_by_the_way(entry.name)
        ]


def _is_by_the_way(name: str) -> bool:
    small = name.casefold()
    return small.startswith((".", "~$")) or small.endswith(_ENDINGS) or small in _NAMES


def _identity(path: Path, seen: os.stat_result) -> tuple[str, int, int]:
    return str(path), seen.st_size, seen.st_mtime_ns


def _identity_of(file: Waiting) -> tuple[str, int, int]:
    return str(file.path), file.size, file.stamp


def _state(identity: tuple[str, int, int], before: Waiting | None, *, is_done: bool) -> State:
    if is_done:
        return State.DONE
    if before is None:
        return State.NEW
    if identity != _identity_of(before):
        return State.ARRIVING
    if identity[1] == 0:
        return State.EMPTY
    return State.TOO_LARGE if identity[1] > SIZE_LIMIT else State.READY
