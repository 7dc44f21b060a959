"""The copy that a client may have: everything that the store holds is in it, and it reads back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, find_record, state
from builders import PASSPHRASE as WAY_IN
from builders_pdf import tagged_text
from builders_records import EXAMPLES
from builders_terms import person
from pypdf import PdfReader

from eportfolio import demo, records, signing
from eportfolio.bundle.receive import Answer, Answers
from eportfolio.demo.people import PASSPHRASE
from eportfolio.errors import (
    Cancelled,
    EportfolioError,
    InvalidRecord,
    NotPermitted,
    StorageFault,
    WrongUsage,
)
from eportfolio.progress import silent
from eportfolio.workspace import Workspace, access, copies
from eportfolio.workspace.access import Exported

CASE_A = "Aldarwesh"


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, str]]:
    """The vault that holds case A at the end of its story."""
    outcome = demo.run(tmp_path_factory.mktemp("demo") / "kluizen", lambda _: None)
    for path in outcome.vaults.values():
        with Workspace.open(path, PASSPHRASE) as workspace:
            found = [one for one in workspace.dossiers.caseload() if CASE_A in one.name]
            if found and found[0].status == "open":
                yield workspace, found[0].portfolio
                return
    raise AssertionError("no case A")


def unpacked(made: Exported, folder: Path) -> Path:
    """The copy in a folder; every file is as its list says."""
    if made.file.is_dir():
        folder = made.file
    else:
        assert hashlib.sha256(made.file.read_bytes()).hexdigest() == made.sha256
        with zipfile.ZipFile(made.file) as packed:
            assert packed.testzip() is None
            packed.extractall(folder)
    listed = read(folder, "inhoud.json")["files"]
    there = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert {one["name"] for one in listed} == there - {"inhoud.json"}
    for one in listed:
        data = (folder / one["name"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["size"])
    return folder


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def words_of(folder: Path) -> str:
    """All the words of `dossier.pdf`, white space and places to break left out."""
    text = "".join(one.extract_text() for one in PdfReader(folder / "dossier.pdf").pages)
    return "".join(text.replace("\u200b", "").split())


def values(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from values(one)
    elif isinstance(value, str):
        yield value


def require_everything(workspace: Workspace, pid: str, folder: Path) -> None:
    """Walk the store: each disclosure, statement and attachment is in the copy."""
    session = workspace._session
    with session.portfolio(pid) as portfolio:
        told = {
            (one["record"], one["part"], one["digest"]): one
            for revision in read(folder, "geschiedenis.json")["revisions"]
            for one in revision["versions"]
        }
        gone = {
            one["digest"]: one["why"]
            for revision in read(folder, "geschiedenis.json")["revisions"]
            for one in revision["not_here"]
        }
        for digest, (text, fate) in portfolio.journal.texts().items():
            if text is None:
                assert gone[digest] == (fate or "unknown")
                continue
            _, name, value = signing.load_json(signing.decode(text))
            path, _, part = name.partition("#")
            kept = told.pop((path.split("/")[1], part, digest))
            assert kept["kind"] == path.split("/")[0]
            for field in value:
                assert kept[field] == value[field], (name, field)
        assert told == {}
        found = [
            one
            for file in ("toestemmingen.json", "verklaringen.json")
            for one in read(folder, file)["statements"]
        ]
        before = [one for one in portfolio.ledger.all() if one.typ != "paper-made+jws"]
        assert {one.jws for one in before} <= {one["jws"] for one in found}
        assert all(one["says"] == json.loads(json.dumps(one["says"])) for one in found)
        stored = {one.sha256 for one in portfolio.attachments()}
    there = {
        hashlib.sha256(one.read_bytes()).hexdigest() for one in (folder / "bestanden").iterdir()
    }
    assert stored == there
    logged = read(folder, "inzage-log.json")["lines"]
    lines = [{"n": number, **line._asdict()} for number, line in workspace.accesses.lines(pid)]
    assert lines[: len(logged)] == logged
    assert [one["what"] for one in read(folder, "gedeeld.json")["disclosures"]] == [
        one.what for one in workspace.disclosures.of(pid) if one.document != "access"
    ]


def require_same(two: Two, workspace: Workspace, pid: str, folder: Path) -> None:
    """Read back in a vault that never had it: the same dump, layer X too."""
    back = two.taker.dossiers.load_file(folder / "portfolio.json").portfolio
    ours, theirs = state(workspace, pid), state(two.taker, back)
    assert theirs["records"] == ours["records"]
    assert [one["sha256"] for one in theirs["documents"]] == [
        one["sha256"] for one in ours["documents"]
    ]
    whole = {one.id: (one.whole, one.x) for one in workspace.dossiers.read(pid)}
    assert {one.id: (one.whole, one.x) for one in two.taker.dossiers.read(back)} == whole
    assert two.taker.check().problems == ()


def test_everything_stored_of_case_a_is_in_it_and_reads_back(
    keeper: tuple[Workspace, str], two: Two, tmp_path: Path
) -> None:
    workspace, pid = keeper
    made = workspace.rights.access(pid, tmp_path / "inzage.zip")
    folder = unpacked(made, tmp_path / "inzage")
    require_everything(workspace, pid, folder)
    two.clock.now = max(two.clock.now, workspace._session.now())  # no answer is of a day to come
    require_same(two, workspace, pid, folder)
    assert made.left_out == ()
    words = words_of(folder)
    with workspace._session.portfolio(pid) as portfolio:
        versions = portfolio.versions()
    plain = {
        "".join(text.split())
        for one in versions
        for text in values(one.body)
        if text.isascii() and not text[:4].isdigit()
    }
    assert len(plain) > 100
    assert {one for one in plain if one not in words} == set()
    labels = {
        leaf.label
        for one in workspace.dossiers.read(pid)
        for leaf in records.leaves(one.kind, one.whole)
    }
    assert {one for one in labels if "".join(one.split()) not in words} == set()


def changed(two: Two) -> str:
    """A dossier in which everything happened: amended, withdrawn, erased, shared, drafted."""
    pid = two.load(dossier())
    wish, promise = (find_record(two.giver, pid, kind) for kind in ("wens", "afspraak"))
    two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "Liever bakker", "werknotitie": "x"})
    two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "Toch kok", "datum": "2026-02-01"})
    gone = two.giver.dossiers.add(
        pid, "wens", {"eigen_woorden": "weg", "documenten": [find_document(two, pid)]}
    ).records[0]
    later = two.giver.dossiers.add(
        pid, "contactmoment", {"datum": "2026-02-02", "soort": "Telefoon", "verslag": "مرحبا بكم"}
    ).records[0]
    two.giver.dossiers.withdraw(pid, later, "dubbel ingevoerd")
    reaction = {"record": gone, "antwoord": "klopt", "dag": "2026-03-01"}
    two.giver.dossiers.add(pid, "reactie", reaction)
    two.giver.drafts.keep(pid, "afspraak", promise.id, {"wat": "half"}, seq=1)
    two.send(pid, two.consent(pid, **EVERYTHING, one_bundle=False))
    two.giver.erasures.erase_items(pid, [gone], "bezwaar")
    return pid


def find_document(two: Two, pid: str) -> Any:
    return next(one.id for one in two.giver.dossiers.read(pid) if one.kind == "document")


def test_after_changes_withdrawals_and_erasures(two: Two, tmp_path: Path) -> None:
    pid = changed(two)
    made = two.giver.rights.access(pid, tmp_path / "inzage.zip", "ar")
    folder = unpacked(made, tmp_path / "inzage")
    require_everything(two.giver, pid, folder)
    require_same(two, two.giver, pid, folder)
    (draft,) = read(folder, "concepten.json")["drafts"]
    assert draft["values"] == {"wat": "half"}
    words = words_of(folder)
    assert "Liever" in words
    assert "dubbelingevoerd" in words
    assert "nogbellenmetdefietsenbank" in words  # layer X
    assert "Bundelgemaakt" in words
    assert "\u0645" in words
    letter = (folder / "LEESMIJ.txt").read_text(encoding="utf-8")
    assert "Er is niets weggelaten." in letter
    assert "العربية" in letter
    assert tagged_text((folder / "portfolio.pdf").read_bytes())
    assert [one.document for one in two.giver.disclosures.of(pid)][-1] == "access"
    assert two.giver.check().problems == ()


def test_a_reference_to_what_was_erased_is_told(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    document = find_document(two, pid)
    certificate = find_record(two.giver, pid, "certificaat")
    wish = two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "x"}).records[0]
    two.giver.dossiers.add(
        pid, "aandachtspunt", {**EXAMPLES["aandachtspunt"], "documenten": [document]}
    )
    two.giver.erasures.erase_items(pid, [document, wish], "bezwaar")
    folder = unpacked(two.giver.rights.access(pid, tmp_path / "i.zip", "nl"), tmp_path / "i")
    dossier_ = read(folder, "portfolio.json")
    assert dossier_["absent"] == [document]
    assert certificate.id in {one["id"] for one in dossier_["records"]}
    require_same(two, two.giver, pid, folder)


def test_a_successor_without_the_bytes(two: Two, tmp_path: Path) -> None:
    """What was not shared is not in the copy, and is said not to be."""
    pid = two.load(dossier())
    shared = two.consent(pid, excluded=[find_record(two.giver, pid, "certificaat").id])
    two.receive(two.send(pid, shared))
    folder = unpacked(two.taker.rights.access(pid, tmp_path / "i.zip", "nl"), tmp_path / "i")
    require_everything(two.taker, pid, folder)
    why = {
        one["why"]
        for revision in read(folder, "geschiedenis.json")["revisions"]
        for one in revision["not_here"]
    }
    assert why >= {"withheld", "never"}
    two.taker, two.giver = two.giver, two.taker
    require_same(two, two.giver, pid, folder)


def test_what_is_left_out_is_named_with_its_ground(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    wish, other = find_record(two.giver, pid, "wens"), find_record(two.giver, pid, "certificaat")
    photo = next(one.id for one in two.giver.dossiers.read(pid) if one.body.get("titel") == "Foto")
    two.giver.drafts.keep(pid, "wens", wish.id, {"eigen_woorden": "half"}, seq=1)
    grounds = {wish.id: "Gaat over een ander.", photo: "Daar staat een ander op."}
    made = two.giver.rights.access(pid, tmp_path / "i.zip", "nl", grounds)
    folder = unpacked(made, tmp_path / "i")
    assert set(made.left_out) == set(grounds)
    everything = b"".join(one.read_bytes() for one in folder.rglob("*.json"))
    assert b"kok worden" not in everything
    assert b"half" not in everything
    assert len(list((folder / "bestanden").iterdir())) == 1
    assert other.id.encode() in everything
    for name in ("LEESMIJ.txt", "weggelaten.json"):
        assert "Gaat over een ander." in (folder / name).read_text(encoding="utf-8")
    assert "Daarstaateenanderop." in words_of(folder)
    assert {one["source"] for one in read(folder, "weggelaten.json")["left_out"]} == {
        "AVG 15, vierde lid"
    }
    two.taker.dossiers.load_file(folder / "portfolio.json")


def test_refusals_write_nothing(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    out, access = tmp_path / "i.zip", two.giver.rights.access
    wish, client = (find_record(two.giver, pid, kind).id for kind in ("wens", "client"))
    for without, failure, reason in (
        ({wish: ""}, InvalidRecord, "left-out-ground"),
        ({wish: "\x07"}, InvalidRecord, "left-out-ground"),
        ({wish: "x" * 2001}, InvalidRecord, "left-out-ground"),
        ({client: "zomaar"}, NotPermitted, "left-out-client"),
        ({"nergens": "x"}, WrongUsage, "no-such-record"),
    ):
        with pytest.raises(failure) as refused:
            access(pid, out, "nl", without)  # type: ignore[arg-type]
        assert refused.value.reason == reason
        with pytest.raises(failure) as before:
            two.giver.rights.require_grounds(pid, without)  # type: ignore[arg-type]
        assert before.value.reason == reason
    two.giver.rights.require_grounds(pid, {wish: "Gaat over een ander."})
    with pytest.raises(WrongUsage):
        access("nergens", out)
    out.write_bytes(b"x")
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "y").write_bytes(b"y")
    for there in (out, tmp_path / "map"):
        with pytest.raises(StorageFault):
            access(pid, there)
    assert out.read_bytes() == b"x"
    assert [one.name for one in (tmp_path / "map").iterdir()] == ["y"]
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []
    assert two.giver.disclosures.of(pid) == []


@pytest.mark.parametrize("name", ["i.zip", "map"])
def test_a_failure_half_way_leaves_nothing(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pid = two.load(dossier())
    written = copies.Copy.add

    def fails(self: copies.Copy, name: str, data: bytes, **more: Any) -> None:
        if name == "inhoud.json":
            raise OSError(28, "vol")
        written(self, name, data, **more)

    monkeypatch.setattr(copies.Copy, "add", fails)
    with pytest.raises((EportfolioError, OSError)):
        two.giver.rights.portability(pid, tmp_path / name)
    assert [one for one in tmp_path.iterdir() if "i.zip" in one.name or "map" in one.name] == []
    assert two.giver.disclosures.of(pid) == []


class Watching:
    """Remembers what it was told, and stops as soon as so much of the total was done."""

    def __init__(self, stop_at: float = 2) -> None:
        self.told: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def __call__(self, done: int, total: int, /) -> bool:
        self.told.append((done, total))
        return done < self._stop_at * total


def with_files(two: Two) -> str:
    """A dossier with a few megabytes of attachments."""
    pid = two.load(dossier())
    for number in range(3):
        source = BytesIO(bytes([number]) * 1_500_000)
        two.giver.dossiers.attach(pid, f"{number}.bin", "Bijlage", lambda _, found=source: found)
    return pid


def copied(two: Two, pid: str, out: Path, which: str, watching: Watching) -> Exported:
    """One of the two copies for a client."""
    if which == "access":
        return two.giver.rights.access(pid, out, "nl", progress=watching)
    return two.giver.rights.portability(pid, out, everything=True, progress=watching)


@pytest.mark.parametrize("which", ["access", "portability"])
@pytest.mark.parametrize("name", ["i.zip", "map"])
def test_how_far_it_is_only_grows_and_ends_at_the_total(
    two: Two, tmp_path: Path, which: str, name: str
) -> None:
    watching = Watching()
    made = copied(two, with_files(two), tmp_path / name, which, watching)
    done = [one for one, _ in watching.told]
    (total,) = {total for _, total in watching.told}
    assert done[0] == 0
    assert done == sorted(done)
    assert done.index(total) == len(done) - 1  # once, at the end
    assert len(set(done)) > 6  # not in one leap
    assert made.bytes > 4_500_000
    unpacked(made, tmp_path / "uit")


@pytest.mark.parametrize("which", ["access", "portability"])
@pytest.mark.parametrize("stop_at", [0, 0.01, 0.3, 0.6, 0.9, 1])
def test_a_copy_that_is_stopped_leaves_nothing(
    two: Two, tmp_path: Path, which: str, stop_at: float
) -> None:
    pid = with_files(two)
    there = state(two.giver, pid)
    for name in ("i.zip", "map"):
        watching = Watching(stop_at)
        with pytest.raises(Cancelled):
            copied(two, pid, tmp_path / name, which, watching)
        done, total = watching.told[-1]
        assert done >= stop_at * total
        assert [one for one, _ in watching.told[:-1] if one >= stop_at * total] == []
    assert [one.name for one in tmp_path.iterdir()] == ["world"]
    assert two.giver.disclosures.of(pid) == []
    assert state(two.giver, pid) == there
    action = f"{which}-export"
    (first, second) = (one for _, one in two.giver.accesses.lines(pid) if one.action == action)
    assert {first.result, second.result} == {"cancelled"}
    assert two.giver.check().problems == ()
    unpacked(copied(two, pid, tmp_path / "i.zip", which, Watching()), tmp_path / "uit")


def test_a_long_list_is_stopped_between_its_lines(tmp_path: Path) -> None:
    watching = Watching()
    seen: list[int] = []

    def lines() -> Iterator[int]:
        for number in range(10_000):
            seen.append(number)
            yield number

    def stops(_done: int, _total: int, /) -> bool:
        return not seen

    with (
        pytest.raises(Cancelled),
        copies.copy_to(tmp_path / "i.zip", _now(), copies.Steps(stops, 0)) as copy,
    ):
        copy.add_lines("lijst.json", {}, "lines", lines())
    assert 0 < len(seen) < 1000
    assert list(tmp_path.iterdir()) == []
    assert list(copies.Steps(watching, 0).among("abc")) == ["a", "b", "c"]


def test_a_copy_is_stopped_while_its_papers_are_drawn(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = two.load(dossier())
    drawing, told = Event(), Event()

    def draws(_: Any) -> bytes:
        drawing.set()
        assert told.wait(20)
        return b"%PDF"

    def stops(_done: int, _total: int, /) -> bool:
        if drawing.is_set():
            told.set()
        return not told.is_set()

    monkeypatch.setattr(access, "_whole_paper", draws)
    with pytest.raises(Cancelled):
        two.giver.rights.access(pid, tmp_path / "i.zip", "nl", progress=stops)
    assert not list(tmp_path.glob("*i.zip*"))


def test_what_a_kill_left_of_a_folder_goes(two: Two, tmp_path: Path) -> None:
    pid = two.load(person())
    (tmp_path / ".map.01234567.part").mkdir()
    made = two.giver.rights.portability(pid, tmp_path / "map")
    assert unpacked(made, tmp_path) == tmp_path / "map"
    assert not (tmp_path / ".map.01234567.part").exists()


def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "vol")

    def attempt(name: str, place: Any, what: str, work: Any) -> None:
        with (
            copies.copy_to(tmp_path / name, _now(), copies.Steps(silent, 0)) as copy,
            monkeypatch.context() as patch,
        ):
            patch.setattr(place, what, full)
            work(copy)

    def add(copy: copies.Copy) -> None:
        copy.add("a/b.txt", b"x")

    for name, place, what, work in (
        ("i.zip", zipfile.ZipFile, "open", add),
        ("i.zip", zipfile.ZipFile, "close", copies.Copy.digest),
        ("map", Path, "mkdir", add),
    ):
        with pytest.raises(StorageFault) as failed:
            attempt(name, place, what, work)
        assert failed.value.reason == "disk-full"
    assert list(tmp_path.iterdir()) == []


def _now() -> Any:
    from builders import Clock

    return Clock().now


def test_portability_by_right_and_all(two: Two, tmp_path: Path) -> None:
    pid = changed(two)
    made = two.giver.rights.portability(pid, tmp_path / "mee.zip")
    folder = unpacked(made, tmp_path / "mee")
    kept = read(folder, "portfolio.json")["records"]
    for one in kept:
        assert "x" not in one
        layer = records.layer(one["kind"], one["body"])
        assert layer in ("B", "B-H") or one["kind"] == "client"
    assert "fietsenbank" not in (folder / "portfolio.json").read_text(encoding="utf-8")
    assert {one["id"] for one in kept} | set(made.left_out) == {
        one.id for one in two.giver.dossiers.read(pid)
    }
    assert not (folder / "geschiedenis.json").exists()
    back = two.taker.dossiers.load_file(folder / "portfolio.json").portfolio
    assert {one.id for one in two.taker.dossiers.read(back)} == {one["id"] for one in kept}
    everything = two.giver.rights.portability(pid, tmp_path / "alles", everything=True)
    assert everything.left_out == ()
    folder = unpacked(everything, tmp_path)
    require_same(two, two.giver, pid, folder)
    assert "Dit zijn mijn gegevens" in (folder / "LEESMIJ.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"x": []},
        {"absent": "ja"},
        {"kind": "wens", "absent": True},
        {"file": "a.pdf", "absent": True},
    ],
)
def test_a_dossier_file_of_another_shape(two: Two, changes: dict[str, Any]) -> None:
    entry = {"kind": "document", "body": {"titel": "x"}, **changes}
    with pytest.raises(InvalidRecord) as refused:
        two.giver.dossiers.load([*person(), entry], two.folder)
    assert refused.value.reason == "dossier-entry"


def test_absent_is_a_list_of_ids(two: Two, tmp_path: Path) -> None:
    for absent in ("x", [1]):
        file = tmp_path / "d.json"
        file.write_text(json.dumps({"records": person(), "absent": absent}))
        with pytest.raises(InvalidRecord):
            two.giver.dossiers.load_file(file)


def test_a_record_of_layer_x_and_parts_of_a_story_come_back(two: Two, tmp_path: Path) -> None:
    pid = two.load(
        [
            *person(),
            {"kind": "wens", "body": {"eigen_woorden": "geheim", "laag": "X"}},
            {
                "kind": "verhaal",
                "body": {
                    "tekst": "open",
                    "onderdelen": [
                        {"tekst": "ook open"},
                        {"tekst": "dicht", "laag": "X"},
                    ],
                },
            },
        ]
    )
    folder = unpacked(two.giver.rights.access(pid, tmp_path / "i.zip", "nl"), tmp_path / "i")
    require_same(two, two.giver, pid, folder)
    assert "dicht" in words_of(folder)


def test_names_of_files_are_safe(two: Two, tmp_path: Path) -> None:
    names = ["../../boos.pdf", "CON", "een\u202eexe.pdf", "x" * 300 + ".pdf", "متن.pdf", ".."]
    (two.folder / "f").write_bytes(b"0")
    pid = two.load(person())
    for number, name in enumerate(names):
        source = BytesIO(bytes([number]))
        two.giver.dossiers.attach(pid, name, "Titel", lambda _, found=source: found)
    folder = unpacked(two.giver.rights.access(pid, tmp_path / "i.zip", "nl"), tmp_path / "i")
    found = sorted(one.name for one in (folder / "bestanden").iterdir())
    assert len(found) == len(names)
    assert all(one.isascii() and len(one) < 80 and one[:3].isdigit() for one in found)
    require_everything(two.giver, pid, folder)


def test_what_a_closing_says_of_a_left_out_record_is_left_out_too(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    promise = find_record(two.giver, pid, "afspraak").id
    sent = two.send(pid, two.consent(pid, groups=["identiteit", "wensen"]))
    answer = Answer("wijzigen", "GEHEIM over een oom", {"wat": "GEHEIM anders"})
    two.close(two.receive(sent), Answers(by_record={promise: answer}))
    made = two.giver.rights.access(pid, tmp_path / "i.zip", "nl", without={promise: "een ander"})
    folder = unpacked(made, tmp_path / "inzage")
    held = [path for path in folder.rglob("*") if path.is_file() and b"GEHEIM" in path.read_bytes()]
    assert held == []
    told = [one for one in read(folder, "verklaringen.json")["statements"] if one["jws"] is None]
    assert [(one["typ"], one["says"]["agreements"]) for one in told] == [
        ("handover-closing+jws", [])
    ]


@pytest.mark.parametrize("name", ["mee", "mee.zip"])
def test_what_a_kill_left_of_a_copy_goes_at_the_next_start(
    two: Two, tmp_path: Path, name: str
) -> None:
    pid = two.load(person())
    noted: list[Any] = []

    def look(_done: int, _total: int) -> bool:
        noted.append(two.giver._session.register.preference("unfinished"))
        return True

    two.giver.rights.portability(pid, tmp_path / name, progress=look)
    assert two.giver._session.register.preference("unfinished") is None
    two.giver._session.register.set_preference("unfinished", noted[0])  # as after a kill
    part = tmp_path / f".{name}.01234567.part"
    part.write_bytes(b"half") if name.endswith("zip") else part.mkdir()
    for _ in range(2):
        reopen(two)
        assert not part.exists()
    results = [one.result for _, one in two.giver.accesses.lines(pid)]
    assert results.count("unfinished") == 1
    assert (tmp_path / name).exists()


def reopen(two: Two) -> None:
    path = two.giver.path
    two.giver.close()
    two.giver = Workspace.open(path, WAY_IN, clock=two.clock)
