"""The words of the window, in the language that was chosen.

`_("…")` and `_many("…", "…", number)` where words are shown, `N_("…")` where they are written down
to be shown elsewhere. Texts are Dutch in the source; another language comes from its gettext
catalogue (`eportfolio.texts`), through a translator that Qt asks: so no part of the window is
handed a language, and Dutch, the language of the source, reads no catalogue at all.
"""

from __future__ import annotations

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
    """Answers Qt from a gettext catalogue; what it does not know stays as it was asked."""

    def __init__(self, words: texts.Words, parent: QObject) -> None:
        super().__init__(parent)
        self._catalogue = words.catalogue

    def isEmpty(self) -> bool:  # noqa: N802
        return False

    def translate(  # None is Qt's null string: 'ask the next one'
        self, context: str, text: str, about: str | None = None, number: int = -1
    ) -> str | None:
        if context != CONTEXT or not text:
            return None
        one, is_counted, many = text.partition(BETWEEN)
        if is_counted:
            return self._catalogue.ngettext(one, many, number)
        return self._catalogue.gettext(text)


class Speech(QObject):
    """The language of the window: chosen at the start, in the settings, or kept from before."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.language = texts.DUTCH
        self._translator: QTranslator | None = None
        self._install()

    def choose(self, language: str) -> None:
        """Speak it from now on; what is shown already is for whoever hears `changed`."""
        if language == self.language or language not in dict(LANGUAGES):
            return
        self.language = language
        self._install()
        self.changed.emit()

    def _install(self) -> None:
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator.deleteLater()
        self._translator = self._qt_in_dutch() if self.language == texts.DUTCH else self._ours()
        QCoreApplication.installTranslator(self._translator)

    def _qt_in_dutch(self) -> QTranslator:
        translator = QTranslator(self)
        translator.load("qtbase_nl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        return translator

    def _ours(self) -> QTranslator:
        return Translator(texts.words(texts.STAFF, self.language), self)


def speech() -> Speech:
    """The one of this program; made when it is first asked for."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("no application yet")
    return application.findChild(Speech) or Speech(application)
