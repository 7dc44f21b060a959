"""The copy of everything for a client (AVG 15): what stays out of it for the rights of others, and
why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.rights_decision import TICKS_HIGH, Ticks, group
from ui.sections import is_gone
from ui.sheets import Beside, padded, sheet
from ui.theme import Theme
from ui.widgets import column, text
from ui.words import _, _many

if TYPE_CHECKING:
    from ui.rights_work import Rights
    from ui.sections import Current

LIST_HIGH = 300
LINES = 20  # no more of them fit


class CopyForm(QWidget):
    """Records with a tick at those that stay out; one ground for all of them, or for one its own.
    Nothing stays out until somebody says so."""

    def __init__(self, theme: Theme, found: Rights) -> None:
        super().__init__()
        known = {str(one.id): one for one in found.records}
        always = frozenset(id_ for id_, one in known.items() if one.kind in found.always_in)
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.setPlaceholderText(_("Zoeken"))
        self.finder.setAccessibleName(_("Zoeken in de gegevens"))
        self.records = Leavable(theme, _("Welke gegevens blijven eruit?"), known.values(), always)
        self.counted = text("", "muted", wrap=True)
        self.ground = QLineEdit()
        self.ground.setAccessibleName(_("Waarom blijft dit eruit?"))
        self.own: dict[str, QLineEdit] = {}
        self._holders: dict[str, QWidget] = {}
        self._titles = {id_: self.records.name_of(id_) for id_ in known}
        why = _(
            "De cliënt mag alles zien. Wat over een ander gaat, mag eruit blijven als het die "
            "ander kan schaden (AVG 15, vierde lid). Vink alleen dat aan."
        )
        self._nothing = text(_("U laat niets weg. Dan hoeft u niets uit te leggen."), wrap=True)
        said = text(_("De cliënt leest deze reden. Noem de ander niet."), "help", wrap=True)
        self._common = group(_("Waar&om blijft dit eruit?"), self.ground, said)
        self._each = column(space=16)
        records = padded(text(why, "muted", wrap=True), self.finder, self.records, self.counted)
        reasons = padded(self._nothing, self._common, self._each, space=16)
        both = Beside(
            (column(sheet(_("Kopie van alles: wat blijft eruit?"), records), None), 3),
            (column(sheet(_("Reden"), reasons), None), 2),
        )
        self.setLayout(column(both))
        self.finder.textChanged.connect(self.records.show_only)
        self.records.itemChanged.connect(self._on_ticked)
        self._on_ticked()

    @property
    def is_changed(self) -> bool:
        """Whether something was ticked or typed."""
        typed = any(one.text().strip() for one in (self.ground, *self.own.values()))
        return typed or bool(self.records.chosen)

    @property
    def without(self) -> dict[str, str]:
        """What stays out, each with its ground as it was typed."""
        every = self.ground.text().strip()
        chosen = self.records.chosen
        if len(chosen) < 2:
            return dict.fromkeys(chosen, every)
        return {one: self.own[one].text().strip() or every for one in chosen}

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.records.setCurrentRow(0)
        self.records.setFocus()

    def ask_ground(self) -> None:
        """Put the keyboard where a ground is lacking: the first holds for all."""
        self.ground.setFocus()

    def _on_ticked(self, *_changed: object) -> None:
        chosen = self.records.chosen
        for one in chosen if len(chosen) > 1 else ():
            if one not in self.own:
                self._ask_own(one)
        for one, holder in self._holders.items():
            holder.setVisible(len(chosen) > 1 and one in chosen)
        self._nothing.setVisible(not chosen)
        self._common.setVisible(bool(chosen))
        self.counted.setText(
            _many("{number} gegeven blijft eruit.", "{number} gegevens blijven eruit.", len(chosen))
            if chosen
            else _("Alles gaat mee.")
        )

    def _ask_own(self, record: str) -> None:
        """Made when it is first needed: there may be many records."""
        title = self._titles[record]
        made = self.own[record] = QLineEdit()
        made.setPlaceholderText(_("Zoals hierboven"))
        made.setAccessibleName(_("Eigen reden voor {record}").format(record=title))
        shown = _("Eigen reden voor {record}").format(record=title.replace("&", "&&"))
        self._holders[record] = group(shown, made)
        self._each.addWidget(self._holders[record])


class Leavable(Ticks):
    """Records of which some may stay out; of one that may not it is said."""

    def __init__(
        self, theme: Theme, name: str, records: Iterable[Current], always: frozenset[str]
    ) -> None:
        there = tuple(records)
        super().__init__(theme, name, there)
        lines = sum(self.sizeHintForRow(n) for n in range(min(len(there), LINES)))
        frame = 2 * self.frameWidth() + theme.px(12)
        high = 100 * (lines + frame) / theme.zoom
        theme.size(self, fixedHeight=max(TICKS_HIGH, min(high, LIST_HIGH)))
        self._names: dict[str, str] = {}
        for item, one in zip(self.lines(), there, strict=True):
            record = str(one.id)
            self._names[record] = item.text()
            if record in always:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setData(Qt.ItemDataRole.CheckStateRole, None)
                item.setText(_("{record} (gaat altijd mee)").format(record=item.text()))
            elif is_gone(one):
                item.setText(_("{record} (ingetrokken)").format(record=item.text()))

    def name_of(self, record: str) -> str:
        """What a record is called here."""
        return self._names[record]

    def show_only(self, words: str) -> None:
        """The records with these words, and those that are ticked."""
        looked_for = words.strip().casefold()
        for item in self.lines():
            is_ticked = item.checkState() == Qt.CheckState.Checked
            item.setHidden(not is_ticked and looked_for not in item.text().casefold())
