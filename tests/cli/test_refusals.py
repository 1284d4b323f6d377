# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be done is refused with one line, the right exit code, no traceback, and nothing left behind."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile


def refused(ran, code=1):
    """One line on stderr for a failure, usage for wrong words, and never a traceback."""
    assert ran.code == code
    assert "Traceback" not in ran.err and ran.out == ""
    assert ran.err.strip()
    if code == 1:
        assert ran.err.startswith("musicstudio: ") and len(ran.err.strip().splitlines()) == 1
    return ran.err


@pytest.mark.parametrize("prompt", ["", "   "])
def test_an_empty_prompt(run, prompt):
    refused(run("generate", prompt, "-o", "x.mstudio"))
    assert not Path("x.mstudio").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("generate", "x", "-o", "x.mstudio", "--duration", "1e9"),
        ("generate", "x", "-o", "x.mstudio", "--duration", "nan"),
        ("generate", "x", "-o", "x.mstudio", "--key", "H minor"),
        ("generate", "x", "-o", "x.mstudio", "--bpm", "-3"),
        ("generate", "x"),
        ("regenerate", "x.mstudio"),
        ("regenerate", "x.mstudio", "--range", "9:3"),
        ("nonsense",),
    ],
)
def test_wrong_words_are_usage_errors(run, words):
    refused(run(*words), 2)
    assert not Path("x.mstudio").exists()


@pytest.mark.parametrize("command", ["info", "export", "regenerate", "layer", "open"])
def test_a_song_that_is_not_there(run, command):
    extra = {"export": ("-o", "x.wav"), "regenerate": ("--section", "verse")}.get(command, ())
    assert "no song" in refused(run(command, "nowhere.mstudio", *extra)).lower()


def test_names_that_are_not_in_the_song_are_answered_with_those_that_are(run, song):
    assert "this song has" in refused(run("regenerate", song, "--section", "solo"))
    assert "this song has" in refused(run("regenerate", song, "--range", "1:3", "--tracks", "kazoo"))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not audio at all" * 99, b"\0" * 5000])
@pytest.mark.parametrize("command", ["import", "master", "transcribe"])
def test_files_that_are_no_audio(run, song, command, content):
    Path("bad.wav").write_bytes(content)
    target = {
        "import": (song, "bad.wav"),
        "master": ("bad.wav", "-o", "o.wav"),
        "transcribe": ("bad.wav", "-o", "o.mid"),
    }
    refused(run(command, *target[command]))
    assert not Path("o.wav").exists() and not Path("o.mid").exists()


def test_of_a_truncated_recording_what_is_there_is_read_and_one_of_no_samples_is_refused(run, song):
    soundfile.write("whole.wav", np.full((48_000, 2), 0.1), 48_000, subtype="PCM_16")
    Path("cut.wav").write_bytes(Path("whole.wav").read_bytes()[:60_000])
    ran = run("import", song, "cut.wav")
    assert ran.code == 0 and "“cut.wav” is cut off: 132,044 bytes are missing" in ran.err
    soundfile.write("none.wav", np.zeros((0, 2)), 48_000)
    refused(run("import", song, "none.wav"))


def test_many_channels_and_high_rates_are_taken_with_a_word(run, song):
    soundfile.write("many.wav", 0.1 * np.random.default_rng(1).standard_normal((19_200, 8)), 192_000)
    ran = run("import", song, "many.wav")
    assert ran.code == 0 and "folded to stereo" in ran.err and "192" in ran.err


def test_an_export_that_cannot_be_written_leaves_nothing(run, song):
    Path("file").write_text("not a folder", encoding="ascii")
    refused(run("export", song, "-o", "file/x.wav"))
    assert "kinds are" in refused(run("export", song, "-o", "x.xyz"))
    assert not list(Path().glob("**/*.xyz"))


def test_a_song_is_never_overwritten(run, song):
    assert "already" in refused(run("generate", "piano", "-o", song, "--duration", 5))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_song_refuses_edits_and_still_exports(run, song):
    song.chmod(0o555)
    refused(run("regenerate", song, "--range", "1:4"))
    assert run("export", song, "-o", "x.wav").code == 0


def test_a_damaged_project_file_is_told_and_the_journal_brings_it_back(run, song):
    (song / "project.json").write_bytes(b"{ not json")
    ran = run("info", song, "--json")
    assert ran.code == 0 and ran.json["tracks"] and "musicstudio:" in ran.err


def test_a_missing_recording_silences_only_itself(run, song):
    victim = run("info", song, "--json").json["tracks"][0]["clips"][0]["media"]
    (song / "media" / f"{victim}.wav").unlink()
    ran = run("export", song, "-o", "x.wav")
    assert ran.code == 3 and "will be silent" in ran.err and Path("x.wav").stat().st_size > 100_000


@pytest.mark.parametrize("name", ["x.wav", "x.flac", "x.mid", "x.dawproject", "x.rpp", "x.html", "x.musicxml"])
def test_a_file_in_the_place_of_the_folder_is_named_as_that(run, song, name):
    Path("file").write_text("mine")
    for place in (f"file/{name}", f"file/deeper/{name}"):
        ran = run("export", song, "-o", place)
        assert ran.code == 1 and ran.err.count("\n") == 1 and "a file stands where its folder should be" in ran.err
    assert Path("file").read_text() == "mine"
