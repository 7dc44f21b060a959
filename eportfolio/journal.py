"""The append-only chain of signed revisions: append, verify, replay (docs/formats/journal.md).

Invariants:
- A revision is an SD-JWT (RFC 9901); its bytes are kept and passed on verbatim.
- `seq` is one more than the highest of `prev`; there is one first revision and one head.
- Every change of a record is one disclosure, its layer-X fields a second, and the reason of a
  withdrawal a third; a digest occurs once in the whole chain.
- What a revision says is read only after its signature and digests were verified, or from the
  encrypted file that it was stored in after that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, select

from eportfolio import shapes, signing
from eportfolio.consent import Version
from eportfolio.consent.decisions import aware
from eportfolio.crypto import digest as sha256
from eportfolio.crypto import random_bytes
from eportfolio.errors import NotAuthentic
from eportfolio.records import Json, RecordId
from eportfolio.signing import PublicKey, Signer
from eportfolio.store import Store

TYP = "portfolio-revision+sd-jwt"
FORMAT = 1
PARTS = ("", "X", "reden")  # the record, its layer-X fields, the reason of a withdrawal
CURRENT = "actueel"
WITHDRAWN = "vervallen"

TABLES = MetaData()
REVISIONS = Table(
    "revisions",
    TABLES,
    Column("hash", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("jws", Text, nullable=False),
    sqlite_with_rowid=False,
)
DISCLOSURES = Table(
    "disclosures",
    TABLES,
    Column("digest", Text, primary_key=True),
    Column("revision", Text, ForeignKey("revisions.hash"), nullable=False),
    Column("text", Text),
    Column("fate", Text),  # why there is no text: withheld, later, never, erased
    sqlite_with_rowid=False,
)
_TURNS = (
    "SELECT jws FROM (SELECT seq, hash, jws, substr(jws, 1, instr(jws, '.')) AS head,"
    " lag(substr(jws, 1, instr(jws, '.'))) OVER (ORDER BY seq, hash) AS before FROM revisions)"
    " WHERE head IS NOT before ORDER BY seq, hash"
)
GUARDS = (
    "CREATE TRIGGER revisions_keep BEFORE DELETE ON revisions"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER revisions_fixed BEFORE UPDATE ON revisions"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER disclosures_keep BEFORE DELETE ON disclosures"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    # A text may arrive later (a wider consent) or be blanked (erasure); it never changes.
    "CREATE TRIGGER disclosures_fixed BEFORE UPDATE ON disclosures"
    " WHEN NEW.digest IS NOT OLD.digest OR NEW.revision IS NOT OLD.revision"
    " OR (OLD.text IS NOT NULL AND NEW.text IS NOT NULL AND NEW.text IS NOT OLD.text)"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
)


@dataclass(frozen=True)
class Author:
    """Who makes a revision: card thumbprint, name, organisation."""

    card: str
    name: str
    organisation: str

    def json(self) -> dict[str, Json]:
        """As it stands in a disclosure."""
        return {"card": self.card, "name": self.name, "organisation": self.organisation}


@dataclass(frozen=True)
class Item:
    """One changed record, to be put into a revision."""

    kind: str
    record: RecordId
    body: Mapping[str, Json] | None
    x: Mapping[str, Json] | None = None
    status: str = CURRENT
    reason: str | None = None


@dataclass(frozen=True)
class Revision:
    """One verified link of the chain."""

    hash: str
    seq: int
    prev: tuple[str, ...]
    day: date
    kid: str
    digests: tuple[str, ...]
    jws: str


class Turn(NamedTuple):
    """From a day on the revisions are signed with one key."""

    kid: str
    day: date


@dataclass
class Chain:
    """Revisions that were verified together; parents come before children."""

    pid: str
    revisions: dict[str, Revision] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many revisions."""
        return len(self.revisions)

    @property
    def heads(self) -> tuple[str, ...]:
        """Revisions that no other names: one, or two while a fork is not merged."""
        named = {prev for revision in self.revisions.values() for prev in revision.prev}
        return tuple(hash_ for hash_ in self.revisions if hash_ not in named)

    @property
    def head(self) -> str:
        """The one head."""
        (head,) = self.heads
        return head

    def ancestors(self, head: str) -> frozenset[str]:
        """`head` and everything below it; empty when it is not in this chain."""
        seen: set[str] = set()
        waiting = [head] if head in self.revisions else []
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(self.revisions[one].prev)
        return frozenset(seen)

    def in_order(self) -> list[Revision]:
        """The canonical order: by seq, then by hash."""
        return sorted(self.revisions.values(), key=lambda revision: (revision.seq, revision.hash))

    def digests(self) -> dict[str, str]:
        """Every digest of the chain, with the hash of its revision."""
        return {
            digest: revision.hash
            for revision in self.revisions.values()
            for digest in revision.digests
        }


def disclose(name: str, value: Mapping[str, Json]) -> tuple[str, str]:
    """A disclosure and its digest (RFC 9901, section 4.2)."""
    salt = signing.encode(random_bytes(16))
    text = signing.encode(signing.dump_json([salt, name, dict(value)]))
    return text, disclosure_digest(text)


def disclosure_digest(text: str) -> str:
    """base64url SHA-256 of a disclosure (RFC 9901, section 4.2.3)."""
    return signing.encode(hashlib.sha256(text.encode()).digest())


def read_disclosure(text: str, revision: Revision) -> Version:
    """What a disclosure says.

    Raises:
        NotAuthentic: not a disclosure of a record version.
    """
    try:
        _salt, name, value = signing.load_json(signing.decode(text))
        path, _, part = name.partition("#")
        kind, record = path.split("/")
        body = value.get("body")
        version = Version(
            record=RecordId(shapes.uuid(record)),
            kind=kind,
            part=part,
            seq=revision.seq,
            revision=revision.hash,
            digest=disclosure_digest(text),
            body=None if body is None else shapes.mapping(body),
            status=shapes.text(value.get("status", CURRENT)),
            reason=shapes.clean_or_none(value.get("reason")),
            at=shapes.text(value.get("at", "")),
            by=shapes.texts_by_name(value.get("by", {})),
        )
        if part not in PARTS or version.status not in (CURRENT, WITHDRAWN):
            raise ValueError
        if (part == "" or version.at) and aware(version.at).date() != revision.day:
            raise ValueError
        return version
    except (ValueError, TypeError, AttributeError) as error:
        raise NotAuthentic("not-authentic", "disclosure") from error


def verify_revision(jws: str, find_key: Callable[[str], PublicKey | None]) -> tuple[str, Revision]:
    """One revision and the portfolio it belongs to; signature first (journal.md, revision).

    Raises:
        NotAuthentic: not signed by a known key, or not shaped as a revision.
        Unsupported: a newer format.
    """
    envelope = signing.verify(jws.encode(), TYP, find_key)
    return _revision(envelope.json(), jws, envelope.kid)


def _revision(payload: dict[str, Any], jws: str, kid: str) -> tuple[str, Revision]:
    shapes.require_version(payload, FORMAT)
    try:
        digests = tuple(shapes.digest(one) for one in shapes.texts(payload.get("_sd", [])))
        pid = shapes.uuid(payload["pid"])
        revision = Revision(
            sha256(jws.encode()),
            shapes.whole(payload["seq"]),
            tuple(shapes.texts(payload["prev"])),
            shapes.day(payload["day"]),
            kid,
            digests,
            jws,
        )
        shaped = payload.get("_sd_alg") == "sha-256" and list(digests) == sorted(set(digests))
    except (KeyError, ValueError, TypeError) as error:
        raise NotAuthentic("not-authentic", "revision") from error
    if not shaped:
        raise NotAuthentic("not-authentic", "revision")
    return pid, revision


def verify_chain(
    jwss: Iterable[str], pid: str, find_key: Callable[[str], PublicKey | None]
) -> Chain:
    """Every signature and every link; parents must come before children.

    Raises:
        NotAuthentic: a revision missing, reordered, doubled, foreign or not signed by its author.
        Unsupported: a newer format.
    """
    chain = Chain(pid)
    seen: set[str] = set()
    for jws in jwss:
        owner, revision = verify_revision(jws, find_key)
        _require_link(chain, owner, revision)
        if not seen.isdisjoint(revision.digests):
            raise NotAuthentic("not-authentic", "chain-digest-twice")
        seen.update(revision.digests)
        chain.revisions[revision.hash] = revision
    return chain


def _require_link(chain: Chain, owner: str, revision: Revision) -> None:
    if owner != chain.pid:
        raise NotAuthentic("not-authentic", "chain-foreign")
    if revision.hash in chain.revisions:
        raise NotAuthentic("not-authentic", "chain-doubled")
    if any(prev not in chain.revisions for prev in revision.prev):
        raise NotAuthentic("not-authentic", "chain-gap")
    if bool(revision.prev) != bool(chain.revisions):
        raise NotAuthentic("not-authentic", "chain-gap")
    seqs = [chain.revisions[prev].seq for prev in revision.prev]
    if revision.seq != 1 + max(seqs, default=0) or len(set(revision.prev)) != len(revision.prev):
        raise NotAuthentic("not-authentic", "chain-order")


def root(jwss: Sequence[str]) -> bytes:
    """Merkle tree hash (RFC 6962, section 2.1) over revisions in canonical order."""
    level = [hashlib.sha256(b"\x00" + jws.encode()).digest() for jws in jwss]
    return _tree(level) if level else hashlib.sha256(b"").digest()


def _tree(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _tree(leaves[:split]) + _tree(leaves[split:])).digest()


class Journal:
    """The chain of one open portfolio file."""

    def __init__(self, store: Store, pid: str) -> None:
        self._store = store
        self.pid = pid

    def append(
        self,
        items: Sequence[Item],
        *,
        signer: Signer,
        author: Author,
        at: datetime,
        prev: Sequence[str],
        commits_to: str | None = None,
    ) -> tuple[Revision, list[Version]]:
        """Sign one revision and store it; the caller holds the transaction.

        `commits_to` is the SHA-256 of the bundle that a takeover answers.
        """
        disclosed = [pair for item in items for pair in _disclosures(item, author, at)]
        payload: dict[str, Any] = {
            "v": FORMAT,
            "pid": self.pid,
            "seq": 1 + max((self._seq(hash_) for hash_ in prev), default=0),
            "prev": list(prev),
            "day": at.date().isoformat(),
            "_sd_alg": "sha-256",
            "_sd": sorted(digest for _, digest in disclosed),
        }
        if commits_to:
            payload["bundle"] = commits_to
        jws = signer.sign(signing.dump_json(payload), TYP).decode()
        _, revision = _revision(payload, jws, signer.thumbprint)
        self.add(revision, {digest: text for text, digest in disclosed}, {})
        return revision, [read_disclosure(text, revision) for text, _ in disclosed]

    def add(self, revision: Revision, texts: Mapping[str, str], fates: Mapping[str, str]) -> None:
        """Store a revision that was verified, with the disclosures that came along."""
        self._store.write(
            "INSERT INTO revisions (hash, seq, jws) VALUES (?, ?, ?)",
            (revision.hash, revision.seq, revision.jws),
        )
        rows: list[tuple[str | int | None, ...]] = []
        for digest in revision.digests:
            fate = None if digest in texts else fates.get(digest)
            rows.append((digest, revision.hash, texts.get(digest), fate))
        if rows:
            self._store.write(
                "INSERT INTO disclosures (digest, revision, text, fate) VALUES (?, ?, ?, ?)", *rows
            )

    def fill(self, digest: str, text: str) -> None:
        """Add a disclosure that was withheld before."""
        self._store.execute(
            DISCLOSURES.update()
            .where(DISCLOSURES.c.digest == digest, DISCLOSURES.c.text.is_(None))
            .values(text=text, fate=None)
        )

    def has(self, hash_: str) -> bool:
        """Whether a revision is stored."""
        query = select(REVISIONS.c.hash).where(REVISIONS.c.hash == hash_)
        return self._store.execute(query).first() is not None

    def _seq(self, hash_: str) -> int:
        row = self._store.read("SELECT seq FROM revisions WHERE hash = ?", hash_)
        if row is None:
            raise KeyError(hash_)
        return int(row[0])

    def jwss(self) -> list[str]:
        """All revisions, in canonical order."""
        query = select(REVISIONS.c.jws).order_by(REVISIONS.c.seq, REVISIONS.c.hash)
        return [row.jws for row in self._store.execute(query)]

    def chain(self) -> Chain:
        """The stored chain, not verified again: the encrypted file vouches for its bytes."""
        chain = Chain(self.pid)
        for jws in self.jwss():
            head, payload, _ = jws.split(".")
            kid = str(signing.load_object(signing.decode(head))["kid"])
            _, revision = _revision(signing.load_object(signing.decode(payload)), jws, kid)
            chain.revisions[revision.hash] = revision
        return chain

    def turns(self) -> list[Turn]:
        """Who signed, from which day on, in canonical order. Only where the signer changes is a
        revision read: the header of a JWS is the same for all of one key."""
        found = []
        for (jws,) in self._store.read_all(_TURNS):
            head, payload, _ = jws.split(".")
            signed = signing.load_object(signing.decode(payload))
            kid = str(signing.load_object(signing.decode(head))["kid"])
            found.append(Turn(kid, date.fromisoformat(str(signed["day"]))))
        return found

    def texts(self) -> dict[str, tuple[str | None, str | None]]:
        """Per digest: the disclosure, or why there is none."""
        return {
            row.digest: (row.text, row.fate) for row in self._store.execute(select(DISCLOSURES))
        }

    def fates(self) -> set[str]:
        """Why disclosures that are not here are not here: withheld, later, never, erased."""
        rows = self._store.read_all("SELECT DISTINCT fate FROM disclosures WHERE text IS NULL")
        return {row[0] for row in rows if row[0]}

    def versions(self, chain: Chain) -> list[Version]:
        """Every disclosed version, in canonical order; a record before its parts."""
        texts = self.texts()
        return [
            version
            for revision in chain.in_order()
            for version in sorted(
                (
                    read_disclosure(text, revision)
                    for text in (texts[digest][0] for digest in revision.digests)
                    if text is not None
                ),
                key=lambda version: (version.record, version.part),
            )
        ]


def _disclosures(item: Item, author: Author, at: datetime) -> list[tuple[str, str]]:
    name = f"{item.kind}/{item.record}"
    withdrawn = item.status == WITHDRAWN
    value: dict[str, Json] = {
        "body": None if item.body is None else dict(item.body),
        "status": item.status,
        "at": at.isoformat(timespec="seconds"),
        "by": author.json(),
        "reason": None if withdrawn else item.reason,
    }
    disclosed = [disclose(name, value)]
    if item.x is not None:
        disclosed.append(disclose(f"{name}#X", {"body": dict(item.x)}))
    if withdrawn and item.reason:
        disclosed.append(disclose(f"{name}#reden", {"reason": item.reason}))
    return disclosed
