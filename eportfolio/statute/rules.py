"""The numbers of the law, from `resources/statute/`: each with its article and its validity.

Invariants:
- A rule is chosen by the day on which what it governs began; a later version never changes that.
- Nothing here decides anything; it only answers which rule holds on a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, Protocol, TypeAlias, TypeVar

from eportfolio import settings
from eportfolio.statute.dates import Holidays, last_day, months_after, weeks_after

FOLDER = "statute"
DUTY, CHANCE, PERIOD = "duty", "chance", "period"
UNKNOWN = "unknown"

_File: TypeAlias = Mapping[str, Any]


class _Versioned(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


_Rule = TypeVar("_Rule", bound=_Versioned)


@dataclass(frozen=True)
class Length:
    """How long something lasts; only one of these is not zero."""

    months: int = 0
    weeks: int = 0
    working_days: int = 0
    hours: int = 0

    @property
    def written(self) -> str:
        """In Dutch: 24 maanden."""
        if self.months:
            return "1 maand" if self.months == 1 else f"{self.months} maanden"
        return f"{self.weeks} weken"


@dataclass(frozen=True)
class Clock:
    """One clock as the law has it. `because` holds the reasons of its sentence by name."""

    id: str
    title: str
    nature: str
    starts: str
    length: Length
    rolls: bool
    stops: str
    changes: str
    soon_days: int
    source: str
    confirmed: bool
    valid_from: date
    lead: str
    because: Mapping[str, str]
    longest: Length = Length()
    valid_until: date | None = None
    dossier: bool = True

    def within(self, start: date, holidays: Holidays) -> date:
        """The last day within the length of this clock after a day."""
        if self.length.working_days:
            day = start
            for _ in range(self.length.working_days):
                day = holidays.rolled(day + timedelta(days=1))
            return day
        return weeks_after(months_after(start, self.length.months), self.length.weeks)

    def lasting(self, first: date) -> date:
        """The last day of a term that begins on a day."""
        return last_day(first, self.length.months)


@dataclass(frozen=True)
class GroundRule:
    """A ground for extension. `extra`: a fixed length, `duration` or `unknown`."""

    code: str
    title: str
    extra: Length | str
    proof: str
    source: str
    confirmed: bool
    valid_from: date
    routes: tuple[str, ...] = ()
    at_least: Length | None = None
    at_most: Length | None = None
    once: bool = False
    effort: Mapping[str, Any] | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class CounterRule:
    """Which hours one counter takes. `required` in hours; `categories` says how each counts."""

    id: str
    title: str
    source: str
    confirmed: bool
    valid_from: date
    categories: Mapping[str, str]
    required: float | None = None
    routes: tuple[str, ...] = ()
    asylum_only: bool = False
    others_only: bool = False
    keurmerk: bool = False
    dutch: bool = False
    weekly: bool = False
    physical_share: float = 0.0
    valid_until: date | None = None


@dataclass(frozen=True)
class RuleBook:
    """Everything in the rule files. `version` names the set that a result was made with."""

    version: str
    holidays: Holidays
    clocks: tuple[Clock, ...]
    grounds: tuple[GroundRule, ...]
    counters: tuple[CounterRule, ...]
    new_term: Mapping[str, Any]
    before_plan: Mapping[str, int | None]
    forecast_weeks: int

    def clock(self, clock: str, on: date) -> Clock:
        """The version of a clock that holds on a day.

        Raises:
            KeyError: there is no such clock.
        """
        return _valid(self._clocks[clock], on)

    def ground(self, code: str, on: date) -> GroundRule:
        """The version of a ground that holds on a day.

        Raises:
            KeyError: there is no such ground.
        """
        return _valid(self._grounds[code], on)

    def counter(self, counter: str, on: date) -> CounterRule:
        """The version of a counter that holds on a day.

        Raises:
            KeyError: there is no such counter.
        """
        return _valid(self._counters[counter], on)

    @cached_property
    def counter_names(self) -> tuple[str, ...]:
        """Every counter once, in the order of the file."""
        return tuple(self._counters)

    def versions(self, counter: str) -> Sequence[CounterRule]:
        """Every version of a counter, the oldest first."""
        return self._counters[counter]

    def categories(self, counter: str) -> frozenset[str | None]:
        """The categories that any version of a counter looks at."""
        return self._categories[counter]

    @cached_property
    def _categories(self) -> dict[str, frozenset[str | None]]:
        return {
            name: frozenset(category for one in versions for category in one.categories)
            for name, versions in self._counters.items()
        }

    @cached_property
    def _clocks(self) -> dict[str, list[Clock]]:
        return _by_name((one.id, one) for one in self.clocks)

    @cached_property
    def _grounds(self) -> dict[str, list[GroundRule]]:
        return _by_name((one.code, one) for one in self.grounds)

    @cached_property
    def _counters(self) -> dict[str, list[CounterRule]]:
        return _by_name((one.id, one) for one in self.counters)

    @classmethod
    def read(cls, clocks: _File, extensions: _File, hours: _File, holidays: _File) -> RuleBook:
        """From the parsed files."""
        return cls(
            version=clocks["version"],
            holidays=Holidays.read(holidays),
            clocks=tuple(_clock(one) for one in clocks["clock"]),
            grounds=tuple(_ground(one) for one in extensions["ground"]),
            counters=tuple(_counter(one) for one in hours["counter"]),
            new_term=extensions["new_term"],
            before_plan={
                one["name"]: one.get("months") for one in hours["before_plan"]["categories"]
            },
            forecast_weeks=hours["forecast"]["weeks"],
        )


def _by_name(rules: Iterable[tuple[str, _Rule]]) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for name, rule in rules:
        found.setdefault(name, []).append(rule)
    return {name: sorted(them, key=lambda one: one.valid_from) for name, them in found.items()}


def _valid(versions: Sequence[_Rule], on: date) -> _Rule:
    """The last version that began on or before a day; before the first one, the first."""
    for one in reversed(versions):
        if one.valid_from <= on:
            return one
    return versions[0]


def _clock(data: _File) -> Clock:
    lengths = {name: Length(**data[name]) for name in ("length", "longest") if name in data}
    return Clock(**{**data, **lengths})


def _ground(data: _File) -> GroundRule:
    lengths = {
        name: Length(**data[name])
        for name in ("at_least", "at_most", "extra")
        if isinstance(data.get(name), dict)
    }
    return GroundRule(**{**data, "routes": tuple(data.get("routes", ())), **lengths})


def _counter(data: _File) -> CounterRule:
    return CounterRule(**{**data, "routes": tuple(data.get("routes", ()))})


@cache
def rulebook() -> RuleBook:
    """The rules that are packaged with the program."""
    names = ("clocks", "extensions", "hours", "holidays")
    return RuleBook.read(*(settings.load_toml(FOLDER, f"{name}.toml") for name in names))
