"""The copy of everything that a client may ask for (AVG 15), and the copy to take along (AVG 20):
docs/formats/rights.md.

Invariants:
- Everything stored about the client is in the first, but for what a person left out for the rights
  of others (AVG 15, fourth paragraph); each of those is named with its ground.
- The copy appears whole or not at all, also when a person stops it; nothing of it lies anywhere
  else, and memory does not grow with the attachments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from eportfolio import shapes, texts
from eportfolio.consent import CONSENT_TYP, EVENT_TYP
from eportfolio.errors import InvalidRecord, NotPermitted
from eportfolio.portfolio import Portfolio
from eportfolio.portfolio.requests import requests_of
from eportfolio.progress import Progress
from eportfolio.records import RecordId
from eportfolio.statute.dates import written
from eportfolio.workspace import disclosures, machine_copy, papers
from eportfolio.workspace.access_paper import ARTICLE, Whole, dossier_facts, title_of
from eportfolio.workspace.copies import Copy, Steps, copy_to
from eportfolio.workspace.documents import portfolio_facts
from eportfolio.workspace.machine_copy import Attached
from eportfolio.workspace.reading import client_language, client_name
from eportfolio.workspace.session import Session

FORMAT: Final = 1
GROUND_LIMIT: Final = 2000  # characters
ALWAYS_IN: Final = ("client",)  # kinds that are about the client alone
_VERSION_BYTES: Final = 60_000  # of an attachment: about as long as a version takes on paper
_LISTEN_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Exported:
    """A copy that was written. `bytes` of the attachments."""

    file: Path
    records: int
    versions: int
    documents: int
    bytes: int
    statements: int
    left_out: tuple[RecordId, ...]
    language: str
    sha256: str


def export(
    session: Session,
    pid: str,
    out: Path,
    language: str | None,
    without: Mapping[RecordId, str],
    progress: Progress,
) -> Exported:
    """Write everything about a client; `without`: records that stay out, each with its ground.

    Raises:
        Cancelled: a person stopped it: nothing was written. What was being drawn is finished
            first, in memory.
    """
    now = session.now()
    session.write_log()
    with session.portfolio(pid) as portfolio:
        grounds = grounds_of(portfolio, without)
        whole = _read(session, portfolio, grounds, now)
        asked = language or client_language(whole.current) or texts.DUTCH
        paper = len(whole.versions) * _VERSION_BYTES
        steps = Steps(progress, 2 * whole.size + 2 * paper)
        with ThreadPoolExecutor(2) as makers, copy_to(out, now, steps) as copy:
            first = makers.submit(
                _client_paper, portfolio_facts(session, portfolio, grounds), asked
            )
            _files(copy, portfolio, whole.files)
            _for_programs(session, copy, portfolio, whole)
            # Not before: three that work at once on two cores hold up the longest, the first.
            second = makers.submit(_whole_paper, dossier_facts(session, portfolio, whole))
            copy.add("portfolio.pdf", _drawn(first, steps), packed=False)
            steps.done(paper)
            copy.add("dossier.pdf", _drawn(second, steps), packed=False)
            steps.done(paper)
            left = [f"{title_of(portfolio, one)}: {why}" for one, why in grounds.items()]
            _finish(session, copy, portfolio, asked, whole, left, is_access=True)
            sha256 = _sign(session, copy, portfolio, papers.ACCESS, asked)
        session.saved(portfolio, ())
        return Exported(
            out,
            len(whole.current),
            sum(one.part == "" for one in whole.versions),
            len(whole.files),
            whole.size,
            portfolio.ledger.tip()[0] - 1,
            tuple(grounds),
            asked,
            sha256,
        )


def take_along(
    session: Session, pid: str, out: Path, progress: Progress, *, everything: bool
) -> Exported:
    """Write the records that a client may take along by right, or all of them.

    Raises:
        Cancelled: a person stopped it: nothing was written.
    """
    now = session.now()
    with session.portfolio(pid) as portfolio:
        current = portfolio.records()
        chosen = current if everything else machine_copy.by_right(current)
        kept = {one.id for one in chosen}
        left = [one.id for one in current if one.id not in kept]
        versions = portfolio.versions()
        wanted = {str(one.whole.get("sha256")) for one in chosen}
        found = machine_copy.attached(portfolio, versions, left)
        files = {sha256: one for sha256, one in found.items() if sha256 in wanted}
        if not everything:
            chosen = [replace(one, x=None) for one in chosen]
        whole = Whole(chosen, versions, files, (), (), {}, now)
        asked = client_language(current) or texts.DUTCH
        steps = Steps(progress, 2 * whole.size)
        with copy_to(out, now, steps) as copy:
            _files(copy, portfolio, files)
            _portfolio_json(copy, portfolio, whole, with_x=everything)
            _finish(session, copy, portfolio, asked, whole, [], is_access=False)
            sha256 = _sign(session, copy, portfolio, papers.PORTABILITY, asked)
        session.saved(portfolio, ())
        return Exported(out, len(chosen), 0, len(files), whole.size, 0, tuple(left), asked, sha256)


def grounds_of(portfolio: Portfolio, without: Mapping[RecordId, str]) -> dict[RecordId, str]:
    """What stays out, with grounds that are fit to be read.

    Raises:
        WrongUsage: no such record.
        InvalidRecord: `left-out-ground`: without a ground.
        NotPermitted: `left-out-client`: what is about the client alone.
    """
    found = {}
    for record, ground in without.items():
        if portfolio.record(record).kind in ALWAYS_IN:
            raise NotPermitted("left-out", "left-out-client", source=ARTICLE)
        try:
            said = shapes.clean(ground).strip()
        except ValueError:
            said = ""
        if not said or len(said) > GROUND_LIMIT:
            raise InvalidRecord("invalid-record", "left-out-ground", source=ARTICLE)
        found[record] = said
    return found


def _read(
    session: Session, portfolio: Portfolio, without: Mapping[RecordId, str], now: datetime
) -> Whole:
    versions = portfolio.versions()
    return Whole(
        [one for one in portfolio.records() if one.id not in without],
        [one for one in versions if one.record not in without],
        machine_copy.attached(portfolio, versions, without),
        disclosures.lines_of(session, portfolio, versions),
        session.register.accesses(portfolio.pid),
        without,
        now,
    )


def _files(copy: Copy, portfolio: Portfolio, files: Mapping[str, Attached]) -> None:
    for one in files.values():
        copy.stream(one.path, portfolio.read_attachment(one.sha256), one.sha256, one.size)


def _portfolio_json(copy: Copy, portfolio: Portfolio, whole: Whole, *, with_x: bool) -> None:
    head, size = portfolio.tip()
    about = {"v": FORMAT, "portfolio": portfolio.pid, "size": size, "head": head}
    about |= {"absent": machine_copy.absent(whole.current)}
    lines = machine_copy.entries(whole.current, whole.files, with_x=with_x)
    copy.add_lines("portfolio.json", about, "records", lines)


def _for_programs(
    session: Session,
    copy: Copy,
    portfolio: Portfolio,
    whole: Whole,
) -> None:
    _portfolio_json(copy, portfolio, whole, with_x=True)
    told = machine_copy.history(portfolio, portfolio.versions(), whole.without)
    copy.add_lines("geschiedenis.json", {"v": FORMAT}, "revisions", told)
    decided: list[dict[str, Any]] = []
    other: list[dict[str, Any]] = []
    for one in portfolio.ledger.all():
        (decided if one.typ in (CONSENT_TYP, EVENT_TYP) else other).append(
            machine_copy.statement(one, whole.without)
        )
    copy.add_lines("toestemmingen.json", {"v": FORMAT}, "statements", decided)
    copy.add_lines("verklaringen.json", {"v": FORMAT}, "statements", other)
    shared = [one.json() for one in whole.shared]
    copy.add_lines("gedeeld.json", {"v": FORMAT}, "disclosures", shared)
    lines = [{"n": number, **line._asdict()} for number, line in whole.accesses]
    copy.add_lines("inzage-log.json", {"v": FORMAT}, "lines", lines)
    typed = [
        asdict(one) | {"values": dict(one.values)}
        for one in session.register.drafts(portfolio.pid)
        if one.record not in whole.without
    ]
    copy.add_lines("concepten.json", {"v": FORMAT}, "drafts", typed)
    asked = [one.json() for one in requests_of(portfolio)]
    copy.add_lines("verzoeken.json", {"v": FORMAT}, "requests", asked)
    left = [
        {"record": one, "kind": portfolio.record(one).kind, "ground": why, "source": ARTICLE}
        for one, why in whole.without.items()
    ]
    copy.add_lines("weggelaten.json", {"v": FORMAT}, "left_out", left)


def _finish(
    session: Session,
    copy: Copy,
    portfolio: Portfolio,
    language: str,
    whole: Whole,
    left: Sequence[str],
    *,
    is_access: bool,
) -> None:
    """The text for the client, and the list of everything that is in the copy."""
    from eportfolio.outputs import access_letter

    card = session.vault.identity.card
    letter = access_letter.access_letter(
        language,
        about=client_name(portfolio),
        made=f"{written(whole.now.date())}, {card.name}, {card.organisation}",
        left_out=left,
        is_access=is_access,
        files=[one.name for one in copy.files],
    )
    copy.add(access_letter.NAME, letter)
    head, size = portfolio.tip()
    about = {
        "v": FORMAT,
        "portfolio": portfolio.pid,
        "made": whole.now.isoformat(),
        "by": session.author.json(),
        "head": head,
        "size": size,
        "left_out": list(whole.without),
    }
    copy.add_lines("inhoud.json", about, "files", [vars(one) for one in copy.files])


def _sign(session: Session, copy: Copy, portfolio: Portfolio, document: str, language: str) -> str:
    """The copy is a paper for the client; signed when all of it is written and nobody can stop it
    any more, before it appears."""
    sha256 = copy.digest()
    copy.steps.end()
    with portfolio.transaction():
        signed = papers.payload(
            portfolio,
            document,
            sha256=sha256,
            language=language,
            at=session.now(),
            by=session.author,
        )
        portfolio.ledger.sign(signed, papers.TYP, session.signer)
    return sha256


def _drawn(paper: Future[bytes], steps: Steps) -> bytes:
    """A paper when it is there; meanwhile a person can stop."""
    while not wait((paper,), _LISTEN_SECONDS).done:
        steps.done(0)
    return paper.result()


def _client_paper(facts: Any, language: str) -> bytes:
    from eportfolio.outputs.client_portfolio import client_portfolio

    return client_portfolio(facts, language).data


def _whole_paper(facts: Any) -> bytes:
    from eportfolio.outputs.dossier import dossier

    return dossier(facts).data
