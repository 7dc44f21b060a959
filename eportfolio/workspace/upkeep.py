"""Use cases on the vault as a whole: check, backup, restore."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from eportfolio.bundle.claims import TYP as BUNDLE_TYP
from eportfolio.crypto import random_bytes
from eportfolio.errors import EportfolioError, StorageFault
from eportfolio.portfolio import Portfolio, erasing
from eportfolio.progress import Progress, silent
from eportfolio.register import Backup, Register
from eportfolio.store import disk_fault, new_file, new_folder
from eportfolio.vault import HEADER, KEYS, PORTFOLIOS, REGISTER, Kind, Vault
from eportfolio.workspace.session import Clock, Session

_COPY_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file of the vault; `portfolio` is None for the register."""

    portfolio: str | None
    what: str


@dataclass(frozen=True)
class Health:
    """What a full check saw."""

    portfolios: int
    revisions: int
    documents: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Copied:
    """A verified copy."""

    files: int
    bytes: int


def check(session: Session, progress: Progress = silent) -> Health:
    """Open everything; verify every page, chain, statement, head and attachment."""
    problems = [Problem(None, what) for what in session.register.notices()]
    if session.register.own_cards() - session.own or session.has_older_ways:
        problems.append(Problem(None, "older-keys"))
    problems += [Problem(None, what) for what in session.vault.wrong_way_files()]
    if not session.register.has_whole_log():
        problems.append(Problem(None, "access-log"))
    revisions = documents = 0
    if session.register.store.damaged_pages():
        problems.append(Problem(None, "damaged-pages"))
    rows = session.register.rows()
    for done, row in enumerate(rows, 1):
        try:
            with session.portfolio(row.portfolio, aside=True) as portfolio:
                found, size, attached = _examined(portfolio)
            problems += [Problem(row.portfolio, what) for what in found]
            revisions += size
            documents += attached
        except EportfolioError as error:
            problems.append(Problem(row.portfolio, error.key))
        progress(done, len(rows))
    known = {row.portfolio for row in rows}
    on_disk = {path.stem for path in (session.vault.path / PORTFOLIOS).glob("*.db")}
    problems += [Problem(pid, "no-key") for pid in sorted(on_disk - session.vault.portfolios)]
    problems += [Problem(pid, "not-adopted") for pid in sorted(session.vault.portfolios - known)]
    return Health(len(rows), revisions, documents, tuple(problems))


def _examined(portfolio: Portfolio) -> tuple[list[str], int, int]:
    problems = portfolio.find_problems()
    if unsigned_erasures(portfolio):
        problems.append("erased-unsigned")
    return problems, portfolio.size, len(portfolio.attachments())


def unsigned_erasures(portfolio: Portfolio) -> frozenset[str]:
    """Digests that were erased without a tombstone, or a received bundle, that says so."""
    gone = {
        digest for digest, (_, fate) in portfolio.journal.texts().items() if fate == erasing.ERASED
    }
    said = erasing.signed_away(portfolio.ledger.of(erasing.TYP))
    for one in portfolio.ledger.of(BUNDLE_TYP):
        said |= set(one.payload()["erased"])
    return frozenset(gone - said)


def examine(vault: Vault, clock: Clock, progress: Progress = silent) -> Health:
    """The same for a vault whose register may be too damaged to work with."""
    try:
        session = Session.start(vault, clock)
    except StorageFault as error:
        if error.reason != "file-damaged":
            raise
        return Health(0, 0, 0, (Problem(None, "damaged-pages"),))
    try:
        return check(session, progress)
    except StorageFault as error:
        if error.reason != "file-damaged":
            raise
        return Health(0, 0, 0, (Problem(None, "damaged-pages"),))
    finally:
        session.leave()


def set_register_aside(vault: Vault) -> None:
    """Put a damaged register out of the way; the next start makes one from the portfolios. One
    that is sound stays: contacts and the ledger of what was shared are nowhere else."""
    path = vault.path / REGISTER
    if not path.exists() or _is_sound(path, vault.register_key):
        return
    mark = random_bytes(4).hex()
    try:
        for name in (REGISTER, f"{REGISTER}-journal"):
            if (vault.path / name).exists():
                (vault.path / name).replace(vault.path / f"damaged-{mark}-{name}")
    except OSError as error:
        raise disk_fault(error) from error


def _is_sound(path: Path, key: bytes) -> bool:
    try:
        register = Register.open(path, key)
    except StorageFault:
        return False
    try:
        return register.store.damaged_pages() == 0
    except StorageFault:
        return False
    finally:
        register.close()


def backup(session: Session, target: Path, progress: Progress = silent) -> Copied:
    """Copy the vault while it is in use; each file at a moment at which it is complete.

    The copy is written aside and appears under its name only when every byte was read back.

    Raises:
        StorageFault: no room, no permission, or something is there already.
    """
    source = session.vault.path
    with new_folder(target) as aside, ExitStack() as stack:
        stack.enter_context(session.register.store.still())
        (aside / PORTFOLIOS).mkdir(mode=0o700)
        names = [HEADER, KEYS, *_way_files(source, Kind.RECOVERY), REGISTER]
        names += [f"{PORTFOLIOS}/{row.portfolio}.db" for row in session.register.rows()]
        copied = 0
        for done, name in enumerate(names, 1):
            with _still(session, name):
                copied += _copy(source / name, aside / name)
            progress(done, len(names))
    made = session.now().isoformat()
    last = session.register.last_erasure()
    with suppress(StorageFault):  # the disk of the vault may be full: the copy is made all the same
        session.register.keep_backup(Backup(str(target.absolute()), made, last))
    return Copied(len(names), copied)


def _way_files(folder: Path, *always: Kind) -> list[str]:
    """Files of the ways in that are there; those that must be, also when they are not."""
    return [one.file for one in Kind if one in always or (folder / one.file).is_file()]


@contextmanager
def _still(session: Session, name: str) -> Iterator[None]:
    """While a portfolio file is copied nothing is written to it."""
    if not name.startswith(PORTFOLIOS):
        yield
        return
    with session.portfolio(Path(name).stem, aside=True) as portfolio, portfolio.store.still():
        yield


@contextmanager
def restored(source: Path, target: Path) -> Iterator[tuple[Path, Copied]]:
    """A copy of a backup, to be checked inside; it appears at `target` when that went well.

    Raises:
        StorageFault: no backup there, no room, or the target is not empty.
    """
    if not (source / HEADER).is_file():
        raise StorageFault("not-a-vault")
    names = [name for name in (HEADER, KEYS, REGISTER) if (source / name).is_file()]
    names += _way_files(source)
    names += [f"{path.name}" for path in source.glob(f"{REGISTER}-journal")]
    names += [f"{PORTFOLIOS}/{path.name}" for path in sorted((source / PORTFOLIOS).glob("*.db*"))]
    with new_folder(target) as aside:
        (aside / PORTFOLIOS).mkdir(mode=0o700)
        copied = sum(_copy(source / name, aside / name) for name in names)
        yield aside, Copied(len(names), copied)


def _copy(source: Path, target: Path) -> int:
    """Copy one file and read it back."""
    try:
        with source.open("rb") as read, new_file(target) as written:
            shutil.copyfileobj(read, written, _COPY_BYTES)
        shutil.copystat(source, target)
        with source.open("rb") as first, target.open("rb") as second:
            while block := first.read(_COPY_BYTES):
                if block != second.read(_COPY_BYTES):
                    raise StorageFault("storage-fault", "copy-differs")
    except OSError as error:
        raise disk_fault(error) from error
    return target.stat().st_size
