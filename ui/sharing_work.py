"""What the worker thread does for cards, consent and handover: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eportfolio.errors import NotPermitted
from ui.tasks import Progress
from ui.values import fold

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.consents import Decision, Offer
    from eportfolio.workspace.notices import Line as Notice
    from eportfolio.workspace.permits import Lent
    from eportfolio.workspace.reading import Talk
    from eportfolio.workspace.results import Closed, Inspection, Preview, Proof, Received, Sent

OWN = "own"
SHEET = "sheet"  # the number on a printed sheet
DECISION = "toestemming"  # the kind of a draft of a decision
Evidence = Path | bytes | None  # a file, or what was drawn


@dataclass(frozen=True)
class Card:
    """A contact card as a screen shows it. `state` is one of five, or `own`."""

    thumbprint: str
    fingerprint: str
    name: str
    organisation: str
    role: str
    valid_until: str
    state: str
    is_kept: bool = True
    words: str = ""  # the fingerprint in words

    @property
    def who(self) -> str:
        """Name and organisation in one line."""
        return ", ".join(part for part in (self.name, self.organisation) if part)


@dataclass(frozen=True)
class Cards:
    """One's own card and those of others."""

    own: Card
    others: tuple[Card, ...]
    code: list[list[bool]]  # one's own card as a QR code; empty when it is too large


@dataclass(frozen=True)
class Sharing:
    """What a choice of recipient and consent needs."""

    name: str
    cards: tuple[Card, ...]
    decisions: tuple[Decision, ...]
    offers: tuple[Offer, ...]
    talk: Talk | None = None  # how one talks with the client
    told: tuple[Notice, ...] = ()  # what was told about what was shared, or must be


@dataclass(frozen=True)
class Returning:
    """What would go back to the one who lent a dossier; no preview when nothing does."""

    name: str
    lent: Lent
    preview: Preview | None


def _card(card: Any, state: str, *, is_kept: bool = True) -> Card:
    return Card(
        card.thumbprint,
        card.fingerprint,
        card.name,
        card.organisation,
        card.role,
        card.valid_until.isoformat(),
        state,
        is_kept,
        card.words,
    )


def _others(workspace: Workspace) -> tuple[Card, ...]:
    found = (_card(one.card, one.state) for one in workspace.contacts.all())
    return tuple(sorted(found, key=lambda one: fold(one.who)))


def cards(workspace: Workspace) -> Cards:
    """Every card."""
    own = _card(workspace.contacts.own, OWN)
    return Cards(own, _others(workspace), workspace.contacts.own_code())


def export_card(place: Path) -> Callable[[Workspace], object]:
    """One's own card to a file."""
    return lambda workspace: workspace.contacts.export_own(place)


def look_at_card(file: Path) -> Callable[[Workspace], tuple[Card, bytes]]:
    """Somebody's card, not stored yet."""

    def work(workspace: Workspace) -> tuple[Card, bytes]:
        found = workspace.contacts.look_at(file)
        is_kept = workspace.contacts.find(found.card.thumbprint) is not None
        return _card(found.card, found.state, is_kept=is_kept), found.card.raw

    return work


def keep_card(raw: bytes, fingerprint: str | None) -> Callable[[Workspace], Card]:
    """Store a card; with the fingerprint that was compared it is trusted."""

    def work(workspace: Workspace) -> Card:
        found = workspace.contacts.import_bytes(raw, fingerprint)
        return _card(found.card, found.state)

    return work


def pin(thumbprint: str, fingerprint: str) -> Callable[[Workspace], Card]:
    """Trust a card that was stored before: the fingerprint was compared."""

    def work(workspace: Workspace) -> Card:
        known = workspace.contacts.find(thumbprint)
        if known is None:
            return _card(workspace.contacts.revoke(thumbprint).card, OWN)  # says it is not there
        found = workspace.contacts.import_bytes(known.card.raw, fingerprint)
        return _card(found.card, found.state)

    return work


def revoke(thumbprint: str) -> Callable[[Workspace], Card]:
    """Stop trusting a card."""

    def work(workspace: Workspace) -> Card:
        found = workspace.contacts.revoke(thumbprint)
        return _card(found.card, found.state)

    return work


def sharing(portfolio: str) -> Callable[[Workspace], Sharing]:
    """Who could receive something of this client, and what the client decided."""

    def work(workspace: Workspace) -> Sharing:
        rows = workspace.dossiers.caseload()
        return Sharing(
            next((one.name for one in rows if one.portfolio == portfolio), ""),
            _others(workspace),
            tuple(workspace.consents.all(portfolio)),
            tuple(workspace.consents.offer(portfolio)),
            workspace.consents.talk(portfolio),
            tuple(workspace.notices.all(portfolio)),
        )

    return work


def moment(day: str | None, time: str | None) -> str:
    """A date and a time as one moment, on the clock of this computer. What is none goes on as it
    is: the core says so."""
    typed = f"{day or ''}T{time or ''}"
    if day is None or time is None:
        return typed
    try:
        return datetime.fromisoformat(typed).astimezone().isoformat()
    except (ValueError, OverflowError, OSError):  # no such day or time; a year no clock knows
        return typed


def decide(
    portfolio: str, request: Mapping[str, Any], evidence: Evidence, *, is_yes: bool
) -> Callable[[Workspace], Decision]:
    """Record what stands in the form; its draft is done with."""
    deciding = recording(portfolio, request, evidence, is_yes=is_yes)

    def work(workspace: Workspace) -> Decision:
        decision = deciding(workspace)
        workspace.drafts.drop(portfolio, DECISION, None)
        return decision

    return work


def recording(
    portfolio: str, request: Mapping[str, Any], evidence: Evidence, *, is_yes: bool
) -> Callable[[Workspace], Decision]:
    """Record a yes or a no. What was drawn on the screen never becomes a file. The number of a
    printed sheet becomes the version of the dossier that it shows."""

    def work(workspace: Workspace) -> Decision:
        def opened(name: str) -> Any:
            if evidence is None:
                raise FileNotFoundError(name)
            return BytesIO(evidence) if isinstance(evidence, bytes) else evidence.open("rb")

        said = {name: value for name, value in request.items() if name != SHEET}
        if number := request.get(SHEET):
            said["head"] = workspace.consents.sheet(portfolio, str(number)).head
        record = workspace.consents.give if is_yes else workspace.consents.refuse
        return record(portfolio, said, opened)

    return work


def take_back(portfolio: str, consent: str, reason: str) -> Callable[[Workspace], Decision]:
    """The client takes a yes back; a reason is not needed."""
    return lambda workspace: workspace.consents.withdraw(portfolio, consent, reason or None)


def preview(portfolio: str, consent: str, to: str) -> Callable[[Workspace], Preview]:
    """What would go and what would stay."""
    return lambda workspace: workspace.handovers.preview(portfolio, consent, to)


def make_bundle(
    portfolio: str, consent: str, to: str, place: Path
) -> Callable[[Workspace, Progress], Sent]:
    """Make the file for the successor."""

    def work(workspace: Workspace, progress: Progress) -> Sent:
        return workspace.handovers.create(portfolio, consent, to, place, progress)

    return work


def returning(portfolio: str) -> Callable[[Workspace], Returning]:
    """What would go back after a cover, to whom, and why nothing does.

    Raises:
        NotPermitted: it was not lent for a cover.
    """

    def work(workspace: Workspace) -> Returning:
        lent = workspace.dossiers.permits(portfolio).lent
        if lent is None:
            raise NotPermitted("consent-missing", "no-cover")
        row = workspace.dossiers.find(portfolio)
        preview = None
        if lent.obstacle is None:
            preview = workspace.handovers.preview_return(portfolio)
        return Returning("" if row is None else row.name, lent, preview)

    return work


def make_return(portfolio: str, place: Path) -> Callable[[Workspace, Progress], Sent]:
    """Make the file for the one who gave the cover."""
    return lambda workspace, progress: workspace.handovers.create_return(portfolio, place, progress)


def inspect(file: Path) -> Callable[[Workspace, Progress], Inspection]:
    """Verify a file from somebody else; nothing is stored."""
    return lambda workspace, progress: workspace.handovers.inspect(file, progress)


def receive(
    file: Path,
    answers: Sequence[Mapping[str, Any]],
    summary: str | None,
    receipt: Path,
    choices: Sequence[Mapping[str, Any]] | None = None,
) -> Callable[[Workspace, Progress], Received]:
    """Take a dossier in and save the receipt. `choices`: of a dossier that was kept in two
    places, which version holds."""

    def work(workspace: Workspace, progress: Progress) -> Received:
        from eportfolio.workspace.answers import read_answers, read_choices

        return workspace.handovers.receive(
            file,
            answers=read_answers({"answers": list(answers), "synthesis": summary}),
            choices=None if choices is None else read_choices({"choices": list(choices)}),
            receipt=receipt,
            progress=progress,
        )

    return work


def look_at_receipt(file: Path) -> Callable[[Workspace, Progress], Proof]:
    """What a receipt proves."""
    return lambda workspace, _: workspace.handovers.look_at_receipt(file)


def close(
    file: Path, answers: Sequence[Mapping[str, Any]]
) -> Callable[[Workspace, Progress], Closed]:
    """Close a dossier with its receipt."""

    def work(workspace: Workspace, _: Progress) -> Closed:
        from eportfolio.workspace.answers import read_answers

        return workspace.handovers.close(file, read_answers({"answers": list(answers)}))

    return work
