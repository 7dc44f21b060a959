"""Somebody with a key of their own, and a bundle that says more than it may.

Every bundle here is signed by a sender whose card was compared; what is wrong is what it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, find_record
from builders_bundles import (
    VECTORS,
    Change,
    Parts,
    disclosed,
    load_people,
    make_receiver,
    payload_of,
    rebuild,
)
from vectors.faults import late

from eportfolio import signing
from eportfolio.bundle import bag, letters
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.receive import Answers, Choices
from eportfolio.cards import make_card
from eportfolio.crypto import age_encrypt, digest
from eportfolio.errors import Conflict, EportfolioError, NotAuthentic, NotPermitted, Unsupported
from eportfolio.journal import disclosure_digest
from eportfolio.vault import Identity
from eportfolio.workspace import Workspace

SMALL = (VECTORS / "bundles" / "good-small.eportfolio").read_bytes()
WHOLE = (VECTORS / "bundles" / "good.eportfolio").read_bytes()
REFUSED = (NotAuthentic, NotPermitted, Unsupported)
TAKE_ALL = Answers("overnemen")
OTHER_PID = "0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11"


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with make_receiver(tmp_path_factory.mktemp("attacks")) as workspace:
        yield workspace


def made(change: Change, bundle: bytes = SMALL) -> bytes:
    people = load_people()
    return rebuild(bundle, people["taker"].age, people["giver"], change)


def refusal(receiver: Workspace, folder: Path, bundle: bytes) -> EportfolioError:
    path = folder / "attack.eportfolio"
    path.write_bytes(bundle)
    with pytest.raises(REFUSED) as refused:
        receiver.handovers.inspect(path)
    return refused.value


def renamed(pid: str) -> Change:
    """The same dossier under another id."""

    def change(parts: Parts) -> None:
        parts.claims["pid"] = parts.consent["pid"] = pid
        for line in parts.lines:
            line.payload["pid"] = pid

    return change


def last(**values: Any) -> Change:
    """The last shared item with other values around its body."""

    def change(parts: Parts) -> None:
        line, old, name, value = list(parts.texts())[-1]
        parts.replace(line, old, disclosed(name, {**value, **values}))

    return change


def body(text: str) -> Change:
    """The last shared item with a body that is written out by hand."""
    return by_hand("body", text)


def by_hand(field: str, text: str) -> Change:
    """The last shared item with one field that is written out by hand."""

    def change(parts: Parts) -> None:
        line, old, name, value = list(parts.texts())[-1]
        state_parts(parts)
        said = json.dumps(["c2FsdHNhbHRzYWx0c2FsdA", name, {**value, field: 0}])
        said = said.replace(f'"{field}": 0', f'"{field}": {text}')
        parts.replace(line, old, signing.encode(said.encode()))

    return change


def state_parts(parts: Parts) -> None:
    """Leave `portfolio.json` and the schemas alone: the body cannot be replayed here."""
    parts.state = b'{"records":[],"v":1}\n'
    parts.schema = {f"{bag.SCHEMA}wens.json": b"{}\n"}


def another(parts: Parts) -> None:
    """A second version of the same record in the same revision."""
    line, _, name, value = list(parts.texts())[-1]
    parts.add(line, name, {**value, "body": {"eigen_woorden": "Ik wil iets anders"}})


def foreign_author(parts: Parts) -> None:
    other = load_people()["author"].card
    by = {"card": other.thumbprint, "name": other.name, "organisation": other.organisation}
    last(by=by)(parts)


def empty_body(parts: Parts) -> None:
    """A client without any field, which the schema does not allow."""
    parts.consent["scope"].append({"group": "identiteit", "kind": "client"})
    _, _, _, value = next(parts.texts())
    new = "client/5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11"
    parts.add(parts.lines[0], new, {**value, "body": {}})


def layer_x_field(parts: Parts) -> None:
    parts.consent["scope"].append({"group": "afspraken", "kind": "afspraak"})
    _, _, _, value = next(parts.texts())
    said = {"onderwerp": "Fiets", "wat": "Fiets", "status": "Nagekomen"}
    said["werknotitie"] = "niet voor anderen"
    new = "afspraak/5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11"
    parts.add(parts.lines[0], new, {**value, "body": said})


def unknown_kind(parts: Parts) -> None:
    parts.consent["scope"].append({"group": "raar", "kind": "raar"})
    _, _, _, value = next(parts.texts())
    new = "raar/5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11"
    parts.add(parts.lines[0], new, {**value, "body": {"a": 1}})


def strange_id(parts: Parts) -> None:
    _, _, _, value = next(parts.texts())
    parts.add(parts.lines[0], "wens/..", {**value, "body": {"eigen_woorden": "x"}})


def agreed(**values: Any) -> Change:
    return lambda parts: parts.consent.update(values)


def withdrawn_later(parts: Parts) -> None:
    """The bundle itself says that the client took the consent back, a day after it was made."""
    at = "2026-03-09T10:00:00+00:00"
    parts.events.append({"v": 1, "event": "withdrawn", "at": at, "by": {}, "reason": None})


def newer_event(parts: Parts) -> None:
    at = "2026-03-03T10:00:00+00:00"
    parts.events.append({"v": 2, "event": "re-confirmed", "at": at, "by": {}, "reason": None})


def other_purpose(parts: Parts) -> None:
    parts.consent["purpose"] = parts.claims["purpose"] = "verkoop"


def true_for_one(members: dict[str, bytes]) -> None:
    members[bag.STATE] = members[bag.STATE].replace(b'"v":1', b'"v":true')


def needless_card(parts: Parts) -> None:
    card = load_people()["stranger"].card
    parts.keys[f"{bag.KEYS}{card.thumbprint}.card"] = card.raw


def card_and_key(parts: Parts) -> None:
    (path,) = parts.keys
    key = load_people()["giver"].card.key.jwk
    parts.keys[path.replace(".card", ".jwk")] = signing.dump_json(key)


def withheld_author(parts: Parts) -> None:
    """The card, with a name, of somebody who only made what was left out."""
    author = load_people()["author"]
    parts.lines[-1].signer = author.signer
    parts.lines[-1].payload["day"] = "2026-03-04"
    parts.keys[f"{bag.KEYS}{author.card.thumbprint}.card"] = author.card.raw


def other_name(parts: Parts) -> None:
    """Another card for the sender's own key than the one that was compared."""
    (path,) = parts.keys
    giver = load_people()["giver"]
    card = make_card(
        giver.signer,
        name="De burgemeester",
        role="burgemeester",
        organisation="Gemeente Elders",
        recipient=giver.card.recipient,
        on=giver.card.valid_from,
    )
    parts.keys[path] = card.raw


def tomorrow(parts: Parts) -> None:
    parts.lines[-1].payload["day"] = "2031-01-01"


def unsummed(parts: Parts) -> None:
    """bag-info.txt that contradicts the bag; everything else fits it."""
    info = bag.info(parts.claims["id"], datetime(2026, 3, 8, tzinfo=UTC).date(), 1, 1)

    def tags(made_: dict[str, bytes]) -> None:
        made_[bag.INFO] = info
        hashes = {path: digest(made_[path]) for path in (bag.BAGIT, bag.INFO, bag.MANIFEST)}
        made_[bag.TAGMANIFEST] = bag.manifest(hashes)
        said = payload_of(made_[bag.SIGNATURE]) | {
            "tagmanifest_sha256": digest(made_[bag.TAGMANIFEST])
        }
        made_[bag.SIGNATURE] = parts.sender.signer.sign(
            signing.dump_json(said), "handover-bundle+jws"
        )

    parts.late.tags = tags


def other_evidence(parts: Parts) -> None:
    """A scan beside the consent that nobody refers to."""
    scan = b"a scan of something else"
    parts.evidence[f"{bag.CONSENT}{digest(scan)}"] = scan


def wrong_size(parts: Parts) -> None:
    """A document whose record gives another size than its file has."""
    for line, old, name, value in parts.texts():
        if name.startswith("document/"):
            said = {**value["body"], "omvang": 12_345}
            parts.replace(line, old, disclosed(name, {**value, "body": said}))


def strange_digest(parts: Parts) -> None:
    """A name of something that was left out, which steers the screen it is shown on."""
    parts.lines[-1].payload["_sd"].insert(0, "\x1b[31m")


def reason_at_no_moment(parts: Parts) -> None:
    """The part with a reason says when, and that is no moment."""
    line, _, name, _ = list(parts.texts())[-1]
    parts.add(line, f"{name}#reden", {"reason": "x", "at": "ooit"})


ATTACKS: dict[str, Change] = {
    "the version is true instead of one": late(payload=lambda payload: payload.update(v=True)),
    "the id of the bundle is a sentence": lambda parts: parts.claims.update(id="zo maar"),
    "a digest that is none": strange_digest,
    "a reason at no moment": reason_at_no_moment,
    "a reason that steers the screen": last(reason="\x1b[31mgoed"),
    "the id of the dossier is a path": renamed("../../elsewhere"),
    "the id of the dossier is another file of the vault": renamed("../register"),
    "an item says that somebody else made it": foreign_author,
    "an item was made at no moment": last(at="2026-03-02 en nog wat"),
    "an item was made at a moment without an offset": last(at="2026-03-02T10:00:00"),
    "an item has a status that does not exist": last(status="iets"),
    "a revision has two versions of one record": another,
    "a record has an empty body that breaks its schema": empty_body,
    "a field of layer X stands in the open part": layer_x_field,
    "a kind that does not exist": unknown_kind,
    "a record whose id is none": strange_id,
    "a signature on paper without its scan": agreed(
        expressed={"how": "handtekening papier", "evidence": None, "witness": None}
    ),
    "a consent that was not told back": agreed(teach_back={"done": False, "words": None}),
    "a consent that nobody explained": agreed(explained_by=None),
    "the bundle says itself that the consent was withdrawn": withdrawn_later,
    "a purpose that does not exist": other_purpose,
    "portfolio.json says true instead of one": late(members=true_for_one),
    "a card of somebody who made nothing": needless_card,
    "a key and a card of one author": card_and_key,
    "the card of somebody who made only what was left out": withheld_author,
    "another card of the sender than the one that was compared": other_name,
    "a revision made after the bundle": tomorrow,
    "bag-info.txt contradicts the bag": unsummed,
    "evidence that the consent does not name": other_evidence,
    "the claims name another age recipient": late(
        payload=lambda payload: payload.update(aud={**payload["aud"], "recipient": "age1x"})
    ),
}

CRASHES: dict[str, Change] = {
    "checkpoint is a number": late(payload=lambda payload: payload.update(checkpoint=5)),
    "audience is a list": late(
        payload=lambda payload: payload.update(aud={**payload["aud"], "card": []})
    ),
    "audience is a text": late(payload=lambda payload: payload.update(aud="x")),
    "a list of digests is a text": late(payload=lambda payload: payload.update(later="x")),
    "scope holds a text": agreed(scope=["x"]),
    "scope compares with a number": agreed(
        scope=[{"kind": "wens", "field": "eigen_woorden", "in": 5}]
    ),
    "group is a list": agreed(scope=[{"group": [], "kind": "zomaar", "special": True}]),
    "field is a list": agreed(scope=[{"group": "x", "kind": "wens", "field": [], "in": []}]),
    "field is an object": agreed(scope=[{"group": "x", "kind": "wens", "field": {}}]),
    "hours are more than a number can be": late(
        payload=lambda payload: payload.update(
            hours={"rules": "x", "on": "2026-03-02", "counters": {"a": 10**400}}
        )
    ),
    "evidence is a number": agreed(
        expressed={"how": "handtekening papier", "evidence": 5, "witness": None}
    ),
    "nothing about telling it back": agreed(teach_back=None),
    "purpose is a list": lambda parts: parts.claims.update(purpose=["handover"]),
    "body holds a number without end": body('{"eigen_woorden": 1e999}'),
    "body holds half a character": body('{"eigen_woorden": "\\ud800"}'),
    "body is nested beyond measure": body('{"eigen_woorden": ' + "[" * 900 + "]" * 900 + "}"),
    "author is half a character": by_hand("by", '{"name": "\\ud800"}'),
    "reason is a list": last(reason=["x"]),
    "body names a list as its layer": body('{"laag": ["X"], "eigen_woorden": {"a": []}}'),
}


@pytest.mark.parametrize("change", ATTACKS.values(), ids=ATTACKS)
def test_sender_with_a_compared_card_cannot_make_us_accept(
    receiver: Workspace, tmp_path: Path, change: Change
) -> None:
    refusal(receiver, tmp_path, made(change))


@pytest.mark.parametrize("change", CRASHES.values(), ids=CRASHES)
def test_sender_with_a_compared_card_cannot_make_us_stumble(
    receiver: Workspace, tmp_path: Path, change: Change
) -> None:
    refusal(receiver, tmp_path, made(change))


def test_event_of_a_newer_version_says_so(receiver: Workspace, tmp_path: Path) -> None:
    assert refusal(receiver, tmp_path, made(newer_event)).code == "unsupported-version"


def test_document_of_another_size_than_its_record_says_is_refused(
    receiver: Workspace, tmp_path: Path
) -> None:
    refusal(receiver, tmp_path, made(wrong_size, WHOLE))


def test_order_of_disclosures_does_not_change_what_is_stored(tmp_path: Path) -> None:
    """What was looked at is what is kept, whichever version of a record comes last."""
    people = load_people()
    said = set()
    for turn in (1, -1):

        def change(parts: Parts, turn: int = turn) -> None:
            another(parts)
            line = list(parts.texts())[-1][0]
            line.texts.sort()
            line.texts[:] = line.texts[::turn]

        folder = tmp_path / str(turn)
        folder.mkdir()
        with make_receiver(folder) as workspace:
            path = tmp_path / f"{turn}.eportfolio"
            path.write_bytes(rebuild(SMALL, people["taker"].age, people["giver"], change))
            try:
                seen = workspace.handovers.inspect(path).bundle.current[0].body
                got = workspace.handovers.receive(path, answers=TAKE_ALL)
            except REFUSED:
                continue
            kept = workspace.dossiers.read(got.portfolio)[0].body
            said.add(seen == kept)
    assert said <= {True}


def attack(two: Two, sent: Path, change: Change) -> Path:
    """The giver's own bundle, changed and sealed with the giver's own keys."""
    giver, taker = two.giver._session.vault.identity, two.taker._session.vault.identity
    path = two.folder / "attack.eportfolio"
    path.write_bytes(rebuild(sent.read_bytes(), taker.age, giver, change))
    return path


def covered(two: Two) -> tuple[str, Path]:
    """A dossier at both, and a second bundle of it that is not taken in yet."""
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING)))
    return pid, two.send(pid, two.consent(pid, purpose="advice", **EVERYTHING)).file


def begin_anew(parts: Parts) -> None:
    """The same items, each with another salt, so that not one revision is known here."""
    for line, old, name, value in list(parts.texts()):
        parts.replace(line, old, disclosed(name, value))
    for line in parts.lines:
        shown = {disclosure_digest(text) for text in line.texts}
        hidden = {digest(one.encode())[:43] for one in line.payload["_sd"] if one not in shown}
        line.payload["_sd"] = sorted(shown | hidden)


def test_history_without_a_common_beginning_cannot_be_merged(two: Two) -> None:
    _, path = covered(two)

    choices = Choices("ours")
    with pytest.raises((NotAuthentic, Conflict)):
        two.taker.handovers.receive(
            attack(two, path, begin_anew), answers=TAKE_ALL, choices=choices
        )
    assert two.taker.check().problems == ()


def test_fork_that_repeats_one_of_our_own_items_is_refused(two: Two) -> None:
    pid, path = covered(two)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "van ons"})
    with two.taker._session.portfolio(pid) as portfolio:
        ours = portfolio.journal.chain().in_order()[-1].digests

    def change(parts: Parts) -> None:
        first = parts.lines[0]
        again = {**first.payload, "prev": [first.was], "seq": 2, "_sd": list(ours)}
        giver = two.giver._session.vault.identity.signer
        parts.lines.append(type(first)(again, [], giver, first.jws, "new"))

    choices = Choices("ours")
    with pytest.raises(NotAuthentic):
        two.taker.handovers.receive(attack(two, path, change), answers=TAKE_ALL, choices=choices)
    assert two.taker.check().problems == ()


def test_handover_after_a_cover_still_asks_for_every_open_agreement(two: Two) -> None:
    pid, _ = covered(two)
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    with pytest.raises(NotPermitted) as refused:
        two.receive(sent, answers=Answers())
    assert refused.value.code == "open-agreements"


def test_records_of_a_bundle_cannot_take_another_client_out_of_the_search(two: Two) -> None:
    own = two.taker.dossiers.load(dossier(), two.folder).portfolio
    wish = find_record(two.taker, own, "wens").id
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid, purpose="advice"))

    def change(parts: Parts) -> None:
        for line, old, name, value in list(parts.texts()):
            if name.startswith("wens/"):
                parts.replace(line, old, disclosed(f"wens/{wish}", value))

    with suppress(*REFUSED):
        two.taker.handovers.receive(attack(two, sent.file, change), answers=TAKE_ALL)
    found = {row.portfolio: ids for row, ids in two.taker.dossiers.search("kok")}
    assert wish in found.get(own, [])


def test_record_of_layer_x_does_not_leave_as_an_empty_shell(two: Two) -> None:
    entries = [*dossier(), {"kind": "wens", "body": {"eigen_woorden": "geheim", "laag": "X"}}]
    pid = two.load(entries)
    (hidden,) = [one.id for one in two.giver.dossiers.read(pid) if (one.x or {}).get("laag") == "X"]
    received = two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    assert hidden not in {one.id for one in two.taker.dossiers.read(received.portfolio)}


def keys(two: Two) -> list[str]:
    return [one.age for one in two.giver._session.vault.identities]


def arrived(two: Two, **changes: Any) -> tuple[Path, dict[str, Any]]:
    """A handover that was taken in: its receipt, and what that says."""
    pid = two.load(dossier())
    received = two.receive(two.send(pid, two.consent(pid, **(EVERYTHING | changes))))
    assert received.receipt is not None
    return received.receipt, payload_of(letters.read_letter(received.receipt, keys(two)))


def forged(two: Two, signer: Identity, said: dict[str, Any]) -> Path:
    jws = signer.signer.sign(signing.dump_json(said), receipts.TYP)
    path = two.folder / "forged.receipt"
    path.write_bytes(age_encrypt(jws, two.giver.contacts.own.recipient))
    return path


def test_receipt_signed_with_a_revoked_key_closes_nothing(two: Two) -> None:
    receipt, _ = arrived(two)
    two.giver.contacts.revoke(two.to)
    with pytest.raises(NotAuthentic) as refused:
        two.giver.handovers.close(receipt, Answers())
    assert refused.value.code == "unknown-sender"


def test_receipt_carries_no_prose_when_the_client_did_not_agree_to_an_answer(two: Two) -> None:
    _, said = arrived(two, answer_back=False)
    signer = two.taker._session.vault.identity
    path = forged(two, signer, said | {"synthesis": "het gaat niet goed thuis"})
    try:
        closed = two.giver.handovers.close(path, Answers())
    except EportfolioError:
        return
    assert closed.synthesis is None


@pytest.mark.parametrize(
    "values",
    {
        "synthesis is a list": {"synthesis": ["x"]},
        "head is a list": {"head": ["x"]},
        "items are pairs": {"items": [["x", "identical"]]},
        "another client": {"pid": OTHER_PID},
    }.values(),
    ids=["synthesis is a list", "head is a list", "items are pairs", "another client"],
)
def test_receipt_of_another_shape_is_refused(two: Two, values: dict[str, Any]) -> None:
    _, said = arrived(two)
    signer = two.taker._session.vault.identity
    with pytest.raises(EportfolioError):
        two.giver.handovers.close(forged(two, signer, said | values), Answers())


def test_line_of_the_disclosure_ledger_is_not_overwritten_by_another_bundle(two: Two) -> None:
    pid, path = covered(two)
    before = [
        row for row in two.taker._session.register.bundles(pid) if row.direction == "received"
    ]
    (first,) = before
    name = first.id.removeprefix("received:")
    bundle = attack(two, path, lambda parts: parts.claims.update(id=name))
    with suppress(*REFUSED):
        two.taker.handovers.receive(bundle, answers=TAKE_ALL)
    assert first in two.taker._session.register.bundles(pid)


CARD_CRASHES: dict[str, dict[str, Any]] = {
    "endorsement is a number": {"endorsement": 5},
    "endorsement is a list": {"endorsement": []},
    "previous is a list": {"previous": ["x"]},
}


@pytest.mark.parametrize("values", CARD_CRASHES.values(), ids=CARD_CRASHES)
def test_card_of_another_shape_is_refused(
    receiver: Workspace, tmp_path: Path, values: dict[str, Any]
) -> None:
    people = load_people()
    stranger = people["stranger"]
    said = payload_of(stranger.card.raw) | {"previous": people["giver"].card.thumbprint} | values
    path = tmp_path / "x.card"
    path.write_bytes(stranger.signer.sign(signing.dump_json(said), "contact-card+jws"))
    with pytest.raises(NotAuthentic):
        receiver.contacts.import_card(path, None)


def test_older_card_does_not_replace_a_newer_one_of_the_same_key(tmp_path: Path) -> None:
    giver = load_people()["giver"]
    older = make_card(
        giver.signer,
        name="Bram Gever",
        role="klantmanager",
        organisation="Gemeente Waterdael",
        recipient=load_people()["other"].card.recipient,
        on=giver.card.valid_from.replace(year=2024),
    )
    (tmp_path / "old.card").write_bytes(older.raw)
    with make_receiver(tmp_path) as workspace:
        workspace.contacts.import_card(tmp_path / "old.card", None)
        found = workspace.contacts.find(giver.card.thumbprint)
    assert found is not None
    assert found.card.recipient == giver.card.recipient
