"""Readable files that a kill left half written outside the vault: noted before the first byte, and
removed when the vault is opened next (docs/formats/rights.md, access)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from eportfolio.errors import StorageFault
from eportfolio.register import Action
from eportfolio.store import remove_unfinished
from eportfolio.workspace.session import Session

UNFINISHED: Final = "unfinished"  # what came of it, in the access log
_KEPT: Final = "unfinished"


@contextmanager
def noted(session: Session, pid: str, out: Path, action: Action) -> Iterator[None]:
    """Remember where something readable is being written, until it is whole or gone.

    Raises:
        StorageFault: no room in the vault; nothing was written.
    """
    place = (pid, str(out.absolute()), str(action))
    session.register.set_preference(_KEPT, [*_kept(session), place])
    try:
        yield
    finally:
        with suppress(StorageFault):
            left = [one for one in _kept(session) if one != place]
            session.register.set_preference(_KEPT, left or None)


def tidy(session: Session) -> None:
    """Remove what a kill left, each with a line of the access log. A place that is not there now
    (a stick in a drawer) is looked at again next time."""
    found = _kept(session)
    away = []
    for pid, out, action in found:
        if remove_unfinished(Path(out)):
            session.log(Action(action), pid, UNFINISHED)
        else:
            away.append((pid, out, action))
    if away != found:
        with suppress(StorageFault):
            session.register.set_preference(_KEPT, away or None)


def _kept(session: Session) -> list[tuple[str, str, str]]:
    found: object = None
    with suppress(ValueError):
        found = session.register.preference(_KEPT)
    if not isinstance(found, list):
        return []
    known = {str(one) for one in Action}
    return [
        (one[0], one[1], one[2])
        for one in found
        if isinstance(one, list)
        and len(one) == 3
        and all(isinstance(part, str) for part in one)
        and one[2] in known
    ]
