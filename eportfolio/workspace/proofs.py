"""What the statements of a dossier prove about a bundle: who signed what, and what arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from eportfolio import records
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.claims import RETURN, Claims
from eportfolio.consent import Consent
from eportfolio.consent.decisions import aware
from eportfolio.errors import WrongUsage
from eportfolio.ledger import Statement
from eportfolio.outputs.client_paper import Paper
from eportfolio.portfolio import Portfolio
from eportfolio.vault import Identity
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.reading import client_name, signers

if TYPE_CHECKING:
    from eportfolio.outputs.handover_proof import SentItem


def proof(
    portfolio: Portfolio, bundle: str | None, own: Sequence[Identity], now: datetime
) -> Paper:
    """The proof of the bundle with this id, else of the last one.

    Raises:
        WrongUsage: there is none.
    """
    from eportfolio.outputs.handover_proof import Handover, Party, handover_proof

    signed, claims = _bundle(portfolio, bundle)
    receipt = _receipt(portfolio, claims.id)
    names = signers(portfolio, own)
    consents, _ = read_all(portfolio)
    licence = find(consents, claims.consent)
    receiver = receiver_of(claims, licence)
    answered = aware(str(receipt.payload()["at"])) if receipt else None
    return handover_proof(
        Handover(
            client=client_name(portfolio),
            bundle=claims.id,
            purpose=claims.purpose,
            sender=Party(*names.get(signed.kid, ("", "")), signed.kid, claims.made),
            receiver=Party(*receiver, receipt.kid if receipt else "", answered),
            items=_items(portfolio, claims, receipt),
            withheld=len(claims.withheld),
            later=len(claims.later),
            head=claims.head,
            size=claims.size,
            consent=claims.consent,
            claims=signed.hash,
            receipt=receipt.hash if receipt else None,
            made=now,
        )
    )


def receiver_of(claims: Claims, licence: Consent | None) -> tuple[str, str]:
    """Name and organisation of who a bundle was for: who is named in the consent, or of a return
    who recorded it."""
    if licence is None:
        return "", ""
    if claims.purpose == RETURN:
        return licence.recorder
    return licence.recipient_name, licence.recipient_organisation


def _bundle(portfolio: Portfolio, bundle: str | None) -> tuple[Statement, Claims]:
    for one in reversed(portfolio.ledger.of(bundle_claims.TYP)):
        claims = bundle_claims.read_claims(one.payload())
        if bundle in (None, claims.id):
            return one, claims
    raise WrongUsage("not-found", "no-such-bundle")


def _receipt(portfolio: Portfolio, bundle: str) -> Statement | None:
    """The last receipt of a bundle: a complete one may follow one that was not."""
    found = [one for one in portfolio.ledger.of(receipts.TYP) if one.payload()["bundle"] == bundle]
    return found[-1] if found else None


def _items(portfolio: Portfolio, claims: Claims, receipt: Statement | None) -> list[SentItem]:
    from eportfolio.outputs.handover_proof import SentItem

    said = receipt.payload()["items"] if receipt else None
    versions: Counter[str] = Counter()
    lost: set[str] = set()
    for version in portfolio.versions():
        if version.digest in claims.items:
            versions[version.record] += version.part == ""
            if said is not None and said.get(version.digest) != receipts.IDENTICAL:
                lost.add(version.record)
    return [
        SentItem(
            one.kind,
            records.headline(one.kind, one.body),
            versions[one.id],
            None if said is None else one.id not in lost,
        )
        for one in portfolio.records()
        if one.id in versions
    ]
