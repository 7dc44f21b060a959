"""The client's witness: a signed note over the whole history (C2SP signed note, RFC 6962 root).

About 240 bytes, so that it fits a QR on the client's receipt. Whoever holds one can show that
nothing below it was rewritten later, also after a merge (docs/formats/journal.md, checkpoint).
"""

from __future__ import annotations

import base64
import hashlib

from eportfolio.errors import NotAuthentic
from eportfolio.journal import Chain, root
from eportfolio.signing import PublicKey, Signer, decode

_ED25519 = b"\x01"


def make_checkpoint(chain: Chain, signer: Signer) -> str:
    """A note over every revision of the chain."""
    body = _body(chain)
    key_id = _key_id(signer.public)
    signature = base64.b64encode(key_id + signer.sign_bytes(body.encode())).decode()
    return f"{body}\n— {signer.thumbprint} {signature}\n"


def require_checkpoint(note: str, chain: Chain, key: PublicKey) -> None:
    """Check that a note speaks of exactly this chain and is signed by this key.

    Raises:
        NotAuthentic: another history, another size, another key.
    """
    try:
        body, signature_line = note.split("\n\n")
        dash, name, encoded = signature_line.removesuffix("\n").split(" ")
        signature = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise NotAuthentic("not-authentic", "checkpoint") from error
    if (dash, name) != ("—", key.thumbprint) or f"{body}\n" != _body(chain):
        raise NotAuthentic("not-authentic", "checkpoint")
    if signature[:4] != _key_id(key):
        raise NotAuthentic("not-authentic", "checkpoint")
    key.verify_bytes(signature[4:], f"{body}\n".encode())


def _body(chain: Chain) -> str:
    tree = base64.b64encode(root([revision.jws for revision in chain.in_order()])).decode()
    return f"eportfolio/{chain.pid}\n{chain.size}\n{tree}\n"


def _key_id(key: PublicKey) -> bytes:
    """Signed note key id: the first 4 bytes of SHA-256(name, newline, type, key)."""
    public = decode(key.jwk["x"])
    return hashlib.sha256(key.thumbprint.encode() + b"\n" + _ED25519 + public).digest()[:4]
