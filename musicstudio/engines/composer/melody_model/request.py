# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the lead sheet: where, in which style, from what, and what must stay."""

from typing import Literal

from msgspec import Struct

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage

Cadence = Literal["full", "half", "open"]
Echo = tuple[str, int]
"""How a bar answers an earlier one: (rhythm, contour or melody; bars back: 1, 2, 4 or 8)."""


class LeadRequest(Struct, frozen=True):
    """A passage to be written.

    tonic: pitch class 0 to 11. mode: major, minor, dorian, mixolydian or another church mode. energy, density: 0 to 1.
    temperature: 0.3 (most likely notes) to 1.5 (wild). before, after: what stands around it. given_melody,
    given_chords: kept as they are.
    keep: for each bar whether what ``original`` holds there stays. pitch_range: lowest and highest MIDI pitch
    of the melody.
    cadence: full ends on the tonic, half on the dominant, open anywhere. chord_loop_bars: chords repeat after
    so many bars (0: they go on).
    style: a name of `styles.LEAD_STYLES` or an alias; style_blend: names and weights that stand in its place.
    form: for each bar how it answers an earlier one, None to let the style plan it.
    """

    grid: BarGrid
    tonic: int = 0
    mode: str = "major"
    style: str = "pop"
    section_kind: str = "verse"
    energy: float = 0.5
    density: float = 0.5
    seed: int = 0
    temperature: float = 1.0
    before: Passage | None = None
    after: Passage | None = None
    given_melody: tuple[MelodyNote, ...] | None = None
    given_chords: tuple[ChordSpan, ...] | None = None
    original: Passage | None = None
    keep: tuple[bool, ...] = ()
    pitch_range: tuple[int, int] = (57, 79)
    cadence: Cadence = "full"
    chord_loop_bars: int = 0
    form: tuple[Echo | None, ...] | None = None
    is_singable: bool = True
    style_blend: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        low, high = self.pitch_range
        if high - low < 7 or low < 0 or high > 127:
            raise InputError(f"A melody needs a range of at least a fifth; {low} to {high} is too narrow.")
        if self.keep and (self.original is None or len(self.keep) != self.grid.bars):
            raise InputError("Keeping bars needs the original passage and one answer for each bar.")
        if not 0.05 <= self.temperature <= 3.0:
            raise InputError("The temperature of the lead sheet must lie between 0.05 and 3.")
