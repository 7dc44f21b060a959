"""Use cases on paper: what a client takes home, and the sheets of the office.

Invariants:
- A document is made in memory. It is written only to where the person asked, and it is not
  encrypted: whoever holds it can read it.
- Figures come from the clock, decisions from the statements; a document computes nothing.
"""

from __future__ import annotations

from pathlib import Path

from eportfolio import consent as rules
from eportfolio import texts
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.outputs.client_paper import Paper
from eportfolio.outputs.client_shared import Choice, Sharing
from eportfolio.portfolio import Portfolio
from eportfolio.register import Action
from eportfolio.store import new_file
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.session import Session

__all__ = ["Documents", "Paper", "save"]


class Documents:
    """One method per document; each gives the finished bytes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def client_portfolio(self, pid: str, language: str | None = None) -> Paper:
        """Everything in a dossier that is meant for the client, in the client's language beside
        Dutch. Without a language: the one that the dossier says the client reads.

        Raises:
            WrongUsage: there is no such client.
        """
        from eportfolio.outputs.client_portfolio import Portfolio as Facts
        from eportfolio.outputs.client_portfolio import client_portfolio

        session = self._session
        now = session.now()
        with session.logged(Action.PAPER, pid), session.portfolio(pid) as portfolio:
            head, size = portfolio.tip()
            card = session.vault.identity.card
            facts = Facts(
                entries=portfolio.records(),
                outlook=outlook(portfolio, session.own, now, now.date()),
                made=now,
                head=head,
                size=size,
                keeper=card.name,
                organisation=card.organisation,
                sharings=_sharings(portfolio),
                choices=self._choices(portfolio),
            )
        return client_portfolio(facts, language or reading_language(facts.entries))

    def _choices(self, portfolio: Portfolio) -> list[Choice]:
        now = self._session.now()
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


def save(paper: Paper, out: Path) -> None:
    """Write a document to where a person wants it. It is not encrypted.

    Raises:
        StorageFault: no room, no permission, or something stands there.
    """
    with new_file(out, replace=False) as file:
        file.write(paper.data)


def _sharings(portfolio: Portfolio) -> list[Sharing]:
    """Every bundle of this dossier, ours and those by which it came here."""
    consents, _ = read_all(portfolio)
    complete = {
        str(payload["bundle"])
        for payload in (one.payload() for one in portfolio.ledger.of(receipts.TYP))
        if receipts.is_complete(payload)
    }
    found = []
    for one in portfolio.ledger.of(bundle_claims.TYP):
        claims = bundle_claims.read_claims(one.payload())
        licence = find(consents, claims.consent)
        found.append(
            Sharing(
                claims.made,
                licence.recipient_name if licence else "",
                licence.recipient_organisation if licence else "",
                claims.purpose,
                claims.id in complete,
            )
        )
    return found


def reading_language(entries: object) -> str:
    """The code of the language that the client reads, as the dossier has it; else Dutch."""
    for one in entries if isinstance(entries, list) else ():
        if one.kind == "client":
            for field in ("leestaal", "moedertaal"):
                named = texts.language_named(str(one.body.get(field) or ""))
                if named:
                    return named
    return texts.DUTCH
