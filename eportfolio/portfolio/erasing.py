"""Erasing items of one dossier (docs/formats/erasure.md, an item).

Invariants:
- What is erased is named by digests in a signed tombstone; revisions and digests stay, so the
  chain verifies as before.
- The same tombstone does the same to a copy of the file, whatever that copy still holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from eportfolio import records, signing
from eportfolio.consent import CONSENT_TYP, Version
from eportfolio.journal import DISCLOSURES
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.tables import ATTACHMENTS, CHUNKS
from eportfolio.records import RecordId

TYP = "item-erasure+jws"
FORMAT = 1
ERASED = "erased"


@dataclass(frozen=True)
class Doomed:
    """What goes when some records go: those records and what is only about them."""

    records: frozenset[RecordId]
    digests: tuple[str, ...]


def doomed(
    portfolio: Portfolio, chosen: Collection[RecordId], staying: Collection[RecordId] = ()
) -> Doomed:
    """The chosen records, reactions to them, and documents that nothing else names; of documents
    not those in `staying`."""
    versions = portfolio.versions()
    documents, reactions = belongings(versions)
    gone = set(chosen)
    gone |= {one for one, owners in documents.items() if owners <= gone and one not in staying}
    gone |= {one for one, owners in reactions.items() if owners <= gone}
    digests = sorted(one.digest for one in versions if one.record in gone)
    return Doomed(frozenset(gone), tuple(digests))


def belongings(
    versions: Iterable[Version],
) -> tuple[dict[RecordId, set[RecordId]], dict[RecordId, set[RecordId]]]:
    """What belongs to what: the records that name a document, and what a reaction is about, which
    does not name it."""
    documents: set[RecordId] = set()
    named: dict[RecordId, set[RecordId]] = {}
    about: dict[RecordId, set[RecordId]] = {}
    for one in versions:
        if one.kind == "document":
            documents.add(one.record)
        elif one.body:
            found = about if one.kind == "reactie" else named
            for other in records.references(one.kind, one.body):
                key, value = (one.record, other) if found is about else (other, one.record)
                found.setdefault(key, set()).add(value)
    return {one: named[one] for one in named.keys() & documents}, about


def apply(portfolio: Portfolio, tombstone: bytes) -> Statement:
    """Do what a tombstone of our own says; the caller holds the transaction. Doing it twice, or in
    an older copy of the file, is no harm."""
    statement = portfolio.ledger.add(tombstone, TYP)
    digests = [str(one) for one in statement.payload()["digests"]]
    for digest in digests:
        portfolio.store.execute(
            DISCLOSURES.update()
            .where(DISCLOSURES.c.digest == digest)
            .values(text=None, fate=ERASED)
        )
    chain = portfolio.journal.chain()
    portfolio.rebuild(chain)
    _drop_bytes(portfolio, portfolio.journal.versions(chain))
    return statement


def _drop_bytes(portfolio: Portfolio, versions: Iterable[Version]) -> None:
    """Attachments that no record and no decision of the client names any more."""
    named = {str(one.body["sha256"]) for one in versions if one.body and "sha256" in one.body}
    for statement in portfolio.ledger.of(CONSENT_TYP):
        expressed = statement.payload().get("expressed") or {}
        named.add(str(expressed.get("evidence")))
    query = select(ATTACHMENTS.c.id, ATTACHMENTS.c.sha256)
    for row in portfolio.store.execute(query).fetchall():
        if row.sha256 not in named:
            portfolio.store.execute(delete(CHUNKS).where(CHUNKS.c.attachment == row.id))
            portfolio.store.execute(delete(ATTACHMENTS).where(ATTACHMENTS.c.id == row.id))


def contents(portfolio: Portfolio) -> dict[str, Any]:
    """What a certificate of destruction says a dossier was: the ends of its chain and ledger."""
    (head, size), (statements, link) = portfolio.tip(), portfolio.ledger.tip()
    return {"size": size, "head": head, "statements": statements, "ledger": link}


def is_of(portfolio: Portfolio, certificate: bytes) -> bool:
    """Whether a certificate of destruction is about what is in this file: the same dossier may
    have come again since."""
    said = signing.load_object(signing.decode(certificate.decode().split(".")[1]))
    return contents(portfolio).items() <= said.items()


def signed_away(statements: Iterable[Statement]) -> frozenset[str]:
    """Digests that a tombstone names."""
    found = [one.payload()["digests"] for one in statements if one.typ == TYP]
    return frozenset(str(digest) for digests in found for digest in digests)
