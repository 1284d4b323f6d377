# SPDX-License-Identifier: GPL-3.0-or-later
"""The pitch of one voice, every 5 ms: Praat's autocorrelation with its path finder (P. Boersma, "Accurate short-term
analysis of the fundamental frequency and the harmonics-to-noise ratio of a sampled sound", IFA 17, 1993).

It listens twice, as C. De Looze and D. Hirst do ("Detecting changes in key and range", Speech Prosody 2008): once over
the whole range of voices and whistles, and again with a window that is no longer than the voice found needs.
"""

from typing import Any

import numpy as np
from msgspec import Struct

from musicstudio.dsp.praat import PRAAT_LOCK

from ..features import Floats

RATE = 22_050
STEP_S = 0.005
LOWEST_HZ, HIGHEST_HZ = 55.0, 3000.0
_SOFTEST, _VOICED = 0.01, 0.45
_OCTAVE_COST, _JUMP_COST, _VOICING_COST = 0.03, 0.35, 0.14


class PitchTrack(Struct, frozen=True):
    """Every `STEP_S` from 0: pitch (MIDI, with fractions; NaN where no pitch is heard), how periodic the sound is
    (0 to 1), and its level in dB."""

    pitch: Floats
    strength: Floats
    level_db: Floats

    @property
    def is_voiced(self) -> Floats:
        """Frames with a pitch."""
        return np.asarray(np.isfinite(self.pitch))


def track_pitch(mono: Floats) -> PitchTrack:
    """Pitch of (frames,) audio at `RATE`."""
    count = max(1, int(len(mono) / RATE / STEP_S))
    sound = _sound(mono)
    hertz, strength = _listen(sound, LOWEST_HZ, HIGHEST_HZ, count)
    heard = hertz[hertz > 0]
    if len(heard) > 10:
        low, high = np.percentile(heard, [5, 95])
        low, high = max(LOWEST_HZ, 0.7 * low), min(HIGHEST_HZ, 1.6 * high)
        hertz, strength = _listen(sound, low, high, count)
    pitch = np.where(hertz > 0, 69 + 12 * np.log2(np.maximum(hertz, 1.0) / 440.0), np.nan)
    return PitchTrack(pitch, strength, _level_db(mono, count))


def _sound(mono: Floats) -> Any:
    import parselmouth

    # Half a longest window on each side, so that the first and the last frame are heard.
    pad = int(RATE * 3 / LOWEST_HZ)
    with PRAAT_LOCK:
        return parselmouth.Sound(np.pad(mono, pad).astype(np.float64), RATE, start_time=-pad / RATE)


def _listen(sound: Any, low_hz: float, high_hz: float, count: int) -> tuple[Floats, Floats]:
    with PRAAT_LOCK:
        track = sound.to_pitch_ac(
            time_step=STEP_S, pitch_floor=low_hz, pitch_ceiling=high_hz, max_number_of_candidates=15,
            silence_threshold=_SOFTEST, voicing_threshold=_VOICED, octave_cost=_OCTAVE_COST,
            octave_jump_cost=_JUMP_COST, voiced_unvoiced_cost=_VOICING_COST,
        )  # fmt: skip
        times, found = track.xs(), track.selected_array
    nearest = np.clip(np.round((np.arange(count) * STEP_S - times[0]) / STEP_S).astype(int), 0, len(times) - 1)
    return found["frequency"][nearest], np.clip(found["strength"][nearest], 0.0, 1.0)


def _level_db(mono: Floats, count: int, window_s: float = 0.02) -> Floats:
    width = int(window_s * RATE)
    window = np.hanning(width + 2)[1:-1]
    power = np.convolve(mono.astype(np.float64) ** 2, window / window.sum(), mode="same")
    at = np.minimum((np.arange(count) * STEP_S * RATE).astype(int), len(mono) - 1)
    return np.asarray(10 * np.log10(power[at] + 1e-10))
