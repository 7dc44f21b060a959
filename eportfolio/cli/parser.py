"""Every command with its arguments; what it does is looked up only when it runs."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from eportfolio.cli.commands import Commands, Parser, command, global_options

RIGHTS = ("inzage", "rectificatie", "wissing", "beperking", "overdraagbaarheid", "bezwaar")
OUTCOMES = ("toegewezen", "deels", "afgewezen", "verlengd")
GROUNDS = ("niet-meer-nodig", "toestemming-ingetrokken", "bezwaar", "onrechtmatig")
# What `render` makes.
DOCUMENTS = (
    *("client-portfolio", "consent-sheet", "review-sheet", "consent-receipt"),
    *("hours-report", "handover-proof", "synthesis"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # of a day to compute terms for


def build_parser(*, quiet: bool = False) -> argparse.ArgumentParser:
    """The whole command line (docs/cli.md). `quiet`: a wrong command prints no usage."""
    parser = Parser(
        quiet=quiet,
        prog="eportfolio",
        description="Versleuteld portfolio per statushouder; delen alleen met toestemming.",
    )
    global_options(parser)
    commands = Commands(parser, quiet=quiet)
    _vault(commands)
    _cards(commands)
    _dossiers(commands)
    _consents(commands)
    _bundles(commands)
    _withdrawals(commands)
    _terms(commands)
    _stories(commands)
    _log(commands)
    _rights(commands)
    _papers(commands)
    app = commands.add("app", "app_command", "app", "het venster starten")
    app.add_argument("--demo", type=Path, metavar="DIR", help="op de voorbeelden in deze map")
    demo = commands.add("demo", "demo_command", "demo", "voorbeeld-caseload met overdrachten maken")
    demo.add_argument("folder", type=Path, metavar="DIR")
    return parser


def _vault(commands: Commands) -> None:
    group = commands.group("vault", "de kluis: maken, controleren, kopiëren")
    create = command(group, "create", "vault_commands", "create", "nieuwe kluis maken")
    create.add_argument("--name", required=True, help="uw naam")
    create.add_argument("--organisation", required=True, help="uw organisatie")
    create.add_argument("--role", default="klantmanager", help="uw rol")
    create.add_argument("--recovery-sheet", type=Path, metavar="PDF", help="herstelblad opslaan")
    create.add_argument(
        "--unlock-seconds",
        type=float,
        default=1.0,
        help="hoe lang openen ongeveer duurt (langer is veiliger; 0 is de ondergrens)",
    )
    check = command(group, "check", "vault_commands", "check", "alles openen en controleren")
    check.add_argument(
        "--rebuild", action="store_true", help="beschadigd register opzij zetten en opnieuw maken"
    )
    check.add_argument(
        "--accept-loss", action="store_true", help="doorgaan nadat een register verloren ging"
    )
    passwd = command(group, "passwd", "vault_commands", "passwd", "andere wachtwoordzin")
    _new_passphrase(passwd)
    recover = command(
        group, "recover", "recovery_commands", "recover", "openen zonder wachtwoordzin"
    )
    _means(recover)
    _new_passphrase(recover)
    rehearse = command(
        group, "rehearse", "recovery_commands", "rehearse", "proberen of het herstelblad werkt"
    )
    _means(rehearse)
    command(group, "ways", "recovery_commands", "show", "wie deze kluis nog meer kan openen")
    renew = command(group, "new-recovery", "recovery_commands", "new_recovery", "nieuw herstelblad")
    renew.add_argument(
        "--recovery-sheet", type=Path, required=True, metavar="PDF", help="herstelblad opslaan"
    )
    escrow = commands.inner(group, "escrow", "de organisatie als reserve")
    one = command(escrow, "set", "recovery_commands", "escrow_set", "organisatie laten openen")
    one.add_argument("recipient", metavar="RECIPIENT", help="age1… of een bestand daarmee")
    one.add_argument("--holder", required=True, metavar="NAME", help="welke organisatie")
    command(escrow, "remove", "recovery_commands", "escrow_remove", "organisatie niet meer")
    shares = commands.inner(group, "shares", "sleutel verdeeld over bladen")
    one = command(shares, "create", "recovery_commands", "shares_create", "deelbladen maken")
    one.add_argument("--threshold", type=int, required=True, metavar="K", help="zoveel zijn nodig")
    one.add_argument("--of", type=int, required=True, metavar="N", help="zoveel bladen")
    one.add_argument("--out", type=Path, required=True, metavar="DIR", help="map voor de bladen")
    command(shares, "remove", "recovery_commands", "shares_remove", "deelbladen niet meer geldig")
    backup = command(group, "backup", "vault_commands", "backup", "reservekopie maken")
    backup.add_argument("target", type=Path, metavar="DEST")
    restore = command(group, "restore", "vault_commands", "restore", "reservekopie terugzetten")
    restore.add_argument("source", type=Path, metavar="SRC")
    restore.add_argument("target", type=Path, metavar="DEST")


def _means(parser: argparse.ArgumentParser) -> None:
    """What opens a vault without the passphrase: one of three."""
    parser.add_argument(
        "--recovery-key-file", type=Path, metavar="FILE", help="eerste regel is de herstelsleutel"
    )
    parser.add_argument(
        "--escrow-key-file", type=Path, metavar="FILE", help="age-sleutel van de organisatie"
    )
    parser.add_argument(
        "--share-file",
        type=Path,
        action="append",
        metavar="FILE",
        help="woorden van één deelblad; zo vaak als er bladen zijn",
    )


def _new_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file",
        type=Path,
        metavar="FILE",
        help="eerste regel is de nieuwe wachtwoordzin",
    )


def _cards(commands: Commands) -> None:
    group = commands.group("card", "contactkaarten van uzelf en anderen")
    export = command(group, "export", "card_commands", "export", "eigen kaart opslaan")
    export.add_argument("file", type=Path, metavar="FILE")
    read = command(group, "import", "card_commands", "read", "kaart van een ander inlezen")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--fingerprint", help="controlegetal dat de ander zelf noemde")
    sheet = command(
        group, "sheet", "paper_commands", "card", "eigen kaart op een blad, met QR-code"
    )
    sheet.add_argument("file", type=Path, metavar="PDF")
    command(group, "list", "card_commands", "show", "bekende kaarten")
    command(group, "rotate", "card_commands", "rotate", "nieuwe eigen sleutel en kaart")
    revoke = command(group, "revoke", "card_commands", "revoke", "een kaart niet meer vertrouwen")
    revoke.add_argument("thumbprint", metavar="THUMBPRINT")


def _dossiers(commands: Commands) -> None:
    group = commands.group("portfolio", "dossiers")
    load = command(group, "load", "dossier_commands", "load", "heel dossier uit een JSON-bestand")
    load.add_argument("file", type=Path, metavar="FILE")
    caseload = command(group, "list", "dossier_commands", "caseload", "alle dossiers")
    caseload.add_argument(
        "--csv", type=Path, metavar="FILE", help="als bestand voor een rekenblad, met namen"
    )
    search = command(group, "search", "dossier_commands", "search", "zoeken in alle dossiers")
    search.add_argument("text", metavar="TEXT")
    dump = command(
        group, "dump", "dossier_commands", "dump", "stand van een dossier, om te vergelijken"
    )
    _portfolio(dump)
    dump.add_argument("--at", type=int, metavar="SIZE", help="na zoveel wijzigingen")
    history = command(group, "history", "dossier_commands", "history", "wie veranderde wat wanneer")
    _portfolio(history)
    history.add_argument("--record", metavar="REC", help="alleen dit onderdeel")
    _portfolio(command(group, "locks", "dossier_commands", "locks", "wat er op slot staat"))
    record = commands.group("record", "onderdelen van een dossier")
    add = command(record, "add", "dossier_commands", "add", "onderdeel toevoegen")
    _portfolio(add)
    add.add_argument("kind", metavar="KIND")
    add.add_argument("file", metavar="FILE", help="JSON-bestand, of - voor standaardinvoer")
    amend = command(record, "amend", "dossier_commands", "amend", "nieuwe versie van een onderdeel")
    _portfolio(amend)
    amend.add_argument("record", metavar="REC")
    amend.add_argument("file", metavar="FILE", help="JSON-bestand, of - voor standaardinvoer")
    withdraw = command(record, "withdraw", "dossier_commands", "withdraw", "onderdeel intrekken")
    _portfolio(withdraw)
    withdraw.add_argument("record", metavar="REC")
    withdraw.add_argument("--reason", required=True, help="waarom het niet meer geldt")
    document = commands.group("document", "bestanden bij een dossier")
    attach = command(document, "add", "dossier_commands", "attach", "bestand toevoegen")
    _portfolio(attach)
    attach.add_argument("file", type=Path, metavar="FILE")
    attach.add_argument("--title", required=True, help="titel van het document")
    get = command(document, "get", "dossier_commands", "get", "bestand opslaan")
    _portfolio(get)
    get.add_argument("record", metavar="REC")
    get.add_argument("out", type=Path, metavar="OUT")
    get.add_argument(
        "--given-to", metavar="NAME", help="wie het krijgt, als dat een ander is dan de cliënt"
    )
    schema = commands.add("schema", "dossier_commands", "schema", "JSON Schema van een soort")
    schema.add_argument("kind", nargs="?", metavar="KIND")


def _portfolio(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("portfolio", metavar="ID")


def _consents(commands: Commands) -> None:
    group = commands.group("consent", "wat de cliënt besliste")
    for name, title in (("give", "toestemming vastleggen"), ("refuse", "weigering vastleggen")):
        decide = command(group, name, "consent_commands", name, title)
        _portfolio(decide)
        decide.add_argument("file", type=Path, metavar="FILE")
    withdraw = command(group, "withdraw", "consent_commands", "withdraw", "toestemming intrekken")
    _portfolio(withdraw)
    withdraw.add_argument("consent", metavar="CONSENT")
    withdraw.add_argument("--reason", help="reden, als de cliënt die wil geven")
    show = command(group, "list", "consent_commands", "show", "alle beslissingen")
    _portfolio(show)
    sheet = command(
        group, "sheet", "consent_commands", "sheet", "welke stand een blad op papier toont"
    )
    _portfolio(sheet)
    sheet.add_argument("number", metavar="NUMBER", help="het nummer van het blad")


def _bundles(commands: Commands) -> None:
    group = commands.group("bundle", "overdracht: maken, bekijken, inlezen, sluiten")
    create = command(group, "create", "bundle_commands", "create", "bundel maken")
    _portfolio(create)
    _licence(create)
    create.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="FILE",
        help="bestand, of map voor een eigen naam",
    )
    preview = command(group, "preview", "bundle_commands", "preview", "wat gaat mee, wat niet")
    _portfolio(preview)
    _licence(preview)
    inspect = command(
        group, "inspect", "bundle_commands", "inspect", "bundel controleren en bekijken"
    )
    inspect.add_argument("file", type=Path, metavar="FILE")
    read = command(group, "import", "bundle_commands", "read", "bundel controleren en inlezen")
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--receipt", type=Path, metavar="OUT", help="ontvangstbewijs opslaan")
    read.add_argument(
        "--agreements", type=Path, metavar="FILE", help="antwoorden op open afspraken (JSON)"
    )
    read.add_argument(
        "--merge", type=Path, metavar="FILE", help="keuzes bij een gesplitst dossier (JSON)"
    )
    close = command(group, "close", "bundle_commands", "close", "ontvangstbewijs verwerken")
    close.add_argument("file", type=Path, metavar="RECEIPT")
    close.add_argument(
        "--agreements", type=Path, metavar="FILE", help="antwoorden op afspraken die niet meegingen"
    )


def _licence(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--consent", metavar="C", help="nummer van de toestemming")
    parser.add_argument("--to", metavar="THUMBPRINT", help="kaart van de ontvanger")
    parser.add_argument(
        "--return",
        dest="back",
        action="store_true",
        help="wat u tijdens een vervanging toevoegde, terug naar wie de vervanging gaf",
    )


def _withdrawals(commands: Commands) -> None:
    group = commands.group("withdrawal", "bericht aan wie een kopie heeft, en het antwoord")
    create = command(group, "create", "withdrawal_commands", "create", "toestemming is ingetrokken")
    _portfolio(create)
    create.add_argument("consent", metavar="CONSENT")
    correct = command(group, "correct", "withdrawal_commands", "correct", "gecorrigeerd of gewist")
    _portfolio(correct)
    correct.add_argument("record", nargs="?", metavar="REC", help="zonder: wat hier gewist is")
    for one in (create, correct):
        one.add_argument("--out", type=Path, required=True, metavar="DIR", help="map")
    read = command(group, "import", "withdrawal_commands", "take_in", "bericht inlezen")
    read.add_argument("file", type=Path, metavar="FILE")
    answer = command(group, "answer", "withdrawal_commands", "answer", "bericht beantwoorden")
    answer.add_argument("notice", metavar="NOTICE")
    for one in (read, answer):
        one.add_argument("--answers", type=Path, metavar="FILE", help="wissen of bewaren (JSON)")
        one.add_argument(
            "--out", type=Path, required=one is answer, metavar="ACK", help="antwoord opslaan"
        )
    close = command(group, "close", "withdrawal_commands", "close", "antwoord inlezen")
    close.add_argument("answer", type=Path, metavar="ACK")
    settle = command(group, "settle", "withdrawal_commands", "settle", "er komt geen antwoord")
    _portfolio(settle)
    settle.add_argument("bundle", metavar="BUNDLE")
    settle.add_argument("--reason", required=True, help="waarom niet")
    settle.add_argument("--about", metavar="WORD", help="alleen wat hierover wacht")
    listed = command(group, "list", "withdrawal_commands", "show", "wat verteld is en wat wacht")
    listed.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: alle dossiers")


def _terms(commands: Commands) -> None:
    deadlines = commands.add("deadlines", "term_commands", "deadlines", "wettelijke termijnen")
    deadlines.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: alle dossiers")
    deadlines.add_argument("--on", type=_day, metavar="DATE", help="op deze dag")
    deadlines.add_argument(
        "--ics", type=Path, metavar="FILE", help="alle termijnen als agenda, zonder namen"
    )
    hours = commands.add("hours", "term_commands", "hours", "urentellers")
    hours.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: alle dossiers")
    hours.add_argument("--on", type=_day, metavar="DATE", help="op deze dag")


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _stories(commands: Commands) -> None:
    told = commands.add("story", "story_commands", "told", "wat de cliënt al verteld heeft")
    _portfolio(told)
    group = commands.group("synthesis", "één bladzijde uit het dossier, en wat opvolgers begrepen")
    show = command(group, "show", "story_commands", "show", "wat dringt, wie het is, wie wat doet")
    _portfolio(show)
    listed = command(group, "list", "story_commands", "exchanges", "wat opvolgers begrepen")
    _portfolio(listed)
    reply = command(group, "reply", "story_commands", "reply", "antwoorden wat de opvolger begreep")
    reply.add_argument("bundle", metavar="BUNDLE")
    verdict = reply.add_mutually_exclusive_group(required=True)
    verdict.add_argument("--confirm", action="store_true", help="het klopt")
    verdict.add_argument("--correct", type=Path, metavar="FILE", help="aanvulling (tekst, UTF-8)")
    reply.add_argument("--out", required=True, type=Path, metavar="FILE", help="waar het komt")
    read = command(
        group, "import", "story_commands", "take_in", "antwoord van uw voorganger inlezen"
    )
    read.add_argument("file", type=Path, metavar="FILE")


def _log(commands: Commands) -> None:
    group = commands.group("log", "wie wat wanneer heeft ingezien of gedaan")
    found = command(group, "list", "log_commands", "lines", "de regels")
    found.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: alle regels")
    command(group, "verify", "log_commands", "verify", "controleren of er niets aan veranderd is")
    out = command(group, "export", "log_commands", "export", "bewaren als bestand, zonder namen")
    out.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: alle regels")
    out.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="JSON, regel voor regel"
    )


def _rights(commands: Commands) -> None:
    given = commands.add(
        "disclosures", "disclosure_commands", "disclosures", "wat met wie is gedeeld"
    )
    _portfolio(given)
    given.add_argument("--record", metavar="REC", help="alleen over dit onderdeel")
    group = commands.group("rights", "rechten van de cliënt")
    erase = command(group, "erase", "erasure_commands", "erase_items", "gegevens wissen")
    _portfolio(erase)
    erase.add_argument("records", nargs="+", metavar="REC", help="wat weg moet")
    erase.add_argument("--ground", required=True, choices=GROUNDS, help="waarom")
    access = command(
        *(group, "access", "rights_commands", "access"),
        "alles wat er is, als kopie voor de cliënt (niet versleuteld)",
    )
    _portfolio(access)
    access.add_argument("--out", type=Path, required=True, metavar="FILE", help="ZIP-bestand")
    access.add_argument("--language", metavar="L", help="taal van de cliënt, zoals ar; of nl")
    access.add_argument(
        "--without", action="append", metavar="REC", help="weglaten voor de rechten van een ander"
    )
    access.add_argument("--ground", action="append", metavar="TEXT", help="waarom dat wegblijft")
    along = command(
        *(group, "portability", "rights_commands", "portability"),
        "gegevens om mee te nemen, als JSON (niet versleuteld)",
    )
    _portfolio(along)
    along.add_argument("--out", type=Path, required=True, metavar="FILE", help=".zip, of een map")
    along.add_argument("--all", dest="everything", action="store_true", help="alles, ook laag X")
    asked = command(group, "request", "rights_commands", "request", "verzoek vastleggen")
    _portfolio(asked)
    asked.add_argument("right", metavar="RIGHT", choices=RIGHTS, help=" · ".join(RIGHTS))
    asked.add_argument("records", nargs="*", metavar="REC", help="waarover het gaat")
    _asked(asked)
    decide = command(group, "decide", "rights_commands", "decide", "besluiten op een verzoek")
    _portfolio(decide)
    decide.add_argument("request", metavar="REQUEST", help="nummer van het verzoek")
    decide.add_argument("outcome", metavar="OUTCOME", choices=OUTCOMES, help=" · ".join(OUTCOMES))
    decide.add_argument("--ground", metavar="TEXT", help="waarom (nodig, behalve bij toewijzen)")
    decide.add_argument(
        "--article", metavar="TEXT", help="artikel van de wet, als dat een ander is"
    )
    decide.add_argument("--record", action="append", metavar="REC", help="bij deels: welke wel")
    decide.add_argument("--changes", type=Path, metavar="FILE", help="bij rectificatie (JSON)")
    decide.add_argument("--erase-ground", choices=GROUNDS, help="bij wissing: waarom")
    listed = command(group, "list", "rights_commands", "listed", "verzoeken en hun termijn")
    listed.add_argument("portfolio", nargs="?", metavar="ID", help="zonder: wat overal open is")
    restrict = command(
        group, "restrict", "rights_commands", "restrict", "beperken: niets verandert"
    )
    _portfolio(restrict)
    restrict.add_argument("records", nargs="+", metavar="REC", help="wat op slot gaat")
    _asked(restrict)
    lift = command(group, "lift", "rights_commands", "lift", "beperking opheffen")
    _portfolio(lift)
    lift.add_argument("request", metavar="REQUEST", help="nummer van het verzoek")
    lift.add_argument("--ground", required=True, metavar="TEXT", help="waarom")
    group = commands.group("retention", "bewaren en wissen van dossiers")
    listed = command(group, "list", "erasure_commands", "due", "wat gewist mag worden")
    listed.add_argument("--on", type=_day, metavar="DATE", help="op deze dag")
    gone = command(group, "erase", "erasure_commands", "erase_dossier", "een dossier vernietigen")
    _portfolio(gone)
    gone.add_argument("--certificate", type=Path, metavar="FILE", help="bewijs van vernietiging")
    command(group, "certificates", "erasure_commands", "certificates", "bewijzen van vernietiging")
    proof = command(group, "certificate", "erasure_commands", "certificate", "bewijs als bestand")
    _portfolio(proof)
    proof.add_argument("file", type=Path, metavar="FILE")
    kept = command(group, "backups", "erasure_commands", "backups", "ook in reservekopieën wissen")
    kept.add_argument("--forget", metavar="DIR", help="deze kopie bestaat niet meer")


def _asked(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--asked-on", type=_day, metavar="DATE", help="wanneer; anders vandaag")
    parser.add_argument("--asked-by", default="cliënt", metavar="NAME", help="wie het vraagt")
    parser.add_argument("--words", metavar="TEXT", help="in de woorden van de cliënt")


def _papers(commands: Commands) -> None:
    render = commands.add("render", "paper_commands", "render", "document op papier maken (PDF)")
    _portfolio(render)
    render.add_argument(
        "document", metavar="DOCUMENT", choices=DOCUMENTS, help=" · ".join(DOCUMENTS)
    )
    render.add_argument("--language", metavar="L", help="taal van de cliënt, zoals ar; of nl")
    render.add_argument("--draft", type=Path, metavar="FILE", help="wat al bekend is (JSON)")
    render.add_argument("--consent", metavar="C", help="welke beslissing; zonder: de laatste")
    render.add_argument("--bundle", metavar="B", help="welke overdracht; zonder: de laatste")
    render.add_argument(
        "--given-to", metavar="NAME", help="wie het krijgt, als dat een ander is dan de cliënt"
    )
    render.add_argument("--out", type=Path, required=True, metavar="PDF", help="waar het komt")
