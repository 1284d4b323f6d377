# SPDX-License-Identifier: GPL-3.0-or-later
"""``record``: from an input onto a track."""

import numpy as np
import pytest
import soundfile


@pytest.fixture
def song(run, tmp_path):
    """A song with a short sound, and a microphone that hears a tone."""
    tone = 0.3 * np.sin(2 * np.pi * 220 * np.arange(48_000 * 30) / 48_000)
    soundfile.write(tmp_path / "mic.wav", tone.astype(np.float32), 48_000)
    soundfile.write(tmp_path / "base.wav", tone[:48_000].astype(np.float32), 48_000)
    assert run("import", "Song.mstudio", "base.wav", "--keep-time").code == 0
    assert run("settings", "input", f"file:{tmp_path / 'mic.wav'}").code == 0
    assert run("settings", "count_in_bars", "0").code == 0
    return tmp_path / "Song.mstudio"


def test_what_comes_in_is_a_take_in_the_song(run, song):
    ran = run("record", song, "--seconds", "0.6", "--silent", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["track"] == "Recording 1" and ran.json["start_s"] == 0.0 and ran.json["length_s"] >= 0.5
    assert "Recording 1" in run("info", song).out


def test_a_second_recording_begins_where_it_is_asked(run, song):
    ran = run("record", song, "--seconds", "0.5", "--from", "0.5", "--silent", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["start_s"] == pytest.approx(0.5, abs=1e-3)


def test_a_track_that_is_not_there_is_told(run, song):
    ran = run("record", song, "--track", "Flute", "--silent")
    assert ran.code == 1 and "There is no track “Flute”." in ran.err


def test_an_input_that_is_not_there_is_told(run, song):
    run("settings", "input", "")
    ran = run("record", song, "--seconds", "0.5", "--silent")
    assert ran.code != 0 and "Traceback" not in ran.err and ran.err.strip()


def test_a_recording_that_fails_leaves_no_empty_track(run, song, tmp_path):
    (tmp_path / "text.wav").write_text("no sound")
    run("settings", "input", f"file:{tmp_path / 'text.wav'}")
    before = run("info", song).out
    ran = run("record", song, "--seconds", "0.5", "--silent")
    assert ran.code == 1 and "Nothing was recorded" in ran.err
    assert run("info", song).out == before


def test_inputs_are_listed(run):
    assert run("record", "--inputs", "--json").json["inputs"] is not None
