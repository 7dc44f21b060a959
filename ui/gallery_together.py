"""The stops of the gallery on the Samen-scherm: a talk from the language to the receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from eportfolio import texts
from eportfolio.workspace import sentences as say
from ui.samen_parts import ChoiceButton
from ui.samen_prepare import Prepare

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from ui.main_window import MainWindow
    from ui.samen_screen import SamenScreen
    from ui.tasks import Tasks

SIZE = (1440, 900)
NAME = ((0.1, 0.7), (0.18, 0.2), (0.25, 0.75), (0.35, 0.35), (0.45, 0.7), (0.55, 0.4), (0.9, 0.55))
TOLD = {
    "nl": "Mijn plan gaat mee naar de nieuwe klantmanager.",
    "ar": "خطتي تذهب إلى مدير الملف الجديد.",
    "ti": "መደበይ ናብ ሓድሽ ኣማኻሪ ይኸይድ።",
}
MOST = 30  # pages of one talk
FEW = 3  # pages of groups that are shown; the others look the same


def talk(
    window: MainWindow, tasks: Tasks, language: str, settle: Callable[[], None]
) -> Iterator[str]:
    """Go through a talk with one client, as two people would."""
    desk = window.desk
    if desk is None:
        return
    found: list[tuple[str, str]] = []
    tasks.run(desk, _somebody, found.append)
    settle()
    portfolio, to = found[0]
    desk.open_dossier(portfolio, 7)
    settle()
    desk.together()
    settle()
    screen = window.together
    if screen is None:
        return
    window.resize(*SIZE)  # a screen that is not there is small
    settle()
    yield "taal"
    dutch = texts.words(texts.CLIENT, language).dutch_name
    _press(screen, dutch, settle)
    yield "begin"
    yield from _explained(screen, settle)
    yield from _reviewed(screen, settle)
    _press(screen, say.PERMIT, settle)
    form = screen.body.findChildren(Prepare)[0]
    form.boxes["recipient"].editor.load(to)
    form.boxes["lawful_basis"].editor.load("publieke taak")
    form.boxes["interpreter.kind"].editor.load("telefonisch")
    form.boxes["interpreter.name"].editor.load("tolk 48213")
    yield "voorbereiden"
    form.submit()
    settle()
    yield from _decided(screen, language, settle)
    screen.ask_close()
    yield "afsluiten"
    screen.ask_leave()
    yield "verlaten"


def _explained(screen: SamenScreen, settle: Callable[[], None]) -> Iterator[str]:
    _press(screen, say.EXPLAIN, settle)
    for n in range(3):
        yield f"uitleg-{n + 1}"
        _press(screen, say.DONE if n == 2 else say.NEXT, settle)


def _reviewed(screen: SamenScreen, settle: Callable[[], None]) -> Iterator[str]:
    _press(screen, say.REVIEW, settle)
    yield "nakijken"
    _buttons(screen)[0].click()
    settle()
    yield "nakijken-gegeven"
    _press(screen, say.WRONG, settle)
    yield "nakijken-klopt-niet"
    screen.home()
    settle()


def _decided(screen: SamenScreen, language: str, settle: Callable[[], None]) -> Iterator[str]:
    consent = screen.consent
    groups = 0
    for _page in range(MOST):
        talk = consent.talk
        if talk is None or talk.page == "sign":
            break
        page = talk.page
        groups += page.startswith("group:")
        if not page.startswith("group:") or groups <= FEW or "gezondheid" in page:
            yield page.replace(":", "-")
        if page.startswith("group:") and groups == FEW:
            _press(screen, say.SHOW, settle, ends=False)
            yield f"{page.replace(':', '-')}-inhoud"
            _press(screen, say.DONE, settle)
        if page == "tell":
            screen.body.findChildren(QPlainTextEdit)[-1].setPlainText(
                TOLD.get(language, TOLD["nl"])
            )
        is_no = page.startswith("group:") and groups % 3 == 0
        asks = page.startswith("group:") or page in ("want", "later", "back")
        _press(screen, (say.NO if is_no else say.YES) if asks else say.NEXT, settle)
    yield "tekenen-hoe"
    signing = consent.signing
    _press(screen, say.SIGN, settle)
    if signing is not None and signing.pad is not None:
        _draw(signing.pad)
    yield "tekenen"
    _press(screen, say.I_DO_NOT_SIGN, settle)
    yield "nee"
    _press(screen, say.BACK, settle)
    _press(screen, say.ON_PAPER, settle)
    yield "op-papier"
    _press(screen, say.BACK, settle)
    if signing is not None and signing.pad is not None:
        _draw(signing.pad)
    _press(screen, say.I_SIGN, settle)
    yield "bewaard"
    _press(screen, say.DONE, settle)
    _press(screen, say.STOP, settle)
    yield "stoppen"
    if any(one.accessibleName().endswith(say.YES) for one in _buttons(screen)):
        _press(screen, say.YES, settle)
        yield "gestopt"


def _buttons(screen: SamenScreen) -> list[ChoiceButton]:
    return [one for one in screen.findChildren(ChoiceButton) if one.isVisible()]


def _press(
    screen: SamenScreen, dutch: str, settle: Callable[[], None], *, ends: bool = True
) -> None:
    for one in _buttons(screen):
        name = one.accessibleName()
        if name.endswith(dutch) if ends else dutch in name:
            one.click()
            break
    settle()


def _draw(pad: Any) -> None:
    """A name, with the mouse."""
    points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in NAME]
    kinds = QMouseEvent.Type
    last = len(points) - 1
    for n, point in enumerate(points):
        kind = kinds.MouseButtonPress if not n else kinds.MouseMove
        for one in (kind, kinds.MouseButtonRelease) if n == last else (kind,):
            left = Qt.MouseButton.LeftButton
            at = QPointF(point)
            event = QMouseEvent(one, at, at, left, left, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(pad, event)


def _somebody(workspace: Workspace) -> tuple[str, str]:
    """The fullest dossier that is open, and somebody whose card was compared."""
    rows = [row for row in workspace.dossiers.caseload() if row.status == "open"]
    known = [one for one in workspace.contacts.all() if one.state == "known"]
    return max(rows, key=lambda row: row.size).portfolio, known[0].card.thumbprint
