# SPDX-License-Identifier: GPL-3.0-or-later
"""What was done but is not as was asked is said in one sentence, and by the exit status: 3."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.project.model import Project
from musicstudio.storage.folder import ProjectFolder

FELL_SHORT = 3
SOUND = Path(__file__).parents[1] / "data" / "sound"


def tone(name, seconds, level=0.3, hz=440, channels=2):
    wave = level * np.cos(np.arange(round(seconds * 48_000)) / 48_000 * 2 * np.pi * hz)
    soundfile.write(name, np.tile(wave[:, None], channels), 48_000, subtype="FLOAT")


def sentences(ran):
    return [line for line in ran.err.splitlines() if line.startswith("musicstudio: ")]


@pytest.mark.parametrize("seconds", [1 / 48_000, 0.05, 0.3])
def test_a_file_that_is_too_short_to_be_measured_is_written_and_said(run, seconds):
    tone("in.wav", seconds)
    ran = run("master", "in.wav", "-o", "out.wav")
    assert ran.code == FELL_SHORT and soundfile.info("out.wav").frames == round(seconds * 48_000)
    (told,) = sentences(ran)
    assert "cannot be measured" in told and "0.4 s" in told


def test_silence_cannot_be_mastered(run):
    tone("in.wav", 2.0, level=0.0)
    ran = run("master", "in.wav", "-o", "out.wav", "--json")
    assert ran.code == FELL_SHORT and ran.json["is_as_asked"] is False
    assert "is silent" in sentences(ran)[0]


def test_what_cannot_be_measured_is_no_figure(run):
    tone("short.wav", 0.3)
    tone("silent.wav", 1.0, level=0.0)
    for name, why in (("short.wav", "0.30 s long"), ("silent.wav", "is silent")):
        ran = run("measure", name)
        assert ran.code == FELL_SHORT and "not measured" in ran.out and "-120.0 LUFS" not in ran.out and why in ran.err
        assert run("measure", name, "--json").json["integrated_lufs"] is None
    assert "not measured" in run("master", "short.wav", "-o", "out.wav").out


def test_a_target_that_cannot_be_reached_is_said(run):
    soundfile.write("in.wav", np.eye(1, 96_000, 48_000).T * 0.5, 48_000)  # one click: no gain makes it loud
    ran = run("master", "in.wav", "-o", "out.wav", "--loudness", "-6")
    assert ran.code == FELL_SHORT
    assert "not at the −6.0 LUFS" in sentences(ran)[0] or "cannot be measured" in sentences(ran)[0]


def test_what_is_on_target_says_nothing(run):
    tone("in.wav", 3.0)
    ran = run("master", "in.wav", "-o", "out.wav", "--loudness", "-16")
    assert ran.code == 0 and not sentences(ran)


def test_cleaning_finds_nothing_in_silence_and_no_bleed_without_stems(run):
    tone("in.wav", 1.0, level=0.0, channels=1)
    ran = run("clean", "in.wav", "-o", "out.wav")
    assert ran.code == 0 and ran.out.strip() == "out.wav: nothing was found, for it is silent"
    tone("in.wav", 1 / 48_000)
    assert "bleed" not in run("clean", "in.wav", "-o", "out.wav").out
    tone("in.wav", 1.0)
    tone("other.wav", 1.0, level=0.0)
    assert "bleed" not in run("clean", "in.wav", "--stems", "other.wav", "-o", "out.wav").out


def test_a_file_that_had_to_be_clipped_is_said_and_a_float_file_holds_it(run):
    tone("in.wav", 1.0, level=2.0)
    ran = run("clean", "in.wav", "-o", "out.wav")
    assert ran.code == FELL_SHORT and "“out.wav” was clipped" in sentences(ran)[0] and "6.0 dB" in sentences(ran)[0]
    ran = run("clean", "in.wav", "-o", "out.wav", "--bit-depth", "32")
    assert ran.code == 0 and not sentences(ran)
    assert np.abs(soundfile.read("out.wav")[0]).max() == pytest.approx(2.0, abs=0.05)


def test_a_mix_and_stems_that_had_to_be_clipped_are_said(run):
    tone("in.wav", 1.0, level=2.0)
    assert run("import", "a.mstudio", "in.wav").code == 0
    ran = run("export", "a.mstudio", "-o", "out.wav", "--no-master", "--stems", "stems", "--json")
    assert ran.code == FELL_SHORT and len(ran.json["notices"]) == 2
    assert all("clipped" in notice for notice in ran.json["notices"])
    assert run("export", "a.mstudio", "-o", "out.wav", "--no-master", "--bit-depth", "32").code == 0


def test_a_silent_range_and_a_range_without_samples_are_said(run):
    tone("in.wav", 1.0)
    assert run("import", "--at", "5", "a.mstudio", "in.wav").code == 0
    ran = run("export", "a.mstudio", "-o", "out.wav", "--range", "1:3")
    assert ran.code == FELL_SHORT and "is silent" in sentences(ran)[-1]
    for span in ("1:1.000001", "60:61"):
        ran = run("export", "a.mstudio", "-o", "none.wav", "--range", span)
        assert ran.code == 1 and len(sentences(ran)) == 1 and "range" in ran.err


def test_a_one_shot_becomes_one_note_and_what_was_not_heard_is_no_claim(run):
    ran = run("transcribe", SOUND / "one_shot_0.3s.wav", "-o", "out.mid")
    assert ran.code == 0 and "No steady beat" in ran.err
    import mido

    notes = [message.note for message in mido.MidiFile("out.mid") if message.type == "note_on" and message.velocity]
    assert notes == [69]


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_silence_and_an_offset_hold_no_notes(run, level):
    soundfile.write("in.wav", np.full((48_000, 1), level), 48_000)
    ran = run("transcribe", "in.wav", "-o", "out.mid")
    assert ran.code == 1 and "No notes could be heard" in ran.err


@pytest.mark.parametrize(("name", "words"), [("out.flac", ()), ("out.m4a", ("--lossless",))])
def test_more_bits_than_a_kind_of_file_holds_are_said(run, song, name, words):
    ran = run("export", song, "-o", name, "--bit-depth", "32", *words)
    assert ran.code == FELL_SHORT and Path(name).is_file()
    (told,) = sentences(ran)
    assert "24 bits instead of 32" in told
    assert run("export", song, "-o", name, "--bit-depth", "24", *words).code == 0


@pytest.mark.parametrize("kind", ["dawproject", "rpp", "otio"])
def test_a_session_of_a_song_without_sound_is_written_and_said(run, kind):
    ProjectFolder.create(Path("empty.mstudio"), Project("Empty")).close()
    ran = run("export", "empty.mstudio", "-o", f"out.{kind}")
    assert ran.code == 0 and Path(f"out.{kind}").is_file()
    assert any("nothing to hear" in told for told in sentences(ran))
