"""What is kept of a paper about a client that was written to a place outside the vault
(docs/formats/rights.md, paper)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from eportfolio import shapes
from eportfolio.crypto import digest
from eportfolio.errors import InvalidRecord, NotPermitted
from eportfolio.journal import Author
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.records import RecordId, references

TYP: Final = "paper-made+jws"
FORMAT: Final = 1
CLIENT, OFFICE, OTHER = "client", "office", "other"
NAME_LIMIT: Final = 200  # characters
HOUR_LINE: Final = "urenregel"

CLIENT_PORTFOLIO, CONSENT_SHEET, REVIEW_SHEET, CONSENT_RECEIPT, HOURS_REPORT, HANDOVER_PROOF = (
    *("client-portfolio", "consent-sheet", "review-sheet", "consent-receipt"),
    *("hours-report", "handover-proof"),
)
SYNTHESIS = "synthesis"
ACCESS, PORTABILITY = "access", "portability"
DOCUMENT: Final = "document"  # an attached file, as it is
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


def require_shareable(portfolio: Portfolio, document: str, record: RecordId | None = None) -> None:
    """Nothing that is locked goes to somebody else on paper: not a document on which a locked
    record may stand, nor an attached file (`record`) that a locked one refers to.

    Raises:
        NotPermitted: `record-locked`, reason `paper-locked`.
    """
    locked = locks_of(portfolio).keys()
    if not locked:
        return
    if record is not None:
        sha256 = portfolio.record(record).body.get("sha256")
        held = record in locked or any(
            one.id in locked
            and (record in references(one.kind, one.whole) or one.body.get("sha256") == sha256)
            for one in portfolio.records()
        )
    else:
        kinds = (HOUR_LINE,) if document == HOURS_REPORT else ()
        held = any(one.id in locked for one in portfolio.records(*kinds))
    if held:
        raise NotPermitted("record-locked", "paper-locked")


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
    record: RecordId | None = None,
) -> dict[str, Any]:
    """What is signed about a paper: of its bytes, or of the SHA-256 of what was streamed;
    `record`: the document whose file it is."""
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
        **({} if record is None else {"record": record}),
    }
