"""What may go: a box for each item group, what the client is told, single records left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from eportfolio import records
from ui.sections import called
from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.widgets import button, column, hair, row, text
from ui.words import N_, _, _many

# What the client is told, per layer (resources/texts/toestemming).
TOLD: Mapping[str, tuple[str, str]] = {
    "A": (
        N_("Dit mag de nieuwe gemeente van de wet ook vragen"),
        N_(
            "Zegt de cliënt hier nee? Dan gaat het niet mee met dit programma. De gemeente mag het "
            "wel opvragen bij uw gemeente."
        ),
    ),
    "B": (
        N_("Dit gaat alleen mee als de cliënt ja zegt"),
        N_("De cliënt mag elke groep overslaan, en ook één ding binnen een groep."),
    ),
}
SPECIAL = (
    N_("Aparte vraag: mijn gezondheid"),
    N_(
        "Stel deze vraag apart. Alleen een uitdrukkelijk ja telt. Zonder ja blijft alles over "
        "gezondheid hier."
    ),
)


class GroupBox(QWidget):
    """One group, and the records in it that may be left out."""

    changed = Signal()

    def __init__(self, theme: Theme, offer: Any) -> None:
        super().__init__()
        self.group = str(offer.group)
        self.is_special = bool(offer.special)
        words = _(offer.title)
        if offer.special:
            words = _("{group} (uitdrukkelijk ja)").format(group=words)
        self.box = QCheckBox(words)
        self.box.setAccessibleName(words)
        self.box.toggled.connect(self._on_toggled)
        count = len(offer.records)
        told = _many("{number} gegeven", "{number} gegevens", count) if count else _("nu niets")
        self.more = button(theme, _("Kies per gegeven"), self._on_more, small=True, look="plain")
        self.more.setAccessibleName(_("{group}: kies per gegeven").format(group=_(offer.title)))
        self.more.setCheckable(True)
        if not count:  # never shown before it has a place: it would be a window of its own
            self.more.hide()
        self.more.setEnabled(False)
        under = row(text(told, "help"), self.more, None)
        under.setContentsMargins(28, 0, 0, 0)
        self.records: dict[str, QCheckBox] = {}
        inner = column(space=2)
        for one in offer.records:
            title, name = _(records.title(one.kind)), called(one.kind, one.headline)
            name = "" if name == title else name
            made = QCheckBox(f"{title}: {name}" if name else title)
            made.setAccessibleName(made.text())
            made.setChecked(True)
            made.toggled.connect(self.changed)
            inner.addWidget(made)
            self.records[str(one.record)] = made
        inner.setContentsMargins(28, 0, 0, 6)
        self._inner = QWidget()
        self._inner.setLayout(inner)
        self._inner.hide()
        self.setLayout(column(self.box, under, self._inner, space=0))

    @property
    def is_chosen(self) -> bool:
        """Whether the client says yes to it."""
        return self.box.isChecked()

    def left_out(self) -> list[str]:
        """The records in it that the client leaves out."""
        return [record for record, box in self.records.items() if not box.isChecked()]

    def _on_toggled(self, chosen: bool) -> None:
        self.more.setEnabled(chosen)
        if not chosen:
            self.more.setChecked(False)
            self._inner.hide()
        self.changed.emit()

    def _on_more(self) -> None:
        self._inner.setVisible(self.more.isChecked())


class GroupChoice(QWidget):
    """Every group, by what the client is told about it."""

    changed = Signal()

    def __init__(self, theme: Theme, offers: Sequence[Any]) -> None:
        super().__init__()
        self.boxes = {one.group: GroupBox(theme, one) for one in offers}
        for box in self.boxes.values():
            box.changed.connect(self.changed)
        layout = column(space=16)
        for layer, (title, told) in TOLD.items():
            found = [self.boxes[one.group] for one in offers if one.layer == layer]
            every = button(theme, _("Alles kiezen"), partial(self._choose, found), small=True)
            every.setAccessibleName(_("{layer}: alles kiezen").format(layer=_(title)))
            layout.addWidget(_sheet(_(title), _(told), found, every))
        special = [self.boxes[one.group] for one in offers if one.special]
        layout.addWidget(_sheet(_(SPECIAL[0]), _(SPECIAL[1]), special, None))
        self.setLayout(layout)

    @property
    def is_touched(self) -> bool:
        """Whether anything was chosen."""
        return any(one.is_chosen for one in self.boxes.values())

    def request(self) -> dict[str, Any]:
        """The part of the request that says what may go."""
        chosen = [one for one in self.boxes.values() if one.is_chosen]
        return {
            "groups": [one.group for one in chosen if not one.is_special],
            "explicit": [one.group for one in chosen if one.is_special],
            "excluded": sorted({record for one in chosen for record in one.left_out()}),
        }

    def retype(self, kept: Mapping[str, Any]) -> None:
        """Choose what a draft kept; what is not there any more is left out of it."""
        chosen = {*kept.get("groups", ()), *kept.get("explicit", ())}
        excluded = set(kept.get("excluded", ()))
        for name, one in self.boxes.items():
            one.box.setChecked(name in chosen)
            for record, box in one.records.items():
                box.setChecked(record not in excluded)

    def _choose(self, found: Sequence[GroupBox], *_: object) -> None:
        for one in found:
            one.box.setChecked(True)


def _sheet(title: str, told: str, found: Sequence[GroupBox], side: QPushButton | None) -> QWidget:
    rows: list[Any] = []
    for n, one in enumerate(found):
        rows += [hair(), one] if n else [one]
    return sheet(title, padded(text(told, "muted", wrap=True), *rows, space=8), side=side)
