"""What a person chose for the eyes is there again at the next start; nothing else is kept there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from ui.preferences import Preferences, apply
from ui.tasks import Tasks
from ui.theme import Look, Theme
from ui.words import speech


def test_colours_and_size_are_kept_for_the_next_start(
    qtbot: QtBot, theme: Theme, tasks: Tasks, tmp_path: Path
) -> None:
    file = tmp_path / "nieuw" / "window.json"
    keeper = Preferences(theme, tasks, file)
    theme.choose(Look.CONTRAST)
    theme.set_zoom(150)
    speech().choose("en")
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert json.loads(file.read_text()) == {
        "look": "contrast",
        "zoom": 150,
        "language": "en",
    }
    assert [one.name for one in file.parent.iterdir()] == ["window.json"]
    shiboken6.delete(keeper)  # the program ends; a later change is not kept any more
    theme.choose(Look.LIGHT)
    theme.set_zoom(100)
    speech().choose("nl")
    apply(theme, file)
    assert (theme.choice, theme.zoom, speech().language) == (Look.CONTRAST, 150, "en")
    theme.set_zoom(100)


@pytest.mark.parametrize(
    "words",
    ["", "{", "[]", "null", '{"look": 3, "zoom": "groot"}', '{"look": "paars", "zoom": 1000000}',
     '{"zoom": true}', '{"look": ["light"], "zoom": [100]}',
     '{"language": "xx"}', '{"language": ["en"]}'],
)  # fmt: skip
def test_file_with_something_else_in_it_changes_nothing(
    theme: Theme, tmp_path: Path, words: str
) -> None:
    file = tmp_path / "window.json"
    file.write_text(words)
    apply(theme, file)
    assert (theme.choice, theme.zoom, speech().language) == (Look.LIGHT, 100, "nl")


def test_place_that_cannot_be_written_loses_nothing_but_the_comfort(
    qtbot: QtBot, theme: Theme, tasks: Tasks, tmp_path: Path
) -> None:
    (tmp_path / "dicht").write_text("een bestand, geen map")
    crashed: list[str] = []
    tasks.crashed.connect(crashed.append)
    keeper = Preferences(theme, tasks, tmp_path / "dicht" / "window.json")
    theme.choose(Look.DARK)
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert crashed == []
    keeper.deleteLater()
