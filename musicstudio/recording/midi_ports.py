# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI keyboards as this system lists them, and what comes from one."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from musicstudio.core.errors import DeviceError

_ALSA_SEQUENCER = Path("/dev/snd/seq")
_NOTE_OFF, _NOTE_ON, _CONTROL = 0x80, 0x90, 0xB0
_PEDAL, _ALL_SOUND_OFF, _ALL_NOTES_OFF = 64, 120, 123


class MidiEvent(NamedTuple):
    """kind: ``on``, ``off``, ``pedal`` (velocity: 127 down, 0 up) or ``all off``. at_s: on `time.perf_counter`."""

    kind: str
    pitch: int = 0
    velocity: int = 0
    at_s: float = 0.0


OnMidi = Callable[[MidiEvent], None]


class MidiPort(Protocol):
    """An open keyboard."""

    def close(self) -> None:
        """Hear no more of it. Never raises."""


class MidiSystem(Protocol):
    """Where keyboards come from. Events come on a thread of the system's."""

    def names(self) -> tuple[str, ...]:
        """Keyboards that are plugged in now; empty where the system has no MIDI."""

    def open(self, name: str, on_event: OnMidi) -> MidiPort:
        """Listen to one. Raises `DeviceError` when it is gone or taken."""


def event_of(message: bytes | list[int], at_s: float) -> MidiEvent | None:
    """What a message of three bytes means here; None for all that is no note, no pedal, or no whole message."""
    if len(message) < 3 or any(not 0 <= byte < 0x80 for byte in message[1:3]):
        return None
    status, first, second = message[0] & 0xF0, message[1], message[2]
    if status == _NOTE_ON and second:
        return MidiEvent("on", first, second, at_s)
    if status in (_NOTE_ON, _NOTE_OFF):
        return MidiEvent("off", first, second, at_s)
    if status == _CONTROL and first == _PEDAL:
        return MidiEvent("pedal", 0, 127 if second >= 64 else 0, at_s)
    if status == _CONTROL and first in (_ALL_SOUND_OFF, _ALL_NOTES_OFF):
        return MidiEvent("all off", at_s=at_s)
    return None


class RtMidiSystem:
    """CoreMIDI, Windows Multimedia or the ALSA sequencer, through python-rtmidi.

    Where the system has none of them, there are no keyboards, and that is no error.
    """

    def __init__(self) -> None:
        self._prober: Any = None

    def names(self) -> tuple[str, ...]:
        """See `MidiSystem`."""
        prober = self._prober = self._prober or _new_input()
        if prober is None:
            return ()
        try:
            return tuple(dict.fromkeys(prober.get_ports()))
        except Exception:  # rtmidi's errors have no common kind of their own on all systems
            self._prober = None
            return ()

    def open(self, name: str, on_event: OnMidi) -> MidiPort:
        """See `MidiSystem`."""
        port = _new_input()
        if port is None:
            raise DeviceError("This system has no MIDI.")
        try:
            port.open_port(port.get_ports().index(name))
        except Exception as error:
            _close(port)
            raise DeviceError(f"The MIDI keyboard “{name}” does not open.") from error
        port.set_callback(lambda data, _=None: _tell(data, on_event))
        return _RtMidiPort(port)


class _RtMidiPort:
    def __init__(self, port: Any) -> None:
        self._port = port

    def close(self) -> None:
        """See `MidiPort`."""
        self._port.cancel_callback()
        _close(self._port)


def _tell(data: tuple[list[int], float], on_event: OnMidi) -> None:
    event = event_of(data[0], time.perf_counter())
    if event is not None:
        on_event(event)


def _new_input() -> Any:
    """A new client of the system's MIDI, or None."""
    if sys.platform.startswith("linux") and not _ALSA_SEQUENCER.exists():
        return None  # asked all the same, ALSA complains on the terminal
    try:
        import rtmidi

        return rtmidi.MidiIn(name="MusicStudio")
    except Exception:  # no library, no sequencer, no right to it
        return None


def _close(port: Any) -> None:
    try:
        port.close_port()
        port.delete()
    except Exception:  # a keyboard that was pulled out may not close any more
        return
