"""The three cases of the demonstration, on the day of each event: what the law expects then."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from builders_statute import (
    Fact,
    changed,
    codes,
    decision,
    entry,
    final_talk,
    finding,
    hours,
    instrument,
    objections,
    outlook,
    pip,
    term,
    withdrawn,
    without,
)

from eportfolio import settings
from eportfolio.statute.results import OPEN_STATES, Outlook, Severity, State

CASES = {
    key: json.loads(settings.resource("demo", f"case-{key}.json").read_text("utf-8"))
    for key in "abc"
}
OTHERS = json.loads(settings.resource("demo", "others.json").read_text("utf-8"))
STORIES: dict[str, Any] = {one["key"]: one for one in (*CASES.values(), *OTHERS)}


@cache
def replay(key: str, until: str) -> tuple[Fact, ...]:
    """The records of a story at the end of a day, whoever holds them."""
    found: dict[str, Fact] = {}
    for step in STORIES[key]["steps"]:
        if datetime.fromisoformat(step["at"]).date() > date.fromisoformat(until):
            break
        for added in step.get("add", ()):
            body = added["body"] if "body" in added else {"titel": added["file"]["title"]}
            found[added["ref"]] = entry(added["kind"], body, added["ref"])
        for amended in step.get("amend", ()):
            old = found[amended["ref"]]
            merged = {**old.body, **amended["change"]}
            body = {name: value for name, value in merged.items() if value is not None}
            found[old.id] = entry(old.kind, body, old.id)
        for gone in step.get("withdraw", ()):
            found[gone["ref"]] = withdrawn(found[gone["ref"]])
    return tuple(found.values())


def steps(key: str) -> list[str]:
    """The days on which something happens, in order."""
    days = [datetime.fromisoformat(step["at"]).date().isoformat() for step in STORIES[key]["steps"]]
    return [*dict.fromkeys(days)]


# The dossier of case B was opened in 2024, with what the old system held of 2023.
KNOWN_FROM = {"a": "2023-09-21", "b": "2024-03-07", "c": "2024-06-04"}


def seen(key: str, on: str) -> Outlook:
    return outlook(replay(key, max(on, KNOWN_FROM[key])), on)


# Clocks


@dataclass(frozen=True)
class Row:
    """What one clock must say on the day of an event."""

    case: str
    on: str
    clock: str
    record: str | None
    expect: Mapping[str, Any]


def row(case: str, on: str, clock: str, record: str | None = None, **expect: Any) -> Row:
    return Row(case, on, clock, record, expect)


CLOCKS: dict[str, Row] = {
    # Case A
    "A Bi 5.3(1): notice, not yet registered, the clock waits": row(
        "a", "2023-09-25", "C01", state=State.NOT_STARTED, latest=None
    ),
    "A Bi 5.3(1): intake in the azc, the clock still waits": row(
        "a", "2023-11-20", "C01", state=State.NOT_STARTED, latest=None
    ),
    "A Bi 5.3(1): BRP Waterdael, PIP due": row(
        "a", "2024-02-12", "C01", due="2024-04-22", latest="2024-04-22", state=State.RUNNING
    ),
    "A Pw 56a: ontzorgen until": row(
        "a", "2024-02-12", "C08", begins="2024-02-12", latest="2024-08-11", state=State.RUNNING
    ),
    "A Wi 13: maatschappelijke begeleiding starts": row(
        "a", "2024-02-12", "C09", begins="2024-02-12", state=State.RUNNING
    ),
    "A Bi 5.3(1): PIP 1 in time": row("a", "2024-04-15", "C01", state=State.MET),
    "A Wi 11: term": row(
        "a", "2024-04-15", "C04", begins="2024-04-16", due="2027-04-15", latest="2027-04-15"
    ),
    "A Awb 6:7: bezwaar until": row("a", "2024-04-15", "C10", "pip1", latest="2024-05-27"),
    "A Ri 4.1(1)(g): offer limit": row("a", "2024-04-15", "C06", latest="2024-07-15"),
    "A Wi 17(2): switch limit": row("a", "2024-04-15", "C05", latest="2025-10-15"),
    "A Ri 4.1(1): no taalschakeltraject on the B1-route": row(
        "a", "2024-04-15", "C07", state=State.NOT_APPLICABLE
    ),
    "A Wi 16: NT2 course in time": row("a", "2024-05-13", "C06", state=State.MET),
    "A Pw 56a: ontzorgen ended": row("a", "2024-08-12", "C08", state=State.MET),
    "A Bi 4.5: application possible from": row(
        "a", "2025-03-10", "C11", begins="2026-10-15", state=State.NOT_STARTED
    ),
    "A Wi 12: the birth does not move the term": row("a", "2025-03-10", "C04", latest="2027-04-15"),
    "A Bi 5.3(3): BRP Brinkhaven, new PIP due": row(
        "a", "2025-06-02", "C03", "verblijf-brinkhaven", latest="2025-08-11", state=State.RUNNING
    ),
    "A Bi 5.3(3): PIP 2 in time": row(
        "a", "2025-07-21", "C03", "verblijf-brinkhaven", state=State.MET
    ),
    "A Wi 11: PIP 2 leaves the term": row(
        "a", "2025-07-21", "C04", begins="2024-04-16", latest="2027-04-15"
    ),
    "A Awb 6:7: bezwaar against PIP 2": row("a", "2025-07-21", "C10", "pip2", latest="2025-09-01"),
    "A Pw 8a(2)(d): proefplaats two months": row(
        "a", "2025-11-03", "C17", "instrument-proefplaats", latest="2026-01-02"
    ),
    "A Pw 8a(2)(d): proefplaats ended": row(
        "a", "2026-01-05", "C17", "instrument-proefplaats", state=State.MET
    ),
    "A DUO: result of reading within eight weeks": row(
        "a", "2026-03-24", "C20", "ex-lezen", latest="2026-05-04"
    ),
    "A DUO: result of reading is there": row("a", "2026-04-13", "C20", "ex-lezen", state=State.MET),
    "A Bi 5.3(4): six talks held": row("a", "2026-04-13", "C26", state=State.MET),
    "A Wi 11: PIP 3 leaves the term": row(
        "a", "2026-06-15", "C04", begins="2024-04-16", latest="2027-04-15"
    ),
    "A Wi 11: diploma, the plicht ended": row("a", "2026-10-09", "C04", state=State.MET),
    "A Bi 9.9: delete from": row("a", "2026-10-09", "C24", latest="2031-10-09"),
    # Case B
    "B Bi 5.3(1): notice, the clock waits": row(
        "b", "2023-01-16", "C01", state=State.NOT_STARTED, latest=None
    ),
    "B Bi 5.3(1): BRP Heidelo, PIP due": row(
        "b", "2023-05-22", "C01", latest="2023-07-31", state=State.RUNNING
    ),
    "B Pw 56a: ontzorgen until": row("b", "2023-05-22", "C08", latest="2023-11-21"),
    "B Bi 5.3(1): PIP 1 in time": row("b", "2023-07-27", "C01", state=State.MET),
    "B Wi 11: term": row("b", "2023-07-27", "C04", begins="2023-07-28", latest="2026-07-27"),
    "B Wi 17(2): switch limit": row("b", "2023-07-27", "C05", latest="2025-01-27"),
    "B Ri 4.1(1)(g): offer limit": row("b", "2023-07-27", "C06", latest="2023-10-27"),
    "B Ri 4.1(1)(g): no offer after the limit": row("b", "2023-10-28", "C06", state=State.OVERDUE),
    "B Ri 4.1(1)(g): offered too late": row(
        "b", "2023-11-20", "C06", state=State.MET, latest="2023-10-27"
    ),
    "B Bi 4.5: application not yet possible": row(
        "b", "2026-01-26", "C11", state=State.NOT_STARTED
    ),
    "B Bi 4.5: application possible from": row("b", "2026-01-27", "C11", begins="2026-01-27"),
    "B Wi 12: DUO's date": row("b", "2026-03-10", "C04", latest="2026-12-31"),
    "B Wi 12: past the first end, within DUO's": row("b", "2026-09-30", "C04", latest="2026-12-31"),
    "B Wi 9: certificaat, the plicht ended": row("b", "2026-11-09", "C04", state=State.MET),
    "B Bi 9.9: delete from": row("b", "2026-11-09", "C24", latest="2031-11-09"),
    # Case C
    "C Bi 5.3(1): notice, the clock waits": row(
        "c", "2024-06-04", "C01", state=State.NOT_STARTED, latest=None
    ),
    "C Bi 5.3(1): BRP Waterdael, PIP due": row("c", "2024-06-24", "C01", latest="2024-09-02"),
    "C Pw 56a: ontzorgen until": row("c", "2024-06-24", "C08", latest="2024-12-23"),
    "C Wi 11: term": row("c", "2024-08-29", "C04", begins="2024-08-30", latest="2027-08-29"),
    "C Wi 17(2): switch limit": row("c", "2024-08-29", "C05", latest="2026-02-28"),
    "C Ri 4.1(1): start limit of the taalschakeltraject": row(
        "c", "2024-08-29", "C07", latest="2025-02-28"
    ),
    "C Ri 4.1(1): no offer clock on the onderwijsroute": row(
        "c", "2024-08-29", "C06", state=State.NOT_APPLICABLE
    ),
    "C Ri 4.1(1): the traject has not started": row("c", "2025-03-03", "C07", state=State.OVERDUE),
    "C Ri 4.1(1): started too late": row(
        "c", "2025-03-17", "C07", state=State.MET, latest="2025-02-28"
    ),
    "C Bi 4.5: application possible from": row("c", "2025-03-17", "C11", begins="2027-02-28"),
    "C Bi 5.3(3): BRP Brinkhaven, new PIP due": row(
        "c", "2025-08-18", "C03", "verblijf-brinkhaven", latest="2025-10-27", state=State.RUNNING
    ),
    "C Bi 5.3(3): PIP 2 in time": row(
        "c", "2025-09-30", "C03", "verblijf-brinkhaven", state=State.MET
    ),
    "C Wi 11: PIP 2 leaves the term": row(
        "c", "2025-09-30", "C04", begins="2024-08-30", latest="2027-08-29"
    ),
    "C Wi 11: PIP 3 leaves the term": row(
        "c", "2026-05-11", "C04", begins="2024-08-30", latest="2027-08-29"
    ),
    "C Wi 4(1)(d): the term is paused, not deleted": row(
        "c", "2026-10-19", "C04", state=State.PAUSED, latest="2027-08-29"
    ),
    "C Wi 4(1)(d): the window for an extension is paused": row(
        "c", "2026-10-19", "C11", state=State.PAUSED
    ),
    "C Bi 5.3(4): all six talks were held, so there is nothing to pause": row(
        "c", "2026-10-19", "C26", state=State.MET
    ),
}


@pytest.mark.parametrize("expected", CLOCKS.values(), ids=CLOCKS)
def test_clock_on_the_day_of_the_event(expected: Row) -> None:
    found = seen(expected.case, expected.on).clock(expected.clock, expected.record)
    for name, value in expected.expect.items():
        is_date = name in ("due", "latest", "begins") and value is not None
        assert getattr(found, name) == (date.fromisoformat(value) if is_date else value), name


# Terms: computed, decided, projected

TERMS = {
    "A Wi 11: PIP 1": ("a", "2024-04-15", "2024-04-16", "2027-04-15", "2027-04-15", "2027-04-15"),
    "A Wi 16: course in time, no ground g": (
        "a",
        "2024-05-13",
        "2024-04-16",
        "2027-04-15",
        "2027-04-15",
        "2027-04-15",
    ),
    "A Ri 4.1(1)(c): birth, projected only": (
        "a",
        "2025-03-10",
        "2024-04-16",
        "2027-04-15",
        "2027-04-15",
        "2027-08-05",
    ),
    "A Wi 11: PIP 2": ("a", "2025-07-21", "2024-04-16", "2027-04-15", "2027-04-15", "2027-08-05"),
    "A Wi 11: PIP 3": ("a", "2026-06-15", "2024-04-16", "2027-04-15", "2027-04-15", "2027-08-05"),
    "B Wi 11: PIP 1": ("b", "2023-07-27", "2023-07-28", "2026-07-27", "2026-07-27", "2026-07-27"),
    "B Ri 4.1(1)(g): offered 24 days late": (
        "b",
        "2023-11-20",
        "2023-07-28",
        "2026-07-27",
        "2026-07-27",
        "2026-08-20",
    ),
    "B Ri 4.1(1)(a): ill for 133 days": (
        "b",
        "2025-01-13",
        "2023-07-28",
        "2026-07-27",
        "2026-07-27",
        "2026-12-31",
    ),
    "B Wi 12: DUO's decision": (
        "b",
        "2026-03-10",
        "2023-07-28",
        "2026-07-27",
        "2026-12-31",
        "2026-12-31",
    ),
    "C Wi 11: PIP 1": ("c", "2024-08-29", "2024-08-30", "2027-08-29", "2027-08-29", "2027-08-29"),
    "C Ri 4.1(1): traject too late": (
        "c",
        "2025-03-17",
        "2024-08-30",
        "2027-08-29",
        "2027-08-29",
        "2028-02-29",
    ),
    "C Wi 11: PIP 2": ("c", "2025-09-30", "2024-08-30", "2027-08-29", "2027-08-29", "2028-02-29"),
}


@pytest.mark.parametrize(
    ("case", "on", "begins", "computed", "decided", "projected"), TERMS.values(), ids=TERMS
)
def test_term_on_the_day_of_the_event(
    case: str, on: str, begins: str, computed: str, decided: str, projected: str
) -> None:
    found = term(seen(case, on))
    assert found.begins == date.fromisoformat(begins)
    assert found.computed == date.fromisoformat(computed)
    assert found.decided == date.fromisoformat(decided)
    assert found.projected == date.fromisoformat(projected)


def test_a_wi_16_no_ground_g() -> None:
    assert not [one for one in term(seen("a", "2024-05-13")).grounds if one.counts]


def test_b_wi_12_duo_date_stands_beside_the_computed_one() -> None:
    found = term(seen("b", "2026-03-10"))
    assert found.by_duo == date(2026, 12, 31)
    assert found.computed == date(2026, 7, 27)
    assert "duo-differs" not in codes(seen("b", "2026-03-10"))


@pytest.mark.parametrize(
    ("case", "on", "projected"),
    [("b", "2024-03-19", "2026-08-20"), ("c", "2025-03-17", "2028-02-29")],
    ids=["B Ri 4.1(1)(g): seen without being recorded", "C Ri 4.1(1): seen without being recorded"],
)
def test_ground_is_seen_by_the_clock_itself(case: str, on: str, projected: str) -> None:
    entries = changed(replay(case, on), "plicht", verlengingsgronden=...)
    assert term(outlook(entries, on)).projected == date.fromisoformat(projected)


@pytest.mark.parametrize("case", "abc")
def test_wi_11_end_of_the_plicht_ends_the_term(case: str) -> None:
    ends = {"a": date(2026, 10, 9), "b": date(2026, 11, 9), "c": None}
    assert term(seen(case, "2026-11-20")).ended == ends[case]


# Hours

HOURS = {
    "A Bi 3.1: PVT done": ("a", "2024-10-01", "PVT", 12, True),
    "A Bi 5.5: correction of September subtracted": ("a", "2024-10-21", "Afschalen", 124, False),
    "A Bi 3.2: MAP done, 44 hours of practice": ("a", "2026-02-11", "MAP", 44, True),
    "A Bi 3.2: a group lesson is no MAP practice": ("a", "2025-10-20", "MAP", 0, False),
    "A Bi 5.5: not yet 600": ("a", "2026-05-28", "Afschalen", 564, False),
    "A Bi 5.5: 600 reached": ("a", "2026-05-29", "Afschalen", 612, True),
    "B Bi 3.14: PVT counts in participation": ("b", "2024-04-18", "Z-participatie", 14, False),
    "B Bi 3.1: PVT done": ("b", "2024-04-18", "PVT", 14, True),
    "B Bi 3.14: no hours for a group in Tigrinya": ("b", "2024-07-22", "Z-participatie", 14, False),
    "B Bi 3.14: volunteering in Dutch counts": ("b", "2025-08-07", "Z-participatie", 82, False),
    "B Bi 3.2: MAP inside the participation hours": ("b", "2026-01-27", "MAP", 26, False),
    "B Bi 3.14: participation includes the MAP": ("b", "2026-01-27", "Z-participatie", 354, False),
    "B Bi 3.14: course hours": ("b", "2026-09-30", "Z-cursus", 806, True),
    "B Bi 3.14: participation hours": ("b", "2026-09-30", "Z-participatie", 812, True),
    "B Bi 3.2: MAP": ("b", "2026-09-30", "MAP", 46, True),
    "B Bi 3.1: PVT": ("b", "2026-09-30", "PVT", 14, True),
    "C Bi 3.1: PVT": ("c", "2024-11-21", "PVT", 12, True),
    "C Bi 5.4(4): hours of the traject carry over": ("c", "2026-05-11", "Afschalen", 838, True),
    "C Bi 3.2: MAP after the switch": ("c", "2026-07-13", "MAP", 10, False),
}


@pytest.mark.parametrize(("case", "on", "counter", "done", "reached"), HOURS.values(), ids=HOURS)
def test_hours_on_the_day_of_the_event(
    case: str, on: str, counter: str, done: float, reached: bool
) -> None:
    found = seen(case, on).counter(counter)
    assert found.applies
    assert found.done == done
    assert found.is_reached is reached
    assert sum(line.hours for line in found.lines) == done


def test_a_bi_5_5_all_hours_were_in_the_room() -> None:
    assert seen("a", "2026-05-29").counter("Afschalen").physical == 612


APPLIES = {
    "A Wi 9: no Z counters on the B1-route": ("a", "2024-05-13", "Z-cursus", False),
    "B Wi 9: course counter on the Z-route": ("b", "2024-04-18", "Z-cursus", True),
    "B Bi 5.5: nothing to lower on the Z-route": ("b", "2024-04-18", "Afschalen", False),
    "C Wi 8: MAP not demanded on the onderwijsroute": ("c", "2024-08-29", "MAP", False),
    "C Wi 8: MAP not demanded the day before the switch": ("c", "2026-05-10", "MAP", False),
    "C Wi 7: MAP becomes due with the switch": ("c", "2026-05-11", "MAP", True),
    "C Wi 4(1)(d): MAP no longer demanded while exempt": ("c", "2026-10-19", "MAP", False),
}


@pytest.mark.parametrize(("case", "on", "counter", "applies"), APPLIES.values(), ids=APPLIES)
def test_counter_applies_on_the_day(case: str, on: str, counter: str, applies: bool) -> None:
    assert seen(case, on).counter(counter).applies is applies


def test_c_wi_7_forty_hours_become_due_and_none_are_done() -> None:
    found = seen("c", "2026-05-11").counter("MAP")
    assert (found.required, found.done) == (40, 0)


# What a case may and may not do


@pytest.mark.parametrize("key", STORIES)
def test_nothing_in_a_story_is_objected_to(key: str) -> None:
    """Each step may be taken, and no state has a finding that blocks."""
    for before, on in pairwise(["2020-01-01", *steps(key)]):
        after = replay(key, on)
        assert objections(replay(key, before), after, on) == (), on
        blocking = [
            one.code
            for one in outlook(after, on).findings
            if one.severity in (Severity.REFUSE, Severity.ASK)
        ]
        assert blocking == [], on


@pytest.mark.parametrize("key", STORIES)
def test_every_day_of_a_story_gives_an_answer(key: str) -> None:
    for on in steps(key):
        found = outlook(replay(key, on), on)
        assert found.applies is (found.why_not is None)
        for one in found.deadlines:
            assert one.source
            assert one.why
            assert (one.due is None) == (one.latest is None)
            assert one.due is None or one.latest is None or one.due <= one.latest


def test_a_wi_12_extension_after_the_end_of_the_plicht_is_warned_about() -> None:
    entries = [
        *replay("a", "2026-10-09"),
        decision("Verlenging", "besluit-laat", dagtekening="2026-11-02"),
    ]
    assert "extension-after-end" not in codes(outlook(entries, "2026-11-01"))
    late = finding(outlook(entries, "2026-11-02"), "extension-after-end")
    assert late.severity is Severity.WARN
    assert late.record == "besluit-laat"


@pytest.mark.parametrize("route", ["Onderwijsroute", "Z-route"])
def test_a_wi_15_4_another_route_after_the_move_is_refused(route: str) -> None:
    before = replay("a", "2025-07-20")
    after = changed(replay("a", "2025-07-21"), "pip2", leerroute=route)
    (refused,) = objections(before, after, "2025-07-21")
    assert (refused.code, refused.severity) == ("route-not-kept", Severity.REFUSE)
    assert refused.record == "pip2"


def test_a_bi_5_4_a_switch_is_a_later_version_of_the_pip() -> None:
    """After the move the route is kept; a Routewissel within eighteen months is free."""
    before = replay("a", "2025-07-21")
    switched = pip("2025-09-15", "Z-route", 3, aanleiding="Routewissel")
    assert objections(before, [*before, switched], "2025-09-15") == ()
    assert objections(before, [*before, switched], "2025-11-15") == ()


def test_a_pw_8a_the_proefplaats_may_be_extended_to_six_months() -> None:
    before = replay("a", "2025-11-03")
    extended = {"verlenging_besluit": "besluit-verlengd", "geplande_einddatum": "2026-05-02"}
    after = changed(before, "instrument-proefplaats", **extended)
    assert objections(before, after, "2025-12-15") == ()
    found = outlook(after, "2025-12-15").clock("C17", "instrument-proefplaats")
    assert found.latest == date(2026, 5, 2)


def test_a_pw_8a_a_day_more_than_six_months_is_refused() -> None:
    before = replay("a", "2025-11-03")
    extended = {"verlenging_besluit": "besluit-verlengd", "geplande_einddatum": "2026-05-03"}
    after = changed(before, "instrument-proefplaats", **extended)
    (refused,) = objections(before, after, "2025-12-15")
    assert (refused.code, refused.severity) == ("trial-too-long", Severity.REFUSE)


def test_a_bi_5_5_lowering_before_600_hours_is_refused() -> None:
    before = replay("a", "2026-05-04")
    lowered = pip("2026-05-11", "B1-route", 3, aanleiding="Afschalen")
    early = changed([*before, lowered], "pip3", afgeschaalde_vaardigheden=["Schrijven"])
    (refused,) = objections(before, early, "2026-05-11")
    assert (refused.code, refused.severity) == ("scaling-hours", Severity.REFUSE)


def test_b_ri_4_1_e_alfabetisering_is_no_ground_on_the_z_route() -> None:
    entries = replay("b", "2025-01-13")
    plicht = next(one for one in entries if one.id == "plicht")
    recorded = [
        *plicht.body["verlengingsgronden"],
        {"grond": "e", "van": "2023-11-27", "tot": "2024-06-30", "bewijs": "doc-aanbod"},
    ]
    found = outlook(changed(entries, "plicht", verlengingsgronden=recorded), "2025-01-13")
    assert term(found).projected == date(2026, 12, 31)
    assert finding(found, "ground-not-for-route").severity is Severity.WARN


def test_b_bi_3_14_participation_not_in_dutch_does_not_count() -> None:
    counter = seen("b", "2026-09-30").counter("Z-participatie")
    assert "uren-koffiegroep" not in {line.record for line in counter.lines}
    entries = changed(replay("b", "2026-09-30"), "uren-kringloop-2025-06", nederlandstalig=False)
    assert outlook(entries, "2026-09-30").counter("Z-participatie").done == 812 - 32


@pytest.mark.parametrize("source", ["School", "Werkgever", "Cliënt"])
def test_b_bi_3_14_eindgesprek_by_another_does_not_count(source: str) -> None:
    before = replay("b", "2026-10-20")
    before = tuple(without(before, "cert-eindgesprek"))
    after = changed(
        [*before, final_talk(source)],
        "plicht",
        plicht_einde="2026-11-09",
        einde_reden="Voldaan Z-route",
    )
    (refused,) = objections(before, after, "2026-11-09")
    assert (refused.code, refused.severity) == ("closing-without-eindgesprek", Severity.REFUSE)


def test_c_wi_15_4_b1_on_the_move_is_refused() -> None:
    before = replay("c", "2025-09-29")
    after = changed(replay("c", "2025-09-30"), "pip2", leerroute="B1-route")
    (refused,) = objections(before, after, "2025-09-30")
    assert (refused.code, refused.severity) == ("route-not-kept", Severity.REFUSE)


def test_c_wi_17_2_to_the_z_route_after_eighteen_months_asks_for_a_reason() -> None:
    before = replay("c", "2026-03-23")
    switched = pip("2026-05-11", "Z-route", 3, aanleiding="Routewissel")
    (asked,) = objections(before, [*before, switched], "2026-05-11")
    assert (asked.code, asked.severity) == ("switch-too-late", Severity.ASK)


def test_c_bi_5_4_from_onderwijsroute_to_b1_is_always_possible() -> None:
    found = objections(replay("c", "2026-05-10"), replay("c", "2026-05-11"), "2026-05-11")
    assert found == ()


def test_c_wi_8_map_is_never_missing_before_the_switch() -> None:
    for on in [day for day in steps("c") if day < "2026-05-11"]:
        found = seen("c", on)
        assert not found.counter("MAP").applies, on
        assert "map-on-education-route" not in codes(found), on


def test_c_wi_4_1_d_bbl_raises_the_check_until_duo_has_decided() -> None:
    assert "check-exemption" not in codes(seen("c", "2026-09-13"))
    raised = finding(seen("c", "2026-09-14"), "check-exemption")
    assert raised.severity is Severity.WARN
    assert raised.record == "instrument-bbl"
    assert "check-exemption" not in codes(seen("c", "2026-10-19"))


def test_c_wi_4_1_b_with_the_diploma_retention_starts() -> None:
    entries = [
        *replay("c", "2026-10-19"),
        decision(
            "Vrijstelling",
            "besluit-definitief",
            dagtekening="2028-07-21",
            ingangsdatum="2028-07-07",
        ),
    ]
    entries = changed(entries, "plicht", plicht_einde="2028-07-07", einde_reden="Vrijgesteld")
    found = outlook(entries, "2028-07-21")
    assert found.clock("C04").state is State.MET
    assert found.clock("C24").latest == date(2033, 7, 7)


def test_c_refused_permission_leaves_every_date_as_it_was() -> None:
    """Brinkhaven keeps an own dossier, with the PIP that it got outside this product."""
    shared = {"client", "plicht", "verblijf-waterdael", "verblijf-brinkhaven", "intake"}
    shared |= {"pip1", "pip2", "pip3"}
    own = [one for one in replay("c", "2026-05-11") if one.id in shared]
    for on in ("2025-08-18", "2025-09-30", "2026-05-11"):
        whole, less = seen("c", on), outlook(own, on)
        assert term(less).begins == term(whole).begins
        assert term(less).computed == term(whole).computed
        for clock in ("C03", "C04", "C05", "C11"):
            assert less.clock(clock).latest == whole.clock(clock).latest, (on, clock)


@pytest.mark.parametrize("key", "abc")
def test_a_story_read_back_from_its_end_gives_the_same_terms(key: str) -> None:
    """Later facts do not rewrite the past, apart from what DUO and the grounds add."""
    last = replay(key, "2026-12-31")
    for on in ("2025-02-17", "2025-12-01"):
        assert term(outlook(last, on)).begins == term(seen(key, on)).begins
        assert term(outlook(last, on)).computed == term(seen(key, on)).computed
        for counter in ("PVT", "MAP"):
            assert (
                outlook(last, on).counter(counter).done
                <= seen(key, "2026-12-31").counter(counter).done
            )


def test_hours_of_a_later_day_wait() -> None:
    entries = [*replay("b", "2026-07-27"), hours("later", "2026-08-31", "NT2-les", 5)]
    before = outlook(entries, "2026-08-30").counter("Z-cursus").done
    assert outlook(entries, "2026-08-31").counter("Z-cursus").done == before + 5


def test_an_mbo_1_course_is_no_reason_for_the_check() -> None:
    entries = [*replay("c", "2026-07-13"), instrument("BBL", "2026-09-14", "entree", niveau=1)]
    assert "check-exemption" not in codes(outlook(entries, "2026-09-14"))


def test_the_most_urgent_deadline_of_a_day() -> None:
    found = seen("a", "2025-06-02").next
    assert found is not None
    assert found.state in OPEN_STATES
    assert found.latest == min(
        one.latest
        for one in seen("a", "2025-06-02").deadlines
        if one.latest and one.state in OPEN_STATES
    )
