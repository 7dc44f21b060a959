"""What may be shared with whom, for what, until when; permits or raises (docs/formats/consent.md).

Invariants:
- Nothing leaves without `require`: preview, export and the receiving side call the same function.
- Per recipient and purpose only the newest decision counts.
- A group is judged by what the consent itself lists, never by today's mapping.
- An item travels only when every version of it is covered, its latest reaction is not
  'niet delen', and it is not of layer X. In doubt it stays.
- Pure: facts, decisions and a time in; a permission out.
"""

from eportfolio.consent.decisions import (
    CONSENT_TYP,
    EVENT_TYP,
    Consent,
    Event,
    Facts,
    build,
    build_event,
    find_state,
    head_before,
    require_in_force,
)
from eportfolio.consent.gate import Permission, Version, permit, require
from eportfolio.consent.groups import Group, load_groups, resolve
from eportfolio.consent.returning import permit_return, require_return
from eportfolio.consent.sheets import find_head, sheet_number

__all__ = [
    "CONSENT_TYP",
    "EVENT_TYP",
    "Consent",
    "Event",
    "Facts",
    "Group",
    "Permission",
    "Version",
    "build",
    "build_event",
    "find_head",
    "find_state",
    "head_before",
    "load_groups",
    "permit",
    "permit_return",
    "require",
    "require_in_force",
    "require_return",
    "resolve",
    "sheet_number",
]
