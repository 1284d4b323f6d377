# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a part is what a name means: a catalogue id and what sounds like it, a role, or a family of instruments."""

from ..kit_pieces import PITCHES
from ..prompt.lexicon import alike, ids_of, role_of
from .wanted import instrument_role

EVERYBODY = "*"
_FAMILIES = frozenset({"strings", "brass", "woodwind", "guitar", "keys", "bass", "choir", "percussion"})
_TWINS = {"drums": ("drums",), "percussion": ("percussion",), "vocals": ("vocals", "backing")}


def is_named(name: str, role: str, instrument: str) -> bool:
    """Whether a part with this role and instrument is meant by a name of the sheet.

    A piece of a kit means the kit; as a role it is one of its drums, taken apart for a check.
    """
    if name in (EVERYBODY, role, instrument) or (name == "drums" and role in PITCHES):
        return True
    if name in PITCHES:
        return role == "drums"
    if name in _TWINS:
        return role in _TWINS[name]
    ids = ids_of(name)
    if ids:
        return instrument in ids or instrument in alike(ids[0])
    family = role_of(name) or name
    if name != family and family != "synth":
        return False if family in ("lead", "pad", "arp") and role != family else role == family
    return role == family or (family in _FAMILIES and instrument_role(instrument) == family)
