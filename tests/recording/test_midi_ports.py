# SPDX-License-Identifier: GPL-3.0-or-later
"""What MIDI messages mean, and keyboards as this system has them."""

import sys
import threading
from pathlib import Path

import pytest

from musicstudio.core.errors import DeviceError
from musicstudio.recording.midi_ports import MidiEvent, RtMidiSystem, event_of

HAS_SEQUENCER = not sys.platform.startswith("linux") or Path("/dev/snd/seq").exists()


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ([0x90, 60, 100], ("on", 60, 100)),
        ([0x9F, 60, 1], ("on", 60, 1)),
        ([0x90, 60, 0], ("off", 60, 0)),
        ([0x81, 60, 64], ("off", 60, 64)),
        ([0xB0, 64, 127], ("pedal", 0, 127)),
        ([0xB0, 64, 20], ("pedal", 0, 0)),
        ([0xB3, 123, 0], ("all off", 0, 0)),
    ],
)
def test_messages_of_a_keyboard(message, expected):
    event = event_of(message, 1.5)
    assert event == MidiEvent(*expected, 1.5)


@pytest.mark.parametrize(
    "message",
    [[], [0x90], [0x90, 60], [0x90, 200, 100], [0x90, 60, -1], [0xF8], [0xB0, 7, 100], [0xE0, 0, 64], [0xF0, 1, 2]],
)
def test_what_is_no_note_and_no_pedal_means_nothing(message):
    assert event_of(message, 0.0) is None


def test_a_system_without_midi_has_no_keyboards_and_says_so_only_when_one_is_asked_for(capfd):
    system = RtMidiSystem()
    assert isinstance(system.names(), tuple)
    with pytest.raises(DeviceError):
        system.open("No such keyboard", lambda event: None)
    assert not capfd.readouterr().err


@pytest.mark.skipif(not HAS_SEQUENCER or sys.platform == "win32", reason="there is no sequencer for a virtual port")
def test_a_virtual_keyboard_is_found_and_heard():
    import rtmidi

    keyboard = rtmidi.MidiOut(name="Test")
    keyboard.open_virtual_port("Test keyboard")
    heard, came = [], threading.Event()
    system = RtMidiSystem()
    name = next(each for each in system.names() if "Test keyboard" in each)
    port = system.open(name, lambda event: (heard.append(event), came.set()))
    keyboard.send_message([0x90, 60, 99])
    assert came.wait(5.0) and heard[0][:3] == ("on", 60, 99)
    port.close()
    keyboard.close_port()
