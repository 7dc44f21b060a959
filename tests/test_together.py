"""The client's answers, what is offered to share, what was shown, and proof: through the core."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from typing import Any

import pytest
from builders import PASSPHRASE, Two, consent_request, dossier, find_record

from eportfolio import texts
from eportfolio.consent import decisions
from eportfolio.crypto import age_decrypt, digest
from eportfolio.errors import EportfolioError, InvalidRecord, NotPermitted, WrongPassphrase
from eportfolio.workspace import sentences, shown
from eportfolio.workspace.results import Sent
from eportfolio.workspace.together import KEEP_HERE, OWN_WORDS, RIGHT, WRONG, Given


def loaded(two: Two) -> str:
    return two.load(dossier())


def say(two: Two, pid: str, kind: str, answer: str, words: str = "", **more: Any) -> Any:
    record = find_record(two.giver, pid, kind).id
    return two.giver.together.answer(pid, [Given(record, answer, words, "ar")], **more)


def item(two: Two, pid: str, kind: str) -> Any:
    (found,) = [one for one in two.giver.together.table(pid).items if one.kind == kind]
    return found


def test_an_answer_is_a_record_with_its_words_language_and_day(two: Two) -> None:
    pid = loaded(two)
    say(two, pid, "wens", OWN_WORDS, "ik bak liever brood", day=date(2026, 2, 27))
    found = find_record(two.giver, pid, "reactie").body
    assert found["antwoord"] == OWN_WORDS
    assert found["woorden"] == "ik bak liever brood"
    assert found["taal"] == "Arabisch"
    assert found["dag"] == "2026-02-27"


def test_the_latest_answer_counts_by_its_day(two: Two) -> None:
    pid = loaded(two)
    say(two, pid, "wens", RIGHT)
    say(two, pid, "wens", KEEP_HERE, day=date(2026, 2, 1))  # a sheet that is entered later
    assert item(two, pid, "wens").answer.answer == RIGHT


def test_wrong_is_to_do_until_the_record_is_changed_and_the_old_value_stays(two: Two) -> None:
    pid = loaded(two)
    say(two, pid, "wens", WRONG, "bakker")
    assert item(two, pid, "wens").answer.asks_change
    record = find_record(two.giver, pid, "wens").id
    two.giver.dossiers.amend(pid, record, {"eigen_woorden": "Ik wil bakker worden"})
    assert not item(two, pid, "wens").answer.asks_change
    history = two.giver.dossiers.history(pid, record)
    assert len([one for one in history if one.items]) >= 2


def test_a_day_to_come_and_nothing_at_all_are_refused(two: Two) -> None:
    pid = loaded(two)
    with pytest.raises(InvalidRecord) as caught:
        say(two, pid, "wens", RIGHT, day=date(2030, 1, 1))
    assert caught.value.key == "reaction-in-future"
    with pytest.raises(InvalidRecord) as caught:
        two.giver.together.answer(pid, [])
    assert caught.value.key == "answers-none"


def opened(two: Two, sent: Sent) -> bytes:
    """Every byte of a bundle, as its recipient finds them; disclosures are read as well."""
    keys = [one.age for one in two.taker._session.vault.identities]
    inside = age_decrypt(sent.file.read_bytes(), keys)
    found = [
        part + b"=" * (-len(part) % 4) for part in re.findall(rb"(?<=~)[A-Za-z0-9_-]{20,}", inside)
    ]
    return inside + b"".join(base64.urlsafe_b64decode(one) for one in found)


def test_not_to_share_said_after_the_consent_is_absent_from_every_later_bundle(two: Two) -> None:
    pid = loaded(two)
    consent = two.consent(pid, later_items=True, one_bundle=False)
    first = two.send(pid, consent)
    two.clock.advance(minutes=1)
    say(two, pid, "wens", KEEP_HERE)
    second = two.send(pid, consent)
    preview = two.giver.handovers.preview(pid, consent, two.to)
    (line,) = [one for one in preview.lines if one.kind == "wens"]
    assert line.stays == "niet-delen"
    assert first.records - second.records == 1
    inside = opened(two, second)
    assert b"Fiets via gemeente" in inside
    assert b"Ik wil kok worden" not in inside
    assert b"niet delen" not in inside
    received = two.receive(second)
    assert received.portfolio == pid
    wanted = {one.kind for one in two.taker.dossiers.read(pid)}
    assert "wens" not in wanted
    assert "reactie" not in wanted


def test_wrong_and_own_words_arrive_with_the_item(two: Two) -> None:
    pid = loaded(two)
    say(two, pid, "wens", WRONG, "ik wil bakker worden")
    say(two, pid, "afspraak", OWN_WORDS, "de fiets is er nog niet")
    two.clock.advance(minutes=1)
    two.receive(two.send(pid, two.consent(pid)))
    arrived = {
        str(one.body["antwoord"]): str(one.body["woorden"])
        for one in two.taker.dossiers.read(pid)
        if one.kind == "reactie"
    }
    assert arrived == {WRONG: "ik wil bakker worden", OWN_WORDS: "de fiets is er nog niet"}


def test_the_table_shows_nothing_that_never_leaves(two: Two) -> None:
    pid = loaded(two)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "geheim", "laag": "X"})
    table = two.giver.together.table(pid)
    seen = json.dumps([one.body for one in table.items], default=str)
    assert "geheim" not in seen
    assert "fietsenbank" not in seen


def test_what_is_offered_leaves_out_what_may_not_be_shared(two: Two) -> None:
    pid = loaded(two)
    before = {one.group: len(one.records) for one in two.giver.together.table(pid).offers}
    assert before["documenten"] == 1  # the diploma goes with its certificate
    say(two, pid, "wens", KEEP_HERE)
    after = {one.group for one in two.giver.together.table(pid).offers}
    assert set(before) - after == {"wensen"}


# What was shown


def test_what_was_shown_is_pinned_and_can_be_made_again(two: Two) -> None:
    pid = loaded(two)
    consent = two.consent(pid, shown="samen-scherm", language="ti")
    (found,) = [one for one in two.giver.consents.all(pid) if one.consent.id == consent]
    pinned = found.consent.payload["shown"]
    assert pinned["sha256"] == digest(shown.canonical("ti"))
    assert pinned["language"] == "ti"
    said = json.loads(shown.canonical("ti"))
    assert said["notice"] == [texts.shown_notice("nl").text, texts.shown_notice("ti").text]
    assert [sentences.MAY_SAY_NO, "ኣይፋልን ክትብሉ ትኽእሉ።"] in said["sentences"]
    items = dict(said["items"])
    assert items["Mijn wens"] == texts.words(texts.CLIENT, "ti").phrase("Mijn wens")


def test_without_the_screen_nothing_is_pinned(two: Two) -> None:
    pid = loaded(two)
    two.consent(pid)
    (found,) = two.giver.consents.all(pid)
    assert "shown" not in found.consent.payload


def test_what_was_shown_travels_and_is_accepted(two: Two) -> None:
    pid = loaded(two)
    sent = two.send(pid, two.consent(pid, shown="samen-scherm"))
    assert two.receive(sent).portfolio == pid


def test_every_sentence_of_the_talk_is_short_and_pinned() -> None:
    said = [
        one
        for name, value in vars(sentences).items()
        if name.isupper()
        for one in ((value,) if isinstance(value, str) else _strings(value))
        if one and one[0].isupper() and " " in one
    ]
    long = [
        part for text in said for part in re.split(r"(?<=[.?!]) ", text) if len(part.split()) > 10
    ]
    assert long == []


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(value.values())
    return tuple(value) if isinstance(value, tuple) else ()


# Proof


LACKING = {
    "language": {"language": ""},
    "notice": {"notice": {"version": "2026-11", "language": "nl", "sha256": None}},
    "interpreter": {"interpreter": {"kind": "geen", "name": None, "relative": False}},
    "teach_back": {"teach_back": {"done": False, "words": None}},
}


def payload_of(two: Two, pid: str) -> dict[str, Any]:
    two.consent(pid)
    (found,) = two.giver.consents.all(pid)
    return dict(found.consent.payload)


@pytest.mark.parametrize("name", LACKING)
def test_a_consent_that_lacks_proof_is_none(two: Two, name: str) -> None:
    payload = payload_of(two, loaded(two)) | LACKING[name]
    with pytest.raises(NotPermitted) as caught:
        decisions.require_proof(payload)
    assert name in caught.value.facts["lacking"]  # type: ignore[operator]


@pytest.mark.parametrize("name", LACKING)
@pytest.mark.parametrize("is_gone", [False, True], ids=["empty", "not there"])
def test_it_unlocks_no_export_and_is_refused_at_the_other_side(
    two: Two, monkeypatch: pytest.MonkeyPatch, name: str, is_gone: bool
) -> None:
    """Signed by our own key, as a tampered program would: the export and the recipient refuse."""
    pid = loaded(two)
    build = decisions.build

    def careless(*values: Any) -> dict[str, Any]:
        payload = build(*values) | LACKING[name]
        if is_gone and name in ("notice", "language"):
            del payload[name]
        return payload

    from eportfolio.workspace import consents, giving

    monkeypatch.setattr(consents.rules, "build", careless)
    consent = two.consent(pid)
    with pytest.raises(NotPermitted) as caught:
        two.send(pid, consent)
    assert caught.value.key == "consent-evidence"
    monkeypatch.setattr(giving, "require_proof", lambda payload: None)
    sent = two.send(pid, consent)
    with pytest.raises(EportfolioError) as refused:
        two.receive(sent)
    assert refused.value.code in ("consent-evidence", "not-authentic")


@pytest.mark.parametrize(
    "change",
    [
        {"language": ""},
        {"language": None},
        {"teach_back": {"done": False}},
        {"interpreter": {"kind": "geen"}},
        {"interpreter": {"kind": "telefonisch"}},
        {"notice": "2020-01"},
        {"notice": {"sha256": "0" * 64}},
        {"shown": "elders"},
        {"sha256": "0" * 64},
    ],
    ids=str,
)
def test_a_tampered_request_records_nothing(two: Two, change: dict[str, Any]) -> None:
    pid = loaded(two)
    with pytest.raises((NotPermitted, InvalidRecord)):
        two.giver.consents.give(pid, consent_request(two.to, **change), two.folder)
    assert two.giver.consents.all(pid) == []


def test_a_request_cannot_bring_its_own_text_hash(two: Two) -> None:
    pid = loaded(two)
    two.consent(pid, shown="samen-scherm")
    (found,) = two.giver.consents.all(pid)
    assert found.consent.payload["notice"] == texts.notice(language="ar")


# The passphrase


def test_the_passphrase_is_asked_again_without_unlocking(two: Two) -> None:
    two.giver.require_passphrase(PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        two.giver.require_passphrase("een andere zin")
    assert loaded(two)  # it is still open
