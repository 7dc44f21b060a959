"""The clock in the workspace: what it refuses, what it keeps in the caseload, what it exports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Clock, Templates, Two, find_record
from builders_terms import INTAKE, entry, hours, person, plan
from icalendar import Calendar

from eportfolio import statute
from eportfolio.bundle import totals
from eportfolio.bundle.claims import read_claims
from eportfolio.errors import EportfolioError, InvalidRecord, NotAuthentic
from eportfolio.statute import Severity, State
from eportfolio.store import Store
from eportfolio.vault import REGISTER
from eportfolio.workspace import Workspace
from eportfolio.workspace.dossiers import Edit, new_id


def refused(two: Two, pid: str, kind: str, body: Mapping[str, Any]) -> InvalidRecord:
    size = two.giver.dossiers.dump(pid).size
    with pytest.raises(InvalidRecord) as raised:
        two.giver.dossiers.add(pid, kind, body)
    assert two.giver.dossiers.dump(pid).size == size
    return raised.value


def codes(error: EportfolioError) -> set[str]:
    problems: Any = error.facts["problems"]
    return {one["code"] for one in problems}


# What is refused


def test_plan_without_an_intake_is_refused_with_its_article(two: Two) -> None:
    pid = two.load(person(intake=False))
    error = refused(two, pid, "pip", plan("2024-04-15", "B1-route"))
    problems: Any = error.facts["problems"]
    assert error.reason == "statute"
    assert [(one["rule"], one["field"]) for one in problems] == [("I1", "status")]
    assert "Wi 14" in problems[0]["source"]


def test_intake_and_plan_may_come_in_one_revision(two: Two) -> None:
    pid = two.load(person(intake=False))
    edits = [
        Edit(new_id(), "intake", INTAKE),
        Edit(new_id(), "pip", plan("2024-04-15", "B1-route")),
    ]
    assert two.giver.dossiers.save(pid, edits).warnings == ()


def test_moved_client_keeps_the_route(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    error = refused(two, pid, "pip", plan("2025-07-21", "Z-route", "Verhuizing"))
    assert codes(error) == {"route-not-kept"}
    two.giver.dossiers.add(pid, "pip", plan("2025-07-21", "B1-route", "Verhuizing"))


def test_wrong_earlier_plan_is_corrected_first(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    refused(two, pid, "pip", plan("2025-07-21", "Z-route", "Verhuizing"))
    first = find_record(two.giver, pid, "pip")
    two.giver.dossiers.amend(pid, first.id, plan("2024-04-15", "Z-route"))
    two.giver.dossiers.add(pid, "pip", plan("2025-07-21", "Z-route", "Verhuizing"))


def test_late_switch_asks_for_a_reason_and_keeps_it(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    late = plan("2026-02-01", "Z-route", "Routewissel")
    error = refused(two, pid, "pip", late)
    assert (error.reason, codes(error)) == ("statute-reason", {"switch-too-late"})
    reason = [{"regel": "Wi 17", "reden": "Ziek geworden; de B1-route is niet meer haalbaar."}]
    change = two.giver.dossiers.add(pid, "pip", {**late, "afwijkingen": reason})
    assert [one.code for one in change.warnings] == ["switch-too-late"]
    kept = [one for one in two.giver.dossiers.read(pid) if one.id == change.records[0]]
    assert kept[0].body["afwijkingen"] == reason


@pytest.mark.parametrize(("lines", "stops"), [(59, True), (60, False)])
def test_lowering_a_part_needs_six_hundred_hours(two: Two, lines: int, stops: bool) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(lines)))
    body = plan("2026-02-01", "B1-route", "Afschalen", afgeschaalde_vaardigheden=["Schrijven"])
    if stops:
        assert codes(refused(two, pid, "pip", body)) == {"scaling-hours"}
    else:
        two.giver.dossiers.add(pid, "pip", body)


def test_trial_placement_of_more_than_six_months_is_refused(two: Two) -> None:
    pid = two.load(person())
    trial = {"type": "Proefplaatsing", "status": "verlengd", "startdatum": "2025-11-03"}
    error = refused(two, pid, "instrument", {**trial, "geplande_einddatum": "2026-05-03"})
    assert codes(error) == {"trial-too-long"}
    two.giver.dossiers.add(pid, "instrument", {**trial, "geplande_einddatum": "2026-05-02"})


def test_closing_the_z_route_needs_a_talk_by_the_college(two: Two) -> None:
    pid = two.load(
        person(entry("pip", **plan("2024-04-15", "Z-route")), *hours(80), *hours(80, "PVT"))
    )
    duty = find_record(two.giver, pid, "inburgeringsplicht")
    ended = {**duty.body, "plicht_einde": "2026-02-20", "einde_reden": "Voldaan Z-route"}
    with pytest.raises(InvalidRecord) as raised:
        two.giver.dossiers.amend(pid, duty.id, ended)
    assert codes(raised.value) == {"closing-without-eindgesprek"}
    talk = {"type": "Z_EINDGESPREK", "bron": "College", "datum_uitgifte": "2026-02-18"}
    two.giver.dossiers.add(pid, "certificaat", talk)
    two.giver.dossiers.amend(pid, duty.id, ended)


def test_what_was_wrong_already_does_not_block_another_change(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), intake=False))
    first = find_record(two.giver, pid, "pip")
    change = two.giver.dossiers.amend(
        pid, first.id, {**first.body, "aantal_voortgangsgesprekken": 6}
    )
    assert {one.code for one in change.warnings} == {"intake-incomplete"}


def test_existing_dossier_is_taken_over_with_warnings(two: Two) -> None:
    entries = person(entry("pip", **plan("2024-04-15", "B1-route")), intake=False)
    change = two.giver.dossiers.load(entries, two.folder)
    assert "intake-incomplete" in {one.code for one in change.warnings}


def test_hours_in_the_future_are_saved_with_a_warning(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    (line,) = hours(1)
    change = two.giver.dossiers.add(pid, "urenregel", {**line["body"], "datum": "2026-12-01"})
    assert [one.code for one in change.warnings] == ["hours-in-future"]


# The caseload


def test_row_says_what_is_next(two: Two) -> None:
    pid = two.load(person())
    (row,) = two.giver.dossiers.caseload()
    assert (row.next_clock, row.next_deadline, row.next_latest) == (
        "C01",
        "2024-04-22",
        "2024-04-22",
    )
    assert row.state(two.clock.now.date()) is State.OVERDUE
    assert row.state(date(2024, 4, 10)) is State.DUE_SOON
    assert row.state(date(2024, 2, 20)) is State.RUNNING
    two.giver.dossiers.add(pid, "pip", plan("2026-02-20", "B1-route"))
    (row,) = two.giver.dossiers.caseload()
    assert row.next_clock != "C01"
    assert row.hours["Afschalen"] == (0, 600)


def test_row_of_a_client_of_the_old_law_has_no_deadline(two: Two) -> None:
    two.load([entry("client", achternaam="Habtom", wettelijk_regime="Wi2013")])
    (row,) = two.giver.dossiers.caseload()
    assert (row.next_deadline, row.state(two.clock.now.date()), row.hours) == (None, None, {})


def test_caseload_is_sorted_by_urgency_and_computed_anew_on_another_day(two: Two) -> None:
    late = two.load(person())
    fine = two.load(person(entry("pip", **plan("2026-02-20", "B1-route"))))
    found = two.giver.terms.caseload()
    assert next((row.portfolio, one.clock) for row, one in found) == (late, "C01")
    assert two.giver.terms.refresh() == 0
    two.clock.advance(days=40)
    assert two.giver.terms.refresh() == 2
    objection = [one for row, one in two.giver.terms.caseload() if one.clock == "C10"]
    assert objection == []  # six weeks are over
    assert fine in {row.portfolio for row, _ in found}


def test_refresh_tells_how_far_it_is(two: Two) -> None:
    two.load(person())
    two.clock.advance(days=1)
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, /) -> bool:
        told.append((done, total))
        return True

    assert two.giver.terms.refresh(tell) == 1
    assert told == [(1, 1)]


def test_quick_look_and_opened_file_say_the_same(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2025-04-15", "B1-route")), *hours(30)))
    two.clock.advance(days=1)
    two.giver.terms.refresh()
    outlook = two.giver.terms.outlook(pid)
    (row,) = two.giver.dossiers.caseload()
    assert row.next_clock == (outlook.next.clock if outlook.next else None)
    assert row.hours == {
        one.counter: (one.done, one.required) for one in outlook.counters if one.applies
    }


def test_another_day_looks_into_every_dossier_and_keeps_nothing(two: Two) -> None:
    two.load(person())
    before = two.giver.dossiers.caseload()
    found = two.giver.terms.caseload(date(2024, 2, 20))
    assert [one.state for _, one in found if one.clock == "C01"] == ["running"]
    assert two.giver.dossiers.caseload() == before


def test_unreadable_dossier_does_not_stop_the_others(two: Two) -> None:
    broken, fine = two.load(person()), two.load(person())
    two.giver.close()
    path = two.folder / "giver" / "portfolios" / f"{broken}.db"
    path.write_bytes(b"\0" * path.stat().st_size)
    two.clock.advance(days=1)
    with Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock) as workspace:
        assert {row.portfolio for row, _ in workspace.terms.caseload()} >= {fine}
        assert {row.portfolio for row, _ in workspace.terms.caseload(date(2025, 1, 1))} == {fine}
        with pytest.raises(EportfolioError):
            workspace.terms.outlook(broken)


def test_register_of_an_earlier_version_gets_its_columns(
    templates: Templates, tmp_path: Path
) -> None:
    clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    templates.copy("giver", tmp_path / "vault")
    with Workspace.open(tmp_path / "vault", PASSPHRASE, clock=clock) as workspace:
        workspace.dossiers.load(person(), tmp_path)
        key = workspace._session.vault.register_key
    store = Store.open(tmp_path / "vault" / REGISTER, key)
    with store.transaction():
        for column in ("next_clock", "next_latest", "next_soon", "hours", "findings", "computed"):
            store.write(f"ALTER TABLE caseload DROP COLUMN {column}", ())
        store.write("DROP TABLE deadlines", ())
    store.close()
    with Workspace.open(tmp_path / "vault", PASSPHRASE, clock=clock) as workspace:
        ((row, first), *_) = workspace.terms.caseload()
        assert (row.next_clock, first.clock) == ("C01", "C01")


# A calendar


def test_calendar_names_nobody(two: Two) -> None:
    pid = two.load(person())
    out = two.folder / "termijnen.ics"
    count = two.giver.terms.write_calendar(out)
    data = out.read_bytes()
    events = Calendar.from_ical(data).walk("VEVENT")
    assert count == len(events) > 0
    assert b"Aldarwesh" not in data
    first = next(one for one in events if one["UID"].startswith("C01."))
    assert first["SUMMARY"] == f"Eerste PIP · dossier {pid[:8]}"
    assert first["DTSTART"].dt == date(2024, 4, 22)
    assert "Wi 15" in first["DESCRIPTION"]
    with pytest.raises(EportfolioError):
        two.giver.terms.write_calendar(out)
    assert out.read_bytes() == data


def test_calendar_of_an_empty_caseload_is_a_calendar(two: Two) -> None:
    out = two.folder / "leeg.ics"
    assert two.giver.terms.write_calendar(out) == 0
    assert Calendar.from_ical(out.read_bytes()).walk("VEVENT") == []


# After a handover


def states(workspace: Workspace, pid: str, clock: str) -> list[State]:
    return [one.state for one in workspace.terms.outlook(pid).deadlines if one.clock == clock]


def test_permission_runs_until_it_is_used(two: Two) -> None:
    pid = two.load(person())
    consent = two.consent(pid, one_bundle=True)
    assert states(two.giver, pid, "C21") == [State.RUNNING]
    two.send(pid, consent)
    assert states(two.giver, pid, "C21") == [State.MET]


def test_withdrawn_permission_runs_no_more(two: Two) -> None:
    pid = two.load(person())
    two.giver.consents.withdraw(pid, two.consent(pid), None)
    assert states(two.giver, pid, "C21") == []


def test_client_is_told_within_a_month_of_the_import(two: Two) -> None:
    pid = two.load(person())
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    assert states(two.taker, pid, "C27") == [State.RUNNING]
    day = two.clock.now.date().isoformat()
    two.taker.dossiers.add(pid, "contactmoment", {"datum": day, "soort": "Bericht"})
    assert states(two.taker, pid, "C27") == [State.RUNNING]
    two.taker.dossiers.add(pid, "contactmoment", {"datum": day, "soort": "Gesprek kantoor"})
    assert states(two.taker, pid, "C27") == [State.MET]


def test_request_of_another_gemeente_is_answered_by_a_bundle(two: Two) -> None:
    letter = {"soort": "Verzoek om gegevens", "dagtekening": "2026-02-27"}
    pid = two.load(person(entry("besluit", **letter)))
    assert states(two.giver, pid, "C28") == [State.DUE_SOON]
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    assert states(two.giver, pid, "C28") == [State.MET]
    assert states(two.taker, pid, "C28") == [State.MET]


def test_partly_withheld_dossier_only_warns_and_says_what_is_missing(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    received = two.receive(two.send(pid, two.consent(pid, groups=["identiteit", "plan"])))
    found = {one.code: one for one in received.findings}
    assert found["intake-incomplete"].severity is Severity.WARN
    assert "niet meegekomen" in found["intake-incomplete"].why
    later = plan("2026-03-01", "B1-route", "Bijstelling")
    change = two.taker.dossiers.add(pid, "pip", later)
    assert {one.code for one in change.warnings} >= {"intake-incomplete"}


def test_single_items_left_out_may_be_of_any_kind(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route"))))
    intake = find_record(two.giver, pid, "intake").id
    two.receive(two.send(pid, two.consent(pid, **{**EVERYTHING, "excluded": [intake]})))
    found = {one.code: one for one in two.taker.terms.outlook(pid).findings}
    assert found["intake-incomplete"].severity is Severity.WARN


# Totals that travel


def sent_claims(two: Two, pid: str, **consent: Any) -> totals.Totals | None:
    sent = two.send(pid, two.consent(pid, **consent))
    two.receive(sent)
    with two.giver._session.portfolio(pid) as portfolio:
        (signed,) = portfolio.ledger.of("handover-bundle+jws")
    return read_claims(signed.payload()).hours


def test_totals_travel_with_all_lines_and_are_counted_again(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(12)))
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    assert two.receive(sent).hours == totals.SAME


def test_totals_say_their_rules_and_day(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(12)))
    found = sent_claims(two, pid, **EVERYTHING)
    assert found is not None
    assert (found.rules, found.on) == (statute.rulebook().version, two.clock.now.date())
    assert found.counters["Afschalen"] == 120


@pytest.mark.parametrize("groups", [["identiteit", "plan"], ["identiteit"]])
def test_totals_stay_where_lines_stay(two: Two, groups: Sequence[str]) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(12)))
    assert sent_claims(two, pid, groups=groups) is None


def test_totals_stay_when_one_line_stays(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(2)))
    line = next(one.id for one in two.giver.dossiers.read(pid) if one.kind == "urenregel")
    assert sent_claims(two, pid, **{**EVERYTHING, "excluded": [line]}) is None


def test_totals_that_do_not_fit_are_named_and_refuse_nothing(two: Two) -> None:
    pid = two.load(person(entry("pip", **plan("2024-04-15", "B1-route")), *hours(2)))
    current = two.giver.dossiers.read(pid)
    right = totals.count(current, date(2026, 3, 2))
    wrong = replace(right, counters={**right.counters, "Afschalen": 999.0})
    assert totals.compare(right, current) == totals.SAME
    assert totals.compare(wrong, current) == totals.DIFFERENT
    assert totals.compare(replace(right, rules="2020-01"), current) == totals.OTHER_RULES
    assert totals.compare(None, current) == totals.NOT_SENT


@pytest.mark.parametrize(
    "hours",
    [
        5,
        {},
        {"rules": "x", "on": "gisteren", "counters": {}},
        {"rules": "x", "on": "2026-03-02", "counters": {"MAP": True}},
        {"rules": "x", "on": "2026-03-02", "counters": {"MAP": "veel"}},
        {"rules": 3, "on": "2026-03-02", "counters": {}},
    ],
)
def test_totals_of_another_shape_are_refused(two: Two, hours: Any) -> None:
    pid = two.load(person())
    two.send(pid, two.consent(pid))
    with two.giver._session.portfolio(pid) as portfolio:
        (signed,) = portfolio.ledger.of("handover-bundle+jws")
    with pytest.raises(NotAuthentic):
        read_claims({**signed.payload(), "hours": hours})


def test_contact_is_counted_from_the_last_time_that_somebody_was_there(two: Two) -> None:
    talks = [
        ("2026-01-12", "Gesprek kantoor"),
        ("2026-02-03", "Bericht"),
        ("2026-02-20", "No-show"),
    ]
    entries = [entry("contactmoment", datum=day, soort=kind) for day, kind in talks]
    pid = two.load(person(*entries))
    assert two.giver.terms.outlook(pid).last_contact == date(2026, 2, 3)
    two.giver.terms.refresh()
    row = two.giver.dossiers.find(pid)
    assert row is not None
    assert row.last_contact == "2026-02-03"
    assert not row.is_quiet(date(2026, 3, 5))
    assert row.is_quiet(date(2026, 3, 6)), "thirty-one days"
    assert row._replace(last_contact=None).is_quiet(date(2026, 3, 5))
