"""The enumerations of the records, spelled as the law and the partners' systems spell them.

Plain `Literal` aliases: a value added here is a value every form, schema and check accepts.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Geslacht: TypeAlias = Literal["M", "V", "X", "Onbekend"]
Doelgroep: TypeAlias = Literal["Asielstatushouder", "Gezinsmigrant", "Overige migrant"]
WettelijkRegime: TypeAlias = Literal["Wi2021", "Wi2013", "Vrijwillig", "Onbekend"]
Verblijfstitel: TypeAlias = Literal[
    "Asiel bepaalde tijd",
    "Asiel onbepaalde tijd",
    "Regulier bij asielhouder (nareis)",
    "Regulier overig",
    "Anders",
]
Voorkeurskanaal: TypeAlias = Literal[
    "Telefoon", "WhatsApp", "E-mail", "Brief", "Via contactpersoon"
]
Digid: TypeAlias = Literal["Ja", "Aangevraagd", "Nee"]
Vertegenwoordiger: TypeAlias = Literal["Geen", "Bewindvoerder", "Mentor", "Curator", "Voogd"]

Relatie: TypeAlias = Literal[
    "Partner",
    "Kind",
    "Ouder",
    "Broer/zus",
    "Maatje",
    "Buddy/vrijwilliger",
    "Hulpverlener",
    "Overig",
]
Gezinshereniging: TypeAlias = Literal["n.v.t.", "Loopt", "Toegekend", "Afgewezen"]
VveKinderopvang: TypeAlias = Literal["n.v.t.", "Nodig", "Aangemeld", "Wachtlijst", "Geplaatst"]
VerblijfSoort: TypeAlias = Literal[
    "COL",
    "AZC",
    "Gemeentelijke opvang",
    "Tijdelijke huisvesting",
    "Woning",
    "Dakloos",
    "Blijf-van-mijn-Lijfhuis",
]
EindeReden: TypeAlias = Literal[
    "Voldaan B1",
    "Voldaan onderwijsroute",
    "Voldaan Z-route",
    "Vrijgesteld",
    "Ontheven",
    "AOW-leeftijd",
    "Vertrek",
    "Overleden",
    "Naturalisatie/overig",
]
# Ri 4.1(1); `g-onderwijsroute` is the taalschakeltraject that could not start in time,
# `Bi 4.3` the niet-vrijstellende opleiding, `Bi 4.4` the aanzienlijke inspanningen.
VerlengingGrond: TypeAlias = Literal[
    "a", "b", "c", "d", "e", "f", "g", "g-onderwijsroute", "h", "i", "j", "Bi 4.3", "Bi 4.4"
]

IntakeStatus: TypeAlias = Literal[
    "Gepland",
    "Oproep 1",
    "Oproep 2",
    "Oproep 3",
    "Gestart",
    "Afgerond",
    "Afgerond bij afwezigheid",
]
LbtUitkomst: TypeAlias = Literal[
    "B1-route haalbaar",
    "B1-route niet haalbaar",
    "Ontheven (visueel)",
    "Ontheven (auditief)",
    "Niet gemaakt",
]
Leerroute: TypeAlias = Literal["B1-route", "Onderwijsroute", "Z-route"]
OnderwijsNiveau: TypeAlias = Literal[
    "Niet van toepassing",
    "Geen basisopleiding",
    "Basisniveau",
    "LBO/MAVO-niveau",
    "MBO/HAVO/VWO-niveau",
    "HBO-niveau",
    "Wetenschappelijk onderwijs",
]
IdwStatus: TypeAlias = Literal["Niet aangevraagd", "Aangevraagd", "Ontvangen", "Niet mogelijk"]
WerkSoort: TypeAlias = Literal[
    "Loondienst", "Zelfstandig", "Familiebedrijf", "Informeel", "Vrijwilliger"
]
WerkBewijs: TypeAlias = Literal["Geen", "Verklaring", "Contract", "Referentie"]

# What a story is about; told once, and asked again only as the client wants.
VerhaalOnderwerp: TypeAlias = Literal[
    "Reis en vlucht",
    "Gezin",
    "Gezondheid",
    "School en opleiding",
    "Werk",
    "Wonen",
    "Geld",
    "Taal",
    "Mensen die helpen",
    "Toekomst",
]
OpnieuwVragen: TypeAlias = Literal["Mag", "Alleen met iemand erbij", "Niet opnieuw vragen"]

AandachtspuntSoort: TypeAlias = Literal[
    "Financiën",
    "Zorgtaken",
    "Taal",
    "Digitale vaardigheden",
    "Lichamelijke gezondheid",
    "Psychische gezondheid",
    "Verslaving",
    "Woonsituatie",
]
AandachtspuntStatus: TypeAlias = Literal["Open", "In behandeling", "Opgelost"]
Ontwikkelwens: TypeAlias = Literal[
    "Betaald werken",
    "Betaald werken naar vermogen",
    "Betaald werken met een opleiding",
    "Werknemersvaardigheden ontwikkelen",
    "Werkervaring opdoen",
    "Taalvaardigheden opdoen",
    "Ondernemen",
    "Opleiding volgen",
    "Vrijwilligerswerk",
    "Passende dagbesteding hebben",
]
Hoofddoel: TypeAlias = Literal[
    "Betaald werken",
    "Ondernemen",
    "Opleiding met studiefinanciering",
    "Betaald werken naar vermogen",
    "Werkfit worden",
    "Maatschappelijk fit worden",
]

Examenvaardigheid: TypeAlias = Literal["Lezen", "Luisteren", "Schrijven", "Spreken"]
Vaardigheid: TypeAlias = Literal["Lezen", "Luisteren", "Schrijven", "Spreken", "Gesprekken voeren"]
TaalNiveau: TypeAlias = Literal[
    "Alfa A", "Alfa B", "Alfa C", "<A1", "A1", "A2", "B1", "B2", "C1", "C2"
]
ERK = ("<A1", "A1", "A2", "B1", "B2", "C1", "C2")
TaalBron: TypeAlias = Literal["Inschatting", "Instaptoets", "Voortgangstoets", "Examen"]
PipAanleiding: TypeAlias = Literal[
    "Eerste PIP", "Bijstelling", "Routewissel", "Afschalen", "Verhuizing", "Na bezwaar"
]
PipStatus: TypeAlias = Literal["Concept", "Vastgesteld", "Herzien", "Ingetrokken", "Vernietigd"]
AfspraakWie: TypeAlias = Literal[
    "Cliënt", "Klantmanager", "Taalschool", "Werkgever", "VluchtelingenWerk", "Overig"
]
AfspraakStatus: TypeAlias = Literal[
    "Open", "Loopt", "Nagekomen", "Niet nagekomen", "Vervallen", "Overgedragen"
]
ContactSoort: TypeAlias = Literal[
    "Gesprek kantoor",
    "Huisbezoek",
    "Telefoon",
    "Bericht",
    "Driegesprek",
    "Groep",
    "No-show",
    "Overdrachtsgesprek",
]
TolkSoort: TypeAlias = Literal["Telefonisch", "Ter plaatse", "Video", "Informeel"]
UrenCategorie: TypeAlias = Literal[
    "NT2-les",
    "Alfabetisering",
    "KNM-les",
    "Taalschakeltraject-les",
    "MAP praktische inzet",
    "MAP groepsles/coaching",
    "PVT",
    "Vrijwilligerswerk",
    "Werkervaringsplaats",
    "Taalstage",
    "Betaald werk",
    "Activiteit niet in het Nederlands",
    "Uren in de intakeperiode",
    "Vso/praktijkonderwijs/entree",
    "Zelfstudie",
]
UrenBron: TypeAlias = Literal["Presentielijst", "Werkgever", "Eigen opgave", "Klantmanager"]
UrenTeller: TypeAlias = Literal[
    "Z-cursus", "Z-participatie", "MAP", "PVT", "Afschalen", "PIP-intensiteit", "Gezin 450"
]
CursusSoort: TypeAlias = Literal[
    "NT2", "NT2+alfabetisering", "KNM", "Taalschakeltraject", "MAP", "PVT"
]
Examenonderdeel: TypeAlias = Literal["Lezen", "Luisteren", "Schrijven", "Spreken", "KNM"]
Examenniveau: TypeAlias = Literal["A2", "B1", "B2", "n.v.t."]
Uitslag: TypeAlias = Literal["Geslaagd", "Niet geslaagd", "Niet verschenen", "Wacht op uitslag"]
# Ri 3.1: a beroepenoriëntatie, b werknemerscompetenties, c realistisch beroepsbeeld,
# d beroepskansen, e beroepscompetenties verwerven, f netwerk opbouwen, g werk vinden,
# h werkcultuur.
MapThema: TypeAlias = Literal["a", "b", "c", "d", "e", "f", "g", "h"]

InstrumentType: TypeAlias = Literal[
    "Proefplaatsing",
    "Werkervaringsplaats",
    "Participatieplaats",
    "Loonkostensubsidie",
    "Lokale loonkostensubsidie",
    "Startbaan",
    "Leerwerktraject",
    "BBL",
    "BOL",
    "Derde leerweg",
    "Praktijkverklaring",
    "Mbo-certificaat",
    "Vrijwilligerswerk",
    "Taalstage",
    "Tegenprestatie",
    "Beschut werk",
    "Jobcoach",
    "Ondernemen",
    "Betaald werk",
]
InstrumentStatus: TypeAlias = Literal[
    "voorgesteld",
    "aangevraagd",
    "akkoord",
    "afgewezen",
    "gestart",
    "verlengd",
    "afgerond",
    "voortijdig_beeindigd",
]
CertificaatType: TypeAlias = Literal[
    "INB_DIPLOMA",
    "INB_CERT_Z",
    "EXAM_PART",
    "EXAM_KNM",
    "PVT_VERKLARING",
    "MAP_EINDGESPREK",
    "Z_EINDGESPREK",
    "LBT",
    "TAALTOETS",
    "PRESENTIE",
    "IDW",
    "IDW_IO",
    "IDW_OW",
    "BUITENL_DIPLOMA",
    "MBO_DIPLOMA",
    "MBO_CERT",
    "PRAKTIJKVERKLARING",
    "VO_DIPLOMA",
    "CNAVT",
    "RIJBEWIJS",
    "VCA",
    "BRANCHE",
    "VOG",
    "ARBEID",
    "VRIJW",
    "BESCHIKKING",
    "CV",
]
CertificaatBron: TypeAlias = Literal["Cliënt", "DUO", "School", "Werkgever", "College"]
Verificatie: TypeAlias = Literal[
    "niet_geverifieerd", "origineel_gezien", "bij_uitgever_nagevraagd", "uit_register"
]
BesluitSoort: TypeAlias = Literal[
    "Kennisgeving inburgeringsplicht",
    "PIP",
    "Verlenging",
    "Vrijstelling",
    "Ontheffing",
    "Boete",
    "Afschalen",
    "Routewissel",
    "Pw-beschikking",
    "Examenuitslag",
    "Verzoek om gegevens",
    "Overig",
]
# Wi 14 and 22, 23, 24, 25: which duty was not met.
HandhavingStadium: TypeAlias = Literal[
    "Intake", "Tijdens het traject", "PVT of MAP te laat", "Leerroute te laat"
]
# Where the law leaves room to depart from a rule, with a reason: a route switch after a year and a
# half in a special case, a lower norm of hours in a revalidatietraject.
AfwijkingRegel: TypeAlias = Literal["Wi 17", "Bi 3.14"]
OndersteuningSoort: TypeAlias = Literal["Ontzorgen", "Maatschappelijke begeleiding"]
OntzorgenItem: TypeAlias = Literal["Huur", "Gas", "Water", "Stroom", "Zorgverzekering"]
ReactieAntwoord: TypeAlias = Literal["klopt", "klopt niet", "niet delen", "eigen woorden"]
