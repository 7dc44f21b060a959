"""What stands on the lanes of a timeline, from records and what the clock says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import builders_statute
import pytest
from builders import Two, dossier
from builders_statute import (
    Fact,
    changed,
    client,
    course,
    decision,
    entry,
    exam,
    home,
    instrument,
    outlook,
    pip,
    withdrawn,
)

from eportfolio.workspace import timeline
from eportfolio.workspace.timeline import Keeper, Stand, Timeline, joined, read_when

ON = "2026-03-02"
ordinary = builders_statute.dossier
Shown = tuple[str, str, str | None, str, str]


def laid_out(entries: Sequence[Fact], on: str = ON, **options: Any) -> Timeline:
    return timeline.lay_out(entries, outlook(entries, on), **options)


def lane(found: Timeline, title: str) -> list[Shown]:
    """A lane as text: title, begin, end (the begin again for a point), stand, words."""
    return [
        (
            one.title,
            one.begin.written,
            one.end.written if one.end else None,
            str(one.stand),
            one.words,
        )
        for each in found.lanes
        if each.title == title
        for one in each.items
    ]


def only(kind: str, on: str = ON, /, **body: Any) -> Timeline:
    """A dossier with one record."""
    return laid_out([entry(kind, body)], on)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024-05-13", "2024-05-13", "2024-05-13"),
        ("2024-02-00", "2024-02-01", "2024-02-29"),
        ("2025-12-00", "2025-12-01", "2025-12-31"),
        ("2024-00-00", "2024-01-01", "2024-12-31"),
    ],
)
def test_date_known_in_part_may_be_any_of_its_days(written: str, first: str, last: str) -> None:
    when = read_when(written)
    assert when is not None
    assert (when.first.isoformat(), when.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "value",
    [None, "", 2024, "2024", "2024-05", "2024-02-30", "2024-13-00", "2024-00-05", "gisteren …"],
)
def test_what_is_no_date_is_none(value: object) -> None:
    assert read_when(value) is None


# Terms

TERM = ("Inburgeringstermijn", "2024-04-16", "2027-04-15")
SWITCH = ("Wisselen van leerroute", "2024-04-16", "2025-10-15")
WINDOW = ("Verlenging aanvragen", "2026-10-15", "2027-04-15")
GUIDED = ("Maatschappelijke begeleiding", "2024-02-12", None, "running", "Loopt")


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (
            "2025-03-02",
            [
                (*TERM, "running", "Loopt"),
                GUIDED,
                (*SWITCH, "possible", "Kan nu"),
                (*WINDOW, "planned", "Komt nog"),
            ],
        ),
        (
            "2026-11-02",
            [
                (*TERM, "due", "Binnenkort"),
                GUIDED,
                (*SWITCH, "past", "Voorbij"),
                (*WINDOW, "possible", "Kan nu"),
            ],
        ),
        (
            "2027-05-02",
            [
                (*TERM, "overdue", "Te laat"),
                GUIDED,
                (*SWITCH, "past", "Voorbij"),
                (*WINDOW, "past", "Voorbij"),
            ],
        ),
    ],
)
def test_terms_stand_as_the_clock_says(on: str, shown: list[Shown]) -> None:
    known = ordinary(course(aanbod_datum="2024-05-02", start="2024-05-13"))
    assert lane(laid_out(known, on), timeline.TERMS) == shown


def test_term_ends_with_the_obligation_and_nothing_is_expected_after_it() -> None:
    known = ordinary(plicht_einde="2026-02-09", verlengingsgronden=[{"grond": "c"}])
    shown = lane(laid_out(known), timeline.TERMS)
    assert shown[0] == (*TERM[:2], "2026-02-09", "done", "Klaar")
    assert {one[0] for one in shown} == {TERM[0], SWITCH[0], GUIDED[0]}


def test_what_duo_may_add_stands_after_the_term() -> None:
    grounds = [{"grond": "c", "van": "2025-03-10"}]
    offered = course(aanbod_datum="2024-05-02", start="2024-05-13")
    found = laid_out(ordinary(offered, verlengingsgronden=grounds))
    shown = lane(found, timeline.TERMS)
    assert shown[1] == ("Als DUO verlengt", "2027-04-16", "2027-08-05", "projected", "Verwacht")
    assert found.last == date(2027, 8, 5)


def test_other_terms_stand_there_while_they_are_open() -> None:
    known = ordinary(first=None)
    late = ("Eerste PIP", "2024-02-12", "2024-04-22", "overdue", "Te laat")
    assert late in lane(laid_out(known), timeline.TERMS)
    names = [one[0] for one in lane(laid_out(ordinary()), timeline.TERMS)]
    assert "Eerste PIP" not in names


def test_term_that_stands_still_says_so() -> None:
    known = ordinary(decision("Ontheffing", dagtekening="2025-06-02", ingangsdatum="2025-06-02"))
    shown = lane(laid_out(known), timeline.TERMS)
    assert shown[0] == (*TERM, "paused", "Staat stil")


def test_terms_lead_to_the_record_that_they_are_about() -> None:
    found = laid_out(ordinary(verlengingsgronden=[{"grond": "c", "van": "2025-03-10"}]))
    leads = {one.title: one.record for one in found.lanes[0].items}
    assert leads[TERM[0]] == leads["Als DUO verlengt"] == leads[WINDOW[0]] == "inburgeringsplicht"
    assert leads[SWITCH[0]] == "pip1"
    assert leads[GUIDED[0]] == "verblijf-waterdael"


def test_another_law_gives_no_terms_and_keeps_the_rest() -> None:
    found = laid_out([client(regime="Wi2013"), exam("Lezen", "2026-01-12")])
    assert [one.title for one in found.lanes] == [timeline.LANGUAGE]


# Plan


def test_each_version_of_the_plan_holds_until_the_next() -> None:
    known = ordinary(
        pip("2025-07-21", number=2, aanleiding="Verhuizing"),
        pip("2026-02-16", number=3, status="Concept"),
        pip(None, number=4, status="Concept"),
    )
    found = laid_out(known)
    assert lane(found, timeline.PLAN) == [
        ("v1 · Eerste PIP · B1-route", "2024-04-15", "2025-07-20", "past", "Vervangen"),
        ("v2 · Verhuizing · B1-route", "2025-07-21", None, "running", "Geldt nu"),
        ("v3 · Bijstelling · B1-route", "2026-02-16", "2026-02-16", "planned", "Concept"),
    ]
    assert found.undated == 1


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, (None, "running", "Geldt nu")),
        ({"dagtekening": "2026-05-04"}, (None, "planned", "Komt nog")),
        ({"status": "Vernietigd"}, ("2024-04-15", "past", "Vernietigd")),
    ],
)
def test_last_plan(changes: dict[str, Any], shown: tuple[Any, ...]) -> None:
    (found,) = lane(laid_out([pip(**{"day": "2024-04-15", **changes})]), timeline.PLAN)
    assert found[2:] == shown


def test_plan_ends_with_the_obligation() -> None:
    found = laid_out(ordinary(plicht_einde="2026-02-09"))
    assert lane(found, timeline.PLAN)[0][2:] == ("2026-02-09", "done", "Klaar")


def test_plan_without_a_number_or_that_is_dropped_keeps_its_place() -> None:
    known = [
        pip("2024-04-15", versienr=...),
        replace(pip("2024-06-03", number=2, status="Vernietigd"), id="pip2"),
        pip("2024-09-02", number=3),
    ]
    shown = lane(laid_out(known), timeline.PLAN)
    assert shown[0][0] == "Eerste PIP · B1-route"
    assert shown[1][2:] == ("2024-09-01", "past", "Vernietigd")


# Courses, exams, modules, placements


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            {"start": "2024-05-13", "eind": "2025-03-07"},
            ("NT2", "2024-05-13", "2025-03-07", "done", "Afgelopen"),
        ),
        ({"start": "2024-05-13"}, ("NT2", "2024-05-13", None, "running", "Loopt")),
        ({"start": "2026-05-00"}, ("NT2", "2026-05-00", None, "planned", "Komt nog")),
        ({"start": "2026-03-00"}, ("NT2", "2026-03-00", None, "running", "Loopt")),
        (
            {"start": "2024-00-00", "eind": "2026-00-00"},
            ("NT2", "2024-00-00", "2026-00-00", "running", "Loopt"),
        ),
        (
            {"start": "2025-05-13", "eind": "2025-03-07"},
            ("NT2", "2025-05-13", None, "running", "Loopt"),
        ),
        ({"aanbod_datum": "2026-02-02"}, ("NT2", "2026-02-02", "2026-02-02", "done", "Aangeboden")),
        (
            {"aanbod_datum": "2026-05-04"},
            ("NT2", "2026-05-04", "2026-05-04", "planned", "Aangeboden"),
        ),
    ],
)
def test_course(body: dict[str, Any], shown: Shown) -> None:
    assert lane(only("cursus", soort="NT2", **body), timeline.LANGUAGE) == [shown]


def test_course_of_a_module_is_no_language() -> None:
    found = only("cursus", soort="PVT", aanbieder="Waterdael", start="2026-03-09")
    assert [one[0] for one in lane(found, timeline.TAKING_PART)] == ["PVT · Waterdael"]


@pytest.mark.parametrize(
    ("result", "day", "stand", "words"),
    [
        ("Geslaagd", "2026-02-02", "done", "Geslaagd"),
        ("Niet geslaagd", "2026-02-02", "failed", "Niet geslaagd"),
        ("Niet verschenen", "2026-02-02", "failed", "Niet verschenen"),
        ("Wacht op uitslag", "2026-02-02", "running", "Wacht op uitslag"),
        (None, "2026-02-02", "running", "Wacht op uitslag"),
        ("Wacht op uitslag", "2026-04-02", "planned", "Gepland"),
    ],
)
def test_exam(result: str | None, day: str, stand: str, words: str) -> None:
    body = {"onderdeel": "Lezen", "niveau": "B1", "datum": day, "uitslag": result}
    found = laid_out([entry("examenpoging", body)])
    assert lane(found, timeline.LANGUAGE) == [("Lezen · B1", day, day, stand, words)]
    assert found.lanes[0].items[0].is_point


def test_level_that_does_not_apply_is_not_said() -> None:
    found = laid_out([exam("KNM", "2026-02-02", "n.v.t.")])
    assert lane(found, timeline.LANGUAGE)[0][0] == "KNM"


@pytest.mark.parametrize(
    ("kind", "body", "shown"),
    [
        (
            "pvt",
            {"ondertekend_op": "2024-10-01", "uren": 12.5, "resultaat": "Afgerond"},
            ("PVT · 12,5 uur", "2024-10-01", "2024-10-01", "done", "Afgerond"),
        ),
        (
            "pvt",
            {"ondertekend_op": "2026-10-01"},
            ("PVT", *["2026-10-01"] * 2, "planned", "Gepland"),
        ),
        (
            "map_module",
            {"eindgesprek_op": "2026-02-11", "praktijkuren": 44, "plek": "Thuiszorg"},
            ("MAP · 44 uur · Thuiszorg", "2026-02-11", "2026-02-11", "done", "Klaar"),
        ),
    ],
)
def test_modules(kind: str, body: dict[str, Any], shown: Shown) -> None:
    assert lane(only(kind, **body), timeline.TAKING_PART) == [shown]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            {"werkelijke_einddatum": "2026-01-02", "status": "afgerond"},
            ("2026-01-02", "done", "Afgerond"),
        ),
        (
            {"werkelijke_einddatum": "2025-12-02", "status": "voortijdig_beeindigd"},
            ("2025-12-02", "failed", "Eerder gestopt"),
        ),
        ({"werkelijke_einddatum": "2026-01-02"}, ("2026-01-02", "done", "Klaar")),
        ({"geplande_einddatum": "2026-01-02"}, ("2026-01-02", "due", "Einde niet vastgelegd")),
        ({"contract_tot": "2026-10-31"}, ("2026-10-31", "running", "Loopt")),
        ({"status": "akkoord"}, (None, "planned", "Akkoord")),
        ({"startdatum": "2026-06-01", "status": ...}, (None, "planned", "Komt nog")),
        (
            {"startdatum": ..., "periode": {"van": "2026-02-02", "tot": "2026-05-01"}},
            ("2026-05-01", "running", "Loopt"),
        ),
    ],
)
def test_placement(body: dict[str, Any], shown: tuple[Any, ...]) -> None:
    known = changed([instrument("Taalstage", "2025-11-03")], "instrument", **body)
    assert lane(laid_out(known), timeline.TAKING_PART)[0][2:] == shown


def test_placement_that_takes_too_long_is_late_by_the_clock() -> None:
    found = laid_out(ordinary(instrument("Proefplaatsing", "2025-10-01")))
    assert lane(found, timeline.TAKING_PART)[0][3:] == ("overdue", "Te laat")


# What is left out


def test_withdrawn_and_rejected_records_are_left_out_without_a_count() -> None:
    known = [
        withdrawn(exam("Lezen", "2026-02-02")),
        instrument("Taalstage", "2025-11-03", status="afgewezen"),
    ]
    assert laid_out(known).lanes == ()
    assert laid_out(known).undated == 0


def test_what_has_no_date_is_counted() -> None:
    known = [
        entry("examenpoging", {"onderdeel": "Lezen"}),
        entry("cursus", {"soort": "NT2", "start": "ooit"}),
        entry("pvt", {}),
        entry("map_module", {"eindgesprek_op": 5}),
        entry("instrument", {"type": "BBL", "periode": "lang"}),
        entry("wens", {"eigen_woorden": "Ik wil kok worden"}),
    ]
    found = laid_out(known)
    assert (found.lanes, found.undated) == ((), 5)
    assert found.first == found.last == found.today == date(2026, 3, 2)


def test_days_reach_from_the_first_to_the_last_and_hold_today() -> None:
    known = [exam("Lezen", "2025-02-02"), exam("KNM", "2025-05-00")]
    found = laid_out(known)
    assert (found.first, found.last) == (date(2025, 2, 2), date(2026, 3, 2))
    assert laid_out(known, "2024-01-08").last == date(2025, 5, 31)


# Who kept it


def test_each_keeper_stands_there_until_the_next() -> None:
    keepers = [
        Keeper("A. Brouwer", "Gemeente Waterdael", date(2023, 9, 21)),
        Keeper("", "", date(2024, 9, 30)),
        Keeper("L. de Wit", "Brinkhaven", date(2024, 9, 30)),
    ]
    assert lane(laid_out([], keepers=keepers), timeline.GUIDANCE) == [
        ("Waterdael · A. Brouwer", "2023-09-21", "2024-09-29", "past", "Overgedragen"),
        ("Naam niet meegekomen", "2024-09-30", "2024-09-30", "past", "Overgedragen"),
        ("Brinkhaven · L. de Wit", "2024-09-30", None, "running", "Nu"),
    ]
    closed = laid_out([], keepers=keepers, kept_until=date(2025, 1, 6))
    assert lane(closed, timeline.GUIDANCE)[-1][2:] == ("2025-01-06", "past", "Overgedragen")


def test_keeper_with_another_key_goes_on() -> None:
    first = Keeper("A", "B", date(2024, 1, 8))
    other = Keeper("C", "B", date(2025, 1, 8))
    again = replace(first, since=date(2024, 6, 3))
    last = replace(first, since=date(2026, 1, 8))
    assert joined([first, again, other, last]) == [first, other, last]


def test_keepers_of_a_dossier_that_was_handed_over(two: Two) -> None:
    pid = two.load(dossier())
    two.clock.advance(days=30)
    two.hand_over(pid)
    two.clock.advance(days=10)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil bakker worden"})
    assert [(one.name, one.since) for one in two.taker.dossiers.keepers(pid)] == [
        ("giver", date(2026, 3, 2)),
        ("taker", date(2026, 4, 1)),
    ]
    assert [one.name for one in two.giver.dossiers.keepers(pid)] == ["giver"]


def test_own_name_comes_from_the_own_card(two: Two) -> None:
    pid = two.load(dossier())
    found = laid_out([], keepers=two.giver.dossiers.keepers(pid))
    assert lane(found, timeline.GUIDANCE)[0][0] == "Waterdael · giver"


def test_every_stand_has_its_word_and_every_lane_its_place() -> None:
    assert set(timeline.SAID) == set(Stand)
    found = laid_out(
        ordinary(
            exam("Lezen", "2026-01-12"), instrument("Taalstage", "2026-01-12"), home(place="Elders")
        ),
        keepers=[Keeper("A", "B", date(2024, 1, 8))],
    )
    assert tuple(one.title for one in found.lanes) == timeline.LANES
