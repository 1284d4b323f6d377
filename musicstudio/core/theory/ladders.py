# SPDX-License-Identifier: GPL-3.0-or-later
"""The pitches that a hand may step on, lowest first: all, those of a scale, or the pieces of a drum kit. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from .scales import scale_pitch_classes

Ladder = tuple[int, ...]
CHROMATIC: Ladder = tuple(range(128))


def scale_ladder(tonic: int, mode: str) -> Ladder:
    """Every MIDI pitch of a key."""
    classes = scale_pitch_classes(tonic, mode)
    return tuple(pitch for pitch in CHROMATIC if pitch % 12 in classes)


def drum_ladder(usual: Iterable[int], used: Iterable[int]) -> Ladder:
    """The usual pieces of a kit, and whatever else is used."""
    return tuple(sorted({*usual, *used}))


def rung_of(ladder: Ladder, pitch: int) -> int:
    """The rung that a pitch stands on, else the nearest, the lower of two."""
    above = bisect_left(ladder, pitch)
    if above == len(ladder):
        return len(ladder) - 1
    if above == 0 or ladder[above] == pitch:
        return above
    return above if ladder[above] - pitch < pitch - ladder[above - 1] else above - 1


def nearest_pitch(ladder: Ladder, pitch: int) -> int:
    """The pitch of the ladder that is nearest to one."""
    return ladder[rung_of(ladder, pitch)]


def steps_between(ladder: Ladder, start: int, end: int) -> int:
    """How many rungs up (or down, below 0) it is from one pitch to another."""
    return rung_of(ladder, end) - rung_of(ladder, start)


def stepped_pitches(ladder: Ladder, pitches: Iterable[int], steps: int) -> dict[int, int]:
    """Where each pitch goes when all go so many rungs, as one shape: none leaves the ladder.

    A pitch between two rungs goes to the next one in its direction first, and stays where it is for no steps.
    """
    wanted = set(pitches)
    if not wanted or not steps:
        return {pitch: pitch for pitch in wanted}
    places = {pitch: _place(ladder, pitch, steps) for pitch in wanted}
    lowest, highest = min(places.values()), max(places.values())
    held = min(max(steps, -lowest), len(ladder) - 1 - highest)
    if held * steps <= 0:
        return {pitch: pitch for pitch in wanted}
    return {pitch: ladder[place + held] for pitch, place in places.items()}


def _place(ladder: Ladder, pitch: int, steps: int) -> int:
    """The rung that a pitch steps from: between two, the one behind it, so that the first step is the nearest."""
    return max(0, bisect_right(ladder, pitch) - 1) if steps > 0 else min(len(ladder) - 1, bisect_left(ladder, pitch))
