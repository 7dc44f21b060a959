"""Signatures checked with jose, sd-jwt, @sd-jwt/core and bare Ed25519."""

from __future__ import annotations

import base64
from typing import Any

import outside
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from jwcrypto.jwk import JWK
from jwcrypto.jws import InvalidJWSSignature
from outside import Bag, World
from sd_jwt.verifier import SDJWTVerifier

REVISION = "portfolio-revision+sd-jwt"
with_node = pytest.mark.usefixtures("node_modules")


def question(jws: str, keys: dict[str, dict[str, str]], typ: str) -> dict[str, Any]:
    return {"jws": jws, "jwk": keys[outside.header(jws)["kid"]], "typ": typ}


def signed_in(bag: Bag) -> list[dict[str, Any]]:
    """Every JWS of a bundle but the revisions, with its key and the type that it must have."""
    consents = [
        ("consent-event+jws" if "event" in outside.header(jws)["typ"] else "consent-record+jws")
        for jws in bag.statements
    ]
    return [
        question(bag.signature, bag.keys, "handover-bundle+jws"),
        *(question(jws, bag.keys, "contact-card+jws") for jws in bag.cards),
        *(question(jws, bag.keys, typ) for jws, typ in zip(bag.statements, consents, strict=True)),
    ]


def signed_in_vault(world: World) -> list[dict[str, Any]]:
    """Every statement in the giver's portfolio: consents, events, bundles, receipts, closings."""
    statements = world.giver.read(world.portfolio)["statements"]
    keys = world.bags["onward"].keys
    return [question(jws, keys, typ) for typ, jws in statements]


@with_node
def test_jose_verifies_every_signature_in_a_bundle(bag: Bag) -> None:
    asked = signed_in(bag)
    answers = outside.ask_node("verify_jws.mjs", asked)
    assert [one.get("payload") for one in answers] == [outside.payload(one["jws"]) for one in asked]
    assert len(asked) >= 3


@with_node
def test_jose_verifies_every_statement_in_a_recovered_vault(world: World) -> None:
    asked = signed_in_vault(world)
    answers = outside.ask_node("verify_jws.mjs", asked)
    assert [one.get("payload") for one in answers] == [outside.payload(one["jws"]) for one in asked]
    assert {"consent-record+jws", "handover-bundle+jws", "handover-receipt+jws"} <= {
        one["typ"] for one in asked
    }


@with_node
def test_jose_refuses_whatever_was_changed_after_signing(bag: Bag) -> None:
    changed = [one | {"jws": outside.altered(one["jws"])} for one in signed_in(bag)]
    answers = outside.ask_node("verify_jws.mjs", changed)
    assert {one["error"] for one in answers} == {"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}


@with_node
def test_jose_verifies_a_receipt_that_age_decrypted(world: World) -> None:
    receipt = outside.age_decrypt(world.receipt, world.giver.age_key).decode()
    asked = question(receipt, world.bags["onward"].keys, "handover-receipt+jws")
    (answer,) = outside.ask_node("verify_jws.mjs", [asked])
    assert answer["payload"]["bundle"] == outside.payload(world.bags["first"].signature)["id"]
    assert set(answer["payload"]["items"].values()) == {"identical"}


@with_node
def test_sd_jwt_libraries_agree_on_what_every_revision_discloses(bag: Bag) -> None:
    asked = [
        {"sdjwt": line, "jwk": bag.keys[outside.header(line)["kid"]]} for line in bag.revisions
    ]
    answers = outside.ask_node("verify_sdjwt.mjs", asked)
    assert {one.get("typ") for one in answers} == {REVISION}
    for line, answer in zip(bag.revisions, answers, strict=True):
        assert answer["claims"] == read_with_python(line, bag) == read_by_hand(line)


@with_node
def test_node_refuses_a_revision_that_was_changed(bag: Bag) -> None:
    asked = [
        {"sdjwt": outside.altered(line), "jwk": bag.keys[outside.header(line)["kid"]]}
        for line in bag.revisions
    ]
    answers = outside.ask_node("verify_sdjwt.mjs", asked)
    assert all("Invalid JWT Signature" in one["error"] for one in answers), answers


def test_python_verifies_every_revision_and_refuses_a_changed_one(bag: Bag) -> None:
    for line in bag.revisions:
        assert read_with_python(line, bag) == read_by_hand(line)
        with pytest.raises(InvalidJWSSignature):
            read_with_python(outside.altered(line), bag)


def test_disclosure_that_was_not_signed_says_nothing(bag: Bag) -> None:
    line = next(line for line in bag.revisions if line.count("~") > 1)
    disclosure = line.split("~")[1]
    salted = outside.encode(b"[" + outside.decode(disclosure).lstrip(b"[ "))
    other = outside.encode(outside.decode(salted).replace(b'"at":"20', b'"at":"19'))
    claims = read_with_python(line.replace(disclosure, other), bag)
    assert set(read_by_hand(line)) - set(claims)


def test_onward_bundle_holds_revisions_of_two_authors(world: World) -> None:
    lines = world.bags["onward"].revisions
    assert len({outside.header(line)["kid"] for line in lines}) == 2


def test_every_key_is_named_by_its_rfc_7638_thumbprint(bag: Bag) -> None:
    assert {name: outside.thumbprint(jwk) for name, jwk in bag.keys.items()} == {
        name: name for name in bag.keys
    }
    signers = {outside.header(jws)["kid"] for jws in [bag.signature, *bag.statements]}
    assert signers <= set(bag.keys)


def test_checkpoint_is_a_signed_note_over_the_rfc_6962_root_of_all_revisions(bag: Bag) -> None:
    claims = outside.payload(bag.signature)
    text, signature = claims["checkpoint"].split("\n\n")
    origin, size, root = text.split("\n")
    leaves = [line.split("~")[0].encode() for line in bag.revisions]
    assert origin == f"eportfolio/{claims['pid']}"
    assert int(size) == len(leaves)
    assert base64.b64decode(root) == outside.merkle_root(leaves)
    dash, name, encoded = signature.removesuffix("\n").split(" ")
    raw = outside.decode(bag.keys[name]["x"])
    key_id, bare = base64.b64decode(encoded)[:4], base64.b64decode(encoded)[4:]
    assert (dash, name) == ("—", claims["from"])
    assert key_id == outside.sha256(name.encode() + b"\n\x01" + raw)[:4]
    key = Ed25519PublicKey.from_public_bytes(raw)
    key.verify(bare, f"{text}\n".encode())
    with pytest.raises(InvalidSignature):
        key.verify(bare, f"{text}\n".replace(size, "9", 1).encode())


def read_with_python(line: str, bag: Bag) -> dict[str, Any]:
    def key(_issuer: str, head: dict[str, Any]) -> JWK:
        assert head["typ"] == REVISION
        return JWK(**bag.keys[head["kid"]])

    claims: dict[str, Any] = SDJWTVerifier(line, key).get_verified_payload()
    return claims


def read_by_hand(line: str) -> dict[str, Any]:
    claims = outside.payload(line)
    disclosed = [outside.read_json(one) for one in line.split("~")[1:-1]]
    signed = {name: claims[name] for name in claims if name not in ("_sd", "_sd_alg")}
    return signed | {name: value for _salt, name, value in disclosed}
