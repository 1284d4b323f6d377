# SPDX-License-Identifier: GPL-3.0-or-later
"""Measurements on rendered audio that several tests share."""

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments.catalogue import Instrument
from musicstudio.instruments.render import RenderedNotes, render_notes
from musicstudio.project.model import Note, TempoMap

Audio = NDArray[np.float32]


def play(instrument: str, *notes: Note, seed: int = 0, origin_tick: int = 0) -> RenderedNotes:
    """A cell at 120 BPM."""
    return render_notes(instrument, notes, TempoMap(), origin_tick, seed)


def middle_pitch(instrument: Instrument) -> int:
    """A pitch in the middle of the range; for drums the kick."""
    return 36 if instrument.is_drums else (instrument.low + instrument.high) // 2


def onset_s(audio: Audio, share: float = 0.02) -> float:
    """When the sound first reaches ``share`` of its peak."""
    level = np.abs(audio).max(axis=0)
    return float(np.argmax(level > share * level.max())) / SAMPLE_RATE


def pitch_hz(audio: Audio, start_s: float, length_s: float, near_hz: float) -> float:
    """The fundamental by autocorrelation around an expected frequency (parabolic peak, averaged over several
    periods).
    """
    begin = round(start_s * SAMPLE_RATE)
    piece = audio.sum(axis=0)[begin : begin + round(length_s * SAMPLE_RATE)].astype(np.float64)
    spectrum = np.fft.rfft(piece * np.hanning(piece.size), 4 * piece.size)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: piece.size]
    periods = max(1, min(12, int(0.25 * piece.size * near_hz / SAMPLE_RATE)))
    low, high = (round(periods * SAMPLE_RATE / (near_hz * 2.0 ** (cents / 1200.0))) for cents in (60, -60))
    low, high = min(low, high - 4), max(high, low + 4)
    peak = low + int(np.argmax(correlation[low : high + 1]))
    before, here, after = correlation[peak - 1 : peak + 2]
    shift = 0.5 * (before - after) / (before - 2.0 * here + after)
    return periods * SAMPLE_RATE / (peak + shift)


def cents_off(measured_hz: float, pitch: int) -> float:
    """Distance from a MIDI pitch at A4 = 440 Hz."""
    return float(1200.0 * np.log2(measured_hz / (440.0 * 2.0 ** ((pitch - 69) / 12.0))))
