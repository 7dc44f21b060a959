"""What the one who gave a cover knows of it, to judge what comes back (docs/formats/bundle.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eportfolio.bundle.claims import Claims
from eportfolio.consent import Consent, Event
from eportfolio.journal import Chain
from eportfolio.records import RecordId


@dataclass(frozen=True)
class Cover:
    """A cover that this vault gave: the bundle that was made, our own decisions about the dossier
    and what happened to them, our cards, and the records that were there at that time."""

    sent: Claims
    consents: Sequence[Consent]
    events: Sequence[Event]
    own: frozenset[str]
    records: frozenset[RecordId]


FindCover = Callable[[str, str], Cover | None]  # by portfolio and id of the bundle


def digests_below(chain: Chain, head: str) -> frozenset[str]:
    """Every digest of a revision and of all below it."""
    below = chain.ancestors(head)
    return frozenset(one for one, revision in chain.digests().items() if revision in below)
