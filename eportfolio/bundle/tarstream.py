"""Tar inside a bundle: one header at a time out, a strict stream in (docs/formats/bundle.md).

Invariants:
- Only regular USTAR members are written, and the same name and size always give the same bytes.
- Only what such a writer produces is read. Mode, owner, group and time are free, because other
  programs fill them in; they must be well formed and nobody looks at them.
- A member is announced only after its whole header, its name and the caps were checked; its end
  only after its padding was checked.
- Memory holds one piece of a member and the names so far, whatever the archive claims.
- The first failure is final: every later call raises it again.

What the members mean, and whether the right ones are there, is for the bag and the verifier.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left, insort
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from eportfolio.errors import NotAuthentic

BLOCK_BYTES = 512
PIECE_BYTES = 1024 * 1024
END = bytes(2 * BLOCK_BYTES)

_GIB = 1024**3
_SIZE_LIMIT = 8 * _GIB  # eleven octal digits
_SLACK_LIMIT = 20 * BLOCK_BYTES - BLOCK_BYTES  # tar programs fill up to records of 20 blocks
_NAME_LIMIT = 200  # characters; leaves room for a folder within the 260 of Windows
_ZERO_BLOCK = bytes(BLOCK_BYTES)
_COMPLETE = 0

_HEADER = struct.Struct("100s 8s 8s 8s 12s 12s 8s c 100s 8s 32s 32s 8s 8s 155s 12x")
_NAME, _MODE, _UID, _GID = slice(0, 100), slice(100, 108), slice(108, 116), slice(116, 124)
_SIZE, _MTIME, _CHECKSUM, _KIND = slice(124, 136), slice(136, 148), slice(148, 156), slice(156, 157)
_UNAME, _GNAME = slice(265, 297), slice(297, 329)
_DEVMAJOR, _DEVMINOR, _PREFIX = slice(329, 337), slice(337, 345), slice(345, 500)
_NAME_BYTES, _PREFIX_BYTES = 100, 155

_SIZE_FORM = re.compile(rb"[0-7]{11}\0")
_NUMBER_FORM = re.compile(rb"[0-7]+[ \0]+")
_TEXT_FORM = re.compile(rb"([^\0]*)\0*")
_NAME_FORM = re.compile(r"[ -~]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9]) *(\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Caps:
    """How much an archive may hold: number of members, bytes of one, bytes of all."""

    entries: int = 20_000
    member: int = _SIZE_LIMIT - 1
    total: int = 64 * _GIB


class Handler(Protocol):
    """What the members are handed to. An exception raised here passes through the sink."""

    def begin(self, name: str, size: int, /) -> None:
        """A member starts; header, name and caps are in order."""

    def data(self, chunk: bytes | memoryview, /) -> None:
        """The next piece: `PIECE_BYTES`, or the rest of the member. It may be kept."""

    def end(self) -> None:
        """All data of the member were given and its padding is in order."""


def member_header(name: str, size: int) -> bytes:
    """The header of a regular file. Whether a reader should accept the name is not judged here.

    Raises:
        ValueError: USTAR has no way to write this name or size.
    """
    if not 0 <= size < _SIZE_LIMIT:
        raise ValueError("size does not fit in a USTAR header")
    prefix, rest = _split_name(name)
    return _header(prefix, rest, b"%011o\0" % size)


def _split_name(name: str) -> tuple[bytes, bytes]:
    """Prefix and name; the shortest prefix that will do, as Python's tarfile and bsdtar choose."""
    if not name or not name.isascii() or "\0" in name:
        raise ValueError("name cannot be written in a USTAR header")
    raw = name.encode("ascii")
    if len(raw) <= _NAME_BYTES:
        return b"", raw
    cut = raw.find(b"/", max(1, len(raw) - _NAME_BYTES - 1))
    if not 0 < cut <= _PREFIX_BYTES or cut == len(raw) - 1:
        raise ValueError("name is too long for a USTAR header")
    return raw[:cut], raw[cut + 1 :]


def _header(prefix: bytes, name: bytes, size: bytes) -> bytes:
    free = (b"0000644\0", b"0000000\0", b"0000000\0", size, b"00000000000\0")
    fixed = (b"0", b"", b"ustar\x0000", b"", b"", b"0000000\0", b"0000000\0", prefix)
    block = _HEADER.pack(name, *free, bytes(8), *fixed)
    return block[: _CHECKSUM.start] + _checksum(block) + block[_CHECKSUM.stop :]


def _checksum(block: bytes) -> bytes:
    """The checksum field: the sum of all bytes, this field itself counted as spaces."""
    return b"%06o\0 " % (sum(block) - sum(block[_CHECKSUM]) + 8 * ord(" "))


def padding(size: int) -> bytes:
    """The zero bytes that follow a member of `size` bytes."""
    return bytes(-size % BLOCK_BYTES)


class TarSink:
    """Takes an archive in pieces of any size and hands its members to a handler.

    `close` must be called at the end; before it returned the archive may be incomplete.
    """

    def __init__(self, handler: Handler, caps: Caps | None = None) -> None:
        self._parser = _parse(handler, caps or Caps())
        self._wanted = next(self._parser)
        self._held = bytearray()
        self._slack = 0
        self._failure: BaseException | None = None

    def write(self, data: bytes, /) -> int:
        """Take the next bytes, all of them.

        Raises:
            NotAuthentic: not the archive we would write; the reason says what is wrong.
        """
        self._require_sound()
        try:
            self._feed(data)
        except BaseException as failure:
            self._failure = failure
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: a piece is handed on when it is full."""

    def close(self) -> None:
        """Require that the archive came to its end.

        Raises:
            NotAuthentic: truncated, or refused earlier.
        """
        self._require_sound()
        if self._wanted != _COMPLETE:
            self._failure = _refusal("truncated")
            raise self._failure

    def _require_sound(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _feed(self, data: bytes) -> None:
        view = memoryview(data)
        position = 0
        while position < len(view) and self._wanted != _COMPLETE:
            piece = view[position : position + self._wanted - len(self._held)]
            self._held += piece
            position += len(piece)
            if len(self._held) == self._wanted:
                # A new buffer each time: the handler may keep the old one.
                block, self._held = self._held, bytearray()
                self._wanted = self._parser.send(block)
        self._require_slack(view[position:])

    def _require_slack(self, rest: memoryview) -> None:
        self._slack += len(rest)
        if self._slack > _SLACK_LIMIT or any(rest):
            raise _refusal("trailing-data")


def _parse(handler: Handler, caps: Caps) -> Generator[int, bytearray, None]:
    """The archive from front to back: yields how many bytes it wants next, 0 when complete."""
    names = _Names()
    entries = total = 0
    while (block := (yield BLOCK_BYTES)) != _ZERO_BLOCK:
        name, size = _read_header(bytes(block))
        entries, total = entries + 1, total + size
        if entries > caps.entries or size > caps.member or total > caps.total:
            raise _refusal("too-large")
        names.add(name)
        handler.begin(name, size)
        for start in range(0, size, PIECE_BYTES):
            piece = yield min(PIECE_BYTES, size - start)
            handler.data(memoryview(piece).toreadonly())
        if (zeros := padding(size)) and (yield len(zeros)) != zeros:
            raise _refusal("member-header")
        handler.end()
    if (yield BLOCK_BYTES) != _ZERO_BLOCK:
        raise _refusal("trailing-data")
    yield _COMPLETE


def _read_header(block: bytes) -> tuple[str, int]:
    """Name and size of a regular file whose header is the one we would write."""
    if block[_CHECKSUM] != _checksum(block):
        raise _refusal("member-header")
    if block[_KIND] != b"0":  # before the magic, which differs in GNU and pre-POSIX archives
        raise _refusal("member-kind")
    name = _require_name(_read_name(block))
    if not _SIZE_FORM.fullmatch(block[_SIZE]):
        raise _refusal("member-header")
    size = int(block[_SIZE][:-1], 8)
    if block != _with_free_fields(member_header(name, size), block):
        raise _refusal("member-header")
    return name, size


def _read_name(block: bytes) -> str:
    prefix, name = _text(block[_PREFIX]), _text(block[_NAME])
    if not name:
        raise _refusal("member-header")
    # latin-1 never fails and keeps what is not ASCII visible to the name rules.
    return (prefix + b"/" + name if prefix else name).decode("latin-1")


def _text(field: bytes) -> bytes:
    found = _TEXT_FORM.fullmatch(field)
    if not found:  # something after the NUL, which other readers may see and we would not
        raise _refusal("member-header")
    return found[1]


def _require_name(name: str) -> str:
    """A relative path that means the same file on every system, and nothing else."""
    if len(name) > _NAME_LIMIT or not _NAME_FORM.fullmatch(name) or "\\" in name or ":" in name:
        raise _refusal("member-name")
    for component in name.split("/"):
        # An empty one is an absolute path, a double or a trailing slash. Windows drops a final
        # dot or space, so such a name would be another file there; this covers `.` and `..`.
        if not component or component[-1] in ". " or _RESERVED.fullmatch(component):
            raise _refusal("member-name")
    return name


def _with_free_fields(expected: bytes, block: bytes) -> bytes:
    """What we expect, with the fields of `block` that another program may fill in its own way."""
    for field in (_UNAME, _GNAME):
        _text(block[field])
    for field in (_MODE, _UID, _GID, _MTIME):
        if not _NUMBER_FORM.fullmatch(block[field]):
            raise _refusal("member-header")
    free = [_MODE, _UID, _GID, _MTIME, _CHECKSUM, _UNAME, _GNAME]
    free += [field for field in (_DEVMAJOR, _DEVMINOR) if block[field] == bytes(8)]
    merged = bytearray(expected)
    for field in free:
        merged[field] = block[field]
    return bytes(merged)


class _Names:
    """The names so far, as a file system that ignores case sees them.

    Folders are not kept: twenty thousand deep names would make two million of them.
    """

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._sorted: list[str] = []

    def add(self, name: str) -> None:
        folded = name.casefold()
        parts = folded.split("/")
        paths = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
        if not self._files.isdisjoint(paths) or self._is_folder(folded):
            raise _refusal("member-twice")
        self._files.add(folded)
        insort(self._sorted, folded)

    def _is_folder(self, folded: str) -> bool:
        inside = folded + "/"
        first = bisect_left(self._sorted, inside)
        return first < len(self._sorted) and self._sorted[first].startswith(inside)


def _refusal(reason: str) -> NotAuthentic:
    return NotAuthentic("not-authentic", reason)
