"""What is unlocked: vault, register, clock; and the order in which files change.

Invariants:
- A portfolio is committed first, then the register's row; a file that is ahead is verified and
  adopted, one that is behind is a rollback alarm (docs/formats/vault.md, order across files).
- A key without a finished portfolio is dropped at the next start.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from eportfolio import cards
from eportfolio.bundle.claims import Claims
from eportfolio.cards import Card
from eportfolio.crypto import digest
from eportfolio.errors import (
    EportfolioError,
    NotAuthentic,
    NotPermitted,
    StorageFault,
    WrongUsage,
)
from eportfolio.journal import Author
from eportfolio.portfolio import Portfolio, erasing
from eportfolio.portfolio.requests import requests_of
from eportfolio.records import RecordId
from eportfolio.register import (
    CLOSED,
    SUMMED,
    Action,
    Asked,
    Register,
    Row,
    clocked,
    due_rows,
    summary,
)
from eportfolio.register.access import DONE
from eportfolio.signing import Signer
from eportfolio.store import remove_database, remove_parts, sync_folder
from eportfolio.vault import REGISTER, Vault, read_stamps, stamp
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.logbook import Logbook
from eportfolio.workspace.standing import (
    CLOSING_TYP,
    Standing,
    added,
    find_standing,
    has_unreturned,
    not_own,
    why_closed,
)
from eportfolio.workspace.told import Facts

DESTROYED_TYP = "dossier-destruction+jws"
LOST = "register-lost"

_WAYS = "ways"

Clock = Callable[[], datetime]


def _make_register(path: Path, key: bytes) -> None:
    """A register appears whole or not at all."""
    aside = path.with_name(f".{path.name}.00000000.part")
    aside.unlink(missing_ok=True)
    Register.create(aside, key).close()
    os.replace(aside, path)
    sync_folder(path.parent)


class Session:
    """The unlocked caseload that the use cases work on."""

    def __init__(self, vault: Vault, register: Register, clock: Clock) -> None:
        self.vault = vault
        self._register = register
        self._clock = clock
        self._in_hand: Portfolio | None = None
        self._news = False  # whether the dossier in hand was changed since the register knew
        self._waiting: set[RecordId] | None = set()  # which of its records; None means all
        self._log = Logbook(register, lambda: self.author.card)
        self._is_left = False
        self._looked_at = ""  # the dossier that a person turned to last

    @property
    def register(self) -> Register:
        """The register, up to date with the dossier in hand."""
        self._catch_register_up()
        return self._register

    @classmethod
    def start(cls, vault: Vault, clock: Clock) -> Session:
        """Open the register of an unlocked vault, and finish or drop what a kill left behind.

        A register that is gone is made again from the portfolios, so that nobody is locked out;
        contacts, heads and the disclosure ledger were only there, so the loss is kept as a notice
        until a person accepts it, and nothing leaves before that.
        """
        path = vault.path / REGISTER
        lost = vault.has_register and (not path.exists() or path.stat().st_size == 0)
        if not path.exists() or path.stat().st_size == 0:
            for gone in (path, path.with_name(f"{path.name}-journal")):
                gone.unlink(missing_ok=True)  # an old journal would be rolled into the new file
            _make_register(path, vault.register_key)
        session = cls(vault, Register.open(path, vault.register_key), clock)
        try:
            if lost:
                session.register.notice(LOST)
            if not vault.has_register:
                vault.note_register()
            session._tidy(rebuilding=lost)
            session.note_ways()
            if session.register.own_cards() != session.own:
                session.register.remember_own_cards(session.own)
        except BaseException:
            session.register.close()
            raise
        return session

    def note_ways(self) -> None:
        """Let the register know how often the ways into the vault were changed."""
        if self._ways_known() < self.vault.ways.n:
            with suppress(StorageFault):  # on a full disk the next start does it
                self._register.set_preference(_WAYS, self.vault.ways.n)

    @property
    def has_older_ways(self) -> bool:
        """Whether `keys.vmk` is older than the ways in that the register knows of."""
        return self._ways_known() > self.vault.ways.n

    def _ways_known(self) -> int:
        kept: object = None
        with suppress(ValueError):
            kept = self._register.preference(_WAYS)
        return kept if type(kept) is int else 0

    def now(self) -> datetime:
        """The moment, with its offset, to the second."""
        return self._clock().replace(microsecond=0)

    @property
    def signer(self) -> Signer:
        """Today's own signing key."""
        return self.vault.identity.signer

    @property
    def author(self) -> Author:
        """Who makes revisions here."""
        card = self.vault.identity.card
        return Author(card.thumbprint, card.name, card.organisation)

    @property
    def own(self) -> frozenset[str]:
        """Thumbprints of all own keys, earlier ones too."""
        return frozenset(one.card.thumbprint for one in self.vault.identities)

    def logged(self, action: Action, object_: str = "") -> AbstractContextManager[None]:
        """Whatever becomes of the work inside is a line of the access log: done, or the code of
        the refusal. Without an object it is about the first dossier that the work turns to."""
        return self._log.logged(action, object_, self.now)

    def log(self, action: Action, object_: str = "", result: str = DONE) -> None:
        """Keep a line of the access log. Ways in and what leaves are written at once; the rest with
        the next change of the register, some together, and at the end."""
        self._log.add(action, object_, result, self.now())

    def is_about(self, pid: str) -> None:
        """What is being logged is about this dossier, which is not (yet) here."""
        self._log.is_about(pid)

    def turn_to(self, pid: str) -> None:
        """A person looks into this dossier: a line of the access log when it is another one."""
        self._log.is_about(pid)
        if self._looked_at != pid:
            self._looked_at = pid
            self.log(Action.OPEN, pid)

    def write_log(self) -> None:
        """What was not written yet. On a full disk it waits: work goes on."""
        self._log.write()

    @contextmanager
    def portfolio(self, pid: str, *, aside: bool = False) -> Iterator[Portfolio]:
        """An open portfolio whose head is what the register last saw, or a verified newer one.
        `aside`: no person looks into it; otherwise it is in the access log when somebody turns to
        it.

        Raises:
            WrongUsage: there is no such client.
            NotAuthentic: `rollback`: the file is older than it was.
        """
        row = self._register.find_row(pid)
        if row is None:
            raise WrongUsage("not-found", "no-such-portfolio")
        if not aside:
            self.turn_to(pid)
        try:
            portfolio = self._opened(pid)
            if not self._news:
                self._require_not_behind(portfolio, row)
            yield portfolio
        except BaseException:
            self._let_go()
            raise

    def _opened(self, pid: str) -> Portfolio:
        """The dossier in hand stays open until another is taken: most work is on one."""
        if self._in_hand is None or self._in_hand.pid != pid:
            self._let_go()
            self._in_hand = Portfolio.open(
                self.vault.portfolio_path(pid), self.vault.portfolio_key(pid), pid
            )
        return self._in_hand

    def _let_go(self) -> None:
        if self._in_hand is not None:
            try:
                self._catch_register_up()
            finally:
                self._in_hand.close()
                self._in_hand = None

    @contextmanager
    def new_portfolio(self, pid: str) -> Iterator[Portfolio]:
        """A fresh file and its row; if anything inside or the register fails, nothing stays."""
        self._log.is_about(pid)
        path, key = self.vault.portfolio_path(pid), self.vault.new_portfolio_key(pid)
        portfolio: Portfolio | None = None
        try:
            portfolio = Portfolio.create(path, key, pid)
            with self.register.transaction():
                yield portfolio
                self._write_row(portfolio, None)
        except BaseException:
            if portfolio is not None:
                portfolio.close()
            self._drop(pid)
            raise
        portfolio.close()

    def _require_not_behind(self, portfolio: Portfolio, row: Row) -> None:
        tip = (*portfolio.tip(), *portfolio.ledger.tip())
        if tip == (row.head, row.size, row.statements, row.link):
            return
        links = {0: "0" * 64} | {one.n: one.link for one in portfolio.ledger.all()}
        known = portfolio.journal.has(row.head) or not row.head
        if not known or links.get(row.statements) != row.link:
            raise NotAuthentic("rollback", portfolio=portfolio.pid)
        if problems := portfolio.find_problems():
            raise NotAuthentic("not-authentic", "file-ahead", problems=list(problems))
        self.saved(portfolio, None)

    def saved(self, portfolio: Portfolio, changed: Collection[RecordId] | None) -> None:
        """A commit was made in the dossier in hand; `changed` None means everything.

        The register follows when somebody looks at it, when another dossier is taken and at the
        end: what was saved is safe already, and a person who types does not wait for a cache. If
        that never comes, or finds no room, the file is looked into when the vault is opened next.
        """
        if self._waiting is not None:
            self._waiting = None if changed is None else self._waiting | set(changed)
        self._news = True

    def _catch_register_up(self) -> None:
        if not self._news or self._in_hand is None or self._in_hand.store.is_changing:
            return  # a transaction that is not finished may still be taken back
        waiting, self._waiting, self._news = self._waiting, set(), False
        with suppress(StorageFault):
            self._write_row(self._in_hand, waiting)

    def _write_row(self, portfolio: Portfolio, changed: Collection[RecordId] | None) -> None:
        current = None if changed is None else [portfolio.record(record) for record in changed]
        before = self._register.find_row(portfolio.pid)
        if current is None or any(one.kind in SUMMED for one in current):
            before = None
        elif before is not None and before.statements != portfolio.ledger.tip()[0]:
            before = None  # a permission, a bundle or a receipt is a fact for the clock as well
        now = self.now()
        standing = self.standing(portfolio)
        row = summary(portfolio, standing.status, now, before)._replace(until="", only_here=0)
        found = None if before else outlook(portfolio, self.own, now, now.date())
        row = clocked(row, found) if found else row
        if row.status == CLOSED:
            row = row._replace(**_closing(portfolio, Facts(portfolio, self.own)))
        if standing.came:
            waits = not self.is_withdrawn(standing.came) and has_unreturned(
                portfolio, standing.came, self.own
            )
            until = standing.came.not_after.isoformat()
            row = row._replace(until=until, only_here=int(waits))
        row = row._replace(stamp=self._stamp(portfolio.pid))
        known = self._register.find_row(portfolio.pid)
        erased = self._register.last_erasure()
        with self._register.transaction():
            self._register.log(self._log.waiting)
            if known is None or not known.stamp or known.statements != row.statements:
                self._keep_erasures(portfolio)
                self._register.keep_requests(portfolio.pid, _waiting(portfolio))
                self._keep_notices(portfolio)
            self._register.put_row(row)
            if found:
                self._register.put_deadlines(portfolio.pid, due_rows(portfolio.pid, found))
            if current is None:
                there = portfolio.records()
                self._register.reindex(portfolio.pid, there)
                self._register.forget_others(portfolio.pid, [one.id for one in there])
            else:
                self._register.index(portfolio.pid, current)
            if self._register.last_erasure() != erased:
                self._register.clean_search()
        self._log.waiting.clear()

    def _keep_erasures(self, portfolio: Portfolio) -> None:
        """The register follows the tombstones of a dossier, also after a kill."""
        for one in portfolio.ledger.of(erasing.TYP):
            self._register.keep_erasure(one.hash, portfolio.pid, one.typ, one.jws)
            self._register.remember_erased(sorted(erasing.signed_away([one])))

    def _keep_notices(self, portfolio: Portfolio) -> None:
        """The register follows what was told and what is unanswered, also after a kill."""
        facts = Facts(portfolio, self.own)
        self._register.put_told(portfolio.pid, facts.rows(portfolio.pid))
        for consent in facts.ended_elsewhere:
            self._register.remember_withdrawn(consent)

    def destroy(self, pid: str, certificate: bytes, typ: str) -> None:
        """Drop the key and the file of a dossier and what the register keeps about it. The
        certificate goes first: after a kill the next start goes on from there."""
        self._let_go()
        with self._register.transaction():
            self._register.keep_erasure(digest(certificate), pid, typ, certificate.decode())
            self._register.forget_portfolio(pid)
        self._drop(pid)

    def require_trusted(self, thumbprint: str) -> Card:
        """The card of somebody who answers us: one that was read, and not revoked since.

        Raises:
            NotAuthentic: `unknown-sender`.
        """
        contact = self.register.find_contact(thumbprint, self.now().date())
        if contact is None:
            raise NotAuthentic("unknown-sender")
        if contact.state == cards.REVOKED:
            raise NotAuthentic("unknown-sender", "sender-revoked")
        return contact.card

    def status(self, portfolio: Portfolio) -> str:
        """Open, handed over and waiting for the receipt, or closed: from the statements."""
        return self.standing(portfolio).status

    def standing(self, portfolio: Portfolio) -> Standing:
        """The same, with the cover or advice that it came with when it was lent."""
        row = self._register.find_row(portfolio.pid)
        if row and row.until == "" and (row.statements, row.link) == portfolio.ledger.tip():
            return Standing(row.status)
        return find_standing(portfolio, self.own)

    def is_withdrawn(self, came: Claims) -> bool:
        """Whether the client took back the yes under which a dossier was lent."""
        return self._register.is_withdrawn(came.consent)

    def require_editable(self, portfolio: Portfolio, changed: Collection[RecordId] = ()) -> None:
        """A closed dossier refuses edits of records: the successor keeps it now. One that was
        lent for a cover takes what is new, until its last day; one for advice takes nothing.

        Raises:
            NotPermitted: `dossier-closed`, `cover-read-only`, `cover-ended`.
        """
        if refusal := self.why_closed(portfolio):
            raise refusal
        came = self.standing(portfolio).came
        if came and changed and not_own(added(portfolio, came), self.own, changed):
            raise NotPermitted("cover-read-only")

    def why_closed(self, portfolio: Portfolio) -> NotPermitted | None:
        """Why a dossier takes nothing new; None when it does."""
        standing = self.standing(portfolio)
        withdrawn = standing.came is not None and self.is_withdrawn(standing.came)
        return why_closed(standing, self.now().date(), is_withdrawn=withdrawn)

    def require_no_notice(self) -> None:
        """Nothing leaves while a loss was not accepted: a withdrawal could have been undone.

        Raises:
            NotPermitted: `register-lost`.
        """
        if self.register.notices():
            raise NotPermitted("register-lost")

    def _tidy(self, *, rebuilding: bool) -> None:
        """Finish what a kill left: adopt files that are ahead, drop keys that never had one."""
        remove_parts(self.vault.path)
        known = self.register.stamps()
        for pid in sorted(self.vault.portfolios - known.keys()):
            if not self._adopt(pid) and not rebuilding:
                self._drop(pid)
        self._catch_up(known)

    def _catch_up(self, known: Mapping[str, str]) -> None:
        """Look into files that are not as the register last saw them; what is wrong with one is
        said when it is used."""
        stamps = self.vault.stamps
        if stamps is None:
            stamps = read_stamps(self.vault.path)
        moved = [pid for pid, seen in known.items() if seen != stamps.get(pid, "")]
        for pid in sorted(moved):
            before = self.register.find_row(pid)
            with suppress(EportfolioError), self.portfolio(pid, aside=True) as portfolio:
                if self.register.find_row(pid) == before:  # moved, but not changed
                    self._write_row(portfolio, ())

    def _stamp(self, pid: str) -> str:
        """The stamp of a portfolio file; empty when there is none."""
        try:
            return stamp(os.stat(self.vault.portfolio_path(pid)))
        except OSError:
            return ""

    def _adopt(self, pid: str) -> bool:
        """A portfolio that was finished, but is not in the register. False: it never was one, or
        what a certificate destroyed; not a dossier that was lent again since."""
        path = self.vault.portfolio_path(pid)
        if not path.exists() or path.stat().st_size == 0:
            return False
        portfolio: Portfolio | None = None
        try:
            portfolio = Portfolio.open(path, self.vault.portfolio_key(pid), pid)
            certificates = self.register.erasures_of(pid, DESTROYED_TYP)
            if any(erasing.is_of(portfolio, one.jws) for one in certificates):
                return False
            if portfolio.size and not portfolio.find_problems():
                self._write_row(portfolio, None)
            return portfolio.size > 0
        except StorageFault as error:
            return error.reason != "unfinished"  # damaged: kept, and named by the check
        except EportfolioError:
            return True
        finally:
            if portfolio is not None:
                portfolio.close()

    def _drop(self, pid: str) -> None:
        remove_database(self.vault.portfolio_path(pid))
        self.vault.forget_portfolio_key(pid)

    def leave(self) -> None:
        """Close the files, whatever goes wrong with one of them; the vault stays unlocked."""
        try:
            self._let_go()
            if not self._is_left:
                self.write_log()
        finally:
            self._is_left = True
            self._register.close()

    def close(self) -> None:
        """Close the files and drop the keys. The keys go, and the lock, whatever goes wrong."""
        try:
            if not self._is_left:
                self.log(Action.LOCK)
            self.leave()
        finally:
            self.vault.close()


def _waiting(portfolio: Portfolio) -> list[Asked]:
    """Requests of the client that were not decided, with their last day."""
    return [
        Asked(portfolio.pid, one.id, one.right, one.asked_on.isoformat(), one.due.isoformat())
        for one in requests_of(portfolio)
        if one.is_open
    ]


def _closing(portfolio: Portfolio, facts: Facts) -> dict[str, Any]:
    """When a dossier was handed over and closed, and whether something of it is nowhere else."""
    closing = portfolio.ledger.of(CLOSING_TYP)[-1].payload()
    bundle = next(claims for claims in facts.sent if claims.id == closing["bundle"])
    left = bundle.withheld or bundle.later or bundle.never or not facts.stays_there(bundle)
    return {"closed": str(closing["at"])[:10], "only_here": int(bool(left))}
