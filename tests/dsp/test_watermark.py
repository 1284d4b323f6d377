# SPDX-License-Identifier: GPL-3.0-or-later
"""The inaudible mark: it is found again after what happens to music on its way, never where it was not written, and its
writing changes nothing that can be heard."""

import io
from functools import cache

import numpy as np
import pytest
import soundfile

from musicstudio.dsp.resample import resample
from musicstudio.dsp.watermark.reading import MarkReader
from musicstudio.dsp.watermark.writing import mark_blocks
from tests.bench.mark_measures import noise_to_mask_db, null_db
from tests.dsp.whole_sound import find_mark

RATE = 48_000
NUMBER = 0x5EED_CAFE


@cache
def plucked(pitch):
    since_s = np.arange(2 * RATE) / RATE
    turns = 440 * 2 ** ((pitch - 69) / 12) * since_s
    return sum(np.sin(2 * np.pi * n * turns) / n for n in range(1, 9)) * np.exp(-2.5 * since_s)


def music(seed, seconds=12.0):
    """Chords of plucked tones with noise on the beat, stereo: enough of what music has to be marked."""
    draw = np.random.default_rng(seed)
    out = 1e-4 * draw.standard_normal((2, round(seconds * RATE)))
    hit = np.exp(-40 * np.arange(6000) / RATE)
    for first in range(0, out.shape[1], RATE // 4):
        chord = np.zeros((2, 2 * RATE))
        for pitch in draw.choice(np.arange(40, 80), 3):
            chord += 0.05 * draw.uniform(0.3, 1, (2, 1)) * plucked(int(pitch))
        chord[:, : hit.size] += 0.08 * draw.standard_normal((2, hit.size)) * hit
        out[:, first : first + 2 * RATE] += chord[:, : out.shape[1] - first]
    return out.astype(np.float32)


def write(audio, number=NUMBER, block=10_000):
    parts = mark_blocks((audio[:, at : at + block] for at in range(0, audio.shape[1] + 1, block)), number)
    return np.concatenate(list(parts), axis=1)


def encoded(audio, kind, **settings):
    file = io.BytesIO()
    with soundfile.SoundFile(file, "w", RATE, 2, format=kind, **settings) as writer:
        for at in range(0, audio.shape[1], 4096):
            writer.write(np.clip(audio[:, at : at + 4096], -1, 1).T)
    file.seek(0)
    return np.ascontiguousarray(soundfile.read(file, dtype="float32")[0].T)


def as_mp3_of_128_kbps(audio):
    return encoded(audio, "MP3", subtype="MPEG_LAYER_III", compression_level=(320 - 128) / 288, bitrate_mode="CONSTANT")


@pytest.fixture(scope="module")
def plain():
    return music(1, 14.0)


@pytest.fixture(scope="module")
def with_mark(plain):
    return write(plain)


WAYS = {
    "as it is": lambda audio: audio,
    "MP3 of 128 kbit/s": as_mp3_of_128_kbps,
    "Ogg of low quality": lambda audio: encoded(audio, "OGG", subtype="VORBIS", compression_level=0.7),
    "ten seconds out of it": lambda audio: audio[:, 77_777 : 77_777 + 10 * RATE],
    "44.1 kHz and back": lambda audio: resample(resample(audio, RATE, 44_100), 44_100, RATE),
    "30 dB softer": lambda audio: audio * np.float32(0.03),
    "mono": lambda audio: audio.mean(axis=0, keepdims=True),
    "polarity turned": lambda audio: -audio,
    "silence before it": lambda audio: np.pad(audio, ((0, 0), (12_345, 0))),
    "all that at once": lambda audio: as_mp3_of_128_kbps(resample(audio[:, 55_555:], RATE, 44_100))[:, :] * 0.3,
}


@pytest.mark.parametrize("way", [way for way in WAYS if way != "all that at once"])
def test_the_number_is_read_again_after(way, with_mark):
    found = find_mark(WAYS[way](with_mark))
    assert found is not None and found.number == NUMBER


def test_and_after_a_cut_an_mp3_another_rate_and_a_gain_together(with_mark):
    cut = as_mp3_of_128_kbps(with_mark)[:, 99_999:]
    found = find_mark(resample(resample(cut, RATE, 44_100), 44_100, RATE) * np.float32(0.3))
    assert found is not None and found.number == NUMBER


@pytest.mark.parametrize("seed", range(4))
def test_music_without_a_mark_has_none(seed):
    reader = MarkReader()
    reader.feed(music(seed + 10))
    assert reader.finish() is None and 4.0 < reader.score < 9.5


@pytest.mark.parametrize("audio", [np.zeros((2, 9 * RATE)), np.zeros((2, 0)), np.ones((1, 3)), np.full((2, 9999), 0.5)])
def test_silence_and_crumbs_have_none_and_stay_what_they_are(audio):
    audio = audio.astype(np.float32)
    assert find_mark(audio) is None
    assert find_mark(write(audio)) is None
    assert write(audio).shape == audio.shape and np.allclose(write(audio), audio, atol=0.03 if audio.any() else 0)


def test_what_repeats_to_the_sample_is_not_taken_for_a_mark():
    loop = music(3, 1.024)[:, : 48 * 1024]
    assert find_mark(np.tile(loop, (1, 60))) is None


def test_the_mark_is_found_inside_something_longer(with_mark):
    reader = MarkReader()
    for part in (music(5, 50.0), with_mark, music(6, 20.0)):
        for at in range(0, part.shape[1], 30_000):
            reader.feed(part[:, at : at + 30_000])
    found = reader.finish()
    assert found is not None and found.number == NUMBER and 20 < found.at_s < 65


def test_blocks_of_any_size_give_the_same(plain, with_mark):
    assert with_mark.shape == plain.shape
    short = plain[:, :40_000]
    assert np.allclose(write(short, block=7), write(short, block=40_000), atol=1e-6)


def test_two_songs_have_two_numbers(plain):
    assert {find_mark(write(plain, number)).number for number in (0, 1, 0xFFFFFFFF)} == {0, 1, 0xFFFFFFFF}


def test_the_change_lies_far_below_what_is_heard(plain, with_mark):
    total_db, worst_db = noise_to_mask_db(plain, with_mark)
    assert total_db < -20 and worst_db < -10
    assert null_db(plain, with_mark) < -28


def test_the_measure_calls_what_is_heard_heard(plain):
    noise = 0.03 * np.random.default_rng(1).standard_normal(plain.shape).astype(np.float32)
    assert noise_to_mask_db(plain, plain + noise)[0] > 0
