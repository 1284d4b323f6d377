# SPDX-License-Identifier: GPL-3.0-or-later
"""What AI took part in leaves with the inaudible mark unless the user says no; what people made never has one."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile


def mark_in(run, path):
    return run("verify", path, "--json").json["mark"]


@pytest.mark.parametrize("name", ["song.wav", "song.mp3", "song.m4a"])
def test_a_made_song_is_marked_and_its_number_is_in_the_papers(run, song, name):
    quality = [] if name.endswith("wav") else ["--kbps", "128"]
    ran = run("export", song, "-o", name, *quality, "--credits", "who.json", "--json")
    assert ran.code == 0
    found = mark_in(run, name)
    assert (
        found["is_marked"] and found["number"] == ran.json["mark"] == json.loads(Path("who.json").read_text())["mark"]
    )
    assert found["number"] in run("verify", name).out
    assert run("info", song, "--json").json["mark"] == found["number"]


def test_a_mix_without_master_sections_and_pages_are_marked_too(run, song):
    assert run("export", song, "-o", "dry.wav", "--no-master", "--sections", "parts").code == 0
    assert mark_in(run, "dry.wav")["is_marked"]
    longest = max(Path("parts").glob("*.wav"), key=lambda path: path.stat().st_size)
    if soundfile.info(longest).duration >= 10:
        assert mark_in(run, longest)["is_marked"]
    assert run("export", song, "-o", "page.html").code == 0
    assert all(mark_in(run, each)["is_marked"] for each in Path("page files").glob("[!0]*.mp3"))


def test_stems_are_exact_unless_told_otherwise(run, song):
    assert run("export", song, "-o", "a.wav", "--no-master", "--no-watermark", "--stems", "stems").code == 0
    mix, _ = soundfile.read("a.wav")
    total = sum(soundfile.read(path)[0] for path in Path("stems").glob("*.wav"))
    assert np.abs(mix - total).max() < 1e-5
    assert not any(mark_in(run, path)["is_marked"] for path in Path("stems").glob("*.wav"))
    assert run("export", song, "-o", "a.wav", "--mark-stems", "--stems", "marked").code == 0
    assert any(mark_in(run, path)["is_marked"] for path in Path("marked").glob("*.wav"))


def test_the_user_may_turn_it_off_once_or_for_all(run, song):
    assert run("export", song, "-o", "once.wav", "--no-watermark", "--json").json["mark"] is None
    assert not mark_in(run, "once.wav")["is_marked"]
    assert run("settings", "inaudible_mark", "off").code == 0
    try:
        assert run("export", song, "-o", "all.wav", "--json").json["mark"] is None
    finally:
        assert run("settings", "inaudible_mark", "on").code == 0
    assert not mark_in(run, "all.wav")["is_marked"]
    assert run("settings", "inaudible_mark", "maybe").code == 1


def test_a_recording_of_ones_own_is_not_marked(run):
    draw = np.random.default_rng(1)
    soundfile.write("mine.wav", 0.1 * draw.standard_normal((12 * 48_000, 2)), 48_000)
    assert run("import", "mine.mstudio", "mine.wav").code == 0
    assert run("export", "mine.mstudio", "-o", "out.wav", "--json").json["mark"] is None
    assert not mark_in(run, "out.wav")["is_marked"]


def test_what_is_no_sound_is_told(run):
    Path("notes.txt").write_text("no sound")
    ran = run("verify", "notes.txt")
    assert ran.code == 3 and "no sound" in ran.out


def test_an_album_marks_its_songs_unless_told_otherwise(run, song):
    assert run("album", song, "-o", "album").code == 0
    assert mark_in(run, next(Path("album").glob("01*.wav")))["is_marked"]
    assert run("album", song, "-o", "bare", "--no-watermark").code == 0
    assert not mark_in(run, next(Path("bare").glob("01*.wav")))["is_marked"]
