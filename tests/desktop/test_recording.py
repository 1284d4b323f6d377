# SPDX-License-Identifier: GPL-3.0-or-later
"""A real sound server whose output is the input: what is recorded to a song lies where the song was heard."""

import subprocess

import numpy as np
import pytest
import soundfile

from musicstudio.app.audio.measure_delay import measure_delay
from musicstudio.app.audio.record import start_recording
from musicstudio.app.files.import_files import import_files
from musicstudio.app.headless.session import HeadlessSession
from tests.playback import pulse

pytestmark = [pytest.mark.desktop, pytest.mark.skipif(bool(pulse.why_not()), reason=pulse.why_not())]
RATE = 48_000
CLICKS_S = np.arange(12) * 0.5 + 0.25
AIM_S = 0.005


@pytest.fixture
def studio(tmp_path, monkeypatch):
    """A song of clicks on a machine whose microphone hears its loudspeaker."""
    sound = np.zeros((RATE * 7, 2), np.float32)
    for at_s in CLICKS_S:
        sound[round(at_s * RATE) :][:48] = 0.8
    soundfile.write(tmp_path / "clicks.wav", sound, RATE, subtype="FLOAT")
    with pulse.null_sink() as server:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME"):
            monkeypatch.setenv(name, server.environment[name])
        monkeypatch.delenv("PULSE_SERVER", raising=False)
        monitor = f"{pulse.SINK}.monitor"
        subprocess.run(["pactl", "set-default-source", monitor], env=server.environment, check=True)
        with HeadlessSession.create(tmp_path / "Song.mstudio") as headless:
            headless.wait_for(import_files(headless.session, [tmp_path / "clicks.wav"], keeps_time=True)[0])
            headless.session.player_sync.start()
            headless.inbox.pump_until(lambda: bool(headless.session.player.device))
            yield headless


@pytest.mark.parametrize("count_in_bars", [0, 1])
def test_a_recording_lies_within_five_milliseconds_of_what_was_heard(studio, count_in_bars):
    studio.session.settings.change(count_in_bars=count_in_bars)
    start_recording(studio.session)
    studio.inbox.pump_until(lambda: studio.session.player.position_s > 3.0)
    studio.session.recording.stop()
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running and not studio.session.jobs.is_busy)
    (clip,) = (clip for track, clip in studio.project.clips() if track.name == "Recording 1")
    assert clip.start_s == 0.0
    audio = np.abs(studio.session.media.read_all(clip.take.source)[0])
    loud = np.flatnonzero(audio > 0.5)
    firsts = loud[np.diff(loud, prepend=-RATE) > RATE // 10]
    heard_s = firsts / RATE + clip.origin_s - clip.take.lead_s
    found_s = heard_s[heard_s > 0.1]
    away_s = np.abs(found_s[:, None] - CLICKS_S).min(axis=1)
    assert len(found_s) >= 4 and away_s.max() < AIM_S


def test_the_delay_by_a_cable_is_measured_and_set(studio):
    measured = []
    studio.session.settings.change(recording_delay_s=0.25)
    measure_delay(studio.session, measured.append)
    studio.inbox.pump_until(lambda: measured)
    (found,) = measured
    assert found is not None and found.found >= 4
    assert abs(found.delay_s) < AIM_S  # the monitor of a null sink hears at once
    assert studio.session.settings.values.recording_delay_s == pytest.approx(found.delay_s, abs=1e-5)
