# SPDX-License-Identifier: GPL-3.0-or-later
"""MIDI files as notes in the studio's ticks, with tempo map, key, markers and lyrics."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import MediaError
from musicstudio.core.theory.pitches import FLAT_NAMES, SHARP_NAMES
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Key, Meter, Note, Tempo, TempoMap

LARGEST_BYTES = 32_000_000
_DRUM_CHANNEL = 9
_BPM_RANGE = (10.0, 1000.0)


class MidiPart(Struct, frozen=True):
    """The notes of one channel of one track, in ticks from the start. program: General MIDI, 0-127."""

    name: str
    notes: tuple[Note, ...]
    program: int = 0
    is_drums: bool = False


class MidiSong(Struct, frozen=True):
    """A MIDI file. key: None when it names none. markers: (tick, text)."""

    parts: tuple[MidiPart, ...]
    tempo_map: TempoMap
    key: Key | None = None
    markers: tuple[tuple[int, str], ...] = ()
    title: str = ""


def import_midi(path: Path) -> MidiSong:
    """Read a MIDI file. Raises `MediaError` when it is missing, damaged, too large, or holds no notes."""
    path = Path(path)
    file = _opened(path)
    if file.ticks_per_beat <= 0:
        raise MediaError(f"“{path.name}” counts film frames instead of beats, which cannot be read.")
    scale = TICKS_PER_QUARTER / file.ticks_per_beat
    tracks = [_at_ticks(track, scale) for track in file.tracks]
    parts = tuple(part for index, track in enumerate(tracks) for part in _parts(track, index))
    if not parts:
        raise MediaError(f"“{path.name}” holds no notes.")
    conductor = sorted((event for track in tracks for event in track if event[1].is_meta), key=lambda e: e[0])
    return MidiSong(parts, _tempo_map(conductor), _key(conductor), _markers(conductor), _name(tracks[0]))


def melody_of(song: MidiSong) -> tuple[Note, ...]:
    """The part that is most likely the melody, as one voice.

    A part with lyrics wins, then one called melody, vocal, voice or lead, then the highest on average; of a chord,
    the top note.
    """
    parts = [part for part in song.parts if not part.is_drums] or list(song.parts)
    best = max(parts, key=_melodic_rank)
    return one_voice(best.notes)


def one_voice(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """The highest note of each moment; each ends where the next begins."""
    tops: dict[int, Note] = {}
    for note in notes:
        if note.start_ticks not in tops or note.pitch > tops[note.start_ticks].pitch:
            tops[note.start_ticks] = note
    voice = [tops[tick] for tick in sorted(tops)]
    ends = [*(note.start_ticks for note in voice[1:]), 1 << 60]
    return tuple(
        replace(note, length_ticks=min(note.length_ticks, end - note.start_ticks))
        for note, end in zip(voice, ends, strict=True)
    )


def _melodic_rank(part: MidiPart) -> tuple[bool, bool, float]:
    is_named = any(word in part.name.lower() for word in ("melod", "vocal", "voice", "lead", "sing"))
    return any(note.lyric for note in part.notes), is_named, sum(n.pitch for n in part.notes) / len(part.notes)


def _opened(path: Path) -> Any:
    import mido

    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise MediaError(f"“{path.name}” is too large to be a MIDI file.")
        try:
            return mido.MidiFile(path, clip=True, charset="utf-8")
        except UnicodeDecodeError:
            return mido.MidiFile(path, clip=True, charset="latin-1")
    except FileNotFoundError as error:
        raise MediaError(f"The MIDI file “{path.name}” is not there.") from error
    except (OSError, EOFError, ValueError, LookupError, TypeError) as error:
        raise MediaError(f"“{path.name}” is damaged or not a MIDI file.") from error


def _at_ticks(track: Any, scale: float) -> list[tuple[int, Any]]:
    events, now = [], 0
    for message in track:
        now += message.time
        events.append((round(now * scale), message))
    return events


def _parts(events: list[tuple[int, Any]], index: int) -> list[MidiPart]:
    notes: dict[int, list[Note]] = defaultdict(list)
    sounding: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    programs: dict[int, int] = {}
    for tick, message in events:
        if message.type == "program_change":
            programs.setdefault(message.channel, message.program)
        elif message.type == "note_on" and message.velocity:
            sounding[message.channel, message.note].append((tick, message.velocity))
        elif message.type in ("note_on", "note_off") and (begun := sounding[message.channel, message.note]):
            start, velocity = begun.pop(0)
            notes[message.channel].append(Note(start, max(1, tick - start), message.note, velocity))
    lyrics = {tick: message.text for tick, message in events if message.type == "lyrics"}
    name = _name(events) or f"Track {index + 1}"
    return [_part(name, channel, found, programs, lyrics) for channel, found in sorted(notes.items())]


def _part(name: str, channel: int, notes: list[Note], programs: dict[int, int], lyrics: dict[int, str]) -> MidiPart:
    ordered = sorted(notes, key=lambda note: (note.start_ticks, note.pitch))
    sung = tuple(replace(n, lyric=lyrics[n.start_ticks].strip()) if n.start_ticks in lyrics else n for n in ordered)
    return MidiPart(name, sung, programs.get(channel, 0), channel == _DRUM_CHANNEL)


def _tempo_map(events: list[tuple[int, Any]]) -> TempoMap:
    tempos, meters = {0: Tempo(0, 120.0)}, {0: Meter(0)}
    for tick, message in events:
        if message.type == "set_tempo" and message.tempo:
            bpm = min(max(60e6 / message.tempo, _BPM_RANGE[0]), _BPM_RANGE[1])
            tempos[tick] = Tempo(tick, round(bpm, 4))
        elif message.type == "time_signature" and message.numerator:
            meters[tick] = Meter(tick, min(message.numerator, 64), min(message.denominator, 32))
    return TempoMap(tuple(tempos[tick] for tick in sorted(tempos)), tuple(meters[tick] for tick in sorted(meters)))


def _key(events: list[tuple[int, Any]]) -> Key | None:
    name = next((message.key for _, message in events if message.type == "key_signature"), None)
    if name is None:
        return None
    tonic, mode = name.removesuffix("m"), "minor" if name.endswith("m") else "major"
    names = SHARP_NAMES if tonic in SHARP_NAMES else FLAT_NAMES
    return Key(names.index(tonic), mode) if tonic in names else Key({"Cb": 11}.get(tonic, 0), mode)


def _markers(events: list[tuple[int, Any]]) -> tuple[tuple[int, str], ...]:
    return tuple((tick, message.text) for tick, message in events if message.type in ("marker", "cue_marker"))


def _name(events: list[tuple[int, Any]]) -> str:
    return next((message.name.strip() for _, message in events if message.type == "track_name"), "")
