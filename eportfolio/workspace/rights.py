"""Use cases on the rights of the client (AVG 15 to 22); the format and the law are in
docs/formats/rights.md."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eportfolio.records import RecordId
from eportfolio.register import Action
from eportfolio.workspace import access
from eportfolio.workspace.access import Exported
from eportfolio.workspace.session import Session

__all__ = ["Exported", "Rights"]


class Rights:
    """What a client may ask, and what became of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def access(
        self,
        pid: str,
        out: Path,
        language: str | None = None,
        without: Mapping[RecordId, str] | None = None,
    ) -> Exported:
        """Everything that is kept about a client as one copy: papers in the client's language and
        in Dutch, every version for programs, the files. It is not encrypted. `without`: records
        that stay out for the rights of others, each with its ground (AVG 15, fourth paragraph).

        Raises:
            WrongUsage: no such client or record.
            InvalidRecord: `left-out-ground`: a record is left out without a ground.
            NotPermitted: `left-out`: what is about the client alone.
            StorageFault: no room, no permission, or something stands there.
        """
        with self._session.logged(Action.ACCESS, pid):
            return access.export(self._session, pid, out, language, without or {}, ())

    def portability(self, pid: str, out: Path, *, everything: bool = False) -> Exported:
        """The records that a client may take along (AVG 20) as JSON that `portfolio load` reads
        back, with their files; `everything`: also what rests on a duty of law, and layer X.

        Raises:
            WrongUsage: no such client.
            StorageFault: no room, no permission, or something stands there.
        """
        with self._session.logged(Action.PORTABILITY, pid):
            return access.take_along(self._session, pid, out, everything=everything)
