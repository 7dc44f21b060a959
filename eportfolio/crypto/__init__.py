"""Recipes: derive, wrap, seal, digest, and age files. Owner of cryptography and pyrage.

Invariants:
- Few choices, none of them an option: Argon2id, HKDF-SHA-256, AES-256-GCM, SHA-256, age X25519.
- Key derivation weaker than the floor, or heavier than the cap, is refused loudly.
- An age file with a passphrase stanza, or for more than one person, is refused.
- Nothing here writes plaintext to a disk.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
import unicodedata
from dataclasses import dataclass
from typing import Protocol

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eportfolio.errors import NotAuthentic, StorageFault

KEY_BYTES = 32
_NONCE_BYTES = 12
_MIB = 1024
_AGE_INTRO = b"age-encryption.org/v1\n"
_AGE_HEADER_LIMIT = 8192


class Reader(Protocol):
    """What an age stream is read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writer(Protocol):
    """What an age stream is written to."""

    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True)
class KdfParameters:
    """Argon2id parameters. Memory in KiB. Refuses what is below the floor or above the cap."""

    memory_kib: int
    iterations: int
    lanes: int

    def __post_init__(self) -> None:
        if self.memory_kib < 64 * _MIB or self.iterations < 3 or self.lanes < 4:
            raise StorageFault("not-a-vault", "kdf-too-weak")
        if self.memory_kib > 4096 * _MIB or self.iterations > 64 or self.lanes > 16:
            raise StorageFault("not-a-vault", "kdf-too-heavy")


KDF_FLOOR = KdfParameters(64 * _MIB, 3, 4)


def calibrate(seconds: float) -> KdfParameters:
    """Parameters that take about `seconds` here; memory at most 256 MiB and a quarter of RAM."""
    if seconds <= 0:
        return KDF_FLOOR
    memory = max(KDF_FLOOR.memory_kib, min(256 * _MIB, _ram_kib() // 4))
    started = time.perf_counter()
    derive_passphrase_key("measure", bytes(16), KDF_FLOOR)
    floor_seconds = time.perf_counter() - started
    if seconds <= floor_seconds:
        return KDF_FLOOR
    pass_seconds = floor_seconds / KDF_FLOOR.iterations * memory / KDF_FLOOR.memory_kib
    if pass_seconds * KDF_FLOOR.iterations > seconds:
        memory = max(KDF_FLOOR.memory_kib, int(memory * seconds / (pass_seconds * 3)))
        return KdfParameters(memory, KDF_FLOOR.iterations, KDF_FLOOR.lanes)
    return KdfParameters(memory, min(64, int(seconds / pass_seconds)), KDF_FLOOR.lanes)


def _ram_kib() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf: the smallest we support
        return 4096 * _MIB


def derive_passphrase_key(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytes:
    """Argon2id over the passphrase in NFC (docs/formats/vault.md, slots)."""
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=parameters.iterations,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
    ).derive(unicodedata.normalize("NFC", passphrase).encode())


def derive_key(master: bytes, purpose: str) -> bytes:
    """HKDF-SHA-256 without salt; `purpose` is the info string."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(master)


def random_bytes(size: int = KEY_BYTES) -> bytes:
    """Random bytes from the operating system."""
    return secrets.token_bytes(size)


def seal(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    """AES-256-GCM: 12 random bytes of nonce, then ciphertext and tag."""
    nonce = random_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def unseal(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Open what `seal` made.

    Raises:
        NotAuthentic: another key, other associated data, or changed bytes.
    """
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], associated)
    except (InvalidTag, ValueError) as error:
        raise NotAuthentic("not-authentic", "sealed-bytes") from error


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def new_age_identity() -> str:
    """A fresh age X25519 secret key, `AGE-SECRET-KEY-1…`."""
    return str(pyrage.x25519.Identity.generate())


def age_recipient(identity: str) -> str:
    """The public recipient, `age1…`, of a secret key.

    Raises:
        NotAuthentic: the text is not an age secret key.
    """
    try:
        return str(pyrage.x25519.Identity.from_str(identity.strip()).to_public())
    except pyrage.IdentityError as error:
        raise NotAuthentic("not-authentic", "age-identity") from error


def require_age_recipient(recipient: str) -> str:
    """The recipient itself, when it is one.

    Raises:
        NotAuthentic: it is not an X25519 recipient.
    """
    _recipient(recipient)
    return recipient


def _recipient(recipient: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise NotAuthentic("not-authentic", "age-recipient") from error


def age_encrypt(plaintext: bytes, recipient: str) -> bytes:
    """A binary age v1 file for one recipient."""
    return bytes(pyrage.encrypt(plaintext, [_recipient(recipient)]))


def age_decrypt(ciphertext: bytes, identities: list[str]) -> bytes:
    """Open a small age file; everything is authenticated before anything is returned.

    Raises:
        NotAuthentic: not an age file, for somebody else, truncated or changed.
    """
    require_age_header(ciphertext[:_AGE_HEADER_LIMIT])
    try:
        return bytes(pyrage.decrypt(ciphertext, _identities(identities)))
    except pyrage.DecryptError as error:
        raise _age_failure(error, at_end=False) from error


def encrypt_stream(reader: Reader, writer: Writer, recipient: str) -> None:
    """Encrypt all of `reader` for one recipient; memory does not grow with the size.

    What `reader` or `writer` raises passes through unchanged.
    """
    kept = _Kept(reader, writer)
    try:
        pyrage.encrypt_io(kept, kept, [_recipient(recipient)])
    except (pyrage.EncryptError, OSError) as error:
        raise kept.failure or error from error


def decrypt_stream(reader: Reader, writer: Writer, identities: list[str]) -> None:
    """Decrypt `reader` into `writer`.

    age hands out plaintext before it reports truncation: what `writer` got may be used
    only after this returned. An exception that `writer` raises passes through unchanged.

    Raises:
        NotAuthentic: not an age file, for somebody else, truncated or changed.
    """
    watched = _WatchedReader(reader)
    try:
        pyrage.decrypt_io(watched, writer, _identities(identities))
    except (pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk, not the bytes
        raise _age_failure(error, at_end=watched.ended) from error


class _Kept:
    """Both ends of an encryption; keeps the failure of which the library passes on only words."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._reader.read(size)
        except BaseException as error:
            self.failure = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self._writer.write(data)
        except BaseException as error:
            self.failure = error
            raise


class _WatchedReader:
    """Checks the age header before the library sees it, and notices the end of the file."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._head = reader.read(_AGE_HEADER_LIMIT)
        self.ended = False
        require_age_header(self._head)

    def read(self, size: int = -1) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        data = self._reader.read(size)
        self.ended = self.ended or not data
        return data


def require_age_header(head: bytes) -> None:
    """Refuse what is not a binary age file for exactly one X25519 recipient (bundle.md, step 1).

    A passphrase stanza (scrypt) would let anybody who guesses it make a file that opens here,
    and costs the reader as much work as its maker likes. Unknown stanzas are age's 'grease'.

    Raises:
        NotAuthentic: another kind of file, or one that others can open too.
    """
    if not head.startswith(_AGE_INTRO):
        short = _AGE_INTRO.startswith(head[: len(_AGE_INTRO)])
        raise NotAuthentic("not-authentic", "truncated" if short and head else "not-age")
    header, end, _ = head.partition(b"\n---")
    stanzas = [line for line in header.split(b"\n") if line.startswith(b"-> ")]
    kinds = [stanza.split(b" ")[1] for stanza in stanzas]
    if b"scrypt" in kinds:
        raise NotAuthentic("not-authentic", "age-passphrase")
    others = [kind for kind in kinds if kind != b"X25519" and not kind.endswith(b"-grease")]
    if others or kinds.count(b"X25519") > 1 or (not end and len(head) >= _AGE_HEADER_LIMIT):
        raise NotAuthentic("not-authentic", "age-recipients")


def _identities(identities: list[str]) -> list[pyrage.x25519.Identity]:
    return [pyrage.x25519.Identity.from_str(identity) for identity in identities]


def _age_failure(error: Exception, *, at_end: bool) -> NotAuthentic:
    text = str(error)
    if "No matching keys" in text:
        return NotAuthentic("wrong-recipient")
    if at_end or "fill whole buffer" in text:
        return NotAuthentic("not-authentic", "truncated")
    return NotAuthentic("not-authentic", "damaged")
