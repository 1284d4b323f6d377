# SPDX-License-Identifier: GPL-3.0-or-later
"""Out of the studio by the command line, read by somebody else's reader."""

import zipfile
from xml.etree import ElementTree as xml

import mido
import pytest


@pytest.fixture(scope="module")
def timed(tmp_path_factory):
    """A song whose last bar has to be drawn out: 84 BPM in 6/8 do not fill 14 seconds."""
    from musicstudio.cli.main import main

    song = tmp_path_factory.mktemp("timed") / "timed.mstudio"
    wish = ["generate", "solo piano ballad", "--duration", "14", "--bpm", "84", "--meter", "6/8", "--seed", "2"]
    assert main([*wish, "-o", str(song)]) == 0
    return song


def test_other_programs_get_one_steady_tempo_and_notes_at_the_same_seconds(run, timed, tmp_path):
    assert run("export", timed, "-o", "a.mid").code == 0
    file = mido.MidiFile("a.mid")
    tempos = [m.tempo for track in file.tracks for m in track if m.type == "set_tempo"]
    assert [round(mido.tempo2bpm(tempo), 3) for tempo in tempos] == [84.0]
    assert run("export", timed, "-o", "a.dawproject").code == 0
    with zipfile.ZipFile("a.dawproject") as archive:
        root = xml.fromstring(archive.read("project.xml"))
    assert root.find("Arrangement/TempoAutomation") is None
    clips = [float(clip.get("time")) * 60 / 84 for clip in root.iter("Clip") if clip.get("fadeTimeUnit")]
    for track in run("info", timed, "--json").json["tracks"]:
        assert all(min(abs(c["start_s"] - found) for found in clips) < 0.4 for c in track["clips"])
    assert file.length == pytest.approx(14.0, abs=1.0)


def test_a_loop_of_a_stated_tempo_keeps_it_and_says_how_long_it_is(run):
    made = run("generate", "techno loop", "--loop", "--bpm", 124, "--duration", 9, "-o", "loop.mstudio", "--json")
    assert made.json["bpm"] == 124
    assert made.json["duration"] == pytest.approx(4 * 5 * 60 / 124, abs=0.01)
    assert "124 BPM it lasts 9.7 s" in made.err
