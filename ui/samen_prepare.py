"""What the klantmanager fills in: who receives it and what for, the ground, and who helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.consent_fields import BASIS, INTERPRETERS, PURPOSES, SAYS, TALK, WHO, said_in_words
from ui.forms import FORM_WIDTH, Fields
from ui.purpose_words import explained
from ui.samen_flow import NEEDED
from ui.sharing_work import Card
from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.widgets import Banner, announce, button, column, row, text
from ui.words import _

TRUSTED = "known"
HELPERS = tuple(one for one in TALK if one.name.startswith(("explained", "interpreter")))
TALKED = frozenset(one.name for one in HELPERS)


class Prepare(QWidget):
    """A short form for staff, before the client looks. `only_talk`: who helps, once more."""

    ready = Signal(object)
    again = Signal()
    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        cards: Sequence[Card],
        values: Mapping[str, Any],
        own_name: str,
        *,
        only_talk: bool = False,
    ) -> None:
        super().__init__()
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        known = {one.thumbprint: one.who for one in cards if one.state == TRUSTED}
        names: dict[str, Mapping[str, str]] = {
            "wie": known, "doel": said_in_words(PURPOSES),
            "tolk": said_in_words(INTERPRETERS),
        }  # fmt: skip
        shown = {"purpose": "handover", "interpreter.kind": "geen", "explained_by": own_name}
        shown |= {name: value for name, value in values.items() if value is not None}
        if shown.get("recipient") not in known:
            shown.pop("recipient", None)
        groups = (HELPERS,) if only_talk else (WHO, BASIS, HELPERS)
        self._groups = [Fields(theme, fields, names) for fields in groups]
        for one in self._groups:
            one.load(shown)
            one.changed.connect(self.changed)
        self.boxes = {name: box for one in self._groups for name, box in one.boxes.items()}
        self._shown = shown
        if only_talk:
            self.setLayout(column(sheet(_("Het gesprek"), padded(*self._groups, space=16))))
            theme.size(self, maximumWidth=FORM_WIDTH + 60)
            return
        self.kept = Banner(theme, "info", "history")
        self.nobody = Banner(theme, "warn", "user-plus")
        self.start_button = button(theme, _("&Beginnen met vragen"), self.submit, look="primary")
        self.start_button.setEnabled(bool(known))
        self.again_button = button(theme, _("&Opnieuw beginnen"), self.again.emit)
        self.again_button.hide()
        note = text(
            _("Voor u, als klantmanager. Kies wie de gegevens krijgt. Daarna kijkt de cliënt mee."),
            "muted", wrap=True,
        )  # fmt: skip
        inside = column(
            text(_("Voorbereiden"), "title"), note, self.kept, self.nobody,
            sheet(_("Wie en waarvoor"), padded(
                self._groups[0], explained(self.boxes["purpose"]), self._groups[1], space=16
            )),
            sheet(_("Het gesprek"), padded(self._groups[2])),
            row(None, self.again_button, self.start_button),
            space=14,
        )  # fmt: skip
        holder = QWidget()
        holder.setLayout(inside)
        theme.size(holder, maximumWidth=FORM_WIDTH + 60)
        middle = row(None, holder, None)
        middle.setStretch(1, 100)
        self.setLayout(middle)
        if not known:
            self.nobody.say(
                _("U heeft nog geen kaart die is vergeleken. Lees bij Contacten de kaart van de "
                  "ander in en vergelijk die. Daarna vraagt u hier toestemming.")
            )  # fmt: skip

    def show_kept(self, *, is_kept: bool) -> None:
        """Say that a talk was not finished."""
        self.again_button.setVisible(is_kept)
        self.kept.say(
            _("Een gesprek is nog niet klaar. U gaat verder waar u was.") if is_kept else ""
        )

    def values(self) -> dict[str, Any]:
        """What was filled in, as plain values."""
        return {name: box.editor.value() for name, box in self.boxes.items()}

    def talk_values(self) -> dict[str, Any]:
        """Only who explains and who interprets."""
        return {name: value for name, value in self.values().items() if name in TALKED}

    def is_complete(self, *, needs_interpreter: bool = False) -> bool:
        """Whether nothing is lacking; what is lacking is said at its field."""
        found = self.values()
        lacking = [name for name in NEEDED if name in found and not str(found[name] or "").strip()]
        kind = found.get("interpreter.kind") or "geen"
        if kind == "geen" and needs_interpreter:
            lacking.append("interpreter.kind")
        if kind != "geen" and not str(found.get("interpreter.name") or "").strip():
            lacking.append("interpreter.name")
        for name, box in self.boxes.items():
            box.say(_(SAYS[name]) if name in lacking else "")
        if lacking:
            first = self.boxes[lacking[0]]
            first.editor.focus_widget.setFocus()
            announce(first, _(SAYS[lacking[0]]))
        return not lacking

    def submit(self) -> None:
        """Begin, when who and what for are known."""
        if self.is_complete():
            self.ready.emit(self.values())
