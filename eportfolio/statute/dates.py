"""The arithmetic of terms, in one place (docs/statute.md, 'How dates are counted').

A term is counted in days of the calendar; both ends are included. Only `rolled` knows which days
are no working days: it is used where the Algemene termijnenwet applies.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from eportfolio.texts import MONTHS

FRIDAY = 4
SUNDAY = 6


def weeks_after(day: date, weeks: int) -> date:
    """The last day within so many weeks after a day."""
    return day + timedelta(weeks=weeks)


def months_after(day: date, months: int) -> date:
    """The same day-number so many months later (or earlier), or the last day of that month.

    Also the way an end date is extended by months.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, months: int) -> date:
    """The last day of a term of so many months whose first day is `first`: the day before the
    same day-number, or the last day of a month that has no such day."""
    same = months_after(first, months)
    return same - timedelta(days=1) if same.day == first.day else same


def days_between(first: date, last: date) -> int:
    """How many days from the first to the last, both included."""
    return (last - first).days + 1


def written(day: date) -> str:
    """A date as one writes it in a Dutch letter: 22 april 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - shift + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@dataclass(frozen=True)
class Holidays:
    """Recognised holidays (Algemene termijnenwet 3), from `resources/statute/holidays.toml`."""

    fixed: tuple[tuple[int, int], ...]
    after_easter: tuple[int, ...]
    king: tuple[int, int]
    extra: frozenset[date]
    _years: dict[int, frozenset[date]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Holidays:
        """From the parsed file."""
        fixed = tuple((one["month"], one["day"]) for one in data["fixed"])
        return cls(
            fixed,
            tuple(one["days"] for one in data["easter"]),
            (data["king"]["month"], data["king"]["day"]),
            frozenset(one["date"] for one in data["extra"]),
        )

    def of(self, year: int) -> frozenset[date]:
        """All of one year. The king's birthday is kept a day earlier when it is on a Sunday."""
        if year not in self._years:
            king = date(year, *self.king)
            king -= timedelta(days=king.weekday() == SUNDAY)
            found = {date(year, *one) for one in self.fixed} | {king}
            found |= {easter(year) + timedelta(days=days) for days in self.after_easter}
            self._years[year] = frozenset(found | {one for one in self.extra if one.year == year})
        return self._years[year]

    def is_working_day(self, day: date) -> bool:
        """Neither a Saturday, nor a Sunday, nor a recognised holiday."""
        return day.weekday() <= FRIDAY and day not in self.of(day.year)

    def rolled(self, day: date) -> date:
        """The day itself when it is a working day, else the next (Algemene termijnenwet 1)."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day
