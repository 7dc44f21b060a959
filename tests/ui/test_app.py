"""The program as a person starts it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from builders_ui import Bench

from eportfolio.cli import main
from eportfolio.demo.people import PASSPHRASE as DEMO_PASSPHRASE
from eportfolio.workspace import Workspace
from ui.openings import DEMO_VAULT

# Starts the command, and closes the window as soon as it is on the screen.
START = """
import sys
from PySide6.QtCore import QTimer
import ui.app
made = ui.app.make_application
def make():
    application = made()
    QTimer.singleShot(200, application.closeAllWindows)
    return application
ui.app.make_application = make
from eportfolio.cli import main
sys.exit(main(["app", *sys.argv[1:]]))
"""


def start(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", START, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("has_vault", [False, True])
def test_command_shows_the_window_and_ends_with_it(
    filled: Path, tmp_path: Path, has_vault: bool
) -> None:
    done = start("--vault", str(filled if has_vault else tmp_path / "nog niets"))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nog niets").exists()


def test_command_opens_on_the_demonstration(tmp_path: Path) -> None:
    done = start("--demo", str(tmp_path / "nergens"))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Traceback" not in done.stderr


def test_window_looks_around_in_the_demonstration(bench: Bench, tmp_path: Path) -> None:
    made, _ = Workspace.create(
        tmp_path / DEMO_VAULT,
        DEMO_PASSPHRASE,
        name="M. de Wit",
        organisation="Gemeente Brinkhaven",
        clock=bench.clock,
        unlock_seconds=0,
    )
    made.close()
    bench.start(has_vault=False)
    bench.window.show_demo(tmp_path)
    bench.settle()
    assert bench.desk.today_page.isVisible()
    assert bench.window.footer.demo_badge.isVisible()


def test_demonstration_that_is_not_there_is_said(bench: Bench, tmp_path: Path) -> None:
    bench.start(has_vault=False)
    bench.window.show_demo(tmp_path / "nergens")
    bench.settle()
    assert bench.window.desk is None
    assert bench.window.failure.words


def test_command_says_what_to_install_when_the_window_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def find_spec(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", find_spec)
    assert main(["app"]) == 2
    assert "pip install eportfolio[window]" in capsys.readouterr().err


def test_command_line_starts_without_the_window() -> None:
    program = "import eportfolio.cli.parser, eportfolio.cli.app_command, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert not [name for name in done.stdout.split() if name.startswith(("PySide6", "ui."))]


def test_first_screen_waits_for_nothing_heavy() -> None:
    program = "import ui.app, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"PIL", "pydantic", "reportlab", "sqlalchemy", "sqlcipher3"}
    assert heavy & {name.split(".")[0] for name in done.stdout.split()} == set()
