"""What is kept of a paper about a client that was written to a place outside the vault
(docs/formats/rights.md, paper)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from eportfolio import shapes
from eportfolio.crypto import digest
from eportfolio.errors import InvalidRecord
from eportfolio.journal import Author
from eportfolio.portfolio import Portfolio

TYP: Final = "paper-made+jws"
FORMAT: Final = 1
CLIENT, OFFICE, OTHER = "client", "office", "other"
NAME_LIMIT: Final = 200  # characters

CLIENT_PORTFOLIO, CONSENT_SHEET, REVIEW_SHEET, CONSENT_RECEIPT, HOURS_REPORT, HANDOVER_PROOF = (
    *("client-portfolio", "consent-sheet", "review-sheet", "consent-receipt"),
    *("hours-report", "handover-proof"),
)
SYNTHESIS = "synthesis"
ACCESS, PORTABILITY = "access", "portability"
FOR_OFFICE: Final = frozenset({HOURS_REPORT, HANDOVER_PROOF, SYNTHESIS})


def require_name(given_to: str | None) -> str | None:
    """Who else a paper is for: a name on one line.

    Raises:
        InvalidRecord: `own-name`: empty, too long, or not plain text.
    """
    if given_to is None:
        return None
    try:
        name = shapes.clean(given_to).strip()
    except ValueError:
        name = ""
    if not name or "\n" in name or len(name) > NAME_LIMIT:
        raise InvalidRecord("invalid-record", "own-name")
    return name


def payload(
    portfolio: Portfolio,
    document: str,
    *,
    data: bytes | None = None,
    sha256: str = "",
    language: str,
    at: datetime,
    by: Author,
    given_to: str | None = None,
) -> dict[str, Any]:
    """What is signed about a paper: of its bytes, or of the SHA-256 of what was streamed."""
    meant_for = OFFICE if document in FOR_OFFICE else CLIENT
    head, size = portfolio.tip()
    return {
        "v": FORMAT,
        "pid": portfolio.pid,
        "document": document,
        "language": language,
        "sha256": sha256 if data is None else digest(data),
        "for": meant_for if given_to is None else OTHER,
        "name": given_to,
        "at": at.isoformat(timespec="seconds"),
        "by": by.json(),
        "head": head,
        "size": size,
        "ledger": portfolio.ledger.tip()[1],
    }
