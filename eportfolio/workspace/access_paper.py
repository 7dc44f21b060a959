"""What stands on the paper with everything about a client (AVG 15), beside the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from eportfolio import consent as rules
from eportfolio import records
from eportfolio.consent import Version
from eportfolio.portfolio import Current, Portfolio
from eportfolio.portfolio.locking import locks_of
from eportfolio.records import RecordId
from eportfolio.register import Access
from eportfolio.statute.dates import written
from eportfolio.workspace import disclosures
from eportfolio.workspace.consents import read_all
from eportfolio.workspace.machine_copy import Attached
from eportfolio.workspace.session import Session

if TYPE_CHECKING:
    from eportfolio.outputs.dossier import Dossier

ARTICLE: Final = "AVG 15, vierde lid"


@dataclass(frozen=True)
class Whole:
    """What was read of a dossier, without what is left out."""

    current: Sequence[Current]
    versions: Sequence[Version]
    files: Mapping[str, Attached]
    shared: Sequence[disclosures.Disclosure]
    accesses: Sequence[tuple[int, Access]]
    without: Mapping[RecordId, str]
    now: datetime

    @property
    def size(self) -> int:
        """Of the attachments, in bytes."""
        return sum(one.size for one in self.files.values())


def title_of(portfolio: Portfolio, record: RecordId) -> str:
    """The kind of a record, in Dutch."""
    return records.title(portfolio.record(record).kind)


def dossier_facts(session: Session, portfolio: Portfolio, whole: Whole) -> Dossier:
    """What the paper is made of."""
    from eportfolio.outputs.dossier import Dossier, Part

    card = session.vault.identity.card
    head, size = portfolio.tip()
    left = [f"{title_of(portfolio, one)}: {why}" for one, why in whole.without.items()]
    opening = ["Dit is alles wat in dit dossier staat: wat nu geldt en wat er eerder stond."]
    opening += [f"Weggelaten voor de rechten van een ander ({ARTICLE}):"] if left else []
    parts = [
        Part("Met wie dit gedeeld is", _none(whole.shared, "Er is niets gedeeld."), _shared(whole)),
        Part("Wat de cliënt koos", (), list(_choices(portfolio, whole.now))),
        Part("Bestanden", (), [_file(one) for one in whole.files.values()]),
        Part("Wie in dit dossier keek", list(_looked(whole.accesses))),
    ]
    return Dossier(
        entries=whole.current,
        versions=whole.versions,
        made=whole.now,
        size=size,
        head=head,
        keeper=card.name,
        organisation=card.organisation,
        opening=[*opening, *left],
        locked=locks_of(portfolio).keys(),
        parts=parts,
    )


def _none(found: Sequence[object], said: str) -> list[str]:
    return [] if found else [said]


_SHARED: Final = {
    disclosures.BUNDLE_SENT: "Bundel gemaakt",
    disclosures.BUNDLE_RECEIVED: "Bundel ontvangen",
    disclosures.RECEIPT_GOT: "Ontvangstbewijs gekregen",
    disclosures.RECEIPT_GIVEN: "Ontvangstbewijs gegeven",
    disclosures.CONSENT_WITHDRAWN: "Toestemming ingetrokken",
    disclosures.DOSSIER_CLOSED: "Dossier gesloten",
    disclosures.NOTICE: "Bericht aan een ontvanger",
    disclosures.ACKNOWLEDGEMENT: "Antwoord op een bericht",
    disclosures.PAPER: "Op papier",
}
_STATES: Final = {
    disclosures.UNANSWERED: "nog geen antwoord",
    disclosures.PARTLY: "niet alles is aangekomen",
    disclosures.RECEIPTED: "alles is aangekomen",
    disclosures.UNFINISHED: "nooit afgemaakt",
    "withdrawn": "toestemming ingetrokken",
    "given": "ja",
    "refused": "nee",
    "expired": "verlopen",
    "superseded": "later iets anders gekozen",
}
_WHY: Final = {
    "handover": "overdracht",
    "cover": "vervanging",
    "advice": "advies",
    "client-portfolio": "mijn portfolio",
    "consent-sheet": "toestemmingsblad",
    "review-sheet": "blad om na te kijken",
    "consent-receipt": "bewijs van een keuze",
    "hours-report": "urenrapport",
    "handover-proof": "bewijs van overdracht",
    "synthesis": "samenvatting",
    "access": "inzage",
    "portability": "kopie om mee te nemen",
    "document": "een bijlage",
}
_DONE: Final = {
    "dossier-open": "dossier geopend",
    "dossier-load": "dossier ingelezen",
    "dossier-dump": "stand bekeken",
    "document-read": "document bekeken",
    "document-export": "document opgeslagen",
    "consent-record": "toestemming vastgelegd",
    "consent-withdraw": "toestemming ingetrokken",
    "bundle-create": "bundel gemaakt",
    "bundle-inspect": "bundel bekeken",
    "bundle-import": "bundel ingelezen",
    "bundle-close": "ontvangstbewijs verwerkt",
    "paper-make": "document op papier gemaakt",
    "items-erase": "gegevens gewist",
    "log-export": "inzagelogboek bewaard",
    "access-export": "kopie voor inzage gemaakt",
    "portability-export": "kopie om mee te nemen gemaakt",
    "rights-request": "verzoek vastgelegd",
    "rights-decision": "besluit op een verzoek",
}
_FOR: Final = {"client": "de cliënt", "office": "het kantoor"}


def _shared(whole: Whole) -> list[tuple[str, list[tuple[str, str]]]]:
    known = {one.id: records.headline(one.kind, one.whole) for one in whole.current}
    return [
        (
            f"{_SHARED[one.what]}, {written(datetime.fromisoformat(one.at).date())}",
            [
                ("Wie", ", ".join(part for part in (one.name, one.organisation) if part)),
                ("Voor", _FOR.get(one.meant_for, "")),
                ("Waarvoor", _WHY.get(one.purpose or one.document, "")),
                ("Stand", _STATES.get(one.state, "")),
                ("Onderdelen", _which(one, known)),
                ("Nummer", one.bundle or one.sha256),
            ],
        )
        for one in whole.shared
    ]


def _which(one: disclosures.Disclosure, known: Mapping[RecordId, str]) -> str:
    """Of a bundle each record by name; of what is about a bundle only how many."""
    if one.what not in (disclosures.BUNDLE_SENT, disclosures.BUNDLE_RECEIVED):
        return str(len(one.records) or "")
    return "; ".join(known[id_] for id_ in one.records if id_ in known)


def _choices(portfolio: Portfolio, now: datetime) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    consents, events = read_all(portfolio)
    for one in consents:
        yield (
            f"{one.recipient_name}, {one.recipient_organisation}",
            [
                ("Gegeven op", one.given_on.date().isoformat()),
                ("Waarvoor", _WHY[one.purpose]),
                ("Stand", _STATES[rules.find_state(one, consents, events, now)]),
                ("Geldig tot en met", one.valid_until.isoformat()),
                ("Nummer", one.id),
            ],
        )


def _file(one: Attached) -> tuple[str, list[tuple[str, str]]]:
    return one.title or one.path, [("Bestand", one.path), ("SHA-256", one.sha256)]


def _looked(lines: Sequence[tuple[int, Access]]) -> Iterator[str]:
    """A line for each day: what was done and how often. Every single line is in the JSON."""
    days: dict[str, Counter[str]] = {}
    for _, line in lines:
        days.setdefault(line.at[:10], Counter())[line.action] += 1
    for day, done in days.items():
        told = ", ".join(
            f"{_DONE.get(what, what)} ({count}×)" for what, count in sorted(done.items())
        )
        yield f"{written(datetime.fromisoformat(day).date())}: {told}"
