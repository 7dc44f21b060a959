"""The gate: one pure function that says what may leave, and why each other item may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eportfolio.consent.decisions import Consent, Event, require_in_force
from eportfolio.consent.groups import covers
from eportfolio.consent.reactions import Said, counting, said
from eportfolio.errors import NotPermitted
from eportfolio.records import Layer, RecordId, layer, references, split_x

# Reasons why an item stays. The first two have their own list in a bundle; the rest are listed
# together as withheld, so that nobody learns which it was.
NEVER = "never"
LATER = "later"
SCOPE = "scope"
EXCLUDED = "excluded"
REACTION = "niet-delen"
SHARED = "shared-attachment"
LOCKED = "locked"


@dataclass(frozen=True)
class Version:
    """One disclosure of the chain as the gate sees it.

    `part` is empty for the record itself, `X` for its layer-X fields, `reden` for the reason of
    a withdrawal. `body` is None when the version only says that the record was withdrawn.
    """

    record: RecordId
    kind: str
    part: str
    seq: int
    revision: str
    digest: str
    body: Mapping[str, Any] | None
    status: str
    reason: str | None = None
    at: str = ""
    by: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Permission:
    """What may leave under one consent. Made by the gate only."""

    consent: Consent
    digests: frozenset[str]
    attachments: frozenset[str]
    reasons: Mapping[str, str]
    attachment_reasons: Mapping[str, str]

    def count(self, *reasons: str) -> int:
        """How many disclosures stay for one of these reasons."""
        return sum(reason in reasons for reason in self.reasons.values())

    @property
    def withheld(self) -> int:
        """How many disclosures stay by the client's choice."""
        return len(self.reasons) - self.count(LATER, NEVER)


def require(
    consent_hash: str,
    consents: Sequence[Consent],
    events: Sequence[Event],
    *,
    pid: str,
    recipient: str,
    purpose: str,
    at: datetime,
    versions: Sequence[Version],
    ancestors: Mapping[str, Collection[str]],
    locked: Collection[RecordId] = (),
) -> Permission:
    """What may leave, to this recipient, for this purpose, at this time.

    `ancestors` gives, for a head, that head and every revision below it. `locked`: records that
    may not be shared now; only the giving side knows of them.

    Raises:
        NotPermitted: no consent, or one that is refused, withdrawn, expired, superseded, or for
            somebody or something else; or nothing at all is covered.
    """
    consent = require_in_force(
        consent_hash, consents, events, pid=pid, recipient=recipient, purpose=purpose, at=at
    )
    permission = permit(consent, versions, frozenset(ancestors.get(consent.head, ())), locked)
    if not permission.digests:
        raise NotPermitted("consent-scope", "nothing-covered")
    return permission


def permit(
    consent: Consent,
    versions: Sequence[Version],
    at_head: Collection[str],
    locked: Collection[RecordId] = (),
    there: Collection[RecordId] = (),
) -> Permission:
    """Judge every disclosure under a consent that is known to be in force (consent.md, gate).

    `there`: records that the recipient has already, and that are not judged.
    """
    return _Judge(consent, versions, at_head, locked, there).permission()


class _Judge:
    """One run of the gate: start with everything, strike out what may not go, until it is still.

    Striking is done twice: first as if all of it were in time, which gives what is covered at
    all; then in time. What refers to bytes must be covered, also where it is newer.
    """

    def __init__(
        self,
        consent: Consent,
        versions: Sequence[Version],
        at_head: Collection[str],
        locked: Collection[RecordId],
        there: Collection[RecordId],
    ) -> None:
        self.consent = consent
        self.at_head = at_head
        self.locked = locked
        self.there = there
        self.all = versions
        self.x = {(v.record, v.revision): v.body or {} for v in versions if v.part == "X"}
        self.main: dict[RecordId, list[Version]] = {}
        for version in versions:
            if version.part == "":
                self.main.setdefault(version.record, []).append(version)
        self.whole = {
            v.digest: {**(v.body or {}), **self.x.get((v.record, v.revision), {})}
            for v in versions
            if v.part == ""
        }
        self.reactions = [v for v in versions if v.part == "" and v.kind == "reactie" and v.body]
        self.referring: dict[RecordId, list[Version]] = {}
        self.naming: dict[str, list[Version]] = {}
        for one in (v for found in self.main.values() for v in found if v.body is not None):
            whole = self.whole[one.digest]
            targets = set(references(one.kind, whole)) - {one.record}
            if one.kind == "reactie":
                targets -= {_target(one)}
            for target in targets:
                self.referring.setdefault(target, []).append(one)
            if isinstance(sha := whole.get("sha256"), str):
                self.naming.setdefault(sha, []).append(one)
        self.fixed = {record: self._fixed_reason(record) for record in self.main}
        self.outgrown = self._outgrown()
        self.reasons: dict[str, str] = {}

    def permission(self) -> Permission:
        self.covered = self._strike(in_time=False)
        going = self._strike(in_time=True)
        for version in self.all:
            if version.part == "reden":
                stays = self.reasons.get(self._own(version)) or self._version_reason(version)
                if stays:
                    self.reasons[version.digest] = stays
                else:
                    going.add(version.digest)
            elif version.part:
                self.reasons[version.digest] = NEVER
        return self._result(going)

    def _own(self, part: Version) -> str:
        found = [v for v in self.main.get(part.record, []) if v.revision == part.revision]
        if found:
            return found[0].digest
        self.reasons[part.digest] = SCOPE
        return part.digest

    def _strike(self, *, in_time: bool) -> set[str]:
        left = {v.digest for found in self.main.values() for v in found}
        self.reasons = {}
        while True:
            refused = self._refused(left)
            struck = {
                v.digest: reason
                for found in self.main.values()
                for v in found
                if v.digest in left and (reason := self._reason(v, left, refused, in_time))
            }
            if not struck:
                return left
            self.reasons |= struck
            left -= struck.keys()

    def _reason(
        self, version: Version, left: set[str], refused: set[RecordId], in_time: bool
    ) -> str | None:
        """Why a version stays, as far as is known now."""
        record = version.record
        if reason := self.fixed[record]:
            return reason
        if record in refused:
            return REACTION
        stays = self._version_reason(version)
        if stays not in (None, LATER):
            return stays
        if version.body is None:  # that an item was withdrawn, where a version of it goes
            with_it = [v for v in self.main[record] if v.body is not None]
            return None if any(v.digest in left for v in with_it) else self._follow(with_it)
        if in_time and stays:
            return stays
        if version.kind == "reactie":
            if _target(version) in self.there:
                return REACTION if _target(version) in refused else None
            about = self.main.get(_target(version), [])
            return None if any(v.digest in left for v in about) else self._follow(about)
        if version.kind == "document":
            return self._document_reason(version, left, in_time)
        return None

    def _follow(self, versions: Iterable[Version]) -> str:
        return next((self.reasons[v.digest] for v in versions if v.digest in self.reasons), SCOPE)

    def _document_reason(self, version: Version, left: set[str], in_time: bool) -> str | None:
        """Bytes travel only when everything that names or refers to them is covered."""
        covered = self.covered if in_time else left
        users = self.referring.get(version.record, [])
        if any(user.digest not in covered for user in users):
            return SCOPE
        sha = self.whole[version.digest].get("sha256")
        alike = [v for v in self.naming.get(str(sha), []) if v.digest not in covered]
        if alike:
            return SHARED
        owners = self._owners(version.record)
        if in_time and owners and not any(owner.digest in left for owner in owners):
            return LATER
        return None

    def _owners(self, document: RecordId) -> list[Version]:
        """With whom a document travels; another document or a reaction only holds it back."""
        users = self.referring.get(document, [])
        return [user for user in users if user.kind not in _DEPENDENT]

    def _fixed_reason(self, record: RecordId) -> str | None:
        """Why a record as a whole may not leave, whatever else is in the dossier."""
        bodies = [version for version in self.main[record] if version.body is not None]
        if len({version.kind for version in self.main[record]}) > 1:
            return SCOPE
        if any(layer(v.kind, self.whole[v.digest]) is Layer.X for v in bodies):
            return NEVER
        if any(split_x(v.kind, v.body or {})[1] is not None for v in bodies):
            return NEVER  # a field of layer X stands in the open part: somebody's mistake
        if record in self.locked:
            return LOCKED
        special = any(layer(v.kind, v.body or {}) is Layer.B_H for v in bodies)
        if special and not any(
            entry.get("special") for entry in self.consent.scope
        ):  # AVG art. 9(2)(a): its own, separate yes
            return SCOPE
        if record in self.consent.excluded:
            return EXCLUDED
        if not bodies:
            return SCOPE
        kind = bodies[0].kind
        if kind == "reactie" or (kind == "document" and self._owners(record)):
            return None
        covered = all(
            any(covers(entry, version.kind, version.body) for entry in self.consent.scope)
            for version in bodies
        )
        return None if covered else SCOPE

    def _refused(self, left: set[str]) -> set[RecordId]:
        """By the latest reaction of all, and by the latest of those that go: the receiving side
        must come to the same answer."""
        seen = [v for v in self.reactions if v.digest in left and not self._version_reason(v)]
        return _refused_by_reaction(self.reactions) | _refused_by_reaction(seen)

    def _version_reason(self, version: Version) -> str | None:
        if version.digest in self.outgrown:
            return NEVER
        if (version.record, version.seq) in self.consent.excluded_versions:
            return EXCLUDED
        if version.revision in self.at_head or self.consent.later_items:
            return None
        return LATER

    def _outgrown(self) -> set[str]:
        """Versions that still show a part which a later version moved to layer X."""
        found: set[str] = set()
        for (record, revision), x in self.x.items():
            for now in (v for v in self.main.get(record, []) if v.revision == revision and v.body):
                for name in x.keys() & (now.body or {}).keys():
                    kept = (now.body or {})[name]
                    found |= {
                        old.digest
                        for old in self.main[record]
                        if old.seq < now.seq
                        and any(part not in kept for part in (old.body or {}).get(name) or ())
                    }
        return found

    def _result(self, going: set[str]) -> Permission:
        leaving: set[str] = set()
        staying: dict[str, str] = {}
        for sha, naming in self.naming.items():
            named = [v for v in naming if v.kind == "document"]
            if any(v.digest in going for v in named):
                leaving.add(sha)
            elif named:
                staying[sha] = self.reasons[named[0].digest]
        return Permission(
            self.consent, frozenset(going), frozenset(leaving), dict(self.reasons), staying
        )


_DEPENDENT = ("document", "reactie")


def _target(reaction: Version) -> RecordId:
    return RecordId(str((reaction.body or {}).get("record")))


def _refused_by_reaction(reactions: Iterable[Version]) -> set[RecordId]:
    """Records of which the answer that counts is 'niet delen'."""
    found: dict[RecordId, list[Said]] = {}
    for version in reactions:
        answer = said(version.body or {}, version.seq, version.at)
        found.setdefault(_target(version), []).append(answer)
    return {record for record, answers in found.items() if counting(answers).refuses}
