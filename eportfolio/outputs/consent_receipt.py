"""What a client keeps of a decision: what may go, to whom, until when, and how to stop it.

Everything comes from the signed record. The text is that of the version that was shown then. The
QR code is the signed checkpoint: the client's witness that nothing below it is changed later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from eportfolio import consent, texts
from eportfolio.consent import Consent
from eportfolio.consent.decisions import WITHDRAWN
from eportfolio.errors import InvalidRecord
from eportfolio.outputs.client_paper import (
    Block,
    Paper,
    cover,
    day_in_figures,
    finish,
    groups_of,
    heading,
    listed,
    notice,
    para,
    row,
    writer,
)
from eportfolio.outputs.client_portfolio import client_name
from eportfolio.outputs.client_records import title_of
from eportfolio.outputs.client_shared import PURPOSES, STATES
from eportfolio.outputs.consent_notice import notice_text, notice_title
from eportfolio.outputs.qr import drawing
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.statute import Entry
from eportfolio.texts import for_client

TITLE = "Bewijs van mijn keuze"
PICTURE_SIDE = 1600  # pixels: a signature needs no more on paper
HOW: Mapping[str, str] = {
    "handtekening scherm": for_client("Ik heb op het scherm getekend."),
    "handtekening papier": for_client("Ik heb op papier getekend."),
    "kruisje met getuige": for_client("Ik heb een kruisje gezet. Er was een getuige."),
    "mondeling met getuige": for_client("Ik heb het gezegd. Er was een getuige."),
}
INTERPRETERS: Mapping[str, str] = {
    "geen": for_client("Er was geen tolk."),
    "telefonisch": for_client("De tolk was aan de telefoon."),
    "ter plaatse": for_client("De tolk was hier."),
    "video": for_client("De tolk was op het scherm."),
    "informeel": for_client("Familie of een bekende heeft vertaald."),
}


@dataclass(frozen=True)
class Decided:
    """What a receipt is made of. `evidence`: the bytes of what was signed, when there are any;
    `checkpoint`: the signed note over the whole dossier (journal.md); `is_used`: whether something
    was made to go under it."""

    consent: Consent
    state: str
    entries: Sequence[Entry]
    made: datetime
    keeper: str
    organisation: str
    checkpoint: str
    evidence: bytes | None = None
    is_used: bool = False


def consent_receipt(facts: Decided, language: str) -> Paper:
    """The receipt of a yes or of a no."""
    write = writer(language)
    given = facts.consent.decision == "given"
    blocks = [
        _cover(write, facts),
        notice(
            write.say(STATES[facts.state]),
            write.say(for_client("Mijn uitkering en mijn hulp blijven hetzelfde.")),
            strong=True,
        ),
        *(_given(write, facts) if given else _refused(write)),
        *_said(write, facts),
        *_text(write, facts.consent.payload),
        *_proof(write, facts),
    ]
    foot = [TITLE, day_in_figures(facts.consent.given_on), facts.consent.id[:8]]
    return finish(write, TITLE, blocks, foot=foot, made=facts.made)


def _cover(write: Writer, facts: Decided) -> Block:
    one = facts.consent
    keeper = write.names(facts.keeper, facts.organisation)
    recipient = write.names(one.recipient_name, one.recipient_organisation)
    if not recipient["nl"]:
        recipient = write.say(for_client("Niet bekend"))
    rows = [
        row(write.say(for_client("Mijn keuze op")), write.day(one.given_on) or keeper),
        row(write.say(for_client("Voor wie")), recipient),
        row(write.say(for_client("Waarvoor")), write.say(PURPOSES[one.purpose])),
    ]
    if one.decision == "given":
        until = write.day(one.valid_until) or keeper
        rows.append(row(write.say(for_client("Geldig tot en met")), until))
    rows.append(row(write.say(for_client("Mijn klantmanager")), keeper))
    return cover(
        write.say(for_client("Bewijs van mijn keuze")), client_name(write, facts.entries), rows
    )


def _given(write: Writer, facts: Decided) -> list[Block]:
    one = facts.consent
    chosen = {str(entry["group"]) for entry in one.scope}
    groups = consent.load_groups()
    yes = [write.say(group.title) for name, group in groups.items() if name in chosen]
    no = [write.say(group.title) for name, group in groups.items() if name not in chosen]
    blocks = [
        heading(write.say(for_client("Ja, dit mag mee"))),
        listed(*yes),
        heading(write.say(for_client("Nee, dit blijft hier"))),
        listed(*no) if no else para(write.say(for_client("Alles mag mee."))),
    ]
    left = [entry for entry in facts.entries if entry.id in _excluded(one)]
    if left:
        blocks.append(para(write.say(for_client("Deze dingen gaan niet mee:")), strong=True))
        blocks.append(listed(*(_named(write, entry) for entry in left)))
    blocks.append(heading(write.say(for_client("Zo mag het")), "part"))
    blocks.append(
        listed(
            write.say(
                for_client("Het mag één keer.") if one.one_bundle else for_client("Het mag vaker.")
            ),
            write.say(
                for_client("Nieuwe dingen mogen later ook mee.")
                if one.later_items
                else for_client("Nieuwe dingen gaan niet mee.")
            ),
            write.say(
                for_client("De ander mag iets terugschrijven.")
                if one.answer_back
                else for_client("De ander schrijft niets terug.")
            ),
        )
    )
    return [*blocks, *(_stopped(write, facts) if facts.state == WITHDRAWN else _stop(write))]


def _excluded(one: Consent) -> frozenset[str]:
    return frozenset([*one.excluded, *(record for record, _ in one.excluded_versions)])


def _named(write: Writer, entry: Entry) -> Pair:
    lead = entry.body.get("wat") or entry.body.get("titel")
    return write.join(title_of(write, entry), write.name(lead, entry.id), mark=": ")


def _stop(write: Writer) -> list[Block]:
    return [
        heading(write.say(for_client("Zo stop ik"))),
        listed(
            write.say(for_client("Ik zeg tegen mijn klantmanager: ik stop.")),
            write.say(for_client("Ik hoef niet te zeggen waarom.")),
            write.say(for_client("Stoppen is net zo makkelijk als ja zeggen.")),
            write.say(for_client("Daarna gaat er niets meer mee.")),
            write.say(for_client("Wat al weg is, kan de ander soms houden.")),
        ),
    ]


def _stopped(write: Writer, facts: Decided) -> list[Block]:
    """What cannot be undone, and who does what about it; nothing of that where nothing went."""
    gone = [
        write.say(for_client("Wat al weg is, heeft de ander nog.")),
        write.say(for_client("Mijn klantmanager zegt de ander dat ik stop.")),
        write.say(for_client("De ander mag soms iets bewaren van de wet.")),
        write.say(for_client("Ik hoor wat de ander antwoordt.")),
    ]
    return [
        heading(write.say(for_client("Ik ben gestopt"))),
        listed(
            write.say(for_client("Er gaat niets nieuws meer weg.")),
            *(gone if facts.is_used else ()),
        ),
    ]


def _refused(write: Writer) -> list[Block]:
    return [
        heading(write.say(for_client("Wat betekent mijn nee?"))),
        listed(
            write.say(for_client("Mijn klantmanager stuurt niets met dit programma.")),
            write.say(for_client("Misschien moet ik dingen opnieuw vertellen.")),
            write.say(for_client("De nieuwe gemeente mag mijn plan wel opvragen.")),
            write.say(for_client("Ik mag later altijd ja zeggen.")),
        ),
    ]


def _said(write: Writer, facts: Decided) -> list[Block]:
    payload = facts.consent.payload
    expressed, interpreter = payload["expressed"], payload["interpreter"]
    if facts.consent.decision != "given":
        return []
    rows = [row(write.say(for_client("Hoe")), write.say(HOW[expressed["how"]]))]
    people = (
        (for_client("Getuige"), expressed.get("witness")),
        (for_client("Uitleg door"), payload.get("explained_by")),
    )
    rows += [row(write.say(label), write.join(write.name(name))) for label, name in people if name]
    rows.append(row(write.say(for_client("Tolk")), write.say(INTERPRETERS[interpreter["kind"]])))
    if interpreter.get("name"):
        name = write.join(write.name(interpreter["name"]))
        rows.append(row(write.say(for_client("Naam of nummer van de tolk")), name))
    told = write.free(payload["teach_back"].get("words"))
    if told:
        rows.append({"label": write.say(for_client("In mijn eigen woorden")), "text": told})
    card = {"is": "card", "title": None, "lead": [], "badge": None, "rows": rows, "answer": None}
    drawn = _signature(write, facts) if expressed["how"] == "handtekening scherm" else []
    return [heading(write.say(for_client("Zo heb ik ja gezegd"))), card, *drawn]


def _signature(write: Writer, facts: Decided) -> list[Block]:
    """What was drawn on the screen; a picture that cannot be read is told, not shown."""
    data = _picture(facts.evidence or b"")
    if data is None:
        write.leave_out("picture", facts.consent.id)
        return []
    said = [write.say(for_client("Dit is mijn handtekening."))]
    alt = "Handtekening van de cliënt, getekend op het scherm"
    return [
        {
            "is": "picture",
            "format": "png",
            "data": list(data),
            "alt": alt,
            "width": 62,
            "said": said,
        }
    ]


def _picture(data: bytes) -> bytes | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as image:
            if image.width * image.height > PICTURE_SIDE * PICTURE_SIDE * 16:
                return None
            image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
            out = BytesIO()
            image.convert("L").save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return out.getvalue()


def _text(write: Writer, payload: Mapping[str, Any]) -> list[Block]:
    """The text that was shown: only when the words of that version are here, unchanged."""
    told = payload["notice"]
    try:
        here = texts.notice(told["version"], told["language"])
    except InvalidRecord:
        here = {}
    if here.get("sha256") != told["sha256"]:
        write.leave_out("notice")
        return []
    return [
        heading(write.say(for_client("De tekst die ik heb gezien"))),
        para(notice_title(write, told["version"]), strong=True),
        *notice_text(write, told["version"]),
    ]


def _proof(write: Writer, facts: Decided) -> list[Block]:
    return [
        heading(write.say(for_client("Dit bewijst mijn keuze"))),
        {
            "is": "picture",
            "format": "svg",
            "data": drawing(facts.checkpoint),
            "alt": "QR-code met het ondertekende controlepunt van het dossier",
            "width": 44,
            "said": [
                write.say(for_client("Bewaar dit blad goed.")),
                write.say(for_client("Met deze code is te zien of iets veranderd is.")),
            ],
        },
        {
            "is": "keyline",
            "label": write.say(for_client("Nummer van dit bewijs")),
            "value": groups_of(facts.consent.hash, 8),
        },
    ]
