# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole path from the command line: a sentence in, files out."""

import subprocess

import numpy as np
import pytest
import soundfile

LOUDNESS = "I:"


def ebur128(path):
    """Integrated loudness (LUFS) and true peak (dBTP) as ffmpeg measures them: a second opinion."""
    command = [
        "ffmpeg",
        "-hide_banner",
        "-nostats",
        "-i",
        str(path),
        "-filter_complex",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = printed[printed.rindex("Summary:") :]
    values = {line.split(":")[0].strip(): line.split(":")[1] for line in summary.splitlines() if ":" in line}
    return float(values["I"].split()[0]), float(values["Peak"].split()[0])


def test_what_was_asked_is_what_is_there(run, song):
    info = run("info", song, "--json").json
    assert (info["bpm"], info["key"]) == (96, "E minor")
    assert info["duration"] == pytest.approx(14.0, abs=0.02)
    roles = {track["role"] for track in info["tracks"]}
    assert "drums" not in roles and "bass" in roles
    assert info["sections"][0]["start_s"] == 0 and all(
        len(c["media"]) == 64 for t in info["tracks"] for c in t["clips"]
    )


def test_the_same_seed_gives_the_same_song(run, song):
    wish = ("calm piano and bass, no drums", "--duration", 14, "--bpm", 96, "--key", "E minor", "--seed", 5)
    again = run("generate", *wish, "-o", "again.mstudio", "--json").json
    first = run("info", song, "--json").json
    assert [c["media"] for t in again["tracks"] for c in t["clips"]] == [
        c["media"] for t in first["tracks"] for c in t["clips"]
    ]


def test_regenerating_keeps_every_other_hash(run, song):
    before = run("info", song, "--json").json
    name = before["sections"][0]["name"]
    after = run("regenerate", song, "--section", name, "--takes", 2, "--seed", 8, "--json").json
    for old, new in zip(before["tracks"], after["tracks"], strict=True):
        same = [(c["name"], c["media"]) for c in old["clips"] if c["name"] != name]
        assert same == [(c["name"], c["media"]) for c in new["clips"] if c["name"] != name]
    changed = [c for t in after["tracks"] for c in t["clips"] if c["name"] == name and len(c["takes"]) == 3]
    assert changed


@pytest.mark.parametrize("target", [-14.0, -20.0])
def test_an_export_is_as_loud_as_asked_by_a_second_opinion(run, song, target):
    assert run("export", song, "-o", "mix.wav", "--loudness", target).code == 0
    loudness, true_peak = ebur128("mix.wav")
    assert loudness == pytest.approx(target, abs=0.5)
    assert true_peak <= -1.0 + 0.1


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg"])
def test_every_kind_of_file_is_readable_and_complete(run, song, kind):
    assert run("export", song, "-o", f"mix.{kind}").code == 0
    info = soundfile.info(f"mix.{kind}")
    assert info.channels == 2 and info.samplerate == 48_000 and info.duration >= 14.0


BARE = ("--no-master", "--no-watermark", "--bit-depth", 32)
"""As it was mixed: without mastering, and without the mark that the mix of a machine bears and its stems do not."""


def test_stems_sum_to_the_mix_before_mastering(run, song):
    assert run("export", song, "-o", "mix.wav", *BARE, "--stems", "stems").code == 0
    mix, _ = soundfile.read("mix.wav", dtype="float32")
    from pathlib import Path

    stems = [soundfile.read(path, dtype="float32")[0] for path in sorted(Path("stems").glob("*.wav"))]
    assert len({len(stem) for stem in stems}) == 1
    frames = min(len(mix), len(stems[0]))
    rest = mix[:frames] - np.sum([stem[:frames] for stem in stems], axis=0)
    assert np.abs(rest).max() < 10 ** (-90 / 20)


def test_midi_carries_tempo_markers_and_names(run, song):
    import mido

    assert run("export", song, "-o", "song.mid").code == 0
    file = mido.MidiFile("song.mid")
    kinds = {message.type for track in file.tracks for message in track}
    assert {"set_tempo", "time_signature", "key_signature", "marker", "track_name", "note_on"} <= kinds


def test_layer_extend_and_restyle_make_what_they_say(run, song):
    before = run("info", song, "--json").json
    layered = run("layer", song, "--prompt", "cello", "--seed", 3, "--json").json
    assert len(layered["tracks"]) == len(before["tracks"]) + 1
    longer = run("extend", song, "--bars", 4, "--seed", 3, "--json").json
    assert longer["duration"] == pytest.approx(before["duration"] + 4 * 4 * 60 / 96, abs=0.1)
    assert run("restyle", song, "--prompt", "slow techno", "-o", "techno.mstudio", "--seed", 1).code == 0
    assert run("info", "techno.mstudio", "--json").json["key"] == "E minor"


def test_compose_and_harmonize_go_there_and_back(run):
    assert run("compose", "folk tune", "--duration", 12, "--seed", 2, "-o", "tune.mid").code == 0
    made = run("harmonize", "tune.mid", "--prompt", "string quartet", "--seed", 2, "-o", "around.mstudio", "--json")
    assert made.code == 0 and made.json["tracks"]


def test_import_places_a_file_where_it_was_asked(run, song):
    soundfile.write("tone.wav", 0.1 * np.sin(np.arange(44_100) / 20), 44_100)
    assert run("import", song, "tone.wav", "--at", 2.5).code == 0
    clip = next(t for t in run("info", song, "--json").json["tracks"] if t["name"] == "tone")["clips"][0]
    assert clip["start_s"] == 2.5 and clip["length_s"] == pytest.approx(1.0, abs=0.01)


def test_master_brings_a_file_to_its_loudness(run):
    rng = np.random.default_rng(0)
    soundfile.write("quiet.wav", 0.02 * rng.standard_normal((48_000 * 6, 2)), 48_000)
    assert run("master", "quiet.wav", "-o", "loud.wav", "--loudness", -16, "--true-peak", -2).code == 0
    loudness, true_peak = ebur128("loud.wav")
    assert loudness == pytest.approx(-16.0, abs=0.5) and true_peak <= -1.9
