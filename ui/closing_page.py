"""A receipt that came back: what arrived, promises that stayed behind, and closing the dossier."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from eportfolio import records
from eportfolio.errors import EportfolioError, NotPermitted
from ui import sharing_work, story_work
from ui.agreements import OWN_WORDS, AgreementList, waiting_words
from ui.exchange import REPLIES, REPLY_NAME, ReplyForm
from ui.file_page import FilePage
from ui.models import Line, LineModel
from ui.prompts import Prompts
from ui.receive_page import KINDS
from ui.sections import called
from ui.sheets import fact, line_list, padded, sheet, whole
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_moment
from ui.widgets import button, text
from ui.words import _, explain

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from eportfolio.workspace.replies import Replied
    from eportfolio.workspace.results import Closed, Proof

HANDOVER = "handover"


class ClosingPage(FilePage):
    """From a receipt to a closed dossier."""

    dossier_wanted = Signal(str)
    paper_wanted = Signal(str, str)  # dossier and bundle

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(tasks, theme, prompts, _("Ontvangstbewijs"))
        self.agreements: AgreementList | None = None
        self.proof: Proof | None = None
        self.reply: ReplyForm | None = None
        self.lines = LineModel()
        self._begin_again()

    @property
    def is_changed(self) -> bool:
        """Whether something was answered that is not kept yet."""
        is_touched = self.agreements is not None and self.agreements.is_touched
        return is_touched or (self.reply is not None and self.reply.is_changed)

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.choose_button.setFocus()

    def _begin_again(self) -> None:
        self.file = self.proof = self.agreements = self.reply = None
        self.title.setText(_("Ontvangstbewijs"))
        self.good.say("")
        self.show_parts(
            self.drop_zone(
                _("Sleep hier het ontvangstbewijs"),
                _("Het bestand (.receipt) dat u terugkreeg van uw opvolger."),
                self._on_choose,
            )
        )
        self.show_foot()

    def _on_choose(self) -> None:
        self._prompts.open_file(self, _("Bestand kiezen"), _(KINDS), self.take_file)

    def take_file(self, file: Path) -> None:
        """Look at a receipt."""
        self.look_at(file)

    def look_at(self, file: Path) -> None:
        """Verify a receipt and show what it proves; nothing is written."""
        self._begin_again()
        self.file = file
        self.work(
            _("Het ontvangstbewijs wordt gecontroleerd…"),
            sharing_work.look_at_receipt(file),
            self._on_proof,
            self.say_refused,
        )

    def _on_proof(self, proof: Proof) -> None:
        self.proof = proof
        self.good.say("")
        self.title.setText(_("Wat is er aangekomen?"))
        parts: list[QWidget] = [self._summary(proof)]
        if proof.complete and proof.unanswered:
            self.agreements = AgreementList(self._theme, proof.unanswered, OWN_WORDS)
            self.agreements.changed.connect(self._show_state)
            words = _(
                "Deze afspraken gingen niet mee: de cliënt koos dat, of ze zijn nieuwer. Uw "
                "opvolger weet er niet van. Zeg van elke afspraak wat ermee gebeurt."
            )
            parts.append(
                sheet(
                    _("Open afspraken die hier bleven"),
                    padded(text(words, "muted", wrap=True)),
                    self.agreements,
                )
            )
        parts.append(self._each(proof))
        self.show_parts(*parts)
        closes = proof.purpose == HANDOVER and not proof.is_closed
        self.why_not = text("", "muted", wrap=True)
        words = _("Dossier &sluiten") if closes and proof.complete else _("Bewijs be&waren")
        self.close_button = button(self._theme, words, self._on_close, look="primary")
        other = button(self._theme, _("&Ander bestand"), self._begin_again)
        self.show_foot(other, self.why_not, self.close_button)
        self._show_state()
        if self.agreements is not None:
            self.agreements.begin()
        else:
            self.close_button.setFocus()
        if not proof.complete:
            self.bad.say(
                _(
                    "Niet alles is aangekomen. Het dossier blijft open. Hieronder staat wat "
                    "ontbreekt. Maak een nieuwe overdracht."
                )
            )
        elif proof.newer and closes:
            self.bad.say(explain(NotPermitted("newer-changes", count=proof.newer)))

    def _summary(self, proof: Proof) -> QWidget:
        theme = self._theme
        arrived = sum(one.arrived for one in proof.lines)
        files = _("{number} van {all} gelijk").format(
            number=proof.files - proof.files_missing, all=proof.files
        )
        good, bad = ("check-circle", "pos"), ("alert-circle", "neg")
        rows = [
            fact(
                theme,
                "shield",
                "pos",
                _("Getekend"),
                _("door {by}, {organisation}, op {at}").format(
                    by=proof.by,
                    organisation=proof.organisation,
                    at=shown_moment(proof.at.isoformat()),
                ),
            ),
            fact(
                theme,
                *(good if arrived == len(proof.lines) else bad),
                _("Gegevens"),
                _("{number} van {all} gelijk").format(number=arrived, all=len(proof.lines)),
            ),
            fact(theme, *(bad if proof.files_missing else good), _("Bestanden"), files),
        ]
        if proof.synthesis:
            rows.append(
                fact(theme, "message", "accent", _("De opvolger schrijft"), proof.synthesis)
            )
        return sheet(_("Wat is aangekomen"), *rows)

    def _understood(self, proof: Proof) -> list[QWidget]:
        """What the successor understood, to confirm or to complete."""
        if not proof.synthesis:
            return []
        self.reply = ReplyForm(self._theme)
        self.reply.wanted.connect(partial(self._on_reply, proof.bundle))
        words = text(proof.synthesis, wrap=True)
        return [sheet(_("Klopt het wat uw opvolger begreep?"), padded(words, self.reply, space=14))]

    def _on_reply(self, bundle: str, words: str | None) -> None:
        def write(place: Path) -> None:
            work = story_work.reply(bundle, words, place)
            self._tasks.run(self, work, self._on_replied, self.say_refused)

        self._prompts.save_file(self, _("Antwoord opslaan"), REPLY_NAME, _(REPLIES), write)

    def _on_replied(self, replied: Replied) -> None:
        if self.reply is not None:
            self.reply.show_done(replied.reply)
        self.saved.emit(_("Antwoord opgeslagen. Stuur het bestand naar uw opvolger"))

    def _each(self, proof: Proof) -> QWidget:
        lost = [one for one in proof.lines if not one.arrived]
        here = [one for one in proof.lines if one.arrived]
        lines = [
            Line(
                called(one.kind, one.headline),
                f"{_(records.title(one.kind))} · "
                + (_("aangekomen") if one.arrived else _("niet aangekomen of anders")),
                str(one.record),
                "check" if one.arrived else "alert-circle",
            )
            for one in lost + here
        ]
        self.lines = LineModel()
        self.lines.load(lines)
        view = line_list(self._theme, self.lines, _("Wat is aangekomen, per gegeven"))
        self.lines.setParent(view)
        whole(self._theme, view)
        return sheet(_("Per gegeven"), view)

    def _show_state(self) -> None:
        proof = self.proof
        waiting = self.agreements.waiting if self.agreements is not None else 0
        stuck = proof is not None and proof.complete and proof.newer > 0
        self.why_not.setText(waiting_words(waiting))
        self.close_button.setEnabled(not waiting and not stuck)

    def _on_close(self) -> None:
        if self.file is not None:
            answers = self.agreements.values() if self.agreements is not None else []
            work = sharing_work.close(self.file, answers)
            self.work(_("Het bewijs wordt bewaard…"), work, self._on_closed, self._on_not_closed)

    def _on_not_closed(self, error: EportfolioError) -> None:
        self.say_refused(error)
        self._show_state()

    def _on_closed(self, closed: Closed) -> None:
        theme, proof = self._theme, self.proof
        if proof is None:
            return
        self.agreements = None
        self.saved.emit(_("Bewijs bewaard"))
        if closed.closed:
            self.title.setText(_("Overgedragen en gesloten"))
            self.good.say(_("Alles is aangekomen. Uw dossier is gesloten."))
            self.show_parts(
                self._summary(proof),
                *self._understood(proof),
                sheet(
                    _("Wat kan nog wel?"),
                    fact(theme, "eye", "muted", _("Lezen"), _("U kunt het dossier blijven lezen.")),
                    fact(theme, "hand", "muted", _("Inzage"), _("De cliënt kan inzage krijgen.")),
                    fact(
                        theme,
                        "lock",
                        "muted",
                        _("Wijzigen"),
                        _("Dat kan niet meer: uw opvolger houdt het dossier bij."),
                    ),
                ),
            )
        elif closed.complete:
            self.good.say(_("Alles is aangekomen. Het bewijs staat bij het dossier."))
            self.show_parts(self._summary(proof), *self._understood(proof))
        else:
            self.bad.say(
                _("Niet alles is aangekomen. Het bewijs is bewaard. Het dossier blijft open.")
            )
        self.open_button = button(
            theme,
            _("Dossier be&kijken"),
            lambda: self.dossier_wanted.emit(proof.portfolio),
            "eye",
            look="primary",
        )
        self.paper_button = button(
            theme,
            _("Overdrachtsbewijs"),
            lambda: self.paper_wanted.emit(proof.portfolio, proof.bundle),
            "file",
        )
        self.show_foot(None, self.paper_button, self.open_button)
        self.open_button.setFocus()
