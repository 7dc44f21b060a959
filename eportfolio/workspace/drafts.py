"""Text that somebody is typing: kept encrypted until it is saved or thrown away.

Invariants:
- A draft is no record: nothing is validated, signed, shared or searched.
- It lies in the register, so it is in every backup of the vault and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eportfolio.records import RecordId
from eportfolio.register import Draft
from eportfolio.workspace.session import Session

__all__ = ["Draft", "Drafts"]


class Drafts:
    """Keep, find and drop drafts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(
        self,
        pid: str,
        kind: str,
        record: RecordId | None,
        values: Mapping[str, Any],
        *,
        seq: int = 0,
    ) -> None:
        """Keep what is typed for a record (or for a new one of this kind), in place of what was
        kept before. `seq`: the version that was looked at while typing.

        Raises:
            WrongUsage: there is no such client, or no such record.
            StorageFault: no room.
        """
        session = self._session
        with session.portfolio(pid) as portfolio:
            if record is not None:
                portfolio.record(record)
        at = session.now().isoformat(timespec="seconds")
        session.register.put_draft(Draft(pid, record, kind, seq, at, dict(values)))

    def of(self, pid: str) -> list[Draft]:
        """The drafts of one client, the newest first. Who reads them turned to that dossier."""
        found = self._session.register.drafts(pid)
        if found:
            self._session.turn_to(pid)
        return found

    def drop(self, pid: str, kind: str, record: RecordId | None) -> None:
        """Throw a draft away; none is fine too."""
        self._session.register.drop_draft(pid, kind, record)
