"""What goes wrong between and in four vaults: files that are lost, damaged or delivered to the
wrong person, power that goes, old files that are put back, keys that are replaced, time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from network_model import PEOPLE, introduce
from network_work import Work, one_of

from eportfolio.bundle.receive import Answers
from eportfolio.errors import NotAuthentic
from eportfolio.vault import PORTFOLIOS, REGISTER


@dataclass
class Kept:
    """Files of a vault as they were: by client, with what the file says of its own end."""

    portfolios: dict[str, tuple[bytes, object]]
    register: bytes


class Trouble(Work):
    """Everything that can go wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Kept] = {}

    @rule(data=st.data())
    def wrong_desk(self, data: st.DataObject) -> None:
        """A file ends up with somebody else, or is damaged on the way."""
        self._next()
        if not self.model.letters:
            return
        letter = one_of(data, self.model.letters)
        name = one_of(data, [one for one in PEOPLE if one != letter.to])
        self._not_taken(name, letter.path)
        raw = bytearray(letter.path.read_bytes())
        raw[len(raw) * data.draw(st.integers(0, 999)) // 1000] ^= 1 << data.draw(st.integers(0, 7))
        damaged = self._path(".eportfolio")
        damaged.write_bytes(raw)
        self._not_taken(letter.to, damaged)

    def _not_taken(self, name: str, path: Path) -> None:
        with pytest.raises(NotAuthentic):
            self.vaults[name].handovers.receive(path, answers=Answers("overnemen"))

    @rule(data=st.data())
    def lose(self, data: st.DataObject) -> None:
        """A stick is lost."""
        self._next()
        if self.model.letters:
            self.model.letters.remove(one_of(data, self.model.letters))

    @rule(name=st.sampled_from(sorted(PEOPLE)))
    def restart(self, name: str) -> None:
        """Close and open again."""
        self._next()
        self._reopen(name)

    def _reopen(self, name: str) -> None:
        self.vaults[name].close()
        self.vaults[name] = self._open(name)

    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        """The power goes: what waits for the register is not written any more."""
        self._next()
        name, pid = self._pick_open(data)
        self._write(name, pid, "wens")
        session = self.vaults[name]._session
        self.seen["crash"] += session._news
        if session._in_hand is not None:
            session._in_hand.close()
        session._register.close()
        session.vault.close()
        self.vaults[name] = self._open(name)

    @rule(days=st.sampled_from([40, 100]))
    def months_pass(self, days: int) -> None:
        """Permissions and terms end."""
        self._next()
        self.clock.advance(days=days)

    @rule(name=st.sampled_from(["bas", "cora"]))
    def rotate(self, name: str) -> None:
        """One person makes new keys; the others compare the new card."""
        self._next()
        if self.model.rotated:
            return
        self.model.rotated.add(name)
        self.cards[name] = self.vaults[name].contacts.rotate().thumbprint
        introduce(self.vaults, name, self._path(".card"))
        self.seen["rotated"] += 1

    @rule(name=st.sampled_from(sorted(PEOPLE)))
    def keep(self, name: str) -> None:
        """Somebody copies the files of a vault."""
        self._next()
        self._keep(name)

    def _keep(self, name: str) -> None:
        self._reopen(name)  # the register is up to date
        clients = [pid for who, pid in self.model.dossiers if who == name]
        found = {pid: (self._file(name, pid).read_bytes(), self._tip(name, pid)) for pid in clients}
        self.kept[name] = Kept(found, (self.folder / name / REGISTER).read_bytes())

    @rule(data=st.data())
    def put_back(self, data: st.DataObject) -> None:
        """One older file is put back: an alarm when it misses something, and nothing else is."""
        self._next()
        name, changed = self._pick_open(data)
        if name not in self.kept:
            self._keep(name)
        self._write(name, changed, "wens")
        for pid, (old, tip) in self.kept[name].portfolios.items():
            if (name, pid) not in self.model.dossiers or self._tip(name, pid) == tip:
                continue
            self.vaults[name].close()
            file = self._file(name, pid)
            now = file.read_bytes()
            file.write_bytes(old)
            self.vaults[name] = self._open(name)
            with pytest.raises(NotAuthentic) as refused:
                self.vaults[name].dossiers.read(pid)
            assert refused.value.code == "rollback"
            assert [one.portfolio for one in self.vaults[name].check().problems] == [pid]
            self.vaults[name].close()
            file.write_bytes(now)
            self.vaults[name] = self._open(name)
            self._look(name, pid)
            self.seen["rollback"] += 1

    @rule(data=st.data())
    def older_register(self, data: st.DataObject) -> None:
        """An older register is put back: it learns from the files of the clients what it lacks."""
        self._next()
        if not self.kept:
            return
        name = one_of(data, list(self.kept))
        self.vaults[name].close()
        register = self.folder / name / REGISTER
        now = register.read_bytes()
        register.write_bytes(self.kept[name].register)
        self.vaults[name] = self._open(name)
        for who, pid in self.model.dossiers:
            if who == name:
                self._look(name, pid)
        self._look_further(name)
        self.vaults[name].close()
        register.write_bytes(now)
        self.vaults[name] = self._open(name)
        self.seen["older register"] += 1

    def _look_further(self, name: str) -> None:
        """What else must be true of a vault at any time."""

    def _file(self, name: str, pid: str) -> Path:
        return self.folder / name / PORTFOLIOS / f"{pid}.db"

    def _tip(self, name: str, pid: str) -> object:
        with self.vaults[name]._session.portfolio(pid, aside=True) as portfolio:
            return (*portfolio.tip(), *portfolio.ledger.tip())
