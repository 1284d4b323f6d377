# SPDX-License-Identifier: GPL-3.0-or-later
"""The library by the command line: what was made is found by words and by sound, starred, tagged and forgotten."""

import json
import shutil

import numpy as np
import pytest
import soundfile

from musicstudio.core.paths import data_dir


@pytest.fixture
def song(made_song, tmp_path):
    shutil.copytree(made_song, tmp_path / "song.mstudio")
    return tmp_path / "song.mstudio"


def made_anew(run, name, prompt="bright ukulele folk", seed=3):
    assert run("generate", prompt, "--duration", "6", "--seed", seed, "-o", name).code == 0


def found(run, *words):
    return run("library", "search", *words, "--json").json


def test_what_is_generated_is_found_by_its_words(run):
    made_anew(run, "folk")
    (only,) = found(run, "ukulele")
    assert only["kind"] == "song" and only["prompt"] == "bright ukulele folk" and only["seed"] == 3
    assert found(run, "trombone") == []
    assert run("library", "prompts").out.strip().endswith("bright ukulele folk")


def test_songs_of_a_folder_come_in_and_what_sounds_alike_is_near(run, song, tmp_path):
    made_anew(run, "folk")
    assert run("library", "rebuild", tmp_path).out.strip() == "2 songs were read."
    mix = tmp_path / "mix.wav"
    assert run("export", song, "-o", mix).code == 0
    by_file = found(run, "--like", mix)
    assert len(by_file) == 2 and by_file[0]["prompt"].startswith("calm piano")
    assert by_file[0]["nearness"] > by_file[1]["nearness"]
    by_id = found(run, "--like", by_file[0]["id"])
    assert by_id[0]["nearness"] == 1.0


def test_silence_is_like_nothing(run, song, tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros((48_000, 2)), 48_000)
    ran = run("library", "search", "--like", tmp_path / "silence.wav")
    assert ran.code == 1 and "silent" in ran.err


def test_an_import_is_listed_by_its_name(run, song, tmp_path):
    assert run("export", song, "-o", tmp_path / "rain on tin.wav").code == 0
    assert run("import", song, tmp_path / "rain on tin.wav").code == 0
    (only,) = found(run, "--kind", "import")
    assert only["title"] == "rain on tin" and only["path"].endswith("song.mstudio")


def test_stars_and_tags(run):
    made_anew(run, "folk")
    entry_id = found(run)[0]["id"]
    assert run("library", "star", entry_id).code == 0
    assert run("library", "tag", entry_id, "Morning", "kids").out.strip() == "morning, kids"
    assert run("library", "tag", entry_id, "kids", "--remove").out.strip() == "morning"
    assert found(run, "--starred", "--tag", "morning")[0]["id"] == entry_id
    shown = run("library", "show", entry_id).json
    assert shown["is_starred"] and shown["recipe"]["seed"] == 3
    assert run("library", "star", "song/none").code == 1
    suggested = run("library", "suggest").out
    assert "bright ukulele folk" in suggested
    run("settings", "suggests", "off")
    assert run("library", "suggest").code == 1


def test_saved_prompts_and_templates_go_out_and_in(run, tmp_path):
    run("plan", "slow piano, 84 BPM", "-o", "plan.json")
    assert run("library", "save", "Evening", "--plan", "plan.json").code == 0
    assert run("library", "save", "Rain", "--prompt", "rainy lo-fi").code == 0
    assert run("library", "export", "wishes.json").out.startswith("2 ")
    run("library", "drop", "rain")
    assert run("library", "use", "rain").code == 1
    assert run("library", "import", "wishes.json").out.startswith("2 ")
    assert run("library", "use", "rain").out == "rainy lo-fi\n"
    template = json.loads(run("library", "use", "Evening").out)
    assert template["bpm"]["value"] == 84.0
    (tmp_path / "again.json").write_text(run("library", "use", "Evening").out)
    assert run("generate", "--plan", "again.json", "--duration", "5", "-o", "again").code == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"[" * 5000, b'{"format":"other","version":1,"wishes":[]}', b'{"wishes":[{"name":"","prompt":"x"}]}',
     b'{"wishes":[{"name":"x"}]}', b'{"version":99}', b'{"wishes":[{"name":"x","sheet":{"bpm":7}}]}', b"\xff\xfe"],
)  # fmt: skip
def test_a_bad_file_of_wishes_is_one_sentence_and_nothing_is_taken(run, tmp_path, content):
    (tmp_path / "bad.json").write_bytes(content)
    ran = run("library", "import", "bad.json")
    assert ran.code == 1 and ran.err.count("\n") == 1 and "Internal" not in ran.err
    assert run("library", "saved").out == ""


def test_a_damaged_library_comes_back_from_the_songs_with_a_word(run):
    made_anew(run, "folk")
    entry_id = found(run)[0]["id"]
    run("library", "star", entry_id)
    for file in (data_dir() / "library").glob("library.db*"):
        file.write_bytes(b"not a database, surely" * 300)
    ran = run("library", "search", "ukulele", "--json")
    assert "put aside" in ran.err and [each["id"] for each in ran.json] == [entry_id]
    assert ran.json[0]["is_starred"]


def test_nothing_is_listed_where_that_is_switched_off_and_clear_forgets(run):
    run("settings", "keeps_library", "off")
    made_anew(run, "one")
    assert found(run) == []
    run("settings", "keeps_library", "on")
    made_anew(run, "two")
    assert len(found(run)) == 1
    assert run("library", "clear").code == 0
    assert found(run) == []
