"""Contact cards: one's own to give away, and those of others, compared by telephone.

A card that was just read is not stored before somebody decides about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui import sharing_work
from ui.models import Line, LineModel, Mark
from ui.prompts import Prompts
from ui.qr_view import QrView
from ui.sharing_work import Card, Cards
from ui.sheets import digits, fact, fill, line_list, note, padded, sheet, spoken
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import Banner, Empty, badge, button, card, clear, column, hair, row, scrolled, text
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

T = TypeVar("T")
KIND = N_("Contactkaart (*.kaart *.card *.jws);;Alle bestanden (*)")
NARROW = 860
STATES: Mapping[str, tuple[Mark, str]] = {
    "known": (
        Mark("shield", "pos", N_("Bekend")),
        N_("De kaart is vergeleken. U kunt dossiers overdragen aan deze persoon, en ontvangen."),
    ),
    "unknown": (
        Mark("clock", "warn", N_("Nog niet vergeleken")),
        N_("Bel en vergelijk het controlegetal. Tot die tijd kunt u niets versturen of ontvangen."),
    ),
    "expired": (
        Mark("clock", "warn", N_("Verlopen")),
        N_("Deze kaart geldt niet meer. Vraag een nieuwe kaart."),
    ),
    "replaced": (
        Mark("history", "neutral", N_("Vervangen")),
        N_("Deze persoon heeft een nieuwe kaart. Gebruik die."),
    ),
    "revoked": (
        Mark("ban", "neg", N_("Ingetrokken")),
        N_("Deze kaart wordt niet vertrouwd. U kunt er niets mee versturen of ontvangen."),
    ),
}


class ContactsPage(QWidget):
    """My card, everybody's cards, and one of them at a time."""

    saved = Signal(str)
    paper_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._cards: Cards | None = None
        self._shown: Card | None = None
        self._read: bytes | None = None  # a card from a file, not stored yet
        self._build()
        self.reload()

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here."""
        return False

    @property
    def shown(self) -> Card | None:
        """The card beside the list."""
        return self._shown

    def _build(self) -> None:
        theme = self._theme
        self.banner = Banner(theme, "neg", "alert-circle")
        self.good = Banner(theme, "pos", "shield")
        self.own = QVBoxLayout()
        self.own.setContentsMargins(0, 0, 0, 0)
        self.model = LineModel()
        self.list = line_list(theme, self.model, _("Kaarten van anderen"))
        theme.size(self.list, minimumHeight=180)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.read_button = button(theme, _("Kaart &inlezen"), self._on_read, "plus", small=True)
        self.count = text(_("Kaarten van anderen"), "section", wrap=True)
        head = row(self.count, self.read_button)
        head.setStretch(0, 1)
        head.setContentsMargins(16, 12, 12, 12)
        others = card()
        inside = column(head, hair(), self.list, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        others.setLayout(inside)
        self.pane = QVBoxLayout()
        self.pane.setContentsMargins(1, 1, 1, 1)
        detail = card()
        detail.setLayout(self.pane)
        left = column(self.own, others, space=16)
        left.setStretch(1, 1)
        both = self._both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addLayout(left, 9)
        both.addWidget(detail, 14)
        content = QWidget()
        content.setLayout(both)
        self._scroll = scrolled(content)
        layout = column(
            text(_("Contacten"), "title"), self.banner, self.good, self._scroll, space=12
        )
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        is_narrow = self.width() < self._theme.px(NARROW)
        self._both.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.read_button.setFocus()

    def reload(self, choose: str | None = None) -> None:
        """Read the cards again, and show one of them."""
        self._tasks.run(
            self, sharing_work.cards, lambda found: self._load(found, choose), self._on_failed
        )

    def _load(self, found: Cards, choose: str | None) -> None:
        self._cards = found
        clear(self.own)
        self.own.addWidget(self._own(found.own))
        self.model.load([_line(one) for one in found.others])
        at = self.model.row_of(choose) if choose else None
        if at is None and self._read is None:
            at = 0 if found.others else None
        if at is not None:
            self._shown = found.others[at]  # so that choosing it says nothing new
            self.list.selectionModel().setCurrentIndex(
                self.model.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
            self._show(found.others[at], None)
        elif self._read is None:
            self._fill(
                Empty(
                    self._theme,
                    "users",
                    _("Nog geen kaarten van anderen"),
                    _(
                        "Vraag uw collega om een kaart en lees die hier in. Daarna kunt u aan "
                        "elkaar overdragen."
                    ),
                )
            )

    def _own(self, own: Card) -> QWidget:
        theme = self._theme
        self.save_button = button(theme, _("Kaart &opslaan"), self._on_save, "download", small=True)
        self.paper_button = button(
            theme, _("Kaart op papier"), self.paper_wanted.emit, "file", small=True
        )
        return sheet(
            _("Mijn kaart"),
            padded(
                text(own.name, "strong"),
                text(f"{own.organisation} · {own.role}", "muted", wrap=True),
                6,
                text(_("Uw controlewoorden, om voor te lezen"), "help", wrap=True),
                spoken(own.words),
                text(_("Of uw controlegetal"), "help", wrap=True),
                digits(own.fingerprint),
                text(
                    _("Geldig tot en met {valid_until}").format(
                        valid_until=shown_date(own.valid_until)
                    ),
                    "help",
                ),
                6,
                row(self.paper_button, None),
                space=4,
            ),
            side=self._own_actions(),
        )

    def _own_actions(self) -> QWidget:
        self.code_button = button(
            self._theme, _("&QR-code tonen"), self._on_code, "eye", small=True
        )
        actions = QWidget()
        actions.setLayout(column(self.save_button, self.code_button, space=8))
        return actions

    def _on_code(self) -> None:
        """One's own card, for a colleague who has a camera."""
        if self._cards is None:
            return
        code = self._cards.code
        name = _("QR-code van mijn kaart")
        words = (
            _(
                "In de code staat dezelfde kaart als in het bestand. Er staat niets geheims in. "
                "Vergelijk daarna toch de controlewoorden."
            )
            if code
            else _("Uw kaart is te groot voor een QR-code. Geef het bestand van uw kaart.")
        )
        page = QWidget()
        inside = padded(
            text(_("Mijn kaart als QR-code"), "title", wrap=True), text(words, "muted", wrap=True)
        )
        if code:
            self.code = QrView(self._theme, code, name)
            inside.addLayout(row(None, self.code, None))
        inside.addStretch(1)
        page.setLayout(inside)
        self._shown = None
        self.list.clearSelection()
        self._fill(page)

    def _show(self, one: Card, read: bytes | None) -> None:
        self._shown, self._read = one, read
        theme = self._theme
        mark, means = STATES[one.state]
        words = mark.words if one.is_kept else _("Nog niet opgeslagen")
        state = badge(words, "warn" if mark.role == "neg" else mark.role)
        head = row(text(one.name, "title", wrap=True), state, space=12)
        head.setStretch(0, 1)
        parts: list[QWidget] = [
            fact(theme, mark.icon, mark.role.replace("neutral", "muted"), _("Toestand"), _(means)),
            fact(theme, "users", "muted", _("Organisatie"), f"{one.organisation} · {one.role}"),
            fact(
                theme,
                "calendar",
                "muted",
                _("Geldig"),
                _("tot en met {valid_until}").format(valid_until=shown_date(one.valid_until)),
            ),
        ]
        top = padded(head)
        inside = column(top, hair(), *parts, hair(), self._compare(one), None, space=0)
        page = QWidget()
        page.setLayout(inside)
        foot = row(None)
        if one.is_kept and one.state != "revoked":
            foot.addWidget(
                button(theme, _("Kaart in&trekken…"), self._on_revoke, "ban", small=True)
            )
        foot.setContentsMargins(20, 10, 20, 12)
        self._fill(page, foot)

    def _compare(self, one: Card) -> QVBoxLayout:
        theme = self._theme
        if one.state != "unknown":
            return padded(
                text(_("Controlewoorden"), "help"),
                spoken(one.words),
                text(_("Controlegetal"), "help"),
                digits(one.fingerprint),
                space=4,
            )
        steps = (
            _(
                "1. Bel {name} op een nummer dat u al kent. Gebruik niet het nummer uit de "
                "mail met de kaart."
            ).format(name=one.name),
            _(
                "2. Vraag de ander om de eigen controlewoorden voor te lezen, of het "
                "controlegetal. Die staan daar bij Contacten, onder Mijn kaart."
            ),
            _("3. Is het precies hetzelfde als dit?"),
        )
        self.same_button = button(
            theme, _("&Ja, hetzelfde"), self._on_same, "check", look="primary"
        )
        self.other_button = button(theme, _("&Nee, anders"), self._on_other, "x")
        buttons = row(self.same_button, self.other_button, None)
        if not one.is_kept:
            self.later_button = button(theme, _("&Later vergelijken"), self._on_later, look="plain")
            buttons.insertWidget(2, self.later_button)
        return padded(
            text(_("Vergelijk per telefoon"), "section"),
            *(text(step, wrap=True) for step in steps),
            spoken(one.words),
            digits(one.fingerprint),
            buttons,
            note(theme, _("Zo weet u zeker dat de kaart onderweg niet is verwisseld.")),
            space=10,
        )

    def _fill(self, *content: QWidget | QHBoxLayout) -> None:
        clear(self.pane)
        fill(self.pane, *content)
        self.pane.setStretch(0, 1)

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        chosen = self.model.source(current.row()) if current.isValid() else None
        others = self._cards.others if self._cards is not None else ()
        found = next((one for one in others if one.thumbprint == chosen), None)
        if found is not None and found != self._shown:
            self._say()
            self._show(found, None)

    def _on_save(self) -> None:
        self._prompts.save_file(self, _("Mijn kaart opslaan"), "mijn.kaart", _(KIND), self._save)

    def _save(self, place: Path) -> None:
        self._ask(sharing_work.export_card(place), self._on_exported)

    def _on_exported(self, _done: object) -> None:
        self._say(good=_("Uw kaart is opgeslagen. Geef het bestand aan de ander; er staat niets "
                  "geheims in. Lees daarna aan de telefoon uw controlegetal voor."))  # fmt: skip
        self.saved.emit(_("Kaart opgeslagen"))

    def _on_read(self) -> None:
        self._prompts.open_file(self, _("Kaart inlezen"), _(KIND), self.read)

    def read(self, file: Path) -> None:
        """Look at a card in a file."""
        self._ask(sharing_work.look_at_card(file), self._on_card)

    def _on_card(self, found: tuple[Card, bytes]) -> None:
        one, raw = found
        self.list.clearSelection()
        self._show(one, raw)
        if one.state == "unknown":
            QTimer.singleShot(0, self, self._bring_up)
        if one.is_kept:
            self._say(good=_("Deze kaart had u al."))

    def _bring_up(self) -> None:
        """Where there is little room the card stands under the list. The keyboard stays where
        it was: no key that is pressed again may say yes."""
        self._scroll.ensureWidgetVisible(self.same_button)

    def _on_same(self) -> None:
        one = self._shown
        if one is not None and self._read is not None and not one.is_kept:
            self._ask(sharing_work.keep_card(self._read, one.fingerprint), self._on_pinned)
        elif one is not None:
            self._ask(sharing_work.pin(one.thumbprint, one.fingerprint), self._on_pinned)

    def _on_pinned(self, one: Card) -> None:
        self._read = None
        self._say(good=_("De kaart van {name} is vergeleken en opgeslagen.").format(name=one.name))
        self.saved.emit(_("Kaart vergeleken"))
        self.reload(one.thumbprint)

    def _on_later(self) -> None:
        if self._read is not None:
            self._ask(sharing_work.keep_card(self._read, None), self._on_kept)

    def _on_kept(self, one: Card) -> None:
        self._read = None
        self._say(good=_("De kaart is bewaard, maar wordt nog niet vertrouwd."))
        self.reload(one.thumbprint)

    def _on_other(self) -> None:
        one = self._shown
        if one is None:
            return
        if one.is_kept:
            words = _(
                "Het controlegetal is anders. Deze kaart wordt niet vertrouwd: u kunt er niets mee "
                "versturen of ontvangen. Trek de kaart in en vraag een nieuwe."
            )
        else:
            words = _(
                "Het controlegetal is anders. De kaart is niet opgeslagen en wordt niet vertrouwd. "
                "Misschien is de kaart onderweg verwisseld. Vraag de ander om een nieuwe kaart."
            )
            self._read, self._shown = None, None
            self.reload()
        self._say(bad=words)

    def _on_revoke(self) -> None:
        one = self._shown
        if one is not None:
            self._prompts.confirm(
                self,
                _("Kaart van {name} intrekken?").format(name=one.name),
                _(
                    "U kunt dan niets meer versturen aan deze kaart, en er niets meer van "
                    "ontvangen. Wat al ontvangen is, blijft."
                ),
                _("Intrekken"),
                partial(self._on_revoke_answered, one.thumbprint),
            )

    def _on_revoke_answered(self, thumbprint: str, yes: bool) -> None:
        if yes:
            self._ask(sharing_work.revoke(thumbprint), self._on_revoked)

    def _on_revoked(self, one: Card) -> None:
        self._say()
        self.saved.emit(_("Kaart ingetrokken"))
        self.reload(one.thumbprint)

    def _ask(self, work: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        self._say()
        self._tasks.run(self, work, done, self._on_failed)

    def _on_failed(self, error: EportfolioError) -> None:
        self._say(bad=explain(error))

    def _say(self, good: str = "", bad: str = "") -> None:
        self.good.say(good)
        self.banner.say(bad)


def _line(one: Card) -> Line:
    mark, __ = STATES[one.state]
    return Line(
        one.name,
        f"{one.organisation} · {mark.words}",
        one.thumbprint,
        mark.icon,
        is_muted=one.state in ("revoked", "replaced"),
    )
