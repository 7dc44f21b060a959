"""The synthesis of a client on one A4 page of the office; what does not fit is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from eportfolio.outputs.client_paper import Paper, day_in_figures
from eportfolio.outputs.office import BODY, LABEL, drawable, wrapped
from eportfolio.outputs.report import LEFT, WIDTH, Report, day, paper

TITLE = "Synthese"
SHOWN = (8, 6, 5, 4, 3, 2, 1)  # lines of each part: the most that leaves it one page
LINES, STORY_LINES = 2, 3  # of one point, of one sentence
_DATE_WIDTH = 104.0
_LIMIT = (
    "Gemaakt uit het dossier op deze dag. Wat hier niet staat, is niet vastgelegd of niet gedeeld. "
    "Geen juridisch advies."
)


class Point(Protocol):
    """One line of a part."""

    @property
    def words(self) -> str: ...
    @property
    def on(self) -> date | None: ...
    @property
    def who(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True)
class Page:
    """What the page is made of: five sentences, and parts with a title and points."""

    client: str
    on: date
    story: Sequence[str]
    parts: Sequence[tuple[str, Sequence[Point]]]
    made: datetime
    keeper: str
    organisation: str
    size: int


def synthesis_page(facts: Page) -> Paper:
    """The page as a PDF."""
    foot = f"{TITLE} · {day_in_figures(facts.made)} · versie {facts.size}"
    for shown in SHOWN:
        made = paper(TITLE, foot, lambda report, most=shown: _draw(report, facts, most))  # type: ignore[misc]
        if made.pages == 1:
            break
    return made


def _draw(report: Report, facts: Page, most: int) -> None:
    report.head(facts.client or "Naam niet gedeeld")
    keeper = ", ".join(part for part in (facts.keeper, facts.organisation) if part)
    report.facts([("Op", day(facts.on)), ("Gemaakt door", keeper)])
    first, *others = facts.parts
    _part(report, *first, most)
    report.heading("In vijf zinnen")
    for sentence in facts.story:
        _sentence(report, sentence, LEFT, WIDTH, STORY_LINES)
        report.y -= 2
    for title, points in others:
        _part(report, title, points, most)
    report.y -= 8
    report.paragraph(_LIMIT, LABEL)


def _part(report: Report, title: str, points: Sequence[Point], most: int) -> None:
    report.heading(title)
    indent = _DATE_WIDTH if any(one.on for one in points[:most]) else 0.0
    for one in points[:most]:
        if one.on:
            report.text(LEFT, day(one.on), LABEL, width=_DATE_WIDTH - 8)
        words = " · ".join(part for part in (one.words, one.who, one.source) if part)
        _sentence(report, words, LEFT + indent, WIDTH - indent, LINES)
        report.y -= 2
    if len(points) > most:
        report.paragraph(f"En nog {len(points) - most}.", LABEL)
    if not points:
        report.paragraph("Niets bekend.", LABEL)


def _sentence(report: Report, words: str, x: float, width: float, most: int) -> None:
    """Wrapped, at most so many lines; what is cut off ends in dots."""
    lines = wrapped(words, BODY, width)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-2].rstrip(" ,.;") + drawable("…")]
    for line in lines:
        report.keep(BODY.leading)
        report.text(x, line)
        report.y -= BODY.leading
