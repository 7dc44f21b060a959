"""A dossier that a colleague lent to the owner of the demonstration, for the pictures."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.app import now
from ui.openings import open_colleague

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

GIVER = "jansen"
WISH = {"eigen_woorden": "Ik wil leren lassen en daarna bij een werf werken."}


def lent(vaults: Path) -> Callable[[Workspace], str]:
    """Which dossier was lent; the first time a colleague lends it, and something is added."""

    def work(workspace: Workspace) -> str:
        from eportfolio.workspace.answers import read_answers

        for row in workspace.dossiers.caseload():
            if row.status == "vervanging":
                return row.portfolio
        file = _lend(vaults, workspace.contacts.own.thumbprint)
        pid = workspace.handovers.receive(file, answers=read_answers({})).portfolio
        workspace.dossiers.add(pid, "wens", WISH)
        return pid

    return work


def _lend(vaults: Path, to: str) -> Path:
    with open_colleague(vaults, GIVER, now) as giver:
        pid = next(one.portfolio for one in giver.dossiers.caseload() if one.status == "open")
        request: dict[str, Any] = {
            "recipient": to,
            "purpose": "cover",
            "groups": ["*"],
            "lawful_basis": "publieke taak",
            "answer_back": True,
            "language": "nl",
            "expressed": {"how": "handtekening papier", "evidence": "blad.png"},
            "explained_by": giver.contacts.own.name,
            "interpreter": {"kind": "telefonisch", "name": "tolk 4711", "relative": False},
            "teach_back": {"done": True, "words": "mijn plan gaat mee"},
        }
        blad = BytesIO(b"\x89PNG")
        consent = giver.consents.give(pid, request, lambda _: blad).consent.id
        return giver.handovers.create(pid, consent, to, vaults).file
