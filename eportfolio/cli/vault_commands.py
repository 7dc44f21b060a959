"""`eportfolio vault …`"""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from eportfolio.cli.output import Result
from eportfolio.cli.reading import passphrase, show_progress, unlocked, vault_path
from eportfolio.store import new_file
from eportfolio.workspace import Workspace, restore_backup, system_clock

_SHORT = 12
_PROBLEMS = {
    "damaged-pages": "het bestand is beschadigd; zet een reservekopie terug",
    "file-damaged": "het bestand is beschadigd of hoort hier niet; zet een reservekopie terug",
    "no-such-file": "het bestand is weg; zet een reservekopie terug",
    "rollback": "het bestand is ouder dan het was; zet de nieuwste reservekopie terug",
    "disclosures": "de geschiedenis is niet compleet; zet een reservekopie terug",
    "records": "de gegevens passen niet bij de geschiedenis; zet een reservekopie terug",
    "statements": "de verklaringen (toestemmingen, ontvangstbewijzen) zijn niet compleet",
    "attachment": "een bijlage is veranderd; zet een reservekopie terug",
    "head": "de laatste wijziging klopt niet; zet een reservekopie terug",
    "no-key": "er is geen sleutel bij dit bestand; zet een reservekopie terug",
    "register-lost": "het register was weg of beschadigd en is opnieuw gemaakt. Contacten en de "
    "lijst van wat gedeeld is zijn verloren. Zet liever een reservekopie terug; anders: "
    "lees de kaarten opnieuw in en gebruik --accept-loss",
    "recovery-file": "het bestand van het herstelblad klopt niet; maak een nieuw herstelblad",
    "escrow-file": "het bestand waarmee uw organisatie de kluis opent klopt niet, of hoort er niet "
    "te zijn; stel het opnieuw in of haal het weg (vault escrow)",
    "shares-file": "het bestand van de deelbladen klopt niet, of hoort er niet te zijn; maak "
    "nieuwe bladen of haal het weg (vault shares)",
    "older-keys": "het sleutelbestand is ouder dan het was; zet de nieuwste reservekopie terug",
    "erased-unsigned": "er is iets gewist zonder dat dit is vastgelegd; meld dit als incident",
    "access-log": "er is iets aan het inzagelogboek veranderd; meld dit als incident",
    "not-adopted": "het dossier staat niet in de lijst; sluit en open de kluis opnieuw",
}


def create(parsed: argparse.Namespace) -> Result:
    """A new vault; the recovery key is shown once."""
    path = vault_path(parsed)
    secret = passphrase(parsed.passphrase_file, prompt="Nieuwe wachtwoordzin: ", twice=True)
    with ExitStack() as stack:
        # The sheet's file first: a vault whose recovery key nobody ever saw must not be made.
        sheet = parsed.recovery_sheet and stack.enter_context(new_file(parsed.recovery_sheet))
        workspace, recovery = Workspace.create(
            path,
            secret,
            name=parsed.name,
            organisation=parsed.organisation,
            role=parsed.role,
            unlock_seconds=parsed.unlock_seconds,
        )
        stack.enter_context(workspace)
        card = workspace.contacts.own
        if sheet:
            sheet.write(_sheet(parsed, workspace, recovery))
        data = {
            "vault": str(path),
            "thumbprint": card.thumbprint,
            "fingerprint": card.fingerprint,
            "recovery_key": recovery,
        }
    lines = [
        f"De kluis is gemaakt: {path}",
        f"Uw controlegetal:   {card.fingerprint}",
        "",
        "Uw herstelsleutel. Deze ziet u nu één keer. Print hem en bewaar hem achter slot.",
        "Zonder wachtwoordzin en zonder herstelsleutel is alles weg.",
        f"  {recovery}",
    ]
    if len(secret) < _SHORT:
        lines += ["", "Let op: uw wachtwoordzin is kort. Kies liever vijf of meer woorden."]
    return Result(data, lines)


def _sheet(parsed: argparse.Namespace, workspace: Workspace, recovery: str) -> bytes:
    from eportfolio.outputs.office import recovery_sheet

    return recovery_sheet(
        name=parsed.name,
        organisation=parsed.organisation,
        recovery_key=recovery,
        made=system_clock().date(),
        vault_id=workspace.vault_id,
    )


def check(parsed: argparse.Namespace) -> Result:
    """Open and verify everything."""
    health = Workspace.examine(
        vault_path(parsed),
        passphrase(parsed.passphrase_file),
        rebuild=parsed.rebuild,
        accept=parsed.accept_loss,
        progress=show_progress("Controleren"),
    )
    problems = [{"portfolio": one.portfolio, "problem": one.what} for one in health.problems]
    data = {
        "portfolios": health.portfolios,
        "revisions": health.revisions,
        "documents": health.documents,
        "problems": problems,
    }
    lines = [
        f"{health.portfolios} dossiers, {health.revisions} wijzigingen, "
        f"{health.documents} bijlagen en bewijsstukken gecontroleerd."
    ]
    lines += [
        f"  PROBLEEM  {one.portfolio or 'register'}: {_PROBLEMS.get(one.what, one.what)}"
        for one in health.problems
    ]
    lines += [] if problems else ["Alles klopt."]
    return Result(data, lines, 4 if problems else 0)


def passwd(parsed: argparse.Namespace) -> Result:
    """Another passphrase."""
    with unlocked(parsed) as workspace:
        secret = passphrase(parsed.new_passphrase_file, prompt="Nieuwe wachtwoordzin: ", twice=True)
        workspace.change_passphrase(secret)
        path = str(workspace.path)
    return Result({"vault": path}, ["De wachtwoordzin is veranderd. Uw herstelblad blijft geldig."])


def backup(parsed: argparse.Namespace) -> Result:
    """A verified copy."""
    with unlocked(parsed) as workspace:
        copied = workspace.backup(parsed.target, show_progress("Kopiëren"))
    data = {"files": copied.files, "bytes": copied.bytes}
    return Result(data, [f"Reservekopie gemaakt en gecontroleerd: {copied.files} bestanden."])


def restore(parsed: argparse.Namespace) -> Result:
    """Put a backup back where nothing is yet, and check it."""
    secret = passphrase(parsed.passphrase_file)
    copied, health = restore_backup(parsed.source, parsed.target, secret)
    data = {"files": copied.files, "bytes": copied.bytes}
    lines = [f"Teruggezet en gecontroleerd: {health.portfolios} dossiers."]
    return Result(data, lines)
