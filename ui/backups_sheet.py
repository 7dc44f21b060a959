"""The backups of this vault: in which of them erased things still stand, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.sheets import note, padded, sheet
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import Flow, badge, button, clear, column, hair, row, text
from ui.words import _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.erasure import Place

BREAK = "\u200b"  # where a path may go on in the next line


class BackupsSheet(QWidget):
    """One row for each; only what is not done asks for something."""

    check_wanted = Signal()
    forget_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.check_button = button(
            theme, _("Back-ups na&lopen"), self.check_wanted.emit, "refresh", small=True
        )
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.setLayout(column(sheet(_("Back-ups"), self._rows, side=self.check_button)))

    def load(self, places: Sequence[Place]) -> None:
        """Show these, what waits on top."""
        clear(self._rows)
        ordered = sorted(places, key=lambda one: one.is_done)
        for n, one in enumerate(ordered):
            if n:
                self._rows.addWidget(hair())
            self._rows.addWidget(self._place(one))
        if not places:
            words = _("Dit programma heeft nog geen back-up van deze kluis gemaakt.")
            self._rows.addLayout(padded(text(words, "muted", wrap=True)))
        else:
            words = _("Een kopie die u zelf heeft gemaakt, kent het programma niet.")
            self._rows.addLayout(padded(note(self._theme, words)))
        self.check_button.setVisible(bool(places))

    def _place(self, one: Place) -> QWidget:
        mark = badge(_("Bijgewerkt"), "pos") if one.is_done else badge(_("Nog te doen"), "warn")
        path = text(breakable(one.path), wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        path.setAccessibleName(one.path)
        made = _("Gemaakt op {made}").format(made=shown_date(one.made))
        head = row(path, mark)
        head.setStretch(0, 1)
        head.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        inside = padded(head, text(made, "help"), space=4)
        if not one.is_done:
            inside.addWidget(text(what_to_do(one), "small", wrap=True))
            gone = button(
                self._theme,
                _("Deze kopie is er niet meer…"),
                partial(self.forget_wanted.emit, one.path),
                small=True,
            )
            gone.setAccessibleName(_("Deze kopie is er niet meer: {path}").format(path=one.path))
            flow = Flow()
            flow.addWidget(gone)
            holder = QWidget()
            holder.setLayout(flow)
            inside.addSpacing(4)
            inside.addWidget(holder)
        place = QWidget()
        place.setLayout(inside)
        return place


def breakable(path: str) -> str:
    """A path that goes on in the next line after a separator: it has no spaces."""
    return path.replace("/", f"/{BREAK}").replace("\\", f"\\{BREAK}")


def what_to_do(one: Place) -> str:
    """What a person does about a backup in which something still stands."""
    if one.is_here:
        return _(
            "Hier staat nog wat u wiste, en bijwerken lukt niet: de kopie is beschadigd of op "
            "slot. Vernietig de kopie, en zeg daarna dat ze er niet meer is."
        )
    return _(
        "Hier staat nog wat u wiste. Steek de stick in het apparaat, of maak verbinding met de "
        "schijf. Kies dan 'Back-ups nalopen'."
    )


def in_backups(places: Sequence[Place]) -> str:
    """In which backups something will go too, and where that cannot be done now."""
    if not places:
        return _("Dit programma heeft nog geen back-up van deze kluis gemaakt.")
    here = sum(one.is_here for one in places)
    away = [breakable(one.path) for one in places if not one.is_here]
    said = [
        _many(
            "Ook in {number} back-up wordt het gewist.",
            "Ook in {number} back-ups wordt het gewist.",
            here,
        )
    ] if here else []  # fmt: skip
    if away:
        said.append(_("Hier kan dat nu niet; u hoort daarna wat u moet doen:"))
    return "\n".join([*said, *away])


def done_and_waiting(places: Sequence[Place]) -> tuple[str, str]:
    """In how many backups something is gone too, and where it still stands."""
    done = sum(one.is_done for one in places)
    waiting = [one for one in places if not one.is_done]
    said = _many("Ook gewist in {number} back-up.", "Ook gewist in {number} back-ups.", done)
    left = [
        _("Nog te doen: {path}").format(path=breakable(one.path)) + "\n" + what_to_do(one)
        for one in waiting
    ]
    return (said if done else ""), "\n".join(left)
