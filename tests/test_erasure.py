"""Erasing: what goes is nowhere any more, what stays verifies, what the law keeps is kept."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Two, dossier, find_record
from builders_records import EXAMPLES
from builders_terms import entry, person
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from eportfolio import signing
from eportfolio.errors import EportfolioError, NotPermitted, StorageFault, WrongUsage
from eportfolio.portfolio import erasing
from eportfolio.records import RecordId
from eportfolio.register import Backup
from eportfolio.store import PAGE_SIZE
from eportfolio.vault import REGISTER
from eportfolio.workspace import Workspace, restore_backup
from eportfolio.workspace.erasure import WORKING_COPY_DAYS
from eportfolio.workspace.rights import Asking
from eportfolio.workspace.session import DESTROYED_TYP

SECRET, LATER = "Geheimwoordverhaal", "Anderwoordverhaal"
RESERVED, SALT = 80, 16  # SQLCipher 4: vector and seal at the end of a page, salt before the first


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of a database as it stands in the file, free ones too."""
    raw = path.read_bytes()
    pages = []
    for at in range(0, len(raw), PAGE_SIZE):
        page = raw[at : at + PAGE_SIZE]
        vector = page[PAGE_SIZE - RESERVED :][:16]
        opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        pages.append(opened.update(page[SALT if at == 0 else 0 : PAGE_SIZE - RESERVED]))
    return b"".join(pages)


def everywhere(two: Two, pid: str, *folders: Path) -> bytes:
    """All that vault and backups hold: databases opened, other files as they are."""
    session = two.giver._session
    found = []
    for folder in (two.giver.path, *folders):
        for path in sorted(folder.rglob("*")):
            if path.name == REGISTER:
                found.append(decrypted(path, session.vault.register_key))
            elif path.stem == pid:
                found.append(decrypted(path, session.vault.portfolio_key(pid)))
            elif path.is_file():
                found.append(path.read_bytes())
    return b"".join(found)


def with_story(two: Two) -> tuple[str, Any]:
    """A dossier with a wish in two versions, a reaction to it, a draft, and a file of its own."""
    pid = two.load(dossier())
    wish = two.giver.dossiers.add(pid, "wens", {"eigen_woorden": SECRET * 9}).records[0]
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": LATER * 9})
    reaction = {"record": wish, "antwoord": "eigen woorden", "woorden": SECRET, "dag": "2026-03-01"}
    two.giver.dossiers.add(pid, "reactie", reaction)
    two.giver.drafts.keep(pid, "wens", wish, {"eigen_woorden": SECRET}, seq=3)
    return pid, wish


def erase(two: Two, pid: str, *records: Any) -> Any:
    return two.giver.erasures.erase_items(pid, records, "toestemming-ingetrokken")


def test_the_words_are_nowhere_any_more(two: Two, tmp_path: Path) -> None:
    pid, wish = with_story(two)
    backup = tmp_path / "kopie"
    two.giver.backup(backup)
    texts = two.giver._session.vault
    path, key = texts.portfolio_path(pid), texts.portfolio_key(pid)
    salts = [
        text
        for text, _ in two.giver._session._opened(pid).journal.texts().values()
        if text and SECRET in signing.decode(text).decode()
    ]
    assert salts
    assert any(one.encode() in decrypted(path, key) for one in salts)
    gone = erase(two, pid, wish)
    assert len(gone.records) == 2  # the wish and the reaction to it
    assert gone.digests == 3
    assert [one.is_done for one in gone.backups] == [True]
    two.giver.accesses.lines()
    found = everywhere(two, pid, backup)
    for words in (
        SECRET.encode(),
        LATER.encode(),
        SECRET.lower().encode(),
        *map(str.encode, salts),
    ):
        assert words not in found
    assert two.giver.dossiers.matches(SECRET) == {}
    assert two.giver.drafts.of(pid) == []
    assert find_gone(two, pid, wish)


def find_gone(two: Two, pid: str, record: Any) -> bool:
    return record not in {one.id for one in two.giver.dossiers.read(pid)}


def test_the_chain_verifies_as_before(two: Two, tmp_path: Path) -> None:
    pid, wish = with_story(two)
    before = two.giver.dossiers.dump(pid)
    two.giver.backup(tmp_path / "kopie")
    erase(two, pid, wish)
    after = two.giver.dossiers.dump(pid)
    assert (after.head, after.size) == (before.head, before.size)
    assert two.giver.check().problems == ()
    assert len(after.records) == len(before.records) - 2
    restored = tmp_path / "terug"
    restore_backup(tmp_path / "kopie", restored, PASSPHRASE, clock=two.clock)
    with Workspace.open(restored, PASSPHRASE, clock=two.clock) as again:
        assert {one.id for one in again.dossiers.read(pid)} == {one.id for one in after.records}
        assert again.check().problems == ()


def test_a_successor_who_never_had_it_gets_a_chain_that_verifies(two: Two) -> None:
    pid, wish = with_story(two)
    erase(two, pid, wish)
    _sent, received, closed = two.hand_over(pid, **EVERYTHING)
    assert closed.complete
    assert received.erased == 3
    assert two.taker.check().problems == ()
    assert wish not in {one.id for one in two.taker.dossiers.read(pid)}


def test_an_old_bundle_does_not_bring_it_back(two: Two) -> None:
    pid, wish = with_story(two)
    consent = two.consent(pid, **EVERYTHING, one_bundle=False)
    two.receive(two.send(pid, consent))
    two.taker.erasures.erase_items(pid, [wish], "toestemming-ingetrokken")
    again = two.send(pid, consent)
    with pytest.raises(NotPermitted) as refused:
        two.receive(again)
    assert refused.value.key == "items-erased"


def test_bytes_go_when_nothing_names_them_any_more(two: Two) -> None:
    pid = two.load(dossier())
    portfolio = two.giver._session._opened(pid)
    names = {one.id: one.body for one in two.giver.dossiers.read(pid) if one.kind == "document"}
    refer = [one for one in two.giver.dossiers.read(pid) if one.kind == "certificaat"]
    assert len(portfolio.attachments()) == len(names) == 2
    erase(two, pid, *(one.id for one in refer))
    left = {one.sha256 for one in two.giver._session._opened(pid).attachments()}
    still = {one.body["sha256"] for one in two.giver.dossiers.read(pid) if one.kind == "document"}
    assert left == still
    assert len(left) == 1


def test_a_document_that_something_else_refers_to_stays(two: Two) -> None:
    pid = two.load(dossier())
    refer = next(one for one in two.giver.dossiers.read(pid) if one.kind == "certificaat")
    second = two.giver.dossiers.add(pid, "certificaat", refer.body).records[0]
    erase(two, pid, refer.id)
    there = {one.id for one in two.giver.dossiers.read(pid)}
    assert {second, refer.body["bestand"]} <= there


@pytest.mark.parametrize("kind", ["client", "pip", "inburgeringsplicht"])
def test_what_the_law_keeps_is_not_erased(two: Two, kind: str) -> None:
    pid = two.load(person(entry("pip", status="Concept")))
    record = next(one for one in two.giver.dossiers.read(pid) if one.kind == kind)
    before = two.giver.dossiers.dump(pid)
    with pytest.raises(NotPermitted) as refused:
        erase(two, pid, record.id)
    assert refused.value.reason == "erasure-duty"
    assert "Besluit inburgering 9.9" in str(refused.value.facts["source"])
    assert two.giver.dossiers.dump(pid) == before
    assert two.giver._session.register.last_erasure() == 0


def test_a_document_of_what_the_law_keeps_stays_with_it(two: Two) -> None:
    letter = {"ref": "brief", "kind": "document", "body": {"titel": "Brief"}, "file": "scan.png"}
    named = {"kind": "besluit", "body": EXAMPLES["besluit"] | {"documenten": ["brief"]}}
    pid = two.load([*person(), letter, named])
    (document,) = (one.id for one in two.giver.dossiers.read(pid) if one.kind == "document")
    stake = two.giver.erasures.items_at_stake(pid, [document])
    assert stake.refusal is not None
    assert stake.refusal.reason == "erasure-duty"
    with pytest.raises(NotPermitted, match="erasure-duty"):
        erase(two, pid, document)


def test_what_the_client_asked_to_restrict_stays_until_that_is_lifted(two: Two) -> None:
    pid = two.load(dossier())
    refer = find_record(two.giver, pid, "certificaat")
    made = two.giver.rights.restrict(pid, Asking("beperking", [refer.body["bestand"]]))
    for chosen in (refer.id, refer.body["bestand"]):  # itself, and along with something else
        with pytest.raises(NotPermitted, match="erasure-restricted"):
            erase(two, pid, chosen)
    two.giver.rights.lift(pid, made.request.id, "De cliënt heeft het niet meer nodig.")
    assert refer.body["bestand"] in erase(two, pid, refer.id).records


def test_bad_requests_change_nothing(two: Two) -> None:
    pid, wish = with_story(two)
    for records, ground in (([wish], "zomaar"), ([], "bezwaar"), (["x"], "bezwaar")):
        with pytest.raises(WrongUsage):
            two.giver.erasures.erase_items(pid, records, ground)  # type: ignore[arg-type]
    assert not find_gone(two, pid, wish)


def test_a_disclosure_that_was_blanked_without_a_tombstone_is_noticed(two: Two) -> None:
    pid, _wish = with_story(two)
    portfolio = two.giver._session._opened(pid)
    portfolio.store.write(
        "UPDATE disclosures SET text = NULL, fate = 'erased' WHERE digest ="
        " (SELECT digest FROM disclosures WHERE text IS NOT NULL LIMIT 1)",
        (),
    )
    assert "erased-unsigned" in [one.what for one in two.giver.check().problems]


def test_a_tombstone_names_digests_only(two: Two) -> None:
    pid, wish = with_story(two)
    erase(two, pid, wish)
    (one,) = two.giver._session._opened(pid).ledger.of(erasing.TYP)
    said = one.payload()
    assert set(said) == {"v", "pid", "digests", "ground", "at", "by", "head", "ledger"}
    assert wish not in json.dumps(said)
    assert said["digests"] == sorted(said["digests"])


def test_a_backup_out_of_reach_is_named_and_done_when_it_is_back(two: Two, tmp_path: Path) -> None:
    pid, wish = with_story(two)
    backup, away = tmp_path / "kopie", tmp_path / "lade"
    two.giver.backup(backup)
    backup.rename(away)
    gone = erase(two, pid, wish)
    assert [(one.path, one.is_done) for one in gone.backups] == [(str(backup), False)]
    key = two.giver._session.vault.portfolio_key(pid)
    file = Path("portfolios") / f"{pid}.db"
    assert SECRET.encode() not in decrypted(two.giver._session.vault.portfolio_path(pid), key)
    away.rename(backup)
    assert [one.is_done for one in two.giver.erasures.purge()] == [True]
    assert SECRET.encode() not in everywhere(two, pid, backup)
    assert (backup / file).is_file()
    backup.rename(away)
    two.giver.erasures.forget_backup(str(backup))
    assert two.giver.erasures.places() == []
    with pytest.raises(WrongUsage):
        two.giver.erasures.forget_backup(str(backup))


def find_photo(two: Two, pid: str) -> RecordId:
    found = two.giver.dossiers.read(pid)
    return next(one.id for one in found if one.body.get("titel") == "Foto")


def test_a_reaction_goes_alone_and_what_it_is_about_stays(two: Two) -> None:
    pid = two.load(dossier())
    photo = find_photo(two, pid)
    said = {"record": photo, "antwoord": "klopt", "dag": "2026-03-01"}
    (reaction,) = two.giver.dossiers.add(pid, "reactie", said).records
    gone = erase(two, pid, reaction)
    assert gone.records == (reaction,)
    assert photo in {one.id for one in two.giver.dossiers.read(pid)}


def test_a_reaction_goes_with_a_document_that_goes_along(two: Two) -> None:
    pid = two.load(dossier())
    photo = find_photo(two, pid)
    body = {"eigen_woorden": "weg", "documenten": [photo]}
    (wish,) = two.giver.dossiers.add(pid, "wens", body).records
    said = {"record": photo, "antwoord": "klopt", "dag": "2026-03-01"}
    (reaction,) = two.giver.dossiers.add(pid, "reactie", said).records
    gone = erase(two, pid, wish)
    assert set(gone.records) == {wish, photo, reaction}


def test_a_damaged_backup_stays_on_the_list(two: Two, tmp_path: Path) -> None:
    pid, wish = with_story(two)
    backup = tmp_path / "kopie"
    two.giver.backup(backup)
    (backup / REGISTER).write_bytes(b"x" * 9000)
    assert [one.is_done for one in erase(two, pid, wish).backups] == [False]


def test_one_damaged_file_in_a_backup_does_not_hold_up_the_others(two: Two, tmp_path: Path) -> None:
    pid, wish = with_story(two)
    other = two.load(person(entry("wens", eigen_woorden=SECRET)))
    second = next(one for one in two.giver.dossiers.read(other) if one.kind == "wens").id
    backup = tmp_path / "kopie"
    two.giver.backup(backup)
    (backup / "portfolios" / f"{pid}.db").write_bytes(b"x" * 9000)
    assert [one.is_done for one in erase(two, pid, wish).backups] == [False]
    assert [one.is_done for one in erase(two, other, second).backups] == [False]
    key = two.giver._session.vault.portfolio_key(other)
    assert SECRET.encode() not in decrypted(backup / "portfolios" / f"{other}.db", key)


def test_after_a_kill_the_register_follows_the_tombstone(two: Two) -> None:
    pid, wish = with_story(two)
    session = two.giver._session
    digests = set(erasing.doomed(session._opened(pid), [wish]).digests)
    payload = {"v": 1, "digests": sorted(digests), "ledger": "", "head": ""}
    portfolio = session._opened(pid)
    with portfolio.transaction():
        erasing.apply(portfolio, session.signer.sign(signing.dump_json(payload), erasing.TYP))
    path = two.giver.path
    session._in_hand = None  # the program was killed here: the register heard nothing
    portfolio.close()
    session._register.close()
    session.vault.close()
    session._is_left = True
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    register = two.giver._session.register
    assert digests <= register.erased_digests()
    assert register.last_erasure() == 1
    assert two.giver.dossiers.matches(SECRET) == {}
    store = two.giver._session.vault
    assert SECRET.lower().encode() not in decrypted(path / REGISTER, store.register_key)


# A whole dossier


def test_dossier_may_go_when_its_date_has_come_and_not_before(two: Two, tmp_path: Path) -> None:
    pid, other = two.load(person()), two.load(dossier())
    register = two.giver._session.register
    register.store.write(
        "INSERT INTO deadlines VALUES (?, 99, 'C24', NULL, '', 'running', ?, ?, NULL, '', '')",
        (pid, "2026-04-01", "2026-04-01"),
    )
    assert two.giver.erasures.due() == []
    with pytest.raises(NotPermitted) as refused:
        two.giver.erasures.erase_dossier(pid)
    assert (refused.value.reason, refused.value.facts["date"]) == ("too-early", "2026-04-01")
    with pytest.raises(NotPermitted) as refused:
        two.giver.erasures.erase_dossier(other)
    assert refused.value.reason == "unknown-date"
    assert [one.row.portfolio for one in two.giver.erasures.due(date(2026, 4, 1))] == [pid]
    backup, out = tmp_path / "kopie", tmp_path / "bewijs.jws"
    two.giver.backup(backup)
    two.clock.advance(days=31)
    key = two.giver._session.vault.portfolio_key(pid)
    gone = two.giver.erasures.erase_dossier(pid, out)
    assert out.read_bytes().strip() == gone.certificate
    assert [one.is_done for one in gone.backups] == [True]
    for folder in (two.giver.path, backup):
        assert not (folder / "portfolios" / f"{pid}.db").exists()
        assert (folder / "portfolios" / f"{other}.db").exists()
    assert pid not in two.giver._session.vault.portfolios
    assert key.hex().encode() not in signing.dump_json(
        two.giver._session.vault._opened_keys(backup)
    )
    assert {row.portfolio for row in two.giver.dossiers.caseload()} == {other}
    assert pid not in two.giver.dossiers.matches("Aldarwesh")
    assert two.giver.check().problems == ()
    with pytest.raises(WrongUsage):
        two.giver.dossiers.read(pid)


def test_the_clock_of_the_law_gives_the_date(two: Two) -> None:
    two.load(person(plicht_einde="2021-05-10", einde_reden="Voldaan B1"))
    (due,) = two.giver.erasures.due(date(2026, 6, 1))
    assert (due.since, due.ground) == (date(2026, 5, 10), "bewaartermijn")
    assert two.giver.erasures.due(date(2026, 5, 9)) == []


def test_certificate_names_only_who_destroyed_it(two: Two) -> None:
    pid = handed_over(two, person())
    two.clock.advance(days=WORKING_COPY_DAYS)
    gone = two.giver.erasures.erase_dossier(pid)
    own = two.giver.contacts.own
    envelope = signing.verify(gone.certificate, DESTROYED_TYP, {own.thumbprint: own.key}.get)
    said = envelope.json()
    assert "Aldarwesh" not in json.dumps(said)
    assert (said["ground"], said["pid"], said["by"]["name"]) == ("overgedragen", pid, own.name)


def handed_over(two: Two, entries: Any, **consent: Any) -> str:
    pid = two.load(entries)
    _, _, closed = two.hand_over(pid, **{**EVERYTHING, **consent})
    assert closed.complete
    return pid


def test_working_copy_is_offered_after_the_handover_and_not_before(two: Two) -> None:
    pid = handed_over(two, person())
    assert two.giver.erasures.due() == []
    with pytest.raises(NotPermitted) as refused:
        two.giver.erasures.erase_dossier(pid)
    assert refused.value.reason == "too-early"
    two.clock.advance(days=WORKING_COPY_DAYS)
    assert [(one.row.portfolio, one.ground) for one in two.giver.erasures.due()] == [
        (pid, "overgedragen")
    ]
    assert two.taker.erasures.due() == []


def test_what_is_nowhere_else_is_never_offered(two: Two) -> None:
    pid = handed_over(
        two, person(entry("wens", eigen_woorden="x")), groups=["identiteit"], explicit=[]
    )
    two.clock.advance(days=400)
    assert two.giver.erasures.due() == []
    with pytest.raises(NotPermitted) as refused:
        two.giver.erasures.erase_dossier(pid)
    assert refused.value.reason == "only-here"


def test_kill_in_the_middle_of_destroying_goes_on_at_the_next_start(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = handed_over(two, person())
    two.clock.advance(days=WORKING_COPY_DAYS)
    session, path = two.giver._session, two.giver.path

    def killed(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(session, "_drop", killed)
    with pytest.raises(KeyboardInterrupt):
        two.giver.erasures.erase_dossier(pid)
    assert (path / "portfolios" / f"{pid}.db").exists()
    two.giver.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert not (path / "portfolios" / f"{pid}.db").exists()
    assert pid not in two.giver._session.vault.portfolios
    assert two.giver.check().problems == ()


def test_certificate_that_cannot_be_written_destroys_nothing(two: Two, tmp_path: Path) -> None:
    pid = handed_over(two, person())
    two.clock.advance(days=WORKING_COPY_DAYS)
    out = tmp_path / "er-staat-al-iets"
    out.write_text("x")
    with pytest.raises(EportfolioError):
        two.giver.erasures.erase_dossier(pid, out)
    assert two.giver.dossiers.read(pid)


def test_certificate_appears_only_when_the_dossier_is_gone(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = two.load(person(plicht_einde="2015-05-10", einde_reden="Voldaan B1"))
    out = tmp_path / "bewijs.jws"

    def fails(*_: object) -> None:
        assert not out.exists()
        raise StorageFault("storage-fault", "disk-fault")

    monkeypatch.setattr(two.giver._session, "destroy", fails)
    with pytest.raises(StorageFault):
        two.giver.erasures.erase_dossier(pid, out)
    assert list(tmp_path.glob("*bewijs*")) == []
    assert pid in two.giver._session.vault.portfolios


# What is said before


def test_what_items_take_along_and_which_law_keeps_them_is_known_before(two: Two) -> None:
    pid, wish = with_story(two)
    before = two.giver.dossiers.dump(pid)
    seen = two.giver.erasures.items_at_stake(pid, [wish])
    assert [one.id for one in seen.chosen] == [wish]
    assert [one.kind for one in seen.along] == ["reactie"]
    assert (seen.versions, seen.refusal, seen.backups) == (3, None, ())
    assert two.giver.dossiers.dump(pid) == before
    gone = erase(two, pid, wish)
    assert {one.id for one in (*seen.chosen, *seen.along)} == set(gone.records)
    assert seen.versions == gone.digests
    client = next(one for one in two.giver.dossiers.read(pid) if one.kind == "client")
    kept = two.giver.erasures.items_at_stake(pid, [client.id])
    assert kept.refusal is not None
    assert "Besluit inburgering 9.9" in str(kept.refusal.facts["source"])
    with pytest.raises(WrongUsage):
        two.giver.erasures.items_at_stake(pid, [wish])


def test_what_a_dossier_takes_along_and_why_others_stay_is_known_before(
    two: Two, tmp_path: Path
) -> None:
    pid = handed_over(two, person())
    partly = handed_over(
        two, person(entry("wens", eigen_woorden="x")), groups=["identiteit"], explicit=[]
    )
    ended = two.load(person(plicht_einde="2021-05-10", einde_reden="Voldaan B1"))
    running = two.load(person())
    two.giver.dossiers.attach(ended, "a.pdf", "a", lambda _: BytesIO(b"%PDF-1.4"))
    two.giver.terms.refresh()
    kept = {one.row.portfolio: (one.reason, one.date) for one in two.giver.erasures.kept()}
    assert kept == {
        pid: ("too-early", date(2026, 4, 1)),
        ended: ("too-early", date(2026, 5, 10)),
        partly: ("only-here", None),
        running: ("unknown-date", None),
    }
    assert [one.row.portfolio for one in two.giver.erasures.kept()][:2] == [pid, ended]
    with pytest.raises(NotPermitted):
        two.giver.erasures.dossier_at_stake(pid)
    backup = tmp_path / "kopie"
    two.giver.backup(backup)
    two.clock.advance(days=100)
    assert {one.row.portfolio for one in two.giver.erasures.kept()} == {partly, running}
    seen = two.giver.erasures.dossier_at_stake(ended)
    there = len(two.giver.dossiers.read(ended))
    assert (seen.records, seen.due.since) == (there, date(2026, 5, 10))
    assert (seen.documents, seen.bytes) == (1, 8)
    assert seen.versions >= seen.records
    assert [one.is_here for one in seen.backups] == [True]


def test_certificate_can_be_written_later(two: Two, tmp_path: Path) -> None:
    pid = handed_over(two, person())
    assert two.giver.erasures.certificates() == []
    two.clock.advance(days=WORKING_COPY_DAYS)
    gone = two.giver.erasures.erase_dossier(pid)
    (kept,) = two.giver.erasures.certificates()
    assert (kept.portfolio, kept.ground, kept.raw) == (pid, "overgedragen", gone.certificate)
    out = tmp_path / "bewijs.jws"
    two.giver.erasures.write_certificate(pid, out)
    assert out.read_bytes().strip() == gone.certificate
    with pytest.raises(EportfolioError):
        two.giver.erasures.write_certificate(pid, out)
    with pytest.raises(WrongUsage):
        two.giver.erasures.write_certificate("geen", tmp_path / "ander.jws")


def test_a_place_that_cannot_be_looked_at_is_out_of_reach(two: Two) -> None:
    pid, wish = with_story(two)
    two.giver._session.register.keep_backup(Backup("/" + "x" * 5000, "2026-03-01", 0))
    (place,) = erase(two, pid, wish).backups
    assert (place.is_done, place.is_here) == (False, False)
