"""The nine parts of a dossier, and how its records stand in them. Plain Python.

A record kind stands in exactly one part; the tests check that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from eportfolio import records
from eportfolio.errors import InvalidRecord
from eportfolio.records import RecordId
from eportfolio.statute import Outlook
from ui.client_row import ClientRow
from ui.form_spec import specs
from ui.models import Line, Mark
from ui.values import masked, shown_date, shown_headline, shown_moment, shown_yes_no
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.drafts import Draft
    from eportfolio.workspace.permits import Lent
    from eportfolio.workspace.replies import Exchange
    from eportfolio.workspace.story import Topic
    from eportfolio.workspace.timeline import Timeline
    from eportfolio.workspace.together import Answer

WITHDRAWN = "vervallen"
CLOSED = "gesloten"  # handed over
# Not begun by hand: a document comes with its file, a reaction from the client's own screen.
NOT_BEGUN = frozenset({"client", "document", "reactie"})
# The date a list is ordered by: the first of these that is filled in.
_DATES = (
    "datum",
    "dagtekening",
    "datum_uitgifte",
    "voor_datum",
    "start",
    "van",
    "dag",
    "gestart_op",
    "ondertekend_op",
    "eindgesprek_op",
    "aanbod_datum",
    "recht_op_bijstand_vanaf",
    "duo_kennisgeving_datum",
    "nagelezen_op",
)


class Current(Protocol):
    """A record as it is now (`eportfolio.portfolio`)."""

    @property
    def id(self) -> RecordId: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> str: ...
    @property
    def by(self) -> Mapping[str, Any]: ...
    @property
    def whole(self) -> dict[str, Any]: ...
    @property
    def is_open_agreement(self) -> bool: ...


@dataclass(frozen=True)
class Section:
    """One tab. Without kinds it shows something else than records."""

    dutch: str
    icon: str
    kinds: tuple[str, ...] = ()
    why: str = ""

    @property
    def title(self) -> str:
        """What it is called, in the language of the window."""
        return _(self.dutch)

    @property
    def empty(self) -> str:
        """What belongs here, in the language of the window."""
        return _(self.why)


OVERVIEW, HOURS, CONSENT, HISTORY = 0, 4, 7, 8
SECTIONS = (
    Section(
        N_("Overzicht"),
        "user",
        ("client", "inburgeringsplicht", "verblijf", "gezinslid", "reactie"),
        N_("Hier staat wie de cliënt is, met gezin, woonplaats en inburgeringsplicht."),
    ),
    Section(
        N_("Intake"),
        "book",
        ("intake", "onderwijs", "werk", "verhaal", "wens", "aandachtspunt", "gezondheid"),
        N_("Hier komt de brede intake: opleiding, werk, wensen en het eigen verhaal."),
    ),
    Section(
        "PIP",
        "pencil",
        (
            "pip",
            "cursus",
            "taalvaardigheid",
            "examenpoging",
            "pvt",
            "map_module",
            "instrument",
            "besluit",
            "handhaving",
        ),
        N_("Hier komt het persoonlijk plan, met cursussen, examens, PVT, MAP en besluiten."),
    ),
    Section(
        N_("Afspraken"),
        "file-check",
        ("afspraak",),
        N_("Leg vast wie wat doet en voor wanneer. Open afspraken gaan mee bij een overdracht."),
    ),
    Section(
        N_("Uren"),
        "clock",
        ("urenregel",),
        N_(
            "Elke regel telt mee voor de cursus, de participatie, de MAP of het PVT. Een regel "
            "wordt nooit gewist, alleen verbeterd met een nieuwe regel."
        ),
    ),
    Section(
        N_("Certificaten en documenten"),
        "file",
        ("certificaat", "document"),
        N_("Voeg een bestand toe, bijvoorbeeld een diploma. Het wordt versleuteld bewaard."),
    ),
    Section(
        N_("Contact"),
        "message",
        ("contactmoment", "ondersteuning"),
        N_("Noteer een gesprek, bericht of huisbezoek. Een datum en een zin zijn genoeg."),
    ),
    Section(
        N_("Toestemming en inzage"),
        "hand",
        (),
        N_("De cliënt heeft nog niets beslist over delen. Zonder toestemming gaat niets weg."),
    ),
    Section(N_("Geschiedenis"), "history"),
)


@dataclass(frozen=True)
class Snapshot:
    """One client as read at one moment."""

    row: ClientRow
    records: tuple[Current, ...]
    outlook: Outlook | None = None
    drafts: tuple[Draft, ...] = ()
    timeline: Timeline | None = None
    answers: Mapping[RecordId, Answer] = field(default_factory=dict)  # of the client, per record
    adding: str = ""  # the key of why nothing can be added (`workspace.permits`)
    kept: Mapping[RecordId, str] = field(default_factory=dict)  # why one cannot be changed
    locks: Mapping[RecordId, str] = field(default_factory=dict)  # those of them that are locked
    lent: Lent | None = None  # when somebody lent it
    told: tuple[Topic, ...] = ()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def client(self) -> Mapping[str, Any]:
        """What is known about the person."""
        found = (one.whole for one in self.records if one.kind == "client" and not is_gone(one))
        return next(found, {})

    def why_kept(self, record: RecordId) -> str:
        """The key of why a record cannot be changed; empty when it can."""
        return self.adding or self.kept.get(record, "")

    def find(self, record: str) -> Current | None:
        """One record."""
        return next((one for one in self.records if one.id == record), None)

    def names(self) -> Names:
        """Per kind what each record is called, for references."""
        return Names(self.records)


class Names(Mapping[str, Mapping[str, str]]):
    """Per kind what each record is called; only the kinds that are asked for are put in words."""

    def __init__(self, current: Iterable[Current]) -> None:
        self._by_kind: dict[str, list[Current]] = {}
        for one in current:
            if not is_gone(one):
                self._by_kind.setdefault(one.kind, []).append(one)
        self._worded: dict[str, dict[str, str]] = {}

    def __getitem__(self, kind: str) -> Mapping[str, str]:
        if kind not in self._worded:
            self._worded[kind] = {one.id: line_of(one) for one in self._by_kind[kind]}
        return self._worded[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_kind)

    def __len__(self) -> int:
        return len(self._by_kind)


def is_gone(one: Current) -> bool:
    """Whether a record was withdrawn."""
    return one.status == WITHDRAWN


def section_of(kind: str) -> int:
    """In which part a kind stands."""
    return next(n for n, section in enumerate(SECTIONS) if kind in section.kinds)


def line_of(one: Current) -> str:
    """One line by which a record is recognised, with its date written for people."""
    return called(one.kind, records.headline(one.kind, one.whole))


def called(kind: str, headline: str) -> str:
    """The line by which a record is recognised; one without a line goes by its kind."""
    return _(headline) if headline == records.title(kind) else shown_headline(headline)


def date_of(one: Current) -> str:
    """The day a record is about, or on which it was written."""
    period = one.whole.get("periode")
    if isinstance(period, dict):
        return str(period.get("van") or one.at)
    found = (one.whole.get(name) for name in _DATES)
    return str(next((value for value in found if value), one.at))


def lines(
    section: Section, current: Iterable[Current], locked: Mapping[RecordId, str]
) -> list[Line]:
    """The records of a part under the title of their kind, newest first, withdrawn ones last.
    `locked`: of those that are, why."""
    by_kind: dict[str, list[Current]] = {kind: [] for kind in section.kinds}
    for one in current:
        if one.kind in by_kind:
            by_kind[one.kind].append(one)
    shown: list[Line] = []
    recorded = _Recorded()
    for kind, found in by_kind.items():
        if found and len(section.kinds) > 1:
            shown.append(Line(_(records.title(kind)), is_heading=True))
        found.sort(key=date_of, reverse=True)
        found.sort(key=is_gone)
        shown += [_locked(_line(one, recorded), locked.get(one.id, "")) for one in found]
    return shown


class _Recorded(dict[tuple[str, str, bool], str]):
    """By moment, author and whether it was withdrawn: the second line of a record. Thousands of
    records come from a few revisions."""

    def __missing__(self, key: tuple[str, str, bool]) -> str:
        at, who, gone = key
        under = f"{shown_date(at)} · {who}" if who else shown_date(at)
        words = _("Ingetrokken · {under}") if gone else _("Vastgelegd {under}")
        self[key] = words.format(under=under)
        return self[key]


def _locked(line: Line, why: str) -> Line:
    if not why:
        return line
    under = _("Op slot · {under}").format(under=line.under)
    return replace(line, under=under, icon="lock", why=why)


def _line(one: Current, recorded: _Recorded) -> Line:
    said = line_of(one)
    who = one.by.get("name", "")
    under = recorded[one.at, who, is_gone(one)]
    if is_gone(one):
        return Line(said, under, one.id, "ban", is_muted=True)
    period = one.whole.get("periode")
    if isinstance(period, dict):
        days = (shown_date(str(period.get(name) or "")) for name in ("van", "tot"))
        return Line(said, f"{' – '.join(days)} · {who}", one.id)
    return Line(said, under, one.id)


def facts(snapshot: Snapshot) -> list[tuple[str, str]]:
    """What the header says about a client, as label and value."""
    client = snapshot.client
    interpreter = _(shown_yes_no(client.get("tolk_nodig")))
    language = client.get("tolktaal")
    term, warnings = _next_term(snapshot), snapshot.row.findings
    found = [
        (_("Route"), snapshot.row.route or _("nog geen PIP")),
        (_("Volgende termijn"), term),
        (_("Let op"), _many("{number} punt", "{number} punten", warnings) if warnings else ""),
        (_("Taal"), _language(client)),
        (
            _("Tolk nodig"),
            f"{interpreter} ({language})" if language and interpreter else interpreter,
        ),
        (_("Geboren"), shown_date(str(client.get("geboortedatum") or ""))),
        (_("Burgerservicenummer"), masked(str(client.get("bsn") or ""))),
    ]
    return [(label, value) for label, value in found if value]


def _next_term(snapshot: Snapshot) -> str:
    first = snapshot.outlook.next if snapshot.outlook is not None else None
    day = first.due or first.latest if first is not None else None
    return f"{first.title} · {shown_date(day.isoformat())}" if first and day else ""


def _language(client: Mapping[str, Any]) -> str:
    spoken, read = client.get("moedertaal"), client.get("leestaal")
    if spoken and read and read != spoken:
        return _("{spoken}, leest {read}").format(spoken=spoken, read=read)
    return str(spoken or read or "")


def may_amend(one: Current) -> bool:
    """Whether the records allow a new version of this one."""
    try:
        records.require_amendment(one.kind, one.whole, one.whole)
    except InvalidRecord:
        return False
    return not is_gone(one)


def may_withdraw(one: Current) -> bool:
    """Whether the records allow that it is withdrawn. A dossier keeps its client."""
    try:
        records.require_withdrawal(one.kind)
    except InvalidRecord:
        return False
    return not is_gone(one) and one.kind != "client"


def history_lines(revisions: Sequence[Any], snapshot: Snapshot) -> list[Line]:
    """Who changed what when, newest first."""
    kinds = {one.kind for one in snapshot.records}
    titles = {kind: {spec.name: spec.title for spec in specs(kind)} for kind in kinds}
    names = {one.id: line_of(one) for one in snapshot.records}
    seen: set[str] = set()
    shown: list[Line] = []
    for revision in revisions:
        for item in _merged(revision.items):
            known = item["record"] in seen
            seen.add(item["record"])
            words = titles.get(item["kind"], {})
            shown.append(_history_line(revision, item, words, names, known=known))
    return shown[::-1]


def _merged(items: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The parts of a record that changed together as one change."""
    found: dict[str, dict[str, Any]] = {}
    for item in sorted(items, key=lambda one: str(one["part"])):
        first = found.setdefault(item["record"], {**item, "fields": []})
        first["fields"] = [*first["fields"], *item["fields"]]
    return list(found.values())


def _history_line(
    revision: Any,
    item: Mapping[str, Any],
    titles: Mapping[str, str],
    names: Mapping[RecordId, str],
    *,
    known: bool,
) -> Line:
    at, who = str(item["at"] or revision.day), item["by"].get("name", "")
    verb, icon = (_("Gewijzigd"), "pencil") if known else (_("Toegevoegd"), "plus")
    if item["status"] == WITHDRAWN:
        verb, icon = _("Ingetrokken"), "ban"
    fields = ", ".join(titles.get(name, name) for name in item["fields"]) if known else ""
    what = item["reason"] or fields
    title, name = _(records.title(item["kind"])), names.get(item["record"], "")
    words = f"{title}: {name}" if name and name != title else title
    done = f"{verb}: {what}" if what else verb
    return Line(
        words, " · ".join(p for p in (done, shown_moment(at), who) if p), item["record"], icon
    )


DECISIONS = {
    "given": Mark("check", "pos", N_("Toestemming geldig")),
    "refused": Mark("hand", "neutral", N_("Geweigerd")),
    "withdrawn": Mark("hand", "neutral", N_("Ingetrokken")),
    "expired": Mark("clock", "neutral", N_("Verlopen")),
    "superseded": Mark("history", "neutral", N_("Vervangen")),
    "used": Mark("check", "neutral", N_("Gebruikt")),
}
