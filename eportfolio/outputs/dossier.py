"""A whole dossier on paper, for an access request (AVG 15): every value of every record and of
every earlier version under its Dutch label, withdrawn records and layer X included."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from eportfolio import records, texts
from eportfolio.consent import Version
from eportfolio.journal import WITHDRAWN
from eportfolio.outputs.client_paper import AUTHOR, Paper, day_in_figures
from eportfolio.outputs.glyphs import LONGEST_WORD, clean, is_right_to_left
from eportfolio.outputs.two_languages import DUTCH, LeftOut
from eportfolio.portfolio import Current
from eportfolio.records import Body, RecordId
from eportfolio.statute.dates import written

TITLE: Final = "Alles over mij"
_LONG: Final = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
if TYPE_CHECKING:
    from eportfolio.records.labelled import Leaf

Text = str | dict[str, str]
Row = list[Text]


@dataclass(frozen=True)
class Part:
    """A part of the document beside the records: sentences, and entries of name and rows."""

    title: str
    lines: Sequence[str] = ()
    entries: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()


@dataclass(frozen=True)
class Dossier:
    """What the document is made of. `versions` are those of these records, in the order of the
    chain; `opening` are sentences for the first page, `parts` come behind the records. `locked`:
    records that may not be changed or shared now."""

    entries: Sequence[Current]
    versions: Sequence[Version]
    made: datetime
    size: int
    head: str
    keeper: str
    organisation: str
    opening: Sequence[str] = ()
    parts: Sequence[Part] = ()
    locked: Collection[RecordId] = ()


def dossier(facts: Dossier) -> Paper:
    """The document as a PDF, in Dutch."""
    from eportfolio.outputs.typesetting import typeset

    write = _Writer({one.id: one for one in facts.entries}, facts.locked)
    sections = [*write.records(facts), *(write.part(one) for one in facts.parts)]
    content = {
        "title": TITLE,
        "author": AUTHOR,
        "foot": f"{TITLE} · {day_in_figures(facts.made)} · versie {facts.size}",
        "facts": [
            [name, write.text(value)]
            for name, value in (
                ("Gemaakt op", written(facts.made.date())),
                ("Klantmanager", f"{facts.keeper}, {facts.organisation}"),
                ("Versie", str(facts.size)),
                ("Nummer van deze versie", facts.head),
                ("Onderdelen", str(len(facts.entries))),
            )
        ],
        "opening": [write.text(one) for one in facts.opening],
        "sections": sections,
    }
    made = typeset("dossier", content, facts.made)
    lost = (LeftOut("characters", None, write.lost),) if write.lost else ()
    return Paper(made.data, made.pages, texts.DUTCH, DUTCH, lost)


class _Writer:
    """Makes what the template draws, and counts the characters that no typeface has."""

    def __init__(self, known: Mapping[RecordId, Current], locked: Collection[RecordId]) -> None:
        self._known = known
        self._locked = locked
        self.lost = 0

    def text(self, value: str) -> Text:
        """A text that can be drawn; a long word may break, and the first letter tells the way."""
        found = clean(value)
        self.lost += found.lost
        shown = _LONG.sub("\\1\u200b", found.text)
        return {"r": shown} if is_right_to_left(shown) else shown

    def records(self, facts: Dossier) -> Iterator[dict[str, Any]]:
        """A section for each kind, in the fixed order of the kinds."""
        told: dict[RecordId, list[Version]] = {}
        for one in facts.versions:
            told.setdefault(one.record, []).append(one)
        by_kind: dict[str, list[Current]] = {}
        for entry in facts.entries:
            by_kind.setdefault(entry.kind, []).append(entry)
        for kind in (kind for kind in records.KINDS if kind in by_kind):
            yield {
                "title": records.title(kind),
                "lines": [],
                "records": [self._record(one, told.get(one.id, ())) for one in by_kind[kind]],
            }

    def _record(self, one: Current, versions: Sequence[Version]) -> dict[str, Any]:
        x = self._rows(one.kind, one.x or {})
        state = "ingetrokken" if one.status == WITHDRAWN else "geldt nu"
        if one.id in self._locked:
            state = f"{state} · op slot: niet wijzigen en niet delen"
        return {
            "title": self.text(records.headline(one.kind, one.whole)),
            "note": self.text(f"{state} · {_when(one.at)} · {_who(one.by)} · {one.id}"),
            "rows": [
                *self._rows(one.kind, one.body),
                *([f"{label} (wordt nooit gedeeld)", value] for label, value in x),
            ],
            "earlier": list(self._earlier(versions)),
        }

    def _rows(self, kind: str, body: Body) -> list[Row]:
        return [[leaf.label, self.text(self._value(leaf))] for leaf in records.leaves(kind, body)]

    def _value(self, leaf: Leaf) -> str:
        value = leaf.value
        if isinstance(value, bool):
            return "Ja" if value else "Nee"
        if isinstance(value, int | float):
            return texts.number(value)
        if value is None:
            return "–"
        if leaf.refers and value in self._known:
            other = self._known[RecordId(value)]
            return f"{records.headline(other.kind, other.whole)} ({value})"
        return _day(value)

    def _earlier(self, versions: Sequence[Version]) -> Iterator[dict[str, Any]]:
        """Every version with who, when and why; of an earlier one what stood there and does not
        stand so in the next."""
        if len([one for one in versions if one.part == ""]) < 2 and len(versions) < 3:
            return
        reasons = {one.seq: one.reason for one in versions if one.part == "reden"}
        last = {one.part: one for one in versions if one.body is not None}
        said = {one.seq: one for one in versions if one.part == ""}
        for number, one in enumerate(versions):
            if one.part == "reden":
                continue
            following = _next(versions[number + 1 :], one.part)
            rows: list[Row] = []
            if one.body is not None and one is not last[one.part]:
                after = self._rows(one.kind, following.body or {}) if following else []
                rows = [row for row in self._rows(one.kind, one.body) if row not in after]
            if one.part == "X" and not rows:
                continue
            about = said.get(one.seq, one)
            why = one.reason or reasons.get(one.seq)
            what = "Ingetrokken" if one.status == WITHDRAWN else "Versie"
            words = [f"{what} van {_when(about.at)}", _who(about.by)]
            words += [f"reden: {why}"] if why else []
            words += ["er stond"] if rows else []
            yield {"head": self.text(" · ".join(words)), "rows": rows}

    def part(self, part: Part) -> dict[str, Any]:
        """A section of sentences and entries."""
        return {
            "title": part.title,
            "lines": [self.text(one) for one in part.lines],
            "records": [
                {
                    "title": self.text(title),
                    "note": "",
                    "rows": [[label, self.text(_day(value))] for label, value in rows if value],
                    "earlier": [],
                }
                for title, rows in part.entries
            ],
        }


def _next(versions: Iterable[Version], part: str) -> Version | None:
    return next((one for one in versions if one.part == part and one.body is not None), None)


def _day(value: str) -> str:
    if _DAY.fullmatch(value) and not value.endswith("-00"):
        return written(date.fromisoformat(value))
    return value


def _when(at: str) -> str:
    if not at:
        return "–"
    moment = datetime.fromisoformat(at)
    return f"{written(moment.date())}, {moment:%H:%M}"


def _who(by: Mapping[str, Any]) -> str:
    return ", ".join(str(by[name]) for name in ("name", "organisation") if by.get(name))
