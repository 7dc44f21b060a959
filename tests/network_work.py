"""The daily work of four klantmanagers: writing, asking the client, sending, receiving."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from builders import PASSPHRASE, Clock, consent_request
from builders_records import EXAMPLES
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from network_model import (
    ADVICE,
    COVER,
    GROUPS,
    HANDOVER,
    PEOPLE,
    REACTION,
    RETURN,
    SPECIAL,
    Consent,
    Dossier,
    Letter,
    Mark,
    World,
    body,
    marks_in,
)

from eportfolio.bundle.receive import Answers, Choices
from eportfolio.errors import Conflict, EportfolioError
from eportfolio.register import ADVISED
from eportfolio.workspace import Workspace

T = TypeVar("T")
CLIENTS = 4
PURPOSES = (HANDOVER, HANDOVER, ADVICE, COVER)
CLOSED = {"dossier-closed", "cover-read-only", "cover-ended"}
PERMISSION = {
    "consent-missing",
    "consent-scope",
    "consent-used",
    "consent-expired",
    "consent-superseded",
    "consent-withdrawn",
}


def one_of(data: st.DataObject, found: Sequence[T]) -> T:
    """One of them, by its place."""
    return found[data.draw(st.integers(0, len(found) - 1))]


class Work(RuleBasedStateMachine):
    """Random work on a model and on real vaults."""

    template: Path  # four vaults, made once
    seen: ClassVar[Counter[str]] = Counter()  # what happened, over all games

    def __init__(self) -> None:
        super().__init__()
        self._aside = tempfile.TemporaryDirectory(prefix="network")
        self.folder = Path(self._aside.name) / "all"
        shutil.copytree(self.template, self.folder)
        (self.folder / "scan.png").write_bytes(b"\x89PNG scan of a signed sheet")
        self.clock = Clock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self.vaults = {name: self._open(name) for name in PEOPLE}
        self.cards = {name: one.contacts.own.thumbprint for name, one in self.vaults.items()}
        self.model = World()
        self.counted = 0
        self.seen["game"] += 1

    def _open(self, name: str) -> Workspace:
        return Workspace.open(self.folder / name, PASSPHRASE, clock=self.clock)

    def teardown(self) -> None:
        try:
            for name, one in self.vaults.items():
                assert not one.check().problems, name
                found = {row.portfolio for row in one.dossiers.caseload()}
                assert found == {pid for who, pid in self.model.dossiers if who == name}, name
            for name, pid in self.model.dossiers:
                self._look(name, pid)
        finally:
            for one in self.vaults.values():
                one.close()
            self._aside.cleanup()

    # What the steps have in common

    def _next(self) -> None:
        self.model.step += 1
        self.seen["step"] += 1
        self.clock.advance(hours=1)

    def _path(self, suffix: str) -> Path:
        """A file that is not there yet."""
        self.counted += 1
        return self.folder / f"{self.counted}{suffix}"

    def _mark(self, name: str, record: str, kind: str) -> str:
        """A new mark."""
        self.counted += 1
        mark = f"merk-{self.counted:05}"
        self.model.marks[mark] = Mark(record, kind, self.model.step, name)
        return mark

    def _tried(self, work: Callable[[], T], codes: Collection[str]) -> T | None:
        """What work gives, or None when it was refused for one of these reasons. Another refusal
        is a fault."""
        try:
            return work()
        except EportfolioError as error:
            self._may_be_refused(error, codes)
            return None

    def _may_be_refused(self, error: EportfolioError, codes: Collection[str]) -> None:
        assert error.code in codes or error.reason in codes, (error.code, error.reason)
        self.seen[f"refused {error.code}"] += 1

    def _dossier(self, name: str, pid: str) -> Dossier:
        return self.model.dossiers[name, pid]

    def _look(self, name: str, pid: str) -> None:
        """A vault holds exactly what the model says."""
        held = self._dossier(name, pid).held
        found = marks_in(self.vaults[name], pid)
        assert found == held, (name, found - held, held - found)

    def _pick(self, data: st.DataObject) -> tuple[str, str]:
        """A vault and a dossier in it."""
        return one_of(data, list(self.model.dossiers))

    def _pick_open(self, data: st.DataObject) -> tuple[str, str]:
        """One that is in use, if there is any: a whole case begins there."""
        found = self.model.dossiers.items()
        used = [key for key, one in found if one.is_kept and not one.is_closed]
        return one_of(data, used) if used else self._pick(data)

    def _records(self, name: str, pid: str) -> list[Any]:
        """What can be changed, the oldest first: ids are random, a game must be playable again."""
        first: dict[str, int] = {}
        for n, mark in enumerate(self.model.marks.values()):
            first.setdefault(mark.record, n)
        found = self.vaults[name].dossiers.read(pid)
        there = [one for one in found if one.kind in GROUPS and one.status == "actueel"]
        return sorted(there, key=lambda one: first[one.id])

    def _may_write(self, name: str, pid: str, record: str | None) -> bool:
        """Who only covers adds and changes only that; who only advises does neither."""
        self._settle_lent(name, pid)
        here = self._dossier(name, pid)
        if here.is_closed or record in here.closed_to_others:
            return False
        if here.lent is None:
            return True
        consent = here.lent.consent
        is_over = (name, consent.id) in self.model.heard or self.clock.now.date() > consent.until
        is_own = record is None or self.model.began(record).by == name
        return here.lent.purpose == COVER and not is_over and is_own

    def _is_unsure(self, name: str, pid: str, record: str) -> bool:
        """Whether the model cannot say that a record may be changed: its lock may have ended, or
        an addition of ours came back with a later cover."""
        here = self._dossier(name, pid)
        since = here.came_at[here.lent.bundle] if here.lent else 0
        return record in here.perhaps_closed or self.model.began(record).made < since

    def _settle_lent(self, name: str, pid: str) -> None:
        """Advice takes the place of a cover when everything that was added is back: the vault
        says when that is so."""
        here = self._dossier(name, pid)
        if here.lent is None or here.advised is None:
            return
        rows = {one.portfolio: one for one in self.vaults[name].dossiers.caseload()}
        if rows[pid].status == ADVISED:
            assert self._is_back(name, pid, here, here.lent)
            here.is_closed, here.lent, here.advised = False, here.advised, None

    def _is_back(self, name: str, pid: str, here: Dossier, cover: Letter) -> bool:
        """Whether what was added under a cover is with the one who gave it, where it may be."""
        if not cover.consent.back or (name, cover.consent.id) in self.model.heard:
            return True
        marks = self.model.marks
        waits = {
            one
            for one in here.held
            if self.model.began(marks[one].record).by == name
            and self.model.began(marks[one].record).made > here.came_at[cover.bundle]
            and GROUPS.get(marks[one].kind, "gezondheid") not in SPECIAL - cover.consent.groups
            and marks[one].record not in here.unshared
            and marks[one].by == name
        }
        return waits <= set().union(*(one.may for one in self._proven(name, pid, RETURN)))

    def _proven(self, name: str, pid: str, purpose: str) -> list[Letter]:
        return [
            one
            for one in self.model.sent
            if (one.sender, one.portfolio, one.purpose) == (name, pid, purpose) and one.is_proven
        ]

    # Steps

    def _load(self, name: str) -> None:
        self._next()
        marks = {kind: self._mark(name, kind, kind) for kind in GROUPS}
        entries = [
            {"kind": "client", "body": EXAMPLES["client"]},
            *({"ref": kind, "kind": kind, "body": body(kind, marks[kind])} for kind in GROUPS),
        ]
        pid = self.vaults[name].dossiers.load(entries, self.folder).portfolio
        for one in self.vaults[name].dossiers.read(pid):
            if one.kind in GROUPS:
                self.model.marks[marks[one.kind]].record = one.id
        self.model.dossiers[name, pid] = Dossier({*marks.values()}, is_kept=True)

    @rule(data=st.data())
    def write(self, data: st.DataObject) -> None:
        """A new record."""
        self._next()
        name, pid = self._pick(data)
        self._write(name, pid, data.draw(st.sampled_from(sorted(GROUPS))))

    def _write(self, name: str, pid: str, kind: str) -> None:
        mark = self._mark(name, "", kind)
        may = self._may_write(name, pid, None)
        dossiers = self.vaults[name].dossiers
        change = self._tried(lambda: dossiers.add(pid, kind, body(kind, mark)), CLOSED)
        assert (change is not None) == may
        if change is not None:
            self.model.marks[mark].record = change.records[0]
            self._dossier(name, pid).held.add(mark)
        else:
            del self.model.marks[mark]
        self._look(name, pid)

    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        """A new version of a record, by whoever has it."""
        self._next()
        name, pid = self._pick(data)
        if not (found := self._records(name, pid)):
            return
        self._amend(name, pid, one_of(data, found))

    def _amend(self, name: str, pid: str, one: Any) -> None:
        mark = self._mark(name, one.id, one.kind)
        dossiers = self.vaults[name].dossiers
        may = self._may_write(name, pid, one.id)
        codes = CLOSED | {"record-locked"}
        if self._tried(lambda: dossiers.amend(pid, one.id, body(one.kind, mark)), codes):
            assert may
            self._dossier(name, pid).held.add(mark)
        else:
            del self.model.marks[mark]
            assert not may or self._is_unsure(name, pid, one.id)
        self._look(name, pid)

    @rule(data=st.data())
    def withdraw_record(self, data: st.DataObject) -> None:
        """A record no longer holds, for a reason in words."""
        self._next()
        name, pid = self._pick(data)
        if not (found := self._records(name, pid)):
            return
        one = one_of(data, found)
        mark = self._mark(name, one.id, one.kind)
        dossiers = self.vaults[name].dossiers
        may = self._may_write(name, pid, one.id)
        if self._tried(lambda: dossiers.withdraw(pid, one.id, mark), CLOSED | {"record-locked"}):
            assert may
            self._dossier(name, pid).held.add(mark)
        else:
            del self.model.marks[mark]
        self._look(name, pid)

    @rule(data=st.data())
    def do_not_share(self, data: st.DataObject) -> None:
        """The client says of one thing that nobody else may have it, in words of the client."""
        self._next()
        name, pid = self._pick(data)
        if not (found := self._records(name, pid)):
            return
        one = one_of(data, found)
        mark = self._mark(name, one.id, REACTION)
        said = {
            "record": one.id,
            "antwoord": "niet delen",
            "woorden": mark,
            "taal": "ar",
            "dag": self.clock.now.date().isoformat(),
        }
        if self._tried(lambda: self.vaults[name].dossiers.add(pid, REACTION, said), CLOSED):
            here = self._dossier(name, pid)
            here.held.add(mark)
            here.unshared.add(one.id)
        else:
            del self.model.marks[mark]
        self._look(name, pid)

    @rule(data=st.data())
    def erase(self, data: st.DataObject) -> None:
        """A record is erased where the law allows it."""
        self._next()
        name, pid = self._pick(data)
        if not (found := self._records(name, pid)):
            return
        self._erase(name, pid, one_of(data, found))

    def _erase(self, name: str, pid: str, one: Any) -> None:
        erasures = self.vaults[name].erasures
        ground = "niet-meer-nodig"
        if self._tried(lambda: erasures.erase_items(pid, [one.id], ground), {"retention"}):
            self.seen["erased"] += 1
            self._dossier(name, pid).held -= self.model.of({one.id})
        self._look(name, pid)

    @rule(data=st.data(), purpose=st.sampled_from(PURPOSES), later=st.booleans())
    def permit(self, data: st.DataObject, purpose: str, later: bool) -> None:
        """The client says yes to some groups for somebody."""
        self._next()
        self._permit(data, *self._pick(data), purpose, later)

    @rule(name=st.sampled_from(["desk", "anna"]))
    def arrive(self, name: str) -> None:
        """Another client."""
        if len({pid for _, pid in self.model.dossiers}) < CLIENTS:
            self._load(name)

    def _permit(
        self,
        data: st.DataObject,
        name: str,
        pid: str,
        purpose: str,
        later: bool,
        *,
        back: bool = False,
        to: str | None = None,
    ) -> Consent | None:
        to = to or data.draw(st.sampled_from([one for one in PEOPLE if one != name]))
        groups = frozenset(data.draw(st.sets(st.sampled_from(sorted(GROUPS.values())), min_size=1)))
        found = self._records(name, pid)
        out = frozenset(one.id for one in found if data.draw(st.integers(0, 9)) == 0)
        request = consent_request(
            self.cards[to],
            purpose=purpose,
            groups=sorted({"identiteit", *groups} - SPECIAL),
            explicit=sorted(groups & SPECIAL),
            excluded=sorted(out),
            later_items=later,
            one_bundle=data.draw(st.booleans()),
            answer_back=back or data.draw(st.booleans()),
        )
        consents = self.vaults[name].consents
        decision = self._tried(
            lambda: consents.give(pid, request, self.folder), CLOSED | PERMISSION
        )
        if decision is None:
            return None
        known = frozenset(self._dossier(name, pid).held)
        consent = Consent(
            decision.consent.id, pid, name, to, purpose, groups, out, later,
            request["answer_back"], self.model.step, known, decision.consent.valid_until,
        )  # fmt: skip
        self.model.consents.append(consent)
        return consent

    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        """The client withdraws a yes."""
        self._next()
        if self.model.consents:
            self._stop(one_of(data, self.model.consents))

    def _stop(self, one: Consent) -> None:
        consents = self.vaults[one.giver].consents
        if self._tried(lambda: consents.withdraw(one.portfolio, one.id, None), PERMISSION):
            one.is_withdrawn = True
            self._also_stopped(one)
        assert one.is_withdrawn

    def _also_stopped(self, one: Consent) -> None:
        """What went for the same purpose under another yes is taken back too; nothing else is."""
        found = self.vaults[one.giver].consents.all(one.portfolio)
        states = {decision.consent.id: decision.state for decision in found}
        for other in self.model.consents:
            if not other.is_withdrawn and states.get(other.id) == "withdrawn":
                assert (other.giver, other.portfolio) == (one.giver, one.portfolio)
                assert (other.to, other.purpose) == (one.to, one.purpose)
                other.is_withdrawn = True

    @rule(data=st.data())
    def send(self, data: st.DataObject) -> None:
        """A bundle under some consent, old ones too."""
        self._next()
        if self.model.consents:
            self._send(one_of(data, self.model.consents))

    def _send(self, consent: Consent) -> Letter | None:
        name, pid = consent.giver, consent.portfolio
        handovers = self.vaults[name].handovers
        to = self.cards[consent.to]
        codes = CLOSED | PERMISSION
        if consent.to in self.model.rotated:
            codes = codes | {"consent-recipient"}
        sent = self._tried(lambda: handovers.create(pid, consent.id, to, self.folder), codes)
        if sent is None:
            return None
        assert not consent.is_withdrawn
        assert consent is self.model.newest(consent)
        here = self._dossier(name, pid)
        may = {
            one
            for one in here.held
            if self._is_covered(consent, here, self.model.marks[one])
            and self.model.marks[one].record not in here.closed_to_others
        }
        must = {
            one
            for one in may
            if self.model.marks[one].record not in here.perhaps_closed
            and (consent.later or one in consent.known)
        }
        return self._posted(sent, consent, name, consent.to, consent.purpose, must, may)

    def _posted(
        self,
        sent: Any,
        consent: Consent,
        sender: str,
        to: str,
        purpose: str,
        must: set[str],
        may: set[str],
    ) -> Letter:
        letter = Letter(
            sent.file, sent.bundle, consent.portfolio, sender, to, purpose, frozenset(must),
            frozenset(may), consent,
        )  # fmt: skip
        self._dossier(sender, consent.portfolio).sent.add(sent.bundle)
        self.model.letters.append(letter)
        self.model.sent.append(letter)
        return letter

    def _is_covered(self, consent: Consent, here: Dossier, mark: Mark) -> bool:
        return (
            mark.kind != REACTION
            and GROUPS[mark.kind] in consent.groups
            and mark.record not in consent.excluded
            and mark.record not in here.unshared
            and (consent.later or mark.made <= consent.at)
        )

    @rule(data=st.data())
    def give_back(self, data: st.DataObject) -> None:
        """Who covered sends back what was added."""
        self._next()
        self._give_back(*self._pick(data))

    def _give_back(self, name: str, pid: str) -> Letter | None:
        handovers = self.vaults[name].handovers
        here = self._dossier(name, pid)
        codes = CLOSED | PERMISSION
        if self.model.rotated:
            codes = codes | {"consent-recipient", "unknown-recipient"}
        self._settle_lent(name, pid)
        sent = self._tried(lambda: handovers.create_return(pid, self.folder), codes)
        if sent is None:
            return None
        cover = here.lent
        assert cover is not None
        assert cover.purpose == COVER
        assert cover.consent.back
        assert (name, cover.consent.id) not in self.model.heard
        marks = self.model.marks
        may = {
            one
            for one in here.held
            if marks[one].by == name
            and marks[one].kind != REACTION
            and marks[one].record not in here.unshared | here.closed_to_others
        }
        must = {
            one
            for one in may
            if self.model.began(marks[one].record).made > here.came_at[cover.bundle]
            and GROUPS[marks[one].kind] not in SPECIAL - cover.consent.groups
            and marks[one].record not in here.perhaps_closed
        }
        back = self._posted(sent, cover.consent, name, cover.sender, RETURN, must, may)
        back.answers = cover.bundle
        return back

    @rule(data=st.data(), side=st.sampled_from(["ours", "theirs"]))
    def receive(self, data: st.DataObject, side: str) -> None:
        """A file arrives, perhaps for the second time, perhaps late."""
        self._next()
        if self.model.letters:
            self._receive(one_of(data, self.model.letters), side)

    def _receive(self, letter: Letter, side: str) -> bool:
        """Whether it was taken in."""
        name, pid = letter.to, letter.portfolio
        handovers = self.vaults[name].handovers
        receipt = self._path(".receipt")
        here = self.model.dossiers.get((name, pid))

        def take(choices: Choices | None) -> Any:
            return handovers.receive(
                letter.path, answers=Answers("overnemen"), choices=choices, receipt=receipt
            )

        codes = CLOSED | PERMISSION | {"older-version", "items-erased"}
        if letter.sender in self.model.rotated:
            codes |= {"unknown-sender"}
        if letter.purpose == RETURN and not (here and letter.answers in here.sent):
            codes |= {"cover-unknown"}
        try:
            received = take(None)
        except Conflict as error:
            self._may_be_refused(error, {"forked", *codes})
            can = error.code == "forked"
            received = self._tried(lambda: take(Choices(side)), codes) if can else None
        except EportfolioError as error:
            self._may_be_refused(error, codes)
            received = None
        if received is None:
            if here is not None:
                self._look(name, pid)
            return False
        self.seen[f"received {received.relation}"] += 1
        self.seen[f"received {letter.purpose}"] += 1
        assert (name, letter.consent.id) not in self.model.heard
        before = set(here.held) if here else set()
        here = self.model.dossiers.setdefault((name, pid), Dossier())
        now = marks_in(self.vaults[name], pid)
        assert now >= before
        assert now >= letter.must, letter.must - now
        assert now <= before | letter.may, now - before - letter.may
        here.held = now
        here.took.add(letter.bundle)
        if received.relation != "same":
            self._turn(here, letter)
        self.model.receipts.append((letter, receipt))
        return True

    def _turn(self, here: Dossier, letter: Letter) -> None:
        """Whose the dossier is now, and what may be open again."""
        if letter not in here.came:
            here.came.append(letter)
            here.came_at[letter.bundle] = self.model.step
        if letter.purpose == HANDOVER:
            here.is_kept, here.is_closed, here.lent, here.advised = True, False, None, None
        elif letter.purpose == ADVICE and here.lent and here.lent.purpose == COVER:
            here.advised = letter
            self._settle_lent(letter.to, letter.portfolio)
        elif letter.purpose != RETURN and not here.is_kept:
            here.is_closed, here.lent, here.advised = False, letter, None
        brought = self.model.records(letter.may)
        for notice, locked in list(here.locked.items()):
            here.unsure[notice] |= locked & brought
            here.locked[notice] = locked - brought

    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        """A receipt comes back, some time."""
        self._next()
        if self.model.receipts:
            self._close(*one_of(data, self.model.receipts))

    def _close(self, letter: Letter, path: Path) -> None:
        handovers = self.vaults[letter.sender].handovers
        here = self.model.dossiers.get((letter.sender, letter.portfolio))
        is_known = here is not None and letter.bundle in here.sent
        codes = {"newer-changes"} if is_known else {"not-found", "receipt-unknown"}
        closed = self._tried(lambda: handovers.close(path, Answers("overnemen")), codes)
        if closed is None:
            return
        assert closed.complete
        assert here is not None
        letter.is_proven = True
        if closed.closed:
            self.seen[f"closed by {letter.purpose}"] += 1
            if letter.purpose == RETURN and here.advised:
                self._settle_lent(letter.sender, letter.portfolio)
            else:
                here.is_closed, here.is_kept = True, False

    @rule(data=st.data())
    def hand_over(self, data: st.DataObject) -> None:
        """A whole move in one go: what most of these people do all day."""
        self._next()
        name, pid = self._pick_open(data)
        consent = self._permit(data, name, pid, HANDOVER, data.draw(st.booleans()))
        letter = self._send(consent) if consent else None
        if letter and self._receive(letter, "ours"):
            self._close(*self.model.receipts[-1])

    @rule(data=st.data())
    def cover(self, data: st.DataObject) -> None:
        """A colleague covers, adds something and sends it back."""
        self._next()
        name, pid = self._pick_open(data)
        consent = self._permit(data, name, pid, COVER, later=True, back=True)
        letter = self._send(consent) if consent else None
        if letter is None or not self._receive(letter, "ours"):
            return
        self._next()
        for kind in ("contactmoment", "gezondheid"):
            self._write(letter.to, pid, kind)
        back = self._give_back(letter.to, pid)
        if data.draw(st.booleans()):
            self._write(name, pid, "verhaal")
        if back and data.draw(st.booleans()) and self._receive(back, "ours"):
            self._close(*self.model.receipts[-1])

    @rule(data=st.data())
    def advise(self, data: st.DataObject) -> None:
        """The same person is asked for advice twice; the client permits something else then."""
        self._next()
        name, pid = self._pick_open(data)
        to = None
        for _ in range(2):
            consent = self._permit(data, name, pid, ADVICE, data.draw(st.booleans()), to=to)
            letter = self._send(consent) if consent else None
            if letter is None or not self._receive(letter, "ours"):
                return
            to = letter.to
