"""Bodies of records for dossiers under the clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

BLOCKS = (
    *("leerbaarheid", "onderwijs_en_werk", "persoonlijke_omstandigheden", "vve"),
    *("taalniveau", "arbeidsparticipatie", "zelfredzaamheid"),
)
INTAKE = {"status": "Afgerond", "blokken": {name: {"ingevuld": True} for name in BLOCKS}}


def entry(kind: str, ref: str = "", **body: Any) -> dict[str, Any]:
    return {"kind": kind, "body": body} | ({"ref": ref} if ref else {})


def plan(on: str, route: str, occasion: str = "Eerste PIP", **more: Any) -> dict[str, Any]:
    return {
        **{"aanleiding": occasion, "dagtekening": on, "bekendgemaakt_op": on},
        **{"leerroute": route, "status": "Vastgesteld", "motivering": "Zo besproken."},
        **more,
    }


def person(*more: Mapping[str, Any], intake: bool = True, **facts: Any) -> list[Mapping[str, Any]]:
    """An asielstatushouder who lives in Waterdael since February 2024."""
    duty = {"duo_kennisgeving_datum": "2023-09-25", **facts}
    body = {
        "achternaam": "Aldarwesh",
        "doelgroep": "Asielstatushouder",
        "wettelijk_regime": "Wi2021",
    }
    return [
        entry("client", **body),
        entry("inburgeringsplicht", ref="plicht", **duty),
        entry("verblijf", soort="Woning", gemeente="Waterdael", brp_ingeschreven_op="2024-02-12"),
        *([entry("intake", ref="intake", **INTAKE)] if intake else []),
        *more,
    ]


def hours(count: int, category: str = "NT2-les", **more: Any) -> list[dict[str, Any]]:
    """So many lines of ten hours, in 2025."""
    facts = {"categorie": category, "uren": 10, "keurmerk": True, "fysiek": True, **more}
    days = [date(2025, 1 + n // 28, 1 + n % 28).isoformat() for n in range(count)]
    return [entry("urenregel", **facts, datum=day) for day in days]
