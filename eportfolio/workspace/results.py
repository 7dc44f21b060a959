"""What the use cases of a handover answer: plain values, for a screen or a command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from eportfolio.bundle.claims import RETURN
from eportfolio.bundle.receive import Relation, require_importable
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.consent import load_groups
from eportfolio.errors import Conflict
from eportfolio.portfolio import Current
from eportfolio.records import RecordId
from eportfolio.statute import Finding
from eportfolio.workspace.story import Topic
from eportfolio.workspace.synthesis import Synthesis


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


class Sides(NamedTuple):
    """A record that was changed here and in the bundle, each since they went apart."""

    ours: Current
    theirs: Current


@dataclass(frozen=True)
class Inspection:
    """A bundle that was verified, and how it relates to what is here. Nothing was written.
    `sides`: what a merge must choose between; `merges_quietly`: it is split from what is here, but
    by additions only, so that nobody has to choose. `synthesis` and `told` are made here from the
    verified records, when somebody looks."""

    bundle: VerifiedBundle
    relation: Relation
    sides: tuple[Sides, ...] = ()
    synthesis: Synthesis | None = None
    told: tuple[Topic, ...] = ()
    merges_quietly: bool = False

    @property
    def obstacle(self) -> Conflict | None:
        """Why it cannot be taken in as it is: older than what is here, or split from it."""
        try:
            require_importable(self.relation, merge=self.merges_quietly)
        except Conflict as error:
            return error
        return None

    @property
    def not_chosen(self) -> tuple[str, ...]:
        """Titles of the item groups that the consent leaves out. It says nothing about what comes
        back from a cover."""
        if self.bundle.claims.purpose == RETURN:
            return ()
        chosen = {str(entry["group"]) for entry in self.bundle.consent.scope}
        return tuple(one.title for name, one in load_groups().items() if name not in chosen)

    @property
    def must_answer(self) -> tuple[Current, ...]:
        """The agreements that need an answer before it is taken in."""
        asked = self.bundle.claims.purpose == "handover" and self.relation.name != "same"
        return tuple(self.bundle.open_agreements) if asked else ()


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


@dataclass(frozen=True)
class ProofLine:
    """One record that was sent, and whether each version of it arrived."""

    record: RecordId
    kind: str
    headline: str
    arrived: bool


@dataclass(frozen=True)
class Proof:
    """What a receipt says, before anything is closed for it. `unanswered`: open agreements that
    did not travel. `newer`: changes made here after the bundle."""

    portfolio: str
    bundle: str
    purpose: str
    by: str
    organisation: str
    at: datetime
    lines: tuple[ProofLine, ...]
    files: int
    files_missing: int
    complete: bool
    synthesis: str | None
    unanswered: tuple[Current, ...]
    newer: int
    is_closed: bool
