"""Use cases on the ways into the vault beside the passphrase: practise, renew, lend, divide.

Invariants:
- A key is never kept here: it is on paper, or with the organisation.
- A sheet is on the disk before the vault knows its key, and gone again when the vault does not.
- Each change is a line of the access log, and counted in the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eportfolio import crypto, shapes
from eportfolio.crypto import shares
from eportfolio.errors import NotAuthentic, StorageFault, WrongUsage
from eportfolio.register import Action
from eportfolio.statute.dates import months_after
from eportfolio.store import new_file, new_folder
from eportfolio.vault import Kind, Means, Way
from eportfolio.vault.ways import HOLDER_LENGTH
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import read_text_file

REHEARSE_MONTHS = 12
_REHEARSED = "rehearsed"
_OPENED_BY = {
    Kind.RECOVERY: Action.UNLOCK_RECOVERY,
    Kind.ESCROW: Action.UNLOCK_ESCROW,
    Kind.SHARES: Action.UNLOCK_SHARES,
}


@dataclass(frozen=True)
class WayIn:
    """A way into this vault, to be shown. `tried`: when it was last tried, or made."""

    kind: str
    since: date
    tried: date
    recipient: str
    holder: str
    set_id: str
    threshold: int
    of: int


@dataclass(frozen=True)
class State:
    """All that can open this vault beside the passphrase; `due`: the day to practise again, None
    when nobody knows when the recovery sheet was made."""

    recovery: WayIn | None
    escrow: WayIn | None
    shares: WayIn | None
    due: date | None
    is_due: bool


@dataclass(frozen=True)
class Divided:
    """Sheets that were made."""

    set_id: str
    threshold: int
    of: int
    files: tuple[Path, ...]


def opened_by(means: Means) -> Action:
    """The line of the access log for who comes in without the passphrase."""
    return _OPENED_BY[means.kind]


def read_recipient(given: str) -> str:
    """An age recipient as it is, or the first line with one of a file.

    Raises:
        NotAuthentic: there is none.
        WrongUsage: no such file.
    """
    text = given
    if not given.startswith("age1"):
        text = read_text_file(Path(given)).decode("utf-8-sig", "replace")
    found = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    for line in filter(None, found):
        with suppress(NotAuthentic):
            return crypto.require_age_recipient(line)
        break
    raise NotAuthentic("not-authentic", "escrow-recipient")


class Recovery:
    """Who else can open this vault, and whether that still works."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def state(self) -> State:
        """What there is, and when to practise."""
        found = {kind: self._way(kind) for kind in Kind}
        recovery = found[Kind.RECOVERY]
        tried = recovery.tried if recovery else self._rehearsed().get(Kind.RECOVERY)
        due = None if tried is None else months_after(tried, REHEARSE_MONTHS)
        return State(
            recovery,
            found[Kind.ESCROW],
            found[Kind.SHARES],
            due,
            due is None or self._session.now().date() >= due,
        )

    def due(self) -> bool:
        """Whether it is time to practise with the recovery sheet."""
        return self.state().is_due

    def rehearse(self, means: Means) -> date:
        """Try a way in; nothing but the day is kept.

        Raises:
            WrongPassphrase: it would not open this vault.
        """
        with self._session.logged(Action.REHEARSE):
            self._session.vault.require_means(means)
            today = self._session.now().date()
            kept = {str(kind): day.isoformat() for kind, day in self._rehearsed().items()}
            kept[str(means.kind)] = today.isoformat()
            self._session.register.set_preference(_REHEARSED, kept)
        return today

    def propose(self) -> str:
        """A fresh recovery key, which opens nothing yet."""
        return crypto.new_age_identity()

    def renew(self, key: str) -> None:
        """Let a proposed key come in place of the one of today, which opens nothing any more.

        Raises:
            StorageFault: the disk says no; the key of today still works.
        """
        today = self._session.now().date()
        self._add(Action.RENEW, Way(Kind.RECOVERY, crypto.age_recipient(key), today))

    def renew_on_sheet(self, out: Path, sheet: Callable[[str, Path], None]) -> None:
        """A new recovery key on a sheet, which stands there before the vault knows the key.

        Raises:
            StorageFault: no room, or something stands there; the sheet of today still works.
        """
        if out.exists():
            raise StorageFault("storage-fault", "exists")
        key = self.propose()
        sheet(key, out)
        with _gone_unless_done(out):
            self.renew(key)

    def set_escrow(self, recipient: str, holder: str) -> WayIn:
        """Let an organisation open this vault with its own age key.

        Raises:
            NotAuthentic: no age recipient.
            WrongUsage: no name, or one that is too long.
        """
        name = " ".join(holder.split())
        if not name or len(name) > HOLDER_LENGTH or not name.isprintable():
            raise WrongUsage("usage", "escrow-holder", limit=HOLDER_LENGTH)
        today = self._session.now().date()
        self._add(Action.ESCROW, Way(Kind.ESCROW, recipient, today, holder=name), recipient)
        return self._require(Kind.ESCROW)

    def remove_escrow(self) -> WayIn:
        """The organisation cannot open this vault any more; copies of it from before it still can.

        Raises:
            WrongUsage: there is none.
        """
        return self._remove(Kind.ESCROW, Action.NO_ESCROW)

    def make_shares(self, threshold: int, of: int, out: Path) -> Divided:
        """Sheets of which `threshold` together open this vault, in a folder that appears with all
        of them; sheets of an earlier set open nothing any more.

        Raises:
            WrongUsage: numbers that no set can have.
            StorageFault: no room, or something stands there; nothing was changed.
        """
        from eportfolio.outputs.share_sheet import share_sheet

        secret = shares.new_secret()
        sheets = shares.divide(secret, threshold, of)
        today = self._session.now().date()
        own = self._session.vault.identity.card
        names = [f"deelblad-{number}-van-{of}.pdf" for number in range(1, of + 1)]
        with new_folder(out) as aside:
            for number, (name, words) in enumerate(zip(names, sheets.words, strict=True), 1):
                page = share_sheet(
                    name=own.name,
                    organisation=own.organisation,
                    vault_id=self._session.vault.id,
                    made=today,
                    set_id=sheets.set_id,
                    number=number,
                    threshold=threshold,
                    of=of,
                    words=words,
                )
                with new_file(aside / name) as file:
                    file.write(page)
        way = Way(
            Kind.SHARES,
            crypto.age_recipient(shares.age_identity(secret)),
            today,
            set_id=sheets.set_id,
            threshold=threshold,
            of=of,
        )
        files = tuple(out / name for name in names)
        with _gone_unless_done(*files, folder=out):
            self._add(Action.SHARES, way, sheets.set_id)
        return Divided(sheets.set_id, threshold, of, files)

    def remove_shares(self) -> WayIn:
        """The sheets open nothing any more, but copies of the vault from before.

        Raises:
            WrongUsage: there are none.
        """
        return self._remove(Kind.SHARES, Action.NO_SHARES)

    def _add(self, action: Action, way: Way, object_: str = "") -> None:
        with self._session.logged(action, object_):
            self._session.vault.add_way(way)
            self._session.note_ways()

    def _remove(self, kind: Kind, action: Action) -> WayIn:
        found = self._require(kind)
        with self._session.logged(action, found.set_id or found.recipient):
            self._session.vault.remove_way(kind)
            self._session.note_ways()
        return found

    def _require(self, kind: Kind) -> WayIn:
        found = self._way(kind)
        if found is None and kind is Kind.ESCROW:
            raise WrongUsage("not-found", "no-escrow-here")
        if found is None:
            raise WrongUsage("not-found", "no-shares-here")
        return found

    def _way(self, kind: Kind) -> WayIn | None:
        way = self._session.vault.ways.of(kind)
        if way is None:
            return None
        tried = max(way.since, self._rehearsed().get(kind, way.since))
        return WayIn(
            str(kind), way.since, tried, way.recipient, way.holder, way.set_id, way.threshold,
            way.of,
        )  # fmt: skip

    def _rehearsed(self) -> dict[str, date]:
        """When each way was last tried. What cannot be read was never tried."""
        with suppress(ValueError, TypeError):
            kept = shapes.texts_by_name(self._session.register.preference(_REHEARSED))
            return {kind: date.fromisoformat(day) for kind, day in kept.items()}
        return {}


@contextmanager
def _gone_unless_done(*files: Path, folder: Path | None = None) -> Iterator[None]:
    """Paper with a key that opens nothing must not lie about."""
    try:
        yield
    except BaseException:
        with suppress(OSError):
            for file in files:
                file.unlink(missing_ok=True)
            if folder is not None:
                folder.rmdir()
        raise
