"""Few fixtures: copies of ready-made vaults, and two klantmanagers who know each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from builders import Templates, Two

from eportfolio import crypto
from eportfolio.crypto import KdfParameters


@pytest.fixture(scope="session", autouse=True)
def remembered_keys() -> Iterator[None]:
    """The same passphrase and salt give the same key: it is derived once instead of for each of
    thousands of vaults. Measuring (`calibrate`, a salt of zeros) and programs that a test starts by
    themselves derive as always."""
    derive = crypto.derive_passphrase_key
    remembered = cache(derive)

    def derived(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytes:
        return (remembered if any(salt) else derive)(passphrase, salt, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "derive_passphrase_key", derived)
        yield


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def two(templates: Templates, tmp_path: Path) -> Iterator[Two]:
    world = templates.two(tmp_path / "world")
    yield world
    world.giver.close()
    world.taker.close()
