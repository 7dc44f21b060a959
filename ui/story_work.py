"""What the worker thread does for what was told and understood: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.replies import Replied, Reply
    from ui.tasks import Progress


def reply(bundle: str, words: str | None, place: Path) -> Callable[[Workspace], Replied]:
    """Answer what the successor understood, and save it for the successor."""
    return lambda workspace: workspace.stories.reply(bundle, words, place)


def take_in(file: Path) -> Callable[[Workspace, Progress], Reply]:
    """Read what the predecessor answered."""
    return lambda workspace, _: workspace.stories.take_in(file)
