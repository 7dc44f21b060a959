"""What the worker thread does for the page of a dossier: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eportfolio.records import KINDS, RecordId
from ui.sections import CLOSED, Snapshot
from ui.sharing_work import DECISION
from ui.term_work import client

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.dossiers import Change, HistoryLine


def read(portfolio: str) -> Callable[[Workspace], Snapshot]:
    """The whole dossier as it is now."""

    def work(workspace: Workspace) -> Snapshot:
        found = tuple(workspace.dossiers.read(portfolio))  # refuses a dossier that is not there
        from eportfolio.workspace import story, timeline, together

        outlook = workspace.terms.outlook(portfolio)
        row = workspace.dossiers.find(portfolio)
        drafts = tuple(
            one for one in workspace.drafts.of(portfolio) if one.kind in (*KINDS, DECISION)
        )
        keepers = workspace.dossiers.keepers(portfolio)
        until = None
        if row is not None and row.status == CLOSED:
            until = date.fromisoformat(row.updated[:10])
        course = timeline.lay_out(found, outlook, keepers, kept_until=until)
        answers = together.latest_answers(found)
        permits = workspace.dossiers.permits(portfolio)
        return Snapshot(
            client(row, outlook.on),
            found,
            outlook,
            drafts,
            course,
            answers,
            adding=permits.adding,
            kept=permits.records,
            locks=permits.locks,
            lent=permits.lent,
            told=story.story(found),
            exchanges=tuple(workspace.stories.exchanges(portfolio)),
        )

    return work


def save(
    portfolio: str, record: str | None, kind: str, body: dict[str, Any]
) -> Callable[[Workspace], Change]:
    """A new record, or a new version of one: one revision."""

    def work(workspace: Workspace) -> Change:
        from eportfolio.workspace.dossiers import Edit, new_id

        known = None if record is None else RecordId(record)
        edit = Edit(new_id(), kind, body) if known is None else Edit(known, None, body)
        change = workspace.dossiers.save(portfolio, [edit])
        workspace.drafts.drop(portfolio, kind, known)
        return change

    return work


def undo(portfolio: str, seq: int) -> Callable[[Workspace], Change]:
    """Take back the change that was saved last."""
    return lambda workspace: workspace.dossiers.undo(portfolio, seq)


def keep_draft(
    portfolio: str, record: str | None, kind: str, values: dict[str, Any], seq: int
) -> Callable[[Workspace], None]:
    """What is typed and not saved yet."""
    known = None if record is None else RecordId(record)
    return lambda workspace: workspace.drafts.keep(portfolio, kind, known, values, seq=seq)


def drop_draft(portfolio: str, record: str | None, kind: str) -> Callable[[Workspace], None]:
    """What was typed is thrown away."""
    known = None if record is None else RecordId(record)
    return lambda workspace: workspace.drafts.drop(portfolio, kind, known)


def withdraw(portfolio: str, record: str, reason: str) -> Callable[[Workspace], Change]:
    """Say that a record no longer holds."""
    return lambda workspace: workspace.dossiers.withdraw(portfolio, RecordId(record), reason)


def attach(portfolio: str, file: Path) -> Callable[[Workspace], Change]:
    """A file from outside, named after itself."""

    def work(workspace: Workspace) -> Change:
        change, _ = workspace.dossiers.attach(
            portfolio, file.name, file.stem, lambda _: file.open("rb")
        )
        return change

    return work


def export(portfolio: str, record: str, place: Path) -> Callable[[Workspace], object]:
    """A file to outside, where it is not encrypted."""
    return lambda workspace: workspace.dossiers.export_document(portfolio, RecordId(record), place)


def history(portfolio: str, record: str | None = None) -> Callable[[Workspace], list[HistoryLine]]:
    """Who changed what when."""
    found = RecordId(record) if record is not None else None
    return lambda workspace: workspace.dossiers.history(portfolio, found)
