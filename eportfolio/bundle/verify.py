"""Is this bundle genuine, complete, for me, and allowed? The numbered procedure.

The steps are those of docs/formats/bundle.md, section Verification; each is numbered the same
here. Nothing is written, and nothing of the content is used before the step that vouches for it.
A `VerifiedBundle` is made here only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from eportfolio import cards, journal, records, signing
from eportfolio.bundle import bag, claims
from eportfolio.bundle.claims import RETURN, Claims
from eportfolio.bundle.export import state_json
from eportfolio.bundle.reading import Reading, read_members
from eportfolio.bundle.returning import Cover, FindCover, digests_below
from eportfolio.cards import Card, read_card
from eportfolio.checkpoint import require_checkpoint
from eportfolio.consent import (
    CONSENT_TYP,
    EVENT_TYP,
    Consent,
    Event,
    Permission,
    Version,
    require,
    require_return,
)
from eportfolio.consent.decisions import read_consent, read_event, require_proof
from eportfolio.crypto import age_recipient, digest
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted
from eportfolio.journal import Author, Chain, Revision, disclosure_digest, read_disclosure
from eportfolio.portfolio import Current, replay
from eportfolio.progress import Progress
from eportfolio.register import Contact
from eportfolio.signing import Envelope, PublicKey

CLOCK_SKEW = timedelta(minutes=10)  # two computers without a network rarely agree
_SEAL = object()


@dataclass(frozen=True)
class Statement:
    """A signed statement that came along: exact bytes and what they say."""

    typ: str
    envelope: Envelope


class VerifiedBundle:
    """A bundle that passed every step. Only `verify` can make one."""

    def __init__(self, seal: object, path: Path, reading: Reading, found: _Found) -> None:
        if seal is not _SEAL:
            raise TypeError("a VerifiedBundle is made by verify() only")
        self.path = path
        self.hashes: Mapping[str, str] = dict(reading.hashes)
        self.sizes: Mapping[str, int] = dict(reading.sizes)
        self.sha256 = reading.file_sha256
        self.claims = found.claims
        self.signature = found.signature
        self.sender = found.sender
        self.consent = found.consent
        self.statements: Sequence[Statement] = tuple(found.statements)
        self.chain = found.chain
        self.texts: Mapping[str, str] = dict(found.texts)
        self.versions: Sequence[Version] = tuple(found.versions)
        self.authors: Mapping[str, tuple[PublicKey, bytes | None]] = dict(found.authors)

    @property
    def current(self) -> list[Current]:
        """The shared records as they are now."""
        return replay(self.versions)

    @property
    def attachments(self) -> Mapping[str, int]:
        """SHA-256 and size of the attachments that came along."""
        return _attachments(self.sizes)

    @property
    def open_agreements(self) -> list[Current]:
        """Agreements and promises in it that somebody still has to keep."""
        return [one for one in self.current if one.is_open_agreement]


def verify(
    path: Path,
    *,
    identities: Sequence[tuple[str, str]],
    find_contact: Callable[[str], Contact | None],
    find_cover: FindCover,
    at: datetime,
    progress: Progress,
) -> VerifiedBundle:
    """Run the whole procedure. `identities`: own card thumbprints with their age secret keys;
    `find_cover`: what this vault knows of a cover that it gave.

    Raises:
        NotAuthentic, NotPermitted, Unsupported: why it is refused; nothing was written.
        StorageFault: the file cannot be read.
    """
    reading = read_members(path, [age for _, age in identities], progress)  # steps 1 and 2
    bag.require_complete(reading.hashes, reading.kept)  # step 3
    found = _Found()
    _require_sender(found, reading, identities, find_contact)  # step 4
    if found.claims.tagmanifest != reading.hashes[bag.TAGMANIFEST]:  # step 5
        raise NotAuthentic("not-authentic", "member-changed")
    if _undated(reading.kept[bag.INFO]) != _undated(_info(found, reading)):
        raise NotAuthentic("not-authentic", "manifest")
    _read_keys(found, reading)
    _read_consent(found, reading, find_cover, at)  # step 6
    _read_chain(found, reading)  # step 7
    _require_every_digest(found)  # step 8
    _require_permitted(found, reading, at)  # step 9
    _require_attachments(found, reading)  # step 10
    current = replay(found.versions)
    _require_state(current, reading)  # step 11
    _require_schema(found)  # step 12
    return VerifiedBundle(_SEAL, path, reading, found)


class _Found:
    """What the steps have vouched for so far."""

    claims: Claims
    signature: bytes
    sender: Card
    consent: Consent
    chain: Chain
    cover: Cover | None = None

    def __init__(self) -> None:
        self.vouched: set[str] = set()
        self.keys: dict[str, PublicKey] = {}
        self.authors: dict[str, tuple[PublicKey, bytes | None]] = {}
        self.cards: dict[str, Card] = {}
        self.endorsing: set[str] = set()
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.consents: list[Consent] = []
        self.lines: list[tuple[str, list[str]]] = []
        self.texts: dict[str, str] = {}
        self.versions: list[Version] = []


def _require_sender(
    found: _Found,
    reading: Reading,
    identities: Sequence[tuple[str, str]],
    find_contact: Callable[[str], Contact | None],
) -> None:
    """Step 4: signed by somebody whose card was compared, and meant for us."""
    found.signature = reading.kept[bag.SIGNATURE]
    contact = find_contact(signing.signer_named(found.signature))
    if contact is None:
        raise NotAuthentic("unknown-sender")
    if contact.state in (cards.REPLACED, cards.REVOKED):
        raise NotAuthentic("unknown-sender", f"sender-{contact.state}")
    if not contact.pinned:  # also when it is out of date by now
        raise NotAuthentic("unknown-sender", "sender-unknown")
    envelope = contact.card.key.verify(found.signature, claims.TYP)
    found.claims = claims.read_claims(envelope.json())
    found.sender = contact.card
    if not contact.card.is_valid(found.claims.made.date()):
        raise NotAuthentic("unknown-sender", "sender-expired")
    if found.claims.sender != contact.card.thumbprint:
        raise NotAuthentic("not-authentic", "claims")
    if bag.folder(found.claims.id) != f"{reading.folder}/":
        raise NotAuthentic("not-authentic", "claims")
    own = {thumbprint: age_recipient(age) for thumbprint, age in identities}
    if own.get(found.claims.aud) != found.claims.recipient:
        raise NotAuthentic("wrong-recipient")


def _info(found: _Found, reading: Reading) -> bytes:
    sizes = [size for path, size in reading.sizes.items() if path.startswith("data/")]
    return bag.info(found.claims.id, found.claims.made.date(), sum(sizes), len(sizes))


def _undated(info: bytes) -> list[bytes]:
    """Without the date of packing, which says nothing that is not signed elsewhere."""
    return [line for line in info.split(b"\n") if not line.startswith(b"Bagging-Date: ")]


def _read_keys(found: _Found, reading: Reading) -> None:
    """Keys of authors: the sender vouches for them (bundle.md, keys)."""
    for path, data in reading.kept.items():
        if not path.startswith(bag.KEYS):
            continue
        name, _, suffix = path.removeprefix(bag.KEYS).partition(".")
        if suffix == "card":
            card = read_card(data)
            key, raw = card.key, card.raw
            found.cards[name] = card
        else:
            key, raw = PublicKey(signing.load_object(data)), None
        if key.thumbprint != name:
            raise NotAuthentic("not-authentic", "key")
        if name in found.keys:
            raise NotAuthentic("not-authentic", "member-extra")
        found.keys[name] = key
        found.authors[name] = (key, raw)
    sender = found.cards.get(found.sender.thumbprint)
    if sender is not None and sender.raw != found.sender.raw:
        raise NotAuthentic("not-authentic", "author-card")


def _read_consent(found: _Found, reading: Reading, find_cover: FindCover, at: datetime) -> None:
    """Step 6: the consent is genuine, with all that happened to it: signed by the sender, or of
    a return by ourselves."""
    if found.claims.purpose == RETURN:
        _find_own_consent(found, reading, find_cover)
    else:
        _read_statements(found, reading)
    require_proof(found.consent.payload)
    if (found.claims.not_after, found.claims.consent_id) != (
        found.consent.valid_until,
        found.consent.id,
    ) or found.claims.made > at + CLOCK_SKEW:
        raise NotAuthentic("not-authentic", "claims")
    evidence = None if found.cover else found.consent.evidence
    if evidence is not None and bag.CONSENT + evidence not in reading.hashes:
        raise NotPermitted("consent-evidence", "evidence-missing")


def _read_statements(found: _Found, reading: Reading) -> None:
    for path, data in reading.kept.items():
        if not path.startswith(bag.CONSENT):
            continue
        if path != f"{bag.CONSENT}{digest(data)}.jws":
            raise NotAuthentic("not-authentic", "consent")
        found.statements.append(_statement(found, data))
    if [consent.hash for consent in found.consents] != [found.claims.consent]:
        raise NotPermitted("consent-missing")
    found.consent = found.consents[0]
    made = found.claims.made
    if any(event.consent != found.consent.hash or event.at > made for event in found.events):
        raise NotAuthentic("not-authentic", "consent")


def _find_own_consent(found: _Found, reading: Reading, find_cover: FindCover) -> None:
    """Of a return: the consent is one of our own ledger, under which we sent the bundle that is
    answered. What happened to it we know ourselves."""
    named = found.claims.consent
    cover = find_cover(found.claims.pid, str(found.claims.cover))
    if cover is None or cover.sent.consent != named or cover.sent.pid != found.claims.pid:
        raise NotAuthentic("not-authentic", "return-unknown")
    found.cover = cover
    found.consents, found.events = list(cover.consents), list(cover.events)
    found.consent = next(one for one in found.consents if one.hash == named)
    came = {path: sha for path, sha in reading.hashes.items() if path.startswith(bag.CONSENT)}
    if came != {f"{bag.CONSENT}{named}.jws": named}:
        raise NotPermitted("consent-missing")
    _find_key(found, found.consent.recipient)


def _statement(found: _Found, data: bytes) -> Statement:
    key = _consent_key(found, signing.signer_named(data))
    try:
        envelope = key.verify(data, CONSENT_TYP)
        found.consents.append(read_consent(envelope.json(), digest(data), key.thumbprint))
        return Statement(CONSENT_TYP, envelope)
    except NotAuthentic as error:
        if error.reason != "type":
            raise
    envelope = key.verify(data, EVENT_TYP)
    found.events.append(read_event(envelope.json(), digest(data), key.thumbprint))
    return Statement(EVENT_TYP, envelope)


def _consent_key(found: _Found, kid: str) -> PublicKey:
    key = _find_key(found, kid)
    if key is None:
        raise NotAuthentic("not-authentic", "consent-signer")
    return key


def _find_key(found: _Found, kid: str) -> PublicKey | None:
    """The sender's key, or an earlier one: each card is vouched for by the one before it."""
    card: Card | None = found.sender
    while card is not None:
        found.vouched.add(card.thumbprint)
        if card.thumbprint == kid:
            return card.key
        earlier = found.cards.get(card.previous or "")
        found.endorsing.update({earlier.thumbprint} if earlier else ())
        card = earlier if earlier and card.endorsed_by(earlier.key) else None
    return None


def _read_chain(found: _Found, reading: Reading) -> None:
    """Step 7: every revision's signature and link, up to the stated head, size and checkpoint."""
    lines = reading.kept.get(bag.REVISIONS, b"").decode("ascii", "replace").split("\n")
    if lines.pop() != "":
        raise NotAuthentic("not-authentic", "revisions")
    for line in lines:
        jws, *texts = line.split("~")
        if not texts or texts.pop() != "":
            raise NotAuthentic("not-authentic", "revisions")
        found.lines.append((jws, texts))
    found.chain = journal.verify_chain(
        [jws for jws, _ in found.lines], found.claims.pid, found.keys.get
    )
    if (found.chain.size, found.chain.heads) != (found.claims.size, (found.claims.head,)):
        raise NotAuthentic("not-authentic", "chain-head")
    if found.cover and found.cover.sent.head not in found.chain.revisions:
        raise NotAuthentic("not-authentic", "chain-head")
    require_checkpoint(found.claims.checkpoint, found.chain, found.sender.key)
    # A day later is allowed: two computers do not agree to the minute around midnight.
    tomorrow = found.claims.made.date() + timedelta(days=1)
    if any(revision.day > tomorrow for revision in found.chain.revisions.values()):
        raise NotAuthentic("not-authentic", "revision")


def _require_every_digest(found: _Found) -> None:
    """Step 8: each digest is in exactly one list; what was disclosed fits its digest and is
    complete; its author's card was valid that day."""
    known = digests_below(found.chain, found.cover.sent.head) if found.cover else frozenset()
    listed = known.union(*(getattr(found.claims, name) for name in claims.LISTS))
    if listed != set(found.chain.digests()) or known != found.claims.known:
        raise NotAuthentic("not-authentic", "digest-lists")
    for jws, texts in found.lines:
        _read_disclosures(found, found.chain.revisions[digest(jws.encode())], texts)
    if set(found.texts) != found.claims.items:
        raise NotAuthentic("not-authentic", "digest-lists")
    _require_keys(found)
    found.versions.sort(key=lambda one: (one.seq, one.revision, one.record, one.part))


def _read_disclosures(found: _Found, revision: Revision, texts: list[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for text in texts:
        disclosed = disclosure_digest(text)
        if disclosed not in revision.digests or disclosed in found.texts:
            raise NotAuthentic("not-authentic", "disclosure")
        version = read_disclosure(text, revision)
        if version.kind not in records.KINDS or (version.record, version.part) in seen:
            raise NotAuthentic("not-authentic", "disclosure")
        seen.add((version.record, version.part))
        found.texts[disclosed] = text
        found.versions.append(version)
        _require_author(found.cards.get(revision.kid), version, revision)


def _require_author(card: Card | None, version: Version, revision: Revision) -> None:
    """Who an item says made it is who signed it, with a card that was valid that day."""
    if card is None or not card.is_valid(revision.day):
        raise NotAuthentic("not-authentic", "author-card")
    author = Author(card.thumbprint, card.name, card.organisation).json()
    if version.part == "" and dict(version.by) != author:
        raise NotAuthentic("not-authentic", "author-card")


def _require_keys(found: _Found) -> None:
    """Of each author a card when something of theirs is shared, else the bare key; and the
    sender's own earlier cards. Nobody else is named."""
    kids = {revision.hash: revision.kid for revision in found.chain.revisions.values()}
    named = {kids[version.revision] for version in found.versions}
    named |= set(found.endorsing)
    if set(found.cards) != named & set(found.keys) or set(found.keys) != set(kids.values()) | named:
        raise NotAuthentic("not-authentic", "member-extra")


def _require_permitted(found: _Found, reading: Reading, at: datetime) -> None:
    """Step 9: the gate again, on what came, as of the moment the bundle was made."""
    permission = _permission(found, at)
    if not set(found.texts) <= permission.digests:
        raise NotPermitted("consent-scope", "outside-consent")
    if not set(_attachments(reading.sizes)) <= permission.attachments:
        raise NotPermitted("consent-scope", "outside-consent")


def _permission(found: _Found, at: datetime) -> Permission:
    if found.cover:
        return require_return(
            found.consent.hash,
            found.consents,
            found.events,
            pid=found.claims.pid,
            sender=found.vouched,
            recipient=found.cover.own,
            at=found.claims.made,
            versions=found.versions,
            known=found.cover.records,
            now=at,
        )
    ancestors = {found.consent.head: found.chain.ancestors(found.consent.head)}
    return require(
        found.consent.hash,
        found.consents,
        found.events,
        pid=found.claims.pid,
        recipient=found.claims.aud,
        purpose=found.claims.purpose,
        at=found.claims.made,
        versions=found.versions,
        ancestors=ancestors,
    )


def _attachments(sizes: Mapping[str, int]) -> dict[str, int]:
    return {
        path.removeprefix(bag.FILES): size
        for path, size in sizes.items()
        if path.startswith(bag.FILES)
    }


def _require_attachments(found: _Found, reading: Reading) -> None:
    """Step 10: every file is what its name says, and belongs to a shared document."""
    for version in found.versions:
        body = version.body or {}
        path = f"{bag.FILES}{body.get('sha256')}"
        if version.kind == "document" and reading.sizes.get(path, body.get("omvang")) != body.get(
            "omvang"
        ):
            raise NotAuthentic("not-authentic", "attachment")
    for path, sha in reading.hashes.items():
        if bag.is_streamed(path) and not path.endswith(sha):
            raise NotAuthentic("not-authentic", "attachment")
        if path.startswith(bag.CONSENT) and not path.endswith(
            (".jws", str(found.consent.evidence))
        ):
            raise NotAuthentic("not-authentic", "member-extra")


def _require_state(current: list[Current], reading: Reading) -> None:
    """Step 11: `portfolio.json` says what the revisions say; each schema is of a kind used."""
    if reading.kept.get(bag.STATE) != state_json(current, _attachments(reading.sizes)):
        raise NotAuthentic("not-authentic", "state")
    kinds = {f"{bag.SCHEMA}{one.kind}.json" for one in current}
    if {path for path in reading.kept if path.startswith(bag.SCHEMA)} != kinds:
        raise NotAuthentic("not-authentic", "member-extra")


def _require_schema(found: _Found) -> None:
    """Step 12: every version of a record is valid by itself; rules across records only warn. An
    answer of the client is not from a day after that of its revision: it would overrule what the
    client says next."""
    for version in found.versions:
        if version.part == "" and version.body is not None:
            try:
                records.parse(version.kind, version.body)
            except InvalidRecord as error:
                raise NotAuthentic("not-authentic", "schema") from error
            day = found.chain.revisions[version.revision].day.isoformat()
            if version.kind == "reactie" and str(version.body["dag"]) > day:
                raise NotAuthentic("not-authentic", "schema")
