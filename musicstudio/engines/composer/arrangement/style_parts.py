# SPDX-License-Identifier: GPL-3.0-or-later
"""From a cast part back to the style entry that it plays from, wherever the part came from."""

from msgspec.structs import replace

from ..plan import Conditioning, PartPlan
from ..styles import PartStyle, Style, StyleBlend, load_styles
from .registry import BASS_PLAYERS, PLAYERS, player_name
from .wanted import instrument_range

_WISHED_ENERGY = 0.15
_NARROWEST = 18
_ROLE_PLAYERS = {
    "drums": "drums", "percussion": "percussion", "bass": "bass", "guitar": "strum", "strings": "pad", "brass": "stabs",
    "woodwind": "counter", "lead": "lead", "arp": "arp", "pad": "pad", "choir": "pad", "backing": "double",
    "fx": "riser", "vocals": "lead",
}  # fmt: skip


def default_player(role: str) -> str:
    """Who plays a role when nothing more is known."""
    return _ROLE_PLAYERS.get(role, "comp")


def style_part_for(part: PartPlan, styles: StyleBlend, conditioning: Conditioning) -> tuple[Style, PartStyle]:
    """The style and the entry in it that a part plays from.

    ``part.player`` reads ``player/style/entry``; a label without a known entry (a track from elsewhere) gets one that
    suits its role. The register is moved into the instrument's reach; parts that the user asked for by name play nearly
    always.
    """
    _, _, rest = part.player.partition("/")
    style_name, _, entry = rest.partition("/")
    style = styles.style_named(style_name) or load_styles().styles.get(style_name) or styles.main
    spec = style.part_named(entry) or _invent_part(part, style)
    spec = in_reach(spec, part.instrument)
    if {part.role, part.instrument} & set(conditioning.wanted):
        spec = replace(spec, energy=min(spec.energy, _WISHED_ENERGY), sections=())
    return style, spec


def in_reach(spec: PartStyle, instrument: str) -> PartStyle:
    """The entry with its register moved into what the instrument can play."""
    low, high = instrument_range(instrument)
    bottom, top = max(low, spec.register[0]), min(high, spec.register[1])
    if top - bottom < min(_NARROWEST, spec.register[1] - spec.register[0], high - low):
        bottom = max(low, min(bottom, high - _NARROWEST))
        top = min(high, max(top, bottom + _NARROWEST))
    return replace(spec, register=(bottom, top))


def _invent_part(part: PartPlan, style: Style) -> PartStyle:
    """The style's own entry for the role if it has one, else a plain one."""
    player = player_name(part.player)
    player = player if player in PLAYERS else default_player(part.role)
    same_role = [entry for entry in style.part if entry.role == part.role and entry.player == player]
    if same_role:
        return same_role[0]
    like = next((entry for entry in style.part if entry.player == player == "lead"), None)
    if like:
        return replace(like, name=part.name, role=part.role, instruments=(part.instrument,))
    patterns: dict[str, tuple[str, ...]] = {} if player in BASS_PLAYERS else {"4/4": ("x--- ---- x--- ----",)}
    return PartStyle(part.name, part.role, player, (part.instrument,), patterns=patterns)
