"""What the client ticked on a sheet of paper, item by item, entered afterwards by staff."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from eportfolio import records
from eportfolio.errors import EportfolioError
from eportfolio.workspace.together import KEEP_HERE, OWN_WORDS, RIGHT, WRONG, Given
from ui.form_spec import Spec, Type
from ui.forms import FORM_WIDTH, Fields
from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.values import shown_date, shown_headline
from ui.widgets import (
    Banner,
    announce,
    button,
    column,
    hair,
    row,
    scrolled,
    segments,
    text,
)
from ui.words import N_, _, explain

WORDS = {
    RIGHT: N_("Klopt"),
    WRONG: N_("Klopt niet"),
    KEEP_HERE: N_("Niet delen"),
    OWN_WORDS: N_("Eigen woorden"),
}
DAY = "day"
ON_SHEET = (Spec(DAY, N_("Dag op het blad"), Type.DATE, True),)


def said(answer: Any) -> str:
    """An answer of the client in one line."""
    word = _(WORDS.get(answer.answer, answer.answer))
    day = shown_date(answer.day.isoformat())
    done = _(" · daarna verbeterd") if answer.is_handled and answer.answer == WRONG else ""
    return _("De cliënt zei op {day}: {answer}").format(day=day, answer=word.casefold()) + done


class ItemRow(QWidget):
    """One item, the four answers, and the words that some of them need."""

    changed = Signal()

    def __init__(self, theme: Theme, item: Any, language: str) -> None:
        super().__init__()
        self._item, self._language = item, language
        self.answer: str | None = None
        title = _(records.title(item.kind))
        name = shown_headline(item.headline)
        about = f"{title}: {name}" if name != records.title(item.kind) else title
        choices, self.buttons = segments(
            about, {key: _(word) for key, word in WORDS.items()}, self.choose
        )
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Wat schreef de cliënt erbij?"))
        self.words.setAccessibleName(_("{item}: woorden van de cliënt").format(item=about))
        self.words.textEdited.connect(lambda _typed: self.changed.emit())
        self.words.hide()
        parts: list[Any] = [text(about, "strong", wrap=True)]
        if item.answer is not None:
            parts.append(text(said(item.answer), "help", wrap=True))
        self.setLayout(column(*parts, choices, self.words, space=6))

    def choose(self, answer: str) -> None:
        """What stands on the sheet; the same once more takes it away."""
        self.answer = None if self.answer == answer else answer
        for key, made in self.buttons.items():
            made.setChecked(key == self.answer)
        self.words.setVisible(self.answer in (WRONG, OWN_WORDS))
        self.changed.emit()

    def given(self) -> Given | None:
        """The answer, when there is one."""
        if self.answer is None:
            return None
        words = self.words.text() if self.answer in (WRONG, OWN_WORDS) else ""
        return Given(self._item.record, self.answer, words, self._language)


class ReviewForm(QWidget):
    """Every item that a client may see; only what was ticked is recorded, in one revision."""

    save_wanted = Signal(object, object)  # the answers, the day
    left = Signal()

    def __init__(self, theme: Theme, table: Any) -> None:
        super().__init__()
        self.banner = Banner(theme, "neg", "alert-circle")
        self.day = Fields(theme, ON_SHEET, {})
        self.day.load({DAY: table.today.isoformat()})
        language = table.language or "nl"
        self.rows = [ItemRow(theme, one, language) for one in table.items]
        shown: list[QWidget] = []
        for n, one in enumerate(self.rows):
            shown += [hair(), one] if n else [one]
        note = text(
            _("Neem over wat de cliënt op het blad aankruiste. Sla over wat niet is ingevuld."),
            "muted", wrap=True,
        )  # fmt: skip
        content = QWidget()
        inside = column(
            sheet(_("Het blad"), padded(note, self.day)),
            sheet(_("Wat de cliënt aankruiste"), padded(*shown, space=12)),
            None,
            space=16,
        )
        inside.setContentsMargins(0, 0, 12, 8)
        content.setLayout(inside)
        theme.size(content, maximumWidth=FORM_WIDTH + 60)
        self.save_button: QPushButton = button(theme, _("&Vastleggen"), self.submit, look="primary")
        self.save_button.setToolTip(_("Vastleggen (Ctrl+Enter)"))
        stop = button(theme, _("&Annuleren"), self.left.emit)
        foot = row(
            text(_("Antwoorden blijven bewaard. Een later antwoord vervangt een eerder."), "help",
                 wrap=True),
            stop, self.save_button,
        )  # fmt: skip
        foot.setStretch(0, 1)
        layout = column(self.banner, scrolled(content), hair(), foot, space=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def is_changed(self) -> bool:
        """Whether something was ticked."""
        return any(one.answer is not None for one in self.rows)

    def begin(self) -> None:
        """Put the keyboard at the day of the sheet."""
        self.day.boxes[DAY].editor.focus_widget.setFocus()

    def submit(self) -> None:
        """Hand over what was ticked (Ctrl+Enter)."""
        box = self.day.boxes[DAY]
        value = box.editor.value()
        problem = box.editor.problem or ("" if value else _("Vul de dag in die op het blad staat."))
        box.say(problem)
        if problem:
            announce(box, problem)
            return
        given = [one for row in self.rows if (one := row.given()) is not None]
        self.setEnabled(False)
        self.save_wanted.emit(given, date.fromisoformat(str(value)))

    def refuse(self, error: EportfolioError) -> None:
        """The core said no: everything that was ticked is still there."""
        self.setEnabled(True)
        self.banner.say(explain(error))


def answered(theme: Theme, answer: Any, correct: Any) -> QWidget:
    """What the client said about a record, above its values; `correct` puts it right."""
    role = "warn" if answer.asks_change else "info"
    banner = Banner(theme, role, "message" if answer.answer != KEEP_HERE else "hand")
    holder = QWidget()  # a banner without a parent would be a window of its own
    holder.setLayout(column(banner))
    words = said(answer) + (f"\n“{answer.words}”" if answer.words else "")
    banner.say(words)
    if answer.asks_change and correct is not None:
        better = button(theme, _("Verbeteren"), partial(correct), "pencil", small=True)
        layout = banner.layout()
        if layout is not None:
            layout.addWidget(better)
    return holder
