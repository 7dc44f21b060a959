from __future__ import annotations

import pytest

from ui import values


@pytest.mark.parametrize(
    ("typed", "partial", "read"),
    [
        ("21-07-2025", False, "2025-07-21"),
        ("1/2/2025", False, "2025-02-01"),
        ("2025-07-21", False, "2025-07-21"),
        (" 3.4.1979 ", True, "1979-04-03"),
        ("1979", True, "1979-00-00"),
        ("04-1979", True, "1979-04-00"),
        ("1979", False, None),
        ("04-1979", False, None),
        ("morgen", True, None),
        ("", True, None),
    ],
)
def test_date_is_read_as_people_write_it(typed: str, partial: bool, read: str | None) -> None:
    assert values.read_date(typed, partial=partial) == read


@pytest.mark.parametrize("iso", ["2025-07-21", "1979-04-00", "1979-00-00"])
def test_date_that_is_shown_to_be_edited_reads_back_the_same(iso: str) -> None:
    assert values.read_date(values.typed_date(iso), partial=True) == iso


def test_date_is_shown_in_words() -> None:
    assert values.shown_date("2026-09-28") == "28 sep 2026"
    assert values.shown_date("1979-00-00") == "1979 (dag onbekend)"
    assert values.shown_date("1979-03-00") == "mrt 1979"
    assert values.shown_moment("2026-09-28T09:30:00+02:00") == "28 sep 2026 09:30"


@pytest.mark.parametrize(
    ("typed", "read"), [("7,5", 7.5), ("12", 12), ("-0.25", -0.25), ("−2", -2), ("x", None)]
)
def test_number_has_a_comma(typed: str, read: float | None) -> None:
    assert values.read_number(typed) == read


def test_names_are_compared_without_accents_and_capitals() -> None:
    assert values.fold("Rozhîn ÇELİK-Øğuz").replace("̇", "") == "rozhin celik-oguz"


def test_citizen_number_is_masked() -> None:
    assert values.masked("999988013") == "••••• 8013"


@pytest.mark.parametrize(
    ("name", "letters"), [("L. de Wit", "LW"), ("Rania", "R"), ("", ""), ("A. Brouwer", "AB")]
)
def test_initials(name: str, letters: str) -> None:
    assert values.initials(name) == letters
