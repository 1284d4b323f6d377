# SPDX-License-Identifier: GPL-3.0-or-later
"""``info`` names the audio that a song has lost, and ``find-missing`` brings it back."""

from pathlib import Path


def test_lost_audio_is_named_and_found(run, song):
    assert run("info", song, "--json").json["missing"] == []
    (song / "media").rename("backup")
    (song / "media").mkdir()
    one = next(Path("backup").glob("*.wav"))
    one.rename("kept.wav")
    ran = run("info", song)
    assert ran.code == 0 and "missing:" in ran.out and "cannot be read" in ran.err
    count = len(run("info", song, "--json").json["missing"])
    ran = run("find-missing", song, "backup", "--json")
    assert ran.code == 1 and [each["media"] for each in ran.json["missing"]] == [one.stem]
    assert f"{count - 1} of {count}" in ran.err
    assert run("find-missing", song, ".").code == 0
    assert run("info", song, "--json").json["missing"] == []


def test_a_folder_that_is_not_there_is_refused(run, song):
    assert run("find-missing", song, "nowhere").code == 1
