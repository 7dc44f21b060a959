"""Use cases on what was told before."""

from __future__ import annotations

from eportfolio.workspace import story
from eportfolio.workspace.session import Session
from eportfolio.workspace.story import Topic


class Stories:
    """Read before asking again."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def told(self, pid: str) -> tuple[Topic, ...]:
        """What this client told, by topic, with the wish not to be asked again.

        Raises:
            WrongUsage: there is no such client.
        """
        with self._session.portfolio(pid) as portfolio:
            return story.story(portfolio.records())
