"""The gate: one pure function that says what may leave, and why each other item may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from eportfolio.consent.decisions import Consent, Event, require_in_force
from eportfolio.consent.groups import covers
from eportfolio.errors import NotPermitted
from eportfolio.records import Layer, RecordId, layer, references

# Reasons why an item stays. The first two have their own list in a bundle; the rest are the
# client's choice and are listed together as withheld, so that nobody learns which it was.
NEVER = "never"
LATER = "later"
SCOPE = "scope"
EXCLUDED = "excluded"
REACTION = "niet-delen"
SHARED = "shared-attachment"


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
) -> Permission:
    """What may leave, to this recipient, for this purpose, at this time.

    `ancestors` gives, for a head, that head and every revision below it.

    Raises:
        NotPermitted: no consent, or one that is refused, withdrawn, expired, superseded, or for
            somebody or something else; or nothing at all is covered.
    """
    consent = require_in_force(
        consent_hash, consents, events, pid=pid, recipient=recipient, purpose=purpose, at=at
    )
    permission = permit(consent, versions, frozenset(ancestors.get(consent.head, ())))
    if not permission.digests:
        raise NotPermitted("consent-scope", "nothing-covered")
    return permission


def permit(consent: Consent, versions: Sequence[Version], at_head: Collection[str]) -> Permission:
    """Judge every disclosure under a consent that is known to be in force (consent.md, gate)."""
    return _Judge(consent, versions, at_head).permission()


class _Judge:
    """One run of the gate: the facts, indexed once."""

    def __init__(
        self, consent: Consent, versions: Sequence[Version], at_head: Collection[str]
    ) -> None:
        self.consent = consent
        self.at_head = at_head
        self.all = versions
        self.main: dict[RecordId, list[Version]] = {}
        for version in versions:
            if version.part == "":
                self.main.setdefault(version.record, []).append(version)
        self.referring: dict[RecordId, list[Version]] = {}
        for version in self._bodies("document", "reactie", without=True):
            for target in references(version.kind, version.body or {}):
                self.referring.setdefault(target, []).append(version)
        self.attachments = _attachments(self._bodies("document"))
        self.refused = _refused_by_reaction(self._bodies("reactie"))
        self.travelling: set[str] = set()
        self.reasons: dict[str, str] = {}

    def _bodies(self, *kinds: str, without: bool = False) -> list[Version]:
        return [
            version
            for versions in self.main.values()
            for version in versions
            if (version.kind in kinds) != without and version.body is not None
        ]

    def permission(self) -> Permission:
        ordinary = [record for record in self.main if self._kind(record) not in _DEPENDENT]
        for record in ordinary:
            self._judge(record, self._own_reason(record) or self._scope_reason(record))
        documents = [record for record in self.main if self._kind(record) == "document"]
        reasons = {record: self._document_reason(record) for record in documents}
        for record in documents:
            self._judge(record, self._shared_reason(record, reasons))
        for record in self.main:
            if self._kind(record) == "reactie":
                self._judge(record, self._own_reason(record) or self._target_reason(record))
        for version in self.all:
            if version.part:
                self._judge_part(version)
        return self._result()

    def _kind(self, record: RecordId) -> str:
        return self.main[record][0].kind

    def _own_reason(self, record: RecordId) -> str | None:
        """Why the record itself may not leave, whatever its group."""
        versions = self.main[record]
        if len({version.kind for version in versions}) > 1:
            return SCOPE
        if any(layer(v.kind, v.body) is Layer.X for v in versions if v.body is not None):
            return NEVER
        if record in self.consent.excluded:
            return EXCLUDED
        return REACTION if record in self.refused else None

    def _scope_reason(self, record: RecordId) -> str | None:
        """The strictest group over all versions counts: each of them must be covered."""
        bodies = [version for version in self.main[record] if version.body is not None]
        covered = all(
            any(covers(entry, version.kind, version.body) for entry in self.consent.scope)
            for version in bodies
        )
        return None if bodies and covered else SCOPE

    def _document_reason(self, record: RecordId) -> str | None:
        """A document travels with the records that refer to it; alone, by its own group."""
        if reason := self._own_reason(record):
            return reason
        referring = self.referring.get(record, [])
        if not referring:
            return self._scope_reason(record)
        for version in referring:
            reason = self.reasons.get(version.digest)
            if reason not in (None, LATER):
                return SCOPE if reason in (SCOPE, NEVER) else reason
        return None if any(v.digest in self.travelling for v in referring) else LATER

    def _shared_reason(
        self, record: RecordId, reasons: Mapping[RecordId, str | None]
    ) -> str | None:
        """The same bytes under another document that stays: then both stay."""
        if reasons[record] is not None:
            return reasons[record]
        shas = {sha for sha, records in self.attachments.items() if record in records}
        for sha in shas:
            for other in self.attachments[sha]:
                if reasons[other] not in (None, LATER) or self._leaves_out(other, sha):
                    return SHARED
        return None

    def _leaves_out(self, record: RecordId, sha: str) -> bool:
        """Whether a version that names these bytes was excluded by itself."""
        return any(
            (version.body or {}).get("sha256") == sha
            and (record, version.seq) in self.consent.excluded_versions
            for version in self.main[record]
        )

    def _target_reason(self, record: RecordId) -> str | None:
        """A reaction travels with the record it is about."""
        targets = {
            RecordId(str((version.body or {}).get("record"))) for version in self.main[record]
        }
        for target in targets:
            if not any(v.digest in self.travelling for v in self.main.get(target, [])):
                return self._reason_of(target)
        return None

    def _reason_of(self, record: RecordId) -> str:
        reasons = [self.reasons.get(v.digest) for v in self.main.get(record, [])]
        return next((reason for reason in reasons if reason), SCOPE)

    def _judge(self, record: RecordId, reason: str | None) -> None:
        """Spread the answer for a record over its versions."""
        bare: list[Version] = []
        travels = False
        for version in self.main[record]:
            stays = reason or self._version_reason(version)
            if stays is None:
                self.travelling.add(version.digest)
                travels = True
            elif stays == LATER and version.body is None:
                bare.append(version)
            else:
                self.reasons[version.digest] = stays
        for version in bare:  # the bare fact that a shared item was withdrawn later
            if travels:
                self.travelling.add(version.digest)
            else:
                self.reasons[version.digest] = LATER

    def _version_reason(self, version: Version) -> str | None:
        if (version.record, version.seq) in self.consent.excluded_versions:
            return EXCLUDED
        if version.revision in self.at_head or self.consent.later_items:
            return None
        return LATER

    def _judge_part(self, version: Version) -> None:
        if version.part != "reden":
            self.reasons[version.digest] = NEVER
            return
        own = next(
            (v for v in self.main.get(version.record, []) if v.revision == version.revision), None
        )
        stays = self.reasons.get(own.digest) if own else SCOPE
        stays = stays or self._version_reason(version)
        if stays is None:
            self.travelling.add(version.digest)
        else:
            self.reasons[version.digest] = stays

    def _result(self) -> Permission:
        leaving: set[str] = set()
        staying: dict[str, str] = {}
        for sha, records in self.attachments.items():
            named = [v for r in records for v in self.main[r] if _names(v, sha)]
            if any(version.digest in self.travelling for version in named):
                leaving.add(sha)
            else:
                staying[sha] = next(self.reasons[v.digest] for v in named)
        return Permission(
            self.consent,
            frozenset(self.travelling),
            frozenset(leaving),
            dict(self.reasons),
            staying,
        )


_DEPENDENT = ("document", "reactie")


def _names(version: Version, sha: str) -> bool:
    return (version.body or {}).get("sha256") == sha


def _attachments(documents: Iterable[Version]) -> dict[str, set[RecordId]]:
    """Which documents name which bytes, in any version."""
    named: dict[str, set[RecordId]] = {}
    for version in documents:
        sha = (version.body or {}).get("sha256")
        if isinstance(sha, str):
            named.setdefault(sha, set()).add(version.record)
    return named


def _refused_by_reaction(reactions: Iterable[Version]) -> set[RecordId]:
    """Records whose latest reaction is 'niet delen'; on one day the last recorded counts, and
    of several in one revision the strictest."""
    latest: dict[RecordId, tuple[str, int, bool]] = {}
    for version in reactions:
        body = version.body or {}
        record = RecordId(str(body.get("record")))
        refuses = body.get("antwoord") == "niet delen"
        answer = (str(body.get("dag", "")), version.seq, refuses)
        latest[record] = max(latest.get(record, answer), answer)
    return {record for record, (_, _, refuses) in latest.items() if refuses}
