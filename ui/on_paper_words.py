"""What is said of documents on paper: their names, what is left out of one, why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eportfolio.errors import EportfolioError
from ui.consent_facts import who
from ui.on_paper_work import CARD, HOURS, PORTFOLIO, PROOF, RECEIPT, REVIEW, SHEET, SYNTHESIS
from ui.sections import DECISIONS
from ui.values import shown_date
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace.documents import Paper

CONCEPT = "concept"


@dataclass(frozen=True)
class Document:
    """One kind of document. `file`: the name that saving begins with, without a person in it."""

    key: str
    dutch: str
    dutch_about: str
    icon: str
    file: str
    is_for_client: bool = True


DOCUMENTS = (
    Document(
        PORTFOLIO,
        N_("Portfolio voor de cliënt"),
        N_("Alles wat voor de cliënt is, om mee te nemen"),
        "user",
        "portfolio.pdf",
    ),
    Document(
        REVIEW,
        N_("Blad om na te kijken"),
        N_("Elk gegeven, met vakjes om aan te kruisen"),
        "check-circle",
        "nakijkblad.pdf",
    ),
    Document(
        SHEET,
        N_("Toestemmingsblad"),
        N_("Uitleg en vragen, om te lezen en te tekenen"),
        "hand",
        "toestemmingsblad.pdf",
    ),
    Document(
        RECEIPT,
        N_("Bewijs van een besluit"),
        N_("Wat de cliënt besliste, om te bewaren"),
        "file-check",
        "bewijs-van-besluit.pdf",
    ),
    Document(
        HOURS,
        N_("Urenrapport"),
        N_("Elke teller met maanden en regels, voor kantoor"),
        "clock",
        "urenrapport.pdf",
        is_for_client=False,
    ),
    Document(
        PROOF,
        N_("Overdrachtsbewijs"),
        N_("Wat is gestuurd en wat is aangekomen, voor kantoor"),
        "transfer",
        "overdrachtsbewijs.pdf",
        is_for_client=False,
    ),
    Document(
        SYNTHESIS,
        N_("Synthese"),
        N_("Eén bladzijde uit het dossier, voor kantoor"),
        "list-details",
        "synthese.pdf",
        is_for_client=False,
    ),
)
OWN_CARD = Document(CARD, N_("Mijn kaart"), "", "user-plus", "mijn-kaart.pdf", is_for_client=False)
NOT_THERE: Mapping[str, str] = {
    "no-such-consent": N_(
        "Er is nog geen besluit van de cliënt. Leg eerst een besluit vast. Daarna maakt u hier "
        "het bewijs."
    ),
    "no-such-bundle": N_(
        "Dit dossier is nog niet overgedragen. Na een overdracht maakt u hier het bewijs."
    ),
}


def why_not(error: EportfolioError) -> str:
    """Why a document could not be made."""
    return _(NOT_THERE[error.key]) if error.key in NOT_THERE else explain(error)


def decision_line(decision: Any) -> str:
    """A decision in one line: what, about whom, and when."""
    consent = decision.consent
    day = shown_date(consent.given_on.isoformat())
    name = consent.recipient_name or who(consent)
    return f"{DECISIONS[decision.state].words} · {name} · {day}"


def notes(document: Document, paper: Paper) -> Iterator[tuple[str, str, str]]:
    """What one should know of a document before it is printed: icon, ink and sentence."""
    if paper.status == CONCEPT:
        yield (
            "alert",
            "warn",
            _(
                "De vertaling is een concept: niemand heeft haar nagekeken. Dat staat ook op elke "
                "bladzijde. Neem het blad samen door, met een tolk."
            ),
        )
    for what, number in sorted(_counted(paper).items()):
        yield "info", "accent", _left_out(what, number)
    if document.is_for_client:
        yield (
            "lock",
            "muted",
            _(
                "Staat er nooit op: het burgerservicenummer, bronnen, werkaantekeningen, wat "
                "nooit mee mag en wat is ingetrokken."
            ),
        )


def _counted(paper: Paper) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in paper.left_out:
        found[one.what] = found.get(one.what, 0) + one.count
    return found


def _left_out(what: str, number: int) -> str:
    if what == "language":
        return _("Deze taal is er niet. Alles staat in het Nederlands.")
    if what == "notice":
        return _("De uitleg van toen heeft dit programma niet meer. Die staat er niet op.")
    if what == "translation":
        return _many(
            "{number} tekst heeft geen vertaling en staat in het Nederlands.",
            "{number} teksten hebben geen vertaling en staan in het Nederlands.",
            number,
        )
    if what == "characters":
        return _many(
            "{number} teken kan niet worden geprint. Daar staat […].",
            "{number} tekens kunnen niet worden geprint. Daar staat […].",
            number,
        )
    if what == "picture":
        return _many(
            "{number} plaatje is niet te lezen en staat er niet op.",
            "{number} plaatjes zijn niet te lezen en staan er niet op.",
            number,
        )
    return _many(
        "{number} gegeven staat er niet op, omdat papier thuis gevaar kan geven.",
        "{number} gegevens staan er niet op, omdat papier thuis gevaar kan geven.",
        number,
    )
