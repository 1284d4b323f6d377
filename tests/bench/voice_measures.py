# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring a sung track on its sound alone: tuning with YIN, onsets from energy, pitch or spectrum, noise."""

from collections.abc import Sequence

import librosa
import numpy as np
import soxr
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.praat import PRAAT_LOCK
from musicstudio.engines.voice.synthesis.onsets import band_level_db, half_rise_s
from musicstudio.engines.voice.synthesis.phrases import Phrase
from musicstudio.engines.voice.synthesis.pitch_report import track_pitch
from musicstudio.engines.voice.text.phonemes import SONORANTS, parts

Audio = NDArray[np.float32]
STEP_S = 0.0025
SEARCH_S = 0.08
SUSTAINED_S = 0.35
VOICING_HZ = (80.0, 900.0)


def pitch_errors_cents(audio: Audio, zero_s: float, phrases: Sequence[Phrase]) -> list[float]:
    """For each sustained note the mean distance of its measured pitch, by librosa's YIN (the studio itself uses Praat).

    NaN for a note of which YIN places less than half within a whole tone (it takes a consonant's or a subharmonic's
    period).
    """
    rate = 16_000
    mono = soxr.resample(audio.mean(axis=0), SAMPLE_RATE, rate)
    hertz = librosa.yin(mono, fmin=60, fmax=900, sr=rate, frame_length=1024, hop_length=160)
    semitones = 69 + 12 * np.log2(hertz / 440)
    errors = []
    for phrase in phrases:
        for note in phrase.notes:
            begin, end = (zero_s + phrase.start_s + t for t in (note.start_s + 0.12, note.end_s - 0.06))
            off = semitones[round(begin * 100) : round(end * 100)] - note.pitch
            near = off[np.abs(off) < 2]
            if note.end_s - note.start_s >= SUSTAINED_S:
                errors.append(100 * float(np.mean(near)) if len(near) >= 0.5 * len(off) else np.nan)
    return errors


def onset_errors_s(audio: Audio, zero_s: float, phrases: Sequence[Phrase]) -> list[float]:
    """For each note how late (or early: negative) its vowel or its pitch begins on the sound.

    After a plosive or fricative: where the band of voicing (80 to 900 Hz) has come to half the vowel's pressure; a
    note before which it never falls that low is not judged. After a rest: where that band rises most steeply. From a
    vowel or sonorant: where the pitch is half way from the last note's, or for a repeated pitch where the spectrum
    changes most. Searched within 80 ms.
    """
    mono = audio.mean(axis=0)
    level = band_level_db(mono, SAMPLE_RATE, *VOICING_HZ)
    rise = np.gradient(_voice_band_db(mono))
    change = _spectral_change(mono)
    pitch = track_pitch(mono, 60, 900)
    errors = []
    for phrase in phrases:
        for before, note in zip((None, *phrase.notes), phrase.notes, strict=False):
            at_s = zero_s + phrase.start_s + note.start_s
            onset = parts(note.phonemes)[0] if note.phonemes else ()
            if onset and onset[-1] not in SONORANTS:
                heard_s = half_rise_s(level, at_s)
                errors.append(np.nan if heard_s is None else heard_s - at_s)
            elif before is None:
                errors.append(_peak(change if onset else rise, at_s))
            elif before.pitch != note.pitch:
                errors.append(_crossing(pitch, at_s, before.pitch, note.pitch))
            else:
                errors.append(_peak(change, at_s))
    return [error for error in errors if np.isfinite(error)]


def _voice_band_db(mono: Audio) -> NDArray[np.float64]:
    hop = round(STEP_S * SAMPLE_RATE)
    power = np.abs(librosa.stft(mono, n_fft=1024, win_length=720, hop_length=hop)) ** 2
    low, high = (round(hz * 1024 / SAMPLE_RATE) for hz in VOICING_HZ)
    level = power[low:high].sum(axis=0)
    return np.convolve(10 * np.log10(level + 1e-4 * level.max()), np.ones(5) / 5, mode="same")


def _spectral_change(mono: Audio) -> NDArray[np.float64]:
    mel = librosa.feature.melspectrogram(
        y=mono, sr=SAMPLE_RATE, n_fft=1024, hop_length=round(STEP_S * SAMPLE_RATE), n_mels=40
    )
    level = librosa.power_to_db(mel, top_db=60)
    span = 4
    change = np.zeros(level.shape[1])
    change[span:-span] = np.linalg.norm(level[:, 2 * span :] - level[:, : -2 * span], axis=0)
    return change


def _peak(curve: NDArray[np.float64], at_s: float) -> float:
    center, reach = round(at_s / STEP_S), round(SEARCH_S / STEP_S)
    window = curve[max(0, center - reach) : center + reach + 1]
    return (int(np.argmax(window)) - min(center, reach)) * STEP_S if len(window) else np.nan


def _crossing(pitch: NDArray[np.float64], at_s: float, before: int, after: int) -> float:
    times = np.arange(len(pitch)) * 0.01
    near = np.flatnonzero((np.abs(times - at_s) <= SEARCH_S) & np.isfinite(pitch))
    side = (pitch[near] - (before + after) / 2) * np.sign(after - before)
    for i in range(len(near) - 1):
        if side[i] < 0 <= side[i + 1]:
            share = -side[i] / (side[i + 1] - side[i])
            return float(times[near[i]] + share * (times[near[i + 1]] - times[near[i]]) - at_s)
    return np.nan


def harmonics_db(audio: Audio) -> float:
    """Harmonics to noise of voiced moments, the median in dB, by Praat."""
    import parselmouth
    from parselmouth.praat import call

    with PRAAT_LOCK:
        sound = parselmouth.Sound(audio.mean(axis=0).astype(np.float64), SAMPLE_RATE)
        found = call(sound, "To Harmonicity (cc)", 0.01, 75, 0.1, 1.0).values[0]
    return float(np.median(found[found > 0]))


def phrase_cuts_s(zero_s: float, phrases: Sequence[Phrase]) -> list[float]:
    """Where to cut a track between its phrases: 150 ms before each first note."""
    return [zero_s + phrase.start_s - 0.15 for phrase in phrases[1:]]


def word_accuracy(wanted: Sequence[str], heard: Sequence[str]) -> float:
    """1 minus the word error rate (edit distance over words wanted), not below 0."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (word != other))
    return max(0.0, 1 - row[-1] / max(1, len(wanted)))
