"""What seldom happens and must still end well: a person who stops, a disk that answers oddly,
files that are not what they were."""

from __future__ import annotations

import errno
import getpass
import io
import os
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Templates, Two, dossier, files, find_record, state
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from eportfolio import crypto, journal, signing
from eportfolio.bundle import bag, letters
from eportfolio.bundle.receive import Answers, Choices
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.errors import (
    Cancelled,
    InvalidRecord,
    NotAuthentic,
    StorageFault,
    WrongPassphrase,
)
from eportfolio.vault import Vault, read_header
from eportfolio.workspace import Means, Workspace


def stop(done: int, total: int, /) -> bool:
    return False


def test_bundle_that_a_person_stops_leaves_nothing(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    before = state(two.giver, pid), sorted(two.folder.glob("*.eportfolio"))
    with pytest.raises(Cancelled):
        two.giver.handovers.create(pid, consent, two.to, two.folder, stop)
    assert (state(two.giver, pid), sorted(two.folder.glob("*.eportfolio"))) == before
    assert two.send(pid, consent).records > 0


def test_import_that_a_person_stops_changes_nothing(two: Two) -> None:
    (two.folder / "groot.bin").write_bytes(os.urandom(3_000_000))
    document = {"kind": "document", "body": {"titel": "Groot"}, "file": "groot.bin"}
    pid = two.load([*dossier(), document])
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    before = files(two.folder / "taker")
    with pytest.raises(Cancelled):
        two.taker.handovers.receive(sent.file, answers=Answers("overnemen"), progress=stop)
    assert files(two.folder / "taker") == before
    told: list[int] = []
    two.taker.handovers.inspect(sent.file, lambda done, total: not told.append(done))
    assert told == sorted(told)


def test_card_renewed_before_the_consent_is_not_added_to_the_keys(two: Two) -> None:
    pid = two.load(dossier())
    two.giver.contacts.rotate()
    card = two.folder / "new.card"
    two.giver.contacts.export_own(card)
    two.taker.contacts.import_card(card, two.giver.contacts.own.fingerprint)
    assert two.receive(two.send(pid, two.consent(pid))).relation == "new"


def test_merge_cannot_point_at_a_record_that_is_not_there(two: Two) -> None:
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    for one in (two.giver, two.taker):
        wish = find_record(one, pid, "wens").id
        one.dossiers.amend(pid, wish, {"eigen_woorden": "anders"})
    sent = two.send(pid, two.consent(pid, purpose="advice", **EVERYTHING))
    gone = "0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11"
    body = {"eigen_woorden": "samen", "documenten": [gone]}
    with pytest.raises(InvalidRecord) as refused:
        two.receive(sent, choices=Choices(by_record={wish: body}))
    assert refused.value.reason == "unknown-reference"


def test_verified_bundle_is_made_by_verification_only() -> None:
    made: Any = VerifiedBundle
    with pytest.raises(TypeError):
        made(object(), Path("x"), None, None)


def test_manifest_in_another_alphabet_is_refused() -> None:
    with pytest.raises(NotAuthentic):
        bag.read_manifest("é\n".encode())


def test_receipt_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "x.receipt").open("wb") as file:
        file.truncate(letters.SIZE_LIMIT + 1)
    with pytest.raises(NotAuthentic) as refused:
        letters.read_letter(tmp_path / "x.receipt", [])
    assert refused.value.reason == "too-large"


def test_receipt_that_is_no_jws_names_no_bundle() -> None:
    with pytest.raises(NotAuthentic):
        letters.claimed(b"not a jws", "bundle")


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A computer on which the cheapest derivation takes so many seconds."""

    def take(seconds: float) -> None:
        moments = iter((0.0, seconds))
        monkeypatch.setattr(crypto.time, "perf_counter", lambda: next(moments))

    return take


@pytest.mark.parametrize(
    ("floor", "wanted", "memory_mib", "iterations"),
    [(0.1, 1.0, 256, 7), (0.3, 1.0, 213, 3), (2.0, 1.0, 64, 3), (0.001, 100.0, 256, 64)],
)
def test_derivation_takes_as_long_as_was_asked_within_its_bounds(
    ticking: Any, floor: float, wanted: float, memory_mib: int, iterations: int
) -> None:
    ticking(floor)
    found = crypto.calibrate(wanted)
    assert (found.memory_kib // 1024, found.iterations) == (memory_mib, iterations)


def test_computer_that_does_not_tell_its_memory_is_taken_for_a_small_one(
    monkeypatch: pytest.MonkeyPatch, ticking: Any
) -> None:
    def unknown(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(os, "sysconf", unknown)
    ticking(0.1)
    assert crypto.calibrate(1.0).memory_kib <= 256 * 1024


class Failing:
    """A disk that gives up."""

    def read(self, size: int = -1) -> bytes:
        raise OSError(errno.EIO, "disk")

    def write(self, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "full")


class Beginning:
    """An age file of which only the beginning can be read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int = -1) -> bytes:
        if not self._data:
            raise OSError(errno.EIO, "disk")
        data, self._data = self._data[:size], b""
        return data


def test_failing_disk_is_not_taken_for_a_changed_bundle() -> None:
    identity = crypto.new_age_identity()
    sealed = crypto.age_encrypt(bytes(200_000), crypto.age_recipient(identity))
    with pytest.raises(OSError, match="disk"):
        crypto.decrypt_stream(Beginning(sealed), Failing(), [identity])
    with pytest.raises(OSError, match="full"):
        crypto.encrypt_stream(io.BytesIO(sealed), Failing(), crypto.age_recipient(identity))


def test_fresh_key_is_not_named_like_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    dashed, plain = (
        OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big")))
        for number in (33, 34)
    )
    assert dashed.thumbprint().startswith("-")
    fresh = iter([dashed, plain])
    monkeypatch.setattr(OKPKey, "generate_key", lambda *_, **__: next(fresh))
    assert signing.Signer.generate().thumbprint == plain.thumbprint()


def test_envelope_without_a_signer_has_no_name() -> None:
    header = signing.encode(b'{"alg":"EdDSA","kid":5,"typ":"x"}')
    with pytest.raises(NotAuthentic):
        signing.signer_named(f"{header}.e30.e30".encode())


def test_keys_are_equal_when_they_have_one_name() -> None:
    signer = signing.Signer.generate()
    again = signing.PublicKey(dict(signer.public.jwk))
    assert {signer.public, again} == {again}
    assert signer.public != signing.Signer.generate().public


@pytest.mark.parametrize("lacking", ["seq", "prev", "day", "pid"])
def test_revision_of_another_shape_is_refused(lacking: str) -> None:
    signer = signing.Signer.generate()
    payload: dict[str, Any] = {"v": 1, "pid": "0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11", "seq": 1}
    payload |= {"prev": [], "day": "2026-03-02", "_sd_alg": "sha-256", "_sd": []}
    del payload[lacking]
    jws = signer.sign(signing.dump_json(payload), journal.TYP).decode()
    with pytest.raises(NotAuthentic) as refused:
        journal.verify_revision(jws, lambda _: signer.public)
    assert refused.value.reason == "revision"


def test_revision_cannot_follow_one_that_is_not_stored(two: Two) -> None:
    session, pid = two.giver._session, two.load(dossier())
    with session.portfolio(pid) as portfolio:
        made = {"signer": session.signer, "author": session.author, "at": two.clock()}
        with pytest.raises(KeyError):
            portfolio.commit([], prev=["0" * 64], **made)
        assert portfolio.size == 1


def test_vault_can_be_made_in_a_folder_that_is_there_and_empty(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    made, _ = Workspace.create(
        tmp_path / "leeg", PASSPHRASE, name="N", organisation="O", unlock_seconds=0
    )
    with made:
        assert made.check().portfolios == 0


@pytest.mark.parametrize("name", ["keys.vmk", "vault.json", "recovery.age"])
def test_folder_in_the_place_of_a_file_of_the_vault_is_named(
    templates: Templates, tmp_path: Path, name: str
) -> None:
    vault = tmp_path / "vault"
    templates.copy("giver", vault)
    (vault / name).unlink()
    (vault / name).mkdir()
    recovers = name == "recovery.age"
    key = crypto.new_age_identity()
    with pytest.raises(StorageFault):
        Workspace.recover(
            vault, Means.recovery(key), "x", unlock_seconds=0
        ) if recovers else Workspace.open(vault, PASSPHRASE)


def test_vault_of_another_derivation_is_refused(templates: Templates, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    templates.copy("giver", vault)
    header = read_header(vault)
    header["slots"][0]["kdf"]["algorithm"] = "pbkdf2"
    (vault / "vault.json").write_bytes(signing.dump_json(header))
    with pytest.raises(StorageFault) as refused:
        Workspace.open(vault, PASSPHRASE)
    assert refused.value.reason == "header-damaged"


def test_name_that_no_folder_can_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageFault):
        Workspace.create(
            tmp_path / ("x" * 5000), PASSPHRASE, name="N", organisation="O", unlock_seconds=0
        )


def test_account_without_a_name_can_open_a_vault(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nameless() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nameless)
    templates.copy("giver", tmp_path / "vault")
    with Workspace.open(tmp_path / "vault", PASSPHRASE) as workspace:
        assert workspace.dossiers.caseload() == []


def test_key_that_is_not_there_is_forgotten_without_a_word(
    templates: Templates, tmp_path: Path
) -> None:
    templates.copy("giver", tmp_path / "vault")
    vault = Vault.unlock(tmp_path / "vault", PASSPHRASE)
    before = (tmp_path / "vault" / "keys.vmk").read_bytes()
    vault.forget_portfolio_key("0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11")
    vault.close()
    assert (tmp_path / "vault" / "keys.vmk").read_bytes() == before


def test_recovery_key_of_another_vault_does_not_open(templates: Templates, tmp_path: Path) -> None:
    templates.copy("giver", tmp_path / "vault")
    with pytest.raises(WrongPassphrase):
        Workspace.recover(
            tmp_path / "vault",
            Means.recovery(crypto.new_age_identity()),
            PASSPHRASE,
            unlock_seconds=0,
        )
