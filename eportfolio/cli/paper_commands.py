"""`eportfolio render …`"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from eportfolio.cli.output import Result
from eportfolio.cli.reading import read_object, unlocked
from eportfolio.workspace import Workspace
from eportfolio.workspace.documents import Paper

_STATUS = {
    "dutch": "alleen Nederlands",
    "concept": "vertaling is een concept: nog niet nagekeken",
    "checked": "vertaling is nagekeken",
}
_LEFT_OUT = {
    "language": "de gevraagde taal is er niet; alles staat in het Nederlands",
    "translation": "teksten zonder vertaling; die staan in het Nederlands",
    "characters": "tekens die geen van onze letters heeft",
    "picture": "plaatjes die niet te lezen zijn",
    "notice": "de tekst van toen, die dit programma niet heeft",
    "unsafe-on-paper": "gegevens die thuis gevaar kunnen geven",
}


def render(parsed: argparse.Namespace) -> Result:
    """A document about one client, as a PDF."""
    with unlocked(parsed) as workspace:
        paper = _MAKERS[parsed.document](workspace, parsed)
        workspace.documents.save(paper, parsed.out, parsed.given_to)
    return told(paper, parsed.out)


def card(parsed: argparse.Namespace) -> Result:
    """One's own contact card on a sheet."""
    with unlocked(parsed) as workspace:
        paper = workspace.documents.contact_card()
        workspace.documents.save(paper, parsed.file)
    return told(paper, parsed.file)


def told(paper: Paper, out: Path) -> Result:
    """What was made, and what is not in it."""
    data: dict[str, Any] = {
        "file": str(out),
        "pages": paper.pages,
        "language": paper.language,
        "status": paper.status,
        "left_out": [
            {"what": one.what, "record": one.record, "count": one.count} for one in paper.left_out
        ],
    }
    pages = "1 bladzijde" if paper.pages == 1 else f"{paper.pages} bladzijden"
    lines = [
        f"{out}: {pages}, {_STATUS[paper.status]}.",
        "Dit bestand is niet versleuteld. Wie het heeft, kan het lezen.",
    ]
    lines += [f"  weggelaten: {one.count} × {_LEFT_OUT[one.what]}" for one in paper.left_out]
    return Result(data, lines)


def _client_portfolio(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.documents.client_portfolio(parsed.portfolio, parsed.language)


def _consent_sheet(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    draft = read_object(parsed.draft) if parsed.draft else None
    return workspace.documents.consent_sheet(parsed.portfolio, parsed.language, draft)


def _review_sheet(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.documents.review_sheet(parsed.portfolio, parsed.language)


def _consent_receipt(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.documents.consent_receipt(parsed.portfolio, parsed.consent, parsed.language)


def _hours_report(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.documents.hours_report(parsed.portfolio)


def _handover_proof(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.documents.handover_proof(parsed.portfolio, parsed.bundle)


def _synthesis(workspace: Workspace, parsed: argparse.Namespace) -> Paper:
    return workspace.stories.page(parsed.portfolio)


_MAKERS: Mapping[str, Callable[[Workspace, argparse.Namespace], Paper]] = {
    "client-portfolio": _client_portfolio,
    "consent-sheet": _consent_sheet,
    "review-sheet": _review_sheet,
    "consent-receipt": _consent_receipt,
    "hours-report": _hours_report,
    "handover-proof": _handover_proof,
    "synthesis": _synthesis,
}
