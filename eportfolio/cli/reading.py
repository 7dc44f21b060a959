"""Reading what a command was given: passphrases, JSON files, and the vault itself."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from eportfolio import settings
from eportfolio.errors import InvalidRecord, WrongUsage
from eportfolio.progress import Progress
from eportfolio.workspace import Workspace
from eportfolio.workspace.sources import JSON_LIMIT, parse_json, read_text_file
from eportfolio.workspace.sources import read_json as read_json_file


def vault_path(parsed: argparse.Namespace) -> Path:
    """The vault that was named, or the usual one."""
    return parsed.vault or settings.default_vault()


@contextmanager
def unlocked(parsed: argparse.Namespace) -> Iterator[Workspace]:
    """The vault, open for one command."""
    with Workspace.open(vault_path(parsed), passphrase(parsed.passphrase_file)) as workspace:
        yield workspace


def passphrase(file: Path | None, *, prompt: str = "Wachtwoordzin: ", twice: bool = False) -> str:
    """From the first line of a file, or asked for without showing it.

    Raises:
        WrongUsage: no file and nobody to ask, or it is empty.
    """
    if file is not None:
        found = first_line(file)
    else:
        if not sys.stdin.isatty():
            raise WrongUsage("usage", "no-terminal")
        found = _asked(prompt)
        if twice and found != _asked("Nog een keer: "):
            raise WrongUsage("usage", "passphrases-differ")
    if not found:
        raise WrongUsage("usage", "passphrase-empty")
    return found


def _asked(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except EOFError as error:
        raise WrongUsage("usage", "passphrase-empty") from error


def first_line(file: Path) -> str:
    """The first line of a text file, without its end.

    Raises:
        WrongUsage: it is no UTF-8: then two different files could read the same.
    """
    try:
        text = read_text_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage("usage", "not-text") from error
    return text.split("\n", 1)[0].removesuffix("\r")


def read_json(file: Path | str) -> Any:
    """Strict JSON from a file, or from standard input for `-`.

    Raises:
        InvalidRecord: no JSON.
    """
    if str(file) == "-":
        return parse_json(sys.stdin.buffer.read(JSON_LIMIT))
    return read_json_file(Path(file))


def read_object(file: Path | str) -> dict[str, Any]:
    """Strict JSON that is an object.

    Raises:
        InvalidRecord: anything else.
    """
    value = read_json(file)
    if not isinstance(value, dict):
        raise InvalidRecord("invalid-record", "json")
    return value


def show_progress(what: str) -> Progress:
    """Percentages on standard error, when a person is watching."""
    watching = sys.stderr.isatty()

    def tell(done: int, total: int) -> bool:
        if watching and total > 0:
            end = "\n" if done >= total else ""
            sys.stderr.write(f"\r{what}: {100 * done // total:3d}%{end}")
            sys.stderr.flush()
        return True

    return tell
