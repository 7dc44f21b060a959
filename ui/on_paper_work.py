"""What the worker thread does for documents on paper: what to choose from, make one, save it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui import paper_work, sharing_work
from ui.sharing_work import Card

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.consents import Decision
    from eportfolio.workspace.documents import Paper

TRUSTED = "known"
PORTFOLIO, REVIEW, SHEET, RECEIPT, HOURS, PROOF, CARD, SYNTHESIS = (
    "client-portfolio", "review-sheet", "consent-sheet", "consent-receipt", "hours-report",
    "handover-proof", "card-sheet", "synthesis",
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """A language that a document can have beside the Dutch."""

    code: str
    dutch_name: str
    is_concept: bool


@dataclass(frozen=True)
class Options:
    """What there is to choose from; `language`: what the client reads, as the dossier has it."""

    name: str
    language: str
    languages: tuple[Language, ...]
    cards: tuple[Card, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Asked:
    """One document. `of`: the decision or the bundle it is about; of None the last one."""

    document: str
    language: str | None = None
    of: str | None = None
    recipient: str | None = None
    purpose: str | None = None


@dataclass(frozen=True)
class Made:
    """A finished document, and its pages to look at: both in memory only."""

    asked: Asked
    paper: Paper
    shown: paper_work.Paper | paper_work.Unshown


def options(portfolio: str) -> Callable[[Workspace], Options]:
    """What a document of this client can be about, and in which languages."""

    def work(workspace: Workspace) -> Options:
        from eportfolio import texts
        from eportfolio.workspace.reading import client_language

        sharing = sharing_work.sharing(portfolio)(workspace)
        return Options(
            sharing.name,
            client_language(workspace.dossiers.read(portfolio)) or texts.DUTCH,
            tuple(
                Language(one.language, one.dutch_name, not one.checked)
                for one in texts.languages(texts.CLIENT)
            ),
            tuple(one for one in sharing.cards if one.state == TRUSTED),
            sharing.decisions[::-1],
        )

    return work


def make(portfolio: str, asked: Asked, name: str) -> Callable[[Workspace], Made]:
    """A document, under the name that who looks at it hears."""

    def work(workspace: Workspace) -> Made:
        paper = _MAKERS[asked.document](workspace, portfolio, asked)
        return Made(asked, paper, paper_work.opened(name, paper.data))

    return work


def begin(portfolio: str, asked: Asked, name: str) -> Callable[[Workspace], Made | None]:
    """The first pages of one that can be long, to be looked at meanwhile; None of another."""

    def work(workspace: Workspace) -> Made | None:
        at = workspace.documents
        maker = {PORTFOLIO: at.client_portfolio, REVIEW: at.review_sheet}.get(asked.document)
        if maker is None:
            return None
        paper = maker(portfolio, asked.language, is_beginning=True)
        return Made(asked, paper, paper_work.opened(name, paper.data))

    return work


def save(paper: Paper, place: Path) -> Callable[[Workspace], object]:
    """Write what was made to where a person wants it; it is not encrypted."""

    def work(workspace: Workspace) -> None:
        workspace.documents.save(paper, place)

    return work


def _draft(asked: Asked) -> dict[str, Any]:
    said = {"recipient": asked.recipient, "purpose": asked.purpose}
    return {name: value for name, value in said.items() if value}


_MAKERS: Mapping[str, Callable[[Workspace, str, Asked], Paper]] = {
    PORTFOLIO: lambda at, pid, asked: at.documents.client_portfolio(pid, asked.language),
    REVIEW: lambda at, pid, asked: at.documents.review_sheet(pid, asked.language),
    SHEET: lambda at, pid, asked: at.documents.consent_sheet(pid, asked.language, _draft(asked)),
    RECEIPT: lambda at, pid, asked: at.documents.consent_receipt(pid, asked.of, asked.language),
    HOURS: lambda at, pid, asked: at.documents.hours_report(pid),
    PROOF: lambda at, pid, asked: at.documents.handover_proof(pid, asked.of),
    CARD: lambda at, pid, asked: at.documents.contact_card(),
    SYNTHESIS: lambda at, pid, asked: at.stories.page(pid),
}
