"""What the sender signs about a bundle (docs/formats/bundle.md, bundle.jws)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from eportfolio import shapes
from eportfolio.bundle import totals
from eportfolio.bundle.totals import Totals
from eportfolio.consent.decisions import aware, require_purpose
from eportfolio.errors import NotAuthentic

TYP = "handover-bundle+jws"
FORMAT = 1
LISTS = ("items", "withheld", "later", "never", "erased")
RETURN = "cover-return"


@dataclass(frozen=True)
class Claims:
    """The signed facts. Every digest of every revision is in exactly one of the five lists; of a
    return (`cover`: the bundle it answers) those that came with that bundle are in `known`."""

    id: str
    made: datetime
    sender: str
    aud: str
    recipient: str
    pid: str
    size: int
    head: str
    checkpoint: str
    tagmanifest: str
    consent: str
    consent_id: str
    purpose: str
    not_after: date
    items: frozenset[str]
    withheld: frozenset[str]
    later: frozenset[str]
    never: frozenset[str]
    erased: frozenset[str]
    hours: Totals | None = None
    cover: str | None = None
    known: frozenset[str] = frozenset()

    def payload(self) -> dict[str, Any]:
        """As it is signed."""
        return {
            "v": FORMAT,
            "id": self.id,
            "made": self.made.isoformat(timespec="seconds"),
            "from": self.sender,
            "aud": {"card": self.aud, "recipient": self.recipient},
            "pid": self.pid,
            "size": self.size,
            "head": self.head,
            "checkpoint": self.checkpoint,
            "tagmanifest_sha256": self.tagmanifest,
            "consent": {"id": self.consent_id, "sha256": self.consent},
            "purpose": self.purpose,
            "not_after": self.not_after.isoformat(),
            **{name: sorted(getattr(self, name)) for name in LISTS},
            **({"hours": self.hours.payload()} if self.hours else {}),
            **({"cover": self.cover, "known": sorted(self.known)} if self.cover else {}),
        }

    @property
    def fates(self) -> dict[str, str]:
        """Per digest that did not come: why."""
        return {digest: name for name in LISTS[1:] for digest in getattr(self, name)}


def read_claims(payload: Mapping[str, Any]) -> Claims:
    """Claims from a verified payload.

    Raises:
        NotAuthentic: not shaped as such, or a digest in two lists.
        Unsupported: a newer format.
    """
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "claims")):
        lists = {name: shapes.texts(payload[name]) for name in LISTS}
        is_return = payload["purpose"] == RETURN
        known = shapes.texts(payload["known"]) if is_return else []
        if not is_return and {"cover", "known"} & set(payload):
            raise ValueError
        claims = Claims(
            id=shapes.random_id(payload["id"]),
            made=aware(shapes.text(payload["made"])),
            sender=shapes.text(payload["from"]),
            aud=shapes.text(shapes.mapping(payload["aud"])["card"]),
            recipient=shapes.text(payload["aud"]["recipient"]),
            pid=shapes.uuid(payload["pid"]),
            size=shapes.whole(payload["size"]),
            head=shapes.text(payload["head"]),
            checkpoint=shapes.text(payload["checkpoint"]),
            tagmanifest=shapes.text(payload["tagmanifest_sha256"]),
            consent=shapes.text(shapes.mapping(payload["consent"])["sha256"]),
            consent_id=shapes.text(payload["consent"]["id"]),
            purpose=RETURN if is_return else require_purpose(payload["purpose"]),
            not_after=shapes.day(payload["not_after"]),
            **{name: frozenset(digests) for name, digests in lists.items()},
            hours=totals.read(payload.get("hours")),
            cover=shapes.text(payload["cover"]) if is_return else None,
            known=frozenset(known),
        )
        listed = [*known, *(digest for digests in lists.values() for digest in digests)]
    if len(set(listed)) != len(listed):
        raise NotAuthentic("not-authentic", "digest-lists")
    return claims
