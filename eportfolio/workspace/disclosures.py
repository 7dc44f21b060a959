"""What of a dossier went where, and what came: computed from the signed statements beside the
chain and the rows of the register (docs/formats/rights.md, disclosure ledger).

Invariants:
- Nothing is kept twice: this is a view, and the same statements give the same view.
- A record is named by its id. What was erased since is only counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import notice as notices
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.notice import Notice
from eportfolio.consent import EVENT_TYP, Consent, Version
from eportfolio.consent.decisions import WITHDRAWN, aware
from eportfolio.errors import WrongUsage
from eportfolio.ledger import Statement
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.register import BundleRow
from eportfolio.workspace import papers
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.proofs import receiver_of
from eportfolio.workspace.reading import signers
from eportfolio.workspace.session import Session
from eportfolio.workspace.standing import CLOSING_TYP

BUNDLE_SENT, BUNDLE_RECEIVED = "bundle-sent", "bundle-received"
RECEIPT_GOT, RECEIPT_GIVEN = "receipt-got", "receipt-given"
CONSENT_WITHDRAWN, DOSSIER_CLOSED = "consent-withdrawn", "dossier-closed"
NOTICE, ACKNOWLEDGEMENT, PAPER = "notice", "acknowledgement", "paper"

UNANSWERED, PARTLY, RECEIPTED = "unanswered", "partly", "receipted"
UNFINISHED = "unfinished"  # begun, and killed before the file appeared
# Papers that hold the whole dossier as it was then.
_WHOLE = frozenset(
    {papers.CLIENT_PORTFOLIO, papers.REVIEW_SHEET, papers.CONSENT_SHEET, papers.ACCESS}
)


@dataclass(frozen=True)
class Disclosure:
    """One line. `what` says which kind; the rest as far as that kind has it.

    `state` of a bundle that was sent: `unanswered`, `partly`, `receipted`, `withdrawn` or
    `unfinished`. `arrived`: a receipt proves all of it. `card`, `name`, `organisation`: the other
    side, or whom a paper is for (`meant_for`: `client`, `office`, `other`). `records` are those
    that are here; `items` counts every disclosure, what was erased too.
    """

    at: str
    what: str
    statement: str
    state: str = ""
    arrived: bool = False
    card: str = ""
    name: str = ""
    organisation: str = ""
    purpose: str = ""
    consent: str = ""
    bundle: str = ""
    records: tuple[RecordId, ...] = ()
    items: int = 0
    withheld: int = 0
    document: str = ""
    language: str = ""
    sha256: str = ""
    meant_for: str = ""
    size: int = 0

    def json(self) -> dict[str, Any]:
        """As `--json` and an access export have it."""
        return asdict(self) | {"records": list(self.records)}


@dataclass(frozen=True)
class _Facts:
    """What the lines are made of."""

    statements: Sequence[Statement]
    consents: Sequence[Consent]
    own: Collection[str]
    names: Mapping[str, tuple[str, str]]
    record_of: Mapping[str, RecordId]


class Disclosures:
    """The disclosure ledger of one client."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, pid: str, record: RecordId | None = None) -> list[Disclosure]:
        """Every line of a dossier, the oldest first; `record`: only what concerns it.

        Raises:
            WrongUsage: no such client or record.
        """
        with self._session.portfolio(pid) as portfolio:
            return read(self._session, portfolio, record)

    def recipients(self, pid: str, records: Collection[RecordId]) -> list[Disclosure]:
        """The bundles that were sent with one of these records, the last of each recipient: who is
        to be told of a correction, an erasure or a restriction (AVG 19).

        Raises:
            WrongUsage: no such client.
        """
        found = {
            one.card: one
            for one in self.of(pid)
            if one.what == BUNDLE_SENT and one.state != UNFINISHED and {*one.records} & {*records}
        }
        return list(found.values())


def read(
    session: Session, portfolio: Portfolio, record: RecordId | None = None
) -> list[Disclosure]:
    """The ledger of an open dossier."""
    versions = portfolio.versions()
    lines = lines_of(session, portfolio, versions)
    if record is None:
        return lines
    since = min((one.seq for one in versions if one.record == record), default=None)
    if since is None:
        raise WrongUsage("not-found", "no-such-record")
    kind = next(one.kind for one in versions if one.record == record)
    return [one for one in lines if record in one.records or _on_paper(one, kind, since)]


def _on_paper(line: Disclosure, kind: str, since: int) -> bool:
    """Whether a paper held a record: it holds a whole dossier, or all lines of hours."""
    if line.what != PAPER or line.size < since:
        return False
    return line.document in _WHOLE or (line.document == papers.HOURS_REPORT and kind == "urenregel")


def lines_of(
    session: Session, portfolio: Portfolio, versions: Sequence[Version]
) -> list[Disclosure]:
    """All lines, the oldest first; `versions` are those of the dossier."""
    facts = _Facts(
        portfolio.ledger.all(),
        read_all(portfolio)[0],
        session.own,
        _names(session, portfolio),
        {one.digest: one.record for one in versions},
    )
    found = [line for one in facts.statements for line in _line(facts, one)]
    lines = list(_judged(facts, found))
    known = {one.bundle for one in lines if one.what == BUNDLE_SENT}
    lines += [
        _unfinished(facts, row)
        for row in session.register.bundles(portfolio.pid)
        if row.direction == "sent" and row.id not in known
    ]
    return sorted(lines, key=lambda one: aware(one.at))


def _names(session: Session, portfolio: Portfolio) -> dict[str, tuple[str, str]]:
    """Name and organisation by card: contacts, authors of the dossier, ourselves."""
    cards = [one.card for one in session.register.contacts(session.now().date())]
    contacts = {one.thumbprint: (one.name, one.organisation) for one in cards}
    return contacts | signers(portfolio, session.vault.identities)


def _line(facts: _Facts, one: Statement) -> Iterator[Disclosure]:
    makers = {
        bundle_claims.TYP: _bundle,
        receipts.TYP: _receipt,
        EVENT_TYP: _event,
        CLOSING_TYP: _closing,
        papers.TYP: _paper,
        notices.TYP: _notice,
        notices.ACK_TYP: _answer,
    }
    if one.typ in makers and (line := makers[one.typ](facts, one, one.payload())):
        yield line


def _bundle(facts: _Facts, one: Statement, _: Mapping[str, Any]) -> Disclosure:
    claims = bundle_claims.read_claims(one.payload())
    mine = one.kid in facts.own
    licence = find(facts.consents, claims.consent)
    card = claims.aud if mine else one.kid
    name, organisation = facts.names.get(card, ("", ""))
    if mine and licence:
        name, organisation = receiver_of(claims, licence)
    return Disclosure(
        at=claims.made.isoformat(),
        what=BUNDLE_SENT if mine else BUNDLE_RECEIVED,
        statement=one.hash,
        card=card,
        name=name,
        organisation=organisation,
        purpose=claims.purpose,
        consent=claims.consent_id,
        bundle=claims.id,
        records=_records(facts, claims.items),
        items=len(claims.items),
        withheld=len(claims.withheld),
        size=claims.size,
    )


def _receipt(facts: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure:
    name, organisation = facts.names.get(one.kid, ("", ""))
    mine = one.kid in facts.own
    return Disclosure(
        at=str(signed["at"]),
        what=RECEIPT_GIVEN if mine else RECEIPT_GOT,
        statement=one.hash,
        state=RECEIPTED if receipts.is_complete(signed) else PARTLY,
        arrived=receipts.is_complete(signed),
        card=one.kid,
        name=name,
        organisation=organisation,
        bundle=str(signed["bundle"]),
        records=_records(facts, signed["items"]),
        items=len(signed["items"]),
    )


def _event(facts: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure | None:
    if signed["event"] != WITHDRAWN or _is_said_before(facts, one, signed):
        return None
    consent = find(facts.consents, str(signed["consent"]))
    return Disclosure(
        at=str(signed["at"]),
        what=CONSENT_WITHDRAWN,
        statement=one.hash,
        card=consent.recipient if consent else "",
        name=consent.recipient_name if consent else "",
        organisation=consent.recipient_organisation if consent else "",
        purpose=consent.purpose if consent else "",
        consent=consent.id if consent else "",
    )


def _is_said_before(facts: _Facts, one: Statement, signed: Mapping[str, Any]) -> bool:
    """For a notice a withdrawal is signed again without the client's reason; it is one line."""
    return any(
        said["event"] == WITHDRAWN and said["consent"] == signed["consent"]
        for said in (
            other.payload()
            for other in facts.statements
            if other.typ == EVENT_TYP and other.n < one.n
        )
    )


def _closing(_: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure:
    return Disclosure(str(signed["at"]), DOSSIER_CLOSED, one.hash, bundle=str(signed["bundle"]))


def _paper(_: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure:
    return Disclosure(
        at=str(signed["at"]),
        what=PAPER,
        statement=one.hash,
        name=str(signed["name"] or ""),
        document=str(signed["document"]),
        language=str(signed["language"]),
        sha256=str(signed["sha256"]),
        meant_for=str(signed["for"]),
        records=(RecordId(signed["record"]),) if "record" in signed else (),
        size=int(signed["size"]),
    )


def _notice(facts: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure:
    """What was told about a bundle: a withdrawal, a correction, an erasure."""
    notice = notices.read_notice(signed, one.hash)
    other = notice.aud if one.kid in facts.own else notice.sender
    return _told(facts, one, notice, notice.made.isoformat(), NOTICE, other)


def _answer(facts: _Facts, one: Statement, signed: Mapping[str, Any]) -> Disclosure:
    """The answer to that."""
    answer = notices.read_acknowledgement(signed)
    (told,) = (other for other in facts.statements if other.hash == answer.notice)
    notice = notices.read_notice(told.payload(), told.hash)
    other = notice.sender if one.kid in facts.own else notice.aud
    return _told(facts, one, notice, answer.at.isoformat(), ACKNOWLEDGEMENT, other)


def _told(
    facts: _Facts, one: Statement, notice: Notice, at: str, what: str, other: str
) -> Disclosure:
    name, organisation = facts.names.get(other, ("", ""))
    return Disclosure(
        at=at,
        what=what,
        statement=one.hash,
        card=other,
        name=name,
        organisation=organisation,
        bundle=notice.bundle,
        records=_records(facts, notice.digests),
        items=len(notice.digests),
    )


def _records(facts: _Facts, digests: Collection[str]) -> tuple[RecordId, ...]:
    return tuple(sorted({facts.record_of[one] for one in digests if one in facts.record_of}))


def _judged(facts: _Facts, lines: Sequence[Disclosure]) -> Iterator[Disclosure]:
    """Lines with what later ones say: what became of a bundle, what a withdrawal is about."""
    whole = {one.bundle for one in lines if one.state == RECEIPTED}
    partly = {one.bundle for one in lines if one.state == PARTLY}
    ended = {one.consent for one in lines if one.what == CONSENT_WITHDRAWN}
    by_consent: dict[str, set[RecordId]] = {}
    by_bundle: dict[str, Disclosure] = {}
    for one in lines:
        if one.what in (BUNDLE_SENT, BUNDLE_RECEIVED):
            by_consent.setdefault(one.consent, set()).update(one.records)
            by_bundle[one.bundle] = one
    for one in lines:
        arrived = one.arrived or one.bundle in whole
        if one.what == BUNDLE_SENT:
            answered = PARTLY if one.bundle in partly else UNANSWERED
            state = RECEIPTED if arrived else answered
            yield replace(one, arrived=arrived, state=WITHDRAWN if one.consent in ended else state)
        elif one.what == BUNDLE_RECEIVED:
            yield replace(one, arrived=arrived, state=WITHDRAWN if one.consent in ended else "")
        elif one.what == CONSENT_WITHDRAWN:
            yield replace(one, records=tuple(sorted(by_consent.get(one.consent, ()))))
        elif one.what in (RECEIPT_GIVEN, RECEIPT_GOT, DOSSIER_CLOSED) and one.bundle in by_bundle:
            yield _of_bundle(one, by_bundle[one.bundle])
        else:
            yield one


def _of_bundle(line: Disclosure, bundle: Disclosure) -> Disclosure:
    """A receipt or closing with the other side and purpose of its bundle."""
    return replace(
        line,
        card=bundle.card,
        name=bundle.name,
        organisation=bundle.organisation,
        purpose=bundle.purpose,
        consent=bundle.consent,
        records=line.records or bundle.records,
    )


def _unfinished(facts: _Facts, row: BundleRow) -> Disclosure:
    name, organisation = facts.names.get(row.other, ("", ""))
    return Disclosure(
        at=row.made,
        what=BUNDLE_SENT,
        statement="",
        state=UNFINISHED,
        card=row.other,
        name=name,
        organisation=organisation,
        bundle=row.id,
        records=_records(facts, row.digests),
        items=len(row.digests),
    )
