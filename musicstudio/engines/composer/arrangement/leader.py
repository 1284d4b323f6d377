# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody has to carry the tune: bands that the user chose by name get a leader from among them."""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.instruments import catalogue

from ..styles import PartStyle

LEADERS = ("lead", "riff")
_CHORDAL = frozenset({
    "grand_piano", "upright_piano", "electric_piano", "clavinet", "organ", "church_organ", "harpsichord", "celesta",
    "music_box", "vibraphone", "marimba", "kalimba", "harp", "nylon_guitar", "steel_guitar", "clean_guitar",
    "accordion", "banjo", "mandolin", "sitar",
})  # fmt: skip
_NEVER = frozenset({"drums", "percussion", "fx"})
# Who would rather lead, first to last.
_LEANING = ("lead", "woodwind", "brass", "strings", "guitar", "keys", "synth", "arp", "pad", "choir", "bass", "other")


class Seat(Struct, frozen=True):
    """What the choice looks at: role, player and instrument of a member of the band."""

    role: str
    player: str
    instrument: str


def leader_of(seats: list[Seat]) -> int | None:
    """Which member is to carry the tune; None when somebody does already or nobody can."""
    if any(seat.player in LEADERS for seat in seats):
        return None
    able = [index for index, seat in enumerate(seats) if seat.role not in _NEVER]
    return min(able, key=lambda index: _LEANING.index(_leaning_role(seats[index])), default=None)


def plays_chords(instrument: str) -> bool:
    """Whether one player can carry a tune and its accompaniment at once, with two hands."""
    return instrument in _CHORDAL


def as_leader(spec: PartStyle, instrument: str) -> PartStyle:
    """The part turned into the one that plays the tune, from the quietest section on, under the instrument's name."""
    found = catalogue.load().get(instrument)
    title = found.title if found else spec.title
    name = f"leading {instrument}"  # an entry of no style, so that it is told from the player when it is asked again
    title = f"{title} melody" if plays_chords(instrument) else title
    return replace(spec, name=name, title=title, player="lead", energy=0.0, sections=(), not_in=(), patterns={})


def _leaning_role(seat: Seat) -> str:
    return seat.role if seat.role in _LEANING else "other"
