"""What is unlocked: vault, register, clock; and the order in which files change.

Invariants:
- A portfolio is committed first, then the register's row; a file that is ahead is verified and
  adopted, one that is behind is a rollback alarm (docs/formats/vault.md, order across files).
- A key without a finished portfolio is dropped at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from eportfolio.bundle.claims import TYP as BUNDLE_TYP
from eportfolio.errors import NotAuthentic, NotPermitted, StorageFault, WrongUsage
from eportfolio.journal import Author
from eportfolio.portfolio import Portfolio
from eportfolio.records import RecordId
from eportfolio.register import CLOSED, OPEN, SENT, SUMMED, Register, Row, summary
from eportfolio.signing import Signer
from eportfolio.vault import REGISTER, Vault

CLOSING_TYP = "handover-closing+jws"

Clock = Callable[[], datetime]


class Session:
    """The unlocked caseload that the use cases work on."""

    def __init__(self, vault: Vault, register: Register, clock: Clock) -> None:
        self.vault = vault
        self.register = register
        self._clock = clock
        self._in_hand: Portfolio | None = None

    @classmethod
    def start(cls, vault: Vault, clock: Clock) -> Session:
        """Open the register of an unlocked vault, and finish or drop what a kill left behind."""
        path = vault.path / REGISTER
        opened = Register.open if path.exists() else Register.create
        session = cls(vault, opened(path, vault.register_key), clock)
        session._tidy()
        return session

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

    @contextmanager
    def portfolio(self, pid: str) -> Iterator[Portfolio]:
        """An open portfolio whose head is what the register last saw, or a verified newer one.

        Raises:
            WrongUsage: there is no such client.
            NotAuthentic: `rollback`: the file is older than it was.
        """
        row = self.register.find_row(pid)
        if row is None:
            raise WrongUsage("not-found", "no-such-portfolio")
        try:
            portfolio = self._opened(pid)
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
            self._in_hand.close()
            self._in_hand = None

    @contextmanager
    def new_portfolio(self, pid: str) -> Iterator[Portfolio]:
        """A fresh file; if what happens inside fails, neither file nor key stays behind."""
        path = self.vault.portfolio_path(pid)
        portfolio = Portfolio.create(path, self.vault.new_portfolio_key(pid), pid)
        try:
            yield portfolio
            self.saved(portfolio, None)
        except BaseException:
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

    def saved(self, portfolio: Portfolio, changed: Collection[RecordId] | None) -> Row:
        """Bring the register up to date after a commit; `changed` None means everything."""
        current = None if changed is None else [portfolio.record(record) for record in changed]
        before = self.register.find_row(portfolio.pid)
        if current is None or any(one.kind in SUMMED for one in current):
            before = None
        row = summary(portfolio, self.status(portfolio), self.now(), before)
        with self.register.transaction():
            self.register.put_row(row)
            if current is None:
                self.register.reindex(portfolio.pid, portfolio.records())
            else:
                self.register.index(portfolio.pid, current)
        return row

    def status(self, portfolio: Portfolio) -> str:
        """Open, handed over and waiting for the receipt, or closed: from the statements."""
        row = self.register.find_row(portfolio.pid)
        if row is not None and (row.statements, row.link) == portfolio.ledger.tip():
            return row.status
        status = OPEN
        for one in portfolio.ledger.of(BUNDLE_TYP, CLOSING_TYP):
            if one.typ == CLOSING_TYP:
                status = CLOSED
            elif one.payload()["purpose"] == "handover":
                sent = one.kid in self.own
                status = (SENT if status != CLOSED else CLOSED) if sent else OPEN
        return status

    def require_editable(self, portfolio: Portfolio) -> None:
        """A closed dossier refuses edits of records; the successor keeps it now.

        Raises:
            NotPermitted: it is closed.
        """
        if self.status(portfolio) == CLOSED:
            raise NotPermitted("dossier-closed")

    def _tidy(self) -> None:
        for part in self.vault.path.glob(".*.part"):
            part.unlink(missing_ok=True)
        known = {row.portfolio for row in self.register.rows()}
        for pid in self.vault.portfolios - known:
            if not self._adopt(pid):
                self._drop(pid)

    def _adopt(self, pid: str) -> bool:
        """A portfolio that was finished, but not yet in the register."""
        path = self.vault.portfolio_path(pid)
        if not path.exists():
            return False
        try:
            portfolio = Portfolio.open(path, self.vault.portfolio_key(pid), pid)
        except StorageFault as error:
            # Killed before the first page or the first commit: nothing was ever in it.
            return path.stat().st_size > 0 and error.reason != "file-swapped"
        try:
            if not portfolio.size or portfolio.find_problems():
                return portfolio.size > 0
            self.saved(portfolio, None)
            return True
        finally:
            portfolio.close()

    def _drop(self, pid: str) -> None:
        path = self.vault.portfolio_path(pid)
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        self.vault.forget_portfolio_key(pid)

    def close(self) -> None:
        """Close the register and drop the keys."""
        self._let_go()
        self.register.close()
        self.vault.close()
