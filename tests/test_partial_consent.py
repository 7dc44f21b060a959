"""A client says yes to part of it: who gets what, who learns what, and what a no changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, Templates, Two, consent_request, find_record, state
from builders_consent import opened, pair, shared_state, workers
from builders_records import EXAMPLES

from eportfolio import signing
from eportfolio.bundle.receive import Answer, Answers
from eportfolio.consent import CONSENT_TYP
from eportfolio.errors import NotPermitted
from eportfolio.records import RecordId
from eportfolio.workspace import Workspace

NOOR, BRAM, ILSE = "Noor Verhulst", "Bram Oosterwijk", "Ilse Kuiper"
PAPER = b"%PDF-1.4 bytes-van-het-diploma " * 40
OWN_PAPER = b"\x89PNG bytes-van-de-foto " * 40


@dataclass
class Three:
    """Noor hands over to Bram, and Bram to Ilse."""

    first: Two
    second: Two

    @property
    def noor(self) -> Workspace:
        return self.first.giver

    @property
    def bram(self) -> Workspace:
        return self.first.taker

    @property
    def ilse(self) -> Workspace:
        return self.second.taker


def _three(templates: Templates, folder: Path) -> Iterator[Three]:
    noor, bram, ilse = workers(templates, folder, NOOR, BRAM, ILSE)
    (folder / "naam-van-het-diploma.pdf").write_bytes(PAPER)
    (folder / "naam-van-de-foto.png").write_bytes(OWN_PAPER)
    yield Three(pair(folder, noor, bram), pair(folder, bram, ilse))
    for one in (noor, bram, ilse):
        one.close()


@pytest.fixture(scope="module")
def three(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Three]:
    yield from _three(templates, tmp_path_factory.mktemp("three"))


@pytest.fixture
def fresh(templates: Templates, tmp_path: Path) -> Iterator[Three]:
    """For tests that change what a vault knows about cards or consents."""
    yield from _three(templates, tmp_path / "three")


def dossier() -> list[dict[str, Any]]:
    """Each text says what it is; `gesprek` and `bewijs` share one document."""
    return [
        {"ref": "client", "kind": "client", "body": EXAMPLES["client"]},
        {
            "ref": "diploma",
            "kind": "document",
            "body": {"titel": "titel-van-het-diploma"},
            "file": "naam-van-het-diploma.pdf",
        },
        {
            "ref": "foto",
            "kind": "document",
            "body": {"titel": "titel-van-de-foto"},
            "file": "naam-van-de-foto.png",
        },
        {
            "ref": "gesprek",
            "kind": "contactmoment",
            "body": {"datum": "2026-02-03", "verslag": "gesprekstekst", "documenten": ["diploma"]},
        },
        {
            "ref": "bewijs",
            "kind": "certificaat",
            "body": {"type": "CV", "titel": "bewijstekst", "bestand": "diploma"},
        },
        {
            "ref": "wens",
            "kind": "wens",
            "body": {"eigen_woorden": "eerste-wens", "werknotitie": "notitie-bij-de-wens"},
        },
        {"ref": "zorg", "kind": "gezondheid", "body": {"effect_op_leren": "gezondheidstekst"}},
    ]


def amend(workspace: Workspace, pid: str, kind: str, **changes: Any) -> None:
    """A new version of the one record of a kind."""
    one = find_record(workspace, pid, kind)
    workspace.dossiers.amend(pid, one.id, {**one.whole, **changes})


def refusal_of(two: Two, pid: str, consent: str) -> str:
    """With which code a bundle under this consent is refused."""
    with pytest.raises(NotPermitted) as refused:
        two.send(pid, consent)
    return refused.value.code


def test_bundle_of_a_partial_consent_holds_no_byte_of_what_stays(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    amend(two.giver, pid, "contactmoment", verslag="herzien-gesprek")
    sent = two.send(pid, two.consent(pid, groups=["wensen", "certificaten"]))
    bundle = opened(two.taker, sent.file)
    going = ["eerste-wens", "tweede-wens", "bewijstekst", NOOR]
    assert bundle.holds(*going) == going
    staying = ["gesprekstekst", "herzien-gesprek", "gezondheidstekst", "notitie-bij-de-wens"]
    staying += ["titel-van-het-diploma", "naam-van-het-diploma", "bytes-van-het-diploma"]
    staying += ["titel-van-de-foto", "naam-van-de-foto", "bytes-van-de-foto", "Aldarwesh"]
    assert bundle.holds(*staying) == []
    assert {one["kind"] for one in shared_state(bundle)} == {"wens", "certificaat"}
    assert set(bundle.under("schema")) == {"wens.json", "certificaat.json"}
    assert (sent.records, sent.documents) == (2, 0)


def test_later_withdrawal_goes_as_a_bare_fact_and_its_reason_stays(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen", "identiteit"])
    wish = find_record(two.giver, pid, "wens").id
    talk = find_record(two.giver, pid, "contactmoment").id
    two.giver.dossiers.withdraw(pid, wish, "reden-van-het-intrekken")
    two.giver.dossiers.withdraw(pid, talk, "reden-bij-het-gesprek")
    sent = two.send(pid, consent)
    bundle = opened(two.taker, sent.file)
    assert bundle.holds("reden-van-het-intrekken", "reden-bij-het-gesprek") == []
    assert {(one["kind"], one["status"]) for one in shared_state(bundle)} == {
        ("client", "actueel"),
        ("wens", "vervallen"),
    }
    two.receive(sent)
    assert find_record(two.taker, pid, "wens").status == "vervallen"


def test_author_of_whom_nothing_is_shared_is_known_by_key_only(three: Three) -> None:
    pid = three.first.load(dossier())
    three.first.hand_over(pid, **EVERYTHING)
    three.bram.dossiers.add(pid, "verhaal", {"tekst": "verhaal-bij-bram"})
    keys = {one: one.contacts.own.thumbprint for one in (three.noor, three.bram)}
    consent = three.second.consent(pid, groups=["verhaal"])
    bundle = opened(three.ilse, three.second.send(pid, consent).file)
    assert set(bundle.under("keys")) == {f"{keys[three.noor]}.jwk", f"{keys[three.bram]}.card"}
    assert bundle.holds(NOOR, "gesprekstekst") == []
    assert bundle.holds(BRAM, "verhaal-bij-bram") == [BRAM, "verhaal-bij-bram"]


def test_author_is_named_when_one_item_is_shared_and_the_receiver_accepts_both(
    three: Three,
) -> None:
    pid = three.first.load(dossier())
    three.first.hand_over(pid, **EVERYTHING)
    sent = three.second.send(pid, three.second.consent(pid, groups=["wensen"]))
    assert opened(three.ilse, sent.file).holds(NOOR) == [NOOR]
    three.second.receive(sent)
    (wish,) = three.ilse.dossiers.read(pid)
    assert (wish.kind, wish.by["name"]) == ("wens", NOOR)


def test_successor_learns_how_much_stayed_and_how_much_was_newer(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen", "identiteit"])
    two.clock.advance(hours=1)
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    amend(two.giver, pid, "contactmoment", verslag="herzien-gesprek")
    preview = two.giver.handovers.preview(pid, consent, two.to)
    sent = two.send(pid, consent)
    claims = two.taker.handovers.inspect(sent.file).bundle.claims
    received = two.receive(sent)
    # diploma, foto, gesprek twice, bewijs, zorg; the new wish; the work note twice
    assert (received.withheld, received.later) == (6, 1)
    assert (len(claims.withheld), len(claims.later), len(claims.never)) == (6, 1, 2)
    assert (sent.withheld, sent.later) == (preview.withheld, preview.later) == (6, 1)


def forwarded(three: Three) -> tuple[str, int]:
    """Noor shares all but a talk and what is newer with Bram; gives how many items stayed."""
    two = three.first
    pid = two.load(dossier())
    talk = find_record(two.giver, pid, "contactmoment").id
    consent = two.consent(pid, groups=["*"], excluded=[talk])
    two.clock.advance(hours=1)
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    received = two.receive(two.send(pid, consent))
    return pid, received.withheld


def test_what_the_first_sender_kept_is_not_in_the_next_bundle(three: Three) -> None:
    pid, withheld = forwarded(three)
    sent = three.second.send(pid, three.second.consent(pid, **EVERYTHING))
    bundle = opened(three.ilse, sent.file)
    assert bundle.holds("gesprekstekst", "tweede-wens", "notitie-bij-de-wens") == []
    assert bundle.holds("bytes-van-het-diploma", "gezondheidstekst") == []
    assert bundle.holds("eerste-wens", "bytes-van-de-foto") == ["eerste-wens", "bytes-van-de-foto"]
    received = three.second.receive(sent)
    assert (received.withheld, received.later) == (withheld, 1) == (sent.withheld, sent.later)


def test_preview_counts_what_was_withheld_before_just_as_the_bundle_does(three: Three) -> None:
    pid, _ = forwarded(three)
    consent = three.second.consent(pid, **EVERYTHING)
    preview = three.second.giver.handovers.preview(pid, consent, three.second.to)
    sent = three.second.send(pid, consent)
    assert (preview.withheld, preview.later) == (sent.withheld, sent.later)


def test_wider_consent_fills_only_the_gap_and_leaves_the_work_of_the_successor(
    three: Three,
) -> None:
    two = three.first
    pid = two.load(dossier())
    two.hand_over(pid, groups=["wensen", "identiteit"])
    amend(two.taker, pid, "wens", eigen_woorden="wens-bij-bram")
    head = two.taker.dossiers.dump(pid).head
    two.clock.advance(days=1)
    sent, received, closed = two.hand_over(pid, **EVERYTHING)
    assert (received.relation, received.withheld, closed.complete) == ("fills", 0, True)
    assert find_record(two.taker, pid, "wens").body["eigen_woorden"] == "wens-bij-bram"
    assert state(two.giver, pid, sent.size) == state(two.taker, pid, sent.size)
    assert two.taker.handovers.inspect(sent.file).relation.name == "same"
    assert head in [line.hash for line in two.taker.dossiers.history(pid)]
    assert two.taker.check().problems == ()


def test_filled_gap_travels_on_with_the_card_of_its_author(three: Three) -> None:
    pid = three.first.load(dossier())
    three.first.hand_over(pid, groups=["wensen"])
    three.first.clock.advance(days=1)
    three.first.hand_over(pid, **EVERYTHING)
    sent = three.second.send(pid, three.second.consent(pid, **EVERYTHING))
    three.second.receive(sent)
    assert state(three.bram, pid, sent.size) == state(three.ilse, pid, sent.size)


def test_same_content_may_be_sent_again_until_its_receipt_is_there(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen", "identiteit"])
    lost, again = two.send(pid, consent), two.send(pid, consent)
    assert lost.bundle != again.bundle
    two.close(two.receive(again))
    assert refusal_of(two, pid, consent) == "consent-used"


def test_other_content_is_refused_under_a_consent_for_one_bundle(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen"], later_items=True)
    two.send(pid, consent)
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    assert refusal_of(two, pid, consent) == "consent-used"


def test_change_that_does_not_travel_is_the_same_content(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen"])
    first = two.send(pid, consent)
    amend(two.giver, pid, "contactmoment", verslag="herzien-gesprek")
    assert two.send(pid, consent).size == first.size + 1


def test_consent_for_more_bundles_takes_newer_content_along(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, purpose="cover", later_items=True, one_bundle=False)
    two.close(two.receive(two.send(pid, consent)))
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    received = two.receive(two.send(pid, consent))
    assert received.relation == "newer"
    assert find_record(two.taker, pid, "wens").body == {"eigen_woorden": "tweede-wens"}


def test_consent_that_somebody_else_recorded_licenses_no_bundle(three: Three) -> None:
    pid = three.first.load(dossier())
    request = consent_request(three.second.to)
    theirs = three.noor.consents.give(pid, request, three.first.folder).consent
    three.first.hand_over(pid)
    session = three.bram._session
    with three.noor._session.portfolio(pid) as portfolio:
        (signed,) = [one.jws for one in portfolio.ledger.of(CONSENT_TYP) if one.hash == theirs.hash]
    with session.portfolio(pid) as portfolio:
        portfolio.ledger.add(signed.encode(), CONSENT_TYP)
        session.saved(portfolio, ())
    assert theirs.id in [one.consent.id for one in three.bram.consents.all(pid)]
    assert refusal_of(three.second, pid, theirs.id) == "consent-missing"


def test_consent_to_the_first_recipient_does_not_reach_the_second(three: Three) -> None:
    pid = three.first.load(dossier())
    consent = three.first.consent(pid)
    three.first.receive(three.first.send(pid, consent))
    assert refusal_of(three.second, pid, consent) == "consent-missing"


def everything_else(three: Three, pid: str, consent: str) -> list[Any]:
    """What the program says about a dossier, but for the list of decisions itself."""
    work, two = three.noor, three.first
    (row,) = [one for one in work.dossiers.caseload() if one.portfolio == pid]
    out = two.folder / "terug.pdf"
    out.unlink(missing_ok=True)
    work.dossiers.export_document(pid, work.dossiers.dump(pid).documents[0].record, out)
    return [
        row._replace(statements=0, link="", updated="", stamp=""),
        state(work, pid),
        work.dossiers.history(pid),
        {row.portfolio: found for row, found in work.dossiers.search("bewijstekst")}[pid],
        work.handovers.preview(pid, consent, two.to),
        out.read_bytes(),
        work.check().problems,
        [one.card.thumbprint for one in work.contacts.all()],
        work.consents.all(pid)[0],
    ]


def test_refusal_is_recorded_and_changes_nothing_else(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen", "certificaten"])
    before = everything_else(three, pid, consent)
    no = {"recipient": three.second.to, "purpose": "handover"}
    assert two.giver.consents.refuse(pid, no, two.folder).state == "refused"
    assert everything_else(three, pid, consent) == before
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    assert two.receive(two.send(pid, consent)).relation == "new"


def test_refusal_ends_an_earlier_yes_and_a_new_yes_opens_it_again(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.clock.advance(hours=1)
    two.giver.consents.refuse(pid, {"recipient": two.to, "purpose": "handover"}, two.folder)
    assert refusal_of(two, pid, consent) == "consent-superseded"
    two.clock.advance(hours=1)
    assert two.send(pid, two.consent(pid)).records > 0
    states = [one.state for one in two.giver.consents.all(pid)]
    assert states == ["superseded", "refused", "given"]


def test_sheet_of_friday_that_is_entered_on_monday_does_not_undo_the_no_of_saturday(
    three: Three,
) -> None:
    two = three.first
    pid = two.load(dossier())
    friday = two.clock().isoformat()
    two.clock.advance(days=1)
    two.giver.consents.refuse(pid, {"recipient": two.to, "purpose": "handover"}, two.folder)
    two.clock.advance(days=2)
    assert refusal_of(two, pid, two.consent(pid, given_on=friday)) == "consent-superseded"


def test_sheet_of_friday_covers_what_was_there_on_friday(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    two.clock.advance(hours=1)
    friday = two.clock().isoformat()
    two.clock.advance(days=3)
    amend(two.giver, pid, "wens", eigen_woorden="tweede-wens")
    sent = two.send(pid, two.consent(pid, given_on=friday, groups=["wensen"]))
    assert opened(two.taker, sent.file).holds("eerste-wens", "tweede-wens") == ["eerste-wens"]
    assert two.receive(sent).later == 1


def test_bundle_is_refused_as_soon_as_the_consent_is_withdrawn(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid)
    assert two.giver.consents.withdraw(pid, consent, None).state == "withdrawn"
    assert refusal_of(two, pid, consent) == "consent-withdrawn"
    with pytest.raises(NotPermitted) as refused:
        two.giver.handovers.preview(pid, consent, two.to)
    assert refused.value.code == "consent-withdrawn"
    (known,) = two.giver.consents.all(pid)
    assert two.giver._session.register.is_withdrawn(known.consent.hash)


def test_withdrawal_holds_when_the_clock_of_the_computer_is_set_back(fresh: Three) -> None:
    two = fresh.first
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.clock.advance(hours=2)
    two.giver.consents.withdraw(pid, consent, None)
    two.clock.advance(hours=-1)
    assert refusal_of(two, pid, consent) == "consent-withdrawn"


def test_old_bundle_is_refused_where_the_withdrawal_is_known(fresh: Three) -> None:
    two = fresh.first
    pid = two.load(dossier())
    consent = two.consent(pid)
    sent = two.send(pid, consent)
    hash_ = two.giver.consents.withdraw(pid, consent, None).consent.hash
    two.taker._session.register.remember_withdrawn(hash_)
    with pytest.raises(NotPermitted) as refused:
        two.receive(sent)
    assert refused.value.code == "consent-withdrawn"
    assert two.taker.dossiers.caseload() == []


def test_only_the_consent_of_this_bundle_and_its_events_travel(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    (two.folder / "ander-blad.png").write_bytes(b"\x89PNG blad-van-een-ander")
    aside = {"expressed": {"how": "handtekening papier", "evidence": "ander-blad.png"}}
    told = {"teach_back": {"done": True, "words": "woorden-bij-een-ander"}}
    others = consent_request(three.second.to, **aside, **told)
    two.giver.consents.give(pid, others, two.folder)
    two.giver.consents.refuse(pid, {**others, "purpose": "cover"}, two.folder)
    early = two.giver.consents.refuse(
        pid, consent_request(two.to, **told, explained_by="C. Vos"), two.folder
    )
    old = two.consent(pid, groups=["wensen"])
    two.giver.consents.withdraw(pid, old, "reden-van-het-intrekken")
    two.clock.advance(hours=1)
    sent = two.send(pid, two.consent(pid, groups=["wensen"]))
    bundle = opened(two.taker, sent.file)
    used = [one.consent for one in two.giver.consents.all(pid)][-1]
    assert set(bundle.under("consent")) == {f"{used.hash}.jws", used.evidence}
    aliens = ["woorden-bij-een-ander", "blad-van-een-ander", "reden-van-het-intrekken", "C. Vos"]
    assert bundle.holds(*aliens, ILSE, three.second.to, early.consent.id, "refused") == []


def test_successor_keeps_no_other_decision_than_the_one_that_came_along(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    two.giver.consents.refuse(pid, {"recipient": three.second.to, "purpose": "cover"}, two.folder)
    consent = two.consent(pid)
    two.receive(two.send(pid, consent))
    (came,) = two.taker.consents.all(pid)
    assert (came.consent.id, came.state) == (consent, "given")


@pytest.mark.parametrize("rotations", [1, 2])
def test_consent_holds_after_the_sender_renewed_the_card(fresh: Three, rotations: int) -> None:
    two = fresh.first
    pid = two.load(dossier())
    consent = two.consent(pid, **EVERYTHING)
    for _ in range(rotations):
        two.clock.advance(days=1)
        two.giver.contacts.rotate()
        card = two.giver.contacts.export_own(two.folder / "own.card")
        two.taker.contacts.import_card(two.folder / "own.card", card.fingerprint)
    sent = two.send(pid, consent)
    received = two.receive(sent)
    assert (received.relation, received.withheld) == ("new", 0)
    assert two.close(received).closed


def test_new_card_of_the_recipient_needs_a_new_consent(fresh: Three) -> None:
    two = fresh.first
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.taker.contacts.rotate()
    card = two.taker.contacts.export_own(two.folder / "own.card")
    two.giver.contacts.import_card(two.folder / "own.card", card.fingerprint)
    assert two.to == card.thumbprint
    assert refusal_of(two, pid, consent) == "consent-recipient"
    assert two.receive(two.send(pid, two.consent(pid))).relation == "new"


def test_reaction_after_the_consent_keeps_its_record_back(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen", "identiteit"])
    wish = find_record(two.giver, pid, "wens").id
    no = {"record": wish, "antwoord": "niet delen", "dag": two.clock().date().isoformat()}
    two.giver.dossiers.add(pid, "reactie", no)
    sent = two.send(pid, consent)
    assert opened(two.taker, sent.file).holds("eerste-wens", "niet delen") == []
    two.receive(sent)
    assert [one.kind for one in two.taker.dossiers.read(pid)] == ["client"]


def test_reaction_that_lifts_a_no_after_the_consent_leaves_no_bundle_that_is_refused(
    three: Three,
) -> None:
    two = three.first
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    no = {"record": wish, "antwoord": "niet delen", "dag": two.clock().date().isoformat()}
    two.giver.dossiers.add(pid, "reactie", no)
    consent = two.consent(pid, groups=["wensen", "identiteit"])
    two.clock.advance(days=1)
    yes = {**no, "antwoord": "klopt", "dag": two.clock().date().isoformat()}
    two.giver.dossiers.add(pid, "reactie", yes)
    assert two.receive(two.send(pid, consent)).relation == "new"


def test_record_that_was_raised_to_layer_x_stays_with_all_its_history(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    amend(two.giver, pid, "wens", laag="X")
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    bundle = opened(two.taker, sent.file)
    assert bundle.holds("eerste-wens", "notitie-bij-de-wens") == []
    assert "wens" not in {one["kind"] for one in shared_state(bundle)}


def test_withdrawal_of_a_record_of_which_the_only_version_is_excluded_can_be_received(
    three: Three,
) -> None:
    two = three.first
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    two.giver.dossiers.withdraw(pid, wish, "reden-van-het-intrekken")
    consent = two.consent(pid, groups=["wensen", "identiteit"], excluded=[f"{wish}@1"])
    sent = two.send(pid, consent)
    assert opened(two.taker, sent.file).holds("eerste-wens") == []
    assert two.receive(sent).relation == "new"


def test_sender_answers_what_did_not_travel_and_the_answer_stays_with_the_sender(
    three: Three,
) -> None:
    two = three.first
    promise = {"onderwerp": "fiets", "wat": "fiets-tekst", "status": "Open"}
    pid = two.load([*dossier(), {"ref": "a", "kind": "afspraak", "body": promise}])
    received = two.receive(two.send(pid, two.consent(pid, groups=["wensen"])))
    record = RecordId(find_record(two.giver, pid, "afspraak").id)
    answers = Answers(by_record={record: Answer("vervallen", "cliënt heeft al een fiets")})
    assert two.close(received, answers).closed
    assert two.taker.dossiers.search("fiets-tekst") == []
    two.clock.advance(days=1)
    again = two.send(pid, two.consent(pid, groups=["wensen", "contacten"]))
    assert opened(two.taker, again.file).holds("al een fiets", "fiets-tekst") == []


def test_receipt_carries_words_back_only_when_the_client_allowed_answers(three: Three) -> None:
    two = three.first
    for allowed in (False, True):
        pid = two.load(dossier())
        sent = two.send(pid, two.consent(pid, groups=["wensen"], answer_back=allowed))
        received = two.receive(sent, answers=Answers("overnemen", synthesis="eigen samenvatting"))
        assert two.close(received).synthesis == ("eigen samenvatting" if allowed else None)


def test_consent_that_travels_says_exactly_what_was_recorded(three: Three) -> None:
    two = three.first
    pid = two.load(dossier())
    consent = two.consent(pid, groups=["wensen"])
    sent = two.send(pid, consent)
    (known,) = two.giver.consents.all(pid)
    jws = opened(two.taker, sent.file).under("consent")[f"{known.consent.hash}.jws"]
    payload = signing.load_object(signing.decode(jws.decode().split(".")[1]))
    assert payload == known.consent.payload
    assert (payload["id"], payload["recipient"]["card"]) == (consent, two.to)
