# SPDX-License-Identifier: GPL-3.0-or-later
"""What steers a passage as a whole: style, mode, and buckets of density, register, chord rate, colour and
syncopation.
"""

from collections.abc import Sequence

from msgspec import Struct

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import Bar, onsets

CONDITION_SIZES = (
    len(v.STYLES), len(v.MODES), len(v.PARTS), len(v.DENSITY_EDGES) + 2, len(v.REGISTER_EDGES) + 2,
    len(v.CHORD_RATE_EDGES) + 2, len(v.COLOR_EDGES) + 2, len(v.SYNCOPATION_EDGES) + 2,
)  # fmt: skip
"""How many values each field of `Conditions` takes; 0 always means unknown."""


class Conditions(Struct, frozen=True):
    """Whole-passage conditions as indices; 0 leaves the choice to the network."""

    style: int = 0
    mode: int = 0
    part: int = 0
    density: int = 0
    register: int = 0
    chord_rate: int = 0
    colour: int = 0
    syncopation: int = 0

    def row(self) -> tuple[int, ...]:
        """The fields in the order of `CONDITION_SIZES`."""
        return (
            self.style, self.mode, self.part, self.density,
            self.register, self.chord_rate, self.colour, self.syncopation,
        )  # fmt: skip


def measure(bars: Sequence[Bar], style: int, mode: int, part: int) -> Conditions:
    """The conditions that a passage itself meets: what training tells the network about it."""
    quarters = sum(bar.units for bar in bars) / v.UNITS_PER_QUARTER
    pitches = [v.symbol_pitch(s) for bar in bars for s, _ in bar.melody if v.is_pitch(s)]
    chords = _changes(bars)
    return Conditions(
        style,
        mode,
        part,
        v.bucket(len(pitches) / quarters, v.DENSITY_EDGES) if pitches else 0,
        v.bucket(sum(pitches) / len(pitches), v.REGISTER_EDGES) if pitches else 0,
        v.bucket(len(chords) / quarters, v.CHORD_RATE_EDGES) if chords else 0,
        v.bucket(sum(_is_colored(c) for c in chords) / len(chords), v.COLOR_EDGES) if chords else 0,
        v.bucket(_count_syncopated(bars) / len(pitches), v.SYNCOPATION_EDGES) if pitches else 0,
    )


def _changes(bars: Sequence[Bar]) -> list[int]:
    line = [symbol for bar in bars for symbol, _ in bar.chords if v.is_chord(symbol)]
    return [symbol for index, symbol in enumerate(line) if index == 0 or symbol != line[index - 1]]


def _is_colored(symbol: int) -> bool:
    return v.symbol_chord(symbol)[1] not in ("maj", "min")


def _count_syncopated(bars: Sequence[Bar]) -> int:
    """Notes that start off the beat and sound past the next beat."""
    count = 0
    for bar in bars:
        beat = 18 if v.METERS[bar.meter][1] == 8 else 12
        for unit, (symbol, length) in onsets(bar.melody):
            count += v.is_pitch(symbol) and unit % beat != 0 and unit % beat + length > beat
    return count
