"""What is not yet written of the access log, and what must not wait (docs/formats/vault.md)."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from eportfolio.errors import EportfolioError, StorageFault
from eportfolio.register import Access, Action, Register
from eportfolio.register.access import DONE

LOGGED_TOGETHER = 20  # lines
# Ways in, and whatever leaves the vault: a kill right after it must not hide it.
_WAYS_IN = frozenset(
    {Action.UNLOCK, Action.UNLOCK_RECOVERY, Action.UNLOCK_ESCROW, Action.UNLOCK_SHARES}
)
_BY_ANOTHER = _WAYS_IN - {Action.UNLOCK}
_LEAVES = frozenset(
    {
        *(Action.DUMP, Action.EXPORT_DOCUMENT, Action.PAPER, Action.ACCESS, Action.PORTABILITY),
        *(Action.BUNDLE, Action.IMPORT, Action.REPLY, Action.TELL, Action.TOLD, Action.CASELOAD),
        *(Action.LOG, Action.BACKUP, Action.LOSS),
    }
)


class Logbook:
    """Lines of the access log. `about`: which dossier the work in hand turned out to be about."""

    def __init__(self, register: Register, actor: Callable[[], str]) -> None:
        self._register = register
        self._actor = actor
        self.waiting: list[Access] = []
        self._about: list[str] = []
        self._at_once = False

    @contextmanager
    def logged(self, action: Action, object_: str, now: Callable[[], datetime]) -> Iterator[None]:
        """Whatever becomes of the work inside is a line: done, or the code of the refusal. Without
        an object it is the first dossier that the work turned to."""
        self._about.append(object_)
        result = DONE
        try:
            yield
        except EportfolioError as error:
            result = error.code
            raise
        except BaseException:
            result = ""
            raise
        finally:
            about = self._about.pop()
            if result:
                self.add(action, about, result, now())

    def is_about(self, object_: str) -> None:
        """The work in hand turned to this dossier."""
        self._about = [one or object_ for one in self._about]

    def add(self, action: Action, object_: str, result: str, at: datetime) -> None:
        """Keep a line; it is written at once where it must not wait. Who came in by another way
        than the owner's passphrase leaves every line at once."""
        self.waiting.append(
            Access(at.isoformat(), self._actor(), platform.node(), action, object_, result)
        )
        self._at_once = self._at_once or action in _BY_ANOTHER
        must = self._at_once or action in _WAYS_IN or action in _LEAVES
        if must or len(self.waiting) >= LOGGED_TOGETHER:
            self.write()

    def write(self) -> None:
        """What was not written yet. On a full disk it waits: work goes on."""
        with suppress(StorageFault):
            self._register.log(self.waiting)
            self.waiting.clear()
