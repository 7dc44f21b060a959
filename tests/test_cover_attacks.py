"""A colleague who covers, or somebody else, with a changed program: what may not come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Two, dossier, files, find_record
from builders_bundles import Change, Line, Parts, disclosed, payload_of, rebuild
from vectors.faults import late

from eportfolio import journal, signing
from eportfolio.bundle import bag
from eportfolio.bundle.receive import Answers
from eportfolio.cards import TYP as CARD_TYP
from eportfolio.cards import Card, make_card, read_card
from eportfolio.consent import CONSENT_TYP, permit_return, require_return
from eportfolio.crypto import age_recipient, digest, new_age_identity
from eportfolio.errors import EportfolioError, NotPermitted
from eportfolio.signing import Signer
from eportfolio.vault import Identity
from eportfolio.workspace import Workspace, returns
from eportfolio.workspace.consents import read_all

COVER: dict[str, Any] = {"purpose": "cover", **EVERYTHING}
NEW = {"eigen_woorden": "Ik wil leren lassen"}
OTHER = "5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11"


@pytest.fixture
def pid(two: Two) -> str:
    return lent(two)


def lent(two: Two, **changes: Any) -> str:
    """A dossier that was lent, with one wish that the colleague added."""
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid, **{**COVER, **changes}))
    two.receive(sent, answers=Answers())
    two.clock.advance(days=1)
    two.taker.dossiers.add(pid, "wens", NEW)
    return pid


def returned(two: Two, pid: str) -> Path:
    return two.taker.handovers.create_return(pid, two.folder).file


def refusal(
    two: Two, pid: str, change: Change, sender: Identity | None = None
) -> tuple[str, str | None]:
    """How the giver refuses a return that was changed and sealed again; nothing is stored."""
    giver = two.giver._session.vault.identity
    own = two.taker._session.vault.identity
    path = returned(two, pid)

    def changed(parts: Parts) -> None:
        change(parts)
        parts.sender = sender or own

    path.write_bytes(rebuild(path.read_bytes(), giver.age, own, changed))
    return refusal_of(two, path)


def refusal_of(two: Two, path: Path) -> tuple[str, str | None]:
    two.giver.dossiers.caseload()
    before = files(two.folder / "giver")
    for work in (
        lambda: two.giver.handovers.inspect(path),
        lambda: two.giver.handovers.receive(path, answers=Answers()),
    ):
        with pytest.raises(EportfolioError) as refused:
            work()
    assert files(two.folder / "giver") == before
    return refused.value.code, refused.value.reason


def own_line(parts: Parts) -> Line:
    """The revision that the colleague made."""
    return parts.lines[-1]


def value_of(parts: Parts) -> dict[str, Any]:
    *_, (_, _, _, value) = parts.texts()
    return dict(value)


def stranger(two: Two, **claimed: Any) -> Identity:
    """Somebody whose card the giver compared as well."""
    signer, age = Signer.generate(), new_age_identity()
    card = make_card(
        signer,
        name="N. Noor",
        role="klantmanager",
        organisation="Gemeente Elders",
        recipient=age_recipient(age),
        on=two.clock.now.date(),
    )
    if claimed:
        said = payload_of(card.raw) | claimed
        card = read_card(signer.sign(signing.dump_json(said), CARD_TYP))
    two.giver.contacts.import_bytes(card.raw, card.fingerprint)
    return Identity(signer, age, card)


# Unchanged, a return that was taken apart and sealed again is taken in


def test_a_return_that_was_only_sealed_again_is_sound(two: Two, pid: str) -> None:
    giver, own = (one._session.vault.identity for one in (two.giver, two.taker))
    path = returned(two, pid)
    path.write_bytes(rebuild(path.read_bytes(), giver.age, own, lambda _: None))
    assert two.giver.handovers.inspect(path).relation.name == "newer"


# What it holds


def test_an_old_record_is_not_changed_by_a_return(two: Two, pid: str) -> None:
    wish = find_record(two.giver, pid, "certificaat").id

    def change(parts: Parts) -> None:
        said = {**value_of(parts), "body": {"type": "BUITENL_DIPLOMA", "titel": "Anders"}}
        parts.add(own_line(parts), f"certificaat/{wish}", said)

    assert refusal(two, pid, change) == ("consent-scope", "outside-consent")


def test_an_old_record_is_not_withdrawn_by_a_return(two: Two, pid: str) -> None:
    wish = find_record(two.giver, pid, "certificaat").id

    def change(parts: Parts) -> None:
        said = {**value_of(parts), "body": None, "status": "vervallen"}
        parts.add(own_line(parts), f"certificaat/{wish}", said)

    assert refusal(two, pid, change) == ("consent-scope", "outside-consent")


def test_what_somebody_else_wrote_does_not_come_back(two: Two, pid: str) -> None:
    other = stranger(two)

    def change(parts: Parts) -> None:
        card = other.card
        by = {"card": card.thumbprint, "name": card.name, "organisation": card.organisation}
        text = disclosed(f"wens/{OTHER}", {**value_of(parts), "by": by})
        before = own_line(parts)
        payload = {
            **before.payload,
            "seq": before.payload["seq"] + 1,
            "prev": [before.was],
            "_sd": [journal.disclosure_digest(text)],
        }
        parts.lines.append(Line(payload, [text], other.signer, before.jws, "new"))
        parts.keys[f"{bag.KEYS}{card.thumbprint}.card"] = card.raw

    assert refusal(two, pid, change) == ("consent-scope", "outside-consent")


@pytest.mark.parametrize(
    ("kind", "body", "changes"),
    [
        ("gezondheid", {"effect_op_leren": "slaapt slecht"}, {"explicit": []}),
        ("wens", {"eigen_woorden": "anders"}, {"answer_back": False}),
    ],
    ids=["health without its own yes", "nothing may come back"],
)
def test_changed_program_sends_what_the_client_did_not_allow(
    two: Two, monkeypatch: pytest.MonkeyPatch, kind: str, body: Any, changes: dict[str, Any]
) -> None:
    pid = lent(two, **changes)
    two.taker.dossiers.add(pid, kind, body)

    def lax(_: str, consents: Any, __: Any, **asked: Any) -> Any:
        (consent,) = consents
        wide = {**asked, "known": asked["known"]}
        permission = permit_return(consent, wide["versions"], wide["sender"], wide["known"])
        every = frozenset(one.digest for one in wide["versions"])
        return type(permission)(consent, every, frozenset(), {}, {})

    monkeypatch.setattr(returns.rules, "require_return", lax)
    said = refusal_of(two, returned(two, pid))
    expected = "outside-consent" if "explicit" in changes else "no-answer-back"
    assert said == ("consent-scope", expected)


def test_no_without_words_is_not_brought_back_either(two: Two, pid: str) -> None:
    wish = find_record(two.giver, pid, "certificaat").id

    def change(parts: Parts) -> None:
        said = {"record": wish, "antwoord": "niet delen", "dag": "2026-03-03"}
        parts.add(own_line(parts), f"reactie/{OTHER}", {**value_of(parts), "body": said})

    assert refusal(two, pid, change) == ("consent-scope", "outside-consent")


# Under what


def test_a_consent_that_the_colleague_wrote_is_none_of_ours(two: Two, pid: str) -> None:
    def change(parts: Parts) -> None:
        own = two.taker._session.vault.identity.signer
        wider = {**parts.consent, "valid_until": "2099-01-01"}
        parts.licence = own.sign(signing.dump_json(wider), CONSENT_TYP)

    assert refusal(two, pid, change) == ("not-authentic", "return-unknown")


def test_another_consent_of_ours_licenses_no_return(two: Two, pid: str) -> None:
    """A yes for advice, with the same colleague."""
    advice = two.consent(pid, **{**COVER, "purpose": "advice"})
    with two.giver._session.portfolio(pid) as portfolio:
        statements = portfolio.ledger.of(CONSENT_TYP)
        (signed,) = [one.jws for one in statements if one.payload()["id"] == advice]

    def change(parts: Parts) -> None:
        parts.licence = signed.encode()
        parts.claims["not_after"] = parts.consent["valid_until"]

    assert refusal(two, pid, change) == ("not-authentic", "return-unknown")


def test_a_return_names_a_cover_that_was_made_here(two: Two, pid: str) -> None:
    handover = two.send(pid, two.consent(pid, **EVERYTHING))
    for named in ("0" * 32, handover.bundle):

        def change(parts: Parts, named: str = named) -> None:
            parts.claims["cover"] = named

        assert refusal(two, pid, change) == ("not-authentic", "return-unknown")


def test_a_return_of_a_dossier_that_was_never_here(two: Two, pid: str) -> None:
    def change(parts: Parts) -> None:
        parts.claims["pid"] = OTHER
        for line in parts.lines:
            line.payload["pid"] = OTHER

    assert refusal(two, pid, change) == ("not-authentic", "return-unknown")


@pytest.mark.parametrize("what", ["evidence", "event", "nothing"])
def test_only_the_consent_itself_comes_along(two: Two, pid: str, what: str) -> None:
    def members(found: dict[str, bytes]) -> None:
        if what == "nothing":
            (path,) = [one for one in found if one.startswith(bag.CONSENT)]
            del found[path]
        elif what == "evidence":
            found[bag.CONSENT + digest(b"scan")] = b"scan"
        else:
            found[f"{bag.CONSENT}{digest(b'event')}.jws"] = b"event"

    said = refusal(two, pid, late(members=members))
    assert said == ("consent-missing", None)


def test_dates_are_those_of_our_consent(two: Two, pid: str) -> None:
    def change(parts: Parts) -> None:
        parts.claims["not_after"] = "2099-01-01"

    assert refusal(two, pid, change) == ("not-authentic", "claims")


def test_return_made_after_the_last_day(two: Two) -> None:
    pid = lent(two, valid_until="2026-03-10")

    def change(parts: Parts) -> None:
        parts.claims["made"] = "2026-03-11T09:00:00+00:00"

    path = returned(two, pid)
    giver, own = (one._session.vault.identity for one in (two.giver, two.taker))
    path.write_bytes(rebuild(path.read_bytes(), giver.age, own, change))
    two.clock.advance(days=20)
    assert refusal_of(two, path) == ("consent-expired", None)


# By whom


def test_return_by_somebody_else_who_is_known(two: Two, pid: str) -> None:
    said = refusal(two, pid, lambda _: None, stranger(two))
    assert said == ("consent-recipient", None)


def test_card_that_only_says_to_follow_that_of_the_colleague(two: Two, pid: str) -> None:
    """Without the signature of the earlier key `previous` is a word like any other."""
    other = stranger(
        two,
        previous=two.to,
        endorsement=signing.encode(b"x" * 64),
    )
    assert isinstance(other.card, Card)
    said = refusal(two, pid, lambda _: None, other)
    assert said == ("consent-recipient", None)


# Its lists and its chain


def without_known(parts: Parts) -> None:
    parts.late.payload = lambda payload: payload.pop("known") and None


def less_known(parts: Parts) -> None:
    """One digest of the giver is said to be withheld by the client."""
    parts.claims["known"] = parts.claims["known"][1:]


def more_known(parts: Parts) -> None:
    """What was added and stays is said to be known."""
    line = own_line(parts)
    hidden = journal.disclosure_digest("x")
    line.payload["_sd"] = sorted([*line.payload["_sd"], hidden])
    parts.claims["known"] = sorted([*parts.claims["known"], hidden])


def known_twice(parts: Parts) -> None:
    parts.late.payload = lambda payload: payload["withheld"].append(payload["known"][0])


def ordinary(parts: Parts) -> None:
    """The same as if it were a cover by the colleague."""
    parts.claims["purpose"] = "cover"
    for name in ("cover", "known"):
        parts.claims.pop(name)


def ordinary_with_known(parts: Parts) -> None:
    parts.claims["purpose"] = "cover"


def begun_anew(parts: Parts) -> None:
    line = own_line(parts)
    line.payload |= {"seq": 1, "prev": []}
    parts.lines = [line]
    kept = f"{bag.KEYS}{parts.sender.card.thumbprint}.card"
    parts.keys = {kept: parts.keys[kept]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (without_known, "claims"),
        (less_known, "digest-lists"),
        (more_known, "digest-lists"),
        (known_twice, "digest-lists"),
        (ordinary, "consent-signer"),
        (ordinary_with_known, "claims"),
        (begun_anew, "chain-head"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_lists_and_chain_of_a_return_are_judged(
    two: Two, pid: str, change: Change, reason: str
) -> None:
    assert refusal(two, pid, change) == ("not-authentic", reason)


def test_under_the_permission_of_somebody_else_nothing_comes_back(two: Two) -> None:
    pid = lent(two)
    with two.taker._session.portfolio(pid) as portfolio:
        consents, events = read_all(portfolio)
    with pytest.raises(NotPermitted) as refused:
        require_return(
            consents[-1].hash,
            consents,
            events,
            pid=pid,
            sender=two.taker._session.own,
            recipient={"k" * 43},
            at=two.clock.now,
            versions=(),
            known=(),
        )
    assert refused.value.code == "consent-recipient"


def test_a_second_cover_with_a_strange_scope_leaves_the_whole_vault_usable(two: Two) -> None:
    """What is added up at every start must not stumble over what a colleague signed."""
    pid = lent(two)
    sent = two.send(pid, two.consent(pid, **COVER))
    reader = two.taker._session.vault.identity
    strange = {"group": [], "kind": "zomaar", "special": True}
    sent.file.write_bytes(
        rebuild(
            sent.file.read_bytes(),
            reader.age,
            two.giver._session.vault.identity,
            lambda parts: parts.consent["scope"].append(strange),
        )
    )
    with pytest.raises(EportfolioError) as refused:
        two.receive(sent, answers=Answers())
    assert refused.value.key == "consent"
    two.taker.close()
    with Workspace.open(two.taker.path, PASSPHRASE, clock=two.clock) as again:
        assert again.check().problems == ()
