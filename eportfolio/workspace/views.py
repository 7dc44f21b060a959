"""The caseload as somebody looks at it: views kept under a name, and a file for a spreadsheet.

Invariants:
- A view lies in the register, so it is encrypted, in every backup of the vault and nowhere else.
- What is read is checked: what is no view is left out and never stops anybody.
- The file for a spreadsheet is the only thing here that leaves the vault. It is not encrypted.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from eportfolio import shapes
from eportfolio.errors import WrongUsage
from eportfolio.progress import Progress, silent
from eportfolio.register import Action
from eportfolio.store import new_file
from eportfolio.workspace.session import Session
from eportfolio.workspace.terms import Terms

NAME_LIMIT = 60
TYPED_LIMIT = 200
VIEW_LIMIT = 50
_NAME = "views"


@dataclass(frozen=True)
class View:
    """What the caseload was narrowed to and sorted by. `tile` and `column` are words of the
    screen; one that it does not know (any more) is as good as none."""

    name: str
    tile: str
    typed: str = field(repr=False)
    column: str
    is_descending: bool = False


class Views:
    """Keep a view, list them, drop one; write what is shown."""

    def __init__(self, session: Session, terms: Terms) -> None:
        self._session = session
        self._terms = terms

    def all(self) -> tuple[View, ...]:
        """Every view, by name."""
        kept: object = None
        with suppress(ValueError):
            kept = self._session.register.preference(_NAME)
        found: dict[str, View] = {}
        for one in kept if isinstance(kept, list) else ():
            with suppress(TypeError, ValueError, KeyError):
                view = _read(one)
                found.setdefault(view.name.casefold(), view)
        return tuple(found[name] for name in sorted(found))

    def keep(self, view: View) -> None:
        """Keep a view, in place of one with the same name.

        Raises:
            WrongUsage: `view-name`: no name, or too long a one; `too-many-views`.
        """
        try:
            checked = _read(vars(view))
        except ValueError as error:
            raise WrongUsage("usage", "view-name", limit=NAME_LIMIT) from error
        others = self._without(view.name)
        if len(others) >= VIEW_LIMIT:
            raise WrongUsage("usage", "too-many-views", limit=VIEW_LIMIT)
        self._write([*others, checked])

    def drop(self, name: str) -> None:
        """Forget a view; none is fine too."""
        self._write(self._without(name))

    def write_csv(
        self, out: Path, pids: Sequence[str] | None = None, progress: Progress = silent
    ) -> int:
        """These dossiers in this order, as they are known now; or everybody by name, with terms
        and hours of today. A file for a spreadsheet, with names and not encrypted; gives how many.

        Raises:
            StorageFault: no room, or something stands there.
        """
        from eportfolio.outputs import spreadsheet

        with self._session.logged(Action.CASELOAD):
            if pids is None:
                self._terms.refresh(progress)
            rows = self._session.register.rows()
            if pids is not None:
                known = {row.portfolio: row for row in rows}
                rows = [known[pid] for pid in pids if pid in known]
            data = spreadsheet.caseload(rows, self._terms.today())
            with new_file(out, replace=False) as file:
                file.write(data)
        return len(rows)

    def _without(self, name: str) -> list[View]:
        wanted = _one_line(name).casefold()
        return [one for one in self.all() if one.name.casefold() != wanted]

    def _write(self, views: Sequence[View]) -> None:
        self._session.register.set_preference(_NAME, [vars(one) for one in views])


def _read(value: object) -> View:
    """A view from what was kept, or an error that the caller knows."""
    kept = shapes.mapping(value)
    name, typed = _one_line(shapes.text(kept["name"])), shapes.clean(shapes.text(kept["typed"]))
    if not 0 < len(name) <= NAME_LIMIT or len(typed) > TYPED_LIMIT:
        raise ValueError
    if not isinstance(kept["is_descending"], bool):
        raise TypeError
    tile, column = shapes.text(kept["tile"]), shapes.text(kept["column"])
    return View(shapes.clean(name), tile, typed, column, kept["is_descending"])


def _one_line(name: str) -> str:
    return " ".join(name.split())
