"""The notices of one dossier: who has a copy and must be told, who answered, what is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QWidget

from eportfolio.errors import EportfolioError, NotPermitted
from ui import notice_work
from ui.backups_sheet import breakable
from ui.notice_words import (
    ABOUT,
    ANSWERED,
    MADE,
    RECEIVED,
    STATES,
    TO_ANSWER,
    TO_MAKE,
    who,
)
from ui.notice_words import said as notice_said
from ui.notice_work import Standing
from ui.prompts import Prompts
from ui.sheets import fact, note, padded, sheet
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Empty, Flow, badge, button, card, column, row, stacked, text
from ui.words import N_, _, _many, explain
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.workspace.notices import Line as Notice
    from eportfolio.workspace.notices import Made, TakenIn

NOTHING = "notice-nothing"
KINDS = N_("Antwoord op een bericht (*.acknowledgement)")
ICONS = ("transfer", "lock", "download")
ANSWER_NAME = "antwoord.acknowledgement"
NEXT = (
    N_("Geef elk bestand aan wie erbij staat. Alleen die persoon kan het openen."),
    N_("Waar het over gaat, gaat daar op slot. Uw collega kiest: wissen, of bewaren van de wet."),
    N_("U krijgt een antwoord terug. Lees het in bij Ontvangen. Tot dan staat het op Vandaag."),
)


class NoticeRow(QWidget):
    """One other side: what is so, and what can be done about it."""

    settle_wanted = Signal(object)
    answer_wanted = Signal(object)
    again_wanted = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, one: Notice) -> None:
        super().__init__()
        self.notice = one
        told, words = one.told, who(one)
        mark = STATES[told.state]
        state = badge(mark.words, mark.role)
        named = f"{words}. {_(ABOUT[told.about])}"  # of one other side there may be two lines
        self.box: QCheckBox | None = None
        head = row(text(words, "strong", wrap=True), state)
        head.setStretch(0, 1)
        head.setAlignment(state, Qt.AlignmentFlag.AlignTop)
        parts: list[QWidget] = [text(notice_said(one), "muted", wrap=True)]
        if told.state != TO_MAKE:
            parts.insert(0, text(_(ABOUT[told.about]), wrap=True))
        if told.state in (TO_MAKE, MADE):
            label = _("Bericht maken") if told.state == TO_MAKE else _("Opnieuw maken")
            self.box = QCheckBox(label)
            self.box.setAccessibleName(f"{named}: {label}")
            self.box.setChecked(told.state == TO_MAKE)
            self.box.toggled.connect(self.changed)
            parts.append(self.box)
        offered = self._offered()
        if offered is not None:
            label, wanted = offered
            self.button = button(theme, label, partial(wanted.emit, one), small=True)
            self.button.setAccessibleName(f"{named}: {label}")
            flow = Flow()
            flow.addWidget(self.button)
            holder = QWidget()
            holder.setLayout(flow)
            parts.append(holder)
        self.setLayout(padded(head, *parts, space=6))

    def _offered(self) -> tuple[str, SignalInstance] | None:
        told = self.notice.told
        if told.state in (TO_MAKE, MADE):
            return _("Er komt geen antwoord…"), self.settle_wanted
        if told.state == TO_ANSWER:
            return _("Antwoord geven"), self.answer_wanted
        if told.direction == RECEIVED and told.state == ANSWERED:
            return _("Antwoord opnieuw opslaan…"), self.again_wanted
        return None

    @property
    def is_chosen(self) -> bool:
        """Whether a file must be made for this one."""
        return self.box is not None and self.box.isChecked()


class NoticePage(WorkPage):
    """From a permission that was taken back, a correction or an erasure to everybody told."""

    answer_wanted = Signal(str)  # the hash of the notice

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__(tasks, theme, prompts, _("Berichten over delen"))
        self.portfolio = portfolio
        self.rows: list[NoticeRow] = []
        self.is_changed = False
        self._nobody = ""
        self.show_parts(text(_("Het dossier wordt gelezen…"), "muted"))
        self._read()

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus()

    def _read(self, *_done: object) -> None:
        work = notice_work.standing(self.portfolio)
        self._tasks.run(self, work, self._on_standing, self.say_refused)

    def _on_standing(self, found: Standing) -> None:
        theme = self._theme
        if found.client:
            self.title.setText(_("Berichten over {client}").format(client=found.client))
        self.good.say(self._nobody)
        self._nobody = ""
        self.rows = [NoticeRow(theme, one) for one in found.lines]
        for one in self.rows:
            one.settle_wanted.connect(self._on_settle)
            one.answer_wanted.connect(lambda notice: self.answer_wanted.emit(notice.told.notice))
            one.again_wanted.connect(self._on_again)
            one.changed.connect(self._show_state)
        ours = [one for one in self.rows if one.notice.told.direction != RECEIVED]
        asked = [one for one in self.rows if one.notice.told.direction == RECEIVED]
        parts: list[QWidget] = []
        if ours:
            parts.append(sheet(_("Wie iets van ons heeft"), stacked(ours)))
        if any(one.box for one in ours):
            parts.append(self._next())
        if asked:
            parts.append(sheet(_("Wat anderen ons vragen"), stacked(asked)))
        self.show_parts(*(parts or [self._nothing()]))
        self._show_foot()

    def _nothing(self) -> QWidget:
        words = _("Er is niets gedeeld waar iemand bericht over moet krijgen.")
        frame = card()
        frame.setLayout(column(Empty(self._theme, "message", _("Geen berichten"), words)))
        return frame

    def _next(self) -> QWidget:
        """What happens with such a file."""
        lines = [
            note(self._theme, _(words), name, "muted")
            for name, words in zip(ICONS, NEXT, strict=True)
        ]
        return sheet(_("Wat er gebeurt"), padded(*lines))

    def _show_foot(self) -> None:
        if not any(one.box for one in self.rows):
            self.show_foot()
            return
        self.why_not = text("", "muted", wrap=True)
        self.make_button = button(
            self._theme, _("Berichten &maken…"), self._on_make, "message", look="primary"
        )
        self.show_foot(self.why_not, self.make_button)
        self._show_state()
        self.make_button.setFocus()

    def _show_state(self) -> None:
        chosen = any(one.is_chosen for one in self.rows)
        self.why_not.setText(
            _("De namen van de bestanden zeggen niets over de cliënt.")
            if chosen
            else _("Kies eerst voor wie. U mag een bericht ook opnieuw maken.")
        )
        self.make_button.setEnabled(chosen)

    def _on_make(self) -> None:
        self._prompts.open_folder(self, _("Map voor de berichten"), self._make)

    def _make(self, folder: Path) -> None:
        chosen = [one.notice for one in self.rows if one.is_chosen]
        self.work(
            _("De berichten worden gemaakt…"),
            notice_work.tell(self.portfolio, chosen, folder),
            partial(self._on_made, folder),
            self._on_failed,
            can_stop=False,
        )

    def _on_failed(self, error: EportfolioError) -> None:
        """Nothing more was made; what is so now is read again. That there is nobody to tell any
        more is no failure."""
        if isinstance(error, NotPermitted) and error.code == NOTHING:
            self._nobody = _("Er is niemand die hierover nog bericht moet krijgen.")
        else:
            self.say_refused(error)
        self._read()

    def _on_made(self, folder: Path, made: Sequence[Made]) -> None:
        theme = self._theme
        done = [one for one in made if one.file is not None]
        if done:
            words = _many("{number} bericht gemaakt", "{number} berichten gemaakt", len(done))
            self.saved.emit(words)
            self.good.say(_("Gemaakt. Er is nog niets verstuurd: dat doet u zelf."))
        lines = [
            fact(
                theme,
                "file",
                "accent",
                _("Bestand"),
                _("{file}\nvoor {who}").format(file=one.file.name, who=_who(one)),
            )
            for one in done
            if one.file is not None
        ]
        lines += [
            fact(theme, "alert", "neg", _("Niet gemaakt"), f"{_who(one)}\n{explain(one.problem)}")
            for one in made
            if one.problem is not None
        ]
        where = _("In de map {folder}").format(folder=breakable(str(folder)))
        self.show_parts(
            sheet(_("Geef elk bestand aan wie erbij staat"), *lines,
                  padded(note(theme, where, "folder", "muted"))),
            self._next(),
        )  # fmt: skip
        back = button(theme, _("&Klaar"), self._read, look="primary")
        self.show_foot(None, back)
        back.setFocus()

    def _on_settle(self, one: Notice) -> None:
        self._prompts.reason(
            self,
            _("Er komt geen antwoord"),
            _(
                "{who} heeft misschien nog een kopie. Het bericht wacht dan niet meer op Vandaag. "
                "Waarom komt er geen antwoord?"
            ).format(who=who(one)),
            _("Afsluiten"),
            partial(self._settle, one),
        )

    def _settle(self, one: Notice, reason: str) -> None:
        self.bad.say("")
        work = notice_work.settle(self.portfolio, one, reason)
        self._tasks.run(self, work, self._on_settled, self.say_refused)

    def _on_settled(self, _done: None) -> None:
        self.saved.emit(_("Afgesloten; de reden is vastgelegd"))
        self._read()

    def _on_again(self, one: Notice) -> None:
        def write(place: Path) -> None:
            work = notice_work.answer(one.told.notice, None, place)
            words = _("Het antwoord wordt opgeslagen…")
            self.work(words, work, self._on_written, self.say_refused, can_stop=False)

        self._prompts.save_file(self, _("Antwoord opslaan"), ANSWER_NAME, _(KINDS), write)

    def _on_written(self, _done: TakenIn) -> None:
        self.saved.emit(_("Antwoord opgeslagen. Stuur het naar wie het vroeg"))


def _who(one: Made) -> str:
    return ", ".join(part for part in (one.name, one.organisation) if part)
