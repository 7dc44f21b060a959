"""The main job as it is typed: each command, its words for people and its keys for programs."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import select
import sys
import tarfile
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
import pytest
from builders import EVERYTHING, PASSPHRASE, dossier
from builders_cli import ANSWERED, CREATE, IMPORT, ROOT, Desk, parsers, run, start
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from eportfolio import records, settings
from eportfolio.journal import WITHDRAWN
from eportfolio.workspace import Workspace

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BUNDLE = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")
THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
DIGITS = re.compile(r"\d{5}( \d{5}){3}")
VAULT = ("vault", "create", "--name", "N. Jansen", "--organisation", "Gemeente Brinkhaven")


def fits(value: object, shape: object) -> bool:
    """Whether an answer has at least the keys of a shape, each with its type or pattern."""
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(
            key in value and fits(value[key], one) for key, one in shape.items()
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if shape is int:
        return type(value) is int
    if isinstance(shape, type | tuple):
        return isinstance(value, shape)
    return value == shape


CARD = {
    "thumbprint": THUMBPRINT,
    "fingerprint": DIGITS,
    "state": str,
    "name": str,
    "organisation": str,
}
ROWS = {
    "portfolios": [
        {
            "portfolio": UUID,
            "name": str,
            "route": (str, type(None)),
            "next_deadline": (str, type(None)),
            "status": str,
        }
    ]
}
WAY = {"kind": str, "since": str, "tried": str, "recipient": str, "threshold": int, "of": int}
DOCUMENT = {"record": UUID, "sha256": HASH, "size": int}
CONSENT = {"consent": UUID, "state": str}
DUMP = {
    "portfolio": UUID,
    "size": 1,
    "head": HASH,
    "records": [{"id": UUID, "kind": str, "status": "actueel", "body": dict}],
    "documents": [{**DOCUMENT, "name": str}],
}
POINTS = [{"words": str, "on": (str, type(None)), "who": str, "source": str}]
SYNTHESIS = {
    "client": str,
    "on": str,
    "urgency": POINTS,
    "story": [str],
    "actions": POINTS,
    "what_if": POINTS,
    "sensitive": POINTS,
}
ANSWERS: list[tuple[str, tuple[str, ...], Any]] = [
    (
        "giver",
        ("vault", "check"),
        {"portfolios": 1, "revisions": 1, "documents": int, "problems": []},
    ),
    (
        "giver",
        ("rights", "erase", "{pid}", "{wens}", "--ground", "bezwaar"),
        {"records": [UUID], "digests": int, "backups": []},
    ),
    ("giver", ("portfolio", "locks", "{pid}"), {"locks": []}),
    (
        "giver",
        ("disclosures", "{pid}"),
        {"disclosures": [{"what": "bundle-sent", "state": "unanswered", "records": [UUID]}]},
    ),
    (
        "giver",
        ("rights", "request", "{pid}", "inzage", "--asked-on", "2026-01-31"),
        {"request": UUID, "right": "inzage", "due": "2026-02-28", "state": "open"},
    ),
    ("giver", ("rights", "list"), {"requests": []}),
    ("giver", ("rights", "list", "{pid}"), {"requests": []}),
    (
        "giver",
        ("rights", "restrict", "{pid}", "{wens}"),
        {"request": UUID, "state": "toegewezen", "to_tell": [{"what": "bundle-sent"}]},
    ),
    (
        "giver",
        ("rights", "access", "{pid}", "--out", "./inzage.zip"),
        {"file": str, "sha256": HASH, "records": 8, "documents": 3, "left_out": []},
    ),
    (
        "giver",
        ("rights", "portability", "{pid}", "--out", "./mee"),
        {"file": str, "sha256": HASH, "records": int, "left_out": [UUID], "language": "ar"},
    ),
    ("giver", ("retention", "list"), {"due": [], "backups": []}),
    ("giver", ("retention", "backups"), {"backups": []}),
    ("giver", ("retention", "certificates"), {"certificates": []}),
    ("giver", ("log", "verify"), {"lines": int}),
    (
        "giver",
        ("log", "list"),
        {"lines": [{"n": int, "at": str, "action": str, "object": str, "result": str}]},
    ),
    ("giver", ("log", "export", "--out", "./log.jsonl"), {"file": str, "lines": int}),
    ("giver", ("vault", "passwd", "--new-passphrase-file", "./pass"), {"vault": str}),
    (
        "giver",
        ("vault", "recover", "--recovery-key-file", "./key", "--new-passphrase-file", "./pass"),
        {"vault": str, "by": "recovery"},
    ),
    (
        "giver",
        ("vault", "rehearse", "--recovery-key-file", "./key"),
        {"by": "recovery", "day": str, "due": str},
    ),
    ("giver", ("vault", "ways"), {"recovery": WAY, "escrow": None, "is_due": bool}),
    (
        "giver",
        ("vault", "new-recovery", "--recovery-sheet", "./nieuw.pdf"),
        {"sheet": str},
    ),
    (
        "giver",
        (
            *("vault", "escrow", "set"),
            "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg",
            *("--holder", "Gemeente Voorbeeld"),
        ),
        {**WAY, "kind": "escrow", "holder": "Gemeente Voorbeeld"},
    ),
    (
        "giver",
        ("vault", "shares", "create", "--threshold", "2", "--of", "3", "--out", "./bladen"),
        {"set": str, "threshold": 2, "of": 3, "files": [str]},
    ),
    ("giver", ("vault", "backup", "./copy"), {"files": int, "bytes": int}),
    ("giver", ("vault", "restore", "./giver", "./back"), {"files": int, "bytes": int}),
    ("giver", ("card", "export", "./new.card"), {**CARD, "state": "known"}),
    ("giver", ("card", "import", "./taker.card"), {**CARD, "state": "known"}),
    ("giver", ("card", "list"), {"cards": [CARD]}),
    ("giver", ("card", "rotate"), CARD),
    ("giver", ("card", "revoke", "{taker}"), {**CARD, "state": "revoked"}),
    (
        "giver",
        ("portfolio", "load", "./dossier.json"),
        {"portfolio": UUID, "records": 8, "documents": 2},
    ),
    (
        "giver",
        ("story", "{pid}"),
        {
            "portfolio": UUID,
            "topics": [{"topic": str, "mark": (dict, type(None)), "told": list, "answered": list}],
        },
    ),
    ("giver", ("synthesis", "show", "{pid}"), {"portfolio": UUID, **SYNTHESIS}),
    ("giver", ("synthesis", "list", "{pid}"), {"exchanges": []}),
    ("giver", ("portfolio", "list"), ROWS),
    ("giver", ("portfolio", "search", "fiets"), ROWS),
    ("giver", ("portfolio", "dump", "{pid}"), DUMP),
    ("giver", ("portfolio", "dump", "{pid}", "--at", "1"), DUMP),
    (
        "giver",
        ("portfolio", "history", "{pid}"),
        {"revisions": [{"seq": 1, "day": str, "items": list}]},
    ),
    ("giver", ("portfolio", "history", "{pid}", "--record", "{wens}"), {"revisions": list}),
    ("giver", ("record", "add", "{pid}", "wens", "./good.json"), {"record": UUID, "seq": 2}),
    ("giver", ("record", "amend", "{pid}", "{wens}", "./good.json"), {"record": UUID, "seq": 2}),
    (
        "giver",
        ("record", "withdraw", "{pid}", "{wens}", "--reason", "dubbel"),
        {"record": UUID, "seq": 2},
    ),
    (
        "giver",
        ("document", "add", "{pid}", "./foto.png", "--title", "Foto"),
        {**DOCUMENT, "size": 3000},
    ),
    ("giver", ("document", "get", "{pid}", "{document}", "./got"), DOCUMENT),
    ("giver", ("schema",), {kind: {"$schema": str, "type": "object"} for kind in records.KINDS}),
    ("giver", ("schema", "wens"), {"$schema": str, "type": "object", "properties": dict}),
    ("giver", ("consent", "give", "{pid}", "./yes.json"), {**CONSENT, "state": "given"}),
    ("giver", ("consent", "refuse", "{pid}", "./no.json"), {**CONSENT, "state": "refused"}),
    (
        "giver",
        ("consent", "withdraw", "{pid}", "{consent}", "--reason", "x"),
        {**CONSENT, "state": "withdrawn"},
    ),
    ("giver", ("consent", "withdraw", "{pid}", "{consent}"), {**CONSENT, "state": "withdrawn"}),
    ("giver", ("consent", "list", "{pid}"), {"consents": [CONSENT]}),
    (
        "giver",
        (*CREATE, "--out", "./again.eportfolio"),
        {
            "bundle": BUNDLE,
            "file": str,
            "records": int,
            "documents": int,
            "withheld": int,
            "size": int,
            "head": HASH,
        },
    ),
    (
        "taker",
        ("bundle", "inspect", "./b.eportfolio"),
        {
            "bundle": BUNDLE,
            "from": {"thumbprint": THUMBPRINT, "name": "S. de Wit"},
            "purpose": "handover",
            "consent": UUID,
            "records": int,
            "withheld": int,
            "later": int,
            "relation": "new",
            "synthesis": SYNTHESIS,
            "told": [{"topic": str, "told": list}],
        },
    ),
    (
        "taker",
        (*IMPORT, "--receipt", "./new.receipt"),
        {
            "portfolio": UUID,
            "received": int,
            "withheld": int,
            "open_agreements": [UUID],
            "receipt": str,
        },
    ),
    (
        "giver",
        ("bundle", "close", "./r.receipt"),
        {"bundle": BUNDLE, "complete": bool, "differences": []},
    ),
]


def ready(desk: Desk) -> Desk:
    """The files that the commands above read."""
    desk.write("key", desk.names["giver_key"].encode())
    desk.write("no.json", {"recipient": desk.names["taker"], "purpose": "handover"})
    return desk


@pytest.mark.parametrize(
    ("who", "words", "shape"), ANSWERS, ids=[" ".join(one[1][:2]) for one in ANSWERS]
)
def test_command_answers_programs_with_its_keys(
    desk: Desk, who: str, words: tuple[str, ...], shape: Any
) -> None:
    answer = ready(desk).json(*words, who=who)
    assert fits(answer, shape), json.dumps(answer, indent=1)


@pytest.mark.parametrize(
    ("who", "words"), [one[:2] for one in ANSWERS], ids=[" ".join(one[1][:2]) for one in ANSWERS]
)
def test_command_answers_people_with_words(desk: Desk, who: str, words: tuple[str, ...]) -> None:
    said = ready(desk).text(*words, who=who)
    assert said.strip()
    assert "None" not in said
    assert "Traceback" not in said


def test_every_command_is_among_the_transcripts() -> None:
    later = {
        ("deadlines",),
        ("hours",),
        ("render",),
        ("consent", "sheet"),
        ("card", "sheet"),
        ("app",),
        ("demo",),
        ("bundle", "preview"),
    }
    later |= {("retention", word) for word in ("erase", "certificate")}  # test_erasing
    later |= {("rights", "decide"), ("rights", "lift")}  # test_rights_typed
    later |= {("synthesis", "reply"), ("synthesis", "import")}  # test_story_commands
    later |= {("vault", "escrow", "remove"), ("vault", "shares", "remove")}  # test_ways_in
    words = ("create", "correct", "import", "answer", "close", "settle", "list")
    later |= {("withdrawal", word) for word in words}  # test_withdrawals
    groups = {words[:-1] for words in parsers()}
    typed = {one[1][:length] for one in ANSWERS for length in (1, 2, 3)} | {("vault", "create")}
    assert set(parsers()) - typed - groups - later == set()


def test_handover_reads_as_a_story(desk: Desk) -> None:
    seen = desk.text("bundle", "inspect", "./b.eportfolio", who="taker")
    assert "Echt en compleet. Van S. de Wit, Gemeente Waterdael" in seen
    assert f"{desk.names['afspraak']}  Fiets" in seen
    taken = desk.text(*IMPORT, "--receipt", "./new.receipt", who="taker")
    assert "Nieuw dossier: 7 onderdelen, 2 bestanden" in taken
    assert "Stuur dit terug naar de afzender." in taken
    closed = desk.text("bundle", "close", "./new.receipt")
    assert closed.startswith("Alles is aangekomen, onderdeel voor onderdeel.\n")
    assert "De opvolger schrijft: Alles is besproken." in closed
    assert "gesloten" in desk.text("portfolio", "list")


def test_both_sides_dump_the_same_under_full_consent(desk: Desk) -> None:
    desk.names["consent"] = desk.json("consent", "give", "{pid}", desk.request(**EVERYTHING))[
        "consent"
    ]
    made = desk.json(*CREATE, "--out", "./full.eportfolio")
    desk.json("bundle", "import", "./full.eportfolio", *ANSWERED, who="taker")
    at = str(made["size"])
    ours = desk.json("portfolio", "dump", "{pid}", "--at", at)
    theirs = desk.json("portfolio", "dump", "{pid}", "--at", at, who="taker")
    assert ours == theirs
    assert ours["head"] == made["head"]


def test_receipt_is_written_again_for_a_bundle_that_is_there(desk: Desk) -> None:
    first = desk.json(*IMPORT, "--receipt", "./one.receipt", who="taker")
    again = desk.json(*IMPORT, "--receipt", "./two.receipt", who="taker")
    assert (first["relation"], again["relation"]) == ("new", "same")
    assert desk.json("bundle", "close", "./two.receipt")["complete"] is True


def test_wider_consent_fills_what_was_withheld(desk: Desk) -> None:
    desk.json(*IMPORT, "--receipt", "./one.receipt", who="taker")
    desk.json("bundle", "close", "./one.receipt")
    desk.names["consent"] = desk.json("consent", "give", "{pid}", desk.request(**EVERYTHING))[
        "consent"
    ]
    desk.json(*CREATE, "--out", "./full.eportfolio")
    words = ("bundle", "import", "./full.eportfolio", *ANSWERED)
    assert desk.json("bundle", "inspect", "./full.eportfolio", who="taker")["relation"] == "fills"
    assert desk.json(*words, who="taker")["withheld"] == 0


def test_two_histories_are_merged_by_choice(desk: Desk) -> None:
    desk.json(*IMPORT, who="taker")
    desk.json("record", "amend", "{pid}", "{wens}", "./good.json", who="taker")
    desk.write("ours.json", {"eigen_woorden": "Ik wil bakker worden"})
    desk.json("record", "amend", "{pid}", "{wens}", "./ours.json")
    desk.names["consent"] = desk.json("consent", "give", "{pid}", desk.request())["consent"]
    desk.json(*CREATE, "--out", "./fork.eportfolio")
    take = ("bundle", "import", "./fork.eportfolio", *ANSWERED)
    refusal = desk.run("--json", *take, who="taker")
    assert (refusal.code, refusal.error["error"]) == (4, "forked")
    desk.write("choice.json", {"choices": [{"record": desk.names["wens"], "take": "theirs"}]})
    desk.json(*take, "--merge", "./choice.json", who="taker")
    dump = desk.json("portfolio", "dump", "{pid}", who="taker")
    (wish,) = [one for one in dump["records"] if one["kind"] == "wens"]
    assert wish["body"] == {"eigen_woorden": "Ik wil bakker worden"}


@pytest.mark.parametrize("first", [True, False])
def test_global_options_may_stand_before_or_behind_the_command(desk: Desk, first: bool) -> None:
    options = ["--json", "--vault", desk.folder / "giver"]
    options += ["--passphrase-file", desk.folder / "pass"]
    words = ["portfolio", "list"]
    ran = run(*options, *words) if first else run(*words, *options)
    assert len(ran.data["portfolios"]) == 1


def test_vault_lies_in_the_platforms_folder_when_none_is_named(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    secret = ("--passphrase-file", desk.folder / "pass")
    made = run("--json", *VAULT, "--unlock-seconds", "0", *secret).data
    assert Path(made["vault"]) == settings.default_vault()
    assert Path(made["vault"]).is_relative_to(tmp_path)
    assert run("--json", "portfolio", "list", *secret).data == {"portfolios": []}


SAME = "café olé en nog wat"
WRITTEN = {
    "one line": f"{SAME}\n".encode(),
    "no newline": SAME.encode(),
    "a line of DOS": f"{SAME}\r\n".encode(),
    "a mark in front": b"\xef\xbb\xbf" + SAME.encode(),
    "taken apart": unicodedata.normalize("NFD", SAME).encode(),
    "more lines": f"{SAME}\ndit telt niet mee\n".encode(),
}


def test_passphrase_is_the_first_line_however_it_was_written(desk: Desk) -> None:
    desk.write("new", SAME.encode())
    desk.json("vault", "passwd", "--new-passphrase-file", "./new")
    for how, written in WRITTEN.items():
        desk.write("typed", written)
        ran = desk.run("portfolio", "list", "--passphrase-file", "./typed")
        assert ran.code == 0, how
    for wrong in (f" {SAME}", f"{SAME} ", SAME.upper()):
        desk.write("typed", wrong.encode())
        assert desk.run("portfolio", "list", "--passphrase-file", "./typed").code == 5


def at_the_keyboard(*words: str | Path, typed: list[bytes]) -> tuple[int, str]:
    """Run a command in a terminal and type a line at each question; exit code and screen."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "eportfolio", *map(str, words)])  # noqa: S606
    seen, waiting = b"", list(typed)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if not select.select([screen], [], [], 0.2)[0]:
            continue
        try:
            block = os.read(screen, 4096)
        except OSError:  # the other end is gone
            break
        if not block:
            break
        seen += block
        if waiting and seen.endswith(b": "):
            os.write(screen, waiting.pop(0))
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), seen.decode()


def test_passphrase_is_asked_for_and_never_shown(desk: Desk) -> None:
    vault = ("--vault", desk.folder / "giver")
    code, seen = at_the_keyboard(*vault, "portfolio", "list", typed=[f"{PASSPHRASE}\n".encode()])
    assert (code, "Rozhîn Aldarwesh" in seen) == (0, True)
    assert "Wachtwoordzin:" in seen
    assert PASSPHRASE not in seen


def test_new_passphrase_is_asked_for_twice(tmp_path: Path) -> None:
    words = ("--vault", tmp_path / "vault", *VAULT, "--unlock-seconds", "0")
    code, seen = at_the_keyboard(*words, typed=[b"een geheime zin\n", b"een andere zin\n"])
    assert (code, "niet gelijk" in seen) == (2, True)
    assert not (tmp_path / "vault").exists()
    code, seen = at_the_keyboard(*words, typed=[b"een geheime zin\n", b"een geheime zin\n"])
    assert (code, "geheime" in seen) == (0, False)
    assert "AGE-SECRET-KEY-1" in seen.replace(" ", "").upper()


def test_nobody_at_the_keyboard_is_wrong_usage(desk: Desk) -> None:
    ran = run("--json", "--vault", desk.folder / "giver", "portfolio", "list")
    assert (ran.code, ran.error["details"]["reason"]) == (2, "no-terminal")


def test_leaving_the_question_open_is_no_bug(desk: Desk) -> None:
    vault = ("--vault", desk.folder / "giver")
    code, seen = at_the_keyboard(*vault, "portfolio", "list", typed=[b"\x04"])
    assert code == 2
    assert "Er ging iets mis in het programma zelf" not in seen


def test_passphrase_in_the_environment_is_not_used(desk: Desk) -> None:
    names = ("PASSPHRASE", "EPORTFOLIO_PASSPHRASE", "EPORTFOLIO_PASSPHRASE_FILE")
    ran = start(
        "--vault", desk.folder / "giver", "portfolio", "list",
        env=dict.fromkeys(names, PASSPHRASE), input=b"",
    )  # fmt: skip
    assert ran.returncode == 2


def test_record_is_read_from_standard_input(desk: Desk) -> None:
    body = b'\xef\xbb\xbf{"eigen_woorden": "Ik wil lassen"}'
    added = desk.json("record", "add", "{pid}", "wens", "-", stdin=body)
    assert added["seq"] == 2
    body = b'{"eigen_woorden": "Ik wil toch schilderen"}'
    desk.json("record", "amend", "{pid}", added["record"], "-", stdin=body)
    dump = desk.json("portfolio", "dump", "{pid}")
    (wish,) = [one for one in dump["records"] if one["id"] == added["record"]]
    assert wish["body"] == {"eigen_woorden": "Ik wil toch schilderen"}


def test_unknown_fields_are_kept_and_named(desk: Desk) -> None:
    added = desk.json("record", "add", "{pid}", "wens", "-", stdin=b'{"lievelingsdier": "kat"}')
    assert added["unknown_fields"] == ["lievelingsdier"]
    said = desk.text("record", "add", "{pid}", "wens", "-", stdin=b'{"lievelingsdier": "kat"}')
    assert "Onbekende velden zijn bewaard: lievelingsdier." in said


def test_dump_looks_back_at_every_size(desk: Desk) -> None:
    before = desk.json("portfolio", "dump", "{pid}")
    desk.json("record", "withdraw", "{pid}", "{wens}", "--reason", "dubbel")
    now = desk.json("portfolio", "dump", "{pid}")
    assert now["size"] == 2
    assert desk.json("portfolio", "dump", "{pid}", "--at", "2") == now
    assert desk.json("portfolio", "dump", "{pid}", "--at", "1") == before
    status = {one["id"]: one["status"] for one in now["records"]}
    assert status[desk.names["wens"]] == WITHDRAWN


def test_history_tells_who_changed_what_and_why(desk: Desk) -> None:
    desk.json("record", "amend", "{pid}", "{wens}", "./good.json")
    desk.json("record", "withdraw", "{pid}", "{wens}", "--reason", "dubbel")
    story = desk.json("portfolio", "history", "{pid}", "--record", "{wens}")["revisions"]
    assert [one["seq"] for one in story] == [1, 2, 3]
    last = story[-1]["items"]
    assert {one["status"] for one in last if not one["part"]} == {WITHDRAWN}
    assert "dubbel" in [one["reason"] for one in last]
    assert {one["by"]["name"] for one in last if one["by"]} == {"S. de Wit"}


def test_layer_x_never_shows_in_a_dump(desk: Desk) -> None:
    assert "fietsenbank" not in desk.text("portfolio", "dump", "{pid}")
    assert "fietsenbank" not in desk.run("--json", "portfolio", "dump", "{pid}").out
    assert desk.json("portfolio", "search", "fietsenbank") == {"portfolios": []}


def test_document_comes_back_as_it_was(desk: Desk) -> None:
    added = desk.json("document", "add", "{pid}", "./foto.png", "--title", "Pasfoto")
    got = desk.json("document", "get", "{pid}", added["record"], "./got.png")
    assert got == added
    assert (desk.folder / "got.png").read_bytes() == (desk.folder / "foto.png").read_bytes()
    if os.name != "nt":
        assert (desk.folder / "got.png").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", records.KINDS)
def test_schema_of_every_kind_is_json_schema(kind: str) -> None:
    schema = run("--json", "schema", kind).data
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    assert json.loads(run("schema", kind).out) == schema


def opened(desk: Desk, file: str) -> dict[str, bytes]:
    """What a bundle holds, read with age and tar instead of with the program."""
    with Workspace.open(desk.folder / "taker", PASSPHRASE) as workspace:
        identity = pyrage.x25519.Identity.from_str(workspace._session.vault.identity.age)
    plain = pyrage.decrypt((desk.folder / file).read_bytes(), [identity])
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        found = {one.name.split("/", 1)[1]: tar.extractfile(one) for one in tar.getmembers()}
        return {name: file.read() for name, file in found.items() if file}


def test_what_a_bundle_holds_can_be_loaded_as_a_dossier(desk: Desk) -> None:
    held = opened(desk, "b.eportfolio")
    state = json.loads(held["data/portfolio.json"])
    files = {name.rpartition("/")[2]: data for name, data in held.items() if "/files/" in name}
    for name, data in files.items():
        desk.write(name, data)
    for one in state["records"]:
        if one["kind"] == "document":
            one.setdefault("file", one["body"]["sha256"])
            one["file"] = one["file"].rpartition("/")[2]
    desk.write("left.json", state)
    loaded = desk.json("portfolio", "load", "./left.json", who="taker")
    dump = desk.json("portfolio", "dump", loaded["portfolio"], who="taker")
    seen = {one["id"]: (one["kind"], one["body"]) for one in dump["records"]}
    assert seen == {one["id"]: (one["kind"], one["body"]) for one in state["records"]}


def test_portfolio_of_a_bundle_loads_where_it_was_unpacked(desk: Desk, tmp_path: Path) -> None:
    for name, data in opened(desk, "b.eportfolio").items():
        path = tmp_path / "bag" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    file = tmp_path / "bag" / "data" / "portfolio.json"
    assert desk.json("portfolio", "load", file, who="taker")["documents"] == 2


def test_dossier_with_refs_files_ids_and_withdrawn_records_is_read_back(desk: Desk) -> None:
    entries = dossier()
    entries[6] |= {"id": "11111111-2222-4333-8444-555555555555", "status": WITHDRAWN}
    entries.append({"kind": "afspraak", "file": "foto.png", "body": {"onderwerp": "Foto",
                    "wat": "Foto bewaren", "status": "Nagekomen"}})  # fmt: skip
    desk.write("more.json", {"records": entries})
    loaded = desk.json("portfolio", "load", "./more.json")
    dump = desk.json("portfolio", "dump", loaded["portfolio"])
    by_id = {one["id"]: one for one in dump["records"]}
    assert by_id[entries[6]["id"]]["status"] == WITHDRAWN
    (proof,) = [one for one in dump["records"] if one["kind"] == "certificaat"]
    assert by_id[proof["body"]["bestand"]]["body"]["titel"] == "Diploma"
    assert (loaded["records"], loaded["documents"]) == (10, 3)


def test_consent_has_sensible_defaults(desk: Desk) -> None:
    given = desk.json("consent", "give", "{pid}", desk.request())
    assert given["given_on"].startswith(date.today().isoformat())  # noqa: DTZ011
    head = desk.json("portfolio", "dump", "{pid}")["head"]
    assert (given["state"], given["head"], given["recipient"]) == (
        "given",
        head,
        desk.names["taker"],
    )
    days = (
        date.fromisoformat(given["valid_until"]) - date.fromisoformat(given["given_on"][:10])
    ).days
    assert 88 <= days <= 92


def test_decisions_are_listed_in_their_order(desk: Desk) -> None:
    desk.write("no.json", {"recipient": desk.names["taker"], "purpose": "handover"})
    desk.json("consent", "refuse", "{pid}", "./no.json")
    states = [one["state"] for one in desk.json("consent", "list", "{pid}")["consents"]]
    assert states == ["superseded", "refused"]
    said = desk.text("consent", "list", "{pid}")
    assert said.index("vervangen") < said.index("geweigerd")


def test_card_goes_through_its_states(desk: Desk, tmp_path: Path) -> None:
    third = ("--vault", tmp_path / "third", "--passphrase-file", desk.folder / "pass")
    made = run("--json", *third, *VAULT, "--unlock-seconds", "0").data
    run("--json", *third, "card", "export", desk.folder / "third.card")
    assert desk.json("card", "import", "./third.card")["state"] == "unknown"
    said = ("--fingerprint", made["fingerprint"].replace(" ", "  "))
    assert desk.json("card", "import", "./third.card", *said)["state"] == "known"
    new = run("--json", *third, "card", "rotate").data
    run("--json", *third, "card", "export", desk.folder / "new.card")
    assert desk.json("card", "import", "./new.card")["state"] == "unknown"
    states = {one["thumbprint"]: one["state"] for one in desk.json("card", "list")["cards"]}
    assert (states[made["thumbprint"]], states[new["thumbprint"]]) == ("replaced", "unknown")
    assert desk.json("card", "revoke", new["thumbprint"])["state"] == "revoked"
    assert desk.json("card", "import", "./new.card")["state"] == "revoked"


def test_card_list_names_what_revoke_and_create_ask_for(desk: Desk) -> None:
    assert desk.names["taker"] in desk.text("card", "list")


def test_vault_comes_with_a_recovery_sheet_that_opens_it_again(desk: Desk) -> None:
    words = (*VAULT, "--unlock-seconds", "0", "--vault", "./new")
    made = desk.json(*words, "--recovery-sheet", "./sheet.pdf")
    pages = PdfReader(desk.folder / "sheet.pdf").pages
    printed = "".join("".join(page.extract_text().split()) for page in pages)
    assert "".join(made["recovery_key"].split()).upper() in printed.upper()
    typed = " ".join(re.findall(".{1,5}", made["recovery_key"].lower()))
    desk.write("key", typed.encode())
    desk.write("new-pass", b"een heel andere zin")
    new = ("--new-passphrase-file", "./new-pass")
    desk.json("vault", "recover", "--recovery-key-file", "./key", *new, "--vault", "./new")
    assert desk.run("portfolio", "list", "--vault", "./new").code == 5
    found = desk.json("portfolio", "list", "--vault", "./new", "--passphrase-file", "./new-pass")
    assert found == {"portfolios": []}


def test_short_passphrase_is_pointed_out(desk: Desk) -> None:
    desk.write("short", b"kort")
    words = (*VAULT, "--unlock-seconds", "0", "--vault", "./new", "--passphrase-file", "./short")
    assert "uw wachtwoordzin is kort" in desk.text(*words)


def test_backup_is_restored_as_it_was(desk: Desk) -> None:
    before = desk.json("portfolio", "dump", "{pid}")
    copied = desk.json("vault", "backup", "./copy")
    assert copied["bytes"] == sum(
        one.stat().st_size for one in (desk.folder / "copy").rglob("*") if one.is_file()
    )
    assert desk.json("vault", "restore", "./copy", "./back") == copied
    assert desk.json("portfolio", "dump", "{pid}", who="back") == before


def test_damaged_vault_is_reported_with_exit_4(desk: Desk) -> None:
    (file,) = (desk.folder / "giver" / "portfolios").glob("*.db")
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(bytes(whole))
    ran = desk.run("--json", "vault", "check")
    assert (ran.code, len(ran.data["problems"]) > 0) == (4, True)


def test_incomplete_receipt_is_reported_with_exit_3(desk: Desk) -> None:
    desk.json("record", "add", "{pid}", "wens", "./good.json")
    refusal = desk.run("--json", "bundle", "close", "./r.receipt")
    assert (refusal.code, refusal.error["error"]) == (3, "newer-changes")
    assert refusal.error["details"] == {"count": 1}


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_output_to_a_pipe_does_not_depend_on_the_platforms_encoding(
    desk: Desk, encoding: str
) -> None:
    desk.write("words.json", {"eigen_woorden": "أريد أن أصبح طباخة"})
    desk.json("record", "add", "{pid}", "wens", "./words.json")
    world = ("--vault", desk.folder / "giver", "--passphrase-file", desk.folder / "pass")
    for option in ([], ["--json"]):
        words = ("portfolio", "dump", desk.names["pid"], *option)
        ran = start(*world, *words, env={"PYTHONIOENCODING": encoding})
        assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("words", [("card", "list"), ("schema",)], ids=["little", "much"])
def test_reader_who_stops_early_is_no_failure(desk: Desk, words: tuple[str, ...]) -> None:
    """Also when all of it still fits into the buffer of the program."""
    reading, writing = os.pipe()
    os.close(reading)
    world = ("--vault", desk.folder / "giver", "--passphrase-file", desk.folder / "pass")
    with os.fdopen(writing, "wb") as gone:
        ran = start(*world, *words, stdout=gone, stderr=-1)
    assert ran.stderr == b""
    assert ran.returncode in (0, 141)
