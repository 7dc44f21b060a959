"""The successor's signed, item-by-item answer, and what the sender may conclude from it.

Invariants:
- A receipt proves arrival only of what it names, by digest; what it does not name did not arrive.
- It counts only when the recipient of the bundle signed it, for exactly the file that was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eportfolio import shapes
from eportfolio.bundle.claims import Claims
from eportfolio.consent.decisions import aware
from eportfolio.errors import NotAuthentic
from eportfolio.signing import PublicKey

TYP = "handover-receipt+jws"
FORMAT = 1
IDENTICAL, MISSING = "identical", "missing"


@dataclass(frozen=True)
class Receipt:
    """A verified receipt."""

    bundle: str
    sha256: str
    pid: str
    head: str
    at: datetime
    items: Mapping[str, str]
    files: Mapping[str, str]
    synthesis: str | None
    jws: bytes


def payload(
    claims: Claims,
    sha256: str,
    *,
    arrived: Mapping[str, bool],
    files: Mapping[str, bool],
    at: datetime,
    synthesis: str | None,
) -> dict[str, Any]:
    """What the successor signs (bundle.md, receipt). `arrived`: per digest, whether it is here."""
    signed: dict[str, Any] = {
        "v": FORMAT,
        "bundle": claims.id,
        "sha256": sha256,
        "pid": claims.pid,
        "head": claims.head,
        "at": at.isoformat(timespec="seconds"),
        "items": {one: IDENTICAL if here else MISSING for one, here in arrived.items()},
        "files": {one: IDENTICAL if here else MISSING for one, here in files.items()},
    }
    if synthesis is not None:
        signed["synthesis"] = synthesis
    return signed


def read_receipt(jws: bytes, key: PublicKey) -> Receipt:
    """A receipt, verified with the key of the bundle's recipient.

    Raises:
        NotAuthentic: another signer, or not shaped as a receipt.
        Unsupported: a newer format.
    """
    signed = key.verify(jws, TYP).json()
    with shapes.reading(signed, FORMAT, NotAuthentic("not-authentic", "receipt")):
        return Receipt(
            bundle=shapes.text(signed["bundle"]),
            sha256=shapes.text(signed["sha256"]),
            pid=shapes.uuid(signed["pid"]),
            head=shapes.text(signed["head"]),
            at=aware(shapes.text(signed["at"])),
            items=shapes.texts_by_name(signed["items"]),
            files=shapes.texts_by_name(signed["files"]),
            synthesis=shapes.clean_or_none(signed.get("synthesis")),
            jws=jws,
        )


def is_complete(payload: Mapping[str, Any]) -> bool:
    """Whether a receipt says that everything it names arrived."""
    return set(payload["items"].values()) | set(payload["files"].values()) <= {IDENTICAL}


def differences(
    receipt: Receipt, *, sha256: str, head: str, items: Sequence[str], files: Sequence[str]
) -> list[str]:
    """What did not arrive as it was sent: digests, attachments, or the whole bundle."""
    if (receipt.sha256, receipt.head) != (sha256, head):
        return ["bundle"]
    missing = [one for one in items if receipt.items.get(one) != IDENTICAL]
    return missing + [one for one in files if receipt.files.get(one) != IDENTICAL]
