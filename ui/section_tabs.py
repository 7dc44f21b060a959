"""The row of tabs of a dossier: one for each part."""

from __future__ import annotations

from PySide6.QtWidgets import QTabBar

from ui.sections import SECTIONS
from ui.words import _


class SectionTabs(QTabBar):
    """Which part is wanted; the page says which is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Onderdelen van het dossier"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        for n, section in enumerate(SECTIONS):
            self.addTab(section.title)
            self.setTabToolTip(
                n, _("{title} (Ctrl+{number})").format(title=section.title, number=n + 1)
            )

    def choose_quietly(self, section: int) -> None:
        """Show as chosen what is shown, without asking for it again."""
        self.blockSignals(True)
        self.setCurrentIndex(section)
        self.blockSignals(False)
