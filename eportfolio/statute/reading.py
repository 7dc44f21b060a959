"""Cautious reading of a record's body: what cannot be read is named and then missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from eportfolio.statute.facts import EARLIEST, LATEST, Facts

BIGGEST = 1e9


class Body:
    """Cautious reading of one body. A value of the wrong type is named and then missing."""

    __slots__ = ("_body", "_facts", "_record")

    def __init__(self, facts: Facts, record: str, body: object) -> None:
        self._facts = facts
        self._record = record
        self._body: Mapping[str, Any] = body if isinstance(body, Mapping) else {}

    def text(self, name: str) -> str | None:
        """A text that is not empty."""
        value = self._body.get(name)
        return value if isinstance(value, str) and value else None

    def yes(self, name: str) -> bool | None:
        """Yes, no, or unknown."""
        value = self._body.get(name)
        if value is None or value is True or value is False:
            return value
        return True if value == "Ja" else False if value == "Nee" else None

    def number(self, name: str) -> float | None:
        """A number that is one."""
        value = self._body.get(name)
        if value is None:
            return None
        if type(value) in (int, float) and -BIGGEST < value < BIGGEST:  # a bool is neither
            return float(value)
        self._name_unreadable(name)
        return None

    def day(self, name: str) -> date | None:
        """A date, also one that is still to come."""
        value = self._body.get(name)
        if value is None:
            return None
        try:
            if EARLIEST <= (day := date.fromisoformat(value)) <= LATEST:
                return day
        except (TypeError, ValueError):
            pass
        self._name_unreadable(name)
        return None

    def fact(self, name: str) -> date | None:
        """A date on which something happened: not known yet when it is after the day looked at."""
        day = self.day(name)
        if day is not None and day > self._facts.today:
            self._facts.find(
                "date-in-future",
                "Deze datum ligt in de toekomst.",
                record=self._record,
                field=name,
            )
        return day if day is not None and day <= self._facts.on else None

    def list(self, name: str) -> Sequence[Any]:
        """A list; anything else is an empty one."""
        value = self._body.get(name)
        return value if isinstance(value, list | tuple) else ()

    def words(self, name: str) -> frozenset[str]:
        """The texts in a list."""
        return frozenset(one for one in self.list(name) if isinstance(one, str))

    def parts(self, name: str) -> Iterator[Body]:
        """The objects in a list."""
        for one in self.list(name):
            if isinstance(one, Mapping):
                yield Body(self._facts, self._record, one)

    def part(self, name: str) -> Body:
        """An object; anything else is an empty one."""
        return Body(self._facts, self._record, self._body.get(name))

    def has(self, name: str) -> bool:
        """Whether something stands there."""
        return self._body.get(name) not in (None, "", [], ())

    def reasons(self) -> frozenset[str]:
        """Rules for whose override a reason is recorded."""
        return frozenset(
            rule
            for one in self.parts("afwijkingen")
            if (rule := one.text("regel")) and (one.text("reden") or "").strip()
        )

    def _name_unreadable(self, name: str) -> None:
        self._facts.find(
            "unreadable",
            "Dit veld is niet te lezen en telt niet mee.",
            record=self._record,
            field=name,
        )
