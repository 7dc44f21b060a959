"""The Samen-scherm: one client and one klantmanager before one screen, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import PASSPHRASE
from builders_ui import Bench, Office
from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from test_signature import draw

from eportfolio import texts
from eportfolio.workspace import sentences as say
from ui.desk import Desk
from ui.samen_flow import Talk
from ui.samen_parts import ChoiceButton
from ui.samen_prepare import Prepare
from ui.samen_screen import SamenScreen

Press = Callable[[QWidget], None]


def by_mouse(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def by_keyboard(button: QWidget) -> None:
    """Walk there with Tab, then Space."""
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is button:
            break
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Space)


class Sitting:
    """A client and a klantmanager before the screen."""

    def __init__(self, bench: Bench, office: Office, press: Press = by_mouse) -> None:
        self.bench, self.office, self.press = bench, office, press

    @property
    def screen(self) -> SamenScreen:
        found = self.bench.window.together
        assert found is not None
        return found

    def begin(self, language: str = "Nederlands") -> None:
        """From the dossier, by the keys, to what to do."""
        self.bench.start_at(self.office.file("giver"))
        self.bench.unlock()
        self.bench.desk.open_dossier(self.office.pid, 7)
        self.bench.settle()
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self.bench.press(Qt.Key.Key_M, both, on=self.bench.window)
        self.bench.settle()
        self.choose(language)

    def buttons(self) -> list[ChoiceButton]:
        return [one for one in self.screen.findChildren(ChoiceButton) if one.isVisible()]

    def button(self, dutch: str) -> ChoiceButton:
        """The one that says this in Dutch."""
        found = [one for one in self.buttons() if one.accessibleName().endswith(dutch)]
        assert found, (dutch, [one.accessibleName() for one in self.buttons()])
        return found[0]

    def choose(self, dutch: str) -> None:
        self.press(self.button(dutch))
        self.bench.settle()

    def prepare(self, interpreter: str = "", purpose: str = "handover") -> None:
        """What the klantmanager fills in."""
        self.choose(say.PERMIT)
        form = self.form()
        put(form, "recipient", self.office.to)
        put(form, "purpose", purpose)
        type_in(self.bench, form, "lawful_basis", "publieke taak")
        if interpreter:
            put(form, "interpreter.kind", "telefonisch")
            type_in(self.bench, form, "interpreter.name", interpreter)
        self.press(form.start_button)
        self.bench.settle()

    def words(self) -> str:
        """What stands on the page."""
        return " ".join(one.text() for one in self.screen.body.findChildren(QLabel))

    def form(self) -> Prepare:
        return self.screen.body.findChildren(Prepare)[0]

    def read_on(self) -> None:
        """Pages that only tell something."""
        while self.page == "who" or self.page.startswith("notice-"):
            self.choose(say.NEXT)

    def tell_back(self, words: str = "Mijn plan gaat mee naar de nieuwe.") -> None:
        self.read_on()
        area = self.screen.body.findChildren(QPlainTextEdit)[0]
        QTest.keyClicks(area, words)
        self.choose(say.NEXT)

    def answer_groups(self, *no: str) -> None:
        """Yes to every group but these, no to what comes later; what is left is the question
        about a summary."""
        while (page := self.page).startswith("group:"):
            self.choose(say.NO if page.removeprefix("group:") in no else say.YES)
        if page == "later":
            self.choose(say.NO)

    @property
    def page(self) -> str:
        talk = self.screen.consent.talk
        assert talk is not None
        return talk.page

    def to_sign(self) -> None:
        """From who helps, past the choices, to the place to sign."""
        self.choose(say.NEXT)
        if self.page == "choices":
            self.choose(say.NEXT)

    def sign(self, way: str = say.SIGN) -> None:
        self.choose(way)
        signing = self.screen.consent.signing
        assert signing is not None
        assert signing.pad is not None
        draw(signing.pad)
        self.choose(say.I_SIGN)

    def whole_consent(self, *no: str, interpreter: str = "tolk 4711") -> None:
        """From what to do to the page that says it is kept."""
        self.prepare(interpreter)
        self.read_on()
        self.choose(say.YES)
        self.answer_groups(*no)
        self.choose(say.NO)
        self.tell_back()
        self.to_sign()
        self.sign()

    def decisions(self) -> list[Any]:
        found: list[Any] = []
        pid = self.office.pid
        self.bench.tasks.run(self.screen, lambda one: one.consents.all(pid), found.extend)
        self.bench.settle()
        return found


def put(form: Prepare, name: str, key: str) -> None:
    combo = form.boxes[name].editor.combo  # type: ignore[attr-defined]
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def type_in(bench: Bench, form: Prepare, name: str, words: str) -> None:
    line = form.boxes[name].editor.findChildren(QLineEdit)[0]
    bench.bot.keyClicks(line, words)


@pytest.fixture
def sitting(bench: Bench, office: Office) -> Sitting:
    return Sitting(bench, office)


def test_a_whole_permission_in_dutch(sitting: Sitting) -> None:
    sitting.begin()
    sitting.whole_consent("uren", interpreter="")
    assert sitting.page == "done"
    (found,) = sitting.decisions()
    assert found.state == "given"
    payload = found.consent.payload
    assert {one["group"] for one in found.consent.scope} == {
        "identiteit", "afspraken", "wensen", "certificaten", "documenten", "gezondheid",
    }  # fmt: skip
    assert payload["shown"]["way"] == "samen-scherm"
    assert payload["expressed"]["how"] == "handtekening scherm"
    assert payload["teach_back"]["done"] is True
    sitting.choose(say.DONE)
    assert sitting.button(say.EXPLAIN)


def test_the_passphrase_leads_back_and_a_wrong_one_does_not(sitting: Sitting) -> None:
    sitting.begin()
    by_mouse(sitting.screen.stop_button)
    leaving = sitting.screen.leaving
    assert leaving is not None
    sitting.bench.bot.keyClicks(leaving.passphrase, "iets anders")
    sitting.bench.press(Qt.Key.Key_Return, on=leaving.passphrase)
    sitting.bench.settle()
    assert leaving.error.isVisible()
    assert sitting.bench.window.desk is None
    leaving.passphrase.clear()
    sitting.bench.bot.keyClicks(leaving.passphrase, PASSPHRASE)
    sitting.bench.press(Qt.Key.Key_Return, on=leaving.passphrase)
    sitting.bench.settle()
    assert isinstance(sitting.bench.window.screen_, Desk)
    assert sitting.bench.page.portfolio == sitting.office.pid


def leave(sitting: Sitting) -> None:
    """Back to the dossier, with the passphrase."""
    by_mouse(sitting.screen.stop_button)
    leaving = sitting.screen.leaving
    assert leaving is not None
    sitting.bench.bot.keyClicks(leaving.passphrase, PASSPHRASE)
    sitting.bench.press(Qt.Key.Key_Return, on=leaving.passphrase)
    sitting.bench.settle()


TALKS = [
    pytest.param(by_mouse, "Arabisch", 100, id="mouse, Arabic"),
    pytest.param(by_keyboard, "Arabisch", 100, id="keys, Arabic"),
    pytest.param(by_mouse, "Tigrinya", 100, id="mouse, Tigrinya"),
    pytest.param(by_keyboard, "Tigrinya", 100, id="keys, Tigrinya"),
    pytest.param(by_mouse, "Arabisch", 200, id="Arabic at 200 %"),
    pytest.param(by_mouse, "Tigrinya", 200, id="Tigrinya at 200 %"),
]


@pytest.mark.parametrize(("press", "language", "zoom"), TALKS)
def test_a_whole_permission_in_two_languages(
    bench: Bench, office: Office, press: Press, language: str, zoom: int
) -> None:
    bench.theme.set_zoom(zoom)
    sitting = Sitting(bench, office, press)
    sitting.begin(language)
    sitting.whole_consent()
    assert sitting.page == "done"
    (found,) = sitting.decisions()
    payload = found.consent.payload
    code = texts.language_named(language)
    assert found.state == "given"
    assert payload["language"] == code
    assert payload["notice"]["language"] == "nl"  # nobody checked the translation
    assert payload["interpreter"]["name"] == "tolk 4711"
    assert payload["shown"]["language"] == code
    bench.theme.set_zoom(100)


def test_a_concept_cannot_be_signed_without_an_interpreter(sitting: Sitting) -> None:
    sitting.begin("Arabisch")
    assert sitting.screen.concept.isVisible()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    sitting.choose(say.NO)
    sitting.tell_back()
    sitting.choose(say.NEXT)
    assert sitting.page == "talk"
    assert sitting.form().boxes["interpreter.kind"].message.isVisible()
    assert sitting.decisions() == []


def test_no_banner_in_dutch(sitting: Sitting) -> None:
    sitting.begin()
    assert not sitting.screen.concept.isVisible()


def test_a_no_is_a_good_end_and_disables_nothing(sitting: Sitting) -> None:
    sitting.begin("Tigrinya")
    sitting.prepare("tolk 1")
    sitting.read_on()
    sitting.choose(say.NO)
    assert sitting.page == "notice-3"  # what a no does, and what it does not
    sitting.choose(say.NEXT)
    assert sitting.page == "no"
    assert sitting.decisions() == []
    sitting.choose(say.DONE)
    (found,) = sitting.decisions()
    assert found.state == "refused"
    assert sitting.button(say.PERMIT).isEnabled()


def test_no_to_every_group_is_a_no(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups(*(one.group for one in sitting.screen.seen.table.offers))
    sitting.read_on()
    assert sitting.page == "no"


def test_what_the_law_lets_the_other_ask_is_told_after_the_choices_and_before_the_signature(
    sitting: Sitting,
) -> None:
    sitting.begin()
    sitting.prepare()
    seen = []
    while sitting.page != "sign":
        seen.append(sitting.page.partition(":")[0])
        if sitting.page == "tell":
            sitting.tell_back()
        else:
            asks = seen[-1] in ("want", "group", "later", "back")
            sitting.choose(say.YES if asks else say.NEXT)
    assert list(dict.fromkeys(seen)) == [
        "notice-1", "who", "want", "group", "later", "back", "notice-2", "notice-3", "notice-4",
        "tell", "talk", "choices",
    ]  # fmt: skip


def test_of_who_covers_is_asked_whether_what_was_added_comes_back(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare(purpose="cover")
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    assert sitting.page == "back"
    assert "teruggeven wat erbij kwam" in sitting.words()
    sitting.choose(say.YES)
    sitting.tell_back()
    sitting.choose(say.NEXT)
    assert sitting.page == "choices"
    assert say.ADDED_BACK in sitting.words()
    assert say.SUMMARY_BACK not in sitting.words()


def test_a_draft_without_an_answer_begins_at_the_beginning() -> None:
    assert Talk.read({"page": "tell", "language": "ti"}).page == "notice-1"
    assert Talk.read({"page": "tell", "answers": {"want": True}}).page == "tell"


def test_back_is_always_possible_and_nothing_is_chosen_before(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    seen = []
    while sitting.page != "sign":
        page = sitting.page
        seen.append(page)
        assert QApplication.focusWidget() is sitting.screen.body
        for one in sitting.buttons():
            assert not one.isDefault()
            assert not one.autoDefault()
            assert not one.isChecked()
        asks = page in ("want", "later", "back") or page.startswith("group:")
        if asks:
            yes, no = sitting.button(say.YES), sitting.button(say.NO)
            assert abs(yes.width() - no.width()) <= 1
            assert yes.height() == no.height()
        if page == "tell":
            sitting.tell_back()
        else:
            sitting.choose(say.YES if asks else say.NEXT)
    assert not [one for one in sitting.buttons() if one.isChecked()]
    assert sitting.screen.consent.signing is not None
    assert sitting.screen.consent.signing.pad is not None
    assert not sitting.screen.consent.signing.pad.isVisible()
    for page in reversed(seen):
        sitting.choose(say.BACK)
        assert sitting.page == page


def test_one_thing_stays_here(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    while sitting.page != "group:certificaten":
        sitting.choose(say.YES)
    sitting.choose(f"{say.SHOW} (1)")
    sitting.choose(say.STAYS_HERE)
    sitting.choose(say.DONE)
    sitting.answer_groups()
    sitting.choose(say.YES)
    sitting.tell_back()
    sitting.to_sign()
    sitting.sign()
    (found,) = sitting.decisions()
    assert len(found.consent.excluded) == 1
    assert found.consent.answer_back


def test_a_cross_needs_a_witness(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    sitting.choose(say.NO)
    sitting.tell_back()
    sitting.to_sign()
    sitting.choose(say.I_SIGN)
    assert say.NO_WAY_YET in sitting.screen.problem.words
    sitting.choose(say.CROSS)
    sitting.choose(say.I_SIGN)
    assert say.NO_SIGNATURE_YET in sitting.screen.problem.words
    sitting.sign(say.CROSS)
    assert say.NO_WITNESS_YET in sitting.screen.problem.words
    lines = [one for one in sitting.screen.body.findChildren(QLineEdit) if one.isVisible()]
    sitting.bench.bot.keyClicks(lines[-1], "B. Getuige")
    sitting.choose(say.I_SIGN)
    (found,) = sitting.decisions()
    assert found.consent.payload["expressed"]["how"] == "kruisje met getuige"
    assert found.consent.payload["expressed"]["witness"] == "B. Getuige"


def test_on_paper_records_nothing_yet(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    sitting.choose(say.NO)
    sitting.tell_back()
    sitting.to_sign()
    sitting.choose(say.ON_PAPER)
    sitting.choose(say.DONE)
    assert sitting.decisions() == []


def on_screen(sitting: Sitting) -> list[str]:
    """Sentences of which the Dutch is shown."""
    labels = [one.text() for one in sitting.screen.body.findChildren(QLabel)]
    about = (say.STAYS_THE_SAME, say.STILL_THERE, say.IS_TOLD, say.MAY_KEEP, say.HEARS)
    return [one for one in about if any(one in words for words in labels)]


@pytest.mark.parametrize("is_renewed", [False, True], ids=["the same", "a renewed permission"])
def test_stopping_says_who_is_told_only_when_something_went(
    sitting: Sitting, is_renewed: bool
) -> None:
    sitting.office.send()
    if is_renewed:
        sitting.office.agree()
    sitting.begin("Arabisch")
    sitting.choose(say.STOP)
    asked = [say.STAYS_THE_SAME, say.STILL_THERE, say.IS_TOLD, say.MAY_KEEP, say.HEARS]
    assert on_screen(sitting) == asked
    sitting.choose(say.YES)
    asked.remove(say.MAY_KEEP)
    assert on_screen(sitting) == asked


def test_stopping_is_no_longer_than_permitting(sitting: Sitting) -> None:
    sitting.office.agree()
    sitting.begin("Arabisch")
    sitting.choose(say.STOP)
    assert on_screen(sitting) == [say.STAYS_THE_SAME]
    sitting.choose(say.YES)
    assert on_screen(sitting) == [say.STAYS_THE_SAME]
    (found,) = sitting.decisions()
    assert found.state == "withdrawn"
    sitting.choose(say.DONE)
    sitting.choose(say.STOP)
    assert sitting.screen.sheet is not None
    assert say.SHARES_NOTHING in sitting.screen.sheet.name


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        (say.RIGHT, "klopt"),
        (say.WRONG, "klopt niet"),
        (say.KEEP_HERE, "niet delen"),
        (say.OWN_WORDS, "eigen woorden"),
    ],
)
def test_each_answer_of_a_review_is_a_record(sitting: Sitting, word: str, answer: str) -> None:
    sitting.begin("Arabisch")
    sitting.choose(say.REVIEW)
    group = next(one for one in sitting.buttons() if "Mijn wensen" in one.accessibleName())
    by_mouse(group)
    sitting.bench.settle()
    sitting.choose(word)
    if answer in ("klopt niet", "eigen woorden"):
        area = sitting.screen.body.findChildren(QPlainTextEdit)[0]
        QTest.keyClicks(area, "Ik wil bakker worden")
        sitting.choose(say.SAVE)
    (item,) = sitting.screen.seen.table.of("wensen")
    assert item.answer is not None
    assert item.answer.answer == answer
    assert item.answer.language == "Arabisch"
    assert item.answer.asks_change is (answer in ("klopt niet", "eigen woorden"))


def test_what_is_not_shared_is_not_asked_about(sitting: Sitting) -> None:
    sitting.begin()
    sitting.choose(say.REVIEW)
    by_mouse(next(one for one in sitting.buttons() if "Mijn wensen" in one.accessibleName()))
    sitting.bench.settle()
    sitting.choose(say.KEEP_HERE)
    assert "wensen" not in {one.group for one in sitting.screen.seen.table.offers}


def test_nothing_that_never_leaves_is_on_the_screen(sitting: Sitting) -> None:
    sitting.begin()
    sitting.choose(say.REVIEW)
    by_mouse(next(one for one in sitting.buttons() if "Onze afspraken" in one.accessibleName()))
    sitting.bench.settle()
    shown = " ".join(one.text() for one in sitting.screen.findChildren(QLabel))
    assert "Fiets via gemeente" in shown
    assert "fietsenbank" not in shown


KEYS = ("Ctrl+K", "Ctrl+F", "Ctrl+N", "Ctrl+Shift+N", "Alt+1", "Alt+2", "Alt+6", "Alt+Left", "F1",
        "F2", "Ctrl+1", "Ctrl+8", "Ctrl+Return", "Esc", "Ctrl+Shift+M")  # fmt: skip


def test_no_other_dossier_and_no_menu_can_be_reached(bench: Bench, office: Office) -> None:
    with office.giver() as giver:
        giver.dossiers.create({"voornamen": "Rania", "achternaam": "Haddad"})
    sitting = Sitting(bench, office)
    sitting.begin()
    assert bench.window.desk is None
    assert not bench.window.menuBar().isVisible()
    assert not bench.window.footer.isVisible()
    before = sitting.screen.sheet
    for keys in KEYS:
        QTest.keySequence(bench.window, QKeySequence(keys))
        bench.settle()
    assert sitting.screen.sheet is before
    assert bench.prompts.told == []
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    seen = [one.text() for one in bench.window.findChildren(QLabel)]
    models = [one for one in bench.window.findChildren(QAbstractItemModel) if one.rowCount()]
    assert not [words for words in seen if "Haddad" in words]
    assert not [
        one for one in models if "Haddad" in str(one.data(one.index(0, 0))) or one.rowCount() > 20
    ]


def test_a_lock_comes_back_to_the_same_question(sitting: Sitting) -> None:
    sitting.begin("Tigrinya")
    sitting.prepare("tolk 7")
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.choose(say.NO)
    before = sitting.page
    QTest.keySequence(sitting.screen, QKeySequence("Ctrl+L"))
    sitting.bench.settle()
    assert sitting.bench.window.together is None
    assert sitting.bench.window.menuBar().isVisible()
    sitting.bench.unlock()
    assert sitting.screen.voice.words.language == "ti"
    assert sitting.page == before
    talk = sitting.screen.consent.talk
    assert talk is not None
    assert list(talk.answers.values()) == [True, False]
    assert talk.prepared["interpreter.name"] == "tolk 7"


def test_what_was_typed_is_kept_by_a_lock(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    sitting.choose(say.NO)
    sitting.read_on()
    area = sitting.screen.body.findChildren(QPlainTextEdit)[0]
    QTest.keyClicks(area, "mijn plan")
    sitting.bench.window.idle.expired.emit()
    sitting.bench.settle()
    sitting.bench.unlock()
    assert sitting.screen.body.findChildren(QPlainTextEdit)[0].toPlainText() == "mijn plan"


def test_words_about_an_item_are_kept_by_a_lock(sitting: Sitting) -> None:
    sitting.begin("Tigrinya")
    sitting.choose(say.REVIEW)
    by_mouse(next(one for one in sitting.buttons() if "Mijn wensen" in one.accessibleName()))
    sitting.bench.settle()
    sitting.choose(say.WRONG)
    QTest.keyClicks(sitting.screen.body.findChildren(QPlainTextEdit)[0], "liever bakker")
    sitting.bench.window.idle.expired.emit()
    sitting.bench.settle()
    sitting.bench.unlock()
    area = sitting.screen.body.findChildren(QPlainTextEdit)[0]
    assert area.toPlainText() == "liever bakker"
    sitting.choose(say.SAVE)
    (item,) = sitting.screen.seen.table.of("wensen")
    assert (item.answer.answer, item.answer.words) == ("klopt niet", "liever bakker")
    QTest.keySequence(sitting.screen, QKeySequence("Ctrl+L"))
    sitting.bench.settle()
    sitting.bench.unlock()
    assert sitting.screen.review.unsaved is None


def test_what_changed_meanwhile_is_asked_again(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.choose(say.YES)
    leave(sitting)
    sitting.bench.end()
    with sitting.office.giver() as giver:
        giver.dossiers.add(sitting.office.pid, "wens", {"eigen_woorden": "Ik wil zwemmen"})
    sitting.begin()
    sitting.choose(say.PERMIT)
    talk = sitting.screen.consent.talk
    assert talk is not None
    assert talk.answers == {}
    assert talk.prepared["recipient"] == sitting.office.to


def test_an_unfinished_talk_is_no_draft_of_a_record(sitting: Sitting) -> None:
    sitting.begin()
    sitting.prepare()
    leave(sitting)
    assert isinstance(sitting.bench.window.screen_, Desk)
    assert not sitting.bench.page.is_changed


def test_an_arabic_page_is_mirrored(sitting: Sitting) -> None:
    sitting.begin("Arabisch")
    sitting.bench.window.resize(1440, 900)
    sitting.prepare("tolk 2")
    sitting.read_on()
    QApplication.processEvents()
    screen = sitting.screen
    assert screen.isRightToLeft()
    middle = screen.width() / 2
    yes, no, back = (sitting.button(one) for one in (say.YES, say.NO, say.BACK))
    places = [one.mapTo(screen, one.rect().center()).x() for one in (no, yes, back)]
    assert places == sorted(places)
    stop = screen.stop_button
    assert stop.mapTo(screen, stop.rect().center()).x() < middle
    dutch = [
        one
        for one in screen.body.findChildren(QLabel)
        if str(one.property("client")).startswith("dutch")
    ]
    assert dutch
    assert not [one.text() for one in dutch if one.isRightToLeft()]


def test_a_button_has_a_name_in_both_languages(sitting: Sitting) -> None:
    sitting.begin("Tigrinya")
    names = {one.accessibleName() for one in sitting.buttons()}
    words = texts.words(texts.CLIENT, "ti")
    assert f"{words.phrase(say.EXPLAIN)} · {say.EXPLAIN}" in names


def test_who_has_no_compared_card_is_told_what_to_do(bench: Bench) -> None:
    bench.open(section=7)
    bench.page.consents.together_button.click()
    bench.settle()
    screen = bench.window.together
    assert screen is not None
    screen._choose("nl")
    bench.settle()
    found = [one for one in screen.findChildren(ChoiceButton) if one.isVisible()]
    by_mouse(next(one for one in found if one.accessibleName() == say.PERMIT))
    bench.settle()
    (form,) = screen.body.findChildren(Prepare)
    assert form.nobody.words
    assert not form.start_button.isEnabled()
