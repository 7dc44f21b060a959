"""Everything a consent can say against everything a dossier can hold.

First the gate alone, compared with a second, naive reading of docs/formats/consent.md that knows
only what was said and keeps striking out what may not go. Then real vaults: what a bundle holds,
byte by byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from builders import Templates, Two, consent_request
from builders_consent import (
    History,
    Put,
    decision,
    happened,
    moment,
    named,
    opened,
    pair,
    put,
    scope,
    shared_state,
    workers,
)
from builders_records import EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st

from eportfolio.consent import Consent, Event, permit, require
from eportfolio.errors import NotPermitted
from eportfolio.records import RecordId

HEALTH = "gezondheid"
GROUPS = ("wensen", "netwerk", "identiteit", "certificaten", "documenten")
KINDS = {
    "wens": "wens",
    "punt": "aandachtspunt",
    "hulp": "gezinslid",
    "bewijs": "certificaat",
    "doc1": "document",
    "doc2": "document",
    "doc3": "document",
}
PLAIN = {
    "client": "identiteit",
    "wens": "wensen",
    "contactmoment": "contacten",
    "certificaat": "certificaten",
    "document": "documenten",
}
DOCUMENTS = ("doc1", "doc2", "doc3")
SHAS = ("s1", "s2")
DAYS = ("2026-03-02", "2026-03-03")


@dataclass(frozen=True)
class Wish:
    """What the client chose."""

    groups: frozenset[str]
    explicit: bool
    excluded: frozenset[str]
    versions: frozenset[tuple[str, int]]
    later: bool
    seen: int

    def consent(self, **changes: Any) -> Consent:
        explicit = [HEALTH] if self.explicit else []
        return decision(
            scope=scope(*sorted(self.groups), explicit=explicit),
            excluded=frozenset(map(RecordId, self.excluded)),
            excluded_versions=frozenset((RecordId(one), seq) for one, seq in self.versions),
            later_items=self.later,
            head=f"h{self.seen}",
            **changes,
        )


@dataclass(frozen=True)
class Said:
    """One version in the naive reading."""

    seq: int
    record: str
    kind: str
    body: Mapping[str, Any] | None

    @property
    def group(self) -> str:
        body = self.body or {}
        if self.kind == "aandachtspunt":
            return HEALTH if body["soort"] in ("Verslaving", "Zorgtaken") else "wensen"
        if self.kind == "gezinslid":
            return "identiteit" if body["relatie"] == "Kind" else "netwerk"
        return PLAIN[self.kind]

    @property
    def files(self) -> set[str]:
        body = self.body or {}
        found = {*body.get("documenten", ()), body.get("bestand")}
        return found - {None, self.record, body.get("record")}

    @property
    def sha(self) -> str | None:
        return (self.body or {}).get("sha256")


class Naive:
    """Start with everything and strike out what may not go, until nothing changes."""

    def __init__(self, revisions: Sequence[Sequence[Put]], wish: Wish) -> None:
        self.wish = wish
        self.said = [
            Said(seq, put.record, put.kind, put.body)
            for seq, revision in enumerate(revisions, 1)
            for put in revision
        ]
        self.covered = self._strike(lambda one, left: False)
        self.going = self._strike(self._too_late)

    def names(self) -> set[str]:
        """What goes: versions, reasons of withdrawals, attachments."""
        found = set()
        for one in self.going:
            found.add(named(one.record, f"h{one.seq}"))
            if one.body is None and self._on_time(one):
                found.add(named(one.record, f"h{one.seq}", "reden"))
            if one.kind == "document" and one.sha:
                found.add(one.sha)
        return found

    def _strike(self, too_late: Callable[[Said, list[Said]], bool]) -> list[Said]:
        left = self.said
        while True:
            staying = [one for one in left if not too_late(one, left) and self._may(one, left)]
            if len(staying) == len(left):
                return left
            left = staying

    def _on_time(self, one: Said) -> bool:
        return self.wish.later or one.seq <= self.wish.seen

    def _too_late(self, one: Said, left: list[Said]) -> bool:
        if one.body is None:
            return False
        if one.kind == "document" and (owners := self._owners(one)):
            return not self._on_time(one) or not any(owner in left for owner in owners)
        return not self._on_time(one)

    def _may(self, one: Said, left: list[Said]) -> bool:
        versions = [other for other in self.said if other.record == one.record]
        bodies = [other for other in versions if other.body is not None]
        if one.record in self.wish.excluded or (one.record, one.seq) in self.wish.versions:
            return False
        if any((other.body or {}).get("laag") == "X" for other in bodies):
            return False
        if self._unwanted(one.record, self.said) or self._unwanted(
            one.record, [other for other in left if self._on_time(other)]
        ):
            return False
        if one.body is None and not any(other in left for other in bodies):
            return False
        if one.kind == "reactie":
            return any(other.record == one.body["record"] for other in left)
        if one.kind == "document":
            return self._file_may(one, bodies, left)
        return all(self._named(other) for other in bodies)

    def _named(self, one: Said) -> bool:
        return one.group in self.wish.groups or (one.group == HEALTH and self.wish.explicit)

    def _unwanted(self, record: str, among: Sequence[Said]) -> bool:
        answers = [
            (one.body["dag"], one.seq, one.body["antwoord"] == "niet delen")
            for one in among
            if one.kind == "reactie" and one.body and one.body["record"] == record
        ]
        return max(answers, default=("", 0, False))[2]

    def _users(self, one: Said) -> list[Said]:
        return [other for other in self.said if one.record in other.files]

    def _owners(self, one: Said) -> list[Said]:
        """With whom a document travels; another document or a reaction only holds it back."""
        return [user for user in self._users(one) if user.kind not in ("document", "reactie")]

    def _file_may(self, one: Said, bodies: list[Said], left: list[Said]) -> bool:
        allowed = getattr(self, "covered", left)
        if not self._owners(one) and not all(self._named(other) for other in bodies):
            return False
        alike = [other for other in self.said if one.sha and other.sha == one.sha]
        return all(other in allowed for other in self._users(one) + alike)


@st.composite
def histories(draw: st.DrawFn) -> list[list[Put]]:
    """Up to five revisions as the program lets a klantmanager make them."""
    kinds: dict[str, str] = {}
    gone: set[str] = set()
    raised: set[str] = set()
    revisions = []
    for _ in range(draw(st.integers(1, 5))):
        revision = []
        names = st.lists(st.sampled_from(sorted(KINDS)), unique=True, max_size=4)
        for record in [one for one in draw(names) if one not in gone]:
            if record in kinds and draw(st.integers(0, 4)) == 0:
                gone.add(record)
                revision.append(Put(record, KINDS[record], None))
                continue
            kinds[record] = KINDS[record]
            body = draw(_bodies(record))
            if record in raised or draw(st.integers(0, 11)) == 0:
                raised.add(record)
                body["laag"] = "X"
            revision.append(Put(record, KINDS[record], body))
        for _ in range(draw(st.integers(0, 2)) if kinds else 0):
            record = f"r{len(kinds)}"
            revision.append(Put(record, "reactie", draw(_reactions(sorted(kinds)))))
            kinds[record] = "reactie"
        revisions.append(revision)
    return revisions


@st.composite
def _bodies(draw: st.DrawFn, record: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "wens": {"eigen_woorden": "kok"},
        "punt": {"soort": draw(st.sampled_from(["Financiën", "Taal", "Verslaving"]))},
        "hulp": {"relatie": draw(st.sampled_from(["Kind", "Maatje"]))},
        "bewijs": {"type": "OVERIG"},
    }.get(record, {"titel": record, "sha256": draw(st.sampled_from(SHAS))})
    if draw(st.booleans()):
        body["werknotitie"] = "bellen"
    if record not in DOCUMENTS and draw(st.integers(0, 2)) == 0:
        body["documenten"] = draw(st.lists(st.sampled_from(DOCUMENTS), unique=True, max_size=2))
    if record == "bewijs":
        body |= draw(st.sampled_from([{}, {"bestand": "doc1"}, {"sha256": "s1"}]))
    return dict(body)


@st.composite
def _reactions(draw: st.DrawFn, known: list[str]) -> dict[str, Any]:
    record = draw(st.sampled_from([*known, "weg"]))
    answers = ["klopt", "klopt niet"] if record.startswith("r") else ["klopt", "niet delen"]
    body = {"record": record, "antwoord": draw(st.sampled_from(answers))}
    files = draw(st.sampled_from([[], [], [], ["doc1"]]))
    return body | {"dag": draw(st.sampled_from(DAYS))} | ({"documenten": files} if files else {})


@st.composite
def wishes(draw: st.DrawFn, revisions: Sequence[Sequence[Put]]) -> Wish:
    records = sorted({put.record for revision in revisions for put in revision}) or ["wens"]
    places = st.tuples(st.sampled_from(records), st.integers(1, len(revisions)))
    nothing: st.SearchStrategy[frozenset[Any]] = st.just(frozenset())
    return Wish(
        groups=draw(st.one_of(st.just(frozenset(GROUPS)), st.frozensets(st.sampled_from(GROUPS)))),
        explicit=draw(st.booleans()),
        excluded=draw(nothing | st.frozensets(st.sampled_from(records), max_size=2)),
        versions=draw(nothing | st.frozensets(places, max_size=2)),
        later=draw(st.booleans()),
        seen=draw(st.integers(1, len(revisions))),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[list[Put]], Wish]:
    revisions = draw(histories())
    return revisions, draw(wishes(revisions))


def going(history: History, consent: Consent) -> set[str]:
    permission = permit(consent, history.versions, history.below(consent.head))
    return set(permission.digests | permission.attachments)


@settings(max_examples=400, deadline=None)
@given(cases())
def test_gate_lets_go_exactly_what_the_naive_reading_lets_go(
    case: tuple[list[list[Put]], Wish],
) -> None:
    revisions, wish = case
    assert going(History.of(*revisions), wish.consent()) == Naive(revisions, wish).names()


@settings(max_examples=250, deadline=None)
@given(cases())
def test_receiving_side_never_refuses_what_the_sending_side_let_go(
    case: tuple[list[list[Put]], Wish],
) -> None:
    revisions, wish = case
    history, consent = History.of(*revisions), wish.consent()
    sent = going(history, consent)
    history.versions = [one for one in history.versions if one.digest in sent]
    assert going(history, consent) >= sent


@settings(max_examples=150, deadline=None)
@given(st.data(), cases())
def test_asking_for_less_never_lets_more_go(
    data: st.DataObject, case: tuple[list[list[Put]], Wish]
) -> None:
    revisions, wish = case
    less = data.draw(wishes(revisions))
    both = Wish(
        groups=wish.groups & less.groups,
        explicit=wish.explicit and less.explicit,
        excluded=wish.excluded | less.excluded,
        versions=wish.versions | less.versions,
        later=wish.later and less.later,
        seen=min(wish.seen, less.seen),
    )
    history = History.of(*revisions)
    assert going(history, both.consent()) <= going(history, wish.consent())


PARTIES, PURPOSES = ("B", "C"), ("handover", "advice")
HAPPENINGS = ("withdrawn", "superseded", "expired", "re-confirmed", "requested")


@dataclass(frozen=True)
class Asked:
    """A bundle that somebody wants to make under consent c1."""

    pid: str
    recipient: str
    purpose: str
    at: datetime


def _failing(consents: Sequence[Consent], events: Sequence[Event], asked: Asked) -> set[str]:
    """Every code that would be a true answer; none when the bundle may be made. What is dated
    later was entered with a clock that was ahead, and counts."""
    mine = next(one for one in consents if one.hash == "c1")
    about = [
        one for one in consents if (one.recipient, one.purpose) == (mine.recipient, mine.purpose)
    ]
    newest = max(about, key=lambda one: (one.given_on, consents.index(one)))
    happening = {one.event for one in events if one.consent == "c1"}
    taken_back = any(
        one.event == "withdrawn"
        and mine.given_on <= one.at
        and one.consent in [other.hash for other in about]
        for one in events
    )
    return {
        code
        for code, fails in {
            "consent-missing": mine.pid != asked.pid or asked.at < mine.given_on,
            "consent-recipient": mine.recipient != asked.recipient,
            "consent-scope": mine.purpose != asked.purpose,
            "consent-refused": mine.decision == "refused",
            "consent-withdrawn": "withdrawn" in happening or taken_back,
            "consent-superseded": "superseded" in happening or newest is not mine or taken_back,
            "consent-expired": "expired" in happening or asked.at.date() > mine.valid_until,
        }.items()
        if fails
    }


@st.composite
def decisions(draw: st.DrawFn, hash_: str) -> Consent:
    given_on = moment(draw(st.integers(1, 4)))
    return decision(
        hash=hash_,
        id=hash_,
        pid=draw(st.sampled_from(["p1", "p1", "p1", "p2"])) if hash_ == "c1" else "p1",
        decision=draw(st.sampled_from(["given", "given", "refused"])),
        recipient=draw(st.sampled_from(PARTIES)),
        purpose=draw(st.sampled_from(PURPOSES)),
        given_on=given_on,
        valid_until=(given_on + timedelta(days=draw(st.integers(0, 5)))).date(),
    )


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_bundle_is_possible_exactly_when_the_newest_decision_is_a_yes_in_force(
    data: st.DataObject,
) -> None:
    hashes = data.draw(st.permutations(["c1", "c2", "c3"][: data.draw(st.integers(1, 3))]))
    consents = [data.draw(decisions(one)) for one in hashes]
    event = st.builds(
        happened,
        st.sampled_from(HAPPENINGS),
        st.integers(1, 6).map(moment),
        st.sampled_from(["c1", "c2"]),
    )
    events = data.draw(st.lists(event, max_size=2))
    asked = Asked(
        "p1",
        data.draw(st.sampled_from(PARTIES)),
        data.draw(st.sampled_from(PURPOSES)),
        moment(data.draw(st.integers(1, 7))),
    )
    history = History.of([Put("wens", "wens", {"eigen_woorden": "kok"})])
    failing = _failing(consents, events, asked)
    ask = partial(
        require,
        "c1",
        consents,
        events,
        **vars(asked),
        versions=history.versions,
        ancestors={"h1": {"h1"}},
    )
    if failing:
        with pytest.raises(NotPermitted) as refused:
            ask()
        assert refused.value.code in failing
    else:
        assert ask().digests == {"wens.h1"}


# Real vaults.

NAMES = ("wens", "punt", "gesprek", "bewijs", "diploma", "kopie", "foto")
FILES = {"diploma": "diploma", "kopie": "diploma", "foto": "foto"}
TEXT = {"wens": "eigen_woorden", "punt": "toelichting", "gesprek": "verslag", "bewijs": "titel"}
BOXES = ("identiteit", "wensen", "contacten", "certificaten", "documenten")


@pytest.fixture(scope="module")
def desks(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("desks")
    giver, taker = workers(templates, folder, "Noor Verhulst", "Bram Oosterwijk")
    yield pair(folder, giver, taker)
    giver.close()
    taker.close()


@dataclass
class Case:
    """A dossier in a real vault, with a marker in everything that may or may not travel."""

    two: Two
    run: int
    pid: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)
    revisions: list[list[Put]] = field(default_factory=list)
    markers: dict[str, list[str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def mark(self, record: str, part: str = "") -> str:
        """A word that stands in one place of the dossier only."""
        revision = f"h{len(self.revisions) + 1}"
        name = named(self.ids.get(record, record), revision, part)
        word = f"merk-{self.run}-{record}-{revision}-{part or 'tekst'}"
        self.markers.setdefault(name, []).append(word)
        return word

    def load(self) -> None:
        """One record of each kind; `diploma` and `kopie` have the same bytes."""
        self.ids = {one: f"{self.run:08d}-0000-4000-8000-{n:012d}" for n, one in enumerate(NAMES)}
        entries: list[dict[str, Any]] = [{"kind": "client", "body": EXAMPLES["client"]}]
        for name, file in FILES.items():
            data = f"bytes-{self.run}-{file} ".encode() * 50
            path = self.two.folder / f"naam-{self.run}-{name}.pdf"
            path.write_bytes(data)
            self.bodies[name] = {"titel": self.mark(name), "sha256": sha256(data).hexdigest()}
            self.markers[named(self.ids[name], "h1")].append(path.name)
            self.markers[self.bodies[name]["sha256"]] = [f"bytes-{self.run}-{file}"]
            entry = {"id": self.ids[name], "kind": "document", "file": path.name}
            entries.append(entry | {"body": {"titel": self.bodies[name]["titel"]}})
        self.bodies["wens"] = {"eigen_woorden": self.mark("wens")}
        self.bodies["punt"] = {"soort": "Taal", "toelichting": self.mark("punt")}
        self.bodies["gesprek"] = {"datum": "2026-02-03", "verslag": self.mark("gesprek")}
        self.bodies["bewijs"] = {"type": "CV", "titel": self.mark("bewijs")}
        self.bodies["gesprek"]["documenten"] = [self.ids["diploma"]]
        self.bodies["bewijs"]["bestand"] = self.ids["diploma"]
        for name in TEXT:
            self.bodies[name]["werknotitie"] = self.mark(name, "X")
            entry = {"id": self.ids[name], "kind": self.kind(name), "body": self.bodies[name]}
            entries.append(entry)
        change = self.two.giver.dossiers.load(entries, self.two.folder)
        self.pid = change.portfolio
        client = put(change.records[0], "client")
        self.revisions = [
            [client, *(Put(self.ids[one], self.kind(one), self.bodies[one]) for one in NAMES)]
        ]

    def kind(self, name: str) -> str:
        kinds = {"wens": "wens", "punt": "aandachtspunt", "gesprek": "contactmoment"}
        return kinds.get(name) or ("certificaat" if name == "bewijs" else "document")

    def edit(self, what: str, name: str) -> None:
        """One more revision; what the program would refuse is left out."""
        if what in ("niet delen", "klopt"):
            self._react(name, what)
        elif name in TEXT and name not in self.gone:
            if what == "withdraw":
                self._withdraw(name)
            else:
                self._amend(name, {"raise": {"laag": "X"}, "health": {"soort": "Zorgtaken"}}, what)

    def _amend(self, name: str, changes: Mapping[str, Mapping[str, Any]], what: str) -> None:
        if what == "health" and name != "punt":
            return
        body = {**self.bodies[name], TEXT[name]: self.mark(name), **changes.get(what, {})}
        self.two.giver.dossiers.amend(self.pid, RecordId(self.ids[name]), body)
        self.bodies[name] = body
        self.revisions.append([Put(self.ids[name], self.kind(name), body)])

    def _withdraw(self, name: str) -> None:
        self.gone.add(name)
        reason = self.mark(name, "reden")
        self.two.giver.dossiers.withdraw(self.pid, RecordId(self.ids[name]), reason)
        self.revisions.append([Put(self.ids[name], self.kind(name), None)])

    def _react(self, name: str, answer: str) -> None:
        day = self.two.clock().date().isoformat()
        words = f"merk-{self.run}-reactie-{len(self.revisions)}"
        body = {"record": self.ids[name], "antwoord": answer, "dag": day, "woorden": words}
        (record,) = self.two.giver.dossiers.add(self.pid, "reactie", body).records
        self.revisions.append([Put(record, "reactie", body)])
        self.markers[named(record, f"h{len(self.revisions)}")] = [words]


edits = st.lists(
    st.tuples(
        st.sampled_from(["amend", "amend", "withdraw", "niet delen", "klopt", "raise", "health"]),
        st.sampled_from(NAMES),
    ),
    max_size=3,
)
excludes = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(0, 2)), max_size=2)


@settings(max_examples=20, deadline=None)
@given(
    before=edits,
    after=edits,
    boxes=st.frozensets(st.sampled_from(BOXES), min_size=2),
    explicit=st.booleans(),
    excluded=excludes,
    later=st.booleans(),
    purpose=st.sampled_from(["handover", "cover", "advice"]),
)
def test_bundle_holds_every_word_that_may_go_and_none_that_may_not(
    desks: Two,
    before: list[tuple[str, str]],
    after: list[tuple[str, str]],
    boxes: frozenset[str],
    explicit: bool,
    excluded: list[tuple[str, int]],
    later: bool,
    purpose: str,
) -> None:
    case = Case(desks, len(desks.giver.dossiers.caseload()) + 10)
    case.load()
    for what, name in before:
        case.edit(what, name)
    there = {(put.record, seq) for seq, made in enumerate(case.revisions, 1) for put in made}
    wish = Wish(
        groups=boxes,
        explicit=explicit,
        excluded=frozenset(case.ids[one] for one, seq in excluded if not seq),
        versions=frozenset((case.ids[one], seq) for one, seq in excluded) & there,
        later=later,
        seen=len(case.revisions),
    )
    consent = _record(case, wish, purpose)
    desks.clock.advance(hours=1)
    for what, name in after:
        case.edit(what, name)
    naive = Naive(case.revisions, wish)
    if not naive.going:
        with pytest.raises(NotPermitted) as refused:
            desks.send(case.pid, consent)
        assert refused.value.code == "consent-scope"
        return
    sent = desks.send(case.pid, consent)
    _require_exactly(case, sent.file, naive.names())
    received = desks.receive(sent)
    assert (received.relation, received.withheld, received.later) == (
        "new",
        sent.withheld,
        sent.later,
    )
    _require_same_records(case, sent.size, naive)


def _record(case: Case, wish: Wish, purpose: str) -> str:
    """Record the wish as a consent, the way a klantmanager does."""
    request = consent_request(
        case.two.to,
        purpose=purpose,
        groups=sorted(wish.groups),
        explicit=[HEALTH] if wish.explicit else [],
        excluded=[*wish.excluded, *(f"{one}@{seq}" for one, seq in wish.versions)],
        later_items=wish.later,
    )
    return case.two.giver.consents.give(case.pid, request, case.two.folder).consent.id


def _require_exactly(case: Case, bundle: Path, names: set[str]) -> None:
    opened_ = opened(case.two.taker, bundle)
    going = [word for name, words in case.markers.items() if name in names for word in words]
    staying = [word for name, words in case.markers.items() if name not in names for word in words]
    assert opened_.holds(*staying) == []
    assert opened_.holds(*going) == going
    assert {one["id"] for one in shared_state(opened_)} == {
        name.partition(".")[0] for name in names if "." in name
    }


def _require_same_records(case: Case, size: int, naive: Naive) -> None:
    """What the successor sees is the last version of each record that went."""
    dump = case.two.taker.dossiers.dump(case.pid, size)
    last = {one.record: one.body for one in naive.going if one.body is not None}
    assert {one.id for one in dump.records} == set(last)
    for one in dump.records:
        if one.kind != "client":
            body = {k: v for k, v in last[one.id].items() if k != "werknotitie"}
            assert body.items() <= one.body.items()
            assert one.x is None
    assert {one.sha256 for one in dump.documents} == naive.names() & {
        body["sha256"] for body in case.bodies.values() if "sha256" in body
    }
