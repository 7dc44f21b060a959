"""The pictures that `make run` makes where there is no screen: a promise of the README."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from eportfolio import demo
from ui.gallery import SIZE, Gallery, View
from ui.theme import Theme


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery") / "kluizen"
    demo.run(folder, lambda _: None)
    return folder


def test_every_stop_is_a_picture_of_its_own(vaults: Path, theme: Theme, tmp_path: Path) -> None:
    gallery = Gallery(vaults, tmp_path, theme)
    gallery.show(View("licht"))
    names = [path.name for path in gallery.pictures]
    assert len(names) == len(set(names)) >= 28
    for stop in ("vandaag", "caseload", "dossier-1", "ontvangen-geweigerd", "op-papier"):
        assert any(stop in name for name in names), stop
    pictures = [QImage(str(path)) for path in gallery.pictures]
    assert {one.size().toTuple() for one in pictures} == {SIZE}
    assert len({path.read_bytes() for path in gallery.pictures}) == len(pictures)
