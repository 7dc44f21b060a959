"""Faults of the content: chain, lists, disclosures, consent, attachments, state, schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from builders_bundles import Change, Line, Members, Parts, disclosed
from vectors.faults import Fault, Faults, forbidden, late, newer, unlike, untrue
from vectors.worlds import World

from eportfolio import signing
from eportfolio.bundle import bag
from eportfolio.consent import CONSENT_TYP
from eportfolio.crypto import digest
from eportfolio.vault import Identity

OUTSIDE = ("consent-scope", "outside-consent")
EARLIER = "2026-03-03T10:00:00+00:00"


def _history(edit: Callable[[list[bytes]], list[bytes]]) -> Change:
    """The lines of the history, after everything was signed for the whole of it."""

    def members(made: Members) -> None:
        lines = edit(made[bag.REVISIONS].splitlines(keepends=True))
        made[bag.REVISIONS] = b"".join(lines)

    return late(members=members)


def _said(place: int, **values: Any) -> Change:
    """What one revision says, signed again; an entry of None is left out."""

    def change(parts: Parts) -> None:
        said = parts.lines[place].payload
        said.update(values)
        for name in [name for name, value in values.items() if value is None]:
            del said[name]

    return change


def _claimed(name: str, value: Callable[[Parts], Any]) -> Change:
    def change(parts: Parts) -> None:
        parts.late.payload = lambda payload: payload.update({name: value(parts)})

    return change


def _name_of(line: Line) -> str:
    return digest(line.jws.encode())


def _strange_revision(world: World) -> bytes:
    """The last revision signed by somebody whose key is not in the bundle."""

    def change(parts: Parts) -> None:
        line = parts.lines[-1]
        line.signer, line.payload["day"] = world.people["stranger"].signer, "2026-03-04"

    return world.rebuilt(change)


def _checkpoint(edit: Callable[[str], str]) -> Change:
    return late(payload=lambda payload: payload.update(checkpoint=edit(payload["checkpoint"])))


def _repeat_digest(parts: Parts) -> None:
    said = parts.lines[2].payload
    said["_sd"] = sorted([*said["_sd"], parts.lines[0].payload["_sd"][0]])


CHAIN: Faults = {
    "chain-missing": unlike(
        "chain-gap", "the middle revision is not there", _history(lambda one: [one[0], *one[2:]])
    ),
    "chain-reordered": unlike(
        "chain-gap", "a child before its parent", _history(lambda one: [one[0], one[2], one[1]])
    ),
    "chain-doubled": unlike(
        "chain-doubled", "a revision twice", _history(lambda one: [*one, one[-1]])
    ),
    "chain-foreign": unlike(
        "chain-foreign",
        "a revision of another client",
        _said(1, pid="0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11"),
    ),
    "chain-shorter": unlike(
        "chain-head", "the last revision is not there", _history(lambda one: one[:-1])
    ),
    "chain-seq": unlike("chain-order", "a number is skipped", _said(2, seq=4)),
    "chain-second-root": unlike("chain-gap", "a second first revision", _said(2, prev=[], seq=1)),
    "chain-no-newline": unlike(
        "revisions",
        "the last line is not finished",
        _history(lambda one: [*one[:-1], one[-1][:-1]]),
    ),
    "chain-no-tilde": unlike(
        "revisions",
        "a revision without its end",
        _history(lambda one: [*one[:-1], one[-1].replace(b"~\n", b"\n")]),
    ),
    "chain-strange-key": untrue(
        "key", "a revision of an author whose key is not there", _strange_revision
    ),
    "chain-alg": unlike("revision", "digests of another kind", _said(2, _sd_alg="sha-512")),
    "chain-digest-twice": unlike("chain-digest-twice", "an item in two revisions", _repeat_digest),
    "claims-head": unlike(
        "chain-head", "another head", _claimed("head", lambda parts: _name_of(parts.lines[-2]))
    ),
    "claims-size": unlike(
        "chain-head", "another size", _claimed("size", lambda parts: len(parts.lines) + 1)
    ),
    "checkpoint-size": unlike(
        "checkpoint",
        "a witness of another size",
        _checkpoint(lambda note: note.replace("\n3\n", "\n4\n")),
    ),
    "checkpoint-signature": unlike(
        "signature",
        "a witness that was not signed so",
        _checkpoint(lambda note: note[:-12] + "AAAAAAAA" + note[-4:]),
    ),
    "version-revision": newer("a newer revision", lambda w: w.rebuilt(_said(2, v=2))),
}


def _lists(edit: Callable[[dict[str, Any]], None]) -> Change:
    return late(payload=edit)


def _unlisted(payload: dict[str, Any]) -> None:
    payload["withheld"].pop()


def _double(payload: dict[str, Any]) -> None:
    payload["later"].append(payload["withheld"][0])


def _promised(payload: dict[str, Any]) -> None:
    payload["items"].append(payload["withheld"].pop())


def _unrelated(parts: Parts) -> None:
    """A disclosure that belongs to no digest, beside those that do."""
    parts.state = _state_of(parts)
    parts.lines[0].texts.append(disclosed("wens/x", {"body": {}}))
    parts.schema = {f"{bag.SCHEMA}wens.json": b"{}\n"}


def _state_of(parts: Parts) -> bytes:
    """`portfolio.json` as it was before the change."""
    bodies = {name: value["body"] for _, _, name, value in parts.texts()}
    records = [
        {"id": name.partition("/")[2], "kind": "wens", "status": "actueel", "body": body}
        for name, body in bodies.items()
    ]
    return signing.dump_json({"v": 1, "records": records}) + b"\n"


def _elsewhere(parts: Parts) -> None:
    """A disclosure below another revision than its own."""
    parts.lines[0].texts.append(parts.lines[1].texts.pop())


def _malformed(edit: Callable[[list[Any]], None]) -> Change:
    """A disclosure with its digest in order, that says something else than a record."""

    def change(parts: Parts) -> None:
        parts.state, parts.schema = _state_of(parts), {f"{bag.SCHEMA}wens.json": b"{}\n"}
        line, old, _, _ = list(parts.texts())[-1]
        content = json.loads(signing.decode(old))
        edit(content)
        parts.replace(line, old, signing.encode(json.dumps(content).encode()))

    return change


def _value(**values: Any) -> Change:
    return _malformed(lambda content: content[2].update(values))


def _other_author(world: World, who: str) -> bytes:
    """The last revision, which now shows its item, made by another author with a card."""
    author = world.people[who]

    def change(parts: Parts) -> None:
        line, old, name, value = list(parts.texts())[-1]
        line.signer, line.payload["day"] = author.signer, "2026-03-04"
        by = {"card": author.card.thumbprint, "name": author.card.name}
        by["organisation"] = author.card.organisation
        again = {**value, "by": by, "at": "2026-03-04T10:00:00+00:00"}
        parts.replace(line, old, disclosed(name, again))
        parts.keys[f"{bag.KEYS}{author.card.thumbprint}.card"] = author.card.raw
        for later in parts.lines[parts.lines.index(line) + 1 :]:
            later.payload["day"] = "2026-03-04"

    return world.rebuilt(change)


def _only_key(parts: Parts) -> None:
    """The key of the author of what is shared, without the card."""
    (path,) = parts.keys
    card = parts.keys.pop(path)
    key = json.loads(signing.decode(card.decode().split(".")[1]))["key"]
    parts.keys[path.replace(".card", ".jwk")] = signing.dump_json(key)


def _wrong_key_name(parts: Parts) -> None:
    (card,) = parts.keys.values()
    parts.keys[f"{bag.KEYS}{'x' * 43}.card"] = card


def _said_twice(lines: list[bytes]) -> list[bytes]:
    again = lines[1].split(b"~")[1]
    return [lines[0], lines[1].replace(b"~\n", b"~" + again + b"~\n"), lines[2]]


DISCLOSURES: Faults = {
    "digest-unlisted": unlike("digest-lists", "an item in no list", _lists(_unlisted)),
    "digest-twice": unlike("digest-lists", "an item in two lists", _lists(_double)),
    "digest-promised": unlike(
        "digest-lists", "an item said to come that did not", _lists(_promised)
    ),
    "disclosure-unrelated": unlike("disclosure", "fits no digest", _unrelated),
    "disclosure-elsewhere": unlike("disclosure", "below another revision", _elsewhere),
    "disclosure-twice": unlike("disclosure", "one item twice", _history(_said_twice)),
    "disclosure-no-kind": unlike(
        "disclosure",
        "a name that is no record",
        _malformed(lambda content: content.__setitem__(1, "wens")),
    ),
    "disclosure-four-parts": unlike(
        "disclosure", "not three parts", _malformed(lambda content: content.append("x"))
    ),
    "disclosure-body-list": unlike("disclosure", "a body that is a list", _value(body=[])),
    "disclosure-other-day": unlike(
        "disclosure", "another day than its revision", _value(at="2026-03-01T10:00:00+00:00")
    ),
    "author-card-expired": untrue(
        "author-card", "the author's card had expired that day", lambda w: _other_author(w, "past")
    ),
    "author-card-missing": unlike(
        "author-card", "a shared item whose author's card is not there", _only_key
    ),
    "author-key-name": unlike("key", "a card under another name", _wrong_key_name),
}


def _shows(*names: str) -> Callable[[World], bytes]:
    """Items that were left out. `#` stands between the name of a record and its number."""

    def make(world: World) -> bytes:
        def change(parts: Parts) -> None:
            for name in names:
                who, _, seq = name.partition("#")
                parts.disclose(world.hidden[f"{world.ids[who]}@{seq}"])

        return world.rebuilt(change)

    return make


def _outside(comment: str, make: Callable[[World], bytes], *, whole: bool = False) -> Fault:
    return Fault(make, "NotPermitted", *OUTSIDE, comment, whole)


def _with_x(parts: Parts) -> None:
    line, _, name, _ = next(parts.texts())
    parts.add(line, f"{name}#X", {"body": {"werknotitie": "niet voor anderen"}})


def _layer_x(parts: Parts) -> None:
    line, old, name, value = list(parts.texts())[-1]
    parts.replace(line, old, disclosed(name, {**value, "body": {**value["body"], "laag": "X"}}))


def _brief(world: World) -> bytes:
    """The bytes of a document that was left out, without the document."""
    data = world.files["brief.pdf"]
    return world.rebuilt(lambda parts: parts.files.update({f"{bag.FILES}{digest(data)}": data}))


SCOPE: Faults = {
    "item-scope": _outside("health was not in the scope", _shows("health#1")),
    "item-excluded": _outside("a record the client left out", _shows("secret#1")),
    "item-later": _outside("made after what the client decided about", _shows("late#3")),
    "item-excluded-version": _outside(
        "one version the client left out", _shows("half#1"), whole=True
    ),
    "item-reaction": _outside(
        "the client said: do not share", _shows("silent#1", "reaction#4"), whole=True
    ),
    "item-layer-x-part": forbidden(*OUTSIDE, "fields that never leave", _with_x),
    "item-layer-x": forbidden(*OUTSIDE, "a record that never leaves", _layer_x, whole=True),
    "attachment-outside": _outside("bytes of a document that was left out", _brief, whole=True),
    "attachment-shared": _outside(
        "the same bytes under a document that was left out",
        _shows("kopie#1", "brief#1"),
        whole=True,
    ),
}


def _agreed(**values: Any) -> Change:
    return lambda parts: parts.consent.update(values)


def _event(name: str) -> Change:
    def change(parts: Parts) -> None:
        event = {"v": 1, "event": name, "at": EARLIER, "by": {}, "reason": None}
        parts.events.append(event)

    return change


def _for_another_recipient(world: World) -> bytes:
    other = world.people["other"].card
    recipient = {"card": other.thumbprint, "name": other.name, "organisation": other.organisation}
    return world.rebuilt(_agreed(recipient=recipient))


def _signed_by(signer: Identity) -> Change:
    """The same consent, signed by somebody else, named in the claims as theirs."""

    def change(parts: Parts) -> None:
        names: dict[str, str] = {}

        def members(made: Members) -> None:
            (path,) = [one for one in made if one.startswith(bag.CONSENT)]
            del made[path]
            jws = signer.signer.sign(signing.dump_json(parts.consent), CONSENT_TYP)
            names["sha256"] = digest(jws)
            made[f"{bag.CONSENT}{digest(jws)}.jws"] = jws

        parts.late.members = members
        parts.late.payload = lambda payload: payload["consent"].update(names)
        parts.keys[f"{bag.KEYS}{signer.card.thumbprint}.card"] = signer.card.raw

    return change


ANOTHER = "5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11"


def _another_added(parts: Parts) -> None:
    def members(made: Members) -> None:
        signed = signing.dump_json({**parts.consent, "id": ANOTHER})
        jws = parts.sender.signer.sign(signed, CONSENT_TYP)
        made[f"{bag.CONSENT}{digest(jws)}.jws"] = jws

    parts.late.members = members


def _no_consent(members: Members) -> None:
    for path in [one for one in members if one.startswith(bag.CONSENT)]:
        del members[path]


def _misnamed(members: Members) -> None:
    (path,) = [one for one in members if one.startswith(bag.CONSENT)]
    members[f"{bag.CONSENT}{'0' * 64}.jws"] = members.pop(path)


CONSENT: Faults = {
    "consent-withdrawn": forbidden(
        "consent-withdrawn", None, "the client took it back before", _event("withdrawn")
    ),
    "consent-superseded": forbidden(
        "consent-superseded", None, "a newer decision came before", _event("superseded")
    ),
    "consent-expired-event": forbidden(
        "consent-expired", None, "recorded as expired before", _event("expired")
    ),
    "consent-expired": forbidden(
        "consent-expired", None, "valid until before it was made", _agreed(valid_until="2026-03-05")
    ),
    "consent-refused": forbidden(
        "consent-refused", None, "the client said no", _agreed(decision="refused")
    ),
    "consent-later": forbidden(
        "consent-missing",
        "consent-ahead",
        "given after it was made",
        _agreed(given_on="2026-03-20T10:00:00+00:00"),
    ),
    "consent-other-client": forbidden(
        "consent-missing",
        None,
        "a consent of another client",
        _agreed(pid="0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11"),
    ),
    "consent-other-recipient": Fault(
        _for_another_recipient,
        "NotPermitted",
        "consent-recipient",
        None,
        "a consent for somebody else",
    ),
    "consent-other-purpose": forbidden(
        "consent-scope", "consent-purpose", "a consent for advice only", _agreed(purpose="advice")
    ),
    "consent-other-signer": untrue(
        "consent-signer",
        "recorded by somebody else",
        lambda w: w.rebuilt(_signed_by(w.people["stranger"])),
    ),
    "consent-added": forbidden(
        "consent-missing", None, "another consent beside it", _another_added
    ),
    "consent-missing": forbidden(
        "consent-missing", None, "no consent at all", late(members=_no_consent)
    ),
    "consent-misnamed": unlike("consent", "not under its own digest", late(members=_misnamed)),
    "consent-evidence": forbidden(
        "consent-evidence",
        "evidence-missing",
        "the signed sheet is not there",
        lambda parts: parts.evidence.clear(),
        whole=True,
    ),
    "consent-naive": unlike(
        "consent", "a moment without an offset", _agreed(given_on="2026-03-02T10:00:00")
    ),
    "version-consent": newer("a newer consent", lambda w: w.rebuilt(_agreed(v=2))),
}


def _other_bytes(parts: Parts) -> None:
    (path,) = parts.files
    parts.files[path] = b"\x89PNG vals"


def _stated(edit: Callable[[dict[str, Any]], None]) -> Change:
    def members(made: Members) -> None:
        state = json.loads(made[bag.STATE])
        edit(state)
        made[bag.STATE] = signing.dump_json(state) + b"\n"

    return late(members=members)


def _nothing_wished(state: dict[str, Any]) -> None:
    state["records"][0]["body"].update(eigen_woorden="Ik wil niets")


def _schema(parts: Parts) -> None:
    parts.late.members = lambda made: made.update({f"{bag.SCHEMA}pip.json": b"{}\n"})


def _bad_body(parts: Parts) -> None:
    line, old, name, value = list(parts.texts())[-1]
    parts.replace(line, old, disclosed(name, {**value, "body": {"eigen_woorden": 5}}))


STATE: Faults = {
    "attachment-changed": unlike("attachment", "a file of other bytes", _other_bytes, whole=True),
    "state-differs": unlike(
        "state", "portfolio.json says something else", _stated(_nothing_wished)
    ),
    "state-lacks": unlike(
        "state", "portfolio.json leaves a record out", _stated(lambda state: state["records"].pop())
    ),
    "state-missing": unlike(
        "member-missing", "no portfolio.json", late(members=lambda made: made.pop(bag.STATE))
    ),
    "schema-unknown": unlike("member-extra", "a schema of a kind that is not there", _schema),
    "schema-missing": unlike(
        "member-extra",
        "no schema of a kind that is there",
        late(members=lambda made: made.pop(f"{bag.SCHEMA}wens.json")),
    ),
    "body-schema": unlike("schema", "a body that its schema refuses", _bad_body),
}

FAULTS: Faults = {**CHAIN, **DISCLOSURES, **SCOPE, **CONSENT, **STATE}
