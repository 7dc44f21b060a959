"""The editors of single values. Each gives back exactly what it was given until it is touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QMenu,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from ui.form_spec import Spec, Type
from ui.theme import Theme
from ui.values import (
    DATE_HINT,
    NUMBER_HINT,
    PARTIAL_HINT,
    TIME_HINT,
    read_date,
    read_number,
    read_time,
    shown_number,
    shown_yes_no,
    typed_date,
)
from ui.widgets import ButtonedLine, Flow, column, restyle, row, segments
from ui.words import _

NOTHING = "–"


class Editor(QWidget):
    """Edits one value. `problem` says what cannot be read yet."""

    changed = Signal()

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self.spec = spec
        self._given: Any = None
        self._is_touched = False
        # No focus proxy: it takes what stands before it out of the reach of Tab.
        self._first: QWidget | None = None

    @property
    def is_touched(self) -> bool:
        """Whether a person changed it."""
        return self._is_touched

    @property
    def problem(self) -> str:
        """What is wrong with what was typed, or nothing."""
        return ""

    @property
    def focus_widget(self) -> QWidget:
        """What a click on the label goes to."""
        return self._first or self

    def load(self, value: Any) -> None:
        """Show a value."""
        self._given = value
        self._is_touched = False
        self._show(value)
        self._is_touched = False

    def value(self) -> Any:
        """The value now; None for nothing."""
        if not self.is_touched:
            return self._given
        found = self._read()
        return self._given if found is None and self._given == [] else found

    def typed(self) -> Any:
        """What a draft keeps: the value, or the text that is none yet."""
        return self.value()

    def retype(self, value: Any) -> None:
        """Show what a draft kept, as if a person typed it again."""
        if value != self.typed():
            self._show(value)
            self._touch()

    def mark(self, *, invalid: bool) -> None:
        """Show that something is wrong here."""
        target = self.focus_widget
        target.setProperty("invalid", invalid)
        restyle(target)

    def _touch(self) -> None:
        self._is_touched = True
        self.changed.emit()

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _read(self) -> Any:
        raise NotImplementedError


class LineEditor(Editor):
    """One line of text, a number, a date or a time."""

    def __init__(self, theme: Theme, spec: Spec) -> None:
        super().__init__(spec)
        self.line = ButtonedLine()
        self.line.setAccessibleName(spec.title)
        self.line.textEdited.connect(self._touch)
        self.setLayout(row(self.line))
        self._first = self.line
        self._popup: QMenu | None = None
        self.line.installEventFilter(self)
        if spec.type in (Type.DATE, Type.PARTIAL_DATE):
            self.line.setPlaceholderText(
                _("dd-mm-jjjj") if spec.type is Type.DATE else _("dd-mm-jjjj, mm-jjjj of jjjj")
            )
            tool = self.line.add_tool(theme, "calendar", _("Kalender (Alt+Omlaag)"))
            tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tool.clicked.connect(self._on_calendar)
        elif spec.type is Type.TIME:
            self.line.setPlaceholderText(_("uu:mm"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Alt and the down arrow open the calendar, as in any list."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
            and self.spec.type in (Type.DATE, Type.PARTIAL_DATE)
        ):
            self._on_calendar()
            return True
        return super().eventFilter(watched, event)

    def _on_calendar(self) -> None:
        self._popup = QMenu(self)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        known = QDate.fromString(read_date(self.line.text(), partial=False) or "", "yyyy-MM-dd")
        if known.isValid():
            calendar.setSelectedDate(known)
        calendar.activated.connect(self._on_day)
        calendar.clicked.connect(self._on_day)
        action = QWidgetAction(self._popup)
        action.setDefaultWidget(calendar)
        self._popup.addAction(action)
        self._popup.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def _on_day(self, day: QDate) -> None:
        self.line.setText(day.toString("dd-MM-yyyy"))
        self._touch()
        if self._popup is not None:
            self._popup.close()

    @property
    def problem(self) -> str:
        """A date or number that cannot be read."""
        typed = self.line.text().strip()
        if not self.is_touched or not typed or self.spec.type is Type.TEXT:
            return ""
        if self._read() is None:
            hints = {Type.NUMBER: NUMBER_HINT, Type.DATE: DATE_HINT, Type.TIME: TIME_HINT}
            return _(hints.get(self.spec.type, PARTIAL_HINT))
        return ""

    def typed(self) -> Any:
        """A date or number that is not finished is kept as it was typed."""
        return self.line.text() if self.problem else self.value()

    def _show(self, value: Any) -> None:
        if value is None:
            words = ""
        elif isinstance(value, int | float) and not isinstance(value, bool):
            words = shown_number(value)
        elif self.spec.type in (Type.DATE, Type.PARTIAL_DATE):
            words = typed_date(str(value))
        else:
            words = str(value)
        self.line.setText(words)
        self.line.setCursorPosition(0)

    def _read(self) -> Any:
        typed = self.line.text()
        match self.spec.type:
            case Type.NUMBER:
                return read_number(typed)
            case Type.DATE:
                return read_date(typed, partial=False)
            case Type.PARTIAL_DATE:
                return read_date(typed, partial=True)
            case Type.TIME:
                return read_time(typed)
        return typed or None


class TextEditor(Editor):
    """Text of several lines, or a list with one entry on each line. It grows with its text."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self.area = GrowingText()
        self.area.setAccessibleName(spec.title)
        self.area.textChanged.connect(self._touch)
        if spec.type is Type.DATES:
            self.area.setPlaceholderText(_("één datum per regel, dd-mm-jjjj"))
        elif spec.type is Type.LINES:
            self.area.setPlaceholderText(_("één per regel"))
        self.setLayout(column(self.area))
        self._first = self.area

    def typed(self) -> Any:
        """Dates that are not finished are kept as they were typed."""
        return self.area.toPlainText().splitlines() if self.problem else self.value()

    @property
    def problem(self) -> str:
        """A date that cannot be read."""
        if self.spec.type is Type.DATES and self.is_touched and None in self._dates():
            return _(DATE_HINT)
        return ""

    def _show(self, value: Any) -> None:
        if isinstance(value, list):
            shown = typed_date if self.spec.type is Type.DATES else str
            value = "\n".join(shown(str(one)) for one in value)
        self.area.setPlainText("" if value is None else str(value))

    def _read(self) -> Any:
        typed = self.area.toPlainText()
        if self.spec.type is Type.DATES:
            return self._dates() or None
        if self.spec.type is Type.LINES:
            return [line.strip() for line in typed.splitlines() if line.strip()] or None
        return typed or None

    def _dates(self) -> list[str | None]:
        lines = self.area.toPlainText().splitlines()
        return [read_date(line, partial=False) for line in lines if line.strip()]


class GrowingText(QPlainTextEdit):
    """As high as its text, between three lines and twelve; Tab leaves it."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = QFontMetrics(self.font())
        room = QRect(0, 0, max(self.viewport().width() - 12, 120), 100_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        used = metrics.boundingRect(room, flags, f"{self.toPlainText()}x").height()
        line = metrics.lineSpacing()
        frame = self.height() - self.viewport().height()
        around = frame + 2 * round(self.document().documentMargin()) + 4
        return QSize(super().sizeHint().width(), max(3 * line, min(12 * line, used)) + around)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class QuietCombo(QComboBox):
    """A list that the mouse wheel does not change by accident."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802
        event.ignore()


class ChoiceEditor(Editor):
    """One out of a list, or one other record."""

    def __init__(self, spec: Spec, names: Mapping[str, str]) -> None:
        super().__init__(spec)
        self.combo = QuietCombo()
        self.combo.setAccessibleName(spec.title)
        self.combo.addItem(NOTHING, None)
        if spec.type is Type.REFERENCE:
            for record, words in names.items():
                self.combo.addItem(words, record)
        for choice in spec.choices:
            self.combo.addItem(choice, choice)
        self.combo.activated.connect(self._touch)
        self.setLayout(column(self.combo))
        self._first = self.combo

    def _show(self, value: Any) -> None:
        at = self.combo.findData(value)
        if at < 0:  # of a newer version, or in a part of the dossier that was not shared
            self.combo.addItem(_("niet in dit dossier") if self.spec.offered else str(value), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)

    def _read(self) -> Any:
        return self.combo.currentData()


class YesNoEditor(Editor):
    """Yes, no, unknown; a second press takes the answer away."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        words = {one: _(one) for one in spec.choices}
        layout, self.buttons = segments(spec.title, words, self._on_clicked)
        self.setLayout(layout)
        self._first = next(iter(self.buttons.values()))

    def _on_clicked(self, clicked: str) -> None:
        for words, one in self.buttons.items():
            if words != clicked:
                one.setChecked(False)
        self._touch()

    def mark(self, *, invalid: bool) -> None:
        """Each of them shows that an answer is asked."""
        for one in self.buttons.values():
            one.setProperty("invalid", invalid)
            restyle(one)

    def _show(self, value: Any) -> None:
        for words, one in self.buttons.items():
            one.setChecked(words == shown_yes_no(value))

    def _read(self) -> Any:
        return next((words for words, one in self.buttons.items() if one.isChecked()), None)


class SetEditor(Editor):
    """Several out of a list, or several other records."""

    def __init__(self, spec: Spec, names: Mapping[str, str]) -> None:
        super().__init__(spec)
        self.boxes: dict[str, QCheckBox] = {}
        offered = names if spec.type is Type.REFERENCES else {one: one for one in spec.choices}
        self._layout: QVBoxLayout | Flow = (
            column(space=4) if spec.type is Type.REFERENCES else Flow(16)
        )
        for key, words in offered.items():
            self._add(key, words)
        self.setLayout(self._layout)
        self._first = next(iter(self.boxes.values()), None)

    def _add(self, key: str, words: str) -> None:
        box = QCheckBox(words)
        box.setAccessibleName(f"{self.spec.title}: {words}")
        box.toggled.connect(self._touch)
        self.boxes[key] = box
        self._layout.addWidget(box)

    def _show(self, value: Any) -> None:
        chosen = [str(one) for one in value] if isinstance(value, list) else []
        for key in chosen:
            if key not in self.boxes:
                self._add(key, _("niet in dit dossier") if self.spec.offered else key)
        for key, box in self.boxes.items():
            box.setChecked(key in chosen)

    def _read(self) -> Any:
        return [key for key, box in self.boxes.items() if box.isChecked()] or None
