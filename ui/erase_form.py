"""Erasing one record: what goes with it, what the law says, and the ground on which it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from eportfolio import records
from eportfolio.errors import EportfolioError
from ui import keeping_work
from ui.backups_sheet import in_backups
from ui.keeping_work import ItemStake
from ui.sections import line_of
from ui.sheets import fact
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, button, clear, column, row, text
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from ui.sections import Current

GROUNDS: Mapping[str, str] = {
    "niet-meer-nodig": N_("Niet meer nodig"),
    "toestemming-ingetrokken": N_("De cliënt trekt de toestemming in"),
    "bezwaar": N_("De cliënt maakt bezwaar"),
    "onrechtmatig": N_("Het had hier niet mogen staan"),
}


class EraseForm(QWidget):
    """Asks only where the law leaves something to ask."""

    erase_wanted = Signal(str)  # on which ground

    def __init__(self, tasks: Tasks, theme: Theme, portfolio: str, record: str) -> None:
        super().__init__()
        self._theme = theme
        self.refused = Banner(theme, "neg", "alert-circle")
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(12)
        self._inside.addWidget(text(_("Er wordt gekeken wat er weggaat…"), "muted"))
        self._inside.addStretch(1)
        self.setLayout(column(self.refused, self._inside, space=12))
        work = keeping_work.items_at_stake(portfolio, record)
        tasks.run(self, work, self._on_stake, self._on_failed)

    def _on_failed(self, error: EportfolioError) -> None:
        self.refused.say(explain(error))

    def _on_stake(self, stake: ItemStake) -> None:
        clear(self._inside)
        for one in self._consequence(stake):
            self._inside.addWidget(one)
        if stake.items.refusal:
            self.refused.say(explain(stake.items.refusal))
        else:
            self._ask(stake.grounds)
        self._inside.addStretch(1)

    def _consequence(self, stake: ItemStake) -> list[QWidget]:
        theme, items = self._theme, stake.items
        versions = _many("In {number} versie", "In {number} versies", items.versions)
        gone = [*map(called, items.chosen), versions]
        facts = [fact(theme, "x-circle", "neg", _("Dit gaat weg"), "\n".join(gone))]
        if items.along:
            along = "\n".join(map(called, items.along))
            facts.append(fact(theme, "x-circle", "neg", _("Gaat mee weg"), along))
        words = _(
            "Dat er iets was en dat u het wiste, met uw naam, dag en reden. Niet wat het was."
        )
        facts.append(fact(theme, "archive", "muted", _("Dit blijft"), words))
        facts.append(fact(theme, "save", "muted", _("Back-ups"), in_backups(items.backups)))
        if stake.told:
            who = "\n".join(stake.told)
            words = _("Deel hun mee dat het weg moet (AVG 19):\n{who}").format(who=who)
            facts.append(fact(theme, "transfer", "warn", _("Eerder gedeeld met"), words))
        words = _("Dat kan niet, ook niet met het herstelblad.")
        facts.append(fact(theme, "alert", "warn", _("Terugdraaien"), words))
        return facts

    def _ask(self, grounds: Mapping[str, str]) -> None:
        theme = self._theme
        self.ground = QComboBox()
        self.ground.setAccessibleName(_("Waarom mag dit weg?"))
        self.ground.addItem(_("Kies waarom"), "")
        for ground, source in grounds.items():
            self.ground.addItem(f"{_(GROUNDS[ground])} ({source})", ground)
        self.ground.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.ground.setMinimumContentsLength(16)
        self.ground.currentIndexChanged.connect(self._show_state)
        label = text(_("Waarom &mag dit weg?"), "label")
        label.setBuddy(self.ground)
        self.sure = QCheckBox(_("Ik weet dat dit niet terug kan"))
        self.sure.toggled.connect(self._show_state)
        self.why_not = text("", "muted", wrap=True)
        self.erase_button = button(theme, _("De&finitief wissen"), self._on_erase, look="danger")
        foot = row(self.erase_button, self.why_not)
        foot.setStretch(1, 1)
        holder = QWidget()
        asked = column(column(label, self.ground, space=6), self.sure, foot, space=12)
        asked.setContentsMargins(20, 6, 20, 9)
        holder.setLayout(asked)
        self._inside.addWidget(holder)
        self._show_state()
        self.ground.setFocus()

    def _show_state(self, *_changed: object) -> None:
        lacking = ""
        if not self.ground.currentData():
            lacking = _("Kies eerst waarom het weg mag.")
        elif not self.sure.isChecked():
            lacking = _("Vink eerst aan dat u weet dat het niet terug kan.")
        self.why_not.setText(lacking)
        self.erase_button.setEnabled(not lacking)

    def _on_erase(self) -> None:
        self.setEnabled(False)
        self.erase_wanted.emit(str(self.ground.currentData()))

    def refuse(self, error: EportfolioError) -> None:
        """Nothing went: what was chosen is still there."""
        self.setEnabled(True)
        self.refused.say(explain(error))


def called(one: Current) -> str:
    """A record with its kind, as somebody recognises it."""
    kind, line = _(records.title(one.kind)), line_of(one)
    return line if line == kind else f"{kind}: {line}"
