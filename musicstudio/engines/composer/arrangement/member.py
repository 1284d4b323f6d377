# SPDX-License-Identifier: GPL-3.0-or-later
"""One member of a band: a part of a style and who plays it."""

from msgspec import Struct
from msgspec.structs import replace

from ..styles import PartStyle, Style, StyleBlend, load_styles
from .style_parts import default_player, in_reach
from .wanted import Wanted, instrument_role

CHORDAL = frozenset({"comp", "jazz_comp", "pick", "strum"})


class Member(Struct, frozen=True):
    """A part of a style given an instrument. is_requested: asked for by name. number: which of several alike.

    manner: as in `Player`.
    """

    style: Style
    spec: PartStyle
    instrument: str
    is_requested: bool = False
    number: int = 0
    manner: tuple[str, ...] = ()


def member_for(instrument: str, styles: StyleBlend) -> Member:
    """A part of some style that lists the instrument, in the blend first; else an invented one."""
    for style in _all_styles(styles):
        for part in style.part:
            if instrument in part.instruments:
                return Member(style, part, instrument, True)
    return invent_part(instrument, styles)


def chords_for(member: Member, styles: StyleBlend) -> Member:
    """The same instrument accompanying with chords, as some style has it do."""
    if member.spec.player in CHORDAL:
        return member
    for style in _all_styles(styles):
        for part in style.part:
            if member.instrument in part.instruments and part.player in CHORDAL:
                spec = replace(part, energy=0.0, sections=(), not_in=())
                return replace(member, style=style, spec=in_reach(spec, member.instrument))
    role = instrument_role(member.instrument)
    spec = PartStyle(name=f"chords {member.instrument}", role=role, player="comp", instruments=(member.instrument,))
    return replace(member, spec=in_reach(spec, member.instrument))


def invent_part(instrument: str, styles: StyleBlend) -> Member:
    """A plain part for an instrument that no style lists."""
    role = instrument_role(instrument)
    spec = PartStyle(name=instrument, role=role, player=default_player(role), instruments=(instrument,))
    return Member(styles.main, in_reach(spec, instrument), instrument, True)


def from_any_style(role: str, styles: StyleBlend, wanted: Wanted) -> Member:
    """A part of a role, from the blend, else from the style whose mood is nearest."""
    for style in _all_styles(styles):
        for part in style.part:
            allowed = [name for name in part.instruments if wanted.allows(role, name)]
            if part.role == role and allowed:
                return Member(style, part, allowed[0], True)
    return Member(styles.main, PartStyle(role, role, default_player(role), ("grand_piano",)), "grand_piano", True)


def _all_styles(styles: StyleBlend) -> list[Style]:
    """The blend's styles, then all others by how near their mood is."""
    own = [style for style, _ in styles.styles]
    mood = styles.mood
    others = [style for style in load_styles().styles.values() if style.name not in {s.name for s in own}]

    def distance(style: Style) -> float:
        return abs(style.mood.energy - mood.energy) + abs(style.mood.acousticness - mood.acousticness)

    return own + sorted(others, key=lambda style: (style.family != styles.main.family, distance(style), style.name))
