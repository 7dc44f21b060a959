"""`eportfolio rights erase …` and `eportfolio retention …`"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import unlocked
from eportfolio.records import RecordId
from eportfolio.workspace.erasure import Place

_GROUNDS = {
    "bewaartermijn": "bewaartermijn voorbij",
    "overgedragen": "werkkopie van overdracht",
    "vervanging-voorbij": "vervanging voorbij",
    "advies-voorbij": "advies voorbij",
}


def erase_items(parsed: argparse.Namespace) -> Result:
    """Records of a client, with all their versions."""
    with unlocked(parsed) as workspace:
        chosen = [RecordId(one) for one in parsed.records]
        gone = workspace.erasures.erase_items(parsed.portfolio, chosen, parsed.ground)
    data = {
        "records": list(gone.records),
        "digests": gone.digests,
        "backups": _places(gone.backups),
    }
    lines = [f"Gewist: {len(gone.records)} onderdelen, met alle versies. Dit kan niet terug."]
    return Result(data, lines + _left(gone.backups))


def due(parsed: argparse.Namespace) -> Result:
    """Dossiers that may be destroyed; nothing happens by itself."""
    with unlocked(parsed) as workspace:
        found = workspace.erasures.due(parsed.on)
        places = workspace.erasures.places()
    data = {
        "due": [
            {
                "portfolio": one.row.portfolio,
                "name": one.row.name,
                "since": one.since.isoformat(),
                "ground": one.ground,
                "source": one.source,
            }
            for one in found
        ],
        "backups": _places(places),
    }
    rows = [
        [one.since.isoformat(), one.row.name, _GROUNDS[one.ground], one.row.portfolio]
        for one in found
    ]
    lines = table(rows, ["sinds", "naam", "waarom", "dossier"])
    return Result(data, (lines or ["Er is niets dat gewist mag worden."]) + _left(places))


def erase_dossier(parsed: argparse.Namespace) -> Result:
    """Key and file of a dossier."""
    with unlocked(parsed) as workspace:
        gone = workspace.erasures.erase_dossier(parsed.portfolio, parsed.certificate)
    data: dict[str, Any] = {
        "portfolio": gone.portfolio,
        "certificate": gone.certificate.decode(),
        "backups": _places(gone.backups),
    }
    lines = ["Het dossier is vernietigd: de sleutel en het bestand zijn weg. Dit kan niet terug."]
    if parsed.certificate:
        lines.append(f"Bewijs van vernietiging: {parsed.certificate}")
    return Result(data, lines + _left(gone.backups))


def certificates(parsed: argparse.Namespace) -> Result:
    """The proof of every dossier that was destroyed here; it names no client."""
    with unlocked(parsed) as workspace:
        found = workspace.erasures.certificates()
    data = [
        {
            "portfolio": one.portfolio,
            "at": one.at,
            "ground": one.ground,
            "source": one.source,
            "certificate": one.raw.decode(),
        }
        for one in found
    ]
    rows = [[one.at[:10], _GROUNDS[one.ground], one.portfolio] for one in found]
    lines = table(rows, ["vernietigd", "waarom", "dossier"])
    return Result({"certificates": data}, lines or ["Hier is nog geen dossier vernietigd."])


def certificate(parsed: argparse.Namespace) -> Result:
    """One of those as a file."""
    with unlocked(parsed) as workspace:
        workspace.erasures.write_certificate(parsed.portfolio, parsed.file)
    data = {"portfolio": parsed.portfolio, "file": str(parsed.file)}
    return Result(data, [f"Bewijs van vernietiging: {parsed.file}"])


def backups(parsed: argparse.Namespace) -> Result:
    """Do in the copies what was erased here, or forget a copy that is gone."""
    with unlocked(parsed) as workspace:
        if parsed.forget:
            workspace.erasures.forget_backup(str(Path(parsed.forget).absolute()))
        places = workspace.erasures.purge()
    rows = [[one.made, "klaar" if one.is_done else "nog niet", one.path] for one in places]
    lines = table(rows, ["gemaakt", "gewist", "map"]) or ["Er zijn geen reservekopieën bekend."]
    return Result({"backups": _places(places)}, lines + _left(places))


def _places(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [{"path": one.path, "made": one.made, "done": one.is_done} for one in places]


def _left(places: Iterable[Place]) -> list[str]:
    """What a person still has to do."""
    return [
        f"Let op: in deze reservekopie staat het nog: {one.path}. Sluit de schijf aan en gebruik "
        "'retention backups', of vernietig de kopie en gebruik daarna --forget."
        for one in places
        if not one.is_done
    ]
