"""The one signed envelope: a compact JWS over exact bytes, Ed25519 (RFC 7515, RFC 8037).

Invariants:
- Bytes go in; a payload comes out only after its signature was verified over those bytes.
- Only Ed25519, from an explicit list; `jwk`, `jku` and `x5u` in a header are never used.
- Every object has its own `typ`, so that one can never be passed off as another.
- Only canonical base64url and JSON without duplicate names are accepted: the bytes that were
  signed are the only bytes that verify, and every reader sees the same thing in them.

Owner of joserfc.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jws
from joserfc._rfc7515.model import JWSAlgModel
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry

from eportfolio.errors import NotAuthentic

ACCEPTED_ALGORITHMS = ("EdDSA", "Ed25519")
_HEADER_LIMIT = 2048


class _Registry(JWSRegistry):
    """Our algorithm list, our size limits.

    The library warns that `EdDSA` is to be called `Ed25519` one day (RFC 9864); readers of
    today know only the old name, so it is what we write.
    """

    max_header_length = _HEADER_LIMIT
    max_payload_length = 256 * 1024 * 1024

    def get_alg(self, name: str) -> JWSAlgModel:
        if name not in ACCEPTED_ALGORITHMS:
            raise NotAuthentic("not-authentic", "algorithm")
        return self.algorithms[name]


@dataclass(frozen=True)
class Envelope:
    """A verified object: who signed it, the exact bytes that were signed, and how it arrived."""

    kid: str
    payload: bytes
    raw: bytes

    def json(self) -> dict[str, Any]:
        """The payload as a JSON object."""
        return load_object(self.payload)


class PublicKey:
    """An Ed25519 public key as a JWK; its name is the RFC 7638 thumbprint."""

    def __init__(self, jwk: dict[str, str]) -> None:
        try:
            public = {name: jwk[name] for name in ("kty", "crv", "x")}
            if public["crv"] != "Ed25519" or len(decode(public["x"])) != 32:
                raise NotAuthentic("not-authentic", "key")
            self._key = OKPKey.import_key(dict(public))
            self.thumbprint = str(self._key.thumbprint())
        except (JoseError, KeyError, ValueError, TypeError) as error:
            raise NotAuthentic("not-authentic", "key") from error
        self.jwk: dict[str, str] = public

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and other.thumbprint == self.thumbprint

    def __hash__(self) -> int:
        return hash(self.thumbprint)

    def verify(self, raw: bytes, typ: str) -> Envelope:
        """The envelope in `raw`.

        Raises:
            NotAuthentic: another key, another type, or not exactly the bytes that were signed.
        """
        header = _header(raw)
        if header.get("typ") != typ:
            raise NotAuthentic("not-authentic", "type")
        if header.get("kid") != self.thumbprint:
            raise NotAuthentic("not-authentic", "key")
        try:
            verified = jws.deserialize_compact(raw, self._key, registry=_Registry())
        except (JoseError, ValueError) as error:
            raise NotAuthentic("not-authentic", "signature") from error
        return Envelope(self.thumbprint, verified.payload, raw)

    def verify_bytes(self, signature: bytes, data: bytes) -> None:
        """A bare Ed25519 signature over `data` (signed notes).

        Raises:
            NotAuthentic: it does not fit.
        """
        if not JWSRegistry.algorithms["EdDSA"].verify(data, signature, self._key):
            raise NotAuthentic("not-authentic", "signature")


class Signer:
    """A private signing key; made from 32 secret bytes."""

    def __init__(self, secret: bytes, public: bytes) -> None:
        public_jwk = {"kty": "OKP", "crv": "Ed25519", "x": encode(public)}
        self._key = OKPKey.import_key({**public_jwk, "d": encode(secret)})
        self.secret = secret
        self.public = PublicKey(public_jwk)

    @classmethod
    def generate(cls) -> Signer:
        """A fresh key, whose thumbprint does not begin with a dash: on a command line such a
        name would be taken for an option."""
        while True:
            key = OKPKey.generate_key("Ed25519", private=True).as_dict(private=True)
            signer = cls(decode(str(key["d"])), decode(str(key["x"])))
            if not signer.thumbprint.startswith("-"):
                return signer

    @property
    def thumbprint(self) -> str:
        """RFC 7638 thumbprint of the public half."""
        return self.public.thumbprint

    def sign(self, payload: bytes, typ: str) -> bytes:
        """A compact JWS over `payload`."""
        header = {"alg": "EdDSA", "typ": typ, "kid": self.thumbprint}
        return jws.serialize_compact(header, payload, self._key, registry=_Registry()).encode()

    def sign_bytes(self, data: bytes) -> bytes:
        """A bare Ed25519 signature over `data` (signed notes)."""
        return JWSRegistry.algorithms["EdDSA"].sign(data, self._key)


def signer_named(raw: bytes) -> str:
    """The thumbprint an envelope *claims*: to look the key up with, proof of nothing.

    Raises:
        NotAuthentic: not a compact JWS.
    """
    kid = _header(raw).get("kid")
    if not isinstance(kid, str):
        raise NotAuthentic("not-authentic", "key")
    return kid


def verify(raw: bytes, typ: str, find_key: Callable[[str], PublicKey | None]) -> Envelope:
    """The envelope in `raw`, with the key that `find_key` gives for its thumbprint.

    Raises:
        NotAuthentic: no such key, or see `PublicKey.verify`.
    """
    key = find_key(signer_named(raw))
    if key is None:
        raise NotAuthentic("not-authentic", "key")
    return key.verify(raw, typ)


def self_signed(raw: bytes, typ: str, jwk_name: str) -> tuple[PublicKey, Envelope]:
    """An object that carries its own public key under `jwk_name`, verified with that key.

    Raises:
        NotAuthentic: no such key in it, or it did not sign these bytes.
    """
    parts = _parts(raw)
    jwk = load_object(decode(parts[1])).get(jwk_name)
    if not isinstance(jwk, dict):
        raise NotAuthentic("not-authentic", "key")
    key = PublicKey(jwk)
    return key, key.verify(raw, typ)


def _parts(raw: bytes) -> list[str]:
    try:
        parts = raw.decode("ascii").split(".")
    except UnicodeDecodeError as error:
        raise NotAuthentic("not-authentic", "not-signed") from error
    if len(parts) != 3 or len(parts[0]) > _HEADER_LIMIT:
        raise NotAuthentic("not-authentic", "not-signed")
    decode(parts[1])
    decode(parts[2])
    return parts


def _header(raw: bytes) -> dict[str, Any]:
    header = load_object(decode(_parts(raw)[0]))
    if "crit" in header or "b64" in header:
        raise NotAuthentic("not-authentic", "header")
    return header


def encode(data: bytes) -> str:
    """base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Canonical base64url only: otherwise the last character could change unnoticed.

    Raises:
        NotAuthentic: padding, other characters, or bits that are not zero at the end.
    """
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAuthentic("not-authentic", "encoding") from error
    if encode(data) != text:
        raise NotAuthentic("not-authentic", "encoding")
    return data


def dump_json(value: object) -> bytes:
    """Compact UTF-8 JSON with sorted names: what we sign and store."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def load_json(data: bytes | str) -> Any:
    """Strict JSON: no duplicate names, no NaN or infinity, no half characters, no bottomless
    nesting.

    Raises:
        NotAuthentic: not strict JSON.
    """
    try:
        value = json.loads(
            data, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
        )
        if b"\\u" in (data if isinstance(data, bytes) else data.encode()):
            dump_json(value)  # half a surrogate pair cannot be written again
        return value
    except (ValueError, RecursionError) as error:
        raise NotAuthentic("not-authentic", "json") from error


def load_object(data: bytes | str) -> dict[str, Any]:
    """Strict JSON that is an object.

    Raises:
        NotAuthentic: anything else.
    """
    value = load_json(data)
    if not isinstance(value, dict):
        raise NotAuthentic("not-authentic", "json")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError
    return names


def _no_constant(_: str) -> None:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number
