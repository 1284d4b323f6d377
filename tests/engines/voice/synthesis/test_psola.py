# SPDX-License-Identifier: GPL-3.0-or-later
"""A new pitch, the same formants, the same noises: on a made-up voice whose truth is known."""

import numpy as np
import pytest
import scipy.signal

from musicstudio.engines.voice.synthesis.epochs import find_epochs
from musicstudio.engines.voice.synthesis.pitch_report import track_pitch
from musicstudio.engines.voice.synthesis.psola import shift_pitch

RATE = 48_000
FORMANTS_HZ = (700.0, 1200.0, 2600.0)


def vowel(hertz, seconds=1.0):
    """A pulse train through three resonances."""
    audio = np.zeros(round(RATE * seconds))
    audio[np.round(np.arange(0, len(audio), RATE / hertz)).astype(int)] = 1.0
    for formant in FORMANTS_HZ:
        radius = np.exp(-np.pi * 90 / RATE)
        audio = scipy.signal.lfilter([1.0], [1, -2 * radius * np.cos(2 * np.pi * formant / RATE), radius**2], audio)
    return (0.1 * audio / np.abs(audio).max()).astype(np.float32)


def envelope_db(audio):
    _, power = scipy.signal.welch(audio[4800:-4800], RATE, nperseg=512)
    return 10 * np.log10(power[2:50] / power[2:50].max())


def shifted(audio, target_hz, voiced=((0.0, 9.0),)):
    runs = find_epochs(audio, RATE, 60, 300, voiced)
    return shift_pitch(audio, RATE, runs, np.full(len(audio), target_hz))


@pytest.mark.parametrize("ratio", [0.7, 1.0, 1.5, 2.0, 3.0])
def test_the_pitch_is_the_one_asked_for_within_two_cents(ratio):
    out = shifted(vowel(100.0), 100.0 * ratio)
    wanted = 69 + 12 * np.log2(100.0 * ratio / 440)
    assert 100 * abs(np.nanmean(track_pitch(out)[20:80]) - wanted) < 2


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_formants_stay_where_they_were(ratio):
    before, after = envelope_db(vowel(100.0)), envelope_db(shifted(vowel(100.0), 100.0 * ratio))
    assert np.corrcoef(before, after)[0, 1] > 0.9


def test_voiceless_sound_passes_unchanged():
    noise = np.random.default_rng(1).standard_normal(RATE).astype(np.float32) * 0.05
    audio = np.concatenate([noise, vowel(110.0)])
    out = shifted(audio, 220.0, voiced=((1.0, 2.0),))
    assert np.array_equal(out[: RATE - 1000], audio[: RATE - 1000])


def test_an_untouched_pitch_gives_back_nearly_the_same_sound():
    audio = vowel(100.0)
    level = np.sqrt(np.mean(shifted(audio, 100.0)[4800:-4800] ** 2)) / np.sqrt(np.mean(audio[4800:-4800] ** 2))
    assert level == pytest.approx(1.0, abs=0.05)


def test_silence_and_noise_have_no_epochs():
    assert find_epochs(np.zeros(RATE, np.float32), RATE, 60, 300, ((0.0, 1.0),)) == []
