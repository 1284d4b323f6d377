# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole song heard at once: its exact tempo or how it drifts, bars where they begin, key, chords, form; or a clear
word that there is nothing of it."""

import numpy as np
import pytest
import soundfile

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.grid import steady_line, tempo_map_of
from musicstudio.analysis.songs.heard import Content
from musicstudio.analysis.songs.hearing import hear_song
from musicstudio.analysis.songs.reading import PlayedPart, read_song
from musicstudio.core.progress import run_to_end
from musicstudio.project.model import Key
from tests.own_material import chords_of, drifting_clock, parts, write_recording

RATE = 48_000


def heard(path, **grid):
    audio, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return run_to_end(hear_song(audio.T, rate, **grid))


@pytest.mark.parametrize(("bpm", "beats", "tonic"), [(100.0, 4, 7), (87.5, 4, 2), (126.0, 3, 10)])
def test_a_band_is_heard_with_its_tempo_bars_key_and_chords(tmp_path, bpm, beats, tonic):
    song = heard(write_recording(tmp_path / "band.wav", bpm, bars=8, beats=beats, tonic=tonic))
    assert song.content is Content.MUSIC
    assert tempo_map_of(song.beats).tempos[0].bpm == pytest.approx(bpm, rel=0.002)
    assert song.beats.beats_per_bar == beats
    bar_s = beats * 60 / bpm
    strays = [abs(line - bar_s * round(line / bar_s)) for line in song.bar_lines_s]
    assert max(strays) < 0.06
    assert song.key.key == Key(tonic, "major") and song.key.confidence > 0.4
    middle = [(bar + 0.5) * bar_s for bar in range(8)]
    found = [next(((c.root, c.quality) for c in song.chords if c.start_s <= at < c.end_s), None) for at in middle]
    assert sum(a == b for a, b in zip(found, chords_of(8, tonic), strict=True)) >= 7
    assert np.mean([chord.confidence for chord in song.chords]) > 0.6


def test_a_whole_tempo_is_found_exactly_and_a_slipped_beat_does_not_bend_it():
    times = 0.31 + np.arange(64) * 60 / 93 + np.random.default_rng(2).normal(0, 0.008, 64)
    times[:9] += 0.3
    line = steady_line(times)
    assert line.bpm == 93.0 and line.share > 0.8


@pytest.mark.parametrize(("first", "last"), [(100.0, 107.0), (128.0, 120.0)])
def test_a_drifting_recording_gets_a_tempo_map_that_follows_its_beats(tmp_path, first, last):
    truth = drifting_clock(first, last, 14)
    song = heard(write_recording(tmp_path / "drift.wav", first, last_bpm=last, bars=14))
    tempo_map = tempo_map_of(song.beats)
    assert len(tempo_map.tempos) > 2
    grid = np.array([tempo_map.seconds_at(beat * 960) for beat in range(-8, 80)])
    strays = [np.abs(grid - truth.seconds_at(beat * 960)).min() for beat in range(52)]
    assert np.median(strays) < 0.03 and max(strays) < 0.08


def test_a_given_grid_is_taken_and_not_looked_for(tmp_path):
    path = write_recording(tmp_path / "band.wav", 100.0, bars=8)
    song = heard(path, grid_s=tuple(np.arange(0.0, 19.0, 1.2)), beats_per_bar=2)
    assert song.beats.bpm == pytest.approx(50.0) and song.beats.confidence == 1.0


@pytest.mark.parametrize("kind", ["noise", "drums", "silence"])
def test_what_has_no_pitch_has_no_key_chords_or_tune(tmp_path, kind):
    if kind == "drums":
        path = write_recording(tmp_path / "drums.wav", 110.0, names=("drums",), bars=6)
    else:
        path = tmp_path / "odd.wav"
        noise = 0.1 * np.random.default_rng(0).standard_normal(10 * RATE)
        soundfile.write(path, (noise if kind == "noise" else 0 * noise).astype(np.float32), RATE)
    song = heard(path)
    assert song.content is (Content.SILENCE if kind == "silence" else Content.UNPITCHED)
    assert song.key.confidence == 0.0 and not song.chords and not song.tune
    if kind == "drums":
        assert tempo_map_of(song.beats).tempos[0].bpm == pytest.approx(110.0, rel=0.005)


def test_one_voice_gives_its_tune(tmp_path):
    song = heard(write_recording(tmp_path / "flute.wav", 90.0, names=("tune",), bars=6))
    assert song.content is Content.ONE_VOICE and not song.chords
    truth = [(n.start_ticks / 960 * 60 / 90, n.pitch) for n in parts(6)["tune"]]
    hits = sum(any(abs(n.start_s - at) < 0.1 and n.pitch == pitch for n in song.tune) for at, pitch in truth)
    assert hits >= 0.8 * len(truth) and len(song.tune) <= 1.3 * len(truth)


def as_parts(song):
    return [
        PlayedPart(
            tuple(
                DetectedNote(n.start_ticks / 960, (n.start_ticks + n.length_ticks) / 960, n.pitch, n.velocity / 127)
                for n in notes
            ),
            is_drums=name == "drums",
        )
        for name, notes in song.items()
    ]


def test_notes_say_who_has_the_tune_and_the_bass_and_on_which_chords():
    beats = [float(beat) for beat in range(33)]
    read = read_song(as_parts(parts(8)), beats, [beat % 4 == 0 for beat in range(32)])
    assert (read.tune_part, read.bass_part, read.is_tune_alone) == (0, 2, True)
    by_bar = [(c.root, c.quality) for c in read.chords for _ in range(round((c.end_s - c.start_s) / 4))]
    assert by_bar == chords_of(8, 7)
    assert read.key.key == Key(7, "major")
    assert read.form[0].first_bar == 0 and read.form[-1].end_bar == 8


def test_one_line_leaves_its_chords_open():
    song = {"tune": parts(8)["tune"]}
    read = read_song(as_parts(song), [float(beat) for beat in range(33)], [beat % 4 == 0 for beat in range(32)])
    assert read.chords == () and read.tune_part == 0 and read.key.key == Key(7, "major")
