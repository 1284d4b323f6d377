# SPDX-License-Identifier: GPL-3.0-or-later
"""Cleaning on mixtures whose parts are known: what it wins, what it costs, and what it never touches."""

import numpy as np
import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.cleaning.clean import clean
from musicstudio.dsp.cleaning.declick import find_isolated_clicks
from musicstudio.dsp.cleaning.frames import Frames
from musicstudio.dsp.cleaning.strength import STRENGTHS
from tests.clicks import find_clicks

RATE = 48_000


def cleaned(audio, strength="usual", others=(), rate=RATE):
    return run_to_end(clean(audio, rate, strength, others))


def sdr(truth, heard):
    return 10 * np.log10(np.square(truth).sum() / max(np.square(truth - heard).sum(), 1e-12))


def noise(shape, level, seed=0):
    return (level * np.random.default_rng(seed).standard_normal(shape)).astype(np.float32)


def phrases(seed=1, seconds=10.0, channels=2, pitches=(220.0, 277.2, 329.6)):
    """Plucked notes with harmonics that die away, half a second apart, with rests of a second between phrases."""
    rng, frames = np.random.default_rng(seed), int(seconds * RATE)
    sound = np.zeros(frames + RATE)
    for start in np.arange(0.1, seconds - 1.0, 0.5):
        if int(start) % 3 == 2:
            continue
        time = np.arange(RATE) / RATE
        pitch = rng.choice(pitches)
        note = sum(np.sin(2 * np.pi * pitch * k * time) / k * np.exp(-time * (4 + 2 * k)) for k in range(1, 9))
        sound[int(start * RATE) :][:RATE] += 0.2 * note * np.minimum(time * 500, 1)
    return np.stack([sound[:frames], 0.7 * sound[:frames]][:channels]).astype(np.float32)


@pytest.mark.parametrize("strength", STRENGTHS)
def test_noise_goes_and_music_stays(strength):
    music = phrases()
    mixed = music + noise(music.shape, 0.003)
    result = cleaned(mixed, strength)
    assert sdr(music, result.audio) - sdr(music, mixed) > {"gentle": 4.0, "usual": 5.0, "strong": 3.0}[strength]
    assert result.found.noise_db == pytest.approx(20 * np.log10(0.003), abs=2.0)
    pause = slice(int(2.7 * RATE), int(2.95 * RATE))
    lower_db = 10 * np.log10(np.square(mixed[:, pause]).mean() / np.square(result.audio[:, pause]).mean())
    assert lower_db > {"gentle": 7, "usual": 12, "strong": 22}[strength]


@pytest.mark.parametrize("strength", STRENGTHS)
def test_music_without_noise_is_hardly_touched(strength):
    music = phrases()
    result = cleaned(music, strength)
    assert sdr(music, result.audio) > 35.0
    assert result.found.noise_db < -100 and result.found.hum_hz == 0 and result.found.clicks == 0


def test_a_steady_sound_is_not_taken_for_noise():
    time = np.arange(8 * RATE) / RATE
    pad = np.stack([sum(np.sin(2 * np.pi * f * time) for f in (110, 164.8, 220, 277.2))] * 2).astype(np.float32) * 0.1
    assert sdr(pad, cleaned(pad, "strong").audio) > 35.0
    rain = noise((2, 6 * RATE), 0.1)
    assert sdr(rain, cleaned(rain, "strong").audio) > 20.0


@pytest.mark.parametrize("strength", STRENGTHS)
def test_bleed_of_a_known_stem_goes(strength):
    stem, other = phrases(1), phrases(2, pitches=(130.8, 196.0, 466.2))[:, ::-1] * 0.8
    mixed = stem + 0.3 * other
    result = cleaned(mixed, strength, [other])
    assert sdr(stem, result.audio) - sdr(stem, mixed) > 3.0
    assert -25 < result.found.bleed_db < -5
    assert np.abs(result.audio - mixed).max() < 0.5


def test_isolated_clicks_are_drawn_over_and_drums_are_not():
    music = phrases()
    places = [30_011, 99_000, 250_123]
    clicked = music.copy()
    for place in places:
        clicked[:, place : place + 3] += np.array([0.5, -0.4, 0.2], np.float32)
    assert find_clicks(clicked).size >= 3
    result = cleaned(clicked, "gentle")
    assert result.found.clicks == 2 * len(places)
    for place in places:
        near = slice(place - 8, place + 11)
        assert np.abs(result.audio[:, near] - music[:, near]).max() < 0.02
    time = np.arange(RATE // 2) / RATE
    hit = noise(RATE // 2, 1.0, 3) * np.exp(-time * 40) * 0.5
    drums = np.tile(hit, 12)[None].astype(np.float32)
    assert cleaned(drums).found.clicks == 0


@pytest.mark.parametrize("mains", [50.0, 60.1])
def test_mains_hum_is_found_and_taken_out_and_a_bass_note_is_not(mains):
    music = phrases()
    time = np.arange(music.shape[1]) / RATE
    hum = sum(0.01 / k * np.sin(2 * np.pi * mains * k * time + k) for k in (1, 2, 3, 5)).astype(np.float32)
    result = cleaned(music + hum, "gentle")
    assert result.found.hum_hz == pytest.approx(mains, abs=0.06)
    assert sdr(music, result.audio) - sdr(music, music + hum) > 15.0
    bass = np.stack([np.sin(2 * np.pi * 49.0 * time) + 0.5 * np.sin(2 * np.pi * 98.0 * time)]).astype(np.float32) * 0.2
    assert cleaned(bass).found.hum_hz == 0.0


def test_silence_stays_silence_to_the_bit():
    assert not cleaned(np.zeros((2, RATE), np.float32), "strong").audio.any()
    music = phrases(seconds=4.0) + noise((2, 4 * RATE), 0.003)
    music[:, RATE : 2 * RATE] = 0.0
    result = cleaned(music, "strong").audio
    assert not result[:, RATE : 2 * RATE].any()
    assert np.array_equal(result[:, 2 * RATE : 2 * RATE + 1], music[:, 2 * RATE : 2 * RATE + 1])


def test_there_are_no_clicks_at_seams():
    time = np.arange(8 * RATE) / RATE
    swell = (np.sin(2 * np.pi * 330 * time) * (0.15 + 0.14 * np.sin(2 * np.pi * 0.4 * time)))[None].astype(np.float32)
    for strength in STRENGTHS:
        assert find_clicks(cleaned(swell + noise(swell.shape, 1e-4), strength).audio).size == 0


@pytest.mark.parametrize("frames", [0, 1, 7, 333, 2047, 2049, 48_001])
@pytest.mark.parametrize("rate", [8_000, 44_100, 96_000])
def test_any_length_and_rate_keeps_its_shape(frames, rate):
    audio = noise((1, frames), 0.1)
    result = cleaned(audio, "strong", [noise((2, frames // 2), 0.1)], rate)
    assert result.audio.shape == audio.shape and result.audio.dtype == np.float32
    assert np.isfinite(result.audio).all()


def test_values_that_are_no_numbers_become_silence():
    music = phrases(seconds=3.0)
    music[:, 40_000:40_003] = np.nan
    music[0, 90_000] = np.inf
    assert np.isfinite(cleaned(music).audio).all()


def test_the_result_is_the_same_every_time_and_stands_at_its_place():
    music = phrases(seconds=4.0) + noise((2, 4 * RATE), 0.002)
    once, again = cleaned(music).audio, cleaned(music).audio
    assert np.array_equal(once, again)
    lags = np.arange(-3, 4)
    match = [float((np.roll(once, -lag, axis=1) * music).sum()) for lag in lags]
    assert lags[int(np.argmax(match))] == 0


def test_unchanged_spectra_give_the_recording_back():
    audio = noise((2, 100_001), 0.3)
    frames = Frames(audio.shape[1], RATE)
    sound = np.zeros_like(audio)
    for first in range(0, frames.count, 50):
        frames.add(sound, frames.spectra(audio, first, first + 50), first)
    assert np.abs(sound - audio).max() < 1e-5


def test_an_unknown_strength_is_refused():
    with pytest.raises(InputError, match="gentle"):
        cleaned(phrases(seconds=1.0), "brutal")


def test_the_sudden_beginning_of_a_sound_is_no_click() -> None:
    quiet = np.random.default_rng(2).standard_normal(48_000).astype(np.float32) * 1e-4
    quiet[24_000:] += 0.5 * np.sign(np.sin(2 * np.pi * 100 * np.arange(24_000) / 48_000)).astype(np.float32)
    assert find_isolated_clicks(quiet, 48_000) == []
