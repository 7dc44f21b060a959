"""Which of two versions holds, for each record of a dossier that was kept in two places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from eportfolio import records
from ui.form_spec import shown, specs
from ui.sections import Current, is_gone, line_of
from ui.sheets import Beside, padded
from ui.theme import Theme
from ui.values import shown_moment
from ui.widgets import badge, column, restyle, row, segments, stacked, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.results import Sides

TAKES = {"ours": N_("Die van u"), "theirs": N_("Die uit het bestand")}
LONGEST = 400  # letters of a value; the whole text stays in the history


class MergeChoice(QWidget):
    """One record, with what differs side by side."""

    changed = Signal()

    def __init__(self, theme: Theme, sides: Sides, names: Mapping[str, str]) -> None:
        super().__init__()
        self.record = str(sides.ours.id)
        self.take: str | None = None
        title = f"{_(records.title(sides.ours.kind))}: {line_of(sides.ours)}"
        choices, self.buttons = segments(
            title, {key: _(said) for key, said in TAKES.items()}, self.choose
        )
        self.state = badge(_("Nog kiezen"), "warn")
        head = row(text(title, "strong", wrap=True), self.state)
        head.setStretch(0, 1)
        fields = _differing(sides)
        both = Beside(
            (_side(_("Bij u"), sides.ours, fields, names), 1),
            (_side(_("In het bestand"), sides.theirs, fields, names), 1),
        )
        self.setLayout(padded(head, both, choices, space=10))

    def choose(self, take: str) -> None:
        """Take one of the two."""
        self.take = take
        for name, made in self.buttons.items():
            made.setChecked(name == take)
        self.state.setText(_("Gekozen"))
        self.state.setProperty("badge", "pos")
        restyle(self.state)
        self.changed.emit()


class MergeList(QWidget):
    """Every record that both sides changed."""

    changed = Signal()

    def __init__(self, theme: Theme, sides: Sequence[Sides], names: Mapping[str, str]) -> None:
        super().__init__()
        self.choices = [MergeChoice(theme, one, names) for one in sides]
        for one in self.choices:
            one.changed.connect(self.changed)
        self.setLayout(stacked(self.choices))

    @property
    def waiting(self) -> int:
        """How many still need a choice."""
        return sum(one.take is None for one in self.choices)

    @property
    def is_touched(self) -> bool:
        """Whether anything was chosen."""
        return any(one.take is not None for one in self.choices)

    def values(self) -> list[dict[str, Any]]:
        """As the core reads them."""
        return [{"record": one.record, "take": one.take} for one in self.choices]


def _differing(sides: Sides) -> list[str]:
    """The fields that are not the same on both sides, in the order of the form."""
    ours, theirs = sides.ours.whole, sides.theirs.whole
    known = [spec.name for spec in specs(sides.ours.kind)]
    return [name for name in known if ours.get(name) != theirs.get(name)]


def _side(title: str, one: Current, fields: Sequence[str], names: Mapping[str, str]) -> QLayout:
    who = one.by.get("name", "")
    when = " · ".join(part for part in (shown_moment(one.at), who) if part)
    parts: list[Any] = [column(text(title, "label"), text(when, "help", wrap=True), space=0)]
    if is_gone(one):
        parts.append(text(_("Ingetrokken."), wrap=True))
    for spec in specs(one.kind):
        if spec.name in fields and not is_gone(one):
            words = shown(spec, one.whole.get(spec.name), names) or _("niet ingevuld")
            cut = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
            parts.append(column(text(spec.title, "help"), text(cut, wrap=True), space=0))
    return column(*parts, None, space=8)
