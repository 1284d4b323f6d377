# SPDX-License-Identifier: GPL-3.0-or-later
"""The recorder without a process: an input that is moved by hand."""

import numpy as np
import pytest
import soundfile

from musicstudio.core.errors import DeviceError
from musicstudio.recording import wave_writer
from musicstudio.recording.messages import Level, Open, Opened, Record, Recorded, Stop
from musicstudio.recording.recorder_process import Recorder


class HandInput:
    """Gives what the test puts into it. Set ``is_plugged`` to False to pull it out."""

    name = "hand"

    def __init__(self, channels):
        self.channels, self.gaps, self.is_plugged, self.is_closed = channels, 0, True, False
        self.waiting = []

    def come(self, level, frames=480):
        self.waiting.append(np.full((self.channels, frames), level, np.float32))

    def read(self):
        if not self.is_plugged:
            raise DeviceError("The input “hand” is gone.")
        came, self.waiting = self.waiting, []
        return np.concatenate([np.zeros((self.channels, 0), np.float32), *came], axis=1)

    def began_at(self):
        return 1_000.0

    def close(self):
        self.is_closed = True


class Rig:
    def __init__(self):
        self.events, self.inputs = [], []
        self.recorder = Recorder(self.events.append, self.open)

    def open(self, name, channels):
        if name == "absent":
            raise DeviceError("The input “absent” is not there.")
        self.inputs.append(HandInput(channels))
        return self.inputs[-1]

    def of(self, kind):
        return [event for event in self.events if isinstance(event, kind)]


@pytest.fixture
def rig():
    rig = Rig()
    rig.recorder.handle(Open("hand", 1))
    yield rig
    rig.recorder.close()


def test_what_comes_between_record_and_stop_is_in_the_file_with_its_time(rig, tmp_path):
    rig.inputs[0].come(0.1, 960)
    rig.recorder.turn()
    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    rig.inputs[0].come(0.2)
    rig.inputs[0].come(0.3)
    rig.recorder.turn()
    rig.recorder.handle(Stop())
    rig.inputs[0].come(0.4)
    rig.recorder.turn()
    (ended,) = rig.of(Recorded)
    assert (ended.frames, ended.began_at, ended.reason, ended.gaps) == (960, 1_960.0, "", 0)
    audio, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    assert np.allclose(audio, np.repeat([0.2, 0.3], 480))


def test_levels_tell_the_highest_value_and_how_much_is_kept(rig, tmp_path):
    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    rig.inputs[0].come(0.25)
    rig.inputs[0].come(-0.75)
    rig.recorder.turn()
    level = rig.of(Level)[-1]
    assert level.peaks == (0.75,) and level.frames == 960


def test_an_input_that_is_pulled_out_ends_the_recording_and_keeps_it(rig, tmp_path):
    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    rig.inputs[0].come(0.5)
    rig.recorder.turn()
    rig.inputs[0].is_plugged = False
    rig.recorder.turn()
    (ended,) = rig.of(Recorded)
    assert ended.frames == 480 and "is gone" in ended.reason
    assert rig.of(Opened)[-1].name == "" and rig.inputs[0].is_closed


def test_a_disk_that_fails_ends_the_recording_and_keeps_it(rig, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    rig.inputs[0].come(0.5)
    rig.recorder.turn()
    monkeypatch.setattr(wave_writer, "write_all", fail)
    rig.inputs[0].come(0.5)
    rig.recorder.turn()
    (ended,) = rig.of(Recorded)
    assert ended.frames == 480 and ended.reason
    monkeypatch.undo()
    assert wave_writer.mend_length(tmp_path / "a.wav", 1) == 480


def test_gaps_are_counted_for_the_recording_only(rig, tmp_path):
    rig.inputs[0].gaps = 3
    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    rig.inputs[0].gaps = 5
    rig.inputs[0].come(0.5)
    rig.recorder.turn()
    rig.recorder.handle(Stop())
    assert rig.of(Recorded)[0].gaps == 2


def test_an_input_that_does_not_open_is_told_and_nothing_is_recorded(rig, tmp_path):
    rig.recorder.handle(Open("absent", 1))
    assert rig.of(Opened)[-1].reason == "The input “absent” is not there."
    rig.recorder.handle(Record(str(tmp_path / "a.wav")))
    assert rig.of(Recorded)[0].reason and not (tmp_path / "a.wav").exists()


def test_a_place_that_cannot_be_written_is_told(rig, tmp_path):
    rig.recorder.handle(Record(str(tmp_path / "no folder" / "a.wav")))
    assert rig.of(Recorded)[0].reason
