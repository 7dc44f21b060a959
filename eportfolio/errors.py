"""Every failure a caller can act on, with its stable code, exit code and Dutch sentence.

Invariants:
- A sentence says what happened, what is safe and what to do.
- No personal data: facts are ids, counts, versions and field names only.
- `code` is the stable word of the command line; `reason` tells failures with one code apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Fact = str | int | bool | None | list["Fact"] | dict[str, "Fact"]


class EportfolioError(Exception):
    """Base of every failure that is not a bug. `exit_code` is that of the command line."""

    exit_code = 1

    def __init__(self, code: str, reason: str | None = None, **facts: Fact) -> None:
        super().__init__(reason or code)
        self.code = code
        self.reason = reason
        self.facts: Mapping[str, Fact] = MappingProxyType(facts)

    @property
    def key(self) -> str:
        """What selects the sentence: the reason where there is one, else the code."""
        return self.reason or self.code

    @property
    def details(self) -> dict[str, Fact]:
        """The facts and the reason, for `--json`."""
        return ({"reason": self.reason} if self.reason else {}) | dict(self.facts)


class WrongPassphrase(EportfolioError):
    """The passphrase or the recovery key does not fit."""

    exit_code = 5


class NotAuthentic(EportfolioError):
    """Bytes that are not what they claim to be, or not from whom they claim to be."""

    exit_code = 4


class NotPermitted(EportfolioError):
    """A rule forbids it: consent, retention, an open agreement, a closed dossier."""

    exit_code = 3


class InvalidRecord(EportfolioError):
    """Input that a record, dossier or consent cannot be built from."""

    exit_code = 3


class Conflict(EportfolioError):
    """An import meets a history that is newer than, or split from, what it carries."""

    exit_code = 4


class Unsupported(EportfolioError):
    """Made by a newer version of the program, or by a choice this one does not offer."""

    exit_code = 4


def newer(found: object, known: int) -> Unsupported:
    """Something of a version that is not known here. What is no number is not repeated."""
    return Unsupported(
        "unsupported-version", found=found if type(found) is int else "?", known=known
    )


class StorageFault(EportfolioError):
    """Disk, lock or permissions; or the folder is not a vault."""

    exit_code = 6


class WrongUsage(EportfolioError):
    """An argument that cannot be right: a file that is not there, an id that does not exist."""

    exit_code = 2


class Cancelled(EportfolioError):
    """A person stopped long work; nothing was changed."""

    exit_code = 3
