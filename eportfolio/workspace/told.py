"""What the statements of a dossier say about notices: made, answered, still to do.

Pure but for the file it reads: everything follows from signed facts, so that a lost file or a kill
hides nothing (docs/formats/notice.md, waiting).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import RETURN, Claims
from eportfolio.bundle.notice import Acknowledgement, Notice
from eportfolio.consent import CONSENT_TYP, EVENT_TYP, Consent, Version
from eportfolio.consent.decisions import WITHDRAWN, aware, read_consent, read_event
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio, erasing, locking, requests
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
    erasing.TYP,
    requests.REQUEST_TYP,
    requests.DECISION_TYP,
)


def shared_under(portfolio: Portfolio, own: Collection[str]) -> frozenset[str]:
    """Hashes of the permissions under which a bundle of ours was made."""
    made = (one for one in portfolio.ledger.of(bundle_claims.TYP) if one.kid in own)
    return frozenset(bundle_claims.read_claims(one.payload()).consent for one in made)


def used(portfolio: Portfolio, own: Collection[str]) -> frozenset[str]:
    """Hashes of the permissions whose recipient may have a copy from us for that purpose: made
    under the permission itself, or under one before it that it renewed."""
    shared = shared_under(portfolio, own)
    holds: set[tuple[str, str]] = set()
    found = set()
    for one in portfolio.ledger.of(CONSENT_TYP) if shared else ():
        consent = read_consent(one.payload(), one.hash, one.kid)
        about = (consent.recipient, consent.purpose)
        if consent.hash in shared:
            holds.add(about)
        if about in holds:
            found.add(consent.hash)
    return frozenset(found)


@dataclass(frozen=True)
class Ending:
    """The withdrawal of a permission: the first event that says so."""

    event: Statement
    at: datetime


@dataclass(frozen=True)
class Change:
    """What was erased here, or corrected because the client asked by right (AVG 19): the items
    that nobody should go on with, and the versions that came in their place."""

    about: str
    old: frozenset[str]
    newer: frozenset[str]
    at: datetime
    n: int  # where that stands in the ledger


@dataclass(frozen=True)
class Unheard:
    """What must still be told about one bundle in one word: which items, since when, and where the
    last of it stands in the ledger."""

    about: str
    digests: frozenset[str]
    since: datetime
    n: int


class Facts:
    """The statements of one dossier that notices are about."""

    def __init__(self, portfolio: Portfolio, own: Collection[str]) -> None:
        self.sent: list[Claims] = []
        self.received: list[Claims] = []
        self.made: list[Notice] = []
        self.taken_in: list[Notice] = []
        self.statements: dict[str, Statement] = {}
        self.answers: dict[str, tuple[Statement, Acknowledgement]] = {}
        self.settled: dict[tuple[str, str], int] = {}  # by bundle, and notice or word
        self.withdrawn: dict[str, Ending] = {}
        self.complete: set[str] = set()
        self._tombstones: list[Statement] = []
        self._rights: list[Statement] = []
        self._portfolio, self._own = portfolio, own
        for one in portfolio.ledger.of(*_TYPES):
            if one.typ in (requests.REQUEST_TYP, requests.DECISION_TYP):
                self._rights.append(one)
            else:
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
            about = signed["notice"] or signed.get("about", notices.TAKEN_BACK)
            self.settled[str(signed["bundle"]), str(about)] = one.n
        elif one.typ == erasing.TYP:
            if is_own:
                self._tombstones.append(one)
        elif one.typ == receipts.TYP:
            if receipts.is_complete(signed):
                self.complete.add(str(signed["bundle"]))
        elif is_own:
            event = read_event(signed, one.hash, one.kid)
            if event.event == WITHDRAWN:
                self.withdrawn.setdefault(event.consent, Ending(one, event.at))

    @cached_property
    def changes(self) -> list[Change]:
        """What was erased here, and what was corrected at the request of the client; read while
        the file is open."""
        return [*self._erased(), *self._corrected()] if self.sent else []

    def _erased(self) -> Iterator[Change]:
        """What was erased here; not what went because somebody else asked: that was shared further
        under a permission of its own, and is asked back under that one."""
        asked = {one.hash for one in self.taken_in if one.hash in self.answers}
        may_answer = asked and self._tombstones
        unlocks = self._portfolio.ledger.of(locking.UNLOCK_TYP) if may_answer else ()
        unlocked = {one.n: one.payload() for one in unlocks if one.kid in self._own}
        for one in self._tombstones:
            # An answer unlocks what it wipes: that is the next line, of the same transaction.
            following = unlocked.get(one.n + 1, {})
            if following.get("ground") != notices.GONE or following["notice"] not in asked:
                at = aware(str(one.payload()["at"]))
                yield Change(notices.ERASED, erasing.signed_away([one]), frozenset(), at, one.n)

    def _corrected(self) -> Iterator[Change]:
        """What was corrected at the request of the client: the versions before the decision."""
        asked = {one.hash: one for one in requests.read(self._rights)}
        granted = [
            (one.n, signed)
            for one in self._rights
            if one.typ == requests.DECISION_TYP and (signed := one.payload())["records"]
            if asked[signed["request"]].right == requests.RECTIFICATION
        ]
        versions = self._portfolio.versions() if granted else ()
        for n, signed in granted:
            for record in signed["records"]:
                known = [one for one in versions if one.record == record]
                since = [one.seq for one in known if one.revision == signed["head"]]
                # Else it was erased afterwards; and who changed layer X only, changed nothing that
                # anybody else has.
                if since and _shown(known, since[0] - 1) != _shown(known, since[0]):
                    yield Change(
                        notices.CORRECTED,
                        frozenset(one.digest for one in known if one.seq < since[0]),
                        frozenset(one.digest for one in known if one.seq >= since[0]),
                        aware(str(signed["at"])),
                        n,
                    )

    def unheard(self, claims: Claims) -> list[Unheard]:
        """What was erased or corrected of a bundle of ours, and not told yet; one for each word.
        Of a permission that was taken back everything is asked back: of that, what the answer
        says is kept."""
        is_ended = claims.consent in self.withdrawn
        there = self.kept_back(claims) if is_ended else claims.items
        found = []
        for about in (notices.ERASED, notices.CORRECTED):
            told = [
                one.digests for one in self.made if (one.bundle, one.about) == (claims.id, about)
            ]
            due = [
                one
                for one in self.changes
                if one.about == about
                and not claims.items & one.newer
                and not notices.is_covered(there & one.old, told)
                and not self._has_newer(claims, one)
            ]
            if due:
                old = there & frozenset[str]().union(*(one.old for one in due))
                last = max(due, key=lambda one: one.n)
                found.append(Unheard(about, old, last.at, last.n))
        return found

    def kept_back(self, claims: Claims) -> frozenset[str]:
        """Items of a bundle of ours that was asked back and that its recipient keeps all the
        same, as the last answer says."""
        asked = {
            one.hash
            for one in self.made
            if one.about == notices.TAKEN_BACK and _is_alike(one, claims)
        }
        said: dict[str, str] = {}
        for hash_, (_, answer) in self.answers.items():  # in the order of the ledger
            said |= answer.items if hash_ in asked else {}
        return frozenset(one for one in claims.items if said.get(one) == notices.KEPT)

    def _answered(self, notice: Notice) -> Mapping[str, str]:
        """What became of each item of a notice of ours; nothing before it is answered."""
        return self.answers[notice.hash][1].items if notice.hash in self.answers else {}

    def _has_newer(self, claims: Claims, change: Change) -> bool:
        """Whether the version that came in its place arrived at the same recipient."""
        return any(
            one.aud == claims.aud and one.id in self.complete and one.items & change.newer
            for one in self.sent
        )

    def notice_of(self, bundle: str, about: str) -> Notice | None:
        """The notice of ours about a bundle, if it was made."""
        return next((n for n in self.made if (n.bundle, n.about) == (bundle, about)), None)

    def stays_there(self, claims: Claims) -> bool:
        """Whether what went in a bundle of ours, and is still here, is also still with its
        recipient, as far as is known: nothing was wiped, and of a permission that was taken back
        everything is kept on a ground."""
        answers = [self.answers[one.hash][1] for one in self.made if one.hash in self.answers]
        said = {
            digest: what
            for answer in answers
            for digest, what in answer.items.items()
            if digest in claims.items
        }
        here = claims.items - erasing.signed_away(self._tombstones)
        if claims.consent in self.withdrawn:
            return all(said.get(digest) == notices.KEPT for digest in here)
        return all(said.get(digest) != notices.GONE for digest in here)

    def asked_back(self, consent: Consent) -> list[Claims]:
        """Our bundles under a permission that was taken back, and under those that ended with it:
        to the same recipient, for the same purpose, at the same moment."""
        at = self.withdrawn[consent.hash].at
        together = {hash_ for hash_, one in self.withdrawn.items() if one.at == at}
        same = (consent.recipient, consent.purpose)
        return [
            one
            for one in self.sent
            if one.consent in together
            if one.consent == consent.hash or (one.aud, one.purpose) == same
        ]

    @property
    def returned(self) -> frozenset[str]:
        """Permissions that were recorded here, and under which something came back. Whether one
        of them ended is said here; by others it is only told."""
        return frozenset(one.consent for one in self.received if one.purpose == RETURN)

    @property
    def ended_elsewhere(self) -> list[str]:
        """Consents of others that they told us are withdrawn."""
        taken = (one.consent for one in self.taken_in if one.about == notices.TAKEN_BACK)
        return [one for one in taken if one not in self.returned]

    def rows(self, pid: str) -> Iterator[Told]:
        """Everything that was or must be told about this dossier."""
        for claims in self.sent:
            told = [one for one in self.made if one.bundle == claims.id]
            ending = self.withdrawn.get(claims.consent)
            if ending and not any(one.about == notices.TAKEN_BACK for one in told):
                state = self._state(claims, notices.TAKEN_BACK, claims.items, "", TO_MAKE)
                yield Told(
                    pid, SENT, claims.id, "", notices.TAKEN_BACK, state, claims.aud,
                    claims.consent, ending.at.isoformat(),
                )  # fmt: skip
            for due in self.unheard(claims):
                settled = self.settled.get((claims.id, due.about), 0)
                yield Told(
                    pid, SENT, claims.id, "", due.about, TO_MAKE if settled < due.n else SETTLED,
                    claims.aud, claims.consent, due.since.isoformat(),
                )  # fmt: skip
            for one in told:
                state = self._state(claims, one.about, one.digests, one.hash, MADE)
                yield _row(SENT, one, one.aud, state)
        for one in self.taken_in:
            state = ANSWERED if one.hash in self.answers else TO_ANSWER
            yield _row(RECEIVED, one, one.sender, state)

    def _state(
        self, claims: Claims, about: str, digests: Collection[str], notice: str, waits: str
    ) -> str:
        if notice in self.answers:
            return ANSWERED
        if (claims.id, notice or notices.TAKEN_BACK) in self.settled:
            return SETTLED
        also = [
            # What was kept when it was asked back is still to be corrected.
            [item for item, became in said.items() if one.about == about or became != notices.KEPT]
            for one in self.made
            if (said := self._answered(one)) and one.about in (about, notices.TAKEN_BACK)
            if _is_alike(one, claims)
        ]
        if notices.is_covered(digests, also):  # the same was told twice and answered once
            return ANSWERED
        ending = self.withdrawn.get(claims.consent)
        if ending is None:
            return waits
        again = [
            one.items
            for one in self.sent
            if one.aud == claims.aud and one.consent != claims.consent
            if one.purpose != claims.purpose or one.made > ending.at
            if one.consent not in self.withdrawn and one.id in self.complete
        ]
        return SUPERSEDED if notices.is_covered(digests, again) else waits


def _is_alike(notice: Notice, claims: Claims) -> bool:
    """Whether a notice is about a bundle or about the same permission to the same card. A later
    notice about the same bundle may be for a newer card of the same holder."""
    same = (notice.aud, notice.consent) == (claims.aud, claims.consent)
    return notice.bundle == claims.id or same


def _shown(versions: Collection[Version], seq: int) -> tuple[object, str] | None:
    """What a record said after a revision, without its layer X; None while it was not there."""
    until = [one for one in versions if one.part == "" and one.seq <= seq]
    last = max(until, key=lambda one: one.seq, default=None)
    return None if last is None else (last.body, last.status)


def _row(direction: str, notice: Notice, other: str, state: str) -> Told:
    return Told(
        notice.pid, direction, notice.bundle, notice.hash, notice.about, state, other,
        notice.consent, notice.made.isoformat(),
    )  # fmt: skip
