"""How the program looks, when it locks, and who else can open the vault."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from ui.idle import IdleWatch
from ui.language_choice import LanguageChoice
from ui.prompts import Prompts
from ui.recovery_part import RecoveryPart
from ui.tasks import Tasks
from ui.theme import ZOOMS, Look, Theme
from ui.widgets import Flow, button, card, column, row, scrolled, tab_to_chosen, text
from ui.words import N_, _

WIDTH = 800
ABOVE = 24  # what is seen of the page above a form
MINUTES = (5, 10, 15, 30)
LOOKS = (
    (N_("Als de computer"), Look.PLATFORM),
    (N_("Licht"), Look.LIGHT),
    (N_("Donker"), Look.DARK),
    (N_("Hoog contrast"), Look.CONTRAST),
)


class SettingsPage(QWidget):
    """Each choice is in force at once."""

    changed = Signal()
    retention_wanted = Signal()
    log_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, idle: IdleWatch) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._theme = theme
        self._idle = idle
        view = card()
        inside = column(
            text(_("Weergave"), "section"),
            self._languages(),
            self._looks(),
            self._zooms(),
            space=16,
        )
        inside.setContentsMargins(24, 20, 24, 24)
        view.setLayout(inside)
        safety = card()
        inside = column(
            text(_("Beveiliging"), "section"),
            self._minutes(),
            text(
                _(
                    "Een minuut van tevoren ziet u een waarschuwing. Eén toets is genoeg om door "
                    "te werken. Met Ctrl+L vergrendelt u meteen."
                ),
                "help",
                wrap=True,
            ),
            space=12,
        )
        inside.setContentsMargins(24, 20, 24, 24)
        safety.setLayout(inside)
        sheet, content = QWidget(), QWidget()
        self.recovery = RecoveryPart(tasks, theme, prompts)
        sheet.setLayout(column(view, safety, self.recovery, self._kept(), None, space=16))
        self._sheet = sheet
        theme.size(sheet, maximumWidth=WIDTH)
        # A maximum counts in a row only: a column takes its own width for how high text becomes.
        beside = row(sheet, None)
        beside.setStretch(0, 100)
        content.setLayout(beside)
        self._scroll = scrolled(content)
        layout = column(text(_("Instellingen"), "title"), self._scroll, space=16)
        layout.setContentsMargins(24, 20, 24, 16)
        self.setLayout(layout)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._follow)
        self.recovery.opened.connect(partial(QTimer.singleShot, 0, self, self._follow))
        theme.changed.connect(self._on_theme)

    def _kept(self) -> QWidget:
        """What leads to pages about the vault as a whole."""
        self.retention_button = button(
            self._theme, _("Be&waren en wissen"), self.retention_wanted.emit, "archive"
        )
        self.log_button = button(self._theme, _("&Inzagelogboek"), self.log_wanted.emit, "eye")
        ways = Flow(12)
        for one in (self.retention_button, self.log_button):
            ways.addWidget(one)
        holder, view = QWidget(), card()
        holder.setLayout(ways)
        words = _(
            "Welke dossiers mogen weg, in welke back-ups staat nog wat u wiste, en wie wat deed."
        )
        inside = column(
            text(_("Uw kluis"), "section"), holder, text(words, "help", wrap=True), space=12
        )
        inside.setContentsMargins(24, 20, 24, 24)
        view.setLayout(inside)
        return view

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.zoom.setFocus()
        self.recovery.load()

    def practise(self) -> None:
        """Go straight to practising with the recovery sheet."""
        self.recovery.practise()

    def show_recovery(self) -> None:
        """Scroll to who else can open the vault."""
        part = self.recovery.form or self.recovery
        top = part.mapTo(self._sheet, QPoint(0, 0)).y()
        self._scroll.verticalScrollBar().setValue(top - self._theme.px(ABOVE))

    def _follow(self) -> None:
        """A form that was opened makes the page longer: then there is room to scroll to it."""
        if self.recovery.form is not None:
            self.show_recovery()

    def _languages(self) -> QWidget:
        self.language = LanguageChoice()
        holder = QWidget()
        holder.setLayout(column(text(_("Taal van het venster"), "label"), self.language, space=6))
        return holder

    def _looks(self) -> QWidget:
        self._look_group = QButtonGroup(self)
        buttons = Flow(0)
        for n, (words, look) in enumerate(LOOKS):
            one = QPushButton(_(words))
            one.setCheckable(True)
            one.setProperty("segment", True)
            one.setAccessibleName(_("Kleuren: {look}").format(look=_(words)))
            one.setChecked(self._theme.choice is look)
            self._look_group.addButton(one, n)
            buttons.addWidget(one)
        self._look_group.buttonToggled.connect(partial(tab_to_chosen, self._look_group))
        tab_to_chosen(self._look_group)
        self._look_group.idClicked.connect(self._on_look)
        holder = QWidget()
        holder.setLayout(column(text(_("Kleuren"), "label"), buttons, space=6))
        return holder

    def _zooms(self) -> QWidget:
        self.zoom = QComboBox()
        self.zoom.setAccessibleName(_("Grootte van de tekst"))
        for percent in ZOOMS:
            self.zoom.addItem(f"{percent} %", percent)
        self.zoom.setCurrentIndex(self.zoom.findData(self._theme.zoom))
        self.zoom.activated.connect(self._on_zoom)
        return self._field(
            _("&Grootte van de tekst"), self.zoom, _("Ook met Ctrl en plus, min of nul.")
        )

    def _minutes(self) -> QWidget:
        self.minutes = QComboBox()
        self.minutes.setAccessibleName(_("Vergrendelen na"))
        for minutes in MINUTES:
            self.minutes.addItem(
                _("{minutes} minuten zonder toets of muis").format(minutes=minutes), minutes
            )
        self.minutes.setCurrentIndex(self.minutes.findData(self._idle.minutes))
        self.minutes.activated.connect(self._on_minutes)
        return self._field(_("&Vergrendelen na"), self.minutes, "")

    def _field(self, words: str, field: QComboBox, help_text: str) -> QWidget:
        label = text(words, "label")
        label.setBuddy(field)
        layout = column(label, row(field, None), space=6)
        if help_text:
            layout.addWidget(text(help_text, "help"))
        holder = QWidget()
        holder.setLayout(layout)
        return holder

    def _on_look(self, chosen: int) -> None:
        self._theme.choose(LOOKS[chosen][1])

    def _on_zoom(self) -> None:
        self._theme.set_zoom(int(self.zoom.currentData()))

    def _on_minutes(self) -> None:
        self._idle.set_minutes(int(self.minutes.currentData()))
        self.changed.emit()

    def _on_theme(self) -> None:
        self.zoom.setCurrentIndex(self.zoom.findData(self._theme.zoom))
        for n, (__, look) in enumerate(LOOKS):
            found = self._look_group.button(n)
            if self._theme.choice is look:
                found.setChecked(True)
