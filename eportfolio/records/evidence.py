"""Placements, certificates, decisions, support, enforcement, files, and the client's reactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import Field

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import (
    Date,
    Hours,
    Mime,
    Money,
    Percentage,
    Periode,
    Problem,
    Record,
    Ref,
    Sha256,
    Text,
    WeekHours,
    Word,
    YesNo,
)

MboNiveau: TypeAlias = Annotated[int, Field(ge=1, le=4)]
Bytes: TypeAlias = Annotated[int, Field(ge=0, le=2**53 - 1)]
LANGUAGE_CERTIFICATES = ("EXAM_PART", "TAALTOETS", "CNAVT")


class Instrument(Record):
    kind = "instrument"
    periods = (
        ("startdatum", "geplande_einddatum"),
        ("startdatum", "werkelijke_einddatum"),
    )

    type: v.InstrumentType = Field(title="Soort instrument")
    status: v.InstrumentStatus | None = Field(None, title="Status")
    startdatum: Date | None = Field(None, title="Startdatum")
    geplande_einddatum: Date | None = Field(None, title="Geplande einddatum")
    werkelijke_einddatum: Date | None = Field(None, title="Werkelijke einddatum")
    uren_per_week: WeekHours | None = Field(None, title="Uren per week")
    organisatie: Text | None = Field(None, title="Organisatie")
    contactpersoon: Text | None = Field(None, title="Contactpersoon")
    doel: Text | None = Field(None, title="Doel")
    resultaat: Text | None = Field(None, title="Resultaat")
    reden_einde: Text | None = Field(None, title="Reden van het einde")
    telt_mee_voor: tuple[v.UrenTeller, ...] | None = Field(None, title="Telt mee voor")
    nederlandstalig: YesNo | None = Field(None, title="In een Nederlandstalige omgeving")
    intentie_dienstverband: YesNo | None = Field(None, title="Intentie tot dienstverband")
    verlenging_besluit: Ref | None = Field(None, title="Besluit tot verlenging")
    leerdoelen: Text | None = Field(None, title="Leerdoelen")
    beoordeling_9_maanden: Date | None = Field(None, title="Beoordeling na 9 maanden")
    premie_datum: Date | None = Field(None, title="Datum premie")
    loonwaarde_pct: Percentage | None = Field(None, title="Loonwaarde in procenten")
    besluit_datum: Date | None = Field(None, title="Datum besluit")
    forfaitair_tot: Date | None = Field(None, title="Forfaitair tot en met")
    bedrag: Money | None = Field(None, title="Bedrag in euro")
    contractduur: Text | None = Field(None, title="Contractduur")
    contract_uren: WeekHours | None = Field(None, title="Contracturen per week")
    contract_tot: Date | None = Field(None, title="Contract tot en met")
    contractsoort: Text | None = Field(None, title="Soort contract")
    bpv_overeenkomst: Ref | None = Field(None, title="Praktijkovereenkomst (BPV)")
    praktijkbegeleider: Text | None = Field(None, title="Praktijkbegeleider")
    crebo: Text | None = Field(None, title="Crebo")
    niveau: MboNiveau | None = Field(None, title="Mbo-niveau")
    leerbedrijf: Text | None = Field(None, title="Erkend leerbedrijf")
    aanbieder: Text | None = Field(None, title="Aanbieder")
    bekostiging: Text | None = Field(None, title="Bekostiging")
    werkprocessen: tuple[Word, ...] | None = Field(None, title="Werkprocessen")
    certificaatcode: Text | None = Field(None, title="Certificaatcode")
    vrijwilligersovereenkomst: Ref | None = Field(None, title="Vrijwilligersovereenkomst")
    taaldoel: Text | None = Field(None, title="Taaldoel")
    taalcoach: Text | None = Field(None, title="Taalcoach")
    uren: Hours | None = Field(None, title="Uren in totaal")
    periode: Periode | None = Field(None, title="Periode")


class Certificaat(Record):
    kind = "certificaat"
    periods = (("datum_uitgifte", "geldig_tot"),)

    type: v.CertificaatType = Field(title="Soort certificaat")
    titel: Text | None = Field(None, title="Titel")
    uitgever: Text | None = Field(None, title="Uitgever")
    nummer: Text | None = Field(None, title="Nummer")
    datum_uitgifte: Date | None = Field(None, title="Datum van uitgifte")
    geldig_tot: Date | None = Field(None, title="Geldig tot en met")
    niveau: Text | None = Field(None, title="Niveau (ERK, NLQF of mbo)")
    vaardigheid: v.Vaardigheid | None = Field(None, title="Vaardigheid")
    resultaat: Text | None = Field(None, title="Resultaat")
    bestand: Ref | None = Field(None, title="Bestand")
    sha256: Sha256 | None = Field(None, title="SHA-256 van het bestand")
    mime: Mime | None = Field(None, title="Bestandstype")
    origineel_gezien_door: Text | None = Field(None, title="Origineel gezien door")
    origineel_gezien_op: Date | None = Field(None, title="Origineel gezien op")
    kopie_wel_niet_gewaarmerkt: YesNo | None = Field(None, title="Kopie gewaarmerkt")
    bsn_op_kopie_afgeschermd: YesNo | None = Field(None, title="BSN op de kopie afgeschermd")
    bron: v.CertificaatBron | None = Field(None, title="Bron")
    verificatie: v.Verificatie | None = Field(None, title="Verificatie")

    def inconsistencies(self) -> Iterator[Problem]:
        """A language certificate has a level of the ERK."""
        yield from super().inconsistencies()
        if self.type in LANGUAGE_CERTIFICATES and self.niveau not in (None, *v.ERK):
            yield "niveau", "Een taalcertificaat heeft een ERK-niveau: <A1, A1, A2, B1, B2, C1, C2."


class Besluit(Record):
    kind = "besluit"
    periods = (
        ("ingangsdatum", "einddatum"),
        ("aangevraagd_op", "dagtekening"),
        ("dagtekening", "beantwoord_op"),
    )

    soort: v.BesluitSoort = Field(title="Soort")
    afzender: Text | None = Field(None, title="Afzender")
    aangevraagd_op: Date | None = Field(None, title="Aangevraagd op")
    dagtekening: Date | None = Field(None, title="Dagtekening")
    beantwoord_op: Date | None = Field(None, title="Beantwoord op")
    kenmerk: Text | None = Field(None, title="Kenmerk")
    termijn_datum: Date | None = Field(None, title="Termijn tot en met")
    ingangsdatum: Date | None = Field(None, title="Geldt vanaf")
    einddatum: Date | None = Field(None, title="Geldt tot en met")
    uitkomst: Text | None = Field(None, title="Uitkomst")


class Ondersteuning(Record):
    kind = "ondersteuning"
    periods = (("start", "einde_gepland"), ("start", "afgebouwd_op"))

    soort: v.OndersteuningSoort | None = Field(None, title="Soort")
    recht_op_bijstand_vanaf: Date | None = Field(None, title="Recht op bijstand vanaf")
    start: Date | None = Field(None, title="Start")
    einde_gepland: Date | None = Field(None, title="Gepland einde")
    items: tuple[v.OntzorgenItem, ...] | None = Field(None, title="Wat de gemeente betaalt")
    afgebouwd_op: Date | None = Field(None, title="Afgebouwd op")
    begeleider: Text | None = Field(None, title="Begeleider")
    organisatie: Text | None = Field(None, title="Organisatie")


class Handhaving(Record):
    """For information only; nothing follows from it automatically."""

    kind = "handhaving"

    soort: Text | None = Field(None, title="Soort")
    stadium: v.HandhavingStadium | None = Field(None, title="Stadium")
    datum: Date | None = Field(None, title="Datum")
    bedrag: Money | None = Field(None, title="Bedrag in euro")
    aanleiding: Text | None = Field(None, title="Aanleiding")
    status: Text | None = Field(None, title="Status")


class Document(Record):
    """An attached file; it travels with the records that refer to it."""

    kind = "document"

    titel: Word = Field(title="Titel")
    sha256: Sha256 = Field(title="SHA-256")
    omvang: Bytes = Field(title="Omvang in bytes")
    naam: Word = Field(title="Bestandsnaam")
    mime: Mime = Field(title="Bestandstype")


class Reactie(Record):
    """The client's own answer to a record; a new one replaces an older one."""

    kind = "reactie"

    record: Ref = Field(title="Gegeven waarop de cliënt reageert")
    antwoord: v.ReactieAntwoord = Field(title="Antwoord")
    woorden: Text | None = Field(None, title="Eigen woorden")
    taal: Text | None = Field(None, title="Taal")
    dag: Date = Field(title="Dag")

    def inconsistencies(self) -> Iterator[Problem]:
        """Own words are words."""
        yield from super().inconsistencies()
        if self.antwoord == "eigen woorden" and not self.woorden:
            yield "woorden", "Schrijf op wat de cliënt zegt."
