"""Each fault is refused for its own reason, and nothing is written (vectors/index.json)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import (
    EVERYTHING,
    PASSPHRASE,
    Two,
    consent_request,
    dossier,
    files,
    find_record,
    state,
)
from builders_bundles import (
    READ_AT,
    VECTORS,
    load_people,
    make_receiver,
    payload_of,
    read_archive,
)
from vectors.make_bundles import FAULTS, NOT_KEPT
from vectors.worlds import HALF, LATE, SECRET, SILENT, WISH, World

from eportfolio import errors, signing, texts
from eportfolio.bundle import letters
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import read_claims
from eportfolio.bundle.receive import Answers, Choices
from eportfolio.cards import read_card
from eportfolio.crypto import age_encrypt, digest
from eportfolio.errors import EportfolioError, NotAuthentic
from eportfolio.workspace import Workspace, receiving
from eportfolio.workspace.results import Sent

INDEX: Mapping[str, Mapping[str, str | None]] = json.loads((VECTORS / "index.json").read_text())
GOOD = VECTORS / "bundles" / "good.eportfolio"
SMALL = VECTORS / "bundles" / "good-small.eportfolio"
PERSONAL = (WISH, SECRET, HALF, SILENT, LATE, "Aldarwesh", "Rozhîn", "999988013", "rugklachten")
TAKE_ALL = Answers("overnemen")


def faulty(folder: str) -> list[str]:
    return [
        name
        for name, entry in INDEX.items()
        if name.startswith(folder) and entry["expect"] != "accepted"
    ]


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with make_receiver(tmp_path_factory.mktemp("vectors")) as workspace:
        yield workspace


@pytest.fixture
def own_receiver(receiver: Workspace, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(receiver.path, tmp_path / "vault", ignore=shutil.ignore_patterns("vault.*"))
    shutil.copy(receiver.path / "vault.json", tmp_path / "vault")
    with Workspace.open(tmp_path / "vault", PASSPHRASE, clock=lambda: READ_AT) as workspace:
        yield workspace


def refuse_both_ways(receiver: Workspace, path: Path) -> EportfolioError:
    """Look into it, then take it in; the same refusal, and not a byte of the vault changed."""
    before = files(receiver.path)
    with pytest.raises(EportfolioError) as inspected:
        receiver.handovers.inspect(path)
    with pytest.raises(EportfolioError) as received:
        receiver.handovers.receive(path, answers=TAKE_ALL)
    assert words(received.value) == words(inspected.value)
    assert files(receiver.path) == before
    assert receiver.dossiers.caseload() == []
    return inspected.value


def words(error: EportfolioError) -> tuple[str, str, str | None]:
    return type(error).__name__, error.code, error.reason


def require_refused_as(error: EportfolioError, expected: tuple[str | None, ...]) -> None:
    """In the last piece of an age file nobody can tell a cut from a change."""
    kind, code, reason = expected
    assert words(error)[:2] == (kind, code)
    assert error.reason in (reason.split(" or ") if reason else [None])


def require_no_personal_data(error: EportfolioError) -> None:
    said = [str(error), json.dumps(error.details)]
    try:
        said.append(texts.explain(error))
    except FileNotFoundError:
        assert not (Path(texts.__file__).parent.parent / "resources/texts/errors.toml").exists()
    assert not any(value in text for value in PERSONAL for text in said)


@pytest.mark.parametrize("name", faulty("bundles"))
def test_faulty_bundle_is_refused_for_its_one_reason(receiver: Workspace, name: str) -> None:
    expected = INDEX[name]
    error = refuse_both_ways(receiver, VECTORS / name)
    require_refused_as(error, (expected["error"], expected["expect"], expected["reason"]))
    require_no_personal_data(error)


@pytest.mark.parametrize("name", sorted(NOT_KEPT))
def test_faulty_bundle_made_now_is_refused_for_its_one_reason(
    receiver: Workspace, tmp_path: Path, name: str
) -> None:
    world = World(SMALL.read_bytes(), {}, {}, {}, load_people())
    path = tmp_path / "faulty.eportfolio"
    path.write_bytes(FAULTS[name].make(world))
    error = refuse_both_ways(receiver, path)
    fault = FAULTS[name]
    require_refused_as(error, (fault.error, fault.code, fault.reason))
    require_no_personal_data(error)


@pytest.mark.parametrize("name", faulty("cards"))
def test_faulty_card_is_refused_for_its_one_reason(receiver: Workspace, name: str) -> None:
    before, expected = files(receiver.path), INDEX[name]
    with pytest.raises(EportfolioError) as refused:
        receiver.contacts.import_card(VECTORS / name, None)
    assert words(refused.value) == (expected["error"], expected["expect"], expected["reason"])
    assert files(receiver.path) == before


def read_receipt(path: Path) -> receipts.Receipt:
    """As the sender of the small bundle does it, who knows which bundle was sent to whom."""
    people = load_people()
    jws = letters.read_letter(path, [people["giver"].age])
    letters.claimed(jws, "bundle")
    return receipts.read_receipt(jws, people["taker"].card.key)


@pytest.mark.parametrize("name", faulty("receipts"))
def test_faulty_receipt_is_refused_for_its_one_reason(name: str) -> None:
    expected = INDEX[name]
    with pytest.raises(EportfolioError) as refused:
        read_receipt(VECTORS / name)
    assert words(refused.value) == (expected["error"], expected["expect"], expected["reason"])


@pytest.mark.parametrize("path", [GOOD, SMALL], ids=["whole", "small"])
def test_sound_bundle_of_the_vectors_is_taken_in(own_receiver: Workspace, path: Path) -> None:
    received = own_receiver.handovers.receive(path, answers=TAKE_ALL)
    said = {
        one.body["eigen_woorden"]
        for one in own_receiver.dossiers.read(received.portfolio)
        if one.kind == "wens"
    }
    assert f"{WISH} in de stad" in said
    assert said.isdisjoint({SECRET, SILENT, LATE})
    assert own_receiver.check().problems == ()


def test_sound_card_of_the_vectors_is_read() -> None:
    card = read_card((VECTORS / "cards" / "good.card").read_bytes())
    assert card.thumbprint == load_people()["stranger"].card.thumbprint


def test_sound_receipt_of_the_vectors_proves_the_small_bundle() -> None:
    receipt = read_receipt(VECTORS / "receipts" / "good.receipt")
    archive = dict(read_archive(SMALL.read_bytes(), load_people()["taker"].age))
    (jws,) = [data for name, data in archive.items() if name.endswith("/bundle.jws")]
    claims = read_claims(payload_of(jws))
    assert receipt.bundle == claims.id
    sent = {"sha256": digest(SMALL.read_bytes()), "head": claims.head, "files": ()}
    assert receipts.differences(receipt, items=sorted(claims.items), **sent) == []
    assert receipts.differences(receipt, items=["x", *claims.items], **sent) == ["x"]


def test_every_vector_is_in_the_index_and_all_are_small() -> None:
    kept = [
        path for path in VECTORS.glob("*/*") if path.suffix in (".eportfolio", ".card", ".receipt")
    ]
    assert {str(path.relative_to(VECTORS)) for path in kept} == set(INDEX)
    assert sum(path.stat().st_size for path in kept) < 2_000_000


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    if not (Path(texts.__file__).parent.parent / "resources/texts/errors.toml").exists():
        pytest.skip("the sentences are not there yet")
    for entry in INDEX.values():
        if entry["error"]:
            error = getattr(errors, entry["error"])(entry["expect"], entry["reason"])
            assert texts.explain(error)


def change_nothing(two: Two, path: Path, **options: Any) -> EportfolioError:
    """The taker refuses a file, and no file of the vault changed."""
    two.taker.dossiers.caseload()  # the register is written when somebody looks
    before = files(two.taker.path)
    with pytest.raises(EportfolioError) as refused:
        two.taker.handovers.receive(path, answers=TAKE_ALL, **options)
    assert files(two.taker.path) == before
    return refused.value


def test_bundle_is_refused_when_its_consent_is_known_here_to_be_withdrawn(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    received = two.receive(sent)
    (decision,) = two.taker.consents.all(received.portfolio)
    two.taker.consents.withdraw(received.portfolio, decision.consent.hash, "zegt de cliënt")
    error = change_nothing(two, sent.file)
    assert words(error) == ("NotPermitted", "consent-withdrawn", "consent-known-withdrawn")


def test_bundle_is_refused_when_it_brings_back_what_was_erased_here(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    wish = find_record(two.giver, pid, "wens").id
    with two.giver._session.portfolio(pid) as portfolio:
        gone = [one.digest for one in portfolio.versions() if one.record == wish]
    two.taker._session.register.remember_erased(gone)
    assert change_nothing(two, sent.file).code == "items-erased"
    assert two.taker.dossiers.caseload() == []


def test_older_bundle_is_refused_with_how_much_newer_we_are(two: Two) -> None:
    pid = two.load(dossier())
    first = two.send(pid, two.consent(pid, purpose="cover", later_items=True))
    two.clock.advance(days=1)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "nog een wens"})
    two.receive(two.send(pid, two.consent(pid, purpose="advice", later_items=True)))
    error = change_nothing(two, first.file)
    assert words(error) == ("Conflict", "older-version", None)
    assert error.facts["ours"] == 1


def test_bundle_taken_in_before_is_the_same_and_its_receipt_too(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    first = two.receive(sent)
    assert first.receipt is not None
    giver = [one.age for one in two.giver._session.vault.identities]
    signed = letters.read_letter(first.receipt, giver)
    before = state(two.taker, pid)
    two.clock.advance(days=3)
    again = two.receive(sent, answers=Answers())
    assert again.relation == "same"
    assert letters.read_letter(first.receipt, giver) == signed
    assert state(two.taker, pid) == before


def fork(two: Two) -> tuple[str, str, Sent]:
    """Both go on with a dossier after a handover that was not closed, and both amend the wish."""
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    wish = find_record(two.giver, pid, "wens").id
    two.clock.advance(days=1)
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "kok in een hotel"})
    two.giver.dossiers.add(pid, "urenregel", dict(find_record(two.giver, pid, "urenregel").body))
    two.taker.dossiers.amend(pid, wish, {"eigen_woorden": "bakker"})
    return pid, wish, two.send(pid, two.consent(pid, purpose="advice", **EVERYTHING))


def test_fork_without_a_merge_is_refused_and_shows_both_sides(two: Two) -> None:
    _, wish, sent = fork(two)
    assert two.taker.handovers.inspect(sent.file).relation.name == "forked"
    error = change_nothing(two, sent.file)
    assert words(error) == ("Conflict", "forked", None)
    assert dict(error.facts) == {"ours": 2, "theirs": 2, "records": [wish]}


@pytest.mark.parametrize(
    "choices",
    [Choices(), Choices("both"), Choices("ours", {"0" * 36: "ours"})],
    ids=["no choice", "no such choice", "a record that needs none"],
)
def test_merge_is_refused_without_a_fitting_choice(two: Two, choices: Choices) -> None:
    pid, _, sent = fork(two)
    before = state(two.taker, pid)
    with pytest.raises(errors.InvalidRecord) as refused:
        two.taker.handovers.receive(sent.file, answers=TAKE_ALL, choices=choices)
    assert refused.value.reason == "merge-choices"
    assert state(two.taker, pid) == before
    assert two.taker.check().problems == ()


@pytest.mark.parametrize(
    ("choice", "wish"),
    {
        "ours": ("ours", "bakker"),
        "theirs": ("theirs", "kok in een hotel"),
        "a third": ({"eigen_woorden": "banketbakker"}, "banketbakker"),
    }.values(),
    ids=["ours", "theirs", "a third"],
)
def test_merge_holds_what_was_chosen_and_what_one_side_added(
    two: Two, choice: str | dict[str, str], wish: str
) -> None:
    pid, record, sent = fork(two)
    choices = Choices(by_record={record: choice})
    two.taker.handovers.receive(sent.file, answers=TAKE_ALL, choices=choices)
    now = {one.id: one.body for one in two.taker.dossiers.read(pid)}
    there = {one.id: one.body for one in two.giver.dossiers.read(pid)}
    assert now == there | {record: {"eigen_woorden": wish}}
    assert two.taker.check().problems == ()
    assert state(two.taker, pid)["size"] == 6


def send_back(two: Two, pid: str) -> Path:
    """Everything from the taker to the giver."""
    to = two.giver.contacts.own.thumbprint
    request = consent_request(to, **EVERYTHING)
    consent = two.taker.consents.give(pid, request, two.folder).consent.id
    return two.taker.handovers.create(pid, consent, to, two.folder).file


def test_merged_dossier_is_simply_newer_for_the_sender(two: Two) -> None:
    pid, _, sent = fork(two)
    two.taker.handovers.receive(sent.file, answers=TAKE_ALL, choices=Choices("theirs"))
    merged = state(two.taker, pid)
    path = send_back(two, pid)
    assert two.giver.handovers.inspect(path).relation.name == "newer"
    two.giver.handovers.receive(path, answers=TAKE_ALL)
    assert state(two.giver, pid, merged["size"]) == merged
    assert two.giver.check().problems == ()


def test_closed_dossier_opens_again_when_the_client_moves_back(two: Two) -> None:
    pid = two.load(dossier())
    two.hand_over(pid, **EVERYTHING)
    two.clock.advance(days=30)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "terug naar Waterdael"})
    two.giver.handovers.receive(send_back(two, pid), answers=TAKE_ALL)
    assert [row.status for row in two.giver.dossiers.caseload()] == ["open"]
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "en weer verder"})
    assert two.giver.check().problems == ()


def test_receipt_about_another_file_closes_nothing_and_says_so(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    first, second = two.send(pid, consent), two.send(pid, consent)
    received = two.receive(first)
    assert received.receipt is not None
    said = payload_of(letters.read_letter(received.receipt, giver_keys(two)))
    closed = two.giver.handovers.close(forge(two, said | {"bundle": second.bundle}), Answers())
    assert (closed.complete, closed.closed, closed.differences) == (False, False, ("bundle",))


def giver_keys(two: Two) -> list[str]:
    return [one.age for one in two.giver._session.vault.identities]


def forge(two: Two, said: Mapping[str, Any], signer: Any = None) -> Path:
    """A receipt that says something else, signed by the taker or somebody else."""
    key = signer or two.taker._session.signer
    jws = key.sign(signing.dump_json(dict(said)), receipts.TYP)
    path = two.folder / "forged.receipt"
    path.write_bytes(age_encrypt(jws, two.giver.contacts.own.recipient))
    return path


def honest(two: Two, **changes: Any) -> tuple[str, dict[str, Any]]:
    """A handover that arrived, and what the receipt says."""
    pid = two.load(dossier())
    received = two.receive(two.send(pid, two.consent(pid, **(EVERYTHING | changes))))
    assert received.receipt is not None
    return pid, payload_of(letters.read_letter(received.receipt, giver_keys(two)))


def refuse_to_close(two: Two, path: Path) -> EportfolioError:
    two.giver.dossiers.caseload()  # the register is written when somebody looks
    before = files(two.giver.path)
    with pytest.raises(EportfolioError) as refused:
        two.giver.handovers.close(path, Answers())
    assert files(two.giver.path) == before
    return refused.value


def test_receipt_for_a_bundle_we_never_made_is_refused(two: Two) -> None:
    _, said = honest(two)
    error = refuse_to_close(two, forge(two, said | {"bundle": "0" * 32}))
    assert words(error) == ("NotAuthentic", "not-authentic", "receipt-unknown")


def test_receipt_by_another_signer_is_refused(two: Two) -> None:
    _, said = honest(two)
    thief = load_people()["stranger"].signer
    assert refuse_to_close(two, forge(two, said, thief)).reason == "key"


def test_receipt_with_an_item_that_did_not_arrive_leaves_the_dossier_open(two: Two) -> None:
    _, said = honest(two)
    lost = next(iter(said["items"]))
    closed = two.giver.handovers.close(
        forge(two, said | {"items": said["items"] | {lost: "missing"}}), Answers()
    )
    assert (closed.complete, closed.closed, closed.differences) == (False, False, (lost,))
    assert [row.status for row in two.giver.dossiers.caseload()] == ["overgedragen"]


def test_receipt_that_is_cut_or_flipped_is_refused(two: Two) -> None:
    _, said = honest(two)
    whole = forge(two, said)
    data = whole.read_bytes()
    for damaged in (data[:-1], data[:300], data[:-40] + bytes([data[-40] ^ 1]) + data[-39:]):
        whole.write_bytes(damaged)
        assert isinstance(refuse_to_close(two, whole), NotAuthentic)


def test_file_that_changes_between_the_two_readings_is_refused(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    first, second = two.send(pid, consent), two.send(pid, consent)
    real = receiving._verified

    def verified(session: Any, path: Path, progress: Any) -> Any:
        bundle = real(session, path, progress)
        second.file.replace(path)
        return bundle

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiving, "_verified", verified)
        with pytest.raises(NotAuthentic) as refused:
            two.receive(first)
    assert refused.value.reason == "changed-while-reading"
    assert two.taker.dossiers.caseload() == []
    assert two.taker.check().problems == ()
