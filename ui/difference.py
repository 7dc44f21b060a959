"""The form of a line of hours that corrects another: it asks the difference, and says so.

What stands and what it becomes is counted by the core; here it is only shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox

from eportfolio.records import RecordId, hours
from ui.form_spec import specs
from ui.forms import Form
from ui.sections import Current, is_gone
from ui.theme import Theme
from ui.values import shown_number
from ui.widgets import announce, text
from ui.words import N_, _

HOURS = "uren"
# The fields of a correction that hold a difference, each with what it is called then.
DIFFERENCES = {
    HOURS: N_("Verschil in uren"),
    "gepland": N_("Verschil in gepland"),
    "aanwezig": N_("Verschil in aanwezig"),
    "verzuim_geoorloofd": N_("Verschil in geoorloofd verzuim"),
    "verzuim_ongeoorloofd": N_("Verschil in ongeoorloofd verzuim"),
}
HELP = N_("Vul alleen het verschil in: −2 of 3. Wat er al stond, blijft staan.")


class Difference(QObject):
    """Watches such a form: while it corrects a line it asks the difference, and says what comes of
    it."""

    def __init__(self, theme: Theme, form: Form, records: Iterable[Current]) -> None:
        super().__init__(form)
        self._form = form
        self._lines = lines_of(records)
        self._titles = {one.name: one.title for one in specs(form.kind)}
        self._asked: float | None = None  # the difference that the tick is about
        self.says = text("", wrap=True)
        self.sure = QCheckBox(_("Ja, dit is het &verschil"))
        self.sure.hide()
        box = form.field(HOURS)
        box.put_above(self.says)
        box.put_under(self.sure)
        self.sure.toggled.connect(self._on_ticked)
        form.changed.connect(self._show)
        self._show()

    @property
    def _of(self) -> RecordId | None:
        found = self._form.field(hours.CORRECTS).editor.value()
        return RecordId(str(found)) if found in self._lines else None

    def _outcome(self) -> hours.Outcome | None:
        typed, of = self._form.field(HOURS).editor.value(), self._of
        if of is None or not isinstance(typed, int | float):
            return None
        return hours.weigh(of, self._lines, typed)

    def _show(self) -> None:
        of, found = self._of, self._outcome()
        for name, title in DIFFERENCES.items():
            box = self._form.field(name)
            if of is None:
                box.call(self._titles[name])
            else:
                box.call(_(title), _(HELP) if name == HOURS else "")
        self.says.setVisible(of is not None)
        typed = self._form.field(HOURS).editor.value()
        if typed != self._asked:
            self._asked = typed
            self.sure.setChecked(False)
        self.sure.setVisible(found is not None and found.is_doubtful)
        if of is not None:
            now = hours.standing(of, self._lines) or 0
            self.says.setText(_now(now) if found is None else _becomes(found))

    def _on_ticked(self, is_sure: bool) -> None:
        if is_sure:
            self._form.field(HOURS).say("")

    def settled(self) -> bool:
        """Whether what was typed is surely the difference; else the form says what to do."""
        found = self._outcome()
        if found is None or not found.is_doubtful or self.sure.isChecked():
            return True
        words = _("{becomes} Klopt dat? Zet dan het vinkje.").format(becomes=_becomes(found))
        self._form.field(HOURS).say(words)
        self.sure.setFocus()
        announce(self.sure, words)
        return False


def lines_of(records: Iterable[Current]) -> dict[RecordId, Mapping[str, Any]]:
    """The lines of hours that hold, by id."""
    return {one.id: one.whole for one in records if one.kind == hours.KIND and not is_gone(one)}


def in_order(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a form as they are asked: of a correction the difference first."""
    names = [one.name for one in specs(kind)]
    first = [HOURS] if hours.CORRECTS in body else []
    return tuple(dict.fromkeys((*first, *names)))


def _now(now: float) -> str:
    return _("Nu staat er {now}.").format(now=shown_number(now))


def _becomes(found: hours.Outcome) -> str:
    words = _("{now} Met dit verschil wordt het {becomes}.").format(
        now=_now(found.now), becomes=shown_number(found.becomes)
    )
    return words if found.is_possible else _("{words} Minder dan nul kan niet.").format(words=words)
