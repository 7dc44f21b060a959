"""What a client asks by right: requests with their term, a new one, a decision, and the copies."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from eportfolio.errors import EportfolioError
from ui import rights_work
from ui.backups_sheet import done_and_waiting
from ui.erase_form import called
from ui.models import Line
from ui.prompts import Prompts
from ui.rights_copy import CopyForm
from ui.rights_decision import DecisionForm, LiftForm, Ticks, combo, group
from ui.rights_words import RIGHTS, STATES
from ui.rights_work import Rights
from ui.sections import is_gone
from ui.sheets import Beside, fact, padded, sheet
from ui.tasks import Tasks
from ui.term_list import TermList
from ui.theme import Theme
from ui.values import DATE_HINT, read_date, shown_date, shown_moment, shown_size, typed_date
from ui.widgets import Flow, button, column, text
from ui.words import _, _many
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.rights import Decided, Exported, Request
    from ui.tasks import Progress

NEEDS_GROUND = "left-out-ground"


class RightsPage(WorkPage):
    """The list with what can be done; a request and a decision have the page to themselves."""

    notices_wanted = Signal(str)  # about the dossier

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__(tasks, theme, prompts, _("Verzoeken van de cliënt"))
        self.portfolio = portfolio
        self._rights: Rights | None = None
        self._is_list = True
        self.form: DecisionForm | LiftForm | CopyForm | None = None  # but for a new request
        self.list = TermList(theme, _("Verzoeken"), is_whole=True)
        self.show_list()

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in that is not recorded yet."""
        if self._is_list:
            return False
        return self.form.is_changed if self.form is not None else bool(self.words.text().strip())

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.ask_button.setFocus()

    def leave(self) -> bool:
        """Back to the list (Esc); False when that is what is shown. What runs is stopped first."""
        is_deeper = not self._is_list or self._running is not None
        if is_deeper and self._running is None:
            from_copy = isinstance(self.form, CopyForm)
            self.show_list()
            (self.copy_button if from_copy else self.ask_button).setFocus()
        return is_deeper

    def show_list(self) -> None:
        """The requests, and the copies for the client."""
        theme = self._theme
        self._is_list, self.form = True, None
        self.good.say("")
        self.bad.say("")
        self.ask_button = button(theme, _("&Nieuw verzoek"), self.ask, "plus", look="primary")
        self.list = TermList(theme, _("Verzoeken"), is_whole=True)
        self.list.followed.connect(self.look_at)
        self.counted = text("", "muted", wrap=True)
        self.copy_button = button(
            theme, _("&Alles over deze cliënt…"), self.choose_copy, "download"
        )
        self.take_button = button(theme, _("Kopie om &mee te nemen…"), self._on_take, "download")
        ways, holder = Flow(12), QWidget()
        for one in (self.copy_button, self.take_button):
            ways.addWidget(one)
        holder.setLayout(ways)
        words = _(
            "De kopie is compleet en leesbaar, en is niet versleuteld. Geef haar alleen aan de "
            "cliënt."
        )
        self.show_parts(
            Beside(
                (
                    column(
                        sheet(
                            _("Verzoeken"), self.list, padded(self.counted), side=self.ask_button
                        ),
                        None,
                    ),
                    3,
                ),
                (
                    column(
                        sheet(
                            _("Kopie voor de cliënt"),
                            padded(text(words, "muted", wrap=True), holder),
                        ),
                        None,
                    ),
                    2,
                ),
            )
        )
        self.show_foot()
        self._tasks.run(self, rights_work.rights(self.portfolio), self._load, self.say_refused)

    def _load(self, found: Rights) -> None:
        self._rights = found
        if found.name:
            self.title.setText(_("Verzoeken van {name}").format(name=found.name))
        if self._is_list:
            self.list.load([_line(one) for one in found.requests])
            self.list.setVisible(bool(found.requests))
            number = len(found.requests)
            self.counted.setText(
                _many("{number} verzoek", "{number} verzoeken", number)
                if number
                else _("De cliënt heeft nog niets gevraagd.")
            )
            if found.must_tell:
                tell = partial(self.notices_wanted.emit, self.portfolio)
                self.tell_button = button(self._theme, _("Ber&ichten maken…"), tell, "message")
                words = _("Niet iedereen die dit eerder kreeg, weet wat er is veranderd.")
                self.show_foot(text(words, "muted", wrap=True), self.tell_button)

    # A new request

    def ask(self) -> None:
        """Fill in what the client asks."""
        found = self._rights
        if found is None:
            return
        theme = self._theme
        self._is_list, self.form = False, None
        self.right = combo(_("Wat vraagt de cliënt?"), _("Kies wat de cliënt vraagt"))
        for right, article in found.articles.items():
            self.right.addItem(f"{_(RIGHTS[right])} ({article})", right)
        self.day = QLineEdit(typed_date(found.today))
        self.day.setAccessibleName(_("Gevraagd op"))
        self.words = QLineEdit()
        self.words.setAccessibleName(_("In de woorden van de cliënt, mag leeg blijven"))
        there = (one for one in found.records if not is_gone(one))
        self.records = Ticks(theme, _("Over welke gegevens?"), there)
        self.about = group(_("&Over welke gegevens?"), self.records)
        self.about.hide()
        self.right.currentIndexChanged.connect(self._on_right)
        self.save_button = button(theme, _("&Vastleggen"), self._on_ask, look="primary")
        self.show_parts(
            sheet(
                _("Nieuw verzoek"),
                padded(
                    group(_("&Wat vraagt de cliënt?"), self.right),
                    group(_("&Gevraagd op"), self.day),
                    group(_("In de woorden van de &cliënt (mag leeg)"), self.words),
                    self.about,
                    space=16,
                ),
            )
        )
        self.show_foot(button(theme, _("Te&rug"), self.show_list), None, self.save_button)
        self.right.setFocus()

    def _on_right(self, *_changed: object) -> None:
        found = self._rights
        is_of_records = found is not None and self.right.currentData() in found.of_records
        self.about.setVisible(is_of_records)

    def _on_ask(self) -> None:
        self.bad.say("")
        right, day = str(self.right.currentData()), read_date(self.day.text(), partial=False)
        if not right:
            self.bad.say(_("Kies eerst wat de cliënt vraagt."))
            return
        if day is None:
            self.bad.say(_(DATE_HINT))
            return
        found = self._rights
        records = self.records.chosen if found is not None and right in found.of_records else ()
        work = rights_work.request(self.portfolio, right, records, day, self.words.text().strip())
        self.work_briefly(work, self._on_asked, self.say_refused)

    def _on_asked(self, made: Request) -> None:
        self.show_list()
        words = _("Vastgelegd. Antwoord uiterlijk op {due} (AVG 12, derde lid).")
        self.good.say(words.format(due=shown_date(made.due.isoformat())))
        self.saved.emit(_("Verzoek vastgelegd"))
        self.ask_button.setFocus()

    # One request, and the decision

    def look_at(self, request: str) -> None:
        """What was asked, and what can be decided."""
        found = self._rights
        one = next((one for one in found.requests if one.hash == request), None) if found else None
        if one is None or found is None:
            return
        theme = self._theme
        self._is_list, self.form = False, None
        self.words = QLineEdit()
        self.bad.say("")
        self.good.say("")
        about = sheet(_(RIGHTS[one.right]), *self._facts(one, found))
        back = button(theme, _("Te&rug"), self.show_list)
        if one.is_open:
            form = self.form = self.decision = DecisionForm(theme, one, found)
            self.show_parts(about, sheet(_("Uw besluit"), form))
            decide = partial(self._on_decide, one)
            self.save_button = button(theme, _("Besluit &vastleggen"), decide, look="primary")
            self.show_foot(back, None, self.save_button)
            form.begin()
            return
        self.show_parts(about)
        foot: list[QWidget | None] = [back, None]
        if one.hash in found.held:
            lift = partial(self._ask_lift, one, about)
            self.lift_button = button(theme, _("Beperking &opheffen…"), lift)
            foot.append(self.lift_button)
        self.show_foot(*foot)
        back.setFocus()

    def _ask_lift(self, one: Request, about: QWidget) -> None:
        theme = self._theme
        form = self.form = self.lifting = LiftForm()
        self.show_parts(sheet(_("Beperking opheffen"), form))
        self.save_button = button(
            theme, _("Beperking &opheffen"), partial(self._on_lift, one), look="primary"
        )
        back = button(theme, _("Te&rug"), partial(self.look_at, one.hash))
        self.show_foot(back, None, self.save_button)
        form.begin()

    def _on_lift(self, one: Request) -> None:
        lacking = self.lifting.lacking()
        self.bad.say(lacking)
        if not lacking:
            work = rights_work.lift(self.portfolio, one.hash, self.lifting.words.text().strip())
            self.work_briefly(work, self._on_lifted, self.say_refused)

    def _on_lifted(self, number: int) -> None:
        self.show_list()
        words = _many(
            "De beperking is opgeheven: {number} gegeven is weer vrij.",
            "De beperking is opgeheven: {number} gegevens zijn weer vrij.",
            number,
        )
        self.good.say(words)
        self.saved.emit(_("Beperking opgeheven"))
        self.ask_button.setFocus()

    def _facts(self, one: Request, found: Rights) -> list[QWidget]:
        theme = self._theme
        known = {str(record.id): record for record in found.records}
        about = [called(known[record]) for record in one.records if record in known]
        gone = len(one.records) - len(about)
        if gone:
            about.append(_many("{number} is gewist", "{number} zijn gewist", gone))
        asked = _("{day}, door: {who}").format(
            day=shown_date(one.asked_on.isoformat()), who=one.asked_by
        )
        facts = [
            ("calendar", _("Gevraagd op"), asked),
            ("clock", _("Antwoord uiterlijk"), shown_date(one.due.isoformat())),
            ("message", _("In eigen woorden"), one.words or ""),
            ("folder", _("Over"), "\n".join(about)),
            ("file-check", _("Stand"), STATES[one.state].words),
            ("lock", _("Op slot"), _held(found, one)),
            ("calendar", _("Besloten op"), _moment(one.decided_at)),
            ("info", _("Waarom"), one.ground or ""),
        ]
        return [fact(theme, icon, "muted", label, said) for icon, label, said in facts if said]

    def _on_decide(self, one: Request) -> None:
        chosen = self.decision.read()
        if isinstance(chosen, str):
            self.bad.say(chosen)
            return
        self.bad.say("")
        work = rights_work.decide(self.portfolio, one.hash, chosen)
        self.work_briefly(work, self._on_decided, self._on_refused)

    def _on_refused(self, error: EportfolioError) -> None:
        self.bad.say(self.decision.explain(error))

    def _on_decided(self, made: Decided) -> None:
        self.show_list()
        said = [_("Het besluit is vastgelegd. Vertel het de cliënt.")]
        if made.request.is_open:
            due = shown_date(made.request.due.isoformat())
            said = [
                _("Verlengd: antwoord uiterlijk op {due}. Vertel het de cliënt.").format(due=due)
            ]
        if made.to_tell:
            who = ", ".join(sorted({one.name for one in made.to_tell}))
            said.append(_("Meld het ook aan wie dit eerder kreeg (AVG 19): {who}.").format(who=who))
        done, waiting = done_and_waiting(made.backups)
        self.good.say("\n".join(part for part in (*said, done, waiting) if part))
        self.saved.emit(_("Besluit vastgelegd"))
        self.ask_button.setFocus()

    # The copies

    def choose_copy(self) -> None:
        """What stays out of the copy of everything, before it is made."""
        found = self._rights
        if found is None:
            return
        self._is_list, self.form = False, None
        self.good.say("")
        self.bad.say("")
        form = self.form = self.leaving = CopyForm(self._theme, found)
        self.show_parts(form)
        back = button(self._theme, _("Te&rug"), self.leave)
        self.make_button = button(
            self._theme,
            _("Kopie &maken…"),
            partial(self._on_copy, form),
            "download",
            look="primary",
        )
        self.show_foot(back, None, self.make_button)
        form.begin()

    def _on_copy(self, form: CopyForm) -> None:
        """What may not stay out is said before a place is asked for."""
        without = form.without
        self.bad.say("")

        def refused(error: EportfolioError) -> None:
            self.say_refused(error, self.make_button)
            if error.reason == NEEDS_GROUND:
                form.ask_ground()

        def make(place: Path) -> None:
            self._make(rights_work.copy_of_everything(self.portfolio, place, without), refused)

        def allowed(_nothing: None) -> None:
            self._ask_place(_("Alles over deze cliënt"), "alles.zip", make)

        work = rights_work.require_grounds(self.portfolio, without)
        self.work_briefly(work, allowed, refused)

    def _on_take(self) -> None:
        def refused(error: EportfolioError) -> None:
            self.say_refused(error, self.take_button)

        def make(place: Path) -> None:
            self._make(rights_work.copy_to_take_along(self.portfolio, place), refused)

        self._ask_place(_("Kopie om mee te nemen"), "meenemen.zip", make)

    def _ask_place(self, title: str, name: str, placed: Callable[[Path], None]) -> None:
        def answered(yes: bool) -> None:
            if yes:
                self._prompts.save_file(self, title, name, _("ZIP-bestand (*.zip)"), placed)

        self._prompts.confirm(
            self,
            _("Dit bestand is niet versleuteld"),
            _(
                "In het bestand staat alles over deze cliënt. Wie bij het bestand kan, kan alles "
                "lezen. Uw kluis blijft veilig. Geef het alleen aan de cliënt, en gooi het daarna "
                "weg."
            ),
            _("Toch maken"),
            answered,
        )

    def _make(
        self,
        work: Callable[[Workspace, Progress], Exported],
        refused: Callable[[EportfolioError], None],
    ) -> None:
        self.good.say("")
        words = _("De kopie wordt gemaakt. Dit kan even duren…")
        self.work(words, work, self._on_copied, refused)
        self.stop_button.setFocus()

    def _on_copied(self, made: Exported) -> None:
        is_whole = isinstance(self.form, CopyForm)
        if is_whole:
            self.show_list()
        records = _many("{number} gegeven", "{number} gegevens", made.records)
        files = _many("{number} document", "{number} documenten", made.documents)
        said = [
            _(
                "Kopie gemaakt: {records}, {files} ({size}). Het bestand is niet versleuteld."
            ).format(records=records, files=files, size=shown_size(made.bytes))
        ]
        if is_whole and made.left_out:
            number = len(made.left_out)
            said.append(
                _many(
                    "{number} gegeven bleef eruit. De reden staat in de kopie.",
                    "{number} gegevens bleven eruit. De reden staat in de kopie.",
                    number,
                )
            )
        self.good.say("\n".join(said))
        self.saved.emit(_("Kopie gemaakt"))
        (self.copy_button if is_whole else self.take_button).setFocus()


def _held(found: Rights, one: Request) -> str:
    number = len(found.held.get(one.hash, ()))
    return _many("{number} gegeven", "{number} gegevens", number) if number else ""


def _moment(moment: Any) -> str:
    return "" if moment is None else shown_moment(moment.isoformat())


def _line(one: Request) -> Line:
    asked = _("gevraagd op {day}").format(day=shown_date(one.asked_on.isoformat()))
    due = _("antwoord uiterlijk {due}").format(due=shown_date(one.due.isoformat()))
    under = f"{asked} · {due}" if one.is_open else asked
    return Line(_(RIGHTS[one.right]), under, one.hash, mark=STATES[one.state])
