"""The fields of a decision, and the sentence for each that the core sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ui.form_spec import Spec, Type
from ui.words import N_, _

YES_NO = ("Ja", "Nee")  # values; a form translates them
PURPOSES = {
    "handover": N_("Overdracht: de opvolger neemt het dossier over"),
    "cover": N_("Vervanging: iemand neemt tijdelijk waar"),
    "advice": N_("Advies: iemand leest alleen mee"),
}
LANGUAGES = {
    "nl": N_("Nederlands"),
    "ar": N_("Arabisch"),
    "ti": N_("Tigrinya"),
    "fa": N_("Farsi"),
    "prs": N_("Dari"),
    "ps": N_("Pasjtoe"),
    "ku": N_("Koerdisch (Kurmanci)"),
    "ckb": N_("Koerdisch (Sorani)"),
    "so": N_("Somali"),
    "tr": N_("Turks"),
    "am": N_("Amhaars"),
    "uk": N_("Oekraïens"),
    "ru": N_("Russisch"),
    "zh-Hant": N_("Chinees"),
    "fr": N_("Frans"),
    "en": N_("Engels"),
}
INTERPRETERS = {
    "geen": N_("Geen tolk"),
    "telefonisch": N_("Tolk aan de telefoon"),
    "ter plaatse": N_("Tolk ter plaatse"),
    "video": N_("Tolk met beeld"),
    "informeel": N_("Iemand uit de omgeving"),
}
NOT_TRUSTED = {
    "unknown": N_("{who} (nog niet vergeleken)"),
    "expired": N_("{who} (kaart verlopen)"),
    "replaced": N_("{who} (kaart vervangen)"),
    "revoked": N_("{who} (kaart ingetrokken)"),
}
HOW, WITNESS, EVIDENCE = "expressed.how", "expressed.witness", "expressed.evidence"
SIGNATURE, DAY, TIME = "signature", "signed.day", "signed.time"
SHEET = "sheet"  # the number on a printed one
GIVEN_ON = "given_on"


@dataclass(frozen=True)
class Way:
    """One way to say it: its words, those of the button that shows the evidence, and its
    fields."""

    dutch: str
    dutch_look: str
    fields: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """What it is called, in the language of the window."""
        return _(self.dutch)

    @property
    def look(self) -> str:
        """What the button says that shows the evidence, in the language of the window."""
        return _(self.dutch_look)


WAYS: Mapping[str, Way] = {
    "handtekening papier": Way(
        N_("Handtekening op papier (scan)"),
        N_("Handtekening bekijken"),
        frozenset({EVIDENCE, DAY, TIME, SHEET}),
    ),
    "handtekening scherm": Way(
        N_("Handtekening op het scherm"), N_("Handtekening bekijken"), frozenset({SIGNATURE})
    ),
    "kruisje met getuige": Way(
        N_("Kruisje, met getuige"),
        N_("Blad met kruisje bekijken"),
        frozenset({EVIDENCE, WITNESS, DAY, TIME, SHEET}),
    ),
    "mondeling met getuige": Way(
        N_("Gezegd, met getuige"), N_("Bewijs bekijken"), frozenset({WITNESS})
    ),
}
WHO = (
    Spec("recipient", N_("Wie krijgt de gegevens"), Type.REFERENCE, True, offered=("wie",)),
    Spec("purpose", N_("Waarvoor"), Type.REFERENCE, True, offered=("doel",)),
)
TERMS = (
    Spec("later_items", N_("Ook wat er later bij komt"), Type.YES_NO, choices=YES_NO),
    Spec(
        "answer_back",
        N_("De ander mag iets terugsturen"),
        Type.YES_NO,
        choices=YES_NO,
        dutch_hint=N_(
            "Bij een overdracht: een eigen samenvatting. Bij een vervanging: wat uw collega "
            "toevoegt."
        ),
    ),
    Spec(
        "one_bundle",
        N_("Geldt dit voor één bestand?"),
        Type.YES_NO,
        choices=YES_NO,
        dutch_hint=N_(
            "Ja: u maakt hiermee één bestand. Nee: u mag vaker een bestand maken, zolang de "
            "toestemming geldig is."
        ),
    ),
    Spec(
        "onward_sharing",
        N_("De opvolger mag het ook weer doorgeven"),
        Type.YES_NO,
        choices=YES_NO,
        dutch_hint=N_(
            "Zo weet de opvolger wat de cliënt hiervan vindt. De opvolger vraagt het de cliënt "
            "altijd eerst zelf."
        ),
    ),
    Spec("valid_until", N_("Geldig tot en met (leeg is drie maanden)"), Type.DATE),
)
TERMS_NOW = {"one_bundle": "Ja", "onward_sharing": "Nee"}
BASIS = (Spec("lawful_basis", N_("Grondslag"), Type.TEXT, True),)
SAID = (
    Spec(HOW, N_("Hoe zei de cliënt het"), Type.REFERENCE, True, offered=("hoe",)),
    Spec(WITNESS, N_("Getuige"), Type.TEXT),
)
SCAN = Spec(EVIDENCE, N_("Scan van het getekende blad"), Type.TEXT)
DRAWN = Spec(SIGNATURE, N_("Handtekening van de cliënt"), Type.TEXT)
SIGNED = (
    Spec(
        DAY, N_("Getekend op"), Type.DATE, dutch_hint=N_("Alleen als het blad eerder is getekend.")
    ),
    Spec(TIME, N_("Om hoe laat (uu:mm)"), Type.TIME),
    Spec(
        SHEET,
        N_("Nummer van het blad"),
        Type.TEXT,
        dutch_hint=N_("Staat op het blad. Dan geldt het dossier van die dag."),
    ),
)
TALK = (
    Spec("language", N_("Taal van het gesprek"), Type.REFERENCE, True, offered=("taal",)),
    Spec("explained_by", N_("Wie legde het uit"), Type.TEXT, True),
    Spec("interpreter.kind", N_("Tolk"), Type.REFERENCE, offered=("tolk",)),
    Spec("interpreter.name", N_("Naam of nummer van de tolk"), Type.TEXT),
    Spec("interpreter.relative", N_("De tolk is familie"), Type.YES_NO, choices=YES_NO),
    Spec("teach_back.done", N_("Vertelde de cliënt het terug"), Type.YES_NO, True, choices=YES_NO),
    Spec("teach_back.words", N_("In eigen woorden van de cliënt"), Type.LONG),
)
BEHALF = (
    Spec(
        "representative.name",
        N_("Naam van wie beslist"),
        Type.TEXT,
        dutch_hint=N_("Leeg als de cliënt zelf beslist."),
    ),
    Spec(
        "representative.mandate",
        N_("Op welke grond"),
        Type.TEXT,
        dutch_hint=N_("Bijvoorbeeld: bewind, beschikking rechtbank."),
    ),
)
FLAGS = frozenset(
    {
        "later_items",
        "answer_back",
        "one_bundle",
        "onward_sharing",
        "interpreter.relative",
        "teach_back.done",
    }
)
SAYS: Mapping[str, str] = {
    "recipient": N_("Kies wie de gegevens krijgt."),
    "purpose": N_("Kies waarvoor."),
    "valid_until": N_("Deze datum past niet. Kies een dag na vandaag."),
    "lawful_basis": N_("Schrijf de grondslag op, bijvoorbeeld: publieke taak."),
    HOW: N_("Kies hoe de cliënt het zei."),
    EVIDENCE: N_("Voeg de scan van het getekende blad toe."),
    SIGNATURE: N_("Er staat nog geen handtekening. Een stip telt niet."),
    WITNESS: N_("Vul in wie erbij was als getuige."),
    DAY: N_("Vul ook de datum in, of laat allebei leeg."),
    TIME: N_("Vul ook de tijd in, of laat allebei leeg."),
    GIVEN_ON: N_("Deze datum of tijd bestaat niet. Kijk ze na."),
    "language": N_("Kies de taal van het gesprek."),
    "explained_by": N_("Vul in wie het uitlegde."),
    "interpreter.kind": N_("De tekst is in het Nederlands. Bij een andere taal hoort een tolk."),
    "interpreter.name": N_("Vul de naam of het nummer van de tolk in."),
    "teach_back.done": N_("Laat de cliënt in eigen woorden vertellen wat er meegaat. Daarna: Ja."),
    "teach_back.words": N_("Schrijf op wat de cliënt zei."),
    "representative.name": N_("Vul ook de naam in, of laat allebei leeg."),
    "representative.mandate": N_("Vul ook in op welke grond, of laat allebei leeg."),
}
AT: Mapping[str, tuple[str, str]] = {  # where a refusal belongs that names no field
    "consent-validity": ("valid_until", SAYS["valid_until"]),
    "unknown-recipient": ("recipient", SAYS["recipient"]),
    "evidence-file": (EVIDENCE, SAYS[EVIDENCE]),
    "consent-in-future": (DAY, N_("Dit ligt in de toekomst. Kijk de datum en de tijd na.")),
    "no-such-sheet": (SHEET, N_("Geen blad van deze cliënt heeft dit nummer. Kijk het na.")),
    "consent-head": (DAY, N_("Het blad is later gemaakt dan dit. Kijk de datum en de tijd na.")),
    "consent-before-dossier": (
        DAY,
        N_("Toen was dit dossier nog leeg. Kijk de datum en de tijd na."),
    ),
}
ALIASES = {
    "teach_back": "teach_back.done",
    "interpreter": "interpreter.kind",
    "expressed": HOW,
}


def said_in_words(words: Mapping[str, str]) -> dict[str, str]:
    """Choices in the language of the window."""
    return {key: _(said) for key, said in words.items()}
