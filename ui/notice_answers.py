"""The answer to a notice: wipe or keep, for all or for a record, and on which ground it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from eportfolio import records
from ui.fields import QuietCombo
from ui.notice_work import ERASE, KEEP, Choice, Choices, outcome
from ui.sections import called
from ui.sheets import padded
from ui.theme import Theme
from ui.widgets import badge, column, restyle, row, segments, stacked, text
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.notices import Asked

WORDS: Mapping[str, str] = {ERASE: N_("Wissen"), KEEP: N_("Bewaren")}
NAMED = 100  # records with an answer of their own; the rest follows the answer for all
# What a ground of the core means, in the order of the core.
MEANS: Mapping[str, str] = {
    "verzoek Wi 35, vierde lid": N_("Gegevens die wij van de wet opvragen bij overgang"),
    "publieke taak (AVG 6, eerste lid, onder e)": N_("Nodig voor onze taak als gemeente"),
    "wettelijke plicht (AVG 6, eerste lid, onder c)": N_("De wet verplicht ons dit te bewaren"),
}


class NoticeAnswer(QWidget):
    """Wipe or keep; to keep asks for a ground and where it is recorded."""

    changed = Signal()

    def __init__(self, theme: Theme, title: str, under: str, grounds: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._grounds = grounds
        self.answer: str | None = None
        self._follows: Choice | None = None
        self.ground: QuietCombo | None = None
        self.source: QLineEdit | None = None
        said = {key: _(words) for key, words in WORDS.items()}
        choices, self.buttons = segments(title, said, self.choose)
        self.state = badge(_("Nog kiezen"), "warn")
        head = row(text(title, "strong", wrap=True), self.state)
        head.setStretch(0, 1)
        self._more = column(space=10)
        parts = [head, choices, self._more]
        if under:
            parts.insert(1, row(text(under, "muted", wrap=True)))
        self.setLayout(padded(*parts, space=8))

    def choose(self, answer: str) -> None:
        """Take an answer."""
        self.answer = answer
        for name, made in self.buttons.items():
            made.setChecked(name == answer)
        if answer == KEEP and self.ground is None:
            self._ask_ground()
        for one in self._asked():
            one.setVisible(answer == KEEP)
        if answer == KEEP and self.ground is not None:
            self.ground.setFocus()
        self._on_changed()

    def _asked(self) -> list[QWidget]:
        found = (self._more.itemAt(n) for n in range(self._more.count()))
        return [widget for one in found if one is not None and (widget := one.widget())]

    def _ask_ground(self) -> None:
        """Made when it is first needed: there may be many records."""
        self.ground = QuietCombo()
        self.ground.setMinimumContentsLength(16)
        self.ground.setAccessibleName(_("Waarom mag {what} blijven?").format(what=self._title))
        self.ground.addItem(_("Kies waarom het mag blijven"), "")
        for one in self._grounds:
            self.ground.addItem(f"{_(MEANS[one])} ({one})", one)
        self.ground.currentIndexChanged.connect(self._on_changed)
        self.source = QLineEdit()
        self.source.setPlaceholderText(_("Waar staat dit vastgelegd? Bijvoorbeeld: zaak 12"))
        self.source.setAccessibleName(
            _("Waar staat de reden voor {what} vastgelegd?").format(what=self._title)
        )
        self.source.textChanged.connect(self._on_changed)
        help_ = text(_("Waar het staat, blijft bij u. De reden gaat mee in het antwoord."), "help",
                     wrap=True)  # fmt: skip
        for asked in (self.ground, self.source, help_):
            self._more.addWidget(asked)

    def follow(self, choice: Choice | None) -> None:
        """What holds here until this has an answer of its own: that of what it belongs to, or of
        all."""
        self._follows = choice
        self._show_state()

    @property
    def choice(self) -> Choice | None:
        """The answer when it is whole."""
        if self.answer == ERASE:
            return Choice(ERASE)
        if self.answer != KEEP or self.ground is None or self.source is None:
            return None
        ground, source = self.ground.currentData(), self.source.text().strip()
        return Choice(KEEP, str(ground), source) if ground and source else None

    @property
    def is_half(self) -> bool:
        """Whether something was chosen and the ground is lacking."""
        return self.answer is not None and self.choice is None

    def _on_changed(self, *_changed: object) -> None:
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        found = self.choice or (None if self.is_half else self._follows)
        if found is None:
            words = _("Reden nodig") if self.is_half else _("Nog kiezen")
        else:
            words = _(WORDS[found.answer])
        self.state.setText(words)
        role = "warn" if found is None else "neg" if found.answer == ERASE else "info"
        self.state.setProperty("badge", role)
        restyle(self.state)


class NoticeAnswers(QWidget):
    """One answer for all, and beside it each record that may have another: `all` is placed by
    the page, this is the list of the rest, empty when there is one record."""

    changed = Signal()

    def __init__(self, theme: Theme, asked: Asked, grounds: Sequence[str]) -> None:
        super().__init__()
        self._lines = asked.lines
        title = _("Voor alle {number} gegevens").format(number=len(asked.lines))
        if len(asked.lines) == 1:
            title = _("Voor dit gegeven")
        under = _("Hieronder kunt u per gegeven iets anders kiezen.")
        self.all = NoticeAnswer(theme, title, under if len(asked.lines) > 1 else "", grounds)
        named = asked.lines[:NAMED] if len(asked.lines) > 1 else ()
        self.each = {
            str(one.record): NoticeAnswer(
                theme, called(one.kind, one.headline), _(records.title(one.kind)), grounds
            )
            for one in named
        }
        rest = text("", "muted", wrap=True)
        left = len(asked.lines) - len(self.each)
        parts: list[QWidget] = [*self.each.values()]
        if named and left:
            rest.setText(
                _many(
                    "Er is nog {number} gegeven. Daarvoor geldt wat u voor alles kiest.",
                    "Er zijn nog {number} gegevens. Daarvoor geldt wat u voor alles kiest.",
                    left,
                )
            )
            holder = QWidget()
            holder.setLayout(padded(rest))
            parts.append(holder)
        self.setLayout(stacked(parts))
        for one in (self.all, *self.each.values()):
            one.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Put the keyboard at the first answer."""
        self.all.buttons[ERASE].setFocus()

    @property
    def waiting(self) -> int:
        """How many records have no answer yet."""
        if self.all.is_half:
            return len(self._lines)
        half = {name for name, one in self.each.items() if one.is_half}
        return len(half | {one.record for one in self._lines} - self._found().keys())

    @property
    def is_touched(self) -> bool:
        """Whether anything was chosen."""
        return any(one.answer is not None for one in (self.all, *self.each.values()))

    @property
    def wipes(self) -> int:
        """How many records will be wiped."""
        return sum(one.answer == ERASE for one in self._found().values())

    def _found(self) -> Mapping[str, Choice]:
        return outcome(self._lines, self.value())

    def value(self) -> Choices:
        """As the worker takes it."""
        own = {name: one.choice for name, one in self.each.items() if one.choice}
        return Choices(self.all.choice, own)

    def _on_changed(self) -> None:
        found = self._found()
        for name, one in self.each.items():
            one.follow(found.get(name))
        self.changed.emit()
