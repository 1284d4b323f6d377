# SPDX-License-Identifier: GPL-3.0-or-later
"""Standard MIDI files, type 1, 960 ticks a quarter: tempo map, metres, key, markers, row names, lyrics and notes."""

import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.files import write_file
from musicstudio.core.text import clean_line
from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.instruments.catalogue import load
from musicstudio.project.keys import key_changes_of, key_of_section
from musicstudio.project.model import Chord, Key, Meter, Note, Project, Track

from .audible_notes import audible_notes
from .midi.channels import PAN, VOLUME
from .midi.mixing import pan_value_of, volume_of
from .midi.own_facts import RowFacts, SongFacts, fact_bytes, facts_of
from .midi.seats import Seat, seats_for, steps_of

_MINOR_LIKE = ("minor", "dorian", "phrygian")
_MAJOR_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MINOR_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
Event = tuple[int, int, Any]


def export_midi(
    project: Project, path: Path, track_ids: Collection[str] = (), span_ticks: tuple[int, int] | None = None
) -> int:
    """Write the notes of rows (all that have some, when none is named); returns how many rows were written.

    span_ticks: only what begins between two ticks, moved to the start. Raises `InputError` when there is no note to
    write, and `StorageError` when the file cannot be written.
    """
    span = span_ticks or (0, 1 << 40)
    rows = [track for track in project.tracks if not track_ids or track.id in track_ids]
    parts = [(track, _within(audible_notes(track, project.tempo_map), span)) for track in rows]
    parts = [(track, notes) for track, notes in parts if notes]
    if not parts:
        raise InputError("There are no notes to export.")
    write_file(Path(path), midi_bytes(project, parts, span))
    return len(parts)


def midi_bytes(project: Project, parts: list[tuple[Track, list[Note]]], span: tuple[int, int]) -> bytes:
    """A whole MIDI file; equal songs give equal bytes."""
    import mido

    file = mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_QUARTER, charset="utf-8")
    file.tracks.append(_as_track(_conductor(project, span)))
    seats = seats_for([track for track, _ in parts])
    has_ports = any(seat.port for seat in seats)
    for (track, notes), seat in zip(parts, seats, strict=True):
        file.tracks.append(_as_track(_part(track, notes, seat, span, has_ports)))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def _conductor(project: Project, span: tuple[int, int]) -> list[Event]:
    from mido import MetaMessage, bpm2tempo

    events: list[Event] = [(0, 0, MetaMessage("track_name", name=clean_line(project.title)))]
    keys = _in_force(key_changes_of(project), span)
    events += [
        (_shift_tick(each.tick, span), 1, MetaMessage("key_signature", key=_key_signature(each.key))) for each in keys
    ]
    tempos = _in_force(project.tempo_map.tempos, span)
    events += [(_shift_tick(t.tick, span), 1, MetaMessage("set_tempo", tempo=bpm2tempo(t.bpm))) for t in tempos]
    for meter in _in_force(project.tempo_map.meters, span):
        events.append((_shift_tick(meter.tick, span), 1, _signature(meter)))
    sections = tuple(s for s in project.sections if span[0] <= s.start_ticks < span[1])
    places = [(section.start_ticks, section.name) for section in sections]
    places += [(marker.tick, marker.name) for marker in project.markers if span[0] <= marker.tick < span[1]]
    events += [(_shift_tick(tick, span), 2, MetaMessage("marker", text=clean_line(name))) for tick, name in places]
    moved = tuple(
        (replace(section, start_ticks=section.start_ticks - span[0]), key_of_section(project, section))
        for section in sections
    )
    events.append((0, 0, _facts_message(facts_of(moved, keys[0].key, _chords_within(project, span)))))
    return events


def _chords_within(project: Project, span: tuple[int, int]) -> tuple[Chord, ...]:
    """The chords that begin in a span, moved to its start."""
    inside = (chord for chord in project.chords if span[0] <= chord.start_ticks < span[1])
    return tuple(replace(chord, start_ticks=chord.start_ticks - span[0]) for chord in inside)


def _signature(meter: Meter) -> Any:
    """A metre; the click of compound ones is the dotted beat."""
    from mido import MetaMessage

    beats = 3 if meter.denominator >= 8 and meter.numerator % 3 == 0 and meter.numerator > 3 else 1
    clocks = min(255, max(1, 96 * beats // meter.denominator))
    return MetaMessage(
        "time_signature", numerator=meter.numerator, denominator=meter.denominator, clocks_per_click=clocks
    )


def _part(track: Track, notes: list[Note], seat: Seat, span: tuple[int, int], has_ports: bool) -> list[Event]:
    from mido import Message, MetaMessage

    channel = seat.channel
    events: list[Event] = [(0, 0, MetaMessage("track_name", name=clean_line(track.name)))]
    if has_ports:
        events.append((0, 0, MetaMessage("midi_port", port=seat.port)))
    events.append((0, 0, _facts_message(_row_facts(track))))
    events.append((0, 1, Message("program_change", channel=channel, program=seat.program)))
    events.append((0, 1, Message("control_change", channel=channel, control=VOLUME, value=seat.volume)))
    events.append((0, 1, Message("control_change", channel=channel, control=PAN, value=seat.pan)))
    events += _automation(track, channel, span)
    for note in _without_overlaps(notes):
        end = note.start_ticks + note.length_ticks
        on = Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        events.append((note.start_ticks, 4, on))
        events.append((end, 2, Message("note_off", channel=channel, note=note.pitch, velocity=64)))
        if note.lyric and note.lyric != "_":
            events.append((note.start_ticks, 3, MetaMessage("lyrics", text=_lyric_text(note.lyric))))
    return events


def _automation(track: Track, channel: int, span: tuple[int, int]) -> Iterator[Event]:
    """Gain and pan drawn over time, as controllers that step a sixteenth at most where a line runs."""
    from mido import Message

    kinds = {"gain_db": (VOLUME, volume_of), "pan": (PAN, pan_value_of)}
    for lane in track.strip.automation:
        if lane.target not in kinds:
            continue
        control, value_of = kinds[lane.target]
        last = -1
        for tick, value in steps_of(lane, span):
            if value_of(value) != last:
                last = value_of(value)
                yield tick, 1, Message("control_change", channel=channel, control=control, value=last)


def _row_facts(track: Track) -> RowFacts:
    instrument = track.instrument if track.instrument in load() else ""
    return RowFacts(track.role, instrument, track.strip.gain_db, track.strip.pan, holds=track.kind == "vocal")


def _facts_message(facts: SongFacts | RowFacts) -> Any:
    from mido import MetaMessage

    return MetaMessage("sequencer_specific", data=tuple(fact_bytes(facts)))


def _as_track(events: list[Event]) -> Any:
    """Events, each (tick, order within the tick, message), as a track of delta times."""
    from mido import MetaMessage, MidiTrack

    track, now = MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(MetaMessage("end_of_track", time=0))
    return track


def _without_overlaps(notes: list[Note]) -> Iterator[Note]:
    """The same notes, each ending where the next of its pitch begins: MIDI cannot say more."""
    following: dict[int, int] = {}
    for note in reversed(notes):
        limit = following.get(note.pitch, note.start_ticks + note.length_ticks) - note.start_ticks
        following[note.pitch] = note.start_ticks
        if limit > 0:
            yield replace(note, length_ticks=min(note.length_ticks, limit))


def _within(notes: list[Note], span: tuple[int, int]) -> list[Note]:
    inside = [note for note in notes if span[0] <= note.start_ticks < span[1]]
    return [replace(note, start_ticks=note.start_ticks - span[0]) for note in inside] if span[0] else inside


def _in_force(events: Sequence[Any], span: tuple[int, int]) -> list[Any]:
    before = [event for event in events if event.tick <= span[0]]
    return [*before[-1:], *(event for event in events if span[0] < event.tick < span[1])]


def _shift_tick(tick: int, span: tuple[int, int]) -> int:
    return max(0, tick - span[0])


def _key_signature(key: Key) -> str:
    """MIDI knows major and minor; other modes are written as the nearer of the two on the same tonic."""
    is_minor = key.mode in _MINOR_LIKE
    return f"{_MINOR_NAMES[key.tonic]}m" if is_minor else _MAJOR_NAMES[key.tonic]


def _lyric_text(lyric: str) -> str:
    """A syllable within a word keeps its hyphen; the last of a word is followed by a space, as in karaoke files."""
    text = clean_line(lyric)
    return text if text.endswith("-") else f"{text} "
