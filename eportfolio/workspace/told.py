"""What the statements of a dossier say about notices: made, answered, still to do.

Pure but for the file it reads: everything follows from signed facts, so that a lost file or a kill
hides nothing (docs/formats/notice.md, waiting).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import Claims
from eportfolio.bundle.notice import Acknowledgement, Notice
from eportfolio.consent import EVENT_TYP
from eportfolio.consent.decisions import WITHDRAWN, read_event
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.register import Told
from eportfolio.register.withdrawals import (
    ANSWERED,
    MADE,
    SETTLED,
    SUPERSEDED,
    TO_ANSWER,
    TO_MAKE,
)

SENT, RECEIVED = "sent", "received"
_TYPES = (
    EVENT_TYP,
    bundle_claims.TYP,
    receipts.TYP,
    notices.TYP,
    notices.ACK_TYP,
    notices.SETTLED_TYP,
)


@dataclass(frozen=True)
class Ending:
    """The withdrawal of a permission: the first event that says so."""

    event: Statement
    at: datetime


class Facts:
    """The statements of one dossier that notices are about."""

    def __init__(self, portfolio: Portfolio, own: Collection[str]) -> None:
        self.sent: list[Claims] = []
        self.received: list[Claims] = []
        self.made: list[Notice] = []
        self.taken_in: list[Notice] = []
        self.statements: dict[str, Statement] = {}
        self.answers: dict[str, tuple[Statement, Acknowledgement]] = {}
        self.settled: set[tuple[str, str]] = set()
        self.withdrawn: dict[str, Ending] = {}
        self.complete: set[str] = set()
        for one in portfolio.ledger.of(*_TYPES):
            self._add(one, is_own=one.kid in own)

    def _add(self, one: Statement, *, is_own: bool) -> None:
        signed = one.payload()
        if one.typ == bundle_claims.TYP:
            (self.sent if is_own else self.received).append(bundle_claims.read_claims(signed))
        elif one.typ == notices.TYP:
            self.statements[one.hash] = one
            known = notices.read_notice(signed, one.hash)
            (self.made if is_own else self.taken_in).append(known)
        elif one.typ == notices.ACK_TYP:
            answer = notices.read_acknowledgement(signed)
            self.answers.setdefault(answer.notice, (one, answer))
        elif one.typ == notices.SETTLED_TYP:
            self.settled.add((str(signed["bundle"]), str(signed["notice"] or "")))
        elif one.typ == receipts.TYP:
            if receipts.is_complete(signed):
                self.complete.add(str(signed["bundle"]))
        elif is_own:
            event = read_event(signed, one.hash, one.kid)
            if event.event == WITHDRAWN:
                self.withdrawn.setdefault(event.consent, Ending(one, event.at))

    def notice_of(self, bundle: str, about: str) -> Notice | None:
        """The notice of ours about a bundle, if it was made."""
        return next((n for n in self.made if (n.bundle, n.about) == (bundle, about)), None)

    def waiting_bundles(self, consent: str) -> list[Claims]:
        """Our bundles under a permission that was taken back."""
        return [one for one in self.sent if one.consent == consent and consent in self.withdrawn]

    @property
    def ended_elsewhere(self) -> list[str]:
        """Consents that others told us are withdrawn."""
        return [one.consent for one in self.taken_in if one.about == notices.TAKEN_BACK]

    def rows(self, pid: str) -> Iterator[Told]:
        """Everything that was or must be told about this dossier."""
        for claims in self.sent:
            told = [one for one in self.made if one.bundle == claims.id]
            ending = self.withdrawn.get(claims.consent)
            if ending and not any(one.about == notices.TAKEN_BACK for one in told):
                state = self._state(claims, claims.items, "", TO_MAKE)
                yield Told(
                    pid, SENT, claims.id, "", notices.TAKEN_BACK, state, claims.aud,
                    claims.consent, ending.at.isoformat(),
                )  # fmt: skip
            for one in told:
                yield _row(SENT, one, one.aud, self._state(claims, one.digests, one.hash, MADE))
        for one in self.taken_in:
            state = ANSWERED if one.hash in self.answers else TO_ANSWER
            yield _row(RECEIVED, one, one.sender, state)

    def _state(self, claims: Claims, digests: Collection[str], notice: str, waits: str) -> str:
        if notice in self.answers:
            return ANSWERED
        if (claims.id, notice) in self.settled:
            return SETTLED
        ending = self.withdrawn.get(claims.consent)
        if ending is None:
            return waits
        also = [
            one.digests
            for one in self.made
            if one.hash in self.answers and one.about == notices.TAKEN_BACK
            if (one.aud, one.consent) == (claims.aud, claims.consent)
        ]
        if notices.is_covered(digests, also):  # the same was sent twice and answered once
            return ANSWERED
        again = [
            one.items
            for one in self.sent
            if one.aud == claims.aud and one.consent != claims.consent
            if one.purpose != claims.purpose or one.made > ending.at
            if one.consent not in self.withdrawn and one.id in self.complete
        ]
        return SUPERSEDED if notices.is_covered(digests, again) else waits


def _row(direction: str, notice: Notice, other: str, state: str) -> Told:
    return Told(
        notice.pid, direction, notice.bundle, notice.hash, notice.about, state, other,
        notice.consent, notice.made.isoformat(),
    )  # fmt: skip
