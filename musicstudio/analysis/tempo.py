# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo and beats: autocorrelation of onsets for the tempo, dynamic programming for the beats.

Beat tracking after D. P. W. Ellis, "Beat Tracking by Dynamic Programming", Journal of New Music Research 36(1), 2007.
"""

import numpy as np

from .detected import DetectedBeats
from .features import LISTEN_RATE, ONSET_LEAD_S, Floats, onset_strength, to_mono

HOP = 256
MIN_BPM, MAX_BPM = 40.0, 220.0
USUAL_BPM, USUAL_SPREAD_OCTAVES = 112.0, 0.9
TIGHTNESS = 400.0
MAX_CANDIDATES, LOWEST_COUNTED, HIGHEST_COUNTED = 8, 50.0, 200.0


def find_beats(audio: Floats, rate: int, beats_per_bar: int = 4) -> DetectedBeats:
    """Tempo and beat times of (channels, frames) audio.

    Without any onset the confidence is 0 and there are no beats.
    """
    strength = onset_strength(to_mono(audio, rate), LISTEN_RATE, HOP)
    if strength.max(initial=0.0) <= 1e-6 or len(strength) < 4 * LISTEN_RATE // HOP:
        return DetectedBeats(120.0, (), beats_per_bar)
    strength = strength / strength.std()
    bpm, confidence, other_bpm = _tempo(strength)
    beats = frames_of_beats(strength, bpm)
    first = _downbeat(strength, beats, beats_per_bar)
    return DetectedBeats(tempo_of_beats(beats, bpm), times_of(beats), beats_per_bar, first, confidence, other_bpm)


def pulse_candidates(strength: Floats) -> tuple[list[tuple[float, float]], float]:
    """Tempi that the onsets allow, each with how much speaks for it, and the confidence that there is a pulse."""
    lags, bpms, correlation = _lags_of(strength)
    combed = _comb_lags(lags, correlation) / max(float(correlation[0]), 1e-9)
    peaks = [i for i in range(1, len(lags) - 1) if combed[i - 1] < combed[i] >= combed[i + 1]]
    best = sorted(peaks, key=lambda i: -combed[i])[:MAX_CANDIDATES]
    found: list[tuple[float, float]] = []
    for bpm in (float(bpms[i]) * factor for i in best for factor in (1.0, 2.0, 0.5)):
        if LOWEST_COUNTED <= bpm <= HIGHEST_COUNTED and all(abs(bpm / other - 1) >= 0.04 for other, _ in found):
            lag = 60.0 * LISTEN_RATE / HOP / bpm
            found.append((bpm, float(np.interp(lag, lags, combed))))
    confidence = max((float(correlation[lags[i]]) for i in best), default=0.0) / max(float(correlation[0]), 1e-9)
    return found, float(np.clip(2.0 * confidence, 0.0, 1.0))


def times_of(beats: Floats) -> tuple[float, ...]:
    """Frames of beats in seconds."""
    return tuple(float(beat) * HOP / LISTEN_RATE + ONSET_LEAD_S for beat in beats)


def _tempo(strength: Floats) -> tuple[float, float, float]:
    lags, bpms, correlation = _lags_of(strength)
    comb = _comb_lags(lags, correlation)
    prior = np.exp(-0.5 * (np.log2(bpms / USUAL_BPM) / USUAL_SPREAD_OCTAVES) ** 2)
    scores = np.maximum(comb, 0.0) * prior
    best = int(np.argmax(scores))
    octave = np.abs(np.abs(np.log2(bpms / bpms[best])) - 1.0) < 0.06
    rival = int(np.argmax(np.where(octave, scores, 0.0)))
    other = float(bpms[rival]) if scores[rival] > 0.6 * scores[best] else 0.0
    confidence = float(np.clip(correlation[lags[best]] / max(correlation[0], 1e-9) * 2.0, 0.0, 1.0))
    return float(bpms[best]), confidence, other


def _lags_of(strength: Floats) -> tuple[Floats, Floats, Floats]:
    """(lags in frames, their tempi, the autocorrelation from lag 0 on)."""
    frames_per_minute = 60.0 * LISTEN_RATE / HOP
    lags = np.arange(int(frames_per_minute / MAX_BPM), int(frames_per_minute / MIN_BPM) + 1)
    return lags, frames_per_minute / lags, _autocorrelation(strength, int(lags[-1]) * 8 + 2)


def _comb_lags(lags: Floats, correlation: Floats) -> Floats:
    """What speaks for a lag: itself, and less its multiples."""
    places = np.arange(len(correlation))
    return np.asarray(sum(np.interp(lags * n, places, correlation) / n for n in (1, 2, 4, 8)))


def _autocorrelation(strength: Floats, longest: int) -> Floats:
    size = 1 << (2 * len(strength) - 1).bit_length()
    spectrum = np.fft.rfft(strength - strength.mean(), size)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2)[: min(longest, len(strength))]
    return np.asarray(correlation / np.arange(len(strength), len(strength) - len(correlation), -1))


def frames_of_beats(strength: Floats, bpm: float) -> Floats:
    """Frames of the beats that best join strong onsets with an even pulse."""
    period = 60.0 * LISTEN_RATE / HOP / bpm
    local = _smooth_strength(strength, period)
    offsets = np.arange(-int(2 * period), -int(period / 2) + 1)
    penalty = -TIGHTNESS * np.log(-offsets / period) ** 2
    best, back = local.copy(), np.full(len(local), -1)
    for frame in range(len(local)):
        sources = frame + offsets
        candidates = np.where(sources >= 0, best[np.maximum(sources, 0)] + penalty, -np.inf)
        choice = int(np.argmax(candidates))
        if sources[choice] >= 0 and candidates[choice] > 0:
            best[frame] += candidates[choice]
            back[frame] = sources[choice]
    return _walk_back(best, back, period)


def _smooth_strength(strength: Floats, period: float) -> Floats:
    half = max(1, int(period))
    window = np.exp(-0.5 * (np.arange(-half, half + 1) * 32.0 / period) ** 2)
    return np.convolve(strength, window, mode="same")


def _walk_back(best: Floats, back: Floats, period: float) -> Floats:
    tail = int(len(best) - min(len(best), 2 * period))
    frame = tail + int(np.argmax(best[tail:]))
    beats = []
    while frame >= 0:
        beats.append(frame)
        frame = int(back[frame])
    return np.array(beats[::-1])


def tempo_of_beats(beats: Floats, bpm: float) -> float:
    """The tempo of a straight line through the beats, which is finer than one frame."""
    if len(beats) < 4:
        return bpm
    slope = np.polyfit(np.arange(len(beats)), beats, 1)[0]
    return float(60.0 * LISTEN_RATE / HOP / slope)


def _downbeat(strength: Floats, beats: Floats, beats_per_bar: int) -> int:
    if len(beats) < beats_per_bar:
        return 0
    accents = [strength[max(0, b - 2) : b + 3].max(initial=0.0) for b in beats]
    return int(np.argmax([np.mean(accents[phase::beats_per_bar]) for phase in range(beats_per_bar)]))
