# SPDX-License-Identifier: GPL-3.0-or-later
"""How well in tune a sung track is, measured on its sound with Praat."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.praat import PRAAT_LOCK

from .drawn import BEND_CENTS, drawn_at
from .phrases import Phrase

SUSTAINED_S = 0.35
"""Notes at least this long are judged, without the first 120 ms and the last 60 ms."""
_AFTER_S, _BEFORE_S = 0.12, 0.06
_STEP_S = 0.01
_NEAR_SEMITONES = 2.0
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


def measure_phrase(audio: Audio, lead_s: float, phrase: Phrase) -> PitchReport:
    """Measure one phrase, (channels, frames) at 48 kHz, whose first note lies ``lead_s`` into it; times from that
    note.
    """
    semitones = track_pitch(audio[:, round(lead_s * SAMPLE_RATE) :].mean(axis=0))
    bend = drawn_at(phrase.drawn, BEND_CENTS, np.arange(len(semitones)) * _STEP_S)
    if bend is not None:  # judged is how near the pitch is to note and bend
        semitones = semitones - bend / 100
    notes: list[NotePitch] = []
    unmeasured = 0
    for note in phrase.notes:
        if note.end_s - note.start_s < SUSTAINED_S:
            continue
        found = semitones[round((note.start_s + _AFTER_S) / _STEP_S) : round((note.end_s - _BEFORE_S) / _STEP_S)]
        near = found[np.abs(found - note.pitch) < _NEAR_SEMITONES]
        if len(near) >= 0.5 * len(found):
            notes.append(NotePitch(note.start_s, note.pitch, 100 * float(np.mean(near) - note.pitch)))
        else:
            unmeasured += 1
    return PitchReport(tuple(notes), unmeasured)


def join_reports(phrases: Sequence[Phrase], reports: Sequence[PitchReport]) -> PitchReport:
    """The phrases' reports as one, with times of the song."""
    notes = tuple(
        NotePitch(phrase.start_s + note.start_s, note.pitch, note.cents)
        for phrase, report in zip(phrases, reports, strict=True)
        for note in report.notes
    )
    return PitchReport(notes, sum(report.unmeasured for report in reports))


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
