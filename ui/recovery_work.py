"""What the worker thread does for the ways into the vault: look, practise, renew, lend, divide.

A new way in is made only after the passphrase was typed again: whoever finds an open window must
not be able to let somebody else in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.recovery import State

SHEETS = "deelbladen"


@dataclass(frozen=True)
class Proposed:
    """A key on a sheet that opens nothing yet."""

    sheet: Path
    key: str = field(repr=False)


def look(workspace: Workspace) -> State:
    """Who can open this vault."""
    return workspace.recovery.state()


def practise(key: str) -> Callable[[Workspace], State]:
    """Try the recovery key; nothing but the day is kept."""

    def work(workspace: Workspace) -> State:
        from eportfolio.workspace import Means

        workspace.recovery.rehearse(Means.recovery(key))
        return workspace.recovery.state()

    return work


def propose(passphrase: str, sheet: Path) -> Callable[[Workspace], Proposed]:
    """A new recovery key, on a sheet."""

    def work(workspace: Workspace) -> Proposed:
        workspace.require_passphrase(passphrase)
        key = workspace.recovery.propose()
        workspace.save_recovery_sheet(key, sheet)
        return Proposed(sheet, key)

    return work


def renew(proposed: Proposed) -> Callable[[Workspace], State]:
    """Let the new key come in place of the old one."""

    def work(workspace: Workspace) -> State:
        workspace.recovery.renew(proposed.key)
        return workspace.recovery.state()

    return work


def lend(passphrase: str, recipient: str, holder: str) -> Callable[[Workspace], State]:
    """Let an organisation open this vault."""

    def work(workspace: Workspace) -> State:
        from eportfolio.workspace.recovery import read_recipient

        workspace.require_passphrase(passphrase)
        workspace.recovery.set_escrow(read_recipient(recipient.strip()), holder)
        return workspace.recovery.state()

    return work


def lend_no_more(workspace: Workspace) -> State:
    """The organisation cannot open this vault any more."""
    workspace.recovery.remove_escrow()
    return workspace.recovery.state()


def divide(passphrase: str, threshold: int, of: int, folder: Path) -> Callable[[Workspace], State]:
    """Sheets of which some together open this vault, in a folder of their own."""

    def work(workspace: Workspace) -> State:
        workspace.require_passphrase(passphrase)
        workspace.recovery.make_shares(threshold, of, folder / SHEETS)
        return workspace.recovery.state()

    return work


def divide_no_more(workspace: Workspace) -> State:
    """The sheets open nothing any more."""
    workspace.recovery.remove_shares()
    return workspace.recovery.state()
