"""The ways into a vault on the command line: practise, lend, divide, come in, and what is said."""

from __future__ import annotations

from pathlib import Path

from builders_cli import Desk
from pypdf import PdfReader

from eportfolio import crypto


def words_of(page: Path) -> bytes:
    text = PdfReader(page).pages[0].extract_text()
    inside = text.split("De woorden van dit blad")[1].split("In de woorden zit")[0]
    return " ".join(one for one in inside.split() if not one.isdigit()).encode()


def test_organisation_comes_and_goes(desk: Desk) -> None:
    key = crypto.new_age_identity()
    desk.write("organisatie.key", f"# sleutel\n{key}\n".encode())
    desk.write("adres.txt", f"{crypto.age_recipient(key)}\n".encode())
    said = desk.text("vault", "escrow", "set", "./adres.txt", "--holder", "Gemeente Voorbeeld")
    assert "Uw organisatie kan deze kluis nu openen: Gemeente Voorbeeld." in said
    assert "Uw organisatie kan deze kluis openen: Gemeente Voorbeeld" in desk.text("vault", "ways")
    came = desk.json(
        *("vault", "recover", "--escrow-key-file", "./organisatie.key"),
        *("--new-passphrase-file", "./pass"),
    )
    assert came["by"] == "escrow"
    assert "kan deze kluis niet meer openen" in desk.text("vault", "escrow", "remove")
    shut = desk.run("--json", "vault", "rehearse", "--escrow-key-file", "./organisatie.key")
    assert (shut.code, shut.error["details"]["reason"]) == (5, "no-escrow")
    again = desk.run("--json", "vault", "escrow", "remove")
    assert (again.code, again.error["details"]["reason"]) == (2, "no-escrow-here")
    assert desk.json("vault", "check")["problems"] == []


def test_sheets_come_in_together_and_are_revoked(desk: Desk) -> None:
    said = desk.text(
        *("vault", "shares", "create", "--threshold", "2", "--of", "2", "--out", "./bladen")
    )
    assert "raakt één blad kwijt" in said
    for number in (1, 2):
        page = desk.folder / "bladen" / f"deelblad-{number}-van-2.pdf"
        desk.write(f"blad{number}.txt", words_of(page))
    given = ("--share-file", "./blad1.txt", "--share-file", "./blad2.txt")
    few = desk.run("--json", "vault", "rehearse", *given[:2])
    assert (few.code, few.error["details"]) == (
        5, {"reason": "shares-too-few", "needed": 2, "given": 1},
    )  # fmt: skip
    assert "1 van de 2" in few.error["message"]
    assert "Het werkt" in desk.text("vault", "rehearse", *given)
    came = desk.json("vault", "recover", *given, "--new-passphrase-file", "./pass")
    assert came["by"] == "shares"
    assert "met 2 van de 2 bladen" in desk.text("vault", "ways")
    assert "openen deze kluis niet meer" in desk.text("vault", "shares", "remove")
    shut = desk.run("--json", "vault", "rehearse", *given)
    assert (shut.code, shut.error["details"]["reason"]) == (5, "no-shares")


def test_new_sheet_is_written_and_a_stranger_is_refused(desk: Desk) -> None:
    said = desk.text("vault", "new-recovery", "--recovery-sheet", "./nieuw.pdf")
    assert "Het oude blad werkt niet meer." in said
    assert (desk.folder / "nieuw.pdf").stat().st_size > 0
    desk.write("key", desk.names["giver_key"].encode())
    old = desk.run("--json", "vault", "rehearse", "--recovery-key-file", "./key")
    assert (old.code, old.error["details"]["reason"]) == (5, "wrong-recovery-key")
    there = desk.run("--json", "vault", "new-recovery", "--recovery-sheet", "./nieuw.pdf")
    assert (there.code, there.error["details"]["reason"]) == (6, "exists")


def test_two_ways_at_once_and_files_that_are_no_text_are_refused(desk: Desk) -> None:
    desk.write("ruis", b"\xff\xfe\x00")
    both = desk.run(
        *("--json", "vault", "rehearse", "--recovery-key-file", "./key"),
        *("--share-file", "./ruis"),
    )
    assert (both.code, both.error["details"]["reason"]) == (2, "one-way")
    noise = desk.run("--json", "vault", "rehearse", "--escrow-key-file", "./ruis")
    assert (noise.code, noise.error["details"]["reason"]) == (2, "not-text")
    bad = desk.run("--json", "vault", "escrow", "set", "./ruis", "--holder", "X")
    assert (bad.code, bad.error["details"]["reason"]) == (4, "escrow-recipient")
    asked = desk.run("--json", "vault", "rehearse")
    assert (asked.code, asked.error["details"]["reason"]) == (2, "no-terminal")


def test_ways_tell_when_it_is_time_to_practise(desk: Desk) -> None:
    desk.write("key", desk.names["giver_key"].encode())
    desk.json("vault", "rehearse", "--recovery-key-file", "./key")
    found = desk.json("vault", "ways")
    assert found["is_due"] is False
    assert found["recovery"]["tried"] >= found["recovery"]["since"]
    assert "Herstelblad: gemaakt" in desk.text("vault", "ways")
