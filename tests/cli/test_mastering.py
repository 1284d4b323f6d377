# SPDX-License-Identifier: GPL-3.0-or-later
"""Measuring and mastering from the command line."""

import json
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile

RATE = 48_000
FIGURES = {"integrated_lufs", "max_short_term_lufs", "max_momentary_lufs", "loudness_range_lu", "true_peak_dbtp",
           "psr_db", "correlation"}  # fmt: skip


@pytest.fixture
def mix(run):
    """A mix in the folder of the run, and its name."""
    time_s = np.arange(6 * RATE) / RATE
    beats = np.exp(-((time_s * 2) % 1) * 8) * np.random.default_rng(1).standard_normal((2, time_s.size)) * 0.1
    soundfile.write("mix.wav", (beats + 0.05 * np.sin(2 * np.pi * 220 * time_s)).T, RATE, subtype="FLOAT")
    return "mix.wav"


def loudness(path):
    return pyloudnorm.Meter(RATE).integrated_loudness(soundfile.read(path, always_2d=True)[0])


def test_a_measurement_has_every_figure_and_they_are_true(run, mix):
    found = run("measure", mix, "--json").json
    assert set(found) > FIGURES
    assert found["integrated_lufs"] == pytest.approx(loudness(mix), abs=0.01)
    audio = soundfile.read(mix, always_2d=True)[0]
    assert found["correlation"] == pytest.approx(np.corrcoef(audio.T)[0, 1], abs=0.01)
    assert found["warnings"] == []
    several = run("measure", mix, mix, "--json").json
    assert [each["integrated_lufs"] for each in several] == [found["integrated_lufs"]] * 2
    assert "LUFS" in run("measure", mix).out


def test_a_fault_is_told_with_its_second(run):
    soundfile.write("bad.wav", np.tile(np.sign(np.sin(np.arange(3 * RATE) / 50)), (2, 1)).T, RATE, subtype="FLOAT")
    ran = run("measure", "bad.wav")
    assert ran.code == 0 and "bad.wav 0:00 clips" in ran.err
    assert run("measure", "bad.wav", "--json").json["warnings"][0]["kind"] == "clipping"


@pytest.mark.parametrize(("words", "lufs", "ceiling"), [
    (("--target", "spotify"), -14, -1), (("--target", "Apple Music"), -16, -1), (("--target", "atsc"), -24, -2),
    (("--target", "ebu-r128", "--true-peak", "-3"), -23, -3), (("--loudness", "-18"), -18, -1), ((), -14, -1),
])  # fmt: skip
def test_targets_by_name_and_number(run, mix, words, lufs, ceiling):
    ran = run("master", mix, "-o", "out.wav", *words, "--json")
    assert ran.code == 0
    assert loudness("out.wav") == pytest.approx(lufs, abs=0.2)
    assert ran.json["true_peak_dbtp"] <= ceiling


def test_an_unknown_target_is_refused_with_those_there_are(run, mix):
    ran = run("master", mix, "-o", "out.wav", "--target", "moon")
    assert ran.code == 1 and "spotify" in ran.err and "Traceback" not in ran.err
    assert run("master", mix, "-o", "o.wav", "--target", "club", "--loudness", "-9").code == 2


def test_several_mixes_go_into_a_folder_with_one_report(run, mix):
    soundfile.write("second.wav", soundfile.read(mix)[0] * 0.1, RATE, subtype="FLOAT")
    ran = run("master", mix, "second.wav", "-o", "done", "--target", "podcast", "--report", "report.html", "--json")
    assert ran.code == 0 and len(ran.json) == 2
    for name in ("mix", "second"):
        assert loudness(f"done/{name}.wav") == pytest.approx(-16, abs=0.2)
    page = Path("report.html").read_text(encoding="utf-8")
    assert "second.wav" in page and "<svg" in page and "Integrated" in page and "−16.0" in page
    assert run("master", mix, "second.wav", "-o", "one.wav").code == 1


def test_a_report_as_data(run, mix):
    assert run("master", mix, "-o", "out.mp3", "--report", "report.json").code == 0
    (file,) = json.loads(Path("report.json").read_text(encoding="utf-8"))["files"]
    assert file["after"]["integrated_lufs"] == pytest.approx(-14, abs=0.2)
    assert file["after"]["true_peak_dbtp"] <= -1.0
    assert file["before"]["integrated_lufs"] == pytest.approx(loudness(mix), abs=0.01)
    assert run("master", mix, "-o", "x.wav", "--report", "report.pdf").code == 1


def test_a_mix_of_another_rate_comes_out_at_48_khz_with_its_length(run):
    soundfile.write("cd.wav", np.random.default_rng(2).standard_normal((44_100 * 4, 1)) * 0.05, 44_100)
    assert run("master", "cd.wav", "-o", "out.wav").code == 0
    audio, rate = soundfile.read("out.wav")
    assert (rate, audio.shape) == (RATE, (4 * RATE, 2))


@pytest.mark.parametrize("name", ["silence", "constant", "no numbers", "one sample", "+40 dB"])
def test_odd_files_are_mastered_or_told_in_a_sentence(run, name):
    noise = np.random.default_rng(3).standard_normal((2 * RATE, 2)) * 0.05
    odd = {
        "silence": noise * 0, "constant": noise * 0 + 0.5, "no numbers": np.where(noise > 0.1, np.nan, noise),
        "one sample": noise[:1], "+40 dB": noise * 100,
    }[name]  # fmt: skip
    soundfile.write("odd.wav", odd, RATE, subtype="FLOAT")
    ran = run("master", "odd.wav", "-o", "out.wav", "--json")
    assert "Traceback" not in ran.err
    audio = soundfile.read("out.wav", always_2d=True)[0]
    assert audio.shape == odd.shape and np.isfinite(audio).all()
    assert ran.json["true_peak_dbtp"] <= -1.0
    assert ran.code == (0 if name in ("no numbers", "+40 dB") else 3)
    assert ran.code == 0 or ran.err


def test_one_file_that_cannot_be_read_costs_the_others_nothing(run, mix):
    Path("text.wav").write_text("no sound")
    Path("empty.wav").touch()
    ran = run("measure", "text.wav", mix, "empty.wav", "--json")
    assert ran.code == 1 and "text.wav" in ran.err and "empty.wav" in ran.err
    assert [Path(each["file"]).name for each in ran.json] == [mix]
    ran = run("master", "text.wav", mix, "-o", "done", "--report", "r.json", "--json")
    assert ran.code == 1 and "text.wav" in ran.err and len(ran.json) == 1
    assert loudness("done/mix.wav") == pytest.approx(-14, abs=0.2) and Path("r.json").exists()


def test_no_figure_is_made_up_where_loudness_cannot_be_measured(run, mix):
    soundfile.write("short.wav", soundfile.read(mix)[0][:4000], RATE)
    found = run("measure", "short.wav", "--json").json
    assert [found[name] for name in ("integrated_lufs", "loudness_range_lu", "psr_db", "plr_db")] == [None] * 4


@pytest.mark.parametrize("words", [
    ("master", "mix.wav", "-o", "mix.wav"), ("master", "mix.wav", "-o", "link.wav"), ("master", "mix.wav", "-o", "."),
    ("master", "other.wav", "mix.wav", "-o", "."), ("clean", "mix.wav", "-o", "mix.wav"),
    ("clean", "other.wav", "--stems", "mix.wav", "-o", "mix.wav"),
    ("album", "mix.wav", "-o", ".", "--title", "mix"), ("album", "mix.wav", "01 mix.wav", "-o", ".", "--title", "a"),
])  # fmt: skip
def test_what_is_made_never_takes_the_place_of_what_it_is_made_from(run, mix, words):
    for name in ("other.wav", "01 mix.wav"):
        Path(name).write_bytes(Path(mix).read_bytes())
    Path("link.wav").symlink_to(mix)
    before = {name: Path(name).read_bytes() for name in (mix, "other.wav", "01 mix.wav")}
    ran = run(*words)
    assert ran.code == 1 and "another name" in ran.err, ran
    assert before == {name: Path(name).read_bytes() for name in before}
