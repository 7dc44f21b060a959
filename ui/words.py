"""The words of the window, in the language that was chosen.

`_("…")` and `_many("…", "…", number)` where words are shown, `N_("…")` where they are written down
to be shown elsewhere. Texts are Dutch in the source; another language comes from its gettext
catalogue (`eportfolio.texts`), through a translator that Qt asks: so no part of the window is
handed a language, and Dutch, the language of the source, reads no catalogue at all.
"""

from __future__ import annotations

from gettext import NullTranslations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator, Signal

from eportfolio import texts
from eportfolio.errors import EportfolioError

CONTEXT = "staff"
BETWEEN = "\x1f"  # one and many, asked as one text: Qt has no place for a second form
LANGUAGES = (("nl", "Nederlands"), ("en", "English"))


def _(dutch: str) -> str:
    """A text in the language of the window. Placeholders are filled in afterwards."""
    return QCoreApplication.translate(CONTEXT, dutch)


def _many(one: str, many: str, number: int, **facts: object) -> str:
    """A text that depends on a number, which `{number}` in it becomes."""
    both = f"{one}{BETWEEN}{many}"
    said = QCoreApplication.translate(CONTEXT, both, None, number)
    if said == both:
        said = one if number == 1 else many
    return said.format(number=number, **facts)


def N_(dutch: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Marks a text that is shown elsewhere than where it stands; gives it as it is."""
    return dutch


def explain(error: EportfolioError) -> str:
    """What happened, what is safe, what to do."""
    return texts.explain(error, _)


class Translator(QTranslator):
    """Answers Qt from a gettext catalogue; without one Qt asks on. Qt's own texts are English in
    Qt itself, so that is what they stay beside a catalogue."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.catalogue: NullTranslations | None = None

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(
        self, context: str, text: str, about: str | None = None, number: int = -1
    ) -> str | None:
        """What Qt shows; None makes it ask on."""
        if self.catalogue is None:
            return None
        if context != CONTEXT or not text:
            return text
        one, is_counted, many = text.partition(BETWEEN)
        if is_counted:
            return self.catalogue.ngettext(one, many, number)
        return self.catalogue.gettext(text)


class Speech(QObject):
    """The language of the window: chosen at the start, in the settings, or kept from before."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.language = texts.DUTCH
        self._ours: Translator | None = None
        qt_in_dutch = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt_in_dutch.load("qtbase_nl", folder):
            QCoreApplication.installTranslator(qt_in_dutch)

    def choose(self, language: str) -> None:
        """Speak it from now on; what is shown already is for whoever hears `changed`."""
        if language == self.language or language not in dict(LANGUAGES):
            return
        self.language = language
        words = texts.words(texts.STAFF, language) if language != texts.DUTCH else None
        self._translator().catalogue = words.catalogue if words is not None else None
        self.changed.emit()

    def _translator(self) -> Translator:
        # Installed once and never taken away: the worker may be asking, and Qt locks its list.
        if self._ours is None:
            self._ours = Translator(self)
            QCoreApplication.installTranslator(self._ours)
        return self._ours


def speech() -> Speech:
    """The one of this program; made when it is first asked for."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("no application yet")
    return application.findChild(Speech) or Speech(application)
