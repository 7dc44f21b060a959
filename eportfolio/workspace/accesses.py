"""Use cases on the access log: read it, check it, hand it out."""

from __future__ import annotations

import json
from pathlib import Path

from eportfolio.register import Access, Action
from eportfolio.store import new_file
from eportfolio.workspace.session import Session


class Accesses:
    """Who did what to which dossier, when and where; the oldest line first."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lines(self, portfolio: str | None = None) -> list[tuple[int, Access]]:
        """The lines with their numbers, all or those about one client."""
        self._session.write_log()
        return self._session.register.accesses(portfolio)

    def is_whole(self) -> bool:
        """Whether no line was changed, removed or put in between."""
        self._session.write_log()
        return self._session.register.has_whole_log()

    def export(self, out: Path, portfolio: str | None = None) -> int:
        """Write it as JSON, one line each, for the client or for who supervises; gives how many.
        It holds ids only, and is not encrypted.

        Raises:
            StorageFault: no room, or something stands there.
        """
        with self._session.logged(Action.LOG, portfolio or ""):
            found = self.lines(portfolio)
            with new_file(out, replace=False) as file:
                for number, line in found:
                    text = json.dumps({"n": number, **line._asdict()}, ensure_ascii=False)
                    file.write(text.encode() + b"\n")
        return len(found)
