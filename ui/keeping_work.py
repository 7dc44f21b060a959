"""What the worker thread does for keeping and erasing: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eportfolio.records import RecordId
from ui.notice_words import ERASED, what_waits

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.erasure import (
        Certificate,
        Destroyed,
        DossierAtStake,
        Due,
        ItemsAtStake,
        ItemsErased,
        Kept,
        Place,
    )
    from ui.tasks import Progress


@dataclass(frozen=True)
class Keeping:
    """What may go, what stays, in which backups it stands, and the proof of what went."""

    due: tuple[Due, ...]
    kept: tuple[Kept, ...]
    backups: tuple[Place, ...]
    certificates: tuple[Certificate, ...]


def keeping(workspace: Workspace) -> Keeping:
    """All of it, as it is now."""
    erasures = workspace.erasures
    return Keeping(
        tuple(erasures.due()),
        tuple(erasures.kept()),
        tuple(erasures.places()),
        tuple(erasures.certificates()),
    )


def dossier_at_stake(portfolio: str) -> Callable[[Workspace], DossierAtStake]:
    """What would go with a dossier."""
    return lambda workspace: workspace.erasures.dossier_at_stake(portfolio)


def erase_dossier(portfolio: str) -> Callable[[Workspace, Progress], Destroyed]:
    """Destroy a dossier; its certificate stays in the vault."""
    return lambda workspace, _: workspace.erasures.erase_dossier(portfolio)


def write_certificate(portfolio: str, place: Path) -> Callable[[Workspace], None]:
    """The proof that a dossier was destroyed, as a file."""
    return lambda workspace: workspace.erasures.write_certificate(portfolio, place)


@dataclass(frozen=True)
class ItemStake:
    """What would go with a record, the grounds by law with their source, and who has it already."""

    items: ItemsAtStake
    grounds: Mapping[str, str]
    told: tuple[str, ...]


def items_at_stake(portfolio: str, record: str) -> Callable[[Workspace], ItemStake]:
    """What would go with a record, and whether the law keeps it."""

    def work(workspace: Workspace) -> ItemStake:
        from eportfolio.workspace.erasure import GROUNDS

        items = workspace.erasures.items_at_stake(portfolio, [RecordId(record)])
        gone = [one.id for one in (*items.chosen, *items.along)]
        others = workspace.disclosures.recipients(portfolio, gone)
        told = sorted({", ".join(filter(None, (one.name, one.organisation))) for one in others})
        return ItemStake(items, GROUNDS, tuple(told))

    return work


def erase_item(
    portfolio: str, record: str, ground: str
) -> Callable[[Workspace], tuple[ItemsErased, str]]:
    """Erase a record with all its versions; and who has it and must be told, in a sentence."""

    def work(workspace: Workspace) -> tuple[ItemsErased, str]:
        gone = workspace.erasures.erase_items(portfolio, [RecordId(record)], ground)
        waits = [one for one in workspace.notices.waiting(portfolio) if one.told.about == ERASED]
        return gone, what_waits(waits)

    return work


def follow_in_backups(workspace: Workspace, _: Progress) -> tuple[Place, ...]:
    """Do in every backup within reach what was erased here."""
    return workspace.erasures.purge()


def forget_backup(path: str) -> Callable[[Workspace], tuple[Place, ...]]:
    """A copy that a person says is gone."""

    def work(workspace: Workspace) -> tuple[Place, ...]:
        workspace.erasures.forget_backup(path)
        return tuple(workspace.erasures.places())

    return work
