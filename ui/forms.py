"""Forms that follow from the record models: fields, nested parts, lists, messages at the field.

A form never judges: it asks `records.parse`, and brings each sentence to its field. What a newer
version wrote in a body and this one does not know stays in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from eportfolio import records
from eportfolio.errors import InvalidRecord
from ui.fields import ChoiceEditor, Editor, LineEditor, SetEditor, TextEditor, YesNoEditor
from ui.form_spec import COMMON, Spec, Type, specs
from ui.theme import Theme
from ui.values import cited
from ui.widgets import announce, button, card, column, hair, icon, restyle, row, text
from ui.words import _

FORM_WIDTH = 800
DEPARTURES = "afwijkingen"
NAMED = 3
WIDE = frozenset({Type.LONG, Type.SET, Type.REFERENCES, Type.PART, Type.PARTS, Type.LINES})
Names = Mapping[str, Mapping[str, str]]  # per kind: record id and what to call it


class FieldBox(QWidget):
    """An editor under its label, with room for a message."""

    def __init__(self, theme: Theme, editor: Editor, *, is_group: bool = False) -> None:
        super().__init__()
        self.editor = editor
        spec = editor.spec
        self.label = text(_named(spec, spec.title), "section" if is_group else "label", wrap=True)
        head = row(self.label, space=8)
        head.setStretch(0, 1)
        if spec.never_leaves:
            head.addWidget(icon(theme, "lock", "muted", 16))
            head.addWidget(text(_("gaat nooit mee"), "help"))
        self.label.setBuddy(editor.focus_widget)
        self.message = text("", "error", wrap=True)
        self._sign = icon(theme, "alert-circle", "neg", 20)
        line = row(column(self._sign, None), self.message, space=8)
        line.setStretch(1, 1)
        self._line = QWidget()
        self._line.setLayout(line)
        self._line.hide()
        self._hint = spec.hint
        self._help = text(spec.hint, "help", wrap=True)
        layout = self._inside = column(head, editor, self._help, space=6)
        if spec.hint:
            editor.focus_widget.setAccessibleDescription(spec.hint)
        # Under a group it would stand a screen away from its title.
        layout.insertWidget(1 if is_group else layout.count(), self._line)
        self.setLayout(layout)
        self._help.setVisible(bool(spec.hint))

    def put_above(self, note: QWidget) -> None:
        """Show something between the label and where one types."""
        self._inside.insertWidget(1, note)

    def put_under(self, note: QWidget) -> None:
        """Show something under everything else of this field."""
        self._inside.addWidget(note)

    def call(self, title: str, hint: str = "") -> None:
        """Ask for something else here, with what helps to fill it in."""
        editor = self.editor.focus_widget
        self.label.setText(_named(self.editor.spec, title))
        editor.setAccessibleName(title)
        self._hint = hint
        self._help.setText(hint)
        self._help.setVisible(bool(hint))
        editor.setAccessibleDescription(self.message.text() or hint)

    def say(self, sentence: str) -> None:
        """Show what is wrong with this field, or nothing."""
        self.message.setText(sentence)
        self._line.setVisible(bool(sentence))
        self.editor.mark(invalid=bool(sentence))
        self.editor.focus_widget.setAccessibleDescription(sentence or self._hint)


def _named(spec: Spec, title: str) -> str:
    return _("{field} (verplicht)").format(field=title) if spec.is_required else title


class Fields(QWidget):
    """A group of fields in two equal columns; long ones take both."""

    changed = Signal()

    def __init__(self, theme: Theme, fields: tuple[Spec, ...], names: Names) -> None:
        super().__init__()
        self._given: dict[str, Any] = {}
        self.boxes: dict[str, FieldBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        at = 0
        common_begun = False
        for spec in fields:
            if spec.name in COMMON and not common_begun and self.boxes:
                common_begun = True
                at += at % 2
                grid.addLayout(_common_heading(), at // 2, 0, 1, 2)
                at += 2
            box = FieldBox(
                theme,
                make_editor(theme, spec, names),
                is_group=spec.type in (Type.PART, Type.PARTS),
            )
            box.editor.changed.connect(self.changed)
            self.boxes[spec.name] = box
            if spec.type in WIDE:
                at += at % 2
                grid.addWidget(box, at // 2, 0, 1, 2)
                at += 2
            else:
                grid.addWidget(box, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
                at += 1

    @property
    def is_touched(self) -> bool:
        """Whether any field was changed."""
        return any(box.editor.is_touched for box in self.boxes.values())

    def load(self, body: Mapping[str, Any]) -> None:
        """Show a body."""
        self._given = dict(body)
        for name, box in self.boxes.items():
            box.editor.load(body.get(name))

    def body(self) -> dict[str, Any]:
        """The body as it is filled in; what is not filled in is not in it."""
        found = dict(self._given)
        for name, box in self.boxes.items():
            value = box.editor.value()
            if value is None:
                found.pop(name, None)
            else:
                found[name] = value
        return found

    def typed(self) -> dict[str, Any]:
        """What a draft keeps."""
        found = dict(self._given)
        found |= {name: box.editor.typed() for name, box in self.boxes.items()}
        return {name: value for name, value in found.items() if value is not None}

    def retype(self, values: Mapping[str, Any]) -> None:
        """Show what a draft kept."""
        for name, box in self.boxes.items():
            box.editor.retype(values.get(name))

    def problems(self, before: str = "") -> Iterator[tuple[str, str]]:
        """What cannot be read, as dotted field and sentence."""
        for name, box in self.boxes.items():
            if box.editor.problem:
                yield f"{before}{name}", box.editor.problem
            if isinstance(box.editor, Nested):
                yield from box.editor.problems(f"{before}{name}.")

    def box_at(self, path: list[str]) -> FieldBox | None:
        """The field of a dotted name, as deep as there is one."""
        if not path or path[0] not in self.boxes:
            return None
        box = self.boxes[path[0]]
        deeper = box.editor.box_at(path[1:]) if isinstance(box.editor, Nested) else None
        return deeper or box

    def all_boxes(self) -> Iterator[FieldBox]:
        """Every field, nested ones too."""
        for box in self.boxes.values():
            yield box
            if isinstance(box.editor, Nested):
                yield from box.editor.all_boxes()


def _common_heading() -> QVBoxLayout:
    return column(8, hair(), text(_("Bij dit gegeven"), "section"), space=12)


class Nested(Editor):
    """An editor that has fields of its own inside."""

    def groups(self) -> list[tuple[str, Fields]]:
        """Its groups of fields, each with its dotted name inside the value."""
        raise NotImplementedError

    def problems(self, before: str) -> Iterator[tuple[str, str]]:
        """What cannot be read in it."""
        for name, fields in self.groups():
            yield from fields.problems(f"{before}{name}")

    def box_at(self, path: list[str]) -> FieldBox | None:
        """The field in it of a dotted name."""
        for name, fields in self.groups():
            rest = path[1:] if name and path and path[0] == name[:-1] else path
            if not name or rest is not path:
                return fields.box_at(rest)
        return None

    def all_boxes(self) -> Iterator[FieldBox]:
        """Its fields."""
        for __, fields in self.groups():
            yield from fields.all_boxes()


class PartEditor(Nested):
    """An object inside a record."""

    def __init__(self, theme: Theme, spec: Spec, names: Names) -> None:
        super().__init__(spec)
        self.fields = Fields(theme, spec.parts, names)
        self.fields.changed.connect(self.changed)
        self.frame = card()
        inside = column(self.fields)
        inside.setContentsMargins(16, 14, 16, 16)
        self.frame.setLayout(inside)
        self.setLayout(column(self.frame))
        first = next(iter(self.fields.boxes.values()), None)
        self._first = first.editor.focus_widget if first is not None else None

    def mark(self, *, invalid: bool) -> None:
        """An edge around all of it."""
        self.frame.setProperty("invalid", invalid)
        restyle(self.frame)

    @property
    def is_touched(self) -> bool:
        """Whether anything in it was changed."""
        return self.fields.is_touched

    def groups(self) -> list[tuple[str, Fields]]:
        """Its only group."""
        return [("", self.fields)]

    def typed(self) -> Any:
        """What a draft keeps of it."""
        return self.fields.typed() or None

    def retype(self, value: Any) -> None:
        """Show what a draft kept of it."""
        self.fields.retype(value if isinstance(value, dict) else {})

    def _show(self, value: Any) -> None:
        self.fields.load(value if isinstance(value, dict) else {})

    def _read(self) -> Any:
        return self.fields.body() or None


class PartsEditor(Nested):
    """A list of objects: each on a card of its own, to add and to take away."""

    def __init__(self, theme: Theme, spec: Spec, names: Names) -> None:
        super().__init__(spec)
        self._theme = theme
        self._names = names
        self._parts: list[tuple[QWidget, Fields]] = []
        self._has_changed_length = False
        self._list = column(space=12)
        self.add_button = button(theme, _("Toevoegen"), self._on_add, "plus", small=True)
        self.add_button.setAccessibleName(_("{field}: toevoegen").format(field=spec.title))
        self.setLayout(column(self._list, row(self.add_button, None)))
        self._first = self.add_button

    @property
    def is_touched(self) -> bool:
        """Whether one was changed, added or taken away."""
        return self._has_changed_length or any(part.is_touched for _, part in self._parts)

    def groups(self) -> list[tuple[str, Fields]]:
        """One for each object, by its number."""
        return [(f"{n}.", part) for n, (_, part) in enumerate(self._parts)]

    def typed(self) -> Any:
        """What a draft keeps of each."""
        return [part.typed() for _, part in self._parts] or None

    def retype(self, value: Any) -> None:
        """Show what a draft kept of each."""
        if value != self.typed():
            self._show(value)
            self._has_changed_length = True
            self.changed.emit()

    def _show(self, value: Any) -> None:
        for frame, __ in self._parts:
            self._list.removeWidget(frame)
            frame.deleteLater()
        self._parts.clear()
        for one in value if isinstance(value, list) else []:
            self._add(one if isinstance(one, dict) else {})
        self._has_changed_length = False

    def _read(self) -> Any:
        return [part.body() for _, part in self._parts] or None

    def begin_one(self, body: Mapping[str, Any]) -> None:
        """Begin one more, filled in as far as is known; the keyboard goes to what is not."""
        fields = self._add(body)
        self._has_changed_length = True
        self.changed.emit()
        boxes = fields.boxes.values()
        empty = next((box for box in boxes if box.editor.value() is None), None)
        (empty or next(iter(boxes))).editor.focus_widget.setFocus()

    def _add(self, body: Mapping[str, Any]) -> Fields:
        fields = Fields(self._theme, self.spec.parts, self._names)
        fields.load(body)
        fields.changed.connect(self.changed)
        frame = card()
        remove = button(self._theme, _("Weghalen"), self._on_remove, "x", small=True)
        remove.setProperty("frame", frame)
        inside = column(fields, row(None, remove))
        inside.setContentsMargins(16, 14, 16, 12)
        frame.setLayout(inside)
        self._parts.append((frame, fields))
        self._list.addWidget(frame)
        return fields

    def _on_add(self) -> None:
        self.begin_one({})

    def _on_remove(self) -> None:
        pressed = self.sender()
        for frame, fields in self._parts:
            if isinstance(pressed, QPushButton) and frame.isAncestorOf(pressed):
                self._parts.remove((frame, fields))
                self._list.removeWidget(frame)
                frame.hide()
                frame.deleteLater()
                break
        self._has_changed_length = True
        self.changed.emit()


def make_editor(theme: Theme, spec: Spec, names: Names) -> Editor:
    """The editor for a type of field."""
    offered = {
        record: words for kind in spec.offered for record, words in names.get(kind, {}).items()
    }
    match spec.type:
        case Type.LONG | Type.LINES | Type.DATES:
            return TextEditor(spec)
        case Type.CHOICE | Type.REFERENCE:
            return ChoiceEditor(spec, offered)
        case Type.YES_NO:
            return YesNoEditor(spec)
        case Type.SET | Type.REFERENCES:
            return SetEditor(spec, offered)
        case Type.PART:
            return PartEditor(theme, spec, names)
        case Type.PARTS:
            return PartsEditor(theme, spec, names)
    return LineEditor(theme, spec)


class Form(QWidget):
    """One record of one kind."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        kind: str,
        body: Mapping[str, Any],
        names: Names,
        only: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.kind = kind
        known = {spec.name: spec for spec in specs(kind)}
        self.fields = Fields(theme, tuple(known[name] for name in only or known), names)
        self.fields.load(body)
        self.fields.changed.connect(self.changed)
        self._inside = column(self.fields, space=16)
        self.setLayout(self._inside)
        theme.size(self, maximumWidth=FORM_WIDTH)

    def begin(self) -> None:
        """Put the keyboard in the first field."""
        next(iter(self.fields.boxes.values())).editor.focus_widget.setFocus()

    def put_above(self, field: str, note: QWidget) -> None:
        """Show something above a dotted field; above the form for an empty one."""
        box = self.fields.box_at(field.split(".")) if field else None
        if box is not None:
            box.put_above(note)
        else:
            self._inside.insertWidget(self._inside.count() - 1, note)

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed."""
        return self.fields.is_touched

    def typed(self) -> dict[str, Any]:
        """What a draft keeps: also what is not right yet."""
        return self.fields.typed()

    def retype(self, values: Mapping[str, Any]) -> None:
        """Show what a draft kept, as if it was typed again."""
        self.fields.retype(values)

    def field(self, name: str) -> FieldBox:
        """One field."""
        return self.fields.boxes[name]

    def has(self, name: str) -> bool:
        """Whether there is a field for a dotted name."""
        return self.fields.box_at(name.split(".")) is not None

    def checked(self) -> dict[str, Any] | None:
        """The body when it is right; otherwise None, and each field says what is wrong."""
        body = self.fields.body()
        problems = list(self.fields.problems())
        if not problems:
            try:
                records.parse(self.kind, body)
            except InvalidRecord as error:
                problems = problems_of(error)
        self.show_problems(problems)
        return None if problems else body

    def show_problems(self, problems: list[tuple[str, str]]) -> None:
        """Bring each sentence to its field; the first of them gets the keyboard."""
        for known in self.fields.all_boxes():
            known.say("")
        for field, sentence in problems:
            box = self.fields.box_at(field.split("."))
            if box is not None:
                box.say(sentence)
        first = self.first_problem
        if first is not None:
            first.editor.focus_widget.setFocus()
            announce(first, f"{first.label.text()}: {first.message.text()}")

    @property
    def first_problem(self) -> FieldBox | None:
        """The field with a message that stands first."""
        return next((box for box in self.fields.all_boxes() if box.message.text()), None)

    def to_mend(self) -> str:
        """The names of the fields with a message: a few, and how many more there are."""
        found = [box.editor for box in self.fields.all_boxes() if box.message.text()]
        names = list(dict.fromkeys(one.spec.title for one in found))
        words = ", ".join(names[:NAMED])
        if len(names) > NAMED:
            words = _("{names} en nog {number}").format(names=words, number=len(names) - NAMED)
        if any(one.value() is not None for one in found):
            return _("Nog niet opgeslagen. Kijk na: {names}.").format(names=words)
        return _("Nog niet opgeslagen. Nog invullen: {names}.").format(names=words)

    def ask_reason(self, sources: Sequence[str]) -> None:
        """The law allows it with a reason: lead to where that is written down."""
        box = self.fields.boxes.get(DEPARTURES)
        if box is None or not isinstance(box.editor, PartsEditor):
            return
        if not box.editor.value():
            known = {spec.name: spec for spec in box.editor.spec.parts}["regel"]
            articles = [one.replace("Besluit inburgering", "Bi") for one in sources]
            rule = next((r for r in known.choices for a in articles if a.startswith(r)), None)
            box.editor.begin_one({"regel": rule} if rule else {})
        box.say(_("Schrijf hier de reden. Daarna kunt u opslaan."))


def problems_of(error: InvalidRecord) -> list[tuple[str, str]]:
    """The fields and sentences of a refusal."""
    found = error.facts.get("problems")
    return [
        (
            str(one.get("field") or ""),
            cited(_(str(one.get("problem", ""))), str(one.get("source") or "")),
        )
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict)
    ]


def sources_of(error: InvalidRecord) -> list[str]:
    """The articles that a refusal rests on."""
    found = error.facts.get("problems")
    return [
        str(one.get("source") or "")
        for one in (found if isinstance(found, list) else [])
        if isinstance(one, dict)
    ]
