# SPDX-License-Identifier: GPL-3.0-or-later
"""How many beats a bar has, by how regularly they are stressed. Only three and four are told apart; four is usual, so
three has to be clearly better."""

import numpy as np

from .detected import DetectedBeats
from .features import LISTEN_RATE, ONSET_LEAD_S, Floats, onset_strength, to_mono

_HOP = 256
_BASS_HZ = 180.0
_CLEARLY = 1.25
_MIN_BEATS = 24


def find_beats_per_bar(audio: Floats, rate: int, beats: DetectedBeats) -> int:
    """3 or 4, from how strongly every third or fourth beat stands out, most of all in the bass."""
    if len(beats.beats_s) < _MIN_BEATS:
        return 4
    mono = to_mono(audio, rate)
    accents = _at_beats(onset_strength(mono, LISTEN_RATE, _HOP), beats) + _at_beats(_bass(mono), beats)
    stress = {count: _stress(accents, count) for count in (3, 4)}
    # What is stressed by twos is stressed by fours.
    return 3 if stress[3] > _CLEARLY * max(stress[4], _stress(accents, 2), 0.02) else 4


def _bass(mono: Floats) -> Floats:
    """How much each frame rises below the usual bass."""
    frames = len(mono) // _HOP
    window = np.hanning(8 * _HOP)
    padded = np.pad(mono, (4 * _HOP, 4 * _HOP))
    bins = round(_BASS_HZ * len(window) / LISTEN_RATE)
    starts = range(0, frames * _HOP, _HOP)
    level = np.array([np.abs(np.fft.rfft(padded[at : at + len(window)] * window)[1 : bins + 1]).sum() for at in starts])
    return np.maximum(np.diff(level, prepend=level[:1]), 0.0)


def _at_beats(strength: Floats, beats: DetectedBeats) -> Floats:
    """The strength near each beat, scaled so that beats of any loudness count alike."""
    frames = [round((at_s - ONSET_LEAD_S) * LISTEN_RATE / _HOP) for at_s in beats.beats_s]
    found = np.array([strength[max(0, f - 3) : f + 5].max(initial=0.0) for f in frames])
    return np.asarray(found / max(float(found.mean()), 1e-9))


def _stress(accents: Floats, count: int) -> float:
    """By how much the strongest phase of every ``count`` beats stands out from the others."""
    means = np.array([accents[phase::count].mean() for phase in range(count)])
    return float(means.max() - np.delete(means, means.argmax()).mean())
