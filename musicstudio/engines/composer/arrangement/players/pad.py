# SPDX-License-Identifier: GPL-3.0-or-later
"""Held chords: pads, choirs, string and horn sections.

Options: ``voices``, ``spread``, ``choir`` (``high``: three upper voices; ``low``: root and fifth below), ``swell``
(0-1: later notes of a section louder), ``rebow`` (true: held notes are struck again each bar).
"""

from musicstudio.project.model import Note

from ..chord_tones import bass_of, fifth_of, nearest
from ..section_context import SectionContext
from ..voicing import Voicing
from .chordal import voicings
from .phrase import note

_MAX_TIE_BARS = 4


def play_pad(context: SectionContext) -> list[Note]:
    """A voicing a chord; voices that stay are tied, so that only what moves is heard to move."""
    return _tie_notes(context, voicings(context, 4, 0.35))


def play_divisi(context: SectionContext) -> list[Note]:
    """A string section divided: high voices above the chord's middle, or the low pair."""
    if context.word("choir", "high") == "low":
        return _tie_notes(context, tuple(_low_pair(context, index) for index in range(len(context.chords))))
    return _tie_notes(context, voicings(context, 4 if context.energy > 0.6 else 3, 0.5, is_under_melody=False))


def _low_pair(context: SectionContext, index: int) -> Voicing:
    low, high = context.spec.register
    chord = context.chords[index]
    root = nearest(bass_of(chord), low + 8, low, high)
    fifth = root + (fifth_of(chord) - root) % 12
    return (root, fifth) if fifth <= high else (root,)


def _tie_notes(context: SectionContext, sounded: tuple[Voicing, ...]) -> list[Note]:
    open_notes: dict[int, int] = {}
    notes: list[Note] = []
    longest = (1 if context.option("rebow", False) else _MAX_TIE_BARS) * context.grid.bar_ticks
    for chord, voicing in zip(context.chords, sounded, strict=True):
        for pitch, start in list(open_notes.items()):
            if pitch not in voicing or chord.start_ticks - start >= longest:
                notes.append(_hold_note(context, open_notes.pop(pitch), chord.start_ticks, pitch))
        for pitch in voicing:
            open_notes.setdefault(pitch, chord.start_ticks)
    notes += [_hold_note(context, start, context.length, pitch) for pitch, start in open_notes.items()]
    return sorted(notes, key=lambda n: (n.start_ticks, n.pitch))


def _hold_note(context: SectionContext, start: int, end: int, pitch: int) -> Note:
    swell = context.option("swell", 0.15)
    return note(
        context, start, round((end - start) * 0.99), pitch, 1.0 - swell / 2 + swell * start / max(1, context.length)
    )
