"""What the worker thread does for the disclosure ledger of a dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.disclosures import Disclosure
    from ui.sections import Current


@dataclass(frozen=True)
class Shared:
    """The newest line first, and the records that the lines name."""

    name: str
    lines: Sequence[Disclosure]
    records: Mapping[str, Current]


def shared(portfolio: str) -> Callable[[Workspace], Shared]:
    """Everything of a dossier that went somewhere or came from somewhere."""

    def work(workspace: Workspace) -> Shared:
        lines = workspace.disclosures.of(portfolio)
        records = {str(one.id): one for one in workspace.dossiers.read(portfolio)}
        row = workspace.dossiers.find(portfolio)
        return Shared(row.name if row is not None else "", lines[::-1], records)

    return work
