# SPDX-License-Identifier: GPL-3.0-or-later
"""Tracks and channels as parts: one row's notes each, with what plays them, how loud, and where."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from musicstudio.instruments.catalogue import load
from musicstudio.project.model import Note

from ..midi_programs import instrument_of, program_of_instrument
from .channels import NOTE_ON, PROGRAM, SOSTENUTO, SUSTAIN, Channels, Spot
from .events import META, Event
from .mixing import gain_of, panning_of
from .notes import held_by_sostenuto, played_notes, with_pedal
from .own_facts import SEQUENCER_SPECIFIC, RowFacts, row_facts
from .song import MidiPart
from .texts import INSTRUMENT_NAME, TRACK_NAME, Texts

Track = Sequence[Event]


def parts_of(tracks: Sequence[Track], ends: Sequence[int], channels: Channels, texts: Texts) -> list[list[MidiPart]]:
    """The parts of each track. ends: the tick where each track ends."""
    return [
        _name_parts(
            [
                part
                for channel in _playing_channels(track)
                for part in _parts(track, (index, channel), ends[index], channels)
            ],
            texts.first(track, TRACK_NAME) or texts.first(track, INSTRUMENT_NAME) or f"Track {index + 1}",
            _facts(track),
        )
        for index, track in enumerate(tracks)
    ]


def has_pedal(tracks: Sequence[Track], channels: Channels) -> bool:
    """Whether notes were lengthened by a pedal."""
    spots = [(index, channel) for index, track in enumerate(tracks) for channel in _playing_channels(track)]
    return any(value >= 64 for spot in spots for _, value in channels.settings(spot, SUSTAIN))


def _playing_channels(track: Track) -> list[int]:
    """The channels on which a track has notes."""
    return sorted({event.status & 0x0F for event in track if event.status & 0xF0 == NOTE_ON and event.b})


def _parts(track: Track, spot: Spot, end_tick: int, channels: Channels) -> Iterator[MidiPart]:
    notes = played_notes(track, spot[1], end_tick)
    if not notes:
        return
    is_drums = channels.is_drums(spot, notes[0].start_ticks)
    if not is_drums:
        notes = held_by_sostenuto(notes, channels.settings(spot, SOSTENUTO), end_tick)
        notes = with_pedal(notes, channels.settings(spot, SUSTAIN), end_tick)
    first, end = notes[0].start_ticks, max(note.start_ticks + note.length_ticks for note in notes)
    gain_db, gain_points = gain_of(channels, spot, first, end)
    pan, pan_points = panning_of(channels, spot, first, end)
    for program, own in _by_program(notes, spot, channels, is_drums):
        yield MidiPart("", tuple(own), program, is_drums, gain_db, pan, gain_points, pan_points)


def _by_program(
    notes: Sequence[Note], spot: Spot, channels: Channels, is_drums: bool
) -> Iterator[tuple[int, list[Note]]]:
    """Notes by the program in force where they begin; drums stay together."""
    settings = channels.settings(spot, PROGRAM)
    if is_drums or len(settings) < 2:
        yield channels.value(spot, PROGRAM, notes[0].start_ticks, 0), list(notes)
        return
    ticks = [tick for tick, _ in settings]
    groups: dict[int, list[Note]] = defaultdict(list)
    for note in notes:
        groups[settings[max(0, bisect_right(ticks, note.start_ticks) - 1)][1]].append(note)
    yield from groups.items()


def _facts(track: Track) -> RowFacts | None:
    """What the studio wrote about a row."""
    contents = [event.content for event in track if event.status == META and event.a == SEQUENCER_SPECIFIC]
    return next((facts for content in contents if (facts := row_facts(content))), None)


def _name_parts(parts: list[MidiPart], name: str, facts: RowFacts | None) -> list[MidiPart]:
    """The parts under the track's name; where there are several, with their instrument's title."""
    if len(parts) == 1:
        return [_with_facts(replace(parts[0], name=name), facts)]
    titles = [load()[instrument_of(part.program, part.is_drums)[1]].title for part in parts]
    titles = ["Drums" if part.is_drums else title for part, title in zip(parts, titles, strict=True)]
    seen: Counter[str] = Counter()
    named = []
    for part, title in zip(parts, titles, strict=True):
        seen[title] += 1
        number = f" {seen[title]}" if titles.count(title) > 1 else ""
        named.append(replace(part, name=f"{name}: {title}{number}"))
    return named


def _with_facts(part: MidiPart, facts: RowFacts | None) -> MidiPart:
    """The part as the studio wrote it, unless its program says that somebody changed it since."""
    if facts is None or (facts.instrument and program_of_instrument(facts.instrument) != part.program):
        return part
    notes = part.notes
    if facts.holds:
        notes = tuple(replace(note, lyric=note.lyric or "_") if index else note for index, note in enumerate(notes))
    is_mixed = part.gain_points or part.pan_points
    mix = (part.gain_db, part.pan) if is_mixed else (facts.gain_db, facts.pan)
    return replace(part, notes=notes, role=facts.role, instrument=facts.instrument, gain_db=mix[0], pan=mix[1])
