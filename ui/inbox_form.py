"""Whose a scan is and what it is: the three fields beside a page of the inbox.

The list of records belongs to the client who is chosen, and is emptied with the choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from eportfolio import records
from eportfolio.errors import InvalidRecord
from ui import inbox_work
from ui.delegates import LineDelegate
from ui.fields import Editor, QuietCombo
from ui.form_spec import Spec, Type, specs
from ui.forms import FieldBox, make_editor, problems_of
from ui.inbox_work import Goal, Person, Target
from ui.models import Line, LineModel
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import fold
from ui.widgets import announce, clear, column, text
from ui.words import N_, _, _many

# The kinds that a file may begin, with the fields that are asked at once. The rest can wait.
ASKED = {
    "document": (),
    "certificaat": ("type", "datum_uitgifte"),
    "besluit": ("soort", "dagtekening"),
}
MATCHES = 5
REQUIRED = N_("Dit veld is verplicht.")


class InboxForm(QWidget):
    """Client, what it is, and its title with a date where its kind has one."""

    chosen = Signal()  # somebody was chosen, or nobody any more

    def __init__(self, tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._people: tuple[Person, ...] = ()
        self.person: Person | None = None
        self.boxes: dict[str, FieldBox] = {}
        self.wrong: QWidget | None = None  # the first field that says what is wrong
        self._build()
        self.restart("")

    def _build(self) -> None:
        theme = self._theme
        self.client = QLineEdit()
        self.client.setPlaceholderText(_("Typ een deel van de naam"))
        self.client.setAccessibleName(_("Cliënt"))
        self.client.textChanged.connect(self._on_typed)
        self.client.installEventFilter(self)
        self.found = LineModel()
        self.matches = QListView()
        self.matches.setModel(self.found)
        self.matches.setAccessibleName(_("Gevonden cliënten"))
        self.matches.setItemDelegate(LineDelegate(theme, self.matches))
        self.matches.setResizeMode(QListView.ResizeMode.Adjust)
        self.matches.setProperty("matches", True)
        self.matches.clicked.connect(self._on_picked)
        self.matches.installEventFilter(self)
        self.matches.hide()
        self.about = text("", "help", wrap=True)
        self.client_message = text("", "error", wrap=True)
        who = text(_("&Cliënt (verplicht)"), "label")
        who.setBuddy(self.client)
        self.what = QuietCombo()
        self.what.setAccessibleName(_("Wat is het?"))
        self.what.activated.connect(self._on_what)
        asked = text(_("&Wat is het?"), "label")
        asked.setBuddy(self.what)
        title = Spec("titel", N_("Titel"), Type.TEXT, is_required=True)
        self.title = FieldBox(theme, make_editor(theme, title, {}))
        self._more = column(space=14)
        self.setLayout(
            column(
                column(who, self.client, self.matches, self.client_message, self.about, space=6),
                column(asked, self.what, space=6),
                self.title,
                self._more,
                space=14,
            )
        )

    @property
    def is_changed(self) -> bool:
        """Whether somebody was chosen, or typed what is not added yet."""
        typed = any(box.editor.is_touched for box in (self.title, *self.boxes.values()))
        return self.person is not None or bool(self.client.text()) or typed

    def restart(self, title: str) -> None:
        """Begin for another file; nothing of the client before stays."""
        self.client.clear()
        self._choose(None)
        self.retitle(title)

    def retitle(self, title: str) -> None:
        """Another file for the same client."""
        self.title.editor.load(title)
        self.title.say("")
        self.client_message.hide()

    def load(self, people: Sequence[Person]) -> None:
        """Who can be chosen."""
        self._people = tuple(people)

    def pick_only(self) -> bool:
        """Choose the one who was found, if there is one; False when nothing was chosen."""
        found = self._matches(self.client.text())
        if self.person is None and self.client.text().strip() and len(found) == 1:
            self.client.setText(found[0].words)
            return True
        return False

    def goal(self) -> Goal | None:
        """Where the file goes; None where something is lacking, and then the fields say it."""
        title = str(self.title.editor.value() or "").strip()
        self.title.say("" if title else _(REQUIRED))
        self.wrong = None if title else self.title
        lacks_client = self.person is None
        self.client_message.setText(_("Kies een cliënt uit de lijst.") if lacks_client else "")
        self.client_message.setVisible(lacks_client)
        self.client.setProperty("invalid", lacks_client)
        if self.person is None:
            self.wrong = self.client_message
            self.client.setFocus()
            return None
        if not title:
            self.title.editor.focus_widget.setFocus()
            return None
        way, value = self.what.currentData()
        if way == "record":
            return Goal(self.person.portfolio, title, record=value)
        if value == "document":
            return Goal(self.person.portfolio, title)
        body = self._body(value, title)
        return None if body is None else Goal(self.person.portfolio, title, kind=value, body=body)

    def refuse(self, error: InvalidRecord) -> None:
        """What the dossier does not take, at its field."""
        self._say(problems_of(error))

    def _body(self, kind: str, title: str) -> dict[str, Any] | None:
        body = {
            name: value
            for name, box in self.boxes.items()
            if (value := box.editor.value()) is not None
        }
        if "titel" in {spec.name for spec in specs(kind)}:
            body["titel"] = title
        problems = [
            (name, box.editor.problem) for name, box in self.boxes.items() if box.editor.problem
        ]
        if not problems:
            try:
                records.parse(kind, body)
            except InvalidRecord as error:
                problems = problems_of(error)
        self._say(problems)
        return None if problems else body

    def _say(self, problems: list[tuple[str, str]]) -> None:
        said = dict(reversed(problems))
        for name, box in self.boxes.items():
            box.say(said.get(name, ""))
        first = next((box for name, box in self.boxes.items() if name in said), None)
        self.wrong = first
        if first is not None:
            first.editor.focus_widget.setFocus()

    def _matches(self, typed: str) -> list[Person]:
        words = fold(typed).split()
        return [one for one in self._people if all(word in fold(one.words) for word in words)]

    def _on_typed(self, typed: str) -> None:
        found = self._matches(typed) if typed.strip() else []
        person = next((one for one in found if one.words == typed), None)
        self._choose(person)
        self._show_matches(() if person is not None else found[:MATCHES])
        if person is None:
            self._tell(_("Niemand gevonden") if typed.strip() and not found else "")

    def _tell(self, words: str) -> None:
        self.about.setText(words)
        self.about.setVisible(bool(words))

    def _show_matches(self, found: Sequence[Person]) -> None:
        self.found.load([Line(one.words, source=one) for one in found])
        high = sum(self.matches.sizeHintForRow(n) for n in range(len(found)))
        self.matches.setFixedHeight(high + 2 * self.matches.frameWidth() + 2)
        self.matches.setVisible(bool(found))
        if found:
            announce(
                self.client,
                _many("{number} cliënt gevonden", "{number} cliënten gevonden", len(found)),
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The arrow leads from the name to who was found; Enter there takes one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.client and key == Qt.Key.Key_Down and self.matches.isVisible():
                self.matches.setCurrentIndex(self.found.index(0, 0))
                self.matches.setFocus()
                return True
            if watched is self.matches and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_picked(self.matches.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _on_picked(self, index: QModelIndex) -> None:
        person = self.found.source(index.row()) if index.isValid() else None
        if isinstance(person, Person):
            self.client.setText(person.words)
            self.client.setFocus()

    def _choose(self, person: Person | None) -> None:
        if person is not None and person == self.person:
            return
        self.person = person
        self._tell(person.about if person is not None else "")
        self.client_message.hide()
        self.client.setProperty("invalid", False)
        self._offer(())
        if person is not None:
            work = inbox_work.targets(person.portfolio)
            self._tasks.run(self, work, partial(self._on_targets, person))
        self.chosen.emit()

    def _on_targets(self, person: Person, found: Sequence[Target]) -> None:
        if self.person == person:
            self._offer(found)

    def _offer(self, found: Sequence[Target]) -> None:
        """What it can be: a kind of record, or something to add to one of this client."""
        kept = self.what.currentData()
        self.what.clear()
        for kind in ASKED:
            self.what.addItem(_(records.title(kind)), ("kind", kind))
        if found:
            self.what.insertSeparator(self.what.count())
        for one in found:
            self.what.addItem(_("Bij {words}").format(words=one.words), ("record", one.record))
            at = self.what.count() - 1
            self.what.setItemData(at, one.words, Qt.ItemDataRole.ToolTipRole)
        at = next((n for n in range(self.what.count()) if self.what.itemData(n) == kept), 0)
        self.what.setCurrentIndex(at)
        if kept is None or at == 0:
            self._on_what()

    def _on_what(self, *_: object) -> None:
        way, value = self.what.currentData()
        wanted = ASKED[value] if way == "kind" else ()
        if tuple(self.boxes) == wanted:
            return
        clear(self._more)
        self.boxes = {}
        known = {spec.name: spec for spec in specs(value)} if wanted else {}
        for name in wanted:
            editor: Editor = make_editor(self._theme, known[name], {})
            editor.load(None)
            self.boxes[name] = FieldBox(self._theme, editor)
            self._more.addWidget(self.boxes[name])
