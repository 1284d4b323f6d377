# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixing from the command line: ordinary edits, each of which can be taken back."""

import numpy as np
import soundfile

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.cli.running import create_song


def opened(path):
    with HeadlessSession.open(path) as headless:
        return headless.session.document.project, [entry.label for entry in headless.session.document.history]


def test_balance_says_what_it_does_and_is_one_step(run, song):
    before, _ = opened(song)
    dry = run("mix", song, "--balance", "--dry-run", "--json")
    assert dry.code == 0 and dry.json["is_dry_run"] and opened(song)[0].tracks == before.tracks
    ran = run("mix", song, "--balance", "--json")
    assert ran.code == 0 and ran.json["edits"] == dry.json["edits"] and ran.json["edits"]
    after, history = opened(song)
    assert history[-1] == "Balance"
    changed = {b.name for a, b in zip(before.tracks, after.tracks, strict=True) if a.strip != b.strip}
    assert changed == {edit["track"] for edit in ran.json["edits"]}


def test_match_and_preset_work_on_the_master(run, song):
    noise = np.random.default_rng(1).standard_normal((480_00 * 4, 2)) * 0.05
    soundfile.write("ref.wav", np.diff(noise, axis=0), 48_000)
    ran = run("mix", song, "--preset", "Warm", "--match", "ref.wav")
    assert ran.code == 0 and "Tone of the reference" in ran.out and "Preset Warm" in ran.out
    project, history = opened(song)
    assert history[-2:] == ["Preset Warm", "Match ref.wav"]
    assert [device.kind for device in project.master.devices] == ["eq", "eq", "saturator", "compressor"]
    assert project.master.devices[0].params["high_shelf_db"] > 0


def test_wrong_words_are_one_sentence(run, song):
    for words in ([], ["--preset", "moon"], ["--match", "missing.wav"]):
        ran = run("mix", song, *words)
        assert ran.code == 1 and len(ran.err.strip().splitlines()) == 1, words


def test_a_reference_without_sound_is_refused(run, song):
    for name, frames in (("silent.wav", 96_000), ("short.wav", 1)):
        soundfile.write(name, np.zeros((frames, 2)), 48_000)
        ran = run("mix", song, "--match", name)
        assert ran.code == 1 and name in ran.err and "Nothing to change" not in ran.out


def test_a_song_without_sound_is_told_not_called_balanced(run, tmp_path):
    with create_song(tmp_path / "empty.mstudio"):
        pass
    ran = run("mix", tmp_path / "empty.mstudio", "--balance")
    assert ran.code == 1 and "nothing to hear" in ran.err and "Nothing to change" not in ran.out
