"""How a client said yes: drawn on the screen, on a sheet signed earlier, for somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from builders import PASSPHRASE
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from test_consent_part import choose, decisions, fill, fill_in, form_of, part_of
from test_signature import draw, picture

from eportfolio.workspace import Workspace
from eportfolio.workspace.dossiers import Edit, new_id
from ui.consent_fields import DAY, EVIDENCE, HOW, SHEET, SIGNATURE, TIME, WAYS, WITNESS
from ui.consent_form import ConsentForm
from ui.consent_part import ConsentPart
from ui.fields import YesNoEditor

EARLIER = datetime(2026, 3, 3, 12, 0)  # noqa: DTZ001  # on the clock of the computer


def press(form: ConsentForm, name: str, words: str) -> None:
    editor = form.boxes[name].editor
    assert isinstance(editor, YesNoEditor)
    editor.buttons[words].click()


def signing(bench: Bench, office: Office) -> ConsentForm:
    """A whole yes, but for the signature on the screen."""
    form = form_of(bench, office)
    fill_in(bench, office, form)
    form.groups.boxes["identiteit"].box.click()
    choose(form, HOW, "handtekening scherm")
    QApplication.processEvents()
    return form


def on_paper(bench: Bench, office: Office) -> ConsentForm:
    form = form_of(bench, office)
    fill_in(bench, office, form)
    form.groups.boxes["afspraken"].box.click()
    return form


def record(bench: Bench, form: ConsentForm) -> None:
    form.save_button.click()
    bench.settle()


def recorded(bench: Bench, office: Office, form: ConsentForm) -> Any:
    record(bench, form)
    (found,) = decisions(bench, office)
    return found.consent


def asked(bench: Bench, work: Any) -> Any:
    found: list[Any] = []
    bench.tasks.run(bench.desk, work, found.append)
    bench.settle()
    return found[0]


def shown(form: ConsentForm) -> set[str]:
    names = (SIGNATURE, EVIDENCE, WITNESS, DAY, TIME, SHEET)
    return {name for name in names if form.boxes[name].isVisible()}


def facts_of(part: ConsentPart) -> dict[str, str]:
    named = (one.accessibleName() for one in part.findChildren(QWidget) if one.isVisible())
    return dict(name.split(": ", 1) for name in named if ": " in name)


def test_form_asks_what_the_chosen_way_needs(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    form.answers[True].click()
    assert shown(form) == set()
    for key, way in WAYS.items():
        choose(form, HOW, key)
        assert shown(form) == way.fields


def test_drawn_signature_is_recorded_byte_for_byte(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    draw(form.signature.pad)
    drawn = form.signature.pad.png()
    consent = recorded(bench, office, form)
    assert consent.payload["expressed"]["how"] == "handtekening scherm"
    how, kept = asked(bench, lambda one: one.consents.evidence(office.pid, consent.id))
    assert how == "handtekening scherm"
    assert kept == drawn
    assert picture(kept).width() == 1000


def test_drawing_touches_no_disk(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    draw(form.signature.pad)
    drawn = form.signature.pad.png()
    record(bench, form)
    files = [one for one in bench.folder.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if drawn[100:180] in one.read_bytes()]


def test_dot_is_refused_at_the_pad(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    draw(form.signature.pad, ((0.5, 0.5),))
    record(bench, form)
    assert "stip" in form.boxes[SIGNATURE].message.text()
    assert form.signature.pad.hasFocus()
    assert len(form.signature.pad.strokes) == 1
    assert decisions(bench, office) == []


def test_witness_is_asked_at_its_field(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    choose(form, HOW, "mondeling met getuige")
    record(bench, form)
    assert "getuige" in form.boxes[WITNESS].message.text()
    fill(bench, form, WITNESS, "B. Meijer")
    consent = recorded(bench, office, form)
    assert consent.evidence is None
    assert consent.payload["expressed"]["witness"] == "B. Meijer"


def test_what_belongs_to_another_way_is_left_out(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    draw(form.signature.pad)
    choose(form, HOW, "kruisje met getuige")
    fill(bench, form, WITNESS, "B. Meijer")
    fill(bench, form, DAY, "morgen")
    choose(form, HOW, "handtekening scherm")
    consent = recorded(bench, office, form)
    assert consent.payload["expressed"]["witness"] is None
    assert consent.given_on == bench.clock.now


def test_sheet_signed_earlier_covers_what_was_there_then(bench: Bench, office: Office) -> None:
    later = {"onderwerp": "Laptop", "wat": "Laptop van de gemeente", "status": "Open"}
    bench.clock.advance(days=3)
    with Workspace.open(office.file("giver"), PASSPHRASE, clock=bench.clock) as giver:
        giver.dossiers.save(office.pid, [Edit(new_id(), "afspraak", later)])
    bench.clock.advance(days=1)
    form = on_paper(bench, office)
    fill(bench, form, DAY, "03-03-2026")
    fill(bench, form, TIME, "12:00")
    assert "3 mrt 2026 om 12:00" in form.said.means.text()
    assert "niet mee" in form.said.means.text()
    press(form, "later_items", "Ja")
    assert "mag mee" in form.said.means.text()
    press(form, "later_items", "Nee")
    consent = recorded(bench, office, form)
    assert consent.given_on == EARLIER.astimezone()
    assert consent.payload["given_on"] == EARLIER.astimezone().isoformat()
    found = asked(bench, lambda one: one.handovers.preview(office.pid, consent.id, office.to))
    stays = {one.headline: one.stays for one in found.lines if one.kind == "afspraak"}
    assert stays == {"Fiets": None, "Laptop": "later"}
    assert facts_of(bench.page.consents)["Besloten op"] == "3 mrt 2026 12:00"
    assert facts_of(bench.page.consents)["Ingevoerd op"].startswith("6 mrt 2026")


def test_date_and_time_go_together_and_must_be_possible(bench: Bench, office: Office) -> None:
    form = on_paper(bench, office)
    fill(bench, form, DAY, "02-03-2026")
    record(bench, form)
    assert form.boxes[TIME].message.text() == "Vul ook de tijd in, of laat allebei leeg."
    for typed, said in (("9:99", "bestaat niet"), ("half tien", "uren:minuten")):
        form.boxes[TIME].editor.line.clear()
        fill(bench, form, TIME, typed)
        record(bench, form)
        told = form.boxes[DAY].message.text() + form.boxes[TIME].message.text()
        assert said in told
    form.boxes[TIME].editor.line.clear()
    fill(bench, form, TIME, "10:00")
    for day, said in (("03-03-2027", "toekomst"), ("01-01-2020", "leeg"), ("31-12-9999", "toe")):
        form.boxes[DAY].editor.line.clear()
        fill(bench, form, DAY, day)
        record(bench, form)
        assert said in form.boxes[DAY].message.text()
    assert decisions(bench, office) == []


def test_somebody_who_decides_for_the_client_has_a_mandate(bench: Bench, office: Office) -> None:
    form = on_paper(bench, office)
    fill(bench, form, "representative.name", "F. Bos")
    record(bench, form)
    assert "grond" in form.boxes["representative.mandate"].message.text()
    fill(bench, form, "representative.mandate", "bewind, beschikking rechtbank")
    consent = recorded(bench, office, form)
    assert consent.payload["representative"] == {
        "name": "F. Bos",
        "mandate": "bewind, beschikking rechtbank",
    }
    part = bench.page.consents
    assert facts_of(part)["Namens de cliënt"] == "F. Bos, bewind, beschikking rechtbank"


def test_mandate_without_a_name_is_refused(bench: Bench, office: Office) -> None:
    form = on_paper(bench, office)
    fill(bench, form, "representative.mandate", "mentorschap")
    record(bench, form)
    assert "naam" in form.boxes["representative.name"].message.text()


def test_one_bundle_unless_the_client_says_more(bench: Bench, office: Office) -> None:
    form = on_paper(bench, office)
    consent = recorded(bench, office, form)
    assert (consent.one_bundle, consent.onward_sharing) == (True, False)
    part = bench.page.consents
    assert facts_of(part)["Hoe vaak"] == "Voor één bestand"
    assert facts_of(part)["De opvolger"] == "Mag niet verder doorgeven"


def test_more_bundles_and_onward_sharing(bench: Bench, office: Office) -> None:
    form = on_paper(bench, office)
    press(form, "one_bundle", "Nee")
    press(form, "onward_sharing", "Ja")
    consent = recorded(bench, office, form)
    assert (consent.one_bundle, consent.onward_sharing) == (False, True)
    part = bench.page.consents
    assert facts_of(part)["Hoe vaak"] == "Voor meer dan één bestand"
    assert facts_of(part)["De opvolger"] == "Mag verder doorgeven"


def test_signature_is_looked_at_and_left_again(bench: Bench, office: Office) -> None:
    form = signing(bench, office)
    draw(form.signature.pad)
    record(bench, form)
    part = bench.page.consents
    bench.press(Qt.Key.Key_F3)
    bench.settle()
    bench.settle()
    assert part.evidence is not None
    assert part.evidence.sheet is not None
    assert not part.evidence.save_button.isVisible()
    bench.press(Qt.Key.Key_Escape)
    assert part.evidence is None
    assert part.view.hasFocus()
    QApplication.processEvents()
    assert "Hoe gezegd" in facts_of(part)


def test_evidence_has_the_room_to_itself_where_there_is_little(
    bench: Bench, office: Office
) -> None:
    office.agree()
    part = part_of(bench, office)
    bench.window.resize(1024, 700)
    QApplication.processEvents()
    part.look()
    bench.settle()
    assert not part.view.isVisible()
    part.leave_evidence()
    assert part.view.hasFocus()


def test_evidence_that_is_no_picture_is_told(bench: Bench, office: Office) -> None:
    office.agree()
    part = part_of(bench, office)
    (seen,) = [one for one in part.findChildren(QPushButton) if "bekijken" in one.text()]
    assert seen.accessibleName() == "Handtekening bekijken"
    seen.click()
    bench.settle()
    assert part.evidence is not None
    assert part.evidence.said


def test_refusal_and_spoken_yes_have_no_evidence_to_look_at(bench: Bench, office: Office) -> None:
    office.agree(expressed={"how": "mondeling met getuige", "witness": "B. Meijer"})
    part = part_of(bench, office)
    bench.press(Qt.Key.Key_F3)
    bench.settle()
    assert part.evidence is None
