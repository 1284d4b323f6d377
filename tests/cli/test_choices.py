# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes and variations made without a window are listed, chosen, compared, exported and deleted there, too."""

import hashlib

import pytest

from musicstudio.cli.main import main


@pytest.fixture(scope="module")
def song_with_takes(tmp_path_factory):
    path = tmp_path_factory.mktemp("takes") / "song.mstudio"
    wish = ["generate", "calm piano and bass, no drums", "--duration", "12", "--bpm", "100", "--seed", "5"]
    assert main([*wish, "-o", str(path)]) == 0
    return path


@pytest.fixture
def song(song_with_takes, tmp_path, run):
    import shutil

    copy = shutil.copytree(song_with_takes, tmp_path / "song.mstudio")
    (section, *_) = run("info", copy, "--json").json["sections"]
    wish = ("--section", section["name"], "--tracks", "bass", "--seed", 3, "--different", 0.8)
    assert run("regenerate", copy, *wish).code == 0
    return copy


@pytest.fixture(scope="module")
def song_with_variations(tmp_path_factory):
    path = tmp_path_factory.mktemp("variations") / "song.mstudio"
    wish = ["generate", "calm piano and bass, no drums", "--duration", "8", "--variations", "2", "--seed", "5"]
    assert main([*wish, "-o", str(path)]) == 0
    return path


def takes(run, song):
    return [row for row in run("takes", song, "list", "--json").json if len(row["takes"]) > 1]


def chosen(run, song):
    (row,) = takes(run, song)
    return [take["number"] for take in row["takes"] if take["is_chosen"]]


def test_takes_are_listed_chosen_and_the_old_one_is_as_it_was(run, song):
    (row,) = takes(run, song)
    assert [take["number"] for take in row["takes"]] == [1, 2] and chosen(run, song) == [2]
    before = row["takes"][0]["media"]
    assert run("takes", song, "choose", 1, "--tracks", "bass").out == "Choose take 1\n"
    (row,) = takes(run, song)
    assert chosen(run, song) == [1] and row["takes"][0]["media"] == before


def test_two_takes_are_compared_on_their_notes_and_their_loudness(run, song):
    (row,) = run("takes", song, "compare", 1, 2, "--tracks", "bass", "--json").json
    assert row["same_notes"] <= min(row["notes"]) and row["notes"] != [0, 0]
    assert all(lufs is None or -60 < lufs < 0 for lufs in row["lufs"])
    (same,) = run("takes", song, "compare", 1, 1, "--tracks", "bass", "--json").json
    assert same["same_notes"] == same["notes"][0] == same["notes"][1]


def test_a_take_is_exported_without_being_chosen(run, song, tmp_path):
    first, second = tmp_path / "a.wav", tmp_path / "b.wav"
    assert run("takes", song, "export", 1, "--tracks", "bass", "--whole", "-o", first).code == 0
    assert run("takes", song, "export", 2, "--tracks", "bass", "--whole", "-o", second).code == 0
    assert first.read_bytes() != second.read_bytes() and chosen(run, song) == [2]


def test_a_take_is_deleted_but_never_the_last(run, song):
    assert run("takes", song, "delete", 1, "--tracks", "bass").code == 0
    refused = run("takes", song, "delete", 1, "--tracks", "bass")
    assert refused.code == 1 and "more than one take" in refused.err


def test_a_take_that_is_not_there_is_said(run, song):
    refused = run("takes", song, "choose", 9)
    assert refused.code == 1 and "no take '9'" in refused.err


def test_variations_are_listed_chosen_exported_and_deleted(run, song_with_variations, tmp_path):
    song = song_with_variations
    rows = run("variations", song, "list", "--json").json
    assert [row["is_chosen"] for row in rows] == [True, False]
    assert run("variations", song, "export", "-o", tmp_path / "v.wav").code == 0
    files = [tmp_path / "v 1.wav", tmp_path / "v 2.wav"]
    assert all(file.is_file() for file in files) and files[0].read_bytes() != files[1].read_bytes()
    assert run("variations", song, "choose", 2).out == "Choose Variation 2\n"
    assert [row["is_chosen"] for row in run("variations", song, "list", "--json").json] == [False, True]
    refused = run("variations", song, "delete", 2)
    assert refused.code == 1 and "on the timeline" in refused.err
    assert run("variations", song, "delete", "Variation 1").code == 0
    assert len(run("variations", song, "list", "--json").json) == 1


def test_a_song_without_variations_is_its_own_only_one(run, song):
    (row,) = run("variations", song, "list", "--json").json
    assert row["number"] == 1
    refused = run("variations", song, "choose", 2)
    assert refused.code == 1 and "none but itself" in refused.err


def media(run, song):
    return [clip["media"] for track in run("info", song, "--json").json["tracks"] for clip in track["clips"]]


def test_a_seed_replays_a_song_and_its_takes_bit_for_bit(run, song_with_takes, song, tmp_path):
    again = tmp_path / "again.mstudio"
    wish = ("generate", "calm piano and bass, no drums", "--duration", 12, "--bpm", 100, "--seed", 5)
    assert run(*wish, "-o", again).code == 0
    assert media(run, again) == media(run, song_with_takes)
    (section, *_) = run("info", again, "--json").json["sections"]
    place = ("--section", section["name"], "--tracks", "bass", "--seed", 3, "--different", 0.8)
    assert run("regenerate", again, *place).code == 0
    assert media(run, again) == media(run, song)
    a, b = tmp_path / "a.wav", tmp_path / "b.wav"
    for path, made in ((song, a), (again, b)):  # the mark would name each song
        assert run("export", path, "-o", made, "--no-watermark").code == 0
    assert hashlib.sha256(a.read_bytes()).digest() == hashlib.sha256(b.read_bytes()).digest()


@pytest.mark.parametrize("word", ["²", "0", "9" * 5000])
def test_a_number_of_no_take_is_refused_in_a_sentence(run, song, word):
    refused = run("takes", song, "choose", word)
    assert refused.code == 1 and "There is no take" in refused.err
