# SPDX-License-Identifier: GPL-3.0-or-later
"""A hum is written down note for note, and what is no hum is known for what it is."""

import numpy as np
import pytest

from musicstudio.analysis.detected import DetectedNote
from musicstudio.analysis.key import key_of_notes
from musicstudio.analysis.tune.beat import find_beat
from musicstudio.analysis.tune.listen import find_tune
from musicstudio.analysis.tune.one_voice import Heard
from musicstudio.project.model import Key
from tests.bench import hum_others
from tests.bench.hum_bench import instrument_line, note_f1
from tests.bench.hum_singer import RATE, Manner, TrueNote, hum_of, sung

LINE = (60, 60, 62, 64, 64, 67, 65, 62, 60)


def notes_at(pitches, length_s=0.5, rest_s=0.0, joined=False):
    """Notes in a row from 0.3 s on."""
    step = length_s + rest_s
    return tuple(
        TrueNote(0.3 + i * step, 0.3 + i * step + length_s, p, joined and i > 0 and p != pitches[i - 1])
        for i, p in enumerate(pitches)
    )


def heard(notes, manner, seed=1):
    return find_tune(sung(notes, 120.0, manner, np.random.default_rng(seed)).audio[None], RATE)


@pytest.mark.parametrize("seed", [100, 101, 104, 106, 108])
def test_hums_with_vibrato_drift_scoops_and_breath_are_written_note_for_note(seed):
    hum = hum_of(seed)
    tune = find_tune(hum.audio[None], RATE)
    assert tune.heard is Heard.TUNE
    assert note_f1(hum.notes, tune.notes, hum.manner.detune) >= 0.95


@pytest.mark.parametrize("vowel, consonant", [("m", ""), ("a", "l"), ("u", "d")])
def test_repeated_notes_are_kept_apart(vowel, consonant):
    tune = heard(notes_at((57, 57, 57, 57, 60, 60, 57, 57), 0.3), Manner("female", vowel, consonant, vibrato=0.3))
    assert [note.pitch for note in tune.notes] == [57, 57, 57, 57, 60, 60, 57, 57]


@pytest.mark.parametrize("manner", [
    Manner("male", vibrato=0.5, drift=0.0, scoop=0.0), Manner("female", vibrato=0.0, drift=0.5, scoop=0.0),
    Manner("child", vibrato=0.5, drift=0.5, scoop=1.0),
])  # fmt: skip
def test_vibrato_and_drift_of_half_a_semitone_are_one_note(manner):
    tune = heard(notes_at((64, 67, 64), 2.5), manner)
    assert [note.pitch for note in tune.notes] == [64, 67, 64]


def test_steps_of_a_semitone_that_are_slid_into_are_two_notes():
    tune = heard(notes_at((60, 61, 62, 61, 60, 61), 0.3, joined=True), Manner("male", "a", vibrato=0.0, drift=0.2))
    assert [note.pitch for note in tune.notes] == [60, 61, 62, 61, 60, 61]


@pytest.mark.parametrize("detune", [-0.4, 0.0, 0.4])
def test_a_voice_has_a_tuning_of_its_own(detune):
    tune = heard(notes_at(LINE, 0.4), Manner("female", "a", "l", vibrato=0.2, drift=0.2, detune=detune))
    assert [note.pitch for note in tune.notes] == list(LINE)
    assert tune.tuning == pytest.approx(detune, abs=0.2)


def test_notes_begin_and_end_where_they_were_sung():
    truth = notes_at(LINE, 0.4, rest_s=0.2)
    tune = heard(truth, Manner("male", "a", "d", vibrato=0.2))
    assert [n.start_s for n in tune.notes] == pytest.approx([n.start_s for n in truth], abs=0.03)
    assert [n.end_s for n in tune.notes] == pytest.approx([n.end_s for n in truth], abs=0.08)


@pytest.mark.parametrize("name", ["clarinet", "recorder", "grand_piano"])
def test_an_instrument_alone_is_a_voice(name):
    truth, audio = instrument_line(name, 300)
    tune = find_tune(audio[None], RATE)
    assert tune.heard is Heard.TUNE and note_f1(truth, tune.notes) >= 0.95


def test_channels_that_cancel_each_other_are_still_heard():
    audio = sung(notes_at(LINE, 0.4), 120.0, Manner("female", "a", "l"), np.random.default_rng(1)).audio
    tune = find_tune(np.stack([audio, -audio]), RATE)
    assert [note.pitch for note in tune.notes] == list(LINE)


def test_a_mumbled_note_is_unsure_and_a_clear_one_is_sure():
    notes = notes_at(LINE, 0.4, rest_s=0.1)
    hum = sung(notes, 120.0, Manner("male", "a", "d", vibrato=0.1, drift=0.1), np.random.default_rng(2))
    first, last = int(notes[5].start_s * RATE), int(notes[5].end_s * RATE)
    audio = hum.audio.copy()
    loud = np.sqrt(np.mean(audio[first:last] ** 2))
    audio[first:last] += 1.1 * loud * np.random.default_rng(3).standard_normal(last - first)
    tune = find_tune(audio[None], RATE)
    clear = [n.confidence for n in tune.notes if n.end_s < notes[5].start_s - 0.05 or n.start_s > notes[5].end_s]
    mumbled = [n.confidence for n in tune.notes if notes[5].start_s - 0.05 < n.start_s < notes[5].end_s - 0.05]
    assert min(clear) >= 0.5 and min(mumbled, default=0.0) < 0.5


def test_noise_silence_speech_chords_drums_and_a_band_are_no_tune():
    kinds = {name: find_tune(audio[None], RATE).heard for name, audio in hum_others.others(7)}
    assert Heard.TUNE not in kinds.values()
    assert kinds["silence"] is kinds["near silence"] is Heard.SILENCE
    assert kinds["white noise"] is kinds["pink noise"] is kinds["drums kit_acoustic"] is Heard.NOISE
    assert {kind for name, kind in kinds.items() if name.startswith("speech")} == {Heard.SPEECH}
    assert kinds["chords grand_piano"] is kinds["chords organ"] is kinds["thirds violin"] is Heard.MANY


@pytest.mark.parametrize("frames", [0, 1, 100, 2000])
def test_sound_of_any_length_is_heard(frames):
    audio = 0.3 * np.sin(np.arange(frames) / 8.0)
    assert len(find_tune(audio[None].astype(np.float32), RATE).notes) == (frames == 2000)


def test_sound_that_is_no_number_is_no_tune():
    audio = np.full((1, RATE), np.nan, dtype=np.float32)
    assert find_tune(audio, RATE).heard is not Heard.TUNE


@pytest.mark.parametrize("bpm", [72.0, 96.0, 132.0])
def test_the_beat_of_a_tune_is_found_from_its_notes(bpm):
    rng = np.random.default_rng(int(bpm))
    lengths = [1, 1, 0.5, 0.5, 1, 2, 1, 0.5, 0.5, 1, 1, 2, 0.5, 0.5, 0.5, 0.5, 1, 1]
    starts = 0.7 + 60.0 / bpm * np.cumsum([0, *lengths])
    notes = tuple(
        DetectedNote(a + rng.normal(0, 0.01), b, 60) for a, b in zip(starts[:-1], starts[1:] - 0.02, strict=True)
    )
    beat = find_beat(notes)
    assert beat.bpm == pytest.approx(bpm, rel=0.01) and beat.confidence > 0.4
    assert beat.beat_s == pytest.approx(0.7, abs=0.03)


def test_the_key_of_a_tune_is_the_key_of_its_notes():
    tune = [DetectedNote(i * 0.5, i * 0.5 + 0.5, p) for i, p in enumerate((67, 69, 71, 72, 74, 76, 78, 79, 74, 71, 67))]
    assert key_of_notes(tune).key == Key(7, "major")
