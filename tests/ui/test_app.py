"""The program as a person starts it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from eportfolio.cli import main

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
sys.exit(main(["app", "--vault", sys.argv[1]]))
"""


def start(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", START, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("has_vault", [False, True])
def test_command_shows_the_window_and_ends_with_it(
    filled: Path, tmp_path: Path, has_vault: bool
) -> None:
    done = start(filled if has_vault else tmp_path / "nog niets")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nog niets").exists()


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
