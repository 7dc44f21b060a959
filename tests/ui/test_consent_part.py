from __future__ import annotations

from threading import Event
from typing import Any

import pytest
import shiboken6
from builders_ui import Bench, Office
from PySide6.QtCore import Qt

from eportfolio.errors import StorageFault
from eportfolio.workspace.consents import Consents
from ui.consent_form import ConsentForm
from ui.consent_part import ConsentPart
from ui.fields import ChoiceEditor, LineEditor, YesNoEditor
from ui.words import explain


def part_of(bench: Bench, office: Office) -> ConsentPart:
    bench.start_at(office.file("giver"))
    bench.unlock()
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    return bench.page.consents


def form_of(bench: Bench, office: Office) -> ConsentForm:
    part = part_of(bench, office)
    part.decide_button.click()
    assert part.form is not None
    return part.form


def choose(form: ConsentForm, name: str, key: str) -> None:
    editor = form.boxes[name].editor
    assert isinstance(editor, ChoiceEditor)
    editor.combo.setCurrentIndex(editor.combo.findData(key))
    editor.combo.activated.emit(editor.combo.currentIndex())


def fill(bench: Bench, form: ConsentForm, name: str, words: str) -> None:
    editor = form.boxes[name].editor
    assert isinstance(editor, LineEditor)
    bench.bot.keyClicks(editor.line, words)


def say_yes(form: ConsentForm, name: str) -> None:
    editor = form.boxes[name].editor
    assert isinstance(editor, YesNoEditor)
    editor.buttons["Ja"].click()


def fill_in(bench: Bench, office: Office, form: ConsentForm) -> None:
    """A whole yes, but for what may go."""
    form.answers[True].click()
    choose(form, "recipient", office.to)
    fill(bench, form, "lawful_basis", "publieke taak")
    choose(form, "expressed.how", "handtekening papier")
    form.evidence.take(office.file("scan.png"))
    choose(form, "language", "ar")
    fill(bench, form, "explained_by", "A. Brouwer")
    choose(form, "interpreter.kind", "telefonisch")
    fill(bench, form, "interpreter.name", "tolk 4711")
    say_yes(form, "teach_back.done")


def decisions(bench: Bench, office: Office) -> list[Any]:
    found: list[Any] = []
    bench.tasks.run(bench.desk, lambda one: one.consents.all(office.pid), found.extend)
    bench.settle()
    return found


def test_talk_begins_as_the_dossier_says_and_asks_which_interpreter(
    bench: Bench, office: Office
) -> None:
    form = form_of(bench, office)
    assert form.boxes["language"].editor.value() == "ar"
    assert form.boxes["interpreter.kind"].editor.value() is None
    fill_in(bench, office, form)
    kind = form.boxes["interpreter.kind"]
    choose(form, "interpreter.kind", "geen")
    form.submit()
    bench.settle()
    assert "een tolk nodig is" in kind.message.text()
    assert not decisions(bench, office)


def test_yes_is_recorded_with_its_groups_and_what_is_left_out(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    fill_in(bench, office, form)
    for group in ("identiteit", "afspraken", "certificaten", "gezondheid"):
        form.groups.boxes[group].box.click()
    (certificate,) = form.groups.boxes["certificaten"].records.values()
    certificate.click()
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    (found,) = decisions(bench, office)
    assert found.state == "given"
    assert len(found.consent.excluded) == 1
    assert {one["group"] for one in found.consent.scope} == {
        "identiteit", "afspraken", "certificaten", "gezondheid",
    }  # fmt: skip
    assert bench.page.consents.model.index(0, 0).data().startswith("Toestemming geldig")


def test_no_needs_who_and_what_for_and_nothing_more(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    form.answers[False].click()
    assert not form.only_yes.isVisible()
    choose(form, "recipient", office.to)
    form.save_button.click()
    bench.settle()
    (found,) = decisions(bench, office)
    assert found.state == "refused"
    part = bench.page.consents
    assert part.decide_button.isEnabled()
    assert part.give_button.isEnabled()


def test_what_is_lacking_is_said_at_its_field(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    form.answers[True].click()
    form.save_button.click()
    bench.settle()
    assert form.boxes["recipient"].message.text() == "Kies wie de gegevens krijgt."
    assert form.boxes["lawful_basis"].message.text()
    fill_in(bench, office, form)
    form.groups.boxes["identiteit"].box.click()
    form.evidence.file = None
    form.save_button.click()
    bench.settle()
    assert "scan" in form.boxes["expressed.evidence"].message.text()
    assert decisions(bench, office) == []


def test_yes_to_nothing_is_not_recorded(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    fill_in(bench, office, form)
    form.save_button.click()
    bench.settle()
    assert "niets gekozen" in form.banner.words


def test_withdrawing_takes_one_press_and_needs_no_reason(bench: Bench, office: Office) -> None:
    office.agree()
    part = part_of(bench, office)
    bench.prompts.sentence = ""
    part._on_withdraw(part.model.source(0) or "")
    bench.settle()
    (found,) = decisions(bench, office)
    assert found.state == "withdrawn"


def test_form_is_not_left_without_a_question(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    form.answers[True].click()
    bench.prompts.yes = False
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.consents.form is form
    bench.desk.show_caseload()
    assert bench.desk.portfolio_page is not None
    bench.prompts.yes = True
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.consents.form is None


def test_refusal_of_a_form_that_was_closed_meanwhile_is_still_said(
    bench: Bench, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, go = form_of(bench, office), Event()

    def refuses(*_given: Any) -> Any:
        assert go.wait(60)
        raise StorageFault("disk-full")

    monkeypatch.setattr(Consents, "give", refuses)
    fill_in(bench, office, form)
    form.groups.boxes["identiteit"].box.click()
    form.submit()
    bench.page.consents.drop()
    bench.bot.waitUntil(lambda: not shiboken6.isValid(form))
    go.set()
    bench.settle()
    assert bench.page.consents.banner.isVisible()
    assert bench.page.consents.banner.words == explain(StorageFault("disk-full"))


def half_filled_in(bench: Bench, office: Office) -> ConsentForm:
    form = form_of(bench, office)
    form.answers[True].click()
    choose(form, "recipient", office.to)
    fill(bench, form, "explained_by", "A. Brouwer")
    for group in ("identiteit", "certificaten"):
        form.groups.boxes[group].box.click()
    (certificate,) = form.groups.boxes["certificaten"].records.values()
    certificate.click()
    choose(form, "expressed.how", "mondeling met getuige")
    fill(bench, form, "expressed.witness", "B. Getuige")
    return form


def test_lock_keeps_a_decision_that_is_half_filled_in(bench: Bench, office: Office) -> None:
    form = half_filled_in(bench, office)
    before = form.request()
    bench.window.lock()
    bench.settle()
    assert bench.prompts.asked == []
    bench.unlock()
    bench.settle()
    part = bench.page.consents
    assert bench.page.section == 7
    assert part.form is not None
    assert part.form is not form
    assert part.form.request() == before
    assert "nog niet vastgelegd" in part.form.kept.words
    assert part.is_changed


def test_pause_keeps_it_and_recording_or_throwing_away_ends_it(
    bench: Bench, office: Office
) -> None:
    form = half_filled_in(bench, office)
    form._pause.timeout.emit()
    bench.settle()
    assert [one.kind for one in drafts(bench, office)] == ["toestemming"]
    bench.prompts.yes = True
    bench.page.close_form()
    bench.settle()
    assert drafts(bench, office) == []
    bench.page.consents.decide()
    form = bench.page.consents.form
    assert form is not None
    assert form.kept.words == ""
    form.answers[False].click()
    choose(form, "recipient", office.to)
    form._pause.timeout.emit()
    bench.settle()
    form.submit()
    bench.settle()
    assert decisions(bench, office)[-1].state == "refused"
    assert drafts(bench, office) == []


def drafts(bench: Bench, office: Office) -> list[Any]:
    found: list[Any] = []
    bench.tasks.run(bench.desk, lambda one: one.drafts.of(office.pid), found.extend)
    bench.settle()
    return found


def test_what_no_draft_keeps_is_asked_about_before_a_lock(bench: Bench, office: Office) -> None:
    form = half_filled_in(bench, office)
    choose(form, "expressed.how", "handtekening papier")
    form.evidence.take(office.file("scan.png"))
    bench.window.lock()
    bench.settle()
    assert len(bench.prompts.asked) == 1
