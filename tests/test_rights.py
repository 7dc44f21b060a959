"""Requests by right: their term, their decision, and what it does in the dossier."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Two, dossier, find_record
from builders_terms import person

from eportfolio.cli import parser
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted, Unsupported, WrongUsage
from eportfolio.portfolio import requests
from eportfolio.records import hours
from eportfolio.workspace import Workspace
from eportfolio.workspace.rights import ARTICLES, OUTCOMES, Asking, Decision, Request


def ask(two: Two, pid: str, right: str, *records: Any, **more: Any) -> Request:
    return two.giver.rights.request(pid, Asking(right, records, **more))


def wish_of(two: Two, pid: str) -> Any:
    return find_record(two.giver, pid, "wens")


def locks(two: Two, pid: str) -> list[Any]:
    return list(two.giver.dossiers.locks(pid))


def require_unchanged(two: Two, pid: str, work: Any) -> tuple[str, str | None]:
    """Code and reason of a refusal that signed, changed and locked nothing."""

    def seen() -> tuple[object, ...]:
        with two.giver._session.portfolio(pid) as portfolio:
            return portfolio.tip(), portfolio.ledger.tip(), portfolio.records()

    before = seen()
    with pytest.raises((InvalidRecord, NotPermitted, WrongUsage)) as refused:
        work()
    assert seen() == before
    return refused.value.code, refused.value.reason


@pytest.mark.parametrize(
    ("asked", "due", "extended"),
    [
        ("2026-01-05", "2026-02-05", "2026-04-05"),
        ("2026-01-31", "2026-02-28", "2026-04-30"),
        ("2024-01-31", "2024-02-29", "2024-04-30"),
        ("2025-12-31", "2026-01-31", "2026-03-31"),
        ("2026-08-31", "2026-09-30", "2026-11-30"),
        ("2026-02-28", "2026-03-28", "2026-05-28"),
    ],
)
def test_a_term_is_a_month_and_two_more(asked: str, due: str, extended: str) -> None:
    day = date.fromisoformat(asked)
    assert requests.term(day).isoformat() == due
    assert requests.extended_term(day).isoformat() == extended


def test_a_request_waits_until_it_is_decided(two: Two) -> None:
    pid, other = two.load(dossier()), two.load(person())
    late = ask(two, pid, "inzage", asked_on=date(2026, 1, 31), words="Wat weet u van mij?")
    soon = ask(two, other, "overdraagbaarheid", asked_by="mr. B. Vos, gemachtigde")
    assert (late.due, soon.due) == (date(2026, 2, 28), date(2026, 4, 2))
    waiting = two.giver.rights.waiting()
    assert [(one.request, one.is_late) for one in waiting] == [(late.id, True), (soon.id, False)]
    assert [one.row.portfolio for one in waiting] == [pid, other]
    assert late.is_late(date(2026, 3, 1))
    done = two.giver.rights.decide(pid, late.id, Decision("toegewezen")).request
    assert (done.state, done.is_open, done.ground, done.article) == (
        *("toegewezen", False, None, "AVG 15"),
    )
    assert [one.request for one in two.giver.rights.waiting()] == [soon.id]
    assert two.giver.rights.waiting(date(2026, 5, 1))[0].is_late
    assert two.giver.rights.of(pid) == [done]
    assert two.giver.check().problems == ()


def test_the_list_follows_after_a_restart_and_a_lost_register(two: Two) -> None:
    pid = two.load(dossier())
    asked = ask(two, pid, "inzage")
    path = two.giver.path
    two.giver.close()
    (path / "register.db").unlink()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert [one.request for one in two.giver.rights.waiting()] == [asked.id]


def test_a_term_is_extended_once_and_in_time(two: Two) -> None:
    pid = two.load(dossier())
    asked = ask(two, pid, "inzage", asked_on=date(2026, 2, 27))
    longer = two.giver.rights.decide(pid, asked.id, Decision("verlengd", "Veel stukken")).request
    assert (longer.is_open, longer.due, longer.extended_until) == (
        *(True, date(2026, 5, 27), date(2026, 5, 27)),
    )
    assert two.giver.rights.waiting()[0].due == date(2026, 5, 27)
    again = Decision("verlengd", "Nog meer")
    decide = two.giver.rights.decide
    assert require_unchanged(two, pid, lambda: decide(pid, asked.id, again)) == (
        *("extended-before", None),
    )
    old = ask(two, pid, "inzage", asked_on=date(2026, 1, 1))
    assert require_unchanged(two, pid, lambda: decide(pid, old.id, again))[0] == "extended-late"
    done = decide(pid, longer.hash, Decision("afgewezen", "Kennelijk buitensporig", "AVG 12(5)"))
    assert (done.request.state, done.request.article) == ("afgewezen", "AVG 12(5)")


def test_a_rectification_is_a_version_that_names_the_request(two: Two) -> None:
    pid = two.load(dossier())
    wish = wish_of(two, pid)
    two.send(pid, two.consent(pid, **EVERYTHING))
    asked = ask(two, pid, "rectificatie", wish.id, words="Dat zei ik niet")
    new = {"eigen_woorden": "Ik wil bakker worden"}
    made = two.giver.rights.decide(pid, asked.id, Decision("toegewezen", changes={wish.id: new}))
    assert wish_of(two, pid).body == new
    lines = two.giver.dossiers.history(pid, wish.id)
    assert asked.id in lines[-1].items[0]["reason"]
    assert "AVG 16" in lines[-1].items[0]["reason"]
    assert lines[0].items[0]["record"] == wish.id
    assert [one.card for one in made.to_tell] == [two.to]
    assert made.request.granted == (wish.id,)
    assert two.giver.check().problems == ()


def test_a_rectification_of_hours_is_a_line_with_the_difference(two: Two) -> None:
    pid = two.load(dossier())
    line = find_record(two.giver, pid, "urenregel")
    asked = ask(two, pid, "rectificatie", line.id)
    decide = two.giver.rights.decide
    right = {**line.whole, "uren": 2}
    for changed, reason in (
        ({**right, "categorie": "Alfabetisering"}, "correction-fields"),
        (line.whole, "correction-nothing"),
        ({**right, "uren": -1}, None),
    ):
        wrong = Decision("toegewezen", changes={line.id: changed})
        assert require_unchanged(two, pid, lambda wrong=wrong: decide(pid, asked.id, wrong)) == (
            *("invalid-record", reason),
        )
    made = decide(pid, asked.id, Decision("toegewezen", changes={line.id: right}))
    assert made.request.granted == (line.id,)
    assert two.giver.rights.waiting() == []
    lines = {one.id: one.whole for one in two.giver.dossiers.read(pid) if one.kind == "urenregel"}
    (new,) = lines.keys() - {line.id}
    assert lines[line.id] == line.whole
    assert lines[new]["correctie_van"] == line.id
    assert lines[new]["uren"] == 2 - line.whole["uren"]
    assert hours.standing(line.id, lines) == 2
    assert asked.id in two.giver.dossiers.history(pid, new)[-1].items[0]["reason"]
    assert two.giver.check().problems == ()


def test_an_erasure_erases_what_was_granted(two: Two) -> None:
    pid = two.load(dossier())
    wish, promise = wish_of(two, pid).id, find_record(two.giver, pid, "afspraak").id
    asked = ask(two, pid, "wissing", wish, promise)
    part = Decision("deels", "De afspraak loopt nog", records=[wish], erase_ground="bezwaar")
    made = two.giver.rights.decide(pid, asked.id, part)
    there = {one.id for one in two.giver.dossiers.read(pid)}
    assert wish not in there
    assert promise in there
    assert made.request.granted == (wish,)
    assert made.backups == ()
    assert two.giver.check().problems == ()


def test_the_law_keeps_what_must_be_kept(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    client = find_record(two.giver, pid, "client").id
    asked = ask(two, pid, "wissing", client, wish_of(two, pid).id)
    yes = Decision("toegewezen", erase_ground="bezwaar")
    refused = require_unchanged(two, pid, lambda: two.giver.rights.decide(pid, asked.id, yes))
    assert refused == ("retention", "erasure-duty")
    no = two.giver.rights.decide(
        pid, asked.id, Decision("afgewezen", "Bewaarplicht", "AVG 17, derde lid, onder b")
    )
    assert no.request.state == "afgewezen"
    assert no.to_tell == ()


def test_a_restriction_locks_until_it_is_lifted(two: Two) -> None:
    pid = two.load(dossier())
    wish = wish_of(two, pid)
    made = two.giver.rights.restrict(pid, Asking("beperking", [wish.id]))
    assert locks(two, pid) == [wish.id]
    amend = lambda: two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "x"})  # noqa: E731
    assert require_unchanged(two, pid, amend)[0] == "record-locked"
    lift = two.giver.rights.lift
    assert require_unchanged(two, pid, lambda: lift(pid, made.request.id, " ")) == (
        *("invalid-record", "decision-ground"),
    )
    assert lift(pid, made.request.id, "De juistheid is nagekeken") == [wish.id]
    assert locks(two, pid) == []
    amend()
    assert require_unchanged(two, pid, lambda: lift(pid, made.request.id, "x"))[0] == (
        "not-restricted"
    )
    with pytest.raises(WrongUsage):
        two.giver.rights.restrict(pid, Asking("inzage"))


def test_an_objection_freezes_until_it_is_decided(two: Two) -> None:
    pid = two.load(dossier())
    wish, promise = wish_of(two, pid).id, find_record(two.giver, pid, "afspraak").id
    asked = ask(two, pid, "bezwaar", wish, promise)
    assert sorted(locks(two, pid)) == sorted([wish, promise])
    lift = two.giver.rights.lift
    assert require_unchanged(two, pid, lambda: lift(pid, asked.id, "x"))[0] == "request-open"
    part = Decision("deels", "De afspraak is nodig", records=[wish])
    two.giver.rights.decide(pid, asked.id, part)
    assert locks(two, pid) == [wish]
    other = ask(two, pid, "bezwaar", promise)
    two.giver.rights.decide(pid, other.id, Decision("afgewezen", "Dwingende reden"))
    assert locks(two, pid) == [wish]
    third = ask(two, pid, "beperking", promise)
    two.giver.rights.decide(pid, third.id, Decision("toegewezen"))
    assert sorted(locks(two, pid)) == sorted([wish, promise])


@pytest.mark.parametrize(
    ("asking", "reason"),
    [
        (Asking("vergetelheid"), "request-right"),
        (Asking("inzage", asked_on=date(2026, 3, 3)), "request-in-future"),
        (Asking("inzage", [wish_of]), "request-records"),  # type: ignore[list-item]
        (Asking("rectificatie"), "request-records"),
        (Asking("inzage", asked_by=" "), "own-name"),
        (Asking("inzage", words="\x07"), "request-words"),
        (Asking("wissing", ["nergens"]), "no-such-record"),  # type: ignore[list-item]
    ],
)
def test_a_request_that_cannot_be(two: Two, asking: Asking, reason: str) -> None:
    pid = two.load(dossier())
    assert require_unchanged(two, pid, lambda: two.giver.rights.request(pid, asking))[1] == reason


def test_a_decision_that_does_not_fit(two: Two) -> None:
    pid = two.load(dossier())
    wish, promise = wish_of(two, pid).id, find_record(two.giver, pid, "afspraak").id
    right, erase = ask(two, pid, "rectificatie", wish, promise), ask(two, pid, "wissing", wish)
    access = ask(two, pid, "inzage")
    body: dict[str, Any] = {"eigen_woorden": "x"}
    for asked, decision, reason in (
        (access, Decision("misschien"), "decision-outcome"),
        (access, Decision("afgewezen"), "decision-ground"),
        (access, Decision("verlengd", ""), "decision-ground"),
        (access, Decision("toegewezen", changes={wish: body}), "decision-changes"),
        (access, Decision("toegewezen", erase_ground="bezwaar"), "decision-erase"),
        (access, Decision("toegewezen", records=[wish]), "decision-records"),
        (access, Decision("toegewezen", article="\x07"), "own-name"),
        (right, Decision("toegewezen"), "decision-changes"),
        (right, Decision("toegewezen", changes={wish: body}), "decision-changes"),
        (right, Decision("deels", "x"), "decision-records"),
        (right, Decision("deels", "x", records=[wish, promise]), "decision-records"),
        (right, Decision("afgewezen", "x", records=[wish]), "decision-records"),
        (erase, Decision("toegewezen"), "decision-erase"),
        (erase, Decision("afgewezen", "x", erase_ground="bezwaar"), "decision-erase"),
    ):
        work = lambda asked=asked, decision=decision: two.giver.rights.decide(  # noqa: E731
            pid, asked.id, decision
        )
        assert require_unchanged(two, pid, work) == ("invalid-record", reason)
    zomaar = Decision("toegewezen", erase_ground="zomaar")
    decide = two.giver.rights.decide
    assert require_unchanged(two, pid, lambda: decide(pid, erase.id, zomaar))[0] == "usage"
    assert require_unchanged(two, pid, lambda: decide(pid, "nergens", zomaar))[1] == (
        "no-such-request"
    )
    decide(pid, access.id, Decision("toegewezen"))
    again = Decision("toegewezen")
    assert require_unchanged(two, pid, lambda: decide(pid, access.id, again))[0] == (
        "request-decided"
    )
    wrong = Decision("deels", "x", records=[wish], changes={wish: {"geen": []}})
    wrong.changes[wish]["eigen_woorden"] = 3  # type: ignore[index]
    assert require_unchanged(two, pid, lambda: decide(pid, right.id, wrong))[0] == "invalid-record"


@pytest.mark.parametrize(
    ("typ", "changes", "failure"),
    [
        (requests.REQUEST_TYP, {"v": 2}, Unsupported),
        (requests.REQUEST_TYP, {"right": "x"}, NotAuthentic),
        (requests.REQUEST_TYP, {"records": ["x"]}, NotAuthentic),
        (requests.DECISION_TYP, {"request": "x"}, NotAuthentic),
        (requests.DECISION_TYP, {"outcome": "x"}, NotAuthentic),
    ],
)
def test_a_statement_of_another_shape(
    two: Two, typ: str, changes: dict[str, Any], failure: type[Exception]
) -> None:
    pid = two.load(dossier())
    asked = ask(two, pid, "inzage")
    two.giver.rights.decide(pid, asked.id, Decision("toegewezen"))
    session = two.giver._session
    with session.portfolio(pid) as portfolio:
        said = portfolio.ledger.of(typ)[-1].payload() | changes

    def attempt() -> None:
        with session.portfolio(pid) as portfolio, portfolio.transaction():
            portfolio.ledger.sign(said, typ, session.signer)
            requests.requests_of(portfolio)

    with pytest.raises(failure):
        attempt()


def test_a_dossier_that_is_destroyed_waits_for_nothing(two: Two) -> None:
    pid = two.load(person(plicht_einde="2015-05-10", einde_reden="Voldaan B1"))
    ask(two, pid, "inzage")
    two.giver.erasures.erase_dossier(pid)
    assert two.giver.rights.waiting() == []


def test_the_command_line_knows_every_right_and_outcome() -> None:
    """They are written twice: reading the rules would slow every command down."""
    assert tuple(ARTICLES) == parser.RIGHTS
    assert OUTCOMES == parser.OUTCOMES
