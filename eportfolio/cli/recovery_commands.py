"""`eportfolio vault …`: the ways in beside the passphrase."""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio.cli.output import Result
from eportfolio.cli.reading import first_line, passphrase, unlocked, vault_path
from eportfolio.errors import WrongUsage
from eportfolio.statute.dates import written
from eportfolio.workspace import Means, Workspace
from eportfolio.workspace.recovery import WayIn, read_recipient
from eportfolio.workspace.sources import read_text_file

_COPIES = "Kopieën van de kluis van vóór vandaag gaan nog wel open. Vernietig ze als dat niet mag."


def _means(parsed: argparse.Namespace) -> Means:
    """What was given to open the vault with; nothing at all means that the key is asked for."""
    given = [parsed.recovery_key_file, parsed.escrow_key_file, parsed.share_file]
    if sum(one is not None for one in given) > 1:
        raise WrongUsage("usage", "one-way")
    if parsed.share_file:
        return Means.shares(_text(one) for one in parsed.share_file)
    if parsed.escrow_key_file:
        return Means.escrow(_text(parsed.escrow_key_file))
    if parsed.recovery_key_file:
        return Means.recovery(first_line(parsed.recovery_key_file))
    return Means.recovery(passphrase(None, prompt="Herstelsleutel: "))


def _text(file: Any) -> str:
    try:
        return read_text_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUsage("usage", "not-text") from error


def recover(parsed: argparse.Namespace) -> Result:
    """Open without the passphrase and set a new one."""
    means = _means(parsed)
    secret = passphrase(parsed.new_passphrase_file, prompt="Nieuwe wachtwoordzin: ", twice=True)
    with Workspace.recover(vault_path(parsed), means, secret) as workspace:
        path = str(workspace.path)
    data = {"vault": path, "by": str(means.kind)}
    return Result(data, ["De kluis is weer open met de nieuwe wachtwoordzin."])


def rehearse(parsed: argparse.Namespace) -> Result:
    """Try a way in, and change nothing."""
    means = _means(parsed)
    with unlocked(parsed) as workspace:
        day = workspace.recovery.rehearse(means)
        due = workspace.recovery.state().due
    data = {"by": str(means.kind), "day": day.isoformat(), "due": due and due.isoformat()}
    return Result(data, ["Het werkt: hiermee gaat deze kluis open. Er is niets veranderd."])


def show(parsed: argparse.Namespace) -> Result:
    """Who and what can open this vault beside the passphrase."""
    with unlocked(parsed) as workspace:
        state = workspace.recovery.state()
    found = {"recovery": state.recovery, "escrow": state.escrow, "shares": state.shares}
    data = {
        **{name: way and _shown(way) for name, way in found.items()},
        "due": state.due and state.due.isoformat(),
        "is_due": state.is_due,
    }
    lines = ["Herstelblad: onbekend wanneer het is gemaakt."]
    if one := state.recovery:
        made, tried = written(one.since), written(one.tried)
        lines = [f"Herstelblad: gemaakt {made}, het laatst geprobeerd {tried}."]
    if state.escrow:
        lines.append(
            f"Uw organisatie kan deze kluis openen: {state.escrow.holder}, sinds "
            f"{written(state.escrow.since)}."
        )
    if one := state.shares:
        lines.append(
            f"Deelbladen: met {one.threshold} van de {one.of} bladen van set {one.set_id} gaat "
            f"deze kluis open, sinds {written(one.since)}."
        )
    lines += ["Het is tijd om te oefenen met het herstelblad."] if state.is_due else []
    return Result(data, lines)


def _shown(way: WayIn) -> dict[str, Any]:
    return {**vars(way), "since": way.since.isoformat(), "tried": way.tried.isoformat()}


def new_recovery(parsed: argparse.Namespace) -> Result:
    """A new recovery sheet in place of the old one."""
    with unlocked(parsed) as workspace:
        workspace.recovery.renew_on_sheet(parsed.recovery_sheet, workspace.save_recovery_sheet)
    lines = [
        f"Het nieuwe herstelblad staat in {parsed.recovery_sheet}. Print het, bewaar het achter "
        "slot en wis het bestand.",
        f"Het oude blad werkt niet meer. {_COPIES}",
    ]
    return Result({"sheet": str(parsed.recovery_sheet)}, lines)


def escrow_set(parsed: argparse.Namespace) -> Result:
    """Let an organisation open this vault."""
    recipient = read_recipient(parsed.recipient)
    with unlocked(parsed) as workspace:
        way = workspace.recovery.set_escrow(recipient, parsed.holder)
    lines = [
        f"Uw organisatie kan deze kluis nu openen: {way.holder}.",
        "Wie de sleutel van dit adres heeft én een kopie van de kluis, kan alle dossiers lezen.",
    ]
    return Result(_shown(way), lines)


def escrow_remove(parsed: argparse.Namespace) -> Result:
    """The organisation cannot open it any more."""
    with unlocked(parsed) as workspace:
        way = workspace.recovery.remove_escrow()
    return Result(_shown(way), [f"{way.holder} kan deze kluis niet meer openen. {_COPIES}"])


def shares_create(parsed: argparse.Namespace) -> Result:
    """Sheets of which some together open this vault."""
    with unlocked(parsed) as workspace:
        made = workspace.recovery.make_shares(parsed.threshold, parsed.of, parsed.out)
    data = {
        "set": made.set_id,
        "threshold": made.threshold,
        "of": made.of,
        "files": [str(file) for file in made.files],
    }
    lines = [
        f"{made.of} deelbladen gemaakt (set {made.set_id}): {parsed.out}",
        f"Met {made.threshold} van de {made.of} gaat deze kluis open. Print ze, geef elk blad aan "
        "een ander mens, en wis de bestanden.",
        f"Bladen van een eerdere set werken niet meer. {_COPIES}",
    ]
    if made.threshold == made.of:
        lines.append("Let op: raakt één blad kwijt, dan werkt de hele set niet meer.")
    return Result(data, lines)


def shares_remove(parsed: argparse.Namespace) -> Result:
    """The sheets open nothing any more."""
    with unlocked(parsed) as workspace:
        way = workspace.recovery.remove_shares()
    said = f"De deelbladen van set {way.set_id} openen deze kluis niet meer. {_COPIES}"
    return Result(_shown(way), [said])
