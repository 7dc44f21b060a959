"""Deciding what a client asks by right, and ending a restriction: what is filled in for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from eportfolio.errors import EportfolioError, InvalidRecord
from eportfolio.records import hours
from ui.difference import DIFFERENCES, lines_of
from ui.erase_form import GROUNDS, called
from ui.forms import Form, problems_of, sources_of
from ui.record_pane import NEEDS_REASON
from ui.rights_words import OUTCOMES
from ui.rights_work import Chosen, Rights
from ui.sections import Current, Names, is_gone, may_amend
from ui.sheets import padded
from ui.theme import Theme
from ui.widgets import column, text
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace.rights import Request

GRANTED, IN_PART = "toegewezen", "deels"
ERASURE, RECTIFICATION = "wissing", "rectificatie"
TICKS_HIGH = 160
TOTALS = N_(
    "Vul in hoeveel het in totaal moet zijn, met wat er later is verbeterd. Het programma maakt de "
    "regel met het verschil."
)
FIXED = N_(
    "Toewijzen kan hier niet: dit is ingetrokken of gewist, of het is een antwoord van de cliënt. "
    "Een ander antwoord legt u vast als een nieuw antwoord."
)
HOURS = tuple(DIFFERENCES)  # what can be put right of a line of hours


class Ticks(QListWidget):
    """Records of which a person chooses some."""

    def __init__(self, theme: Theme, name: str, records: Iterable[Current]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        theme.size(self, minimumHeight=TICKS_HIGH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setWordWrap(True)
        for one in records:
            item = QListWidgetItem(called(one), self)
            item.setData(Qt.ItemDataRole.UserRole, str(one.id))
            item.setCheckState(Qt.CheckState.Unchecked)

    def lines(self) -> list[QListWidgetItem]:
        """All of them, as they stand."""
        return [self.item(n) for n in range(self.count())]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of those that are ticked."""
        checked = Qt.CheckState.Checked
        return tuple(
            str(one.data(Qt.ItemDataRole.UserRole))
            for one in self.lines()
            if one.checkState() == checked
        )


class DecisionForm(QWidget):
    """The outcome, for which records, why, and what a grant needs besides."""

    def __init__(self, theme: Theme, one: Request, found: Rights) -> None:
        super().__init__()
        self._theme = theme
        self._one = one
        self._names = Names(found.records)
        asked = {str(record) for record in one.records}
        self._known = {str(record.id): record for record in found.records if record.id in asked}
        self._lines = lines_of(found.records)
        self._forms: dict[str, tuple[QWidget, Form]] = {}
        self.outcome = combo(_("Wat besluit u?"), _("Kies wat u besluit"))
        for outcome, words in OUTCOMES.items():
            if self._may(outcome):
                self.outcome.addItem(_(words), outcome)
        is_fixed = self.outcome.findData(GRANTED) < 0
        why = [text(_(FIXED), "help", wrap=True)] if is_fixed else []
        granted = _("Voor welke gegevens?")
        self.records = Ticks(theme, granted, self._known.values())
        self._part = group(_("Voor welke &gegevens?"), self.records)
        self.erase_ground = combo(_("Waarom mag dit weg?"), _("Kies waarom"))
        for ground, source in found.grounds.items():
            self.erase_ground.addItem(f"{_(GROUNDS[ground])} ({source})", ground)
        undone = text(_("Wissen kan niet terug, ook niet in de back-ups."), "help", wrap=True)
        self._erasing = group(_("Waarom &mag dit weg?"), self.erase_ground, undone)
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Waarom? De cliënt krijgt dit te horen."))
        self._new = column(space=16)
        self._new_text = QWidget()
        self._new_text.setLayout(self._new)
        said = _("Verander hieronder wat niet klopt. Wat er stond, blijft in de geschiedenis.")
        self._new.addWidget(text(said, "help", wrap=True))
        self.setLayout(
            padded(
                group(_("&Wat besluit u?"), self.outcome, *why),
                self._part,
                self._erasing,
                group(_("Waar&om? De cliënt krijgt dit te horen."), self.words),
                self._new_text,
                space=16,
            )
        )
        self.outcome.currentIndexChanged.connect(self._on_chosen)
        self.records.itemChanged.connect(self._on_chosen)
        self._on_chosen()

    def _may(self, outcome: str) -> bool:
        """Whether a decision has this outcome here: a part of what was asked is less than all of
        it, and a new text needs a record that can have one."""
        one = self._one
        if outcome == IN_PART and one.records and len(one.records) < 2:
            return False
        if outcome in (GRANTED, IN_PART) and one.right == RECTIFICATION:
            can = [_may_rectify(record) for record in self._known.values()]
            return any(can) if outcome == IN_PART else all(can) and len(can) == len(one.records)
        return True

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in."""
        typed = any(form.is_changed for _, form in self._forms.values())
        return typed or bool(self.words.text().strip())

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.outcome.setFocus()

    @property
    def _outcome(self) -> str:
        return str(self.outcome.currentData())

    @property
    def _granted(self) -> tuple[str, ...]:
        if self._outcome == IN_PART:
            return self.records.chosen
        return tuple(self._known) if self._outcome == GRANTED else ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The records of which a new text is filled in."""
        return tuple(self._forms)

    def form(self, record: str) -> Form:
        """Where the new text of a record is filled in."""
        return self._forms[record][1]

    def _on_chosen(self, *_changed: object) -> None:
        one, granted = self._one, self._granted
        grants = self._outcome in (GRANTED, IN_PART)
        self._part.setVisible(self._outcome == IN_PART and bool(one.records))
        self._erasing.setVisible(grants and one.right == ERASURE)
        self._new_text.setVisible(one.right == RECTIFICATION and bool(granted))
        if one.right == RECTIFICATION:
            for record in granted:
                if record not in self._forms:
                    self._forms[record] = self._new_form(self._known[record])
            for record, (holder, _form) in self._forms.items():
                holder.setVisible(record in granted)

    def _new_form(self, record: Current) -> tuple[QWidget, Form]:
        head = column(text(called(record), "section", wrap=True), space=12)
        body: Mapping[str, Any] = record.whole
        only: tuple[str, ...] = ()
        if record.kind == hours.KIND:
            body, only = hours.as_it_stands(record.id, self._lines), HOURS
            head.addWidget(text(_(TOTALS), "help", wrap=True))
        form = Form(self._theme, record.kind, body, self._names, only)
        head.addWidget(form)
        holder = QWidget()
        holder.setLayout(head)
        self._new.addWidget(holder)
        return holder, form

    def read(self) -> Chosen | str:
        """What is decided; or what is still lacking, in a sentence."""
        outcome, granted = self._outcome, self._granted
        if not outcome:
            return _("Kies eerst wat u besluit.")
        if outcome == IN_PART and self._one.records and not 0 < len(granted) < len(
            self._one.records
        ):  # fmt: skip
            return _("Kies voor welke gegevens: niet geen, en niet allemaal.")
        changes = {}
        if self._one.right == RECTIFICATION:
            for record in granted:
                form = self.form(record)
                body = form.checked()
                if body is None:
                    return _("Nog niet opgeslagen. Kijk bij de velden met een rode rand.")
                if not form.is_changed:
                    words = _("Verander eerst wat niet klopt bij: {record}.")
                    return words.format(record=called(self._known[record]))
                changes[record] = body
        erasing = str(self.erase_ground.currentData()) if self._one.right == ERASURE else ""
        return Chosen(
            outcome,
            self.words.text().strip(),
            granted if outcome == IN_PART else (),
            changes,
            erasing if granted and erasing else None,
        )

    def explain(self, error: EportfolioError) -> str:
        """Why it was refused, with each sentence at its field when it is clear in which form."""
        said = [explain(error)]
        shown = [form for record, (_, form) in self._forms.items() if record in self._granted]
        if isinstance(error, InvalidRecord) and len(shown) == 1:
            (form,) = shown
            found = problems_of(error)
            form.show_problems(found)
            if error.reason == NEEDS_REASON:
                form.ask_reason(sources_of(error))
            said += [words for field, words in found if not form.has(field)]
        return "\n".join(said)


class LiftForm(QWidget):
    """Why records are free again; the client hears it before."""

    def __init__(self) -> None:
        super().__init__()
        self.told = QCheckBox(_("Ik heb het de cliënt &verteld"))
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Waarom mag dit weer?"))
        before = _(
            "Vertel het de cliënt eerst. Dat moet van de wet (AVG 18, derde lid). Daarna kunnen "
            "deze gegevens weer veranderen, en weer gedeeld worden."
        )
        self.setLayout(
            padded(
                text(before, wrap=True),
                self.told,
                group(_("&Waarom mag dit weer?"), self.words),
                space=16,
            )
        )

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in."""
        return bool(self.words.text().strip())

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.told.setFocus()

    def lacking(self) -> str:
        """What must be done before, or nothing."""
        if not self.told.isChecked():
            return _("Vertel het eerst de cliënt, en zet dan het vinkje.")
        return ""


def _may_rectify(record: Current) -> bool:
    return may_amend(record) or (record.kind == hours.KIND and not is_gone(record))


def combo(name: str, first: str) -> QComboBox:
    """A choice of which nothing is chosen yet."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.addItem(first, "")
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(16)
    return made


def label(words: str, buddy: QWidget) -> QWidget:
    """What stands above where one fills in."""
    made = text(words, "label", wrap=True)
    made.setBuddy(buddy)
    return made


def group(words: str, field: QWidget, *under: QWidget) -> QWidget:
    """A field with its label above it."""
    holder = QWidget()
    holder.setLayout(column(label(words, field), field, *under, space=6))
    return holder
