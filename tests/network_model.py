"""What the model of four vaults believes; it knows nothing of digests or chains.

Each version of a record carries a mark, a word that occurs nowhere else. The model says who may
hold it. `must` of a bundle: what the client permitted and the sender held; `may`: also what lay
before the decision in a part of the history that the sender could not read.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from builders import PASSPHRASE, Clock, make_vault

from eportfolio.workspace import Workspace

PEOPLE = {
    "desk": "COA Overdam",
    "anna": "Gemeente Waterdael",
    "bas": "Gemeente Brinkhaven",
    "cora": "Gemeente Brinkhaven",
}
GROUPS = {
    "wens": "wensen",
    "verhaal": "verhaal",
    "contactmoment": "contacten",
    "afspraak": "afspraken",
    "gezondheid": "gezondheid",
}  # the item group of each kind
SPECIAL = {"gezondheid"}
HANDOVER, COVER, ADVICE, RETURN = "handover", "cover", "advice", "cover-return"
MARK = re.compile(r"merk-\d{5}")
REACTION = "reactie"  # 'niet delen', in the client's own words: it never leaves


def body(kind: str, mark: str) -> dict[str, Any]:
    """A record that carries a mark."""
    return {
        "wens": {"eigen_woorden": mark},
        "verhaal": {"tekst": mark},
        "contactmoment": {"datum": "2026-02-02", "samenvatting": mark},
        "afspraak": {"onderwerp": mark, "wat": "iets", "status": "Open"},
        "gezondheid": {"effect_op_leren": mark},
    }[kind]


@dataclass
class Mark:
    """One version of one record, or a reaction to it."""

    record: str
    kind: str
    made: int  # at which step of the game
    by: str  # in which vault


@dataclass
class Consent:
    """What the client said."""

    id: str
    portfolio: str
    giver: str
    to: str
    purpose: str
    groups: frozenset[str]
    excluded: frozenset[str]
    later: bool
    back: bool
    at: int
    known: frozenset[str]
    until: date
    is_withdrawn: bool = False


@dataclass(eq=False)
class Letter:
    """A bundle on its way."""

    path: Path
    bundle: str
    portfolio: str
    sender: str
    to: str
    purpose: str
    must: frozenset[str]
    may: frozenset[str]
    consent: Consent
    answers: str = ""  # of a return: the bundle of the cover
    is_proven: bool = False  # its receipt was read


@dataclass(eq=False)
class Notice:
    """What the sender of a bundle told about it."""

    hash: str
    letter: Letter
    about: str
    path: Path
    card: str  # of who told, when the file was made
    answer: Path | None = None
    is_answered: bool = False  # the answer was read by who told it


@dataclass
class Dossier:
    """What is in one vault about one client."""

    held: set[str] = field(default_factory=set)
    is_kept: bool = False  # here, not a copy that was lent
    is_closed: bool = False
    lent: Letter | None = None
    advised: Letter | None = None  # came during a cover under which something was added
    came: list[Letter] = field(default_factory=list)
    came_at: dict[str, int] = field(default_factory=dict)
    took: set[str] = field(default_factory=set)  # bundles, also when they brought nothing
    sent: set[str] = field(default_factory=set)  # bundles
    unshared: set[str] = field(default_factory=set)  # records: 'niet delen'
    restricted: dict[str, str] = field(default_factory=dict)  # record by request
    locked: dict[str, set[str]] = field(default_factory=dict)  # records by notice
    unsure: dict[str, set[str]] = field(default_factory=dict)  # a bundle may have ended the lock
    answered: set[str] = field(default_factory=set)  # notices

    @property
    def closed_to_others(self) -> set[str]:
        """Records that may not leave now."""
        return {*self.restricted.values()}.union(*self.locked.values())

    @property
    def perhaps_closed(self) -> set[str]:
        """The same and those that the model is not sure of."""
        return self.closed_to_others.union(*self.unsure.values())


@dataclass
class World:
    """Everything."""

    marks: dict[str, Mark] = field(default_factory=dict)
    dossiers: dict[tuple[str, str], Dossier] = field(default_factory=dict)  # by vault and client
    consents: list[Consent] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    sent: list[Letter] = field(default_factory=list)  # also those that were lost
    receipts: list[tuple[Letter, Path]] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    heard: set[tuple[str, str]] = field(default_factory=set)  # who knows which consent has ended
    rotated: set[str] = field(default_factory=set)
    step: int = 0

    def began(self, record: str) -> Mark:
        """The first version of a record."""
        return next(one for one in self.marks.values() if one.record == record)

    def of(self, records: set[str]) -> set[str]:
        """The marks of these records."""
        return {name for name, one in self.marks.items() if one.record in records}

    def records(self, marks: set[str] | frozenset[str]) -> set[str]:
        """The records of these marks."""
        return {self.marks[one].record for one in marks}

    def newest(self, consent: Consent) -> Consent:
        """The last that was given for the same."""
        return [one for one in self.consents if _subject(one) == _subject(consent)][-1]


def _subject(one: Consent) -> tuple[str, str, str, str]:
    return one.portfolio, one.giver, one.to, one.purpose


def make_network(folder: Path) -> None:
    """Four vaults whose owners compared cards."""
    for name, organisation in PEOPLE.items():
        make_vault(folder / name, name, organisation)
    clock = Clock(datetime(2026, 1, 6, 9, 0, tzinfo=UTC))
    vaults = {name: Workspace.open(folder / name, PASSPHRASE, clock=clock) for name in PEOPLE}
    for name in vaults:
        introduce(vaults, name, folder / f"{name}.card")
    for one in vaults.values():
        one.close()


def introduce(vaults: dict[str, Workspace], name: str, card: Path) -> None:
    """Everybody compares the card of one."""
    own = vaults[name].contacts.export_own(card)
    for other in vaults.values():
        if other is not vaults[name]:
            other.contacts.import_card(card, own.fingerprint)


def marks_in(workspace: Workspace, pid: str) -> set[str]:
    """Every mark that can be read in the file of a dossier."""
    with workspace._session.portfolio(pid, aside=True) as portfolio:
        texts = [text for text, _ in portfolio.journal.texts().values() if text is not None]
    plain = (base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode() for text in texts)
    return {mark for text in plain for mark in MARK.findall(text)}
