"""From records to facts, kind by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from eportfolio.statute.dates import written
from eportfolio.statute.facts import (
    ASYLUM,
    CONCEPT,
    DAY_HOURS,
    EARLIEST,
    LATEST,
    SHELTERS,
    WITHDRAWN,
    Certificate,
    Course,
    Decision,
    Exam,
    Facts,
    Fine,
    HourLine,
    Intake,
    Nature,
    Placement,
    Plan,
    RecordedGround,
    Registration,
    Support,
)
from eportfolio.statute.reading import Body
from eportfolio.statute.results import Entry, Event, Line

BLOCKS = {
    "leerbaarheid": "leerbaarheidstoets",
    "onderwijs_en_werk": "opleiding en werk",
    "persoonlijke_omstandigheden": "persoonlijke omstandigheden",
    "vve": "voorschoolse educatie",
    "taalniveau": "taalniveau",
    "arbeidsparticipatie": "mogelijkheden voor arbeidsparticipatie",
    "zelfredzaamheid": "zelfredzaamheid",
}


def gather(
    entries: Iterable[Entry],
    on: date,
    *,
    today: date,
    events: Iterable[Event] = (),
    withheld: Collection[str] = (),
) -> Facts:
    """The facts of a dossier on a day. `withheld`: kinds of which something is not here."""
    past = sorted(
        (one for one in events if _is_possible(one) and one.started <= on),
        key=lambda one: (one.clock, one.started, one.record),
    )
    facts = Facts(on, today, frozenset(withheld), tuple(past))
    hours: list[tuple[str, Body]] = []
    current = [one for one in entries if one.kind in _READERS and one.status != WITHDRAWN]
    for entry in sorted(current, key=lambda one: one.id):
        body = Body(facts, entry.id, entry.body)
        if entry.kind == "urenregel":
            hours.append((entry.id, body))
        else:
            _READERS[entry.kind](facts, entry.id, body)
    facts.lines = _lines(facts, dict(hours))
    facts.registrations.sort(key=lambda one: (one.on, one.record))
    facts.plans.sort(key=lambda one: (one.on, one.number, one.record))
    facts.talks.sort()
    facts.conversations.sort()
    if facts.obligation.notice is None:
        notices = [one.on for one in facts.decisions if one.kind == _NOTICE and one.on]
        facts.obligation.notice = min(notices, default=None)
    return facts


def _is_possible(event: Event) -> bool:
    days = (event.started, event.until or EARLIEST, event.stopped or EARLIEST)
    return all(EARLIEST <= day <= LATEST for day in days)


REFUSED = "afgewezen"
CONVERSATIONS = frozenset(
    ("Gesprek kantoor", "Huisbezoek", "Telefoon", "Driegesprek", "Overdrachtsgesprek")
)
NO_SHOW = "No-show"
_NOTICE = "Kennisgeving inburgeringsplicht"


def _client(facts: Facts, record: str, body: Body) -> None:
    facts.regime = facts.regime or body.text("wettelijk_regime")
    group = body.text("doelgroep")
    if facts.asylum is None and group is not None:
        facts.asylum = group == ASYLUM


def _stay(facts: Facts, record: str, body: Body) -> None:
    if body.text("soort") in SHELTERS:
        return
    home = _place(body.text("gemeente")), body.text("gemeente_code")
    if (day := body.fact("brp_ingeschreven_op")) is not None:
        facts.registrations.append(Registration(record, *home, day))
    elif not body.has("brp_ingeschreven_op"):
        facts.stays.append(Registration(record, *home, LATEST))


def _place(name: str | None) -> str | None:
    """The name of a gemeente, however it was typed."""
    return " ".join((name or "").casefold().split()) or None


def _obligation(facts: Facts, record: str, body: Body) -> None:
    known = facts.obligation
    known.record = known.record or record
    known.notice = known.notice or body.fact("duo_kennisgeving_datum")
    known.begins = known.begins or body.fact("plicht_vanaf")
    known.ended = known.ended or body.fact("plicht_einde")
    known.end_reason = known.end_reason or body.text("einde_reden")
    known.begin_duo = known.begin_duo or body.day("termijn_begin_duo")
    known.end_duo = known.end_duo or body.day("termijn_einde_duo")
    known.asked = known.asked or body.fact("informatie_derde_gevraagd_op")
    known.received = known.received or body.fact("informatie_derde_ontvangen_op")
    known.waits_for = known.waits_for or body.has("informatie_derde")
    known.reasons |= body.reasons()
    for one in body.parts("verlengingsgronden"):
        begins, ends = one.day("van"), one.day("tot")
        if begins is None or begins <= facts.on:
            code = one.text("grond") or "?"
            known.grounds.append(RecordedGround(code, begins, ends, one.has("bewijs")))
    for one in body.parts("onderbrekingen"):
        begins, ends = one.day("van"), one.day("tot")
        if begins is not None and ends is not None and begins <= ends <= facts.on:
            known.interruptions.append((begins, ends))


def _plan(facts: Facts, record: str, body: Body) -> None:
    status = body.text("status")
    day = body.fact("dagtekening")
    plan = Plan(
        record=record,
        on=day or LATEST,
        number=body.number("versienr") or 0,
        occasion=body.text("aanleiding"),
        status=status,
        route=body.text("leerroute"),
        gemeente=_place(body.text("gemeente")),
        announced=body.fact("bekendgemaakt_op"),
        objection_until=body.day("bezwaar_tot"),
        weekly_hours=body.number("intensiteit_uren_pw"),
        talks=body.number("aantal_voortgangsgesprekken"),
        map_applies=body.yes("map_van_toepassing"),
        scaled=body.words("afgeschaalde_vaardigheden"),
        motivation=bool((body.text("motivering") or "").strip()),
        reasons=body.reasons(),
    )
    if status == CONCEPT:
        facts.concepts.append(plan)
    elif day is not None:
        facts.plans.append(plan)
    elif not body.has("dagtekening"):
        facts.find(
            "plan-undated",
            "Dit PIP heeft geen dagtekening en telt niet mee.",
            rule="C01",
            record=record,
            field="dagtekening",
        )


def _decision(facts: Facts, record: str, body: Body) -> None:
    refused = (body.text("uitkomst") or "").casefold().strip().startswith(REFUSED)
    facts.decisions.append(
        Decision(
            record,
            body.text("soort"),
            body.fact("dagtekening"),
            body.fact("aangevraagd_op"),
            body.fact("beantwoord_op"),
            None if refused else body.day("ingangsdatum"),
            None if refused else body.day("einddatum") or body.day("termijn_datum"),
        )
    )


def _course(facts: Facts, record: str, body: Body) -> None:
    facts.courses.append(
        Course(
            record,
            body.text("soort"),
            body.fact("aanbod_datum"),
            body.fact("start"),
            body.day("eind"),
            body.yes("keurmerk"),
        )
    )


def _exam(facts: Facts, record: str, body: Body) -> None:
    result_on = body.fact("uitslag_datum")
    result = None if body.has("uitslag_datum") and result_on is None else body.text("uitslag")
    day = body.day("datum")
    if day is not None and day <= facts.on:
        part, level = body.text("onderdeel"), body.text("niveau")
        facts.exams.append(Exam(record, part, level, day, result, result_on))


def _placement(facts: Facts, record: str, body: Body) -> None:
    begins = body.day("startdatum")
    facts.placements.append(
        Placement(
            record,
            body.text("type"),
            body.text("status"),
            begins,
            body.day("geplande_einddatum"),
            body.day("werkelijke_einddatum"),
            body.has("verlenging_besluit") or body.text("status") == "verlengd",
            body.words("telt_mee_voor") if body.has("telt_mee_voor") else None,
            body.yes("nederlandstalig"),
            body.number("niveau"),
            body.number("loonwaarde_pct"),
            body.fact("besluit_datum"),
        )
    )


def _support(facts: Facts, record: str, body: Body) -> None:
    facts.supports.append(
        Support(
            body.text("soort"),
            body.fact("recht_op_bijstand_vanaf"),
            body.fact("start"),
            body.day("einde_gepland"),
            body.fact("afgebouwd_op"),
        )
    )


def _fine(facts: Facts, record: str, body: Body) -> None:
    fine = Fine(record, body.text("stadium"), body.fact("datum"), body.number("bedrag"))
    facts.fines.append(fine)


def _intake(facts: Facts, record: str, body: Body) -> None:
    calls = []
    for value in body.list("oproepdatums"):
        day = Body(facts, record, {"oproepdatums": value}).day("oproepdatums")
        calls += [day] if day is not None else []
    blocks = body.part("blokken")
    lacking = [title for name, title in BLOCKS.items() if not blocks.part(name).yes("ingevuld")]
    came = body.fact("gestart_op") or body.fact("afgerond_op")
    facts.intakes.append(
        Intake(record, body.text("status"), tuple(sorted(calls)), came, tuple(lacking))
    )


def _talk(facts: Facts, record: str, body: Body) -> None:
    kind = body.text("soort")
    day = body.fact("datum")
    if day is None:
        return
    if body.yes("is_voortgangsgesprek"):
        facts.talks.append(day)
    if kind in CONVERSATIONS:
        facts.conversations.append(day)
    if kind != NO_SHOW:
        facts.last_contact = max(day, facts.last_contact or day)


def _pvt(facts: Facts, record: str, body: Body) -> None:
    facts.pvt_signed = facts.pvt_signed or body.fact("ondertekend_op")


def _map(facts: Facts, record: str, body: Body) -> None:
    facts.map_talk = facts.map_talk or body.fact("eindgesprek_op")


def _certificate(facts: Facts, record: str, body: Body) -> None:
    facts.certificates.append(
        Certificate(
            record,
            body.text("type"),
            body.fact("datum_uitgifte"),
            body.text("bron") == "College",
        )
    )


def _skip(facts: Facts, record: str, body: Body) -> None:
    """Hours are read together, because a correction leans on its original."""


_READERS = {
    "client": _client,
    "verblijf": _stay,
    "inburgeringsplicht": _obligation,
    "pip": _plan,
    "besluit": _decision,
    "cursus": _course,
    "examenpoging": _exam,
    "instrument": _placement,
    "ondersteuning": _support,
    "handhaving": _fine,
    "intake": _intake,
    "contactmoment": _talk,
    "pvt": _pvt,
    "map_module": _map,
    "certificaat": _certificate,
    "urenregel": _skip,
}
KINDS = frozenset(_READERS)


def _lines(facts: Facts, bodies: Mapping[str, Body]) -> list[HourLine]:
    """The lines of hours that can be counted; the others are named."""
    found: list[HourLine] = []
    roots: dict[str, str] = {}
    for record, body in bodies.items():
        root = _root(record, bodies) if body.has("correctie_van") else record
        if root is None:
            facts.find(
                "correction-of-unknown",
                "De regel die hier gecorrigeerd wordt, is er niet; de correctie telt niet mee.",
                rule="uren",
                record=record,
                field="correctie_van",
            )
            continue
        line = _line(facts, record, body, bodies, root)
        if line is not None:
            found.append(line)
            roots[record] = root
            facts.absent = facts.absent or (body.number("verzuim_ongeoorloofd") or 0) > 0
    found = _not_below_zero(facts, found, roots)
    _check_days(facts, found)
    return sorted(found, key=lambda one: (one.share.on, one.share.record))


def _root(record: str, bodies: Mapping[str, Body]) -> str | None:
    """What a line corrects, and so on to the original; None when that is not there."""
    for _ in bodies:
        before = bodies[record].text("correctie_van")
        if before is None:
            return record
        if before not in bodies:
            return None
        record = before
    return None


def _line(
    facts: Facts, record: str, body: Body, bodies: Mapping[str, Body], root: str
) -> HourLine | None:
    begins, ends = _days(body)
    hours = body.number("uren")
    if begins is None or ends is None or begins > ends or hours is None:
        facts.find(
            "unreadable",
            "Deze regel heeft geen leesbare datum of uren en telt niet mee.",
            rule="uren",
            record=record,
            field="uren" if hours is None else "datum",
        )
        return None
    is_correction = root != record
    if problem := _impossible(hours, begins, ends, facts.today, corrected=is_correction):
        code, why = problem
        facts.find(code, why, rule="uren", record=record, field="uren")
        return None
    if ends > facts.on:
        return None
    physical, judged_on = body.yes("fysiek"), ends
    if is_correction:
        judged_on = _days(bodies[root])[1] or ends
        physical = _said("fysiek", record, bodies)
    share = Line(record, ends, hours)
    return HourLine(share, physical, _nature(bodies[root]), judged_on, begins == ends)


def _days(body: Body) -> tuple[date | None, date | None]:
    """The first and last day of a line."""
    day = body.day("datum")
    if day is not None:
        return day, day
    period = body.part("periode")
    return period.day("van"), period.day("tot")


def _said(name: str, record: str, bodies: Mapping[str, Body]) -> bool | None:
    """What a correction says, else what it corrects, and so on; the chain is known to end."""
    while (answer := bodies[record].yes(name)) is None:
        before = bodies[record].text("correctie_van")
        if before is None:
            return None
        record = before
    return answer


def _nature(body: Body) -> Nature:
    return Nature(
        body.text("categorie"),
        body.yes("keurmerk"),
        body.yes("nederlandstalig"),
        body.yes("telt_mee_voor_map"),
        body.yes("aftrek_door_college"),
        body.text("instrument"),
    )


def _impossible(
    hours: float, begins: date, ends: date, today: date, *, corrected: bool
) -> tuple[str, str] | None:
    if ends > today:
        return "hours-in-future", "Deze uren liggen in de toekomst en tellen nog niet mee."
    if hours < 0 and not corrected:
        return "hours-negative", "Minder dan nul uur kan alleen op een correctieregel."
    if abs(hours) > DAY_HOURS * ((ends - begins).days + 1):
        return "hours-over-24", "Een dag heeft niet meer dan 24 uur; deze regel telt niet mee."
    return None


def _not_below_zero(
    facts: Facts, lines: Sequence[HourLine], roots: Mapping[str, str]
) -> list[HourLine]:
    """Without the lines of which more was taken off than there was."""
    if all(one.share.hours >= 0 for one in lines):
        return list(lines)
    left: dict[str, float] = {}
    for one in lines:
        root = roots[one.share.record]
        left[root] = left.get(root, 0.0) + one.share.hours
    for root, hours in left.items():
        if hours < 0:
            facts.find(
                "correction-below-zero",
                "De correcties halen meer uren af dan er stonden; deze regel telt niet mee.",
                rule="uren",
                record=root,
                field="uren",
            )
    return [one for one in lines if left[roots[one.share.record]] >= 0]


def _check_days(facts: Facts, lines: Iterable[HourLine]) -> None:
    """More than 24 hours on one day, over all lines of that day."""
    days: dict[date, float] = {}
    for one in lines:
        if one.of_one_day:
            days[one.share.on] = days.get(one.share.on, 0.0) + one.share.hours
    for day, hours in sorted(days.items()):
        if hours > DAY_HOURS:
            facts.find(
                "day-over-24",
                f"Op {written(day)} staan samen meer dan 24 uur.",
                rule="uren",
                field="uren",
            )
