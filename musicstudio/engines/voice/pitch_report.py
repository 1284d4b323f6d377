# SPDX-License-Identifier: GPL-3.0-or-later
"""How well in tune a sung track is, measured on its sound with Praat."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE

from .phrases import Phrase
from .praat import PRAAT_LOCK
from .voices import SUNG, Voice

SUSTAINED_S = 0.35
"""Notes at least this long are judged, without the first 120 ms and the last 60 ms."""
_AFTER_S, _BEFORE_S = 0.12, 0.06
_STEP_S = 0.01
_ANALYSIS_RATE = 16_000
Audio = NDArray[np.float32]


class NotePitch(msgspec.Struct, frozen=True):
    """One sustained note: what was asked (MIDI) and how far its mean pitch lies from it, in cents."""

    start_s: float
    pitch: int
    cents: float


class PitchReport(msgspec.Struct, frozen=True):
    """The sustained notes of a track whose pitch could be measured; unmeasured: how many had too little voice."""

    notes: tuple[NotePitch, ...] = ()
    unmeasured: int = 0

    @property
    def mean_error_cents(self) -> float:
        """Mean of the notes' absolute errors; 0 when there are none."""
        return float(np.mean([abs(note.cents) for note in self.notes])) if self.notes else 0.0


def report_pitch(audio: Audio, zero_s: float, phrases: Sequence[Phrase], voice: Voice) -> PitchReport:
    """Measure a track, (channels, frames) at 48 kHz, whose song time 0 lies ``zero_s`` into it.

    Empty for spoken delivery.
    """
    if voice.delivery != SUNG:
        return PitchReport()
    notes: list[NotePitch] = []
    unmeasured = 0
    for phrase in phrases:
        begin = max(0, round((zero_s + phrase.start_s) * SAMPLE_RATE))
        piece = audio[:, begin : begin + round(phrase.length_s * SAMPLE_RATE)].mean(axis=0)
        semitones = track_pitch(piece)
        for note in phrase.notes:
            if note.end_s - note.start_s < SUSTAINED_S:
                continue
            found = semitones[round((note.start_s + _AFTER_S) / _STEP_S) : round((note.end_s - _BEFORE_S) / _STEP_S)]
            found = found[np.abs(found - note.pitch) < 6]
            if len(found) < 5:
                unmeasured += 1
                continue
            cents = 100 * float(np.mean(found) - note.pitch)
            notes.append(NotePitch(phrase.start_s + note.start_s, note.pitch, cents))
    return PitchReport(tuple(notes), unmeasured)


def track_pitch(audio: Audio, low_hz: float = 60.0, high_hz: float = 1100.0) -> NDArray[np.float64]:
    """MIDI pitch every 10 ms of mono audio at 48 kHz, NaN where unvoiced, by Praat's autocorrelation."""
    import parselmouth
    import soxr

    mono = soxr.resample(np.pad(audio, 2400), SAMPLE_RATE, _ANALYSIS_RATE).astype(np.float64)
    with PRAAT_LOCK:
        sound = parselmouth.Sound(mono, _ANALYSIS_RATE)
        pitch = sound.to_pitch_ac(time_step=_STEP_S, pitch_floor=low_hz, pitch_ceiling=high_hz)
        grid, found = pitch.xs(), pitch.selected_array["frequency"]
    hertz = np.where(found > 0, found, np.nan)
    times = 0.05 + np.arange(len(audio) // round(_STEP_S * SAMPLE_RATE)) * _STEP_S
    nearest = np.clip(np.round(np.interp(times, grid, np.arange(len(grid)))).astype(int), 0, len(grid) - 1)
    return np.asarray(69 + 12 * np.log2(hertz[nearest] / 440.0), np.float64)
