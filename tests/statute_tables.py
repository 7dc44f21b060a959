"""The tables of docs/statute.md, made from the rule files: `python tests/statute_tables.py` writes
them, `test_statute_docs.py` fails when they are stale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from eportfolio import statute
from eportfolio.statute.rules import Clock, GroundRule, Length

PAGE = Path(__file__).resolve().parent.parent / "docs" / "statute.md"
HOW = {"yes": "yes", "deducted": "deducted", "dutch": "Dutch", "map": "as MAP"}
NATURES = {"duty": "duty", "chance": "chance", "period": "period"}


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _length(length: Length) -> str:
    if length.months:
        return f"{length.months} months"
    if length.weeks:
        return f"{length.weeks} weeks"
    if length.working_days:
        return f"{length.working_days} working days"
    return f"{length.hours} hours" if length.hours else "–"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _valid(rule: Clock | GroundRule) -> str:
    return f"{rule.valid_from} – {rule.valid_until or '…'}"


def clocks() -> str:
    heads = ["Clock", "Dutch title", "Nature", "Starts", "Length", "Rolls", "Stops", "Changes"]
    return table(
        [*heads, "Source", "Confirmed", "Valid"],
        (
            [
                *(one.id, one.title, NATURES[one.nature], one.starts),
                _length(one.length)
                + (f", at most {_length(one.longest)}" if one.longest.months else ""),
                *(_yes(one.rolls), one.stops, one.changes),
                *(one.source, _yes(one.confirmed), _valid(one)),
            ]
            for one in statute.rulebook().clocks
        ),
    )


def _extra(rule: GroundRule) -> str:
    if isinstance(rule.extra, Length):
        return _length(rule.extra)
    return {"duration": "as long as it lasted"}.get(rule.extra, rule.extra)


def grounds() -> str:
    heads = ["Ground", "Dutch title", "At least", "Extra", "At most", "Routes", "Proof"]
    return table(
        [*heads, "Source", "Confirmed", "Valid"],
        (
            [
                *(one.code, one.title, _length(one.at_least or Length()), _extra(one)),
                *(_length(one.at_most or Length()), ", ".join(one.routes) or "all", one.proof),
                *(one.source, _yes(one.confirmed), _valid(one)),
            ]
            for one in statute.rulebook().grounds
        ),
    )


def new_terms() -> str:
    rules = statute.rulebook().new_term

    def rows() -> Iterator[Sequence[str]]:
        yield "PVT or MAP missing", f"{rules['one_module_months']} months"
        yield "PVT and MAP missing", f"{rules['both_modules_months']} months"
        for name, what in (
            ("parts", "B1 or onderwijsroute, parts passed"),
            ("hours_asylum", "Z-route, asielstatushouder, hours of 1600"),
            ("hours_other", "Z-route, others, hours of 800"),
        ):
            for row in rules[name]:
                yield f"{what}: up to {row['up_to']}", f"{row['months']} months"

    return table(["When", "New term"], rows())


def hours() -> str:
    counters = statute.rulebook().counters
    categories = list(dict.fromkeys(name for one in counters for name in one.categories))

    def rows() -> Iterator[Sequence[str]]:
        for category in categories:
            found = [one.categories.get(category, "–") for one in counters]
            yield [
                category,
                *(HOW.get(one, "by judgement" if one == "judged" else one) for one in found),
            ]
        yield [
            "*hours asked*",
            *(f"{one.required:g}" if one.required else "per PIP" for one in counters),
        ]
        yield ["*routes*", *(", ".join(one.routes) or "all" for one in counters)]
        yield ["*for*", *(_for_whom(one.asylum_only, one.others_only) for one in counters)]
        yield ["*keurmerk*", *(_yes(one.keurmerk) for one in counters)]
        yield ["*source*", *(one.source for one in counters)]
        yield ["*confirmed*", *(_yes(one.confirmed) for one in counters)]
        yield ["*valid*", *(f"{one.valid_from} – {one.valid_until or '…'}" for one in counters)]

    return table(["Category", *(one.id for one in counters)], rows())


def _for_whom(asylum_only: bool, others_only: bool) -> str:
    if asylum_only:
        return "asielstatushouders"
    return "others" if others_only else "all"


def page() -> str:
    """The page with fresh tables."""
    text = PAGE.read_text("utf-8")
    made = {"clocks": clocks, "grounds": grounds, "new-terms": new_terms, "hours": hours}
    for name, make in made.items():
        mark = re.compile(f"<!-- {name} -->.*<!-- /{name} -->", re.DOTALL)
        assert mark.search(text), name
        text = mark.sub(lambda _: f"<!-- {name} -->\n{make()}\n<!-- /{name} -->", text)  # noqa: B023
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
