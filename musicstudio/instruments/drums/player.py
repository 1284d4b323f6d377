# SPDX-License-Identifier: GPL-3.0-or-later
"""Playing a cell's notes on a synthesised kit."""

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import gain_from_db

from ..events import Audio, TimedNote, trim_tail
from .kit import kit_data
from .sound import hit

VARIANTS = 3
_VELOCITY_DB = 24.0
_CHOKE_FADE_FRAMES = 384


def play(notes: list[TimedNote], kit: str, seed: int) -> Audio:
    """Render notes to (2, frames) float32 with exact onsets. A hit silences what rings in its choke group. Any
    thread.
    """
    sounds = [_sound(note, kit, seed, index) for index, note in enumerate(notes)]
    ends = _choked_ends(notes, kit, sounds)
    audio = np.zeros((2, max(ends)), np.float32)
    for note, sound, end in zip(notes, sounds, ends, strict=True):
        audio[:, note.start : end] += _cut(sound, end - note.start)
    return trim_tail(audio)


def _sound(note: TimedNote, kit: str, seed: int, index: int) -> Audio:
    variant = derive_seed(seed, "hit", index) % VARIANTS
    gain = gain_from_db((note.velocity / 127.0 - 1.0) * _VELOCITY_DB)
    return hit(kit, note.pitch, note.velocity // 16, variant) * np.float32(gain)


def _choked_ends(notes: list[TimedNote], kit: str, sounds: list[Audio]) -> list[int]:
    next_start: dict[str, int] = {}
    ends = []
    for note, sound in zip(reversed(notes), reversed(sounds), strict=True):
        group = kit_data().drum_of(kit, note.pitch)[0].choke
        end = note.start + sound.shape[1]
        if group and group in next_start:
            end = min(end, next_start[group] + _CHOKE_FADE_FRAMES)
        if group:
            next_start[group] = note.start
        ends.append(max(end, note.start))
    return ends[::-1]


def _cut(sound: Audio, frames: int) -> Audio:
    if frames >= sound.shape[1]:
        return sound
    fade = min(_CHOKE_FADE_FRAMES, frames)
    cut = sound[:, :frames].copy()
    cut[:, frames - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return cut
