"""What a client told before: when, to whom, where it is written, and whether to ask again.

Pure: from current records. Only what may travel is read, never layer X: what a telling says of
itself reaches nobody whom its record does not reach. Of several wishes about one topic the most
restrictive holds; it is lifted where it was written down, not by another record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, get_args

from eportfolio.journal import WITHDRAWN
from eportfolio.records import RecordId, headline
from eportfolio.records.layers import FAMILY
from eportfolio.records.vocabulary import OpnieuwVragen, VerhaalOnderwerp
from eportfolio.statute import Entry
from eportfolio.statute.gather import BLOCKS

TOPICS: tuple[str, ...] = get_args(VerhaalOnderwerp)
MAY_ASK, WITH_SOMEBODY, NEVER_AGAIN = MARKS = get_args(OpnieuwVragen)  # from free to restricted
EDUCATION, WORK, HEALTH, FAMILY_TOPIC = "School en opleiding", "Werk", "Gezondheid", "Gezin"
# Records that answer a topic by themselves.
ANSWERS: Mapping[str, str] = MappingProxyType(
    {"onderwijs": EDUCATION, "werk": WORK, "gezondheid": HEALTH, "gezinslid": FAMILY_TOPIC}
)
# What each part of the intake asks about.
BLOCK_TOPICS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "leerbaarheid": (EDUCATION,),
        "onderwijs_en_werk": (EDUCATION, WORK),
        "persoonlijke_omstandigheden": (FAMILY_TOPIC, "Reis en vlucht", "Wonen"),
        "vve": (FAMILY_TOPIC,),
        "taalniveau": ("Taal",),
        "arbeidsparticipatie": (WORK, "Toekomst"),
        "zelfredzaamheid": ("Geld", "Wonen", "Mensen die helpen"),
    }
)


class Written(Entry, Protocol):
    """A current record, without what never leaves, with when it was written and by whom."""

    @property
    def id(self) -> RecordId: ...
    @property
    def at(self) -> str: ...
    @property
    def by(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Telling:
    """One place where a topic is written. `on` (ISO date) and `to` only where they were noted;
    `recorded` is the day of the version and `organisation` that of its author. `place` is the
    dotted field inside the record, `mark` the client's wish with `with_whom`."""

    record: RecordId
    kind: str
    place: str
    title: str
    on: str | None
    to: str
    recorded: str
    organisation: str
    mark: str | None = None
    with_whom: str = ""

    @property
    def day(self) -> str:
        """When it was told, else when it was written down."""
        return self.on or self.recorded


@dataclass(frozen=True)
class Mark:
    """The wish that holds for a topic, since when, and where it is written."""

    wish: str
    with_whom: str
    since: str
    record: RecordId


@dataclass(frozen=True)
class Topic:
    """Everything that is known about one topic: tellings and the records that answer it, each the
    newest first."""

    name: str
    mark: Mark | None
    told: tuple[Telling, ...]
    answered: tuple[Telling, ...]

    @property
    def last(self) -> Telling:
        """What to read first: the newest telling, else the newest record."""
        return (*self.told, *self.answered)[0]

    @property
    def is_restricted(self) -> bool:
        """Whether asking again is against the client's wish, or bound to somebody."""
        return self.mark is not None and self.mark.wish != MAY_ASK


@dataclass(frozen=True)
class Before:
    """A question of a form that was answered before. `field` is dotted; empty for the form."""

    field: str
    topic: Topic


def story(entries: Iterable[Written]) -> tuple[Topic, ...]:
    """The ledger of what was told: the topics with something, in the order of the list."""
    told: dict[str, list[Telling]] = {}
    answered: dict[str, list[Telling]] = {}
    for one in entries:
        if one.status == WITHDRAWN:
            continue
        for topic, telling in _tellings(one):
            told.setdefault(topic, []).append(telling)
        if (about := _answers(one)) is not None:
            answered.setdefault(about, []).append(_answer(one))
    return tuple(
        Topic(
            name,
            _strictest(told.get(name, ())),
            _newest_first(told.get(name, ())),
            _newest_first(answered.get(name, ())),
        )
        for name in TOPICS
        if name in told or name in answered
    )


def asked_before(
    kind: str, topics: Sequence[Topic], record: RecordId | None = None
) -> tuple[Before, ...]:
    """What a form of a kind asks that was told before. Being the record that is edited is no
    reason to warn."""
    known = {one.name: found for one in topics if (found := _without(one, record)) is not None}
    if kind == "verhaal":
        return tuple(Before("", one) for one in known.values() if one.told)
    if kind == "intake":
        return tuple(
            Before(f"blokken.{name}", known[topic])
            for name, about in BLOCK_TOPICS.items()
            for topic in about
            if topic in known
        )
    topic = ANSWERS.get(kind, "")
    return (Before("", known[topic]),) if topic in known else ()


def _without(topic: Topic, record: RecordId | None) -> Topic | None:
    told = tuple(one for one in topic.told if one.record != record)
    answered = tuple(one for one in topic.answered if one.record != record)
    return Topic(topic.name, _strictest(told), told, answered) if told or answered else None


def _tellings(one: Written) -> Iterator[tuple[str, Telling]]:
    for place, title, part in _parts(one):
        topic = part.get("onderwerp")
        if isinstance(topic, str) and topic in TOPICS:
            yield topic, _telling(one, place, title, part)


def _parts(one: Written) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    if one.kind == "verhaal":
        yield "", "", one.body
        for n, part in enumerate(one.body.get("onderdelen") or ()):
            yield f"onderdelen.{n}", str(part.get("titel") or ""), part
    if one.kind == "intake":
        blocks = one.body.get("blokken") or {}
        for name, title in BLOCKS.items():
            if blocks.get(name):
                yield f"blokken.{name}", title, blocks[name]


def _telling(one: Written, place: str, title: str, part: Mapping[str, Any]) -> Telling:
    return Telling(
        record=one.id,
        kind=one.kind,
        place=place,
        title=title,
        on=part.get("verteld_op"),
        to=str(part.get("verteld_aan") or ""),
        recorded=one.at[:10],
        organisation=str(one.by.get("organisation") or ""),
        mark=part.get("opnieuw_vragen"),
        with_whom=str(part.get("alleen_met") or ""),
    )


def _answers(one: Written) -> str | None:
    if one.kind == "gezinslid" and one.body.get("relatie") not in FAMILY:
        return None
    return ANSWERS.get(one.kind) if one.body else None


def _answer(one: Written) -> Telling:
    return Telling(
        record=one.id,
        kind=one.kind,
        place="",
        title=headline(one.kind, one.body),
        on=None,
        to="",
        recorded=one.at[:10],
        organisation=str(one.by.get("organisation") or ""),
    )


def _newest_first(found: Iterable[Telling]) -> tuple[Telling, ...]:
    return tuple(sorted(found, key=lambda one: (one.day, one.record, one.place), reverse=True))


def _strictest(found: Iterable[Telling]) -> Mark | None:
    """Of equal wishes the newest, so that its date says since when it is known for sure."""
    marked = [one for one in found if one.mark in MARKS]
    if not marked:
        return None
    one = max(marked, key=lambda one: (MARKS.index(str(one.mark)), one.day, one.record, one.place))
    return Mark(str(one.mark), one.with_whom, one.day, one.record)
