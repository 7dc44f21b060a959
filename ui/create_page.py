"""Making a vault: who you are, a passphrase, and a recovery sheet that was tried.

Each step is a page of its own; nothing is made before the passphrase was chosen, and the caseload
opens only after a part of the recovery key was typed back from the sheet.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eportfolio.errors import EportfolioError
from ui.lock_screen import PassphraseField
from ui.openings import NewVault, Opened, Ways
from ui.passphrases import judge, load_words, propose
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import (
    Banner,
    announce,
    button,
    card,
    column,
    restyle,
    row,
    scrolled,
    square,
    text,
)
from ui.words import N_, _, explain

STEPS = (N_("Over u"), N_("Wachtwoordzin"), N_("Herstelblad"))
FORM_WIDTH, STEPS_WIDTH = 560, 240
CONFIRMED_LENGTH = 6
KEY_START = len("AGE-SECRET-KEY-1")
SHEET_NAME = "herstelblad.pdf"


def labelled(words: str, field: QLineEdit, help_text: str = "") -> QVBoxLayout:
    """A field under its label, with help under it."""
    label = text(words, "label")
    label.setBuddy(field)
    field.setAccessibleName(words.replace("&", ""))
    layout = column(label, field, space=6)
    if help_text:
        layout.addWidget(text(help_text, "help", wrap=True))
        field.setAccessibleDescription(help_text)
    return layout


class CreatePage(QWidget):
    """Three steps to a vault of one's own."""

    created = Signal(object)  # Opened
    left = Signal()

    def __init__(
        self, tasks: Tasks, theme: Theme, ways: Ways, prompts: Prompts, path: Path
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._ways = ways
        self._prompts = prompts
        self._path = path
        self._words = load_words()
        self._opened: Opened | None = None
        self._saved = False
        self._build()
        self._show_step(0)
        self._on_other_proposal()

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.name.setFocus()

    @property
    def is_halfway(self) -> bool:
        """Whether a vault was made whose recovery key nobody confirmed yet."""
        return self._opened is not None

    def _build(self) -> None:
        theme = self._theme
        self._marks: list[tuple[QLabel, QLabel]] = []
        steps = column(space=16)
        for n, name in enumerate(STEPS):
            mark, words = text(str(n + 1)), text(_(name))
            mark.setProperty("step", "later")
            square(theme, mark, 28, "step")
            steps.addLayout(row(mark, words, None))
            self._marks.append((mark, words))
        steps.addStretch(1)

        self.title = text("", "title")
        self.banner = Banner(theme, "neg", "alert-circle")
        self.pages = QStackedWidget()
        for page in (self._who(), self._passphrase(), self._recovery()):
            self.pages.addWidget(page)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("De kluis wordt gemaakt"))
        self.bar.hide()
        self.back_button = button(theme, _("Terug"), self._on_back, "arrow-left")
        self.next_button = button(theme, "", self._on_next, look="primary")
        self.why_not = text("", "help", wrap=True)

        sheet = card()
        inside = column(self.title, self.banner, self.pages, self.bar, space=16)
        inside.setContentsMargins(28, 24, 28, 24)
        sheet.setLayout(inside)
        buttons = row(self.back_button, self.why_not, self.next_button)
        buttons.setStretch(1, 1)
        form = QWidget()
        form.setLayout(column(sheet, buttons, space=16))
        theme.size(form, fixedWidth=FORM_WIDTH + 56)
        self._beside = row(None, steps, row(form, None), None, space=32)
        content = QWidget()
        content.setLayout(column(None, self._beside, None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(scrolled(content))

    def _who(self) -> QWidget:
        self.name, self.organisation = QLineEdit(), QLineEdit()
        for field in (self.name, self.organisation):
            field.textChanged.connect(self._show_state)
            field.returnPressed.connect(self._on_next)
        page = QWidget()
        page.setLayout(
            column(
                text(
                    _(
                        "Uw naam en gemeente staan bij alles wat u vastlegt, en op de kaart die u "
                        "aan collega's geeft."
                    ),
                    "muted",
                    wrap=True,
                ),
                labelled(_("Uw &naam"), self.name, _("Bijvoorbeeld: A. Brouwer")),
                labelled(
                    _("Uw &gemeente"), self.organisation, _("Bijvoorbeeld: Gemeente Waterdael")
                ),
                None,
                space=16,
            )
        )
        return page

    def _passphrase(self) -> QWidget:
        theme = self._theme
        self.passphrase = PassphraseField(theme, _("Uw wachtwoordzin"))
        self.passphrase.show_button.setChecked(True)
        self.passphrase.textChanged.connect(self._on_passphrase)
        self.passphrase.returnPressed.connect(self._on_next)
        self.again = PassphraseField(theme, _("Typ de wachtwoordzin nog een keer"))
        self.again.textChanged.connect(self._show_state)
        self.again.returnPressed.connect(self._on_next)
        self.meter = QProgressBar()
        self.meter.setRange(0, 4)
        self.meter.setTextVisible(False)
        self.meter.setAccessibleName(_("Sterkte van de wachtwoordzin"))
        self.verdict = text("", "small")
        other = button(theme, _("Ander voorstel"), self._on_other_proposal, "refresh", small=True)
        page = QWidget()
        page.setLayout(
            column(
                text(
                    _(
                        "Dit is een voorstel van vijf woorden. U kunt het overnemen of zelf een "
                        "zin bedenken. Schrijf hem nergens op waar een ander bij kan."
                    ),
                    "muted",
                    wrap=True,
                ),
                labelled(_("Uw &wachtwoordzin"), self.passphrase),
                self.meter,
                row(self.verdict, None, other),
                labelled(
                    _("&Typ de wachtwoordzin nog een keer"),
                    self.again,
                    _("Zo weet u zeker dat u hem kent."),
                ),
                None,
                space=12,
            )
        )
        return page

    def _recovery(self) -> QWidget:
        theme = self._theme
        self.save_button = button(theme, _("Herstelblad &opslaan (PDF)"), self._on_save, "download")
        self.saved_line = text("", "small", wrap=True)
        self.show_key = button(
            theme, _("Ik kan niet opslaan: toon de sleutel"), self._on_show_key, look="plain"
        )
        self.key = text("", "mono", wrap=True)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(_("Herstelsleutel"))
        self.key.hide()
        self.confirmation = QLineEdit()
        self.confirmation.setMaxLength(CONFIRMED_LENGTH)
        self.confirmation.textChanged.connect(self._show_state)
        self.confirmation.returnPressed.connect(self._on_next)
        page = QWidget()
        page.setLayout(
            column(
                text(
                    _(
                        "Uw kluis is gemaakt. Met het herstelblad komt u er weer in als u uw "
                        "wachtwoordzin vergeet. Print het en bewaar het achter slot. Zonder "
                        "wachtwoordzin en zonder herstelblad kan niemand uw dossiers nog lezen."
                    ),
                    "muted",
                    wrap=True,
                ),
                row(self.save_button, self.saved_line),
                row(self.show_key, None),
                self.key,
                labelled(
                    _("Typ de &laatste {number} tekens van de herstelsleutel").format(
                        number=CONFIRMED_LENGTH
                    ),
                    self.confirmation,
                    _("Lees ze van het blad. Zo weet u dat het blad goed is."),
                ),
                None,
                space=12,
            )
        )
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The steps beside the form where there is room, else above it."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < self._theme.px(FORM_WIDTH + 56 + STEPS_WIDTH)
        self._beside.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    @property
    def _step(self) -> int:
        return self.pages.currentIndex()

    def _show_step(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.title.setText(
            (_("Wie bent u?"), _("Kies een wachtwoordzin"), _("Bewaar uw herstelblad"))[step]
        )
        self.next_button.setText(
            (_("Volgende: wachtwoordzin"), _("Kluis maken"), _("Klaar: naar mijn caseload"))[step]
        )
        self.back_button.setVisible(step < 2)
        for n, (mark, words) in enumerate(self._marks):
            mark.setText("✓" if n < step else str(n + 1))
            mark.setProperty("step", "done" if n < step else "now" if n == step else "later")
            words.setProperty("type", "strong" if n == step else "muted")
            restyle(mark)
            restyle(words)
        (self.name, self.passphrase, self.save_button)[step].setFocus()
        self._show_state()

    def _show_state(self) -> None:
        """What is still needed, in words beside the button."""
        lacking = (self._lacks_who, self._lacks_passphrase, self._lacks_recovery)[self._step]()
        self.why_not.setText(lacking)
        self.next_button.setEnabled(not lacking)
        self.next_button.setAccessibleDescription(lacking)

    def _lacks_who(self) -> str:
        if not self.name.text().strip() or not self.organisation.text().strip():
            return _("Vul uw naam en gemeente in.")
        return ""

    def _lacks_passphrase(self) -> str:
        strength = judge(self.passphrase.text(), self._words, self._about())
        if not strength.is_enough:
            return _("Neem een sterkere wachtwoordzin.")
        if self.again.text() != self.passphrase.text():
            return _("Typ de wachtwoordzin hieronder nog een keer.")
        return ""

    def _lacks_recovery(self) -> str:
        typed = "".join(self.confirmation.text().split()).upper()
        key = self._opened.recovery if self._opened is not None else None
        if not self._saved:
            return _("Sla eerst het herstelblad op.")
        if not key or not typed or typed != key[-CONFIRMED_LENGTH:].upper():
            return _("Typ de laatste tekens van de sleutel.")
        return ""

    def _about(self) -> tuple[str, str]:
        return self.name.text(), self.organisation.text()

    def _on_other_proposal(self) -> None:
        with QSignalBlocker(self.passphrase):
            self.passphrase.setText(propose(self._words))
        self.again.clear()
        self._on_passphrase()

    def _on_passphrase(self) -> None:
        strength = judge(self.passphrase.text(), self._words, self._about())
        self.meter.setValue(strength.level)
        self.verdict.setText(_(strength.sentence))
        self.meter.setAccessibleDescription(_(strength.sentence))
        self._show_state()

    def _on_back(self) -> None:
        if self._step == 0:
            self.left.emit()
        else:
            self._show_step(self._step - 1)

    def _on_next(self) -> None:
        if not self.next_button.isEnabled():
            return
        if self._step == 0:
            self._show_step(1)
        elif self._step == 1:
            self._make()
        elif self._opened is not None:
            self._finish(self._opened)

    def _make(self) -> None:
        new = NewVault(
            self._path,
            self.name.text().strip(),
            self.organisation.text().strip(),
            self.passphrase.text(),
        )
        self._show_busy(busy=True)
        self._tasks.unlock(self, self._ways.make(new), self._on_made, self._on_failed)

    def _show_busy(self, *, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.pages.setEnabled(not busy)
        self.back_button.setEnabled(not busy)
        self.next_button.setEnabled(not busy)
        self.banner.say("")
        if busy:
            announce(self, _("De kluis wordt gemaakt"))

    def _on_made(self, opened: Opened) -> None:
        self._opened = opened
        self.passphrase.clear()
        self.again.clear()
        self._show_busy(busy=False)
        self._show_step(2)

    def _on_failed(self, error: EportfolioError) -> None:
        self._show_busy(busy=False)
        self.banner.say(explain(error))
        self._show_state()

    def _on_save(self) -> None:
        self._prompts.save_file(
            self, _("Herstelblad opslaan"), SHEET_NAME, "PDF (*.pdf)", self._on_place
        )

    def _on_place(self, place: Path) -> None:
        key = self._opened.recovery if self._opened is not None else None
        if key is None:
            return
        self.banner.say("")
        self._tasks.run(
            self,
            lambda workspace: workspace.save_recovery_sheet(key, place),
            self._on_sheet_saved,
            self._on_failed,
        )

    def _on_sheet_saved(self, _done: None) -> None:
        self._kept(_("Opgeslagen. Print het blad en verwijder daarna het bestand."))

    def _on_show_key(self) -> None:
        if self._opened is not None and self._opened.recovery:
            key = self._opened.recovery
            start, rest = key[:KEY_START], key[KEY_START:]
            groups = " ".join(rest[at : at + 4] for at in range(0, len(rest), 4))
            self.key.setText(f"{start}\n{groups}")
            self.key.show()
            self._kept(_("Schrijf de sleutel over, zonder spaties."))

    def _kept(self, sentence: str) -> None:
        self._saved = True
        self.saved_line.setText(sentence)
        announce(self, sentence)
        self.confirmation.setFocus()
        self._show_state()

    def _finish(self, opened: Opened) -> None:
        self.key.clear()
        self._opened = None
        self.created.emit(Opened(opened.path, opened.name, opened.organisation, opened.role))
