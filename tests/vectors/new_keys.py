"""Writes `keys.json`: the keys of fictional people. Run once; new keys need new vectors."""

from __future__ import annotations

import json
import secrets
from datetime import date
from pathlib import Path

from builders_bundles import signer_of

from eportfolio.cards import make_card
from eportfolio.crypto import age_recipient, new_age_identity

PEOPLE = {
    "giver": ("Bram Gever", "Gemeente Waterdael", "2026-01-05"),
    "taker": ("Tess Nemer", "Gemeente Heuvelrade", "2026-01-05"),
    "other": ("Olaf Ander", "Gemeente Heuvelrade", "2026-01-05"),
    "author": ("Anna Vorige", "Gemeente Waterdael", "2026-01-05"),
    "past": ("Pim Vroeger", "Gemeente Waterdael", "2020-01-05"),
    "stranger": ("Vera Vreemd", "Gemeente Elders", "2026-01-05"),
    "unconfirmed": ("Otto Onbekend", "Gemeente Elders", "2026-01-05"),
    "expired": ("Eva Verlopen", "Gemeente Waterdael", "2020-03-05"),
    "replaced": ("Rik Vervangen", "Gemeente Waterdael", "2026-01-05"),
    "replacement": ("Rik Vervangen", "Gemeente Waterdael", "2026-02-05"),
    "revoked": ("Ine Ingetrokken", "Gemeente Waterdael", "2026-01-05"),
}


def main() -> None:
    """Write the keys and cards."""
    keys: dict[str, dict[str, str]] = {}
    for name, (full, organisation, start) in PEOPLE.items():
        seed, age = secrets.token_bytes(32), new_age_identity()
        earlier = bytes.fromhex(keys["replaced"]["seed"]) if name == "replacement" else None
        card = make_card(
            signer_of(seed),
            name=full,
            role="klantmanager",
            organisation=organisation,
            recipient=age_recipient(age),
            on=date.fromisoformat(start),
            earlier=signer_of(earlier) if earlier else None,
        )
        keys[name] = {"seed": seed.hex(), "age": age, "card": card.raw.decode()}
    Path(__file__).with_name("keys.json").write_text(json.dumps(keys, indent=1) + "\n")


if __name__ == "__main__":
    main()
