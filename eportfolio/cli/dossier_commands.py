"""`eportfolio portfolio|record|document|schema …`"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eportfolio import records
from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import read_object, show_progress, unlocked
from eportfolio.records import RecordId
from eportfolio.register import Row
from eportfolio.workspace.dossiers import Change, Document


def _row(row: Row) -> dict[str, Any]:
    return {
        "portfolio": row.portfolio,
        "name": row.name,
        "route": row.route,
        "next_deadline": row.next_deadline,
        "next_clock": row.next_clock,
        "next_latest": row.next_latest,
        "status": row.status,
        "until": row.until or None,
        "open_agreements": row.open_agreements,
        "findings": row.findings,
    }


def _table(rows: list[Row]) -> list[str]:
    cells = [
        [
            row.name,
            row.route or "–",
            row.next_latest or "–",
            str(row.open_agreements),
            f"{row.status} tot {row.until}" if row.until else row.status,
            row.portfolio,
        ]
        for row in rows
    ]
    heads = ["naam", "route", "termijn", "open afspraken", "status", "dossier"]
    return table(cells, heads)


def _changed(change: Change, seq_line: str) -> Result:
    data: dict[str, Any] = {"record": change.records[0], "seq": change.seq}
    lines = [f"{seq_line} ({change.records[0]}, wijziging {change.seq})."]
    if change.unknown:
        data["unknown_fields"] = list(change.unknown)
        lines.append(f"Onbekende velden zijn bewaard: {', '.join(change.unknown)}.")
    _add_warnings(change, data, lines)
    return Result(data, lines)


def _add_warnings(change: Change, data: dict[str, Any], lines: list[str]) -> None:
    """What the law says of a change that was made all the same."""
    if change.warnings:
        data["warnings"] = [{**vars(one), "severity": str(one.severity)} for one in change.warnings]
        lines += [f"Let op: {one.why}" for one in change.warnings]


def load(parsed: argparse.Namespace) -> Result:
    """A whole dossier."""
    with unlocked(parsed) as workspace:
        change = workspace.dossiers.load_file(parsed.file)
        documents = len(workspace.dossiers.dump(change.portfolio).documents)
    data = {
        "portfolio": change.portfolio,
        "records": len(change.records),
        "documents": documents,
    }
    lines = [
        f"Dossier {change.portfolio}: {len(change.records)} onderdelen, {documents} bestanden."
    ]
    _add_warnings(change, data, lines)
    return Result(data, lines)


def caseload(parsed: argparse.Namespace) -> Result:
    """All clients."""
    with unlocked(parsed) as workspace:
        if parsed.csv:
            progress = show_progress("Termijnen berekenen")
            count = workspace.views.write_csv(parsed.csv, None, progress)
            warning = "Er staan namen in en het is niet versleuteld."
            data = {"file": str(parsed.csv), "portfolios": count}
            return Result(data, [f"Bestand met {count} dossiers: {parsed.csv}. {warning}"])
        rows = workspace.dossiers.caseload()
    data = {"portfolios": [_row(row) for row in rows]}
    return Result(
        data, _table(rows) or ["Nog geen dossiers. Gebruik 'portfolio load' of 'bundle import'."]
    )


def search(parsed: argparse.Namespace) -> Result:
    """Clients with these words."""
    with unlocked(parsed) as workspace:
        found = workspace.dossiers.search(parsed.text)
    data = {"portfolios": [_row(row) | {"records": list(ids)} for row, ids in found]}
    return Result(data, _table([row for row, _ in found]) or ["Niets gevonden."])


def _document(document: Document) -> dict[str, Any]:
    return {
        "record": document.record,
        "sha256": document.sha256,
        "size": document.size,
        "name": document.name,
    }


def dump(parsed: argparse.Namespace) -> Result:
    """State of a dossier."""
    with unlocked(parsed) as workspace:
        state = workspace.dossiers.dump(parsed.portfolio, parsed.at)
    data = {
        "portfolio": state.portfolio,
        "size": state.size,
        "head": state.head,
        "records": [
            {"id": one.id, "kind": one.kind, "status": one.status, "body": one.body}
            for one in state.records
        ],
        "documents": [_document(one) for one in state.documents],
    }
    rows = [
        [records.title(one.kind), records.headline(one.kind, one.body), one.status, one.id]
        for one in state.records
    ]
    lines = [f"Stand na {state.size} wijzigingen, kop {state.head}", ""]
    return Result(data, lines + table(rows, ["soort", "wat", "status", "onderdeel"]))


def history(parsed: argparse.Namespace) -> Result:
    """Who changed what when."""
    record = RecordId(parsed.record) if parsed.record else None
    with unlocked(parsed) as workspace:
        found = workspace.dossiers.history(parsed.portfolio, record)
    data = {
        "revisions": [
            {
                "seq": one.seq,
                "hash": one.hash,
                "day": one.day,
                "items": [dict(item) for item in one.items],
                "undisclosed": one.undisclosed,
            }
            for one in found
        ]
    }
    rows = [
        [
            str(one.seq),
            item["at"][:16].replace("T", " ") or one.day,
            item["by"].get("name", ""),
            records.title(item["kind"]),
            item["status"],
            item["record"],
            item["reason"] or "",
        ]
        for one in found
        for item in one.items
        if not item["part"]
    ]
    return Result(
        data, table(rows, ["nr", "wanneer", "wie", "soort", "status", "onderdeel", "reden"])
    )


_LOCKS = {
    "ingetrokken": "toestemming ingetrokken",
    "beperkt": "beperkt op verzoek van de cliënt",
    "verouderd": "verouderd: de afzender heeft het verbeterd of gewist",
}


def locks(parsed: argparse.Namespace) -> Result:
    """What is neither changed nor shared."""
    with unlocked(parsed) as workspace:
        found = workspace.dossiers.locks(parsed.portfolio)
    held = [(record, one) for record, locks in found.items() for one in locks]
    data = {
        "locks": [
            {
                "record": record,
                "reason": one.reason,
                "notice": one.notice,
                "since": one.since.isoformat(),
            }
            for record, one in held
        ]
    }
    rows = [[one.since.date().isoformat(), _LOCKS[one.reason], record] for record, one in held]
    return Result(data, table(rows, ["sinds", "waarom", "onderdeel"]) or ["Niets staat op slot."])


def add(parsed: argparse.Namespace) -> Result:
    """A new record."""
    body = read_object(parsed.file)
    with unlocked(parsed) as workspace:
        change = workspace.dossiers.add(parsed.portfolio, parsed.kind, body)
    return _changed(change, "Toegevoegd")


def amend(parsed: argparse.Namespace) -> Result:
    """A new version."""
    body = read_object(parsed.file)
    with unlocked(parsed) as workspace:
        change = workspace.dossiers.amend(parsed.portfolio, RecordId(parsed.record), body)
    return _changed(change, "Gewijzigd; de oude versie staat in de geschiedenis")


def withdraw(parsed: argparse.Namespace) -> Result:
    """Withdraw a record."""
    with unlocked(parsed) as workspace:
        change = workspace.dossiers.withdraw(
            parsed.portfolio, RecordId(parsed.record), parsed.reason
        )
    return _changed(change, "Ingetrokken; het staat nog in de geschiedenis")


def attach(parsed: argparse.Namespace) -> Result:
    """Attach a file."""
    with unlocked(parsed) as workspace:
        file: Path = parsed.file
        _, document = workspace.dossiers.attach(
            parsed.portfolio, file.name, parsed.title, lambda _: file.open("rb")
        )
    return Result(_document(document), [f"Bestand toegevoegd ({document.size} bytes)."])


def get(parsed: argparse.Namespace) -> Result:
    """Write a file out."""
    with unlocked(parsed) as workspace:
        document = workspace.dossiers.export_document(
            parsed.portfolio, RecordId(parsed.record), parsed.out, parsed.given_to
        )
    return Result(
        _document(document), [f"Opgeslagen: {parsed.out}. Let op: dit bestand is niet versleuteld."]
    )


def schema(parsed: argparse.Namespace) -> Result:
    """The JSON Schema of one kind, or of all."""
    import json

    if parsed.kind:
        found: Any = records.json_schema(parsed.kind)
    else:
        found = {kind: records.json_schema(kind) for kind in records.KINDS}
    return Result({}, json.dumps(found, ensure_ascii=False, indent=2).split("\n"), bare=found)
