# SPDX-License-Identifier: GPL-3.0-or-later
"""Import, then export, is the plainest use of the command line: what was imported is heard."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.interchange.smf import note, smf, track


@pytest.fixture
def tune(run, tmp_path):
    (tmp_path / "tune.mid").write_bytes(smf(track(*(note(pitch, 480) for pitch in (60, 64, 67, 72)))))
    soundfile.write("tone.wav", 0.3 * np.sin(np.arange(48_000) / 48_000 * 2 * np.pi * 440), 48_000)


def peaks(name):
    audio, rate = soundfile.read(name)
    return [np.abs(audio[at : at + rate]).max() for at in range(0, len(audio) - rate + 1, rate)]


def test_notes_are_played_before_the_import_ends(run, tune):
    assert run("import", "a.mstudio", "tune.mid").code == 0
    ran = run("info", "a.mstudio", "--json")
    assert all(clip["media"] for row in ran.json["tracks"] for clip in row["clips"])


def test_midi_alone_becomes_sound(run, tune):
    assert run("import", "a.mstudio", "tune.mid").code == 0
    assert run("export", "a.mstudio", "-o", "a.wav").code == 0
    assert min(peaks("a.wav")[:2]) > 0.1


def test_a_recording_and_notes_are_both_in_the_mix_and_in_the_stems(run, tune):
    assert run("import", "a.mstudio", "tone.wav").code == 0
    assert run("import", "--at", "2", "a.mstudio", "tune.mid").code == 0
    assert run("export", "a.mstudio", "-o", "a.wav", "--no-master", "--stems", "stems").code == 0
    assert [peak > 0.01 for peak in peaks("a.wav")[:4]] == [True, False, True, True]
    (stem,) = Path("stems").glob("02*.wav")
    assert [peak > 0.01 for peak in peaks(stem)[:4]] == [False, False, True, True]
