"""What a successor understood of a dossier, and what the predecessor answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.fields import GrowingText
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, card, clear, column, hair, icon, row, segments, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.replies import Exchange, Reply

REPLIES = N_("Antwoord (*.reply)")
REPLY_NAME = "antwoord.reply"
RIGHT, MORE = "klopt", "aanvulling"


def reply_words(reply: Reply) -> str:
    """What was answered, in one line."""
    who = f"{reply.by['name']}, {reply.by['organisation']}"
    day = shown_date(reply.at.isoformat())
    if reply.verdict == RIGHT:
        return _("{who} op {day}: dit klopt.").format(who=who, day=day)
    words = _("Aanvulling van {who} op {day}: {words}")
    return words.format(who=who, day=day, words=reply.words)


class ReplyForm(QWidget):
    """Right, or words that complete it; then a file for the successor."""

    wanted = Signal(object)  # the words, or None when it is right

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chosen: str | None = None
        choices = {RIGHT: _("Dit klopt"), MORE: _("Ik vul aan")}
        line, self.buttons = segments(_("Klopt deze samenvatting?"), choices, self.choose)
        self.words = GrowingText()
        self.words.setAccessibleName(_("Uw aanvulling"))
        self.words.setPlaceholderText(_("Wat moet uw opvolger nog weten, of wat is anders?"))
        self.words.textChanged.connect(self._show_state)
        self.words.hide()
        self.save_button = button(
            theme, _("Antwoord opslaan…"), self._on_save, "download", small=True
        )
        about = text(
            _("Uw antwoord gaat als bestand naar uw opvolger. Alleen die kan het openen."),
            "help",
            wrap=True,
        )
        self._theme = theme
        self._form = QWidget()
        self._form.setLayout(column(line, self.words, about, row(self.save_button, None), space=10))
        self._form.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._inside = column(self._form)
        self.setLayout(self._inside)
        self._show_state()

    def choose(self, answer: str) -> None:
        """Take one of the two."""
        self.chosen = answer
        for name, made in self.buttons.items():
            made.setChecked(name == answer)
        self.words.setVisible(answer == MORE)
        if answer == MORE:
            self.words.setFocus()
        self._show_state()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.words.toPlainText().strip())

    def show_done(self, reply: Reply) -> None:
        """What was answered, in place of the form."""
        self.words.clear()
        self._form.hide()
        self._inside.addWidget(answered(self._theme, reply))

    def _show_state(self) -> None:
        ready = self.chosen == RIGHT or (self.chosen == MORE and self.is_changed)
        self.save_button.setEnabled(ready)

    def _on_save(self) -> None:
        self.wanted.emit(None if self.chosen == RIGHT else self.words.toPlainText())


class ExchangeCard(QFrame):
    """Every summary of a dossier with its answer; one that waits can be answered here."""

    reply_wanted = Signal(str, object)  # bundle, and the words or None

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", True)
        self.forms: dict[str, ReplyForm] = {}
        head = row(text(_("Wat de opvolger begreep"), "section"), None)
        head.setContentsMargins(20, 12, 20, 12)
        self._list = column(space=16)
        self._list.setContentsMargins(20, 14, 20, 14)
        inside = column(head, hair(), self._list, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        self.setLayout(inside)

    @property
    def is_changed(self) -> bool:
        """Whether an answer was typed that is not saved."""
        return any(one.is_changed for one in self.forms.values())

    def load(self, found: Sequence[Exchange]) -> None:
        """Show these, the newest first; what is being typed stays while it waits."""
        waiting = {one.bundle for one in found if one.may_reply}
        if any(form.is_changed and bundle in waiting for bundle, form in self.forms.items()):
            return
        self.forms = {}
        clear(self._list)
        for one in reversed(found):
            self._list.addWidget(self._one(one))

    def _one(self, one: Exchange) -> QWidget:
        theme = self._theme
        day = shown_date(one.at.isoformat())
        who = _("U schreef op {day}") if one.ours else _("Uw opvolger schreef op {day}")
        parts: list[QWidget] = [
            text(who.format(day=day), "label", wrap=True),
            text(one.words, wrap=True),
        ]
        if one.reply is not None:
            parts.append(answered(theme, one.reply))
        elif one.may_reply:
            form = self.forms[one.bundle] = ReplyForm(theme)
            form.wanted.connect(lambda words: self.reply_wanted.emit(one.bundle, words))
            parts.append(form)
        holder = QWidget()
        holder.setLayout(column(*parts, space=8))
        return holder


def answered(theme: Theme, reply: Reply) -> QWidget:
    """The answer that was given, with its sign."""
    name, ink = ("check-circle", "pos") if reply.verdict == RIGHT else ("message", "accent")
    line = row(column(icon(theme, name, ink, 20), None), text(reply_words(reply), wrap=True))
    line.setStretch(1, 1)
    line.setContentsMargins(14, 10, 14, 10)
    frame = card()
    frame.setLayout(line)
    return frame
