"""Worlds for tests: vaults with cheap keys, a clock that stands still, dossiers, consents."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from builders_records import EXAMPLES

from eportfolio import crypto
from eportfolio.bundle.receive import Answers
from eportfolio.errors import EportfolioError
from eportfolio.store import Store
from eportfolio.vault import HEADER, REGISTER
from eportfolio.vault.header import open_slots
from eportfolio.workspace import Workspace
from eportfolio.workspace.results import Closed, Received, Sent

PASSPHRASE = "vijf woorden om te testen"
EVERYTHING: Mapping[str, Any] = {"groups": ["*"], "explicit": ["gezondheid"], "later_items": True}


@dataclass
class Clock:
    """Stands still until told otherwise."""

    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def make_vault(path: Path, name: str, organisation: str = "Gemeente Waterdael") -> str:
    """A vault with the cheapest keys the product allows; gives the recovery key."""
    workspace, recovery = Workspace.create(
        path,
        PASSPHRASE,
        name=name,
        organisation=organisation,
        clock=Clock(datetime(2026, 1, 5, 9, 0, tzinfo=UTC)),
        unlock_seconds=0,
    )
    workspace.close()
    return recovery


@dataclass
class Two:
    """Two klantmanagers who compared cards: `giver` has dossiers, `taker` receives."""

    folder: Path
    clock: Clock
    giver: Workspace
    taker: Workspace

    @property
    def to(self) -> str:
        return self.taker.contacts.own.thumbprint

    def load(self, entries: Sequence[Mapping[str, Any]]) -> str:
        return self.giver.dossiers.load(entries, self.folder).portfolio

    def consent(self, pid: str, **changes: Any) -> str:
        request = consent_request(self.to, **changes)
        return self.giver.consents.give(pid, request, self.folder).consent.id

    def send(self, pid: str, consent: str) -> Sent:
        return self.giver.handovers.create(pid, consent, self.to, self.folder)

    def receive(self, sent: Sent, **changes: Any) -> Received:
        answers = changes.pop("answers", Answers("overnemen"))
        receipt = unused(self.folder / f"{sent.bundle}.receipt")
        return self.taker.handovers.receive(sent.file, answers=answers, receipt=receipt, **changes)

    def close(self, received: Received, answers: Answers | None = None) -> Closed:
        assert received.receipt is not None
        return self.giver.handovers.close(received.receipt, answers or Answers())

    def hand_over(self, pid: str, **changes: Any) -> tuple[Sent, Received, Closed]:
        sent = self.send(pid, self.consent(pid, **changes))
        received = self.receive(sent)
        return sent, received, self.close(received)


def unused(path: Path) -> Path:
    """The path, or one beside it when something stands there: nothing is overwritten."""
    return (
        path.with_stem(f"{path.stem}-{len(list(path.parent.iterdir()))}") if path.exists() else path
    )


@dataclass
class Templates:
    """Vaults made once and copied for each test: deriving a key costs a tenth of a second."""

    folder: Path
    recovery: dict[str, str] = field(default_factory=dict)

    def copy(self, name: str, target: Path) -> None:
        template = self.folder / name
        if not template.exists():
            self.recovery[name] = make_vault(template, name)
        shutil.copytree(template, target)

    def two(self, folder: Path) -> Two:
        clock = Clock()
        folder.mkdir(exist_ok=True)
        for name in ("giver", "taker"):
            self.copy(name, folder / name)
        giver = Workspace.open(folder / "giver", PASSPHRASE, clock=clock)
        taker = Workspace.open(folder / "taker", PASSPHRASE, clock=clock)
        for one, other in ((giver, taker), (taker, giver)):
            card = folder / f"{one.contacts.own.thumbprint}.card"
            one.contacts.export_own(card)
            other.contacts.import_card(card, one.contacts.own.fingerprint)
        (folder / "scan.png").write_bytes(b"\x89PNG scan of a signed sheet")
        (folder / "diploma.pdf").write_bytes(b"%PDF-1.4 diploma " * 400)
        (folder / "foto.png").write_bytes(b"\x89PNG foto " * 300)
        return Two(folder, clock, giver, taker)


def consent_request(to: str, **changes: Any) -> dict[str, Any]:
    """A complete yes to everything that is not special, as `consent give` reads it."""
    return {
        "recipient": to,
        "purpose": "handover",
        "groups": ["*"],
        "lawful_basis": "publieke taak",
        "answer_back": True,
        "language": "ar",
        "expressed": {"how": "handtekening papier", "evidence": "scan.png"},
        "explained_by": "A. Brouwer",
        "interpreter": {"kind": "telefonisch", "name": "tolk 4711", "relative": False},
        "teach_back": {"done": True, "words": "mijn plan gaat mee"},
        **changes,
    }


def dossier() -> list[dict[str, Any]]:
    """A small dossier with one record of most groups, two documents and a layer-X note."""
    return [
        {"ref": "client", "kind": "client", "body": EXAMPLES["client"]},
        {"ref": "diploma", "kind": "document", "body": {"titel": "Diploma"}, "file": "diploma.pdf"},
        {"ref": "foto", "kind": "document", "body": {"titel": "Foto"}, "file": "foto.png"},
        {
            "ref": "certificaat",
            "kind": "certificaat",
            "body": {"type": "BUITENL_DIPLOMA", "titel": "Diploma", "bestand": "diploma"},
        },
        {
            "ref": "afspraak",
            "kind": "afspraak",
            "body": {
                "onderwerp": "Fiets",
                "wat": "Fiets via gemeente",
                "status": "Open",
                "toezegging_gemeente": True,
                "werknotitie": "nog bellen met de fietsenbank",
            },
        },
        {"ref": "gezondheid", "kind": "gezondheid", "body": {"effect_op_leren": "rugklachten"}},
        {"ref": "wens", "kind": "wens", "body": {"eigen_woorden": "Ik wil kok worden"}},
        {"ref": "uren", "kind": "urenregel", "body": EXAMPLES["urenregel"]},
    ]


def find_record(workspace: Workspace, pid: str, kind: str) -> Any:
    """The one record of a kind."""
    (found,) = [one for one in workspace.dossiers.read(pid) if one.kind == kind]
    return found


def state(workspace: Workspace, pid: str, size: int | None = None) -> dict[str, Any]:
    """A dump that can be compared between two vaults."""
    dump = workspace.dossiers.dump(pid, size)
    return {
        "size": dump.size,
        "head": dump.head,
        "records": [(one.id, one.kind, one.status, one.body) for one in dump.records],
        "documents": [asdict(one) for one in dump.documents],
    }


def files(path: Path) -> dict[str, str]:
    """Every file below a folder with its SHA-256; the lock says nothing and is left out, and so
    is the access log in a register: that a command ran and was refused stands there."""
    return {
        str(file.relative_to(path)): _register(file) or _sha256(file.read_bytes())
        for file in sorted(path.rglob("*"))
        if file.is_file() and not file.name.startswith("vault.lock")
    }


def _register(file: Path) -> str | None:
    """Of what stands in a register, but for the access log; None for any other file, and for a
    register that cannot be opened."""
    if file.name != REGISTER or not (file.parent / HEADER).is_file():
        return None
    try:
        store = Store.open(file, _register_key((file.parent / HEADER).read_bytes()))
    except (EportfolioError, ValueError, KeyError, TypeError):  # also a header that is broken
        return None
    try:
        tables = [
            str(row[0])
            for row in store.read_all("SELECT name FROM sqlite_master WHERE type = 'table'")
            if row[0] not in ("access_log", "access_tip", "search")
        ]
        queries = [f"SELECT * FROM {one}" for one in tables]  # noqa: S608 - the file's own names
        return _sha256(repr([store.read_all(one) for one in queries]).encode())
    except EportfolioError:
        return None
    finally:
        store.close()


@cache
def _register_key(header: bytes) -> bytes:
    vmk = open_slots(json.loads(header), PASSPHRASE)
    return crypto.derive_key(vmk, "eportfolio register 1")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
