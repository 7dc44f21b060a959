"""How the client said it: only what the chosen way needs, with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui import sharing_work
from ui.consent_fields import (
    DAY,
    DRAWN,
    EVIDENCE,
    GIVEN_ON,
    HOW,
    SAID,
    SAYS,
    SCAN,
    SHEET,
    SIGNATURE,
    SIGNED,
    TIME,
    WAYS,
    WITNESS,
)
from ui.fields import Editor
from ui.form_spec import Spec
from ui.forms import FieldBox, Fields
from ui.prompts import Prompts
from ui.sharing_work import Evidence
from ui.signature import SignatureEditor
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, column, row, text
from ui.words import N_, _

SCANS = N_("Scan of foto (*.pdf *.png *.jpg *.jpeg *.tif);;Alle bestanden (*)")
DRAWING = "handtekening.png"
NOW = N_("Tekende de cliënt eerder? Vul dan de datum en de tijd in. Leeg betekent: nu.")


class FileEditor(Editor):
    """A file from outside: its name, and a button to choose it."""

    def __init__(self, theme: Theme, prompts: Prompts, spec: Spec) -> None:
        super().__init__(spec)
        self._prompts = prompts
        self.file: Path | None = None
        self._name = text(_("Nog geen bestand"), "muted", wrap=True)
        self.choose = button(theme, _("Bestand kiezen"), self._on_choose, "file", small=True)
        self.choose.setAccessibleName(_("{title}: bestand kiezen").format(title=spec.title))
        layout = row(self.choose, self._name)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._first = self.choose

    def _on_choose(self) -> None:
        self._prompts.open_file(self, self.spec.title, _(SCANS), self.take)

    def take(self, file: Path) -> None:
        """Use a file."""
        self.file = file
        self._name.setText(file.name)
        self._touch()

    def _show(self, value: Any) -> None:
        self._name.setText(str(value or _("Nog geen bestand")))

    def _read(self) -> Any:
        return self.file.name if self.file is not None else None


class Said(QWidget):
    """The way, and under it what belongs to that way."""

    changed = Signal()

    def __init__(self, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self._is_later = False
        how = Fields(theme, SAID, {"hoe": {key: way.words for key, way in WAYS.items()}})
        self._signed = Fields(theme, SIGNED, {})
        for one in (how, self._signed):
            one.load({})
        self.file = FileEditor(theme, prompts, SCAN)
        self.signature = SignatureEditor(theme, DRAWN)
        self.boxes: Mapping[str, FieldBox] = {
            **how.boxes,
            EVIDENCE: FieldBox(theme, self.file),
            SIGNATURE: FieldBox(theme, self.signature),
            **self._signed.boxes,
        }
        self.means = text(_(NOW), "help", wrap=True)
        self._earlier = QWidget()
        self._earlier.setLayout(column(self._signed, self.means, space=8))
        self.setLayout(
            column(how, self.boxes[SIGNATURE], self.boxes[EVIDENCE], self._earlier, space=16)
        )
        self.boxes[HOW].editor.changed.connect(self._show_way)
        self._signed.changed.connect(self._show_meaning)
        for box in self.boxes.values():
            box.editor.changed.connect(self.changed)
        self._show_way()

    @property
    def evidence(self) -> Evidence:
        """The bytes of the signature that was drawn, or the file that was chosen."""
        if self._is_shown(SIGNATURE):
            drawn: bytes | None = self.signature.value()
            return drawn
        return self.file.file if self._is_shown(EVIDENCE) else None

    @property
    def has_evidence(self) -> bool:
        """Whether a signature was drawn or a file chosen."""
        return any(self.boxes[name].editor.is_touched for name in (SIGNATURE, EVIDENCE))

    def typed(self) -> dict[str, Any]:
        """What a draft keeps: not what was drawn, and not which file was chosen."""
        kept = (name for name in self.boxes if name not in (SIGNATURE, EVIDENCE))
        return {name: self.boxes[name].editor.typed() for name in kept}

    def retype(self, values: Mapping[str, Any]) -> None:
        """Show what a draft kept."""
        for name, value in values.items():
            if name in self.boxes:
                self.boxes[name].editor.retype(value)

    def request(self) -> dict[str, Any]:
        """The part of the request that says how; nothing of a way that was not chosen."""
        found = {name: self.boxes[name].editor.value() for name in self._names()}
        if found.get(SIGNATURE):
            found[EVIDENCE] = DRAWING
        expressed = {
            name.rpartition(".")[2]: found[name]
            for name in (HOW, EVIDENCE, WITNESS)
            if found.get(name)
        }
        said: dict[str, Any] = {"expressed": expressed} if expressed else {}
        if found.get(SHEET):
            said[SHEET] = found[SHEET]
        day, time = found.get(DAY), found.get(TIME)
        return {**said, GIVEN_ON: sharing_work.moment(day, time)} if day or time else said

    def problems(self) -> Iterator[tuple[str, str]]:
        """What cannot be read yet."""
        for name in self._names():
            if problem := self.boxes[name].editor.problem:
                yield name, problem

    def placed(self, field: str) -> tuple[str, str]:
        """Where a field of the core is filled in here, and what to say there."""
        if field == EVIDENCE and self._is_shown(SIGNATURE):
            return SIGNATURE, SAYS[SIGNATURE]
        if field == GIVEN_ON:
            empty = [one for one in (DAY, TIME) if self.boxes[one].editor.value() is None]
            return (empty[0], SAYS[empty[0]]) if empty else (DAY, SAYS[GIVEN_ON])
        return field, SAYS.get(field, _("Kijk dit na."))

    def show_later(self, *, is_later: bool) -> None:
        """Whether later items may go along: the meaning of an earlier moment depends on it."""
        self._is_later = is_later
        self._show_meaning()

    def _names(self) -> list[str]:
        return [name for name in self.boxes if name == HOW or self._is_shown(name)]

    def _is_shown(self, name: str) -> bool:
        way = WAYS.get(str(self.boxes[HOW].editor.value()))
        return way is not None and name in way.fields

    def _show_way(self) -> None:
        for name in (WITNESS, SIGNATURE, EVIDENCE):
            self.boxes[name].setVisible(self._is_shown(name))
        self._earlier.setVisible(self._is_shown(DAY))

    def _show_meaning(self) -> None:
        day, time = (self._signed.boxes[name].editor.value() for name in (DAY, TIME))
        if day is None or time is None:
            self.means.setText(_(NOW))
            return
        when = _("{day} om {time}").format(day=shown_date(day), time=time)
        self.means.setText(
            _("De toestemming geldt vanaf {when}. Ook wat daarna is opgeschreven mag mee.").format(
                when=when
            )
            if self._is_later
            else _(
                "De toestemming gaat over het dossier van {when}. Wat daarna is "
                "opgeschreven, gaat niet mee. Dat mag alleen als bij 'Ook wat er later bij "
                "komt' Ja staat."
            ).format(when=when)
        )
