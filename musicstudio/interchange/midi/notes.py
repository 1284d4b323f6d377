# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys pressed and released, and pedals, as notes with a length."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from musicstudio.core.units import TICKS_PER_QUARTER
from musicstudio.project.model import Note

from .channels import NOTE_OFF, NOTE_ON, NOTES_OFF, SOUND_OFF, Setting
from .events import Event

_PEDAL_DOWN = 64
_UNKNOWN_LENGTH = TICKS_PER_QUARTER


def played_notes(track: Sequence[Event], channel: int, end_tick: int) -> list[Note]:
    """The notes of one channel of a track. One that is never ended lasts to the end of the track."""
    strokes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for event in track:
        if event.status & 0x0F != channel or event.status >= 0xF0:
            continue
        kind = event.status & 0xF0
        if kind == NOTE_ON and event.b:
            strokes[event.a].append((event.tick, event.b))
        elif kind in (NOTE_ON, NOTE_OFF):
            strokes[event.a].append((event.tick, 0))
        elif event.a in (SOUND_OFF, NOTES_OFF) and kind == 0xB0:
            for key in strokes:
                strokes[key].append((event.tick, -1))
    notes = [note for pitch, own in strokes.items() for note in _of_one_key(own, pitch, end_tick)]
    return sorted(notes, key=lambda note: (note.start_ticks, note.pitch))


def with_pedal(notes: Sequence[Note], pedal: Sequence[Setting], end_tick: int) -> list[Note]:
    """Notes that end while the sustain pedal is down, lasting until it comes up or their key is struck again."""
    downs = _down_times(pedal, end_tick)
    if not downs:
        return list(notes)
    struck: dict[int, list[int]] = defaultdict(list)
    for note in notes:
        struck[note.pitch].append(note.start_ticks)
    return [_sustain_note(note, downs, struck[note.pitch]) for note in notes]


def held_by_sostenuto(notes: Sequence[Note], pedal: Sequence[Setting], end_tick: int) -> list[Note]:
    """Notes that sound when the sostenuto pedal goes down, lasting until it comes up."""
    downs = _down_times(pedal, end_tick)
    if not downs:
        return list(notes)
    held = []
    for note in notes:
        end = note.start_ticks + note.length_ticks
        ups = [up for down, up in downs if note.start_ticks <= down < end < up]
        held.append(_end_note_at(note, ups[0]) if ups else note)
    return held


def _of_one_key(strokes: Sequence[tuple[int, int]], pitch: int, end_tick: int) -> Iterator[Note]:
    """Strokes of a key, in order. Where as many releases follow as strokes, each ends the oldest note; where some are
    missing, a stroke also ends the note before it."""
    run: list[tuple[int, int]] = []
    depth = 0
    for stroke in strokes:
        if not run and stroke[1] <= 0:
            continue
        run.append(stroke)
        depth = 0 if stroke[1] < 0 else depth + (1 if stroke[1] else -1)
        if not depth:
            yield from _pair_notes(run, pitch)
            run = []
    yield from _close_notes(run, pitch, end_tick)


def _pair_notes(run: Sequence[tuple[int, int]], pitch: int) -> Iterator[Note]:
    begun: list[tuple[int, int]] = []
    for tick, velocity in run:
        if velocity > 0:
            begun.append((tick, velocity))
        else:
            ended, begun = (begun, []) if velocity < 0 else (begun[:1], begun[1:])
            for start, loudness in ended:
                yield Note(start, max(1, tick - start), pitch, loudness)


def _close_notes(run: Sequence[tuple[int, int]], pitch: int, end_tick: int) -> Iterator[Note]:
    for index, (tick, velocity) in enumerate(run):
        if velocity <= 0:
            continue
        end = run[index + 1][0] if index + 1 < len(run) else end_tick
        length = end - tick if end > tick or index + 1 < len(run) else _UNKNOWN_LENGTH
        yield Note(tick, max(1, length), pitch, velocity)


def _down_times(pedal: Sequence[Setting], end_tick: int) -> list[tuple[int, int]]:
    """(down, up) of a pedal in order; one that never comes up is held to the end."""
    times: list[tuple[int, int]] = []
    down: int | None = None
    for tick, value in pedal:
        if value >= _PEDAL_DOWN and down is None:
            down = tick
        elif value < _PEDAL_DOWN and down is not None:
            times.append((down, tick))
            down = None
    return times if down is None else [*times, (down, max(down, end_tick))]


def _sustain_note(note: Note, downs: Sequence[tuple[int, int]], struck: Sequence[int]) -> Note:
    from bisect import bisect_left, bisect_right

    end = note.start_ticks + note.length_ticks
    index = bisect_right(downs, (end, 1 << 60)) - 1
    if index < 0 or not downs[index][0] <= end < downs[index][1]:
        return note
    following = bisect_left(struck, end)
    limit = struck[following] if following < len(struck) else downs[index][1]
    return _end_note_at(note, min(limit, downs[index][1]))


def _end_note_at(note: Note, tick: int) -> Note:
    return Note(note.start_ticks, max(1, tick - note.start_ticks), note.pitch, note.velocity, note.lyric)
