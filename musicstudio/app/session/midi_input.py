# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI keyboards: those that are plugged in are listened to, come and go as they may."""

from collections.abc import Callable

from musicstudio.core.errors import DeviceError
from musicstudio.core.signal import Signal
from musicstudio.jobs.task import Post
from musicstudio.recording.midi_ports import MidiEvent, MidiPort, MidiSystem, RtMidiSystem

from .settings import SettingsFile

ALL, NONE = "", "-"


class MidiInput:
    """Main thread, but for the system's own threads, whose events are posted to it.

    played: what comes from any keyboard that is listened to. changed: keyboards came or went.
    """

    def __init__(
        self,
        settings: SettingsFile,
        post: Post,
        notify: Callable[[str, str], None],
        system: MidiSystem | None = None,
    ) -> None:
        self._settings, self._post, self._notify = settings, post, notify
        self.system: MidiSystem = system or RtMidiSystem()
        self.played: Signal[MidiEvent] = Signal()
        self.changed: Signal[None] = Signal()
        self.names: tuple[str, ...] = ()
        self._open: dict[str, MidiPort] = {}
        self._refused: set[str] = set()
        self._is_closed = False

    @property
    def listened_to(self) -> tuple[str, ...]:
        """Keyboards that are heard now."""
        return tuple(self._open)

    def look(self) -> None:
        """See which keyboards there are, open what is new and let go of what is gone. To be called now and then."""
        if self._is_closed:
            return
        before = (self.names, self.listened_to)
        self.names = self.system.names()
        self._refused &= set(self.names)
        wanted = self._wanted()
        for name in [name for name in self._open if name not in wanted]:
            self._let_go(name)
        for name in wanted:
            if name not in self._open and name not in self._refused:
                self._listen(name)
        if (self.names, self.listened_to) != before:
            self.changed.emit(None)

    def choose(self, name: str) -> None:
        """Listen to one keyboard (`ALL`: to every one, `NONE`: to none), and remember it."""
        self._settings.change(midi_input=name)
        self._refused.clear()
        self.look()

    def close(self) -> None:
        """Hear no more."""
        self._is_closed = True
        for name in tuple(self._open):
            self._let_go(name)

    def _wanted(self) -> tuple[str, ...]:
        chosen = self._settings.values.midi_input
        return self.names if chosen == ALL else tuple(name for name in self.names if name == chosen)

    def _listen(self, name: str) -> None:
        try:
            self._open[name] = self.system.open(name, lambda event: self._post(lambda: self._hear(event)))
        except DeviceError as error:
            self._refused.add(name)
            self._notify(str(error), "warning")

    def _let_go(self, name: str) -> None:
        """What it held down is let go of, as its last events never came."""
        self._open.pop(name).close()
        self.played.emit(MidiEvent("all off"))

    def _hear(self, event: MidiEvent) -> None:
        if not self._is_closed:
            self.played.emit(event)
