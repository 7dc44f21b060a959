"""The plan and its course: PIP, agreements, contacts, hours, courses, exams, PVT and MAP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import (
    IN_QUARTERS,
    STEP,
    Afwijking,
    Count,
    Date,
    Hours,
    Ordinal,
    Periode,
    Problem,
    Record,
    Ref,
    SignedHours,
    Text,
    WeekHours,
    Word,
    YesNo,
    unique,
)
from eportfolio.records.hours import HOUR_FIELDS
from eportfolio.records.kinds import is_yes

PvtUren: TypeAlias = Annotated[
    float, Field(ge=12, le=20_000, json_schema_extra=STEP), IN_QUARTERS
]  # Bi 3.1
MapUren: TypeAlias = Annotated[
    float, Field(ge=40, le=20_000, json_schema_extra=STEP), IN_QUARTERS
]  # Bi 3.2
HOURS_IN_A_DAY = 24


def _has_status(status: str) -> dict[str, JsonValue]:
    return {"required": ["status"], "properties": {"status": {"const": status}}}


def _has_text(name: str) -> dict[str, JsonValue]:
    return {"required": [name], "properties": {name: {"type": "string"}}}


class Taalvaardigheid(Record):
    kind = "taalvaardigheid"

    vaardigheid: v.Vaardigheid = Field(title="Vaardigheid")
    niveau: v.TaalNiveau = Field(title="Niveau")
    bron: v.TaalBron | None = Field(None, title="Bron")
    datum: Date | None = Field(None, title="Datum")


class Pip(Record):
    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"not": _has_status("Concept")},
                    "then": _has_text("leerroute"),
                },
                {
                    "if": _has_status("Vastgesteld"),
                    "then": _has_text("dagtekening"),
                },
            ]
        }
    )
    kind = "pip"
    periods = (("dagtekening", "bezwaar_tot"), ("bekendgemaakt_op", "bezwaar_tot"))

    versienr: Ordinal | None = Field(None, title="Versienummer")
    aanleiding: v.PipAanleiding | None = Field(None, title="Aanleiding")
    gemeente: Text | None = Field(None, title="Gemeente die het PIP vaststelt")
    dagtekening: Date | None = Field(None, title="Dagtekening")
    bekendgemaakt_op: Date | None = Field(None, title="Bekendgemaakt op")
    leerroute: v.Leerroute | None = Field(None, title="Leerroute")
    motivering: Text | None = Field(None, title="Motivering van de leerroute")
    hoofddoel: v.Hoofddoel | None = Field(None, title="Hoofddoel")
    intensiteit_uren_pw: WeekHours | None = Field(None, title="Intensiteit, uren per week")
    pvt_uren: PvtUren | None = Field(None, title="Uren PVT (ten minste 12)")
    map_uren: MapUren | None = Field(None, title="Uren MAP (ten minste 40)")
    map_van_toepassing: YesNo | None = Field(None, title="MAP van toepassing")
    aantal_voortgangsgesprekken: Count | None = Field(None, title="Aantal voortgangsgesprekken")
    vve_afspraken: Text | None = Field(None, title="Afspraken over voorschoolse educatie")
    ondersteuning: Text | None = Field(None, title="Ondersteuning en begeleiding")
    examen_a2_toegestaan: YesNo | None = Field(None, title="Examen A2 of KNM toegestaan (Z-route)")
    mag_opleiding_afmaken: YesNo | None = Field(
        None, title="Mag niet-vrijstellende opleiding afmaken"
    )
    afgeschaalde_vaardigheden: (
        Annotated[
            tuple[v.Examenvaardigheid, ...],
            AfterValidator(unique),
            Field(json_schema_extra={"uniqueItems": True}),
        ]
        | None
    ) = Field(None, title="Afgeschaalde vaardigheden")
    pw_onderdelen: Text | None = Field(None, title="Onderdelen volgens de Participatiewet")
    document: Ref | None = Field(None, title="Document")
    bezwaar_tot: Date | None = Field(None, title="Bezwaar mogelijk tot en met")
    afwijkingen: tuple[Afwijking, ...] | None = Field(
        None, title="Afwijkingen van een regel, met reden"
    )
    status: v.PipStatus | None = Field(None, title="Status")

    def inconsistencies(self) -> Iterator[Problem]:
        """Only a concept may lack a leerroute; the A2 exam is a choice of the Z-route."""
        yield from super().inconsistencies()
        if self.status != "Concept" and self.leerroute is None:
            yield "leerroute", "Een PIP heeft een leerroute; alleen een concept kan zonder."
        if self.status == "Vastgesteld" and self.dagtekening is None:
            yield "dagtekening", "Een vastgesteld PIP heeft een dagtekening."
        if is_yes(self.examen_a2_toegestaan) and self.leerroute not in (None, "Z-route"):
            yield "examen_a2_toegestaan", "Dit geldt alleen voor de Z-route (Bi 3.14)."


class Afspraak(Record):
    kind = "afspraak"

    onderwerp: Text | None = Field(None, title="Onderwerp")
    wat: Word = Field(title="Wat is afgesproken")
    wie: v.AfspraakWie | None = Field(None, title="Wie doet het")
    afgesproken_op: Date | None = Field(None, title="Afgesproken op")
    voor_datum: Date | None = Field(None, title="Klaar vóór")
    status: v.AfspraakStatus = Field(title="Status")
    bewijs: Ref | None = Field(None, title="Bewijs")
    toezegging_gemeente: YesNo | None = Field(None, title="Toezegging van de gemeente")
    in_pip: YesNo | None = Field(None, title="Staat in het PIP")


class Contactmoment(Record):
    kind = "contactmoment"

    datum: Date = Field(title="Datum")
    soort: v.ContactSoort | None = Field(None, title="Soort")
    is_voortgangsgesprek: YesNo | None = Field(None, title="Telt als voortgangsgesprek")
    tolk: YesNo | None = Field(None, title="Tolk")
    tolk_soort: v.TolkSoort | None = Field(None, title="Soort tolk")
    verslag: Text | None = Field(None, title="Verslag")
    vervolg: tuple[Ref, ...] | None = Field(None, title="Afspraken die hieruit volgen")


class Urenregel(Record):
    """Append-only: a correction is a new line with the difference and `correctie_van`."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["datum"], "properties": {"datum": {"type": "string"}}},
                {"required": ["periode"], "properties": {"periode": {"type": "object"}}},
            ],
            "if": {
                "required": ["correctie_van"],
                "properties": {"correctie_van": {"type": "string"}},
            },
            "else": {
                "properties": {
                    name: {"anyOf": [{"minimum": 0}, {"type": "null"}]} for name in HOUR_FIELDS
                }
            },
        }
    )
    kind = "urenregel"

    datum: Date | None = Field(None, title="Datum")
    periode: Periode | None = Field(None, title="Periode")
    categorie: v.UrenCategorie = Field(title="Categorie")
    uren: SignedHours = Field(title="Uren")
    gepland: SignedHours | None = Field(None, title="Gepland")
    aanwezig: SignedHours | None = Field(None, title="Aanwezig")
    verzuim_geoorloofd: SignedHours | None = Field(None, title="Geoorloofd verzuim")
    verzuim_ongeoorloofd: SignedHours | None = Field(None, title="Ongeoorloofd verzuim")
    instelling: Text | None = Field(None, title="Instelling")
    keurmerk: YesNo | None = Field(None, title="Instelling met keurmerk")
    fysiek: YesNo | None = Field(None, title="Fysiek aanwezig")
    nederlandstalig: YesNo | None = Field(None, title="In een Nederlandstalige omgeving")
    telt_mee_voor_map: YesNo | None = Field(None, title="Afgesproken als MAP")
    aftrek_door_college: YesNo | None = Field(None, title="College trekt deze uren af (Bi 3.14)")
    instrument: Ref | None = Field(None, title="Participatie-instrument of cursus")
    bron: v.UrenBron | None = Field(None, title="Bron")
    gecontroleerd: YesNo | None = Field(None, title="Gecontroleerd")
    correctie_van: Ref | None = Field(None, title="Correctie van")

    def inconsistencies(self) -> Iterator[Problem]:
        """A line has a day or a period; a day has 24 hours; only a correction is negative."""
        yield from super().inconsistencies()
        if (self.datum is None) == (self.periode is None):
            yield "datum", "Vul een datum in of een periode, niet allebei."
        for name in HOUR_FIELDS:
            hours: float = getattr(self, name) or 0
            if hours < 0 and self.correctie_van is None:
                yield name, "Minder dan nul uur kan alleen op een correctieregel."
            if self.datum is not None and abs(hours) > HOURS_IN_A_DAY:
                yield name, "Een dag heeft niet meer dan 24 uur."


class Cursus(Record):
    kind = "cursus"
    periods = (("start", "eind"),)

    soort: v.CursusSoort | None = Field(None, title="Soort")
    aanbieder: Text | None = Field(None, title="Aanbieder")
    keurmerk: YesNo | None = Field(None, title="Aanbieder met keurmerk")
    contract_id: Text | None = Field(None, title="Contractnummer")
    aanbod_datum: Date | None = Field(None, title="Datum van het aanbod")
    start: Date | None = Field(None, title="Start")
    eind: Date | None = Field(None, title="Eind")
    uren_pw: WeekHours | None = Field(None, title="Uren per week")


class Examenpoging(Record):
    kind = "examenpoging"
    periods = (("datum", "uitslag_datum"),)

    onderdeel: v.Examenonderdeel = Field(title="Onderdeel")
    niveau: v.Examenniveau | None = Field(None, title="Niveau")
    poging: Ordinal | None = Field(None, title="Poging")
    datum: Date | None = Field(None, title="Datum")
    uitslag_datum: Date | None = Field(None, title="Datum van de uitslag")
    uitslag: v.Uitslag | None = Field(None, title="Uitslag")
    kosteloos: YesNo | None = Field(None, title="Kosteloos")


class Pvt(Record):
    kind = "pvt"

    uren: Hours | None = Field(None, title="Uren")
    activiteit_kernwaarde: Text | None = Field(None, title="Activiteit over een kernwaarde")
    ondertekend_op: Date | None = Field(None, title="Participatieverklaring ondertekend op")
    resultaat: Text | None = Field(None, title="Resultaat")


class MapModule(Record):
    kind = "map_module"

    themas: (
        Annotated[
            tuple[v.MapThema, ...],
            AfterValidator(unique),
            Field(json_schema_extra={"uniqueItems": True}),
        ]
        | None
    ) = Field(None, title="Behandelde thema's")
    praktijkuren: Hours | None = Field(None, title="Uren praktische inzet")
    plek: Text | None = Field(None, title="Plek")
    eindgesprek_op: Date | None = Field(None, title="Eindgesprek op")
    resultaat: Text | None = Field(None, title="Resultaat")
    reden_niet: Text | None = Field(None, title="Reden waarom niet afgerond")
