"""Use cases on paper: what a client takes home, and the sheets of the office.

Invariants:
- A document is made in memory. It is written only to where the person asked, and it is not
  encrypted: whoever holds it can read it.
- Figures come from the clock, decisions from the statements; a document computes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eportfolio import consent as rules
from eportfolio import texts
from eportfolio.checkpoint import make_checkpoint
from eportfolio.errors import NotPermitted, WrongUsage
from eportfolio.outputs.client_paper import Paper
from eportfolio.outputs.client_shared import PAPER, Choice, Sharing
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.records import RecordId
from eportfolio.records.consent_request import read_draft
from eportfolio.register import Action
from eportfolio.statute.dates import written
from eportfolio.store import flush, new_file
from eportfolio.workspace import disclosures, papers
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.proofs import proof
from eportfolio.workspace.reading import client_language, client_name
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import used

if TYPE_CHECKING:
    from eportfolio.outputs.client_portfolio import Portfolio as Facts
    from eportfolio.outputs.consent_sheet import Sheet

__all__ = ["Documents", "Paper"]

DRAWING_LIMIT = 4 * 1024 * 1024  # bytes of a signature that was drawn


class Documents:
    """One method per document; each gives the finished bytes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def client_portfolio(
        self, pid: str, language: str | None = None, *, is_beginning: bool = False
    ) -> Paper:
        """Everything in a dossier that is meant for the client, in the client's language beside
        Dutch. Without a language: the one that the dossier says the client reads. `is_beginning`:
        the first pages, to be looked at while all of it is made.

        Raises:
            WrongUsage: there is no such client.
        """
        from eportfolio.outputs.client_portfolio import client_portfolio

        session = self._session
        with self._logged(pid, is_beginning), session.portfolio(pid) as portfolio:
            facts = portfolio_facts(session, portfolio)
        asked = language or client_language(facts.entries) or texts.DUTCH
        paper = client_portfolio(facts, asked, is_beginning=is_beginning)
        return replace(paper, portfolio=pid, document=papers.CLIENT_PORTFOLIO)

    def consent_sheet(
        self, pid: str, language: str | None = None, draft: Mapping[str, Any] | None = None
    ) -> Paper:
        """The permission to read and sign on paper. Of a draft of a request (`consent give`) the
        recipient, purpose, groups and validity stand on it; nothing is ticked.

        Raises:
            WrongUsage: there is no such client.
            InvalidRecord: the draft names what cannot be.
            NotPermitted: `unknown-recipient`: a card that was never read.
        """
        from eportfolio.outputs.consent_sheet import consent_sheet

        facts = self._sheet(pid, draft or {})
        paper = consent_sheet(facts, language or client_language(facts.entries) or texts.DUTCH)
        return replace(paper, portfolio=pid, document=papers.CONSENT_SHEET)

    def review_sheet(
        self, pid: str, language: str | None = None, *, is_beginning: bool = False
    ) -> Paper:
        """Every record with boxes for what the client says of it; `is_beginning`: the first pages.

        Raises:
            WrongUsage: there is no such client.
        """
        from eportfolio.outputs.consent_sheet import review_sheet

        facts = self._sheet(pid, {}, is_beginning=is_beginning)
        asked = language or client_language(facts.entries) or texts.DUTCH
        paper = review_sheet(facts, asked, is_beginning=is_beginning)
        return replace(paper, portfolio=pid, document=papers.REVIEW_SHEET)

    def consent_receipt(self, pid: str, consent: str | None, language: str | None = None) -> Paper:
        """What the client keeps of a decision: by its id or hash, else of the newest.

        Raises:
            WrongUsage: there is no such client or decision.
        """
        from eportfolio.outputs.consent_receipt import Decided, consent_receipt

        session = self._session
        now, card = session.now(), session.vault.identity.card
        with session.logged(Action.PAPER, pid), session.portfolio(pid) as portfolio:
            consents, events = read_all(portfolio)
            found = find(consents, consent) if consent else next(reversed(consents), None)
            if found is None:
                raise WrongUsage("not-found", "no-such-consent")
            facts = Decided(
                consent=found,
                state=rules.find_state(found, consents, events, now),
                entries=portfolio.records(),
                made=now,
                keeper=card.name,
                organisation=card.organisation,
                checkpoint=make_checkpoint(portfolio.journal.chain(), session.signer),
                evidence=_evidence(portfolio, found.evidence),
                is_used=found.hash in used(portfolio, session.own),
            )
        asked = language or str(found.payload.get("language") or texts.DUTCH)
        paper = consent_receipt(facts, asked)
        return replace(paper, portfolio=pid, document=papers.CONSENT_RECEIPT)

    def hours_report(self, pid: str) -> Paper:
        """Every counter of hours with its bar, months, lines and article, for the office.

        Raises:
            WrongUsage: there is no such client.
        """
        from eportfolio.outputs.hours_report import Hours, hours_report

        session = self._session
        now, card = session.now(), session.vault.identity.card
        with session.logged(Action.PAPER, pid), session.portfolio(pid) as portfolio:
            paper = hours_report(
                Hours(
                    client=client_name(portfolio),
                    outlook=outlook(portfolio, session.own, now, now.date()),
                    made=now,
                    keeper=card.name,
                    organisation=card.organisation,
                    size=portfolio.size,
                    lines={one.id: _hours(one.body) for one in portfolio.records("urenregel")},
                )
            )
        return replace(paper, portfolio=pid, document=papers.HOURS_REPORT)

    def handover_proof(self, pid: str, bundle: str | None = None) -> Paper:
        """What was sent in a bundle and what arrived, item by item, with both signatures: of the
        bundle with this id, else of the last.

        Raises:
            WrongUsage: there is no such client or bundle.
        """
        session = self._session
        with session.logged(Action.PAPER, pid), session.portfolio(pid) as portfolio:
            paper = proof(portfolio, bundle, session.vault.identities, session.now())
        return replace(paper, portfolio=pid, document=papers.HANDOVER_PROOF)

    def contact_card(self) -> Paper:
        """One's own card on a sheet, to give to somebody."""
        from eportfolio.outputs.card_sheet import card_sheet

        return card_sheet(self._session.vault.identity.card, self._session.now())

    def save(self, paper: Paper, out: Path, given_to: str | None = None) -> None:
        """Write a document to where a person wants it. It is not encrypted. One about a client is
        a line of the disclosure ledger: for whom it is, and the SHA-256 of its bytes. `given_to`:
        who gets it, when that is neither the client nor the office.

        Raises:
            InvalidRecord: `own-name`: no name on one line.
            NotPermitted: `record-locked`: for somebody else, while something is locked that may
                stand on it.
            StorageFault: no room, no permission, or something stands there.
        """
        session = self._session
        name = papers.require_name(given_to)
        if paper.portfolio is None:
            with new_file(out, replace=False) as file:
                file.write(paper.data)
            return
        with session.portfolio(paper.portfolio) as portfolio:
            if name is not None:
                papers.require_shareable(portfolio, paper.document)
            with new_file(out, replace=False) as file, portfolio.transaction():
                file.write(paper.data)
                flush(file)
                signed = papers.payload(
                    portfolio,
                    paper.document,
                    data=paper.data,
                    language=paper.language,
                    at=session.now(),
                    by=session.author,
                    given_to=name,
                )
                portfolio.ledger.sign(signed, papers.TYP, session.signer)
            session.saved(portfolio, ())

    def _logged(self, pid: str, is_beginning: bool) -> AbstractContextManager[None]:
        """A document is a line of the access log; its beginning is followed by all of it."""
        return nullcontext() if is_beginning else self._session.logged(Action.PAPER, pid)

    def _sheet(self, pid: str, draft: Mapping[str, Any], *, is_beginning: bool = False) -> Sheet:
        from eportfolio.outputs.consent_sheet import Sheet

        session = self._session
        now, card = session.now(), session.vault.identity.card
        asked = read_draft(draft, now)
        contact = None
        if asked.recipient is not None:
            contact = session.register.find_contact(asked.recipient, now.date())
            if contact is None:
                raise NotPermitted("unknown-recipient")
        with self._logged(pid, is_beginning), session.portfolio(pid) as portfolio:
            return Sheet(
                entries=portfolio.records(),
                made=now,
                number=rules.sheet_number(pid, portfolio.head),
                keeper=card.name,
                organisation=card.organisation,
                recipient=contact.card.name if contact else None,
                recipient_organisation=contact.card.organisation if contact else None,
                purpose=asked.purpose,
                groups=asked.offered,
                until=asked.valid_until,
                notice=asked.notice,
            )


def portfolio_facts(
    session: Session, portfolio: Portfolio, without: Collection[RecordId] = ()
) -> Facts:
    """What the client's portfolio is made of; `without`: records that are left out."""
    from eportfolio.outputs.client_portfolio import Portfolio as Facts

    now, card = session.now(), session.vault.identity.card
    head, size = portfolio.tip()
    return Facts(
        entries=[one for one in portfolio.records() if one.id not in without],
        outlook=outlook(portfolio, session.own, now, now.date()),
        made=now,
        head=head,
        size=size,
        keeper=card.name,
        organisation=card.organisation,
        sharings=_sharings(session, portfolio),
        choices=_choices(portfolio, now),
        locked=locks_of(portfolio).keys(),
    )


def _choices(portfolio: Portfolio, now: datetime) -> list[Choice]:
    consents, events = read_all(portfolio)
    return [
        Choice(
            one.given_on,
            one.recipient_name,
            one.recipient_organisation,
            rules.find_state(one, consents, events, now),
            one.valid_until,
        )
        for one in consents
    ]


def _sharings(session: Session, portfolio: Portfolio) -> list[Sharing]:
    """Every bundle of this dossier, ours and those by which it came here; and papers that were
    made for somebody else."""
    found = []
    for one in disclosures.lines_of(session, portfolio, ()):
        made = datetime.fromisoformat(one.at)
        if one.what == disclosures.BUNDLE_RECEIVED:
            card = session.vault.identity.card
            who = (card.name, card.organisation)
            found.append(Sharing(made, *who, one.purpose, one.arrived))
        elif one.what == disclosures.BUNDLE_SENT and one.state != disclosures.UNFINISHED:
            found.append(Sharing(made, one.name, one.organisation, one.purpose, one.arrived))
        elif one.meant_for == papers.OTHER:
            found.append(Sharing(made, one.name, "", PAPER, arrived=True))
    return found


def _evidence(portfolio: Portfolio, sha256: str | None) -> bytes | None:
    """What was signed, when it is here and small enough to be a drawing."""
    sizes = {one.sha256: one.size for one in portfolio.attachments()}
    if sha256 is None or sizes.get(sha256, DRAWING_LIMIT + 1) > DRAWING_LIMIT:
        return None
    return b"".join(portfolio.read_attachment(sha256))


def _hours(body: Mapping[str, Any]) -> tuple[str, str]:
    """When and what a line of hours was, in Dutch."""
    period = body.get("periode") or {}
    days = [body["datum"]] if body.get("datum") else [period.get("van"), period.get("tot")]
    told = [written(date.fromisoformat(str(one))) for one in days if one]
    return " tot en met ".join(told), str(body.get("categorie") or "")
