"""`vault.json`: format, version, and the slot that a passphrase opens (docs/formats/vault.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eportfolio import crypto, settings, signing
from eportfolio.crypto import KdfParameters
from eportfolio.errors import NotAuthentic, StorageFault, WrongPassphrase, newer
from eportfolio.store import disk_fault

FORMAT = "eportfolio-vault"
VERSION = 1
HEADER = settings.VAULT_HEADER


def read_header(path: Path) -> dict[str, Any]:
    """The header of a vault folder; nothing in it is trusted until a slot opened.

    Raises:
        StorageFault: no vault here.
        Unsupported: made by a newer version.
    """
    try:
        header = signing.load_object((path / HEADER).read_bytes())
    except (FileNotFoundError, NotADirectoryError, NotAuthentic) as error:
        raise StorageFault("not-a-vault") from error
    except OSError as error:
        raise disk_fault(error) from error
    if header.get("format") != FORMAT or not isinstance(header.get("slots"), list):
        raise StorageFault("not-a-vault")
    if header.get("version") != VERSION:
        raise newer(header.get("version"), VERSION)
    return header


def parameters(slot: dict[str, Any]) -> KdfParameters:
    """What deriving the key of a slot costs.

    Raises:
        StorageFault: unreadable, below the floor or above the cap.
    """
    try:
        kdf = slot["kdf"]
        if kdf["algorithm"] != "argon2id":
            raise ValueError
        return KdfParameters(int(kdf["memory_kib"]), int(kdf["iterations"]), int(kdf["lanes"]))
    except (KeyError, ValueError, TypeError) as error:
        raise StorageFault("not-a-vault", "header-damaged") from error


def new_slot(
    header: dict[str, Any], vmk: bytes, passphrase: str, kdf: KdfParameters
) -> dict[str, Any]:
    """A passphrase slot with a fresh salt, bound to this header."""
    salt = crypto.random_bytes(16)
    slot: dict[str, Any] = {
        "kind": "passphrase",
        "kdf": {"algorithm": "argon2id", **vars(kdf), "salt": signing.encode(salt)},
    }
    key = crypto.derive_passphrase_key(passphrase, salt, kdf)
    slot["wrapped"] = signing.encode(crypto.seal(key, vmk, _slot_data(header, slot)))
    return slot


def _slot_data(header: dict[str, Any], slot: dict[str, Any]) -> bytes:
    """What a slot authenticates: the header without slots, and its own parameters."""
    fixed = {name: value for name, value in header.items() if name != "slots"}
    own = {name: value for name, value in slot.items() if name != "wrapped"}
    return signing.dump_json({"header": fixed, "slot": own})


def open_slots(header: dict[str, Any], passphrase: str) -> bytes:
    """The vault master key, from the first slot that fits.

    Raises:
        WrongPassphrase: none fits.
        StorageFault: a slot that cannot be read.
    """
    for slot in header["slots"]:
        try:
            salt = signing.decode(slot["kdf"]["salt"])
            key = crypto.derive_passphrase_key(passphrase, salt, parameters(slot))
            return crypto.unseal(key, signing.decode(slot["wrapped"]), _slot_data(header, slot))
        except NotAuthentic:
            continue
        except (KeyError, TypeError, ValueError) as error:
            raise StorageFault("not-a-vault", "header-damaged") from error
    raise WrongPassphrase("wrong-passphrase")
