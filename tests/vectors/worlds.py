"""The two sound bundles that every vector is a change of: a small one, and one with documents."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from builders import Clock, consent_request, find_record
from builders_bundles import Change, Parts, load_people, meet, open_vault, rebuild
from builders_records import EXAMPLES

from eportfolio.records import RecordId
from eportfolio.vault import Identity
from eportfolio.workspace import Workspace

WISH, SECRET, HALF, SILENT, LATE = (
    "Ik wil kok worden",
    "Ik wil liever niet meer naar de taalles",
    "Ik wil naar de avondschool",
    "Mijn broer mag dit niet weten",
    "Ik wil een eigen zaak",
)
SMALL = {"wish": WISH, "secret": SECRET}
LARGE = {"half": HALF, "silent": SILENT}


@dataclass
class World:
    """A sound bundle, what was left out of it, and everybody's keys."""

    bundle: bytes
    hidden: dict[str, str]
    ids: dict[str, RecordId]
    files: dict[str, bytes]
    people: dict[str, Identity]

    @property
    def giver(self) -> Identity:
        return self.people["giver"]

    @property
    def taker(self) -> Identity:
        return self.people["taker"]

    def rebuilt(self, change: Change) -> bytes:
        return rebuild(self.bundle, self.taker.age, self.giver, change)


class _Seeded:
    """The same salts and ids every time; the envelope of age stays random."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - test data, not keys

    def token_bytes(self, size: int) -> bytes:
        return self._random.randbytes(size)

    def uuid4(self) -> uuid.UUID:
        return uuid.UUID(bytes=self._random.randbytes(16), version=4)


def make_world(folder: Path, *, documents: bool) -> World:
    seeded = _Seeded(2 if documents else 1)
    with (
        mock.patch("eportfolio.crypto.secrets.token_bytes", seeded.token_bytes),
        mock.patch("uuid.uuid4", seeded.uuid4),
    ):
        return _make_world(folder, documents=documents)


def _make_world(folder: Path, *, documents: bool) -> World:
    people = load_people()
    folder.mkdir()
    clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    giver = open_vault(folder / "giver", people["giver"], clock)
    meet(giver, folder, people["taker"])
    files = {"foto.png": b"\x89PNG foto", "brief.pdf": b"%PDF brief", "scan.png": b"\x89PNG scan"}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    pid = giver.dossiers.load(_dossier(documents=documents), folder).portfolio
    ids = _live(giver, pid, clock)
    consent = giver.consents.give(pid, _request(people, ids, documents=documents), folder)
    clock.advance(days=1)
    ids["late"] = giver.dossiers.add(pid, "wens", {"eigen_woorden": LATE}).records[0]
    clock.advance(days=4)
    to = people["taker"].card.thumbprint
    sent = giver.handovers.create(pid, consent.consent.id, to, folder)
    with giver._session.portfolio(pid) as portfolio:
        chain = portfolio.journal.chain()
        texts = {digest: text for digest, (text, _) in portfolio.journal.texts().items() if text}
        hidden = {
            f"{one.record}@{one.seq}{one.part}": texts[one.digest]
            for one in portfolio.journal.versions(chain)
        }
    giver.close()
    world = World(sent.file.read_bytes(), hidden, ids, files, people)
    world.bundle = world.rebuilt(_shorten)
    return world


def _shorten(parts: Parts) -> None:
    """The text for people is free; a short one keeps a hundred vectors small."""
    parts.readme = b"Lees mij.\n"


def _dossier(*, documents: bool) -> list[dict[str, Any]]:
    wishes = SMALL | (LARGE if documents else {})
    entries: list[dict[str, Any]] = [
        {"ref": "client", "kind": "client", "body": EXAMPLES["client"]},
        {"ref": "health", "kind": "gezondheid", "body": {"effect_op_leren": "rugklachten"}},
    ]
    entries += [
        {"ref": ref, "kind": "wens", "body": {"eigen_woorden": words}}
        for ref, words in wishes.items()
    ]
    papers = {
        "foto": ("Foto", "foto.png"),
        "brief": ("Brief", "brief.pdf"),
        "kopie": ("Kopie", "brief.pdf"),
    }
    if documents:
        entries += [
            {"ref": ref, "kind": "document", "body": {"titel": title}, "file": file}
            for ref, (title, file) in papers.items()
        ]
    return entries


def _live(giver: Workspace, pid: str, clock: Clock) -> dict[str, RecordId]:
    """A few days of work: two amendments and a reaction. Gives the ids by name."""
    words = SMALL | LARGE
    ids = {
        name: one.id
        for one in giver.dossiers.read(pid)
        for name, said in words.items()
        if one.body.get("eigen_woorden") == said
    }
    ids["health"] = find_record(giver, pid, "gezondheid").id
    ids |= {
        one.body["titel"].lower(): one.id
        for one in giver.dossiers.read(pid)
        if one.kind == "document"
    }
    for name in sorted(ids.keys() & {"wish", "half"}):
        clock.advance(hours=1)
        giver.dossiers.amend(pid, ids[name], {"eigen_woorden": f"{words[name]} in de stad"})
    if "silent" in ids:
        clock.advance(hours=1)
        reaction = {"record": ids["silent"], "antwoord": "niet delen", "dag": "2026-03-02"}
        ids["reaction"] = giver.dossiers.add(pid, "reactie", reaction).records[0]
    clock.advance(hours=1)
    return ids


def _request(
    people: dict[str, Identity], ids: dict[str, RecordId], *, documents: bool
) -> dict[str, Any]:
    spoken = {"how": "mondeling met getuige", "witness": "A. Getuige"}
    signed = {"how": "handtekening papier", "evidence": "scan.png"}
    excluded = [ids["secret"], *([f"{ids['half']}@1", ids["brief"]] if documents else [])]
    return consent_request(
        people["taker"].card.thumbprint,
        groups=["wensen", "documenten"] if documents else ["wensen"],
        excluded=excluded,
        expressed=signed if documents else spoken,
        valid_until="2026-06-02",
    )
