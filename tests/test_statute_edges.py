"""What seldom happens: contradictory facts, changed rules, the words of rare results."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders_statute import (
    B1,
    FAMILY,
    Fact,
    Z,
    client,
    codes,
    course,
    dossier,
    entry,
    hours,
    outlook,
    pip,
    without,
)

from eportfolio import statute
from eportfolio.statute import State
from eportfolio.statute.rules import RuleBook

PERIOD = timedelta(days=1)


def stay(record: str, **body: Any) -> Fact:
    return entry("verblijf", {"soort": "Woning", **body}, record)


def test_third_call_says_that_the_college_completes_the_intake() -> None:
    calls = ["2024-01-08", "2024-02-05", "2024-03-04"]
    intake = entry("intake", {"status": "Oproep 3", "oproepdatums": calls})
    found = outlook([*without(dossier(), "pip1", "pip", "intake"), intake], "2024-03-11").clock(
        "C14"
    )
    assert (found.state, found.due) == (State.OVERDUE, date(2024, 3, 4))
    assert "bij afwezigheid" in found.why


def test_ground_that_ends_before_it_begins_does_not_count() -> None:
    ground = {"grond": "a", "van": "2025-03-01", "tot": "2025-01-01", "bewijs": "x"}
    found = outlook(dossier(verlengingsgronden=[ground]), "2025-06-02")
    assert "ground-without-dates" in codes(found)
    assert (
        not any(one.counts for one in found.term.grounds if one.ground == "a") if found.term else 0
    )


def test_longest_extension_and_days_that_were_counted_already() -> None:
    """Ri 4.1(2): homelessness for at most two years; illness in it counts once."""
    grounds = [
        {"grond": "a", "van": "2024-06-01", "tot": "2024-12-31", "bewijs": "x"},
        {"grond": "f", "van": "2024-07-01", "tot": "2026-09-30", "bewijs": "x"},
    ]
    found = outlook(dossier(verlengingsgronden=grounds), "2026-10-01")
    assert found.term is not None
    assert "ground-overlap" in codes(found)
    together = (date(2026, 6, 30) - date(2024, 6, 1)).days + 1
    own = [one for one in found.term.grounds if one.ground in ("a", "f")]
    assert [one.counts for one in own] == [True, True]
    days = sum(int(one.extra.split()[0]) for one in own)
    assert days == together


def test_unknown_ground_is_named() -> None:
    found = outlook(dossier(verlengingsgronden=[{"grond": "z", "van": "2025-01-01"}]), "2025-06-02")
    assert "ground-unknown" in codes(found)


def test_effort_of_a_family_migrant_lacks_lessons_and_hours() -> None:
    entries = [
        *without(dossier(verlengingsgronden=[{"grond": "Bi 4.4"}]), "client"),
        client(FAMILY),
        entry(
            "urenregel",
            {
                **{"datum": "2025-03-03", "categorie": "NT2-les", "uren": 3, "keurmerk": True},
                "verzuim_ongeoorloofd": 2,
            },
            "les",
        ),
    ]
    found = [
        one for one in outlook(entries, "2027-01-04").findings if one.code == "effort-not-shown"
    ]
    assert "alle lessen gevolgd" in found[0].why
    assert "450 lesuren" in found[0].why


def test_registration_without_a_gemeente_shows_no_move() -> None:
    found = outlook([*dossier(), stay("nieuw", brp_ingeschreven_op="2025-06-02")], "2025-06-10")
    assert "municipality-missing" in codes(found)
    assert "C03" not in {one.clock for one in found.deadlines}


def test_pip_without_a_date_is_named() -> None:
    found = outlook([*dossier(), entry("pip", {"leerroute": B1}, "los")], "2025-06-02")
    assert "plan-undated" in codes(found)


def test_second_move_before_the_new_pip() -> None:
    """Bi 5.3(3): only the last gemeente still owes a PIP."""
    entries = [
        *dossier(),
        stay("een", gemeente="Brinkhaven", brp_ingeschreven_op="2025-06-02"),
        stay("twee", gemeente="Heidelo", brp_ingeschreven_op="2025-07-01"),
    ]
    found = outlook(entries, "2025-07-10")
    assert found.clock("C03", "een").state is State.NOT_APPLICABLE
    assert "opnieuw" in found.clock("C03", "een").why
    assert found.clock("C03", "twee").due == date(2025, 9, 9)


THIRD = {"informatie_derde": "De huisarts", "informatie_derde_gevraagd_op": "2024-03-01"}


def test_information_that_came_early_leaves_the_ten_weeks() -> None:
    """Bi 5.3(2): the two weeks give room, they never take it."""
    entries = without(dossier(**THIRD, informatie_derde_ontvangen_op="2024-03-11"), "pip", "pip1")
    found = outlook(entries, "2024-03-12")
    assert found.clock("C01").due == date(2024, 4, 22)
    assert found.clock("C02").state is State.NOT_APPLICABLE


def test_pip_that_did_not_wait_for_the_information() -> None:
    found = outlook(dossier(**THIRD), "2024-05-01")
    assert found.clock("C01").state is State.MET
    assert found.clock("C02").state is State.NOT_STARTED


def test_parts_of_the_wrong_form_are_passed_over() -> None:
    entries = dossier(course(aanbod_datum="2024-05-02"), verlengingsgronden=["a", 3, None])
    found = outlook(entries, "2025-06-02")
    assert found.term is not None
    assert found.term.projected == found.term.computed


def test_decision_that_was_refused_pauses_nothing() -> None:
    refused = {
        **{"soort": "Vrijstelling", "dagtekening": "2025-01-06", "ingangsdatum": "2025-01-06"},
        "uitkomst": "Afgewezen: de opleiding is te kort",
    }
    found = outlook([*dossier(), entry("besluit", refused)], "2025-02-03")
    assert found.clock("C04").state is State.RUNNING


# A changed rule never rewrites an old sum


def with_other_hours(since: date, categories: dict[str, str], required: float) -> RuleBook:
    """The rules of today, and a later version of Z-cursus."""
    book = statute.rulebook()
    old = book.counter("Z-cursus", since)
    earlier = replace(old, valid_until=since - PERIOD)
    later = replace(old, valid_from=since, categories=categories, required=required)
    others = [one for one in book.counters if one is not old]
    return replace(book, version="later", counters=(earlier, later, *others))


def test_lines_are_counted_by_the_rule_of_their_own_day() -> None:
    entries = [
        *without(dossier(), "pip", "pip1"),
        pip("2024-04-15", route=Z),
        hours("oud", "2024-06-03", "KNM-les", 6),
        hours("nieuw", "2025-06-02", "KNM-les", 5),
    ]
    before = statute.examine(entries, date(2024, 12, 31))
    book = with_other_hours(date(2025, 1, 1), {"NT2-les": "yes"}, 900)
    after = statute.examine(entries, date(2025, 12, 31), book=book)
    assert before.counter("Z-cursus").done == after.counter("Z-cursus").done == 6
    assert after.counter("Z-cursus").required == 900
    assert (before.rules, after.rules) == (statute.rulebook().version, "later")
    assert (
        statute.examine(entries, date(2024, 12, 31), book=book).counter("Z-cursus").required == 800
    )


@pytest.mark.parametrize("since", [date(2024, 4, 15), date(2024, 4, 16)])
def test_term_is_that_of_the_rule_at_its_begin(since: date) -> None:
    """Wi 11: a later length does not touch a term that runs."""
    book = statute.rulebook()
    old = book.clock("C04", since)
    later = replace(old, valid_from=since, length=replace(old.length, months=24))
    changed = replace(book, clocks=(*(one for one in book.clocks if one is not old), old, later))
    found = statute.examine(dossier(), date(2025, 1, 6), book=changed)
    begins = date(2024, 4, 16)
    assert found.clock("C04").due == (date(2026, 4, 15) if begins >= since else date(2027, 4, 15))
    earlier = replace(later, valid_from=begins + PERIOD)
    unchanged = replace(book, clocks=(*(o for o in book.clocks if o is not old), old, earlier))
    again = statute.examine(dossier(), date(2025, 1, 6), book=unchanged)
    assert again.clock("C04").due == date(2027, 4, 15)


def test_offer_that_was_not_received_is_no_ground() -> None:
    """On a dossier without its courses nothing is concluded from their absence."""
    known = outlook(dossier(), "2025-06-02").term
    unknown = outlook(dossier(), "2025-06-02", withheld={"cursus"}).term
    assert known is not None
    assert unknown is not None
    assert known.projected > known.computed
    assert unknown.projected == unknown.computed


def test_wait_that_began_after_the_ten_weeks_moves_nothing() -> None:
    late = {**THIRD, "informatie_derde_gevraagd_op": "2024-05-06"}
    found = outlook(without(dossier(**late), "pip", "pip1"), "2024-05-13")
    assert found.clock("C01").state is State.OVERDUE
    assert "al voorbij" in found.clock("C02").why
