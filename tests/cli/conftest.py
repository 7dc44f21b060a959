"""A fresh copy of the desk for each test: making it takes seconds, copying it milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from builders_cli import Desk, make_desk

from eportfolio import crypto
from eportfolio.crypto import KdfParameters


@pytest.fixture(scope="session")
def remembered_keys() -> Iterator[None]:
    """The same passphrase and salt give the same key: it is derived once instead of for each of a
    thousand commands. Measuring (`calibrate`, a salt of zeros) and programs that a test starts by
    themselves derive as always."""
    derive = crypto.derive_passphrase_key
    remembered = cache(derive)

    def derived(passphrase: str, salt: bytes, parameters: KdfParameters) -> bytes:
        return (remembered if any(salt) else derive)(passphrase, salt, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "derive_passphrase_key", derived)
        yield


@pytest.fixture(scope="session")
def made_desk(remembered_keys: None, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desks") / "desk")


@pytest.fixture
def desk(made_desk: Desk, tmp_path: Path) -> Desk:
    return made_desk.copy(tmp_path / "desk")
