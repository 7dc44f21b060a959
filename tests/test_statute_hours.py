"""Which hours count where: each category against each counter, corrections, and wrong input."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from builders_statute import (
    ASYLUM,
    B1,
    EDUCATION,
    FAMILY,
    OTHER,
    Fact,
    Z,
    codes,
    course,
    dossier,
    finding,
    hours,
    instrument,
    lessons,
    outlook,
    pip,
    term,
    withdrawn,
)

from eportfolio.records.vocabulary import UrenCategorie, UrenTeller
from eportfolio.statute.results import HoursBalance, Severity

DAY = "2025-02-10"
ON = "2025-03-10"
COUNTERS = get_args(UrenTeller)
INTAKE_HOURS, VSO = "Uren in de intakeperiode", "Vso/praktijkonderwijs/entree"
# The route and the group for which a counter exists.
PLACE = {
    "Z-cursus": (Z, ASYLUM),
    "Z-participatie": (Z, ASYLUM),
    "MAP": (B1, ASYLUM),
    "PVT": (B1, ASYLUM),
    "Afschalen": (B1, ASYLUM),
    "PIP-intensiteit": (B1, ASYLUM),
    "Gezin 450": (B1, FAMILY),
}


def balance(counter: str, *lines: Fact, on: str = ON, **made: Any) -> HoursBalance:
    route, group = PLACE[counter]
    entries = dossier(*lines, **{"route": route, "group": group, **made})
    return outlook(entries, on).counter(counter)


def line(category: str, on: str = DAY, **changes: Any) -> Fact:
    return hours("regel", on, category, 2.5, **changes)


def deducted(category: str, on: str = DAY) -> Fact:
    return line(category, on, aftrek_door_college=True)


# Category by category. What is not named here does not count: not now and not later.

YES = {
    "NT2-les": {"Z-cursus", "Afschalen", "PIP-intensiteit", "Gezin 450"},
    "Alfabetisering": {"Z-cursus", "Afschalen", "PIP-intensiteit"},
    "KNM-les": {"Z-cursus", "PIP-intensiteit"},
    "Taalschakeltraject-les": {"Afschalen", "PIP-intensiteit"},
    "MAP praktische inzet": {"Z-participatie", "MAP"},
    "MAP groepsles/coaching": {"Z-participatie"},
    "PVT": {"Z-participatie", "PVT"},
    "Vrijwilligerswerk": {"Z-participatie"},
    "Werkervaringsplaats": {"Z-participatie"},
    "Taalstage": {"Z-participatie"},
}
# Not settled in law, or waiting for a decision of the college: it may still come to count.
OPEN = {
    ("Alfabetisering", "Gezin 450"),
    ("KNM-les", "Gezin 450"),
    ("Betaald werk", "Z-participatie"),
}
# Whether these hours are shown as waiting is left to the program.
EITHER = {
    ("Taalschakeltraject-les", "Z-cursus"),
    (INTAKE_HOURS, "Z-cursus"),
    (VSO, "Z-cursus"),
    ("Betaald werk", "MAP"),
    ("Vrijwilligerswerk", "MAP"),
    ("Werkervaringsplaats", "MAP"),
    ("Taalstage", "MAP"),
}
MATRIX = [(category, counter) for category in get_args(UrenCategorie) for counter in COUNTERS]


@pytest.mark.parametrize(
    ("category", "counter"), MATRIX, ids=[f"{one}: {counter}" for one, counter in MATRIX]
)
def test_bi_3_14_each_category_against_each_counter(category: str, counter: str) -> None:
    found = balance(counter, line(category))
    counts = counter in YES.get(category, set())
    assert found.applies
    assert found.done == (2.5 if counts else 0)
    assert sum(one.hours for one in found.lines if one.record == "regel") == found.done
    if (category, counter) in OPEN:
        assert found.unsettled == 2.5
    elif (category, counter) not in EITHER:
        assert found.unsettled == 0


SPECIAL: dict[str, tuple[str, Fact, float]] = {
    # No keurmerk
    **{
        f"no keurmerk, {category}: {counter}": (counter, line(category, keurmerk=False), 0)
        for category, counter in (
            ("NT2-les", "Z-cursus"),
            ("Alfabetisering", "Z-cursus"),
            ("KNM-les", "Z-cursus"),
            ("NT2-les", "Afschalen"),
            ("Alfabetisering", "Afschalen"),
            ("NT2-les", "Gezin 450"),
        )
    },
    "no keurmerk, written as Nee": ("Z-cursus", line("NT2-les", keurmerk="Nee"), 0),
    "keurmerk, written as Ja": ("Z-cursus", line("NT2-les", keurmerk="Ja"), 2.5),
    "no keurmerk, NT2-les: PIP-intensiteit": (
        "PIP-intensiteit",
        line("NT2-les", keurmerk=False),
        2.5,
    ),
    "no keurmerk, a school for the taalschakeltraject needs none": (
        "Afschalen",
        line("Taalschakeltraject-les", keurmerk=False),
        2.5,
    ),
    "no keurmerk, PVT": ("PVT", line("PVT", keurmerk=False), 2.5),
    "no keurmerk, MAP": ("MAP", line("MAP praktische inzet", keurmerk=False), 2.5),
    "no keurmerk, volunteering": ("Z-participatie", line("Vrijwilligerswerk", keurmerk=False), 2.5),
    # Not in Dutch, or in isolation
    **{
        f"not in Dutch, {category}: {counter}": (
            counter,
            line(category, nederlandstalig=False, telt_mee_voor_map=True),
            0,
        )
        for category in (
            "Vrijwilligerswerk",
            "Werkervaringsplaats",
            "Taalstage",
            "Betaald werk",
            "MAP praktische inzet",
        )
        for counter in ("Z-participatie", "MAP")
    },
    "not in Dutch, written as Nee": (
        "Z-participatie",
        line("Vrijwilligerswerk", nederlandstalig="Nee"),
        0,
    ),
    "not in Dutch by its category, whatever else it says": (
        "Z-participatie",
        line("Activiteit niet in het Nederlands", nederlandstalig=True),
        0,
    ),
    # Agreed as MAP
    **{
        f"agreed as MAP, {category}": ("MAP", line(category, telt_mee_voor_map=True), 2.5)
        for category in ("Vrijwilligerswerk", "Werkervaringsplaats", "Taalstage", "Betaald werk")
    },
    **{
        f"expressly not agreed as MAP, {category}": (
            "MAP",
            line(category, telt_mee_voor_map=False),
            0,
        )
        for category in ("Vrijwilligerswerk", "Werkervaringsplaats", "Taalstage", "Betaald werk")
    },
    "agreed as MAP, a group lesson is no practice": (
        "MAP",
        line("MAP groepsles/coaching", telt_mee_voor_map=True),
        0,
    ),
    "agreed as MAP, a lesson is no practice": ("MAP", line("NT2-les", telt_mee_voor_map=True), 0),
    "agreed as MAP, self-study is none": ("MAP", line("Zelfstudie", telt_mee_voor_map=True), 0),
    "agreed as MAP still counts as participation": (
        "Z-participatie",
        line("Werkervaringsplaats", telt_mee_voor_map=True),
        2.5,
    ),
    # Deducted by the college
    "deducted, hours in the intake period": ("Z-cursus", deducted(INTAKE_HOURS, "2024-03-04"), 2.5),
    "not deducted, hours in the intake period": (
        "Z-cursus",
        line(INTAKE_HOURS, "2024-03-04", aftrek_door_college=False),
        0,
    ),
    "deducted, vso": ("Z-cursus", deducted(VSO, "2023-10-02"), 2.5),
    "deducted, vso two years before the PIP": ("Z-cursus", deducted(VSO, "2022-04-15"), 2.5),
    "deducted, vso more than two years before the PIP": (
        "Z-cursus",
        deducted(VSO, "2022-04-13"),
        0,
    ),
    "deducted, taalschakeltraject on a switch": (
        "Z-cursus",
        deducted("Taalschakeltraject-les"),
        2.5,
    ),
    "deducted, self-study never": ("Z-cursus", deducted("Zelfstudie"), 0),
    "deducted hours are no lowering hours": ("Afschalen", deducted(INTAKE_HOURS), 0),
    # In the room or not
    "online lessons count": ("Z-cursus", line("NT2-les", fysiek=False), 2.5),
    "online lessons count for lowering too": ("Afschalen", line("NT2-les", fysiek=False), 2.5),
}


@pytest.mark.parametrize(("counter", "fact", "done"), SPECIAL.values(), ids=SPECIAL)
def test_bi_3_14_special(counter: str, fact: Fact, done: float) -> None:
    assert balance(counter, fact).done == done


def test_bi_3_14_paid_work_counts_when_the_placement_says_so() -> None:
    work = instrument("Betaald werk", "2025-01-06", "baan", telt_mee_voor=["Z-participatie"])
    assert balance("Z-participatie", work, line("Betaald werk", instrument="baan")).done == 2.5
    silent = instrument("Betaald werk", "2025-01-06", "baan")
    waiting = balance("Z-participatie", silent, line("Betaald werk", instrument="baan"))
    assert (waiting.done, waiting.unsettled) == (0, 2.5)


# Where a counter exists

EXISTS = {
    "Wi 9: Z-cursus, Z asiel": ("Z-cursus", Z, ASYLUM, True, 800),
    "Wi 9: Z-cursus, Z gezin": ("Z-cursus", Z, FAMILY, True, 800),
    "Wi 9: Z-cursus, Z overig": ("Z-cursus", Z, OTHER, True, 800),
    "Wi 9: Z-cursus, B1": ("Z-cursus", B1, ASYLUM, False, None),
    "Wi 9: Z-participatie, Z asiel": ("Z-participatie", Z, ASYLUM, True, 800),
    "Wi 9: Z-participatie, Z gezin": ("Z-participatie", Z, FAMILY, False, None),
    "Wi 9: Z-participatie, Z overig": ("Z-participatie", Z, OTHER, False, None),
    "Wi 9: Z-participatie, B1": ("Z-participatie", B1, ASYLUM, False, None),
    "Wi 6: MAP, B1": ("MAP", B1, ASYLUM, True, 40),
    "Wi 6: MAP, B1 gezin": ("MAP", B1, FAMILY, True, 40),
    "Wi 6: MAP, Z asiel": ("MAP", Z, ASYLUM, True, 40),
    "Wi 6: MAP, Z gezin": ("MAP", Z, FAMILY, True, 40),
    "Wi 8: MAP, onderwijsroute": ("MAP", EDUCATION, ASYLUM, False, None),
    "Wi 6: PVT, B1": ("PVT", B1, ASYLUM, True, 12),
    "Wi 6: PVT, Z gezin": ("PVT", Z, FAMILY, True, 12),
    "Wi 6: PVT, onderwijsroute": ("PVT", EDUCATION, ASYLUM, True, 12),
    "Bi 5.5: Afschalen, B1": ("Afschalen", B1, ASYLUM, True, 600),
    "Bi 5.5: Afschalen, B1 gezin": ("Afschalen", B1, FAMILY, True, 600),
    "Bi 5.5: Afschalen, Z": ("Afschalen", Z, ASYLUM, False, None),
    "Bi 5.5: Afschalen, onderwijsroute": ("Afschalen", EDUCATION, ASYLUM, False, None),
    "Bi 4.4: 450, B1 gezin": ("Gezin 450", B1, FAMILY, True, 450),
    "Bi 4.4: 450, B1 asiel": ("Gezin 450", B1, ASYLUM, False, None),
    "Bi 4.4: 450, Z gezin": ("Gezin 450", Z, FAMILY, False, None),
}


@pytest.mark.parametrize(
    ("counter", "route", "group", "applies", "required"), EXISTS.values(), ids=EXISTS
)
def test_where_a_counter_exists(
    counter: str, route: str, group: str, applies: bool, required: float | None
) -> None:
    found = outlook(dossier(route=route, group=group), ON).counter(counter)
    assert found.applies is applies
    assert found.source
    assert found.why
    if applies:
        assert found.required == required


def test_every_counter_is_always_there() -> None:
    for entries in (dossier(), dossier(route=Z), dossier(route=EDUCATION), dossier(first=None)):
        assert {one.counter for one in outlook(entries, ON).counters} == set(COUNTERS)


def test_wi_6_separate_modules_of_a_gezinsmigrant_on_the_z_route() -> None:
    """MAP and PVT hours count for themselves; there is no participation norm."""
    lines = [line("MAP praktische inzet"), hours("pvt", DAY, "PVT", 3)]
    found = outlook(dossier(*lines, route=Z, group=FAMILY), ON)
    assert found.counter("MAP").done == 2.5
    assert found.counter("PVT").done == 3
    assert not found.counter("Z-participatie").applies


def test_one_line_feeds_several_counters() -> None:
    found = outlook(
        dossier(
            line("MAP praktische inzet"),
            hours("pvt", "2025-02-11", "PVT", 4),
            hours("les", "2025-02-12", "NT2-les", 6),
            route=Z,
        ),
        ON,
    )
    assert found.counter("MAP").done == 2.5
    assert found.counter("PVT").done == 4
    assert found.counter("Z-participatie").done == 6.5
    assert found.counter("Z-cursus").done == 6
    lesson = outlook(dossier(hours("les", "2025-02-12", "NT2-les", 6)), ON)
    assert lesson.counter("Afschalen").done == lesson.counter("PIP-intensiteit").done == 6


def test_each_line_says_its_share_and_its_day() -> None:
    found = balance("Z-cursus", line("NT2-les"), hours("knm", "2025-02-11", "KNM-les", 3))
    assert {(one.record, one.on, one.hours) for one in found.lines} == {
        ("regel", date(2025, 2, 10), 2.5),
        ("knm", date(2025, 2, 11), 3),
    }


def test_a_period_counts_from_its_last_day() -> None:
    month = hours(
        "maand",
        DAY,
        "NT2-les",
        40,
        datum=...,
        periode={"van": "2025-02-01", "tot": "2025-02-28"},
    )
    assert balance("Z-cursus", month, on="2025-02-28").done == 40
    assert balance("Z-cursus", month, on="2025-02-01").done == 0


def test_the_norm_is_met_at_the_norm() -> None:
    below, at = lessons(799.75, "2026-01-30"), lessons(800, "2026-01-30")
    assert not balance("Z-cursus", *below, on="2026-02-02").is_reached
    assert balance("Z-cursus", *at, on="2026-02-02").is_reached


# Corrections


def correction(record: str, of: str, amount: float, **changes: Any) -> Fact:
    return hours(record, DAY, "NT2-les", amount, correctie_van=of, **changes)


SILENT: Mapping[str, Any] = {"keurmerk": ..., "fysiek": ..., "nederlandstalig": ...}
LESSON = hours("les", DAY, "NT2-les", 10)
CORRECTIONS: dict[str, tuple[list[Fact], float]] = {
    "less": ([LESSON, correction("c1", "les", -2)], 8),
    "more": ([LESSON, correction("c1", "les", 2)], 12),
    "all of it": ([LESSON, correction("c1", "les", -10)], 0),
    "twice": ([LESSON, correction("c1", "les", -2), correction("c2", "les", -1.25)], 6.75),
    "of a correction": ([LESSON, correction("c1", "les", -4), correction("c2", "c1", 1)], 7),
    "written before its line": ([correction("c1", "les", -2), LESSON], 8),
    "inherits what it leaves unsaid": ([LESSON, correction("c1", "les", -2, **SILENT)], 8),
    "inherits through a correction": (
        [
            LESSON,
            correction("c1", "les", -4, **SILENT),
            correction("c2", "c1", 1, **SILENT),
        ],
        7,
    ),
    "withdrawn correction": ([LESSON, withdrawn(correction("c1", "les", -2))], 10),
    "of a line that does not count": (
        [hours("les", DAY, "NT2-les", 10, keurmerk=False), correction("c1", "les", -2, **SILENT)],
        0,
    ),
    "of an unknown line": ([LESSON, correction("c1", "weg", -2)], 10),
    "of an unknown line, more": ([LESSON, correction("c1", "weg", 2)], 10),
    "of itself": ([LESSON, correction("c1", "c1", -2)], 10),
}


@pytest.mark.parametrize(("lines", "done"), CORRECTIONS.values(), ids=CORRECTIONS)
def test_correction(lines: list[Fact], done: float) -> None:
    assert balance("Z-cursus", *lines).done == done


def test_a_correction_inherits_what_map_and_the_room_were() -> None:
    agreed = hours("wep", DAY, "Werkervaringsplaats", 8, telt_mee_voor_map=True)
    less = hours("c1", DAY, "Werkervaringsplaats", -2, correctie_van="wep", **SILENT)
    assert balance("MAP", agreed, less).done == 6
    counter = balance("Afschalen", LESSON, correction("c1", "les", -2, **SILENT))
    assert counter.physical == counter.done == 8


def test_a_correction_may_say_it_otherwise() -> None:
    """The part that was online: taken from the hours in the room, not from the sum."""
    lines = [
        LESSON,
        correction("c1", "les", -4, fysiek=True),
        correction("c2", "les", 4, fysiek=False),
    ]
    counter = balance("Afschalen", *lines)
    assert (counter.done, counter.physical) == (10, 6)


def test_hours_in_the_room_are_never_more_than_the_hours() -> None:
    counter = balance("Afschalen", LESSON, correction("c1", "les", -4, fysiek=False))
    assert counter.done == 6
    assert counter.physical <= counter.done


def test_a_correction_counts_from_its_own_day() -> None:
    late = hours("c1", "2025-03-03", "NT2-les", -2, correctie_van="les")
    assert balance("Z-cursus", LESSON, late, on="2025-03-02").done == 10
    assert balance("Z-cursus", LESSON, late, on="2025-03-03").done == 8


EARLY = hours("les", "2024-04-12", "NT2-les", 10)
LATER_LINE = hours("les", "2025-03-20", "NT2-les", 10)
HOLLOW: dict[str, tuple[str, list[Fact]]] = {
    "less, of a line before the PIP": ("Z-cursus", [EARLY, correction("c1", "les", -2)]),
    "more, of a line before the PIP": ("Z-cursus", [EARLY, correction("c1", "les", 2)]),
    "less, of a line of a day to come": ("Z-cursus", [LATER_LINE, correction("c1", "les", -2)]),
    "less, of a line that counts elsewhere": (
        "MAP",
        [LESSON, hours("c1", DAY, "MAP praktische inzet", -2, correctie_van="les")],
    ),
    "less, of a line without keurmerk": (
        "Z-cursus",
        [hours("les", DAY, "NT2-les", 10, keurmerk=False), correction("c1", "les", -2)],
    ),
    "less, of a line of which the keurmerk is unknown": (
        "Z-cursus",
        [hours("les", DAY, "NT2-les", 10, keurmerk=...), correction("c1", "les", -2)],
    ),
}


@pytest.mark.parametrize(("counter", "lines"), HOLLOW.values(), ids=HOLLOW)
def test_a_correction_of_what_does_not_count_takes_nothing_away(
    counter: str, lines: list[Fact]
) -> None:
    found = balance(counter, *lines)
    assert found.done == 0
    assert found.physical == 0


def test_the_line_itself_stays_as_it_was() -> None:
    found = balance("Z-cursus", LESSON, correction("c1", "les", -2))
    assert {(one.record, one.hours) for one in found.lines} == {("les", 10), ("c1", -2)}


# Physical share of the 600


def test_bi_5_5_physical_share() -> None:
    lines = [*lessons(300, "2025-08-29"), *lessons(300, "2026-02-27", fysiek=False)]
    found = balance("Afschalen", *lines, on="2026-03-02")
    assert (found.done, found.physical) == (600, 300)


def test_bi_5_5_unknown_room_is_not_the_room() -> None:
    found = balance("Afschalen", line("NT2-les", fysiek=...))
    assert (found.done, found.physical) == (2.5, 0)


# Forecast


def weekly(amount: float, until: date, weeks: int) -> list[Fact]:
    days = [until - timedelta(weeks=week) for week in range(weeks)]
    return [hours(f"les-{day}", day.isoformat(), "NT2-les", amount) for day in days]


def test_forecast_goes_on_at_the_pace_of_the_last_weeks() -> None:
    on = date(2025, 12, 28)
    lines = weekly(8, on - timedelta(days=4), 26)
    entries = dossier(*lines, course(aanbod_datum="2024-05-02"), route=Z)
    found = outlook(entries, on.isoformat())
    forecast = found.counter("Z-cursus").forecast
    assert forecast is not None
    assert forecast.until == term(found).decided == date(2027, 4, 15)
    assert forecast.pace == pytest.approx(8, abs=0.05)
    weeks = (forecast.until - on).days / 7
    assert forecast.total == pytest.approx(208 + 8 * weeks, abs=2)
    assert forecast.total < 800
    assert forecast.reached is None


def test_forecast_says_when_the_norm_is_reached() -> None:
    on = date(2025, 12, 28)
    lines = weekly(14, on - timedelta(days=4), 40)
    found = outlook(dossier(*lines, route=Z), on.isoformat()).counter("Z-cursus")
    assert found.done == 560
    assert found.forecast is not None
    assert found.forecast.reached is not None
    expected = on + timedelta(days=7 * 240 / 14)
    assert abs(found.forecast.reached - expected) <= timedelta(days=2)


def test_forecast_without_recent_hours_stands_still() -> None:
    lines = weekly(8, date(2025, 6, 4), 20)
    found = outlook(dossier(*lines, route=Z), "2025-12-28").counter("Z-cursus")
    if found.forecast is not None:
        assert found.forecast.pace == 0
        assert found.forecast.total == found.done == 160
        assert found.forecast.reached is None


def test_forecast_ends_with_duo_date() -> None:
    lines = weekly(8, date(2025, 12, 24), 26)
    entries = dossier(
        *lines, route=Z, termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-12-31"
    )
    forecast = outlook(entries, "2025-12-28").counter("Z-cursus").forecast
    assert forecast is not None
    assert forecast.until == date(2027, 12, 31)


# Wrong input

BAD: dict[str, tuple[str, list[Fact], str]] = {
    "hours-negative": ("hours-negative", [hours("regel", DAY, "NT2-les", -3)], "regel"),
    "hours-over-24": ("hours-over-24", [hours("regel", DAY, "NT2-les", 25)], "regel"),
    "hours-before-pip": (
        "hours-before-pip",
        [hours("regel", "2024-04-12", "NT2-les", 3)],
        "regel",
    ),
    "correction-of-unknown": (
        "correction-of-unknown",
        [hours("regel", DAY, "NT2-les", -3, correctie_van="weg")],
        "regel",
    ),
    "correction-of-unknown, of a withdrawn line": (
        "correction-of-unknown",
        [withdrawn(LESSON), hours("regel", DAY, "NT2-les", -3, correctie_van="les")],
        "regel",
    ),
    "keurmerk-unknown, not filled in": (
        "keurmerk-unknown",
        [hours("regel", DAY, "NT2-les", 3, keurmerk=...)],
        "regel",
    ),
    "keurmerk-unknown, Onbekend": (
        "keurmerk-unknown",
        [hours("regel", DAY, "NT2-les", 3, keurmerk="Onbekend")],
        "regel",
    ),
    "language-unknown, not filled in": (
        "language-unknown",
        [hours("regel", DAY, "Vrijwilligerswerk", 3, nederlandstalig=...)],
        "regel",
    ),
    "language-unknown, Onbekend": (
        "language-unknown",
        [hours("regel", DAY, "Werkervaringsplaats", 3, nederlandstalig="Onbekend")],
        "regel",
    ),
    "judgement-missing, paid work": (
        "judgement-missing",
        [hours("regel", DAY, "Betaald werk", 3)],
        "regel",
    ),
}


@pytest.mark.parametrize(("code", "lines", "record"), BAD.values(), ids=BAD)
def test_wrong_or_missing_is_pointed_out_and_does_not_count(
    code: str, lines: list[Fact], record: str
) -> None:
    found = outlook(dossier(*lines, route=Z), ON)
    raised = finding(found, code)
    assert raised.severity is Severity.WARN
    assert raised.record == record
    assert found.counter("Z-cursus").done == 0
    assert found.counter("Z-participatie").done == 0


UNSETTLED = {
    "keurmerk-unknown": ("Z-cursus", line("NT2-les", keurmerk=...)),
    "keurmerk-unknown, lowering": ("Afschalen", line("NT2-les", keurmerk="Onbekend")),
    "language-unknown": ("Z-participatie", line("Vrijwilligerswerk", nederlandstalig=...)),
    "language-unknown, Onbekend": ("Z-participatie", line("Taalstage", nederlandstalig="Onbekend")),
}


@pytest.mark.parametrize(("counter", "fact"), UNSETTLED.values(), ids=UNSETTLED)
def test_hours_of_which_a_fact_is_missing_wait(counter: str, fact: Fact) -> None:
    found = balance(counter, fact)
    assert (found.done, found.unsettled) == (0, 2.5)


NOT_MISSING = {
    "keurmerk of participation": ("keurmerk-unknown", line("Vrijwilligerswerk", keurmerk=...)),
    "keurmerk of a PVT": ("keurmerk-unknown", line("PVT", keurmerk=...)),
    "language of a lesson": ("language-unknown", line("NT2-les", nederlandstalig=...)),
    "language of self-study": ("language-unknown", line("Zelfstudie", nederlandstalig=...)),
    "hours-over-24: exactly 24": ("hours-over-24", hours("regel", DAY, "NT2-les", 24)),
    "hours-over-24: a month": (
        "hours-over-24",
        hours(
            "regel",
            DAY,
            "NT2-les",
            60,
            datum=...,
            periode={"van": "2025-02-01", "tot": "2025-02-28"},
        ),
    ),
    "hours-before-pip: on the day of the PIP": (
        "hours-before-pip",
        hours("regel", "2024-04-15", "NT2-les", 3),
    ),
    "hours-before-pip: the intake period": (
        "hours-before-pip",
        hours("regel", "2024-03-04", "Uren in de intakeperiode", 3, aftrek_door_college=True),
    ),
    "hours-before-pip: vso": (
        "hours-before-pip",
        hours("regel", "2023-10-02", "Vso/praktijkonderwijs/entree", 3, aftrek_door_college=True),
    ),
    "hours-negative: on a correction": (
        "hours-negative",
        correction("c1", "les", -2),
    ),
}


@pytest.mark.parametrize(("code", "fact"), NOT_MISSING.values(), ids=NOT_MISSING)
def test_what_is_in_order_is_not_pointed_out(code: str, fact: Fact) -> None:
    assert code not in codes(outlook(dossier(LESSON, fact, route=Z), ON))


def test_day_over_24_of_two_lines() -> None:
    lines = [hours("les", DAY, "NT2-les", 14), hours("werk", DAY, "Vrijwilligerswerk", 11)]
    raised = finding(outlook(dossier(*lines, route=Z), ON), "day-over-24")
    assert raised.severity is Severity.WARN
    exactly = [hours("les", DAY, "NT2-les", 14), hours("werk", DAY, "Vrijwilligerswerk", 10)]
    assert "day-over-24" not in codes(outlook(dossier(*exactly, route=Z), ON))
    two_days = [hours("les", DAY, "NT2-les", 14), hours("werk", "2025-02-11", "Taalstage", 11)]
    assert "day-over-24" not in codes(outlook(dossier(*two_days, route=Z), ON))


def test_correction_below_zero() -> None:
    found = outlook(dossier(LESSON, correction("c1", "les", -12), route=Z), ON)
    assert finding(found, "correction-below-zero").severity is Severity.WARN
    assert found.counter("Z-cursus").done == 0
    exactly = outlook(dossier(LESSON, correction("c1", "les", -10), route=Z), ON)
    assert "correction-below-zero" not in codes(exactly)


def test_hours_in_future() -> None:
    entries = dossier(hours("regel", "2025-06-02", "NT2-les", 3), route=Z)
    ahead = outlook(entries, "2025-07-01", today=date(2025, 3, 10))
    assert finding(ahead, "hours-in-future").severity is Severity.WARN
    assert "hours-in-future" not in codes(outlook(entries, "2025-07-01"))
    assert outlook(entries, ON, today=date(2025, 7, 1)).counter("Z-cursus").done == 0


def test_bi_5_3_5_efforts_before_the_pip_do_not_count() -> None:
    early = hours("vroeg", "2024-04-12", "NT2-les", 3)
    assert balance("Z-cursus", early).done == 0
    assert balance("Afschalen", early).done == 0


def test_bi_5_3_5_the_first_pip_draws_the_line_not_a_later_one() -> None:
    later = pip("2025-02-24", Z, 2)
    assert balance("Z-cursus", line("NT2-les"), later).done == 2.5


def test_bi_5_4_4_hours_on_the_b1_route_are_deducted_on_the_z_route() -> None:
    switched = pip("2025-02-24", Z, 2, aanleiding="Routewissel")
    counter = outlook(dossier(line("NT2-les"), switched), ON).counter("Z-cursus")
    assert counter.applies
    assert counter.done == 2.5


def test_wi_15_2_without_an_intensity_there_is_no_norm() -> None:
    found = balance("PIP-intensiteit", line("NT2-les"), plan={"intensiteit_uren_pw": ...})
    assert found.required is None
    assert not found.is_reached


@pytest.mark.parametrize("counter", COUNTERS)
def test_a_withdrawn_line_counts_nowhere(counter: str) -> None:
    for category in get_args(UrenCategorie):
        assert balance(counter, withdrawn(line(category))).done == 0


def test_hours_that_cannot_be_read_are_named() -> None:
    for amount in ("drie", None, [3], True):
        found = outlook(dossier(hours("regel", DAY, "NT2-les", 0, uren=amount), route=Z), ON)
        assert finding(found, "unreadable").record == "regel"
        assert found.counter("Z-cursus").done == 0


def test_a_module_is_completed_by_its_talk_or_signature() -> None:
    signed = Fact("pvt-af", "pvt", {"uren": 12, "ondertekend_op": "2024-10-01"})
    talked = Fact("map-af", "map_module", {"praktijkuren": 44, "eindgesprek_op": "2025-02-11"})
    found = outlook(dossier(signed, talked), ON)
    assert found.counter("PVT").completed == date(2024, 10, 1)
    assert found.counter("MAP").completed == date(2025, 2, 11)
    assert found.counter("Afschalen").completed is None
    before = outlook(dossier(signed, talked), "2024-09-30")
    assert before.counter("PVT").completed is None
