"""For tests of consent: histories in a few lines, vaults in a row, and what a bundle holds."""

from __future__ import annotations

import base64
import io
import json
import re
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage
from builders import PASSPHRASE, Clock, Templates, Two

from eportfolio import records
from eportfolio.consent import Consent, Event, Permission, Version, load_groups, permit, resolve
from eportfolio.records import RecordId
from eportfolio.workspace import Workspace

ALL = resolve(["*"], ["gezondheid"], load_groups())
ORDINARY = resolve(["*"], [], load_groups())


def scope(*groups: str, explicit: Sequence[str] = ()) -> tuple[Mapping[str, Any], ...]:
    """The scope of a consent that names these groups."""
    return tuple(resolve(groups, explicit, load_groups()))


def moment(day: int, hour: int = 12) -> datetime:
    """An hour of a day; day 1 is a Monday."""
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day)


def decision(**changes: Any) -> Consent:
    """A yes of day 1 to everything, for a handover to card B, valid for two weeks."""
    base = Consent(
        hash="c1",
        pid="p1",
        id="c1",
        decision="given",
        recipient="B",
        recipient_name="Bram Oosterwijk",
        recipient_organisation="Gemeente Lindehaven",
        purpose="handover",
        lawful_basis="publieke taak",
        scope=tuple(ALL),
        excluded=frozenset(),
        excluded_versions=frozenset(),
        later_items=False,
        answer_back=False,
        onward_sharing=False,
        one_bundle=True,
        given_on=moment(1),
        valid_until=date(2026, 3, 16),
        head="h1",
        evidence=None,
        signer="A",
        payload={},
        recorded_at=moment(1),
    )
    return replace(base, **changes)


def happened(what: str, at: datetime, consent: str = "c1") -> Event:
    """Something that happened to a consent."""
    return Event(f"e-{what}", consent, what, at, "A")


@dataclass(frozen=True)
class Put:
    """A new version of a record; `body` None withdraws it."""

    record: str
    kind: str
    body: Mapping[str, Any] | None


def put(record: str, kind: str, /, **body: Any) -> Put:
    """A version of a record with this body."""
    return Put(record, kind, body)


def drop(record: str, kind: str) -> Put:
    """The withdrawal of a record."""
    return Put(record, kind, None)


def react(record: str, to: str, answer: str, day: str = "2026-03-02") -> Put:
    """The client's answer to a record."""
    return put(record, "reactie", record=to, antwoord=answer, dag=day)


def paper(record: str, sha: str, /, **body: Any) -> Put:
    """A document that names its bytes."""
    return put(record, "document", titel=record, sha256=sha, **body)


def named(record: str, revision: str, part: str = "") -> str:
    """The digest that a version gets in a `History`: record and revision, readable."""
    return f"{record}.{revision}" + (f"#{part}" if part else "")


@dataclass
class History:
    """Revisions h1, h2, … as the gate sees them; a version is called `record.h1`, a part `#X`."""

    versions: list[Version] = field(default_factory=list)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seqs: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, *revisions: Sequence[Put]) -> History:
        """A chain without forks."""
        history = cls()
        for revision in revisions:
            history.add(*revision)
        return history

    @property
    def head(self) -> str:
        return list(self.parents)[-1]

    def add(self, *changes: Put, prev: Sequence[str] | None = None) -> str:
        """One revision on top of the last one, or of those named."""
        before = tuple(([self.head] if self.parents else []) if prev is None else prev)
        name = f"h{len(self.parents) + 1}"
        self.parents[name] = before
        self.seqs[name] = 1 + max((self.seqs[one] for one in before), default=0)
        for change in changes:
            self._put(change, name)
        return name

    def _put(self, change: Put, revision: str) -> None:
        parts: dict[str, Mapping[str, Any] | None] = {"": None, "reden": None}
        if change.body is not None:
            body, x = records.split_x(change.kind, change.body)
            parts = {"": body} if x is None else {"": body, "X": x}
        for part, body in parts.items():
            version = Version(
                record=RecordId(change.record),
                kind=change.kind,
                part=part,
                seq=self.seqs[revision],
                revision=revision,
                digest=named(change.record, revision, part),
                body=body,
                status="vervallen" if change.body is None else "actueel",
            )
            self.versions.append(version)

    def below(self, head: str) -> frozenset[str]:
        """A revision and everything before it."""
        if head not in self.parents:
            return frozenset()
        return frozenset({head}).union(*(self.below(one) for one in self.parents[head]))

    def judged(self, **changes: Any) -> Permission:
        """What the gate says; without a head named, the consent saw everything."""
        consent = decision(**{"head": self.head} | changes)
        return permit(consent, self.versions, self.below(consent.head))

    def going(self, **changes: Any) -> set[str]:
        """What may go, attachments included."""
        permission = self.judged(**changes)
        return set(permission.digests | permission.attachments)


def workers(templates: Templates, folder: Path, *names: str) -> list[Workspace]:
    """Klantmanagers who all compared cards, on one clock (see `Two.clock`)."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    found = []
    for name in names:
        templates.copy(name, folder / name)
        found.append(Workspace.open(folder / name, PASSPHRASE, clock=clock))
    for one in found:
        one.contacts.export_own(folder / "own.card")
        for other in found:
            if other is not one:
                other.contacts.import_card(folder / "own.card", one.contacts.own.fingerprint)
    (folder / "scan.png").write_bytes(b"\x89PNG scan of a signed sheet")
    return found


def pair(folder: Path, giver: Workspace, taker: Workspace) -> Two:
    """Two of the klantmanagers of `workers`."""
    return Two(folder, giver._session._clock, giver, taker)


@dataclass(frozen=True)
class Opened:
    """A decrypted bundle: its members, and every byte of it with nothing left encoded."""

    members: Mapping[str, bytes]
    everything: bytes

    def holds(self, *words: str) -> list[str]:
        """Which of these words occur anywhere."""
        return [word for word in words if word.encode() in self.everything]

    def under(self, folder: str) -> dict[str, bytes]:
        """The members below a folder of the bag, by name."""
        start = f"data/{folder}/"
        return {
            name.removeprefix(start): data
            for name, data in self.members.items()
            if name.startswith(start)
        }


def opened(workspace: Workspace, bundle: Path) -> Opened:
    """Decrypt a bundle with the age keys of its recipient, with outside tools only."""
    keys = [pyrage.x25519.Identity.from_str(one.age) for one in workspace._session.vault.identities]
    plain = pyrage.decrypt(bundle.read_bytes(), keys)
    members = {}
    with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            members[member.name.partition("/")[2]] = file.read()
    return Opened(members, plain + b"\n" + b"\n".join(_decoded(plain)))


def _decoded(data: bytes) -> list[bytes]:
    """Whatever lies in `data` as base64url, decoded, and once more inside that."""
    found = []
    for piece in re.findall(rb"[A-Za-z0-9_-]{12,}", data):
        if len(piece) % 4 != 1:
            inner = base64.urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))
            found += [inner, *_decoded(inner)]
    return found


def shared_state(bundle: Opened) -> list[dict[str, Any]]:
    """The records that a bundle shows to people and other programs."""
    records_: list[dict[str, Any]] = json.loads(bundle.members["data/portfolio.json"])["records"]
    return records_
