"""Dossiers, consents and answers with one fault each: refused whole, and nothing is repeated."""

from __future__ import annotations

import json
import os
import re
import uuid
from contextlib import suppress
from typing import Any

import pytest
from builders import PASSPHRASE, files
from builders_cli import IMPORT, Desk, explained, refused
from builders_records import EXAMPLES

from eportfolio import records, texts
from eportfolio.errors import EportfolioError, InvalidRecord
from eportfolio.workspace import Workspace

UNKNOWN = str(uuid.UUID(int=7))
MARKER = "MARKER"


def entries(*more: Any, **changes: Any) -> dict[str, Any]:
    """A dossier of a client and some more."""
    client = {"ref": "c", "kind": "client", "body": {"achternaam": MARKER}, **changes}
    return {"records": [client, *more]}


def wish(**changes: Any) -> dict[str, Any]:
    return {"kind": "wens", "body": {"eigen_woorden": MARKER}, **changes}


def nested(text: str) -> bytes:
    """`DEEP9` becomes a list in a list, nine times: too deep to be made by `json.dumps`."""
    return re.sub(r'"DEEP(\d+)"', lambda m: "[" * int(m[1]) + "]" * int(m[1]), text).encode()


BAD_DOSSIERS: dict[str, Any] = {
    "no list": {"records": {"MARKER": 1}},
    "nothing in it": {"records": []},
    "no records": {"MARKER": []},
    "no client": {"records": [wish()]},
    "two clients": entries({"kind": "client", "body": {"achternaam": MARKER}}),
    "an entry that is a text": entries(MARKER),
    "an entry that is null": entries(None),
    "an entry that is a list": entries([MARKER]),
    "no kind": entries({"body": {}}),
    "kind is a number": entries(wish(kind=5)),
    "kind is a list": entries(wish(kind=[MARKER])),
    "unknown kind": entries(wish(kind=MARKER)),
    "a statement": entries(wish(kind="toestemming")),
    "a handover": entries(wish(kind="overdracht")),
    "body is null": entries(wish(body=None)),
    "body is a list": entries(wish(body=[MARKER])),
    "body is a text": entries(wish(body=MARKER)),
    "a status that nobody knows": entries(wish(status="ingetrokken MARKER")),
    "status is a number": entries(wish(status=5)),
    "file is a number": entries(wish(file=5)),
    "file is a list": entries(wish(file=[MARKER])),
    "ref twice": entries(wish(ref="c")),
    "id twice": entries(wish(id=UNKNOWN), wish(id=UNKNOWN)),
    "unknown reference": entries(
        {"kind": "certificaat", "body": {"type": "CNAVT", "bestand": UNKNOWN}}
    ),
    "reference to a word": entries(
        {"kind": "certificaat", "body": {"type": "CNAVT", "bestand": MARKER}}
    ),
    "a document without a file": entries({"kind": "document", "body": {"titel": MARKER}}),
    "half a character": entries(wish(body={"eigen_woorden": "MARKER\ud800"})),
    "half a character as name": entries(wish(body={"MARKER\ud800": 1})),
    "control characters": entries(wish(body={"eigen_woorden": "MARKER\x1b[2J"})),
    "a NUL": entries(wish(body={"eigen_woorden": "MARKER\0"})),
    "text without end": entries(wish(body={"eigen_woorden": MARKER * 40_000})),
    "nested 50 deep": entries(wish(body={"eigen_woorden": "DEEP50"})),
    "nested 400 deep": entries(wish(body={"eigen_woorden": "DEEP400"})),
    "nested 900 deep": entries(wish(body={"eigen_woorden": "DEEP900"})),
    "a number too large": entries(wish(body={"eigen_woorden": 2**80})),
    "half a character in a ref": entries(wish(ref="MARKER\ud800", body={"eigen_woorden": 5})),
    "half a character in a kind": entries(wish(kind="MARKER\ud800")),
}


@pytest.mark.parametrize("fault", BAD_DOSSIERS)
def test_dossier_with_one_fault_is_refused_whole(desk: Desk, fault: str) -> None:
    desk.write("bad", nested(json.dumps(BAD_DOSSIERS[fault])))
    assert refused(desk, "portfolio", "load", "./bad") == (3, "invalid-record")


def test_file_beside_any_kind_is_taken_or_refused(desk: Desk) -> None:
    with Workspace.open(desk.folder / "giver", PASSPHRASE) as workspace:
        for kind in records.KINDS:
            more = {"kind": kind, "body": EXAMPLES.get(kind, {}), "file": "foto.png"}
            with suppress(InvalidRecord):
                workspace.dossiers.load(entries(more)["records"], desk.folder)


BAD_FILES = {
    "up": "../outside",
    "up and down": "folder/../../outside",
    "absolute": "/etc/passwd",
    "a link": "link",
    "a link to a folder": "linked/outside",
    "a folder": "folder",
    "nothing": "",
    "not there": "MARKER.pdf",
    "a NUL": "MARKER\0.pdf",
    "half a character": "MARKER\ud800.pdf",
    "a loop": "loop",
    "too long": "MARKER" * 100,
    "below a file": "pass/MARKER",
    "a device": "/dev/zero",
}


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """A desk with links that lead out of it."""
    outside = desk.folder.parent / "outside"
    outside.write_text(MARKER)
    os.symlink(outside, desk.folder / "link")
    os.symlink(desk.folder.parent, desk.folder / "linked")
    os.symlink(desk.folder / "loop", desk.folder / "loop")
    return desk


REFUSED_FILE = {
    (2, "not-found"),
    (3, "invalid-record"),
    (3, "consent-evidence"),
    (6, "storage-fault"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_file_out_of_reach_is_not_attached(linked: Desk, name: str) -> None:
    document = {"kind": "document", "body": {"titel": MARKER}, "file": BAD_FILES[name]}
    linked.write("bad", entries(document))
    before = {one for one in linked.folder.iterdir() if one.is_dir()}
    ran = linked.run("--json", "portfolio", "load", "./bad")
    assert (ran.code, explained(ran)["error"]) in REFUSED_FILE
    assert {one for one in linked.folder.iterdir() if one.is_dir()} == before


@pytest.mark.parametrize("name", BAD_FILES)
def test_evidence_out_of_reach_is_not_recorded(linked: Desk, name: str) -> None:
    signed = {"how": "handtekening papier", "evidence": BAD_FILES[name]}
    linked.request(expressed=signed)
    ran = linked.run("--json", "consent", "give", "{pid}", "./yes.json")
    assert (ran.code, explained(ran)["error"]) in REFUSED_FILE
    assert len(linked.json("consent", "list", "{pid}")["consents"]) == 1


def test_document_that_says_another_size_than_its_file_is_refused(desk: Desk) -> None:
    body = {"titel": "Foto", "omvang": 1}
    desk.write("bad", entries({"kind": "document", "body": body, "file": "foto.png"}))
    assert refused(desk, "portfolio", "load", "./bad") == (3, "invalid-record")


NO_CONSENT = {"invalid-record", "consent-evidence", "unknown-recipient"}
WRONG: dict[str, list[Any]] = {
    "recipient": [None, 5, "", [MARKER], "MARKER" * 50, ...],
    "purpose": [None, 5, MARKER, ["handover"], ...],
    "groups": [None, MARKER, [5], [MARKER], {"MARKER": 1}, "*", ["gezondheid"]],
    "excluded": [None, MARKER, [MARKER], [5], [f"{UNKNOWN}@0"], [f"{UNKNOWN}@x"], {"MARKER": 1}],
    "explicit": [None, MARKER, [MARKER], [5], ["plan"], ["*"]],
    "later_items": [None, "ja", 1, "true", [True]],
    "answer_back": [None, "ja", 1],
    "onward_sharing": [None, "ja", 0],
    "given_on": [5, "", MARKER, "2026-03-02", "2026-03-02T09:00:00", "2099-01-01T00:00:00Z"],
    "head": [5, "", MARKER, "0" * 64, "Z" * 64],
    "notice": [5, MARKER, ["2026-11"], "../2026-11"],
    "valid_until": [None, 5, "", MARKER, "2026-02-30", "2020-01-01", "0001-01-01", "20261-01-01"],
    "one_bundle": [None, "ja", 1],
    "lawful_basis": [None, 5, "", [MARKER], "x" * 501, ...],
    "language": [None, 5, "", MARKER, "n", "nl_NL", "../nl"],
    "expressed": [None, MARKER, [], {}, {"how": MARKER}, {"how": 5}, {"MARKER": MARKER}, ...],
    "explained_by": [None, 5, "", " ", "x" * 201, [MARKER], ...],
    "interpreter": [None, MARKER, {"kind": MARKER}, {"relative": "ja"}, {"MARKER": 1}, []],
    "teach_back": [None, MARKER, {"done": "ja"}, {"done": False}, {"words": MARKER}, [], ...],
    "representative": [MARKER, {}, {"name": MARKER}, {"name": 5, "mandate": 5}, []],
    "MARKER": [None, 1, MARKER],
}


@pytest.mark.parametrize("key", WRONG)
def test_consent_request_with_a_wrong_value_is_refused(desk: Desk, key: str) -> None:
    desk.request(**{key: WRONG[key][-1]})
    code, error = refused(desk, "consent", "give", "{pid}", "./yes.json")
    assert (code, error in NO_CONSENT) == (3, True)


def test_consent_request_with_any_wrong_value_is_refused(desk: Desk) -> None:
    with Workspace.open(desk.folder / "giver", PASSPHRASE) as workspace:
        for key, value in [(key, value) for key, values in WRONG.items() for value in values]:
            request = json.loads(desk.request(**{key: value}).read_text())
            with pytest.raises(EportfolioError) as refusal:
                workspace.consents.give(desk.names["pid"], request, desk.folder)
            said = texts.explain(refusal.value) + str(refusal.value.details)
            assert (refusal.value.code in NO_CONSENT, MARKER in said) == (True, False), (key, value)


ODD_CONSENTS: dict[str, dict[str, Any]] = {
    "a key inside that nobody knows": {
        "expressed": {"how": "handtekening papier", "evidence": "scan.png", "MARKER": 1}
    },
    "two keys inside that nobody knows": {"teach_back": {"done": True, "MARKER": {"MARKER": 1}}},
    "half a character": {"explained_by": "MARKER\ud800"},
    "control characters in a name": {"explained_by": "MARKER\x1b[2J"},
    "a NUL in a name": {"explained_by": "MARKER\0"},
    "control characters in words": {"teach_back": {"done": True, "words": "\x1b[2JMARKER"}},
    "no evidence": {"expressed": {"how": "handtekening papier"}},
    "a witness without a name": {"expressed": {"how": "kruisje met getuige"}},
    "a concept text without interpreter": {"interpreter": {"kind": "geen"}},
    "an unknown card": {"recipient": "x" * 43},
    "the first year": {"given_on": "0001-01-01T00:00:00+14:00"},
    "nested beyond reason": {"teach_back": {"done": True, "words": "DEEP700"}},
    "nested to the limit": {"teach_back": {"done": True, "words": "DEEP960"}},
}


@pytest.mark.parametrize("odd", ODD_CONSENTS)
def test_consent_that_lacks_its_proof_is_refused(desk: Desk, odd: str) -> None:
    request = desk.request(**ODD_CONSENTS[odd])
    request.write_bytes(nested(request.read_text()))
    code, error = refused(desk, "consent", "give", "{pid}", "./yes.json")
    assert (code, error in NO_CONSENT) == (3, True)


@pytest.mark.parametrize("until", ["9999-12-31", "9999-12-30"])
def test_consent_until_the_last_day_works_or_is_refused(desk: Desk, until: str) -> None:
    ran = desk.run("--json", "consent", "give", "{pid}", desk.request(valid_until=until))
    assert ran.code in (0, 3)
    assert desk.run("--json", "consent", "list", "{pid}").code == 0


BAD_ANSWERS: dict[str, Any] = {
    "default is another word": {"default": MARKER},
    "default is to drop": {"default": "vervallen"},
    "default is a list": {"default": ["overnemen"]},
    "default is a number": {"default": 5},
    "answers is a text": {"answers": MARKER},
    "answers is null": {"answers": None},
    "answers is an object": {"answers": {"MARKER": 1}},
    "an answer is a text": {"answers": [MARKER]},
    "no record": {"answers": [{"answer": "overnemen"}]},
    "record is a list": {"answers": [{"record": [MARKER], "answer": "overnemen"}]},
    "record is unknown": {"answers": [{"record": MARKER, "answer": "overnemen"}]},
    "record is no agreement": {"answers": [{"record": "{wens}", "answer": "overnemen"}]},
    "answer is another word": {"answers": [{"record": "{afspraak}", "answer": MARKER}]},
    "answer is a list": {"answers": [{"record": "{afspraak}", "answer": [MARKER]}]},
    "no reason to drop": {"answers": [{"record": "{afspraak}", "answer": "vervallen"}]},
    "no reason to change": {
        "answers": [{"record": "{afspraak}", "answer": "wijzigen", "change": {"wat": MARKER}}]
    },
    "reason is a number": {
        "answers": [{"record": "{afspraak}", "answer": "vervallen", "reason": 5}]
    },
    "reason is a list": {
        "answers": [{"record": "{afspraak}", "answer": "vervallen", "reason": [MARKER]}]
    },
    "reason has control characters": {
        "answers": [{"record": "{afspraak}", "answer": "vervallen", "reason": "MARKER\x1b[2J"}]
    },
    "reason has half a character": {
        "answers": [{"record": "{afspraak}", "answer": "vervallen", "reason": "MARKER\ud800"}]
    },
    "change is a text": {
        "answers": [{"record": "{afspraak}", "answer": "wijzigen", "reason": "x", "change": MARKER}]
    },
    "change is of the wrong type": {
        "answers": [
            {"record": "{afspraak}", "answer": "wijzigen", "reason": "x", "change": {"status": 5}}
        ]
    },
    "change is no change": {
        "answers": [{"record": "{afspraak}", "answer": "wijzigen", "reason": "x", "change": {}}]
    },
    "same record twice": {
        "answers": [
            {"record": "{afspraak}", "answer": "overnemen"},
            {"record": "{afspraak}", "answer": "vervallen", "reason": "x"},
        ]
    },
    "an answer with a key too many": {
        "answers": [{"record": "{afspraak}", "answer": "overnemen", "MARKER": 1}]
    },
    "synthesis is a number": {"default": "overnemen", "synthesis": 5},
    "synthesis has control characters": {"default": "overnemen", "synthesis": "MARKER\x1b]0;x\x07"},
    "synthesis has half a character": {"default": "overnemen", "synthesis": "MARKER\ud800"},
    "an unknown key": {"default": "overnemen", "MARKER": 1},
}


@pytest.mark.parametrize("fault", BAD_ANSWERS)
def test_answers_with_one_fault_import_nothing(desk: Desk, fault: str) -> None:
    text = json.dumps(BAD_ANSWERS[fault])
    for kind in ("wens", "afspraak"):
        text = text.replace(f"{{{kind}}}", desk.names[kind])
    desk.write("answers.json", text.encode())
    assert refused(desk, *IMPORT, who="taker") == (3, "invalid-record")


def test_import_without_answers_lists_the_open_agreements(desk: Desk) -> None:
    before = files(desk.folder)
    error = explained(desk.run("--json", "bundle", "import", "./b.eportfolio", who="taker"))
    assert error["error"] == "open-agreements"
    assert error["details"]["open_agreements"] == [desk.names["afspraak"]]
    assert files(desk.folder) == before


BAD_CHOICES: dict[str, Any] = {
    "default is another word": {"default": MARKER},
    "default is a list": {"default": ["ours"]},
    "choices is a text": {"choices": MARKER},
    "choices is null": {"choices": None},
    "no record": {"choices": [{"take": "ours"}]},
    "neither": {"choices": [{"record": "x"}]},
    "an unknown key": {"default": "ours", "MARKER": 1},
    "body is a text": {"choices": [{"record": "x", "body": MARKER}]},
}


@pytest.mark.parametrize("fault", BAD_CHOICES)
def test_choices_with_one_fault_are_refused(desk: Desk, fault: str) -> None:
    desk.write("bad", BAD_CHOICES[fault])
    words = ("bundle", "import", "./b.eportfolio", "--merge", "./bad")
    assert refused(desk, *words, who="taker") == (3, "invalid-record")
