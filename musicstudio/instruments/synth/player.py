# SPDX-License-Identifier: GPL-3.0-or-later
"""Playing a cell's notes on a patch: each note is made whole and added in its place."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE, gain_from_db

from ..events import Audio, TimedNote, trim_tail
from . import envelope, loops, tables
from .patch import Filter, Patch, patches
from .spectra import hertz, level_of_cutoff, noise_burst

_CONTROL_FRAMES = 32
_PLACES = 4
_PLACE_FRAMES = 21_001
_MUCH = 200_000
_TOUCHING_FRAMES = SAMPLE_RATE // 50


class _Voice(NamedTuple):
    """One note as a patch plays it. glide_from: the pitch it slides from. place: which of the unison's moments it
    begins at.
    """

    pitch: int
    velocity: int
    held: int
    total: int
    glide_from: int
    place: int


def play(notes: list[TimedNote], patch_name: str, seed: int) -> Audio:
    """Render notes to (2, frames) float32 with exact onsets and the natural release. Any thread; same input, same
    bytes.
    """
    patch = patches()[patch_name]
    voices = list(_voices(notes, patch, seed))
    audio = np.zeros((2, max(start + voice.total for start, voice in voices)), np.float32)
    for start, voice in voices:
        audio[:, start : start + voice.total] += _sound(patch_name, voice)
    return trim_tail(audio)


def _voices(notes: list[TimedNote], patch: Patch, seed: int) -> Iterator[tuple[int, _Voice]]:
    release = envelope.release_frames(patch.amp)
    for index, note in enumerate(notes):
        held, total = note.length, note.length + release
        glide_from = note.pitch
        if patch.is_mono and index:
            before = notes[index - 1]
            touches = note.start - (before.start + before.length) < _TOUCHING_FRAMES
            glide_from = before.pitch if touches and patch.glide_s > 0.0 else note.pitch
        if patch.is_mono and index + 1 < len(notes):
            gap = max(1, notes[index + 1].start - note.start)
            held, total = min(held, gap), min(total, gap + _fade_frames(patch))
        yield note.start, _Voice(note.pitch, note.velocity, held, total, glide_from, _place(seed, index))


def _place(seed: int, index: int) -> int:
    return derive_seed(seed, "place", index) % _PLACES


def _fade_frames(patch: Patch) -> int:
    return min(envelope.release_frames(patch.amp), SAMPLE_RATE // 100)


@lru_cache(maxsize=32)
def _sound(patch_name: str, voice: _Voice) -> Audio:
    patch = patches()[patch_name]
    loudness = envelope.curve(patch.amp, voice.held, voice.total)
    loudness *= gain_from_db((voice.velocity / 127.0 - 1.0) * patch.velocity_db)
    levels = _filter_levels(patch.filter, voice)
    audio = _oscillators(patch, voice, levels)
    if patch.noise:
        audio += patch.noise * _breath(voice)
    if patch.drive:
        audio = np.tanh(audio * (1.0 + patch.drive)) / np.float32(np.tanh(1.0 + patch.drive))
    audio *= loudness * _declick(voice)
    audio.flags.writeable = False
    return audio


def _oscillators(patch: Patch, voice: _Voice, levels: NDArray[np.float32]) -> Audio:
    audio = np.zeros((2, voice.total), np.float32)
    bend = _bend(patch, voice)
    start = voice.place * _PLACE_FRAMES
    for oscillator in patch.oscillators:
        if bend is None and oscillator.voices > 1 and oscillator.voices * voice.total > _MUCH:
            audio += loops.play(oscillator, patch.filter, voice.pitch, levels, start)
        else:
            begin = start if oscillator.voices > 1 else 0
            audio += tables.play(oscillator, patch.filter, voice.pitch, levels, bend, begin)
    return audio


def _filter_levels(shape: Filter, voice: _Voice) -> NDArray[np.float32]:
    """Filter level at each frame, from keyboard, velocity and envelope."""
    octaves = shape.key_follow * (voice.pitch - 60) / 12.0 + shape.velocity_octaves * (voice.velocity / 127.0 - 1.0)
    base_hz = shape.cutoff_hz * 2.0**octaves
    if not shape.envelope_octaves:
        return np.full(voice.total, level_of_cutoff(np.array([base_hz]))[0], np.float32)
    points = np.arange(0, voice.total + _CONTROL_FRAMES, _CONTROL_FRAMES)
    moving = envelope.curve(shape.envelope, voice.held, voice.total)[np.minimum(points, voice.total - 1)]
    levels = level_of_cutoff(base_hz * np.exp2(shape.envelope_octaves * moving))
    return np.interp(np.arange(voice.total), points, levels).astype(np.float32)


def _bend(patch: Patch, voice: _Voice) -> NDArray[np.float64] | None:
    """Semitones of glide and vibrato at each frame, or None for a steady pitch."""
    is_gliding = voice.glide_from != voice.pitch
    if not is_gliding and not patch.vibrato_cents:
        return None
    time_s = np.arange(voice.total) / SAMPLE_RATE
    depth = np.clip((time_s - patch.vibrato_delay_s) / 0.3, 0.0, 1.0) * patch.vibrato_cents / 100.0
    bend = depth * np.sin(2.0 * np.pi * patch.vibrato_hz * (time_s - patch.vibrato_delay_s))
    if is_gliding:
        bend += (voice.glide_from - voice.pitch) * np.exp(-5.0 * time_s / patch.glide_s)
    return np.asarray(bend)


def _breath(voice: _Voice) -> Audio:
    from musicstudio.core.scientific import sosfilt

    noise = noise_burst(2 * voice.total, derive_seed(voice.place, "breath", voice.pitch)).reshape(2, -1)
    center_hz = min(9_000.0, max(1_500.0, 6.0 * hertz(voice.pitch)))
    return np.asarray(sosfilt(_band(center_hz), noise, axis=1), dtype=np.float32)


@lru_cache(maxsize=64)
def _band(center_hz: float) -> NDArray[np.float64]:
    from musicstudio.core.scientific import butter

    return np.asarray(butter(1, [center_hz / 1.6, center_hz * 1.6], "bandpass", fs=SAMPLE_RATE, output="sos"))


def _declick(voice: _Voice) -> NDArray[np.float32]:
    """Full, with the last 2 ms faded, so that a note cut short by the next one ends without a click."""
    gate = np.ones(voice.total, np.float32)
    fade = min(96, voice.total)
    gate[voice.total - fade :] = np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return gate
