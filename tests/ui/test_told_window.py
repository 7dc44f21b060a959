"""In the window: what was told before, one page of a dossier, and what a successor understood."""

from __future__ import annotations

from builders import PASSPHRASE, Clock
from builders_ui import Bench, Office
from PySide6.QtWidgets import QLabel
from test_handover_pages import closing, opened, receiving

from eportfolio.workspace import Workspace
from ui.closing_page import ClosingPage
from ui.exchange import MORE, RIGHT
from ui.on_paper_page import OnPaperPage
from ui.on_paper_work import SYNTHESIS
from ui.receive_page import ReceivePage
from ui.told import ToldCard, ToldNote

UNDERSTOOD = "Mevrouw wil kok worden."
WORDS = "En de fiets komt van de fietsenbank."
STORY = {
    "onderwerp": "Gezin",
    "verteld_op": "2024-03-18",
    "verteld_aan": "A. Brouwer",
    "tekst": "Wij waren met vijf.",
    "onderdelen": [
        {
            "titel": "Onderweg",
            "tekst": "Eén keer is genoeg.",
            "onderwerp": "Reis en vlucht",
            "verteld_op": "2024-03-18",
            "opnieuw_vragen": "Niet opnieuw vragen",
        },
        {
            "titel": "Later",
            "tekst": "Geld is lastig.",
            "onderwerp": "Geld",
            "opnieuw_vragen": "Alleen met iemand erbij",
            "alleen_met": "haar zus",
        },
    ],
}


def tell(bench: Bench) -> None:
    """A story stands in the dossier before somebody opens it."""
    with Workspace.open(bench.path, PASSPHRASE, clock=Clock()) as workspace:
        (row,) = (one for one in workspace.dossiers.caseload() if "Aldarwesh" in one.name)
        workspace.dossiers.add(row.portfolio, "verhaal", STORY)


def told(office: Office) -> None:
    with office.giver() as giver:
        giver.dossiers.add(office.pid, "verhaal", STORY)


def shown(widget: object) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def notes(bench: Bench) -> list[ToldNote]:
    bench.settle()
    return [one for one in bench.page.pane.findChildren(ToldNote) if one.isVisibleTo(bench.page)]


def test_successor_sees_first_what_was_told(bench: Bench) -> None:
    bench.start()
    tell(bench)
    bench.open()
    lines = bench.page.part.told.lines
    assert [(one.text, one.mark.words if one.mark else "") for one in lines] == [
        ("Reis en vlucht", "Niet opnieuw vragen"),
        ("Geld", "Alleen met iemand erbij"),
        ("Gezin", ""),
    ]
    assert lines[0].under == "verteld op 18 mrt 2024"
    assert lines[1].under.endswith("alleen met haar zus erbij")
    assert lines[2].under == "verteld op 18 mrt 2024 aan A. Brouwer"
    bench.page.part.told.list.follow()
    bench.settle()
    assert bench.page.section == 1
    assert bench.page.pane.record == lines[0].source


def test_card_is_not_there_while_nothing_was_told(bench: Bench) -> None:
    page = bench.open()
    assert not page.part.told.isVisibleTo(page)
    assert not page.part.exchange.isVisibleTo(page)


def test_form_warns_at_the_question_and_leads_to_the_answer(bench: Bench) -> None:
    bench.start()
    tell(bench)
    bench.open()
    bench.page.begin_record("intake")
    bench.settle()
    said = [one.words for one in notes(bench)]
    assert (
        "Reis en vlucht: dit is al verteld op 18 mrt 2024. Lees het eerst. De cliënt wil hier "
        "niet opnieuw over vertellen." in said
    )
    assert any(one.endswith("Lees het eerst. Vraag dit alleen met haar zus erbij.") for one in said)
    assert "Gezin: dit is al verteld op 18 mrt 2024 aan A. Brouwer. Lees het eerst." in said
    strict = next(one for one in notes(bench) if one.words.startswith("Reis"))
    assert "Niet opnieuw vragen" in shown(strict)
    strict.read_button.click()
    bench.settle()
    assert bench.page.pane.form is None
    assert bench.page.pane.record == bench.page.part.told.lines[0].source


def test_forms_of_a_story_and_of_work(bench: Bench) -> None:
    bench.start()
    tell(bench)
    bench.open()
    bench.page.begin_record("verhaal")
    assert len(notes(bench)) == 3
    bench.page.begin_record("werk")
    assert notes(bench) == []
    bench.page.begin_record("gezondheid")  # this dossier has a record of health
    (note,) = notes(bench)
    assert note.words.startswith("Gezondheid: dit is al opgeschreven op ")


def test_record_that_is_changed_does_not_warn_of_itself(bench: Bench) -> None:
    bench.start()
    tell(bench)
    bench.open()
    bench.page.show_record(str(bench.page.part.told.lines[0].source))
    bench.page.edit()
    bench.settle()
    assert bench.page.pane.form is not None
    assert notes(bench) == []


def test_one_page_of_a_dossier_is_one_press_away(bench: Bench) -> None:
    page = bench.open()
    page.header.synthesis_button.click()
    bench.settle()
    paper = bench.desk.sharing_page
    assert isinstance(paper, OnPaperPage)
    assert paper.choice.document.key == SYNTHESIS


def test_bundle_opens_with_one_page_before_anything_is_stored(bench: Bench, office: Office) -> None:
    told(office)
    page = receiving(bench, office, office.send())
    said = shown(page)
    assert "In één oogopslag" in said
    assert "In vijf zinnen" in said
    assert "Fiets via gemeente" in said
    (card,) = page.findChildren(ToldCard)
    assert [one.text for one in card.lines] == ["Reis en vlucht", "Geld", "Gezin"]


def test_what_does_not_fit_is_counted(bench: Bench, office: Office) -> None:
    with office.giver() as giver:
        for n in range(5):
            giver.dossiers.add(office.pid, "afspraak", {"wat": f"doen {n}", "status": "Open"})
    assert "En nog 2." in shown(receiving(bench, office, office.send()))


def test_proposal_of_the_program_is_nobodys_own_words(bench: Bench, office: Office) -> None:
    page = receiving(bench, office, office.send())
    assert page.summary is not None
    assert page.summary.toPlainText().count("\n") == 4
    assert not page.is_changed
    take_over(bench, office, page)
    with office.giver() as giver:
        assert giver.handovers.look_at_receipt(office.file("terug.receipt")).synthesis is None


def test_without_answer_back_nothing_is_proposed(bench: Bench, office: Office) -> None:
    page = receiving(bench, office, office.send(answer_back=False))
    assert page.summary is None


def take_over(bench: Bench, office: Office, page: ReceivePage) -> None:
    for one in page.agreements.answers if page.agreements is not None else []:
        one.buttons["overnemen"].click()
    bench.prompts.place = office.file("terug.receipt")
    page.import_button.click()
    bench.settle()
    bench.end()


def understood(bench: Bench) -> tuple[Office, ClosingPage]:
    """The receipt came back with a summary, and the dossier is closed with it."""
    office = bench.furnish()
    page = receiving(bench, office, office.send())
    assert page.summary is not None
    page.summary.setPlainText(UNDERSTOOD)
    assert page.is_changed
    take_over(bench, office, page)
    end = closing(bench, office, office.file("terug.receipt"))
    end.close_button.click()
    bench.settle()
    return office, end


def test_summary_is_completed_at_closing_and_read_by_the_successor(bench: Bench) -> None:
    office, page = understood(bench)
    form = page.reply
    assert form is not None
    assert UNDERSTOOD in shown(page)
    assert not form.save_button.isEnabled()
    form.choose(MORE)
    assert not form.save_button.isEnabled()
    form.words.setPlainText(WORDS)
    assert page.is_changed
    bench.prompts.place = office.file("antwoord.reply")
    form.save_button.click()
    bench.settle()
    assert not page.is_changed
    assert "Aanvulling van giver" in shown(page)
    bench.end()
    read = receiving(bench, office, office.file("antwoord.reply"))
    assert "Antwoord van uw voorganger" in shown(read)
    assert WORDS in shown(read)
    read.open_button.click()
    bench.settle()
    assert WORDS in shown(bench.page.part.exchange)
    assert "U schreef op " in shown(bench.page.part.exchange)


def test_answer_that_is_refused_leaves_what_was_typed(bench: Bench) -> None:
    office, page = understood(bench)
    assert page.reply is not None
    page.reply.choose(RIGHT)
    place = bench.prompts.place = office.file("antwoord.reply")
    place.write_bytes(b"iets anders")
    page.reply.save_button.click()
    bench.settle()
    assert page.bad.words
    assert place.read_bytes() == b"iets anders"


def replied(bench: Bench) -> Office:
    """The dossier of the predecessor, with a summary that waits for an answer."""
    office, _ = understood(bench)
    bench.end()
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid)
    bench.settle()
    return office


def test_summary_can_be_answered_later_from_the_dossier(bench: Bench) -> None:
    office = replied(bench)
    card = bench.page.part.exchange
    assert card.isVisibleTo(bench.page)
    (form,) = card.forms.values()
    form.choose(MORE)
    form.words.setPlainText(WORDS)
    assert bench.page.is_changed
    bench.page.reload()
    bench.settle()
    assert form.words.toPlainText() == WORDS  # reading again does not throw it away
    form.choose(RIGHT)
    bench.prompts.place = office.file("antwoord.reply")
    form.save_button.click()
    bench.settle()
    assert card.forms == {}
    assert "dit klopt" in shown(card)
    assert not bench.page.is_changed
    assert office.file("antwoord.reply").exists()
