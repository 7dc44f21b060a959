"""A notice of a colleague: what it asks, what is locked; the answer, also one that came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from eportfolio import records
from eportfolio.errors import EportfolioError
from ui import notice_work
from ui.backups_sheet import done_and_waiting
from ui.models import Line, LineModel
from ui.notice_answers import MEANS, NoticeAnswers
from ui.notice_page import ANSWER_NAME, KINDS
from ui.notice_words import ABOUT
from ui.notice_work import Question
from ui.prompts import Prompts
from ui.sections import called
from ui.sheets import fact, line_list, note, padded, sheet, whole
from ui.tasks import Progress, Tasks
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, hair, text
from ui.words import N_, _, _many, explain
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.notices import Heard, TakenIn

T = TypeVar("T")
NOTICE, ACKNOWLEDGEMENT = ".withdrawal", ".acknowledgement"
AGAIN: Mapping[str, str] = {
    "andere toestemming": N_("De cliënt gaf daar een andere toestemming voor"),
    "nieuwe versie": N_("Daar staat al een nieuwere versie"),
}
TO_RECORD = N_("De toestemming zelf staat bij u. Vraag het de cliënt, en leg de intrekking vast in "
               "het dossier. Tot dan geldt de toestemming nog.")  # fmt: skip


class AskedPage(WorkPage):
    """Begins with a file, or with the hash of a notice that was taken in before."""

    dossier_wanted = Signal(str)
    notices_wanted = Signal(str)  # of a dossier
    receive_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, what: Path | str) -> None:
        super().__init__(tasks, theme, prompts, _("Bericht van een collega"))
        self.file = what if isinstance(what, Path) else None
        self.question: Question | None = None
        self.answers: NoticeAnswers | None = None
        self.sure = QCheckBox()
        self.show_foot()
        if isinstance(what, str):
            self._do(notice_work.asked(what), self._on_question)
        elif what.suffix == ACKNOWLEDGEMENT:
            self.title.setText(_("Antwoord van een collega"))
            self._do(notice_work.hear(what), self._on_heard)
        else:
            self._do(notice_work.look(what), self._on_question)

    def _do(self, work: Callable[[Workspace, Progress], T], done: Callable[[T], None]) -> None:
        self.work(_("Het bericht wordt gecontroleerd…"), work, done, self._on_refused)

    @property
    def is_changed(self) -> bool:
        """Whether something was answered that is not saved yet."""
        return self.answers is not None and self.answers.is_touched

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.stop_button.setFocus()

    def _on_refused(self, error: EportfolioError) -> None:
        """Nothing was stored; say why, what is safe and what to do."""
        self.say_refused(error)
        self.show_parts(
            sheet(
                _("Wat is veilig?"),
                fact(
                    self._theme,
                    "shield",
                    "pos",
                    _("Uw kluis"),
                    _("Er is niets in uw kluis veranderd. Er is niets gewist."),
                ),
            )
        )
        self._offer_other()

    def _offer_other(self) -> None:
        other = button(
            self._theme, _("&Ander bestand kiezen"), self.receive_wanted.emit, look="primary"
        )
        self.show_foot(None, other)
        other.setFocus()

    def _on_question(self, question: Question) -> None:
        self.question = question
        theme, asked = self._theme, question.asked
        self.title.setText(_("Bericht over {client}").format(client=question.client))
        self.good.say("")
        locked = _(
            "Dit staat op slot: u kunt het lezen, niet wijzigen en niet delen. Het blijft zo tot u "
            "antwoord geeft."
        )
        self.good.say(
            locked
            if asked.is_known
            else _("Echt en voor u bedoeld. Er is nog niets in uw kluis veranderd.")
        )
        who = ", ".join(part for part in (asked.name, asked.organisation) if part)
        facts = [
            fact(theme, "user", "muted", _("Van"), who),
            fact(theme, "hand", "muted", _("Waarover"), _(ABOUT[asked.notice.about])),
            fact(
                theme, "calendar", "muted", _("Gemaakt op"),
                shown_date(asked.notice.made.date().isoformat()),
            ),
            fact(theme, "lock", "warn", _("Op slot"), self._amount(question)),
        ]  # fmt: skip
        if asked.others:
            facts.append(fact(theme, "info", "muted", _("Blijft"), others_words(asked.others)))
        if asked.to_record:
            facts.append(fact(theme, "hand", "warn", _("Zelf vastleggen"), _(TO_RECORD)))
        parts: list[QWidget] = [sheet(_("Wat er gevraagd wordt"), *facts)]
        if asked.lines:
            self.answers = NoticeAnswers(theme, asked, question.grounds)
            self.answers.changed.connect(self._show_state)
            self.sure = QCheckBox(_("Ik weet dat wissen niet terug kan"))
            self.sure.toggled.connect(self._show_state)
            gone = _("Wissen doet elke versie weg, ook in de back-ups. Bewaren mag alleen met een "
                     "eigen reden van de wet.")  # fmt: skip
            about = padded(text(gone, "muted", wrap=True), self.sure)
            parts.append(sheet(_("Uw antwoord"), self.answers.all, hair(), about))
            if self.answers.each:
                parts.append(sheet(_("Per gegeven"), self.answers))
        self.show_parts(*parts)
        self.why_not = text("", "muted", wrap=True)
        self.later_button = button(theme, _("&Later antwoorden"), self._on_later, "lock")
        self.answer_button = button(
            theme, _("&Antwoord opslaan…"), self._on_answer, "download", look="primary"
        )
        self.show_foot(self.later_button, self.why_not, self.answer_button)
        self._show_state()
        if self.answers is not None:
            self.answers.begin()
        else:
            self.answer_button.setFocus()

    def _amount(self, question: Question) -> str:
        count = len(question.asked.lines)
        if not count:
            return _("Hier is niets meer van dit bericht.")
        if question.asked.is_known:
            return _many("{number} gegeven", "{number} gegevens", count)
        return _many(
            "{number} gegeven gaat op slot, ook als u later antwoordt",
            "{number} gegevens gaan op slot, ook als u later antwoordt",
            count,
        )

    def _show_state(self, *_changed: object) -> None:
        waiting = self.answers.waiting if self.answers is not None else 0
        wipes = self.answers.wipes if self.answers is not None else 0
        self.sure.setEnabled(bool(wipes))
        lacking = ""
        if waiting:
            lacking = _many(
                "Kies eerst nog bij {number} gegeven",
                "Kies eerst nog bij {number} gegevens",
                waiting,
            )
        elif wipes and not self.sure.isChecked():
            lacking = _("Vink eerst aan dat u weet dat wissen niet terug kan.")
        self.why_not.setText(lacking)
        self.answer_button.setEnabled(not lacking)

    def _on_later(self) -> None:
        question = self.question
        if question is None:
            return
        if question.asked.is_known or self.file is None:
            self.answers = None
            self.notices_wanted.emit(question.asked.notice.pid)
            return
        self.work(
            _("Het gaat op slot…"),
            notice_work.take_in(self.file, None, None),
            self._on_locked,
            self._on_failed,
            can_stop=False,
        )

    def _on_answer(self) -> None:
        self._prompts.save_file(self, _("Antwoord opslaan"), ANSWER_NAME, _(KINDS), self._answer)

    def _answer(self, place: Path) -> None:
        question, answers = self.question, self.answers
        if question is None:
            return
        choices = answers.value() if answers is not None else notice_work.Choices(None, {})
        known = question.asked.is_known or self.file is None
        notice = question.asked.notice.hash
        work = (
            notice_work.answer(notice, choices, place)
            if known or self.file is None
            else notice_work.take_in(self.file, choices, place)
        )
        words = _("Het antwoord wordt gemaakt…")
        self.work(words, work, self._on_answered, self._on_failed, can_stop=False)

    def _on_failed(self, error: EportfolioError) -> None:
        """Nothing was done; what was chosen stays on the screen."""
        self.good.say("")
        self.bad.say(explain(error))
        self._show_state()

    def _on_locked(self, done: TakenIn) -> None:
        question, theme = self.question, self._theme
        self.answers = None
        self.saved.emit(_("Op slot gezet"))
        self.good.say(_("Het staat op slot. Het bericht wacht op Vandaag tot u antwoord geeft."))
        lines = question.asked.lines if question is not None else ()
        model = LineModel()
        model.load(
            [
                Line(called(one.kind, one.headline), _(records.title(one.kind)), str(one.record),
                     "lock")
                for one in lines
            ]
        )  # fmt: skip
        view = line_list(theme, model, _("Wat op slot staat"))
        model.setParent(view)
        whole(theme, view)
        self.show_parts(sheet(_("Wat op slot staat"), view))
        self._offer_dossier(done)

    def _on_answered(self, done: TakenIn) -> None:
        theme = self._theme
        self.answers = None
        self.saved.emit(_("Antwoord opgeslagen"))
        self.good.say(_("Beantwoord. Stuur het antwoord terug naar wie het vroeg: die wacht erop."))
        facts = counted(theme, done.erased, done.kept, done.not_here)
        if done.answer is not None:
            facts.append(fact(theme, "file", "accent", _("Antwoord"), done.answer.name))
        gone, left = done_and_waiting(done.backups)
        if gone:
            facts.append(fact(theme, "save", "pos", _("Back-ups"), gone))
        if left:
            facts.append(fact(theme, "save", "warn", _("Back-ups"), left))
        self.show_parts(sheet(_("Wat er is gedaan"), *facts))
        self._offer_dossier(done)

    def _offer_dossier(self, done: TakenIn) -> None:
        again = button(self._theme, _("&Nog een bestand"), self.receive_wanted.emit)
        to = done.portfolio
        self.open_button = button(
            self._theme, _("Dossier &openen"), lambda: self.dossier_wanted.emit(to), look="primary"
        )
        self.show_foot(again, None, self.open_button)
        self.open_button.setFocus()

    def _on_heard(self, found: tuple[Heard, str]) -> None:
        """What a recipient did with what it had."""
        heard, client = found
        theme = self._theme
        self.saved.emit(_("Antwoord bewaard"))
        if client:
            self.title.setText(_("Antwoord over {client}").format(client=client))
        who = ", ".join(part for part in (heard.name, heard.organisation) if part)
        self.good.say(
            _("Het antwoord is echt en compleet. Het wacht niet meer op Vandaag. Vertel het ook "
              "aan de cliënt.")
        )  # fmt: skip
        facts = [fact(theme, "user", "muted", _("Van"), who)]
        facts += counted(theme, heard.erased, heard.kept, heard.not_here)
        facts += [fact(theme, "book", "muted", _("Bewaard om"), ground(one))
                  for one in heard.grounds]  # fmt: skip
        parts: list[QWidget] = [sheet(_("Wat uw collega heeft gedaan"), *facts)]
        if heard.kept:
            words = _("Uw collega is daar zelf verantwoordelijk voor. Is de cliënt het er niet mee "
                      "eens, dan kan de cliënt daar bezwaar maken.")  # fmt: skip
            parts.append(note(theme, words))
        if heard.is_open_again:
            words = _("Daar staat niets meer van dit dossier. Het is hier weer open: u kunt ermee "
                      "verder, en het opnieuw overdragen met een nieuwe toestemming.")  # fmt: skip
            parts.append(note(theme, words))
        self.show_parts(*parts)
        again = button(theme, _("&Nog een bestand"), self.receive_wanted.emit)
        self.open_button = button(
            theme,
            _("&Berichten bekijken"),
            lambda: self.notices_wanted.emit(heard.portfolio),
            look="primary",
        )
        self.show_foot(again, None, self.open_button)
        self.open_button.setFocus()


def counted(theme: Theme, erased: int, kept: int, not_here: int) -> list[QWidget]:
    """How many versions went, stayed, or never came."""
    rows = (
        ("x-circle", "neg", _("Gewist"), erased),
        ("archive", "warn", _("Bewaard"), kept),
        ("minus", "muted", _("Was daar niet"), not_here),
    )
    return [
        fact(theme, name, ink, label, _many("{number} versie", "{number} versies", count))
        for name, ink, label, count in rows
        if count
    ]


def others_words(count: int) -> str:
    """What of a notice is not asked here."""
    return _many(
        "{number} versie: u hebt die onder een andere toestemming, of ze is hier niet",
        "{number} versies: u hebt die onder een andere toestemming, of ze zijn hier niet",
        count,
    )


def ground(words: str) -> str:
    """A ground as the core writes it, and what it means."""
    meant = MEANS.get(words) or AGAIN.get(words)
    return words if meant is None else f"{_(meant)} ({words})"
