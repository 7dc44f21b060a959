"""Where the files come from that a request names: a folder, or whatever opens them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from eportfolio import signing
from eportfolio.errors import InvalidRecord, NotAuthentic, WrongUsage
from eportfolio.store import disk_fault, read_small

Source = Path | Callable[[str], BinaryIO]
JSON_LIMIT = 64 * 1024 * 1024  # bytes
SHOWN_LIMIT = 128 * 1024 * 1024  # bytes of a file that is held in memory to be looked at


def require_showable(size: int) -> None:
    """Refuse what would take too much memory.

    Raises:
        WrongUsage: it is larger than a screen shows.
    """
    if size > SHOWN_LIMIT:
        raise WrongUsage("usage", "too-large-to-show")


@contextmanager
def opened(source: Source, name: str) -> Iterator[BinaryIO]:
    """The file of that name, open to read; from a folder only what lies in or below it.

    Raises:
        InvalidRecord: a name that leads out of the folder.
        WrongUsage: there is no such file.
        StorageFault: it cannot be read.
    """
    try:
        with _beside(source, name) if isinstance(source, Path) else source(name) as file:
            yield file
    except FileNotFoundError as error:
        raise WrongUsage("not-found", "no-such-file") from error
    except OSError as error:
        raise disk_fault(error) from error


def _beside(folder: Path, name: str) -> BinaryIO:
    try:
        path = (folder / name).resolve()
        inside, is_file = path.is_relative_to(folder.resolve()), path.is_file()
    except (ValueError, RuntimeError) as error:  # a name no file can have; a loop of links
        raise WrongUsage("not-found", "no-such-file") from error
    if not inside:
        raise InvalidRecord("invalid-record", "file-outside")
    if not is_file:
        raise WrongUsage("not-found", "no-such-file")
    return path.open("rb")


def read_text_file(file: Path) -> bytes:
    """The bytes of a file that a person or a program wrote as text.

    Raises:
        WrongUsage: there is no such file.
        InvalidRecord: too large for one.
        StorageFault: it cannot be read.
    """
    return read_small(file, JSON_LIMIT, InvalidRecord("invalid-record", "json"))


def read_json(file: Path) -> Any:
    """Strict JSON from such a file.

    Raises:
        InvalidRecord: no JSON.
    """
    return parse_json(read_text_file(file))


def parse_json(data: bytes) -> Any:
    """Strict JSON; a byte order mark before it is no harm.

    Raises:
        InvalidRecord: no JSON.
    """
    try:
        return signing.load_json(data.removeprefix(b"\xef\xbb\xbf"))
    except NotAuthentic as error:
        raise InvalidRecord("invalid-record", "json") from error
