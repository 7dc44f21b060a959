"""Who the client is: identity, family and network, places of residence, the obligation."""

from __future__ import annotations

from pydantic import Field

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import (
    LAAG_X,
    Afwijking,
    Bsn,
    Date,
    GemeenteCode,
    Part,
    PartialDate,
    Periode,
    Record,
    Ref,
    Text,
    VNummer,
    Word,
    Year,
    YesNo,
)


class Client(Record):
    kind = "client"
    periods = (("vergunning_ingang", "vergunning_einde"),)

    bsn: Bsn | None = Field(None, title="Burgerservicenummer")
    v_nummer: VNummer | None = Field(None, title="V-nummer")
    achternaam: Word = Field(title="Achternaam")
    voorvoegsel: Text | None = Field(None, title="Voorvoegsel")
    voornamen: Text | None = Field(None, title="Voornamen")
    roepnaam: Text | None = Field(None, title="Roepnaam")
    geboortedatum: PartialDate | None = Field(None, title="Geboortedatum")
    geslacht: v.Geslacht | None = Field(None, title="Geslacht")
    nationaliteit: Text | None = Field(None, title="Nationaliteit (BRP)")
    doelgroep: v.Doelgroep | None = Field(None, title="Doelgroep")
    wettelijk_regime: v.WettelijkRegime | None = Field(None, title="Wettelijk regime")
    verblijfstitel: v.Verblijfstitel | None = Field(None, title="Verblijfstitel")
    vergunning_ingang: Date | None = Field(None, title="Ingang vergunning")
    vergunning_einde: Date | None = Field(None, title="Einde vergunning")
    adres: Text | None = Field(None, title="Adres")
    telefoon: Text | None = Field(None, title="Telefoon")
    e_mail: Text | None = Field(None, title="E-mail")
    voorkeurskanaal: v.Voorkeurskanaal | None = Field(None, title="Voorkeurskanaal")
    digid: v.Digid | None = Field(None, title="DigiD")
    moedertaal: Text | None = Field(None, title="Moedertaal")
    andere_talen: tuple[Word, ...] | None = Field(None, title="Andere talen")
    latijns_schrift: YesNo | None = Field(None, title="Leest het Latijnse schrift")
    tolk_nodig: YesNo | None = Field(None, title="Tolk nodig")
    tolktaal: Text | None = Field(None, title="Taal van de tolk")
    leestaal: Text | None = Field(None, title="Leestaal")
    vertegenwoordiger: v.Vertegenwoordiger | None = Field(None, title="Vertegenwoordiger")
    vertegenwoordiger_naam: Text | None = Field(None, title="Naam vertegenwoordiger")


class Gezinslid(Record):
    kind = "gezinslid"

    relatie: v.Relatie = Field(title="Relatie")
    naam: Text | None = Field(None, title="Naam")
    geboortejaar: Year | None = Field(None, title="Geboortejaar")
    woont_in_nl: YesNo | None = Field(None, title="Woont in Nederland")
    gezinshereniging: v.Gezinshereniging | None = Field(None, title="Gezinshereniging")
    vve_kinderopvang: v.VveKinderopvang | None = Field(None, title="VVE of kinderopvang")
    organisatie: Text | None = Field(None, title="Organisatie")
    contactgegevens: Text | None = Field(None, title="Contactgegevens")
    mag_gecontacteerd: YesNo | None = Field(None, title="Mag gecontacteerd worden")
    toestemming_van_die_persoon: YesNo | None = Field(None, title="Toestemming van die persoon")
    bijzonderheden: Text | None = Field(
        None, title="Bijzonderheden over deze persoon", json_schema_extra={**LAAG_X}
    )


class Verblijf(Record):
    kind = "verblijf"
    periods = (("van", "tot"),)

    soort: v.VerblijfSoort = Field(title="Soort verblijf")
    gemeente: Text | None = Field(None, title="Gemeente")
    gemeente_code: GemeenteCode | None = Field(None, title="Gemeentecode (CBS)")
    van: Date | None = Field(None, title="Van")
    tot: Date | None = Field(None, title="Tot en met")
    brp_ingeschreven_op: Date | None = Field(None, title="Ingeschreven in de BRP op")
    koppeling_datum: Date | None = Field(None, title="Datum koppeling")
    taakstelling: YesNo | None = Field(None, title="Telt mee voor de taakstelling")
    adres: Text | None = Field(None, title="Adres", json_schema_extra={**LAAG_X})


class Verlengingsgrond(Part):
    periods = (("van", "tot"),)

    grond: v.VerlengingGrond = Field(title="Grond (Ri 4.1)")
    van: Date | None = Field(None, title="Van")
    tot: Date | None = Field(None, title="Tot en met")
    bewijs: Ref | None = Field(None, title="Bewijs")


class Inburgeringsplicht(Record):
    kind = "inburgeringsplicht"
    periods = (
        ("plicht_vanaf", "plicht_einde"),
        ("termijn_begin_duo", "termijn_einde_duo"),
        ("informatie_derde_gevraagd_op", "informatie_derde_ontvangen_op"),
    )

    duo_kennisgeving_datum: Date | None = Field(None, title="Datum kennisgeving van DUO")
    plicht_vanaf: Date | None = Field(None, title="Plicht vanaf")
    plicht_einde: Date | None = Field(None, title="Einde van de plicht")
    einde_reden: v.EindeReden | None = Field(None, title="Reden van het einde")
    termijn_begin_duo: Date | None = Field(None, title="Begin van de termijn volgens DUO")
    termijn_einde_duo: Date | None = Field(None, title="Einde van de termijn volgens DUO")
    termijn_einde_berekend: Date | None = Field(None, title="Berekend einde van de termijn")
    verlengingen: tuple[Ref, ...] | None = Field(None, title="Besluiten tot verlenging")
    verlengingsgronden: tuple[Verlengingsgrond, ...] | None = Field(
        None, title="Omstandigheden die grond voor verlenging kunnen zijn"
    )
    onderbrekingen: tuple[Periode, ...] | None = Field(None, title="Onderbrekingen van de plicht")
    afwijkingen: tuple[Afwijking, ...] | None = Field(
        None, title="Afwijkingen van een regel, met reden"
    )
    informatie_derde: Text | None = Field(None, title="Derde van wie informatie wordt afgewacht")
    informatie_derde_gevraagd_op: Date | None = Field(None, title="Informatie gevraagd op")
    informatie_derde_ontvangen_op: Date | None = Field(None, title="Informatie ontvangen op")
