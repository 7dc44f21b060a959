"""What somebody chooses of a document on paper: which one, in which language, about what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from eportfolio import texts
from ui.consent_fields import PURPOSES
from ui.fields import QuietCombo
from ui.models import Line, LineModel
from ui.on_paper_words import Document, decision_line
from ui.on_paper_work import RECEIPT, SHEET, Asked, Language, Options
from ui.sheets import line_list, padded, sheet, whole
from ui.theme import Theme
from ui.widgets import column, text
from ui.words import _

CHOOSING_MS = 300


class PaperChoice(QWidget):
    """The list of documents, and under it the questions that the chosen one asks."""

    changed = Signal()
    chosen = Signal()  # with Enter or the mouse: on to its pages

    def __init__(
        self, theme: Theme, documents: Sequence[Document], document: Document, of: str | None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._wide = 0
        self._documents = documents
        self._of = of
        self.document = document
        self._has_options = False
        # Whoever walks through the list does not make every document on the way.
        self._pause = QTimer(self, singleShot=True, interval=CHOOSING_MS)
        self._pause.timeout.connect(self.changed)
        self._build()
        self._show_fields()

    def _build(self) -> None:
        theme = self._theme
        self.model = LineModel()
        self.model.load(
            [Line(_(one.dutch), _(one.dutch_about), one.key, one.icon) for one in self._documents]
        )
        view = self.list = line_list(theme, self.model, _("Welk blad?"))
        self.model.setParent(view)
        view.installEventFilter(self)
        self._mark()
        view.selectionModel().currentChanged.connect(self._on_current)
        view.activated.connect(self._on_activated)
        self.language, self._languages = self._question(_("Taa&l naast het Nederlands"))
        self.recipient, self._recipients = self._question(
            _("Voor &wie"),
            _("Alleen kaarten die u heeft vergeleken. Zonder keuze komt er een lege regel."),
        )
        self.purpose, self._purposes = self._question(_("W&aarvoor"))
        self.decision, self._decisions = self._question(_("Welk besl&uit"))
        self._questions = (self._languages, self._recipients, self._purposes, self._decisions)
        asks = self._asks = QWidget()
        asks.setLayout(padded(*self._questions, space=14))
        self.setLayout(column(sheet(_("Welk blad?"), view, asks)))

    def _question(self, words: str, help_text: str = "") -> tuple[QuietCombo, QWidget]:
        combo = QuietCombo()
        combo.setAccessibleName(words.replace("&", ""))
        combo.activated.connect(self._on_answer)
        label = text(words, "label", wrap=True)
        label.setBuddy(combo)
        holder = QWidget()
        inside = column(label, combo, space=6)
        if help_text:
            combo.setAccessibleDescription(help_text)
            inside.addWidget(text(help_text, "help", wrap=True))
        holder.setLayout(inside)
        return combo, holder

    def offer(self, options: Options) -> None:
        """Show what there is to choose from; the client's own language is chosen."""
        for one in options.languages:
            self.language.addItem(_language(one), one.code)
        self.language.setCurrentIndex(max(0, self.language.findData(options.language)))
        for combo in (self.recipient, self.purpose):
            combo.addItem(_("Nog niet bekend: een lege regel"), None)
        for card in options.cards:
            self.recipient.addItem(card.who, card.thumbprint)
        for key, words in PURPOSES.items():
            self.purpose.addItem(_(words), key)
        for decision in options.decisions:
            self.decision.addItem(decision_line(decision), decision.consent.id)
        self.decision.setCurrentIndex(max(0, self.decision.findData(self._of)))
        self._has_options = True
        self._show_fields()

    def asked(self) -> Asked:
        """What was chosen, as work is asked for it."""
        key = self.document.key
        for_client, is_sheet = self.document.is_for_client, key == SHEET
        return Asked(
            key,
            language=self.language.currentData() if for_client else None,
            of=self.decision.currentData() if key == RECEIPT else self._of,
            recipient=self.recipient.currentData() if is_sheet else None,
            purpose=self.purpose.currentData() if is_sheet else None,
        )

    def choose(self, key: str) -> None:
        """Choose a document, and have it made at once."""
        self.document = next(one for one in self._documents if one.key == key)
        self._mark()
        self._pause.stop()
        self.changed.emit()

    def _mark(self) -> None:
        at = self.model.index(self.model.row_of(self.document.key) or 0, 0)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(at, flag)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        key = self.model.source(current.row()) if current.isValid() else None
        found = next((one for one in self._documents if one.key == key), None)
        if found is not None and found is not self.document:
            self.document = found
            self._pause.start()
        self._show_fields()

    def _on_activated(self, _at: QModelIndex) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()
        self.chosen.emit()

    def _on_answer(self, _at: int) -> None:
        self._pause.stop()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The list is as high as its lines are at the width it has; not at once: its height can
        bring a scroll bar, and that another width."""
        if event.type() == QEvent.Type.Resize and self.list.width() != self._wide:
            self._wide = self.list.width()
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        whole(self._theme, self.list)

    def _show_fields(self) -> None:
        key = self.document.key
        there = self._has_options
        self._languages.setVisible(there and self.document.is_for_client)
        self._recipients.setVisible(there and key == SHEET)
        self._purposes.setVisible(there and key == SHEET)
        self._decisions.setVisible(there and key == RECEIPT and self.decision.count() > 0)
        self._asks.setVisible(any(not one.isHidden() for one in self._questions))


def _language(one: Language) -> str:
    if one.code == texts.DUTCH:
        return _("Geen andere taal")
    name = _(one.dutch_name)
    return _("{language} (concept)").format(language=name) if one.is_concept else name
