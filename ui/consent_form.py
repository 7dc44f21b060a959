"""What the client decided about sharing: a yes or a no, on one screen.

A no asks for who and what for, as a yes does, and nothing more. The form judges nothing: the core
refuses, and each sentence is brought to its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from eportfolio import texts
from eportfolio.errors import EportfolioError
from ui.consent_groups import GroupChoice
from ui.fields import Editor
from ui.form_spec import Spec, Type
from ui.forms import FORM_WIDTH, FieldBox, Fields
from ui.prompts import Prompts
from ui.sharing_work import Card
from ui.sheets import note, padded, sheet
from ui.theme import Theme
from ui.widgets import Banner, announce, button, column, hair, row, scrolled, text

SCANS = "Scan of foto (*.pdf *.png *.jpg *.jpeg *.tif);;Alle bestanden (*)"
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
# Drawing on the screen gets its own place with the screen for the client.
HOW = {
    "handtekening papier": "Handtekening op papier (scan)",
    "kruisje met getuige": "Kruisje, met getuige",
    "mondeling met getuige": "Gezegd, met getuige",
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
WHO = (
    Spec("recipient", "Wie krijgt de gegevens", Type.REFERENCE, True, offered=("wie",)),
    Spec("purpose", "Waarvoor", Type.REFERENCE, True, offered=("doel",)),
)
TERMS = (
    Spec("later_items", "Ook wat er later bij komt", Type.YES_NO, choices=YES_NO),
    Spec("answer_back", "De opvolger mag een samenvatting terugsturen", Type.YES_NO,
         choices=YES_NO),
    Spec("valid_until", "Geldig tot en met (leeg is drie maanden)", Type.DATE),
)  # fmt: skip
BASIS = (Spec("lawful_basis", "Grondslag", Type.TEXT, True),)
SAID = (
    Spec("expressed.how", "Hoe zei de cliënt het", Type.REFERENCE, True, offered=("hoe",)),
    Spec("expressed.witness", "Getuige", Type.TEXT),
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
EVIDENCE = Spec("expressed.evidence", "Scan van het getekende blad", Type.TEXT)
FLAGS = frozenset({"later_items", "answer_back", "interpreter.relative", "teach_back.done"})
SAYS: Mapping[str, str] = {
    "recipient": "Kies wie de gegevens krijgt.",
    "purpose": "Kies waarvoor.",
    "valid_until": "Deze datum past niet. Kies een dag na vandaag.",
    "lawful_basis": "Schrijf de grondslag op, bijvoorbeeld: publieke taak.",
    "expressed.how": "Kies hoe de cliënt het zei.",
    "expressed.evidence": "Voeg de scan van het getekende blad toe.",
    "expressed.witness": "Vul in wie erbij was als getuige.",
    "language": "Kies de taal van het gesprek.",
    "explained_by": "Vul in wie het uitlegde.",
    "interpreter.kind": "De tekst is in het Nederlands. Bij een andere taal hoort een tolk.",
    "interpreter.name": "Vul de naam of het nummer van de tolk in.",
    "teach_back.done": "Laat de cliënt in eigen woorden vertellen wat er meegaat. Daarna: Ja.",
    "teach_back.words": "Schrijf op wat de cliënt zei.",
}
AT = {  # where a refusal of the core belongs that names no field
    "consent-validity": "valid_until",
    "unknown-recipient": "recipient",
    "evidence-file": "expressed.evidence",
}
ALIASES = {
    "teach_back": "teach_back.done",
    "interpreter": "interpreter.kind",
    "expressed": "expressed.how",
}


class FileEditor(Editor):
    """A file from outside: its name, and a button to choose it."""

    def __init__(self, theme: Theme, prompts: Prompts, spec: Spec) -> None:
        super().__init__(spec)
        self._prompts = prompts
        self.file: Path | None = None
        self._name = text("Nog geen bestand", "muted", wrap=True)
        self.choose = button(theme, "Bestand kiezen", self._on_choose, "file", small=True)
        self.choose.setAccessibleName(f"{spec.title}: bestand kiezen")
        layout = row(self.choose, self._name)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._first = self.choose

    def _on_choose(self) -> None:
        self._prompts.open_file(self, self.spec.title, SCANS, self.take)

    def take(self, file: Path) -> None:
        """Use a file."""
        self.file = file
        self._name.setText(file.name)
        self._touch()

    def _show(self, value: Any) -> None:
        self._name.setText(str(value or "Nog geen bestand"))

    def _read(self) -> Any:
        return self.file.name if self.file is not None else None


class ConsentForm(QWidget):
    """One decision about one recipient and one purpose."""

    save_wanted = Signal(bool, object, object)  # yes or no, request, evidence file or None
    left = Signal()

    def __init__(
        self, theme: Theme, prompts: Prompts, cards: Sequence[Card], offers: Sequence[Any]
    ) -> None:
        super().__init__()
        self._theme = theme
        self.answer: bool | None = None
        names = {
            "wie": {one.thumbprint: one.who + NOT_TRUSTED.get(one.state, "") for one in cards},
            "doel": PURPOSES,
            "hoe": HOW,
            "tolk": INTERPRETERS,
            "taal": LANGUAGES,
        }
        who, terms, basis, said, talk = (
            Fields(theme, fields, names) for fields in (WHO, TERMS, BASIS, SAID, TALK)
        )
        self._groups = (who, terms, basis, said, talk)
        who.load({"purpose": "handover"})
        terms.load({})
        talk.load({"language": "nl", "interpreter.kind": "geen"})
        for one in (basis, said):
            one.load({})
        self.evidence = FileEditor(theme, prompts, EVIDENCE)
        evidence = FieldBox(theme, self.evidence)
        self.boxes = {name: box for one in self._groups for name, box in one.boxes.items()}
        self.boxes[EVIDENCE.name] = evidence
        self.groups = GroupChoice(theme, offers)
        self.banner = Banner(theme, "neg", "alert-circle")
        self._build(who, terms, basis, said, talk, evidence)
        self._show_answer()

    def _build(self, who: QWidget, terms: QWidget, basis: QWidget, said: QWidget, talk: QWidget,
               evidence: QWidget) -> None:  # fmt: skip
        theme = self._theme
        choices = row(space=0)
        self.answers: dict[bool, QPushButton] = {}
        for answer, words in ((True, "Ja, dit mag"), (False, "Nee, dit mag niet")):
            made = QPushButton(words)
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("segment", True)
            made.setAccessibleName(f"De cliënt zegt: {words}")
            made.clicked.connect(partial(self.choose, answer))
            choices.addWidget(made)
            self.answers[answer] = made
        choices.addStretch(1)
        self.means = text("", "muted", wrap=True)
        together = button(theme, "Samen met de cliënt", self.left.emit, "users", small=True)
        together.setEnabled(False)
        together.setToolTip("Het scherm voor de cliënt, in de eigen taal, komt in een volgende "
                            "versie")  # fmt: skip
        first = sheet(
            "Wat zegt de cliënt?", padded(choices, self.means, who, space=14), side=together
        )
        self.only_yes = QWidget()
        self.only_yes.setLayout(
            column(
                self.groups,
                sheet("Afspraken over deze toestemming", padded(terms)),
                sheet("Hoe zei de cliënt het?", padded(
                    said, evidence,
                    note(theme, "Tekenen op het scherm komt hier, samen met het scherm voor de "
                         "cliënt.", "pencil", "muted"),
                    space=14,
                )),
                sheet("Het gesprek", padded(talk)),
                sheet("Grondslag", padded(
                    text("De grondslag is iets anders dan de toestemming. Schrijf op waarop het "
                         "delen rust.", "muted", wrap=True),
                    basis,
                )),
                space=16,
            )
        )  # fmt: skip
        content = QWidget()
        inside = column(first, self.only_yes, None, space=16)
        inside.setContentsMargins(0, 0, 12, 8)
        content.setLayout(inside)
        content.setMaximumWidth(theme.px(FORM_WIDTH + 60))
        self.save_button = button(theme, "&Vastleggen", self.submit, look="primary")
        self.save_button.setToolTip("Vastleggen (Ctrl+Enter)")
        stop = button(theme, "&Annuleren", self.left.emit)
        foot = row(
            text("Wat u vastlegt wordt getekend en blijft bewaard.", "help", wrap=True), stop,
            self.save_button,
        )  # fmt: skip
        foot.setStretch(0, 1)
        self._scroll = scrolled(content)
        layout = column(self.banner, self._scroll, hair(), foot, space=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in."""
        touched = any(box.editor.is_touched for box in self.boxes.values())
        return touched or self.answer is not None or self.groups.is_touched

    def begin(self) -> None:
        """Put the keyboard at the first question."""
        self.answers[True].setFocus()

    def choose(self, answer: bool, *_: object) -> None:
        """The client says yes or no."""
        self.answer = answer
        for one, made in self.answers.items():
            made.setChecked(one is answer)
        self._show_answer()

    def _show_answer(self) -> None:
        self.only_yes.setVisible(self.answer is True)
        self.save_button.setEnabled(self.answer is not None)
        self.means.setText(
            "Vul in wie en waarvoor. Meer is niet nodig. Een nee verandert verder niets: niet voor "
            "de uitkering, niet voor de hulp."
            if self.answer is False
            else "Ja en nee zijn even goed. De cliënt kiest zelf wat mee mag en kan altijd stoppen."
        )

    def request(self) -> dict[str, Any]:
        """What was filled in, as the core reads it. A no holds only who and what for."""
        found: dict[str, Any] = {}
        for name, box in self.boxes.items():
            value = box.editor.value()
            if value is None or (self.answer is False and name not in ("recipient", "purpose")):
                continue
            outer, _, inner = name.rpartition(".")
            into = found.setdefault(outer, {}) if outer else found
            into[inner] = value == YES_NO[0] if name in FLAGS else value
        return {**found, **self.groups.request()} if self.answer else found

    def submit(self) -> None:
        """Hand over what was filled in (Ctrl+Enter)."""
        if self.answer is None:
            return
        problems = [p for one in self._groups for p in one.problems()] if self.answer else []
        self._show_problems(problems)
        if problems:
            self.banner.say("Nog niet vastgelegd. Kijk bij de velden met een rode rand.")
            return
        self.setEnabled(False)
        evidence = self.evidence.file if self.answer else None
        self.save_wanted.emit(self.answer, self.request(), evidence)

    def refuse(self, error: EportfolioError) -> None:
        """The core said no: everything that was filled in is still there."""
        self.setEnabled(True)
        named = error.facts.get("lacking") or error.facts.get("fields") or []
        fields = [str(one) for one in named] if isinstance(named, list) else []
        fields += [AT[error.key]] if error.key in AT else []
        found = [ALIASES.get(one, one) for one in fields]
        self.banner.say(texts.explain(error))
        self._show_problems([(one, SAYS.get(one, "Kijk dit na.")) for one in found])

    def _show_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for box in self.boxes.values():
            box.say("")
        said = [(self.boxes[name], words) for name, words in problems if name in self.boxes]
        for box, words in said:
            box.say(words)
        if said:
            said[0][0].editor.focus_widget.setFocus()
            self._scroll.ensureWidgetVisible(said[0][0])
            announce(said[0][0], said[0][1])
