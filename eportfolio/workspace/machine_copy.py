"""What a copy for the client holds for programs: the records as `portfolio load` reads them, every
version, and the files (docs/formats/rights.md, access and portability)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eportfolio import records
from eportfolio.consent import CONSENT_TYP, Version
from eportfolio.ledger import Statement
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import Layer, RecordId
from eportfolio.workspace.saving import DOCUMENT
from eportfolio.workspace.standing import CLOSING_TYP

FOLDER: Final = "bestanden"
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LIMIT: Final = 60  # characters of a name that a person gave
_ENDINGS: Final = ((b"%PDF", "pdf"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg"))
_BY_CONSENT: Final = (Layer.B, Layer.B_H)


@dataclass(frozen=True)
class Attached:
    """The bytes of an attachment and where they lie in the copy; `size` in bytes."""

    sha256: str
    size: int
    path: str
    title: str


def attached(
    portfolio: Portfolio, versions: Sequence[Version], without: Collection[RecordId]
) -> dict[str, Attached]:
    """The attachments that go along, by SHA-256: not those that only left-out records name."""
    names: dict[str, tuple[str, str]] = {}
    hidden: set[str] = set()
    for one in versions:
        if one.body and "sha256" in one.body:
            sha256 = str(one.body["sha256"])
            if one.record in without:
                hidden.add(sha256)
            else:
                name = str(one.body.get("naam") or one.body.get("titel") or "")
                names[sha256] = (name, str(one.body.get("titel") or name))
    for statement in portfolio.ledger.of(CONSENT_TYP):
        expressed = statement.payload().get("expressed") or {}
        if expressed.get("evidence"):
            names.setdefault(str(expressed["evidence"]), ("", "Bewijs van een toestemming"))
    found = {}
    for number, stored in enumerate(portfolio.attachments(), 1):
        if stored.sha256 in hidden and stored.sha256 not in names:
            continue
        name, title = names.get(stored.sha256, ("", ""))
        safe = _safe(name) or f"bewijs{_ending(portfolio, stored.sha256)}"
        path = f"{FOLDER}/{number:03d}-{safe}"
        found[stored.sha256] = Attached(stored.sha256, stored.size, path, title or name)
    return found


def _safe(name: str) -> str:
    """A name that every system can have for a file; a number stands before it."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (_UNSAFE.sub("_", one).strip("._") for one in (stem if dot else name, ending))
    kept = stem[:_NAME_LIMIT]
    return f"{kept}.{ending[:8]}" if dot and ending and kept else kept


def _ending(portfolio: Portfolio, sha256: str) -> str:
    begin = next(iter(portfolio.read_attachment(sha256)), b"")
    return next((f".{name}" for mark, name in _ENDINGS if begin.startswith(mark)), "")


def entries(
    current: Iterable[Current], files: Mapping[str, Attached], *, with_x: bool = True
) -> Iterator[dict[str, Any]]:
    """Records as `portfolio load` reads them."""
    for one in current:
        entry: dict[str, Any] = {"id": one.id, "kind": one.kind, "status": one.status}
        entry["body"] = one.body
        if with_x and one.x is not None:
            entry["x"] = one.x
        if one.kind == DOCUMENT:
            file = files.get(str(one.whole.get("sha256")))
            entry |= {"file": file.path} if file else {"absent": True}
        yield entry


def absent(current: Sequence[Current]) -> list[RecordId]:
    """Ids that these records refer to and that none of them has."""
    there = {one.id for one in current}
    named = {id_ for one in current for id_ in records.references(one.kind, one.whole)}
    return sorted(named - there)


def by_right(current: Sequence[Current]) -> list[Current]:
    """What a client may take along by right (AVG 20): the layers that rest on permission. The
    record of the client is always in it, without it nothing can be read back; and so are the
    documents that the others refer to."""
    chosen = [
        one
        for one in current
        if one.kind == "client" or records.layer(one.kind, one.whole) in _BY_CONSENT
    ]
    named = {id_ for one in chosen for id_ in records.references(one.kind, one.body)}
    kept = {one.id for one in chosen}
    return [one for one in current if one.id in kept or (one.kind == DOCUMENT and one.id in named)]


def history(
    portfolio: Portfolio, versions: Sequence[Version], without: Collection[RecordId]
) -> Iterator[dict[str, Any]]:
    """Every revision with every version in it, and why some are not here."""
    told: dict[str, list[Version]] = {}
    for one in versions:
        told.setdefault(one.revision, []).append(one)
    fates = {digest: fate for digest, (_, fate) in portfolio.journal.texts().items()}
    for revision in portfolio.journal.chain().in_order():
        here = told.get(revision.hash, [])
        shown = [one for one in here if one.record not in without]
        known = {one.digest for one in here}
        gone = [
            {"digest": digest, "why": fates[digest] or "unknown"}
            for digest in revision.digests
            if digest not in known
        ]
        gone += [{"digest": one.digest, "why": "left-out"} for one in here if one.record in without]
        yield {
            "seq": revision.seq,
            "hash": revision.hash,
            "prev": list(revision.prev),
            "day": revision.day.isoformat(),
            "signed_by": revision.kid,
            "versions": [_version(one) for one in shown],
            "not_here": gone,
        }


def _version(one: Version) -> dict[str, Any]:
    return {
        "record": one.record,
        "kind": one.kind,
        "part": one.part,
        "status": one.status,
        "at": one.at,
        "by": dict(one.by),
        "reason": one.reason,
        "digest": one.digest,
        "body": one.body,
    }


def statement(one: Statement, without: Collection[RecordId]) -> dict[str, Any]:
    """A signed statement: what it says, and the bytes by which that can be checked. Of a closing
    that says something about a record in `without` that part and the bytes stay out."""
    says = one.payload()
    told = says.get("agreements", []) if one.typ == CLOSING_TYP else []
    shown = [part for part in told if part["record"] not in without]
    hides = len(shown) < len(told)
    return {
        "n": one.n,
        "typ": one.typ,
        "hash": one.hash,
        "signed_by": one.kid,
        "says": {**says, "agreements": shown} if hides else says,
        "jws": None if hides else one.jws,
    }
