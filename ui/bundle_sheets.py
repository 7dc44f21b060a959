"""What a file from a colleague is, in sheets: what was verified, what is in it, what stayed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from eportfolio import records
from ui.models import Line, LineModel
from ui.sections import line_of
from ui.sheets import fact, line_list, note, padded, sheet, whole
from ui.synthesis_view import synthesis_sheet
from ui.theme import Theme
from ui.told import ToldCard
from ui.values import shown_date, shown_moment
from ui.widgets import icon, row, text
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.results import Inspection, Received

FORKED, RETURN = "forked", "cover-return"
RELATIONS = {
    "new": N_("Nieuw dossier voor u"),
    "newer": N_("Nieuwer dan wat u hebt"),
    "fills": N_("Vult aan wat eerder niet gedeeld werd"),
    "same": N_("Dit hebt u al"),
    "older": N_("Ouder dan wat u hebt"),
    FORKED: N_("Op twee plaatsen verder bijgehouden"),
}
PURPOSES: Mapping[str, str] = {
    "handover": N_("Overdracht: u neemt het dossier over"),
    "cover": N_("Vervanging: u neemt tijdelijk waar"),
    "advice": N_("Advies: u leest alleen mee"),
    RETURN: N_("Terug van vervanging: wat uw collega toevoegde"),
}
HOURS = {
    "same": ("check-circle", "pos", N_("Nageteld: de totalen kloppen met die van de afzender.")),
    "different": (
        "alert",
        "warn",
        N_(
            "Nageteld: de totalen kloppen niet met die van de afzender. De losse regels tellen; "
            "vraag de afzender na."
        ),
    ),
    "other-rules": (
        "info",
        "muted",
        N_("De afzender telde met andere regels. De totalen zijn niet vergeleken."),
    ),
    "not-sent": ("info", "muted", N_("De afzender stuurde geen totalen mee.")),
}


def seen_first(theme: Theme, found: Inspection) -> list[QWidget]:
    """What a successor sees first: one page of it, and what was told before."""
    parts: list[QWidget] = []
    if found.synthesis is not None:
        parts.append(synthesis_sheet(theme, found.synthesis))
    if any(one.told for one in found.told):
        card = ToldCard(theme)
        card.load(found.told)
        parts.append(card)
    return parts


def checked(theme: Theme, found: Inspection) -> QWidget:
    """What was verified, and what the file is for."""
    bundle = found.bundle
    consent, claims = bundle.consent, bundle.claims
    until = shown_date(consent.valid_until.isoformat())
    given = shown_date(consent.given_on.isoformat())
    lines = (
        (
            _("Handtekening"),
            _("van {name}, uw kaart van de afzender is bekend").format(name=bundle.sender.name),
        ),
        (_("Voor u bedoeld"), _("alleen met uw kaart gaat dit bestand open")),
        (_("Compleet"), amount(len(bundle.current), len(bundle.attachments))),
        (
            _("Toestemming"),
            _("gegeven op {given}, geldig tot en met {until}").format(given=given, until=until),
        ),
        (
            _("Geschiedenis"),
            _many(
                "aansluitend: {number} wijziging",
                "aansluitend: {number} wijzigingen",
                claims.size,
            ),
        ),
    )
    rows = [fact(theme, "check-circle", "pos", label, words) for label, words in lines]
    purpose = _(PURPOSES[claims.purpose])
    relation = _(RELATIONS[found.relation.name])
    rows.append(fact(theme, "transfer", "muted", _("Doel"), purpose))
    rows.append(fact(theme, "folder", "muted", _("Dit is"), relation))
    return sheet(_("Gecontroleerd"), *rows)


def kept_back(theme: Theme, found: Inspection) -> QWidget:
    """What the client chose to leave out, and how many versions that is."""
    claims = found.bundle.claims
    rows: list[Any] = [
        padded(text(_("Keuze van de cliënt. Dit is geen fout."), "muted", wrap=True))
    ]
    for title in found.not_chosen:
        line = row(icon(theme, "hand"), text(_(title), wrap=True))
        line.setStretch(1, 1)
        line.setContentsMargins(20, 7, 20, 7)
        rows.append(line)
    versions = (
        (len(claims.withheld), _("{number} niet gedeeld")),
        (len(claims.later), _("{number} nieuwer dan de toestemming")),
        (len(claims.erased), _("{number} gewist")),
    )
    words = ", ".join(what.format(number=count) for count, what in versions if count)
    rows.append(
        padded(
            text(
                _("Versies in de geschiedenis: {words}.").format(words=words)
                if words
                else _("Alles is gedeeld."),
                "help",
                wrap=True,
            ),
            note(theme, _("Wilt u hier iets over weten? Vraag het aan de cliënt zelf.")),
        )
    )
    return sheet(_("Niet gedeeld"), *rows)


def contents(theme: Theme, found: Inspection) -> QWidget:
    """The records by kind."""
    model = LineModel()
    by_kind: dict[str, list[Any]] = {}
    for one in found.bundle.current:
        by_kind.setdefault(one.kind, []).append(one)
    lines: list[Line] = []
    for kind, those in by_kind.items():
        lines.append(Line(_(records.title(kind)), is_heading=True))
        lines += [Line(line_of(one), shown_moment(one.at), str(one.id)) for one in those]
    model.load(lines)
    view = line_list(theme, model, _("Wat er in zit"))
    model.setParent(view)
    whole(theme, view)
    return sheet(_("Wat er in zit"), view)


def taken_in(theme: Theme, received: Received) -> list[QWidget]:
    """What is here now, and what the law says of it."""
    hours = HOURS[received.hours]
    files = amount(received.records, received.documents)
    rows = [
        fact(theme, "check-circle", "pos", _("Ontvangen"), files),
        fact(
            theme,
            "file-check",
            "pos",
            _("Ontvangstbewijs"),
            _("{file}, versleuteld voor de afzender").format(
                file=received.receipt.name if received.receipt else "–"
            ),
        ),
        fact(theme, hours[0], hours[1], _("Uren"), _(hours[2])),
    ]
    parts: list[QWidget] = [sheet(_("Overgenomen"), *rows)]
    if received.findings:
        found = [fact(theme, "alert", "warn", _("Let op"), one.why) for one in received.findings]
        parts.append(sheet(_("Wat de wet zegt van dit dossier"), *found))
    return parts


def client_of(found: Inspection) -> str:
    """Whose dossier it is."""
    client = next((one for one in found.bundle.current if one.kind == "client"), None)
    return line_of(client) if client is not None else _("Dossier zonder naam")


def amount(items: int, files: int) -> str:
    """How many records and files."""
    return _("{items} en {files}").format(
        items=_many("{number} gegeven", "{number} gegevens", items),
        files=_many("{number} bestand", "{number} bestanden", files),
    )
