"""`eportfolio story`"""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio import records
from eportfolio.cli.output import Result
from eportfolio.cli.reading import unlocked
from eportfolio.workspace.story import MAY_ASK, WITH_SOMEBODY, Mark, Telling, Topic


def told(parsed: argparse.Namespace) -> Result:
    """What a client told before, and what must not be asked again."""
    with unlocked(parsed) as workspace:
        topics = workspace.stories.told(parsed.portfolio)
    data = {"portfolio": parsed.portfolio, "topics": [_topic(one) for one in topics]}
    lines = [line for one in topics for line in _lines(one)]
    return Result(data, lines or ["Er is nog niets verteld dat een onderwerp heeft."])


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "topic": topic.name,
        "mark": vars(topic.mark) if topic.mark else None,
        "told": [vars(one) for one in topic.told],
        "answered": [vars(one) for one in topic.answered],
    }


def _lines(topic: Topic) -> list[str]:
    lines = [topic.name]
    if topic.mark is not None:
        lines.append(f"  ! {wish(topic.mark)}")
    lines += [f"  {_told(one)}" for one in topic.told]
    lines += [
        f"  staat ook bij {records.title(one.kind)}: {one.title}  {one.record}"
        for one in topic.answered
    ]
    return lines


def wish(mark: Mark) -> str:
    """The client's wish in one sentence."""
    if mark.wish == MAY_ASK:
        return f"Opnieuw vragen mag (sinds {mark.since})."
    if mark.wish == WITH_SOMEBODY:
        return f"Vraag dit alleen met {mark.with_whom} erbij (sinds {mark.since})."
    return f"Vraag dit niet opnieuw (sinds {mark.since})."


def _told(one: Telling) -> str:
    when = f"verteld op {one.on}" if one.on else f"opgeschreven op {one.recorded}"
    to = f" aan {one.to}" if one.to else ""
    place = f", {one.title}" if one.title else ""
    return f"{when}{to}: {records.title(one.kind)}{place} ({one.organisation})  {one.record}"
