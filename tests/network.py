"""Four vaults that send each other dossiers, and what must be true of them whatever happens:
rights, retention and notices on top of the daily work and everything that goes wrong in it."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from network_model import (
    ADVICE,
    HANDOVER,
    PEOPLE,
    RETURN,
    Dossier,
    Letter,
    Notice,
    marks_in,
)
from network_trouble import Trouble
from network_work import CLOSED, one_of

from eportfolio.errors import NotAuthentic
from eportfolio.workspace.erasure import COVER_OVER, HANDED_OVER
from eportfolio.workspace.replying import Replies, Reply
from eportfolio.workspace.rights import RESTRICTION, Asking

TAKEN_BACK = "toestemming-ingetrokken"
ANSWERED = {"notice-answered"}
CASES = ("hand_over", "cover", "correct", "take_back", "crash", "put_back")
ERASE = Replies(Reply("wissen"))
KEEP = Replies(Reply("bewaren", "publieke taak (AVG 6, eerste lid, onder e)"))


class Network(Trouble):
    """The whole game."""

    def teardown(self) -> None:
        try:
            for name in PEOPLE:
                self._look_further(name)
        finally:
            super().teardown()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Two clients, and some whole cases: by chance alone they seldom come about."""
        for name in ("desk", "anna"):
            self._load(name)
        for case in data.draw(st.permutations(CASES))[:2]:
            getattr(self, case)(data)

    # Rights and retention

    @rule(data=st.data())
    def restrict(self, data: st.DataObject) -> None:
        """The client asks that nothing is done with a record for now."""
        self._next()
        name, pid = self._pick(data)
        if not (found := self._records(name, pid)):
            return
        one = one_of(data, found)
        rights = self.vaults[name].rights
        done = self._tried(lambda: rights.restrict(pid, Asking(RESTRICTION, [one.id])), CLOSED)
        if done:
            self._dossier(name, pid).restricted[done.request.hash] = one.id
            self.seen["restricted"] += 1

    @rule(data=st.data())
    def lift(self, data: st.DataObject) -> None:
        """A restriction ends."""
        self._next()
        name, pid = self._pick(data)
        here = self._dossier(name, pid)
        if here.restricted:
            request = one_of(data, list(here.restricted))
            self.vaults[name].rights.lift(pid, request, "klopt nu")
            del here.restricted[request]

    @rule(data=st.data())
    def destroy(self, data: st.DataObject) -> None:
        """A dossier whose time has come is destroyed."""
        self._next()
        found = [name for name in PEOPLE if self.vaults[name].erasures.due()]
        if not found:
            return
        name = one_of(data, found)
        erasures = self.vaults[name].erasures
        due = {one.row.portfolio: one for one in erasures.due()}
        pid = one_of(data, [pid for who, pid in self.model.dossiers if who == name and pid in due])
        self._settle_lent(name, pid)
        if self._tried(lambda: erasures.erase_dossier(pid), {"notice-open"}) is None:
            assert self.vaults[name].notices.waiting(pid)
            return
        self.seen[f"destroyed {due[pid].ground}"] += 1
        assert not self._unanswered(name, pid)
        gone = self.model.dossiers.pop((name, pid))
        if due[pid].ground == HANDED_OVER:
            assert any(gone.held <= one.may for one in self._proven(name, pid, HANDOVER))
        if due[pid].ground == COVER_OVER:
            assert gone.lent
            assert self._is_back(name, pid, gone, gone.lent)
        self.model.consents = [
            one for one in self.model.consents if (one.giver, one.portfolio) != (name, pid)
        ]

    # Notices

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """Files for who has a copy, as often as somebody likes."""
        self._next()
        name, pid = self._pick(data)
        ended = [
            one
            for one in self.model.consents
            if (one.giver, one.portfolio) == (name, pid) and one.is_withdrawn
        ]
        if ended and data.draw(st.booleans()):
            self._tell(name, pid, one_of(data, ended).id, None)
        elif found := self._records(name, pid):
            self._tell(name, pid, None, data.draw(st.sampled_from([None, one_of(data, found).id])))

    def _tell(self, name: str, pid: str, consent: str | None, record: str | None) -> list[Notice]:
        notices = self.vaults[name].notices
        if consent:
            made = self._tried(
                lambda: notices.create(pid, consent, self.folder), {"notice-nothing"}
            )
        else:
            made = self._tried(
                lambda: notices.correct(pid, record, self.folder), {"notice-nothing"}
            )
        told = []
        for one in made or ():
            assert one.file is not None, one.problem
            (letter,) = (a for a in self.model.sent if a.bundle == one.bundle)
            known = next((a for a in self.model.notices if a.hash == one.notice), None)
            if known is None:
                known = Notice(one.notice, letter, one.about, one.file, self.cards[name])
                self.model.notices.append(known)
                self.seen[f"told {one.about}"] += 1
            known.path, known.card = one.file, self.cards[name]
            told.append(known)
        return told

    @rule(data=st.data())
    def hear(self, data: st.DataObject) -> None:
        """A notice arrives, perhaps again, perhaps at the wrong desk."""
        self._next()
        if not self.model.notices:
            return
        notice = one_of(data, self.model.notices)
        wrong = one_of(data, [one for one in PEOPLE if one != notice.letter.to])
        with pytest.raises(NotAuthentic):
            self.vaults[wrong].notices.receive(notice.path)
        self._hear(notice, data.draw(st.sampled_from([None, ERASE, KEEP])))

    def _hear(self, notice: Notice, replies: Replies | None) -> None:
        letter = notice.letter
        name, pid = letter.to, letter.portfolio
        here = self.model.dossiers.get((name, pid))
        codes = set()
        if here is None or letter.bundle not in here.took:
            codes |= {"notice-unknown-bundle"}
        elif notice.hash in here.locked:
            codes |= {"notice-known"}
        elif letter.must <= self._permitted_otherwise(here, letter):
            codes |= {"notice-superseded"}
        if notice.card != self.cards[letter.sender]:
            codes |= {"unknown-sender"}
        out = self._path(".acknowledgement") if replies else None
        notices = self.vaults[name].notices
        done = self._tried(lambda: notices.receive(notice.path, replies, out), codes)
        if here is None or notice.hash in here.locked:
            assert done is None
        if here is None:
            return
        if done is None:
            self._look(name, pid)
            return
        self.seen[f"heard {notice.about}"] += 1
        about = self.model.records(letter.may & here.held)
        sure = set()
        if notice.about == TAKEN_BACK:
            self.model.heard.add((name, letter.consent.id))
            otherwise = self._permitted_otherwise(here, letter)
            sure = self.model.records((letter.must & here.held) - otherwise)
        if replies is None:
            locked = {*done.records} & self.model.records(here.held)
            assert sure <= locked <= about
            sure = locked
        here.locked[notice.hash] = sure
        here.unsure[notice.hash] = about - sure if replies else set()
        if replies:
            self._answered(notice, here, replies)
            notice.answer = out

    def _permitted_otherwise(self, here: Dossier, letter: Letter) -> frozenset[str]:
        """What perhaps came under other permissions too."""
        others = [one for one in here.came if one.consent is not letter.consent]
        return frozenset().union(*(one.may for one in others))

    def _answered(self, notice: Notice, here: Dossier, replies: Replies) -> None:
        """What was to be erased is gone; what is kept is open again."""
        name, pid = notice.letter.to, notice.letter.portfolio
        now = marks_in(self.vaults[name], pid)
        sure, unsure = here.locked[notice.hash], here.unsure[notice.hash]
        if replies is ERASE:
            assert now <= here.held - self.model.of(sure)
            assert now >= here.held - self.model.of(sure | unsure)
        else:
            assert now == here.held
        here.held = now
        here.locked[notice.hash] = set()
        here.unsure[notice.hash] = set()
        here.answered.add(notice.hash)

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """A notice that was taken in before is answered; or its answer is written again."""
        self._next()
        known = [
            one
            for one in self.model.notices
            if (here := self.model.dossiers.get((one.letter.to, one.letter.portfolio)))
            and one.hash in here.locked
        ]
        if not known:
            return
        notice = one_of(data, known)
        name = notice.letter.to
        here = self._dossier(name, notice.letter.portfolio)
        notices, out = self.vaults[name].notices, self._path(".acknowledgement")
        replies = data.draw(st.sampled_from([ERASE, KEEP]))
        if notice.hash in here.answered:
            assert self._tried(lambda: notices.answer(notice.hash, replies, out), ANSWERED) is None
            notices.answer(notice.hash, None, out)
        else:
            notices.answer(notice.hash, replies, out)
            self._answered(notice, here, replies)
        notice.answer = out

    @rule(data=st.data())
    def be_answered(self, data: st.DataObject) -> None:
        """An answer comes back."""
        self._next()
        if found := [one for one in self.model.notices if one.answer]:
            self._be_answered(one_of(data, found))

    def _be_answered(self, notice: Notice) -> None:
        letter = notice.letter
        here = self.model.dossiers.get((letter.sender, letter.portfolio))
        answer = notice.answer
        assert answer
        notices = self.vaults[letter.sender].notices
        is_known = here is not None and letter.bundle in here.sent
        codes = set() if is_known else {"acknowledgement-unknown"}
        if self._tried(lambda: notices.close(answer), codes):
            notice.is_answered = True
            self.seen["answered"] += 1

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """The client stops what was shared, and who has it is told and answers."""
        if not self.model.sent:
            self.hand_over(data)
        self._next()
        there = [
            one
            for one in self.model.sent
            if one.purpose != RETURN
            and one.consent in self.model.consents
            and (here := self.model.dossiers.get((one.to, one.portfolio)))
            and one.bundle in here.took
        ]
        if not there:
            return
        consent = one_of(data, there).consent
        self._stop(consent)
        for notice in self._tell(consent.giver, consent.portfolio, consent.id, None):
            answer = notice.answer
            self._hear(notice, data.draw(st.sampled_from([ERASE, KEEP])))
            if notice.answer is not answer:
                self._be_answered(notice)

    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        """Something turns out to be wrong after it was shared, and who has it is told."""
        self._next()
        name, pid = self._pick_open(data)
        letter = None
        if consent := self._permit(data, name, pid, ADVICE, later=True):
            letter = self._send(consent)
        if letter is None or not self._receive(letter, "ours"):
            return
        sent = self.model.records(letter.must)
        if not (found := [one for one in self._records(name, pid) if one.id in sent]):
            return
        one = one_of(data, found)
        if data.draw(st.booleans()):
            self._amend(name, pid, one)
        else:
            self._erase(name, pid, one)
        gone = not self.model.of({one.id}) & self._dossier(name, pid).held
        for notice in self._tell(name, pid, None, None if gone else one.id):
            answer = notice.answer
            self._hear(notice, data.draw(st.sampled_from([None, ERASE, KEEP])))
            if notice.answer is not answer:
                self._be_answered(notice)

    # What must be true

    def _look_further(self, name: str) -> None:
        """Every unanswered notice is listed, at the one who told and at the one who heard."""
        notices = self.vaults[name].notices
        for (who, pid), here in self.model.dossiers.items():
            if who != name:
                continue
            waiting = notices.waiting(pid)
            listed = {one.told.bundle for one in waiting if one.told.about == TAKEN_BACK}
            assert self._unanswered(name, pid) <= listed
            hashes = {one.told.notice for one in waiting}
            assert here.locked.keys() - here.answered <= hashes
            for one in self.model.notices:
                if one.letter.bundle not in here.sent:
                    continue
                if one.is_answered:
                    assert one.hash not in hashes
                elif one.about != TAKEN_BACK and not one.letter.consent.is_withdrawn:
                    assert one.hash in hashes or self._told_twice(one)

    def _told_twice(self, notice: Notice) -> bool:
        """Whether the same holder answered another notice with the same word."""
        consent = notice.letter.consent
        return any(
            one.is_answered and one.about == notice.about and one.letter.consent is consent
            for one in self.model.notices
        )

    def _unanswered(self, name: str, pid: str) -> set[str]:
        """Bundles under a permission that was taken back, of which nobody said what became."""
        here = self._dossier(name, pid)
        sent = [one for one in self.model.sent if one.bundle in here.sent]
        found = set()
        for one in sent:
            if not one.consent.is_withdrawn or one.purpose == RETURN:
                continue
            said = [
                told.letter
                for told in self.model.notices
                if told.is_answered and told.letter.consent is one.consent
            ]
            again = [
                other
                for other in sent
                if other.to == one.to and other.is_proven and not other.consent.is_withdrawn
            ]
            known = frozenset().union(*(a.may for a in said))
            arrived = frozenset().union(*(a.may for a in again))
            if not (said or again) or not one.must <= known | arrived:
                found.add(one.bundle)
        return found
