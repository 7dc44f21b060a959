"""`eportfolio story|synthesis …`"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import Any

from eportfolio import records
from eportfolio.bundle.reply import COMPLETED, Reply
from eportfolio.cli.output import Result
from eportfolio.cli.reading import unlocked
from eportfolio.errors import WrongUsage
from eportfolio.statute.dates import written
from eportfolio.workspace.replies import Exchange
from eportfolio.workspace.sources import read_text_file
from eportfolio.workspace.story import MAY_ASK, WITH_SOMEBODY, Mark, Telling, Topic
from eportfolio.workspace.synthesis import Point, Synthesis

SHOWN = 5  # points of one part, for people


def told(parsed: argparse.Namespace) -> Result:
    """What a client told before, and what must not be asked again."""
    with unlocked(parsed) as workspace:
        topics = workspace.stories.told(parsed.portfolio)
    data = {"portfolio": parsed.portfolio, "topics": [topic_data(one) for one in topics]}
    lines = [line for one in topics for line in _lines(one)]
    return Result(data, lines or ["Er is nog niets verteld dat een onderwerp heeft."])


def topic_data(topic: Topic) -> dict[str, Any]:
    """One topic, for programs."""
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


def show(parsed: argparse.Namespace) -> Result:
    """The synthesis of one client."""
    with unlocked(parsed) as workspace:
        found = workspace.stories.synthesis(parsed.portfolio)
    return Result({"portfolio": parsed.portfolio, **synthesis_data(found)}, synthesis_lines(found))


def synthesis_data(found: Synthesis) -> dict[str, Any]:
    """All of it, for programs."""
    data: dict[str, Any] = asdict(found)
    data["on"] = found.on.isoformat()
    for name in ("urgency", "actions", "what_if", "sensitive"):
        data[name] = [{**one, "on": _iso(one["on"])} for one in data[name]]
    return data


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def synthesis_lines(found: Synthesis) -> list[str]:
    """One page, for people; what does not fit is counted."""
    lines = [f"Synthese van {found.client or 'iemand zonder naam'} op {written(found.on)}"]
    (title, points), *others = found.parts
    lines += [*_part(title, points), "", "In vijf zinnen"]
    lines += [f"  {sentence}" for sentence in found.story]
    for title, points in others:
        lines += _part(title, points)
    return lines


def _part(title: str, points: tuple[Point, ...]) -> list[str]:
    lines = ["", title, *(f"  {_point(one)}" for one in points[:SHOWN])]
    if len(points) > SHOWN:
        lines.append(f"  en nog {len(points) - SHOWN}")
    return lines if points else [*lines, "  niets bekend"]


def _point(one: Point) -> str:
    day = one.on.isoformat() if one.on else "–"
    said = " · ".join(part for part in (one.words, one.who, one.source) if part)
    return f"{day:10}  {said}"


def exchanges(parsed: argparse.Namespace) -> Result:
    """What successors understood, and what was answered."""
    with unlocked(parsed) as workspace:
        found = workspace.stories.exchanges(parsed.portfolio)
    data = {
        "exchanges": [
            {
                **vars(one),
                "at": one.at.isoformat(),
                "reply": _reply(one.reply) if one.reply else None,
            }
            for one in found
        ]
    }
    lines = [line for one in found for line in _exchange(one)]
    return Result(data, lines or ["Er is geen samenvatting van een opvolger."])


def _exchange(one: Exchange) -> list[str]:
    who = "U schreef" if one.ours else "De opvolger schreef"
    lines = [f"{who} op {one.at.date().isoformat()} over bundel {one.bundle}:", f"  {one.words}"]
    if one.reply is not None:
        lines.append(f"  {_verdict(one.reply)}")
    return lines


def _verdict(reply: Reply) -> str:
    """What the predecessor says, in one sentence."""
    who = f"{reply.by['name']}, {reply.by['organisation']}"
    if reply.verdict == COMPLETED:
        return f"Aanvulling van {who}: {reply.words}"
    return f"{who}: dit klopt."


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "verdict": reply.verdict,
        "words": reply.words,
        "at": reply.at.isoformat(),
        "by": dict(reply.by),
    }


def reply(parsed: argparse.Namespace) -> Result:
    """Confirm or complete what the successor understood."""
    words = None
    if parsed.correct is not None:
        try:
            words = read_text_file(parsed.correct).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise WrongUsage("usage", "not-text") from error
    with unlocked(parsed) as workspace:
        made = workspace.stories.reply(parsed.bundle, words, parsed.out)
    data = {"bundle": made.reply.bundle, **_reply(made.reply), "file": str(made.file)}
    return Result(data, [f"{made.file}: stuur dit naar uw opvolger.", _verdict(made.reply)])


def take_in(parsed: argparse.Namespace) -> Result:
    """What the predecessor answered."""
    with unlocked(parsed) as workspace:
        found = workspace.stories.take_in(parsed.file)
    data = {"portfolio": found.pid, "bundle": found.bundle, **_reply(found)}
    return Result(data, [_verdict(found), "Het antwoord staat bij het dossier."])
