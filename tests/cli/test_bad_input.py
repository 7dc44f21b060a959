"""Whatever is wrong with a file, key, id or place: one sentence, and nothing has changed."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from builders import dossier, files
from builders_cli import ANSWERED, CREATE, IMPORT, Desk, refused, run

from eportfolio import signing
from eportfolio.signing import Signer

UNKNOWN = str(uuid.UUID(int=7))
MARKER = "MARKER"

NO_JSON = {
    "garbage": b"\x00\xff\xfe" + MARKER.encode(),
    "empty": b"",
    "blank": b" \n",
    "cut off": b'{"eigen_woorden": "MARKER',
    "two values": b"{} {}",
    "a list": b'["MARKER"]',
    "a text": b'"MARKER"',
    "null": b"null",
    "nested beyond reason": b"[" * 100_000,
    "objects nested beyond reason": b'{"a":' * 100_000,
    "names twice": b'{"MARKER": 1, "MARKER": 2}',
    "names twice inside": b'{"records": [{"kind": "wens", "kind": "MARKER"}]}',
    "not a number": b'{"MARKER": NaN}',
    "endless": b'{"MARKER": -Infinity}',
    "a number of 5000 digits": b'{"MARKER": ' + b"9" * 5000 + b"}",
    "another encoding": '{"eigen_woorden": "MARKERé"}'.encode("latin-1"),
    "a comment": b"{} // MARKER",
}
READERS = {
    "load": ("portfolio", "load", "./bad"),
    "add": ("record", "add", "{pid}", "wens", "./bad"),
    "amend": ("record", "amend", "{pid}", "{wens}", "./bad"),
    "give": ("consent", "give", "{pid}", "./bad"),
    "refuse": ("consent", "refuse", "{pid}", "./bad"),
    "agreements": ("bundle", "import", "./b.eportfolio", "--agreements", "./bad"),
    "merge": ("bundle", "import", "./b.eportfolio", "--merge", "./bad"),
    "close": ("bundle", "close", "./r.receipt", "--agreements", "./bad"),
}


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("fault", NO_JSON)
def test_file_without_a_json_object_is_refused(desk: Desk, command: str, fault: str) -> None:
    desk.write("bad", NO_JSON[fault])
    assert refused(desk, *READERS[command]) == (3, "invalid-record")


@pytest.mark.parametrize("fault", NO_JSON)
def test_standard_input_without_a_json_object_is_refused(desk: Desk, fault: str) -> None:
    words = ("record", "add", "{pid}", "wens", "-")
    assert refused(desk, *words, stdin=NO_JSON[fault]) == (3, "invalid-record")


FILE_WORDS = {
    **READERS,
    "attach": ("document", "add", "{pid}", "./bad", "--title", MARKER),
    "card": ("card", "import", "./bad"),
    "inspect": ("bundle", "inspect", "./bad"),
    "import": ("bundle", "import", "./bad", *ANSWERED),
    "receipt": ("bundle", "close", "./bad"),
}


@pytest.mark.parametrize("command", FILE_WORDS)
def test_missing_file_is_said_to_be_missing(desk: Desk, command: str) -> None:
    words = [word.replace("./bad", f"./{MARKER}-is-not-there") for word in FILE_WORDS[command]]
    assert refused(desk, *words) == (2, "not-found")


@pytest.mark.parametrize("command", ["load", "agreements", "attach", "card", "inspect", "receipt"])
@pytest.mark.parametrize("path", ["./folder", "./pass/below", "./" + "x" * 300])
def test_path_that_is_no_file_is_refused(desk: Desk, command: str, path: str) -> None:
    words = [word.replace("./bad", path) for word in FILE_WORDS[command]]
    code, error = refused(desk, *words)
    assert (code, error) in {(2, "not-found"), (6, "storage-fault"), (4, "not-authentic")}


@pytest.mark.parametrize("command", ["load", "attach", "card", "inspect", "receipt"])
def test_path_with_a_nul_is_refused(desk: Desk, command: str) -> None:
    words = [word.replace("./bad", "./a\0b") for word in FILE_WORDS[command]]
    code, error = refused(desk, *words)
    assert (code, error) in {(2, "not-found"), (2, "usage"), (6, "storage-fault")}


MISTAKEN = {
    "card as bundle": ("bundle", "inspect", "./taker.card"),
    "receipt as bundle": ("bundle", "inspect", "./r.receipt"),
    "bundle of one's own as bundle": ("bundle", "inspect", "./b.eportfolio"),
    "dossier as bundle": ("bundle", "inspect", "./dossier.json"),
    "garbage as bundle": ("bundle", "inspect", "./garbage"),
    "empty file as bundle": ("bundle", "inspect", "./empty"),
    "card as receipt": ("bundle", "close", "./taker.card"),
    "bundle as receipt": ("bundle", "close", "./b.eportfolio"),
    "garbage as receipt": ("bundle", "close", "./garbage"),
    "empty file as receipt": ("bundle", "close", "./empty"),
    "bundle as card": ("card", "import", "./b.eportfolio"),
    "receipt as card": ("card", "import", "./r.receipt"),
    "garbage as card": ("card", "import", "./garbage"),
    "empty file as card": ("card", "import", "./empty"),
    "own card": ("card", "import", "./giver.card"),
    "wrong fingerprint": ("card", "import", "./taker.card", "--fingerprint", "12345 " * 4),
    "no fingerprint at all": ("card", "import", "./taker.card", "--fingerprint", ""),
    "words as fingerprint": ("card", "import", "./taker.card", "--fingerprint", MARKER),
}


@pytest.mark.parametrize("mistake", MISTAKEN)
def test_file_in_the_place_of_another_is_not_authentic(desk: Desk, mistake: str) -> None:
    code, error = refused(desk, *MISTAKEN[mistake])
    assert (code, error) in {(4, "not-authentic"), (4, "wrong-recipient")}


@pytest.mark.parametrize("kind", ["receipt", "eportfolio"])
def test_file_for_somebody_else_is_refused_as_such(desk: Desk, kind: str) -> None:
    words = {"receipt": ("bundle", "close", "./r.receipt"), "eportfolio": IMPORT}
    who = {"receipt": "taker", "eportfolio": "giver"}
    assert refused(desk, *words[kind], who=who[kind]) == (4, "wrong-recipient")


@pytest.mark.parametrize("place", [0, 1, 30, 200, 500, -300, -1])
def test_bundle_cut_or_changed_is_not_authentic(desk: Desk, place: int) -> None:
    whole = bytearray((desk.folder / "b.eportfolio").read_bytes())
    desk.write("bad", bytes(whole[:place]))
    code, error = refused(desk, "bundle", "import", "./bad", *ANSWERED, who="taker")
    assert (code, error) in {(4, "not-authentic"), (4, "wrong-recipient")}
    whole[place] ^= 1
    desk.write("bad", bytes(whole))
    code, error = refused(desk, "bundle", "import", "./bad", *ANSWERED, who="taker")
    assert (code, error) in {(4, "not-authentic"), (4, "wrong-recipient")}


def card(**changes: Any) -> bytes:
    """A card that is signed well, whatever stands on it."""
    signer = Signer.generate()
    payload = {
        "v": 1,
        "name": MARKER,
        "role": "klantmanager",
        "organisation": "Gemeente Brinkhaven",
        "key": signer.public.jwk,
        "recipients": [{"type": "X25519", "recipient": "age1" + "q" * 58}],
        "valid_from": "2026-01-01",
        "valid_until": "2099-01-01",
        **changes,
    }
    return signer.sign(signing.dump_json(payload), "contact-card+jws")


BAD_CARDS: dict[str, dict[str, Any]] = {
    "a newer version": {"v": 2},
    "words as version": {"v": MARKER},
    "a list as version": {"v": [MARKER]},
    "no name": {"name": None},
    "a name of control characters": {"name": "MARKER\x1b[2J"},
    "a name of two lines": {"name": "MARKER\nMARKER"},
    "a name without end": {"name": MARKER * 100},
    "recipients that are words": {"recipients": MARKER},
    "no recipients": {"recipients": []},
    "a recipient of the future": {"recipients": [{"type": MARKER, "recipient": MARKER}]},
    "a recipient that is no key": {"recipients": [{"type": "X25519", "recipient": MARKER}]},
    "a recipient that is a number": {"recipients": [{"type": "X25519", "recipient": 5}]},
    "a day that does not exist": {"valid_from": "2026-02-30"},
    "a day that is a number": {"valid_until": 20990101},
    "another key": {"key": {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43}},
    "a key that is words": {"key": MARKER},
}


@pytest.mark.parametrize("fault", BAD_CARDS)
def test_card_with_something_wrong_on_it_is_refused(desk: Desk, fault: str) -> None:
    desk.write("bad", card(**BAD_CARDS[fault]))
    code, error = refused(desk, "card", "import", "./bad")
    assert (code, error) in {(4, "not-authentic"), (4, "unsupported-version")}


def test_wrong_passphrase_is_exit_5_for_every_command(desk: Desk) -> None:
    desk.write("other", MARKER.encode())
    for words in (("portfolio", "list"), ("vault", "check"), ("card", "rotate")):
        found = refused(desk, *words, "--passphrase-file", "./other")
        assert found == (5, "wrong-passphrase")


@pytest.mark.parametrize("typed", [b"", b"MARKER", b"AGE-SECRET-KEY-1MARKER", b"\n\n"])
def test_wrong_recovery_key_is_exit_5(desk: Desk, typed: bytes) -> None:
    desk.write("key", typed)
    words = ("vault", "recover", "--recovery-key-file", "./key", "--new-passphrase-file", "./pass")
    assert refused(desk, *words) == (5, "wrong-passphrase")


@pytest.mark.parametrize("file", ["./empty", "./blank-line"])
def test_empty_passphrase_is_wrong_usage(desk: Desk, file: str) -> None:
    desk.write("blank-line", b"\nvijf woorden\n")
    assert refused(desk, "portfolio", "list", "--passphrase-file", file) == (2, "usage")
    assert refused(desk, "vault", "passwd", "--new-passphrase-file", file) == (2, "usage")


@pytest.mark.parametrize("file", ["./MARKER", "./folder", "./pass/x"])
def test_passphrase_file_that_cannot_be_read_is_refused(desk: Desk, file: str) -> None:
    code, error = refused(desk, "portfolio", "list", "--passphrase-file", file)
    assert (code, error) in {(2, "not-found"), (6, "storage-fault")}


def test_passphrase_that_is_no_text_is_refused_instead_of_guessed(desk: Desk) -> None:
    desk.write("latin", "wachtwoordzin met caf\xe9".encode("latin-1"))
    words = ("vault", "passwd", "--new-passphrase-file", "./latin")
    assert refused(desk, *words)[0] == 2


@pytest.mark.parametrize("vault", ["./nowhere", "./folder", "./pass", "./pass/below"])
def test_folder_without_a_vault_is_exit_6(desk: Desk, vault: str) -> None:
    assert refused(desk, "portfolio", "list", "--vault", vault) == (6, "not-a-vault")


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"MARKER",
        b"[]",
        b"{}",
        b'{"format": "eportfolio-vault", "version": "MARKER", "slots": []}',
        b'{"format": "MARKER", "version": 1, "slots": []}',
        b'{"format": "eportfolio-vault", "version": 1, "slots": "MARKER"}',
        b'{"format": "eportfolio-vault", "version": 1, "slots": ["MARKER"]}',
        b'{"format": "eportfolio-vault", "version": 1, "slots": [{"kdf": "MARKER"}]}',
    ],
)
def test_vault_with_a_broken_header_is_refused(desk: Desk, tmp_path: Path, header: bytes) -> None:
    broken = desk.copy(tmp_path / "broken")
    (broken.folder / "giver" / "vault.json").write_bytes(header)
    code, error = refused(broken, "portfolio", "list")
    assert (code, error) in {(6, "not-a-vault"), (4, "unsupported-version")}


def test_vault_is_not_made_where_something_is_already(desk: Desk) -> None:
    words = ["vault", "create", "--name", MARKER, "--organisation", MARKER, "--unlock-seconds", "0"]
    for vault in ("./giver", "./pass", "./pass/below"):
        assert refused(desk, *words, "--vault", vault)[0] == 6


ODD_IDS = {
    "another id": UNKNOWN,
    "nothing": "",
    "a path": "../../giver",
    "an absolute path": "/etc/passwd",
    "backslashes": "..\\..\\MARKER",
    "a quote": "MARKER' OR '1'='1",
    "a wildcard": "%",
    "capitals": "{pid-upper}",
    "a NUL": "MARKER\0",
    "half a character": "MARKER\udc80",
    "a smile": "😀",
    "right to left": "\u202eMARKER",
    "very long": "MARKER" * 20_000,
}
ID_WORDS = {
    "dump": ("portfolio", "dump", "ID"),
    "add": ("record", "add", "ID", "wens", "./good.json"),
    "amend": ("record", "amend", "{pid}", "ID", "./good.json"),
    "withdraw": ("record", "withdraw", "{pid}", "ID", "--reason", MARKER),
    "get": ("document", "get", "{pid}", "ID", "./out"),
    "consents": ("consent", "list", "ID"),
    "take back": ("consent", "withdraw", "{pid}", "ID"),
    "revoke": ("card", "revoke", "ID"),
    "history": ("portfolio", "history", "ID"),
    "history of a record": ("portfolio", "history", "{pid}", "--record", "ID"),
}


EACH = [(command, odd) for command in ID_WORDS for odd in ("another id",)]


@pytest.mark.parametrize(("command", "odd"), EACH + [("dump", odd) for odd in list(ODD_IDS)[1:]])
def test_id_that_does_not_exist_is_not_found(desk: Desk, command: str, odd: str) -> None:
    typed = ODD_IDS[odd].replace("{pid-upper}", desk.names["pid"].upper())
    words = [typed if word == "ID" else word for word in ID_WORDS[command]]
    unreadable = "\0" in typed or "\udc80" in typed
    assert refused(desk, *words) == (2, "usage" if unreadable else "not-found")


@pytest.mark.parametrize("words", ["MARKER\udc80", "MARKER\0"])
def test_argument_that_is_no_text_is_wrong_usage(desk: Desk, words: str) -> None:
    assert refused(desk, "portfolio", "search", words) == (2, "usage")


@pytest.mark.parametrize("odd", ["another id", "a quote"])
def test_bundle_for_an_odd_id_is_refused(desk: Desk, odd: str) -> None:
    typed = ODD_IDS[odd].replace("{pid-upper}", desk.names["pid"].upper())
    words = ["bundle", "create", "{pid}", "--consent", typed, "--to", "{taker}", "--out", "./out"]
    assert refused(desk, *words) == (3, "consent-missing")
    words = ["bundle", "create", "{pid}", "--consent", "{consent}", "--to", typed, "--out", "./out"]
    assert refused(desk, *words) == (3, "consent-recipient")


def test_record_of_another_dossier_is_not_found(desk: Desk) -> None:
    other = desk
    new = other.json("portfolio", "load", "./dossier.json")["portfolio"]
    found = refused(other, "record", "amend", new, "{wens}", "./good.json")
    assert found == (2, "not-found")
    found = refused(other, "document", "get", new, "{document}", "./out")
    assert found == (2, "not-found")
    found = refused(other, "consent", "withdraw", new, "{consent}")
    assert found == (2, "not-found")


def test_getting_what_is_no_document_is_not_found(desk: Desk) -> None:
    assert refused(desk, "document", "get", "{pid}", "{wens}", "./out") == (2, "not-found")


@pytest.mark.parametrize("size", ["-1", "2", "99999999999999999999999999", "-9223372036854775809"])
def test_size_that_never_was_is_not_found(desk: Desk, size: str) -> None:
    assert refused(desk, "portfolio", "dump", "{pid}", f"--at={size}") == (2, "not-found")


@pytest.mark.parametrize("kind", ["MARKER", "", "Wens", "toestemming", "overdracht", "../wens"])
def test_kind_that_is_no_record_is_refused(desk: Desk, kind: str) -> None:
    found = refused(desk, "record", "add", "{pid}", kind, "./good.json")
    assert found == (3, "invalid-record")
    assert refused(desk, "schema", kind)[0] in (2, 3) if kind else True


def test_second_client_in_a_dossier_is_refused(desk: Desk) -> None:
    desk.write("bad", dossier()[0]["body"])
    words = ("record", "add", "{pid}", "client", "./bad")
    assert refused(desk, *words) == (3, "invalid-record")


@pytest.mark.parametrize("why", ["", " ", "\t\n"])
def test_withdrawing_a_record_needs_a_reason(desk: Desk, why: str) -> None:
    words = ("record", "withdraw", "{pid}", "{wens}", "--reason", why)
    assert refused(desk, *words) == (3, "invalid-record")


@pytest.mark.parametrize("why", ["MARKER\x1b[2J", "x" * 200_001])
def test_reason_is_bounded_clean_text(desk: Desk, why: str) -> None:
    words = ("record", "withdraw", "{pid}", "{wens}", "--reason", why)
    assert refused(desk, *words) == (3, "invalid-record")


@pytest.mark.parametrize("title", ["", "MARKER\x1b[2J", "x" * 200_001])
def test_title_is_bounded_clean_text(desk: Desk, title: str) -> None:
    words = ("document", "add", "{pid}", "./foto.png", "--title", title)
    assert refused(desk, *words) == (3, "invalid-record")


@pytest.mark.parametrize("words", [("--name", ""), ("--name", "a\x1b"), ("--organisation", "\n")])
def test_name_on_ones_own_card_is_clean_text(desk: Desk, words: tuple[str, str]) -> None:
    whole = {"--name": "S. de Wit", "--organisation": "Gemeente Waterdael", words[0]: words[1]}
    typed = [word for pair in whole.items() for word in pair]
    made = ("vault", "create", *typed, "--unlock-seconds", "0", "--vault", "./new")
    assert refused(desk, *made)[0] in (2, 3)


USAGE = {
    "nothing": (),
    "an unknown command": (MARKER,),
    "half a command": ("portfolio",),
    "a lacking argument": ("portfolio", "dump"),
    "too many arguments": ("portfolio", "list", MARKER),
    "an unknown option": ("portfolio", "list", "--MARKER"),
    "a size in words": ("portfolio", "dump", "{pid}", "--at", MARKER),
    "a day that does not exist": ("deadlines", "--on", "2026-02-30"),
    "a bundle without consent": ("bundle", "create", "{pid}", "--to", MARKER, "--out", MARKER),
}


@pytest.mark.parametrize("mistake", USAGE)
def test_wrong_usage_is_exit_2_and_one_json_object(desk: Desk, mistake: str) -> None:
    assert refused(desk, *USAGE[mistake]) == (2, "usage")


@pytest.mark.parametrize("mistake", USAGE)
def test_wrong_usage_repeats_nothing_that_was_typed(desk: Desk, mistake: str) -> None:
    ran = desk.run(*USAGE[mistake])
    assert (ran.code, ran.out) == (2, "")
    assert MARKER not in ran.err


SEARCHED = [
    '"', '""', "*", "AND", "a AND", "OR OR", "NOT", "NEAR(", "NEAR(fiets kok, 2)", "text:", "-",
    "^fiets", "fiets*", "(", "{", "fiets; DROP TABLE search", "%", "'", "\\", "😀",
    "\u202e", "שלום", "x" * 200_000, "fiets " * 20_000, " ".join(map(str, range(3000))),
]  # fmt: skip


@pytest.mark.parametrize("typed", SEARCHED, ids=lambda one: ascii(one[:20]))
def test_search_takes_any_text_as_words(desk: Desk, typed: str) -> None:
    before = files(desk.folder)
    ran = desk.run("--json", "portfolio", "search", "--", typed)
    assert files(desk.folder) == before
    assert (ran.code, ran.err) == (0, "")
    assert isinstance(json.loads(ran.out)["portfolios"], list)


OUTS = {
    "bundle": (*CREATE, "--out", "OUT"),
    "document": ("document", "get", "{pid}", "{document}", "OUT"),
    "card": ("card", "export", "OUT"),
    "backup": ("vault", "backup", "OUT"),
}


@pytest.mark.parametrize("command", ["bundle", "document", "card"])
@pytest.mark.parametrize("out", ["./missing/x", "./pass/x"])
def test_output_where_nothing_can_be_written_changes_nothing(
    desk: Desk, command: str, out: str
) -> None:
    words = [out if word == "OUT" else word for word in OUTS[command]]
    code, error = refused(desk, *words)
    assert (code, error) in {(6, "storage-fault"), (2, "not-found")}


@pytest.mark.parametrize("command", OUTS)
def test_output_never_overwrites_a_file(desk: Desk, command: str) -> None:
    words = ["./dossier.json" if word == "OUT" else word for word in OUTS[command]]
    assert refused(desk, *words) == (6, "storage-fault")


def test_receipt_never_overwrites_its_bundle(desk: Desk) -> None:
    assert refused(desk, *IMPORT, "--receipt", "./b.eportfolio", who="taker") == (
        6,
        "storage-fault",
    )


@pytest.mark.parametrize("out", ["./folder", "./missing/r.receipt", "./pass/r.receipt"])
def test_import_changes_nothing_when_its_receipt_cannot_be_written(desk: Desk, out: str) -> None:
    code, error = refused(desk, *IMPORT, "--receipt", out, who="taker")
    assert (code, error) in {(6, "storage-fault"), (2, "not-found")}


def test_vault_is_not_made_when_its_recovery_sheet_cannot_be_written(
    desk: Desk, tmp_path: Path
) -> None:
    words = ["vault", "create", "--name", "S. de Wit", "--organisation", "Gemeente Waterdael"]
    ran = run(
        "--json", *words, "--unlock-seconds", "0", "--vault", tmp_path / "new",
        "--recovery-sheet", tmp_path / "missing" / "sheet.pdf",
        "--passphrase-file", desk.folder / "pass",
    )  # fmt: skip
    assert ran.code in (2, 6)
    assert not (tmp_path / "new" / "vault.json").exists()


def test_nothing_leaves_without_a_decision(desk: Desk) -> None:
    make = (*CREATE, "--out", "./other.eportfolio")
    desk.json("consent", "withdraw", "{pid}", "{consent}")
    assert refused(desk, *make) == (3, "consent-withdrawn")
    assert refused(desk, "consent", "withdraw", "{pid}", "{consent}") == (3, "consent-withdrawn")
    no = desk.write("no.json", {"recipient": desk.names["taker"], "purpose": "handover"})
    desk.names["consent"] = desk.json("consent", "refuse", "{pid}", no)["consent"]
    assert refused(desk, *make) == (3, "consent-refused")
    assert refused(desk, "consent", "withdraw", "{pid}", "{consent}") == (3, "consent-refused")


def test_newer_decision_ends_an_earlier_one(desk: Desk) -> None:
    desk.json("consent", "give", "{pid}", desk.request(groups=["identiteit"]))
    assert refused(desk, *CREATE, "--out", "./other") == (3, "consent-superseded")


def test_bundle_goes_only_to_a_card_that_was_compared(desk: Desk) -> None:
    desk.json("card", "revoke", "{taker}")
    code, error = refused(desk, *CREATE, "--out", "./other")
    assert (code, error) == (3, "unknown-recipient")


def test_bundle_of_an_unknown_sender_is_refused(desk: Desk) -> None:
    desk.json("card", "revoke", "{giver}", who="taker")
    assert refused(desk, *IMPORT, who="taker") == (4, "unknown-sender")


def test_dossier_that_was_handed_over_is_closed(desk: Desk) -> None:
    desk.write("good.json", {"eigen_woorden": MARKER})
    desk.json("bundle", "close", "./r.receipt")
    for words in (
        ("record", "add", "{pid}", "wens", "./good.json"),
        ("record", "amend", "{pid}", "{wens}", "./good.json"),
        ("record", "withdraw", "{pid}", "{wens}", "--reason", MARKER),
        ("document", "add", "{pid}", "./foto.png", "--title", MARKER),
    ):
        assert refused(desk, *words) == (3, "dossier-closed")


@pytest.mark.parametrize(
    "words",
    [
        ("portfolio", "dump", UNKNOWN),
        ("record", "add", "{pid}", "wens", "./garbage"),
        ("bundle", "inspect", "./garbage"),
        ("card", "revoke", MARKER),
    ],
)
def test_failure_for_a_person_is_one_text_on_standard_error(
    desk: Desk, words: tuple[str, ...]
) -> None:
    ran = desk.run(*words)
    assert (ran.code > 1, ran.out) == (True, "")
    assert ran.err.count("\n") == 1
    assert MARKER not in ran.err


def test_vault_in_use_says_so(desk: Desk) -> None:
    from filelock import FileLock

    with FileLock(desk.folder / "giver" / "vault.lock"):
        assert refused(desk, "portfolio", "list") == (6, "vault-locked")
