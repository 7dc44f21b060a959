"""What lines of hours say together. A correction holds the difference (`Urenregel`), so what stands
is the original with all its corrections, and so on down the chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eportfolio.errors import InvalidRecord
from eportfolio.records import parse
from eportfolio.records.kinds import Body, Json, RecordId

KIND: Final = "urenregel"
CORRECTS: Final = "correctie_van"
HOUR_FIELDS: Final = ("uren", "gepland", "aanwezig", "verzuim_geoorloofd", "verzuim_ongeoorloofd")
# What belongs to one line, and not to the one that corrects it.
_BESIDE: Final = ("documenten", "werknotitie")
# Somebody who types the new total in place of the difference about doubles what stands.
DOUBTFUL_SHARE: Final = 0.5


@dataclass(frozen=True)
class Outcome:
    """What a correction does, in hours. `is_doubtful`: the difference may be meant as the new
    total, so somebody has to say that it is the difference."""

    now: float
    becomes: float
    is_doubtful: bool

    @property
    def is_possible(self) -> bool:
        """Whether not more is taken off than there was."""
        return self.becomes >= 0


def original(record: RecordId, lines: Mapping[RecordId, Body]) -> RecordId:
    """What a line corrects, and so on, as far as it is there."""
    seen = {record}
    while (before := _corrected(lines.get(record, {}))) in lines and before not in seen:
        record = RecordId(str(before))
        seen.add(record)
    return record


def standing(record: RecordId, lines: Mapping[RecordId, Body], field: str = "uren") -> float | None:
    """What a line says now in a field of hours: its original with all corrections. None where none
    of them says anything. `lines`: the lines of a dossier that hold, by id."""
    root = original(record, lines)
    said = [
        hours
        for one, body in lines.items()
        if original(one, lines) == root and _is_number(hours := body.get(field))
    ]
    return sum(map(float, said)) if said else None  # type: ignore[arg-type]


def weigh(record: RecordId, lines: Mapping[RecordId, Body], difference: float) -> Outcome:
    """What a correction with this difference in `uren` does to a line."""
    now = standing(record, lines) or 0.0
    doubtful = now > 0 and difference >= now * DOUBTFUL_SHARE
    return Outcome(now, now + difference, doubtful)


def as_it_stands(record: RecordId, lines: Mapping[RecordId, Body]) -> dict[str, Json]:
    """A line with what it says now in every field of hours, to be put right."""
    body = dict(lines[record])
    for name in HOUR_FIELDS:
        now = standing(record, lines, name)
        if now is not None:
            body[name] = now
    body.pop(CORRECTS, None)
    return body


def correction(record: RecordId, lines: Mapping[RecordId, Body], right: Body) -> dict[str, Json]:
    """The line that puts another right. `right`: the whole line as it should have been; a field of
    hours that is not in it is zero.

    Raises:
        InvalidRecord: `right` is no line of hours; `correction-fields`: it differs in what a
            correction cannot put right; `correction-nothing`: it differs in nothing.
    """
    now = as_it_stands(record, lines)
    right = {name: value for name, value in right.items() if name != CORRECTS}
    parse(KIND, right)
    if any(right.get(name) != now.get(name) for name in {*right, *now} - {*HOUR_FIELDS, *_BESIDE}):
        raise InvalidRecord("invalid-record", "correction-fields")
    made: dict[str, Json] = {
        name: value
        for name, value in right.items()
        if name not in HOUR_FIELDS and (name not in _BESIDE or value != now.get(name))
    }
    changed = {name: _hours(right, name) - _hours(now, name) for name in HOUR_FIELDS}
    if not any(changed.values()):
        raise InvalidRecord("invalid-record", "correction-nothing")
    made |= {name: hours for name, hours in changed.items() if hours}
    return {**made, "uren": changed["uren"], CORRECTS: str(record)}


def _hours(body: Body, name: str) -> float:
    value = body.get(name)
    return float(value) if _is_number(value) else 0.0  # type: ignore[arg-type]


def _corrected(body: Body) -> object:
    return body.get(CORRECTS)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
