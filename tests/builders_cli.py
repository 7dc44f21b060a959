"""A desk for the command line: two vaults that know each other, and commands typed at them."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from builders import PASSPHRASE, consent_request, dossier, files

from eportfolio.cli import main
from eportfolio.cli.parser import build_parser

ROOT = Path(__file__).resolve().parent.parent
# Words that stand in the dossier and the requests: no failure may repeat one of them.
PERSONAL = (
    "Aldarwesh", "Rozhîn", "999988013", "2810045678", "Lindelaan", "Fiets via", "fietsenbank",
    "rugklachten", "kok worden", "diploma.pdf", "tolk 4711", "A. Brouwer", "mijn plan gaat mee",
    "MARKER",
)  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The answer of a command with `--json` that did its work."""
        assert self.code in (0, 3, 4), self.err
        assert self.err == ""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The failure of a command with `--json`."""
        assert self.out == ""
        return json.loads(self.err)


@dataclass(frozen=True)
class Desk:
    """A folder with the vaults `giver` and `taker`, and `names` for the ids that came out."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str | Path, who: str = "giver", stdin: bytes = b"") -> Ran:
        """Type a command at somebody's vault; `{name}` in a word is an id that came out before."""
        typed = ["--vault", self.folder / who, "--passphrase-file", self.folder / "pass", *words]
        return run(*(self.filled(word) for word in typed), stdin=stdin)

    def json(self, *words: str | Path, **options: Any) -> Any:
        """The JSON answer of a command that must do its work."""
        return self.run("--json", *words, **options).data

    def text(self, *words: str | Path, **options: Any) -> str:
        """The words of a command that must do its work."""
        ran = self.run(*words, **options)
        assert (ran.code, ran.err) == (0, "")
        return ran.out

    def filled(self, word: str | Path) -> str:
        """A word with the ids filled in; `./x` lies in the folder of the desk."""
        typed = str(word)
        for name, value in self.names.items():
            typed = typed.replace(f"{{{name}}}", value)
        return str(self.folder / typed[2:]) if typed.startswith("./") else typed

    def write(self, name: str, value: object) -> Path:
        """A file on the desk: bytes as they are, anything else as JSON."""
        path = self.folder / name
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return path

    def request(self, **changes: Any) -> Path:
        """A consent request on the desk; `...` removes a key."""
        whole = consent_request(self.names["taker"], **changes)
        return self.write("yes.json", {k: v for k, v in whole.items() if v is not ...})

    def copy(self, folder: Path) -> Desk:
        """The same desk in another folder."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder, names=dict(self.names))


def run(*words: str | Path, stdin: bytes = b"") -> Ran:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    keyboard = io.TextIOWrapper(io.BytesIO(stdin))
    with redirect_stdout(out), redirect_stderr(err), patch.object(sys, "stdin", keyboard):
        try:
            code = main([str(word) for word in words])
        except SystemExit as left:
            code = int(left.code or 0)
    return Ran(code, out.getvalue(), err.getvalue())


def start(
    *words: str | Path, env: dict[str, str] | None = None, **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a program of its own."""
    return subprocess.run(
        [sys.executable, "-m", "eportfolio", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output="stdout" not in options,
        check=False,
        timeout=60,
        **options,
    )


def make_desk(folder: Path) -> Desk:
    """Two klantmanagers who compared cards; `giver` has a dossier, a consent and a bundle."""
    folder.mkdir()
    desk = Desk(folder)
    desk.write("pass", f"{PASSPHRASE}\n".encode())
    desk.write("scan.png", b"\x89PNG scan of a signed sheet")
    desk.write("diploma.pdf", b"%PDF-1.4 diploma " * 400)
    desk.write("foto.png", b"\x89PNG foto " * 300)
    desk.write("dossier.json", {"records": dossier()})
    for who, name in (("giver", "S. de Wit"), ("taker", "M. Yilmaz")):
        words = ["vault", "create", "--name", name, "--organisation", "Gemeente Waterdael"]
        made = desk.json(*words, "--unlock-seconds", "0", who=who)
        desk.names.update(
            {
                who: made["thumbprint"],
                f"{who}_fingerprint": made["fingerprint"],
                f"{who}_key": made["recovery_key"],
            }
        )
        desk.json("card", "export", f"./{who}.card", who=who)
    for who, other in (("giver", "taker"), ("taker", "giver")):
        said = ["--fingerprint", f"{{{other}_fingerprint}}"]
        desk.json("card", "import", f"./{other}.card", *said, who=who)
    desk.names["pid"] = desk.json("portfolio", "load", "./dossier.json")["portfolio"]
    dump = desk.json("portfolio", "dump", "{pid}")
    desk.names.update({one["kind"]: one["id"] for one in dump["records"]})
    desk.names["document"] = dump["documents"][0]["record"]
    asked = desk.json("consent", "give", "{pid}", desk.request())
    desk.names["consent"] = asked["consent"]
    made = desk.json(*CREATE, "--out", "./b.eportfolio")
    desk.names["bundle"] = made["bundle"]
    desk.write("answers.json", {"default": "overnemen", "synthesis": "Alles is besproken."})
    _write_what_is_wrong(desk)
    return desk


def _write_what_is_wrong(desk: Desk) -> None:
    """A receipt from another copy of the vault, and files that are nothing."""
    other = desk.copy(desk.folder.with_name("other"))
    other.json(*IMPORT, "--receipt", desk.folder / "r.receipt", who="taker")
    (desk.folder / "folder").mkdir()
    desk.write("garbage", b"\x00\xff MARKER" * 400)
    desk.write("empty", b"")
    desk.write("good.json", {"eigen_woorden": "MARKER"})


CREATE = ("bundle", "create", "{pid}", "--consent", "{consent}", "--to", "{taker}")
ANSWERED = ("--agreements", "./answers.json")
IMPORT = ("bundle", "import", "./b.eportfolio", *ANSWERED)


def refused(desk: Desk, *words: str | Path, **options: Any) -> tuple[int, str]:
    """Exit code and error code of a command that must fail and leave everything as it was."""
    before = kept(desk)
    ran = desk.run("--json", *words, **options)
    assert kept(desk) == before
    return ran.code, explained(ran)["error"]


def kept(desk: Desk) -> dict[str, str]:
    """Every file on the desk; a key file that was sealed again has other bytes, the same keys."""
    return {
        name: name if name.endswith("keys.vmk") else hash_
        for name, hash_ in files(desk.folder).items()
    }


def explained(ran: Ran) -> dict[str, Any]:
    """The failure, after checking that it is one JSON object without anything of the input."""
    assert ran.err.strip(), ran
    assert "Traceback" not in ran.err
    assert [word for word in PERSONAL if word in ran.out + ran.err] == []
    error: dict[str, Any] = ran.error
    assert set(error) == {"error", "message", "details"}
    assert error["message"].endswith(".")
    assert "\n" not in error["message"]
    return error


def parsers() -> dict[tuple[str, ...], argparse.ArgumentParser]:
    """Every parser of the command line under the words that lead to it."""
    return {words: parser for words, parser in _parsers((), build_parser()) if words}


def _parsers(
    words: tuple[str, ...], parser: argparse.ArgumentParser
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _parsers((*words, name), below)
