"""Contact cards: who somebody is, with which keys, until when (docs/formats/card.md).

Invariants:
- A card is signed by the key it carries; a card that replaces another also by the earlier key.
- A card proves that somebody holds a key, not who that is: trust is the fingerprint, compared
  over a second channel.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from eportfolio import settings, shapes, signing
from eportfolio.crypto import require_age_recipient
from eportfolio.errors import NotAuthentic, Unsupported
from eportfolio.signing import PublicKey, Signer

TYP = "contact-card+jws"
FORMAT = 1
SIZE_LIMIT = 64 * 1024
YEARS_VALID = 5
WORDS, WORD_BITS = 8, 9  # of a fingerprint in words

KNOWN, UNKNOWN, EXPIRED, REPLACED, REVOKED = "known", "unknown", "expired", "replaced", "revoked"


@dataclass(frozen=True)
class Card:
    """A verified card. `valid_until` is inclusive."""

    raw: bytes
    key: PublicKey
    name: str
    role: str
    organisation: str
    recipient: str
    valid_from: date
    valid_until: date
    previous: str | None
    endorsement: str | None

    @property
    def thumbprint(self) -> str:
        """RFC 7638 thumbprint of the signing key: the card's name."""
        return self.key.thumbprint

    @property
    def words(self) -> str:
        """Eight words to compare by telephone."""
        return fingerprint_words(self.thumbprint)

    @property
    def fingerprint(self) -> str:
        """Twenty digits to compare by telephone."""
        return fingerprint(self.thumbprint)

    def is_valid(self, on: date) -> bool:
        """Whether the card speaks for its holder on that day."""
        return self.valid_from <= on <= self.valid_until

    def endorsed_by(self, earlier: PublicKey) -> bool:
        """Whether the earlier key signed for this card (rotation)."""
        if self.previous != earlier.thumbprint or self.endorsement is None:
            return False
        try:
            earlier.verify_bytes(signing.decode(self.endorsement), _endorsed(self.thumbprint))
        except NotAuthentic:
            return False
        return True


def fingerprint(thumbprint: str) -> str:
    """Twenty digits (66 bits) in groups of five, from the thumbprint (card.md, fingerprint)."""
    digits = f"{_hashed(thumbprint) % 10**20:020d}"
    return " ".join(digits[start : start + 5] for start in range(0, 20, 5))


def fingerprint_words(thumbprint: str) -> str:
    """The same fact as eight Dutch words (72 bits), to say by telephone (card.md, fingerprint)."""
    number = _hashed(thumbprint)
    words = settings.resource("texts", "fingerprint.nl.txt").read_text("utf-8").split()
    return " ".join(words[number >> WORD_BITS * place & 2**WORD_BITS - 1] for place in range(WORDS))


def _hashed(thumbprint: str) -> int:
    digest = hashlib.sha256(b"eportfolio card 1 " + thumbprint.encode()).digest()
    return int.from_bytes(digest)


def same_fingerprint(typed: str, thumbprint: str) -> bool:
    """Whether what a person typed is this card's fingerprint, in digits or in words, or its whole
    thumbprint."""
    if typed.replace("-", " ").casefold().split() == fingerprint_words(thumbprint).split():
        return True
    digits = "".join(character for character in typed if character.isdigit())
    return typed.strip() == thumbprint or (
        digits == fingerprint(thumbprint).replace(" ", "")
        and not any(character.isalpha() for character in typed)
    )


def make_card(
    signer: Signer,
    *,
    name: str,
    role: str,
    organisation: str,
    recipient: str,
    on: date,
    earlier: Signer | None = None,
) -> Card:
    """A card for one's own keys, valid five years; endorsed by the earlier key on rotation."""
    payload: dict[str, Any] = {
        "v": FORMAT,
        "name": name,
        "role": role,
        "organisation": organisation,
        "key": signer.public.jwk,
        "recipients": [{"type": "X25519", "recipient": recipient}],
        "valid_from": on.isoformat(),
        "valid_until": _years_later(on).isoformat(),
    }
    if earlier:
        payload["previous"] = earlier.thumbprint
        signature = earlier.sign_bytes(_endorsed(signer.thumbprint))
        payload["endorsement"] = signing.encode(signature)
    return read_card(signer.sign(signing.dump_json(payload), TYP))


def _years_later(on: date) -> date:
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year + YEARS_VALID, day=day)


def _endorsed(thumbprint: str) -> bytes:
    return b"eportfolio card rotation 1\n" + thumbprint.encode()


def read_card(raw: bytes) -> Card:
    """A card from its bytes.

    Raises:
        NotAuthentic: not a card, changed, or not signed by the key in it.
        Unsupported: a newer format, or no key of a type this program can encrypt to.
    """
    raw = raw.removesuffix(b"\n")
    if len(raw) > SIZE_LIMIT:
        raise NotAuthentic("not-authentic", "card")
    key, envelope = signing.self_signed(raw, TYP, "key")
    payload = envelope.json()
    shapes.require_version(payload, FORMAT)
    try:
        known = [one for one in payload["recipients"] if one["type"] == "X25519"]
        if not known:
            raise Unsupported("unsupported-version", "card-recipient")
        return Card(
            raw=raw,
            key=key,
            name=_text(payload["name"]),
            role=_text(payload["role"]),
            organisation=_text(payload["organisation"]),
            recipient=require_age_recipient(known[0]["recipient"]),
            valid_from=shapes.day(payload["valid_from"]),
            valid_until=shapes.day(payload["valid_until"]),
            previous=shapes.text_or_none(payload.get("previous")),
            endorsement=shapes.text_or_none(payload.get("endorsement")),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise NotAuthentic("not-authentic", "card") from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable() or len(value) > 200:
        raise ValueError
    return value
