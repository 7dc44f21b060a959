"""Makes the vectors: one file per fault, and an index that says how each must be refused.

Run in `tests/`: `python -m vectors.make_bundles`. Keys, ids, salts and moments are fixed; the
envelopes of age hold random bytes, so every run gives other files with the same faults.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from builders_bundles import VECTORS
from vectors import content, small_files, wrapping
from vectors.faults import Fault
from vectors.worlds import World, make_world

# Close relatives of the others. Each run of the tests makes them anew: as files they would take
# another megabyte.
NOT_KEPT = frozenset(
    {
        "member-parent-inside",
        "member-dot-at-end",
        "member-other-folder",
        "member-size-binary",
        "member-padding",
        "manifest-comment",
        "manifest-line-twice",
        "manifest-no-newline",
        "tag-file-changed",
        "jws-no-type",
        "jws-crit",
        "jws-padded",
        "jws-two-parts",
        "claims-no-made",
        "claims-naive",
        "claims-tagmanifest",
        "claims-from",
        "chain-no-newline",
        "chain-no-tilde",
        "chain-alg",
        "chain-second-root",
        "chain-shorter",
        "digest-promised",
        "disclosure-no-kind",
        "disclosure-four-parts",
        "disclosure-body-list",
        "disclosure-other-day",
        "disclosure-twice",
        "author-key-name",
        "consent-expired-event",
        "consent-naive",
        "consent-misnamed",
        "consent-later",
        "state-lacks",
        "state-missing",
        "schema-missing",
        "archive-truncated",
        "truncated-by-one",
        "checkpoint-signature",
        "disclosure-elsewhere",
    }
)
FAULTS = {**wrapping.FAULTS, **content.FAULTS}
SUFFIXES = {"bundles": "eportfolio", "cards": "card", "receipts": "receipt"}


def main() -> None:
    """Write every vector again."""
    with tempfile.TemporaryDirectory() as folder:
        small = make_world(Path(folder) / "small", documents=False)
        whole = make_world(Path(folder) / "whole", documents=True)
    for name in SUFFIXES:
        shutil.rmtree(VECTORS / name, ignore_errors=True)
        (VECTORS / name).mkdir()
    index: dict[str, dict[str, str | None]] = {}
    _good(small, whole, index)
    for folder_name, faults in (
        ("bundles", {name: one for name, one in FAULTS.items() if name not in NOT_KEPT}),
        ("cards", small_files.CARDS),
        ("receipts", small_files.RECEIPTS),
    ):
        for name, fault in faults.items():
            data = fault.make(whole if fault.whole else small)
            index[_write(folder_name, name, data)] = _entry(fault)
    text = json.dumps(index, indent=1, sort_keys=True)
    (VECTORS / "index.json").write_text(text + "\n")


def _good(small: World, whole: World, index: dict[str, dict[str, str | None]]) -> None:
    accepted: dict[str, str | None] = {"expect": "accepted", "error": None, "reason": None}
    for folder, name, data in (
        ("bundles", "good", whole.bundle),
        ("bundles", "good-small", small.bundle),
        ("cards", "good", small_files.card_of(small)),
        ("receipts", "good", small_files.receipt(small)),
    ):
        index[_write(folder, name, data)] = {**accepted, "comment": "nothing is wrong with it"}


def _write(folder: str, name: str, data: bytes) -> str:
    path = f"{folder}/{name}.{SUFFIXES[folder]}"
    (VECTORS / path).write_bytes(data)
    return path


def _entry(fault: Fault) -> dict[str, str | None]:
    return {
        "expect": fault.code,
        "error": fault.error,
        "reason": fault.reason,
        "comment": fault.comment,
    }


if __name__ == "__main__":
    main()
