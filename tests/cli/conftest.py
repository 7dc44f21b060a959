"""A fresh copy of the desk for each test: making it takes seconds, copying it milliseconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_cli import Desk, make_desk


@pytest.fixture(scope="session")
def made_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desks") / "desk")


@pytest.fixture
def desk(made_desk: Desk, tmp_path: Path) -> Desk:
    return made_desk.copy(tmp_path / "desk")
