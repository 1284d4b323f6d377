# SPDX-License-Identifier: GPL-3.0-or-later
"""Backing parts from a lead: harmony in thirds (or sixths below) that follows the chords, and doubles. Pure."""

from collections.abc import Sequence

import msgspec
import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.core.theory.scales import scale_pitch_classes
from musicstudio.project.model import Chord, Key

from ..text.model import SungNote
from .range_fit import fold_pitch
from .write_melody import chord_at, pitch_classes

DOUBLE_TICKS = (8, 40)
"""A double comes this much after the lead (4 to 21 ms at 120 BPM), never before it."""
_QUIETER = 12


def harmonize(
    lead: Sequence[SungNote], chords: Sequence[Chord], key: Key, low: int, high: int, above: bool = True
) -> tuple[SungNote, ...]:
    """A second part with the lead's words.

    Above the lead: the chord tone, or where there is no chord the scale note, that lies 3 to 5 semitones up; below:
    3 to 9 down. It prefers thirds and small steps, and moves by an octave rather than leave ``low`` to ``high``
    (MIDI).
    """
    part: list[SungNote] = []
    before: int | None = None
    for note in lead:
        pitch = _second(note, chord_at(chords, note.start_ticks), key, above, before)
        before = pitch
        part.append(_with_pitch(note, fold_pitch(pitch, low, high), note.velocity - _QUIETER))
    return tuple(part)


def double(lead: Sequence[SungNote], seed: int) -> tuple[SungNote, ...]:
    """The lead again as another take would have it: each note a little late and a little softer."""
    rng = np.random.default_rng(derive_seed(seed, "double"))
    return tuple(
        msgspec.structs.replace(
            _with_pitch(note, note.pitch, note.velocity - _QUIETER),
            start_ticks=note.start_ticks + int(rng.integers(*DOUBLE_TICKS, endpoint=True)),
        )
        for note in lead
    )


def performance_seed(song_seed: int, voice_id: str, player: str) -> int:
    """The seed with which a part is sung: one for all that a voice sings, but another for its double ("singer/double"),
    who must not be the same take moved in time."""
    take = player.partition("/")[2]
    return derive_seed(song_seed, "voice", voice_id, *([take] if take else []))


def _second(note: SungNote, chord: Chord | None, key: Key, above: bool, before: int | None) -> int:
    span = range(3, 6) if above else range(-3, -10, -1)
    scale = scale_pitch_classes(key.tonic, key.mode)
    tones = set(pitch_classes(chord))
    candidates = [note.pitch + step for step in span]
    pool = [p for p in candidates if p % 12 in tones] or [p for p in candidates if p % 12 in scale] or candidates

    def cost(pitch: int) -> float:
        leap = abs(pitch - before) if before is not None else 0
        return abs(abs(pitch - note.pitch) - 3.5) + 0.3 * leap

    return min(pool, key=cost)


def _with_pitch(note: SungNote, pitch: int, velocity: int) -> SungNote:
    return msgspec.structs.replace(note, pitch=pitch, velocity=max(1, velocity))
