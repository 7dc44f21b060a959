"""The ways into a vault beside the passphrase: practised, renewed, lent, divided, and attacked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock, Templates
from pypdf import PdfReader
from shamir_mnemonic import generate_mnemonics

from eportfolio import crypto, signing
from eportfolio.crypto import shares
from eportfolio.errors import (
    EportfolioError,
    NotAuthentic,
    StorageFault,
    WrongPassphrase,
    WrongUsage,
)
from eportfolio.register import Register
from eportfolio.vault import KEYS, Kind, Vault, ways
from eportfolio.workspace import Means, Workspace
from eportfolio.workspace.recovery import read_recipient

NEW = "zes andere woorden voor de kluis"
HOLDER = "Gemeente Voorbeeld, beveiliging"


@pytest.fixture
def vault(templates: Templates, tmp_path: Path) -> Path:
    templates.copy("giver", tmp_path / "kluis")
    return tmp_path / "kluis"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(vault: Path, clock: Clock) -> Iterator[Workspace]:
    with Workspace.open(vault, PASSPHRASE, clock=clock) as opened:
        yield opened


@pytest.fixture
def key(templates: Templates, vault: Path) -> str:
    return templates.recovery["giver"]


def recover(vault: Path, means: Means, passphrase: str = NEW) -> list[str]:
    """The problems of the vault after coming in that way."""
    with Workspace.recover(vault, means, passphrase, clock=Clock(), unlock_seconds=0) as opened:
        return [one.what for one in opened.check().problems]


def refused(vault: Path, means: Means) -> str | None:
    before = content(vault)
    with pytest.raises(WrongPassphrase) as error:
        recover(vault, means)
    assert error.value.exit_code == 5
    assert content(vault) == before
    return error.value.reason


def content(vault: Path) -> dict[str, bytes]:
    names = ("vault.json", KEYS, *(kind.file for kind in Kind))
    return {name: (vault / name).read_bytes() for name in names if (vault / name).exists()}


def actions(workspace: Workspace) -> list[tuple[str, str, str]]:
    return [(one.action, one.object, one.result) for _, one in workspace.accesses.lines()]


def organisation() -> tuple[str, str]:
    key = crypto.new_age_identity()
    return key, crypto.age_recipient(key)


def words_of(file: Path) -> str:
    """The words of a sheet, as somebody reads them from it."""
    text = PdfReader(file).pages[0].extract_text()
    inside = text.split("De woorden van dit blad")[1].split("In de woorden zit")[0]
    return " ".join(one for one in inside.split() if not one.isdigit())


def sheets(workspace: Workspace, out: Path, threshold: int = 2, of: int = 3) -> list[str]:
    made = workspace.recovery.make_shares(threshold, of, out)
    return [words_of(file) for file in made.files]


# Rehearsal


def test_rehearsal_proves_the_key_and_keeps_the_day_only(
    workspace: Workspace, vault: Path, clock: Clock, key: str
) -> None:
    clock.advance(days=400)
    before = content(vault)
    assert workspace.recovery.due()
    assert workspace.recovery.rehearse(Means.recovery(key.lower())) == clock.now.date()
    assert content(vault) == before
    assert not workspace.recovery.due()
    assert ("recovery-rehearse", "", "done") in actions(workspace)
    assert key not in json.dumps(workspace._session.register.preference("rehearsed"))


def test_rehearsal_is_due_a_year_after_the_sheet_was_made(
    workspace: Workspace, clock: Clock
) -> None:
    state = workspace.recovery.state()
    assert state.recovery is not None
    assert state.due is not None
    assert (state.due.year, state.is_due) == (state.recovery.since.year + 1, False)
    clock.advance(days=(state.due - clock.now.date()).days - 1)
    assert not workspace.recovery.due()
    clock.advance(days=1)
    assert workspace.recovery.due()


def test_rehearsal_with_another_key_is_refused_and_does_not_count(
    workspace: Workspace, clock: Clock
) -> None:
    clock.advance(days=400)
    for typed in (crypto.new_age_identity(), "AGE-SECRET-KEY-1ONZIN", ""):
        with pytest.raises(WrongPassphrase) as error:
            workspace.recovery.rehearse(Means.recovery(typed))
        assert error.value.reason == "wrong-recovery-key"
    assert workspace.recovery.due()
    assert actions(workspace)[-1] == ("recovery-rehearse", "", "wrong-passphrase")


def test_rehearsal_tells_the_file_of_another_vault_from_ours(
    workspace: Workspace, vault: Path
) -> None:
    key, recipient = organisation()
    (vault / "recovery.age").write_bytes(crypto.age_encrypt(bytes(32), recipient))
    with pytest.raises(WrongPassphrase) as error:
        workspace.recovery.rehearse(Means.recovery(key))
    assert error.value.reason == "way-revoked"


@pytest.mark.parametrize("kept", [None, "7", [], {"recovery": 5}, {"recovery": "gisteren"}])
def test_day_that_cannot_be_read_was_never(workspace: Workspace, kept: object) -> None:
    workspace._session.register.set_preference("rehearsed", kept)
    assert workspace.recovery.state().recovery is not None
    workspace._session.register.set_preference("ways", kept)
    assert not workspace._session.has_older_ways


# A vault of before the list of ways


def forget_ways(vault: Path) -> None:
    opened = Vault.unlock(vault, PASSPHRASE)
    kept = opened._opened_keys(vault)
    del kept["ways"]
    sealed = crypto.seal(opened._keys_key(), signing.dump_json(kept), opened._associated())
    (vault / KEYS).write_bytes(sealed)
    register = Register.open(vault / "register.db", opened.register_key)
    register.set_preference("ways", None)
    register.close()
    opened.close()


def test_vault_of_before_opens_with_its_sheet_and_asks_to_practise(vault: Path, key: str) -> None:
    forget_ways(vault)
    with Workspace.open(vault, PASSPHRASE, clock=Clock()) as opened:
        state = opened.recovery.state()
        assert (state.recovery, state.due, state.is_due) == (None, None, True)
        assert opened.check().problems == ()
        opened.recovery.rehearse(Means.recovery(key))
        assert not opened.recovery.due()
    assert recover(vault, Means.recovery(key)) == []


# A new recovery sheet


def test_new_sheet_works_and_the_old_one_does_not(
    workspace: Workspace, vault: Path, tmp_path: Path, key: str
) -> None:
    old = (vault / "recovery.age").read_bytes()
    new = workspace.recovery.propose()
    with pytest.raises(WrongPassphrase):
        workspace.recovery.rehearse(Means.recovery(new))
    workspace.recovery.renew(new)
    workspace.recovery.rehearse(Means.recovery(new))
    workspace.close()
    assert refused(vault, Means.recovery(key)) == "wrong-recovery-key"
    (tmp_path / "nieuw.age").write_bytes((vault / "recovery.age").read_bytes())
    (vault / "recovery.age").write_bytes(old)
    assert refused(vault, Means.recovery(key)) == "way-revoked"
    with Workspace.open(vault, PASSPHRASE, clock=Clock()) as opened:
        assert [one.what for one in opened.check().problems] == ["recovery-file"]
    shutil.copy(tmp_path / "nieuw.age", vault / "recovery.age")
    assert recover(vault, Means.recovery(new)) == []
    header = json.loads((vault / "vault.json").read_bytes())
    assert header["recovery"] == crypto.age_recipient(new)


def test_new_sheet_stands_before_the_vault_knows_it_and_overwrites_nothing(
    workspace: Workspace, vault: Path, tmp_path: Path, key: str
) -> None:
    out = tmp_path / "blad.pdf"
    workspace.recovery.renew_on_sheet(out, workspace.save_recovery_sheet)
    with pytest.raises(StorageFault) as error:
        workspace.recovery.renew_on_sheet(out, workspace.save_recovery_sheet)
    assert error.value.reason == "exists"
    text = PdfReader(out).pages[0].extract_text()
    assert workspace.vault_id in text
    assert actions(workspace)[-1] == ("recovery-renew", "", "done")


def test_sheet_that_did_not_become_one_is_gone_again(
    workspace: Workspace, vault: Path, tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageFault("storage-fault", "disk-full")

    monkeypatch.setattr(Vault, "add_way", full)
    for work in (
        lambda: workspace.recovery.renew_on_sheet(
            tmp_path / "blad.pdf", workspace.save_recovery_sheet
        ),
        lambda: workspace.recovery.make_shares(2, 3, tmp_path / "bladen"),
    ):
        with pytest.raises(StorageFault):
            work()
    assert not (tmp_path / "blad.pdf").exists()
    assert not (tmp_path / "bladen").exists()
    workspace.recovery.rehearse(Means.recovery(key))


# Escrow


def test_organisation_opens_the_vault_until_it_may_not(workspace: Workspace, vault: Path) -> None:
    key, recipient = organisation()
    assert workspace.recovery.set_escrow(recipient, f" {HOLDER} ").holder == HOLDER
    workspace.close()
    file = f"# created: vandaag\n# public key: {recipient}\n{key}\n"
    assert recover(vault, Means.escrow(file)) == []
    old = (vault / "escrow.age").read_bytes()
    with Workspace.open(vault, NEW, clock=Clock()) as opened:
        assert ("unlock-escrow", "", "done") in actions(opened)
        assert ("escrow-set", recipient, "done") in actions(opened)
        opened.recovery.remove_escrow()
        assert actions(opened)[-1] == ("escrow-remove", recipient, "done")
        with pytest.raises(WrongUsage):
            opened.recovery.remove_escrow()
        with pytest.raises(WrongUsage):
            opened.recovery.remove_shares()
    assert not (vault / "escrow.age").exists()
    assert refused(vault, Means.escrow(file)) == "no-escrow"
    (vault / "escrow.age").write_bytes(old)
    assert refused(vault, Means.escrow(file)) == "way-revoked"
    with Workspace.open(vault, NEW, clock=Clock()) as opened:
        assert [one.what for one in opened.check().problems] == ["escrow-file"]


def test_key_of_another_organisation_does_not_open(workspace: Workspace, vault: Path) -> None:
    workspace.recovery.set_escrow(organisation()[1], HOLDER)
    workspace.close()
    assert refused(vault, Means.escrow(organisation()[0])) == "wrong-escrow-key"
    assert refused(vault, Means.escrow("# alleen een opmerking\n")) == "wrong-escrow-key"


def test_older_keys_and_escrow_put_back_together_are_noticed(
    workspace: Workspace, vault: Path
) -> None:
    key, recipient = organisation()
    workspace.recovery.set_escrow(recipient, HOLDER)
    old = {name: (vault / name).read_bytes() for name in (KEYS, "escrow.age")}
    workspace.recovery.remove_escrow()
    workspace.close()
    for name, raw in old.items():
        (vault / name).write_bytes(raw)
    assert recover(vault, Means.escrow(key)) == ["older-keys"]


def test_header_says_nothing_about_who_may_open(workspace: Workspace, vault: Path) -> None:
    """Whoever changes it shuts the passphrase out, and opens nothing."""
    key, recipient = organisation()
    workspace.close()
    raw = (vault / "vault.json").read_bytes()
    header = json.loads(raw)
    header["recovery"] = recipient
    (vault / "vault.json").write_bytes(signing.dump_json(header))
    (vault / "recovery.age").write_bytes(crypto.age_encrypt(b"\x07" * 32, recipient))
    with pytest.raises(WrongPassphrase):
        Workspace.open(vault, PASSPHRASE)
    with pytest.raises(StorageFault) as error:
        recover(vault, Means.recovery(key))
    assert error.value.reason == "keys-damaged"


@pytest.mark.parametrize("holder", ["", "  ", "x" * 201, "naam\u202eachter"])
def test_holder_without_a_readable_name_is_refused(workspace: Workspace, holder: str) -> None:
    with pytest.raises(WrongUsage):
        workspace.recovery.set_escrow(organisation()[1], holder)


def test_recipient_is_read_as_it_is_or_from_a_file(tmp_path: Path) -> None:
    _, recipient = organisation()
    assert read_recipient(recipient) == recipient
    file = tmp_path / "organisatie.txt"
    file.write_text(f"# van de beveiliging\n\n{recipient}\n")
    assert read_recipient(str(file)) == recipient
    for wrong in ("age1onzin", str(tmp_path / "leeg")):
        (tmp_path / "leeg").write_text("# niets\n")
        with pytest.raises(NotAuthentic) as error:
            read_recipient(wrong)
        assert error.value.reason == "escrow-recipient"


# Sheets


def test_enough_sheets_open_the_vault_in_any_order(
    workspace: Workspace, vault: Path, tmp_path: Path
) -> None:
    one, two, three = sheets(workspace, tmp_path / "bladen")
    assert len(one.split()) == shares.WORDS
    state = workspace.recovery.state().shares
    assert state is not None
    assert (state.threshold, state.of) == (2, 3)
    assert actions(workspace)[-1] == ("shares-make", state.set_id, "done")
    workspace.close()
    assert recover(vault, Means.shares([three.upper(), f"  {one}\n"])) == []
    assert recover(vault, Means.shares([one, two, three])) == []
    with Workspace.open(vault, NEW, clock=Clock()) as opened:
        assert ("unlock-shares", "", "done") in actions(opened)
        opened.recovery.rehearse(Means.shares([two, three]))
        assert opened.recovery.remove_shares().set_id == state.set_id
    assert refused(vault, Means.shares([one, two])) == "no-shares"


def test_sheet_names_everything_but_the_key(workspace: Workspace, tmp_path: Path) -> None:
    made = workspace.recovery.make_shares(2, 3, tmp_path / "bladen")
    assert [file.name for file in made.files] == [f"deelblad-{n}-van-3.pdf" for n in (1, 2, 3)]
    secret = shares.age_identity(shares.combine([words_of(file) for file in made.files]))
    for number, file in enumerate(made.files, 1):
        reader = PdfReader(file)
        text = " ".join(reader.pages[0].extract_text().split())
        assert len(reader.pages) == 1
        for said in (workspace.vault_id, made.set_id, f"Deelblad {number} van 3", "2 van de 3"):
            assert said in text
        assert secret not in text
        assert "AGE-SECRET-KEY" not in text
        for other in {*made.files} - {file}:
            assert words_of(other) != words_of(file)


def test_wrong_sheets_are_refused_each_with_its_reason(
    workspace: Workspace, vault: Path, tmp_path: Path
) -> None:
    one, two, three = sheets(workspace, tmp_path / "bladen")
    new = sheets(workspace, tmp_path / "nieuw")
    workspace.close()
    words = new[1].split()
    other = "academic" if words[20] != "academic" else "acid"
    changed = " ".join([*words[:20], other, *words[21:]])
    unknown = " ".join([*words[:20], "fiets", *words[21:]])
    facts = {
        "shares-too-few": [[new[0]], []],
        "share-damaged": [
            [new[0], changed], [new[0], unknown], [new[0], " ".join(words[:-1])], [new[0], ""],
        ],
        "shares-mixed": [[new[0], one], [two, new[2]]],
        "share-repeated": [[new[0], new[0].upper()]],
        "wrong-shares": [[one, three]],
    }  # fmt: skip
    for reason, tries in facts.items():
        for given in tries:
            assert refused(vault, Means.shares(given)) == reason
    assert recover(vault, Means.shares(new[1:])) == []


def test_refusal_counts_and_quotes_no_word(workspace: Workspace, tmp_path: Path) -> None:
    one, *_ = sheets(workspace, tmp_path / "bladen", 3, 5)
    with pytest.raises(WrongPassphrase) as few:
        shares.combine([one])
    assert few.value.facts == {"needed": 3, "given": 1}
    with pytest.raises(WrongPassphrase) as damaged:
        shares.combine([one, f"{one} {one.split()[0]}"])
    assert damaged.value.facts == {"share": 2}
    assert damaged.value.__suppress_context__
    assert one.split()[4] not in f"{damaged.value} {damaged.value.details}"


def test_sheets_of_another_program_are_refused_before_any_work() -> None:
    groups = generate_mnemonics(2, [(1, 1), (1, 1)], bytes(32))
    (heavy,) = generate_mnemonics(1, [(2, 2)], bytes(32), iteration_exponent=2)
    (short,) = generate_mnemonics(1, [(2, 2)], bytes(16))
    for given in (groups[0], heavy, short):
        with pytest.raises(WrongPassphrase) as error:
            shares.combine(given)
        assert error.value.reason == "wrong-shares"


def test_two_forged_members_of_one_set_do_not_combine() -> None:
    from shamir_mnemonic import Share

    texts = shares.divide(shares.new_secret(), 2, 2).words
    first, second = (Share.from_mnemonic(" ".join(one)) for one in texts)
    forged = replace(second, value=bytes(32))
    with pytest.raises(WrongPassphrase) as error:
        shares.combine([first.mnemonic(), forged.mnemonic()])
    assert error.value.reason == "wrong-shares"


@pytest.mark.parametrize(("threshold", "of"), [(1, 3), (0, 2), (4, 3), (2, 17), (-1, -1)])
def test_numbers_that_no_set_can_have_are_refused(
    workspace: Workspace, tmp_path: Path, threshold: int, of: int
) -> None:
    with pytest.raises(WrongUsage) as error:
        workspace.recovery.make_shares(threshold, of, tmp_path / "bladen")
    assert error.value.reason == "share-numbers"
    assert not (tmp_path / "bladen").exists()


def test_sheets_of_another_vault_open_nothing(
    workspace: Workspace, vault: Path, tmp_path: Path, templates: Templates
) -> None:
    templates.copy("taker", tmp_path / "ander")
    with Workspace.open(tmp_path / "ander", PASSPHRASE, clock=Clock()) as other:
        theirs = sheets(other, tmp_path / "van-hen")
    sheets(workspace, tmp_path / "van-ons")
    workspace.close()
    assert refused(vault, Means.shares(theirs)) == "wrong-shares"


@pytest.mark.parametrize("bits", [0, 1, 255])
def test_age_identity_is_one_that_age_reads(bits: int) -> None:
    key = shares.age_identity(bytes([bits]) * 32)
    assert crypto.age_recipient(key).startswith("age1")
    assert len(key) == len(crypto.new_age_identity())


# Kill, full disk, backup


def test_way_that_was_killed_before_its_file_did_not_happen(vault: Path, key: str) -> None:
    opened = Vault.unlock(vault, PASSPHRASE)
    new = ways.Way(Kind.RECOVERY, organisation()[1], date(2026, 3, 2), sha256="0" * 64)
    opened._write_keys(ways=opened.ways.adding(new))
    opened.close()
    assert recover(vault, Means.recovery(key)) == []


def test_way_that_was_killed_after_its_file_counts(vault: Path, key: str) -> None:
    mine, recipient = organisation()
    opened = Vault.unlock(vault, PASSPHRASE)
    sealed = crypto.age_encrypt(opened._vmk, recipient)
    way = ways.Way(Kind.RECOVERY, recipient, date(2026, 3, 2), sha256=crypto.digest(sealed))
    opened._write_keys(ways=opened.ways.adding(way))
    (vault / "recovery.age").write_bytes(sealed)
    opened.close()
    assert refused(vault, Means.recovery(key)) == "wrong-recovery-key"
    assert recover(vault, Means.recovery(mine)) == []


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_disk_that_fails_at_any_write_leaves_one_key_that_works(
    vault: Path, key: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eportfolio import vault as module

    real, seen = module.new_file, iter(range(1, 100))

    def failing(path: Path, **options: bool) -> object:
        if next(seen) >= nth:
            raise StorageFault("storage-fault", "disk-full")
        return real(path, **options)

    new = crypto.new_age_identity()
    opened = Workspace.open(vault, PASSPHRASE, clock=Clock())
    monkeypatch.setattr(module, "new_file", failing)
    works = new if nth > 2 else key
    if nth > 2:
        opened.recovery.renew(new)
    else:
        with pytest.raises(StorageFault):
            opened.recovery.renew(new)
    opened.recovery.rehearse(Means.recovery(works))
    monkeypatch.undo()
    opened.close()
    assert recover(vault, Means.recovery(works)) == []
    assert refused(vault, Means.recovery({key, new}.difference({works}).pop()))


def test_removal_that_the_disk_refuses_is_refused_aloud(
    workspace: Workspace, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.recovery.set_escrow(organisation()[1], HOLDER)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(StorageFault):
            workspace.recovery.remove_escrow()
    assert [one.what for one in workspace.check().problems] == ["escrow-file"]


def test_backup_holds_the_ways_of_its_moment(
    workspace: Workspace, tmp_path: Path, key: str
) -> None:
    mine, recipient = organisation()
    workspace.recovery.set_escrow(recipient, HOLDER)
    words = sheets(workspace, tmp_path / "bladen")
    workspace.backup(tmp_path / "kopie")
    workspace.recovery.remove_escrow()
    for means in (Means.escrow(mine), Means.shares(words[:2]), Means.recovery(key)):
        assert recover(tmp_path / "kopie", means) == []
    with pytest.raises(WrongPassphrase):
        workspace.recovery.rehearse(Means.escrow(mine))


def test_missing_file_of_a_way_is_a_problem_and_its_way_is_closed(
    workspace: Workspace, vault: Path, key: str
) -> None:
    (vault / "recovery.age").unlink()
    assert [one.what for one in workspace.check().problems] == ["recovery-file"]
    with pytest.raises(EportfolioError) as error:
        workspace.recovery.rehearse(Means.recovery(key))
    assert error.value.key == "no-such-file"
