"""Words of a client are nowhere on the disk: in no vault, copy, temporary file or message."""

from __future__ import annotations

import base64
import json
import logging
import os
import shutil
import signal
import stat
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import Clock, Two, consent_request
from builders_records import EXAMPLES

from eportfolio.bundle.receive import Answer, Answers
from eportfolio.cli import main
from eportfolio.errors import EportfolioError
from eportfolio.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
# Of no length that is common in other data, and different in its first letters.
NAMES = (
    *(
        "voornaam",
        "achternaam",
        "adres",
        "wens",
        "verhaal",
        "afspraak",
        "werknotitie",
        "gezondheid",
    ),
    *("reden", "titel", "bestand", "inhoud", "tolk", "uitleg", "woorden", "getuige", "intrekking"),
    *("klantmanager", "organisatie", "synthese", "antwoord", "zoekterm", "wachtwoord", "wijziging"),
)
MARKS = {name: f"Qzx{name}Merkteken{n:02d}" for n, name in enumerate(NAMES)}
PASSPHRASE = f"{MARKS['wachtwoord']} en nog vier woorden"
FILE = f"{MARKS['bestand']}.pdf"


def marked_dossier() -> list[dict[str, Any]]:
    """A mark in every text; the client's own body is complete."""
    client = EXAMPLES["client"] | {
        "voornamen": MARKS["voornaam"],
        "achternaam": MARKS["achternaam"],
        "adres": MARKS["adres"],
    }
    agreement = {"onderwerp": MARKS["afspraak"], "wat": MARKS["afspraak"], "status": "Open"}
    return [
        {"kind": "client", "body": client},
        {"kind": "wens", "body": {"eigen_woorden": MARKS["wens"] * 30}},
        {"kind": "gezondheid", "body": {"effect_op_leren": MARKS["gezondheid"]}},
        {"kind": "afspraak", "body": agreement | {"werknotitie": MARKS["werknotitie"]}},
        {"kind": "document", "body": {"titel": MARKS["titel"]}, "file": FILE},
    ]


def marked_request(to: str) -> dict[str, Any]:
    return consent_request(
        to,
        explicit=["gezondheid"],
        later_items=True,
        expressed={
            "how": "mondeling met getuige",
            "evidence": FILE,
            "witness": MARKS["getuige"],
        },
        explained_by=MARKS["uitleg"],
        interpreter={"kind": "telefonisch", "name": MARKS["tolk"], "relative": False},
        teach_back={"done": True, "words": MARKS["woorden"]},
    )


@pytest.fixture
def world(two: Two) -> Two:
    """The giver's vault with marked names and a marked passphrase; the taker is the usual one."""
    two.giver.close()
    folder = two.folder / "sender"
    giver, recovery = Workspace.create(
        folder,
        PASSPHRASE,
        name=MARKS["klantmanager"],
        organisation=MARKS["organisatie"],
        clock=Clock(two.clock.now),
        unlock_seconds=0,
    )
    two.giver = giver
    MARKS["herstel"] = recovery.removeprefix("AGE-SECRET-KEY-1")
    two.giver.contacts.export_own(two.folder / "own.card")
    two.taker.contacts.import_card(two.folder / "own.card", giver.contacts.own.fingerprint)
    two.taker.contacts.export_own(two.folder / "own.card")
    two.giver.contacts.import_card(two.folder / "own.card", two.taker.contacts.own.fingerprint)
    shutil.rmtree(two.folder / "giver")
    (two.folder / FILE).write_bytes(f"%PDF {MARKS['inhoud']} ".encode() * 4000)
    return two


def lived(world: Two) -> str:
    """A whole handover with marks everywhere; gives the portfolio."""
    giver = world.giver
    pid = world.load(marked_dossier())
    added = giver.dossiers.add(pid, "wens", {"eigen_woorden": MARKS["verhaal"]}).records[0]
    giver.dossiers.amend(pid, added, {"eigen_woorden": MARKS["wijziging"]})
    giver.dossiers.withdraw(pid, added, MARKS["reden"])
    consent = giver.consents.give(pid, marked_request(world.to), world.folder).consent.id
    sent = world.send(pid, consent)
    agreement = next(one for one in giver.dossiers.read(pid) if one.kind == "afspraak")
    answer = Answer("vervallen", MARKS["antwoord"])
    answers = Answers(by_record={agreement.id: answer}, synthesis=MARKS["synthese"])
    received = world.receive(sent, answers=answers)
    world.close(received)
    giver.dossiers.search(MARKS["zoekterm"])
    giver.consents.withdraw(pid, consent, MARKS["intrekking"])
    giver.backup(world.folder / "backup")
    return pid


def forms(mark: str) -> Iterable[bytes]:
    """A mark as it could stand in a file: three encodings, and base64 at each of three offsets."""
    plain = mark.encode()
    yield from (plain, plain.lower(), plain.hex().encode())
    yield from (mark.encode("utf-16-le"), mark.encode("utf-16-be"))
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + plain)[4:-4]
        yield from (encoded, encoded.replace(b"+", b"-").replace(b"/", b"_"))


def found_in(raw: bytes) -> set[str]:
    return {name for name, mark in MARKS.items() if any(form in raw for form in forms(mark))}


def readable(*folders: Path) -> list[str]:
    """Every file whose name or bytes show a mark."""
    shown = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        names = found_in(path.name.encode())
        marks = names | (found_in(path.read_bytes()) if path.is_file() else set())
        shown += [f"{path.name}: {sorted(marks)}"] if marks else []
    return shown


def sealed(world: Two) -> list[Path]:
    """Everything that is not meant to be read: vaults, copy, bundle and receipt."""
    passing = world.folder / "passing"
    passing.mkdir(exist_ok=True)
    for path in [*world.folder.glob("*.eportfolio"), *world.folder.glob("*.receipt")]:
        path.rename(passing / path.name)
    return [world.folder / name for name in ("sender", "taker", "backup", "passing")]


def test_the_search_for_marks_finds_them_in_every_form(tmp_path: Path) -> None:
    for form in forms(MARKS["wens"]):
        (tmp_path / "file").write_bytes(b"x" * 5000 + form + b"y")
        assert readable(tmp_path) == ["file: ['wens']"]
    own = base64.b64encode(b"1" + MARKS["wens"].encode() + b"22")
    assert found_in(own) == {"wens"}


def test_no_word_can_be_read_while_open_nor_after_closing(world: Two) -> None:
    lived(world)
    folders = sealed(world)
    assert len(list((world.folder / "passing").iterdir())) == 2
    assert readable(*folders) == []
    world.giver.close()
    world.taker.close()
    assert readable(*folders) == []


def test_no_word_can_be_read_in_the_middle_of_a_transaction(world: Two) -> None:
    pid = world.load(marked_dossier())
    session = world.giver._session
    big = f"%PDF {MARKS['inhoud']} ".encode() * 200_000
    with session.portfolio(pid) as portfolio, portfolio.transaction():
        portfolio.incoming().write(big)
        portfolio.store.write("UPDATE tip SET head = ?", (MARKS["wens"],))
        with session.register.transaction():
            session.register.reindex(pid, portfolio.records())
            assert list((world.folder / "sender").rglob("*-journal"))
            assert readable(world.folder / "sender") == []


LIVING = """
import json, os, signal, sys
from pathlib import Path
from builders import Clock
from eportfolio.workspace import Workspace
folder, passphrase, pid, file = sys.argv[1:]
workspace = Workspace.open(Path(folder), passphrase, clock=Clock())
for row, _ in workspace.dossiers.search("Qzx") * 20:
    workspace.dossiers.read(row.portfolio)
    workspace.dossiers.history(row.portfolio)
workspace.check()
with workspace._session.portfolio(pid) as portfolio, portfolio.transaction():
    with open(file, "rb") as source:
        for _ in range(40):
            portfolio.attach(source)
            source.seek(0)
    portfolio.incoming().write(Path(file).read_bytes() * 40)
    portfolio.store.execute(__import__("sqlalchemy").text(
        "SELECT count(*) FROM (SELECT DISTINCT a.text || b.text || c.text AS t "
        "FROM disclosures a, disclosures b, disclosures c ORDER BY t DESC)")).all()
    print("in", flush=True)
    sys.stdin.readline()
"""


def given_to(world: Two, pid: str) -> tuple[Path | str, ...]:
    return world.folder / "sender", PASSPHRASE, pid, world.folder / FILE


@contextmanager
def living(world: Two, pid: str, temporary: Path) -> Iterator[subprocess.Popen[str]]:
    """A process in the middle of a large transaction, with temporary folders of its own."""
    temporary.mkdir()
    names = ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR")
    given = os.environ | {name: str(temporary) for name in names}
    given |= {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "HOME": str(temporary)}
    with subprocess.Popen(
        [sys.executable, "-c", LIVING, *(str(one) for one in given_to(world, pid))],
        cwd=temporary,
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "in\n", process.stderr.read()
        yield process


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_killed_process_leaves_no_word_and_no_temporary_file(world: Two, tmp_path: Path) -> None:
    pid = world.load(marked_dossier())
    world.giver.close()
    temporary = tmp_path / "temporary"
    with living(world, pid, temporary) as process:
        assert list(temporary.rglob("*")) == []
        assert _temporary_files(process.pid) == []
        assert readable(world.folder / "sender") == []
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
    assert (out, err) == ("", "")
    assert list((world.folder / "sender").rglob("*-journal"))
    assert readable(world.folder / "sender") == []
    assert list(temporary.rglob("*")) == []
    world.giver = Workspace.open(world.folder / "sender", PASSPHRASE, clock=world.clock)
    assert world.giver.check().problems == ()
    assert readable(world.folder / "sender") == []


def _temporary_files(pid: int) -> list[str]:
    """Files that a process has open although they have no name any more (Linux)."""
    handles = Path(f"/proc/{pid}/fd")
    opened = [os.readlink(one) for one in handles.iterdir()] if handles.is_dir() else []
    return [one for one in opened if "etilqs" in one or one.endswith("(deleted)")]


def run(world: Two, *arguments: str) -> int:
    secret = world.folder / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    vault = str(world.folder / "sender")
    return main(["--vault", vault, "--passphrase-file", str(secret), *arguments])


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "text"])
def test_failing_command_shows_no_word(
    world: Two, capfd: pytest.CaptureFixture[str], as_json: bool
) -> None:
    pid = world.load(marked_dossier())
    (record,) = (one.id for one in world.giver.dossiers.read(pid) if one.kind == "client")
    world.giver.close()
    wrong = world.folder / "wrong.json"
    wrong.write_text(json.dumps({MARKS["adres"]: MARKS["adres"], "status": MARKS["wens"]}))
    broken = world.folder / "broken.json"
    broken.write_text('{"wat": "' + MARKS["wens"])
    commands = [
        ["record", "add", pid, "afspraak", str(wrong)],
        ["record", "add", pid, "wens", str(broken)],
        ["record", "amend", pid, record, str(wrong)],
        ["portfolio", "load", str(wrong)],
        ["consent", "give", pid, str(wrong)],
        ["document", "add", pid, str(world.folder / "nergens"), "--title", MARKS["titel"]],
        ["document", "get", pid, record, str(world.folder / "out")],
        ["bundle", "inspect", str(world.folder / FILE)],
        ["bundle", "import", str(world.folder / FILE), "--agreements", str(wrong)],
        ["card", "import", str(wrong)],
        ["portfolio", "dump", MARKS["wens"]],
    ]
    for command in commands:
        assert run(world, *(["--json"] if as_json else []), *command) in (2, 3, 4), command
        out, err = capfd.readouterr()
        assert (out, found_in(err.encode())) == ("", set()), command


def test_wrong_passphrase_is_not_repeated(world: Two, capfd: pytest.CaptureFixture[str]) -> None:
    world.giver.close()
    secret = world.folder / "passphrase"
    secret.write_text(MARKS["wachtwoord"])
    vault = str(world.folder / "sender")
    for command in (["vault", "check"], ["vault", "recover", "--recovery-key-file", str(secret)]):
        more = ["--new-passphrase-file", str(secret)] if "recover" in command else []
        given = ["--vault", vault, "--passphrase-file", str(secret), "--json", *command, *more]
        assert main(given) == 5
        out, err = capfd.readouterr()
        assert found_in((out + err).encode()) == set()


def whole_story(error: BaseException) -> str:
    """What an exception hook or a log would write: the traceback with all causes."""
    return "".join(traceback.format_exception(error))


def failing_work(world: Two, pid: str) -> dict[str, Callable[[], object]]:
    giver, folder = world.giver, world.folder
    wish = {"eigen_woorden": MARKS["wens"] * 500}
    return {
        "add": lambda: giver.dossiers.add(pid, "wens", wish),
        "attach": lambda: giver.dossiers.attach(pid, FILE, MARKS["titel"], folder),
        "give": lambda: giver.consents.give(pid, marked_request(world.to), folder),
    }


@pytest.mark.parametrize("what", ["add", "attach", "give"])
def test_no_cause_of_an_error_holds_a_word(world: Two, what: str) -> None:
    """A failing disk must not take the record along into the message of the database."""
    pid = world.load(marked_dossier())
    with world.giver._session.portfolio(pid) as portfolio:  # which stays in hand, and is now full
        assert portfolio.store.pragma("max_page_count=1") > 1
    with pytest.raises(EportfolioError) as refused:
        failing_work(world, pid)[what]()
    assert refused.value.__cause__ is not None
    assert found_in(whole_story(refused.value).encode()) == set()


def test_no_cause_of_an_error_holds_the_values_of_a_statement(world: Two) -> None:
    world.giver._session.register.store._connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(EportfolioError) as refused:
        world.giver.contacts.revoke(world.to)
    assert world.to not in whole_story(refused.value)


def test_no_log_holds_a_word(world: Two, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    lived(world)
    assert found_in(caplog.text.encode()) == set()


def test_search_that_goes_wrong_does_not_repeat_its_words(world: Two) -> None:
    world.load(marked_dossier())
    world.giver._session.register.store.close()
    world.giver._session._is_left = True  # nothing can be written at the end
    with pytest.raises(Exception, match="closed") as refused:
        world.giver.dossiers.search(MARKS["zoekterm"])
    assert found_in(whole_story(refused.value).encode()) == set()


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_only_the_owner_may_read_what_the_program_writes(world: Two) -> None:
    before = os.umask(0o022)
    try:
        made, _ = Workspace.create(
            world.folder / "fresh", PASSPHRASE, name="N", organisation="O", unlock_seconds=0
        )
        made.close()
        lived(world)
        world.giver.contacts.rotate()
    finally:
        os.umask(before)
    folders = [*sealed(world), world.folder / "fresh"]
    loose = [
        f"{path.relative_to(world.folder)} {stat.S_IMODE(path.stat().st_mode):o}"
        for folder in folders
        for path in [folder, *sorted(folder.rglob("*"))]
        if folder.name not in ("taker", "passing") or path.suffix in (".eportfolio", ".receipt")
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert loose == []


def test_what_a_person_exports_is_readable(world: Two) -> None:
    pid = world.load(marked_dossier())
    (document,) = (one.id for one in world.giver.dossiers.read(pid) if one.kind == "document")
    out = world.folder / "out.pdf"
    world.giver.dossiers.export_document(pid, document, out)
    assert out.read_bytes() == (world.folder / FILE).read_bytes()
    card = world.giver.contacts.export_own(world.folder / "mine.card")
    assert {"klantmanager", "organisatie"} <= found_in((world.folder / "mine.card").read_bytes())
    assert card.name == MARKS["klantmanager"]
