"""A cover: a colleague reads and adds for a time, and what was added comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders import (
    EVERYTHING,
    Templates,
    Two,
    consent_request,
    dossier,
    files,
    find_record,
    state,
    unused,
)
from builders_bundles import read_archive

from eportfolio import signing
from eportfolio.bundle.claims import TYP as BUNDLE_TYP
from eportfolio.bundle.claims import read_claims
from eportfolio.bundle.receive import Answers, Choices
from eportfolio.cards import make_card
from eportfolio.errors import Conflict, EportfolioError, InvalidRecord, StorageFault
from eportfolio.register import Row
from eportfolio.signing import Signer
from eportfolio.workspace import Workspace
from eportfolio.workspace.proofs import receiver_of
from eportfolio.workspace.results import Closed, Received, Sent
from eportfolio.workspace.saving import Edit, new_id
from eportfolio.workspace.standing import CLOSING_TYP

COVER: dict[str, Any] = {"purpose": "cover", **EVERYTHING}
TALK = {"datum": "2026-03-03", "soort": "Telefoon", "onderwerpen": "de bus"}
AGREEMENT = {
    "onderwerp": "Bus",
    "wat": "Buskaart aanvragen",
    "status": "Open",
    "toezegging_gemeente": True,
    "werknotitie": "nog niets over gezegd",
}
NEW = {"eigen_woorden": "Ik wil leren lassen"}


def lend(two: Two, pid: str, **changes: Any) -> Sent:
    """A cover that the colleague took in, with its receipt at the giver."""
    sent = two.send(pid, two.consent(pid, **{**COVER, **changes}))
    two.close(two.receive(sent, answers=Answers()))
    return sent


def lent(two: Two, **changes: Any) -> str:
    pid = two.load(dossier())
    lend(two, pid, **changes)
    two.clock.advance(days=1)
    return pid


def send_back(two: Two, pid: str) -> Sent:
    return two.taker.handovers.create_return(pid, two.folder)


def take_back(two: Two, sent: Sent, **changes: Any) -> Received:
    receipt = unused(two.folder / f"{sent.bundle}.receipt")
    return two.giver.handovers.receive(sent.file, answers=Answers(), receipt=receipt, **changes)


def settle(two: Two, received: Received) -> Closed:
    assert received.receipt is not None
    return two.taker.handovers.close(received.receipt, Answers())


def refused(work: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(EportfolioError) as found:
        work()
    return found.value.code, found.value.reason


def refused_at(workspace: Workspace, work: Callable[[], object]) -> tuple[str, str | None]:
    """The same, after which nothing at all has changed in a vault."""
    vault = workspace._session.vault.path
    workspace.dossiers.caseload()  # the register follows when somebody looks at it
    before = files(vault)
    said = refused(work)
    workspace.dossiers.caseload()
    assert files(vault) == before
    return said


def words_of(workspace: Workspace, pid: str) -> set[str]:
    return {
        str(one.body.get("eigen_woorden") or one.body.get("verslag") or one.body.get("titel"))
        for one in workspace.dossiers.read(pid)
    }


def row_of(workspace: Workspace, pid: str) -> Row:
    (row,) = [one for one in workspace.dossiers.caseload() if one.portfolio == pid]
    return row


# Read and add


def test_colleague_adds_and_changes_only_what_was_added(two: Two) -> None:
    pid = lent(two)
    wish = find_record(two.taker, pid, "wens").id
    for work in (
        lambda: two.taker.dossiers.amend(pid, wish, {"eigen_woorden": "bakker"}),
        lambda: two.taker.dossiers.withdraw(pid, wish, "klopt niet meer"),
    ):
        assert refused_at(two.taker, work) == ("cover-read-only", None)
    own = two.taker.dossiers.add(pid, "wens", NEW).records[0]
    two.taker.dossiers.amend(pid, own, {"eigen_woorden": "Ik wil leren lassen in Rijswijk"})
    two.taker.dossiers.withdraw(pid, own, "dubbel")
    assert row_of(two.taker, pid).status == "vervanging"
    assert row_of(two.giver, pid).status == "open"
    assert two.taker.check().problems == ()


def test_several_changes_at_once_are_refused_when_one_of_them_is(two: Two) -> None:
    pid = lent(two)
    wish = find_record(two.taker, pid, "wens").id
    edits = [Edit(new_id(), "wens", NEW), Edit(wish, None, {"eigen_woorden": "bakker"})]
    said = refused_at(two.taker, lambda: two.taker.dossiers.save(pid, edits))
    assert said == ("cover-read-only", None)


def test_advice_is_for_reading_only(two: Two) -> None:
    pid = lent(two, purpose="advice")
    said = refused_at(two.taker, lambda: two.taker.dossiers.add(pid, "wens", NEW))
    assert said == ("cover-read-only", "advice-read-only")
    assert row_of(two.taker, pid).status == "advies"
    assert refused(lambda: send_back(two, pid)) == ("consent-missing", "no-cover")


def test_handover_lifts_what_a_cover_forbade(two: Two) -> None:
    pid = lent(two)
    two.hand_over(pid, **EVERYTHING)
    wish = find_record(two.taker, pid, "wens").id
    two.taker.dossiers.amend(pid, wish, {"eigen_woorden": "bakker"})
    assert row_of(two.taker, pid).status == "open"
    assert refused(lambda: send_back(two, pid)) == ("consent-missing", "no-cover")


def test_cover_of_a_dossier_that_is_kept_here_takes_nothing_away(two: Two) -> None:
    """Who covers cannot turn the giver's own dossier into a copy."""
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    to = two.giver.contacts.own.thumbprint
    request = consent_request(to, **COVER)
    again = two.taker.consents.give(pid, request, two.folder).consent.id
    sent = two.taker.handovers.create(pid, again, to, two.folder)
    two.giver.handovers.receive(sent.file, answers=Answers())
    diploma = find_record(two.giver, pid, "certificaat").id
    two.giver.dossiers.withdraw(pid, diploma, "niet gevonden")
    assert row_of(two.giver, pid).status == "open"


def test_predecessor_who_covers_later_may_add_and_not_change(two: Two) -> None:
    """The own words of long ago came back with the cover: they are the successor's now."""
    pid = two.load(dossier())
    two.hand_over(pid, **EVERYTHING)
    to = two.giver.contacts.own.thumbprint
    cover = two.taker.consents.give(pid, consent_request(to, **COVER), two.folder).consent.id
    sent = two.taker.handovers.create(pid, cover, to, two.folder)
    two.giver.handovers.receive(sent.file, answers=Answers())
    wish = find_record(two.giver, pid, "wens").id
    amend = partial(two.giver.dossiers.amend, pid, wish, {"eigen_woorden": "bakker"})
    assert refused(amend) == ("cover-read-only", None)
    two.giver.dossiers.add(pid, "wens", NEW)
    back = two.giver.handovers.create_return(pid, two.folder)
    assert back.records == 1
    assert two.taker.handovers.receive(back.file, answers=Answers()).relation == "newer"


# Coming back


def everything_added(two: Two, pid: str) -> set[str]:
    """A day of work of the colleague; gives the words that may go back."""
    work = two.taker.dossiers
    wish = find_record(two.taker, pid, "certificaat").id
    work.add(pid, "wens", NEW)
    work.attach(pid, "foto.png", "Foto van de brief", two.folder)
    work.add(pid, "reactie", {"record": wish, "antwoord": "klopt", "dag": "2026-03-03"})
    return {NEW["eigen_woorden"], "Foto van de brief"}


def test_what_was_added_comes_back_and_nothing_else(two: Two) -> None:
    pid = lent(two)
    before = state(two.giver, pid)
    sent_words = everything_added(two, pid)
    sent = send_back(two, pid)
    assert (sent.records, sent.documents, sent.withheld) == (3, 1, 0)
    seen = two.giver.handovers.inspect(sent.file)
    assert (seen.bundle.claims.purpose, seen.relation.name) == ("cover-return", "newer")
    assert seen.bundle.claims.not_after == row_until(two.taker, pid)
    received = take_back(two, sent)
    assert (received.relation, received.open_agreements) == ("newer", ())
    after = state(two.giver, pid)
    assert [one for one in before["records"] if one not in after["records"]] == []
    assert len(after["records"]) == len(before["records"]) + 3
    assert sent_words <= words_of(two.giver, pid)
    assert after["head"] == state(two.taker, pid)["head"]
    document = find_titled(two.giver, pid, "Foto van de brief")
    _, data = two.giver.dossiers.read_document(pid, document)
    assert data == (two.folder / "foto.png").read_bytes()
    assert two.giver.check().problems == ()


def row_until(workspace: Workspace, pid: str) -> date:
    return date.fromisoformat(str(row_of(workspace, pid).until))


def find_titled(workspace: Workspace, pid: str, title: str) -> Any:
    (found,) = [one for one in workspace.dossiers.read(pid) if one.body.get("titel") == title]
    return found.id


def test_return_of_a_partial_cover_says_of_every_digest_where_it_is(two: Two) -> None:
    """Also of what the colleague never had: the giver has it, and nothing is said to be withheld
    by the client that was not."""
    pid = lent(two, groups=["wensen"], explicit=[], later_items=False)
    two.taker.dossiers.add(pid, "contactmoment", TALK)
    two.taker.dossiers.add(pid, "gezondheid", {"effect_op_leren": "rugklachten"})
    two.taker.dossiers.add(pid, "afspraak", AGREEMENT)
    wish = two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "niet verder vertellen"})
    no = {"record": wish.records[0], "antwoord": "niet delen", "dag": "2026-03-03"}
    two.taker.dossiers.add(pid, "reactie", no)
    seen = two.taker.handovers.preview_return(pid)
    assert {(one.kind, one.stays) for one in seen.lines} == {
        ("contactmoment", None),
        ("afspraak", None),
        ("gezondheid", "scope"),
        ("wens", "niet-delen"),
        ("reactie", "niet-delen"),
    }
    sent = send_back(two, pid)
    claims = two.giver.handovers.inspect(sent.file).bundle.claims
    assert len(claims.items) == 2
    assert len(claims.withheld) == 3
    assert len(claims.never) == 1
    with two.giver._session.portfolio(pid) as portfolio:
        assert claims.known == set(portfolio.journal.chain().digests())
    take_back(two, sent)
    found = words_of(two.giver, pid)
    assert "niet verder vertellen" not in found
    assert [one for one in two.giver.dossiers.read(pid) if one.kind == "contactmoment"]
    assert "nog niets over gezegd" not in str(two.giver.dossiers.read(pid))


def test_health_comes_back_when_the_client_said_yes_to_health(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "gezondheid", {"effect_op_leren": "slaapt slecht"})
    assert send_back(two, pid).records == 1


def test_reaction_to_what_the_giver_has_comes_back_unless_it_says_no(two: Two) -> None:
    pid = lent(two)
    wish, diploma = (find_record(two.taker, pid, kind).id for kind in ("wens", "certificaat"))
    for record, said in ((wish, "niet delen"), (diploma, "klopt niet")):
        answer = {"record": record, "antwoord": said, "dag": "2026-03-03"}
        two.taker.dossiers.add(pid, "reactie", answer)
    stays = {one.stays for one in two.taker.handovers.preview_return(pid).lines}
    assert stays == {None, "niet-delen"}
    assert send_back(two, pid).records == 1


def test_both_go_on_and_what_was_added_on_either_side_is_there_in_the_end(two: Two) -> None:
    pid = lent(two)
    for turn in ("eerste", "tweede"):
        two.clock.advance(days=1)
        two.giver.dossiers.add(pid, "wens", {"eigen_woorden": f"{turn} van de gever"})
        two.taker.dossiers.add(pid, "wens", {"eigen_woorden": f"{turn} van de vervanger"})
        sent = send_back(two, pid)
        assert two.giver.handovers.inspect(sent.file).obstacle is None
        received = take_back(two, sent)
        assert received.relation == "forked"
        assert take_back(two, sent).relation == "same"
        closed = settle(two, received)
        assert (closed.complete, closed.closed) == (True, True)
        assert row_of(two.taker, pid).status == "gesloten"
        add = partial(two.taker.dossiers.add, pid, "wens", NEW)
        assert refused(add) == ("cover-ended", None)
        two.clock.advance(days=1)
        lend(two, pid)
        assert row_of(two.taker, pid).status == "vervanging"
        for one in (two.giver, two.taker):
            assert {f"{turn} van de gever", f"{turn} van de vervanger"} <= words_of(one, pid)
    assert state(two.giver, pid) == state(two.taker, pid)
    assert [one.check().problems for one in (two.giver, two.taker)] == [(), ()]


def test_returns_in_a_row_are_taken_in_one_after_the_other(two: Two) -> None:
    """The first receipt does not close: something was added since."""
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    first = send_back(two, pid)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "van de gever"})
    received = take_back(two, first)
    own = find_worded(two.taker, pid, NEW["eigen_woorden"])
    two.taker.dossiers.amend(pid, own, {"eigen_woorden": "Ik wil leren lassen, zegt hij"})
    second = send_back(two, pid)
    assert settle(two, received).closed is False
    assert row_of(two.taker, pid).status == "vervanging"
    assert row_of(two.taker, pid).only_here == 1
    assert take_back(two, second).relation == "forked"
    assert settle(two, take_back(two, second)).closed is True
    assert row_of(two.taker, pid).only_here == 0
    assert {"Ik wil leren lassen, zegt hij", "van de gever"} <= words_of(two.giver, pid)
    assert take_back(two, first).relation == "same"


def find_worded(workspace: Workspace, pid: str, words: str) -> Any:
    (found,) = [
        one for one in workspace.dossiers.read(pid) if one.body.get("eigen_woorden") == words
    ]
    return found.id


def test_addition_that_both_sides_changed_is_asked_about(two: Two) -> None:
    pid = lent(two)
    own = two.taker.dossiers.add(pid, "wens", NEW).records[0]
    take_back(two, send_back(two, pid))
    two.giver.dossiers.amend(pid, own, {"eigen_woorden": "lassen bij de werf"})
    two.taker.dossiers.amend(pid, own, {"eigen_woorden": "lassen op school"})
    sent = send_back(two, pid)
    with pytest.raises(Conflict, match="forked"):
        take_back(two, sent)
    take_back(two, sent, choices=Choices("ours"))
    assert "lassen bij de werf" in words_of(two.giver, pid)


def test_new_cover_reaches_a_colleague_who_had_not_sent_back_yet(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "van de gever"})
    two.clock.advance(days=1)
    lend(two, pid)
    assert {NEW["eigen_woorden"], "van de gever"} <= words_of(two.taker, pid)
    assert row_of(two.taker, pid).only_here == 1
    take_back(two, send_back(two, pid))
    assert NEW["eigen_woorden"] in words_of(two.giver, pid)


def test_receipt_of_a_return_carries_no_words_and_closes_nothing_at_the_giver(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    receipt = two.folder / "r.receipt"
    words = Answers(synthesis="Wat ik ervan begreep")
    two.giver.handovers.receive(sent.file, answers=words, receipt=receipt)
    closed = two.taker.handovers.close(receipt, Answers())
    assert (closed.closed, closed.synthesis) == (True, None)
    assert row_of(two.giver, pid).status == "open"


def test_receipt_that_comes_after_a_handover_closes_nothing(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    received = take_back(two, send_back(two, pid))
    two.hand_over(pid, **EVERYTHING)
    assert settle(two, received).closed is False
    assert row_of(two.taker, pid).status == "open"


# What does not come back


def test_nothing_comes_back_without_the_clients_yes_to_that(two: Two) -> None:
    pid = lent(two, answer_back=False)
    two.taker.dossiers.add(pid, "wens", NEW)
    for work in (lambda: send_back(two, pid), lambda: two.taker.handovers.preview_return(pid)):
        assert refused(work) == ("consent-scope", "no-answer-back")
    assert list(two.folder.glob("*.part")) == []
    assert row_of(two.taker, pid).only_here == 0


def test_nothing_added_is_nothing_to_send_back(two: Two) -> None:
    pid = lent(two)
    assert refused(lambda: send_back(two, pid)) == ("consent-scope", "nothing-covered")


def test_after_the_last_day_nothing_is_added_and_nothing_goes_back(two: Two) -> None:
    pid = lent(two, valid_until="2026-03-10")
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    two.clock.advance(days=8)
    add = partial(two.taker.dossiers.add, pid, "wens", NEW)
    assert refused_at(two.taker, add) == ("cover-ended", None)
    assert refused(lambda: send_back(two, pid)) == ("consent-expired", None)
    assert take_back(two, sent).relation == "newer"  # it left in time


def test_withdrawn_at_the_giver_is_withdrawn_for_what_comes_back(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid, **COVER)
    two.receive(two.send(pid, consent), answers=Answers())
    two.taker.dossiers.add(pid, "wens", NEW)
    early = send_back(two, pid)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    two.clock.advance(hours=1)
    late = send_back(two, pid)
    for sent, reason in ((early, "consent-known-withdrawn"), (late, None)):
        said = refused_at(two.giver, partial(take_back, two, sent))
        assert said == ("consent-withdrawn", reason)


def test_withdrawn_as_the_colleague_knows_it(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    consent = two.taker._session.standing
    with two.taker._session.portfolio(pid) as portfolio:
        came = consent(portfolio).came
    assert came is not None
    two.taker._session.register.remember_withdrawn(came.consent)
    assert refused(lambda: send_back(two, pid)) == ("consent-withdrawn", None)
    add = partial(two.taker.dossiers.add, pid, "wens", NEW)
    assert refused(add) == ("cover-ended", None)


def test_superseded_cover_brings_nothing_back(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    two.giver.consents.refuse(pid, {"recipient": two.to, "purpose": "cover"}, two.folder)
    two.clock.advance(hours=1)
    sent = send_back(two, pid)
    said = refused_at(two.giver, partial(take_back, two, sent))
    assert said == ("consent-superseded", None)


def test_dossier_that_was_handed_over_meanwhile_takes_nothing_back(
    templates: Templates, two: Two
) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    with two.giver._session.portfolio(pid) as portfolio, portfolio.transaction():
        payload = {"v": 1, "bundle": two_bundle(portfolio), "at": "2026-03-03", "agreements": []}
        portfolio.ledger.sign(payload, CLOSING_TYP, two.giver._session.signer)
        two.giver._session.saved(portfolio, ())
    assert refused(lambda: take_back(two, sent)) == ("dossier-closed", None)
    assert NEW["eigen_woorden"] not in words_of(two.giver, pid)


def two_bundle(portfolio: Any) -> str:
    (signed,) = portfolio.ledger.of(BUNDLE_TYP)
    return str(signed.payload()["id"])


# Cards


def renewed(one: Workspace, other: Workspace, folder: Path) -> None:
    one.contacts.rotate()
    card = folder / f"{one.contacts.own.thumbprint}.card"
    one.contacts.export_own(card)
    other.contacts.import_card(card, one.contacts.own.fingerprint)


@pytest.mark.parametrize("turns", [1, 2])
def test_cards_of_both_may_have_been_renewed_since(two: Two, turns: int) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    for _ in range(turns):
        renewed(two.taker, two.giver, two.folder)
        renewed(two.giver, two.taker, two.folder)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "met de nieuwe kaart"})
    sent = send_back(two, pid)
    assert sent.records == 2
    assert settle(two, take_back(two, sent)).closed is True


def test_giver_whose_card_does_not_count_gets_nothing(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    giver = two.giver.contacts.own.thumbprint
    two.taker.contacts.revoke(giver)
    assert refused(lambda: send_back(two, pid)) == ("unknown-recipient", "recipient-revoked")
    two.taker._session.register.store.write("DELETE FROM contacts", ())
    assert refused(lambda: send_back(two, pid)) == ("unknown-recipient", None)


# The end


def test_copy_is_offered_for_removal_when_nothing_waits_to_go_back(two: Two) -> None:
    pid = lent(two, valid_until="2026-03-10")
    assert refused(lambda: two.taker.erasures.erase_dossier(pid)) == ("retention", "too-early")
    assert two.taker.erasures.due(date(2026, 3, 10)) == []
    (due,) = two.taker.erasures.due(date(2026, 3, 11))
    assert (due.since, due.ground) == (date(2026, 3, 11), "vervanging-voorbij")
    assert row_of(two.taker, pid).is_ended(date(2026, 3, 11))
    assert not row_of(two.taker, pid).is_ended(date(2026, 3, 10))
    two.clock.advance(days=8)
    two.taker.erasures.erase_dossier(pid)
    assert two.taker.dossiers.caseload() == []


def test_additions_that_may_go_back_keep_the_copy_until_they_arrived(two: Two) -> None:
    pid = lent(two, valid_until="2026-03-10")
    two.taker.dossiers.add(pid, "wens", NEW)
    received = take_back(two, send_back(two, pid))
    two.clock.advance(days=8)
    assert two.taker.erasures.due() == []
    erase = partial(two.taker.erasures.erase_dossier, pid)
    assert refused(erase) == ("retention", "not-returned")
    settle(two, received)
    (due,) = two.taker.erasures.due()
    assert (due.ground, due.row.status) == ("vervanging-voorbij", "gesloten")
    assert due.since == two.clock.now.date()
    erase()


def test_receipt_offers_the_copy_before_the_last_day(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    settle(two, take_back(two, send_back(two, pid)))
    assert [one.row.portfolio for one in two.taker.erasures.due()] == [pid]


def test_additions_that_may_never_go_back_do_not_keep_the_copy(two: Two) -> None:
    pid = lent(two, answer_back=False, valid_until="2026-03-10")
    two.taker.dossiers.add(pid, "wens", NEW)
    assert [one.ground for one in two.taker.erasures.due(date(2026, 3, 11))] == [
        "vervanging-voorbij"
    ]


def test_advice_is_over_after_its_last_day(two: Two) -> None:
    pid = lent(two, purpose="advice", valid_until="2026-03-10")
    (due,) = two.taker.erasures.due(date(2026, 3, 11))
    assert (due.row.portfolio, due.ground) == (pid, "advies-voorbij")


def test_register_of_an_earlier_version_learns_what_was_lent(two: Two) -> None:
    pid = lent(two)
    two.taker._session.register.store.write("UPDATE caseload SET until = NULL, status = 'open'", ())
    wish = find_record(two.taker, pid, "wens").id
    amend = partial(two.taker.dossiers.amend, pid, wish, {"eigen_woorden": "bakker"})
    assert refused(amend) == ("cover-read-only", None)
    two.taker.dossiers.add(pid, "wens", NEW)
    assert row_of(two.taker, pid).status == "vervanging"


def test_full_disk_at_a_return_leaves_nothing(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    (two.folder / "there.eportfolio").write_bytes(b"x")
    with pytest.raises(StorageFault):
        two.taker.handovers.create_return(pid, two.folder / "there.eportfolio")
    assert (two.folder / "there.eportfolio").read_bytes() == b"x"


def test_return_holds_no_word_of_what_the_giver_sent(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    giver = two.giver._session.vault.identity
    members = read_archive(sent.file.read_bytes(), giver.age)
    whole = b"".join(data for _, data in members)
    plain = b"".join(
        signing.decode(text)
        for name, data in members
        if name.endswith("revisions.sdjwt")
        for line in data.decode().splitlines()
        for text in line.split("~")[1:-1]
    )
    for word in ("Aldarwesh", "kok worden", "fietsenbank", "rugklachten", "PNG scan"):
        assert word.encode() not in whole + plain
    assert NEW["eigen_woorden"].encode() in plain


def test_papers_and_ledger_name_the_giver_of_a_return(two: Two) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    (line,) = [one for one in two.taker.disclosures.of(pid) if one.bundle == sent.bundle]
    giver = two.giver.contacts.own
    assert (line.purpose, line.name, line.organisation) == (
        "cover-return",
        giver.name,
        giver.organisation,
    )
    with two.taker._session.portfolio(pid) as portfolio:
        (signed,) = [one for one in portfolio.ledger.of(BUNDLE_TYP) if one.kid in _own(two.taker)]
    assert receiver_of(read_claims(signed.payload()), None) == ("", "")


def _own(workspace: Workspace) -> frozenset[str]:
    return workspace._session.own


def test_cards_that_endorse_each_other_in_a_circle_lead_to_a_refusal_and_no_further(
    two: Two,
) -> None:
    pid = lent(two)
    two.taker.dossiers.add(pid, "wens", NEW)
    giver, other = two.giver._session.vault.identity, Signer.generate()
    about: dict[str, Any] = {
        "name": giver.card.name,
        "role": "",
        "organisation": giver.card.organisation,
        "recipient": giver.card.recipient,
        "on": two.clock.now.date(),
    }
    second = make_card(other, earlier=giver.signer, **about)
    circle = (second, make_card(giver.signer, earlier=other, **about), second)
    third = make_card(Signer.generate(), earlier=other, **about)
    for card in (*circle, third):
        two.clock.advance(minutes=1)
        two.taker.contacts.import_bytes(card.raw, card.fingerprint)
    two.taker.contacts.revoke(third.thumbprint)
    assert refused(lambda: send_back(two, pid)) == ("unknown-recipient", "recipient-replaced")
    assert two.taker.dossiers.permits(pid)


def test_a_cover_for_ever_is_no_cover_and_one_for_very_long_stops_no_other_work(two: Two) -> None:
    pid = two.load(dossier())
    with pytest.raises(InvalidRecord) as far:
        two.consent(pid, **COVER, valid_until="9999-12-31")
    assert dict(far.value.facts) == {"fields": ["valid_until"]}
    lend(two, pid, answer_back=False, valid_until="9998-12-31")
    assert two.taker.erasures.due() == []
    assert two.taker.erasures.kept()
