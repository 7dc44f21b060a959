"""In the window: a permission is taken back, everybody who has a copy is told, and answers."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from builders import EVERYTHING, PASSPHRASE
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_erase_items import erasing
from test_handover_pages import opened
from test_rights_pages import choose, first_request, page_of

from eportfolio.bundle.receive import Answers
from eportfolio.errors import StorageFault
from eportfolio.records import RecordId
from eportfolio.workspace import Workspace
from eportfolio.workspace.notices_in import NoticeLine
from eportfolio.workspace.replying import Replies, Reply
from eportfolio.workspace.rights import Asking
from ui.asked_page import AskedPage
from ui.models import UNDER_ROLE, Line
from ui.notice_answers import NAMED, NoticeAnswers
from ui.notice_page import NoticePage
from ui.notice_words import NoticeGoal
from ui.notice_work import Choice
from ui.receive_page import ReceivePage
from ui.record_list import RecordList
from ui.rights_page import RightsPage
from ui.theme import Theme

GROUND = "verzoek Wi 35, vierde lid"


def shown(widget: object) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))  # type: ignore[attr-defined]


def vault(office: Office, bench: Bench, who: str) -> Workspace:
    return Workspace.open(office.file(who), PASSPHRASE, clock=bench.clock)


def both_have_it(bench: Bench, office: Office) -> str:
    """The taker took it in for advice or cover or for good; gives the id of the permission."""
    file = office.send(**EVERYTHING)
    with vault(office, bench, "taker") as taker:
        taker.handovers.receive(
            file, answers=Answers("overnemen"), receipt=office.file("in.receipt")
        )
    bench.clock.advance(hours=1)
    with vault(office, bench, "giver") as giver:
        return giver.consents.all(office.pid)[-1].consent.id


def withdrawn(bench: Bench, office: Office) -> str:
    consent = both_have_it(bench, office)
    with vault(office, bench, "giver") as giver:
        giver.consents.withdraw(office.pid, consent, None)
    bench.clock.advance(minutes=1)
    return consent


def told(bench: Bench, office: Office) -> Path:
    """A notice on the desk of the taker."""
    consent = withdrawn(bench, office)
    with vault(office, bench, "giver") as giver:
        (made,) = giver.notices.create(office.pid, consent, office.folder)
    bench.clock.advance(minutes=1)
    assert made.file is not None
    return made.file


def notices(bench: Bench) -> NoticePage:
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, NoticePage)
    return page


def asked(bench: Bench) -> AskedPage:
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, AskedPage)
    return page


def read_file(bench: Bench, office: Office, file: Path, who: str = "taker") -> AskedPage:
    opened(bench, office, who)
    bench.desk.show_receive()
    receive = bench.desk.sharing_page
    assert isinstance(receive, ReceivePage)
    receive.take_file(file)
    return asked(bench)


def today(bench: Bench) -> list[Line]:
    bench.desk.show_today()
    bench.settle()
    return list(bench.desk.today_page.notices.list.lines.all())


def telling(bench: Bench, office: Office) -> NoticePage:
    """After a withdrawal, on the page of who must be told."""
    withdrawn(bench, office)
    opened(bench, office, "giver")
    bench.desk.show_notices(office.pid)
    return notices(bench)


def being_asked(bench: Bench, office: Office) -> AskedPage:
    return read_file(bench, office, told(bench, office))


def told_today(bench: Bench, office: Office) -> None:
    """The first page, while somebody must still be told."""
    withdrawn(bench, office)
    opened(bench, office, "giver")


def withdrawn_decision(bench: Bench, office: Office) -> None:
    """The decision that was taken back."""
    told_today(bench, office)
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()


def notice_of(bench: Bench, office: Office) -> NoticePage:
    """Files that were made."""
    page = telling(bench, office)
    bench.prompts.place = office.folder
    page.make_button.click()
    bench.settle()
    return page


def locked(bench: Bench, office: Office) -> AskedPage:
    """A notice that was taken in, and waits."""
    page = being_asked(bench, office)
    page.later_button.click()
    bench.settle()
    return page


def corrected(bench: Bench, office: Office) -> RightsPage:
    """Both have it; the client says that a wish is wrong, and the giver corrects it."""
    both_have_it(bench, office)
    with vault(office, bench, "giver") as giver:
        wish = next(one for one in giver.dossiers.read(office.pid) if one.kind == "wens")
        giver.rights.request(office.pid, Asking("rectificatie", [wish.id]))
    bench.clock.advance(minutes=1)
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    page = first_request(bench)
    choose(page, "toegewezen")
    form = page.decision.form(page.decision.forms[0])
    form.field("eigen_woorden").editor.focus_widget.setPlainText("Ik wil leren lassen.")  # type: ignore[attr-defined]
    page.save_button.click()
    bench.settle()
    return page


def correcting(bench: Bench, office: Office) -> NoticePage:
    """On the page of who must be told of a correction."""
    corrected(bench, office).tell_button.click()
    return notices(bench)


def test_from_a_correction_to_the_answer_of_who_has_the_old_version(
    bench: Bench, office: Office
) -> None:
    page = corrected(bench, office)
    assert "Meld het ook aan wie dit eerder kreeg (AVG 19): taker" in page.good.words
    (line,) = today(bench)
    assert "vóór de correctie" in line.under
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    assert "gecorrigeerd of gewist: taker" in shown(bench.page.consents)
    bench.page.consents.rights_button.click()
    bench.settle()
    page_of(bench).tell_button.click()
    told_page = notices(bench)
    assert "vóór de correctie" in shown(told_page)
    assert told_page.rows[0].is_chosen
    bench.prompts.place = office.file("stick")
    bench.prompts.place.mkdir()
    told_page.make_button.click()
    bench.settle()
    (file,) = bench.prompts.place.glob("*.withdrawal")
    assert file.name in shown(told_page)
    told_page.foot.itemAt(1).widget().click()  # type: ignore[union-attr]
    bench.settle()
    assert "Er is iets gecorrigeerd" in shown(notices(bench))
    (line,) = today(bench)
    assert "geen antwoord" in line.under
    bench.end()
    bench.clock.advance(minutes=1)
    back = office.file("terug.acknowledgement")
    with vault(office, bench, "taker") as taker:
        done = taker.notices.receive(file, Replies(Reply("wissen")), back)
        assert (done.about, done.erased) == ("gecorrigeerd", 1)
    heard = read_file(bench, office, back, "giver")
    assert "echt en compleet" in heard.good.words
    assert today(bench) == []


def test_what_is_wiped_and_was_shared_says_who_must_be_told(bench: Bench, office: Office) -> None:
    both_have_it(bench, office)
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 1)
    bench.settle()
    page = bench.page
    wish = next(one for one in page._snapshot.records if one.kind == "wens")  # type: ignore[union-attr]
    page.show_record(str(wish.id))
    bench.settle()
    form = erasing(bench)
    form.ground.setCurrentIndex(1)
    form.sure.click()
    form.erase_button.click()
    bench.settle()
    assert "gewist: taker" in page.warning_banner.words
    assert "op Vandaag" in page.warning_banner.words
    (line,) = today(bench)
    assert "is gewist. Maak een bericht" in line.under


def test_closing_one_line_leaves_the_other_about_the_same_bundle(
    bench: Bench, office: Office
) -> None:
    corrected(bench, office)
    bench.end()
    bench.clock.advance(days=1)
    with vault(office, bench, "giver") as giver:
        hours = next(one for one in giver.dossiers.read(office.pid) if one.kind == "afspraak")
        giver.erasures.erase_items(office.pid, [hours.id], "bezwaar")
    opened(bench, office, "giver")
    assert len(today(bench)) == 2
    bench.desk.show_notices(office.pid)
    page = notices(bench)
    newest, oldest = page.rows
    assert "gewist" in shown(newest)
    assert "vóór de correctie" in shown(oldest)
    assert "gewist: Er komt" in newest.button.accessibleName()
    assert "gecorrigeerd: Er komt" in oldest.button.accessibleName()
    bench.prompts.sentence = "Het bestand is nooit gestuurd."
    newest.button.click()
    bench.settle()
    (line,) = today(bench)
    assert "vóór de correctie" in line.under


def test_nobody_left_to_tell_is_said_and_is_no_failure(bench: Bench, office: Office) -> None:
    page = correcting(bench, office)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("eportfolio.workspace.notices_out.Facts.unheard", lambda *_: [])
        bench.prompts.place = office.folder
        page.make_button.click()
        bench.settle()
    assert page.bad.words == ""
    assert "niemand" in page.good.words
    assert not list(office.folder.glob("*.withdrawal"))


def test_from_taking_back_to_the_answer_that_was_read(bench: Bench, office: Office) -> None:
    both_have_it(bench, office)
    opened(bench, office, "giver")
    assert today(bench) == []
    assert not bench.desk.today_page.notices.isVisible()
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    part = bench.page.consents
    assert not part.notices_button.isVisible()
    bench.prompts.sentence = ""
    part._on_withdraw(part._shown.consent.id)
    bench.settle()
    assert "heeft nog wat eerder is gedeeld" in shown(part)
    (line,) = today(bench)
    assert line.text == "Rozhîn Aldarwesh"
    assert "Maak een bericht" in line.under
    bench.desk.today_page.notices.list.follow()
    page = notices(bench)
    folder = office.file("stick")
    folder.mkdir()
    bench.prompts.place = folder
    page.make_button.click()
    bench.settle()
    (file,) = folder.glob("*.withdrawal")
    assert file.name in shown(page)
    assert "niets verstuurd" in page.good.words
    (line,) = today(bench)
    assert "geen antwoord" in line.under
    bench.end()

    bench.clock.advance(minutes=1)
    ask = read_file(bench, office, file)
    assert not ask.answer_button.isEnabled()
    assert ask.answers is not None
    assert not ask.is_changed
    ask.answers.all.buttons["wissen"].click()
    assert ask.is_changed
    assert not ask.answer_button.isEnabled()  # wiping cannot be undone: that is ticked first
    ask.sure.click()
    one, two = list(ask.answers.each.values())[:2]
    one.buttons["bewaren"].click()
    assert "nog bij 1 gegeven" in ask.why_not.text()
    assert one.ground is not None
    assert one.source is not None
    one.ground.setCurrentIndex(one.ground.findData(GROUND))
    bench.bot.keyClicks(one.source, "zaak 12")
    two.buttons["wissen"].click()
    bench.prompts.place = office.file("terug.acknowledgement")
    ask.answer_button.click()
    bench.settle()
    assert "Stuur het antwoord terug" in ask.good.words
    assert not ask.is_changed
    assert today(bench) == []
    bench.end()

    heard = read_file(bench, office, office.file("terug.acknowledgement"), "giver")
    assert "echt en compleet" in heard.good.words
    assert "Gewist" in shown(heard)
    assert GROUND in shown(heard)
    assert today(bench) == []
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    bench.page.consents.notices_button.click()
    page = notices(bench)
    assert "Beantwoord" in shown(page)
    assert not page.rows[0].is_chosen


def test_made_again_for_who_was_told_before_and_esc_leads_back(
    bench: Bench, office: Office
) -> None:
    file = told(bench, office)
    opened(bench, office, "giver")
    bench.desk.show_notices(office.pid)
    page = notices(bench)
    assert not page.make_button.isEnabled()
    assert page.rows[0].box is not None
    page.rows[0].box.click()
    bench.prompts.place = office.folder
    page.make_button.click()
    bench.settle()
    assert len(list(office.folder.glob("*.withdrawal"))) == 2
    assert file.exists()
    bench.window.escape()
    bench.settle()
    assert bench.page.portfolio == office.pid


def test_no_answer_will_come_and_why(bench: Bench, office: Office) -> None:
    page = telling(bench, office)
    bench.prompts.sentence = ""
    page.rows[0].button.click()
    bench.settle()
    assert page.bad.words
    assert len(today(bench)) == 1
    bench.desk.show_notices(office.pid)
    page = notices(bench)
    bench.prompts.sentence = "Het bestand is nooit gestuurd."
    page.rows[0].button.click()
    bench.settle()
    assert "Geen antwoord" in shown(notices(bench))
    assert today(bench) == []


def test_postponed_everything_stays_locked_and_today_leads_back(
    bench: Bench, office: Office
) -> None:
    page = being_asked(bench, office)
    assert "nog niets" in page.good.words
    page.later_button.click()
    bench.settle()
    assert "Wat op slot staat" in shown(page)
    with_answer = today(bench)
    assert "wissen of bewaren" in with_answer[0].under
    bench.end()
    opened(bench, office, "taker")
    (line,) = today(bench)
    assert isinstance(line.source, NoticeGoal)
    bench.desk.today_page.notices.list.follow()
    page = asked(bench)
    assert "op slot" in page.good.words
    page.later_button.click()
    found = notices(bench)
    found.rows[0].button.click()
    page = asked(bench)
    assert page.answers is not None
    page.answers.all.buttons["bewaren"].click()
    assert page.answers.all.ground is not None
    assert page.answers.all.source is not None
    page.answers.all.ground.setCurrentIndex(1)
    page.answers.all.source.setText("zaak 12")
    bench.prompts.place = office.file("terug.acknowledgement")
    page.answer_button.click()
    bench.settle()
    assert "Bewaard" in shown(page)
    page.open_button.click()
    bench.settle()
    assert bench.page.portfolio == office.pid


def locked_records(bench: Bench, office: Office) -> RecordList:
    """A part of a dossier in which a colleague's notice locked everything."""
    file = told(bench, office)
    with vault(office, bench, "taker") as taker:
        taker.notices.receive(file)
        mine = {"eigen_woorden": "Van mij zelf"}
        taker.dossiers.add(office.pid, "wens", mine)
    opened(bench, office, "taker")
    bench.desk.open_dossier(office.pid, 1)
    bench.settle()
    return bench.page.records


def test_locked_record_says_so_in_the_list_and_why(bench: Bench, office: Office) -> None:
    shown_list = locked_records(bench, office)
    rows = [n for n, one in enumerate(shown_list.model.all()) if not one.is_heading]
    lines = [shown_list.model.all()[n] for n in rows]
    assert {one.icon for one in lines if one.text != "Van mij zelf"} == {"lock"}
    (free,) = (one for one in lines if one.text == "Van mij zelf")
    assert (free.icon, free.why) == ("", "")
    locked_line = shown_list.model.index(
        next(n for n, one in zip(rows, lines, strict=True) if one.icon)
    )
    why = "Dit staat op slot: de cliënt trok de toestemming hiervoor in."
    assert str(locked_line.data(UNDER_ROLE)).startswith("Op slot · Vastgelegd ")
    assert str(locked_line.data(Qt.ItemDataRole.ToolTipRole)).startswith(why)
    assert why in str(locked_line.data(Qt.ItemDataRole.AccessibleTextRole))
    assert shown_list.model.index(rows[lines.index(free)]).data(Qt.ItemDataRole.ToolTipRole) is None


def test_answer_is_written_again_from_the_dossier(bench: Bench, office: Office) -> None:
    page = being_asked(bench, office)
    assert page.answers is not None
    page.answers.all.buttons["wissen"].click()
    page.sure.click()
    bench.prompts.place = office.file("terug.acknowledgement")
    page.answer_button.click()
    bench.settle()
    bench.desk.show_notices(office.pid)
    found = notices(bench)
    bench.prompts.place = office.file("nogmaals.acknowledgement")
    found.rows[0].button.click()
    bench.settle()
    assert office.file("nogmaals.acknowledgement").exists()


def test_full_disk_leaves_what_was_chosen_and_changes_nothing(
    bench: Bench, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = being_asked(bench, office)
    assert page.answers is not None
    page.answers.all.buttons["wissen"].click()
    page.sure.click()

    def full(*_: object, **__: object) -> None:
        raise StorageFault("storage-fault", "no-room")

    monkeypatch.setattr("eportfolio.workspace.replying.flush", full)
    bench.prompts.place = office.file("terug.acknowledgement")
    page.answer_button.click()
    bench.settle()
    assert page.bad.words
    assert page.answers.wipes
    assert page.answer_button.isEnabled()
    assert not office.file("terug.acknowledgement").exists()
    monkeypatch.undo()
    page.answer_button.click()
    bench.settle()
    assert office.file("terug.acknowledgement").exists()


def test_full_disk_while_making_says_so_and_shows_what_is_so(
    bench: Bench, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = telling(bench, office)

    def full(*_: object, **__: object) -> None:
        raise StorageFault("storage-fault", "no-room")

    monkeypatch.setattr("eportfolio.workspace.notices_out.flush", full)
    bench.prompts.place = office.folder
    page.make_button.click()
    bench.settle()
    assert page.bad.words
    assert page.rows[0].is_chosen
    assert not list(office.folder.glob("*.withdrawal"))


def test_recipient_who_is_no_longer_trusted_is_named_with_the_reason(
    bench: Bench, office: Office
) -> None:
    withdrawn(bench, office)
    with vault(office, bench, "giver") as giver:
        giver.contacts.revoke(office.to)
    opened(bench, office, "giver")
    bench.desk.show_notices(office.pid)
    page = notices(bench)
    bench.prompts.place = office.folder
    page.make_button.click()
    bench.settle()
    assert "Niet gemaakt" in shown(page)
    assert not list(office.folder.glob("*.withdrawal"))


def test_lock_in_between_loses_only_what_was_not_saved(bench: Bench, office: Office) -> None:
    page = being_asked(bench, office)
    assert page.answers is not None
    page.answers.all.buttons["wissen"].click()
    bench.window.lock()
    bench.settle()
    assert "Wijzigingen niet opgeslagen" in bench.prompts.asked
    assert bench.window.desk is None
    bench.unlock()
    assert today(bench) == []  # nothing was taken in yet


def test_what_is_no_notice_of_ours_is_refused_with_the_reason(bench: Bench, office: Office) -> None:
    file = told(bench, office)
    page = read_file(bench, office, file, "giver")  # it is for somebody else
    assert page.bad.words
    assert "niets gewist" in shown(page)
    broken = office.file("kapot.acknowledgement")
    broken.write_bytes(b"geen antwoord")
    bench.desk.show_asked(broken)
    page = asked(bench)
    assert page.bad.words
    bench.desk.show_receive()


def test_of_very_many_records_the_rest_follows_the_answer_for_all(theme: Theme) -> None:
    ids = [f"r{n}" for n in range(NAMED + 2)]
    lines = [NoticeLine(RecordId(one), "wens", f"Wens {one}", "B") for one in ids]
    answers = NoticeAnswers(theme, SimpleNamespace(lines=lines), (GROUND,))  # type: ignore[arg-type]
    assert len(answers.each) == NAMED
    assert "nog 2 gegevens" in shown(answers)
    answers.each["r0"].choose("wissen")
    assert answers.waiting == NAMED + 1
    assert answers.wipes == 1
    answers.all.choose("bewaren")
    assert answers.waiting == NAMED + 2  # the ground is lacking
    assert answers.all.ground is not None
    assert answers.all.source is not None
    answers.all.ground.setCurrentIndex(1)
    answers.all.source.setText("zaak 12")
    assert answers.waiting == 0
    chosen = answers.value()
    assert chosen.default == Choice("bewaren", GROUND, "zaak 12")
    assert chosen.by_record == {"r0": Choice("wissen")}


def test_what_belongs_to_a_record_shows_the_answer_that_it_follows(theme: Theme) -> None:
    proof, scan, said = map(RecordId, ("certificaat", "scan", "reactie"))
    lines = [
        NoticeLine(proof, "certificaat", "Diploma", "B"),
        NoticeLine(scan, "document", "Scan", "B", (proof,)),
        NoticeLine(said, "reactie", "klopt", "B", (scan,)),
    ]
    answers = NoticeAnswers(theme, SimpleNamespace(lines=lines), (GROUND,))  # type: ignore[arg-type]
    answers.each["certificaat"].choose("wissen")
    assert [one.state.text() for one in answers.each.values()] == ["Wissen"] * 3
    assert (answers.waiting, answers.wipes) == (0, 3)
    answers.each["scan"].choose("wissen")
    answers.each["certificaat"].choose("bewaren")
    ground, source = answers.each["certificaat"].ground, answers.each["certificaat"].source
    assert ground is not None
    assert source is not None
    ground.setCurrentIndex(1)
    source.setText("zaak 12")
    assert [one.state.text() for one in answers.each.values()] == ["Bewaren", "Wissen", "Wissen"]
    assert (answers.waiting, answers.wipes) == (0, 2)


def test_dossier_about_which_nothing_was_shared_says_so(bench: Bench, office: Office) -> None:
    opened(bench, office, "giver")
    bench.desk.show_notices(office.pid)
    assert "Geen berichten" in shown(notices(bench))
