"""What a screen reader gets through AT-SPI, from the real program on a real screen."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders_screen import needs_screen, screen

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
PYTHON = "/usr/bin/python3"  # pyatspi belongs to the system's own Python
SECONDS = 90

# Starts the buses and the program, waits until it can be heard, and writes down all of it.
SESSION = """
"$LAUNCHER" --launch-immediately &
sleep 1
"$PROGRAM" -m eportfolio app --vault "$VAULT" &
"$SYSTEM" -c "$WALK"
status=$?
kill %2 %1
exit $status
"""
WALK = """
import json, sys, time
import pyatspi

def below(one):
    yield one
    for n in range(one.childCount):
        child = one.getChildAtIndex(n)
        if child is not None:
            yield from below(child)

def heard():
    for program in pyatspi.Registry.getDesktop(0):
        if program is not None and "portfolio" in program.name.casefold():
            return [(one.getRoleName(), one.name) for one in below(program)]
    return []

until = time.monotonic() + 40
found = []
while time.monotonic() < until and not {"text", "password text"} & {role for role, _ in found}:
    time.sleep(0.3)
    try:
        found = heard()
    except Exception:
        found = []
json.dump(found, sys.stdout)
"""


def is_there() -> bool:
    if not LAUNCHER.exists() or shutil.which("dbus-run-session") is None:
        return False
    asked = subprocess.run([PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return asked.returncode == 0


@needs_screen
@pytest.mark.skipif(not is_there(), reason="at-spi2-core or python3-pyatspi is not installed")
def test_lock_screen_can_be_heard(filled: Path) -> None:
    with screen() as environment:
        done = subprocess.run(
            ["dbus-run-session", "--", "bash", "-c", SESSION],
            env={
                **environment,
                **{"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "LAUNCHER": str(LAUNCHER)},
                **{"PROGRAM": sys.executable, "VAULT": str(filled)},
                **{"SYSTEM": PYTHON, "WALK": WALK},
            },
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    heard = [tuple(one) for one in json.loads(done.stdout.splitlines()[-1])]
    assert ("frame", "E-portfolio") in heard, heard
    names = {name for _, name in heard}
    assert {"Uw wachtwoordzin", "Ontgrendelen", "Bestand", "Hulp"} <= names, heard
