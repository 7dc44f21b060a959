"""The other ways into a vault: recovery key, an organisation, sheets (docs/formats/vault.md).

Invariants:
- The list of ways is sealed in `keys.vmk`: nobody adds a way by writing in the folder.
- A kill leaves the old way working or the new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from eportfolio import crypto, shapes
from eportfolio.crypto import shares
from eportfolio.errors import NotAuthentic, WrongPassphrase
from eportfolio.store import disk_fault

HOLDER_LENGTH = 200


class Kind(StrEnum):
    """Who or what opens it."""

    RECOVERY = "recovery"
    ESCROW = "escrow"
    SHARES = "shares"

    @property
    def file(self) -> str:
        """The file in the folder of the vault."""
        return f"{self}.age"


@dataclass(frozen=True)
class Way:
    """One way in. `holder` is of an escrow, the last three of shares."""

    kind: Kind
    recipient: str
    since: date
    sha256: str = ""
    pending: bool = False
    holder: str = ""
    set_id: str = ""
    threshold: int = 0
    of: int = 0

    def dump(self) -> dict[str, Any]:
        """As it stands in `keys.vmk`."""
        return {**vars(self), "kind": str(self.kind), "since": self.since.isoformat()}


@dataclass(frozen=True)
class Ways:
    """All that are in force. `n` grows by one with each change."""

    n: int = 0
    entries: tuple[Way, ...] = ()

    def of(self, kind: Kind) -> Way | None:
        """The one of a kind that is in force."""
        return next((one for one in self.entries if one.kind is kind and not one.pending), None)

    def adding(self, way: Way) -> Ways:
        """With one that is about to be made; the old one still counts."""
        kept = (one for one in self.entries if one.kind is not way.kind or not one.pending)
        return Ways(self.n + 1, (*kept, replace(way, pending=True)))

    def without(self, kind: Kind) -> Ways:
        """With none of a kind."""
        return Ways(self.n + 1, tuple(one for one in self.entries if one.kind is not kind))

    def settled(self, folder: Path) -> Ways:
        """After a kill: a way whose file is there has come in place of the old one, another has
        not happened."""
        done = [
            one for one in self.entries if one.pending and one.sha256 == _digest(folder, one.kind)
        ]
        new = {one.kind for one in done}
        kept = [one for one in self.entries if not one.pending and one.kind not in new]
        return Ways(self.n, (*kept, *(replace(one, pending=False) for one in done)))

    def names(self, kind: Kind, recipient: str) -> bool:
        """Whether this recipient may open it. Where no recovery key is known, as in a vault of
        before this list, any that opens the file may."""
        found = self.of(kind)
        if found is None:
            return kind is Kind.RECOVERY
        return found.recipient == recipient

    def wrong_files(self, folder: Path) -> Iterable[str]:
        """Which files are gone, are not those of the list, or are not in it."""
        for kind in Kind:
            way, found = self.of(kind), _digest(folder, kind)
            if (found != way.sha256) if way else (found != "") != (kind is Kind.RECOVERY):
                yield f"{kind}-file"

    def dump(self) -> dict[str, Any]:
        """As it stands in `keys.vmk`."""
        return {"n": self.n, "list": [one.dump() for one in self.entries]}


def read(value: object) -> Ways:
    """What `dump` made; nothing in a vault of before."""
    if value is None:
        return Ways()
    content = shapes.mapping(value)
    found = [shapes.mapping(one) for one in content["list"]]
    return Ways(
        shapes.whole(content["n"]),
        tuple(
            Way(**{**one, "kind": Kind(one["kind"]), "since": date.fromisoformat(one["since"])})
            for one in found
        ),
    )


@dataclass(frozen=True)
class Means:
    """What somebody opens a vault with instead of the passphrase: a key as typed, the text of a
    key file, or the words of sheets."""

    kind: Kind
    texts: tuple[str, ...] = field(repr=False)

    @classmethod
    def recovery(cls, key: str) -> Means:
        """The printed recovery key."""
        return cls(Kind.RECOVERY, (key,))

    @classmethod
    def escrow(cls, key_file: str) -> Means:
        """The key of an organisation, as `age-keygen` writes it: lines with # are remarks."""
        return cls(Kind.ESCROW, (key_file,))

    @classmethod
    def shares(cls, sheets: Iterable[str]) -> Means:
        """The words of sheets."""
        return cls(Kind.SHARES, tuple(sheets))

    def identity(self) -> str:
        """The age key.

        Raises:
            NotAuthentic: no age key.
            WrongPassphrase: sheets that make none.
        """
        if self.kind is Kind.SHARES:
            return shares.age_identity(shares.combine(self.texts))
        lines = (line for line in self.texts[0].splitlines() if not line.startswith("#"))
        typed = "".join(lines) if self.kind is Kind.RECOVERY else next(filter(str.strip, lines), "")
        key = "".join(typed.split()).upper()
        crypto.age_recipient(key)
        return key


def open_file(folder: Path, means: Means) -> tuple[bytes, str]:
    """The vault master key and the recipient of the key that was used.

    Raises:
        WrongPassphrase: it does not fit, or there is no such way.
        StorageFault: the disk says no.
    """
    try:
        sealed = (folder / means.kind.file).read_bytes()
        identity = means.identity()
        return crypto.age_decrypt(sealed, [identity]), crypto.age_recipient(identity)
    except OSError as error:
        lacking = {Kind.ESCROW: "no-escrow", Kind.SHARES: "no-shares"}
        if isinstance(error, FileNotFoundError) and means.kind in lacking:
            raise WrongPassphrase("wrong-passphrase", lacking[means.kind]) from error
        raise disk_fault(error) from error
    except NotAuthentic as error:
        wrong = {
            Kind.RECOVERY: "wrong-recovery-key",
            Kind.ESCROW: "wrong-escrow-key",
            Kind.SHARES: "wrong-shares",
        }
        raise WrongPassphrase("wrong-passphrase", wrong[means.kind]) from error


def revoked() -> WrongPassphrase:
    """It opens the file, but is not in force."""
    return WrongPassphrase("wrong-passphrase", "way-revoked")


def _digest(folder: Path, kind: Kind) -> str:
    """SHA-256 of the file; empty when it is not there."""
    try:
        return crypto.digest((folder / kind.file).read_bytes())
    except OSError:
        return ""
