"""Use cases on what was told before, on the one page that is made from the data, and on what a
successor understood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eportfolio.bundle.reply import Reply
from eportfolio.outputs.client_paper import Paper
from eportfolio.register import Action
from eportfolio.workspace import papers, replies, story
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.replies import Exchange, Replied
from eportfolio.workspace.session import Session
from eportfolio.workspace.story import Topic
from eportfolio.workspace.synthesis import Synthesis, synthesis


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

    def synthesis(self, pid: str) -> Synthesis:
        """What presses, who it is in five sentences, who does what, what is sensitive.

        Raises:
            WrongUsage: there is no such client.
        """
        session = self._session
        now = session.now()
        with session.portfolio(pid) as portfolio:
            found = outlook(portfolio, session.own, now, now.date())
            return synthesis(portfolio.records(), found)

    def page(self, pid: str) -> Paper:
        """The synthesis on one page, for the office.

        Raises:
            WrongUsage: there is no such client.
        """
        from eportfolio.outputs.synthesis_page import Page, synthesis_page

        session = self._session
        card = session.vault.identity.card
        with session.logged(Action.PAPER, pid):
            found = self.synthesis(pid)
            with session.portfolio(pid) as portfolio:
                size = portfolio.size
        paper = synthesis_page(
            Page(
                client=found.client,
                on=found.on,
                story=found.story,
                parts=found.parts,
                made=session.now(),
                keeper=card.name,
                organisation=card.organisation,
                size=size,
            )
        )
        return replace(paper, portfolio=pid, document=papers.SYNTHESIS)

    def exchanges(self, pid: str) -> list[Exchange]:
        """What successors wrote back about this client, and what was answered, oldest first.

        Raises:
            WrongUsage: there is no such client.
        """
        with self._session.portfolio(pid) as portfolio:
            return replies.exchanges(self._session, portfolio)

    def reply(self, bundle: str, words: str | None, out: Path) -> Replied:
        """Answer what the successor understood: right (`None`), or words that complete it. The
        file is for the successor only.

        Raises:
            WrongUsage: we made no such bundle, or nothing was written back.
            InvalidRecord: blank words.
            NotPermitted: the consent does not hold any more, the successor's card was revoked, or
                something else was answered before.
            StorageFault: no room, or something stands there.
        """
        with self._session.logged(Action.REPLY):
            return replies.answer(self._session, bundle, words, out)

    def take_in(self, path: Path) -> Reply:
        """Read what the predecessor answered; no record changes.

        Raises:
            NotAuthentic: not for us, not about a receipt of ours, or not by who made the bundle.
            NotPermitted: an answer is here already, or the consent was withdrawn.
        """
        with self._session.logged(Action.REPLIED):
            return replies.take_in(self._session, path)
