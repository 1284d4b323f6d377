# SPDX-License-Identifier: GPL-3.0-or-later
"""``musicstudio sing``: a MIDI melody and a lyric."""

import mido
import numpy as np
import pytest

from musicstudio.app.generation.sing import read_melody
from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import run_to_end
from musicstudio.engines.voice.melody.melody_file import sing_melody
from tests.engines.voice.pitch import mean_error_cents


def midi(path, pitches, bpm=120, division=480, channel=0):
    track = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(bpm))])
    for pitch in pitches:
        track.append(mido.Message("note_on", note=pitch, velocity=80, time=0, channel=channel))
        track.append(mido.Message("note_off", note=pitch, time=division, channel=channel))
    file = mido.MidiFile(ticks_per_beat=division, tracks=[track])
    file.save(path)
    return path


def test_a_melody_is_read_in_the_studios_ticks_with_its_tempo(tmp_path):
    melody, _ = read_melody(midi(tmp_path / "m.mid", (60, 62, 64), bpm=90, division=96))
    assert [(n.start_ticks, n.length_ticks, n.pitch) for n in melody.notes] == [
        (0, 960, 60),
        (960, 960, 62),
        (1920, 960, 64),
    ]
    assert melody.tempo_map.seconds_at(960) == pytest.approx(60 / 90, abs=1e-5)


def test_it_is_sung_and_says_what_it_did(tmp_path):
    path = midi(tmp_path / "m.mid", (60, 62, 64, 65))
    result = run_to_end(sing_melody(read_melody(path)[0], "[Verse]\nMorning is here today 🌞", "joe", 1))
    told = " ".join(result.notices)
    assert "moved down 1 octave " in told and "last 2 syllables were not sung" in told and "🌞" in told
    assert mean_error_cents(result.pitch_report) < 10 and np.abs(result.audio).max() > 0.05


@pytest.mark.parametrize("words", ["", "   \n", "🎉🎉", "[Verse]\n[Chorus]", "x" * 200])
def test_a_lyric_with_nothing_to_sing_is_refused(tmp_path, words):
    with pytest.raises(InputError, match="no words to sing"):
        run_to_end(sing_melody(read_melody(midi(tmp_path / "m.mid", (60,)))[0], words, "joe", 1))


def test_words_in_parentheses_are_left_to_another_singer(tmp_path):
    path = midi(tmp_path / "m.mid", (48, 50, 52, 48))
    result = run_to_end(sing_melody(read_melody(path)[0], "la la (stay with me)\nla la", "joe", 1))
    assert result.notices == ("The words in parentheses are for another singer and were left out.",)


def test_ten_thousand_words_on_four_notes_sing_what_fits(tmp_path):
    path = midi(tmp_path / "m.mid", (48, 50, 52, 48))
    result = run_to_end(sing_melody(read_melody(path)[0], "la " * 10_000, "joe", 1))
    assert "last 9996 syllables were not sung" in result.notices[0]


def test_files_that_are_no_melodies_are_told_apart(tmp_path):
    with pytest.raises(MediaError, match="is not there"):
        read_melody(tmp_path / "none.mid")
    (tmp_path / "text.mid").write_text("hello")
    with pytest.raises(MediaError, match="not a MIDI file"):
        read_melody(tmp_path / "text.mid")
    with pytest.raises(InputError, match="no notes"):
        read_melody(midi(tmp_path / "drums.mid", (36, 38), channel=9))
