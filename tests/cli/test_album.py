# SPDX-License-Identifier: GPL-3.0-or-later
"""An album: songs at one level, or with theirs kept; gaps, fades, and a cue sheet that leads to each."""

from pathlib import Path

import mutagen
import numpy as np
import pyloudnorm
import pytest
import soundfile

from tests.dsp.whole_sound import true_peak_db
from tests.interchange.cue_reader import read_cue

RATE = 48_000


def music(level, seconds, seed):
    """Beats and noise from the first sample to the last."""
    time_s = np.arange(round(seconds * RATE)) / RATE
    beats = (0.2 + np.exp(-((time_s * 2) % 1) * 8)) * np.random.default_rng(seed).standard_normal((2, time_s.size))
    return (beats * level).T


@pytest.fixture
def mixes(run):
    """Three mixes of different levels in the folder of the run."""
    names = ["One.wav", "Two (soft).wav", "Three.flac"]
    for seed, (name, level) in enumerate(zip(names, (0.05, 0.01, 0.1), strict=True)):
        soundfile.write(name, np.clip(music(level, 5 + seed * 0.7131, seed), -1, 1), RATE)
    return names


def loudness(audio):
    return pyloudnorm.Meter(RATE).integrated_loudness(audio)


def read(path):
    return soundfile.read(path, always_2d=True, dtype="float32")[0]


def made(run, *words):
    ran = run("album", *words, "-o", "out", "--json")
    assert ran.code == 0, ran.err
    return ran.json


def test_songs_come_to_one_level_with_gaps_that_the_sheet_names(run, mixes):
    report = made(run, *mixes, "--title", 'The "best"', "--artist", "Nobody", "--gap", "1.5", "--loudness", "-16")
    sheet = read_cue(Path(report["cue"]).read_bytes())
    assert (sheet.title, sheet.performer, sheet.kind) == ("The 'best'", "Nobody", "WAVE")
    assert [track.title for track in sheet.tracks] == ["One", "Two (soft)", "Three"]
    whole = read(report["album"])
    assert report["album"].endswith(sheet.file)
    for track, song in zip(sheet.tracks, report["songs"], strict=True):
        own = read(song["file"])
        assert loudness(own) == pytest.approx(-16, abs=0.2) == song["loudness_lufs"]
        assert true_peak_db(np.ascontiguousarray(own.T)) <= -1.0
        start = track.indexes[1] * RATE
        assert start == pytest.approx(round(start), abs=1e-6) and start == pytest.approx(
            song["start_s"] * RATE, abs=0.05
        )
        np.testing.assert_allclose(whole[round(start) : round(start) + len(own)], own, atol=3e-7)
        if track.number > 1:
            gap = slice(round(track.indexes[0] * RATE) + 640, round(start))
            assert not whole[gap].any() and 1.45 <= track.indexes[1] - track.indexes[0] < 1.54
    tags = mutagen.File(report["songs"][1]["file"])
    assert (str(tags["TRCK"]), str(tags["TALB"]), str(tags["TPE1"])) == ("2/3", 'The "best"', "Nobody")


def test_levels_can_be_kept_under_one_gain(run, mixes):
    before = [loudness(read(name)) for name in mixes]
    report = made(run, *mixes, "--keep-levels", "--loudness", "-18")
    after = [song["loudness_lufs"] for song in report["songs"]]
    np.testing.assert_allclose(np.diff(after), np.diff(before), atol=0.3)
    assert report["loudness_lufs"] == pytest.approx(-18, abs=0.2)
    assert loudness(read(report["album"])) == pytest.approx(-18, abs=0.2)


def test_without_gaps_songs_run_on_to_the_sample(run):
    whole = music(0.05, 8, 3)
    for number in (0, 1):
        soundfile.write(f"half {number}.wav", whole[number * 4 * RATE + number : (number + 1) * 4 * RATE + 1], RATE,
                        subtype="FLOAT")  # fmt: skip
    report = made(run, "half 0.wav", "half 1.wav", "--gap", "0", "--keep-levels", "--bit-depth", "32",
                  "--loudness", "-24")  # fmt: skip
    heard = read(report["album"])
    gain = heard[RATE] / whole[RATE]
    np.testing.assert_allclose(heard, whole * gain, atol=1e-5)
    assert read_cue(Path(report["cue"]).read_bytes()).tracks[1].indexes.keys() == {1}


def test_fades_and_lossy_files(run, mixes):
    report = made(run, *mixes[:2], "--fade-in", "1", "--fade-out", "1.5", "--kind", "mp3", "--loudness", "-20")
    sheet = read_cue(Path(report["cue"]).read_bytes())
    assert sheet.kind == "MP3"
    for song in report["songs"]:
        own = read(song["file"])
        assert np.abs(own[:2000]).max() < 0.1 * np.abs(own).max()
        assert loudness(own) == pytest.approx(-20, abs=0.2)
        assert true_peak_db(np.ascontiguousarray(own.T)) <= -1.0


def test_songs_of_the_studio_are_mastered_by_their_own_desk(run, song, mixes):
    report = made(run, song, mixes[0], "--kind", "flac", "--bit-depth", "16")
    assert [each["title"] for each in report["songs"]][1] == "One"
    for each in report["songs"]:
        assert loudness(read(each["file"])) == pytest.approx(-14, abs=0.2)


def test_an_open_song_and_others_become_an_album_by_its_action(run, song, mixes):
    ran = run("edit", song, "song.album", f"{song}\nOne.wav\nmade here")
    assert ran.code == 0, ran.err
    assert [track.title for track in read_cue(Path("made here/made here.cue").read_bytes()).tracks][1] == "One"
    assert run("edit", song, "song.album", "One.wav").code == 1


def test_what_cannot_be_made_is_one_sentence(run, mixes):
    for words in (["missing.wav"], [mixes[0], "--title", "x"], mixes * 34):
        output = "One.wav" if "--title" in words else "out"
        ran = run("album", *words, "-o", output)
        assert ran.code == 1 and len(ran.err.strip().splitlines()) == 1 and "Traceback" not in ran.err
    soundfile.write("silent.wav", np.zeros((RATE, 2)), RATE)
    ran = run("album", "silent.wav", mixes[0], "-o", "out")
    assert ran.code == 3 and "silent" in ran.err


def test_no_song_takes_the_place_of_the_album(run, mixes):
    ran = run("album", *mixes[:2], "-o", "out", "--title", "01 one")
    assert ran.code == 1 and "would both be" in ran.err and not list(Path().glob("out/*"))
