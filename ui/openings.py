"""The ways into a vault: what the worker thread does while the window shows that it is busy.

What is heavy is imported here, in the worker: the first screen does not wait for it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from eportfolio.errors import Cancelled

if TYPE_CHECKING:
    from eportfolio.workspace import Means, Workspace

Clock = Callable[[], datetime]
Opening: TypeAlias = "Callable[[], tuple[Workspace, Opened]]"
UNLOCK_SECONDS = 1.0  # what the passphrase costs whoever tries it
DEMO_VAULT = "dewit"
DEMO_LINES = 110  # about as many as the demonstration tells


class By(Enum):
    """What somebody has instead of the passphrase."""

    SHEET = "sheet"
    ESCROW = "escrow"
    SHARES = "shares"


@dataclass(frozen=True)
class Opened:
    """Whose vault it is. `recovery` is the key of a vault that was just made, shown once."""

    path: Path
    name: str
    organisation: str
    role: str
    is_demo: bool = False
    lock_minutes: int = 10
    recovery: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class NewVault:
    """What somebody filled in to make a vault."""

    path: Path
    name: str
    organisation: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Ways:
    """How vaults are opened and made: the clock they get, and what unlocking may cost."""

    clock: Clock
    unlock_seconds: float = UNLOCK_SECONDS

    def unlock(self, path: Path, passphrase: str) -> Opening:
        """With the passphrase."""
        return partial(self._unlock, path, passphrase)

    def recover(self, path: Path, by: By, given: str, passphrase: str) -> Opening:
        """Without the passphrase, and with a new one. `given`: a recovery key, the file with the
        key of an organisation, or the words of sheets, each sheet on a line."""
        return partial(self._recover, path, by, given, passphrase)

    def make(self, new: NewVault) -> Opening:
        """A new vault."""
        return partial(self._make, new)

    def show_demo(self, folder: Path) -> Opening:
        """A vault of the demonstration, played in a folder before."""
        return partial(self._show_demo, folder)

    def _unlock(self, path: Path, passphrase: str) -> tuple[Workspace, Opened]:
        from eportfolio.workspace import Workspace

        workspace = Workspace.open(path, passphrase, clock=self.clock)
        return workspace, _opened(workspace)

    def _recover(self, path: Path, by: By, given: str, passphrase: str) -> tuple[Workspace, Opened]:
        from eportfolio.workspace import Workspace

        workspace = Workspace.recover(
            path,
            _means(by, given),
            passphrase,
            clock=self.clock,
            unlock_seconds=self.unlock_seconds,
        )
        return workspace, _opened(workspace)

    def _make(self, new: NewVault) -> tuple[Workspace, Opened]:
        from eportfolio.workspace import Workspace

        workspace, recovery = Workspace.create(
            new.path,
            new.passphrase,
            name=new.name,
            organisation=new.organisation,
            clock=self.clock,
            unlock_seconds=self.unlock_seconds,
        )
        return workspace, _opened(workspace, recovery=recovery)

    def _show_demo(self, folder: Path) -> tuple[Workspace, Opened]:
        from eportfolio.demo.people import PASSPHRASE
        from eportfolio.workspace import Workspace

        workspace = Workspace.open(folder / DEMO_VAULT, PASSPHRASE, clock=self.clock)
        return workspace, _opened(workspace, is_demo=True)


def _means(by: By, given: str) -> Means:
    from eportfolio.workspace import Means
    from eportfolio.workspace.sources import read_text_file

    if by is By.SHARES:
        return Means.shares(line for line in given.splitlines() if line.strip())
    if by is By.ESCROW:
        return Means.escrow(read_text_file(Path(given)).decode("utf-8-sig", "replace"))
    return Means.recovery(given)


def _opened(workspace: Workspace, *, is_demo: bool = False, recovery: str | None = None) -> Opened:
    own = workspace.contacts.own
    minutes = workspace.lock_minutes
    return Opened(workspace.path, own.name, own.organisation, own.role, is_demo, minutes, recovery)


def warm_up(_: Callable[[int, int], bool]) -> None:
    """Import and build what will be needed, while somebody types a passphrase."""
    import eportfolio.workspace  # noqa: F401
    import ui.create_page
    import ui.desk
    import ui.settings_page  # noqa: F401
    from eportfolio import records

    for kind in records.KINDS:
        records.json_schema(kind)


class DemoFolder:
    """Where the demonstration is played: a fresh folder, gone when the program ends."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def play(self, told: Callable[[int, int], bool]) -> Path:
        """Live through the fictional stories; gives the folder of the vaults.

        Raises:
            Cancelled: a person changed their mind.
        """
        from eportfolio import demo

        self.remove()
        self._folder = tempfile.TemporaryDirectory(prefix="eportfolio-", ignore_cleanup_errors=True)
        said = iter(range(1, 10_000))

        def say(_: str) -> None:
            if not told(min(next(said), DEMO_LINES), DEMO_LINES):
                raise Cancelled("cancelled")

        folder = Path(self._folder.name) / "kluizen"
        demo.run(folder, say)
        return folder

    def remove(self) -> None:
        """Throw the fictional vaults away."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def open_colleague(vaults: Path, who: str, clock: Clock) -> Workspace:
    """The vault of somebody else in the demonstration."""
    from eportfolio.demo.people import PASSPHRASE
    from eportfolio.workspace import Workspace

    return Workspace.open(vaults / who, PASSPHRASE, clock=clock)
