"""Bundles taken apart, changed and sealed again, and the fictional people who make them.

`open_parts` undoes what an export did; `seal` does it again, with whatever was changed in
between: revisions are linked and signed anew, lists, manifests and signatures are brought up to
date, so that only the change itself can be what a reader objects to. `Late` changes what is made
on the way, for faults in the wrapping.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from builders import PASSPHRASE, Clock
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eportfolio import journal, signing
from eportfolio.bundle import bag, claims
from eportfolio.bundle.export import state_json
from eportfolio.bundle.tarstream import END, TarSink, member_header, padding
from eportfolio.cards import read_card
from eportfolio.checkpoint import make_checkpoint
from eportfolio.consent import CONSENT_TYP, EVENT_TYP
from eportfolio.crypto import KDF_FLOOR, age_encrypt, decrypt_stream, digest
from eportfolio.errors import NotAuthentic
from eportfolio.journal import Chain, Revision, disclosure_digest, read_disclosure
from eportfolio.portfolio import replay
from eportfolio.signing import Signer
from eportfolio.vault import Identity, Vault
from eportfolio.workspace import Workspace

VECTORS = Path(__file__).parent / "vectors"
READ_AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
Members = dict[str, bytes]
Archive = list[tuple[str, bytes]]


def load_people() -> dict[str, Identity]:
    """Everybody in the vectors, from the fixed keys that are kept beside them."""
    return {
        name: Identity(
            signer_of(bytes.fromhex(entry["seed"])), entry["age"], read_card(entry["card"].encode())
        )
        for name, entry in json.loads((VECTORS / "keys.json").read_text()).items()
    }


def signer_of(seed: bytes) -> Signer:
    return Signer(seed, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw())


def open_vault(folder: Path, person: Identity, clock: Clock) -> Workspace:
    """A vault of one of these people, open, with the cheapest keys the product allows."""
    vault, _ = Vault.create(folder, PASSPHRASE, person, KDF_FLOOR)
    vault.close()
    return Workspace.open(folder, PASSPHRASE, clock=clock)


def meet(workspace: Workspace, folder: Path, person: Identity, *, compared: bool = True) -> None:
    """Import somebody's card, with or without the fingerprint compared."""
    path = folder / "met.card"
    path.write_bytes(person.card.raw)
    workspace.contacts.import_card(path, person.card.fingerprint if compared else None)


def make_receiver(folder: Path) -> Workspace:
    """The vault that the vectors are addressed to; it knows every kind of sender."""
    people = load_people()
    workspace = open_vault(folder / "receiver", people["taker"], Clock(READ_AT))
    for name in ("giver", "expired", "replaced", "revoked"):
        meet(workspace, folder, people[name])
    meet(workspace, folder, people["replacement"])
    meet(workspace, folder, people["unconfirmed"], compared=False)
    workspace.contacts.revoke(people["revoked"].card.thumbprint)
    return workspace


@dataclass
class Line:
    """One revision: what it says, what of it is disclosed, who signs it, what it was called."""

    payload: dict[str, Any]
    texts: list[str]
    signer: Signer | None
    jws: str
    was: str


def nothing(_: Any) -> None:
    """Change nothing."""


def as_archive(members: Archive) -> bytes:
    """The archive as the product writes it."""
    return b"".join(stored(name, data) for name, data in members) + END


def stored(name: str, data: bytes) -> bytes:
    return member_header(name, len(data)) + data + padding(len(data))


@dataclass
class Late:
    """Changes to what `seal` makes, in this order."""

    members: Callable[[Members], None] = nothing
    manifest: Callable[[bytes], bytes] = bytes
    payload: Callable[[dict[str, Any]], None] = nothing
    sign: Callable[[bytes], bytes] | None = None
    tags: Callable[[Members], None] = nothing
    archive: Callable[[Archive], bytes] = as_archive
    envelope: Callable[[bytes], bytes] | None = None


@dataclass
class Parts:
    """A bundle taken apart. `state` and `schema` are made again when they are None."""

    claims: dict[str, Any]
    lines: list[Line]
    consent: dict[str, Any]
    events: list[dict[str, Any]]
    keys: Members
    files: Members
    evidence: Members
    readme: bytes
    schema: Members | None
    state: bytes | None
    sender: Identity
    late: Late = field(default_factory=Late)
    licence: bytes | None = None  # of a return: the consent as the recipient signed it

    def line_of(self, digest_: str) -> Line:
        return next(line for line in self.lines if digest_ in line.payload["_sd"])

    def disclose(self, *texts: str) -> None:
        """Put disclosures in that were left out."""
        for text in texts:
            self.line_of(disclosure_digest(text)).texts.append(text)

    def texts(self) -> Iterator[tuple[Line, str, str, Any]]:
        """Every disclosed item: its line, its text, its name, its value."""
        for line in self.lines:
            for text in list(line.texts):
                _, name, value = json.loads(signing.decode(text))
                yield line, text, name, value

    def replace(self, line: Line, old: str, new: str) -> None:
        """Put one disclosure in the place of another, digest and all."""
        line.texts[line.texts.index(old)] = new
        said = [one for one in line.payload["_sd"] if one != disclosure_digest(old)]
        line.payload["_sd"] = sorted([*said, disclosure_digest(new)])

    def add(self, line: Line, name: str, value: dict[str, Any]) -> str:
        """A new item in a revision."""
        text = disclosed(name, value)
        line.texts.append(text)
        line.payload["_sd"] = sorted([*line.payload["_sd"], disclosure_digest(text)])
        return text


Change = Callable[[Parts], None]


def disclosed(name: str, value: Any) -> str:
    """A disclosure; its salt follows from what it says, so that vectors stay the same."""
    salt = signing.encode(bytes.fromhex(digest(repr((name, value)).encode()))[:16])
    return signing.encode(json.dumps([salt, name, value]).encode())


def rebuild(bundle: bytes, age: str, sender: Identity, change: Change) -> bytes:
    """A bundle with one change, sealed again by its sender. `age`: the reader's own secret key."""
    parts = open_parts(bundle, age, sender)
    change(parts)
    return seal(parts)


def read_archive(bundle: bytes, age: str) -> Archive:
    """The members of a sound bundle."""
    sink = _Members()
    tar = TarSink(sink)
    decrypt_stream(io.BytesIO(bundle), tar, [age])
    tar.close()
    return sink.found


class _Members:
    def __init__(self) -> None:
        self.found: Archive = []

    def begin(self, name: str, _size: int, /) -> None:
        self.found.append((name, b""))

    def data(self, chunk: bytes | memoryview, /) -> None:
        name, before = self.found.pop()
        self.found.append((name, before + bytes(chunk)))

    def end(self) -> None:
        """Nothing is left to do."""


def open_parts(bundle: bytes, age: str, sender: Identity) -> Parts:
    """Take a sound bundle apart. Revisions of the sender can be changed; others are kept."""
    members = {name.partition("/")[2]: data for name, data in read_archive(bundle, age)}
    statements = [
        payload_of(data)
        for path, data in members.items()
        if path.startswith(bag.CONSENT) and path.endswith(".jws")
    ]
    texts = members[bag.REVISIONS].decode().splitlines()
    foreign = [
        data
        for path, data in members.items()
        if path.startswith(bag.CONSENT)
        and path.endswith(".jws")
        and signing.signer_named(data) != sender.card.thumbprint
    ]
    return Parts(
        licence=next(iter(foreign), None),
        claims=payload_of(members[bag.SIGNATURE]),
        lines=[_line(text, sender) for text in texts],
        consent=next(one for one in statements if "decision" in one),
        events=[one for one in statements if "event" in one],
        keys=_below(members, bag.KEYS),
        files=_below(members, bag.FILES),
        evidence={
            path: data
            for path, data in _below(members, bag.CONSENT).items()
            if not path.endswith(".jws")
        },
        readme=members[bag.README],
        schema=None,
        state=None,
        sender=sender,
    )


def _below(members: Members, folder: str) -> Members:
    return {path: data for path, data in members.items() if path.startswith(folder)}


def payload_of(jws: bytes) -> dict[str, Any]:
    """What an envelope says, without any check."""
    return signing.load_object(signing.decode(jws.decode().split(".")[1]))


def _line(text: str, sender: Identity) -> Line:
    jws, *texts = text.split("~")
    own = signing.signer_named(jws.encode()) == sender.card.thumbprint
    return Line(
        payload_of(jws.encode()),
        texts[:-1],
        sender.signer if own else None,
        jws,
        digest(jws.encode()),
    )


def seal(parts: Parts) -> bytes:
    """Make the bundle again from its parts."""
    chain = _link(parts)
    members = _payload_members(parts, chain)
    parts.late.members(members)
    tags = _tag_files(parts, chain, members)
    parts.late.tags(tags)
    folder = bag.folder(parts.claims["id"])
    small = {**tags, **members}
    plain = parts.late.archive([(folder + path, data) for path, data in small.items()])
    if parts.late.envelope:
        return parts.late.envelope(plain)
    return age_encrypt(plain, parts.claims["aud"]["recipient"])


def _link(parts: Parts) -> Chain:
    """Sign every revision again whose content or ancestors changed."""
    chain = Chain(parts.claims["pid"])
    renamed: dict[str, str] = {}
    for line in parts.lines:
        line.payload["prev"] = [renamed.get(one, one) for one in line.payload["prev"]]
        if line.signer and payload_of(line.jws.encode()) != line.payload:
            line.jws = line.signer.sign(signing.dump_json(line.payload), journal.TYP).decode()
        revision = _as_revision(line)
        renamed[line.was] = revision.hash
        chain.revisions[revision.hash] = revision
    parts.consent["head"] = renamed.get(parts.consent["head"], parts.consent["head"])
    return chain


def _as_revision(line: Line) -> Revision:
    said = line.payload
    return Revision(
        digest(line.jws.encode()),
        said["seq"],
        tuple(said["prev"]),
        date.fromisoformat(said["day"]),
        signing.signer_named(line.jws.encode()),
        tuple(said["_sd"]),
        line.jws,
    )


def _payload_members(parts: Parts, chain: Chain) -> Members:
    lines = ["~".join([line.jws, *line.texts, ""]) + "\n" for line in parts.lines]
    members = {bag.README: parts.readme, bag.REVISIONS: "".join(lines).encode()}
    current = [] if parts.state is not None else replay(_versions(parts, chain))
    sizes = {path.removeprefix(bag.FILES): len(data) for path, data in parts.files.items()}
    members[bag.STATE] = state_json(current, sizes) if parts.state is None else parts.state
    for jws in _statements(parts):
        members[f"{bag.CONSENT}{digest(jws)}.jws"] = jws
    kinds = {one.kind for one in current}
    schema = {f"{bag.SCHEMA}{kind}.json": b"{}\n" for kind in sorted(kinds)}
    members |= schema if parts.schema is None else parts.schema
    return members | parts.keys | parts.evidence | parts.files


def _versions(parts: Parts, chain: Chain) -> Sequence[Any]:
    """What can be read; a disclosure that is itself the fault is left out."""
    found = []
    for line in parts.lines:
        for text in line.texts:
            with suppress(NotAuthentic):
                found.append(read_disclosure(text, chain.revisions[digest(line.jws.encode())]))
    return sorted(found, key=lambda one: (one.seq, one.revision, one.record, one.part))


def _statements(parts: Parts) -> list[bytes]:
    """The consent and its events, signed by the sender; the claims name the consent."""
    signer = parts.sender.signer
    if parts.licence is not None:
        parts.claims["consent"] = {"id": parts.consent["id"], "sha256": digest(parts.licence)}
        return [parts.licence]
    consent = signer.sign(signing.dump_json(parts.consent), CONSENT_TYP)
    parts.claims["consent"] = {"id": parts.consent.get("id"), "sha256": digest(consent)}
    parts.claims["not_after"] = parts.consent["valid_until"]
    events = [{**event, "consent": digest(consent)} for event in parts.events]
    return [consent, *(signer.sign(signing.dump_json(event), EVENT_TYP) for event in events)]


def _tag_files(parts: Parts, chain: Chain, members: Members) -> Members:
    hashes = {path: digest(data) for path, data in members.items()}
    octets = sum(map(len, members.values()))
    made = datetime.fromisoformat(parts.claims["made"]).date()
    tags = {
        bag.BAGIT: bag.DECLARATION,
        bag.INFO: bag.info(parts.claims["id"], made, octets, len(hashes)),
        bag.MANIFEST: parts.late.manifest(bag.manifest(hashes)),
    }
    tags[bag.TAGMANIFEST] = bag.manifest({path: digest(data) for path, data in tags.items()})
    payload = _signed_claims(parts, chain) | {"tagmanifest_sha256": digest(tags[bag.TAGMANIFEST])}
    parts.late.payload(payload)
    sign = parts.late.sign or (lambda data: parts.sender.signer.sign(data, claims.TYP))
    tags[bag.SIGNATURE] = sign(signing.dump_json(payload))
    return tags


def _signed_claims(parts: Parts, chain: Chain) -> dict[str, Any]:
    """The claims brought up to date; a digest stays in the list it was in."""
    came = {disclosure_digest(text) for line in parts.lines for text in line.texts}
    every = set(chain.digests())
    before = {name: set(parts.claims[name]) & every - came for name in claims.LISTS[1:]}
    known = set(parts.claims.get("known", ())) & every - came
    placed = came.union(known, *before.values())
    before["withheld"] |= every - placed
    lists = {"items": came & every, **before}
    lists |= {"known": known} if "known" in parts.claims else {}
    return parts.claims | {
        "from": parts.sender.card.thumbprint,
        "size": chain.size,
        "head": parts.lines[-1] and digest(parts.lines[-1].jws.encode()),
        "checkpoint": make_checkpoint(chain, parts.sender.signer),
        **{name: sorted(found) for name, found in lists.items()},
    }
