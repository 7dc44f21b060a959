"""A handover through the window: two vaults, one dossier, from a yes to a closed receipt."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock
from builders_ui import Bench, FakePrompts, Office
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from eportfolio.workspace import Workspace
from ui.closing_page import ClosingPage
from ui.file_page import FilePage
from ui.give_page import GivePage
from ui.receive_page import ReceivePage
from ui.tasks import Tasks
from ui.theme import Theme


def opened(bench: Bench, office: Office, who: str) -> None:
    bench.start_at(office.file(who))
    bench.unlock()


def giving(bench: Bench, office: Office) -> GivePage:
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    bench.page.consents.give_button.click()
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, GivePage)
    return page


def receiving(bench: Bench, office: Office, file: Path, who: str = "taker") -> ReceivePage:
    opened(bench, office, who)
    bench.desk.rail.receive.click()
    page = bench.desk.sharing_page
    assert isinstance(page, ReceivePage)
    bench.prompts.place = file
    page.choose_button.click()
    bench.settle()
    return page


def closing(bench: Bench, office: Office, file: Path) -> ClosingPage:
    opened(bench, office, "giver")
    bench.desk.show_receive()
    receive = bench.desk.sharing_page
    assert isinstance(receive, ReceivePage)
    receive.take_file(file)
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, ClosingPage)
    return page


def words(model: object) -> list[str]:
    return [model.index(n, 0).data() for n in range(model.rowCount())]  # type: ignore[attr-defined]


def take_in(bench: Bench, office: Office, file: Path) -> Path:
    """The taker keeps every promise; gives the receipt."""
    page = receiving(bench, office, file)
    for one in page.agreements.answers if page.agreements is not None else []:
        one.buttons["overnemen"].click()
    bench.prompts.place = office.file("terug.receipt")
    page.import_button.click()
    bench.settle()
    bench.end()
    return office.file("terug.receipt")


def test_dossier_goes_from_a_yes_to_a_closed_receipt(bench: Bench, office: Office) -> None:
    office.agree()
    give = giving(bench, office)
    give.next_button.click()
    bench.settle()
    assert "Fiets" in words(give.going)
    assert "Gezondheid en belastbaarheid" in words(give.staying)
    bench.prompts.place = office.file("over.eportfolio")
    give.make_button.click()
    bench.settle()
    assert "gemaakt" in give.good.words
    bench.end()

    receive = receiving(bench, office, office.file("over.eportfolio"))
    assert receive.good.words.startswith("Echt en compleet")
    assert not receive.import_button.isEnabled()
    assert receive.agreements is not None
    receive.agreements.answers[0].buttons["overnemen"].click()
    assert receive.summary is not None
    receive.summary.setPlainText("Mevrouw wil kok worden.")
    bench.prompts.place = office.file("terug.receipt")
    receive.import_button.click()
    bench.settle()
    receive.open_button.click()
    bench.settle()
    assert bench.page.header.name.text() == "Rozhîn Aldarwesh"
    bench.end()

    close = closing(bench, office, office.file("terug.receipt"))
    assert close.proof is not None
    assert close.proof.synthesis == "Mevrouw wil kok worden."
    close.close_button.click()
    bench.settle()
    assert "gesloten" in close.good.words
    close.open_button.click()
    bench.settle()
    assert "overgedragen en gesloten" in bench.page.closed_banner.words
    assert not bench.page.is_editable


def test_without_a_yes_nothing_can_be_made_and_the_way_to_ask_is_one_press(
    bench: Bench, office: Office
) -> None:
    page = giving(bench, office)
    assert not page.next_button.isEnabled()
    page.decide_button.click()
    bench.settle()
    assert bench.page.consents.form is not None


def test_refusal_of_the_core_is_shown_in_its_words(bench: Bench, office: Office) -> None:
    office.agree()
    page = giving(bench, office)
    page.next_button.click()
    bench.settle()
    with_revoked = page._decision.consent
    bench.tasks.run(bench.desk, lambda one: one.consents.withdraw(office.pid, with_revoked.id, ""))
    bench.settle()
    bench.prompts.place = office.file("over.eportfolio")
    page.make_button.click()
    bench.settle()
    assert "ingetrokken" in page.bad.words
    assert not office.file("over.eportfolio").exists()


def test_changed_file_is_refused_and_nothing_is_stored(bench: Bench, office: Office) -> None:
    file = office.send()
    raw = bytearray(file.read_bytes())
    raw[-40] ^= 1
    file.write_bytes(raw)
    page = receiving(bench, office, file)
    assert "Er is niets opgeslagen" in page.bad.words
    assert page.found is None
    bench.desk.show_caseload()
    bench.settle()
    assert bench.desk.caseload_page.model.total == 0


def test_file_for_somebody_else_is_refused_in_words(bench: Bench, office: Office) -> None:
    page = receiving(bench, office, office.send(), who="stranger")
    assert "voor iemand anders" in page.bad.words


def test_file_that_was_taken_in_before_asks_nothing_again(bench: Bench, office: Office) -> None:
    file = office.send()
    take_in(bench, office, file)
    again = receiving(bench, office, file)
    assert again.found is not None
    assert again.found.relation.name == "same"
    assert again.agreements is None


def test_older_history_is_said_and_nothing_is_lost(bench: Bench, office: Office) -> None:
    first = office.send()
    with office.giver() as giver:
        giver.dossiers.add(office.pid, "wens", {"eigen_woorden": "Ik wil verhuizen"})
    take_in(bench, office, office.send("later.eportfolio"))
    page = receiving(bench, office, first)
    assert "nieuwere versie" in page.bad.words
    assert page.found is None


def kept_apart(bench: Bench, office: Office) -> ReceivePage:
    """Both sides changed one agreement, and the giver sent it again."""
    take_in(bench, office, office.send())
    for who, words in (("giver", "De gemeente betaalt"), ("taker", "De cliënt betaalt")):
        with Workspace.open(office.file(who), PASSPHRASE, clock=Clock()) as workspace:
            (promise,) = [
                one for one in workspace.dossiers.read(office.pid) if one.kind == "afspraak"
            ]
            body = {**promise.whole, "wat": words}
            workspace.dossiers.amend(office.pid, promise.id, body)
            workspace.dossiers.add(office.pid, "wens", {"eigen_woorden": f"van {who}"})
    return receiving(bench, office, office.send("later.eportfolio"))


def test_history_that_was_kept_in_two_places_is_put_together_by_choice(
    bench: Bench, office: Office
) -> None:
    page = kept_apart(bench, office)
    assert page.merge is not None
    assert page.agreements is not None
    said = [one.text() for one in page.merge.findChildren(QLabel)]
    assert {"De gemeente betaalt", "De cliënt betaalt", "Bij u", "In het bestand"} <= set(said)
    for one in page.agreements.answers:
        one.buttons["overnemen"].click()
    assert not page.import_button.isEnabled()
    assert "Kies eerst" in page.why_not.text()
    page.merge.choices[0].buttons["theirs"].click()
    bench.prompts.place = office.file("weer.receipt")
    page.import_button.click()
    bench.settle()
    page.open_button.click()
    bench.settle()
    assert [one["wat"] for one in bench.records("afspraak")] == ["De gemeente betaalt"]
    wishes = {one["eigen_woorden"] for one in bench.records("wens")}
    assert {"van giver", "van taker"} <= wishes, "nothing of either side is lost"


def test_choice_between_two_places_is_not_thrown_away_without_a_question(
    bench: Bench, office: Office
) -> None:
    page = kept_apart(bench, office)
    assert page.merge is not None
    page.merge.choices[0].buttons["ours"].click()
    bench.prompts.yes = False
    bench.desk.show_caseload()
    assert bench.desk.sharing_page is page


def test_change_of_an_agreement_needs_what_changes_and_why(bench: Bench, office: Office) -> None:
    page = receiving(bench, office, office.send())
    assert page.agreements is not None
    (answer,) = page.agreements.answers
    answer.buttons["wijzigen"].click()
    assert page.agreements.waiting == 1
    what = answer.change.boxes["wat"].editor.focus_widget
    bench.bot.keyClicks(what, ", voor 1 mei")
    bench.bot.keyClicks(answer.reason.boxes["reden"].editor.focus_widget, "later")
    assert page.agreements.waiting == 0
    bench.prompts.place = office.file("terug.receipt")
    page.import_button.click()
    bench.settle()
    assert page.bad.words == ""
    assert office.file("terug.receipt").is_file()


def test_promises_that_stayed_behind_are_answered_before_closing(
    bench: Bench, office: Office
) -> None:
    receipt = take_in(bench, office, office.send(groups=["identiteit"]))
    page = closing(bench, office, receipt)
    assert page.agreements is not None
    assert not page.close_button.isEnabled()
    (answer,) = page.agreements.answers
    answer.buttons["vervallen"].click()
    bench.bot.keyClicks(answer.reason.boxes["reden"].editor.focus_widget, "heeft al een fiets")
    assert page.close_button.isEnabled()
    page.close_button.click()
    bench.settle()
    assert "gesloten" in page.good.words


def test_answers_are_not_thrown_away_without_a_question(bench: Bench, office: Office) -> None:
    page = receiving(bench, office, office.send())
    assert page.agreements is not None
    page.agreements.answers[0].buttons["overnemen"].click()
    bench.prompts.yes = False
    bench.desk.show_caseload()
    assert bench.desk.sharing_page is page


class Taking(FilePage):
    """A page that only remembers what it took."""

    def __init__(self, tasks: Tasks, theme: Theme) -> None:
        super().__init__(tasks, theme, FakePrompts(), "Bestand")
        self.taken: list[Path] = []

    def take_file(self, file: Path) -> None:
        self.taken.append(file)


def drag_and_drop(page: FilePage, *urls: QUrl) -> tuple[bool, bool]:
    """Whether the page lets it come in, and whether it takes it."""
    data = QMimeData()
    data.setUrls(list(urls))
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    drop = QDropEvent(QPointF(50, 50), copy, data, left, none)
    enter.ignore()
    drop.ignore()
    page.dragEnterEvent(enter)
    page.dropEvent(drop)
    return enter.isAccepted(), drop.isAccepted()


@pytest.fixture
def page(tasks: Tasks, theme: Theme, qtbot: QtBot) -> Taking:
    page = Taking(tasks, theme)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "dossier.epf"
    path.write_bytes(b"x")
    return path


def test_one_file_is_taken_when_it_is_dropped(page: Taking, bundle: Path) -> None:
    assert page.acceptDrops()
    assert drag_and_drop(page, QUrl.fromLocalFile(str(bundle))) == (True, True)
    assert page.taken == [bundle]


def test_nothing_but_one_file_is_taken(page: Taking, bundle: Path) -> None:
    file = QUrl.fromLocalFile(str(bundle))
    other = bundle.with_name("ander.epf")
    other.write_bytes(b"y")
    for urls in (
        [],
        [file, QUrl.fromLocalFile(str(other))],
        [file, QUrl("https://example.org/dossier.epf")],
        [QUrl("https://example.org/dossier.epf")],
        [QUrl.fromLocalFile(str(bundle.parent))],
        [QUrl.fromLocalFile(str(bundle.with_name("weg.epf")))],
    ):
        assert drag_and_drop(page, *urls) == (False, False), urls
    assert page.taken == []


def test_file_that_is_dropped_while_another_is_read_is_left(
    page: Taking, bundle: Path, tasks: Tasks, qtbot: QtBot
) -> None:
    def ended(_: object) -> None:
        pass

    file = QUrl.fromLocalFile(str(bundle))
    page.work("Bezig", lambda *_: None, ended, ended)
    assert not drag_and_drop(page, file)[1]
    assert page.taken == []
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert drag_and_drop(page, file)[1]
    assert page.taken == [bundle]
