"""What the register says about one client, and the badges and words for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ui.models import Mark
from ui.values import shown_date, shown_number
from ui.words import N_, _

STATES = {
    "open": Mark("folder", "neutral", N_("Open")),
    "overgedragen": Mark("transfer", "info", N_("Wacht op ontvangstbewijs")),
    "gesloten": Mark("archive", "pos", N_("Overgedragen en gesloten")),
    "vervanging": Mark("clock", "info", N_("Vervanging")),
    "advies": Mark("folder", "neutral", N_("Advies")),
}
WORKED_ON = ("open", "overgedragen", "vervanging")  # until the receipt it is still one's own
# Where a clock stands: by colour, icon and words together.
TERM_STATES = {
    "overdue": Mark("alert", "neg", N_("Te laat")),
    "due-soon": Mark("clock", "warn", N_("Binnenkort")),
    "running": Mark("calendar", "neutral", N_("Loopt")),
    "paused": Mark("minus", "info", N_("Staat stil")),
    "not-started": Mark("minus", "neutral", N_("Begint later")),
    "met": Mark("check", "pos", N_("Klaar")),
    "not-applicable": Mark("minus", "neutral", N_("Geldt niet")),
}
URGENCY = tuple(TERM_STATES)


class ClientRow(Protocol):
    """What the register says about one client."""

    @property
    def portfolio(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def route(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def open_agreements(self) -> int: ...
    @property
    def updated(self) -> str: ...
    @property
    def next_deadline(self) -> str | None: ...
    @property
    def next_latest(self) -> str | None: ...
    @property
    def hours(self) -> Mapping[str, tuple[float, float | None]]: ...
    @property
    def findings(self) -> int: ...
    @property
    def term(self) -> str: ...
    @property
    def term_state(self) -> str | None: ...
    @property
    def plan(self) -> str | None: ...
    @property
    def last_contact(self) -> str | None: ...
    @property
    def is_quiet(self) -> bool: ...


def mark_of(row: ClientRow) -> Mark:
    """The state of a dossier as a badge."""
    return STATES.get(row.status, Mark("folder", "neutral", row.status))


def term_mark(row: ClientRow) -> Mark | None:
    """Where the next term of a client stands."""
    return TERM_STATES.get(row.term_state or "")


def is_quiet(row: ClientRow) -> bool:
    """Whether a dossier that is worked on had no contact for long."""
    return row.is_quiet and row.status in WORKED_ON


def quiet_mark(row: ClientRow) -> Mark | None:
    """The last contact, where that is long ago."""
    if not is_quiet(row):
        return None
    return Mark("chat-off", "warn", shown_date(row.last_contact or "") or _("nog geen"))


def shown_hours(name: str, hours: tuple[float, float | None]) -> str:
    """One counter in a few letters."""
    done, asked = hours
    words = shown_number(done) if asked is None else f"{shown_number(done)}/{shown_number(asked)}"
    return f"{name} {words}"
