"""The fields of a decision, and the sentence for each that the core sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.form_spec import Spec, Type

YES_NO = ("Ja", "Nee")
PURPOSES = {
    "handover": "Overdracht: de opvolger neemt het dossier over",
    "cover": "Vervanging: iemand neemt tijdelijk waar",
    "advice": "Advies: iemand leest alleen mee",
}
LANGUAGES = {
    "nl": "Nederlands",
    "ar": "Arabisch",
    "ti": "Tigrinya",
    "fa": "Farsi",
    "prs": "Dari",
    "ps": "Pasjtoe",
    "ku": "Koerdisch (Kurmanci)",
    "ckb": "Koerdisch (Sorani)",
    "so": "Somali",
    "tr": "Turks",
    "am": "Amhaars",
    "uk": "Oekraïens",
    "ru": "Russisch",
    "zh-Hant": "Chinees",
    "fr": "Frans",
    "en": "Engels",
}
INTERPRETERS = {
    "geen": "Geen tolk",
    "telefonisch": "Tolk aan de telefoon",
    "ter plaatse": "Tolk ter plaatse",
    "video": "Tolk met beeld",
    "informeel": "Iemand uit de omgeving",
}
NOT_TRUSTED = {
    "unknown": " (nog niet vergeleken)",
    "expired": " (kaart verlopen)",
    "replaced": " (kaart vervangen)",
    "revoked": " (kaart ingetrokken)",
}
HOW, WITNESS, EVIDENCE = "expressed.how", "expressed.witness", "expressed.evidence"
SIGNATURE, DAY, TIME = "signature", "signed.day", "signed.time"
GIVEN_ON = "given_on"


@dataclass(frozen=True)
class Way:
    """One way to say it: its words, those of the button that shows the evidence, and its
    fields."""

    words: str
    look: str
    fields: frozenset[str] = frozenset()


WAYS: Mapping[str, Way] = {
    "handtekening papier": Way(
        "Handtekening op papier (scan)",
        "Handtekening bekijken",
        frozenset({EVIDENCE, DAY, TIME}),
    ),
    "handtekening scherm": Way(
        "Handtekening op het scherm", "Handtekening bekijken", frozenset({SIGNATURE})
    ),
    "kruisje met getuige": Way(
        "Kruisje, met getuige",
        "Blad met kruisje bekijken",
        frozenset({EVIDENCE, WITNESS, DAY, TIME}),
    ),
    "mondeling met getuige": Way("Gezegd, met getuige", "Bewijs bekijken", frozenset({WITNESS})),
}
WHO = (
    Spec("recipient", "Wie krijgt de gegevens", Type.REFERENCE, True, offered=("wie",)),
    Spec("purpose", "Waarvoor", Type.REFERENCE, True, offered=("doel",)),
)
TERMS = (
    Spec("later_items", "Ook wat er later bij komt", Type.YES_NO, choices=YES_NO),
    Spec("answer_back", "De opvolger mag een samenvatting terugsturen", Type.YES_NO,
         choices=YES_NO),
    Spec("one_bundle", "Geldt dit voor één bestand?", Type.YES_NO, choices=YES_NO,
         hint="Ja: u maakt hiermee één bestand. Nee: u mag vaker een bestand maken, zolang de "
              "toestemming geldig is."),
    Spec("onward_sharing", "De opvolger mag het ook weer doorgeven", Type.YES_NO, choices=YES_NO,
         hint="Zo weet de opvolger wat de cliënt hiervan vindt. De opvolger vraagt het de cliënt "
              "altijd eerst zelf."),
    Spec("valid_until", "Geldig tot en met (leeg is drie maanden)", Type.DATE),
)  # fmt: skip
TERMS_NOW = {"one_bundle": "Ja", "onward_sharing": "Nee"}
BASIS = (Spec("lawful_basis", "Grondslag", Type.TEXT, True),)
SAID = (
    Spec(HOW, "Hoe zei de cliënt het", Type.REFERENCE, True, offered=("hoe",)),
    Spec(WITNESS, "Getuige", Type.TEXT),
)
SCAN = Spec(EVIDENCE, "Scan van het getekende blad", Type.TEXT)
DRAWN = Spec(SIGNATURE, "Handtekening van de cliënt", Type.TEXT)
SIGNED = (
    Spec(DAY, "Getekend op", Type.DATE, hint="Alleen als het blad eerder is getekend."),
    Spec(TIME, "Om hoe laat (uu:mm)", Type.TIME),
)
TALK = (
    Spec("language", "Taal van het gesprek", Type.REFERENCE, True, offered=("taal",)),
    Spec("explained_by", "Wie legde het uit", Type.TEXT, True),
    Spec("interpreter.kind", "Tolk", Type.REFERENCE, offered=("tolk",)),
    Spec("interpreter.name", "Naam of nummer van de tolk", Type.TEXT),
    Spec("interpreter.relative", "De tolk is familie", Type.YES_NO, choices=YES_NO),
    Spec("teach_back.done", "Vertelde de cliënt het terug", Type.YES_NO, True, choices=YES_NO),
    Spec("teach_back.words", "In eigen woorden van de cliënt", Type.LONG),
)
BEHALF = (
    Spec("representative.name", "Naam van wie beslist", Type.TEXT,
         hint="Leeg als de cliënt zelf beslist."),
    Spec("representative.mandate", "Op welke grond", Type.TEXT,
         hint="Bijvoorbeeld: bewind, beschikking rechtbank."),
)  # fmt: skip
FLAGS = frozenset(
    {
        "later_items", "answer_back", "one_bundle", "onward_sharing", "interpreter.relative",
        "teach_back.done",
    }
)  # fmt: skip
SAYS: Mapping[str, str] = {
    "recipient": "Kies wie de gegevens krijgt.",
    "purpose": "Kies waarvoor.",
    "valid_until": "Deze datum past niet. Kies een dag na vandaag.",
    "lawful_basis": "Schrijf de grondslag op, bijvoorbeeld: publieke taak.",
    HOW: "Kies hoe de cliënt het zei.",
    EVIDENCE: "Voeg de scan van het getekende blad toe.",
    SIGNATURE: "Er staat nog geen handtekening. Een stip telt niet.",
    WITNESS: "Vul in wie erbij was als getuige.",
    DAY: "Vul ook de datum in, of laat allebei leeg.",
    TIME: "Vul ook de tijd in, of laat allebei leeg.",
    GIVEN_ON: "Deze datum of tijd bestaat niet. Kijk ze na.",
    "language": "Kies de taal van het gesprek.",
    "explained_by": "Vul in wie het uitlegde.",
    "interpreter.kind": "De tekst is in het Nederlands. Bij een andere taal hoort een tolk.",
    "interpreter.name": "Vul de naam of het nummer van de tolk in.",
    "teach_back.done": "Laat de cliënt in eigen woorden vertellen wat er meegaat. Daarna: Ja.",
    "teach_back.words": "Schrijf op wat de cliënt zei.",
    "representative.name": "Vul ook de naam in, of laat allebei leeg.",
    "representative.mandate": "Vul ook in op welke grond, of laat allebei leeg.",
}
AT: Mapping[str, tuple[str, str]] = {  # where a refusal belongs that names no field
    "consent-validity": ("valid_until", SAYS["valid_until"]),
    "unknown-recipient": ("recipient", SAYS["recipient"]),
    "evidence-file": (EVIDENCE, SAYS[EVIDENCE]),
    "consent-in-future": (DAY, "Dit ligt in de toekomst. Kijk de datum en de tijd na."),
    "consent-before-dossier": (DAY, "Toen was dit dossier nog leeg. Kijk de datum en de tijd na."),
}
ALIASES = {
    "teach_back": "teach_back.done",
    "interpreter": "interpreter.kind",
    "expressed": HOW,
}
