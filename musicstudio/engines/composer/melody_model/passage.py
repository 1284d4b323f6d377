# SPDX-License-Identifier: GPL-3.0-or-later
"""The values that go in and out of the lead sheet: melody, chords and their bars, in ticks (960 a quarter)."""

from msgspec import Struct

from musicstudio.core.errors import InputError

TICKS_PER_WHOLE = 3840


class MelodyNote(Struct, frozen=True):
    """A note of the melody. Ticks count from the start of the passage; ``pitch`` is MIDI 0 to 127."""

    start_ticks: int
    length_ticks: int
    pitch: int


class ChordSpan(Struct, frozen=True):
    """A chord while it sounds. ``root`` and ``bass`` are pitch classes 0 to 11, ``quality`` a name of
    `qualities.INTERVALS`.
    """

    start_ticks: int
    length_ticks: int
    root: int
    quality: str
    bass: int


class BarGrid(Struct, frozen=True):
    """``bars`` bars of one metre. InputError where they are not at least one bar of a metre with a sensible
    denominator.
    """

    numerator: int
    denominator: int
    bars: int

    def __post_init__(self) -> None:
        if not (1 <= self.numerator <= 16 and self.denominator in (2, 4, 8) and 0 < self.bars <= 512):
            raise InputError(
                f"The lead sheet cannot be written in {self.bars} bars of {self.numerator}/{self.denominator}."
            )

    @property
    def bar_ticks(self) -> int:
        """The length of one bar in ticks."""
        return TICKS_PER_WHOLE * self.numerator // self.denominator

    @property
    def ticks(self) -> int:
        """The length of all bars in ticks."""
        return self.bar_ticks * self.bars


class Passage(Struct, frozen=True):
    """Some bars of lead sheet: a monophonic melody and its chords."""

    grid: BarGrid
    melody: tuple[MelodyNote, ...] = ()
    chords: tuple[ChordSpan, ...] = ()
