"""One page about a client, made from the data: what presses, who it is, who does what.

Pure: from current records without what never leaves, and from what the clock says of them. Each
receiver makes it from what was verified there; it never travels (decision 37), so that no second
truth can say something else than the records. What is lacking is said to be lacking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from eportfolio import statute
from eportfolio.journal import WITHDRAWN
from eportfolio.records import headline, is_open_agreement
from eportfolio.records.kinds import is_yes
from eportfolio.statute import Deadline, Outlook, State
from eportfolio.statute.dates import written
from eportfolio.texts import MONTHS, number
from eportfolio.workspace.story import NEVER_AGAIN, Written, story

UNKNOWN = "is niet vastgelegd of niet gedeeld"
QUOTED = 160  # letters of the client's own words
COUNTERS = 3
KEEPING = "C24"  # how long the dossier is kept presses nobody
HIDDEN_PLACE = "Blijf-van-mijn-Lijfhuis"
_STATES: Mapping[State, str] = MappingProxyType(
    {State.OVERDUE: "te laat", State.DUE_SOON: "binnenkort", State.RUNNING: "loopt"}
)


@dataclass(frozen=True)
class Point:
    """One line. `on`: until when; `who`: whose task; `source`: the article; `record`: where it is
    written."""

    words: str
    on: date | None = None
    who: str = ""
    source: str = ""
    record: str | None = None


@dataclass(frozen=True)
class Synthesis:
    """All of it, the most pressing first; who shows it on one page says how many more there are.
    `story` is five sentences."""

    client: str
    on: date
    urgency: tuple[Point, ...]
    story: tuple[str, ...]
    actions: tuple[Point, ...]
    what_if: tuple[Point, ...]
    sensitive: tuple[Point, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Point, ...]], ...]:
        """The lists of points, each under its Dutch title."""
        return (
            ("Wat dringt", self.urgency),
            ("Wie doet wat", self.actions),
            ("Als een datum voorbijgaat", self.what_if),
            ("Gevoelig", self.sensitive),
        )


def synthesis(entries: Sequence[Written], outlook: Outlook) -> Synthesis:
    """The synthesis of one client on the day of the outlook."""
    facts = _Facts(entries)
    pressing = tuple(_pressing(outlook))
    return Synthesis(
        client=headline("client", facts.client) if facts.client else "",
        on=outlook.on,
        urgency=tuple(_urgent(one) for one in pressing),
        story=(
            _who(facts),
            _route(facts, outlook),
            _language(facts, outlook),
            _past(facts),
            _wish(facts),
        ),
        actions=tuple(_actions(facts)),
        what_if=tuple(_what_if(pressing, outlook.on)),
        sensitive=tuple(_sensitive(facts)),
    )


class _Facts:
    """Current records by kind, without those that were withdrawn or are wholly hidden."""

    def __init__(self, entries: Iterable[Written]) -> None:
        self.entries = [one for one in entries if one.status != WITHDRAWN and one.body]

    def of(self, kind: str, day: str = "") -> list[Written]:
        """The newest first, by a field with a date."""
        found = [one for one in self.entries if one.kind == kind]
        return sorted(found, key=lambda one: (str(one.body.get(day) or ""), one.id), reverse=True)

    @property
    def client(self) -> Mapping[str, Any]:
        return next((one.body for one in self.of("client")), {})


def _pressing(outlook: Outlook) -> Iterator[Deadline]:
    """Late and due soon; when nothing is, the one that comes first."""
    dated = [one for one in outlook.deadlines if one.latest]
    found = [one for one in dated if one.state in (State.OVERDUE, State.DUE_SOON)]
    later = [one for one in dated if one.state is State.RUNNING and one.clock != KEEPING]
    yield from found or later[:1]


def _urgent(one: Deadline) -> Point:
    return Point(f"{one.title}: {_STATES[one.state]}", one.latest, "", one.source, one.record)


def _who(facts: _Facts) -> str:
    client = facts.client
    if not client:
        return f"Wie de cliënt is, {UNKNOWN}."
    born = _day(client.get("geboortedatum"))
    parts = [
        headline("client", client),
        f"geboren {born}" if born else "",
        str(client.get("nationaliteit") or ""),
        _family(facts),
    ]
    return ", ".join(part for part in parts if part) + "."


def _family(facts: _Facts) -> str:
    kin = [str(one.body.get("relatie")) for one in facts.of("gezinslid")]
    children = kin.count("Kind")
    found = ["partner"] if "Partner" in kin else []
    if children:
        found.append("1 kind" if children == 1 else f"{children} kinderen")
    return f"gezin: {' en '.join(found)}" if found else ""


def _route(facts: _Facts, outlook: Outlook) -> str:
    if outlook.why_not:
        return outlook.why_not
    plans = [one for one in facts.of("pip", "dagtekening") if one.body.get("dagtekening")]
    if not plans:
        return f"Een PIP {UNKNOWN}."
    parts = [
        f"Leerroute: {outlook.route}" if outlook.route else f"De leerroute {UNKNOWN}",
        f"laatste PIP van {_day(plans[0].body['dagtekening'])}",
    ]
    if outlook.term is not None:
        parts.append(f"inburgeren tot en met {written(outlook.term.decided)}")
    return ", ".join(parts) + "."


def _language(facts: _Facts, outlook: Outlook) -> str:
    levels: dict[str, str] = {}
    for one in facts.of("taalvaardigheid", "datum"):
        levels.setdefault(str(one.body.get("vaardigheid")), str(one.body.get("niveau")))
    mother = facts.client.get("moedertaal")
    first = f"Moedertaal {mother}" if mother else f"De moedertaal {UNKNOWN}"
    dutch = ", ".join(f"{name.lower()} {level}" for name, level in sorted(levels.items()))
    second = f"Nederlands: {dutch}" if dutch else f"het niveau Nederlands {UNKNOWN}"
    hours = [
        f"{one.title} {number(one.done)} van {number(one.required)} uur"
        for one in outlook.counters
        if one.applies and one.required
    ]
    counted = "; ".join(hours[:COUNTERS]) if facts.of("urenregel") else f"Het aantal uren {UNKNOWN}"
    return f"{first}; {second}." + (f" {counted}." if counted else "")


def _past(facts: _Facts) -> str:
    return f"{_one_of(facts, 'onderwijs', 'School')} {_one_of(facts, 'werk', 'Werk')}"


def _one_of(facts: _Facts, kind: str, title: str) -> str:
    found = facts.of(kind, "van")
    if not found:
        return f"{title} {UNKNOWN}."
    more = f", en nog {len(found) - 1}" if len(found) > 1 else ""
    return f"{title}: {_flat(headline(kind, found[0].body))}{more}."


def _wish(facts: _Facts) -> str:
    found = facts.of("wens", "datum")
    if not found:
        return f"Een wens {UNKNOWN}."
    wish = found[0].body
    parts = [
        _flat(str(wish.get("ontwikkelwens") or wish.get("hoofddoel") or "")),
        f"droomberoep {_flat(str(wish['droomberoep']))}" if wish.get("droomberoep") else "",
        f"„{_flat(_short(str(wish['eigen_woorden'])))}”" if wish.get("eigen_woorden") else "",
    ]
    return f"Wens: {', '.join(part for part in parts if part) or 'zie het gegeven'}."


def _actions(facts: _Facts) -> Iterator[Point]:
    found = [
        one for one in facts.of("afspraak") if is_open_agreement(one.kind, one.status, one.body)
    ]
    for one in sorted(found, key=lambda one: (str(one.body.get("voor_datum") or "9"), one.id)):
        until = one.body.get("voor_datum")
        who = str(one.body.get("wie") or "")
        what = _short(str(one.body["wat"]))
        yield Point(what, date.fromisoformat(until) if until else None, who, "", one.id)


def _what_if(pressing: Iterable[Deadline], on: date) -> Iterator[Point]:
    """Only what the rules say; each clock once."""
    for one in {one.clock: one for one in reversed(list(pressing))}.values():
        said = statute.missed(one.clock, one.begins or on)
        if said is not None:
            yield Point(f"{one.title}. {said.words}", one.latest, "", said.source)


def _sensitive(facts: _Facts) -> Iterator[Point]:
    client = facts.client
    if is_yes(client.get("tolk_nodig")):
        language = client.get("tolktaal")
        yield Point(f"Tolk nodig: {language}" if language else "Tolk nodig")
    deciding = client.get("vertegenwoordiger")
    if deciding not in (None, "Geen", ""):
        yield Point(f"Een {str(deciding).lower()} beslist mee")
    for topic in story(facts.entries):
        mark = topic.mark
        if mark is not None and topic.is_restricted:
            asked = "niet opnieuw vragen"
            if mark.wish != NEVER_AGAIN:
                asked = f"alleen vragen met {mark.with_whom} erbij"
            since = date.fromisoformat(mark.since)
            yield Point(f"{topic.name}: {asked}", since, "", "", mark.record)
    for one in facts.of("verblijf"):
        if one.body.get("soort") == HIDDEN_PLACE and not one.body.get("tot"):
            yield Point("De verblijfplaats is geheim", None, "", "", one.id)
    for one in facts.of("aandachtspunt", "start"):
        if one.body.get("status") != "Opgelost":
            yield Point(f"Aandacht voor: {str(one.body['soort']).lower()}", None, "", "", one.id)


def _day(value: object) -> str:
    """A date in words; of one that is known in part what is known."""
    if not isinstance(value, str) or not value:
        return ""
    year, month, day = value.split("-")
    if month == "00":
        return year
    name = MONTHS[int(month) - 1]
    return f"{name} {year}" if day == "00" else f"{int(day)} {name} {year}"


def _flat(words: str) -> str:
    return words.replace(" · ", ", ").rstrip(".")


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"
