"""Use cases on notices: tell who has a copy, take in what others tell, answer, and what waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from eportfolio.bundle.notice import GROUNDS
from eportfolio.records import RecordId
from eportfolio.register import Action, Told
from eportfolio.register.withdrawals import WAITING
from eportfolio.workspace import notices_in, notices_out
from eportfolio.workspace.notices_in import Asked
from eportfolio.workspace.notices_out import Heard, Made
from eportfolio.workspace.replying import Replies, Reply, TakenIn
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import Facts

__all__ = ["GROUNDS", "Asked", "Heard", "Line", "Made", "Notices", "Replies", "Reply", "TakenIn"]


@dataclass(frozen=True)
class Line:
    """One notice, or one that must be made, with the names that a person knows."""

    told: Told
    client: str
    name: str
    organisation: str


class Notices:
    """Withdrawal and correction that follow the copies (docs/formats/notice.md)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(self, pid: str, consent: str, folder: Path) -> list[Made]:
        """A notice for every bundle under a permission that was taken back, or under one that was
        taken back with it; made before, it is the same one in a new file.

        Raises:
            WrongUsage: no such client, consent or folder.
            NotPermitted: `notice-nothing`: nothing was shared under it; `notice-not-withdrawn`.
            StorageFault: no room.
        """
        with self._session.logged(Action.TELL, pid):
            return notices_out.create(self._session, pid, consent, folder)

    def tell(self, pid: str, chosen: Collection[Told], folder: Path) -> list[Made]:
        """The notices of these lines of `all`: of one that must be told everything that there is
        to tell about that bundle in that word; of one that was made before the same notice in a
        new file.

        Raises:
            WrongUsage: no such client or folder.
            NotPermitted: `notice-nothing`: there is nothing to tell, or not any more.
            StorageFault: no room.
        """
        with self._session.logged(Action.TELL, pid):
            return notices_out.tell(self._session, pid, chosen, folder)

    def correct(self, pid: str, record: RecordId | None, folder: Path) -> list[Made]:
        """A notice for every recipient that has an earlier version of a record; without a record,
        of what was erased here (AVG 19).

        Raises:
            WrongUsage, NotPermitted, StorageFault: as `create`.
        """
        with self._session.logged(Action.TELL, pid):
            return notices_out.correct(self._session, pid, record, folder)

    def look(self, path: Path) -> Asked:
        """Check a notice and show what it asks; nothing is written.

        Raises:
            NotAuthentic, NotPermitted, Unsupported: why it is refused.
        """
        return notices_in.look(self._session, path)

    def asked(self, notice: str) -> Asked:
        """What a notice that was taken in still asks, by its hash.

        Raises:
            WrongUsage: there is none.
        """
        row = notices_in.find_told(self._session, notice)
        with self._session.portfolio(row.portfolio) as portfolio:
            facts = Facts(portfolio, self._session.own)
            (found,) = (one for one in facts.taken_in if one.hash == notice)
            return notices_in.asked(self._session, portfolio, found)

    def receive(
        self, path: Path, replies: Replies | None = None, out: Path | None = None
    ) -> TakenIn:
        """Take a notice in: what it is about is locked at once. With an answer for every record it
        is answered too, and the answer for the sender is written to `out`.

        Raises:
            NotAuthentic, NotPermitted, Unsupported: why it is refused; nothing was changed.
            InvalidRecord: answers of another shape.
            StorageFault: no room; nothing was changed.
        """
        with self._session.logged(Action.TOLD):
            return notices_in.receive(self._session, path, replies, out)

    def answer(self, notice: str, replies: Replies | None, out: Path | None) -> TakenIn:
        """Answer a notice that was taken in, by its hash; or write the answer again.

        Raises:
            WrongUsage: there is none; InvalidRecord, NotPermitted, StorageFault: as `receive`.
        """
        with self._session.logged(Action.TOLD):
            return notices_in.answer(self._session, notice, replies, out)

    def close(self, path: Path) -> Heard:
        """Read the answer of a recipient; the notice is answered with it.

        Raises:
            NotAuthentic: not by that recipient, about another notice, or not about all of it.
        """
        with self._session.logged(Action.ANSWERED):
            return notices_out.close(self._session, path)

    def settle(
        self, pid: str, bundle: str, reason: str, only: Collection[Told] | None = None
    ) -> None:
        """Say that no answer will come about a bundle, and why; it waits no longer. With lines of
        `all` about that bundle only those; the others wait as before.

        Raises:
            WrongUsage: nothing waits about it, or not any more; InvalidRecord: no reason.
        """
        with self._session.logged(Action.ANSWERED, pid):
            notices_out.settle(self._session, pid, bundle, reason, only)

    def all(self, pid: str | None = None) -> list[Line]:
        """Everything that was told or must be, the oldest first; of one client or of all."""
        register, today = self._session.register, self._session.now().date()
        names = {row.portfolio: row.name for row in register.rows()}
        known = {one.card.thumbprint: one.card for one in register.contacts(today)}
        found = []
        for one in register.told():
            if pid in (None, one.portfolio):
                card = known.get(one.other)
                name, organisation = (card.name, card.organisation) if card else ("", "")
                found.append(Line(one, names.get(one.portfolio, ""), name, organisation))
        return found

    def waiting(self, pid: str | None = None) -> list[Line]:
        """What somebody still has to do: tell a recipient, hear from one, or answer here."""
        return [one for one in self.all(pid) if one.told.state in WAITING]
