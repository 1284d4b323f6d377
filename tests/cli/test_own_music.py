# SPDX-License-Identifier: GPL-3.0-or-later
"""Imported music through the command line: what was found is told, goes on, and is heard in what is exported."""

import numpy as np
import pytest
import soundfile

from tests.own_material import write_midi, write_recording


def loudness(path):
    audio, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return float(np.sqrt(np.mean(audio**2))), len(audio) / 48_000


def test_analyze_tells_what_a_recording_is_made_of_and_how_sure(run, tmp_path):
    facts = run("analyze", write_recording(tmp_path / "band.wav", bars=8), "--json").json
    assert facts["bpm"] == 100.0 and facts["meter"] == "4/4" and facts["key"] == "G major"
    assert facts["key_confidence"] > 0.4 and all(0 <= chord["confidence"] <= 1 for chord in facts["chords"])
    assert {chord["name"] for chord in facts["chords"]} >= {"G", "D", "C"}
    assert len(facts["beats_s"]) >= 30 and facts["sections"]
    told = run("analyze", tmp_path / "band.wav").out
    assert "100 BPM in 4/4 (" in told and "G major (" in told


def test_analyze_reads_notes(run, tmp_path):
    facts = run("analyze", write_midi(tmp_path / "band.mid", bars=8), "--json").json
    assert facts["content"] == "notes" and facts["key"] == "G major" and facts["tune_track"]


@pytest.mark.parametrize("kind", ["mid", "wav"])
def test_imported_music_goes_on_and_is_heard(run, tmp_path, kind):
    path = tmp_path / f"band.{kind}"
    (write_midi if kind == "mid" else write_recording)(path, bars=8)
    first = run("import", "Song.mstudio", path)
    assert first.code == 0 and "G major" in first.err
    assert run("extend", "Song.mstudio", "--bars", 4, "--seed", 1).code == 0
    assert run("layer", "Song.mstudio", "--prompt", "strings", "--seed", 1).code == 0
    assert run("export", "Song.mstudio", "-o", "song.wav").code == 0
    level, length_s = loudness("song.wav")
    assert level > 0.02 and length_s > 28.0
    audio, _ = soundfile.read("song.wav", dtype="float32", always_2d=True)
    assert np.sqrt(np.mean(audio[20 * 48_000 : 28 * 48_000] ** 2)) > 0.01


def test_a_song_is_harmonised_in_its_place(run, tmp_path):
    run("import", "Song.mstudio", write_midi(tmp_path / "tune.mid", names=("tune",), bars=8))
    ran = run("harmonize", "Song.mstudio", "--prompt", "folk", "--seed", 1)
    assert ran.code == 0 and ran.out.startswith("Add ")
    refused = run("harmonize", "Song.mstudio", "-o", "Other.mstudio")
    assert refused.code == 1 and "in its place" in refused.err


def test_a_tune_in_a_file_needs_a_place_for_its_song(run, tmp_path):
    ran = run("harmonize", write_midi(tmp_path / "tune.mid", names=("tune",), bars=4))
    assert ran.code == 1 and "-o" in ran.err


def test_a_recording_is_restyled_into_another_song(run, tmp_path):
    run("import", "Song.mstudio", write_recording(tmp_path / "band.wav", bars=8))
    ran = run("restyle", "Song.mstudio", "--prompt", "bossa nova", "-o", "New.mstudio", "--seed", 1)
    assert ran.code == 0 and "new one was written over its chords" in ran.err
    assert "G major" in run("info", "New.mstudio").out


def test_noise_is_refused_with_a_word_and_no_song_is_left(run, tmp_path):
    noise = 0.1 * np.random.default_rng(0).standard_normal(10 * 48_000)
    soundfile.write(tmp_path / "noise.wav", noise.astype(np.float32), 48_000)
    run("import", "Song.mstudio", tmp_path / "noise.wav")
    for words in (("extend", "Song.mstudio", "--bars", 4), ("regenerate", "Song.mstudio", "--range", "2:5")):
        ran = run(*words)
        assert ran.code == 1 and "noise" in ran.err
    ran = run("restyle", "Song.mstudio", "--prompt", "jazz", "-o", "New.mstudio")
    assert ran.code == 1 and "noise" in ran.err and not (tmp_path / "New.mstudio").exists()


def test_a_stem_is_played_anew_by_whom_the_words_name_and_the_others_stay(run, tmp_path):
    for name, part in (("Drums", "drums"), ("Piano", "chords"), ("Bass", "bass")):
        write_recording(tmp_path / f"Song ({name}).wav", names=(part,), bars=8)
    assert run("import", "Song.mstudio", *sorted(tmp_path.glob("*.wav"))).code == 0
    words = ("--tracks", "piano", "--range", "4.8:9.6", "--prompt", "harp", "--seed", 1)
    assert run("regenerate", "Song.mstudio", *words).code == 0
    rows = run("info", "Song.mstudio", "--json").json["tracks"]
    stems = {row["name"]: len(row["clips"]) for row in rows if row["kind"] == "audio"}
    assert stems == {"Bass": 1, "Drums": 1, "Piano": 3}
    assert [row["instrument"] for row in rows if row["kind"] == "instrument"] == ["harp"]
