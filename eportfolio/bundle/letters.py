"""A small signed object on its way to one person: a JWS inside an age file.

Receipts, notices and replies travel like this (docs/formats/bundle.md, receipt).

Invariants:
- Only the card it is for opens it; nothing of it is used before all of it was authenticated.
- `claimed` is for finding out whose key to verify with, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eportfolio import signing
from eportfolio.crypto import age_decrypt
from eportfolio.errors import NotAuthentic
from eportfolio.store import read_small

SIZE_LIMIT = 64 * 1024 * 1024  # bytes


def read_letter(path: Path, identities: Sequence[str]) -> bytes:
    """The signed object inside such a file, not verified yet.

    Raises:
        NotAuthentic: not an age file for us, changed, or too large.
        WrongUsage: there is no such file.
        StorageFault: it cannot be read.
    """
    return read_sealed(path, identities)[1]


def read_sealed(path: Path, identities: Sequence[str]) -> tuple[bytes, bytes]:
    """The bytes of such a file, and the signed object inside, not verified yet.

    Raises:
        NotAuthentic, WrongUsage, StorageFault: as `read_letter`.
    """
    sealed = read_small(path, SIZE_LIMIT, NotAuthentic("not-authentic", "too-large"))
    return sealed, age_decrypt(sealed, list(identities))


def claimed(jws: bytes, name: str) -> str:
    """What an object that was not verified says of itself.

    Raises:
        NotAuthentic: it is no JWS.
    """
    parts = jws.split(b".")
    if len(parts) != 3:
        raise NotAuthentic("not-authentic", "not-signed")
    return str(signing.load_object(signing.decode(parts[1].decode("ascii", "replace"))).get(name))
