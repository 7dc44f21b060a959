"""Keeping and erasing: which dossiers may go and which stay, destroying one, and the backups.

Nothing goes by itself, and nothing at one press: first what goes and what stays, then the name of
the client typed, then what became of it and what is still to be done in backups.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui import keeping_work
from ui.backups_sheet import BackupsSheet, done_and_waiting, in_backups
from ui.keeping_work import Keeping
from ui.models import Line
from ui.prompts import Prompts
from ui.sheets import Beside, fact, note, padded, sheet
from ui.tasks import Tasks
from ui.term_list import TermList
from ui.theme import Theme
from ui.values import cited, fold, shown_date, shown_moment, shown_size
from ui.widgets import announce, button, column, text
from ui.words import N_, _, _many
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.workspace.erasure import (
        Certificate,
        Destroyed,
        DossierAtStake,
        Due,
        Kept,
        Place,
    )

SHOWN = 100  # lines of a list; the search finds the others
GROUNDS = {
    "bewaartermijn": N_("De bewaartermijn is voorbij"),
    "overgedragen": N_("Overgedragen: dit is uw werkkopie"),
    "vervanging-voorbij": N_("De vervanging is voorbij"),
    "advies-voorbij": N_("Het advies is voorbij"),
}
FILE = N_("Bewijs van vernietiging (*.jws)")


class RetentionPage(WorkPage):
    """The list, what would go, and what became of it."""

    dossier_wanted = Signal(str)
    erased = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(tasks, theme, prompts, _("Bewaren en wissen"))
        self._keeping: Keeping | None = None
        self._is_list = True
        self.backups = BackupsSheet(theme)
        self.show_list()

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here that would be missed."""
        return False

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.search.setFocus()

    # The list

    def show_list(self) -> None:
        """What may go, what stays, and the backups."""
        theme = self._theme
        self.title.setText(_("Bewaren en wissen"))
        self.good.say("")
        self.bad.say("")
        self._is_list = True
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Zoek op naam"))
        self.search.setAccessibleName(_("Zoek op naam"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.due = TermList(theme, _("Mag worden gewist"), is_whole=True)
        self.due.followed.connect(self.look_at)
        self.kept = TermList(theme, _("Blijft nog bewaard"), is_whole=True)
        self.kept.followed.connect(self.dossier_wanted.emit)
        self.proofs = TermList(theme, _("Bewijs van vernietiging"), is_whole=True)
        self.proofs.followed.connect(self._on_proof)
        self.due_words, self.kept_words = text("", "muted", wrap=True), text("", "help", wrap=True)
        self._proof_sheet = sheet(_("Wat is vernietigd"), self.proofs)
        lead = text(
            _("Er wordt nooit iets vanzelf gewist: dat doet u, per dossier."), "lead", wrap=True
        )
        self.show_parts(
            lead,
            Beside(
                (
                    column(
                        self.search,
                        sheet(_("Mag worden gewist"), self.due, padded(self.due_words)),
                        sheet(_("Blijft nog bewaard"), self.kept, padded(self.kept_words)),
                        None,
                        space=16,
                    ),
                    3,
                ),
                (column(self._new_backups(), self._proof_sheet, None, space=16), 2),
            ),
        )
        self.show_foot()
        self._fill()
        self._tasks.run(self, keeping_work.keeping, self._on_keeping, self.say_refused)

    def _new_backups(self) -> BackupsSheet:
        self.backups = BackupsSheet(self._theme)
        self.backups.check_wanted.connect(self._on_check)
        self.backups.forget_wanted.connect(self._on_forget)
        return self.backups

    def _on_keeping(self, found: Keeping) -> None:
        self._keeping = found
        if self._is_list:
            self._fill()

    def _fill(self) -> None:
        found = self._keeping
        words = fold(self.search.text()).split()
        due = [one for one in found.due if _fits(one.row.name, words)] if found else []
        kept = [one for one in found.kept if _fits(one.row.name, words)] if found else []
        self._show(self.due, [_due_line(one) for one in due[:SHOWN]])
        self._show(self.kept, [_kept_line(one) for one in kept[:SHOWN]])
        first = _("Een klik of Enter laat eerst zien wat er weggaat.")
        none = _("De dossiers worden gelezen…") if found is None else _("Nu mag er niets weg.")
        self.due_words.setText(_rest(len(due)) or (first if due else none))
        opens = _("Een klik of Enter opent het dossier.")
        none = "" if found is None else _("Hier staat geen ander dossier.")
        self.kept_words.setText(_rest(len(kept)) or (opens if kept else none))
        certificates = found.certificates if found else ()
        self._show(self.proofs, [_proof_line(one) for one in certificates[:SHOWN]])
        self._proof_sheet.setVisible(bool(certificates))
        self.backups.load(found.backups if found else ())

    def _show(self, view: TermList, lines: Sequence[Line]) -> None:
        view.load(lines)
        view.setVisible(bool(lines))

    def _on_proof(self, portfolio: str) -> None:
        self._prompts.save_file(
            self,
            _("Bewijs van vernietiging opslaan"),
            "bewijs-van-vernietiging.jws",
            _(FILE),
            partial(self._write_proof, portfolio),
        )

    def _write_proof(self, portfolio: str, place: Path) -> None:
        self.bad.say("")
        work = keeping_work.write_certificate(portfolio, place)
        self._tasks.run(self, work, self._on_proof_written, self.say_refused)

    def _on_proof_written(self, _done: None) -> None:
        self.saved.emit(_("Bewijs opgeslagen. Er staat geen naam van de cliënt in"))

    # One dossier: what would go

    def look_at(self, portfolio: str) -> None:
        """What would go with a dossier, before anything does."""
        self.bad.say("")
        work = keeping_work.dossier_at_stake(portfolio)
        self.work_briefly(work, self._on_stake, self.say_refused)

    def _on_stake(self, stake: DossierAtStake) -> None:
        theme, row = self._theme, stake.due.row
        wanted = row.name or row.portfolio[:8]
        self._is_list = False
        self.title.setText(_("Dossier wissen"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Naam van de cliënt, om te bevestigen"))
        label = text(_("&Typ de naam over: {name}").format(name=wanted.replace("&", "&&")), "label")
        label.setWordWrap(True)
        label.setBuddy(self.name)
        self.why_not = text("", "muted", wrap=True)
        self.erase_button = button(
            theme, _("De&finitief wissen"), partial(self._erase, row.portfolio), look="danger"
        )
        self.name.textChanged.connect(partial(self._compare, wanted))
        self.name.returnPressed.connect(self.erase_button.setFocus)
        self.show_parts(
            sheet(row.name, *self._consequence(stake)),
            sheet(_("Bevestigen"), padded(label, self.name, space=6)),
        )
        back = button(theme, _("Te&rug"), self.show_list)
        self.show_foot(back, self.why_not, self.erase_button)
        self._compare(wanted, "")
        self.name.setFocus()
        announce(self.name, _("Wissen kan niet terug. Lees eerst wat er weggaat."))

    def _consequence(self, stake: DossierAtStake) -> list[QWidget]:
        theme, due = self._theme, stake.due
        since = _("{ground}, sinds {since}").format(
            ground=_(GROUNDS[due.ground]), since=shown_date(due.since.isoformat())
        )
        why = cited(f"{since}.", _(due.source))
        records = _many("{number} gegeven", "{number} gegevens", stake.records)
        versions = _many("{number} versie", "{number} versies", stake.versions)
        gone = [
            _("{records}, in {versions}").format(records=records, versions=versions),
            _("Wat de cliënt besliste, termijnen, en wat half getypt is"),
        ]
        if stake.documents:
            files = _many("{number} document", "{number} documenten", stake.documents)
            size = shown_size(stake.bytes)
            gone.insert(1, _("{files} ({size})").format(files=files, size=size))
        facts = [
            fact(theme, "file-check", "pos", _("Waarom het mag"), why),
            fact(theme, "x-circle", "neg", _("Dit gaat weg"), "\n".join(gone)),
            fact(
                theme, "archive", "muted", _("Dit blijft"),
                _("Het bewijs dat u het wiste, en regels in het inzagelogboek. Daar staat geen "
                  "naam van de cliënt in."),
            ),
            fact(theme, "save", "muted", _("Back-ups"), in_backups(stake.backups)),
            fact(
                theme, "alert", "warn", _("Terugdraaien"),
                _("Dat kan niet, ook niet met het herstelblad."),
            ),
        ]  # fmt: skip
        if due.ground == "overgedragen":
            words = _("De opvolger heeft het hele dossier; het ontvangstbewijs zegt dat.")
            facts.insert(1, fact(theme, "transfer", "muted", _("De opvolger"), words))
        return facts

    def _compare(self, wanted: str, typed: str) -> None:
        """The same name, whatever keyboard it is typed on."""
        is_same = fold(typed).split() == fold(wanted).split()
        self.erase_button.setEnabled(is_same)
        self.why_not.setText("" if is_same else _("Typ eerst de naam over."))

    def _erase(self, portfolio: str) -> None:
        self.work(
            _("Het dossier wordt gewist…"),
            keeping_work.erase_dossier(portfolio),
            self._on_erased,
            self.say_refused,
            can_stop=False,
        )

    # What became of it

    def _on_erased(self, gone: Destroyed) -> None:
        theme = self._theme
        self._is_list = False
        self.title.setText(_("Het dossier is gewist"))
        done, waiting = done_and_waiting(gone.backups)
        self.good.say(
            " ".join(
                part
                for part in (_("De sleutel en het bestand zijn weg. Dit kan niet terug."), done)
                if part
            )
        )
        backups = self._new_backups()
        backups.load(gone.backups)
        words = (
            _("Dit bewijs blijft in uw kluis. U kunt het nu of later ook als bestand opslaan. Er "
              "staat in dat u het wiste, wanneer en waarom; geen naam van de cliënt.")
        )  # fmt: skip
        self.show_parts(
            backups,
            sheet(_("Bewijs van vernietiging"), padded(note(theme, words, "shield", "pos"))),
        )
        proof = partial(self._on_proof, gone.portfolio)
        self.proof_button = button(theme, _("Bewijs &opslaan…"), proof, "download")
        self.done_button = button(theme, _("&Klaar"), self.show_list, look="primary")
        self.show_foot(self.proof_button, None, self.done_button)
        (backups.check_button if waiting else self.done_button).setFocus()
        self.saved.emit(_("Dossier gewist"))
        self.erased.emit()

    # Backups

    def _on_check(self) -> None:
        self.work(
            _("De back-ups worden nagelopen…"),
            keeping_work.follow_in_backups,
            self._on_places,
            self.say_refused,
            can_stop=False,
        )

    def _on_places(self, places: Sequence[Place]) -> None:
        self.backups.load(places)
        waiting = sum(not one.is_done for one in places)
        self.good.say(
            _many(
                "Nagelopen. {number} back-up wacht nog: daar staat bij wat u kunt doen.",
                "Nagelopen. {number} back-ups wachten nog: daar staat bij wat u kunt doen.",
                waiting,
            )
            if waiting
            else _("Nagelopen. Wat u wiste, staat in geen back-up meer die het programma kent.")
        )

    def _on_forget(self, path: str) -> None:
        def answered(yes: bool) -> None:
            if yes:
                work = keeping_work.forget_backup(path)
                self.work_briefly(work, self._on_forgotten, self.say_refused)

        self._prompts.confirm(
            self,
            _("Is deze kopie er niet meer?"),
            _(
                "Het programma loopt deze kopie dan nooit meer na. Staat ze nog ergens, dan staat "
                "daar ook nog wat u heeft gewist. Vernietig haar dus eerst."
            ),
            _("De kopie is er niet meer"),
            answered,
        )

    def _on_forgotten(self, places: Sequence[Place]) -> None:
        self.backups.load(places)
        self.saved.emit(_("Deze kopie staat niet meer op de lijst"))

    def leave(self) -> bool:
        """Back to the list (Esc); False when that is what is shown."""
        is_deeper = not self._is_list
        if is_deeper and self._running is None:
            self.show_list()
            self.search.setFocus()
        return is_deeper


def _fits(name: str, words: Sequence[str]) -> bool:
    folded = fold(name)
    return all(word in folded for word in words)


def _due_line(one: Due) -> Line:
    since = _("sinds {since}").format(since=shown_date(one.since.isoformat()))
    under = " · ".join((since, _(GROUNDS[one.ground]), _(one.source)))
    return Line(one.row.name, under, one.row.portfolio, "archive")


def _kept_line(one: Kept) -> Line:
    why = {
        "too-early": "",
        "unknown-date": _("Nog geen datum: de inburgering loopt, of het einde is niet ingevuld"),
        "not-returned": _("Wat u toevoegde, is nog niet terug bij wie u verving"),
        "only-here": _(
            "Een deel staat misschien alleen hier: niet overgedragen, of bij de opvolger gewist"
        ),
    }[one.reason]
    when = (
        _("Mag weg vanaf {date}").format(date=shown_date(one.date.isoformat())) if one.date else ""
    )
    under = " · ".join(part for part in (why, when) if part)
    return Line(one.row.name, under, one.row.portfolio, "clock")


def _proof_line(one: Certificate) -> Line:
    words = _("Vernietigd op {at}").format(at=shown_moment(one.at))
    number = _("dossier {number}").format(number=one.portfolio[:8])
    return Line(words, f"{_(GROUNDS[one.ground])} · {number}", one.portfolio, "shield")


def _rest(count: int) -> str:
    if count <= SHOWN:
        return ""
    return _(
        "De eerste {number} van {all} staan hier; typ een naam om de andere te vinden."
    ).format(number=SHOWN, all=count)
