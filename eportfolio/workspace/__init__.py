"""The unlocked caseload: one object, one method per use case.

`Workspace` opens and closes; the use cases lie under it by subject: `dossiers`, `contacts`,
`consents`, `handovers`, `terms`, `stories`, `documents`, `drafts`, `inbox`, `together`, `views`,
`accesses`, `erasures`, `disclosures`, `rights`, `recovery`, and the upkeep of the vault. Screens
and the command line call these and nothing below them.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from eportfolio.crypto import calibrate
from eportfolio.errors import StorageFault, WrongUsage
from eportfolio.progress import Progress, silent
from eportfolio.register import Action
from eportfolio.store import new_file
from eportfolio.vault import Means, Vault
from eportfolio.workspace import unfinished, upkeep
from eportfolio.workspace.accesses import Accesses
from eportfolio.workspace.consents import Consents
from eportfolio.workspace.contacts import Contacts, new_identity
from eportfolio.workspace.disclosures import Disclosures
from eportfolio.workspace.documents import Documents
from eportfolio.workspace.dossiers import Dossiers
from eportfolio.workspace.drafts import Drafts
from eportfolio.workspace.erasure import Erasures
from eportfolio.workspace.handovers import Handovers
from eportfolio.workspace.inbox import Inbox
from eportfolio.workspace.notices import Notices
from eportfolio.workspace.recovery import Recovery, opened_by
from eportfolio.workspace.rights import Rights
from eportfolio.workspace.session import Clock, Session
from eportfolio.workspace.stories import Stories
from eportfolio.workspace.terms import Terms
from eportfolio.workspace.together import Together
from eportfolio.workspace.upkeep import Copied, Health
from eportfolio.workspace.views import Views

__all__ = [
    "LOCK_MINUTES",
    "LOCK_MINUTES_DEFAULT",
    "UNLOCK_SECONDS",
    "Means",
    "Workspace",
    "restore_backup",
    "system_clock",
]

LOCK_MINUTES, LOCK_MINUTES_DEFAULT = (5, 10, 15, 30), 10
_LOCK_MINUTES = "lock_minutes"
UNLOCK_SECONDS = 1.0


def system_clock() -> datetime:
    """The computer's clock, with its offset."""
    return datetime.now().astimezone()


def restore_backup(
    source: Path, target: Path, passphrase: str, *, clock: Clock = system_clock
) -> tuple[Copied, Health]:
    """Put a backup where there is no vault yet, unlock it and check all of it.

    Raises:
        StorageFault: no backup there, no room, the target is not empty, or the copy is damaged.
        WrongPassphrase: not the passphrase of that time; nothing stays behind.
    """
    with upkeep.restored(source, target) as (aside, copied):
        with Workspace.open(aside, passphrase, clock=clock) as workspace:
            health = workspace.check()
        if health.problems:
            raise StorageFault("storage-fault", "copy-differs")
    return copied, health


class Workspace:
    """An unlocked vault. `close()` drops the keys."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.dossiers = Dossiers(session)
        self.contacts = Contacts(session)
        self.consents = Consents(session)
        self.handovers = Handovers(session)
        self.terms = Terms(session)
        self.stories = Stories(session)
        self.documents = Documents(session)
        self.drafts = Drafts(session)
        self.inbox = Inbox(session, self.dossiers)
        self.together = Together(session, self.dossiers, self.consents)
        self.views = Views(session, self.terms)
        self.accesses = Accesses(session)
        self.erasures = Erasures(session)
        self.notices = Notices(session)
        self.disclosures = Disclosures(session)
        self.rights = Rights(session)
        self.recovery = Recovery(session)

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        name: str,
        organisation: str,
        role: str = "klantmanager",
        clock: Clock = system_clock,
        unlock_seconds: float = UNLOCK_SECONDS,
    ) -> tuple[Workspace, str]:
        """A new vault and its recovery key, which is shown once and kept nowhere.

        Raises:
            StorageFault: the folder is not empty, or the disk says no.
        """
        identity = new_identity(name=name, role=role, organisation=organisation, on=clock().date())
        vault, recovery = Vault.create(path, passphrase, identity, calibrate(unlock_seconds))
        return cls(Session.start(vault, clock)), recovery

    @classmethod
    def open(cls, path: Path, passphrase: str, *, clock: Clock = system_clock) -> Workspace:
        """Unlock with the passphrase.

        Raises:
            WrongPassphrase: it does not fit.
            StorageFault: no vault, or in use by another process.
        """
        return cls._start(Vault.unlock(path, passphrase), clock)

    @classmethod
    def recover(
        cls,
        path: Path,
        means: Means,
        passphrase: str,
        *,
        clock: Clock = system_clock,
        unlock_seconds: float = UNLOCK_SECONDS,
    ) -> Workspace:
        """Unlock with the recovery sheet, as an organisation or with sheets of a set, and set a
        new passphrase.

        Raises:
            WrongPassphrase: it does not open this vault, or not any more.
        """
        vault = Vault.recover(path, means, passphrase, calibrate(unlock_seconds))
        return cls._start(vault, clock, opened_by(means))

    @classmethod
    def examine(
        cls,
        path: Path,
        passphrase: str,
        *,
        rebuild: bool = False,
        accept: bool = False,
        clock: Clock = system_clock,
        progress: Progress = silent,
    ) -> Health:
        """Check a vault, also one that is too damaged to work with.

        `rebuild` puts a damaged register aside and makes one from the portfolios; `accept` says
        that a person knows what was lost with it, so that bundles can be made again.
        """
        vault = Vault.unlock(path, passphrase)
        try:
            if rebuild:
                upkeep.set_register_aside(vault)
            if accept:
                session = Session.start(vault, clock)
                session.register.accept_notices(session.own)
                session.log(Action.LOSS)
                session.leave()
            return upkeep.examine(vault, clock, progress)
        finally:
            vault.close()

    @classmethod
    def _start(cls, vault: Vault, clock: Clock, how: Action = Action.UNLOCK) -> Workspace:
        try:
            session = Session.start(vault, clock)
        except BaseException:
            vault.close()
            raise
        session.log(how)
        unfinished.tidy(session)
        return cls(session)

    @property
    def path(self) -> Path:
        """The folder of the vault."""
        return self._session.vault.path

    @property
    def vault_id(self) -> str:
        """The vault's own random id, printed on its recovery sheet."""
        return self._session.vault.id

    def save_recovery_sheet(self, recovery_key: str, out: Path) -> None:
        """Write the sheet that opens this vault when the passphrase is lost. It is not encrypted:
        it is to be printed and kept under lock.

        Raises:
            StorageFault: no room, no permission.
        """
        from eportfolio.outputs.office import recovery_sheet

        own = self.contacts.own
        sheet = recovery_sheet(
            name=own.name,
            organisation=own.organisation,
            recovery_key=recovery_key,
            made=self._session.now().date(),
            vault_id=self.vault_id,
        )
        with new_file(out) as file:
            file.write(sheet)

    def require_passphrase(self, passphrase: str) -> None:
        """Ask the passphrase again, without unlocking a second time; it costs as much.

        Raises:
            WrongPassphrase: it does not fit.
        """
        self._session.vault.require_passphrase(passphrase)

    def change_passphrase(self, passphrase: str) -> None:
        """Replace the passphrase; everything else stays as it is."""
        self._session.vault.change_passphrase(passphrase)
        self._session.log(Action.PASSPHRASE)

    def check(self, progress: Progress = silent) -> Health:
        """Open everything and verify every chain, head and attachment."""
        return upkeep.check(self._session, progress)

    def backup(self, target: Path, progress: Progress = silent) -> Copied:
        """A verified copy of the vault, made while it is in use."""
        with self._session.logged(Action.BACKUP):
            return upkeep.backup(self._session, target, progress)

    @property
    def lock_minutes(self) -> int:
        """After how many minutes without a key or the mouse a window locks this vault. It is kept
        in the vault: whoever can write elsewhere cannot make it longer."""
        kept: object = None
        with suppress(ValueError):
            kept = self._session.register.preference(_LOCK_MINUTES)
        return kept if isinstance(kept, int) and kept in LOCK_MINUTES else LOCK_MINUTES_DEFAULT

    def keep_lock_minutes(self, minutes: int) -> None:
        """Choose another time.

        Raises:
            WrongUsage: a time that is not offered.
        """
        if minutes not in LOCK_MINUTES:
            raise WrongUsage("usage")
        self._session.register.set_preference(_LOCK_MINUTES, minutes)

    def close(self) -> None:
        """Drop the keys and let others open the vault."""
        self._session.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
