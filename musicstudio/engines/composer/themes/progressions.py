# SPDX-License-Identifier: GPL-3.0-or-later
"""Chords for a section: one of the style's progressions, turned for as long as it lasts, with a cadence that fits
what comes next."""

import numpy as np

from musicstudio.engines.composer.styles import StyleBlend
from musicstudio.project.model import Chord, Key

from .roman import chord_of, is_minor, tonic_numeral

Numerals = tuple[str, ...]


def draw_progression(
    mixed: StyleBlend, key: Key, rng: np.random.Generator, taken: tuple[Numerals, ...] = ()
) -> Numerals:
    """A progression of the style for the key's mode, not one of those ``taken`` by other sections if that can be
    helped."""
    harmony = mixed.harmony
    known = [tuple(line.split()) for line in (harmony.minor if is_minor(key) else harmony.major)]
    fresh = [line for line in known if line not in taken] or known
    return fresh[int(rng.integers(len(fresh)))]


def lay_chords(
    numerals: Numerals, key: Key, bars: int, bar_ticks: int, chords_per_bar: float = 1.0, ending: str = ""
) -> tuple[Chord, ...]:
    """Chords tiling ``bars`` bars from tick 0. ending: ``full`` (the last bar is the tonic), ``half`` (the
    dominant), empty (the turn goes on)."""
    span = round(bar_ticks / chords_per_bar) if chords_per_bar > 0 else bar_ticks
    total = bars * bar_ticks
    places = list(range(0, total, span))
    chords = [
        chord_of(numerals[index % len(numerals)], key, start, min(span, total - start))
        for index, start in enumerate(places)
    ]
    return merge_chords(_with_ending(chords, key, total, bar_ticks, ending))


def merge_chords(chords: list[Chord]) -> tuple[Chord, ...]:
    """Neighbours that are the same chord become one."""
    joined: list[Chord] = []
    for chord in chords:
        last = joined[-1] if joined else None
        if last and (last.root, last.quality, last.bass) == (chord.root, chord.quality, chord.bass):
            joined[-1] = Chord(
                last.start_ticks, last.length_ticks + chord.length_ticks, last.root, last.quality, last.bass
            )
        else:
            joined.append(chord)
    return tuple(joined)


def tonic_of(key: Key) -> Chord:
    """The chord of home."""
    return chord_of(tonic_numeral(key), key)


def dominant_of(key: Key) -> Chord:
    """The chord that leads into a key."""
    return chord_of("bVII" if key.mode == "mixolydian" else "V7", Key(key.tonic, "minor" if is_minor(key) else "major"))


def _with_ending(chords: list[Chord], key: Key, total: int, bar_ticks: int, ending: str) -> list[Chord]:
    if not ending or total < 2 * bar_ticks:
        return chords
    last_bar = total - bar_ticks
    kept = [_cut(chord, last_bar) for chord in chords if chord.start_ticks < last_bar]
    goal = tonic_of(key) if ending == "full" else dominant_of(key)
    if ending == "half" and kept and kept[-1].root == goal.root:
        return chords
    return [*kept, Chord(last_bar, bar_ticks, goal.root, goal.quality)]


def _cut(chord: Chord, end: int) -> Chord:
    return Chord(
        chord.start_ticks, min(chord.length_ticks, end - chord.start_ticks), chord.root, chord.quality, chord.bass
    )
