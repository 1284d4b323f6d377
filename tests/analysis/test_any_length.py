# SPDX-License-Identifier: GPL-3.0-or-later
"""Listening works on sound of any length from one sample on, on silence, offsets and clicks; and finds nothing where
there is nothing.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.analysis.detected import DetectedBeats
from musicstudio.analysis.drums import find_drums
from musicstudio.analysis.grid import tempo_map_of, ticks_of
from musicstudio.analysis.key import find_key
from musicstudio.analysis.pitched import find_notes
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.analysis.tempo import find_beats
from musicstudio.core.progress import run_to_end
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.cleaning.clean import clean
from musicstudio.dsp.kept import SoundInMemory
from musicstudio.mixing.master import Shaping, master
from musicstudio.project.model import TempoMap
from tests.dsp.whole_sound import measure_loudness
from tests.faults.fuzzing import CASES, fuzzed

lengths = st.one_of(st.integers(1, 50_000), st.sampled_from([1, 2, 255, 256, 257, 1023, 1024, 2048, 8192, 14_400]))
shapes = st.sampled_from(["noise", "tone", "silence", "offset", "click", "clicks"])
few = settings(fuzzed, max_examples=max(20, CASES // 5))
rates = st.sampled_from([48_000, 44_100, 8_000])


def sound(shape: str, frames: int, rate: int = SAMPLE_RATE, channels: int = 1) -> np.ndarray:
    """(channels, frames) float32."""
    time_s = np.arange(frames) / rate
    wave = {
        "noise": np.random.default_rng(frames).normal(0, 0.2, frames),
        "tone": 0.3 * np.sin(2 * np.pi * 440 * time_s),
        "silence": np.zeros(frames),
        "offset": np.full(frames, 0.5),
        "click": np.eye(1, frames, frames // 2)[0],
        "clicks": 0.9 * (np.arange(frames) % 6000 == 0),
    }[shape]
    return np.tile(wave.astype(np.float32), (channels, 1))


@few
@given(lengths, shapes, rates, st.integers(1, 2))
def test_beats_key_chords_drums_and_segments_are_looked_for(frames: int, shape: str, rate: int, channels: int) -> None:
    audio = sound(shape, frames, rate, channels)
    beats, key = find_beats(audio, rate), find_key(audio, rate)
    assert np.isfinite([beats.bpm, beats.confidence, key.confidence]).all()
    assert 20.0 < tempo_map_of(beats).tempos[0].bpm < 400.0
    drums = find_drums(audio, rate)
    assert all(0.0 <= note.start_s < note.end_s for note in drums)
    if shape in ("silence", "offset"):
        assert not beats.beats_s and not key.confidence


@few
@given(lengths, shapes, rates, st.integers(1, 2), st.booleans())
def test_a_song_is_looked_for(frames: int, shape: str, rate: int, channels: int, is_grid_given: bool) -> None:
    grid = tuple(np.arange(0.0, frames / rate, 0.5)) if is_grid_given else ()
    song = run_to_end(hear_song(sound(shape, frames, rate, channels), rate, grid))
    assert np.isfinite([song.beats.bpm, song.key.confidence]).all()
    assert all(0.0 <= chord.confidence <= 1.0 and chord.start_s < chord.end_s for chord in song.chords)
    assert all(part.first_bar < part.end_bar < len(song.bar_lines_s) for part in song.form)
    if shape in ("silence", "offset"):
        assert not (song.chords or song.tune or song.form) and not song.key.confidence


@few
@given(lengths, shapes, st.booleans())
def test_notes_are_looked_for(frames: int, shape: str, is_mono: bool) -> None:
    heard = run_to_end(find_notes(sound(shape, frames), SAMPLE_RATE, is_mono=is_mono))
    notes = ticks_of(heard, TempoMap(), 0.0)
    assert all(note.length_ticks > 0 and note.start_ticks >= 0 for note in notes)
    if shape in ("silence", "offset"):
        assert not notes


@pytest.mark.parametrize("frames", [1, 2, 10, 479, 4800, 19_199, 19_200, 30_000])
@pytest.mark.parametrize("shape", ["noise", "silence", "offset", "click"])
def test_short_sound_is_cleaned_measured_and_mastered(frames: int, shape: str) -> None:
    audio = sound(shape, frames, channels=2)
    cleaned = run_to_end(clean(audio, SAMPLE_RATE, "strong", [audio[:, : frames // 2], np.zeros((1, 3), np.float32)]))
    assert cleaned.audio.shape == audio.shape and np.isfinite(cleaned.audio).all()
    shaping = Shaping(SoundInMemory())
    shaping.feed(audio)
    mastered = np.concatenate(list(run_to_end(master(shaping)).blocks()), axis=1)
    assert mastered.shape == audio.shape and np.isfinite(mastered).all()
    assert np.isfinite(measure_loudness(audio).range_lu)


def test_a_note_of_a_third_of_a_second_is_heard() -> None:
    heard = run_to_end(find_notes(sound("tone", 14_400), SAMPLE_RATE))
    assert [note.pitch for note in heard] == [69]


def test_beats_that_waver_over_two_bars_give_one_tempo():
    """Too few for a tempo every four bars."""
    beats = DetectedBeats(bpm=120.0, beats_s=(0.0, 0.5, 1.1, 1.5, 2.2, 2.6, 3.3, 3.7), first_downbeat=0)
    assert len(tempo_map_of(beats).tempos) == 1
