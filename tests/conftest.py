"""Few fixtures: copies of ready-made vaults, and two klantmanagers who know each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Templates, Two


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def two(templates: Templates, tmp_path: Path) -> Iterator[Two]:
    world = templates.two(tmp_path / "world")
    yield world
    world.giver.close()
    world.taker.close()
