"""What a line of hours says with its corrections, and what one more does to it."""

from __future__ import annotations

from typing import Any

import pytest

from eportfolio.records import RecordId, hours

LINES: dict[RecordId, Any] = {
    RecordId("les"): {"uren": 6.5, "gepland": 8},
    RecordId("eraf"): {"uren": -2, "correctie_van": "les"},
    RecordId("erbij"): {"uren": 0.5, "gepland": -1, "correctie_van": "eraf"},
    RecordId("ander"): {"uren": 40},
    RecordId("los"): {"uren": 1, "correctie_van": "weg"},
}


@pytest.mark.parametrize("record", ["les", "eraf", "erbij"])
def test_a_line_says_what_it_and_its_corrections_say_together(record: str) -> None:
    one = RecordId(record)
    assert hours.original(one, LINES) == "les"
    assert hours.standing(one, LINES) == 5
    assert hours.standing(one, LINES, "gepland") == 7
    assert hours.standing(one, LINES, "aanwezig") is None


def test_a_correction_of_what_is_not_there_and_a_ring_end() -> None:
    assert hours.standing(RecordId("los"), LINES) == 1
    ring: Any = {"a": {"uren": 1, "correctie_van": "b"}, "b": {"uren": 2, "correctie_van": "a"}}
    assert hours.standing(RecordId("a"), ring) is not None


@pytest.mark.parametrize(
    ("difference", "becomes", "doubtful"),
    [(5, 10, True), (2.5, 7.5, True), (2.25, 7.25, False), (-5, 0, False), (-6, -1, False)],
)
def test_a_difference_that_may_be_meant_as_the_total_is_doubtful(
    difference: float, becomes: float, doubtful: bool
) -> None:
    found = hours.weigh(RecordId("les"), LINES, difference)
    assert (found.now, found.becomes, found.is_doubtful) == (5, becomes, doubtful)
    assert found.is_possible is (becomes >= 0)
