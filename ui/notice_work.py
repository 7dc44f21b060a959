"""What the worker thread does for notices: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eportfolio.records import RecordId

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.notices import Asked, Heard, Line, Made, Replies, TakenIn
    from eportfolio.workspace.notices_in import NoticeLine
    from ui.tasks import Progress

ERASE, KEEP = "wissen", "bewaren"


@dataclass(frozen=True)
class Standing:
    """Whose dossier it is, and everything that was told about it or must be, the newest first."""

    client: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Question:
    """What a notice asks, about whom, and the grounds on which something may be kept."""

    asked: Asked
    client: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """What a person chose for a record, or for all. A ground belongs to keeping."""

    answer: str
    ground: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Choices:
    """For every record that is not named the first; None when each was named."""

    default: Choice | None
    by_record: Mapping[str, Choice]


def standing(portfolio: str) -> Callable[[Workspace], Standing]:
    """Who was told, who must be, and who asks."""

    def work(workspace: Workspace) -> Standing:
        return Standing(
            _name(workspace, portfolio), tuple(reversed(workspace.notices.all(portfolio)))
        )

    return work


def tell(
    portfolio: str, chosen: Sequence[Line], folder: Path
) -> Callable[[Workspace, Progress], list[Made]]:
    """Make the files for these."""
    told = [one.told for one in chosen]
    return lambda workspace, _: workspace.notices.tell(portfolio, told, folder)


def settle(portfolio: str, line: Line, reason: str) -> Callable[[Workspace], None]:
    """No answer will come to this one, and why."""
    told = line.told
    return lambda workspace: workspace.notices.settle(portfolio, told.bundle, reason, [told])


def look(file: Path) -> Callable[[Workspace, Progress], Question]:
    """Check a notice; nothing is stored."""
    return lambda workspace, _: _question(workspace, workspace.notices.look(file))


def asked(notice: str) -> Callable[[Workspace, Progress], Question]:
    """What a notice that was taken in still asks."""
    return lambda workspace, _: _question(workspace, workspace.notices.asked(notice))


def _question(workspace: Workspace, found: Asked) -> Question:
    from eportfolio.workspace.notices import GROUNDS

    return Question(found, _name(workspace, found.notice.pid), GROUNDS)


def _name(workspace: Workspace, portfolio: str) -> str:
    row = workspace.dossiers.find(portfolio)
    return "" if row is None else row.name


def take_in(
    file: Path, choices: Choices | None, out: Path | None
) -> Callable[[Workspace, Progress], TakenIn]:
    """Lock what a notice is about; with choices answer it too."""
    return lambda workspace, _: workspace.notices.receive(file, _replies(choices), out)


def answer(
    notice: str, choices: Choices | None, out: Path
) -> Callable[[Workspace, Progress], TakenIn]:
    """Answer a notice that was taken in; without choices its answer is written again."""
    return lambda workspace, _: workspace.notices.answer(notice, _replies(choices), out)


def _replies(choices: Choices | None) -> Replies | None:
    from eportfolio.workspace.notices import Replies, Reply

    if choices is None:
        return None

    def reply(one: Choice) -> Reply:
        return Reply(one.answer, one.ground, one.source)

    by_record = {RecordId(record): reply(one) for record, one in choices.by_record.items()}
    return Replies(None if choices.default is None else reply(choices.default), by_record)


def outcome(lines: Sequence[NoticeLine], choices: Choices) -> Mapping[str, Choice]:
    """What becomes of each record with these choices, as the core does it; without those that have
    no answer yet."""
    replies = _replies(choices)
    if replies is None:
        return {}
    belongs = {one.record: one.belongs_to for one in lines if one.belongs_to}
    found = replies.find({one.record for one in lines}, belongs)
    return {name: Choice(one.answer, one.ground, one.source) for name, one in found.items()}


def hear(file: Path) -> Callable[[Workspace, Progress], tuple[Heard, str]]:
    """What a recipient answered, and about whom."""

    def work(workspace: Workspace, _: Progress) -> tuple[Heard, str]:
        heard = workspace.notices.close(file)
        return heard, _name(workspace, heard.portfolio)

    return work
