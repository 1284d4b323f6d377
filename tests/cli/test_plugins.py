# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects from the command line."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.mixing.hosting import scanning
from tests.mixing.vst3 import build_synth, needs_compiler

ZAM = Path("/usr/lib/vst3/ZamGate.vst3")


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(scanning, "plugin_folders", lambda: [tmp_path / "plug-ins"])
    (tmp_path / "plug-ins").mkdir()


def test_without_plugins_there_is_a_sentence(run):
    assert "--scan" in run("plugins").out
    assert run("plugins", "--scan", "--json").json == []
    ran = run("plugins", "--add", "Nothing")
    assert ran.code == 1 and "no plug-in called “Nothing”" in ran.err


def test_what_is_no_plugin_is_named_with_the_reason(run, tmp_path):
    (tmp_path / "plug-ins" / "Text.vst3").write_text("this is text")
    (found,) = run("plugins", "--scan", "--json").json
    assert found["failure"] and "Text: " in run("plugins").out
    assert run("plugins", "--add", "Text").code == 1


@pytest.mark.skipif(not ZAM.exists(), reason="zam-plugins are not installed")
def test_a_plugin_is_added_saved_and_heard_in_an_export(run, tmp_path):
    (tmp_path / "plug-ins" / "ZamGate.vst3").symlink_to(ZAM)
    wave = np.random.default_rng(1).standard_normal((96_000, 2)) * 0.1
    soundfile.write("in.wav", wave, 48_000, subtype="FLOAT")
    assert run("import", "a.mstudio", "in.wav").code == 0
    assert run("plugins", "--scan").code == 0
    assert run("plugins", "a.mstudio", "--add", "ZamGate", "--tracks", "in").code == 0
    with HeadlessSession.open(Path("a.mstudio")) as headless:
        (device,) = headless.session.project.tracks[0].strip.devices
    assert device.kind == "plugin" and device.plugin.name == "ZamGate" and device.plugin.state
    ran = run("export", "a.mstudio", "-o", "out.wav", "--no-master", "--bit-depth", "32")
    assert ran.code == 0 and "bypassed" not in ran.err
    (tmp_path / "plug-ins" / "ZamGate.vst3").unlink()
    ran = run("export", "a.mstudio", "-o", "bypassed.wav", "--no-master", "--bit-depth", "32")
    assert "“ZamGate” is not installed; its settings are kept" in ran.err
    heard = soundfile.read("bypassed.wav")[0][:96_000]
    np.testing.assert_allclose(heard, wave, atol=1e-6)


@needs_compiler
def test_an_instrument_plays_a_track_turns_and_gives_it_back(run, song, tmp_path):
    build_synth(tmp_path / "plug-ins")
    assert run("plugins", "--scan").code == 0
    with HeadlessSession.open(song) as headless:
        row = next(track for track in headless.session.project.tracks if track.kind == "instrument")
    assert run("plugins", song, "--add", "Tiny Synth", "--tracks", row.name).code == 0

    def stem(folder):
        assert run("export", song, "-o", f"{folder}.wav", "--stems", folder, "--no-master").code == 0
        return soundfile.read(next(Path(folder).glob(f"*{row.name}*.wav")))[0]

    played = stem("played")
    assert played.any()
    assert run("edit", song, "track.plugin_setting", "level = 0.25", "--track", row.name).code == 0
    softer = stem("softer")
    frames = min(len(played), len(softer))
    np.testing.assert_allclose(np.abs(softer[:frames]).max() / np.abs(played[:frames]).max(), 0.5, atol=0.05)
    with HeadlessSession.open(song) as headless:
        device = next(t for t in headless.session.project.tracks if t.id == row.id).instrument_plugin
    assert (device.plugin.name, device.params["level"]) == ("Tiny Synth", 0.25)
    assert run("edit", song, "track.plugin_setting", "volume = 1", "--track", row.name).code == 1
    (tmp_path / "plug-ins" / "TinySynth.vst3").rename(tmp_path / "away")
    ran = run("edit", song, "track.plugin_setting", "level = 0.5", "--track", row.name)
    assert ran.code == 1 and "“Tiny Synth” is not installed" in ran.err
    ran = run("export", song, "-o", "gone.wav")
    assert ran.code == 1 and "“Tiny Synth” is not installed" in ran.err
    assert run("edit", song, "track.instrument_plugin", "The studio's own instrument", "--track", row.name).code == 0
    assert run("export", song, "-o", "own.wav").code == 0
