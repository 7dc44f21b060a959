"""What the use cases of a handover answer: plain values, for a screen or a command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eportfolio.bundle.receive import Relation
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.records import RecordId
from eportfolio.statute import Finding


@dataclass(frozen=True)
class PreviewLine:
    """One record and what happens to it. `stays` says why it does not go; None when it goes."""

    record: RecordId
    kind: str
    headline: str
    versions: int
    stays: str | None


@dataclass(frozen=True)
class Preview:
    """Exactly what a bundle would hold."""

    lines: tuple[PreviewLine, ...]
    documents: int
    bytes: int
    withheld: int
    later: int
    open_agreements: tuple[RecordId, ...]
    left_behind: tuple[RecordId, ...]


@dataclass(frozen=True)
class Sent:
    """A bundle that was made."""

    bundle: str
    file: Path
    records: int
    documents: int
    withheld: int
    later: int
    size: int
    head: str


@dataclass(frozen=True)
class Inspection:
    """A bundle that was verified, and how it relates to what is here. Nothing was written."""

    bundle: VerifiedBundle
    relation: Relation


@dataclass(frozen=True)
class Received:
    """A bundle that was taken in. `hours`: `same`, `different`, `other-rules` or `not-sent`: what
    counting the lines again gave beside the totals that the sender signed. `findings`: what the
    law says of the dossier as it is here; nothing was refused for it."""

    portfolio: str
    relation: str
    records: int
    documents: int
    withheld: int
    later: int
    erased: int
    open_agreements: tuple[RecordId, ...]
    receipt: Path | None
    hours: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Closed:
    """What a receipt proved. `differences` are digests that did not arrive as they were sent."""

    bundle: str
    complete: bool
    closed: bool
    differences: tuple[str, ...]
    synthesis: str | None
