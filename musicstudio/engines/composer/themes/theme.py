# SPDX-License-Identifier: GPL-3.0-or-later
"""A theme: chords and melody that return. It can be cut, moved to another key, thinned, and varied so that a return
is not a copy."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from musicstudio.engines.composer.arrangement.chord_tones import chord_scale, snap_pitch, step_pitch
from musicstudio.project.model import Chord, Key, Note

from .rules import chord_at


class Theme(Struct, frozen=True):
    """Chords and melody in ticks from 0, over ``bars`` bars, in a key."""

    key: Key
    bars: int
    bar_ticks: int
    chords: tuple[Chord, ...]
    melody: tuple[Note, ...]


def fit_theme(theme: Theme, bars: int) -> Theme:
    """The theme over another number of bars: cut short but for its last bar, or begun again; the close stays the
    close."""
    if bars == theme.bars:
        return theme
    sources = [bar % max(1, theme.bars - 1) for bar in range(bars - 1)] + [theme.bars - 1]
    chords: list[Chord] = []
    melody: list[Note] = []
    for bar, source in enumerate(sources):
        shift = (bar - source) * theme.bar_ticks
        start, end = source * theme.bar_ticks, (source + 1) * theme.bar_ticks
        chords += [_moved_chord(chord, shift) for chord in cut_chords(theme.chords, start, end)]
        melody += [
            _shorter(replace(n, start_ticks=n.start_ticks + shift), end + shift)
            for n in theme.melody
            if start <= n.start_ticks < end
        ]
    return replace(theme, bars=bars, chords=tuple(chords), melody=tuple(melody))


def transpose_theme(theme: Theme, key: Key) -> Theme:
    """The theme in a key of the same mode, moved the shorter way."""
    step = (key.tonic - theme.key.tonic + 5) % 12 - 5
    if step == 0:
        return theme
    chords = tuple(
        replace(c, root=(c.root + step) % 12, bass=c.bass if c.bass < 0 else (c.bass + step) % 12) for c in theme.chords
    )
    return replace(theme, key=key, chords=chords, melody=tuple(replace(n, pitch=n.pitch + step) for n in theme.melody))


def vary_theme(theme: Theme, amount: float, rng: np.random.Generator) -> Theme:
    """A return that is not a copy: some long notes ornamented, some repeated bars answered differently. amount: 0 to
    1."""
    melody: list[Note] = []
    for note in theme.melody:
        chance = amount * (0.5 if note.length_ticks >= 960 else 0.12)
        melody += _ornament_note(note, theme, rng) if rng.random() < chance else [note]
    return replace(theme, melody=tuple(melody))


def thin_theme(theme: Theme, from_bar: int) -> Theme:
    """Only long notes and those on the beat, from a bar on: a hint of the theme for intros and breaks."""
    start = from_bar * theme.bar_ticks
    kept = [n for n in theme.melody if n.start_ticks >= start and (n.start_ticks % 960 == 0 or n.length_ticks >= 960)]
    following = [*(note.start_ticks for note in kept), theme.bars * theme.bar_ticks][1:]
    longer = [replace(n, length_ticks=min(end - n.start_ticks, 1920)) for n, end in zip(kept, following, strict=True)]
    return replace(theme, melody=tuple(longer))


def cut_chords(chords: tuple[Chord, ...], start: int, end: int) -> list[Chord]:
    """The chords of a stretch of time, cut to it, still in their own ticks."""
    found = []
    for chord in chords:
        first, last = max(chord.start_ticks, start), min(chord.start_ticks + chord.length_ticks, end)
        if last > first:
            found.append(replace(chord, start_ticks=first, length_ticks=last - first))
    return found


def _ornament_note(note: Note, theme: Theme, rng: np.random.Generator) -> list[Note]:
    """A neighbour note and back, or the note struck again a step on its way."""
    scale = chord_scale(chord_at(theme.chords, note.start_ticks), theme.key)
    half = note.length_ticks // 2
    if half < 240:
        return [replace(note, pitch=step_pitch(snap_pitch(note.pitch, scale), int(rng.choice([-1, 1])), scale))]
    neighbor = step_pitch(snap_pitch(note.pitch, scale), int(rng.choice([-1, 1])), scale)
    return [
        replace(note, length_ticks=half),
        Note(note.start_ticks + half, note.length_ticks - half, neighbor, note.velocity - 6),
    ]


def _moved_chord(chord: Chord, shift: int) -> Chord:
    return replace(chord, start_ticks=chord.start_ticks + shift)


def _shorter(note: Note, end: int) -> Note:
    return replace(note, length_ticks=max(1, min(note.length_ticks, end - note.start_ticks)))
