# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes and chords on a line of time to bars of tiling events, and back."""

from collections.abc import Iterator, Sequence

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import Bar, Event
from musicstudio.engines.composer.melody_model.passage import ChordSpan, MelodyNote
from musicstudio.engines.composer.melody_model.qualities import to_model_quality

CHORD_STEP = 6
"""Chords may change on quavers."""


def snap(units: float) -> int:
    """The nearest place on the grid of 16ths and triplets."""
    beat = int(units // v.UNITS_PER_QUARTER) * v.UNITS_PER_QUARTER
    return min((beat + step for step in (*v.BEAT_GRID, v.UNITS_PER_QUARTER)), key=lambda place: abs(place - units))


def snap_melody(notes: Sequence[tuple[float, float, int]]) -> list[tuple[int, int, int]]:
    """(start, end, pitch) on the grid, monophonic: a note ends where the next starts. ``notes``: (start,
    length, pitch) in units.
    """
    placed: list[tuple[int, int, int]] = []
    for begin, length, pitch in sorted(notes):
        start = snap(begin)
        end = max(snap(begin + length), start + 1)
        if placed and placed[-1][0] >= start:
            continue
        if placed and placed[-1][1] > start:
            placed[-1] = (placed[-1][0], start, placed[-1][2])
        placed.append((start, end, pitch))
    return placed


def register_of(pitches: Sequence[int], tonic: int) -> int:
    """The MIDI pitch of the tonic that puts the mean pitch within -1 to 11 semitones above it."""
    mean = sum(pitches) / len(pitches)
    return int(tonic + 12 * ((mean - tonic + 1) // 12))


def tile_melody(
    notes: Sequence[tuple[int, int, int]], span: tuple[int, int], lead: int, full: int, tonic: int
) -> tuple[Event, ...]:
    """The events of one bar: notes within ``span`` (units), ``lead`` units of rest before it, tiled to ``full``
    units.
    """
    begin, end = span
    events: list[Event] = []
    cursor = begin - lead
    for start, stop, pitch in notes:
        if stop <= begin or start >= end:
            continue
        first, last = max(start, begin), min(stop, end)
        if first > cursor:
            events.append((v.REST, first - cursor))
        events.append((v.HOLD if start < begin else v.pitch_symbol(pitch - tonic), last - first))
        cursor = last
    rest = begin - lead + full - cursor
    return (*events, (v.REST, rest)) if rest > 0 else tuple(events)


def tile_chords(chords: Sequence[tuple[float, int]], span: tuple[int, int], lead: int, full: int) -> tuple[Event, ...]:
    """The chords of one bar; ``chords``: (start in units, symbol), each sounding until the next. Empty when
    there are none.
    """
    if not chords:
        return ()
    begin, end = span
    first = begin - lead
    marks = {first: v.NO_CHORD}
    for place, symbol in chords:
        start = round(round(place) / CHORD_STEP) * CHORD_STEP if place > begin else begin
        if place < end and start < end:
            marks[start if start > begin else first] = symbol
    places = sorted(marks)
    events: list[Event] = []
    for place, stop in zip(places, [*places[1:], first + full], strict=True):
        if events and events[-1][0] == marks[place]:
            events[-1] = (marks[place], events[-1][1] + stop - place)
        else:
            events.append((marks[place], stop - place))
    return tuple(events)


def chord_marks(chords: Sequence[ChordSpan], tonic: int) -> list[tuple[float, int]]:
    """(start in units, symbol) for `tile_chords`; a gap between chords sounds as no chord."""
    marks: list[tuple[float, int]] = []
    end = 0
    for chord in sorted(chords, key=lambda c: c.start_ticks):
        if chord.start_ticks > end:
            marks.append((end / v.TICKS_PER_UNIT, v.NO_CHORD))
        symbol = v.chord_symbol(chord.root - tonic, to_model_quality(chord.quality))
        marks.append((chord.start_ticks / v.TICKS_PER_UNIT, symbol))
        end = chord.start_ticks + chord.length_ticks
    return marks


def melody_of(bars: Sequence[Bar], tonic: int) -> tuple[MelodyNote, ...]:
    """The notes that bars stand for; ``tonic`` is the MIDI pitch of the tonic."""
    notes: list[MelodyNote] = []
    is_sounding = False
    for start, (symbol, length) in _time_events([bar.melody for bar in bars], bars):
        ticks = length * v.TICKS_PER_UNIT
        if v.is_pitch(symbol):
            notes.append(MelodyNote(start * v.TICKS_PER_UNIT, ticks, tonic + v.symbol_pitch(symbol)))
        elif symbol == v.HOLD and is_sounding:
            last = notes[-1]
            notes[-1] = MelodyNote(last.start_ticks, last.length_ticks + ticks, last.pitch)
        is_sounding = v.is_pitch(symbol) or (symbol == v.HOLD and is_sounding)
    return tuple(notes)


def chords_of(bars: Sequence[Bar], tonic: int) -> tuple[ChordSpan, ...]:
    """The chords that bars stand for, one span for as long as a chord stays the same; ``tonic`` is a pitch class."""
    spans: list[ChordSpan] = []
    previous = v.UNKNOWN
    for start, (symbol, length) in _time_events([bar.chords for bar in bars], bars):
        ticks = length * v.TICKS_PER_UNIT
        if v.is_chord(symbol) and symbol == previous:
            last = spans[-1]
            spans[-1] = ChordSpan(last.start_ticks, last.length_ticks + ticks, last.root, last.quality, last.bass)
        elif v.is_chord(symbol):
            root, quality = v.symbol_chord(symbol)
            pitch_class = (root + tonic) % 12
            spans.append(ChordSpan(start * v.TICKS_PER_UNIT, ticks, pitch_class, quality, pitch_class))
        previous = symbol
    return tuple(spans)


def _time_events(tracks: Sequence[Sequence[Event]], bars: Sequence[Bar]) -> Iterator[tuple[int, Event]]:
    """Every event with its start in units from the first bar."""
    begin = 0
    for events, bar in zip(tracks, bars, strict=True):
        unit = begin
        for event in events:
            yield unit, event
            unit += event[1]
        begin += bar.units
