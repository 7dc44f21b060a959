"""A recorded decision in words: its line in the list, and its facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.consent_fields import INTERPRETERS, LANGUAGES, PURPOSES, WAYS
from ui.models import Line
from ui.purpose_words import COVER
from ui.sections import DECISIONS
from ui.values import shown_date, shown_moment
from ui.words import _, _many

GIVEN, REFUSED, WITHDRAWN = "given", "refused", "withdrawn"
Fact = tuple[str, str, str, str]


def who(consent: Any) -> str:
    """The recipient, in one line."""
    found = (consent.recipient_name, consent.recipient_organisation)
    return ", ".join(part for part in found if part) or _("Ontvanger niet bekend")


def line(decision: Any) -> Line:
    """A decision in the list."""
    consent, mark = decision.consent, DECISIONS[decision.state]
    given = shown_date(consent.given_on.isoformat())
    until = shown_date(consent.valid_until.isoformat())
    is_given = decision.state == GIVEN
    under = (
        _("{given} · geldig tot en met {until}").format(given=given, until=until)
        if is_given
        else given
    )
    return Line(
        f"{mark.words}: {who(consent)}", under, consent.id, mark.icon, is_muted=not is_given
    )


def look_words(consent: Any) -> str:
    """What the button says that shows the evidence; nothing where there is none."""
    way = WAYS.get(str(consent.payload["expressed"]["how"]))
    return "" if consent.evidence is None else way.look if way is not None else _("Bewijs bekijken")


def facts(decision: Any, titles: Mapping[str, str]) -> list[Fact]:
    """Everything about a decision, as icon, ink, label and words."""
    consent = decision.consent
    given = shown_moment(consent.given_on.isoformat())
    found = [
        ("transfer", "muted", _("Waarvoor"), _(PURPOSES[consent.purpose])),
        ("calendar", "muted", _("Besloten op"), given),
    ]
    if (entered := consent.payload["recorded_at"]) != consent.payload["given_on"]:
        found.append(("save", "muted", _("Ingevoerd op"), shown_moment(entered)))
    if consent.decision == REFUSED:
        found.append(("info", "muted", _("Gevolg"), _("Er gaat niets weg met dit programma. Verder "
                      "verandert er niets.")))  # fmt: skip
        return found
    return [*found, *_scope(consent, titles), *_talk(consent.payload)]


def _scope(consent: Any, titles: Mapping[str, str]) -> list[Fact]:
    chosen = {str(entry["group"]) for entry in consent.scope}
    known = [title for name, title in titles.items() if name in chosen]
    known += sorted(chosen - set(titles))  # of a newer version
    out = len(consent.excluded) + len(consent.excluded_versions)
    later = _("Ja") if consent.later_items else _("Nee, alleen wat er toen was")
    about = _("Wat erbij komt") if consent.purpose == COVER else _("Samenvatting")
    back = _("Mag terugkomen") if consent.answer_back else _("Mag niet terugkomen")
    until = shown_date(consent.valid_until.isoformat())
    times = _("Voor één bestand") if consent.one_bundle else _("Voor meer dan één bestand")
    onward = _("Mag verder doorgeven") if consent.onward_sharing else _("Mag niet verder doorgeven")
    found = [
        ("calendar", "muted", _("Geldig"), _("tot en met {until}").format(until=until)),
        ("file", "muted", _("Hoe vaak"), times),
        ("folder", "muted", _("Mag mee"), "\n".join(known)),
        ("clock", "muted", _("Wat later komt"), later),
        ("message", "muted", about, back),
        ("arrow-right", "muted", _("De opvolger"), onward),
        ("book", "muted", _("Grondslag"), consent.lawful_basis),
    ]
    if out:
        found.insert(
            3,
            (
                "hand",
                "muted",
                _("Uitgesloten"),
                _many("{number} los gegeven", "{number} losse gegevens", out),
            ),
        )
    return found


def _talk(payload: Mapping[str, Any]) -> list[Fact]:
    said, interpreter = payload["expressed"], payload["interpreter"]
    way, behalf = WAYS.get(said["how"]), payload.get("representative") or {}
    how = way.words if way is not None else str(said["how"])
    mandate = ", ".join(str(behalf[name]) for name in ("name", "mandate") if behalf.get(name))
    witness = (
        _(", getuige {witness}").format(witness=said["witness"]) if said.get("witness") else ""
    )
    kind = _(str(INTERPRETERS.get(interpreter["kind"], interpreter["kind"])))
    name = f", {interpreter['name']}" if interpreter.get("name") else ""
    relative = _(", familie") if interpreter.get("relative") else ""
    language = _(str(LANGUAGES.get(payload["language"], payload["language"])))
    told: Sequence[tuple[str, str, str, str | None]] = (
        ("pencil", "muted", _("Hoe gezegd"), f"{how}{witness}"),
        ("user-plus", "muted", _("Namens de cliënt"), mandate),
        ("user", "muted", _("Uitgelegd door"), payload.get("explained_by")),
        ("users", "muted", _("Gesprek"), f"{language} · {kind}{name}{relative}"),
        ("check", "muted", _("Teruggezegd"), (payload.get("teach_back") or {}).get("words")),
    )
    return [(icon, ink, label, words) for icon, ink, label, words in told if words]
