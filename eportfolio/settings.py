"""Where files live and what is packaged with the program.

Leaves to others: everything inside a vault (vault, register, portfolio). The first picture of the
window waits for this module, so it imports what it needs where it needs it.
"""

from __future__ import annotations

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
