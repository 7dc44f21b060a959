"""Above a dossier that is closed or was lent: what may be done with it, and sending back."""

from __future__ import annotations

from collections.abc import Callable

from ui.sections import Snapshot
from ui.standing_words import COVER, standing_words
from ui.theme import Theme
from ui.widgets import Banner, button
from ui.words import _


class StandingBanner(Banner):
    """One sentence or two; during a cover with the button that begins the way back."""

    def __init__(self, theme: Theme, give_back: Callable[[], object]) -> None:
        self.return_button = button(theme, _("Teru&gsturen…"), give_back, "transfer", small=True)
        self.is_cover = False
        super().__init__(theme, "info", "archive", self.return_button)

    def load(self, snapshot: Snapshot) -> None:
        """Say it of a dossier. The button is grey while nothing can go back: the words say why."""
        lent = snapshot.lent
        self.is_cover = lent is not None and lent.purpose == COVER and not lent.is_over
        self.return_button.setVisible(self.is_cover)
        self.return_button.setEnabled(lent is not None and lent.obstacle is None)
        self.say(standing_words(snapshot))
