"""What a dossier holds and held: its state, its documents, its history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eportfolio import records, texts
from eportfolio.cards import read_card
from eportfolio.consent import Version
from eportfolio.errors import WrongUsage
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import RecordId
from eportfolio.statute import Entry
from eportfolio.store import flush, new_file
from eportfolio.vault import Identity
from eportfolio.workspace import papers
from eportfolio.workspace.saving import DOCUMENT
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import require_showable
from eportfolio.workspace.timeline import Keeper, joined


@dataclass(frozen=True)
class Document:
    """An attached file as its record describes it. `size` in bytes."""

    record: RecordId
    sha256: str
    size: int
    name: str
    present: bool


@dataclass(frozen=True)
class Dump:
    """A dossier at a size of its chain, in canonical order, without layer-X fields."""

    portfolio: str
    size: int
    head: str
    records: tuple[Current, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class HistoryLine:
    """One revision: when, by whom, what. `undisclosed`: items whose content is not here."""

    seq: int
    hash: str
    day: str
    items: tuple[Mapping[str, Any], ...]
    undisclosed: int


def dump(session: Session, pid: str, at_size: int | None = None) -> Dump:
    """A dossier for comparing: state, canonical order, no layer-X fields."""
    with session.portfolio(pid) as portfolio:
        if at_size is None:
            head, size, current = portfolio.head, portfolio.size, portfolio.records()
        else:
            size = at_size
            head, current = portfolio.at_size(at_size)
        documents = [
            described(portfolio, one.id, one.body)
            for one in current
            if one.kind == DOCUMENT and "sha256" in one.body
        ]
        return Dump(pid, size, head, tuple(current), tuple(documents))


def history(session: Session, pid: str, record: RecordId | None = None) -> list[HistoryLine]:
    """Who changed what when, oldest first."""
    with session.portfolio(pid) as portfolio:
        chain = portfolio.journal.chain()
        versions = portfolio.journal.versions(chain)
        lines = []
        before: dict[str, Mapping[str, Any]] = {}
        for revision in chain.in_order():
            own = [one for one in versions if one.revision == revision.hash]
            shown = [one for one in own if record in (None, one.record)]
            reasons = {one.record: one.reason for one in shown if one.part == "reden"}
            items = tuple(
                _history_item(one, before, reasons) for one in shown if one.part != "reden"
            )
            if shown or record is None:
                lines.append(
                    HistoryLine(
                        revision.seq,
                        revision.hash,
                        revision.day.isoformat(),
                        items,
                        len(revision.digests) - len(own),
                    )
                )
        if record is not None and not lines:
            raise WrongUsage("not-found", "no-such-record")
        return lines


def client_name(portfolio: Portfolio) -> str:
    """The name of the client, as a document heads it; empty when it was not shared."""
    return " ".join(records.headline("client", one.body) for one in portfolio.records("client"))


def client_language(entries: Iterable[Entry]) -> str | None:
    """The code of the language that the client reads best, as far as the dossier says it and we
    have it."""
    clients = [one.body for one in entries if one.kind == "client"]
    fields = ("leestaal", "moedertaal", "tolktaal")
    named = (texts.language_named(str(one.get(name) or "")) for one in clients for name in fields)
    return next((code for code in named if code), None)


@dataclass(frozen=True)
class Talk:
    """How one talks with a client, as the dossier says it. `language`: its code; None where it is
    not known. `needs_interpreter`: somebody noted that."""

    language: str | None
    needs_interpreter: bool


def talk(entries: Iterable[Entry]) -> Talk:
    """In which language, and whether with an interpreter. Somebody of whom it is noted that none is
    needed speaks Dutch."""
    client = next((one.body for one in entries if one.kind == "client"), {})
    needed = client.get("tolk_nodig")
    if needed in (False, "Nee"):
        return Talk(texts.DUTCH, needs_interpreter=False)
    needs = needed in (True, "Ja")
    fields = (*(("tolktaal",) if needs else ()), "moedertaal", "leestaal")
    named = (texts.language_named(str(client.get(name) or "")) for name in fields)
    return Talk(next((code for code in named if code), None), needs)


def signers(portfolio: Portfolio, own: Sequence[Identity]) -> dict[str, tuple[str, str]]:
    """Name and organisation of who signed, by thumbprint. Somebody of whom nothing was shared is
    not there."""
    known = {one.card.thumbprint: (one.card.name, one.card.organisation) for one in own}
    for thumbprint, (_, raw) in portfolio.authors().items():
        if raw is not None and thumbprint not in known:
            card = read_card(raw)
            known[thumbprint] = (card.name, card.organisation)
    return known


def keepers(session: Session, pid: str) -> list[Keeper]:
    """Who kept a dossier, and since when, oldest first. Somebody of whom nothing was shared has no
    name here."""
    with session.portfolio(pid) as portfolio:
        turns = portfolio.journal.turns()
        known = signers(portfolio, session.vault.identities)
    return joined(Keeper(*known.get(turn.kid, ("", "")), turn.day) for turn in turns)


def export_document(
    session: Session, pid: str, record: RecordId, out: Path, given_to: str | None
) -> Document:
    """Write an attached file to a place of the klantmanager's choice; signed before it appears."""
    name = papers.require_name(given_to)
    with session.portfolio(pid) as portfolio:
        document = _attached(portfolio, record)
        if name is not None:
            papers.require_shareable(portfolio, papers.DOCUMENT, record)
        chunks = portfolio.read_attachment(document.sha256)
        with new_file(out, replace=False) as file, portfolio.transaction():
            for chunk in chunks:
                file.write(chunk)
            flush(file)
            signed = papers.payload(
                portfolio,
                papers.DOCUMENT,
                sha256=document.sha256,
                language=texts.DUTCH,
                at=session.now(),
                by=session.author,
                given_to=name,
                record=record,
            )
            portfolio.ledger.sign(signed, papers.TYP, session.signer)
        session.saved(portfolio, ())
    return document


def read_document(session: Session, pid: str, record: RecordId) -> tuple[Document, bytes]:
    """An attached file, to look at it: it stays in memory."""
    with session.portfolio(pid) as portfolio:
        document = _attached(portfolio, record)
        require_showable(document.size)
        return document, b"".join(portfolio.read_attachment(document.sha256))


def _attached(portfolio: Portfolio, record: RecordId) -> Document:
    now = portfolio.record(record)
    if now.kind != DOCUMENT:
        raise WrongUsage("not-found", "no-such-document")
    return described(portfolio, record, now.body)


def described(portfolio: Portfolio, record: RecordId, body: Mapping[str, Any]) -> Document:
    """The file that a `document` record describes."""
    sha256 = str(body["sha256"])
    return Document(
        record,
        sha256,
        int(body["omvang"]),
        str(body["naam"]),
        portfolio.has_attachment(sha256),
    )


def _history_item(
    version: Version,
    before: dict[str, Mapping[str, Any]],
    reasons: Mapping[RecordId, str | None],
) -> dict[str, Any]:
    """One change; `fields` are those that differ from the version before."""
    name = f"{version.record}#{version.part}"
    old, new = before.get(name, {}), version.body or before.get(name, {})
    before[name] = new
    changed = {key for key in {*old, *new} if old.get(key) != new.get(key)}
    return {
        "record": version.record,
        "kind": version.kind,
        "part": version.part,
        "status": version.status,
        "at": version.at,
        "by": dict(version.by),
        "reason": version.reason or reasons.get(version.record),
        "fields": sorted(changed),
    }
