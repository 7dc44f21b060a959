"""The answers to open agreements: keep it, change it, or let it go with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.form_spec import Spec, Type, specs
from ui.forms import Fields
from ui.sections import Current, line_of
from ui.sheets import padded
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import badge, restyle, row, segments, stacked, text
from ui.words import N_, _, _many

TAKE, CHANGE, DROP = "overnemen", "wijzigen", "vervallen"
WORDS = {TAKE: N_("Overnemen"), CHANGE: N_("Wijzigen"), DROP: N_("Laten vervallen")}
OWN_WORDS = {TAKE: N_("Ik houd deze zelf"), CHANGE: N_("Wijzigen"), DROP: N_("Laten vervallen")}
CHANGED = ("wat", "voor_datum")
REASON = "reden"
WHY = Spec(REASON, N_("Waarom"), Type.TEXT, is_required=True)


class AgreementAnswer(QWidget):
    """One agreement with its answer."""

    changed = Signal()

    def __init__(self, theme: Theme, one: Current, words: dict[str, str]) -> None:
        super().__init__()
        self.record = str(one.id)
        self._theme = theme
        self._body = {name: one.whole.get(name) for name in CHANGED}
        self.answer: str | None = None
        subject = str(one.whole.get("onderwerp") or line_of(one))
        choices, self.buttons = segments(
            subject, {key: _(said) for key, said in words.items()}, self.choose
        )
        self.state = badge(_("Nog beantwoorden"), "warn")
        head = row(text(subject, "strong", wrap=True), self.state)
        head.setStretch(0, 1)
        known = {spec.name: spec for spec in specs("afspraak")}
        self.change = Fields(theme, tuple(known[name] for name in CHANGED), {})
        self.change.load({name: value for name, value in self._body.items() if value is not None})
        self.change.changed.connect(self.changed)
        self.change.hide()
        self.reason = Fields(theme, (WHY,), {})
        self.reason.load({})
        self.reason.changed.connect(self.changed)
        self.reason.hide()
        self.setLayout(
            padded(head, text(_facts(one), "muted", wrap=True), choices, self.change, self.reason,
                   space=10)
        )  # fmt: skip

    def choose(self, answer: str) -> None:
        """Take an answer."""
        self.answer = answer
        for name, made in self.buttons.items():
            made.setChecked(name == answer)
        self.change.setVisible(answer == CHANGE)
        self.reason.setVisible(answer != TAKE)
        self._show_state()
        self.changed.emit()

    @property
    def is_answered(self) -> bool:
        """Whether the answer is whole."""
        if self.answer is None:
            return False
        if self.answer == TAKE:
            return True
        if not str(self.reason.body().get(REASON) or "").strip():
            return False
        return self.answer == DROP or bool(self._change())

    def value(self) -> dict[str, Any]:
        """As the core reads it."""
        found: dict[str, Any] = {"record": self.record, "answer": self.answer}
        if self.answer != TAKE:
            found["reason"] = self.reason.body().get(REASON)
        if self.answer == CHANGE:
            found["change"] = self._change()
        return found

    def _change(self) -> dict[str, Any]:
        if list(self.change.problems()):
            return {}
        body = self.change.body()
        return {
            name: value
            for name, value in body.items()
            if name in CHANGED and value != self._body[name]
        }

    def _show_state(self) -> None:
        done = self.answer is not None
        self.state.setText(_("Beantwoord") if done and self.is_answered else _("Nog beantwoorden"))
        self.state.setProperty("badge", "pos" if self.is_answered else "warn")
        restyle(self.state)

    def refresh(self) -> None:
        """Say whether something is still lacking."""
        self._show_state()


class AgreementList(QWidget):
    """Every open agreement that needs an answer."""

    changed = Signal()

    def __init__(self, theme: Theme, found: Sequence[Current], words: dict[str, str]) -> None:
        super().__init__()
        self.answers = [AgreementAnswer(theme, one, words) for one in found]
        for answer in self.answers:
            answer.changed.connect(self._on_changed)
        self.setLayout(stacked(self.answers))

    def begin(self) -> None:
        """Put the keyboard at the first answer."""
        next(iter(self.answers[0].buttons.values())).setFocus()

    @property
    def waiting(self) -> int:
        """How many still need an answer."""
        return sum(not one.is_answered for one in self.answers)

    @property
    def is_touched(self) -> bool:
        """Whether anything was answered."""
        return any(one.answer is not None for one in self.answers)

    def values(self) -> list[dict[str, Any]]:
        """As the core reads them."""
        return [one.value() for one in self.answers]

    def _on_changed(self) -> None:
        for one in self.answers:
            one.refresh()
        self.changed.emit()


def _facts(one: Current) -> str:
    body = one.whole
    promise = _("toezegging van de gemeente") if body.get("toezegging_gemeente") is True else ""
    until = str(body.get("voor_datum") or "")
    parts = (
        str(body.get("wat") or ""),
        _("door {who}").format(who=body["wie"]) if body.get("wie") else "",
        _("voor {until}").format(until=shown_date(until)) if until else "",
        promise,
    )
    return " · ".join(part for part in parts if part)


def waiting_words(count: int) -> str:
    """How many agreements still wait."""
    return (
        _many(
            "Beantwoord eerst nog {number} afspraak",
            "Beantwoord eerst nog {number} afspraken",
            count,
        )
        if count
        else ""
    )
