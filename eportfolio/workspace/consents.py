"""Use cases on the client's decisions: record, refuse, withdraw, list."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eportfolio import consent as rules
from eportfolio import records, texts
from eportfolio.consent import CONSENT_TYP, EVENT_TYP, Consent, Event, Facts
from eportfolio.consent.decisions import (
    EXPIRED,
    GIVEN,
    REFUSED,
    SUPERSEDED,
    WITHDRAWN,
    aware,
    read_consent,
    read_event,
)
from eportfolio.consent.groups import covers
from eportfolio.errors import InvalidRecord, NotPermitted, WrongUsage
from eportfolio.journal import CURRENT
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.records.consent_request import ConsentRequest, parse_request
from eportfolio.register import Action
from eportfolio.workspace.reading import Talk, talk
from eportfolio.workspace.session import Session
from eportfolio.workspace.shown import shown_text
from eportfolio.workspace.sources import Source, opened, require_showable


@dataclass(frozen=True)
class Decision:
    """A recorded decision and its state now."""

    consent: Consent
    state: str


@dataclass(frozen=True)
class Offered:
    """One record that a client may leave out."""

    record: RecordId
    kind: str
    headline: str


@dataclass(frozen=True)
class Offer:
    """An item group with what is in it now. `special`: it needs a yes of its own."""

    group: str
    title: str
    layer: str
    special: bool
    records: tuple[Offered, ...]


@dataclass(frozen=True)
class SheetVersion:
    """What the number of a printed sheet leads to. `made`: when that version was."""

    number: str
    head: str
    size: int
    made: datetime


class Consents:
    """What clients decided, per client."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def offer(self, pid: str) -> list[Offer]:
        """What the client can choose from, in the order of the consent sheet. What may really go
        is judged by the gate, over every version of a record."""
        with self._session.portfolio(pid) as portfolio:
            current = [one for one in portfolio.records() if one.status == CURRENT]
        return [
            Offer(
                group.name,
                group.title,
                group.layer,
                group.special,
                tuple(
                    Offered(one.id, one.kind, records.headline(one.kind, one.body))
                    for one in current
                    if any(covers(entry, one.kind, one.body) for entry in group.covers)
                ),
            )
            for group in rules.load_groups().values()
        ]

    def talk(self, pid: str) -> Talk:
        """In which language one talks with the client, and whether with an interpreter.

        Raises:
            WrongUsage: no such client.
        """
        with self._session.portfolio(pid) as portfolio:
            return talk(portfolio.records("client"))

    def give(self, pid: str, request: Mapping[str, Any], source: Source) -> Decision:
        """Record a yes; `source` opens the evidence that the request names.

        Raises:
            InvalidRecord: the request is not complete, or its dates cannot be.
            NotPermitted: `consent-evidence`: what proves it is lacking.
        """
        with self._session.logged(Action.CONSENT, pid):
            return self._record(pid, request, source, GIVEN)

    def refuse(self, pid: str, request: Mapping[str, Any], source: Source) -> Decision:
        """Record a no: a neutral fact that disables nothing else."""
        with self._session.logged(Action.CONSENT, pid):
            return self._record(pid, request, source, REFUSED)

    def _record(self, pid: str, data: Mapping[str, Any], source: Source, decision: str) -> Decision:
        session = self._session
        now = session.now()
        request = parse_request(data, given=decision == GIVEN, now=now)
        scope = rules.resolve(request.groups, request.explicit, rules.load_groups())
        if decision == GIVEN and not scope:
            raise InvalidRecord("invalid-record", "consent-nothing")
        contact = session.register.find_contact(request.recipient, now.date())
        if contact is None and decision == GIVEN:
            raise NotPermitted("unknown-recipient")
        with session.portfolio(pid) as portfolio:
            with portfolio.transaction():
                _require_excluded(portfolio, request)
                evidence = _evidence(portfolio, request, source)
                statement = portfolio.ledger.sign(
                    rules.build(
                        request,
                        decision,
                        Facts(
                            id=str(uuid.uuid4()),
                            pid=pid,
                            recipient_name=contact.card.name if contact else "",
                            recipient_organisation=contact.card.organisation if contact else "",
                            scope=scope,
                            notice=texts.notice(request.notice, request.language),
                            evidence=evidence,
                            head=_head(portfolio, request, now, given=decision == GIVEN),
                            recorded_at=now,
                            recorded_by=session.author.json(),
                            ledger=portfolio.ledger.tip()[1],
                            shown=shown_text(request.language) if request.shown else None,
                        ),
                    ),
                    CONSENT_TYP,
                    session.signer,
                )
                self._note_ended(portfolio, now, statement.hash)
                portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)
            session.saved(portfolio, ())
            return self._find(portfolio, statement.hash, now)

    def _note_ended(self, portfolio: Portfolio, now: datetime, newer: str | None = None) -> None:
        """Sign what ended by itself: an earlier yes by the newest decision (`newer`, its hash)
        for the same recipient and purpose, or by its date. States are judged without these
        events too; they are there for whoever reads the ledger."""
        consents, events = read_all(portfolio)
        for one in consents:
            state = rules.find_state(one, consents, events, now)
            noted = any(e.consent == one.hash and e.event == state for e in events)
            own = one.signer in self._session.own
            if own and state in (SUPERSEDED, EXPIRED) and not noted:
                extra = {"by_decision": newer} if state == SUPERSEDED and newer else None
                self._add_event(portfolio, one.hash, state, now, None, extra)

    def _add_event(
        self,
        portfolio: Portfolio,
        consent: str,
        event: str,
        now: datetime,
        reason: str | None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        payload = rules.build_event(
            consent,
            event,
            at=now,
            by=self._session.author.json(),
            reason=reason,
            head=portfolio.head,
            ledger=portfolio.ledger.tip()[1],
            extra=extra,
        )
        portfolio.ledger.sign(payload, EVENT_TYP, self._session.signer)

    def withdraw(self, pid: str, consent: str, reason: str | None) -> Decision:
        """The client takes a yes back: from now on nothing leaves under it, and everything that
        this recipient got for this purpose is asked back (consent.md, state).

        Raises:
            WrongUsage: no such consent.
            NotPermitted: it was no yes, or it was withdrawn before.
        """
        with self._session.logged(Action.WITHDRAW, pid):
            return self._withdraw(pid, consent, reason)

    def _withdraw(self, pid: str, consent: str, reason: str | None) -> Decision:
        session = self._session
        now = session.now()
        with session.portfolio(pid) as portfolio:
            found = self._find(portfolio, consent, now)
            if found.consent.decision != GIVEN or found.state == WITHDRAWN:
                raise NotPermitted(f"consent-{found.state}", "consent-no-withdrawal")
            renewed = self._shared_before(portfolio, found.consent, now)
            for one in (found.consent.hash, *renewed):
                session.register.remember_withdrawn(one)
            with portfolio.transaction():
                self._add_event(portfolio, found.consent.hash, WITHDRAWN, now, reason)
                for one in renewed:
                    self._add_event(portfolio, one, WITHDRAWN, now, None)
                self._note_ended(portfolio, now)
            session.saved(portfolio, ())
            return self._find(portfolio, consent, now)

    def _shared_before(self, portfolio: Portfolio, taken: Consent, now: datetime) -> list[str]:
        """Hashes of the other yeses to this recipient for this purpose under which something went:
        who stops, stops with all of it."""
        from eportfolio.workspace.told import shared_under

        shared = shared_under(portfolio, self._session.own)
        consents, events = read_all(portfolio)
        return [
            one.hash
            for one in consents
            if one.hash in shared and one.hash != taken.hash
            if (one.recipient, one.purpose) == (taken.recipient, taken.purpose)
            if rules.find_state(one, consents, events, now) != WITHDRAWN
        ]

    def all(self, pid: str) -> list[Decision]:
        """Every decision, oldest first, with its state now."""
        now = self._session.now()
        with self._session.portfolio(pid) as portfolio:
            consents, events = read_all(portfolio)
            return [Decision(one, rules.find_state(one, consents, events, now)) for one in consents]

    def sheet(self, pid: str, number: str) -> SheetVersion:
        """The version of a dossier that a printed sheet shows: its head goes into the request, so
        that a sheet that is entered later has the scope of the sheet.

        Raises:
            WrongUsage: no sheet of this dossier has that number.
        """
        with self._session.portfolio(pid) as portfolio:
            moments = revision_moments(portfolio)
            head = rules.find_head(pid, number, (hash_ for _, hash_ in moments))
        for size, (made, hash_) in enumerate(moments, 1):
            if hash_ == head:
                return SheetVersion(rules.sheet_number(pid, hash_), hash_, size, made)
        raise WrongUsage("not-found", "no-such-sheet")

    def evidence(self, pid: str, consent: str) -> tuple[str, bytes]:
        """How the client said it (`expressed.how`) and the bytes that prove it, to look at: they
        stay in memory.

        Raises:
            WrongUsage: no such consent, one without evidence, or too large to be shown.
        """
        session = self._session
        with session.logged(Action.READ_DOCUMENT, pid), session.portfolio(pid) as portfolio:
            found = self._find(portfolio, consent, session.now()).consent
            sizes = {one.sha256: one.size for one in portfolio.attachments()}
            if found.evidence is None or found.evidence not in sizes:
                raise WrongUsage("not-found", "no-such-document")
            require_showable(sizes[found.evidence])
            data = b"".join(portfolio.read_attachment(found.evidence))
            return str(found.payload["expressed"]["how"]), data

    def _find(self, portfolio: Portfolio, consent: str, now: datetime) -> Decision:
        consents, events = read_all(portfolio)
        one = find(consents, consent)
        if one is None:
            raise WrongUsage("not-found", "no-such-consent")
        return Decision(one, rules.find_state(one, consents, events, now))


def find(consents: Iterable[Consent], name: str) -> Consent | None:
    """A consent by its id or by its hash."""
    return next((one for one in consents if name in (one.id, one.hash)), None)


def read_all(portfolio: Portfolio) -> tuple[list[Consent], list[Event]]:
    """All decisions and what happened to them, in the order of the ledger."""
    consents: list[Consent] = []
    events: list[Event] = []
    for one in portfolio.ledger.of(CONSENT_TYP, EVENT_TYP):
        if one.typ == CONSENT_TYP:
            consents.append(read_consent(one.payload(), one.hash, one.kid, one.place))
        else:
            events.append(read_event(one.payload(), one.hash, one.kid, one.place))
    return consents, events


def _require_excluded(portfolio: Portfolio, request: ConsentRequest) -> None:
    """What the client leaves out must exist: a mistyped number would let it go."""
    known = {(one.record, one.seq) for one in portfolio.versions()}
    ids = {record for record, _ in known}
    for text in request.excluded:
        record, _, seq = text.partition("@")
        if (RecordId(record), int(seq)) not in known if seq else record not in ids:
            raise InvalidRecord("invalid-record", "consent-excluded")


def _evidence(portfolio: Portfolio, request: ConsentRequest, source: Source) -> str | None:
    name = request.expressed.evidence
    if name is None:
        return None
    try:
        with opened(source, name) as file:
            return portfolio.attach(file).sha256
    except WrongUsage as error:
        raise NotPermitted("consent-evidence", "evidence-file") from error


def _head(portfolio: Portfolio, request: ConsentRequest, now: datetime, *, given: bool) -> str:
    """The head that the client decided about (consent.md, time of scope). A no is about whatever
    there is."""
    if not given:
        return portfolio.head
    moments = revision_moments(portfolio)
    given_on = request.given_on or now
    if request.head is not None:
        known = {hash_: at for at, hash_ in moments}
        if request.head not in known or known[request.head] > given_on:
            raise InvalidRecord("invalid-record", "consent-head")
        return request.head
    if request.given_on is None:
        return portfolio.head
    return rules.head_before(moments, given_on)


def revision_moments(portfolio: Portfolio) -> list[tuple[datetime, str]]:
    """When each revision was made: exactly where its items are known, else its day."""
    chain = portfolio.journal.chain()
    exact: dict[str, datetime] = {}
    for version in portfolio.journal.versions(chain):
        if version.at:
            exact[version.revision] = aware(version.at)
    zone = datetime.now().astimezone().tzinfo
    return [
        (
            exact.get(one.hash) or datetime(one.day.year, one.day.month, one.day.day, tzinfo=zone),
            one.hash,
        )
        for one in chain.in_order()
    ]
