"""Notices and answers that are forged, changed, cut, replayed or for somebody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, files
from test_notices import ERASE_ALL, answered, every_state, given, states, taken_back, told

from eportfolio import signing
from eportfolio.bundle import letters
from eportfolio.bundle import notice as notices
from eportfolio.bundle.notice import read_acknowledgement, read_notice
from eportfolio.consent import EVENT_TYP
from eportfolio.crypto import age_encrypt
from eportfolio.errors import EportfolioError, NotAuthentic, NotPermitted, Unsupported
from eportfolio.signing import Signer
from eportfolio.workspace import Workspace


def opened(workspace: Workspace, path: Path) -> bytes:
    return letters.read_letter(path, [one.age for one in workspace._session.vault.identities])


def payload_of(jws: bytes) -> dict[str, Any]:
    return signing.load_object(signing.decode(jws.decode().split(".")[1]))


def forged(
    two: Two,
    path: Path,
    change: Callable[[dict[str, Any]], object],
    *,
    typ: str = notices.TYP,
    signer: Signer | None = None,
    to: Workspace | None = None,
) -> Path:
    """The notice again with something else in it, signed by the sender unless told otherwise."""
    reader = two.taker if typ == notices.TYP else two.giver
    signed = payload_of(opened(reader, path))
    change(signed)
    writer = two.giver if typ == notices.TYP else two.taker
    jws = (signer or writer._session.signer).sign(signing.dump_json(signed), typ)
    made = two.folder / f"forged{path.suffix}"
    made.write_bytes(age_encrypt(jws, (to or reader).contacts.own.recipient))
    return made


def refused(two: Two, path: Path) -> str:
    """Why the taker refuses it, looked at or taken in; nothing is changed."""
    before = files(two.taker.path)
    with pytest.raises(EportfolioError) as looked:
        two.taker.notices.look(path)
    with pytest.raises(EportfolioError) as taken:
        two.taker.notices.receive(path, ERASE_ALL, two.folder / "no.acknowledgement")
    assert looked.value.key == taken.value.key
    assert not (two.folder / "no.acknowledgement").exists()
    two.taker._session.write_log()
    assert files(two.taker.path) == before
    assert two.taker.notices.all() == []
    return taken.value.key


def event_by(signer: Signer, **changes: Any) -> str:
    said = {
        "v": 1,
        "consent": "x",
        "event": "withdrawn",
        "at": "2026-03-02T09:00:00+00:00",
        "by": {},
        "reason": None,
        "head": "",
        "ledger": "",
    } | changes
    return signer.sign(signing.dump_json(said), EVENT_TYP).decode()


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "bundle": (lambda one: one["bundle"].update(id="0" * 32), "notice-unknown-bundle"),
    "file": (lambda one: one["bundle"].update(sha256="0" * 64), "notice-unknown-bundle"),
    "dossier": (
        lambda one: one.update(pid="0b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10"),
        "notice-unknown-bundle",
    ),
    "item": (
        lambda one: one.update(digests=sorted([*one["digests"], "A" * 43])),
        "notice-unknown-item",
    ),
    "not all": (lambda one: one["digests"].pop(), "notice"),
    "nothing": (lambda one: one.update(digests=[]), "notice"),
    "twice": (lambda one: one.update(digests=[one["digests"][0]] * 2), "notice"),
    "unsorted": (lambda one: one["digests"].reverse(), "notice"),
    "about": (lambda one: one.update(about="zomaar"), "notice"),
    "no event": (lambda one: one.pop("event"), "notice"),
    "event of a correction": (lambda one: one.update(about="gecorrigeerd"), "notice"),
    "consent": (lambda one: one.update(consent="0" * 64), "notice"),
    "from": (lambda one: one.update({"from": "x"}), "notice"),
    "for another": (lambda one: one["aud"].update(card="x"), "wrong-recipient"),
    "another key": (lambda one: one["aud"].update(recipient="x"), "wrong-recipient"),
    "future": (lambda one: one.update(made="2026-03-02T13:00:00+00:00"), "notice-clock"),
    "before the card": (lambda one: one.update(made="2020-01-01T00:00:00+00:00"), "sender-expired"),
    "newer": (lambda one: one.update(v=2), "unsupported-version"),
    "no version": (lambda one: one.pop("v"), "unsupported-version"),
    "id": (lambda one: one.update(id=1), "notice"),
    "pid": (lambda one: one.update(pid="../../x"), "notice"),
    "made": (lambda one: one.update(made="gisteren"), "notice"),
    "event early": (lambda one: one.update(made="2026-03-02T09:00:00+00:00"), "notice-event"),
    "no cards": (lambda one: one.pop("cards"), "notice"),
    "cards": (lambda one: one.update(cards=["x"]), "not-signed"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_notice_is_refused_with_its_own_reason(two: Two, name: str) -> None:
    change, reason = CHANGES[name]
    _, file = told(two)
    assert refused(two, forged(two, file, change)) == reason


@pytest.mark.parametrize(
    ("changes", "stranger"),
    [
        ({}, True),
        ({"event": "expired"}, False),
        ({"consent": "y"}, False),
        ({"at": "2026-03-02T18:00:00+00:00"}, False),
    ],
    ids=str,
)
def test_a_withdrawal_that_is_not_genuine_is_refused(
    two: Two, changes: dict[str, Any], *, stranger: bool
) -> None:
    pid, file = told(two)
    signer = Signer.generate() if stranger else two.giver._session.signer
    consent = payload_of(opened(two.taker, file))["consent"]
    event = event_by(signer, **{"consent": consent} | changes)
    assert refused(two, forged(two, file, lambda one: one.update(event=event))) == "notice-event"
    assert two.taker.dossiers.locks(pid) == {}


def test_a_stranger_is_refused_and_so_is_who_sent_something_else(two: Two) -> None:
    _, file = told(two)
    nobody = Signer.generate()
    assert refused(two, forged(two, file, lambda _: None, signer=nobody)) == "unknown-sender"
    other = two.folder / "other"
    workspace, _ = Workspace.create(
        other, "een andere wachtwoordzin", name="D. Anders", organisation="G", clock=two.clock,
        unlock_seconds=0,
    )  # fmt: skip
    with workspace:
        card = two.folder / "other.card"
        workspace.contacts.export_own(card)
        two.taker.contacts.import_card(card, None)
        mine = workspace._session.signer

        def change(one: dict[str, Any]) -> None:
            one["from"] = mine.thumbprint

        made = forged(two, file, change, signer=mine)
        assert refused(two, made) == "sender-unknown"
        two.taker.contacts.import_card(card, workspace.contacts.own.fingerprint)
        assert refused(two, made) == "notice-other-sender"
        made = forged(two, file, lambda _: None, signer=mine)
        assert refused(two, made) == "notice"
        two.taker.contacts.revoke(mine.thumbprint)
        assert refused(two, made) == "sender-revoked"
        sealed = forged(two, file, lambda _: None, to=workspace)
        assert refused(two, sealed) == "wrong-recipient"


def test_a_notice_of_another_type_or_without_a_dossier_is_refused(two: Two) -> None:
    _, file = told(two)
    made = forged(two, file, lambda _: None)
    jws = two.giver._session.signer.sign(b"{}", "handover-receipt+jws")
    made.write_bytes(age_encrypt(jws, two.taker.contacts.own.recipient))
    assert refused(two, made) == "type"
    made.write_bytes(age_encrypt(b"geen kennisgeving", two.taker.contacts.own.recipient))
    assert refused(two, made) == "not-signed"


def test_cut_at_any_length_or_with_any_byte_changed_it_is_refused(two: Two) -> None:
    pid, file = told(two)
    whole = file.read_bytes()
    for cut in range(0, len(whole), 97):
        file.write_bytes(whole[:cut])
        with pytest.raises(NotAuthentic):
            two.taker.notices.look(file)
    for at in range(0, len(whole), 61):
        changed = bytearray(whole)
        changed[at] ^= 1
        file.write_bytes(changed)
        with pytest.raises(NotAuthentic):
            two.taker.notices.look(file)
    file.write_bytes(whole + b"x")
    with pytest.raises(NotAuthentic):
        two.taker.notices.look(file)
    assert two.taker.dossiers.locks(pid) == {}


def test_a_replay_is_told_apart_and_its_answer_can_be_written_again(two: Two) -> None:
    pid, file = told(two)
    two.taker.notices.receive(file)
    assert two.taker.notices.look(file).is_known
    with pytest.raises(EportfolioError, match="notice-known") as again:
        two.taker.notices.receive(file)
    assert again.value.facts["date"] == two.clock.now.date().isoformat()
    assert again.value.exit_code == 3
    assert states(two.taker) == ["te-beantwoorden"]
    assert len(two.taker.dossiers.locks(pid)) > 1


def test_a_clock_that_was_set_back_lets_nothing_through(two: Two) -> None:
    pid, consent = given(two)
    made = taken_back(two, pid, consent)
    assert made.file is not None
    two.clock.advance(hours=-2)
    with pytest.raises(NotAuthentic, match="notice-clock"):
        two.taker.notices.receive(made.file)
    assert states(two.giver) == ["gemaakt"]  # it does not depend on the clock
    with pytest.raises(EportfolioError, match="consent-withdrawn"):
        two.send(pid, consent)


def test_of_a_dossier_that_never_came_nothing_is_known(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid, **EVERYTHING)
    two.send(pid, consent)
    made = taken_back(two, pid, consent)
    assert made.file is not None
    assert refused(two, made.file) == "notice-unknown-bundle"


def test_a_circle_of_cards_has_an_end(two: Two) -> None:
    card = two.giver.contacts.own
    circle = replace(card, previous=card.thumbprint)
    assert set(notices.senders_keys(circle, lambda _: circle, [])) == {card.thumbprint}


def test_an_earlier_card_that_nobody_has_ends_the_row(two: Two) -> None:
    card = two.giver.contacts.own
    after = replace(card, previous="k" * 43)
    assert set(notices.senders_keys(after, lambda _: None, [])) == {card.thumbprint}


# Answers


def acknowledged(two: Two) -> tuple[str, Path]:
    pid, file = told(two)
    done = answered(two, file, ERASE_ALL)
    assert done.answer is not None
    return pid, done.answer


def not_closed(two: Two, path: Path) -> str:
    with pytest.raises(EportfolioError) as refusal:
        two.giver.notices.close(path)
    assert states(two.giver) == ["gemaakt"]
    return refusal.value.key


def _first(one: dict[str, Any]) -> str:
    return str(sorted(one["items"])[0])


ANSWERS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another notice": (lambda one: one.update(notice="0" * 64), "acknowledgement-unknown"),
    "no notice": (lambda one: one.update(notice=""), "acknowledgement-unknown"),
    "another dossier": (
        lambda one: one.update(pid="0b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10"),
        "acknowledgement",
    ),
    "incomplete": (lambda one: one["items"].pop(_first(one)), "acknowledgement-incomplete"),
    "more": (lambda one: one["items"].update(x="gewist"), "acknowledgement-incomplete"),
    "a word": (lambda one: one["items"].update({_first(one): "misschien"}), "acknowledgement"),
    "kept without a ground": (
        lambda one: one["items"].update({_first(one): "bewaard"}),
        "acknowledgement",
    ),
    "a ground of its own": (
        lambda one: (
            one["items"].update({_first(one): "bewaard"}),
            one["grounds"].update({_first(one): "omdat het kan"}),
        ),
        "acknowledgement",
    ),
    "a ground too many": (lambda one: one["grounds"].update(x="y"), "acknowledgement"),
    "newer": (lambda one: one.update(v=2), "unsupported-version"),
    "at": (lambda one: one.update(at="nu"), "acknowledgement"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_changed_answer_leaves_the_notice_open(two: Two, name: str) -> None:
    change, reason = ANSWERS[name]
    _, answer = acknowledged(two)
    made = forged(two, answer, change, typ=notices.ACK_TYP)
    assert not_closed(two, made) == reason


def test_an_answer_by_somebody_else_leaves_the_notice_open(two: Two) -> None:
    _, answer = acknowledged(two)
    nobody = Signer.generate()
    made = forged(two, answer, lambda _: None, typ=notices.ACK_TYP, signer=nobody)
    assert not_closed(two, made) in ("key", "signature")
    two.giver.contacts.revoke(two.to)
    assert not_closed(two, answer) == "sender-revoked"
    two.giver._session.register.store.write("DELETE FROM contacts", ())
    assert not_closed(two, answer) == "unknown-sender"


def test_an_answer_that_was_cut_or_goes_the_wrong_way_leaves_it_open(two: Two) -> None:
    _, answer = acknowledged(two)
    whole = answer.read_bytes()
    for cut in range(0, len(whole), 101):
        answer.write_bytes(whole[:cut])
        with pytest.raises(NotAuthentic):
            two.giver.notices.close(answer)
    answer.write_bytes(whole)
    with pytest.raises(NotAuthentic, match="wrong-recipient"):
        two.taker.notices.close(answer)
    sealed = forged(two, answer, lambda _: None, typ=notices.ACK_TYP, to=two.taker)
    with pytest.raises(NotAuthentic, match="acknowledgement-unknown"):
        two.taker.notices.close(sealed)
    two.giver.notices.close(answer)
    assert every_state(two.giver) == ["beantwoord"]


@pytest.mark.parametrize("reader", [lambda one: read_notice(one, ""), read_acknowledgement])
def test_what_is_no_object_of_ours_is_refused(reader: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(Unsupported):
        reader({})
    with pytest.raises(NotAuthentic):
        reader({"v": 1})
    with pytest.raises(NotAuthentic):
        reader(json.loads('{"v": 1, "notice": 1, "bundle": [], "digests": {}}'))


def test_a_second_answer_that_says_something_else_is_not_taken_for_the_first(two: Two) -> None:
    _, answer = acknowledged(two)
    first = two.giver.notices.close(answer)
    assert two.giver.notices.close(answer) == first

    def otherwise(one: dict[str, Any]) -> None:
        one["items"], one["grounds"] = dict.fromkeys(one["items"], "niet-hier"), {}

    made = forged(two, answer, otherwise, typ=notices.ACK_TYP)
    with pytest.raises(NotPermitted, match="acknowledgement-known"):
        two.giver.notices.close(made)
