"""What stands in a record, field by field, to read."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.form_spec import Spec, offered, shown, specs
from ui.sections import Current
from ui.theme import Theme
from ui.widgets import column, icon, row, text
from ui.words import _


def values_of(theme: Theme, one: Current, names: Mapping[str, Mapping[str, str]]) -> QGridLayout:
    """A label and its words for each field that is filled in. `names`: per kind what each record
    is called."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(10)
    grid.setColumnStretch(1, 1)
    named = {kind for spec in specs(one.kind) for kind in offered(spec)}
    flat = {record: words for kind in named for record, words in names.get(kind, {}).items()}
    body = one.whole
    for spec in specs(one.kind):
        words = shown(spec, body.get(spec.name), flat)
        if words:
            _value(theme, grid, spec, words)
    return grid


def _value(theme: Theme, grid: QGridLayout, spec: Spec, words: str) -> None:
    at = grid.rowCount()
    label = text(spec.title, "muted", wrap=True)
    theme.size(label, minimumWidth=180, maximumWidth=260)
    value = text(words, wrap=True)
    value.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    value.setAccessibleName(f"{spec.title}: {words}")
    grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
    if spec.never_leaves:
        never = text(_("gaat nooit mee"), "help")
        grid.addLayout(
            column(value, row(icon(theme, "lock", "muted", 16), never, None, space=6),
                   space=2), at, 1
        )  # fmt: skip
    else:
        grid.addWidget(value, at, 1, Qt.AlignmentFlag.AlignTop)
