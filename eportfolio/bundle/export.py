"""Making a bundle: what the gate permits, streamed into one age file for one recipient.

Invariants:
- It takes a `Permission`, which only the gate makes; nothing else decides what goes in.
- No plaintext touches the disk; memory does not grow with the attachments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from eportfolio import records, settings, signing
from eportfolio.bundle import bag, totals
from eportfolio.bundle.claims import RETURN, TYP, Claims
from eportfolio.bundle.tarstream import END, member_header, padding
from eportfolio.bundle.totals import Totals
from eportfolio.cards import Card
from eportfolio.checkpoint import make_checkpoint
from eportfolio.consent import Permission, Version
from eportfolio.consent.gate import LATER, NEVER
from eportfolio.crypto import digest, encrypt_stream, random_bytes
from eportfolio.errors import Cancelled
from eportfolio.journal import Chain
from eportfolio.ledger import Statement
from eportfolio.pipeline import ahead
from eportfolio.portfolio import Current, Portfolio, replay
from eportfolio.progress import Progress
from eportfolio.signing import Signer


@dataclass(frozen=True)
class Parcel:
    """What goes into a bundle, settled before the first byte is written."""

    chain: Chain
    permission: Permission
    versions: tuple[Version, ...]
    fates: Mapping[str, str]
    texts: Mapping[str, str]
    attachments: Mapping[str, int]
    cover: str | None = None
    known: frozenset[str] = frozenset()

    @property
    def current(self) -> list[Current]:
        """The records as the recipient will see them."""
        return replay(self.versions)


@dataclass(frozen=True)
class Made:
    """A finished bundle."""

    claims: Claims
    signature: bytes
    sha256: str


def prepare(
    portfolio: Portfolio,
    chain: Chain,
    permission: Permission,
    cover: str | None = None,
    known: frozenset[str] = frozenset(),
) -> Parcel:
    """Sort every digest of the chain into what goes and what stays, and why. Of a return, `cover`
    is the bundle that it answers and `known` what came with that bundle."""
    texts: dict[str, str] = {}
    fates: dict[str, str] = {}
    for digest_, (text, fate) in portfolio.journal.texts().items():
        if digest_ in known:
            continue
        if text is None:
            fates[digest_] = fate or "withheld"
        elif digest_ in permission.digests:
            texts[digest_] = text
        else:
            reason = permission.reasons[digest_]
            fates[digest_] = reason if reason in (LATER, NEVER) else "withheld"
    versions = tuple(
        version for version in portfolio.journal.versions(chain) if version.digest in texts
    )
    sizes = {stored.sha256: stored.size for stored in portfolio.attachments()}
    going = {sha: size for sha, size in sizes.items() if sha in permission.attachments}
    return Parcel(chain, permission, versions, fates, texts, going, cover, known)


def state_json(current: list[Current], attachments: Mapping[str, int]) -> bytes:
    """`portfolio.json`: the shared records as they are now (bundle.md, portfolio.json)."""
    entries = []
    for one in current:
        entry: dict[str, Any] = {
            "id": one.id,
            "kind": one.kind,
            "status": one.status,
            "body": one.body,
        }
        if one.kind == "document" and one.body.get("sha256") in attachments:
            entry["file"] = f"files/{one.body['sha256']}"
        entries.append(entry)
    return signing.dump_json({"v": 1, "records": entries}) + b"\n"


def write_bundle(
    portfolio: Portfolio,
    parcel: Parcel,
    statements: list[Statement],
    *,
    signer: Signer,
    recipient: Card,
    own_cards: Sequence[Card],
    at: datetime,
    out: BinaryIO,
    progress: Progress,
) -> Made:
    """Write the bundle to `out`. `statements`: the consent that licenses it, then its events.

    Raises:
        Cancelled: the person stopped it; the caller throws `out` away.
    """
    bundle = random_bytes(16).hex()
    small = _small_members(portfolio, parcel, statements)
    vouched = {statement.kid for statement in statements}
    if parcel.cover:
        vouched = {parcel.permission.consent.recipient}
    small |= _endorsing_cards(own_cards, vouched)
    evidence = _evidence_sizes(portfolio, parcel)
    claims, signature, tags = _sign(
        bundle,
        parcel,
        small,
        evidence,
        signer=signer,
        recipient=recipient,
        at=at,
        hours=totals.for_bundle(portfolio, parcel.current, at.date()),
    )
    large = {bag.CONSENT + sha: (sha, size) for sha, size in evidence.items()}
    large |= {bag.FILES + sha: (sha, size) for sha, size in parcel.attachments.items()}
    hasher = _HashingWriter(out)
    with ahead(_archive(portfolio, bag.folder(bundle), tags | small, large)) as pieces:
        stream = _TarReader(pieces, progress, sum(size for _, size in large.values()))
        encrypt_stream(stream, hasher, recipient.recipient)
    return Made(claims, signature, hasher.hexdigest())


def _small_members(
    portfolio: Portfolio, parcel: Parcel, statements: list[Statement]
) -> dict[str, bytes]:
    current = parcel.current
    kinds = sorted({one.kind for one in current})
    members = {
        bag.README: settings.resource("texts", "LEESMIJ.txt").read_bytes(),
        bag.STATE: state_json(current, parcel.attachments),
        bag.REVISIONS: _revision_lines(parcel),
    }
    for kind in kinds:
        members[f"{bag.SCHEMA}{kind}.json"] = signing.dump_json(records.json_schema(kind)) + b"\n"
    for statement in statements:
        members[f"{bag.CONSENT}{statement.hash}.jws"] = statement.jws.encode()
    return members | _keys(portfolio, parcel)


def _revision_lines(parcel: Parcel) -> bytes:
    """One SD-JWT per line, with only the permitted disclosures (RFC 9901, section 4)."""
    lines = []
    for revision in parcel.chain.in_order():
        disclosed = [parcel.texts[one] for one in revision.digests if one in parcel.texts]
        lines.append("~".join([revision.jws, *disclosed, ""]) + "\n")
    return "".join(lines).encode()


def _keys(portfolio: Portfolio, parcel: Parcel) -> dict[str, bytes]:
    """The card of every author of a shared item; of the others nothing but the key."""
    kids = {revision.hash: revision.kid for revision in parcel.chain.revisions.values()}
    shared = {kids[version.revision] for version in parcel.versions}
    needed = set(kids.values())
    members = {}
    for thumbprint, (key, card) in portfolio.authors().items():
        if thumbprint not in needed:
            continue
        if card is not None and thumbprint in shared:
            members[f"{bag.KEYS}{thumbprint}.card"] = card
        else:
            members[f"{bag.KEYS}{thumbprint}.jwk"] = signing.dump_json(key.jwk)
    return members


def _endorsing_cards(own_cards: Sequence[Card], signers: set[str]) -> dict[str, bytes]:
    """After a rotation: the sender's earlier cards, from the one that signed the consent to the
    last before today's, so that the recipient can follow who vouches for whom."""
    oldest = min(n for n, card in enumerate(own_cards) if card.thumbprint in signers)
    return {f"{bag.KEYS}{card.thumbprint}.card": card.raw for card in own_cards[oldest:-1]}


def _evidence_sizes(portfolio: Portfolio, parcel: Parcel) -> dict[str, int]:
    """Whoever gave a cover has the evidence: it does not come back."""
    sha = None if parcel.cover else parcel.permission.consent.evidence
    return {one.sha256: one.size for one in portfolio.attachments() if one.sha256 == sha}


def _sign(
    bundle: str,
    parcel: Parcel,
    small: Mapping[str, bytes],
    evidence: Mapping[str, int],
    *,
    signer: Signer,
    recipient: Card,
    at: datetime,
    hours: Totals | None,
) -> tuple[Claims, bytes, dict[str, bytes]]:
    hashes = {path: digest(data) for path, data in small.items()}
    hashes |= {bag.CONSENT + sha: sha for sha in evidence}
    hashes |= {bag.FILES + sha: sha for sha in parcel.attachments}
    octets = sum(map(len, small.values()))
    octets += sum(evidence.values()) + sum(parcel.attachments.values())
    tags = {
        bag.BAGIT: bag.DECLARATION,
        bag.INFO: bag.info(bundle, at.date(), octets, len(hashes)),
        bag.MANIFEST: bag.manifest(hashes),
    }
    tags[bag.TAGMANIFEST] = bag.manifest({path: digest(data) for path, data in tags.items()})
    consent = parcel.permission.consent
    claims = Claims(
        id=bundle,
        made=at.replace(microsecond=0),
        sender=signer.thumbprint,
        aud=recipient.thumbprint,
        recipient=recipient.recipient,
        pid=parcel.chain.pid,
        size=parcel.chain.size,
        head=parcel.chain.head,
        checkpoint=make_checkpoint(parcel.chain, signer),
        tagmanifest=digest(tags[bag.TAGMANIFEST]),
        consent=consent.hash,
        consent_id=consent.id,
        purpose=RETURN if parcel.cover else consent.purpose,
        not_after=consent.valid_until,
        items=frozenset(parcel.texts),
        **{
            name: frozenset(one for one, fate in parcel.fates.items() if fate == name)
            for name in ("withheld", "later", "never", "erased")
        },
        hours=hours,
        cover=parcel.cover,
        known=parcel.known,
    )
    tags[bag.SIGNATURE] = signer.sign(signing.dump_json(claims.payload()), TYP)
    return claims, tags[bag.SIGNATURE], tags


def _archive(
    portfolio: Portfolio,
    folder: str,
    small: Mapping[str, bytes],
    large: Mapping[str, tuple[str, int]],
) -> Iterator[bytes]:
    for path, data in small.items():
        yield member_header(folder + path, len(data)) + data + padding(len(data))
    for path, (sha, size) in large.items():
        yield member_header(folder + path, size)
        yield from portfolio.read_attachment(sha)
        yield padding(size)
    yield END


class _TarReader:
    """Makes a file to read from out of pieces, and tells how far it is."""

    def __init__(self, pieces: Iterator[bytes], progress: Progress, total: int) -> None:
        self._pieces = pieces
        self._piece = b""
        self._at = 0
        self._done = 0
        self._total = total
        self._progress = progress

    def read(self, size: int = -1) -> bytes:
        while self._at >= len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece, self._at = piece, 0
            self._done += len(piece)
            if not self._progress(min(self._done, self._total), self._total):
                raise Cancelled("cancelled")
        data = self._piece[self._at : self._at + size]
        self._at += len(data)
        return data


class _HashingWriter:
    """Passes on to a file and keeps the SHA-256 of what passed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        return self._out.write(data)

    def hexdigest(self) -> str:
        return self._hash.hexdigest()
