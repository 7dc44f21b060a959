"""The people of the demonstration: who has a vault, who only a card, and that they know each
other: every card was compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from eportfolio.cards import Card
from eportfolio.errors import StorageFault
from eportfolio.workspace import Workspace
from eportfolio.workspace.contacts import new_identity

PASSPHRASE = "demo fiets molen kaas regen"  # noqa: S105 - fictional data, printed on the screen
START = datetime.fromisoformat("2023-01-02T09:00:00+01:00")


@dataclass
class Clock:
    """Shows the time of the step that is being told."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Cast:
    """Everybody, with one clock."""

    clock: Clock
    vaults: dict[str, Workspace] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def close(self) -> None:
        """Close every vault."""
        for vault in self.vaults.values():
            vault.close()


def gather(people: list[Mapping[str, Any]], folder: Path) -> Cast:
    """Make the vaults and let everybody compare cards.

    Raises:
        StorageFault: the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StorageFault("storage-fault", "exists")
    folder.mkdir(parents=True, exist_ok=True)
    cast = Cast(Clock())
    for person in people:
        key = str(person["key"])
        cast.names[key] = str(person["name"])
        if person["vault"]:
            cast.vaults[key], _ = Workspace.create(
                folder / key,
                PASSPHRASE,
                name=person["name"],
                organisation=person["organisation"],
                role=person["role"],
                clock=cast.clock,
                unlock_seconds=0,
            )
            cast.cards[key] = cast.vaults[key].contacts.own
        else:
            cast.cards[key] = new_identity(
                name=person["name"],
                role=person["role"],
                organisation=person["organisation"],
                on=START.date(),
            ).card
    for key, vault in cast.vaults.items():
        for other, card in cast.cards.items():
            if other != key:
                vault.contacts.import_bytes(card.raw, card.fingerprint)
    return cast
