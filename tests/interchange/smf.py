# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files byte by byte, sound and unsound, for tests."""

from pathlib import Path

from musicstudio.interchange.midi_import import MidiSong, import_midi

END = b"\0\xff\x2f\0"


def number(value: int) -> bytes:
    """A variable-length number."""
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(value & 0x7F | 0x80)
    return bytes(reversed(found))


def meta(kind: int, content: bytes, delta: int = 0) -> bytes:
    """A meta event."""
    return number(delta) + bytes([0xFF, kind]) + number(len(content)) + content


def note(pitch: int = 60, length: int = 480, delta: int = 0, channel: int = 0) -> bytes:
    """A note that is played and ended."""
    on = number(delta) + bytes([0x90 | channel, pitch, 80])
    return on + number(length) + bytes([0x80 | channel, pitch, 64])


def track(*events: bytes, end: bytes = END) -> bytes:
    """A track chunk."""
    return chunk(b"MTrk", b"".join(events) + end)


def chunk(name: bytes, content: bytes) -> bytes:
    """Any chunk."""
    return name + len(content).to_bytes(4, "big") + content


def smf(*tracks: bytes, kind: int = 1, division: int = 480, count: int | None = None) -> bytes:
    """A file of chunks behind a header."""
    promised = len(tracks) if count is None else count
    header = b"".join(value.to_bytes(2, "big") for value in (kind, promised, division))
    return chunk(b"MThd", header) + b"".join(tracks)


TUNE = b"".join(note(pitch) for pitch in (60, 62, 64, 65))


def read(data: bytes, folder: Path, name: str = "song.mid") -> MidiSong:
    """What the studio reads in bytes."""
    path = folder / name
    path.write_bytes(data)
    return import_midi(path)


def pitches(song: MidiSong) -> list[list[int]]:
    """The pitches of each part."""
    return [[note.pitch for note in part.notes] for part in song.parts]


def lyrics(song: MidiSong) -> list[list[str]]:
    """The syllables of each part."""
    return [[note.lyric for note in part.notes] for part in song.parts]


def end_s(song: MidiSong) -> float:
    """When the last note ends."""
    last = max(note.start_ticks + note.length_ticks for part in song.parts for note in part.notes)
    return song.tempo_map.seconds_at(last)
