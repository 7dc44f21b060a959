"""What may not be written down, or only with a reason (docs/statute.md, 'Invariants').

`refuse` where the law leaves no room, `ask` where a recorded reason makes it possible, else
`warn`. Of what was not received nothing is concluded: there every rule only warns.
"""

from __future__ import annotations

from collections.abc import Iterator

from eportfolio import texts
from eportfolio.statute.dates import last_day, written
from eportfolio.statute.extension import EDUCATION, severity_of
from eportfolio.statute.facts import CONCEPT, Facts, Plan
from eportfolio.statute.hours import hours_done, physical_share
from eportfolio.statute.results import Severity, Term
from eportfolio.statute.rules import RuleBook

B1_ROUTE = "B1-route"
MOVED, SWITCHED, SCALED = "Verhuizing", "Routewissel", "Afschalen"
DETERMINED = "Vastgesteld"
WITHOUT_EFFECT = ("Ingetrokken", "Vernietigd")
IN_ABSENCE = "Afgerond bij afwezigheid"
END_OF_Z = "Voldaan Z-route"
EXEMPTING = ("BBL", "BOL")
EXEMPTING_LEVEL = 2
SWITCH_REASON, HOURS_REASON = "Wi 17", "Bi 3.14"


def check(facts: Facts, book: RuleBook, term: Term | None) -> None:
    """Add to the facts what the rules find in them."""
    for plan, before in _with_previous(facts):
        _check_route(facts, plan, before)
        if plan.status == CONCEPT:
            continue  # decides nothing yet; but a route that cannot be is better said at once
        _check_intake(facts, plan)
        _check_switch(facts, book, term, plan, before)
        _check_scaling(facts, book, plan, before)
        if plan.route == EDUCATION and plan.map_applies:
            facts.find(
                "map-on-education-route",
                "Op de onderwijsroute is MAP niet verplicht; zet 'MAP van toepassing' op nee.",
                rule="I5",
                source="Wi 8",
                record=plan.record,
                field="map_van_toepassing",
            )
    _check_closing(facts, book)
    _check_trials(facts, book)
    _check_decisions(facts)
    _check_exempting_course(facts)
    _check_client(facts)


def _with_previous(facts: Facts) -> Iterator[tuple[Plan, Plan | None]]:
    """Each version with the one before it that had effect; a concept follows on the latest."""
    before: Plan | None = None
    for plan in facts.plans:
        yield plan, before
        if plan.status not in WITHOUT_EFFECT:
            before = plan
    for concept in facts.concepts:
        yield concept, before


def _check_intake(facts: Facts, plan: Plan) -> None:
    """I1 (Wi 14, Bi 5.2)."""
    if plan.status != DETERMINED:
        return
    if any(one.status == IN_ABSENCE or not one.lacking for one in facts.intakes):
        return
    here = facts.registrations[-1].gemeente if facts.registrations else None
    elsewhere = None not in (plan.gemeente, here) and plan.gemeente != here
    adopted = plan.occasion == MOVED or elsewhere
    severity = Severity.WARN if adopted else severity_of(facts, "intake", Severity.REFUSE)
    if facts.intakes:
        lacking = min((one.lacking for one in facts.intakes), key=len)
        why = f"In de brede intake ontbreekt nog: {', '.join(lacking)}."
        why += _not_received(facts, "intake", "de intake")
    elif "intake" in facts.withheld:
        why = "De brede intake is niet meegekomen; dit is niet na te gaan."
    else:
        why = "Er is nog geen brede intake."
    facts.find(
        "intake-incomplete",
        f"{why} Een PIP kan pas worden vastgesteld als de intake rond is, of is afgerond bij "
        "afwezigheid.",
        rule="I1",
        source="Wi 14; Besluit inburgering 5.2",
        record=plan.record,
        field="status",
        severity=severity,
    )


def _not_received(facts: Facts, kind: str, what: str) -> str:
    """What a rule must add where it cannot know."""
    return f" Van {what} is niet alles meegekomen." if kind in facts.withheld else ""


def _moved_with_another_route(plan: Plan, before: Plan) -> bool:
    if plan.route == before.route or None in (plan.route, before.route):
        return False
    elsewhere = None not in (plan.gemeente, before.gemeente) and plan.gemeente != before.gemeente
    return plan.occasion == MOVED or (elsewhere and plan.occasion != SWITCHED)


def _check_route(facts: Facts, plan: Plan, before: Plan | None) -> None:
    """I2 (Wi 15, fourth)."""
    if before is None and plan.occasion == MOVED:
        received = "is niet meegekomen" if "pip" in facts.withheld else "staat er niet"
        facts.find(
            "previous-plan-missing",
            f"Het vorige PIP {received}; of de leerroute gelijk bleef is niet na te gaan.",
            rule="I2",
            source="Wi 15, vierde lid",
            record=plan.record,
            field="leerroute",
        )
    if before is not None and _moved_with_another_route(plan, before):
        facts.find(
            "route-not-kept",
            f"Na een verhuizing blijft de leerroute gelijk: {before.route}. Klopt het vorige PIP "
            "niet, verbeter dat dan eerst. Een andere route is een later PIP met aanleiding "
            "Routewissel." + _not_received(facts, "pip", "de eerdere PIP's"),
            rule="I2",
            source="Wi 15, vierde lid",
            record=plan.record,
            field="leerroute",
            severity=severity_of(facts, "pip", Severity.REFUSE),
        )


def _check_switch(
    facts: Facts, book: RuleBook, term: Term | None, plan: Plan, before: Plan | None
) -> None:
    """C05 (Wi 17, second; Bi 5.4)."""
    if before is None or term is None or _moved_with_another_route(plan, before):
        return
    if plan.route == before.route or None in (plan.route, before.route):
        return
    rule = book.clock("C05", term.begins)
    until = rule.lasting(term.begins)
    if plan.on <= until or (before.route == EDUCATION and plan.route == B1_ROUTE):
        return
    asked = Severity.WARN if SWITCH_REASON in plan.reasons else Severity.ASK
    facts.find(
        "switch-too-late",
        f"Wisselen van {before.route} naar {plan.route} kon tot en met {written(until)}. Daarna "
        "kan het alleen in een bijzonder geval: leg de reden vast."
        + _not_received(facts, "pip", "de eerdere PIP's"),
        rule="C05",
        source=rule.source,
        record=plan.record,
        field="leerroute",
        severity=severity_of(facts, "pip", asked),
    )


def _check_scaling(facts: Facts, book: RuleBook, plan: Plan, before: Plan | None) -> None:
    """I6 (Wi 17, third; Bi 5.5)."""
    fresh = plan.scaled - (before.scaled if before else frozenset())
    if not fresh and plan.occasion != SCALED:
        return
    on = plan.on
    rule = book.counter("Afschalen", on)
    done, required = hours_done(facts, book, rule.id, on), rule.required or 0.0
    if done < required:
        facts.find(
            "scaling-hours",
            f"Afschalen kan na {texts.number(required)} uur les; er staan {texts.number(done)} uur "
            "die meetellen." + _not_received(facts, "urenregel", "de uren"),
            rule="I6",
            source=rule.source,
            record=plan.record,
            field="afgeschaalde_vaardigheden",
            severity=severity_of(facts, "urenregel", Severity.REFUSE),
        )
    elif physical_share(facts, book, rule.id, on) < rule.physical_share:
        facts.find(
            "scaling-physical",
            "Minder dan de helft van deze uren was fysiek; Blik op Werk vraagt ten minste de "
            "helft. Deze regel is niet bevestigd.",
            rule="I6",
            source="Blik op Werk",
            record=plan.record,
            field="afgeschaalde_vaardigheden",
        )
    if not plan.motivation:
        facts.find(
            "scaling-effort",
            "Schrijf bij de motivering welke inspanningen de cliënt heeft gedaan.",
            rule="I6",
            source=rule.source,
            record=plan.record,
            field="motivering",
            severity=severity_of(facts, "pip", Severity.REFUSE),
        )


def _check_closing(facts: Facts, book: RuleBook) -> None:
    """I4 (Wi 9, Bi 3.14)."""
    known = facts.obligation
    if known.ended is None or known.end_reason != END_OF_Z:
        return
    talks = [
        one
        for one in facts.certificates
        if one.kind == "Z_EINDGESPREK" and (one.on or known.ended) <= known.ended
    ]
    if not any(one.by_college for one in talks):
        facts.find(
            "closing-without-eindgesprek",
            "De Z-route sluit met een eindgesprek door het college zelf; "
            + ("een gesprek door een ander telt niet." if talks else "dat staat er niet.")
            + _not_received(facts, "certificaat", "de certificaten"),
            rule="I4",
            source="Besluit inburgering 3.14",
            record=known.record,
            field="einde_reden",
            severity=severity_of(facts, "certificaat", Severity.REFUSE),
        )
    counters = ("Z-cursus", "Z-participatie") if facts.asylum else ("Z-cursus",)
    for counter in counters:
        done = hours_done(facts, book, counter, known.ended)
        norm = book.counter(counter, known.ended).required or 0.0
        if done >= norm:
            continue
        reason = HOURS_REASON in known.reasons
        facts.find(
            "closing-hours",
            f"De teller {counter} staat op {texts.number(done)} van {texts.number(norm)} uur. "
            "Een lagere norm kan alleen in een revalidatietraject: leg de reden vast."
            + _not_received(facts, "urenregel", "de uren"),
            rule="I4",
            source="Besluit inburgering 3.14",
            record=known.record,
            field="einde_reden",
            severity=severity_of(facts, "urenregel", Severity.WARN if reason else Severity.ASK),
        )


def _check_trials(facts: Facts, book: RuleBook) -> None:
    """C17 (Pw 8a, second, under d)."""
    for one in facts.placements:
        end = one.ended or one.planned_end
        if one.kind != "Proefplaatsing" or one.begins is None or end is None:
            continue
        rule = book.clock("C17", one.begins)
        longest = last_day(one.begins, rule.longest.months)
        if end > longest:
            facts.find(
                "trial-too-long",
                f"Een proefplaatsing duurt samen ten hoogste zes maanden: hier tot en met "
                f"{written(longest)}.",
                rule="C17",
                source=rule.source,
                record=one.record,
                field="werkelijke_einddatum" if one.ended else "geplande_einddatum",
                severity=severity_of(facts, "instrument", Severity.REFUSE),
            )
        elif end > rule.lasting(one.begins) and not one.decided:
            facts.find(
                "trial-not-extended",
                f"Na {written(rule.lasting(one.begins))} is een besluit tot verlenging nodig.",
                rule="C17",
                source=rule.source,
                record=one.record,
                field="verlenging_besluit",
            )


def _check_decisions(facts: Facts) -> None:
    ended = facts.ended
    for one in facts.decisions:
        if ended and one.kind == "Verlenging" and one.on and one.on > ended:
            facts.find(
                "extension-after-end",
                f"Deze verlenging is van na het einde van de plicht op {written(ended)}.",
                rule="C12",
                source="Wi 12",
                record=one.record,
                field="dagtekening",
            )


def _check_exempting_course(facts: Facts) -> None:
    """An exempting course asks for a look at Wi 4, first, under d."""
    if facts.exemption is not None or facts.ended is not None:
        return
    for one in facts.placements:
        level = one.level or 0
        begun = one.has_started and one.begins is not None and one.begins <= facts.on
        if begun and one.kind in EXEMPTING and level >= EXEMPTING_LEVEL and not one.ended:
            facts.find(
                "check-exemption",
                "Dit is een opleiding die vrijstelt zolang zij duurt. Vraag DUO om een tijdelijke "
                "vrijstelling.",
                rule="C13",
                source="Wi 4, eerste lid, onder d",
                record=one.record,
                field="niveau",
            )


def _check_client(facts: Facts) -> None:
    firsts = [one for one in facts.plans if one.occasion == "Eerste PIP"]
    if len(firsts) > 1 or (firsts and firsts[0] is not facts.first_plan):
        facts.find(
            "two-first-pips",
            "Meer dan één PIP heet 'Eerste PIP', of het is niet het oudste. De termijn begint bij "
            "het oudste.",
            rule="I3",
            source="Wi 11",
            record=firsts[-1].record,
            field="aanleiding",
        )
    if facts.regime in (None, "Onbekend"):
        facts.find(
            "regime-unknown",
            "Het wettelijk regime is niet vastgelegd; gerekend is met de Wet inburgering 2021.",
            source="Wi 54",
            field="wettelijk_regime",
        )
    if facts.asylum and facts.fines:
        facts.find(
            "keren",
            "Boetes voor asielstatushouders staan ter discussie (HvJEU C-158/23, Keren). Dit "
            "overzicht is informatie en leidt nooit tot een besluit.",
            rule="I9",
            source="HvJEU 4 februari 2025, C-158/23",
            severity=Severity.NOTE,
        )
