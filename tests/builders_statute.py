"""Small dossiers for the statutory clock: what a test does not name is as in an ordinary case.

Unless a test says otherwise the client is an asielstatushouder under the Wi 2021, DUO's notice
is of 2023-09-25, the registration in Waterdael of 2024-02-12, and the first PIP (B1-route) of
2024-04-15. So the term is 2024-04-16 up to and including 2027-04-15.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from eportfolio import statute
from eportfolio.statute import results

ASYLUM = "Asielstatushouder"
FAMILY = "Gezinsmigrant"
OTHER = "Overige migrant"
B1, EDUCATION, Z = "B1-route", "Onderwijsroute", "Z-route"
NOTICE, REGISTERED, FIRST = "2023-09-25", "2024-02-12", "2024-04-15"
PROOF = "0f6a3c1e-5b7d-4c2a-9e88-1d2f3a4b5c6d"
BLOCKS = (
    "leerbaarheid",
    "onderwijs_en_werk",
    "persoonlijke_omstandigheden",
    "vve",
    "taalniveau",
    "arbeidsparticipatie",
    "zelfredzaamheid",
)


@dataclass(frozen=True)
class Fact:
    """A record as the clock reads it."""

    id: str
    kind: str
    body: Mapping[str, Any]
    status: str = "actueel"


def entry(kind: str, body: Mapping[str, Any], record: str | None = None) -> Fact:
    """A record; `...` as a value leaves the field out."""
    kept = {name: value for name, value in body.items() if value is not ...}
    return Fact(record or kind, kind, kept)


def without(entries: Iterable[Fact], *records: str) -> list[Fact]:
    return [one for one in entries if one.id not in records]


def changed(entries: Iterable[Fact], record: str, **changes: Any) -> list[Fact]:
    """The same entries, one of them with other fields; `...` removes a field."""
    found = list(entries)
    assert record in {one.id for one in found}
    return [
        entry(one.kind, {**one.body, **changes}, one.id) if one.id == record else one
        for one in found
    ]


def withdrawn(fact: Fact) -> Fact:
    return replace(fact, status="vervallen")


def client(group: str | None = ASYLUM, regime: str | None = "Wi2021") -> Fact:
    return entry(
        "client",
        {
            "achternaam": "Aldarwesh",
            "doelgroep": group or ...,
            "wettelijk_regime": regime or ...,
        },
    )


def duty(notice: str | None = NOTICE, **changes: Any) -> Fact:
    return entry("inburgeringsplicht", {"duo_kennisgeving_datum": notice or ..., **changes})


def home(registered: str | None = REGISTERED, place: str = "Waterdael", **changes: Any) -> Fact:
    body = {"soort": "Woning", "gemeente": place, "brp_ingeschreven_op": registered or ...}
    return entry("verblijf", {**body, **changes}, f"verblijf-{place.lower()}")


def centre(**changes: Any) -> Fact:
    body = {"soort": "AZC", "gemeente": "Duinrade", "van": "2022-12-06"}
    return entry("verblijf", {**body, **changes}, "verblijf-azc")


def intake(**changes: Any) -> Fact:
    blocks = {name: {"ingevuld": True} for name in BLOCKS}
    body = {"status": "Afgerond", "gestart_op": "2023-11-20", "afgerond_op": "2024-03-25"}
    return entry("intake", {**body, "blokken": blocks, **changes})


def pip(day: str | None = FIRST, route: str = B1, number: int = 1, **changes: Any) -> Fact:
    reasons = {1: "Eerste PIP"}
    body = {
        "versienr": number,
        "aanleiding": reasons.get(number, "Bijstelling"),
        "gemeente": "Waterdael",
        "dagtekening": day or ...,
        "bekendgemaakt_op": day or ...,
        "leerroute": route,
        "motivering": "Uitslag van de toets en eigen wens.",
        "intensiteit_uren_pw": 15,
        "pvt_uren": 12,
        "map_uren": ... if route == EDUCATION else 40,
        "map_van_toepassing": "Nee" if route == EDUCATION else "Ja",
        "aantal_voortgangsgesprekken": 6,
        "status": "Vastgesteld",
    }
    return entry("pip", {**body, **changes}, f"pip{number}")


def hours(record: str, day: str, category: str, amount: float, **changes: Any) -> Fact:
    """A line on a day: at a keurmerk institution, in the room, in Dutch."""
    body = {
        "datum": day,
        "categorie": category,
        "uren": amount,
        "keurmerk": True,
        "fysiek": True,
        "nederlandstalig": True,
    }
    return entry("urenregel", {**body, **changes}, record)


def lessons(total: float, until: str = "2026-05-29", **changes: Any) -> list[Fact]:
    """Lines of NT2-les of at most six hours a day, the last on a given day."""
    found: list[Fact] = []
    day, left = date.fromisoformat(until), total
    while left > 0:
        amount = min(6.0, left)
        body = {"categorie": "NT2-les", **changes}
        category = str(body.pop("categorie"))
        found.append(hours(f"les-{category}-{day}", day.isoformat(), category, amount, **body))
        day, left = day - timedelta(days=1), left - amount
    return found


def course(record: str = "cursus", **changes: Any) -> Fact:
    body = {"soort": "NT2", "aanbieder": "Taalhuis Waterdael", "keurmerk": "Ja"}
    return entry("cursus", {**body, **changes}, record)


def decision(kind: str, record: str = "besluit", **changes: Any) -> Fact:
    return entry("besluit", {"soort": kind, "afzender": "DUO", **changes}, record)


def instrument(kind: str, start: str, record: str = "instrument", **changes: Any) -> Fact:
    body = {"type": kind, "status": "gestart", "startdatum": start}
    return entry("instrument", {**body, **changes}, record)


def exam(part: str, day: str, level: str = "B1", **changes: Any) -> Fact:
    body = {"onderdeel": part, "niveau": level, "datum": day, "uitslag": "Wacht op uitslag"}
    return entry("examenpoging", {**body, **changes}, f"examen-{part.lower()}")


def passed(part: str, day: str, level: str = "B1") -> Fact:
    return exam(part, day, level, uitslag="Geslaagd", uitslag_datum=day)


def fine(stage: str, day: str, record: str = "handhaving", **changes: Any) -> Fact:
    body = {"soort": "Boete", "stadium": stage, "datum": day, "bedrag": 340}
    return entry("handhaving", {**body, **changes}, record)


def final_talk(source: str = "College", day: str = "2026-10-20") -> Fact:
    issuer = "Gemeente Waterdael" if source == "College" else "Taalschool De Brug"
    body = {"type": "Z_EINDGESPREK", "uitgever": issuer, "datum_uitgifte": day, "bron": source}
    return entry("certificaat", {**body, "titel": "Eindgesprek Z-route"}, "cert-eindgesprek")


def talk(day: str, record: str | None = None, **changes: Any) -> Fact:
    body = {"datum": day, "soort": "Gesprek kantoor", "is_voortgangsgesprek": True}
    return entry("contactmoment", {**body, **changes}, record or f"gesprek-{day}")


def dossier(
    *more: Fact,
    route: str = B1,
    first: str | None = FIRST,
    group: str | None = ASYLUM,
    notice: str | None = NOTICE,
    registered: str | None = REGISTERED,
    plan: Mapping[str, Any] | None = None,
    **plicht: Any,
) -> list[Fact]:
    """An ordinary dossier and what a test adds; other keywords are fields of the plicht."""
    found = [client(group), duty(notice, **plicht), intake()]
    if registered:
        found.append(home(registered))
    if first:
        found.append(pip(first, route, **(plan or {})))
    return [*found, *more]


def outlook(entries: Sequence[Fact], on: str, **options: Any) -> results.Outlook:
    return statute.examine(entries, date.fromisoformat(on), **options)


def objections(
    before: Sequence[Fact], after: Sequence[Fact], on: str, **options: Any
) -> tuple[results.Finding, ...]:
    return statute.objections(before, after, date.fromisoformat(on), **options)


def codes(found: results.Outlook | Iterable[results.Finding]) -> set[str]:
    findings = found.findings if isinstance(found, results.Outlook) else found
    return {one.code for one in findings}


def finding(found: results.Outlook | Iterable[results.Finding], code: str) -> results.Finding:
    findings = found.findings if isinstance(found, results.Outlook) else tuple(found)
    return next(one for one in findings if one.code == code)


def term(found: results.Outlook) -> results.Term:
    assert found.term is not None
    return found.term


def day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
