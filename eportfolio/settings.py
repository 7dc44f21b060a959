"""Where files live and what is packaged with the program.

Leaves to others: everything inside a vault (vault, register, portfolio). The first picture of the
window waits for this module, so it imports what it needs where it needs it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

VAULT_HEADER = "vault.json"


def has_vault(folder: Path) -> bool:
    """Whether a vault was made in this folder; it may still be damaged, or not yours. This is
    here because it must be known before anything heavy is imported."""
    return (folder / VAULT_HEADER).is_file()


def default_vault() -> Path:
    """The folder of the vault when none is named: the platform's own place for user data."""
    import platformdirs

    return Path(platformdirs.user_data_dir("eportfolio", appauthor=False)) / "vault"


def preferences_file() -> Path:
    """Where the look of the window is kept: nothing about a client, and nothing that unlocks."""
    import platformdirs

    return Path(platformdirs.user_config_dir("eportfolio", appauthor=False)) / "window.json"


def read_preferences(file: Path) -> dict[str, Any]:
    """What was kept; nothing when there is no such file, or something else stands in it."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_preferences(file: Path, kept: Mapping[str, Any]) -> None:
    """Keep it, whole or not at all. Where that is not possible nothing is lost but a comfort."""
    aside = file.with_suffix(".part")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(dict(kept), indent=2), encoding="utf-8")
        aside.replace(file)


def resource(*parts: str) -> Path:
    """A packaged data file: inside the installed package, else beside it in a source checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return (installed if installed.is_dir() else package.parent / "resources").joinpath(*parts)


def load_toml(*parts: str) -> dict[str, Any]:
    """A packaged TOML file, parsed."""
    import tomllib

    with resource(*parts).open("rb") as file:
        return tomllib.load(file)
