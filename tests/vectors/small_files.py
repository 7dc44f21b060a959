"""Faults of cards and receipts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pyrage
from builders_bundles import READ_AT, payload_of, read_archive
from vectors.faults import Fault, Faults, newer, untrue
from vectors.worlds import World
from vectors.wrapping import flipped, impostor, keyed, misspelt, noncanonical, twice, unsigned

from eportfolio import cards, signing
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import read_claims
from eportfolio.crypto import age_encrypt, digest
from eportfolio.signing import Signer

Edit = Callable[[dict[str, Any]], None]


def card_of(world: World) -> bytes:
    """The card that every faulty one is a change of."""
    return world.people["stranger"].card.raw


def _card(edit: Edit) -> Callable[[World], bytes]:
    """The same card with other content, signed by the key it carries."""

    def make(world: World) -> bytes:
        said = json.loads(signing.decode(card_of(world).decode().split(".")[1]))
        edit(said)
        return world.people["stranger"].signer.sign(signing.dump_json(said), cards.TYP)

    return make


def _again(sign: Callable[[Signer, bytes], bytes]) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        said = signing.decode(card_of(world).decode().split(".")[1])
        return sign(world.people["stranger"].signer, said)

    return make


def _impostor_card(world: World) -> bytes:
    said = json.loads(signing.decode(world.giver.card.raw.decode().split(".")[1]))
    return impostor(world, signing.dump_json(said), cards.TYP)


def _set(**values: Any) -> Callable[[World], bytes]:
    return _card(lambda said: said.update(values))


CARDS: Faults = {
    "type": untrue(
        "type", "a signed object of another kind", _again(lambda s, d: s.sign(d, receipts.TYP))
    ),
    "none": untrue("algorithm", "alg none", _again(lambda s, d: unsigned(s, d, cards.TYP))),
    "hs256": untrue(
        "algorithm", "HS256 with the public key", _again(lambda s, d: keyed(s, d, cards.TYP))
    ),
    "jwk": untrue("signature", "signed by another key, which is in the header", _impostor_card),
    "json-twice": untrue("json", "a name twice", _again(lambda s, d: s.sign(twice(d), cards.TYP))),
    "noncanonical": untrue(
        "encoding", "not the canonical base64url", lambda w: noncanonical(card_of(w))
    ),
    "flipped": untrue("signature", "one bit of the signature", lambda w: misspelt(card_of(w))),
    "truncated": untrue("not-signed", "half of it", lambda w: card_of(w).split(b".")[0]),
    "empty": untrue("not-signed", "no bytes", lambda _: b""),
    "key-kind": untrue(
        "key", "a key of another kind", _card(lambda said: said["key"].update(crv="X25519"))
    ),
    "key-missing": untrue("key", "no key", _card(lambda said: said.pop("key"))),
    "recipient": untrue(
        "age-recipient",
        "an age recipient that is none",
        _set(recipients=[{"type": "X25519", "recipient": "age1x"}]),
    ),
    "recipient-type": Fault(
        _set(recipients=[{"type": "mlkem", "recipient": "x"}]),
        "Unsupported",
        "unsupported-version",
        "card-recipient",
        "only a recipient of a later kind",
    ),
    "no-recipients": untrue("card", "no recipients", _card(lambda said: said.pop("recipients"))),
    "name-control": untrue(
        "card", "a name that turns the line around", _set(name="Vera \u202eregnewurb")
    ),
    "name-long": untrue("card", "a name without end", _set(name="V" * 201)),
    "no-date": untrue("card", "no last day", _card(lambda said: said.pop("valid_until"))),
    "version": newer("a newer card", _set(v=2)),
}


def receipt_payload(world: World) -> dict[str, Any]:
    """A receipt of the small bundle."""
    members = read_archive(world.bundle, world.taker.age)
    (jws,) = [data for name, data in members if name.endswith("/bundle.jws")]
    claims = read_claims(payload_of(jws))
    arrived = dict.fromkeys(sorted(claims.items), True)
    sha256 = digest(world.bundle)
    return receipts.payload(claims, sha256, arrived=arrived, files={}, at=READ_AT, synthesis=None)


def receipt(world: World) -> bytes:
    """The receipt that every faulty one is a change of."""
    return _receipt()(world)


def _receipt(
    edit: Edit = lambda _: None,
    sign: Callable[[World, bytes], bytes] = lambda w, d: w.taker.signer.sign(d, receipts.TYP),
) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        said = receipt_payload(world)
        edit(said)
        return age_encrypt(sign(world, signing.dump_json(said)), world.giver.card.recipient)

    return make


def _signed(sign: Callable[[Signer, bytes], bytes]) -> Callable[[World], bytes]:
    return _receipt(sign=lambda w, d: sign(w.taker.signer, d))


def _inside(edit: Callable[[bytes], bytes]) -> Callable[[World], bytes]:
    """The signed bytes changed below the envelope."""
    return _receipt(sign=lambda w, d: edit(w.taker.signer.sign(d, receipts.TYP)))


RECEIPTS: Faults = {
    "not-age": untrue(
        "not-age",
        "signed, not encrypted",
        lambda w: w.taker.signer.sign(signing.dump_json(receipt_payload(w)), receipts.TYP),
    ),
    "other-recipient": Fault(
        lambda w: age_encrypt(b"x", w.people["other"].card.recipient),
        "NotAuthentic",
        "wrong-recipient",
        None,
        "for somebody else",
    ),
    "passphrase": untrue(
        "age-passphrase",
        "a passphrase stanza",
        lambda _: bytes(pyrage.passphrase.encrypt(b"x", "geheim")),
    ),
    "truncated": untrue("damaged", "ends 10 bytes early", lambda w: receipt(w)[:-10]),
    "flipped": untrue("damaged", "one bit", lambda w: flipped(receipt(w), -30)),
    "trailing": untrue("damaged", "one byte more", lambda w: receipt(w) + b"\0"),
    "other-signer": untrue(
        "key",
        "signed by another than the recipient",
        _receipt(sign=lambda w, d: w.people["other"].signer.sign(d, receipts.TYP)),
    ),
    "flipped-inside": untrue("signature", "one bit below the envelope", _inside(misspelt)),
    "noncanonical": untrue("encoding", "not the canonical base64url", _inside(noncanonical)),
    "type": untrue(
        "type", "a signed object of another kind", _signed(lambda s, d: s.sign(d, cards.TYP))
    ),
    "none": untrue("algorithm", "alg none", _signed(lambda s, d: unsigned(s, d, receipts.TYP))),
    "hs256": untrue(
        "algorithm", "HS256 with the public key", _signed(lambda s, d: keyed(s, d, receipts.TYP))
    ),
    "json-twice": untrue(
        "json", "a name twice", _signed(lambda s, d: s.sign(twice(d), receipts.TYP))
    ),
    "no-head": untrue("receipt", "no head", _receipt(lambda said: said.pop("head"))),
    "naive": untrue(
        "receipt",
        "a moment without an offset",
        _receipt(lambda said: said.update(at="2026-04-20T09:00:00")),
    ),
    "items-text": untrue(
        "receipt",
        "items that are no list of answers",
        _receipt(lambda said: said.update(items="all")),
    ),
    "version": newer("a newer receipt", _receipt(lambda said: said.update(v=2))),
}
