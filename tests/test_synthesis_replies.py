"""What the successor understood, and the predecessor's answer; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Two, consent_request, dossier, files, state

from eportfolio import signing
from eportfolio.bundle import reply as replies
from eportfolio.bundle.letters import read_letter
from eportfolio.bundle.receive import Answers
from eportfolio.crypto import age_encrypt
from eportfolio.errors import EportfolioError, NotAuthentic, NotPermitted, WrongUsage
from eportfolio.signing import Signer
from eportfolio.workspace import Workspace

UNDERSTOOD = "Zij wil de zorg in. De fiets is beloofd."
WORDS = "Klopt, maar de fiets komt van de fietsenbank."


class Handed:
    """A handover with a summary that went back; the receipt was read."""

    def __init__(self, two: Two, **changes: Any) -> None:
        self.two = two
        self.pid = two.load(dossier())
        self.consent = two.consent(self.pid, **{**EVERYTHING, **changes})
        self.sent = two.send(self.pid, self.consent)
        answers = Answers("overnemen", synthesis=UNDERSTOOD)
        two.close(two.receive(self.sent, answers=answers))

    @property
    def file(self) -> Path:
        return self.two.folder / "b.reply"

    def reply(self, words: str | None = WORDS, name: str = "b.reply") -> Any:
        place = self.two.folder / name
        return self.two.giver.stories.reply(self.sent.bundle, words, place)

    def jws(self) -> bytes:
        return read_letter(self.file, ages(self.two.taker))

    def forge(self, change: Callable[[dict[str, Any]], None], signer: Signer | None = None) -> None:
        """The same reply with something else in it, signed again."""
        payload = signing.load_object(signing.decode(self.jws().split(b".")[1].decode()))
        change(payload)
        giver = self.two.giver._session.signer
        jws = (signer or giver).sign(signing.dump_json(payload), replies.TYP)
        seal(self.two, self.file, jws)


def ages(workspace: Workspace) -> list[str]:
    return [one.age for one in workspace._session.vault.identities]


def seal(two: Two, file: Path, jws: bytes) -> None:
    file.write_bytes(age_encrypt(jws, two.taker.contacts.own.recipient))


@pytest.fixture
def handed(two: Two) -> Handed:
    return Handed(two)


def refused(two: Two, file: Path) -> tuple[str, str | None]:
    """Why the successor refuses it, after checking that nothing changed."""
    two.taker.dossiers.caseload()  # the register follows when somebody looks
    before = files(two.folder / "taker")
    with pytest.raises(EportfolioError) as error:
        two.taker.stories.take_in(file)
    assert files(two.folder / "taker") == before
    return error.value.code, error.value.reason


def test_answer_stands_beside_the_receipt_on_both_sides(handed: Handed, two: Two) -> None:
    before = state(two.taker, handed.pid)
    made = handed.reply()
    read = two.taker.stories.take_in(handed.file)
    assert read == made.reply
    assert (read.verdict, read.words) == ("aanvulling", WORDS)
    assert read.by["name"] == two.giver.contacts.own.name
    (ours,) = two.giver.stories.exchanges(handed.pid)
    (theirs,) = two.taker.stories.exchanges(handed.pid)
    assert (ours.words, ours.ours, ours.may_reply, ours.reply) == (UNDERSTOOD, False, False, read)
    assert (theirs.words, theirs.ours, theirs.reply) == (UNDERSTOOD, True, read)
    assert state(two.taker, handed.pid) == before  # a correction adds no records
    assert two.giver.check().problems == two.taker.check().problems == ()


def test_before_the_answer_the_predecessor_may_give_one(handed: Handed, two: Two) -> None:
    assert [one.may_reply for one in two.giver.stories.exchanges(handed.pid)] == [True]
    assert [one.may_reply for one in two.taker.stories.exchanges(handed.pid)] == [False]
    confirmed = handed.reply(None)
    assert (confirmed.reply.verdict, confirmed.reply.words) == ("klopt", None)


def test_file_that_got_lost_is_written_again_and_says_the_same(handed: Handed, two: Two) -> None:
    first = handed.reply()
    two.clock.advance(days=2)
    assert handed.reply(name="again.reply").reply == first.reply
    with pytest.raises(NotPermitted) as other:
        handed.reply(None, name="other.reply")
    assert other.value.code == "reply-given"
    assert not (two.folder / "other.reply").exists()


def test_answer_is_read_once(handed: Handed, two: Two) -> None:
    handed.reply()
    two.taker.stories.take_in(handed.file)
    assert refused(two, handed.file) == ("reply-known", None)
    handed.forge(lambda payload: payload.update(words="Toch anders."))
    assert refused(two, handed.file) == ("reply-known", None)


SHAPES: dict[str, dict[str, Any]] = {
    "verdict of no kind": {"verdict": "nee"},
    "right, with words": {"verdict": "klopt"},
    "completed without words": {"words": None},
    "blank words": {"words": "  "},
    "words that steer a screen": {"words": "a\u202eb"},
    "words without an end": {"words": "a" * (replies.WORDS_LIMIT + 1)},
    "no moment": {"at": "gisteren"},
    "by somebody else": {"by": {"card": "x", "name": "x", "organisation": "x"}},
    "by nobody": {"by": {}},
}


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES.keys())
def test_reply_of_another_shape(handed: Handed, two: Two, change: dict[str, Any]) -> None:
    handed.reply()
    handed.forge(lambda payload: payload.update(change))
    assert refused(two, handed.file) == ("not-authentic", "reply")


@pytest.mark.parametrize(
    "change",
    [{"receipt": "0" * 64}, {"bundle": "0" * 32}, {"pid": "0" * 36}],
    ids=["receipt", "bundle", "dossier"],
)
def test_reply_about_something_else(handed: Handed, two: Two, change: dict[str, Any]) -> None:
    handed.reply()
    handed.forge(lambda payload: payload.update(change))
    assert refused(two, handed.file) == ("not-authentic", "reply-unknown")


def test_newer_format(handed: Handed, two: Two) -> None:
    handed.reply()
    handed.forge(lambda payload: payload.update(v=2))
    assert refused(two, handed.file) == ("unsupported-version", None)


def test_reply_by_a_stranger(handed: Handed, two: Two) -> None:
    handed.reply()
    handed.forge(lambda payload: None, Signer.generate())
    assert refused(two, handed.file) == ("not-authentic", "key")


def test_reply_that_is_no_reply(handed: Handed, two: Two) -> None:
    handed.file.write_bytes(b"niets")
    assert refused(two, handed.file) == ("not-authentic", "not-age")
    seal(two, handed.file, b"geen.jws")
    assert refused(two, handed.file) == ("not-authentic", "not-signed")
    handed.file.write_bytes(age_encrypt(b"x", two.giver.contacts.own.recipient))
    assert refused(two, handed.file)[0] == "wrong-recipient"


def test_card_that_was_revoked_since(handed: Handed, two: Two) -> None:
    handed.reply()
    two.taker.contacts.revoke(two.giver.contacts.own.thumbprint)
    assert refused(two, handed.file) == ("unknown-sender", "sender-revoked")
    two.giver.contacts.revoke(two.to)
    with pytest.raises(NotPermitted) as error:
        handed.reply(name="late.reply")
    assert (error.value.code, error.value.reason) == ("unknown-recipient", "recipient-revoked")


def test_keys_that_were_rotated_since(handed: Handed, two: Two) -> None:
    two.giver.contacts.rotate()
    two.taker.contacts.rotate()
    handed.reply()
    assert two.taker.stories.take_in(handed.file).words == WORDS


def test_without_answer_back_there_is_nothing_to_answer(two: Two) -> None:
    handed = Handed(two, answer_back=False)
    with pytest.raises(WrongUsage) as error:
        handed.reply()
    assert error.value.reason == "no-such-synthesis"
    with pytest.raises(WrongUsage) as unknown:
        two.giver.stories.reply("0" * 32, None, handed.file)
    assert unknown.value.reason == "no-such-bundle"
    assert two.taker.stories.exchanges(handed.pid) == []


@pytest.mark.parametrize("how", ["withdrawn", "expired", "refused since"])
def test_nothing_more_is_said_when_the_client_took_it_back(
    handed: Handed, two: Two, how: str
) -> None:
    if how == "withdrawn":
        two.giver.consents.withdraw(handed.pid, handed.consent, None)
    elif how == "expired":
        two.clock.advance(days=400)
    else:
        two.clock.advance(days=1)
        two.giver.consents.refuse(handed.pid, consent_request(two.to), two.folder)
    with pytest.raises(NotPermitted) as error:
        handed.reply()
    expected = {"withdrawn": "withdrawn", "expired": "expired", "refused since": "superseded"}
    assert error.value.code == f"consent-{expected[how]}"
    assert not handed.file.exists()


def test_newer_consent_for_the_same_person_allows_it_too(handed: Handed, two: Two) -> None:
    two.clock.advance(days=1)
    two.consent(handed.pid)
    handed.reply()
    assert two.taker.stories.take_in(handed.file).words == WORDS
    two.clock.advance(days=1)


def test_newer_consent_without_answer_back_does_not(handed: Handed, two: Two) -> None:
    two.clock.advance(days=1)
    two.consent(handed.pid, answer_back=False)
    with pytest.raises(NotPermitted) as error:
        handed.reply()
    assert error.value.code == "consent-superseded"


def test_file_that_cannot_be_written_leaves_nothing(handed: Handed, two: Two) -> None:
    handed.file.write_bytes(b"iets")
    with pytest.raises(EportfolioError) as error:
        handed.reply()
    assert error.value.reason == "exists"
    assert [one.may_reply for one in two.giver.stories.exchanges(handed.pid)] == [True]


def test_predecessor_whose_card_was_lost_with_the_register(handed: Handed, two: Two) -> None:
    handed.reply()
    two.taker.close()
    (two.folder / "taker" / "register.db").unlink()
    two.taker = Workspace.open(two.folder / "taker", PASSPHRASE, clock=two.clock)
    assert refused(two, handed.file) == ("unknown-sender", None)


def test_reply_goes_to_the_newest_card_that_was_compared(handed: Handed, two: Two) -> None:
    """Who has the replaced key, reads nothing of it."""
    old = ages(two.taker)
    two.clock.advance(days=1)
    new = two.taker.contacts.rotate()
    two.giver.contacts.import_bytes(new.raw, None)
    with pytest.raises(NotPermitted) as error:
        handed.reply()
    assert (error.value.code, error.value.reason) == ("unknown-recipient", "recipient-replaced")
    two.giver.contacts.import_bytes(new.raw, new.fingerprint)
    handed.reply()
    with pytest.raises(NotAuthentic, match="wrong-recipient"):
        read_letter(handed.file, old)
    assert two.taker.stories.take_in(handed.file).words == WORDS
