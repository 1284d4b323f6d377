# SPDX-License-Identifier: GPL-3.0-or-later
"""Third-party effects from the command line."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.headless.session import HeadlessSession
from musicstudio.mixing.hosting import scanning

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
