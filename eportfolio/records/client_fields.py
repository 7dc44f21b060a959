"""What a client reads of a record, on paper and on the screen: which fields, under which plain
words, in which order.

What is not named in `FIELDS` is not on the client's paper: working notes, sources, layers, numbers
of files, and the burgerservicenummer, which a lost sheet must not give away. On the screen, where
the client judges what is written, `ON_SCREEN` comes before it. Values of a list are translated
where they are words; names of levels and schemes stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from eportfolio.texts import for_client

DAY, NAME, WORD, TEXT, LINE, YES_NO, PARTS = "day", "name", "word", "text", "line", "yes", "parts"
PERIOD = "period"


class Shown(NamedTuple):
    """A field and how it is shown: `DAY` a date; `NAME` the same in both languages; `WORD` a
    value of a list, translated; `TEXT` a longer text, as it was typed; `LINE` a number on a line
    of its own, from left to right; `YES_NO`; `PARTS` a list of short texts; `PERIOD` a first and a
    last day."""

    field: str
    label: str
    how: str


_BEGIN, _END = for_client("Begin"), for_client("Einde")
_DATE, _STATE = for_client("Datum"), for_client("Hoe ver")
_PLACE, _ORGANISATION = for_client("Gemeente"), for_client("Organisatie")
_WEEK, _EXPLAINED = for_client("Uren per week"), for_client("Uitleg")
_RESULT, _LEVEL, _LAND = for_client("Resultaat"), for_client("Niveau"), for_client("Land")
_NAME, _FROM, _HOURS = for_client("Naam"), for_client("Van wie"), for_client("Uren")
_UNTIL, _SCHOOL, _GOAL = for_client("Geldig tot en met"), for_client("School"), for_client("Doel")
_MAIN = for_client("Mijn doel")
_ABOUT = for_client("Het gaat over")

# Of everything that was told: the client sees that a wish not to be asked again is kept.
TELLING: Final = (
    Shown("verteld_op", for_client("Verteld op"), DAY),
    Shown("verteld_aan", for_client("Verteld aan"), NAME),
    Shown("opnieuw_vragen", for_client("Opnieuw vragen"), WORD),
    Shown("alleen_met", for_client("Alleen samen met"), NAME),
)
FIELDS: Final[Mapping[str, tuple[Shown, ...]]] = MappingProxyType(
    {
        "client": (
            Shown("geboortedatum", for_client("Geboortedatum"), DAY),
            Shown("v_nummer", for_client("V-nummer"), LINE),
            Shown("nationaliteit", for_client("Nationaliteit"), NAME),
            Shown("vergunning_einde", for_client("Verblijf mag tot en met"), DAY),
            Shown("adres", for_client("Adres"), NAME),
            Shown("telefoon", for_client("Telefoon"), LINE),
            Shown("e_mail", for_client("E-mail"), LINE),
            Shown("moedertaal", for_client("Moedertaal"), NAME),
            Shown("andere_talen", for_client("Andere talen"), PARTS),
            Shown("leestaal", for_client("Ik lees"), NAME),
            Shown("tolk_nodig", for_client("Tolk nodig"), YES_NO),
            Shown("vertegenwoordiger_naam", for_client("Wie voor mij beslist"), NAME),
        ),
        "gezinslid": (
            Shown("naam", _NAME, NAME),
            Shown("organisatie", _ORGANISATION, NAME),
            Shown("woont_in_nl", for_client("Woont in Nederland"), YES_NO),
            Shown("gezinshereniging", for_client("Gezinshereniging"), WORD),
        ),
        "verblijf": (
            Shown("gemeente", _PLACE, NAME),
            Shown("van", _BEGIN, DAY),
            Shown("tot", _END, DAY),
        ),
        "inburgeringsplicht": (
            Shown("plicht_vanaf", for_client("Ik moet inburgeren vanaf"), DAY),
            Shown("termijn_begin_duo", for_client("Begin van mijn termijn"), DAY),
            Shown("termijn_einde_duo", for_client("Einde van mijn termijn"), DAY),
            Shown("plicht_einde", for_client("Ik ben klaar op"), DAY),
        ),
        "intake": (
            Shown("gestart_op", _BEGIN, DAY),
            Shown("afgerond_op", _END, DAY),
            Shown("advies_leerroute", for_client("Advies voor mijn route"), WORD),
            Shown("motivering", _EXPLAINED, TEXT),
        ),
        "onderwijs": (
            Shown("opleiding", for_client("Opleiding"), NAME),
            Shown("instelling", _SCHOOL, NAME),
            Shown("land", _LAND, NAME),
            Shown("niveau", _LEVEL, NAME),
            Shown("van", _BEGIN, DAY),
            Shown("tot", _END, DAY),
            Shown("afgerond", for_client("Afgemaakt"), YES_NO),
            Shown("diploma_in_bezit", for_client("Ik heb het diploma"), YES_NO),
        ),
        "werk": (
            Shown("functie", for_client("Mijn werk"), NAME),
            Shown("werkgever", for_client("Bij wie"), NAME),
            Shown("land", _LAND, NAME),
            Shown("van", _BEGIN, DAY),
            Shown("tot", _END, DAY),
            Shown("uren_pw", _WEEK, NAME),
            Shown("taken", for_client("Wat ik deed"), TEXT),
        ),
        "taalvaardigheid": (Shown("niveau", _LEVEL, NAME), Shown("datum", _DATE, DAY)),
        "gezondheid": (
            Shown("effect_op_leren", for_client("Wat ik merk bij leren en werken"), TEXT),
            Shown("belastbaar_uren_pw", for_client("Zoveel uur per week lukt"), NAME),
            Shown("aanpassing_nodig", for_client("Wat mij helpt"), TEXT),
            Shown("behandeling_loopt", for_client("Ik word behandeld"), YES_NO),
            Shown("toelichting", for_client("In mijn eigen woorden"), TEXT),
        ),
        "aandachtspunt": (
            Shown("status", _STATE, WORD),
            Shown("start", _BEGIN, DAY),
            Shown("eind", _END, DAY),
            Shown("toelichting", _EXPLAINED, TEXT),
            Shown("subdoelen", for_client("Mijn stappen"), PARTS),
        ),
        "wens": (
            Shown("ontwikkelwens", for_client("Wat ik wil"), WORD),
            Shown("hoofddoel", _MAIN, WORD),
            Shown("droomberoep", for_client("Mijn droomberoep"), NAME),
            Shown("datum", _DATE, DAY),
            Shown("eigen_woorden", for_client("In mijn eigen woorden"), TEXT),
            Shown("talenten", for_client("Wat ik goed kan"), TEXT),
        ),
        "verhaal": (
            Shown("door_wie_opgeschreven", for_client("Opgeschreven door"), NAME),
            Shown("nagelezen_op", for_client("Samen gelezen op"), DAY),
            Shown("onderwerp", _ABOUT, WORD),
            *TELLING,
            Shown("tekst", for_client("Mijn verhaal"), TEXT),
        ),
        "pip": (
            Shown("status", _STATE, WORD),
            Shown("dagtekening", _DATE, DAY),
            Shown("leerroute", for_client("Mijn route"), WORD),
            Shown("aanleiding", for_client("Waarom dit plan"), WORD),
            Shown("hoofddoel", _MAIN, WORD),
            Shown("intensiteit_uren_pw", _WEEK, NAME),
            Shown("pvt_uren", for_client("Uren participatie (PVT)"), NAME),
            Shown("map_uren", for_client("Uren werk leren (MAP)"), NAME),
            Shown("aantal_voortgangsgesprekken", for_client("Aantal gesprekken"), NAME),
            Shown("bezwaar_tot", for_client("Ik kan bezwaar maken tot en met"), DAY),
            Shown("ondersteuning", for_client("Hulp die ik krijg"), TEXT),
            Shown("motivering", for_client("Waarom deze route"), TEXT),
            Shown("vve_afspraken", for_client("School voor mijn jonge kind"), TEXT),
            Shown("pw_onderdelen", for_client("Afspraken over uitkering en werk"), TEXT),
        ),
        "afspraak": (
            Shown("wie", for_client("Wie doet het"), WORD),
            Shown("voor_datum", for_client("Klaar vóór"), DAY),
            Shown("afgesproken_op", for_client("Afgesproken op"), DAY),
            Shown("toezegging_gemeente", for_client("De gemeente heeft dit beloofd"), YES_NO),
        ),
        "contactmoment": (
            Shown("datum", _DATE, DAY),
            Shown("tolk", for_client("Met tolk"), YES_NO),
            Shown("verslag", for_client("Wat is besproken"), TEXT),
        ),
        "urenregel": (
            Shown("categorie", for_client("Wat"), WORD),
            Shown("datum", _DATE, DAY),
            Shown("uren", _HOURS, NAME),
            Shown("instelling", _ORGANISATION, NAME),
        ),
        "cursus": (
            Shown("aanbieder", _SCHOOL, NAME),
            Shown("start", _BEGIN, DAY),
            Shown("eind", _END, DAY),
            Shown("uren_pw", _WEEK, NAME),
            Shown("contract_id", for_client("Nummer"), LINE),
        ),
        "examenpoging": (
            Shown("niveau", _LEVEL, NAME),
            Shown("poging", for_client("Welke keer"), NAME),
            Shown("datum", _DATE, DAY),
            Shown("uitslag", for_client("Uitslag"), WORD),
            Shown("uitslag_datum", for_client("Datum van de uitslag"), DAY),
        ),
        "pvt": (
            Shown("uren", _HOURS, NAME),
            Shown("ondertekend_op", for_client("Getekend op"), DAY),
            Shown("resultaat", _RESULT, TEXT),
        ),
        "map_module": (
            Shown("praktijkuren", _HOURS, NAME),
            Shown("plek", for_client("Plek"), NAME),
            Shown("eindgesprek_op", for_client("Laatste gesprek"), DAY),
            Shown("resultaat", _RESULT, TEXT),
        ),
        "instrument": (
            Shown("status", _STATE, WORD),
            Shown("organisatie", _ORGANISATION, NAME),
            Shown("contactpersoon", for_client("Wie ik daar spreek"), NAME),
            Shown("startdatum", _BEGIN, DAY),
            Shown("geplande_einddatum", for_client("Gepland einde"), DAY),
            Shown("werkelijke_einddatum", _END, DAY),
            Shown("uren_per_week", _WEEK, NAME),
            Shown("doel", _GOAL, TEXT),
            Shown("leerdoelen", for_client("Wat ik leer"), TEXT),
            Shown("resultaat", _RESULT, TEXT),
            Shown("reden_einde", for_client("Waarom het stopte"), TEXT),
        ),
        "certificaat": (
            Shown("uitgever", _FROM, NAME),
            Shown("datum_uitgifte", _DATE, DAY),
            Shown("niveau", _LEVEL, NAME),
            Shown("vaardigheid", for_client("Onderdeel"), WORD),
            Shown("resultaat", _RESULT, NAME),
            Shown("geldig_tot", _UNTIL, DAY),
            Shown("nummer", for_client("Nummer"), LINE),
        ),
        "besluit": (
            Shown("afzender", _FROM, NAME),
            Shown("dagtekening", _DATE, DAY),
            Shown("kenmerk", for_client("Nummer"), LINE),
            Shown("ingangsdatum", _BEGIN, DAY),
            Shown("einddatum", _END, DAY),
            Shown("uitkomst", for_client("Wat is besloten"), TEXT),
        ),
        "ondersteuning": (
            Shown("begeleider", for_client("Wie helpt"), NAME),
            Shown("organisatie", _ORGANISATION, NAME),
            Shown("start", _BEGIN, DAY),
            Shown("einde_gepland", for_client("Gepland einde"), DAY),
            Shown("afgebouwd_op", _END, DAY),
            Shown("items", for_client("De gemeente betaalt"), WORD),
        ),
        "handhaving": (
            Shown("datum", _DATE, DAY),
            Shown("bedrag", for_client("Bedrag in euro"), NAME),
            Shown("status", _STATE, NAME),
            Shown("aanleiding", for_client("Waarom"), TEXT),
        ),
        "document": (),
    }
)
ON_SCREEN: Final[Mapping[str, tuple[Shown, ...]]] = MappingProxyType(
    {
        "client": (
            Shown("voornamen", for_client("Voornaam"), NAME),
            Shown("achternaam", for_client("Achternaam"), NAME),
            Shown("roepnaam", for_client("Zo noemt men mij"), NAME),
            Shown("geslacht", for_client("Man of vrouw"), WORD),
            Shown("bsn", for_client("Burgerservicenummer (BSN)"), LINE),
        ),
        "gezinslid": (Shown("geboortejaar", for_client("Geboortejaar"), NAME),),
        "afspraak": (Shown("status", _STATE, WORD),),
        "urenregel": (Shown("periode", for_client("Periode"), PERIOD),),
    }
)
# The words above a record: a field of it whose value is translated, else these.
TITLE_FIELD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gezinslid": "relatie",
        "verblijf": "soort",
        "taalvaardigheid": "vaardigheid",
        "aandachtspunt": "soort",
        "contactmoment": "soort",
        "cursus": "soort",
        "examenpoging": "onderdeel",
        "instrument": "type",
        "besluit": "soort",
        "ondersteuning": "soort",
    }
)
# What a person typed that says best which record it is.
LEAD_FIELD: Final[Mapping[str, str]] = MappingProxyType(
    {"afspraak": "wat", "certificaat": "titel", "document": "titel"}
)
TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "client": for_client("Mijn gegevens"),
        "gezinslid": for_client("Iemand die ik ken"),
        "verblijf": for_client("Waar ik woon"),
        "inburgeringsplicht": for_client("Mijn inburgering"),
        "intake": for_client("Mijn eerste gesprekken (intake)"),
        "onderwijs": for_client("School"),
        "werk": for_client("Werk"),
        "taalvaardigheid": for_client("Mijn Nederlands"),
        "gezondheid": for_client("Mijn gezondheid"),
        "aandachtspunt": for_client("Aandacht voor"),
        "wens": for_client("Mijn wens"),
        "verhaal": for_client("Mijn verhaal"),
        "pip": for_client("Mijn plan (PIP)"),
        "afspraak": for_client("Afspraak"),
        "contactmoment": for_client("Gesprek"),
        "urenregel": for_client("Uren"),
        "cursus": for_client("Les"),
        "examenpoging": for_client("Examen"),
        "pvt": for_client("Participatieverklaring (PVT)"),
        "map_module": for_client("Leren over werk (MAP)"),
        "instrument": for_client("Werkplek"),
        "certificaat": for_client("Diploma of bewijs"),
        "besluit": for_client("Brief of besluit"),
        "ondersteuning": for_client("Hulp"),
        "handhaving": for_client("Waarschuwing of boete"),
        "document": for_client("Document"),
    }
)
BLOCKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "leerbaarheid": for_client("Toets: hoe leer ik?"),
        "onderwijs_en_werk": for_client("School en werk"),
        "persoonlijke_omstandigheden": for_client("Mijn leven nu"),
        "vve": for_client("School voor mijn jonge kind"),
        "taalniveau": for_client("Mijn Nederlands"),
        "arbeidsparticipatie": for_client("Kansen op werk"),
        "zelfredzaamheid": for_client("Wat ik zelf kan"),
    }
)
# Below a part of the intake or of the story.
PART_TELLING: Final = (Shown("onderwerp", _ABOUT, WORD), *TELLING)
COUNTERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Z-cursus": for_client("Taalles"),
        "Z-participatie": for_client("Meedoen en werk"),
        "MAP": for_client("Leren over werk (MAP)"),
        "PVT": for_client("Participatieverklaring (PVT)"),
        "Afschalen": for_client("Uren voor een lager examen"),
        "PIP-intensiteit": for_client("Uren uit mijn plan"),
        "Gezin 450": for_client("Uren voor langer de tijd"),
    }
)
# Values of lists in plain words; a value that is not here is a name and stays as it is.
VALUES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "M": for_client("Man"),
        "V": for_client("Vrouw"),
        "Partner": for_client("Partner"),
        "Kind": for_client("Kind"),
        "Ouder": for_client("Ouder"),
        "Broer/zus": for_client("Broer of zus"),
        "Maatje": for_client("Maatje"),
        "Buddy/vrijwilliger": for_client("Vrijwilliger"),
        "Hulpverlener": for_client("Hulpverlener"),
        "n.v.t.": for_client("Niet nodig"),
        "Toegekend": for_client("Ja, het mag"),
        "Afgewezen": for_client("Nee, het mag niet"),
        "COL": for_client("Opvang (COL)"),
        "AZC": for_client("Asielzoekerscentrum (azc)"),
        "Gemeentelijke opvang": for_client("Opvang van de gemeente"),
        "Tijdelijke huisvesting": for_client("Tijdelijk huis"),
        "Woning": for_client("Huis"),
        "Dakloos": for_client("Geen huis"),
        "B1-route": for_client("B1-route"),
        "Onderwijsroute": for_client("Onderwijsroute"),
        "Z-route": for_client("Zelfredzaamheidsroute (Z-route)"),
        "Financiën": for_client("Geld"),
        "Zorgtaken": for_client("Zorg voor anderen"),
        "Taal": for_client("Taal"),
        "Digitale vaardigheden": for_client("Computer en telefoon"),
        "Lichamelijke gezondheid": for_client("Mijn lichaam"),
        "Psychische gezondheid": for_client("Mijn gevoel"),
        "Verslaving": for_client("Verslaving"),
        "Woonsituatie": for_client("Wonen"),
        "Reis en vlucht": for_client("Mijn reis en vlucht"),
        "Gezin": for_client("Mijn gezin"),
        "Gezondheid": for_client("Mijn gezondheid"),
        "School en opleiding": for_client("School"),
        "Werk": for_client("Werk"),
        "Wonen": for_client("Wonen"),
        "Geld": for_client("Geld"),
        "Mensen die helpen": for_client("Mensen die mij helpen"),
        "Toekomst": for_client("Mijn toekomst"),
        "Mag": for_client("Dat mag"),
        "Alleen met iemand erbij": for_client("Alleen met iemand erbij"),
        "Niet opnieuw vragen": for_client("Ik wil hier niet opnieuw over vertellen"),
        "Open": for_client("Nog te doen"),
        "In behandeling": for_client("Bezig"),
        "Opgelost": for_client("Opgelost"),
        "Betaald werken": for_client("Betaald werk"),
        "Betaald werken naar vermogen": for_client("Betaald werk, zoveel als lukt"),
        "Betaald werken met een opleiding": for_client("Betaald werk en leren"),
        "Werknemersvaardigheden ontwikkelen": for_client("Leren werken"),
        "Werkervaring opdoen": for_client("Werkervaring"),
        "Taalvaardigheden opdoen": for_client("Beter Nederlands leren"),
        "Ondernemen": for_client("Een eigen bedrijf"),
        "Opleiding volgen": for_client("Naar school"),
        "Opleiding met studiefinanciering": for_client("Naar school met studiegeld"),
        "Vrijwilligerswerk": for_client("Vrijwilligerswerk"),
        "Passende dagbesteding hebben": for_client("Iets doen dat bij mij past"),
        "Werkfit worden": for_client("Klaar worden voor werk"),
        "Maatschappelijk fit worden": for_client("Meedoen in Nederland"),
        "Lezen": for_client("Lezen"),
        "Luisteren": for_client("Luisteren"),
        "Schrijven": for_client("Schrijven"),
        "Spreken": for_client("Spreken"),
        "Gesprekken voeren": for_client("Gesprekken"),
        "KNM": for_client("Kennis van Nederland (KNM)"),
        "Eerste PIP": for_client("Mijn eerste plan"),
        "Bijstelling": for_client("Het plan is veranderd"),
        "Routewissel": for_client("Een andere route"),
        "Afschalen": for_client("Een lager examen"),
        "Verhuizing": for_client("Ik ben verhuisd"),
        "Na bezwaar": for_client("Na mijn bezwaar"),
        "Concept": for_client("Nog niet klaar"),
        "Vastgesteld": for_client("Dit geldt nu"),
        "Herzien": for_client("Er is een nieuw plan"),
        "Ingetrokken": for_client("Dit geldt niet meer"),
        "Vernietigd": for_client("Dit geldt niet meer"),
        "Cliënt": for_client("Ik"),
        "Klantmanager": for_client("Mijn klantmanager"),
        "Taalschool": for_client("De taalschool"),
        "Werkgever": for_client("De werkgever"),
        "VluchtelingenWerk": for_client("VluchtelingenWerk"),
        "Overig": for_client("Iemand anders"),
        "Loopt": for_client("Bezig"),
        "Nagekomen": for_client("Gedaan"),
        "Niet nagekomen": for_client("Niet gedaan"),
        "Vervallen": for_client("Niet meer nodig"),
        "Overgedragen": for_client("Door een ander overgenomen"),
        "Gesprek kantoor": for_client("Gesprek op kantoor"),
        "Huisbezoek": for_client("Gesprek thuis"),
        "Telefoon": for_client("Telefoongesprek"),
        "Bericht": for_client("Bericht"),
        "Driegesprek": for_client("Gesprek met drie mensen"),
        "Groep": for_client("Groep"),
        "No-show": for_client("Ik was er niet"),
        "Overdrachtsgesprek": for_client("Gesprek met de nieuwe klantmanager"),
        "NT2-les": for_client("Taalles"),
        "NT2": for_client("Taalles"),
        "Alfabetisering": for_client("Leren lezen en schrijven"),
        "NT2+alfabetisering": for_client("Taalles met lezen en schrijven"),
        "KNM-les": for_client("Les over Nederland (KNM)"),
        "Taalschakeltraject-les": for_client("Les voor een opleiding"),
        "Taalschakeltraject": for_client("Les voor een opleiding"),
        "MAP": for_client("Leren over werk (MAP)"),
        "PVT": for_client("Participatieverklaring (PVT)"),
        "MAP praktische inzet": for_client("Werken voor MAP"),
        "MAP groepsles/coaching": for_client("Les voor MAP"),
        "Werkervaringsplaats": for_client("Werkplek om te leren"),
        "Taalstage": for_client("Taal leren op het werk"),
        "Betaald werk": for_client("Betaald werk"),
        "Activiteit niet in het Nederlands": for_client("Iets doen in een andere taal"),
        "Uren in de intakeperiode": for_client("Uren in het begin"),
        "Vso/praktijkonderwijs/entree": for_client("School"),
        "Zelfstudie": for_client("Zelf leren thuis"),
        "Geslaagd": for_client("Geslaagd"),
        "Niet geslaagd": for_client("Niet geslaagd"),
        "Niet verschenen": for_client("Ik was er niet"),
        "Wacht op uitslag": for_client("Nog geen uitslag"),
        "Proefplaatsing": for_client("Werk op proef"),
        "Participatieplaats": for_client("Participatieplaats"),
        "Loonkostensubsidie": for_client("Werk met subsidie"),
        "Lokale loonkostensubsidie": for_client("Werk met subsidie"),
        "Startbaan": for_client("Startbaan"),
        "Leerwerktraject": for_client("Leren en werken"),
        "BBL": for_client("School en werk (BBL)"),
        "BOL": for_client("School met stage (BOL)"),
        "Derde leerweg": for_client("Korte opleiding"),
        "Praktijkverklaring": for_client("Praktijkverklaring"),
        "Mbo-certificaat": for_client("Mbo-certificaat"),
        "Tegenprestatie": for_client("Tegenprestatie"),
        "Beschut werk": for_client("Werk met veel hulp"),
        "Jobcoach": for_client("Hulp op het werk"),
        "voorgesteld": for_client("Een idee"),
        "aangevraagd": for_client("Aangevraagd"),
        "akkoord": for_client("Het mag"),
        "afgewezen": for_client("Nee, het mag niet"),
        "gestart": for_client("Begonnen"),
        "verlengd": for_client("Langer gemaakt"),
        "afgerond": for_client("Klaar"),
        "voortijdig_beeindigd": for_client("Eerder gestopt"),
        "Kennisgeving inburgeringsplicht": for_client("Brief: ik moet inburgeren"),
        "PIP": for_client("Mijn plan (PIP)"),
        "Verlenging": for_client("Meer tijd"),
        "Vrijstelling": for_client("Ik hoef niet (meer) in te burgeren"),
        "Ontheffing": for_client("Ik hoef niet (meer) in te burgeren"),
        "Boete": for_client("Boete"),
        "Pw-beschikking": for_client("Brief over de uitkering"),
        "Examenuitslag": for_client("Uitslag van een examen"),
        "Verzoek om gegevens": for_client("Vraag om gegevens"),
        "Ontzorgen": for_client("De gemeente betaalt mijn rekeningen"),
        "Maatschappelijke begeleiding": for_client("Hulp bij het begin in Nederland"),
        "Huur": for_client("Huur"),
        "Gas": for_client("Gas"),
        "Water": for_client("Water"),
        "Stroom": for_client("Stroom"),
        "Zorgverzekering": for_client("Zorgverzekering"),
        "klopt": for_client("Dit klopt"),
        "klopt niet": for_client("Dit klopt niet"),
        "niet delen": for_client("Dit wil ik niet delen"),
        "eigen woorden": for_client("Mijn eigen woorden"),
    }
)
# Nobody else at home may learn this from a sheet of paper.
UNSAFE_ON_PAPER: Final = ("Blijf-van-mijn-Lijfhuis",)


def said() -> tuple[str, ...]:
    """Every word that may stand with an item on the screen, each once, in a fixed order."""
    fields = (one for shown in (ON_SCREEN, FIELDS) for kind in shown for one in shown[kind])
    labels = (*(one.label for one in fields), *TITLES.values(), *BLOCKS.values())
    return tuple(dict.fromkeys((*labels, *VALUES.values())))
