"""What the sender tells about a bundle that was shared, and the recipient's signed answer.

Invariants:
- A notice names digests and never content: content travels only in a bundle, with consent.
- An acknowledgement counts for what it names, when the recipient of the notice signed it.
- Pure: bytes and keys in, plain values out (docs/formats/notice.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eportfolio import shapes, signing
from eportfolio.cards import Card, read_card
from eportfolio.consent import EVENT_TYP, Event
from eportfolio.consent.decisions import WITHDRAWN, aware, read_event
from eportfolio.crypto import digest, random_bytes
from eportfolio.errors import NotAuthentic
from eportfolio.signing import PublicKey

TYP = "withdrawal-notice+jws"
ACK_TYP = "withdrawal-acknowledgement+jws"
SETTLED_TYP = "withdrawal-settled+jws"
FORMAT = 1
CLOCK_SKEW = timedelta(minutes=10)  # as for a bundle

TAKEN_BACK, CORRECTED, ERASED = "toestemming-ingetrokken", "gecorrigeerd", "gewist"
ABOUT = (TAKEN_BACK, CORRECTED, ERASED)
GONE, KEPT, NOT_HERE = "gewist", "bewaard", "niet-hier"
# Grounds on which a recipient keeps an item, as a person records them.
GROUNDS = (
    "verzoek Wi 35, vierde lid",
    "publieke taak (AVG 6, eerste lid, onder e)",
    "wettelijke plicht (AVG 6, eerste lid, onder c)",
)
# What happened here since, and makes the notice no longer about the item.
AGAIN, NEWER = "andere toestemming", "nieuwe versie"


@dataclass(frozen=True)
class Notice:
    """A verified notice. `hash` is the SHA-256 of its JWS; `event` the withdrawal it tells of."""

    hash: str
    id: str
    pid: str
    about: str
    bundle: str
    sha256: str | None
    made: datetime
    sender: str
    aud: str
    recipient: str
    consent: str
    event: str | None
    cards: tuple[str, ...]
    digests: frozenset[str]


@dataclass(frozen=True)
class Acknowledgement:
    """A verified answer: per digest what became of it, and why what stays stays."""

    notice: str
    pid: str
    at: datetime
    items: Mapping[str, str]
    grounds: Mapping[str, str]


def new_id() -> str:
    """A random id of a notice."""
    return random_bytes(16).hex()


def payload(notice: Notice) -> dict[str, Any]:
    """What the sender signs."""
    return {
        "v": FORMAT,
        "id": notice.id,
        "pid": notice.pid,
        "about": notice.about,
        "bundle": {"id": notice.bundle, "sha256": notice.sha256},
        "made": notice.made.isoformat(timespec="seconds"),
        "from": notice.sender,
        "aud": {"card": notice.aud, "recipient": notice.recipient},
        "consent": notice.consent,
        **({"event": notice.event} if notice.event else {}),
        "cards": list(notice.cards),
        "digests": sorted(notice.digests),
    }


def read_notice(signed: Mapping[str, Any], hash_: str) -> Notice:
    """A notice from a verified payload.

    Raises:
        NotAuthentic: not shaped as one.
        Unsupported: a newer format.
    """
    with shapes.reading(signed, FORMAT, NotAuthentic("not-authentic", "notice")):
        digests = shapes.texts(signed["digests"])
        notice = Notice(
            hash=hash_,
            id=shapes.random_id(signed["id"]),
            pid=shapes.uuid(signed["pid"]),
            about=shapes.text(signed["about"]),
            bundle=shapes.text(shapes.mapping(signed["bundle"])["id"]),
            sha256=shapes.text_or_none(signed["bundle"]["sha256"]),
            made=aware(shapes.text(signed["made"])),
            sender=shapes.text(signed["from"]),
            aud=shapes.text(shapes.mapping(signed["aud"])["card"]),
            recipient=shapes.text(signed["aud"]["recipient"]),
            consent=shapes.text(signed["consent"]),
            event=shapes.text_or_none(signed.get("event")),
            cards=tuple(shapes.texts(signed["cards"])),
            digests=frozenset(digests),
        )
        shaped = notice.about in ABOUT and digests == sorted(notice.digests) and digests
        if not shaped or (notice.about == TAKEN_BACK) != (notice.event is not None):
            raise ValueError
    return notice


def senders_keys(
    card: Card, find_card: Callable[[str], Card | None], cards: Iterable[str]
) -> dict[str, PublicKey]:
    """The sender's key and the earlier ones: each card names the one before it, and is endorsed by
    it (bundle.md, step 6). `cards`: those that the notice brought along.

    Raises:
        NotAuthentic: one of those is no card.
    """
    brought = {one.thumbprint: one for one in (read_card(raw.encode()) for raw in cards)}
    keys = {card.thumbprint: card.key}
    while card.previous and card.previous not in keys:
        earlier = find_card(card.previous) or brought.get(card.previous)
        if earlier is None or not card.endorsed_by(earlier.key):
            break
        keys[earlier.thumbprint] = earlier.key
        card = earlier
    return keys


def read_withdrawal(notice: Notice, keys: Mapping[str, PublicKey]) -> Event:
    """The withdrawal that a notice tells of: genuine, by the sender, about its consent.

    Raises:
        NotAuthentic: it is not.
    """
    raw = (notice.event or "").encode()
    key = keys.get(signing.signer_named(raw))
    if key is None:
        raise NotAuthentic("not-authentic", "notice-event")
    event = read_event(key.verify(raw, EVENT_TYP).json(), digest(raw), key.thumbprint)
    if event.event != WITHDRAWN or event.consent != notice.consent or event.at > notice.made:
        raise NotAuthentic("not-authentic", "notice-event")
    return event


def acknowledgement(
    notice: Notice, at: datetime, items: Mapping[str, str], grounds: Mapping[str, str]
) -> dict[str, Any]:
    """What the recipient signs."""
    return {
        "v": FORMAT,
        "notice": notice.hash,
        "pid": notice.pid,
        "at": at.isoformat(timespec="seconds"),
        "items": dict(items),
        "grounds": dict(grounds),
    }


def read_acknowledgement(signed: Mapping[str, Any]) -> Acknowledgement:
    """An answer from a verified payload.

    Raises:
        NotAuthentic: not shaped as one.
        Unsupported: a newer format.
    """
    with shapes.reading(signed, FORMAT, NotAuthentic("not-authentic", "acknowledgement")):
        found = Acknowledgement(
            notice=shapes.text(signed["notice"]),
            pid=shapes.uuid(signed["pid"]),
            at=aware(shapes.text(signed["at"])),
            items=shapes.texts_by_name(signed["items"]),
            grounds=shapes.texts_by_name(signed["grounds"]),
        )
        kept = {one for one, answer in found.items.items() if answer == KEPT}
        if set(found.items.values()) - {GONE, KEPT, NOT_HERE} or set(found.grounds) != kept:
            raise ValueError
        if set(found.grounds.values()) - {*GROUNDS, AGAIN, NEWER}:
            raise ValueError
    return found


def require_answers_all(notice: Notice, found: Acknowledgement) -> None:
    """An answer is about this notice, and about all of it.

    Raises:
        NotAuthentic: it is not; what was asked stays unanswered.
    """
    if (found.notice, found.pid) != (notice.hash, notice.pid):
        raise NotAuthentic("not-authentic", "acknowledgement")
    if found.items.keys() != set(notice.digests):
        raise NotAuthentic("not-authentic", "acknowledgement-incomplete")


def is_covered(digests: Collection[str], by: Iterable[Collection[str]]) -> bool:
    """Whether other answers, or bundles under a later permission, name every digest."""
    return set(digests) <= set().union(*by)
