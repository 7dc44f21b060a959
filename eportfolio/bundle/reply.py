"""What the sender says of the successor's own summary (docs/formats/bundle.md, reply).

A statement about a text: it changes no record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eportfolio import shapes
from eportfolio.consent.decisions import aware
from eportfolio.errors import InvalidRecord, NotAuthentic
from eportfolio.signing import PublicKey

TYP = "synthesis-reply+jws"
FORMAT = 1
RIGHT, COMPLETED = "klopt", "aanvulling"
BY = ("card", "name", "organisation")
WORDS_LIMIT = 20_000  # characters


@dataclass(frozen=True)
class Reply:
    """A reply, verified. `words` only with a completion."""

    bundle: str
    receipt: str
    pid: str
    verdict: str
    words: str | None
    at: datetime
    by: Mapping[str, str]


def require_words(words: str) -> str:
    """Words that complete or correct.

    Raises:
        InvalidRecord: blank, too long, or with characters that steer a screen.
    """
    try:
        if len(words) > WORDS_LIMIT or not words.strip():
            raise ValueError
        return shapes.clean(words.strip())
    except ValueError as error:
        raise InvalidRecord("invalid-record", "reply-words") from error


def payload(
    *, bundle: str, receipt: str, pid: str, words: str | None, at: datetime, by: Mapping[str, str]
) -> dict[str, Any]:
    """What the sender signs."""
    return {
        "v": FORMAT,
        "bundle": bundle,
        "receipt": receipt,
        "pid": pid,
        "verdict": RIGHT if words is None else COMPLETED,
        "words": words,
        "at": at.isoformat(timespec="seconds"),
        "by": dict(by),
    }


def read_reply(jws: bytes, key: PublicKey) -> Reply:
    """A reply, verified with the key of the card that made the bundle.

    Raises:
        NotAuthentic: another signer, or not shaped as a reply.
        Unsupported: a newer format.
    """
    signed = key.verify(jws, TYP).json()
    shapes.require_version(signed, FORMAT)
    try:
        reply = read_payload(signed)
        if reply.by["card"] != key.thumbprint:
            raise ValueError
    except (KeyError, ValueError, TypeError, InvalidRecord) as error:
        raise NotAuthentic("not-authentic", "reply") from error
    return reply


def read_payload(signed: Mapping[str, Any]) -> Reply:
    """A reply from what was verified before.

    Raises:
        KeyError, ValueError, TypeError, InvalidRecord: another shape.
    """
    words = shapes.text_or_none(signed["words"])
    verdict = shapes.text(signed["verdict"])
    if verdict not in (RIGHT, COMPLETED) or (words is None) != (verdict == RIGHT):
        raise ValueError
    return Reply(
        bundle=shapes.text(signed["bundle"]),
        receipt=shapes.text(signed["receipt"]),
        pid=shapes.uuid(signed["pid"]),
        verdict=verdict,
        words=None if words is None else require_words(words),
        at=aware(shapes.text(signed["at"])),
        by={name: shapes.clean(shapes.text(signed["by"][name])) for name in BY},
    )
