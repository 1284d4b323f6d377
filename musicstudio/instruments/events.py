# SPDX-License-Identifier: GPL-3.0-or-later
"""From ticks to seconds: the notes of a cell as a player needs them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.project.model import Note, TempoMap

Audio = NDArray[np.float32]
BLOCK_FRAMES = 64
MIN_LENGTH_S = 0.01
SILENCE = 1e-4
FADE_FRAMES = 240


class TimedNote(NamedTuple):
    """A note in frames from the start of the audio. pitch: MIDI number. velocity: 1 to 127."""

    start: int
    length: int
    pitch: int
    velocity: int


def lead_frames(notes: tuple[Note, ...], tempo_map: TempoMap, origin_tick: int) -> int:
    """Frames that the earliest pickup needs before the origin, in whole blocks of `BLOCK_FRAMES`; 0 without one."""
    if not notes:
        return 0
    first = min(note.start_ticks for note in notes)
    early_s = tempo_map.seconds_at(origin_tick) - tempo_map.seconds_at(origin_tick + first)
    return -(-round(max(0.0, early_s) * SAMPLE_RATE) // BLOCK_FRAMES) * BLOCK_FRAMES


def timed_notes(notes: tuple[Note, ...], tempo_map: TempoMap, origin_tick: int, lead: int) -> list[TimedNote]:
    """The notes in playing order, ``lead`` frames after the start of the audio.

    Where two notes of one pitch overlap, the first ends as the second begins, as on a keyboard.
    """
    origin_s = tempo_map.seconds_at(origin_tick)
    timed = []
    for note in notes:
        start_s = tempo_map.seconds_at(origin_tick + note.start_ticks) - origin_s
        end_s = tempo_map.seconds_at(origin_tick + note.start_ticks + note.length_ticks) - origin_s
        start = lead + round(start_s * SAMPLE_RATE)
        length = round(max(MIN_LENGTH_S, end_s - start_s) * SAMPLE_RATE)
        timed.append(TimedNote(start, length, note.pitch, min(127, max(1, note.velocity))))
    return _without_overlaps(sorted(set(timed)))


def trim_tail(audio: Audio, least_frames: int = 0) -> Audio:
    """A copy of (channels, frames) audio that ends, faded over 5 ms, where it last exceeds -80 dBFS."""
    loud = np.flatnonzero(np.abs(audio).max(axis=0) > SILENCE)
    end = min(audio.shape[1], max(least_frames, int(loud[-1]) + FADE_FRAMES if loud.size else 0))
    trimmed = audio[:, :end].copy()
    fade = min(FADE_FRAMES, end)
    if fade:
        trimmed[:, end - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return trimmed


def _without_overlaps(notes: list[TimedNote]) -> list[TimedNote]:
    next_start: dict[int, int] = {}
    kept = []
    for note in reversed(notes):
        following = next_start.get(note.pitch)
        if following is not None and following - note.start < BLOCK_FRAMES:
            continue
        if following is not None:
            note = note._replace(length=min(note.length, following - note.start))
        next_start[note.pitch] = note.start
        kept.append(note)
    return kept[::-1]
