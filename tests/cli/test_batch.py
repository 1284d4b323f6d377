# SPDX-License-Identifier: GPL-3.0-or-later
"""``batch``: a list of work is done whole, whatever a row, a worker or the machine does in between."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import fsspec
import numpy as np
import pytest
import soundfile

RATE = 48_000


@pytest.fixture
def tones(tmp_path):
    """Mixes to master: one file for each pitch."""

    def write(count):
        at_s = np.arange(RATE) / RATE
        for number in range(count):
            soundfile.write(tmp_path / f"t{number}.wav", 0.1 * np.sin(2 * np.pi * (200 + 10 * number) * at_s), RATE)
        return [f"t{number}.wav" for number in range(count)]

    return write


def masters(names, **more):
    lines = [json.dumps({"command": "master", "input": name, "name": name[:-4], **more}) for name in names]
    Path("jobs.jsonl").write_text("\n".join(lines))
    return "jobs.jsonl"


def by_name(ran):
    return {row["name"]: row for row in ran.json}


def test_lists_are_crossed_and_words_in_braces_filled(run):
    Path("jobs.toml").write_text(
        '[[job]]\nprompt = "{mood} piano"\nmood = ["calm", "dark"]\nduration = [8, 9]\nname = "{mood} {duration}"'
    )
    ran = run("batch", "jobs.toml", "-o", "out", "--dry-run", "--json")
    assert ran.code == 0 and [row["name"] for row in ran.json] == ["calm 8", "calm 9", "dark 8", "dark 9"]
    assert not Path("out").exists()


def test_a_table_makes_songs_and_their_sound_with_a_report(run):
    Path("jobs.csv").write_text("prompt,duration,seed,export,name\nsolo piano,8,1|2,wav mid,piano {seed}\n")
    ran = run("batch", "jobs.csv", "-o", "out", "--workers", "1", "--json")
    assert ran.code == 0, ran.err
    for name in ("piano 1", "piano 2"):
        assert all(Path("out", name + suffix).exists() for suffix in (".mstudio", ".wav", ".mid"))
        assert by_name(ran)[name]["length_s"] == pytest.approx(soundfile.info(f"out/{name}.wav").duration, abs=0.01)
    with Path("out/report.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["made", "made"] and float(rows[0]["loudness_lufs"]) < 0
    assert "piano 2.wav" in Path("out/report.html").read_text()


def test_one_bad_row_costs_the_others_nothing(run, tones):
    names = tones(2)
    Path("none.wav").write_bytes(b"no sound")
    rows = [
        {"command": "master", "input": names[0]}, {"command": "master", "input": "gone.wav"}, {"tempoo": 1},
        {"command": "rm"}, {"command": "master", "input": "none.wav"}, [1], {"command": "master", "input": names[1]},
        {"command": "master", "input": names[1], "loudness": 40}, {"command": "layer", "prompt": "flute"},
    ]  # fmt: skip
    Path("jobs.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n{broken")
    ran = run("batch", "jobs.jsonl", "-o", "out", "--workers", "1", "--json")
    assert ran.code == 1 and "Traceback" not in ran.err
    assert [row["state"] for row in ran.json].count("failed") == 8
    assert Path("out/t0 master.wav").is_file() and Path("out/t1 master.wav").is_file()
    for words in (
        "“gone.wav” does not exist",
        "knows no “tempoo”",
        "not “rm”",
        "none.wav",
        "outside -30 to -5",
        "JSON",
    ):
        assert words in ran.err


def test_what_is_done_is_not_done_again_and_never_written_over(run, tones):
    Path("out").mkdir()
    Path("out/t0.wav").write_text("mine")
    jobs = masters(tones(2))
    assert run("batch", jobs, "-o", "out", "--workers", "1").code == 0
    made = {path: path.stat().st_mtime_ns for path in Path("out").glob("*.wav")}
    assert Path("out/t0.wav").read_text() == "mine" and len(made) == 3
    assert run("batch", jobs, "-o", "out", "--workers", "1").code == 0
    assert {path: path.stat().st_mtime_ns for path in Path("out").glob("*.wav")} == made


def test_another_input_under_the_same_name_is_other_work(run, tones):
    jobs = masters(tones(1))
    assert run("batch", jobs, "-o", "out", "--workers", "1").code == 0
    soundfile.write("t0.wav", np.full(RATE, 0.01), RATE)
    assert run("batch", jobs, "-o", "out", "--workers", "1").code in (0, 3)
    assert len(list(Path("out").glob("t0*.wav"))) == 2


def test_a_song_that_is_changed_stays_as_it_is_and_its_copy_is_changed(run, song):
    before = run("info", song, "--json").out
    Path("jobs.toml").write_text(f'[[job]]\ncommand = "mix"\ninput = "{song}"\npreset = "warm"\nexport = "flac"')
    ran = run("batch", "jobs.toml", "-o", "out", "--workers", "1", "--json")
    assert ran.code == 0, ran.err
    assert run("info", song, "--json").out == before
    assert sorted(path.suffix for path in Path("out").iterdir() if path.stem.endswith("mix")) == [".flac", ".mstudio"]


def test_killed_in_the_middle_it_goes_on_where_it_was(run, tones, tmp_path):
    jobs = masters(tones(12))
    command = [sys.executable, "-P", "-m", "musicstudio", "batch", jobs, "-o", "out", "--workers", "2"]
    batch = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    while not list(Path("out").glob("*.wav")):
        assert batch.poll() is None
        time.sleep(0.02)
    os.killpg(batch.pid, signal.SIGKILL)
    batch.wait()
    ran = run("batch", jobs, "-o", "out", "--workers", "1", "--json")
    assert ran.code == 0 and len(ran.json) == 12
    assert sorted(path.name for path in Path("out").glob("*.wav")) == sorted(f"t{number}.wav" for number in range(12))
    assert all(soundfile.info(path).frames == RATE for path in Path("out").glob("*.wav"))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.txt", b"x"), ("a.csv", b""), ("a.toml", b"x ="), ("a.toml", b"job = 3"), ("a.jsonl", b"\xff\xfe\xff"),
     ("a.toml", b"[[job]]\n" + b"\n".join(b"k%d = [1,2,3,4,5,6,7,8,9]" % n for n in range(9)))],
)  # fmt: skip
def test_what_is_no_list_of_work_is_one_sentence(run, name, content):
    Path(name).write_bytes(content)
    ran = run("batch", name, "-o", "out")
    assert ran.code == 1 and ran.err.count("\n") == 1 and "Internal" not in ran.err


def test_a_folder_that_cannot_be_written_to_fails_before_the_work(run, tones):
    jobs = masters(tones(1))
    Path("out").write_text("a file")
    ran = run("batch", jobs, "-o", "out")
    assert ran.code == 1 and ran.err.count("\n") == 1


def test_no_scheduler_is_one_sentence(run, tones):
    ran = run("batch", masters(tones(1)), "-o", "out", "--scheduler", "nowhere")
    assert ran.code == 1 and "no Dask scheduler" in ran.err


class Unreachable(fsspec.AbstractFileSystem):
    """A place whose errors are neither OSError nor short, as those of cloud libraries are."""

    protocol = "unreachable"

    def _open(self, path, mode="rb", **options):
        raise RuntimeError("Unable to locate credentials.\nTry: a\nb")

    def makedirs(self, path, exist_ok=False):
        raise RuntimeError("Unable to locate credentials.\nTry: a\nb")


def test_a_place_that_fails_in_its_own_way_is_one_sentence(run):
    fsspec.register_implementation("unreachable", Unreachable, clobber=True)
    Path("a.csv").write_text("prompt,duration\ncalm piano,4\n")
    ran = run("batch", "a.csv", "-o", "unreachable://bucket/songs")
    assert ran.code == 1 and "cannot be written to: Unable to locate credentials." in ran.err
    assert "Try" not in ran.err and "Internal error" not in ran.err


@pytest.mark.parametrize("place", ["weird://bucket", "memory://songs"])
def test_places_that_keep_nothing_are_refused_before_the_work(run, place):
    Path("a.csv").write_text("prompt,duration\ncalm piano,4\n")
    ran = run("batch", "a.csv", "-o", place)
    assert ran.code == 1 and place in ran.err and ran.err.count("\n") == 1
