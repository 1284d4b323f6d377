# SPDX-License-Identifier: GPL-3.0-or-later
"""What a channel was set to, and when: program, bank, volume, pan, pedals, and whether it plays drums.

A track's own settings come first; where it has none, those of any track for the same channel of the same port, as a
conductor track sends them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .events import META, SYSEX, Event

NOTE_OFF, NOTE_ON, POLY_TOUCH, CONTROL, PROGRAM, TOUCH, BEND = 0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0
BANK, MODULATION, VOLUME, PAN, EXPRESSION, SUSTAIN, SOSTENUTO, REVERB, CHORUS = 0, 1, 7, 10, 11, 64, 66, 91, 93
RESET, SOUND_OFF, NOTES_OFF = 121, 120, 123
DRUM_CHANNEL = 9
_PORT_PREFIX = 0x21
_GM2_DRUMS, _GM2_MELODY, _XG_DRUMS, _XG_EFFECTS = 120, 121, 127, 126
_GS_RESET = b"\x42\x12\x40\x00\x7f\x00"
_RHYTHM = -1
"""The key under which a channel's rhythm switches are kept."""
Setting = tuple[int, int]
"""(tick, value)."""
Spot = tuple[int, int]
"""(track, channel)."""


class Channels:
    """The settings of all tracks of a file. ports: of each track; are_apart: no track knows of another's channels."""

    def __init__(self, tracks: Sequence[Sequence[Event]], are_apart: bool = False) -> None:
        self.ports = [index if are_apart else _port(track) for index, track in enumerate(tracks)]
        self._is_gs = any(_GS_RESET in event.content for track in tracks for event in track if event.status == SYSEX)
        self._own: dict[tuple[int, int, int], list[Setting]] = defaultdict(list)
        self._all: dict[tuple[int, int, int], list[Setting]] = defaultdict(list)
        for index, track in enumerate(tracks):
            for channel, key, setting in _settings(track):
                self._own[index, channel, key].append(setting)
                self._all[self.ports[index], channel, key].append(setting)
        for settings in self._all.values():
            settings.sort(key=lambda setting: setting[0])

    def settings(self, spot: Spot, key: int) -> list[Setting]:
        """Every value of a controller (or `PROGRAM`) in order of time."""
        return self._own.get((*spot, key)) or self._all.get((self.ports[spot[0]], spot[1], key), [])

    def value(self, spot: Spot, key: int, tick: int, default: int) -> int:
        """The value in force at a tick: the last one so far, else the first one to come."""
        settings = self.settings(spot, key)
        before = [value for at, value in settings if at <= tick]
        return before[-1] if before else settings[0][1] if settings else default

    def is_drums(self, spot: Spot, tick: int) -> bool:
        """Whether notes name drums: channel 10, unless a GS switch or a bank of GM2 or XG says otherwise."""
        switched = self._all.get((self.ports[spot[0]], spot[1], _RHYTHM), [])
        if switched:
            return [value for at, value in switched if at <= tick or at == switched[0][0]][-1] > 0
        bank = self.value(spot, BANK, tick, 0)
        if bank == _GM2_DRUMS or (bank in (_XG_DRUMS, _XG_EFFECTS) and not self._is_gs):
            return True
        return spot[1] == DRUM_CHANNEL and bank != _GM2_MELODY


def _settings(track: Iterable[Event]) -> Iterator[tuple[int, int, Setting]]:
    """(channel, controller, setting) of each message of a track that sets something."""
    for event in track:
        kind, channel = event.status & 0xF0, event.status & 0x0F
        if event.status == SYSEX:
            yield from _rhythm_switches(event)
        elif kind == CONTROL:
            yield channel, event.a, (event.tick, event.b)
        elif kind == PROGRAM:
            yield channel, PROGRAM, (event.tick, event.a)


def _rhythm_switches(event: Event) -> Iterator[tuple[int, int, Setting]]:
    """GS "use for rhythm part" (40 1x 15) and XG "part mode" (08 nn 07)."""
    body = event.content.rstrip(b"\xf7")
    if len(body) >= 8 and body[0] == 0x41 and body[2:5] == b"\x42\x12\x40" and body[5] >> 4 == 1 and body[6] == 0x15:
        block = body[5] & 0x0F
        channel = DRUM_CHANNEL if block == 0 else block - 1 if block <= DRUM_CHANNEL else block
        yield channel, _RHYTHM, (event.tick, body[7])
    elif len(body) >= 7 and body[0] == 0x43 and body[1] >> 4 == 1 and body[2:4] == b"\x4c\x08" and body[5] == 0x07:
        yield body[4] & 0x0F, _RHYTHM, (event.tick, body[6])


def _port(track: Iterable[Event]) -> int:
    return next((e.content[0] for e in track if e.status == META and e.a == _PORT_PREFIX and e.content), 0)
