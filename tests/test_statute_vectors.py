"""The test vectors of the clocks: every row by its clock and its article, and the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from builders_statute import (
    ASYLUM,
    B1,
    EDUCATION,
    FAMILY,
    OTHER,
    PROOF,
    Fact,
    Z,
    centre,
    changed,
    client,
    codes,
    course,
    day,
    decision,
    dossier,
    duty,
    exam,
    finding,
    fine,
    home,
    hours,
    instrument,
    outlook,
    passed,
    pip,
    talk,
    term,
    withdrawn,
)

from eportfolio import statute
from eportfolio.statute import dates
from eportfolio.statute.results import OPEN_STATES, Severity, State

DAY = timedelta(days=1)


# Dates

EASTER = """
1818-03-22 1943-04-25 1954-04-18 1961-04-02 1981-04-19 1999-04-04 2000-04-23 2008-03-23
2011-04-24 2016-03-27 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31
2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28
2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2039-04-10 2040-04-01
2041-04-21 2042-04-06 2043-03-29 2044-04-17 2045-04-09 2046-03-25 2047-04-14 2048-04-05
2049-04-18 2050-04-10 2076-04-19 2079-04-23 2285-03-22
"""

HOLIDAYS = {
    2024: """2024-01-01 2024-03-29 2024-04-01 2024-04-27 2024-05-05 2024-05-09 2024-05-20
             2024-12-25 2024-12-26""",
    2025: """2025-01-01 2025-04-18 2025-04-21 2025-04-26 2025-05-05 2025-05-29 2025-06-09
             2025-12-25 2025-12-26""",
    2026: """2026-01-01 2026-04-03 2026-04-06 2026-04-27 2026-05-05 2026-05-14 2026-05-25
             2026-12-25 2026-12-26""",
    # Ascension Day on the fifth of May: one day, two holidays.
    2016: """2016-01-01 2016-03-25 2016-03-28 2016-04-27 2016-05-05 2016-05-16 2016-12-25
             2016-12-26""",
    # Whit Monday as late as it can be.
    2038: """2038-01-01 2038-04-23 2038-04-26 2038-04-27 2038-05-05 2038-06-03 2038-06-14
             2038-12-25 2038-12-26""",
}

ROLLED = {
    "working day stays": ("2024-04-22", "2024-04-22"),
    "Saturday to Monday": ("2024-05-04", "2024-05-06"),
    "Sunday 5 May to Monday": ("2024-05-05", "2024-05-06"),
    "New Year's Day on a Thursday": ("2026-01-01", "2026-01-02"),
    "Good Friday over Easter Monday": ("2025-04-18", "2025-04-22"),
    "Easter Sunday over Easter Monday": ("2025-04-20", "2025-04-22"),
    "king's day on a Monday": ("2026-04-27", "2026-04-28"),
    "king's day kept on Saturday, Sunday is no holiday, Monday works": ("2025-04-26", "2025-04-28"),
    "Ascension to Friday": ("2025-05-29", "2025-05-30"),
    "Whit Monday to Tuesday": ("2024-05-20", "2024-05-21"),
    "Christmas on Thursday over the weekend": ("2025-12-25", "2025-12-29"),
    "Christmas on Monday": ("2023-12-25", "2023-12-27"),
    "New Year's Eve is a working day": ("2025-12-31", "2025-12-31"),
}

LAST_DAY = {
    "three years": ("2024-04-16", 36, "2027-04-15"),
    "eighteen months": ("2023-07-28", 18, "2025-01-27"),
    "eighteen months to a month without that day": ("2024-08-30", 18, "2026-02-28"),
    "from 29 February to a year without it": ("2024-02-29", 36, "2027-02-28"),
    "from 29 February to a year with it": ("2024-02-29", 48, "2028-02-28"),
    "from the first of the year": ("2023-01-01", 36, "2025-12-31"),
    "six months": ("2024-02-12", 6, "2024-08-11"),
    "from the 31st to February": ("2024-08-31", 6, "2025-02-28"),
    "from the 31st to a month of thirty days": ("2024-03-31", 1, "2024-04-30"),
    "from the first of March": ("2024-03-01", 12, "2025-02-28"),
}

MONTHS_AFTER = {
    "an end extended": ("2027-08-29", 6, "2028-02-29"),
    "an end extended, clipped": ("2026-08-29", 6, "2027-02-28"),
    "the same number": ("2027-04-15", 3, "2027-07-15"),
    "backwards": ("2027-04-15", -6, "2026-10-15"),
    "backwards, clipped": ("2027-08-29", -6, "2027-02-28"),
    "over the year": ("2026-12-31", 2, "2027-02-28"),
    "to a leap day": ("2027-11-30", 3, "2028-02-29"),
    "none": ("2026-12-31", 0, "2026-12-31"),
}


@pytest.mark.parametrize("sunday", EASTER.split())
def test_easter(sunday: str) -> None:
    assert dates.easter(int(sunday[:4])) == date.fromisoformat(sunday)


@pytest.mark.parametrize("year", HOLIDAYS)
def test_atw_3_holidays_of_a_year(year: int) -> None:
    expected = {date.fromisoformat(one) for one in HOLIDAYS[year].split()}
    assert set(statute.rulebook().holidays.of(year)) == expected


@pytest.mark.parametrize("year", range(2022, 2061))
def test_atw_3_liberation_day_is_a_holiday_every_year(year: int) -> None:
    assert not statute.rulebook().holidays.is_working_day(date(year, 5, 5))


@pytest.mark.parametrize("year", range(2022, 2061))
def test_atw_3_good_friday_is_equated_with_a_holiday(year: int) -> None:
    friday = dates.easter(year) - 2 * DAY
    assert friday.weekday() == 4
    assert friday in statute.rulebook().holidays.of(year)


@pytest.mark.parametrize("year", [2025, 2031, 2036, 2042, 2053, 2059])
def test_atw_3_kings_day_on_a_sunday_is_kept_on_saturday(year: int) -> None:
    assert date(year, 4, 27).weekday() == 6
    found = statute.rulebook().holidays.of(year)
    assert date(year, 4, 26) in found
    assert date(year, 4, 27) not in found


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2026, 2027, 2028, 2029, 2030])
def test_atw_3_kings_day_on_another_day_is_the_27th(year: int) -> None:
    found = statute.rulebook().holidays.of(year)
    assert date(year, 4, 27) in found
    assert date(year, 4, 26) not in found


@pytest.mark.parametrize(("given", "expected"), ROLLED.values(), ids=ROLLED)
def test_atw_1_rolled(given: str, expected: str) -> None:
    rolled = statute.rulebook().holidays.rolled(date.fromisoformat(given))
    assert rolled == date.fromisoformat(expected)


@pytest.mark.parametrize(("first", "months", "expected"), LAST_DAY.values(), ids=LAST_DAY)
def test_last_day_of_a_term_of_months(first: str, months: int, expected: str) -> None:
    assert dates.last_day(date.fromisoformat(first), months) == date.fromisoformat(expected)


@pytest.mark.parametrize(("given", "months", "expected"), MONTHS_AFTER.values(), ids=MONTHS_AFTER)
def test_months_after(given: str, months: int, expected: str) -> None:
    assert dates.months_after(date.fromisoformat(given), months) == date.fromisoformat(expected)


def test_weeks_after_counts_from_the_day_itself() -> None:
    assert dates.weeks_after(date(2024, 2, 12), 10) == date(2024, 4, 22)
    assert dates.weeks_after(date(2027, 4, 15), 16) == date(2027, 8, 5)


def test_days_between_counts_both_ends() -> None:
    assert dates.days_between(date(2024, 9, 2), date(2025, 1, 12)) == 133
    assert dates.days_between(date(2023, 10, 28), date(2023, 11, 20)) == 24
    assert dates.days_between(date(2024, 9, 2), date(2024, 9, 2)) == 1


def test_a_date_is_written_as_in_a_letter() -> None:
    assert dates.written(date(2024, 4, 22)) == "22 april 2024"
    assert dates.written(date(2027, 8, 5)) == "5 augustus 2027"
    assert dates.written(date(2025, 3, 1)) == "1 maart 2025"


# Clocks


def asked(received: str | None, **changes: Any) -> dict[str, Any]:
    """Information of a third party: waited for, and perhaps received."""
    found = {"informatie_derde": "IND", "informatie_derde_gevraagd_op": "2024-04-02"}
    if received:
        found["informatie_derde_ontvangen_op"] = received
    return {**found, **changes}


def moved(registered: str = "2025-06-02", *more: Fact, **changes: Any) -> list[Fact]:
    return dossier(home(registered, "Brinkhaven"), *more, **changes)


def settling(since: str, **changes: Any) -> Fact:
    body = {"soort": "Ontzorgen", "recht_op_bijstand_vanaf": since}
    return Fact("ontzorgen", "ondersteuning", {**body, **changes})


def guidance(start: str, until: str) -> Fact:
    body = {"soort": "Maatschappelijke begeleiding", "start": start, "einde_gepland": until}
    return Fact("begeleiding", "ondersteuning", body)


def unplanned(registered: str, notice: str = "2023-11-06", **changes: Any) -> list[Fact]:
    """Housed, and no PIP yet."""
    return dossier(first=None, notice=notice, registered=registered, **changes)


@dataclass(frozen=True)
class Vector:
    """What one clock says of a dossier. A field that is not named is not looked at."""

    entries: list[Fact]
    on: str
    clock: str
    expect: Mapping[str, Any]
    record: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


def at(
    clock: str, entries: list[Fact], on: str, record: str | None = None, **expect: Any
) -> Vector:
    return Vector(entries, on, clock, expect, record)


def of(clock: str, fact: Fact, on: str, **expect: Any) -> Vector:
    """The clock of one record in an ordinary dossier."""
    return at(clock, dossier(fact), on, fact.id, **expect)


def both(written: str) -> dict[str, str]:
    return {"due": written, "latest": written}


VECTORS: dict[str, Vector] = {
    # The rows of the reference.
    "C01 Bi 5.3(1): not registered at the notice, so from the BRP": at(
        "C01", unplanned("2024-02-12"), "2024-02-12", **both("2024-04-22")
    ),
    "C01 Bi 5.3(1): registered at the notice, so from the notice": at(
        "C01", unplanned("2024-01-08", "2024-03-01"), "2024-03-01", **both("2024-05-10")
    ),
    "C01 Bi 5.3(1): notice on a Saturday rolls to Monday": at(
        "C01",
        unplanned("2024-01-08", "2024-02-24"),
        "2024-03-01",
        due="2024-05-04",
        latest="2024-05-06",
    ),
    "C01 Bi 5.3(1): BRP 2025-02-10 rolls over Easter Monday": at(
        "C01", unplanned("2025-02-10"), "2025-02-10", due="2025-04-21", latest="2025-04-22"
    ),
    "C01 Bi 5.3(1): BRP 2025-02-24 rolls over 5 May": at(
        "C01", unplanned("2025-02-24"), "2025-02-24", due="2025-05-05", latest="2025-05-06"
    ),
    "C01 Bi 5.3(1): BRP 2024-03-11 rolls over Whit Monday": at(
        "C01", unplanned("2024-03-11"), "2024-03-11", due="2024-05-20", latest="2024-05-21"
    ),
    "C01 Bi 5.3(1): BRP 2025-03-20 rolls over Ascension": at(
        "C01", unplanned("2025-03-20"), "2025-03-20", due="2025-05-29", latest="2025-05-30"
    ),
    "C02 Bi 5.3(2): two weeks after the information": at(
        "C02",
        unplanned("2024-02-12", **asked("2024-06-03")),
        "2024-06-03",
        **both("2024-06-17"),
    ),
    "C03 Bi 5.3(3): BRP of the new gemeente 2025-06-02": at(
        "C03", moved(), "2025-06-02", "verblijf-brinkhaven", **both("2025-08-11")
    ),
    "C04 Wi 11: PIP 2024-04-15": at(
        "C04", dossier(), "2024-04-15", begins="2024-04-16", **both("2027-04-15")
    ),
    "C05 Wi 17(2): PIP 2024-04-15": at(
        "C05", dossier(), "2024-04-15", begins="2024-04-16", **both("2025-10-15")
    ),
    "C11 Bi 4.5: PIP 2024-04-15": at(
        "C11", dossier(), "2024-04-15", begins="2026-10-15", **both("2027-04-15")
    ),
    "C04 Wi 11: PIP 2023-07-27": at(
        "C04", dossier(first="2023-07-27"), "2023-08-01", begins="2023-07-28", **both("2026-07-27")
    ),
    "C05 Wi 17(2): PIP 2023-07-27": at(
        "C05", dossier(first="2023-07-27"), "2023-08-01", **both("2025-01-27")
    ),
    "C11 Bi 4.5: PIP 2023-07-27": at(
        "C11", dossier(first="2023-07-27"), "2023-08-01", begins="2026-01-27", **both("2026-07-27")
    ),
    "C04 Wi 11: PIP 2024-08-29": at(
        "C04", dossier(first="2024-08-29"), "2024-08-29", begins="2024-08-30", **both("2027-08-29")
    ),
    "C05 Wi 17(2): PIP 2024-08-29, no 30 February": at(
        "C05", dossier(first="2024-08-29"), "2024-08-29", **both("2026-02-28")
    ),
    "C04 Wi 11: PIP 2024-02-28, from a leap day": at(
        "C04",
        dossier(first="2024-02-28"),
        "2024-02-28",
        begins="2024-02-29",
        **both("2027-02-28"),
    ),
    "C04 Wi 11: PIP 2022-12-31, over the year": at(
        "C04",
        dossier(first="2022-12-31", notice="2022-10-03", registered="2022-10-24"),
        "2022-12-31",
        begins="2023-01-01",
        **both("2025-12-31"),
    ),
    "C06 Ri 4.1(1)(g): PIP 2023-07-27": at(
        "C06", dossier(first="2023-07-27"), "2023-08-01", **both("2023-10-27")
    ),
    "C07 Ri 4.1(1): PIP 2024-08-29": at(
        "C07", dossier(route=EDUCATION, first="2024-08-29"), "2024-08-29", **both("2025-02-28")
    ),
    "C08 Pw 56a: bijstand 2024-02-12": at(
        "C08",
        dossier(settling("2024-02-12")),
        "2024-02-12",
        begins="2024-02-12",
        **both("2024-08-11"),
    ),
    "C08 Pw 56a: bijstand 2024-08-31, end of the month": at(
        "C08", dossier(settling("2024-08-31")), "2024-08-31", **both("2025-02-28")
    ),
    "C10 Awb 6:7: bekendmaking 2025-03-24 rolls over 5 May": at(
        "C10",
        dossier(first="2025-03-24"),
        "2025-03-24",
        "pip1",
        due="2025-05-05",
        latest="2025-05-06",
    ),
    "C17 Pw 8a(2)(d): start 2025-11-03": of(
        "C17",
        instrument("Proefplaatsing", "2025-11-03"),
        "2025-11-03",
        begins="2025-11-03",
        **both("2026-01-02"),
    ),
    "C17 Pw 8a(2)(d): extended to the most, six months": of(
        "C17",
        instrument(
            "Proefplaatsing",
            "2025-11-03",
            verlenging_besluit=PROOF,
            geplande_einddatum="2026-05-02",
        ),
        "2026-01-03",
        **both("2026-05-02"),
    ),
    "C24 Bi 9.9: end of the plicht 2026-10-09": at(
        "C24",
        dossier(plicht_einde="2026-10-09", einde_reden="Voldaan B1"),
        "2026-10-09",
        **both("2031-10-09"),
    ),
    # Variants.
    "C01 Bi 5.3(1): registered on the very day of the notice": at(
        "C01", unplanned("2024-03-01", "2024-03-01"), "2024-03-01", **both("2024-05-10")
    ),
    "C01 Bi 5.3(1): the notice stands in the decision alone": at(
        "C01",
        [
            client(),
            duty(None),
            decision("Kennisgeving inburgeringsplicht", dagtekening="2024-03-01"),
            home("2024-01-08"),
        ],
        "2024-03-01",
        **both("2024-05-10"),
    ),
    "C01 Bi 5.3(1): the azc is not the housing gemeente": at(
        "C01",
        [*unplanned("2024-02-12"), centre(brp_ingeschreven_op="2023-01-09")],
        "2024-02-12",
        **both("2024-04-22"),
    ),
    "C01 Bi 5.3(1): Good Friday": at(
        "C01", unplanned("2025-02-07"), "2025-02-07", due="2025-04-18", latest="2025-04-22"
    ),
    "C01 Bi 5.3(1): king's day on a Monday": at(
        "C01", unplanned("2026-02-16"), "2026-02-16", due="2026-04-27", latest="2026-04-28"
    ),
    "C01 Bi 5.3(1): king's day kept on Saturday 26 April": at(
        "C01", unplanned("2025-02-15"), "2025-02-15", due="2025-04-26", latest="2025-04-28"
    ),
    "C01 Bi 5.3(1): Christmas before a weekend": at(
        "C01", unplanned("2025-10-16"), "2025-10-16", due="2025-12-25", latest="2025-12-29"
    ),
    "C01 Bi 5.3(1): housed, no notice yet": at(
        "C01", unplanned("2024-02-12", ""), "2024-02-12", state=State.NOT_STARTED, latest=None
    ),
    "C01 Bi 5.3(1): noticed, still in the azc": at(
        "C01",
        [*unplanned(""), centre()],
        "2023-11-20",
        state=State.NOT_STARTED,
        latest=None,
    ),
    "C01 Bi 5.3(1): met by a PIP in time": at(
        "C01", dossier(), "2024-04-15", state=State.MET, **both("2024-04-22")
    ),
    "C01 Bi 5.3(1): met, although too late": at(
        "C01", dossier(first="2024-06-03"), "2024-06-03", state=State.MET, **both("2024-04-22")
    ),
    "C01 Bi 5.3(1): a concept is no PIP": at(
        "C01",
        dossier(plan={"status": "Concept"}),
        "2024-05-01",
        state=State.OVERDUE,
        **both("2024-04-22"),
    ),
    "C01 Bi 5.3(1): a withdrawn record is no PIP": at(
        "C01",
        [*unplanned("2024-02-12"), withdrawn(pip())],
        "2024-05-01",
        state=State.OVERDUE,
    ),
    "C02 Bi 5.3(2): rolls over Easter Monday": at(
        "C02",
        unplanned("2024-12-02", **asked("2025-04-07", informatie_derde_gevraagd_op="2025-01-20")),
        "2025-04-07",
        due="2025-04-21",
        latest="2025-04-22",
    ),
    "C02 Bi 5.3(2): met by the PIP": at(
        "C02",
        dossier(first="2024-06-17", **asked("2024-06-03")),
        "2024-06-17",
        state=State.MET,
    ),
    "C02 Bi 5.3(2): overdue the day after": at(
        "C02",
        unplanned("2024-02-12", **asked("2024-06-03")),
        "2024-06-18",
        state=State.OVERDUE,
    ),
    "C02 Bi 5.3(2): nobody was asked": at(
        "C02", unplanned("2024-02-12"), "2024-02-12", state=State.NOT_APPLICABLE, latest=None
    ),
    "C02 Bi 5.3(2): asked and still waiting, no date yet": at(
        "C02", unplanned("2024-02-12", **asked(None)), "2024-04-10", latest=None
    ),
    "C02 Bi 5.3(2): the third party is not named, so it does not apply": at(
        "C02",
        unplanned("2024-02-12", **asked("2024-06-03", informatie_derde=...)),
        "2024-06-03",
        state=State.NOT_APPLICABLE,
    ),
    "C01 Bi 5.3(2): the third party is not named, so ten weeks it stays": at(
        "C01",
        unplanned("2024-02-12", **asked("2024-06-03", informatie_derde=...)),
        "2024-06-03",
        state=State.OVERDUE,
        **both("2024-04-22"),
    ),
    "C03 Bi 5.3(3): met by the PIP of the new gemeente": at(
        "C03",
        moved("2025-06-02", pip("2025-07-21", number=2, aanleiding="Verhuizing")),
        "2025-07-21",
        "verblijf-brinkhaven",
        state=State.MET,
    ),
    "C03 Bi 5.3(3): overdue without a new PIP": at(
        "C03", moved(), "2025-08-12", "verblijf-brinkhaven", state=State.OVERDUE
    ),
    "C03 Bi 5.3(3): rolls over Easter Monday": at(
        "C03",
        moved("2025-02-10"),
        "2025-02-10",
        "verblijf-brinkhaven",
        due="2025-04-21",
        latest="2025-04-22",
    ),
    "C03 Bi 5.3(3): a PIP of before the registration is not the new one": at(
        "C03",
        moved("2025-06-02", pip("2025-05-20", number=2)),
        "2025-08-12",
        "verblijf-brinkhaven",
        state=State.OVERDUE,
    ),
    "C03 Bi 5.3(3): each move has its own": at(
        "C03",
        moved(
            "2025-06-02",
            pip("2025-07-21", number=2, aanleiding="Verhuizing"),
            home("2026-02-02", "Heidelo"),
        ),
        "2026-02-02",
        "verblijf-heidelo",
        state=State.RUNNING,
        **both("2026-04-13"),
    ),
    "C03 Bi 5.3(3): moving back is a move": at(
        "C03",
        moved(
            "2025-06-02",
            pip("2025-07-21", number=2, aanleiding="Verhuizing"),
            Fact(
                "terug",
                "verblijf",
                {"soort": "Woning", "gemeente": "Waterdael", "brp_ingeschreven_op": "2026-02-02"},
            ),
        ),
        "2026-02-02",
        "terug",
        **both("2026-04-13"),
    ),
    "C02 Bi 5.3(2): also after a move": at(
        "C02",
        moved(
            "2025-06-02",
            **asked("2025-08-04", informatie_derde_gevraagd_op="2025-07-14"),
        ),
        "2025-08-04",
        **both("2025-08-18"),
    ),
    "C04 Wi 11: a move does not touch the term": at(
        "C04", moved(), "2025-06-02", begins="2024-04-16", **both("2027-04-15")
    ),
    "C04 Wi 11: no PIP, no term": at(
        "C04", unplanned("2024-02-12"), "2024-03-01", state=State.NOT_STARTED, latest=None
    ),
    "C04 Wi 11: an annulled first PIP still started the term": at(
        "C04",
        dossier(pip("2024-07-01", number=2), plan={"status": "Vernietigd"}),
        "2024-07-01",
        begins="2024-04-16",
        **both("2027-04-15"),
    ),
    "C04 Wi 11: a withdrawn first PIP still started the term": at(
        "C04",
        dossier(pip("2024-07-01", number=2), plan={"status": "Ingetrokken"}),
        "2024-07-01",
        begins="2024-04-16",
    ),
    "C04 Wi 11: a concept of earlier date did not": at(
        "C04",
        dossier(pip("2024-03-01", number=2, status="Concept")),
        "2024-04-15",
        begins="2024-04-16",
    ),
    "C04 Wi 11: the diploma ends it": at(
        "C04",
        dossier(plicht_einde="2026-10-09", einde_reden="Voldaan B1"),
        "2026-10-09",
        state=State.MET,
    ),
    "C04 Bi 2.1: an interruption of 32 days moves the end": at(
        "C04",
        dossier(onderbrekingen=[{"van": "2025-01-01", "tot": "2025-02-01"}]),
        "2025-03-01",
        **both("2027-05-17"),
    ),
    "C04 Wi 12: DUO's date is shown": at(
        "C04",
        dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-06-30"),
        "2025-03-01",
        **both("2027-06-30"),
    ),
    "C05 Wi 17(2): extension does not move it (our reading)": at(
        "C05",
        dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-12-31"),
        "2025-03-01",
        **both("2025-10-15"),
    ),
    "C05 Wi 17(2): satisfied by a PIP with another route": at(
        "C05",
        dossier(pip("2025-02-03", Z, 2, aanleiding="Routewissel")),
        "2025-02-03",
        state=State.MET,
    ),
    "C06 Wi 16: offered on the last day": at(
        "C06",
        dossier(course(aanbod_datum="2023-10-27"), first="2023-07-27"),
        "2023-10-27",
        state=State.MET,
    ),
    "C06 Wi 16: offered too late is still offered": at(
        "C06",
        dossier(course(aanbod_datum="2023-11-20"), first="2023-07-27"),
        "2023-11-20",
        state=State.MET,
        **both("2023-10-27"),
    ),
    "C06 Wi 16: without an offer date the start counts": at(
        "C06",
        dossier(course(start="2023-09-04"), first="2023-07-27"),
        "2023-09-04",
        state=State.MET,
    ),
    "C06 Wi 16: a PVT is no language course": at(
        "C06",
        dossier(course(soort="PVT", aanbod_datum="2023-09-04"), first="2023-07-27"),
        "2023-10-28",
        state=State.OVERDUE,
    ),
    "C06 Wi 16: no offer": at(
        "C06", dossier(first="2023-07-27"), "2023-10-28", state=State.OVERDUE
    ),
    "C06 Wi 16: gezinsmigrant buys the course": at(
        "C06", dossier(group=FAMILY), "2024-05-01", state=State.NOT_APPLICABLE
    ),
    "C06 Wi 16: overige migrant too": at(
        "C06", dossier(group=OTHER), "2024-05-01", state=State.NOT_APPLICABLE
    ),
    "C06 Ri 4.1(1): not on the onderwijsroute": at(
        "C06", dossier(route=EDUCATION), "2024-05-01", state=State.NOT_APPLICABLE
    ),
    "C07 Ri 4.1(1): only on the onderwijsroute": at(
        "C07", dossier(), "2024-05-01", state=State.NOT_APPLICABLE
    ),
    "C07 Ri 4.1(1): an offer is no start": at(
        "C07",
        dossier(
            course(soort="Taalschakeltraject", aanbod_datum="2025-02-10"),
            route=EDUCATION,
            first="2024-08-29",
        ),
        "2025-03-01",
        state=State.OVERDUE,
    ),
    "C07 Ri 4.1(1): started too late": at(
        "C07",
        dossier(
            course(soort="Taalschakeltraject", start="2025-03-17"),
            route=EDUCATION,
            first="2024-08-29",
        ),
        "2025-03-17",
        state=State.MET,
    ),
    "C08 Pw 56a: ended when it was reduced earlier": at(
        "C08",
        dossier(settling("2024-02-12", afgebouwd_op="2024-06-30")),
        "2024-07-01",
        state=State.MET,
    ),
    "C09 Wi 13: from the BRP, the law has no length": at(
        "C09", dossier(), "2024-04-15", begins="2024-02-12", latest=None
    ),
    "C09 Wi 13: the gemeente's own end": at(
        "C09",
        dossier(guidance("2024-02-12", "2025-02-11")),
        "2024-04-15",
        begins="2024-02-12",
        latest="2025-02-11",
    ),
    "C10 Awb 6:8: from the bekendmaking, not the dagtekening": at(
        "C10",
        dossier(plan={"bekendgemaakt_op": "2024-04-18"}),
        "2024-04-18",
        "pip1",
        **both("2024-05-30"),
    ),
    "C10 Awb 6:7: of the latest PIP": at(
        "C10",
        dossier(pip("2025-07-21", number=2)),
        "2025-07-21",
        "pip2",
        **both("2025-09-01"),
    ),
    "C11 Bi 4.5: no 29 February six months before the end": at(
        "C11", dossier(first="2024-08-29"), "2024-08-29", begins="2027-02-28"
    ),
    "C11 Bi 4.5: six months before the end that DUO set": at(
        "C11",
        dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-06-30"),
        "2025-03-01",
        begins="2026-12-30",
        **both("2027-06-30"),
    ),
    "C12 Bi 4.5: eight weeks, rolls over Easter Monday": of(
        "C12",
        decision("Verlenging", aangevraagd_op="2026-02-09"),
        "2026-02-09",
        due="2026-04-06",
        latest="2026-04-07",
    ),
    "C13 Wi 5: eight weeks for an ontheffing": of(
        "C13",
        decision("Ontheffing", aangevraagd_op="2025-09-01"),
        "2025-09-01",
        **both("2025-10-27"),
    ),
    "C13 Wi 4: eight weeks for a vrijstelling, rolls over Easter Monday": of(
        "C13",
        decision("Vrijstelling", aangevraagd_op="2025-02-24"),
        "2025-02-24",
        due="2025-04-21",
        latest="2025-04-22",
    ),
    "C14 Wi 22: two months after the fine": at(
        "C14",
        dossier(fine("Intake", "2024-11-04"), first=None),
        "2024-11-04",
        "handhaving",
        **both("2025-01-04"),
    ),
    "C14 Wi 14: met when the client comes": at(
        "C14",
        dossier(fine("Intake", "2023-11-06"), first=None),
        "2024-03-25",
        "handhaving",
        state=State.MET,
    ),
    "C15 Wi 23: twelve months from the fine": of(
        "C15", fine("Tijdens het traject", "2024-11-04"), "2024-11-05", **both("2025-11-03")
    ),
    "C15 Wi 23: over after twelve months": of(
        "C15", fine("Tijdens het traject", "2024-11-04"), "2025-11-05", state=State.MET
    ),
    "C16 Ri 7.4: PVT and MAP both missing, a year": of(
        "C16",
        fine("PVT of MAP te laat", "2027-05-10"),
        "2027-05-10",
        begins="2027-05-11",
        **both("2028-05-10"),
    ),
    "C16 Ri 7.4: only the MAP missing, six months": at(
        "C16",
        dossier(
            hours("pvt", "2024-10-01", "PVT", 12),
            Fact("pvt-af", "pvt", {"uren": 12, "ondertekend_op": "2024-10-01"}),
            fine("PVT of MAP te laat", "2027-05-10"),
        ),
        "2027-05-10",
        "handhaving",
        begins="2027-05-11",
        **both("2027-11-10"),
    ),
    "C16 Ri 7.4: B1 with two parts passed, a year": at(
        "C16",
        dossier(
            passed("Lezen", "2026-03-09"),
            passed("Luisteren", "2026-03-11"),
            fine("Leerroute te laat", "2027-05-10"),
        ),
        "2027-05-10",
        "handhaving",
        **both("2028-05-10"),
    ),
    "C17 Pw 8a(2)(d): a plan without a decision extends nothing": of(
        "C17",
        instrument("Proefplaatsing", "2025-11-03", geplande_einddatum="2026-05-02"),
        "2026-01-03",
        state=State.OVERDUE,
        **both("2026-01-02"),
    ),
    "C17 Pw 8a(2)(d): ended early": of(
        "C17",
        instrument(
            "Proefplaatsing",
            "2025-11-03",
            status="voortijdig_beeindigd",
            werkelijke_einddatum="2025-12-01",
        ),
        "2026-01-03",
        state=State.MET,
    ),
    "C18 Pw 10a: two years": of(
        "C18",
        instrument("Participatieplaats", "2025-01-06"),
        "2025-01-06",
        confirmed=False,
        **both("2027-01-05"),
    ),
    "C19 Pw 10d: six months": of(
        "C19", instrument("Loonkostensubsidie", "2025-01-06"), "2025-01-06", **both("2025-07-05")
    ),
    "C19 Pw 10d: met when the loonwaarde is set": of(
        "C19",
        instrument("Loonkostensubsidie", "2025-01-06", loonwaarde_pct=55),
        "2025-03-03",
        state=State.MET,
    ),
    "C20 DUO: eight weeks for a result": of(
        "C20", exam("Lezen", "2026-03-09"), "2026-03-24", confirmed=False, **both("2026-05-04")
    ),
    "C20 DUO: met by the result": of(
        "C20", passed("Lezen", "2026-03-09"), "2026-03-24", state=State.MET
    ),
    "C20 DUO: sixteen weeks for writing at A2, not confirmed": of(
        "C20",
        exam("Schrijven", "2026-07-20", "A2"),
        "2026-07-20",
        confirmed=False,
        latest="2026-11-09",
    ),
    "C20 DUO: reading at A2 takes eight": of(
        "C20", exam("Lezen", "2026-07-20", "A2"), "2026-07-20", latest="2026-09-14"
    ),
    "C20 DUO: a result that is no pass is a result": of(
        "C20",
        exam("Lezen", "2026-03-09", uitslag="Niet geslaagd", uitslag_datum="2026-04-07"),
        "2026-06-01",
        state=State.MET,
    ),
    "C20 DUO: no result in time": of(
        "C20", exam("Lezen", "2026-03-09"), "2026-05-05", state=State.OVERDUE
    ),
    "C24 Bi 9.9: from a leap day": at(
        "C24",
        dossier(plicht_einde="2028-02-29", einde_reden="Voldaan B1"),
        "2028-03-01",
        **both("2033-02-28"),
    ),
    "C24 Bi 9.9: runs from the end of the plicht only": at(
        "C24", dossier(), "2026-10-09", state=State.NOT_STARTED, latest=None
    ),
    "C24 Bi 9.9: on death": at(
        "C24",
        dossier(plicht_einde="2025-02-03", einde_reden="Overleden"),
        "2025-02-03",
        **both("2030-02-03"),
    ),
    "C26 Bi 5.3(4): the first of six talks in three years": at(
        "C26", dossier(), "2024-04-16", confirmed=False, due="2024-10-15", latest="2027-04-15"
    ),
    "C26 Bi 5.3(4): the third of six after two": at(
        "C26",
        dossier(talk("2024-07-01"), talk("2024-11-18")),
        "2024-12-02",
        due="2025-10-15",
        state=State.RUNNING,
    ),
    "C26 Bi 5.3(4): a talk that is none does not count; the law names no interval": at(
        "C26",
        dossier(talk("2024-07-01", is_voortgangsgesprek="Nee")),
        "2024-12-02",
        state=State.DUE_SOON,
        due="2024-10-15",
        latest="2027-04-15",
    ),
    "C26 Bi 5.3(4): not all held when the term is over": at(
        "C26", dossier(), "2027-04-16", state=State.OVERDUE, latest="2027-04-15"
    ),
    "C26 Bi 5.3(4): all six held": at(
        "C26",
        dossier(*(talk(f"2025-{month:02d}-03") for month in range(1, 7))),
        "2025-07-01",
        state=State.MET,
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_clock(vector: Vector) -> None:
    found = outlook(vector.entries, vector.on, **vector.options).clock(vector.clock, vector.record)
    for name, value in vector.expect.items():
        expected = day(value) if name in ("due", "latest", "begins") else value
        assert getattr(found, name) == expected, name
    assert found.source
    assert found.why


def test_every_dossier_wide_clock_is_always_there() -> None:
    wide = {"C01", "C02", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C24", "C26"}
    for entries in ([client()], dossier(), dossier(route=Z), unplanned("2024-02-12")):
        assert wide <= {one.clock for one in outlook(entries, "2024-05-01").deadlines}


# Terms of years, of more than three months, and of a ministerial regulation end on any day


def from_pip(first: str, **made: Any) -> list[Fact]:
    return dossier(first=first, notice="2023-09-25", registered="2023-10-02", **made)


NOT_ROLLED: dict[str, tuple[str, list[Fact], str, str]] = {
    "C04 Wi 11: three years": ("C04", from_pip("2023-12-26"), "2024-01-02", "2026-12-26"),
    "C05 Wi 17(2): eighteen months": ("C05", from_pip("2024-06-26"), "2024-07-01", "2025-12-26"),
    "C06 Ri 4.1(1)(g): a regulation": ("C06", from_pip("2024-09-26"), "2024-10-01", "2024-12-26"),
    "C07 Ri 4.1(1): a regulation": (
        "C07",
        from_pip("2024-06-26", route=EDUCATION),
        "2024-07-01",
        "2024-12-26",
    ),
    "C08 Pw 56a: six months": ("C08", dossier(settling("2024-06-27")), "2024-07-01", "2024-12-26"),
    "C09 Wi 13: the gemeente's own end": (
        "C09",
        dossier(guidance("2024-02-12", "2025-12-26")),
        "2024-07-01",
        "2025-12-26",
    ),
    "C11 Bi 4.5: until the end of the term": (
        "C11",
        from_pip("2023-12-26"),
        "2026-07-01",
        "2026-12-26",
    ),
    "C15 Wi 23: twelve months": (
        "C15",
        dossier(fine("Tijdens het traject", "2024-12-27")),
        "2025-01-02",
        "2025-12-26",
    ),
    "C16 Ri 7.4: a year": (
        "C16",
        dossier(fine("PVT of MAP te laat", "2027-12-25")),
        "2028-01-03",
        "2028-12-25",
    ),
    "C18 Pw 10a: two years": (
        "C18",
        dossier(instrument("Participatieplaats", "2024-12-27")),
        "2025-01-02",
        "2026-12-26",
    ),
    "C19 Pw 10d: six months": (
        "C19",
        dossier(instrument("Loonkostensubsidie", "2025-06-27")),
        "2025-07-01",
        "2025-12-26",
    ),
    "C24 Bi 9.9: five years": (
        "C24",
        dossier(plicht_einde="2026-12-26", einde_reden="Voldaan B1"),
        "2027-01-04",
        "2031-12-26",
    ),
}


@pytest.mark.parametrize(("clock", "entries", "on", "end"), NOT_ROLLED.values(), ids=NOT_ROLLED)
def test_atw_4_does_not_roll(clock: str, entries: list[Fact], on: str, end: str) -> None:
    found = outlook(entries, on).clock(clock)
    assert not statute.rulebook().holidays.is_working_day(date.fromisoformat(end))
    assert found.due == found.latest == date.fromisoformat(end)


# Events beside the chain

E = statute.Event
EVENTS: dict[str, tuple[statute.Event, str, Mapping[str, Any]]] = {
    "C21 AVG 7: until the day it says": (
        E("C21", "consent", date(2025, 5, 27), until=date(2025, 8, 27)),
        "2025-05-27",
        both("2025-08-27"),
    ),
    "C21 AVG 7: ends on the very day, also a holiday": (
        E("C21", "consent", date(2025, 11, 3), until=date(2025, 12, 26)),
        "2025-11-03",
        both("2025-12-26"),
    ),
    "C21 AVG 7: over": (
        E("C21", "consent", date(2025, 5, 27), until=date(2025, 8, 27)),
        "2025-08-28",
        {"state": State.MET},
    ),
    "C21 AVG 7(3): withdrawn": (
        E("C21", "consent", date(2025, 5, 12), date(2025, 8, 12), stopped=date(2025, 8, 4)),
        "2025-08-05",
        {"state": State.MET},
    ),
    "C22 AVG 12(3): a month": (
        E("C22", "request", date(2025, 9, 1)),
        "2025-09-01",
        both("2025-10-01"),
    ),
    "C22 AVG 12(3): a month, clipped": (
        E("C22", "request", date(2025, 1, 31)),
        "2025-01-31",
        both("2025-02-28"),
    ),
    "C22 AVG 12(3): rolls over Easter Monday": (
        E("C22", "request", date(2025, 3, 21)),
        "2025-03-21",
        {"due": "2025-04-21", "latest": "2025-04-22"},
    ),
    "C22 AVG 12(3): answered": (
        E("C22", "request", date(2025, 9, 1), stopped=date(2025, 9, 15)),
        "2025-10-15",
        {"state": State.MET},
    ),
    "C22 AVG 12(3): not answered": (
        E("C22", "request", date(2025, 9, 1)),
        "2025-10-02",
        {"state": State.OVERDUE},
    ),
    "C27 AVG 14(3): a month, rolls over Sunday": (
        E("C27", "bundle", date(2025, 6, 13)),
        "2025-06-13",
        {"due": "2025-07-13", "latest": "2025-07-14"},
    ),
    "C27 AVG 14(3): informed": (
        E("C27", "bundle", date(2025, 6, 13), stopped=date(2025, 6, 24)),
        "2025-06-24",
        {"state": State.MET},
    ),
    "C28 Wi 35(4): five working days": (
        E("C28", "request", date(2025, 6, 10)),
        "2025-06-10",
        {**both("2025-06-17"), "confirmed": False},
    ),
    "C28 Wi 35(4): five working days around Easter": (
        E("C28", "request", date(2025, 4, 17)),
        "2025-04-17",
        both("2025-04-28"),
    ),
    "C28 Wi 35(4): from a Saturday": (
        E("C28", "request", date(2025, 6, 14)),
        "2025-06-14",
        both("2025-06-20"),
    ),
    "C28 Wi 35(4): answered": (
        E("C28", "request", date(2025, 6, 10), stopped=date(2025, 6, 13)),
        "2025-07-01",
        {"state": State.MET},
    ),
    "C28 Wi 35(4): not answered": (
        E("C28", "request", date(2025, 6, 10)),
        "2025-06-18",
        {"state": State.OVERDUE},
    ),
}


@pytest.mark.parametrize(("event", "on", "expect"), EVENTS.values(), ids=EVENTS)
def test_event(event: statute.Event, on: str, expect: Mapping[str, Any]) -> None:
    found = outlook(dossier(), on, events=[event]).clock(event.clock, event.record)
    for name, value in expect.items():
        assert getattr(found, name) == (day(value) if name in ("due", "latest") else value), name


def test_an_event_that_is_yet_to_come_does_not_count() -> None:
    event = statute.Event("C28", "request", date(2025, 6, 10))
    with pytest.raises(KeyError):
        outlook(dossier(), "2025-06-09", events=[event]).clock("C28", "request")


# States on each side of a boundary

ONTZORGEN = settling("2024-02-12")
DUTIES: dict[str, tuple[str, list[Fact], str]] = {
    "C01 Bi 5.3(1)": ("C01", unplanned("2024-02-12"), "2024-02-12"),
    "C01 Bi 5.3(1), Saturday": ("C01", unplanned("2024-01-08", "2024-02-24"), "2024-02-24"),
    "C01 Bi 5.3(1), Christmas": ("C01", unplanned("2025-10-16"), "2025-10-16"),
    "C02 Bi 5.3(2)": ("C02", unplanned("2024-02-12", **asked("2024-06-03")), "2024-06-03"),
    "C03 Bi 5.3(3)": ("C03", moved("2025-02-10"), "2025-02-10"),
    "C04 Wi 11": ("C04", dossier(), "2024-04-16"),
    "C06 Wi 16": ("C06", dossier(), "2024-04-16"),
    "C07 Ri 4.1(1)": ("C07", dossier(route=EDUCATION), "2024-04-16"),
    "C12 Bi 4.5": (
        "C12",
        dossier(decision("Verlenging", aangevraagd_op="2026-02-09")),
        "2026-02-09",
    ),
    "C13 Wi 5": ("C13", dossier(decision("Ontheffing", aangevraagd_op="2025-02-24")), "2025-02-24"),
    "C14 Wi 22": ("C14", dossier(fine("Intake", "2024-11-04"), first=None), "2024-11-05"),
    "C17 Pw 8a(2)(d)": ("C17", dossier(instrument("Proefplaatsing", "2025-11-03")), "2025-11-03"),
    "C19 Pw 10d": ("C19", dossier(instrument("Loonkostensubsidie", "2025-01-06")), "2025-01-06"),
    "C20 DUO": ("C20", dossier(exam("Lezen", "2026-03-09")), "2026-03-09"),
    "C24 Bi 9.9": (
        "C24",
        dossier(plicht_einde="2026-10-09", einde_reden="Voldaan B1"),
        "2026-10-09",
    ),
    "C26 Bi 5.3(4)": ("C26", dossier(), "2024-04-16"),
}
CHANCES: dict[str, tuple[str, list[Fact], str]] = {
    "C05 Wi 17(2)": ("C05", dossier(), "2024-04-16"),
    "C10 Awb 6:7": ("C10", dossier(first="2025-03-24"), "2025-03-25"),
    "C11 Bi 4.5": ("C11", dossier(), "2026-10-15"),
}
PERIODS: dict[str, tuple[str, list[Fact], str]] = {
    "C08 Pw 56a": ("C08", dossier(ONTZORGEN), "2024-02-12"),
}
AFTER = {
    **{name: (*row, State.OVERDUE) for name, row in DUTIES.items()},
    **{name: (*row, State.NOT_APPLICABLE) for name, row in CHANCES.items()},
    **{name: (*row, State.MET) for name, row in PERIODS.items()},
}


@pytest.mark.parametrize(("clock", "entries", "start", "after"), AFTER.values(), ids=AFTER)
def test_states_on_each_side_of_each_boundary(
    clock: str, entries: list[Fact], start: str, after: State
) -> None:
    first = date.fromisoformat(start)
    found = outlook(entries, start).clock(clock)
    assert found.soon is not None
    assert found.due is not None
    assert found.latest is not None
    assert first <= found.soon <= found.due <= found.latest
    expected = {found.latest + DAY: after, found.latest + 400 * DAY: after}
    for soon in (found.soon, found.due - DAY, found.due, found.latest - DAY, found.latest):
        if soon >= found.soon:
            expected[soon] = State.DUE_SOON
    between = found.due + DAY
    while between < found.latest:
        expected[between] = State.DUE_SOON
        between += DAY
    if found.soon > first:
        expected[first] = expected[found.soon - DAY] = State.RUNNING
    for on, state in expected.items():
        assert outlook(entries, on.isoformat()).clock(clock).state is state, on


def test_bi_4_5_the_window_for_an_extension_opens_on_its_first_day() -> None:
    assert outlook(dossier(), "2026-10-14").clock("C11").state is State.NOT_STARTED
    assert outlook(dossier(), "2026-10-15").clock("C11").state in OPEN_STATES


def test_bi_5_3_2_the_ten_weeks_are_not_overdue_while_a_third_party_is_waited_for() -> None:
    found = outlook(unplanned("2024-02-12", **asked(None)), "2024-05-20")
    assert found.clock("C01").state is not State.OVERDUE
    assert found.clock("C02").state is not State.OVERDUE


def test_bi_5_3_2_without_a_name_there_is_a_warning() -> None:
    entries = unplanned("2024-02-12", **asked("2024-06-03", informatie_derde=...))
    assert (
        finding(outlook(entries, "2024-06-03"), "third-party-not-named").severity is Severity.WARN
    )
    assert "third-party-not-named" not in codes(
        outlook(unplanned("2024-02-12", **asked("2024-06-03")), "2024-06-03")
    )


def test_wi_4_1_d_a_temporary_exemption_pauses() -> None:
    exempt = decision("Vrijstelling", dagtekening="2024-10-21", ingangsdatum="2024-09-16")
    found = outlook(dossier(exempt), "2024-10-21")
    for clock in ("C04", "C05", "C26"):
        assert found.clock(clock).state is State.PAUSED, clock
    assert found.clock("C04").latest == date(2027, 4, 15)
    assert not found.counter("MAP").applies
    late = outlook(dossier(exempt), "2026-11-02").clock("C11")
    assert late.state is State.PAUSED


@pytest.mark.parametrize("kind", ["Vrijstelling", "Ontheffing"])
def test_wi_4_and_5_no_counter_applies_while_exempt(kind: str) -> None:
    exempt = decision(kind, dagtekening="2024-10-21", ingangsdatum="2024-09-16")
    for route in (B1, EDUCATION, Z):
        found = outlook(dossier(exempt, route=route), "2024-10-21")
        assert not any(one.applies for one in found.counters)
        assert found.clock("C04").state is State.PAUSED


def test_wi_4_1_d_a_decision_of_a_later_day_does_not_pause_yet() -> None:
    exempt = decision("Vrijstelling", dagtekening="2024-10-21", ingangsdatum="2024-09-16")
    found = outlook(dossier(exempt), "2024-10-01")
    assert found.clock("C04").state in OPEN_STATES
    assert found.counter("MAP").applies


def test_wi_4_1_d_an_exemption_that_ended_pauses_no_more() -> None:
    exempt = decision(
        "Vrijstelling",
        dagtekening="2024-10-21",
        ingangsdatum="2024-09-16",
        einddatum="2025-01-31",
    )
    assert outlook(dossier(exempt), "2025-01-31").clock("C04").state is State.PAUSED
    after = outlook(dossier(exempt), "2025-02-01")
    assert after.clock("C04").state in OPEN_STATES
    assert after.counter("MAP").applies


# Extension


@dataclass(frozen=True)
class Extension:
    """Grounds recorded, and where the projected end comes to lie."""

    grounds: list[dict[str, Any]]
    projected: str
    codes: frozenset[str] = frozenset()
    made: Mapping[str, Any] = field(default_factory=dict)
    on: str = "2027-04-01"
    offer: str = "2024-05-02"


def ground(code: str, first: str | None = None, last: str | None = None) -> dict[str, Any]:
    found = {"grond": code, "bewijs": PROOF}
    if first:
        found["van"] = first
    if last:
        found["tot"] = last
    return found


Z_2023: dict[str, Any] = {"route": Z, "first": "2023-07-27"}
END = "2027-04-15"
EXTENSIONS: dict[str, Extension] = {
    "verl. c: sixteen weeks": Extension([ground("c", "2025-03-10")], "2027-08-05"),
    "verl. g+a: 24 and 133 days": Extension(
        [ground("g", "2023-10-28", "2023-11-20"), ground("a", "2024-09-02", "2025-01-12")],
        "2026-12-31",
        made=Z_2023,
        on="2026-01-27",
        offer="2023-11-20",
    ),
    "verl. e: not on the Z-route": Extension(
        [ground("e", "2023-11-27", "2024-04-26")],
        "2026-07-27",
        frozenset({"ground-not-for-route"}),
        made=Z_2023,
        on="2026-01-27",
        offer="2023-09-04",
    ),
    "verl. e: eight months on the B1-route, six at most": Extension(
        [ground("e", "2024-06-01", "2025-01-31")], "2027-10-15"
    ),
    "verl. e: four months on the B1-route, as long as it lasted": Extension(
        [ground("e", "2024-06-01", "2024-09-30")], "2027-08-15"
    ),
    "verl. e: also on the onderwijsroute": Extension(
        [ground("e", "2024-06-01", "2024-09-30")], "2027-08-15", made={"route": EDUCATION}
    ),
    "verl. a: eighty days is too short": Extension(
        [ground("a", "2024-09-02", "2024-11-20")], END, frozenset({"ground-too-short"})
    ),
    "verl. a: a day less than three months": Extension(
        [ground("a", "2024-09-02", "2024-11-30")], END, frozenset({"ground-too-short"})
    ),
    "verl. a: three months to the day": Extension(
        [ground("a", "2024-09-02", "2024-12-01")], "2027-07-15"
    ),
    "verl. a: has no maximum": Extension([ground("a", "2024-06-01", "2025-05-31")], "2028-04-14"),
    "verl. b: three months": Extension([ground("b", "2025-03-10")], "2027-07-15"),
    "verl. d: as long as the stay": Extension(
        [ground("d", "2024-06-01", "2024-09-30")], "2027-08-15"
    ),
    "verl. d: two months is too short": Extension(
        [ground("d", "2024-06-01", "2024-07-31")], END, frozenset({"ground-too-short"})
    ),
    "verl. f: two years at most": Extension(
        [ground("f", "2024-05-01", "2026-10-31")], "2029-04-15"
    ),
    "verl. h: six months at most": Extension(
        [ground("h", "2024-06-01", "2025-01-31")], "2027-10-15"
    ),
    "verl. i: two years at most": Extension(
        [ground("i", "2024-05-01", "2026-10-31")], "2029-04-15"
    ),
    "verl. i: two months is too short": Extension(
        [ground("i", "2024-06-01", "2024-07-31")], END, frozenset({"ground-too-short"})
    ),
    "verl. j: as long as the delay": Extension(
        [ground("j", "2024-06-01", "2025-01-31")], "2027-12-16"
    ),
    "verl. b and c together": Extension(
        [ground("b", "2024-09-02"), ground("c", "2025-03-10")], "2027-11-04"
    ),
    "verl. Bi 4.3: the length is not known": Extension(
        [ground("Bi 4.3", "2024-09-02", "2025-07-11")], END, frozenset({"ground-length-unknown"})
    ),
    "verl. Bi 4.4: the effort is not shown": Extension(
        [ground("Bi 4.4")], END, frozenset({"effort-not-shown"})
    ),
    "verl. Bi 4.4: only on the B1-route": Extension(
        [ground("Bi 4.4")], END, frozenset({"ground-not-for-route"}), made={"route": Z}
    ),
    "a ground without dates": Extension([ground("a")], END, frozenset({"ground-without-dates"})),
    "a ground before the term began": Extension(
        [ground("a", "2023-11-01", "2024-03-31")], END, frozenset({"ground-outside-term"})
    ),
    "a ground of the onderwijsroute on the B1-route": Extension(
        [ground("g-onderwijsroute", "2024-10-16", "2024-11-04")],
        END,
        frozenset({"ground-not-for-route"}),
    ),
}


@pytest.mark.parametrize("case", EXTENSIONS.values(), ids=EXTENSIONS)
def test_wi_12_projected_end(case: Extension) -> None:
    offered = course(aanbod_datum=case.offer)
    if case.made.get("route") == EDUCATION:
        offered = course(soort="Taalschakeltraject", start=case.offer)
    found = outlook(dossier(offered, verlengingsgronden=case.grounds, **case.made), case.on)
    assert term(found).projected == date.fromisoformat(case.projected)
    assert term(found).decided == term(found).computed
    assert {one for one in codes(found) if one.startswith(("ground", "effort"))} == case.codes


@pytest.mark.parametrize("code", ["a", "d", "e", "f", "h", "i", "j"])
def test_ri_4_1_three_months_is_the_least(code: str) -> None:
    """2024-09-02 up to and including 2024-12-01 is three months and 91 days."""
    offered = course(aanbod_datum="2024-05-02")
    short = dossier(offered, verlengingsgronden=[ground(code, "2024-09-02", "2024-11-30")])
    assert term(outlook(short, "2025-01-06")).projected == date(2027, 4, 15)
    assert "ground-too-short" in codes(outlook(short, "2025-01-06"))
    enough = dossier(offered, verlengingsgronden=[ground(code, "2024-09-02", "2024-12-01")])
    assert term(outlook(enough, "2025-01-06")).projected == date(2027, 7, 15)
    assert "ground-too-short" not in codes(outlook(enough, "2025-01-06"))


def test_ri_4_1_g_is_seen_by_the_clock_itself() -> None:
    entries = dossier(course(aanbod_datum="2023-11-20"), **Z_2023)
    before, after = outlook(entries, "2023-10-27"), outlook(entries, "2023-11-20")
    assert term(before).projected == date(2026, 7, 27)
    assert term(after).projected == date(2026, 8, 20)
    grounds = {one.ground: one for one in term(after).grounds}
    assert grounds["g"].counts
    assert not grounds["g"].proven


def test_ri_4_1_g_recorded_and_seen_counts_once() -> None:
    recorded = [ground("g", "2023-10-28", "2023-11-20")]
    entries = dossier(course(aanbod_datum="2023-11-20"), verlengingsgronden=recorded, **Z_2023)
    assert term(outlook(entries, "2023-11-20")).projected == date(2026, 8, 20)


def test_ri_4_1_g_grows_while_there_is_no_offer() -> None:
    """Fourteen days after the limit of 2023-10-27: fourteen days so far."""
    assert term(outlook(dossier(**Z_2023), "2023-10-27")).projected == date(2026, 7, 27)
    assert term(outlook(dossier(**Z_2023), "2023-11-10")).projected == date(2026, 8, 10)


def test_ri_4_1_g_one_day_late_is_one_day() -> None:
    entries = dossier(course(aanbod_datum="2023-10-28"), **Z_2023)
    assert term(outlook(entries, "2023-11-20")).projected == date(2026, 7, 28)


def test_ri_4_1_g_is_not_for_a_gezinsmigrant() -> None:
    entries = dossier(course(aanbod_datum="2023-11-20"), group=FAMILY, first="2023-07-27")
    assert term(outlook(entries, "2023-11-20")).projected == date(2026, 7, 27)


def test_ri_4_1_g_second_case_is_six_months_flat() -> None:
    started = course(soort="Taalschakeltraject", start="2025-03-17")
    entries = dossier(started, route=EDUCATION, first="2024-08-29")
    assert term(outlook(entries, "2025-03-17")).projected == date(2028, 2, 29)
    assert term(outlook(entries, "2025-03-17")).decided == date(2027, 8, 29)
    in_time = changed(entries, "cursus", start="2025-02-28")
    assert term(outlook(in_time, "2025-03-17")).projected == date(2027, 8, 29)


def test_bi_4_4_effort_shown_gives_six_months() -> None:
    effort = [
        passed("Lezen", "2026-03-09"),
        passed("Luisteren", "2026-03-11"),
        passed("KNM", "2026-03-24", "n.v.t."),
        hours("pvt", "2024-10-01", "PVT", 12),
        Fact(
            "pvt-af", "pvt", {"uren": 12, "ondertekend_op": "2024-10-01", "resultaat": "Afgerond"}
        ),
        *(hours(f"map{n}", f"2026-01-{n:02d}", "MAP praktische inzet", 8) for n in range(12, 17)),
        Fact(
            "map-af",
            "map_module",
            {"praktijkuren": 40, "eindgesprek_op": "2026-02-11", "resultaat": "Afgerond"},
        ),
        hours("les", "2024-05-14", "NT2-les", 3, gepland=3, aanwezig=3, verzuim_ongeoorloofd=0),
        course(aanbod_datum="2024-05-02", start="2024-05-13"),
    ]
    recorded = [ground("Bi 4.4"), ground("Bi 4.4")]
    once = dossier(*effort, verlengingsgronden=recorded[:1])
    assert term(outlook(once, "2027-04-01")).projected == date(2027, 10, 15)
    twice = dossier(*effort, verlengingsgronden=recorded)
    assert term(outlook(twice, "2027-04-01")).projected == date(2027, 10, 15)
    for missing in ("examen-luisteren", "examen-knm", "pvt-af", "map-af"):
        fewer = [one for one in once if one.id != missing]
        assert "effort-not-shown" in codes(outlook(fewer, "2027-04-01")), missing


def test_ri_4_1_3_the_proof_that_duo_asks_for() -> None:
    recorded = [{"grond": "c", "van": "2025-03-10"}]
    without_proof = outlook(dossier(verlengingsgronden=recorded), "2025-04-01")
    assert finding(without_proof, "ground-proof-missing").severity is Severity.WARN
    (birth,) = (one for one in term(without_proof).grounds if one.ground == "c")
    assert not birth.proven
    assert birth.proof
    with_proof = outlook(dossier(verlengingsgronden=[ground("c", "2025-03-10")]), "2025-04-01")
    assert "ground-proof-missing" not in codes(with_proof)
    (birth,) = (one for one in term(with_proof).grounds if one.ground == "c")
    assert birth.proven
    assert birth.counts


def test_ri_4_1_j_overlapping_grounds_are_pointed_out() -> None:
    recorded = [ground("a", "2024-09-02", "2025-01-12"), ground("f", "2024-12-01", "2025-03-31")]
    assert "ground-overlap" in codes(outlook(dossier(verlengingsgronden=recorded), "2025-04-01"))
    apart = [ground("a", "2024-09-02", "2025-01-12"), ground("f", "2025-02-01", "2025-05-31")]
    assert "ground-overlap" not in codes(outlook(dossier(verlengingsgronden=apart), "2025-06-02"))


def test_wi_11_the_begin_of_duo_counts_with_or_without_a_pip() -> None:
    for left_out in ((), ("pip",)):
        there = dossier(termijn_begin_duo="2024-02-02")
        found = outlook([one for one in there if one.kind not in left_out], "2024-05-01")
        assert term(found).begins == date(2024, 2, 2)
        assert term(found).decided == date(2027, 2, 1)
        said = found.clock("C04").why
        assert "1 februari 2027: drie jaar vanaf 2 februari 2024, het begin dat DUO" in said
        assert "PIP" not in said


def test_wi_12_a_ground_does_not_move_the_term_until_duo_decides() -> None:
    recorded = [ground("c", "2025-03-10")]
    found = outlook(dossier(verlengingsgronden=recorded), "2025-03-10")
    assert term(found).computed == term(found).decided == date(2027, 4, 15)
    assert found.clock("C04").latest == date(2027, 4, 15)
    granted = dossier(
        decision("Verlenging", dagtekening="2026-11-30", termijn_datum="2027-08-05"),
        verlengingsgronden=recorded,
        termijn_begin_duo="2024-04-16",
        termijn_einde_duo="2027-08-05",
    )
    after = outlook(granted, "2026-12-01")
    assert term(after).by_duo == term(after).decided == date(2027, 8, 5)
    assert term(after).computed == date(2027, 4, 15)
    assert after.clock("C04").latest == date(2027, 8, 5)


INTERRUPTIONS = {
    "32 days": ("2025-01-01", "2025-02-01", "2027-05-17", False),
    "one day": ("2025-01-01", "2025-01-01", "2027-04-16", False),
    "exactly a year": ("2025-01-01", "2025-12-31", "2028-04-14", False),
    "a day more than a year": ("2025-01-01", "2026-01-01", "2027-04-15", True),
}


@pytest.mark.parametrize(
    ("first", "last", "end", "too_long"), INTERRUPTIONS.values(), ids=INTERRUPTIONS
)
def test_bi_2_1_interruption(first: str, last: str, end: str, too_long: bool) -> None:
    found = outlook(dossier(onderbrekingen=[{"van": first, "tot": last}]), "2026-06-01")
    assert term(found).computed == date.fromisoformat(end)
    assert ("interruption-too-long" in codes(found)) is too_long


# New terms after a fine of DUO

NEW_TERMS: dict[str, tuple[str, dict[str, Any], int]] = {
    "Ri 7.4: B1 with 2 parts passed": (B1, {"asylum": True, "parts": 2}, 12),
    "Ri 7.4: Z asiel 805 h": (Z, {"asylum": True, "hours": 805}, 12),
    "Ri 7.4: PVT missing, Z 1300 h": (Z, {"asylum": True, "hours": 1300, "modules_missing": 1}, 6),
    "Ri 7.4: PVT and MAP missing, Z 1300 h": (
        Z,
        {"asylum": True, "hours": 1300, "modules_missing": 2},
        12,
    ),
    **{
        f"Ri 7.4: {route} with {parts} parts": (route, {"asylum": asylum, "parts": parts}, months)
        for route in (B1, EDUCATION)
        for asylum in (True, False)
        for parts, months in {0: 24, 1: 18, 2: 12, 3: 6, 4: 6}.items()
    },
    **{
        f"Ri 7.4: Z asiel {done} h": (Z, {"asylum": True, "hours": done}, months)
        for done, months in {
            0: 24,
            400: 24,
            401: 18,
            800: 18,
            801: 12,
            1200: 12,
            1201: 6,
            1599: 6,
        }.items()
    },
    **{
        f"Ri 7.4: Z gezin {done} h": (Z, {"asylum": False, "hours": done}, months)
        for done, months in {
            0: 24,
            200: 24,
            201: 18,
            400: 18,
            401: 12,
            600: 12,
            601: 6,
            799: 6,
        }.items()
    },
    "Ri 7.4: the longest counts, no parts and one module": (
        B1,
        {"asylum": True, "parts": 0, "modules_missing": 1},
        24,
    ),
    "Ri 7.4: the longest counts, three parts and both modules": (
        B1,
        {"asylum": True, "parts": 3, "modules_missing": 2},
        12,
    ),
    "Ri 7.4: Z asiel all hours, one module": (
        Z,
        {"asylum": True, "hours": 1600, "modules_missing": 1},
        6,
    ),
}


@pytest.mark.parametrize(("route", "facts", "months"), NEW_TERMS.values(), ids=NEW_TERMS)
def test_new_term(route: str, facts: dict[str, Any], months: int) -> None:
    assert statute.new_term(route, **facts) == months


# Facts that are missing or cannot be right

BAD: dict[str, tuple[str, list[Fact], str]] = {
    "regime-unknown: not filled in": (
        "regime-unknown",
        [client(ASYLUM, None), *dossier()[1:]],
        "2024-05-01",
    ),
    "regime-unknown: Onbekend": (
        "regime-unknown",
        [client(ASYLUM, "Onbekend"), *dossier()[1:]],
        "2024-05-01",
    ),
    "notice-missing": ("notice-missing", dossier(notice=None), "2024-05-01"),
    "registration-missing": ("registration-missing", dossier(registered=None), "2024-05-01"),
    "pip-before-notice": ("pip-before-notice", dossier(notice="2024-04-22"), "2024-05-01"),
    "move-without-date": (
        "move-without-date",
        dossier(home(None, "Brinkhaven", van="2025-06-02")),
        "2025-06-10",
    ),
    "two-first-pips": (
        "two-first-pips",
        dossier(pip("2024-05-06", number=2, aanleiding="Eerste PIP")),
        "2024-05-10",
    ),
    "unreadable": ("unreadable", dossier(plan={"dagtekening": "gisteren"}), "2024-05-01"),
    "duo-differs: end": (
        "duo-differs",
        dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-04-16"),
        "2024-05-01",
    ),
    "duo-differs: begin": (
        "duo-differs",
        dossier(termijn_begin_duo="2024-04-15", termijn_einde_duo="2027-04-15"),
        "2024-05-01",
    ),
    "objection-date-differs": (
        "objection-date-differs",
        dossier(plan={"bezwaar_tot": "2024-05-28"}),
        "2024-05-01",
    ),
    "extension-after-end": (
        "extension-after-end",
        dossier(
            decision("Verlenging", dagtekening="2026-11-02", termijn_datum="2027-08-05"),
            plicht_einde="2026-10-09",
            einde_reden="Voldaan B1",
        ),
        "2026-11-02",
    ),
    "check-exemption: BBL 2": (
        "check-exemption",
        dossier(instrument("BBL", "2026-09-14", niveau=2)),
        "2026-09-14",
    ),
    "check-exemption: BOL 3": (
        "check-exemption",
        dossier(instrument("BOL", "2026-09-14", niveau=3)),
        "2026-09-14",
    ),
}
FINE: dict[str, tuple[str, list[Fact], str]] = {
    "an ordinary dossier": ("regime-unknown", dossier(), "2024-05-01"),
    "notice-missing: it stands in the decision": (
        "notice-missing",
        dossier(decision("Kennisgeving inburgeringsplicht", dagtekening="2023-09-25"), notice=None),
        "2024-05-01",
    ),
    "pip-before-notice: on the same day": (
        "pip-before-notice",
        dossier(notice="2024-04-15"),
        "2024-05-01",
    ),
    "move-without-date: in the same gemeente": (
        "move-without-date",
        [
            *dossier(),
            Fact(
                "verblijf-2",
                "verblijf",
                {"soort": "Woning", "gemeente": "Waterdael", "van": "2025-06-02"},
            ),
        ],
        "2025-06-10",
    ),
    "duo-differs: the same": (
        "duo-differs",
        dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-04-15"),
        "2024-05-01",
    ),
    "objection-date-differs: the same": (
        "objection-date-differs",
        dossier(plan={"bezwaar_tot": "2024-05-27"}),
        "2024-05-01",
    ),
    "extension-after-end: dated on the last day": (
        "extension-after-end",
        dossier(
            decision("Verlenging", dagtekening="2026-10-09"),
            plicht_einde="2026-10-09",
            einde_reden="Voldaan B1",
        ),
        "2026-11-02",
    ),
    "check-exemption: mbo 1 does not exempt": (
        "check-exemption",
        dossier(instrument("BBL", "2026-09-14", niveau=1)),
        "2026-09-14",
    ),
    "check-exemption: DUO decided": (
        "check-exemption",
        dossier(
            instrument("BBL", "2026-09-14", niveau=2),
            decision("Vrijstelling", dagtekening="2026-10-19", ingangsdatum="2026-09-14"),
        ),
        "2026-10-19",
    ),
    "third-party-not-named: nothing was asked": ("third-party-not-named", dossier(), "2024-05-01"),
}


@pytest.mark.parametrize(("code", "entries", "on"), BAD.values(), ids=BAD)
def test_missing_or_impossible_fact_is_pointed_out(code: str, entries: list[Fact], on: str) -> None:
    found = finding(outlook(entries, on), code)
    assert found.severity is Severity.WARN
    assert found.why


@pytest.mark.parametrize(("code", "entries", "on"), FINE.values(), ids=FINE)
def test_what_is_in_order_is_not_pointed_out(code: str, entries: list[Fact], on: str) -> None:
    assert code not in codes(outlook(entries, on))


def test_an_ordinary_dossier_has_no_findings_at_all() -> None:
    assert outlook(dossier(course(aanbod_datum="2024-05-02")), "2024-05-13").findings == ()


def test_a_date_after_today_is_pointed_out_only_when_it_is() -> None:
    entries = dossier(pip("2024-07-01", number=2))
    today = date(2024, 5, 1)
    assert "date-in-future" in codes(outlook(entries, "2024-08-01", today=today))
    assert "date-in-future" not in codes(outlook(entries, "2024-08-01"))
    assert "date-in-future" not in codes(outlook(entries, "2024-05-01", today=date(2024, 8, 1)))


def test_facts_after_the_day_do_not_count_yet() -> None:
    found = outlook(dossier(), "2024-04-14", today=date(2024, 5, 1))
    assert found.term is None
    assert found.clock("C01").state in OPEN_STATES


def test_the_field_that_cannot_be_read_is_named() -> None:
    found = finding(outlook(dossier(plan={"dagtekening": "gisteren"}), "2024-05-01"), "unreadable")
    assert (found.record, found.field) == ("pip1", "dagtekening")


def test_a_home_in_the_same_gemeente_is_no_move() -> None:
    other = Fact(
        "verblijf-2",
        "verblijf",
        {"soort": "Woning", "gemeente": "Waterdael", "brp_ingeschreven_op": "2025-06-02"},
    )
    with pytest.raises(KeyError):
        outlook(dossier(other), "2025-06-10").clock("C03")


SAME_PLACE = {
    "the same code": ("Waterdael", "9901", "Gemeente Waterdael", "9901"),
    "another case": ("Waterdael", ..., "waterdael", ...),
    "a space too many": ("Waterdael", ..., " Waterdael ", ...),
    "one without a code": ("Waterdael", ..., "Waterdael", "9901"),
}


@pytest.mark.parametrize(
    ("old", "old_code", "new", "new_code"), SAME_PLACE.values(), ids=SAME_PLACE
)
def test_the_same_gemeente_written_otherwise_is_no_move(
    old: str, old_code: Any, new: str, new_code: Any
) -> None:
    homes = [
        Fact(
            record,
            "verblijf",
            {
                "soort": "Woning",
                "gemeente": name,
                **({} if code is ... else {"gemeente_code": code}),
                "brp_ingeschreven_op": registered,
            },
        )
        for record, name, code, registered in (
            ("een", old, old_code, "2024-02-12"),
            ("twee", new, new_code, "2025-06-02"),
        )
    ]
    with pytest.raises(KeyError):
        outlook(dossier(*homes, registered=None), "2025-06-10").clock("C03")


def test_bi_5_3_3_a_move_before_the_first_pip() -> None:
    """The first PIP is then that of the new gemeente, ten weeks after its registration."""
    entries = dossier(home("2024-03-15", "Brinkhaven"), first=None)
    found = outlook(entries, "2024-04-23")
    assert found.clock("C03", "verblijf-brinkhaven").latest == date(2024, 5, 24)
    assert found.clock("C01").state is not State.OVERDUE
    planned = [*entries, pip("2024-05-21", gemeente="Brinkhaven")]
    after = outlook(planned, "2024-05-21")
    assert after.clock("C03", "verblijf-brinkhaven").state is State.MET
    assert term(after).begins == date(2024, 5, 22)


@pytest.mark.parametrize("route", [B1, EDUCATION, Z])
def test_after_the_end_of_the_plicht_only_retention_is_still_to_come(route: str) -> None:
    entries = dossier(
        home("2026-11-16", "Brinkhaven"),
        route=route,
        plicht_einde="2026-10-09",
        einde_reden="AOW-leeftijd",
    )
    for on in ("2026-12-01", "2027-06-01"):
        found = outlook(entries, on)
        dated = [one for one in found.deadlines if one.latest and one.state in OPEN_STATES]
        assert [one.clock for one in dated] == ["C24"]
        assert found.next == dated[0]


def test_what_is_not_there_cannot_be_asked_for() -> None:
    found = outlook(dossier(), "2024-05-01")
    for clock, record in (("C99", None), ("C23", None), ("C10", "pip9")):
        with pytest.raises(KeyError):
            found.clock(clock, record)
    with pytest.raises(KeyError):
        found.counter("Zwemmen")


def test_a_refused_placement_has_no_open_deadline() -> None:
    for kind in ("Proefplaatsing", "Participatieplaats", "Loonkostensubsidie"):
        refused = instrument(kind, "2025-11-03", status="afgewezen")
        for entries in (dossier(refused), dossier(withdrawn(instrument(kind, "2025-11-03")))):
            found = outlook(entries, "2025-12-01").deadlines
            assert not [
                one
                for one in found
                if one.clock in ("C17", "C18", "C19") and one.state in OPEN_STATES
            ]


ROUTE_OF_A_DAY = {
    "Wi 15: before the switch": ("2025-02-02", "Vastgesteld", B1),
    "Wi 15: from the switch": ("2025-02-03", "Vastgesteld", Z),
    "Wi 15: a concept does not switch": ("2025-03-03", "Concept", B1),
    "Wi 15: an annulled PIP does not switch": ("2025-03-03", "Vernietigd", B1),
    "Wi 15: a withdrawn PIP does not switch": ("2025-03-03", "Ingetrokken", B1),
}


@pytest.mark.parametrize(("on", "status", "route"), ROUTE_OF_A_DAY.values(), ids=ROUTE_OF_A_DAY)
def test_route_of_a_day(on: str, status: str, route: str) -> None:
    switched = pip("2025-02-03", Z, 2, aanleiding="Routewissel", status=status)
    assert outlook(dossier(switched), on).route == route


# Other regimes


@pytest.mark.parametrize("regime", ["Wi2013", "Vrijwillig"])
def test_wi_54_nothing_is_computed_under_another_regime(regime: str) -> None:
    entries = [client(ASYLUM, regime), *dossier(fine("Intake", "2024-11-04"))[1:]]
    found = outlook(entries, "2026-05-01")
    assert not found.applies
    assert found.why_not
    assert found.term is None
    assert found.deadlines == ()
    assert found.counters == ()
    assert found.next is None


def test_an_outlook_says_by_which_rules_it_was_made() -> None:
    found = outlook(dossier(), "2024-05-01")
    assert found.applies
    assert found.why_not is None
    assert found.rules == statute.rulebook().version
    assert {one.rules for one in found.counters} == {found.rules}
    assert found.on == date(2024, 5, 1)
    assert found.route == B1


def test_the_next_deadline_is_the_first_that_is_open() -> None:
    found = outlook(dossier(), "2024-04-16").next
    assert found is not None
    assert (found.clock, found.latest) == ("C10", date(2024, 5, 27))
    early = outlook(unplanned("2024-02-12"), "2024-02-12").next
    assert early is not None
    assert early.clock == "C01"
