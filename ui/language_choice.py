"""The language of the window, each called what it calls itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ui.widgets import row, tab_to_chosen
from ui.words import LANGUAGES, _, speech


class LanguageChoice(QWidget):
    """Buttons of which one is down; the window speaks that language at once."""

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        layout = row(space=0)
        for code, name in LANGUAGES:
            one = self.buttons[code] = QPushButton(name)
            one.setCheckable(True)
            one.setAutoDefault(False)
            one.setProperty("segment", True)
            one.setAccessibleName(_("Taal van het venster: {language}").format(language=name))
            one.setChecked(code == speech().language)
            one.clicked.connect(lambda __, code=code: speech().choose(code))
            self._group.addButton(one)
            layout.addWidget(one)
        self._group.buttonToggled.connect(partial(tab_to_chosen, self._group))
        tab_to_chosen(self._group)
        layout.addStretch(1)
        self.setLayout(layout)

    def begin(self) -> None:
        """Put the keyboard on the language that is spoken."""
        self.buttons[speech().language].setFocus()
