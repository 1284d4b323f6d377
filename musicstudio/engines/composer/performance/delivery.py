# SPDX-License-Identifier: GPL-3.0-or-later
"""How a section's notes are to be delivered."""

from msgspec import Struct

from ..meter import MeterGrid


class Delivery(Struct, frozen=True):
    """Everything a performance depends on.

    swing: 0 straight to 1 triplets, of ``swing_unit`` (eighth, sixteenth). timing_ms: behind (+) or ahead (-) of the
    beat; humanize_ms, humanize_velocity: standard deviations. accent: 0-1, how strongly metre is felt. rises: louder
    towards the end. hits: ticks to be accented. instrument_range: lowest and highest pitch.
    """

    grid: MeterGrid
    length_ticks: int
    bpm: float
    energy: float
    swing: float
    swing_unit: str
    timing_ms: float
    humanize_ms: float
    humanize_velocity: float
    accent: float
    rises: bool
    hits: tuple[int, ...]
    instrument_range: tuple[int, int]
    is_drums: bool
    seed: int
