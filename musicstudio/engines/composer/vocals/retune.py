# SPDX-License-Identifier: GPL-3.0-or-later
"""The same words in the same rhythm on a new tune: what regenerating a vocal cell does."""

import numpy as np
from msgspec.structs import replace

from musicstudio.engines.composer.plan import SectionPlan
from musicstudio.engines.voice.melody.call_and_response import answer_pitches
from musicstudio.engines.voice.melody.notes import from_notes, is_hold
from musicstudio.engines.voice.melody.rhythm import strength
from musicstudio.engines.voice.melody.write_melody import Spot
from musicstudio.engines.voice.synthesis.voices import find_voice
from musicstudio.project.model import Meter, Note

_BREATH_TICKS = 480


def retune_notes(
    notes: tuple[Note, ...],
    section: SectionPlan,
    voice_id: str,
    rng: np.random.Generator,
    lead: tuple[Note, ...] = (),
    is_above: bool = True,
) -> tuple[Note, ...]:
    """New pitches for sung notes, phrase by phrase, over the section's chords and within the voice's range.

    lead: who is answered; a phrase that repeats the lead's last words echoes its tune, above it or below.
    """
    voice = find_voice(voice_id)
    meter = Meter(0, *section.meter)
    known, chords, key = from_notes(lead), section.chords, section.key
    sung: list[Note] = []
    for phrase in _phrases(notes):
        spots = [_spot(note, meter) for note in phrase]
        before = sung[-1].pitch if sung else None
        pitches = answer_pitches(
            from_notes(phrase), spots, known, chords, key, (voice.low, voice.high), is_above, rng, before
        )
        sung += [replace(note, pitch=pitch) for note, pitch in zip(phrase, pitches, strict=True)]
    return tuple(sung)


def _phrases(notes: tuple[Note, ...]) -> list[list[Note]]:
    """Runs of notes without a breath between them."""
    runs: list[list[Note]] = []
    for note in sorted(notes, key=lambda note: note.start_ticks):
        last = runs[-1][-1] if runs else None
        if last is None or note.start_ticks - last.start_ticks - last.length_ticks >= _BREATH_TICKS:
            runs.append([])
        runs[-1].append(note)
    return runs


def _spot(note: Note, meter: Meter) -> Spot:
    weight = 0.3 if is_hold(note.lyric) else (0.6 + strength(note.start_ticks, meter)) / 2
    return Spot(note.start_ticks, weight, note.length_ticks / 960)
