"""What the client decided about sharing: a yes or a no, on one screen.

A no asks for who and what for, as a yes does, and nothing more. The form judges nothing: the core
refuses, and each sentence is brought to its field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from eportfolio.errors import EportfolioError
from ui.consent_fields import (
    ALIASES,
    AT,
    BASIS,
    BEHALF,
    FLAGS,
    INTERPRETERS,
    LANGUAGES,
    NOT_TRUSTED,
    PURPOSES,
    TALK,
    TERMS,
    TERMS_NOW,
    WHO,
    YES_NO,
    said_in_words,
)
from ui.consent_groups import GroupChoice
from ui.consent_said import Said
from ui.forms import FORM_WIDTH, Fields
from ui.prompts import Prompts
from ui.purpose_words import explained
from ui.sharing_work import Card
from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.widgets import Banner, announce, button, column, hair, row, scrolled, segments, text
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace.reading import Talk

PAUSE_MS = 1500
DUTCH, NONE = "nl", "geen"
WHICH = N_("In het dossier staat dat een tolk nodig is. Kies welke tolk erbij was.")
SURE = N_(
    "In het dossier staat dat een tolk nodig is. Was er toch geen tolk? Leg dan nog een keer vast."
)
KEPT = N_(
    "Dit vulde u in op {at}. Het is nog niet vastgelegd. Een handtekening of scan is niet bewaard: "
    "voeg die opnieuw toe."
)
LOOK = N_("Nog niet vastgelegd. Kijk bij de velden met een rode rand.")


class ConsentForm(QWidget):
    """One decision about one recipient and one purpose."""

    save_wanted = Signal(bool, object, object)  # yes or no, request, Evidence
    paused = Signal()  # somebody stopped typing
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        prompts: Prompts,
        cards: Sequence[Card],
        offers: Sequence[Any],
        known: Talk | None = None,
    ) -> None:
        super().__init__()
        self._needs_interpreter = known is not None and known.needs_interpreter
        self._has_said = False  # that an interpreter is needed
        self._theme = theme
        self.answer: bool | None = None
        names = {
            "wie": {
                one.thumbprint: _(NOT_TRUSTED.get(one.state, "{who}")).format(who=one.who)
                for one in cards
            },
            "doel": said_in_words(PURPOSES),
            "tolk": said_in_words(INTERPRETERS),
            "taal": said_in_words(LANGUAGES),
        }
        who, terms, basis, talk, behalf = (
            Fields(theme, fields, names) for fields in (WHO, TERMS, BASIS, TALK, BEHALF)
        )
        self._groups = (who, terms, basis, talk, behalf)
        who.load({"purpose": "handover"})
        terms.load(TERMS_NOW)
        talk.load(_begun(known))
        for one in (basis, behalf):
            one.load({})
        self.said = Said(theme, prompts)
        self.evidence, self.signature = self.said.file, self.said.signature
        self._own = {name: box for one in self._groups for name, box in one.boxes.items()}
        self.boxes = {**self._own, **self.said.boxes}
        self._own["later_items"].editor.changed.connect(self._on_later)
        self.purpose = explained(who.boxes["purpose"])
        self.groups = GroupChoice(theme, offers)
        self.banner = Banner(theme, "neg", "alert-circle")
        self.kept = Banner(theme, "info", "history")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.paused)
        for part in (*self._groups, self.said, self.groups):
            part.changed.connect(self._pause.start)
        self._build(*self._groups)
        self._show_answer()

    def _build(
        self, who: QWidget, terms: QWidget, basis: QWidget, talk: QWidget, behalf: QWidget
    ) -> None:
        theme = self._theme
        said = {True: _("Ja, dit mag"), False: _("Nee, dit mag niet")}
        choices, self.answers = segments(_("De cliënt zegt"), said, self.choose)
        self.means = text("", "muted", wrap=True)
        first = sheet(
            _("Wat zegt de cliënt?"), padded(choices, self.means, who, self.purpose, space=14)
        )
        self.only_yes = QWidget()
        self.only_yes.setLayout(
            column(
                self.groups,
                sheet(_("Afspraken over deze toestemming"), padded(terms)),
                sheet(_("Hoe zei de cliënt het?"), padded(self.said)),
                sheet(_("Het gesprek"), padded(talk)),
                sheet(_("Beslist iemand namens de cliënt?"), padded(
                    text(_("Vul dit alleen in als de cliënt niet zelf mag beslissen."), "muted",
                         wrap=True),
                    behalf,
                )),
                sheet(_("Grondslag"), padded(
                    text(_("De grondslag is iets anders dan de toestemming. Schrijf op waarop het "
                         "delen rust."), "muted", wrap=True),
                    basis,
                )),
                space=16,
            )
        )  # fmt: skip
        content = QWidget()
        inside = column(first, self.only_yes, None, space=16)
        inside.setContentsMargins(0, 0, 12, 8)
        content.setLayout(inside)
        theme.size(content, maximumWidth=FORM_WIDTH + 60)
        self.save_button = button(theme, _("&Vastleggen"), self.submit, look="primary")
        self.save_button.setToolTip(_("Vastleggen (Ctrl+Enter)"))
        stop = button(theme, _("&Annuleren"), self.left.emit)
        foot = row(
            text(_("Wat u vastlegt wordt getekend en blijft bewaard."), "help", wrap=True), stop,
            self.save_button,
        )  # fmt: skip
        foot.setStretch(0, 1)
        self._scroll = scrolled(content)
        layout = column(self.banner, self.kept, self._scroll, hair(), foot, space=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in."""
        touched = any(box.editor.is_touched for box in self.boxes.values())
        return touched or self.answer is not None or self.groups.is_touched

    @property
    def has_evidence(self) -> bool:
        """Whether a signature was drawn or a file chosen: no draft keeps those."""
        return self.is_changed and self.said.has_evidence

    def typed(self) -> dict[str, Any]:
        """What a draft keeps: everything but the signature and the scan."""
        return {
            "answer": self.answer,
            "fields": {name: box.editor.typed() for name, box in self._own.items()},
            "said": self.said.typed(),
            "groups": self.groups.request(),
        }

    def retype(self, values: Mapping[str, Any], at: str) -> None:
        """Show what a draft kept."""
        if values.get("answer") is not None:
            self.choose(bool(values["answer"]))
        for name, value in dict(values.get("fields") or {}).items():
            if name in self._own:
                self._own[name].editor.retype(value)
        self.said.retype(values.get("said") or {})
        self.groups.retype(values.get("groups") or {})
        self._pause.stop()
        self.kept.say(_(KEPT).format(at=at))

    def begin(self) -> None:
        """Put the keyboard at the first question."""
        self.answers[True].setFocus()

    def choose(self, answer: bool) -> None:
        """The client says yes or no."""
        self.answer = answer
        for one, made in self.answers.items():
            made.setChecked(one is answer)
        self._pause.start()
        self._show_answer()

    def _show_answer(self) -> None:
        self.only_yes.setVisible(self.answer is True)
        self.save_button.setEnabled(self.answer is not None)
        self.means.setText(
            _(
                "Vul in wie en waarvoor. Meer is niet nodig. Een nee verandert verder niets: niet "
                "voor de uitkering, niet voor de hulp."
            )
            if self.answer is False
            else _(
                "Ja en nee zijn even goed. De cliënt kiest zelf wat mee mag en kan altijd stoppen."
            )
        )

    def _on_later(self) -> None:
        self.said.show_later(is_later=self._own["later_items"].editor.value() == YES_NO[0])

    def request(self) -> dict[str, Any]:
        """What was filled in, as the core reads it. A no holds only who and what for."""
        found: dict[str, Any] = {}
        for name, box in self._own.items():
            value = box.editor.value()
            if value is None or (self.answer is False and name not in ("recipient", "purpose")):
                continue
            outer, __, inner = name.rpartition(".")
            into = found.setdefault(outer, {}) if outer else found
            into[inner] = value == YES_NO[0] if name in FLAGS else value
        if not self.answer:
            return found
        return {**found, **self.said.request(), **self.groups.request()}

    def submit(self) -> None:
        """Hand over what was filled in (Ctrl+Enter)."""
        if self.answer is None:
            return
        parts = (*self._groups, self.said) if self.answer else ()
        problems = [problem for part in parts for problem in part.problems()]
        problems += self._lacks_interpreter() if self.answer else []
        self._show_problems(problems)
        if problems:
            self.banner.say(_(LOOK))
            return
        self.setEnabled(False)
        evidence = self.said.evidence if self.answer else None
        self.save_wanted.emit(self.answer, self.request(), evidence)

    def _lacks_interpreter(self) -> list[tuple[str, str]]:
        """Which interpreter, where the dossier says that one is needed; that there was none is
        asked once more."""
        kind = self._own["interpreter.kind"].editor.value()
        needed = [box.editor for box in self._own.values() if box.editor.spec.is_required]
        if any(editor.value() is None for editor in needed):
            return []  # the core refuses this, and names all that is lacking
        if not self._needs_interpreter or kind not in (None, NONE):
            return []
        if kind is None:
            return [("interpreter.kind", WHICH)]
        if self._has_said:
            return []
        self._has_said = True
        return [("interpreter.kind", SURE)]

    def refuse(self, error: EportfolioError) -> None:
        """The core said no: everything that was filled in is still there."""
        self.setEnabled(True)
        named = error.facts.get("lacking") or error.facts.get("fields") or []
        fields = [str(one) for one in named] if isinstance(named, list) else []
        found = [self.said.placed(ALIASES.get(one, one)) for one in fields]
        found += [AT[error.key]] if error.key in AT else []
        has_place = bool(fields) and all(name in self.boxes for name, __ in found)
        self.banner.say(_(LOOK) if has_place else explain(error))
        self._show_problems(found)

    def _show_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        for box in self.boxes.values():
            box.say("")
        said = [(self.boxes[name], words) for name, words in problems if name in self.boxes]
        for box, words in said:
            box.say(_(words))
        if said:
            said[0][0].editor.focus_widget.setFocus()
            self._scroll.ensureWidgetVisible(said[0][0])
            announce(said[0][0], said[0][1])


def _begun(known: Talk | None) -> dict[str, str]:
    """What the dossier says of the talk; which interpreter it was, nobody knows yet."""
    if known is None or (known.language in (None, DUTCH) and not known.needs_interpreter):
        return {"language": DUTCH, "interpreter.kind": NONE}
    return {"language": known.language} if known.language else {}
