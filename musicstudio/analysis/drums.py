# SPDX-License-Identifier: GPL-3.0-or-later
"""Drum notes of a drum stem: onsets in three bands become kick, snare and hi-hat."""

import numpy as np

from .detected import DetectedNote
from .features import LISTEN_RATE, ONSET_LEAD_S, ONSET_WINDOW, Floats, magnitudes, to_mono

HOP = 256
KICK, SNARE, CLOSED_HAT, OPEN_HAT = 36, 38, 42, 46
BANDS_HZ = {KICK: (30.0, 130.0), SNARE: (180.0, 2500.0), CLOSED_HAT: (6000.0, 11_000.0)}
THRESHOLD = {KICK: 0.09, SNARE: 0.11, CLOSED_HAT: 0.07}
MIN_GAP_S = 0.06
OPEN_HAT_S = 0.18


def find_drums(audio: Floats, rate: int) -> list[DetectedNote]:
    """Kick (36), snare (38) and hats (42 closed, 46 open) of (channels, frames) audio, by start time."""
    spectrum = magnitudes(to_mono(audio, rate), ONSET_WINDOW, HOP)
    frequencies = np.fft.rfftfreq(ONSET_WINDOW, 1.0 / LISTEN_RATE)
    heard: list[DetectedNote] = []
    for pitch, (low, high) in BANDS_HZ.items():
        energy = spectrum[(frequencies >= low) & (frequencies < high)].sum(axis=0)
        heard += _hits(energy, pitch)
    return sorted(heard, key=lambda note: (note.start_s, note.pitch))


def _hits(energy: Floats, pitch: int) -> list[DetectedNote]:
    top = np.percentile(energy, 99.5) if energy.size else 0.0
    if top <= 1e-4:
        return []
    level = energy / top
    rise = np.maximum(np.diff(level, prepend=0.0), 0.0)
    hits, last = [], -1.0
    for frame in np.flatnonzero(_is_peak(rise) & (rise > THRESHOLD[pitch])):
        start_s = float(frame) * HOP / LISTEN_RATE + ONSET_LEAD_S
        if start_s - last >= MIN_GAP_S:
            hits.append(_hit(level, int(frame), start_s, pitch))
            last = start_s
    return hits


def _is_peak(values: Floats) -> Floats:
    peak = np.zeros(len(values), dtype=bool)
    peak[1:-1] = (values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])
    return peak


def _hit(level: Floats, frame: int, start_s: float, pitch: int) -> DetectedNote:
    peak = float(level[frame : frame + 4].max())
    after = level[frame + 4 : frame + 60]
    faded = np.flatnonzero(after < 0.25 * peak)
    length_s = (int(faded[0]) if faded.size else len(after)) * HOP / LISTEN_RATE
    is_open = pitch == CLOSED_HAT and length_s > OPEN_HAT_S
    strength = float(np.clip(peak, 0.15, 1.0))
    return DetectedNote(start_s, start_s + max(0.05, length_s), OPEN_HAT if is_open else pitch, strength)
