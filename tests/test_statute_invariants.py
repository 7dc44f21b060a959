"""What a gemeente may and may not record: the invariants, their exceptions, and who decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from builders_statute import (
    ASYLUM,
    B1,
    BLOCKS,
    EDUCATION,
    FAMILY,
    OTHER,
    PROOF,
    Fact,
    Z,
    changed,
    client,
    codes,
    decision,
    dossier,
    duty,
    final_talk,
    finding,
    fine,
    home,
    hours,
    instrument,
    intake,
    lessons,
    objections,
    outlook,
    pip,
    term,
    withdrawn,
    without,
)

from eportfolio.statute.results import Finding, Severity

REFUSE, ASK, WARN, NOTE = Severity.REFUSE, Severity.ASK, Severity.WARN, Severity.NOTE
ON = "2024-04-15"


def blocking(found: tuple[Finding, ...]) -> dict[str, Severity]:
    return {one.code: one.severity for one in found}


# I1: no PIP without the seven parts of the intake (Wi 14, Bi 5.2)


def planned(*talks: Fact, **plan: Any) -> tuple[list[Fact], list[Fact]]:
    before = [client(), duty(), home(), *talks]
    return before, [*before, pip(**plan)]


def blocks(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = {name: {"ingevuld": True} for name in BLOCKS}
    found.update(changes)
    return {"blokken": {name: block for name, block in found.items() if block is not ...}}


INTAKE: dict[str, tuple[list[Fact], bool]] = {
    "Wi 14: finished": ([intake()], True),
    "Wi 14: finished, written as Ja": (
        [intake(blokken={name: {"ingevuld": "Ja"} for name in BLOCKS})],
        True,
    ),
    "Wi 14: finished in absence": (
        [intake(status="Afgerond bij afwezigheid", blokken=...)],
        True,
    ),
    "Wi 14: no intake": ([], False),
    "Wi 14: withdrawn intake": ([withdrawn(intake())], False),
    "Wi 14: only planned": ([intake(status="Gepland", blokken=...)], False),
    "Wi 14: third summons, no parts": ([intake(status="Oproep 3", blokken=...)], False),
    "Wi 14: no parts at all": ([intake(blokken=...)], False),
    **{
        f"Wi 14, Bi 5.2: {name} is missing": ([intake(**blocks(**{name: ...}))], False)
        for name in BLOCKS
    },
    **{
        f"Wi 14, Bi 5.2: {name} is not filled in": (
            [intake(**blocks(**{name: {"ingevuld": "Nee"}}))],
            False,
        )
        for name in BLOCKS
    },
    "Wi 14: a part of which nobody knows": (
        [intake(**blocks(vve={"ingevuld": "Onbekend"}))],
        False,
    ),
}


@pytest.mark.parametrize(("talks", "allowed"), INTAKE.values(), ids=INTAKE)
def test_i1_pip_needs_the_intake(talks: list[Fact], allowed: bool) -> None:
    before, after = planned(*talks)
    found = blocking(objections(before, after, ON))
    assert found == ({} if allowed else {"intake-incomplete": REFUSE})


@pytest.mark.parametrize("name", BLOCKS)
def test_i1_says_which_part_is_missing(name: str) -> None:
    before, after = planned(intake(**blocks(**{name: ...})))
    (refused,) = objections(before, after, ON)
    words = {
        "leerbaarheid": "eerbaarheid",
        "onderwijs_en_werk": "werk",
        "persoonlijke_omstandigheden": "omstandigheden",
        "vve": "vve",
        "taalniveau": "taal",
        "arbeidsparticipatie": "participatie",
        "zelfredzaamheid": "zelfredzaamheid",
    }
    said = refused.why.lower().replace("voorschoolse", "vve")
    assert words[name].lower() in said


def test_i1_a_concept_may_be_made_without_the_intake() -> None:
    before, after = planned(status="Concept")
    assert objections(before, after, ON) == ()


# I2: the leerroute goes along with a move (Wi 15(4))

ROUTES = [(old, new) for old in (B1, EDUCATION, Z) for new in (B1, EDUCATION, Z)]


@pytest.mark.parametrize(("old", "new"), ROUTES, ids=[f"{a} to {b}" for a, b in ROUTES])
def test_i2_wi_15_4_route_is_kept_after_a_move(old: str, new: str) -> None:
    before = dossier(home("2025-06-02", "Brinkhaven"), route=old)
    moved = pip("2025-07-21", new, 2, aanleiding="Verhuizing", gemeente="Brinkhaven")
    found = objections(before, [*before, moved], "2025-07-21")
    if old == new:
        assert found == ()
    else:
        assert blocking(found) == {"route-not-kept": REFUSE}
        assert found[0].record == "pip2"


def test_i2_the_route_to_keep_is_that_of_the_pip_before() -> None:
    """A switch before the move is the route that goes along."""
    switched = pip("2024-12-02", Z, 2, aanleiding="Routewissel")
    before = dossier(switched, home("2025-06-02", "Brinkhaven"))
    kept = pip("2025-07-21", Z, 3, aanleiding="Verhuizing")
    assert objections(before, [*before, kept], "2025-07-21") == ()
    back = pip("2025-07-21", B1, 3, aanleiding="Verhuizing")
    found = objections(before, [*before, back], "2025-07-21")
    assert blocking(found)["route-not-kept"] is REFUSE


@pytest.mark.parametrize("status", ["Vernietigd", "Ingetrokken", "Concept"])
def test_i2_a_pip_without_effect_is_not_the_pip_before(status: str) -> None:
    """An annulled, withdrawn or unsigned switch changed no route, so the first one goes along."""
    void = pip("2025-02-03", Z, 2, aanleiding="Routewissel", status=status)
    before = dossier(void, home("2025-06-02", "Brinkhaven"))
    kept = pip("2025-07-21", B1, 3, aanleiding="Verhuizing")
    assert objections(before, [*before, kept], "2025-07-21") == ()
    other = pip("2025-07-21", Z, 3, aanleiding="Verhuizing")
    found = objections(before, [*before, other], "2025-07-21")
    assert blocking(found) == {"route-not-kept": REFUSE}


def test_i2_a_reason_does_not_help() -> None:
    before = dossier(home("2025-06-02", "Brinkhaven"))
    reasons = [{"regel": "Wi 15", "reden": "Past beter."}, {"regel": "Wi 17", "reden": "Past."}]
    moved = pip("2025-07-21", Z, 2, aanleiding="Verhuizing", afwijkingen=reasons)
    found = objections(before, [*before, moved], "2025-07-21")
    assert blocking(found) == {"route-not-kept": REFUSE}


# I3: the term starts with the first PIP only (Wi 11)

LATER: dict[str, list[Fact]] = {
    "adapted": [pip("2025-02-03", number=2)],
    "after a move": [home("2025-06-02", "Brinkhaven"), pip("2025-07-21", number=2)],
    "switched": [pip("2025-02-03", Z, 2, aanleiding="Routewissel")],
    "after an objection": [pip("2024-07-01", number=2, aanleiding="Na bezwaar")],
    "many": [pip(f"2025-{month:02d}-03", number=month) for month in range(2, 13)],
    "called the first one again": [pip("2024-07-01", number=2, aanleiding="Eerste PIP")],
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
@pytest.mark.parametrize("status", ["Vastgesteld", "Herzien", "Ingetrokken", "Vernietigd"])
def test_i3_wi_11_term_starts_with_the_first_pip(later: list[Fact], status: str) -> None:
    found = term(outlook(dossier(*later, plan={"status": status}), "2026-01-05"))
    assert found.begins == date(2024, 4, 16)
    assert found.computed == date(2027, 4, 15)


# I4: closing the Z-route (Bi 3.14, Ri 3.18)


def done(course: float = 800, taking_part: float = 800) -> list[Fact]:
    return [
        *lessons(course, "2026-06-30"),
        *lessons(taking_part, "2026-09-30", categorie="Vrijwilligerswerk"),
    ]


CLOSED: Mapping[str, Any] = {"plicht_einde": "2026-11-09", "einde_reden": "Voldaan Z-route"}


def closing(*facts: Fact, group: str = ASYLUM, **plicht: Any) -> tuple[list[Fact], list[Fact]]:
    before = dossier(*facts, route=Z, group=group)
    return before, changed(before, "inburgeringsplicht", **CLOSED, **plicht)


REASON = {"regel": "Bi 3.14", "reden": "Lagere norm: revalidatietraject, visuele beperking."}
CLOSINGS: dict[str, tuple[tuple[list[Fact], list[Fact]], dict[str, Severity]]] = {
    "Bi 3.14: everything done": (closing(*done(), final_talk()), {}),
    "Bi 3.14: no eindgesprek": (closing(*done()), {"closing-without-eindgesprek": REFUSE}),
    "Bi 3.14: eindgesprek by the school": (
        closing(*done(), final_talk("School")),
        {"closing-without-eindgesprek": REFUSE},
    ),
    "Bi 3.14: eindgesprek by the employer": (
        closing(*done(), final_talk("Werkgever")),
        {"closing-without-eindgesprek": REFUSE},
    ),
    "Bi 3.14: eindgesprek withdrawn": (
        closing(*done(), withdrawn(final_talk())),
        {"closing-without-eindgesprek": REFUSE},
    ),
    "Bi 3.14: a quarter of an hour of lessons short": (
        closing(*done(course=799.75), final_talk()),
        {"closing-hours": ASK},
    ),
    "Bi 3.14: a quarter of an hour of participation short": (
        closing(*done(taking_part=799.75), final_talk()),
        {"closing-hours": ASK},
    ),
    "Bi 3.14: short, with a reason": (
        closing(*done(course=640), final_talk(), afwijkingen=[REASON]),
        {},
    ),
    "Bi 3.14: short, with an empty reason": (
        closing(*done(course=640), final_talk(), afwijkingen=[{"regel": "Bi 3.14", "reden": ""}]),
        {"closing-hours": ASK},
    ),
    "Bi 3.14: short, with a blank reason": (
        closing(*done(course=640), final_talk(), afwijkingen=[{"regel": "Bi 3.14", "reden": "  "}]),
        {"closing-hours": ASK},
    ),
    "Bi 3.14: short, with a reason for another rule": (
        closing(
            *done(course=640),
            final_talk(),
            afwijkingen=[{"regel": "Wi 17", "reden": "Bijzonder geval."}],
        ),
        {"closing-hours": ASK},
    ),
    "Bi 3.14: a reason does not replace the eindgesprek": (
        closing(*done(), afwijkingen=[REASON]),
        {"closing-without-eindgesprek": REFUSE},
    ),
    "Bi 3.14: nothing at all": (
        closing(),
        {"closing-without-eindgesprek": REFUSE, "closing-hours": ASK},
    ),
    "Wi 9: gezin needs the course hours only": (
        closing(*done(taking_part=0), final_talk(), group=FAMILY),
        {},
    ),
    "Wi 9: overige migrant too": (closing(*done(taking_part=0), final_talk(), group=OTHER), {}),
    "Wi 9: gezin, course hours short": (
        closing(*done(course=799, taking_part=0), final_talk(), group=FAMILY),
        {"closing-hours": ASK},
    ),
    "Wi 9: gezin, no eindgesprek": (
        closing(*done(taking_part=0), group=FAMILY),
        {"closing-without-eindgesprek": REFUSE},
    ),
}


@pytest.mark.parametrize(("states", "expected"), CLOSINGS.values(), ids=CLOSINGS)
def test_i4_closing_of_the_z_route(
    states: tuple[list[Fact], list[Fact]], expected: dict[str, Severity]
) -> None:
    assert blocking(objections(*states, "2026-11-09")) == expected


@pytest.mark.parametrize(
    "reason", ["Vrijgesteld", "Ontheven", "AOW-leeftijd", "Vertrek", "Overleden"]
)
def test_i4_another_end_needs_no_eindgesprek(reason: str) -> None:
    before = dossier(route=Z)
    after = changed(before, "inburgeringsplicht", plicht_einde="2026-11-09", einde_reden=reason)
    assert objections(before, after, "2026-11-09") == ()


# I5: no MAP on the onderwijsroute (Wi 8)


@pytest.mark.parametrize("asked", [True, "Ja"])
def test_i5_wi_8_map_on_the_onderwijsroute_is_warned_about(asked: bool | str) -> None:
    plan = {"map_van_toepassing": asked, "map_uren": 40}
    found = outlook(dossier(route=EDUCATION, plan=plan), ON)
    assert finding(found, "map-on-education-route").severity is WARN
    assert finding(found, "map-on-education-route").record == "pip1"
    assert not found.counter("MAP").applies
    assert objections(dossier(first=None), dossier(route=EDUCATION, plan=plan), ON) == ()


@pytest.mark.parametrize("route", [B1, Z])
def test_i5_wi_6_map_on_another_route_is_right(route: str) -> None:
    assert "map-on-education-route" not in codes(outlook(dossier(route=route), ON))


def test_i5_wi_8_onderwijsroute_without_map_is_right() -> None:
    assert "map-on-education-route" not in codes(outlook(dossier(route=EDUCATION), ON))


# I6: lowering to A2 (Wi 17(3), Bi 5.5)


def lowering(*facts: Fact, on: str = "2026-06-15", **plan: Any) -> tuple[list[Fact], list[Fact]]:
    before = dossier(*facts)
    lowered = {"aanleiding": "Afschalen", "afgeschaalde_vaardigheden": ["Schrijven"], **plan}
    return before, [*before, pip(on, number=2, **lowered)]


LOWERINGS: dict[str, tuple[tuple[list[Fact], list[Fact]], dict[str, Severity]]] = {
    "Bi 5.5: 600 hours and a reason": (lowering(*lessons(600)), {}),
    "Bi 5.5: a quarter of an hour short": (lowering(*lessons(599.75)), {"scaling-hours": REFUSE}),
    "Bi 5.5: no hours": (lowering(), {"scaling-hours": REFUSE}),
    "Bi 5.5: no reason": (lowering(*lessons(600), motivering=...), {"scaling-effort": REFUSE}),
    "Bi 5.5: an empty reason": (lowering(*lessons(600), motivering=""), {"scaling-effort": REFUSE}),
    "Bi 5.5: a blank reason": (
        lowering(*lessons(600), motivering=" \n"),
        {"scaling-effort": REFUSE},
    ),
    "Bi 5.5: neither": (
        lowering(motivering=...),
        {"scaling-hours": REFUSE, "scaling-effort": REFUSE},
    ),
    "Bi 5.5: alfabetisering may count": (
        lowering(*lessons(300), *lessons(300, categorie="Alfabetisering", until="2025-10-31")),
        {},
    ),
    "Bi 5.5: KNM does not count": (
        lowering(*lessons(597), *lessons(60, categorie="KNM-les", until="2025-10-31")),
        {"scaling-hours": REFUSE},
    ),
    "Bi 5.5: without keurmerk does not count": (
        lowering(*lessons(600, keurmerk=False)),
        {"scaling-hours": REFUSE},
    ),
    "Bi 5.5: self-study does not count": (
        lowering(*lessons(600, categorie="Zelfstudie")),
        {"scaling-hours": REFUSE},
    ),
    "Bi 5.5: a correction below 600": (
        lowering(
            *lessons(600),
            hours("c1", "2026-06-01", "NT2-les", -1, correctie_van="les-NT2-les-2026-05-29"),
        ),
        {"scaling-hours": REFUSE},
    ),
    "Bi 5.5: reached only after the decision": (
        lowering(*lessons(594), hours("later", "2026-06-16", "NT2-les", 6)),
        {"scaling-hours": REFUSE},
    ),
    "Bi 5.5: reached on the day of the decision": (
        lowering(*lessons(594), hours("today", "2026-06-15", "NT2-les", 6)),
        {},
    ),
    "Bi 5.5: half online is allowed": (
        lowering(*lessons(300), *lessons(300, "2025-10-31", fysiek=False)),
        {},
    ),
    "Bi 5.5: more than half online is warned about only": (
        lowering(*lessons(294), *lessons(306, "2025-10-31", fysiek=False)),
        {},
    ),
    "Bi 5.5: a concept": (lowering(status="Concept"), {}),
}


@pytest.mark.parametrize(("states", "expected"), LOWERINGS.values(), ids=LOWERINGS)
def test_i6_lowering(states: tuple[list[Fact], list[Fact]], expected: dict[str, Severity]) -> None:
    assert blocking(objections(*states, "2026-06-30")) == expected


@pytest.mark.parametrize("part", ["Lezen", "Luisteren", "Schrijven", "Spreken"])
def test_i6_each_part_may_be_lowered(part: str) -> None:
    states = lowering(*lessons(600), afgeschaalde_vaardigheden=[part])
    assert objections(*states, "2026-06-15") == ()
    states = lowering(*lessons(594), afgeschaalde_vaardigheden=[part])
    assert blocking(objections(*states, "2026-06-15")) == {"scaling-hours": REFUSE}


def test_i6_a_lowered_part_in_a_pip_of_another_occasion_is_lowering_too() -> None:
    states = lowering(aanleiding="Bijstelling")
    assert blocking(objections(*states, "2026-06-15")) == {"scaling-hours": REFUSE}


def test_i6_physical_share_of_the_600() -> None:
    _, half = lowering(*lessons(300), *lessons(300, "2025-10-31", fysiek=False))
    assert "scaling-physical" not in codes(outlook(half, "2026-06-15"))
    _, less = lowering(*lessons(294), *lessons(306, "2025-10-31", fysiek=False))
    assert finding(outlook(less, "2026-06-15"), "scaling-physical").severity is WARN


def test_i6_a_correction_of_a_later_day_leaves_the_decision() -> None:
    """The decision is judged by what was counted on its own day."""
    _, lowered = lowering(*lessons(600))
    later = hours("c1", "2026-07-01", "NT2-les", -6, correctie_van="les-NT2-les-2026-05-29")
    assert "scaling-hours" not in codes(outlook([*lowered, later], "2026-07-02"))


def test_i6_a_reason_does_not_replace_the_hours() -> None:
    reasons = [{"regel": "Bi 5.5", "reden": "Bijna."}, {"regel": "Wi 17", "reden": "Bijna."}]
    states = lowering(*lessons(594), afwijkingen=reasons)
    assert blocking(objections(*states, "2026-06-15")) == {"scaling-hours": REFUSE}


# C05: switching within eighteen months (Wi 17(2), Bi 5.4)

WI_17 = [{"regel": "Wi 17", "reden": "Bijzonder geval: ernstige ziekte in het eerste jaar."}]


def switching(old: str, new: str, day: str, **plan: Any) -> tuple[list[Fact], list[Fact]]:
    before = dossier(route=old)
    return before, [*before, pip(day, new, 2, **{"aanleiding": "Routewissel", **plan})]


LAST, LATE = "2025-10-15", "2025-10-16"
SWITCHES: dict[str, tuple[tuple[list[Fact], list[Fact]], bool]] = {
    **{
        f"Wi 17(2): {old} to {new} on the last day": (switching(old, new, LAST), True)
        for old, new in ROUTES
        if old != new
    },
    **{
        f"Wi 17(2): {old} to {new} the day after": (
            switching(old, new, LATE),
            (old, new) == (EDUCATION, B1),
        )
        for old, new in ROUTES
        if old != new
    },
    "Bi 5.4: onderwijsroute to B1 in an extended term": (
        switching(EDUCATION, B1, "2027-06-01"),
        True,
    ),
    "Bi 5.4: special case, with a reason": (switching(B1, Z, LATE, afwijkingen=WI_17), True),
    "Bi 5.4: special case, with an empty reason": (
        switching(B1, Z, LATE, afwijkingen=[{"regel": "Wi 17", "reden": ""}]),
        False,
    ),
    "Bi 5.4: special case, without a reason": (
        switching(B1, Z, LATE, afwijkingen=[{"regel": "Wi 17"}]),
        False,
    ),
    "Bi 5.4: a reason for another rule": (switching(B1, Z, LATE, afwijkingen=[REASON]), False),
    "Bi 5.4: the same route is no switch": (
        switching(B1, B1, LATE, aanleiding="Bijstelling"),
        True,
    ),
    "Bi 5.4: a concept switches nothing": (switching(B1, Z, LATE, status="Concept"), True),
    "Bi 5.4: a switch under another name": (
        switching(B1, Z, LATE, aanleiding="Bijstelling"),
        False,
    ),
}


@pytest.mark.parametrize(("states", "free"), SWITCHES.values(), ids=SWITCHES)
def test_c05_switch(states: tuple[list[Fact], list[Fact]], free: bool) -> None:
    found = objections(*states, "2027-06-01")
    assert blocking(found) == ({} if free else {"switch-too-late": ASK})


def test_c05_an_extension_does_not_move_the_limit() -> None:
    before = dossier(termijn_begin_duo="2024-04-16", termijn_einde_duo="2027-12-31")
    after = [*before, pip(LATE, Z, 2, aanleiding="Routewissel")]
    assert blocking(objections(before, after, LATE)) == {"switch-too-late": ASK}


def test_c05_the_limit_follows_the_first_pip() -> None:
    """A later version in the same route does not give a new year and a half."""
    before = dossier(pip("2025-05-12", number=2))
    after = [*before, pip(LATE, Z, 3, aanleiding="Routewissel")]
    assert blocking(objections(before, after, LATE)) == {"switch-too-late": ASK}


# C17: the proefplaats (Pw 8a(2)(d))


def trial(planned: Any, **changes: Any) -> Fact:
    return instrument("Proefplaatsing", "2025-11-03", geplande_einddatum=planned, **changes)


TRIALS: dict[str, tuple[Fact, dict[str, Severity], set[str]]] = {
    "two months": (trial("2026-01-02"), {}, set()),
    "a day more, no decision": (trial("2026-01-03"), {}, {"trial-not-extended"}),
    "a day more, extended": (trial("2026-01-03", verlenging_besluit=PROOF), {}, set()),
    "six months, extended": (trial("2026-05-02", verlenging_besluit=PROOF), {}, set()),
    "six months, no decision": (trial("2026-05-02"), {}, {"trial-not-extended"}),
    "a day more than six months": (
        trial("2026-05-03", verlenging_besluit=PROOF),
        {"trial-too-long": REFUSE},
        {"trial-too-long"},
    ),
    "no end": (trial(...), {}, set()),
    "another instrument may last": (
        instrument("Werkervaringsplaats", "2025-11-03", geplande_einddatum="2026-10-30"),
        {},
        set(),
    ),
}


@pytest.mark.parametrize(("fact", "blocked", "said"), TRIALS.values(), ids=TRIALS)
def test_c17_trial(fact: Fact, blocked: dict[str, Severity], said: set[str]) -> None:
    before = dossier()
    assert blocking(objections(before, [*before, fact], "2025-11-03")) == blocked
    found = outlook([*before, fact], "2025-11-03")
    assert {code for code in codes(found) if code.startswith("trial")} >= said
    assert bool({code for code in codes(found) if code.startswith("trial")}) is bool(said)


def test_c17_severity() -> None:
    found = outlook(dossier(trial("2026-01-03")), "2025-11-03")
    assert finding(found, "trial-not-extended").severity is WARN
    assert finding(found, "trial-not-extended").record == "instrument"


def test_c17_it_lasted_too_long_in_fact() -> None:
    lasted = trial("2026-01-02", verlenging_besluit=PROOF, werkelijke_einddatum="2026-05-03")
    before = dossier()
    assert blocking(objections(before, [*before, lasted], "2026-05-04")) == {
        "trial-too-long": REFUSE
    }


# Withheld: what was not received cannot refuse

WITHHELD: dict[str, tuple[tuple[list[Fact], list[Fact]], str, str, str]] = {
    "I1: the intake": (planned(), ON, "intake", "intake-incomplete"),
    "I1: a part of the intake": (
        planned(intake(**blocks(vve=...))),
        ON,
        "intake",
        "intake-incomplete",
    ),
    "I4: the certificates": (
        closing(*done()),
        "2026-11-09",
        "certificaat",
        "closing-without-eindgesprek",
    ),
    "I4: the hours": (
        closing(final_talk()),
        "2026-11-09",
        "urenregel",
        "closing-hours",
    ),
    "I6: the hours": (lowering(*lessons(300)), "2026-06-15", "urenregel", "scaling-hours"),
}


@pytest.mark.parametrize(("states", "on", "kind", "code"), WITHHELD.values(), ids=WITHHELD)
def test_withheld_dossier_only_warns_and_says_what_is_missing(
    states: tuple[list[Fact], list[Fact]], on: str, kind: str, code: str
) -> None:
    assert code in blocking(objections(*states, on))
    assert objections(*states, on, withheld={kind}) == ()
    raised = finding(outlook(states[1], on, withheld={kind}), code)
    full = finding(outlook(states[1], on), code)
    assert raised.severity is WARN
    assert raised.why != full.why
    assert len(raised.why) > len(full.why)


def test_withheld_i2_a_missing_pip_cannot_refuse() -> None:
    before = dossier(home("2025-06-02", "Brinkhaven"))
    moved = pip("2025-07-21", Z, 2, aanleiding="Verhuizing")
    found = objections(before, [*before, moved], "2025-07-21", withheld={"pip"})
    assert found == ()
    raised = finding(outlook([*before, moved], "2025-07-21", withheld={"pip"}), "route-not-kept")
    assert raised.severity is WARN


def test_withheld_something_else_changes_nothing() -> None:
    before, after = planned()
    found = objections(before, after, ON, withheld={"gezondheid", "verhaal"})
    assert blocking(found) == {"intake-incomplete": REFUSE}


# objections: only what is new


def test_objections_are_only_what_is_new() -> None:
    _, wrong = planned()
    talk = hours("les", "2024-04-15", "NT2-les", 3)
    assert objections(wrong, [*wrong, talk], ON) == ()
    assert objections(wrong, wrong, ON) == ()


def test_objections_to_a_second_mistake() -> None:
    _, wrong = planned()
    late = trial("2026-05-03", verlenging_besluit=PROOF)
    (found,) = objections(wrong, [*wrong, late], "2025-11-03")
    assert found.code == "trial-too-long"


def test_objections_to_the_same_mistake_in_another_record() -> None:
    first = trial("2026-05-03", verlenging_besluit=PROOF)
    second = Fact("tweede", first.kind, first.body)
    (found,) = objections(dossier(first), dossier(first, second), "2025-11-03")
    assert (found.code, found.record) == ("trial-too-long", "tweede")


def test_objections_to_the_repair_of_a_mistake() -> None:
    _, wrong = planned()
    assert objections(wrong, [*without(wrong, "intake"), intake()], ON) == ()


def test_objections_never_speak_of_warnings() -> None:
    before = dossier()
    after = [*before, trial("2026-01-03"), fine("Intake", "2025-10-01")]
    assert {"trial-not-extended", "keren"} <= codes(outlook(after, "2025-11-03"))
    assert objections(before, after, "2025-11-03") == ()


@pytest.mark.parametrize("regime", ["Wi2013", "Vrijwillig"])
def test_under_another_regime_nothing_is_objected_to(regime: str) -> None:
    before = [client(ASYLUM, regime)]
    assert objections(before, [*before, pip()], ON) == ()


# I9: fines and the Keren ruling

KEREN = {
    "asielstatushouder with a fine": (ASYLUM, [fine("Leerroute te laat", "2025-06-02")], True),
    "gezinsmigrant with a fine": (FAMILY, [fine("Leerroute te laat", "2025-06-02")], False),
    "overige migrant with a fine": (OTHER, [fine("Leerroute te laat", "2025-06-02")], False),
    "asielstatushouder without a fine": (ASYLUM, [], False),
    "asielstatushouder, withdrawn fine": (
        ASYLUM,
        [withdrawn(fine("Leerroute te laat", "2025-06-02"))],
        False,
    ),
}


@pytest.mark.parametrize(("group", "fines", "noted"), KEREN.values(), ids=KEREN)
def test_i9_keren(group: str, fines: list[Fact], noted: bool) -> None:
    found = outlook(dossier(*fines, group=group), "2025-07-01")
    assert ("keren" in codes(found)) is noted
    if noted:
        assert finding(found, "keren").severity is NOTE


# Every finding is one sentence with its article

ALL = {
    **{name: (states[1], "2026-11-09") for name, (states, _) in CLOSINGS.items()},
    **{name: (states[1], "2026-06-30") for name, (states, _) in LOWERINGS.items()},
    **{name: (states[1], "2027-06-01") for name, (states, _) in SWITCHES.items()},
    **{name: (dossier(fact), "2025-11-03") for name, (fact, _, _) in TRIALS.items()},
}


@pytest.mark.parametrize(("entries", "on"), ALL.values(), ids=ALL)
def test_every_finding_has_a_sentence_and_an_article(entries: list[Fact], on: str) -> None:
    known = {one.id for one in entries}
    for one in outlook(entries, on).findings:
        assert one.why.endswith((".", "?"))
        assert one.source
        assert one.rule
        assert one.record is None or one.record in known


def test_a_duo_decision_is_never_a_decision_of_the_gemeente() -> None:
    """What DUO decided is a received fact: recording it meets no objection."""
    before = dossier()
    for kind in ("Verlenging", "Vrijstelling", "Ontheffing", "Boete", "Examenuitslag"):
        received = decision(kind, dagtekening="2026-03-10", ingangsdatum="2026-03-10")
        assert objections(before, [*before, received], "2026-03-10") == ()
