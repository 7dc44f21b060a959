"""Use cases on erasing: items, dossiers whose time has come, and the same in every backup.

The format, the grounds and what the law forbids: docs/formats/erasure.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from eportfolio import records, signing
from eportfolio.errors import EportfolioError, NotPermitted, WrongUsage
from eportfolio.portfolio import Current, Portfolio, erasing, locking
from eportfolio.portfolio.requests import RESTRICTION, requests_of
from eportfolio.records import Layer, RecordId
from eportfolio.register import ADVISED, CLOSED, Action, Erasure, Register, Row
from eportfolio.register.withdrawals import WAITING
from eportfolio.store import flush, new_file, remove_database
from eportfolio.texts import for_staff
from eportfolio.vault import HEADER, REGISTER
from eportfolio.workspace.session import DESTROYED_TYP, Session

GROUNDS = {
    "niet-meer-nodig": "AVG 17, eerste lid, onder a",
    "toestemming-ingetrokken": "AVG 17, eerste lid, onder b",
    "bezwaar": "AVG 17, eerste lid, onder c",
    "onrechtmatig": "AVG 17, eerste lid, onder d",
}
DUTY = "AVG 17, derde lid, onder b; Besluit inburgering 9.9"
BY_DUTY = (Layer.A, Layer.A_PLUS)
WORKING_COPY_DAYS = 30  # our own; the law names none
RETENTION, HANDED_OVER = "bewaartermijn", "overgedragen"
COVER_OVER, ADVICE_OVER = "vervanging-voorbij", "advies-voorbij"
SOURCES = {
    HANDED_OVER: for_staff("overgedragen, met ontvangstbewijs"),
    COVER_OVER: for_staff("toestemming voor vervanging, laatste dag of ontvangstbewijs"),
    ADVICE_OVER: for_staff("toestemming voor advies, laatste dag"),
}
RETENTION_CLOCK = "C24"
TOO_EARLY, UNKNOWN_DATE = "too-early", "unknown-date"
ONLY_HERE, NOT_RETURNED = "only-here", "not-returned"


@dataclass(frozen=True)
class Place:
    """A backup and whether everything that was erased is gone from it. `is_here`: it can be
    reached now; a stick in a drawer cannot."""

    path: str
    made: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class ItemsErased:
    """What went: records, with the reactions and documents that went along; and from where."""

    records: tuple[RecordId, ...]
    digests: int
    backups: tuple[Place, ...]


@dataclass(frozen=True)
class Due:
    """A dossier that may be erased: since when, on which ground, by which source."""

    row: Row
    since: date
    ground: str
    source: str


@dataclass(frozen=True)
class Kept:
    """A dossier that stays for now: why, as a reason of `retention`, and from when it may go."""

    row: Row
    reason: str
    date: date | None


@dataclass(frozen=True)
class DossierAtStake:
    """What goes with a dossier: records, their versions, documents and the bytes of those."""

    due: Due
    records: int
    versions: int
    documents: int
    bytes: int
    backups: tuple[Place, ...]


@dataclass(frozen=True)
class ItemsAtStake:
    """What goes with items: themselves, what is only about them, and how many versions. `refusal`:
    why one of them stays, or None."""

    chosen: tuple[Current, ...]
    along: tuple[Current, ...]
    versions: int
    refusal: NotPermitted | None
    backups: tuple[Place, ...]


@dataclass(frozen=True)
class Certificate:
    """The signed proof that a dossier was destroyed. It names nobody but who did it."""

    portfolio: str
    at: str
    ground: str
    source: str
    raw: bytes


@dataclass(frozen=True)
class Destroyed:
    """The certificate of a dossier that is gone, and from which backups."""

    portfolio: str
    certificate: bytes
    backups: tuple[Place, ...]


class Erasures:
    """Nothing is ever erased by itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def erase_items(self, pid: str, chosen: Collection[RecordId], ground: str) -> ItemsErased:
        """Erase records with all their versions, here and in every backup within reach.

        Raises:
            WrongUsage: no such client, record or ground.
            NotPermitted: `retention`: a duty of law keeps one of them (`erasure-duty`), or the
                client asked for a restriction (`erasure-restricted`); with its source.
        """
        with self._session.logged(Action.ERASE, pid):
            return self._erase_items(pid, chosen, ground)

    def _erase_items(self, pid: str, chosen: Collection[RecordId], ground: str) -> ItemsErased:
        with self._session.portfolio(pid) as portfolio:
            doomed = erase_in(self._session, portfolio, chosen, ground)
            self._session.saved(portfolio, None)
        return ItemsErased(tuple(sorted(doomed.records)), len(doomed.digests), self.purge())

    def items_at_stake(self, pid: str, chosen: Collection[RecordId]) -> ItemsAtStake:
        """What erasing records would do; nothing is changed.

        Raises:
            WrongUsage: no such client or record.
        """
        with self._session.portfolio(pid) as portfolio:
            themselves = tuple(portfolio.record(record) for record in chosen)
            gone = erasing.doomed(portfolio, chosen)
            along = tuple(portfolio.record(one) for one in sorted(gone.records - set(chosen)))
            refusal = _why_not(portfolio, chosen, gone, is_kept_by_law=True)
        return ItemsAtStake(themselves, along, len(gone.digests), refusal, tuple(self.places()))

    def due(self, on: date | None = None) -> list[Due]:
        """Dossiers that may be erased, the longest due first. Only the register is looked at."""
        session = self._session
        day = on or session.now().date()
        rows = {row.portfolio: row for row in session.register.rows()}
        found = {
            pid: Due(rows[pid], since, RETENTION, DUTY)
            for pid, since in session.register.dates_of(RETENTION_CLOCK).items()
            if pid in rows and since <= day
        }
        for pid, row in rows.items():
            since = _removable_since(row)
            if pid not in found and since is not None and since <= day:
                ground = _copy_ground(row)
                found[pid] = Due(row, since, ground, SOURCES[ground])
        return sorted(found.values(), key=lambda one: (one.since, one.row.portfolio))

    def kept(self, on: date | None = None) -> list[Kept]:
        """Dossiers that may not be erased yet, the first that may on top; without a date last."""
        session = self._session
        day = on or session.now().date()
        due = {one.row.portfolio for one in self.due(day)}
        by_law = session.register.dates_of(RETENTION_CLOCK)
        rows = [row for row in session.register.rows() if row.portfolio not in due]
        found = [Kept(row, *_why_kept(row, by_law.get(row.portfolio))) for row in rows]
        return sorted(found, key=lambda one: (one.date or date.max, one.row.name))

    def dossier_at_stake(self, pid: str) -> DossierAtStake:
        """What erasing a dossier would do; nothing is changed.

        Raises:
            WrongUsage, NotPermitted: as `erase_dossier`.
        """
        due = self._require_due(self._row(pid))
        with self._session.portfolio(pid) as portfolio:
            records_ = len(portfolio.records())
            versions = len(portfolio.versions())
            files = portfolio.attachments()
        size = sum(one.size for one in files)
        return DossierAtStake(due, records_, versions, len(files), size, tuple(self.places()))

    def erase_dossier(self, pid: str, certificate: Path | None = None) -> Destroyed:
        """Destroy key and file of a dossier, here and in every backup within reach; the signed
        certificate is kept, and written to a file when one is named.

        Raises:
            WrongUsage: no such client.
            NotPermitted: `retention`: `too-early` with the date, `unknown-date`, `only-here`,
                `notice-open`.
        """
        with self._session.logged(Action.DESTROY, pid):
            return self._erase_dossier(pid, certificate)

    def _erase_dossier(self, pid: str, certificate: Path | None) -> Destroyed:
        session = self._session
        due = self._require_due(self._row(pid))
        if any(one.portfolio == pid and one.state in WAITING for one in session.register.told()):
            raise NotPermitted("retention", "notice-open", source="AVG 19")
        with session.portfolio(pid) as portfolio:
            payload = {
                "v": erasing.FORMAT,
                "pid": pid,
                "ground": due.ground,
                "source": due.source,
                "due": due.since.isoformat(),
                **erasing.contents(portfolio),
                "at": session.now().isoformat(),
                "by": session.author.json(),
            }
        signed = session.signer.sign(signing.dump_json(payload), DESTROYED_TYP)
        with ExitStack() as stack:
            if certificate is not None:  # it appears when the dossier is gone, not before
                file = stack.enter_context(new_file(certificate, replace=False))
                file.write(signed + b"\n")
                flush(file)
            session.destroy(pid, signed, DESTROYED_TYP)
        session.register.clean_search()
        return Destroyed(pid, signed, self.purge())

    def _require_due(self, row: Row) -> Due:
        found = next((one for one in self.due() if one.row.portfolio == row.portfolio), None)
        if found is not None:
            return found
        by_law = self._session.register.dates_of(RETENTION_CLOCK).get(row.portfolio)
        reason, day = _why_kept(row, by_law)
        if reason == NOT_RETURNED:
            raise NotPermitted("retention", "not-returned")
        if reason == ONLY_HERE:
            raise NotPermitted("retention", "only-here")
        if day is None:
            raise NotPermitted("retention", "unknown-date")
        raise NotPermitted("retention", "too-early", date=day.isoformat())

    def _row(self, pid: str) -> Row:
        row = self._session.register.find_row(pid)
        if row is None:
            raise WrongUsage("not-found", "no-such-portfolio")
        return row

    def certificates(self) -> list[Certificate]:
        """The proof of every dossier that was destroyed here, the last one first."""
        found = []
        for one in reversed(self._session.register.erasures_after(0)):
            if one.typ == DESTROYED_TYP:
                said = signing.load_object(signing.decode(one.jws.decode().split(".")[1]))
                at, ground, source = (str(said[name]) for name in ("at", "ground", "source"))
                found.append(Certificate(one.portfolio, at, ground, source, one.jws))
        return found

    def write_certificate(self, pid: str, out: Path) -> None:
        """Write the proof that a dossier was destroyed to a file.

        Raises:
            WrongUsage: no such dossier was destroyed here.
            StorageFault: no room, no permission, or something stands there.
        """
        found = next((one for one in self.certificates() if one.portfolio == pid), None)
        if found is None:
            raise WrongUsage("not-found", "no-such-portfolio")
        with new_file(out, replace=False) as file:
            file.write(found.raw + b"\n")

    def places(self) -> list[Place]:
        """Every backup that was made, and whether what was erased is gone from it."""
        register = self._session.register
        last = register.last_erasure()
        return [
            Place(one.path, one.made, one.done >= last, _is_here(one.path))
            for one in register.backups()
        ]

    def purge(self) -> tuple[Place, ...]:
        """Do in every backup within reach what was erased here; gives all of them."""
        register = self._session.register
        for backup in register.backups():
            waiting = register.erasures_after(backup.done)
            if waiting and _is_here(backup.path):
                try:
                    is_whole = self._purge(Path(backup.path), waiting)
                except EportfolioError:
                    continue  # it stays on the list
                if is_whole:
                    register.keep_backup(backup._replace(done=waiting[-1].n))
        return tuple(self.places())

    def forget_backup(self, path: str) -> None:
        """A person says that this copy is gone.

        Raises:
            WrongUsage: there is none there that this vault knows of.
        """
        if path not in {one.path for one in self._session.register.backups()}:
            raise WrongUsage("not-found", "no-such-file")
        self._session.register.forget_backup(path)

    def _purge(self, folder: Path, waiting: Sequence[Erasure]) -> bool:
        """Whether all of it was done. One file that cannot be opened does not hold up the rest."""
        is_whole = True
        vault = self._session.vault
        register = Register.open(folder / REGISTER, vault.register_key)
        gone = {one.portfolio: one.n for one in waiting if one.typ == DESTROYED_TYP}
        try:
            for one in waiting:
                if one.n < gone.get(one.portfolio, 0):
                    continue  # the file goes whole; its key may be gone here, or another by now
                file = vault.portfolio_path(one.portfolio, folder)
                if one.typ == DESTROYED_TYP:
                    vault.forget_key_in(folder, one.portfolio)
                    register.forget_portfolio(one.portfolio)
                    remove_database(file)
                elif file.is_file() and one.portfolio in vault.portfolios:
                    try:
                        _follow(file, vault.portfolio_key(one.portfolio), register, one)
                    except EportfolioError:
                        is_whole = False
            register.clean_search()
            return is_whole
        finally:
            register.close()


def _follow(file: Path, key: bytes, register: Register, erasure: Erasure) -> None:
    """Do in a copy of a dossier, and in the register beside it, what a tombstone says."""
    portfolio = Portfolio.open(file, key, erasure.portfolio)
    try:
        with portfolio.transaction():
            statement = erasing.apply(portfolio, erasure.jws)
        there = portfolio.records()
    finally:
        portfolio.close()
    with register.transaction():
        register.remember_erased(sorted(erasing.signed_away([statement])))
        register.reindex(erasure.portfolio, there)
        register.forget_others(erasure.portfolio, [one.id for one in there])


def _is_here(path: str) -> bool:
    """Whether a backup can be reached now. A place that cannot be looked at is not here."""
    try:
        return (Path(path) / HEADER).is_file()
    except OSError:
        return False


def erase_in(
    session: Session,
    portfolio: Portfolio,
    chosen: Collection[RecordId],
    ground: str,
    *,
    is_kept_by_law: bool = True,
    staying: Collection[RecordId] = (),
) -> erasing.Doomed:
    """Sign a tombstone for these records in an open dossier and do what it says; backups follow
    with `purge`. `is_kept_by_law` is False where a person said that this vault has no ground of
    its own for what came here under a permission (notice.md, answers); `staying`: documents that
    do not go along.

    Raises:
        WrongUsage: no such record or ground.
        NotPermitted: `retention`: a duty of law or a restriction keeps one; with its source.
    """
    if ground not in GROUNDS or not chosen:
        raise WrongUsage("usage")
    for record in chosen if is_kept_by_law else ():  # else it may be gone since it was asked back
        portfolio.record(record)
    doomed = erasing.doomed(portfolio, chosen, staying)
    if refusal := _why_not(portfolio, chosen, doomed, is_kept_by_law=is_kept_by_law):
        raise refusal
    with portfolio.transaction():
        payload = {
            "v": erasing.FORMAT,
            "pid": portfolio.pid,
            "digests": list(doomed.digests),
            "ground": ground,
            "at": session.now().isoformat(),
            "by": session.author.json(),
            "head": portfolio.head,
            "ledger": portfolio.ledger.tip()[1],
        }
        tombstone = session.signer.sign(signing.dump_json(payload), erasing.TYP)
        erasing.apply(portfolio, tombstone)
        portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
    return doomed


def _why_not(
    portfolio: Portfolio,
    chosen: Collection[RecordId],
    doomed: erasing.Doomed,
    *,
    is_kept_by_law: bool,
) -> NotPermitted | None:
    """Why records stay (erasure.md, an item, 1)."""
    if is_kept_by_law and _kept_by_law(portfolio) & doomed.records:
        return NotPermitted("retention", "erasure-duty", source=DUTY)
    asked = {one.hash for one in requests_of(portfolio) if one.right == RESTRICTION}
    for record, held in locking.locks_of(portfolio).items() if asked else ():
        if record in doomed.records and any(lock.notice in asked for lock in held):
            return NotPermitted("retention", "erasure-restricted", source="AVG 18")
    return None


def _kept_by_law(portfolio: Portfolio) -> set[RecordId]:
    """Records of which a version is of a layer that the law keeps, with the documents they name."""
    versions = portfolio.versions()
    bodies = [(one.record, one.kind, one.body) for one in versions if one.part == "" and one.body]
    bodies += [(one.id, one.kind, one.whole) for one in portfolio.records()]
    kept = {record for record, kind, body in bodies if records.layer(kind, body) in BY_DUTY}
    documents, _ = erasing.belongings(versions)
    return kept | {one for one, owners in documents.items() if owners & kept}


def _why_kept(row: Row, by_law: date | None) -> tuple[str, date | None]:
    """Why a dossier that is not due stays, and from when it may go."""
    if row.until and row.only_here:
        return NOT_RETURNED, by_law
    if row.status == CLOSED and row.only_here:
        return ONLY_HERE, by_law
    dates = [day for day in (by_law, _removable_since(row)) if day is not None]
    return (TOO_EARLY, min(dates)) if dates else (UNKNOWN_DATE, None)


def _removable_since(row: Row) -> date | None:
    """From when a working copy has no purpose here any more: it was handed over whole, or was lent
    and went back; where nothing waits to go back its last day is enough."""
    if row.until and not row.only_here:
        if row.status == CLOSED and row.closed:
            return date.fromisoformat(row.closed)
        return date.fromisoformat(row.until) + timedelta(days=1)
    if row.status != CLOSED or row.closed is None or row.only_here:
        return None
    return date.fromisoformat(row.closed) + timedelta(days=WORKING_COPY_DAYS)


def _copy_ground(row: Row) -> str:
    if row.until:
        return ADVICE_OVER if row.status == ADVISED else COVER_OVER
    return HANDED_OVER
