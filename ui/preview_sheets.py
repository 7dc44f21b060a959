"""What goes to somebody and what stays, in sheets: before a file is made, and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from eportfolio import records
from ui.models import Line, LineModel
from ui.sections import called
from ui.sheets import fact, line_list, note, padded, sheet, whole
from ui.theme import Theme
from ui.values import shown_size
from ui.widgets import text
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.records import RecordId
    from eportfolio.workspace.results import Preview, PreviewLine, Sent

STAYS: Mapping[str, tuple[str, str]] = {
    "scope": ("hand", N_("groep niet gekozen")),
    "excluded": ("hand", N_("door de cliënt uitgesloten")),
    "niet-delen": ("hand", N_("cliënt zei: niet delen")),
    "shared-attachment": ("hand", N_("zelfde bestand bij iets wat niet mee mag")),
    "locked": ("lock", N_("staat op slot")),
    "later": ("calendar", N_("nieuwer dan de toestemming")),
    "never": ("lock", N_("gaat nooit mee")),
}


def inside(theme: Theme, sent: Sent, goes: str, *more: QWidget) -> QWidget:
    """What is in a file that was made, and where it stands; `goes` names what it holds."""
    items = _("{items} en {files}").format(
        items=_many("{number} gegeven", "{number} gegevens", sent.records),
        files=_many("{number} bestand", "{number} bestanden", sent.documents),
    )
    return sheet(
        _("Wat zit erin"),
        fact(theme, "check-circle", "pos", goes, items),
        *more,
        fact(theme, "folder", "muted", _("Bestand"), str(sent.file)),
    )


def going(theme: Theme, preview: Preview) -> tuple[QWidget, LineModel]:
    """What goes, by kind, and how much that is."""
    found = [one for one in preview.lines if one.stays is None]
    model = LineModel()
    model.load(_grouped(found, lambda _one: ("check", _("gaat mee"))))
    view = line_list(theme, model, _("Dit gaat mee"))
    model.setParent(view)
    whole(theme, view)
    files = _many("{number} bestand", "{number} bestanden", preview.documents)
    items = _many("{number} gegeven", "{number} gegevens", len(found))
    told = f"{items} · {files} · {shown_size(preview.bytes)}"
    return sheet(_("Dit gaat mee"), view, side=text(told, "muted")), model


def staying(theme: Theme, preview: Preview) -> tuple[QWidget, LineModel] | None:
    """What stays, and why; None when nothing does."""
    found = [one for one in preview.lines if one.stays is not None]
    if not found:
        return None
    model = LineModel()
    model.load(_grouped(found, lambda one: STAYS[str(one.stays)]))
    view = line_list(theme, model, _("Dit blijft hier"))
    model.setParent(view)
    whole(theme, view)
    told = _many("{number} gegeven", "{number} gegevens", len(found))
    return sheet(_("Dit blijft hier"), view, side=text(told, "muted")), model


def agreements(
    theme: Theme,
    title: str,
    found: Sequence[RecordId],
    lines: Mapping[RecordId, PreviewLine],
    words: str,
) -> QWidget:
    """Open agreements by name, and what is asked of the other."""
    known = [called(lines[one].kind, lines[one].headline) for one in found if one in lines]
    rows = [text(one, "strong", wrap=True) for one in known]
    return sheet(title, padded(*rows, note(theme, words)))


def _grouped(
    found: Sequence[PreviewLine], fate: Callable[[PreviewLine], tuple[str, str]]
) -> list[Line]:
    by_kind: dict[str, list[PreviewLine]] = {}
    for one in found:
        by_kind.setdefault(one.kind, []).append(one)
    lines: list[Line] = []
    for kind, those in by_kind.items():
        lines.append(Line(f"{_(records.title(kind))} ({len(those)})", is_heading=True))
        for one in those:
            icon_name, under = fate(one)
            said = called(kind, one.headline)
            lines.append(Line(said, _(under), str(one.record), icon_name))
    return lines
