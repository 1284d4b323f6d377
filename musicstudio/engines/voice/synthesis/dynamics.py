# SPDX-License-Identifier: GPL-3.0-or-later
"""Loudness of a sung phrase: each vowel brought to the level its note asks for, phrases arched, ends closed. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.model import Expression
from .phrases import TimedNote
from .timing import Sound

VOWEL_DBFS = -20.0
"""RMS of a vowel at velocity 90 with flat dynamics; leaves some 10 dB for peaks."""
VELOCITY_DB = 14.0
"""From velocity 1 to 127 at full dynamics."""
ARCH_DB = 3.0
SWELL_DB = 3.0
PITCH_DB_PER_SEMITONE = 0.15
MAX_CHANGE_DB = 6.0
"""A vowel is not moved further than this from the phrase's usual gain: a whispered "to" stays light."""
HEADROOM_DB = 6.0
"""How far above `VOWEL_DBFS` any 30 ms may rise."""
LEVEL_WINDOW_S = 0.03
HIGHEST_PEAK = 0.7
PEAK_WINDOW_S = 0.01
CLOSE_S = 0.06
SILENCE_FADE_S = 0.025
Audio = NDArray[np.float32]
Curve = NDArray[np.float64]


def shape(
    audio: Audio, rate: int, start_s: float, sounds: Sequence[Sound], notes: Sequence[TimedNote], expression: Expression
) -> Audio:
    """The phrase with its dynamics. audio: mono (frames,), whose sample 0 lies ``start_s`` from the first note."""
    times = start_s + np.arange(len(audio)) / rate
    anchors_s, gains_db = _vowel_gains(audio, rate, start_s, sounds, notes, expression.dynamics)
    gain_db = np.interp(times, anchors_s, gains_db)
    gain_db += SWELL_DB * expression.dynamics * _swells(times, notes)
    gain_db += _relief_db(audio, rate, gain_db, VOWEL_DBFS + HEADROOM_DB)
    gain = 10 ** (gain_db / 20) * _gate(times, sounds)
    return np.asarray(limit_peaks((audio * gain).astype(np.float32)[None], rate)[0])


def limit_peaks(audio: Audio, rate: int) -> Audio:
    """The same, turned down for some milliseconds around each peak above `HIGHEST_PEAK`. audio: (channels, frames)."""
    from musicstudio.core.scientific import maximum_filter1d, uniform_filter1d

    peaks = np.abs(audio).max(axis=0, initial=0.0)
    if peaks.max(initial=0.0) <= HIGHEST_PEAK:
        return audio
    size = round(PEAK_WINDOW_S * rate) | 1
    # The mean over a window of gains that each hold over twice that window is low enough at the peak itself.
    gain = HIGHEST_PEAK / np.maximum(maximum_filter1d(peaks, 2 * size), HIGHEST_PEAK)
    return np.asarray(audio * uniform_filter1d(gain, size), np.float32)


def _relief_db(audio: Audio, rate: int, gain_db: Curve, most_dbfs: float) -> Curve:
    """Gain, at most 0, that keeps the level over 30 ms from passing ``most_dbfs``; the network now and then shouts."""
    size = round(LEVEL_WINDOW_S * rate) | 1
    power = np.square(audio.astype(np.float64)) * 10 ** (gain_db / 10)
    total = np.cumsum(np.pad(power, (size // 2 + 1, size // 2)))
    level_db = 10 * np.log10(np.maximum(total[size:] - total[:-size], 0) / size + 1e-10)
    return np.minimum(0.0, most_dbfs - level_db)


def _vowel_gains(
    audio: Audio, rate: int, start_s: float, sounds: Sequence[Sound], notes: Sequence[TimedNote], amount: float
) -> tuple[list[float], list[float]]:
    """Times and gains: two anchors a vowel, so that the change happens in the consonants between."""
    anchors: list[float] = []
    gains: list[float] = []
    mean_pitch = sum(note.pitch for note in notes) / len(notes)
    for sound in sounds:
        if sound.role != "nucleus":
            continue
        inset_s = min(0.03, (sound.end_s - sound.start_s) / 4)
        bounds = [round((t - start_s) * rate) for t in (sound.start_s + inset_s, sound.end_s - inset_s)]
        level_db = _rms_db(audio[max(0, bounds[0]) : max(bounds[1], bounds[0] + 1)])
        want_db = VOWEL_DBFS + amount * _target_db(notes[sound.note], notes, mean_pitch)
        anchors += [sound.start_s + inset_s, sound.end_s - inset_s]
        gains += [want_db - level_db] * 2
    usual = float(np.median(gains))
    return anchors, list(np.clip(gains, usual - MAX_CHANGE_DB, usual + MAX_CHANGE_DB))


def _target_db(note: TimedNote, notes: Sequence[TimedNote], mean_pitch: float) -> float:
    """Louder for velocity, for height and in the middle of the phrase."""
    place = note.start_s / max(notes[-1].end_s, 1e-6)
    arch = ARCH_DB * (np.sin(np.pi * min(1.0, 0.15 + 0.85 * place)) - 0.6)
    return float((note.velocity - 90) / 126 * VELOCITY_DB + PITCH_DB_PER_SEMITONE * (note.pitch - mean_pitch) + arch)


def _swells(times: Curve, notes: Sequence[TimedNote]) -> Curve:
    """Held notes open a little and then relax: 0 to +0.5 at a third, to -0.5 at the end; nothing on short notes."""
    swell = np.zeros(len(times))
    for note in notes:
        length_s = note.end_s - note.start_s
        weight = min(1.0, max(0.0, (length_s - 0.4) / 0.8))
        if weight > 0:
            swell += weight * np.interp(
                times, note.start_s + length_s * np.array([0.0, 0.33, 1.0]), [0.0, 0.5, -0.5], 0.0, 0.0
            )
    return swell


def _rms_db(audio: Audio) -> float:
    power = float(np.mean(np.square(audio, dtype=np.float64))) if len(audio) else 0.0
    return 10 * float(np.log10(power + 1e-10))


def _gate(times: Curve, sounds: Sequence[Sound]) -> Curve:
    """1 while something sounds; closed before the first sound, after the last and in the silences between."""
    end_s = sounds[-1].end_s
    is_open = sounds[-1].role == "nucleus"
    close_s = min(CLOSE_S, (end_s - sounds[-1].start_s) / 2) if is_open else 0.0
    corners = [sounds[0].start_s - 0.03, sounds[0].start_s, end_s - close_s, end_s + CLOSE_S - close_s]
    gate = np.interp(times, corners, [0.0, 1.0, 1.0, 0.0])
    for sound in sounds:
        if sound.role == "silence":
            fade_s = min(SILENCE_FADE_S, (sound.end_s - sound.start_s) / 2)
            bounds = [sound.start_s, sound.start_s + fade_s, sound.end_s - fade_s, sound.end_s]
            gate *= np.interp(times, bounds, [1.0, 0.0, 0.0, 1.0])
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * gate), np.float64)
