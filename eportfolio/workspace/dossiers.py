"""Use cases on one client's records and documents: `reading`, `saving` and `loading` them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from eportfolio.errors import InvalidRecord
from eportfolio.portfolio import Current
from eportfolio.portfolio.locking import Locks, locks_of
from eportfolio.records import Body, RecordId
from eportfolio.register import Action, Row
from eportfolio.workspace import loading, reading, saving
from eportfolio.workspace.permits import Permits, permits
from eportfolio.workspace.reading import Document, Dump, HistoryLine, described
from eportfolio.workspace.saving import DOCUMENT, Change, Edit, new_id
from eportfolio.workspace.session import Session
from eportfolio.workspace.sources import Source, read_json
from eportfolio.workspace.timeline import Keeper
from eportfolio.workspace.unfinished import noted

__all__ = ["Change", "Document", "Dossiers", "Dump", "Edit", "HistoryLine", "new_id"]


class Dossiers:
    """Add, amend, withdraw, attach, load, list, search, dump."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def caseload(self) -> list[Row]:
        """Every client, by name."""
        return self._session.register.rows()

    def find(self, pid: str) -> Row | None:
        """One client, if there is one."""
        return self._session.register.find_row(pid)

    def matches(self, words: str) -> dict[str, list[str]]:
        """Which records hold all words, per client: as quick as somebody types."""
        return self._session.register.matches(words)

    def search(self, words: str) -> list[tuple[Row, list[str]]]:
        """Clients and records in which all words occur."""
        return self._session.register.search(words)

    def read(self, pid: str) -> list[Current]:
        """Every current record of a client."""
        with self._session.portfolio(pid) as portfolio:
            return portfolio.records()

    def open_agreements(self, pid: str) -> list[Current]:
        """What was promised and waits, for an overview of the caseload: that is nobody who turns to
        a dossier, so it is no line of the access log.

        Raises:
            WrongUsage: no such client.
        """
        with self._session.portfolio(pid, aside=True) as portfolio:
            return portfolio.open_agreements()

    def add(self, pid: str, kind: str, body: Body) -> Change:
        """A new record.

        Raises:
            InvalidRecord: it does not fit its kind, or points at what is not there.
            NotPermitted: the dossier is closed.
        """
        return self.save(pid, [Edit(new_id(), kind, body)])

    def amend(self, pid: str, record: RecordId, body: Body) -> Change:
        """A new version of a record; the old one stays in the history.

        Raises:
            InvalidRecord: it does not fit, lowers the layer, or the kind is append-only.
            NotPermitted: the dossier is closed, or the record was withdrawn.
        """
        return self.save(pid, [Edit(record, None, body)])

    def withdraw(self, pid: str, record: RecordId, reason: str) -> Change:
        """Say that a record no longer holds; it stays in the history.

        Raises:
            InvalidRecord: no reason, or a kind that cannot be withdrawn.
            NotPermitted: the dossier is closed, or it was withdrawn before.
        """
        return self.save(pid, [Edit(record, None, None, reason)])

    def attach(self, pid: str, name: str, title: str, source: Source) -> tuple[Change, Document]:
        """Attach a file as a `document` record.

        Raises:
            WrongUsage: there is no such file.
            StorageFault: it cannot be read, or there is no room.
        """
        record = new_id()
        change = self.save(pid, [Edit(record, DOCUMENT, {"titel": title}, None, (name, source))])
        with self._session.portfolio(pid) as portfolio:
            return change, described(portfolio, record, portfolio.record(record).body)

    def save(self, pid: str, edits: Sequence[Edit]) -> Change:
        """Several edits as one revision, all or nothing.

        Raises:
            InvalidRecord, NotPermitted, WrongUsage: as for one of them; then none was saved.
            InvalidRecord: `statute`: a rule of law forbids it; `statute-reason`: it is possible
                with a recorded reason.
        """
        return saving.save(self._session, pid, edits)

    def undo(self, pid: str, seq: int) -> Change:
        """Take back the newest revision by one more revision: what was changed is as it was, what
        was added is withdrawn. Nothing disappears from the history. To undo that is to do it
        again, but what was withdrawn stays so.

        Raises:
            NotPermitted: `undo-later`: something was saved since; `record-withdrawn`.
            InvalidRecord: a kind that is never changed back.
        """
        return saving.undo(self._session, pid, seq)

    def export_document(
        self, pid: str, record: RecordId, out: Path, given_to: str | None = None
    ) -> Document:
        """Write an attached file to a place of the klantmanager's choice: for the client, or for
        `given_to`. It is a line of the disclosure ledger, as a paper is.

        Raises:
            WrongUsage: no such document, or its bytes were not shared with this vault.
            InvalidRecord: `own-name`: no name on one line.
            NotPermitted: `record-locked`: for somebody else, while it is locked.
            StorageFault: no room, no permission, or something stands there.
        """
        session, action = self._session, Action.EXPORT_DOCUMENT
        with session.logged(action, pid), noted(session, pid, out, action):
            return reading.export_document(session, pid, record, out, given_to)

    def read_document(self, pid: str, record: RecordId) -> tuple[Document, bytes]:
        """An attached file, to look at it: it stays in memory.

        Raises:
            WrongUsage: no such document, its bytes were not shared with this vault, or there are
                too many of them.
        """
        with self._session.logged(Action.READ_DOCUMENT, pid):
            return reading.read_document(self._session, pid, record)

    def attach_to(
        self,
        pid: str,
        name: str,
        title: str,
        source: Source,
        *,
        record: RecordId | None = None,
        new: tuple[str, Body] | None = None,
    ) -> Change:
        """Attach a file, and let a record that is there, or a new one of a kind, refer to it: one
        revision.

        Raises:
            InvalidRecord, NotPermitted, WrongUsage, StorageFault: as `attach`, `amend` and `add`.
        """
        file = Edit(new_id(), DOCUMENT, {"titel": title}, None, (name, source))
        if record is not None:
            return self.save(pid, [file, saving.reference(self._session, pid, record, file.record)])
        if new is not None:
            kind, body = new
            body = saving.referring(kind, body, file.record)
            return self.save(pid, [file, Edit(new_id(), kind, body)])
        return self.save(pid, [file])

    def create(self, body: Body) -> Change:
        """A new dossier with only the client in it.

        Raises:
            InvalidRecord: it does not fit.
        """
        return self.load([{"kind": "client", "body": dict(body)}], Path())

    def load(
        self,
        entries: Sequence[Mapping[str, Any]],
        source: Source,
        absent: Collection[str] = (),
    ) -> Change:
        """A whole dossier at once, all or nothing; `source` opens the files that it names.
        `absent`: ids that may be referred to though nothing has them.

        Raises:
            InvalidRecord: with the place in the list of what does not fit.
        """
        change = loading.load(self._session, entries, source, absent)
        self._session.log(Action.LOAD, change.portfolio)
        return change

    def load_file(self, file: Path) -> Change:
        """The same from a dossier file (JSON); what it attaches lies in its folder.

        Raises:
            InvalidRecord: no dossier; WrongUsage: there is no such file.
        """
        found = read_json(file)
        entries = found.get("records") if isinstance(found, dict) else None
        if not isinstance(entries, list):
            raise InvalidRecord("invalid-record", "json")
        absent = found.get("absent", [])
        if not isinstance(absent, list) or not all(isinstance(one, str) for one in absent):
            raise InvalidRecord("invalid-record", "json")
        return self.load(entries, file.parent, absent)

    def dump(self, pid: str, at_size: int | None = None) -> Dump:
        """A dossier for comparing: state, canonical order, no layer-X fields.

        Raises:
            WrongUsage: no such client, or the chain never had that size.
        """
        with self._session.logged(Action.DUMP, pid):
            return reading.dump(self._session, pid, at_size)

    def history(self, pid: str, record: RecordId | None = None) -> list[HistoryLine]:
        """Who changed what when, oldest first."""
        return reading.history(self._session, pid, record)

    def keepers(self, pid: str) -> list[Keeper]:
        """Who kept the dossier, and since when, oldest first."""
        return reading.keepers(self._session, pid)

    def permits(self, pid: str) -> Permits:
        """What may be added and changed, what may not and why; who lent it, when it was lent."""
        return permits(self._session, pid)

    def locks(self, pid: str) -> Locks:
        """Records that are neither changed nor shared, each with why and since when."""
        with self._session.portfolio(pid) as portfolio:
            return locks_of(portfolio)
