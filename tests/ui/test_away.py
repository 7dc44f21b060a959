"""The vault closes when the computer is locked or goes to sleep."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from builders import PASSPHRASE
from builders_ui import Bench

from ui.lock_screen import LockScreen

# In a session of its own with a bus of its own: a screen saver that comes and goes.
SESSION = """
import subprocess, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from ui.away import Away
application = QApplication([])
window = QWidget()
away = Away(window)
told = []
away.left.connect(lambda: told.append(sent[-1]))
sent = []
def send(active):
    sent.append(active)
    subprocess.run(["dbus-send", "--session", "--type=signal", "/org/freedesktop/ScreenSaver",
                    "org.freedesktop.ScreenSaver.ActiveChanged", "boolean:" + active], check=True)
for n, active in enumerate(("false", "true")):
    QTimer.singleShot(300 * (n + 1), lambda active=active: send(active))
QTimer.singleShot(1500, application.quit)
application.exec()
print(told)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux tells it")
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="D-Bus is not installed")
def test_screen_saver_that_covers_the_screen_is_heard() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-W", "error", "-c", SESSION],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "['true']\n", done.stderr


def test_vault_closes_and_opens_at_the_same_place(bench: Bench) -> None:
    page = bench.open(section=3)
    portfolio = page.portfolio
    assert bench.window.away is not None
    bench.window.away.on_change(False)
    assert bench.window.desk is not None
    bench.window.away.on_change(True)
    bench.settle()
    assert isinstance(bench.window.screen_, LockScreen)
    bench.window.away.on_lock()
    bench.settle()
    bench.unlock(PASSPHRASE)
    assert (bench.page.portfolio, bench.page.section) == (portfolio, 3)
