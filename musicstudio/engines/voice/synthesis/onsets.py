# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the network's vowels are really heard: found on a short sketch of the phrase, so that they can be put right.

After a consonant that is no sonorant, a vowel is heard from where the sound around its first formant has come to half
the vowel's pressure (the vowel onset point of speech research). The network's vowels get there up to 60 ms
before or after their first frame, by consonant, stress, neighbours and speaker, which no table holds for every voice.
"""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..text.phonemes import SONORANTS
from .timing import SILENCE, Sound

SKETCH_VOWEL_S, SKETCH_SILENCE_S = 0.17, 0.09
"""A sketch holds no vowel longer: what comes later says nothing about its beginning."""
FIRST_FORMANT_HZ = (250.0, 1100.0)
HALF_DB = 6.0
STEP_S = 0.002
_WINDOW_S = 0.016
_SEARCH_S = (0.09, 0.06)
Audio = NDArray[np.float32]


def sketch(sounds: Sequence[Sound]) -> tuple[Sound, ...]:
    """The same sounds one after the other with nothing held long, from the same beginning."""
    placed: list[Sound] = []
    at_s = sounds[0].start_s
    for sound in sounds:
        longest_s = {"nucleus": SKETCH_VOWEL_S, "silence": SKETCH_SILENCE_S}.get(sound.role, np.inf)
        length_s = min(sound.end_s - sound.start_s, longest_s)
        placed.append(replace(sound, start_s=at_s, end_s=at_s + length_s))
        at_s += length_s
    return tuple(placed)


def judged_vowels(sounds: Sequence[Sound]) -> list[int]:
    """Which sounds are vowels whose onset can be told: those after an obstruent of their own syllable."""
    return [
        index
        for index, (before, sound) in enumerate(itertools.pairwise(sounds), 1)
        if sound.role == "nucleus" and before.role == "onset" and before.symbol not in {*SONORANTS, SILENCE}
    ]


def lateness_s(audio: Audio, rate: float, start_s: float, sounds: Sequence[Sound], formant: float) -> dict[int, float]:
    """How late (early: negative) the vowels that `judged_vowels` names are heard.

    audio: mono (frames,), whose sample 0 lies ``start_s`` from the first note. formant: as of `acoustic.speak`.
    """
    low_hz, high_hz = (hz * formant for hz in FIRST_FORMANT_HZ)
    level = band_level_db(audio, rate, low_hz, high_hz)
    found = {}
    for index in judged_vowels(sounds):
        at_s = half_rise_s(level, sounds[index].start_s - start_s)
        if at_s is not None:
            found[index] = at_s - (sounds[index].start_s - start_s)
    return found


def band_level_db(audio: Audio, rate: float, low_hz: float, high_hz: float) -> NDArray[np.float64]:
    """Level between two frequencies every `STEP_S`, shape (steps,), in dB with an arbitrary zero."""
    size, hop = round(_WINDOW_S * rate), STEP_S * rate
    starts = np.round(np.arange(int(len(audio) / hop) + 1) * hop).astype(np.int64)
    padded = np.pad(audio, (size // 2, size))
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[starts]
    power = np.abs(np.fft.rfft(frames * np.hanning(size), 4 * size)) ** 2
    first, last = (round(hz / rate * 4 * size) for hz in (low_hz, high_hz))
    return np.asarray(10 * np.log10(power[:, first : last + 1].sum(axis=1) + 1e-9), np.float64)


def half_rise_s(level: NDArray[np.float64], expected_s: float) -> float | None:
    """Where a level of `band_level_db` last rises through half of what it has just after an expected onset.

    None if it never does nearby (the sound before is as loud).
    """
    at, (back, on) = round(expected_s / STEP_S), (round(reach / STEP_S) for reach in _SEARCH_S)
    vowel = level[at + on // 3 : at + 2 * on]
    if not len(vowel):
        return None
    half = float(np.percentile(vowel, 75)) - HALF_DB
    peak = at + on // 3 + int(np.argmax(vowel > half))
    below = np.flatnonzero(level[max(0, at - back) : peak] < half)
    if not len(below) or peak >= len(level):
        return None
    last = max(0, at - back) + int(below[-1])
    share = (half - level[last]) / max(level[last + 1] - level[last], 1e-9)
    return float((last + share) * STEP_S)
