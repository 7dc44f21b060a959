"""Tells the stories: step by step, and checks after each handover that nothing was lost."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from eportfolio import records, settings
from eportfolio.demo.people import Cast, gather
from eportfolio.errors import EportfolioError
from eportfolio.records import RecordId
from eportfolio.workspace import Workspace
from eportfolio.workspace.answers import read_answers
from eportfolio.workspace.dossiers import Dump, Edit, new_id

STORIES = ("case-a.json", "case-b.json", "case-c.json", "others.json")

Say = Callable[[str], None]


@dataclass
class Outcome:
    """What the demonstration did. `steps` are told one by one; `lost` stays empty."""

    steps: list[dict[str, Any]] = field(default_factory=list)
    vaults: dict[str, Path] = field(default_factory=dict)
    handovers: int = 0
    refusals: int = 0
    revisions: int = 0
    documents: int = 0
    lost: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0


@dataclass
class _Story:
    """One dossier on its way: which ids its names have, and what was decided."""

    title: str
    portfolio: str = ""
    ids: dict[str, RecordId] = field(default_factory=dict)
    consents: dict[str, str] = field(default_factory=dict)


def run(folder: Path, say: Say) -> Outcome:
    """Make the vaults below `folder`, live through every story, check everything.

    Raises:
        StorageFault: the folder is not empty, or there is no room.
    """
    started = time.perf_counter()
    outcome = Outcome()
    cast = gather(_load("people.json"), folder)
    try:
        outcome.vaults = {key: vault.path for key, vault in cast.vaults.items()}
        say(f"{len(cast.vaults)} kluizen gemaakt en alle contactkaarten vergeleken.")
        for name in STORIES:
            _tell_file(name, cast, outcome, say)
        _check(cast, outcome, say)
    finally:
        cast.close()
    outcome.seconds = time.perf_counter() - started
    return outcome


def _load(name: str) -> Any:
    return json.loads(settings.resource("demo", name).read_text(encoding="utf-8"))


def _tell_file(name: str, cast: Cast, outcome: Outcome, say: Say) -> None:
    told = _load(name)
    for case in told if isinstance(told, list) else [told]:
        say("")
        say(f"▌ {case['title']}")
        _Teller(_Story(case["title"]), cast, outcome, say, files=folder_of_outbox(outcome)).tell(
            case["steps"]
        )


def folder_of_outbox(outcome: Outcome) -> Path:
    """Where bundles and receipts lie: beside the vaults, as on a stick."""
    return next(iter(outcome.vaults.values())).parent


class _Teller:
    """Plays the steps of one story."""

    def __init__(
        self, story: _Story, cast: Cast, outcome: Outcome, say: Say, *, files: Path
    ) -> None:
        self._story = story
        self._cast = cast
        self._outcome = outcome
        self._say = say
        self._files = files / "stick"
        self._files.mkdir(exist_ok=True)

    def tell(self, steps: list[Mapping[str, Any]]) -> None:
        for step in steps:
            self._cast.clock.now = datetime.fromisoformat(step["at"])
            vault = self._cast.vaults[step["by"]]
            results = [
                play(vault, step[what]) for what, play in self._plays().items() if what in step
            ]
            self._report(step, [line for lines in results for line in lines])

    def _plays(self) -> dict[str, Callable[[Workspace, Any], list[str]]]:
        return {
            "add": self._add,
            "amend": self._amend,
            "withdraw": self._withdraw,
            "consent": self._consent,
            "withdraw_consent": self._withdraw_consent,
            "refused": self._refused,
            "advice": self._advice,
            "handover": self._handover,
        }

    def _report(self, step: Mapping[str, Any], lines: list[str]) -> None:
        day = datetime.fromisoformat(step["at"]).strftime("%d-%m-%Y")
        self._say(f"  {day}  {self._cast.names[step['by']]}: {step['say']}")
        for line in lines:
            self._say(f"              {line}")
        self._outcome.steps.append(
            {
                "dossier": self._story.title,
                "at": step["at"],
                "by": step["by"],
                "what": step["say"],
                "result": lines,
            }
        )

    def _add(self, vault: Workspace, entries: list[Mapping[str, Any]]) -> list[str]:
        story = self._story
        waiting = list(entries)
        if not story.portfolio:
            first = waiting.pop(0)
            change = vault.dossiers.create(first["body"])
            story.portfolio = change.portfolio
            story.ids[first["ref"]] = change.records[0]
        edits = []
        for entry in waiting:
            story.ids[entry["ref"]] = new_id()
            edits.append(self._edit(entry))
        if edits:
            vault.dossiers.save(story.portfolio, edits)
        return []

    def _edit(self, entry: Mapping[str, Any]) -> Edit:
        record, kind = self._story.ids[entry["ref"]], entry["kind"]
        if kind != "document":
            return Edit(record, kind, records.relink(kind, entry["body"], self._story.ids))
        file = entry["file"]
        made = make_file(file)
        self._outcome.documents += 1
        return Edit(
            record, kind, {"titel": file["title"]}, None, (file["name"], lambda _: BytesIO(made))
        )

    def _amend(self, vault: Workspace, changes: list[Mapping[str, Any]]) -> list[str]:
        now = {one.id: one for one in vault.dossiers.read(self._story.portfolio)}
        edits = []
        for change in changes:
            record = self._story.ids[change["ref"]]
            relinked = records.relink(now[record].kind, change["change"], self._story.ids)
            merged = now[record].whole | relinked
            body = {name: value for name, value in merged.items() if value is not None}
            edits.append(Edit(record, None, body))
        vault.dossiers.save(self._story.portfolio, edits)
        return []

    def _withdraw(self, vault: Workspace, gone: list[Mapping[str, Any]]) -> list[str]:
        edits = [Edit(self._story.ids[one["ref"]], None, None, one["reason"]) for one in gone]
        vault.dossiers.save(self._story.portfolio, edits)
        return []

    def _consent(self, vault: Workspace, asked: Mapping[str, Any]) -> list[str]:
        request = {name: value for name, value in asked.items() if name not in ("as", "decision")}
        request["recipient"] = self._cast.cards[asked["recipient"]].thumbprint
        request["excluded"] = [self._named(name) for name in asked.get("excluded", [])]
        expressed = dict(asked["expressed"])
        evidence = expressed.get("evidence")
        if evidence:
            expressed["evidence"] = evidence["name"]
        request["expressed"] = expressed
        decide = vault.consents.give if asked["decision"] == "give" else vault.consents.refuse
        decision = decide(
            self._story.portfolio, request, lambda _: BytesIO(make_file(evidence or {}))
        )
        self._story.consents[asked["as"]] = decision.consent.id
        to = decision.consent.recipient_name
        if asked["decision"] != "give":
            return [f"✗ weigering vastgelegd voor {to}; verder verandert er niets"]
        return [f"✓ toestemming vastgelegd voor {to}, tot en met {decision.consent.valid_until}"]

    def _named(self, name: str) -> str:
        ref, at, seq = name.partition("@")
        return f"{self._story.ids[ref]}{at}{seq}"

    def _withdraw_consent(self, vault: Workspace, gone: Mapping[str, Any]) -> list[str]:
        consent = self._story.consents[gone["consent"]]
        vault.consents.withdraw(self._story.portfolio, consent, gone.get("reason"))
        return ["✓ toestemming ingetrokken: er kan niets meer onder gedeeld worden"]

    def _refused(self, vault: Workspace, tried: Mapping[str, Any]) -> list[str]:
        consent = self._story.consents.get(tried["consent"] or "", "geen")
        to = self._cast.cards[tried["to"]].thumbprint
        try:
            vault.handovers.create(self._story.portfolio, consent, to, self._files)
        except EportfolioError as refusal:
            if refusal.code != tried["expect"]:
                raise
            self._outcome.refusals += 1
            return [f"✓ geweigerd ({refusal.code}): er is geen bundel gemaakt"]
        self._outcome.problems.append(f"niet geweigerd: {self._story.title}")
        return ["✗ had geweigerd moeten worden"]

    def _advice(self, vault: Workspace, given: Mapping[str, Any]) -> list[str]:
        consent = self._story.consents[given["consent"]]
        to = self._cast.cards[given["to"]]
        sent = vault.handovers.create(self._story.portfolio, consent, to.thumbprint, self._files)
        self._outcome.handovers += 1
        return [
            f"→ bundel voor {to.name}: {sent.records} onderdelen, {sent.documents} bestanden, "
            f"{sent.withheld} niet gedeeld"
        ]

    def _handover(self, vault: Workspace, given: Mapping[str, Any]) -> list[str]:
        story = self._story
        taker = self._cast.vaults[given["to"]]
        consent = story.consents[given["consent"]]
        sent = vault.handovers.create(
            story.portfolio, consent, taker.contacts.own.thumbprint, self._files
        )
        receipt = self._files / f"{sent.file.stem}.receipt"
        received = taker.handovers.receive(
            sent.file,
            answers=read_answers(self._relinked(given.get("agreements", {}))),
            receipt=receipt,
        )
        closed = vault.handovers.close(
            receipt, read_answers(self._relinked({"answers": given.get("left_behind", [])}))
        )
        self._outcome.handovers += 1
        lost = _lost(
            vault.dossiers.dump(story.portfolio, sent.size),
            taker.dossiers.dump(story.portfolio, sent.size),
            withheld=bool(received.withheld or received.later or received.erased),
        )
        self._outcome.lost += lost
        return [
            f"→ bundel: {sent.records} onderdelen, {sent.documents} bestanden; "
            f"{sent.withheld} niet gedeeld op verzoek van de cliënt",
            f"← ontvangen door {taker.contacts.own.name}; "
            f"{len(received.open_agreements)} open afspraken beantwoord",
            *([f"   “{closed.synthesis}”"] if closed.synthesis else []),
            f"{'✓' if closed.closed and not lost else '✗'} ontvangstbewijs: "
            f"alles aangekomen, dossier gesloten",
        ]

    def _relinked(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        linked = dict(answers)
        linked["answers"] = [
            {**one, "record": self._story.ids[one["record"]]} for one in answers.get("answers", [])
        ]
        return linked


def make_file(file: Mapping[str, Any]) -> bytes:
    """Generate one document of the demonstration."""
    from datetime import date

    from eportfolio.outputs import specimens

    arguments = dict(file["arguments"])
    if "dated" in arguments:
        arguments["dated"] = date.fromisoformat(arguments["dated"])
    made: bytes = getattr(specimens, file["maker"])(**arguments)
    return made


def _lost(before: Dump, after: Dump, *, withheld: bool) -> list[str]:
    """What the successor lacks: nothing at all, or nothing of what was shared."""
    here = {one.id: (one.kind, one.status, one.body) for one in before.records}
    there = {one.id: (one.kind, one.status, one.body) for one in after.records}
    if before.head != after.head:
        return ["kop"]
    if withheld:
        return [one for one, content in there.items() if here.get(one) != content]
    documents = {one.sha256 for one in before.documents} - {
        one.sha256 for one in after.documents if one.present
    }
    different = [one for one in {**here, **there} if here.get(one) != there.get(one)]
    return sorted(different) + sorted(documents)


def _check(cast: Cast, outcome: Outcome, say: Say) -> None:
    """Every chain, head, statement and attachment of every vault."""
    say("")
    for key, vault in cast.vaults.items():
        health = vault.check()
        outcome.revisions += health.revisions
        outcome.problems += [f"{key}: {one.what}" for one in health.problems]
        own = vault.contacts.own
        say(
            f"  {own.name:<12} {own.organisation:<22} {health.portfolios:>2} dossiers, "
            f"{health.revisions:>4} wijzigingen, {health.documents:>3} bijlagen gecontroleerd"
        )
