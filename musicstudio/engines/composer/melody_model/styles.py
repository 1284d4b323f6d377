# SPDX-License-Identifier: GPL-3.0-or-later
"""How the studio's styles are spoken of to a network that learned from folk tunes, old standards and chorales.

A style is a blend of learned ones plus habits of harmony and rhythm, so that "pop" takes its tunefulness from
standards and songs but keeps to plain chords.
"""

from collections.abc import Sequence

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.melody_model import vocabulary as v


class LeadStyle(Struct, frozen=True):
    """Habits of one style.

    blend: learned styles and weights. chord_rate, colour, syncopation: buckets (see vocabulary; 0 leaves it to
    the network).
    chromatic: 0 keeps to the scale, 1 leaves it to the network. hook: how much of the phrase form is
    repetition, 0 to 1.
    """

    blend: tuple[tuple[str, float], ...]
    chord_rate: int = 2
    colour: int = 1
    syncopation: int = 2
    chromatic: float = 0.4
    hook: float = 0.6


_POP = (("song", 0.4), ("standard", 0.4), ("folk", 0.2))
_FIDDLE = (("reel", 0.5), ("folk", 0.3), ("hornpipe", 0.2))
LEAD_STYLES: dict[str, LeadStyle] = {
    "pop": LeadStyle(_POP, 2, 1, 3, 0.3, 0.8),
    "rock": LeadStyle((("song", 0.6), ("standard", 0.2), ("folk", 0.2)), 2, 1, 3, 0.3, 0.7),
    "metal": LeadStyle((("song", 0.5), ("reel", 0.3), ("folk", 0.2)), 2, 1, 2, 0.6, 0.7),
    "folk": LeadStyle((("folk", 0.6), ("song", 0.4)), 3, 1, 0, 0.4, 0.6),
    "country": LeadStyle((("song", 0.6), ("folk", 0.4)), 2, 2, 2, 0.3, 0.7),
    "blues": LeadStyle((("jazz", 0.5), ("song", 0.5)), 2, 4, 3, 0.7, 0.7),
    "jazz": LeadStyle((("jazz", 0.6), ("standard", 0.4)), 4, 4, 3, 1.0, 0.5),
    "latin": LeadStyle((("standard", 0.6), ("jazz", 0.4)), 2, 3, 4, 0.6, 0.6),
    "soul": LeadStyle((("jazz", 0.4), ("song", 0.4), ("standard", 0.2)), 3, 3, 4, 0.5, 0.7),
    "electronic": LeadStyle((("song", 0.5), ("reel", 0.25), ("standard", 0.25)), 2, 1, 3, 0.2, 0.9),
    "chiptune": LeadStyle((("reel", 0.5), ("hornpipe", 0.3), ("song", 0.2)), 3, 1, 2, 0.4, 0.8),
    "classical": LeadStyle((("standard", 0.3), ("chorale", 0.3), ("air", 0.2), ("song", 0.2)), 3, 2, 1, 0.6, 0.5),
    "chorale": LeadStyle((("chorale", 1.0),), 5, 2, 1, 0.8, 0.1),
    "waltz": LeadStyle((("waltz", 0.6), ("standard", 0.4)), 2, 2, 1, 0.6, 0.6),
    "celtic": LeadStyle(_FIDDLE, 3, 1, 1, 0.4, 0.6),
    "jig": LeadStyle((("jig", 0.8), ("folk", 0.2)), 3, 1, 1, 0.4, 0.6),
    "reel": LeadStyle((("reel", 0.8), ("folk", 0.2)), 3, 1, 1, 0.4, 0.6),
    "hornpipe": LeadStyle((("hornpipe", 1.0),), 3, 1, 1, 0.5, 0.6),
    "air": LeadStyle((("air", 0.7), ("folk", 0.3)), 2, 1, 1, 0.4, 0.5),
    "march": LeadStyle((("march", 0.6), ("folk", 0.4)), 2, 1, 1, 0.4, 0.6),
    "carol": LeadStyle((("carol", 0.6), ("chorale", 0.2), ("song", 0.2)), 3, 1, 1, 0.4, 0.6),
    "standard": LeadStyle((("standard", 1.0),), 3, 3, 2, 1.0, 0.6),
    "any": LeadStyle((("any", 1.0),), 0, 0, 0, 0.8, 0.5),
}
ALIASES = {
    "indie_pop": "pop", "synthwave": "electronic", "house": "electronic", "techno": "electronic",
    "trance": "electronic",
    "drum_and_bass": "electronic",
    "trap": "electronic", "ambient": "classical", "cinematic": "classical",
    "epic_trailer": "classical", "lofi_hip_hop": "jazz", "boom_bap": "soul", "jazz_swing": "jazz",
    "bossa_nova": "latin",
    "salsa": "latin", "afrobeat": "soul", "reggae": "soul", "funk": "soul", "gospel": "soul", "punk": "rock",
    "musette": "waltz", "orchestral": "classical", "acoustic_folk": "folk", "jazz-standard": "standard",
}  # fmt: skip
METER_STYLES = {(6, 8): "jig", (9, 8): "slipjig", (12, 8): "jig", (3, 4): "waltz"}
"""Learned styles that know a metre best; they join a blend in that metre."""


def lead_style(name: str) -> LeadStyle:
    """The habits of a style or of one of its aliases; an unknown name leaves everything to the network."""
    key = name.strip().lower().replace(" ", "_")
    return LEAD_STYLES.get(ALIASES.get(key, key), LEAD_STYLES["any"])


class StyleMix(Struct, frozen=True):
    """One or more styles with weights summing to 1."""

    parts: tuple[tuple[LeadStyle, float], ...]

    @property
    def hook(self) -> float:
        """How much of the phrase form is repetition, 0 to 1."""
        return sum(style.hook * weight for style, weight in self.parts)

    @property
    def chromatic(self) -> float:
        """0 keeps to the scale, 1 leaves it to the network."""
        return sum(style.chromatic * weight for style, weight in self.parts)

    def learned_weights(self, meter: tuple[int, int]) -> list[tuple[int, float]]:
        """(learned style index, weight) with weights summing to 1; a style that knows the metre gets a quarter."""
        blend: dict[str, float] = {}
        for style, weight in self.parts:
            for name, share in style.blend:
                blend[name] = blend.get(name, 0.0) + weight * share
        helper = METER_STYLES.get(meter)
        if helper and helper not in blend:
            blend = {name: 0.75 * weight for name, weight in blend.items()} | {helper: 0.25}
        return [(v.STYLES.index(name), weight) for name, weight in blend.items()]

    def buckets(self, habit: str) -> list[tuple[int, float]]:
        """(bucket, weight) of chord_rate, colour or syncopation."""
        return [(getattr(style, habit), weight) for style, weight in self.parts]


def style_mix(name: str, blend: Sequence[tuple[str, float]] = ()) -> StyleMix:
    """The mix of ``blend``, or the one style ``name`` where it is empty."""
    weighted = blend or ((name, 1.0),)
    total = sum(weight for _, weight in weighted)
    if total <= 0:
        raise InputError("The weights of a blend of styles must sum to more than nothing.")
    return StyleMix(tuple((lead_style(style), weight / total) for style, weight in weighted))


def mode_index(mode: str) -> int:
    """The number of a mode. InputError for a mode the network never heard."""
    known = {"ionian": "major", "aeolian": "minor", "phrygian": "minor", "lydian": "major", "locrian": "minor"}
    name = known.get(mode, mode)
    if name not in v.MODES:
        raise InputError(f"The lead sheet knows no mode called {mode!r}.")
    return v.MODES.index(name)
