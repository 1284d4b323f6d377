# SPDX-License-Identifier: GPL-3.0-or-later
"""One track's bytes as events. Whatever the bytes are, what can be read is read and the rest counted."""

from typing import NamedTuple

from msgspec import Struct

META, SYSEX, END_OF_TRACK = 0xFF, 0xF0, 0x2F
_SYSTEM_LENGTHS = {0xF1: 1, 0xF2: 2, 0xF3: 1}
_MAX_NUMBER = 8
"""Bytes; the standard allows four, and some writers pad."""


class Event(NamedTuple):
    """status: of a channel message (its channel in the low bits), `META` or `SYSEX`. a: first data byte, or the type of
    a meta event. b: second data byte. content: of a meta event or a system exclusive message."""

    tick: int
    status: int
    a: int
    b: int = 0
    content: bytes = b""


class TrackEvents(Struct, frozen=True):
    """end_tick: of the end mark, or of the last event. size: bytes read. is_cut: the bytes ended before the end mark.
    odd_bytes: bytes that belong to no event, and values beyond their range."""

    events: tuple[Event, ...]
    end_tick: int
    size: int
    is_cut: bool = False
    odd_bytes: int = 0


def read_events(data: bytes) -> TrackEvents:
    """The events from the beginning of ``data`` up to the end mark, or as far as they can be read."""
    reader = _Reader(data)
    try:
        while not reader.is_ended:
            reader.read_event()
    except IndexError:
        reader.at = len(data)
    return TrackEvents(tuple(reader.events), reader.tick, reader.at, not reader.is_ended, reader.odd_bytes)


class _Reader:
    """Goes through the bytes of a track; IndexError means that they are used up."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.tick = data, 0, 0
        self.running, self.odd_bytes, self.is_ended = 0, 0, False
        self.events: list[Event] = []

    def read_event(self) -> None:
        self.tick += self._number()
        byte = self.data[self.at]
        if byte < 0x80 and not self.running:
            self.at += 1
            self.odd_bytes += 1
            return
        self.at += byte >= 0x80
        status = byte if byte >= 0x80 else self.running
        if status < 0xF0:
            self._read_channel(status)
        elif status == META:
            self._read_meta()
        elif status in (0xF0, 0xF7):
            self._read_sysex()
        else:
            self.at += _SYSTEM_LENGTHS.get(status, 0)
            self.odd_bytes += 1

    def _number(self) -> int:
        value = 0
        for _ in range(_MAX_NUMBER):
            byte = self.data[self.at]
            self.at += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                break
        return min(value, 0x0FFFFFFF)

    def _read_channel(self, status: int) -> None:
        self.running = status
        a, b = self._value(), 0
        if status & 0xE0 != 0xC0:
            b = self._value()
        self.events.append(Event(self.tick, status, a, b))

    def _value(self) -> int:
        byte = self.data[self.at]
        self.at += 1
        if byte > 127:
            self.odd_bytes += 1
            return 127
        return byte

    def _read_meta(self) -> None:
        kind = self.data[self.at]
        self.at += 1
        content = self._content(self._number())
        self.is_ended = kind == END_OF_TRACK
        self.events.append(Event(self.tick, META, kind, 0, content))

    def _read_sysex(self) -> None:
        """A message whose length runs past the end was written without one, up to its F7."""
        begin, length = self.at, self._number()
        if self.at + length > len(self.data) and (close := self.data.find(0xF7, begin)) >= 0:
            self.at, length = begin, close + 1 - begin
            self.odd_bytes += 1
        self.events.append(Event(self.tick, SYSEX, 0, 0, self._content(length)))

    def _content(self, length: int) -> bytes:
        content = self.data[self.at : self.at + length]
        if len(content) < length:
            raise IndexError
        self.at += length
        return content
