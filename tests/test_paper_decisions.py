"""Paper about a decision, and paper of the office: what is signed is what is printed."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import Two, consent_request, dossier, find_record
from builders_pdf import alternatives, glyphless, tagged_lines, tagged_text
from PIL import Image
from pypdf import PdfReader
from reportlab.graphics.barcode.qr import QrCodeWidget

from eportfolio import texts
from eportfolio.checkpoint import require_checkpoint
from eportfolio.cli import main
from eportfolio.consent import sheet_number
from eportfolio.errors import InvalidRecord, NotPermitted, WrongUsage
from eportfolio.outputs import qr
from eportfolio.outputs.hours_report import by_month
from eportfolio.workspace.documents import Paper


def plain(paper: Paper) -> str:
    """The text of an office sheet, with even white space."""
    pages = PdfReader(io.BytesIO(paper.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def lines(paper: Paper) -> list[str]:
    return tagged_lines(paper.data)


# The sheet


def test_sheet_has_the_whole_notice_in_both_languages(two: Two) -> None:
    found = lines(two.giver.documents.consent_sheet(two.load(dossier()), "tr"))
    for language in ("nl", "tr"):
        for line in texts.shown_notice(language).text.splitlines():
            assert not line or " ".join(line.split()) in found, line


def test_sheet_ticks_nothing_and_asks_health_apart(two: Two) -> None:
    found = lines(two.giver.documents.consent_sheet(two.load(dossier()), "nl"))
    groups = [one.title for one in two.giver.consents.offer(two.load(dossier()))]
    asked = [found[n - 1] for n in range(1, len(found) - 1) if found[n : n + 2] == ["Ja", "Nee"]]
    assert asked[: len(groups)] == groups
    assert len(asked) == len(groups) + 3  # later items, an answer back, and the whole of it
    assert found.index("Aparte vraag") < found.index("Mijn gezondheid")
    assert found.index("Losse documenten") < found.index("Aparte vraag")


def test_sheet_of_a_draft_names_recipient_purpose_groups_and_end(two: Two) -> None:
    pid = two.load(dossier())
    draft = consent_request(two.to, groups=["afspraken"], valid_until="2026-05-04")
    text = "\n".join(lines(two.giver.documents.consent_sheet(pid, "nl", draft)))
    assert two.taker.contacts.own.name in text
    assert "Mijn nieuwe klantmanager neemt het over." in text
    assert "Mijn toestemming geldt tot en met 4 mei 2026." in text
    assert "Fiets via gemeente" in text
    assert "Mijn verhaal" not in text.split("Wat mag mee?")[1]


def test_draft_that_cannot_be(two: Two) -> None:
    pid = two.load(dossier())
    with pytest.raises(InvalidRecord):
        two.giver.documents.consent_sheet(pid, "nl", {"purpose": "poster"})
    with pytest.raises(NotPermitted):
        two.giver.documents.consent_sheet(pid, "nl", {"recipient": "niemand"})


def test_number_of_a_sheet_leads_to_the_version_it_shows(two: Two) -> None:
    pid = two.load(dossier())
    before = two.giver.dossiers.dump(pid)
    number = sheet_number(pid, before.head)
    text = tagged_text(two.giver.documents.consent_sheet(pid, "nl").data)
    assert number in text
    two.clock.now += timedelta(days=1)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "Later gezegd"})
    found = two.giver.consents.sheet(pid, number.replace(" ", ""))
    assert (found.head, found.size, found.number) == (before.head, before.size, number)
    given = two.consent(pid, head=found.head)
    sent = {
        line.headline
        for line in two.giver.handovers.preview(pid, given, two.to).lines
        if not line.stays
    }
    assert "Later gezegd" not in sent
    assert "Ik wil kok worden" in sent


@pytest.mark.parametrize("number", ["00000 00000", "", "x", "12345 6789"])
def test_number_of_no_sheet(two: Two, number: str) -> None:
    with pytest.raises(WrongUsage):
        two.giver.consents.sheet(two.load(dossier()), number)


def test_number_of_a_sheet_is_fixed() -> None:
    """A sheet that was printed years ago must still lead somewhere (consent.md, sheets)."""
    assert sheet_number("0f0e0d0c-0b0a-4908-8706-050403020100", "ab" * 32) == "46447 82730"


def test_review_sheet_has_four_boxes_for_each_record(two: Two) -> None:
    found = lines(two.giver.documents.review_sheet(two.load(dossier()), "nl"))
    boxes = ("Dit klopt", "Dit klopt niet", "Dit wil ik niet delen", "Mijn eigen woorden")
    counts = {found.count(box) for box in boxes}
    assert counts == {7}  # the document of the certificate goes with the certificate


# The receipt


def test_receipt_of_a_yes(two: Two) -> None:
    pid = two.load(dossier())
    agreement = find_record(two.giver, pid, "afspraak")
    two.consent(pid, groups=["plan", "afspraken"], excluded=[agreement.id], language="nl")
    paper = two.giver.documents.consent_receipt(pid, None)
    text = "\n".join(lines(paper))
    yes, no = text.split("Ja, dit mag mee")[1].split("Nee, dit blijft hier")
    assert "Onze afspraken" in yes
    assert "Mijn verhaal" not in yes
    assert "Mijn verhaal" in no.split("Zo mag het")[0]
    assert "Afspraak: Fiets via gemeente" in text
    assert "Ik zei ja." in text
    assert "Ik zeg tegen mijn klantmanager: ik stop." in text
    assert "mijn plan gaat mee" in text
    assert "tolk 4711" in text
    assert two.taker.contacts.own.name in text
    assert paper.left_out == ()
    for line in texts.shown_notice("nl").text.splitlines():
        assert " ".join(line.split()) in text


def stopped(two: Two, pid: str, consent: str) -> str:
    """The receipt of a permission that is taken back a day later, as it is read aloud."""
    two.clock.now += timedelta(days=1)
    two.giver.consents.withdraw(pid, consent, None)
    return tagged_text(two.giver.documents.consent_receipt(pid, consent, "nl").data)


def test_receipt_of_a_no_and_of_a_withdrawal(two: Two) -> None:
    pid = two.load(dossier())
    given = two.consent(pid)
    two.send(pid, given)
    text = stopped(two, pid, given)
    assert "Ik heb mijn ja ingetrokken." in text
    assert "Wat al weg is, heeft de ander nog." in text
    assert "Mijn klantmanager zegt de ander dat ik stop." in text
    assert "Ik hoor wat de ander antwoordt." in text
    assert "Zo stop ik" not in text
    two.giver.consents.refuse(pid, {"recipient": two.to, "purpose": "advice"}, two.folder)
    text = tagged_text(two.giver.documents.consent_receipt(pid, None, "nl").data)
    assert "Ik zei nee." in text
    assert "Mijn klantmanager stuurt niets met dit programma." in text
    assert "Mijn uitkering en mijn hulp blijven hetzelfde." in text
    assert "Ja, dit mag mee" not in text


def test_receipt_of_a_withdrawal_under_which_nothing_went_says_nothing_of_others(two: Two) -> None:
    pid = two.load(dossier())
    two.send(pid, two.consent(pid, purpose="advice"))
    given = two.consent(pid)
    text = stopped(two, pid, given)
    assert "Ik ben gestopt" in text
    assert "Er gaat niets nieuws meer weg." in text
    assert "Wat al weg is" not in text
    assert "Mijn klantmanager zegt de ander" not in text
    assert "Ik hoor wat de ander antwoordt." not in text


def test_receipt_of_a_renewed_permission_says_that_the_other_still_has_it(two: Two) -> None:
    pid = two.load(dossier())
    two.send(pid, two.consent(pid))
    renewed = two.consent(pid)
    text = stopped(two, pid, renewed)
    assert "Wat al weg is, heeft de ander nog." in text
    assert "Mijn klantmanager zegt de ander dat ik stop." in text
    assert [one.told.state for one in two.giver.notices.waiting(pid)] == ["te-maken"]


def test_receipt_is_in_the_language_of_the_talk(two: Two) -> None:
    pid = two.load(dossier())
    two.consent(pid, language="ti")
    assert two.giver.documents.consent_receipt(pid, None).language == "ti"


def test_receipt_of_no_decision(two: Two) -> None:
    pid = two.load(dossier())
    for consent in (None, "onbekend"):
        with pytest.raises(WrongUsage):
            two.giver.documents.consent_receipt(pid, consent)


def _signed_on_screen(two: Two, picture: bytes) -> Paper:
    pid = two.load(dossier())
    (two.folder / "handtekening.png").write_bytes(picture)
    how = {"how": "handtekening scherm", "evidence": "handtekening.png"}
    two.consent(pid, expressed=how, language="nl")
    return two.giver.documents.consent_receipt(pid, None, "nl")


def test_signature_is_shown_with_words_for_who_cannot_see_it(two: Two) -> None:
    drawn = io.BytesIO()
    Image.new("L", (900, 300), 255).save(drawn, "PNG")
    paper = _signed_on_screen(two, drawn.getvalue())
    assert paper.left_out == ()
    assert [one.split(",")[0] for one in alternatives(paper.data)] == [
        "Handtekening van de cliënt",
        "QR-code met het ondertekende controlepunt van het dossier",
    ]


@pytest.mark.parametrize("picture", [b"\x89PNG nothing", b"", b"GIF89a"])
def test_picture_that_cannot_be_read_is_told(two: Two, picture: bytes) -> None:
    paper = _signed_on_screen(two, picture)
    assert [one.what for one in paper.left_out] == ["picture"]
    assert "Een plaatje is niet te lezen. Het staat er niet." in tagged_text(paper.data)
    assert glyphless(paper.data) == 0


def test_receipt_without_the_text_of_then(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = two.load(dossier())
    two.consent(pid)
    elsewhere = {"version": "2026-11", "language": "nl", "sha256": "0" * 64}
    monkeypatch.setattr(texts, "notice", lambda *_: elsewhere)
    paper = two.giver.documents.consent_receipt(pid, None, "nl")
    assert "notice" in [one.what for one in paper.left_out]
    assert "De tekst die ik heb gezien" not in tagged_text(paper.data)


def test_code_holds_the_checkpoint_as_it_is_signed(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(
        "eportfolio.outputs.consent_receipt.drawing",
        lambda text: drawn.append(text) or qr.drawing(text),
    )
    pid = two.load(dossier())
    two.consent(pid)
    two.giver.documents.consent_receipt(pid, None, "nl")
    session = two.giver.documents._session
    with session.portfolio(pid) as portfolio:
        require_checkpoint(drawn[0], portfolio.journal.chain(), session.signer.public)


def test_code_is_dark_where_the_standard_says() -> None:
    """The three finders, the quiet zone, and every module as reportlab computes it."""
    code = QrCodeWidget("eportfolio", barLevel="M").qr
    code.make()
    rows = qr.modules("eportfolio")
    count = len(rows)
    for row, column in ((0, 0), (0, count - 7), (count - 7, 0)):
        assert all(rows[row][column : column + 7])
    assert rows == [[bool(code.isDark(r, c)) for c in range(count)] for r in range(count)]
    assert f'viewBox="0 0 {count + 8} {count + 8}"' in qr.drawing("eportfolio")


# The office


def test_hours_report_says_what_the_clock_says(two: Two) -> None:
    pid = two.load([*dossier(), *_z_route()])
    outlook = two.giver.terms.outlook(pid)
    text = plain(two.giver.documents.hours_report(pid))
    shown = [one for one in outlook.counters if one.applies]
    assert shown
    for one in shown:
        assert one.title in text
        assert f"Grondslag: {one.source}" in text
        total = sum(hours for _, hours in by_month(one))
        assert total == pytest.approx(sum(line.hours for line in one.lines))


def _z_route() -> list[dict[str, Any]]:
    plan = {"status": "Vastgesteld", "leerroute": "Z-route", "dagtekening": "2025-01-15"}
    hours = [
        {"datum": f"2025-0{month}-10", "categorie": "NT2-les", "uren": 6, "keurmerk": True}
        for month in range(2, 9)
    ]
    return [
        {"kind": "pip", "body": {"versienr": 1, "aanleiding": "Eerste PIP", **plan}},
        *({"kind": "urenregel", "body": body} for body in hours),
    ]


def test_hours_report_without_a_plan_says_so(two: Two) -> None:
    text = plain(two.giver.documents.hours_report(two.load(dossier())))
    assert "Urenrapport" in text


def test_proof_names_both_signers_and_every_item(two: Two) -> None:
    pid = two.load(dossier())
    sent, received, _ = two.hand_over(pid)
    for side in (two.giver, two.taker):
        text = plain(side.documents.handover_proof(pid))
        for one in (two.giver, two.taker):
            assert one.contacts.own.fingerprint in text
            assert one.contacts.own.thumbprint in text
        assert "Fiets" in text
        assert sent.bundle in text
        assert "nee" not in text.split("Onderdeel voor onderdeel")[1].split()
    assert received.portfolio == pid


def test_proof_before_the_receipt_claims_nothing(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    text = plain(two.giver.documents.handover_proof(pid, sent.bundle))
    assert "nog geen ontvangstbewijs" in text
    assert "ja, hetzelfde" not in text
    with pytest.raises(WrongUsage):
        two.giver.documents.handover_proof(pid, "onbekend")


def test_proof_of_no_handover(two: Two) -> None:
    with pytest.raises(WrongUsage):
        two.giver.documents.handover_proof(two.load(dossier()))


def test_card_on_paper(two: Two) -> None:
    own = two.giver.contacts.own
    text = plain(two.giver.documents.contact_card())
    assert own.thumbprint in text
    assert all(group in text for group in own.fingerprint.split(" "))
    assert len(own.raw) <= qr.LIMIT


def test_letters_the_office_lacks_are_told(two: Two) -> None:
    client = {"achternaam": "حكيمي", "voornamen": "أنس"}
    paper = two.giver.documents.hours_report(two.load([{"kind": "client", "body": client}]))
    assert [one.what for one in paper.left_out] == ["characters"]


# The command line


def test_render_answers_with_what_was_made(two: Two, capsys: pytest.CaptureFixture[str]) -> None:
    pid = two.load(dossier())
    two.hand_over(pid)
    two.giver.close()
    start = ["--vault", str(two.folder / "giver"), "--passphrase-file", str(_pass(two)), "--json"]
    for name, language in (
        ("client-portfolio", "ar"),
        ("consent-sheet", "uk"),
        ("review-sheet", "so"),
        ("consent-receipt", "fr"),
        ("hours-report", "nl"),
        ("handover-proof", "nl"),
    ):
        out = two.folder / f"{name}.pdf"
        words = ["render", pid, name, "--language", language, "--out", str(out)]
        assert main([*start, *words]) == 0
        told = json.loads(capsys.readouterr().out)
        assert set(told) == {"file", "pages", "language", "status", "left_out"}
        assert (told["file"], told["language"]) == (str(out), language)
        assert told["pages"] == len(PdfReader(out).pages)
        assert main([*start, *words]) == 6  # nothing is overwritten
        assert json.loads(capsys.readouterr().err)["details"]["reason"] == "exists"
    assert main([*start, "card", "sheet", str(two.folder / "card.pdf")]) == 0


def _pass(two: Two) -> Path:
    from builders import PASSPHRASE

    file = two.folder / "pass"
    file.write_text(f"{PASSPHRASE}\n")
    return file
