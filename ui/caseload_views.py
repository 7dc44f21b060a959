"""The button 'Weergaven' of the caseload: choose, keep and remove a view, and make a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import announce, set_icon
from ui.words import _, _many

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.views import View


class Looked(Protocol):
    """What is looked at: it tells how, and can be told."""

    @property
    def shown(self) -> list[str]: ...
    def view(self, name: str) -> View: ...
    def show_view(self, view: View) -> None: ...


class ViewsButton(QPushButton):
    """Opens a menu that is made anew each time."""

    saved = Signal(str)

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, page: Looked) -> None:
        super().__init__(" " + _("Weergaven"))
        self._tasks = tasks
        self._prompts = prompts
        self._page = page
        self._views: Sequence[View] = ()
        self.setAccessibleName(_("Weergaven"))
        self.setToolTip(
            _("Een bewaarde weergave kiezen, deze weergave bewaren, of als CSV opslaan")
        )
        self.setAutoDefault(False)
        set_icon(theme, self, "chevron-down")
        self.choices = QMenu(self)
        self.choices.setAccessibleName(_("Weergaven"))
        self.choices.aboutToShow.connect(self._fill)
        self.setMenu(self.choices)

    def refresh(self) -> None:
        """Read which views there are."""
        self._tasks.run(self, _all, self._on_views)

    def _on_views(self, views: Sequence[View]) -> None:
        self._views = views

    def _fill(self) -> None:
        menu, shown = self.choices, self._page.shown
        menu.clear()
        for view in self._views:
            action = menu.addAction(_words(view.name))
            action.setCheckable(True)
            action.setChecked(view == self._page.view(view.name))
            action.triggered.connect(partial(self._choose, view))
        if not self._views:
            menu.addAction(_("Nog geen weergaven bewaard")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(_("Deze weergave &bewaren…"), self.keep)
        if self._views:
            remove = menu.addMenu(_("&Verwijderen"))
            for view in self._views:
                action = remove.addAction(f"{_words(view.name)}…")
                action.triggered.connect(partial(self._remove, view.name))
        menu.addSeparator()
        menu.addAction(_("Als &CSV…"), self.export).setEnabled(bool(shown))

    def _choose(self, view: View) -> None:
        self._page.show_view(view)
        announce(
            self,
            _many(
                "Weergave {name}, {number} dossier",
                "Weergave {name}, {number} dossiers",
                len(self._page.shown),
                name=view.name,
            ),
        )

    def keep(self) -> None:
        """Keep how the caseload is looked at now."""
        self._prompts.reason(
            self,
            _("Weergave bewaren"),
            _(
                "Hoe heet deze weergave? De tegel, de zoekwoorden en de volgorde van nu worden "
                "bewaard, versleuteld in uw kluis."
            ),
            _("Bewaren"),
            self._on_named,
        )

    def _on_named(self, name: str) -> None:
        known = {one.name.casefold() for one in self._views}
        if " ".join(name.split()).casefold() not in known:
            self._keep(name)
            return
        self._prompts.confirm(
            self,
            _("Deze naam is er al"),
            _("Er is al een weergave met deze naam. De nieuwe komt daarvoor in de plaats."),
            _("Vervangen"),
            lambda yes: self._keep(name) if yes else None,
        )

    def _keep(self, name: str) -> None:
        view = self._page.view(name)

        def work(workspace: Workspace) -> Sequence[View]:
            workspace.views.keep(view)
            return workspace.views.all()

        self._change(work, _("Weergave bewaard"))

    def _remove(self, name: str) -> None:
        def work(workspace: Workspace) -> Sequence[View]:
            workspace.views.drop(name)
            return workspace.views.all()

        self._prompts.confirm(
            self,
            _("Weergave verwijderen"),
            _(
                "De weergave '{name}' verdwijnt uit de lijst. Aan de dossiers verandert niets."
            ).format(name=name),
            _("Verwijderen"),
            lambda yes: self._change(work, _("Weergave verwijderd")) if yes else None,
        )

    def _change(self, work: Callable[[Workspace], Sequence[View]], said: str) -> None:
        def done(views: Sequence[View]) -> None:
            self._views = views
            self.saved.emit(said)

        self._tasks.run(self, work, done)

    def export(self) -> None:
        """What is shown as a file for a spreadsheet, after a word about what that means."""
        shown = self._page.shown
        if not shown:
            self._prompts.tell(
                self,
                _("Er is niets om op te slaan"),
                _(
                    "De caseload laat nu niemand zien. Kies een andere tegel, of maak het zoekveld "
                    "leeg."
                ),
            )
            return
        people = _many("{number} cliënt", "{number} cliënten", len(shown))
        self._prompts.confirm(
            self,
            _("Dit bestand is niet versleuteld"),
            _(
                "In het bestand staan namen en termijnen van {people}. Wie bij het bestand "
                "kan, kan ze lezen. Uw kluis blijft veilig. Zet het bestand waar alleen u "
                "bij kunt, en gooi het weg als u het niet meer nodig heeft."
            ).format(people=people),
            _("Toch maken"),
            lambda yes: self._ask_place(shown) if yes else None,
        )

    def _ask_place(self, shown: Sequence[str]) -> None:
        self._prompts.save_file(
            self,
            _("Caseload als CSV"),
            "caseload.csv",
            "CSV (*.csv)",
            lambda place: self._export(place, shown),
        )

    def _export(self, place: Path, shown: Sequence[str]) -> None:
        self._tasks.run(
            self, lambda workspace: workspace.views.write_csv(place, shown), self._on_exported
        )

    def _on_exported(self, count: int) -> None:
        made = _many("{number} dossier", "{number} dossiers", count)
        self.saved.emit(
            _("CSV-bestand met {made} gemaakt. Het is niet versleuteld.").format(made=made)
        )


def _all(workspace: Workspace) -> Sequence[View]:
    return workspace.views.all()


def _words(name: str) -> str:
    """A name as a menu shows it."""
    return name.replace("&", "&&")
