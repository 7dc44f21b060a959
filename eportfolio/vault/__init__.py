"""A vault folder: passphrase and other ways in to keys (docs/formats/vault.md).

Invariants:
- One vault master key (VMK); every slot wraps the same one, so a new passphrase rewrites a slot.
- The header is authenticated as associated data: its parameters cannot be weakened unnoticed.
- A portfolio's key is on the disk before the portfolio is.
- Two processes never have one vault open.
- With `age`, a key of a way in and the format document the vault opens without us.
"""

from __future__ import annotations

import getpass
import os
import platform
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from eportfolio import crypto, shapes, signing
from eportfolio.cards import Card, read_card
from eportfolio.crypto import KdfParameters
from eportfolio.errors import NotAuthentic, StorageFault
from eportfolio.signing import Signer
from eportfolio.store import disk_fault, new_file, new_folder, sync_folder
from eportfolio.vault import ways
from eportfolio.vault.header import (
    FORMAT,
    HEADER,
    VERSION,
    new_slot,
    open_slots,
    parameters,
    read_header,
)
from eportfolio.vault.ways import Kind, Means, Way, Ways

__all__ = [
    "HEADER",
    "HOLDER",
    "KEYS",
    "LOCK",
    "PORTFOLIOS",
    "REGISTER",
    "Identity",
    "Kind",
    "Means",
    "Vault",
    "Way",
    "read_header",
    "read_stamps",
    "stamp",
]

KEYS = "keys.vmk"
REGISTER = "register.db"
PORTFOLIOS = "portfolios"
SUFFIX = ".db"
LOCK = "vault.lock"
HOLDER = "vault.holder"


@dataclass(frozen=True)
class Identity:
    """One's own keys: to sign with, to receive with, and the card that shows them."""

    signer: Signer
    age: str
    card: Card


class Vault:
    """An unlocked vault."""

    def __init__(self, path: Path, header: dict[str, Any], vmk: bytes, lock: FileLock) -> None:
        self.path = path
        self._header = header
        self._vmk = vmk
        self._lock = lock
        self._identities: list[Identity] = []
        self._portfolio_keys: dict[str, bytes] = {}
        self._has_register = False
        self._ways = Ways()
        self.stamps: dict[str, str] | None = None  # of the portfolio files, when it was unlocked

    @classmethod
    def create(
        cls, path: Path, passphrase: str, identity: Identity, kdf: KdfParameters
    ) -> tuple[Vault, str]:
        """A new vault and its recovery key, which is not kept anywhere.

        Raises:
            StorageFault: the folder is not empty, or the disk says no.
        """
        _require_empty(path)
        vmk = crypto.random_bytes()
        recovery = crypto.new_age_identity()
        header: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "id": str(uuid.uuid4()),
            "recovery": crypto.age_recipient(recovery),
            "slots": [],
        }
        header["slots"].append(new_slot(header, vmk, passphrase, kdf))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise disk_fault(error) from error
        with new_folder(path) as aside:
            (aside / PORTFOLIOS).mkdir(mode=0o700)
            vault = cls(aside, header, vmk, FileLock(aside / LOCK))
            vault._identities = [identity]
            vault.add_way(Way(Kind.RECOVERY, header["recovery"], identity.card.valid_from))
            vault._write_header(header)
        return cls._opened(path, header, vmk, _lock(path)), recovery

    @classmethod
    def unlock(cls, path: Path, passphrase: str) -> Vault:
        """Open with the passphrase.

        Raises:
            WrongPassphrase: no slot fits.
            StorageFault: no vault here, or another process has it open.
        """
        header = read_header(path)
        lock = _lock(path)
        try:
            with ThreadPoolExecutor(1) as beside:  # the passphrase costs a core and a while
                stamps = beside.submit(read_stamps, path)
                vmk = open_slots(header, passphrase)
            vault = cls._opened(path, header, vmk, lock)
            vault.stamps = stamps.result()
            return vault
        except BaseException:
            _release(path, lock)
            raise

    @classmethod
    def recover(cls, path: Path, means: Means, passphrase: str, kdf: KdfParameters) -> Vault:
        """Open without the passphrase, and replace it.

        Raises:
            WrongPassphrase: it does not fit, or is not in force any more.
        """
        header = read_header(path)
        lock = _lock(path)
        try:
            vmk, recipient = ways.open_file(path, means)
            vault = cls._opened(path, header, vmk, lock)
            if not vault.ways.names(means.kind, recipient):
                raise ways.revoked()
            vault.change_passphrase(passphrase, kdf)
        except BaseException:
            _release(path, lock)
            raise
        return vault

    @classmethod
    def _opened(cls, path: Path, header: dict[str, Any], vmk: bytes, lock: FileLock) -> Vault:
        vault = cls(path, header, vmk, lock)
        vault._read_keys()
        return vault

    @property
    def id(self) -> str:
        """The vault's own random id."""
        return str(self._header["id"])

    @property
    def register_key(self) -> bytes:
        """The key of `register.db`."""
        return crypto.derive_key(self._vmk, "eportfolio register 1")

    @property
    def identity(self) -> Identity:
        """Today's own keys."""
        return self._identities[-1]

    @property
    def identities(self) -> tuple[Identity, ...]:
        """All own keys, oldest first: what was sent to an earlier card can still be opened."""
        return tuple(self._identities)

    @property
    def ways(self) -> Ways:
        """Which other ways in are in force."""
        return self._ways

    def add_way(self, way: Way) -> None:
        """Make a way in, in place of the one of its kind. Whatever interrupts this leaves the old
        one working or the new one.

        Raises:
            NotAuthentic: no age recipient.
            StorageFault: the disk says no; the old one still works.
        """
        sealed = crypto.age_encrypt(self._vmk, way.recipient)
        before = self._ways
        self._write_keys(ways=before.adding(replace(way, sha256=crypto.digest(sealed))))
        try:
            with new_file(self.path / way.kind.file) as file:
                file.write(sealed)
        except StorageFault:
            self._ways = before  # on the disk it is pending: the next start drops it
            raise
        self._ways = self._ways.settled(self.path)
        with suppress(StorageFault):  # the way is there: the next start settles it as well
            self._write_keys()

    def remove_way(self, kind: Kind) -> None:
        """Take a way in away. Copies of the folder keep theirs.

        Raises:
            StorageFault: the disk says no. It may be refused already while its file still stands.
        """
        self._write_keys(ways=self._ways.without(kind))
        try:
            (self.path / kind.file).unlink(missing_ok=True)
            sync_folder(self.path)
        except OSError as error:
            raise disk_fault(error) from error

    def require_means(self, means: Means) -> None:
        """Whether this would open the vault; nothing is changed.

        Raises:
            WrongPassphrase: it would not.
        """
        vmk, recipient = ways.open_file(self.path, means)
        if vmk != self._vmk or not self._ways.names(means.kind, recipient):
            raise ways.revoked()

    def wrong_way_files(self) -> list[str]:
        """Files of ways in that are gone, changed, or there without being in force."""
        return list(self._ways.wrong_files(self.path))

    @property
    def portfolios(self) -> frozenset[str]:
        """Portfolios that there is a key for."""
        return frozenset(self._portfolio_keys)

    def add_identity(self, identity: Identity) -> None:
        """Keep new own keys; the earlier ones stay for what is under way."""
        self._write_keys(identities=[*self._identities, identity])

    def portfolio_path(self, pid: str, folder: Path | None = None) -> Path:
        """Where a portfolio's file is, here or in a backup."""
        return (folder or self.path) / PORTFOLIOS / f"{shapes.uuid(pid)}{SUFFIX}"

    def portfolio_key(self, pid: str) -> bytes:
        """The key of a portfolio.

        Raises:
            StorageFault: there is none.
        """
        try:
            return self._portfolio_keys[pid]
        except KeyError:
            raise StorageFault("storage-fault", "no-key", portfolio=pid) from None

    def new_portfolio_key(self, pid: str) -> bytes:
        """A fresh key, on the disk before it is used."""
        self._write_keys(portfolios={**self._portfolio_keys, pid: crypto.random_bytes()})
        return self._portfolio_keys[pid]

    def forget_portfolio_key(self, pid: str) -> None:
        """Drop a key whose portfolio was never finished."""
        if pid in self._portfolio_keys:
            kept = {other: key for other, key in self._portfolio_keys.items() if other != pid}
            self._write_keys(portfolios=kept)

    def forget_key_in(self, folder: Path, pid: str) -> None:
        """Drop the key of a portfolio from a backup of this vault.

        Raises:
            StorageFault: it cannot be read or written, or is no backup of this vault.
        """
        content = self._opened_keys(folder)
        content["portfolios"].pop(pid, None)
        sealed = crypto.seal(self._keys_key(), signing.dump_json(content), self._associated())
        with new_file(folder / KEYS) as file:
            file.write(sealed)

    @property
    def has_register(self) -> bool:
        """Whether this vault ever had a register: then a missing one was lost or removed."""
        return self._has_register

    def note_register(self) -> None:
        """Remember, sealed, that there is a register."""
        self._write_keys(register=True)

    def require_passphrase(self, passphrase: str) -> None:
        """Whether whoever sits here may go on: the passphrase is tried as at unlocking and costs
        as much, so that guessing here is no faster.

        Raises:
            WrongPassphrase: it does not fit.
        """
        open_slots(self._header, passphrase)

    def change_passphrase(self, passphrase: str, kdf: KdfParameters | None = None) -> None:
        """Rewrite the passphrase slot; keys, portfolios and the recovery sheet stay as they are."""
        kdf = kdf or parameters(self._header["slots"][0])
        header = {**self._header, "slots": []}
        if recovery := self._ways.of(Kind.RECOVERY):
            header["recovery"] = recovery.recipient
        header["slots"].append(new_slot(header, self._vmk, passphrase, kdf))
        self._write_header(header)
        self._header = header

    def close(self) -> None:
        """Drop the keys and let others open the vault."""
        self._vmk = b""
        self._identities.clear()
        self._portfolio_keys.clear()
        _release(self.path, self._lock)

    def _write_header(self, header: dict[str, Any]) -> None:
        with new_file(self.path / HEADER) as file:
            file.write(signing.dump_json(header) + b"\n")

    def _write_keys(
        self,
        *,
        identities: list[Identity] | None = None,
        portfolios: dict[str, bytes] | None = None,
        register: bool = False,
        ways: Ways | None = None,
    ) -> None:
        """What is new is on the disk before it is used: a key that was not kept seals nothing."""
        identities = self._identities if identities is None else identities
        portfolios = self._portfolio_keys if portfolios is None else portfolios
        register = register or self._has_register
        ways = ways or self._ways
        content = {
            "v": VERSION,
            "identities": [
                {
                    "signing": signing.encode(one.signer.secret),
                    "age": one.age,
                    "card": one.card.raw.decode(),
                }
                for one in identities
            ],
            "portfolios": {pid: key.hex() for pid, key in portfolios.items()},
            "register": register,
            "ways": ways.dump(),
        }
        sealed = crypto.seal(self._keys_key(), signing.dump_json(content), self._associated())
        with new_file(self.path / KEYS) as file:
            file.write(sealed)
        self._identities, self._portfolio_keys = identities, portfolios
        self._has_register, self._ways = register, ways

    def _opened_keys(self, folder: Path) -> dict[str, Any]:
        try:
            sealed = (folder / KEYS).read_bytes()
        except OSError as error:
            raise disk_fault(error) from error
        try:
            opened = crypto.unseal(self._keys_key(), sealed, self._associated())
        except NotAuthentic as error:
            raise StorageFault("storage-fault", "keys-damaged") from error
        return signing.load_object(opened)

    def _read_keys(self) -> None:
        content = self._opened_keys(self.path)
        for one in content["identities"]:
            card = read_card(one["card"].encode())
            secret = signing.decode(one["signing"])
            signer = Signer(secret, signing.decode(card.key.jwk["x"]))
            self._identities.append(Identity(signer, one["age"], card))
        self._portfolio_keys = {
            pid: bytes.fromhex(key) for pid, key in content["portfolios"].items()
        }
        self._has_register = bool(content["register"])
        self._ways = ways.read(content.get("ways")).settled(self.path)

    def _keys_key(self) -> bytes:
        return crypto.derive_key(self._vmk, "eportfolio keys 1")

    def _associated(self) -> bytes:
        return f"eportfolio keys 1 {self.id}".encode()


def stamp(found: os.stat_result) -> str:
    """Time and size of a file: cheap to compare, proof of nothing."""
    return f"{found.st_mtime_ns} {found.st_size}"


def read_stamps(path: Path) -> dict[str, str]:
    """The stamps of all portfolio files of a vault, in one look at the folder.

    Raises:
        StorageFault: the folder is not there, or the disk says no.
    """
    try:
        with os.scandir(path / PORTFOLIOS) as found:
            return {
                entry.name.removesuffix(SUFFIX): stamp(entry.stat())
                for entry in found
                if entry.name.endswith(SUFFIX)
            }
    except OSError as error:
        raise disk_fault(error) from error


def _require_empty(path: Path) -> None:
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StorageFault("storage-fault", "exists")
    except OSError as error:
        raise disk_fault(error) from error


def _lock(path: Path) -> FileLock:
    lock = FileLock(path / LOCK, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StorageFault("vault-locked", holder=_holder(path)) from error
    except OSError as error:
        raise disk_fault(error) from error
    holder = {
        "user": _user(),
        "computer": platform.node(),
        "process": os.getpid(),
        "since": datetime.now().astimezone().isoformat(timespec="minutes"),
    }
    # Only a note for others: a full disk must not keep the owner out.
    with suppress(StorageFault), new_file(path / HOLDER) as file:
        file.write(signing.dump_json(holder))
    return lock


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in containers
        return "?"


def _holder(path: Path) -> str:
    try:
        holder = signing.load_object((path / HOLDER).read_bytes())
        return f"{holder['user']}, {holder['computer']}, {holder['since']}"[:200]
    except (OSError, NotAuthentic, KeyError):
        return "?"


def _release(path: Path, lock: FileLock) -> None:
    with suppress(OSError):
        (path / HOLDER).unlink(missing_ok=True)
    lock.release()
