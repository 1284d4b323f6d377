# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars to token rows: the context that is given, then the bars that are to be written, in the order they are written.

One row a token. The context holds every given event and one MASK for each hidden track of a bar. In the target
stream a row carries the event written before and the slot of the event to write next, so that the network knows where
it stands in the bar and over which chord.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from musicstudio.engines.composer.melody_model import vocabulary as v

Event = tuple[int, int]
"""(symbol, length in units)."""

FIELDS = (
    "symbol", "duration", "track", "position", "remaining", "metre", "section_position", "to_end", "echo", "chord",
    "query_bar", "query_unit", "key_bar", "key_unit", "bar_units",
)  # fmt: skip
"""Columns of a row. The first two are content, the next eight the slot, the rest times for rotary attention."""
CHORD_TRACK, MELODY_TRACK = 0, 1


class Bar(Struct, frozen=True):
    """One bar as the network sees it; events tile it exactly. ``chords`` empty: nobody wrote any."""

    units: int
    meter: int
    chords: tuple[Event, ...]
    melody: tuple[Event, ...]
    section_position: int = v.POSITION_UNKNOWN
    to_end: int = v.TO_END_UNKNOWN
    echo: int = v.ECHO_UNKNOWN


class Slot(Struct, frozen=True):
    """A place where an event is read or written."""

    bar: int
    unit: int
    track: int
    chord: int


def slot_row(content: Event, bar: Bar, slot: Slot, key: tuple[int, int]) -> tuple[int, ...]:
    """One row in the order of `FIELDS`; ``key`` is the (bar, unit) of the content itself."""
    return (
        *content, slot.track, slot.unit, bar.units - slot.unit, bar.meter, bar.section_position, bar.to_end, bar.echo,
        slot.chord, slot.bar, slot.unit, key[0], key[1], bar.units,
    )  # fmt: skip


def chord_at(chords: Sequence[Event], unit: int) -> int:
    """The chord symbol that sounds at ``unit`` of a bar; UNKNOWN where nobody wrote any."""
    end = 0
    for symbol, length in chords:
        end += length
        if unit < end:
            return symbol
    return v.UNKNOWN


def last_chord(bars: Sequence[Bar], index: int) -> int:
    """The chord that sounds into bar ``index`` from before it."""
    return bars[index - 1].chords[-1][0] if index and bars[index - 1].chords else v.UNKNOWN


def context_rows(
    bars: Sequence[Bar], hide_chords: Sequence[bool], hide_melody: Sequence[bool]
) -> list[tuple[int, ...]]:
    """Everything that is given, bar by bar, with MASK where something is to be written."""
    rows = []
    for index, bar in enumerate(bars):
        known = () if hide_chords[index] else bar.chords
        if hide_chords[index]:
            slot = Slot(index, 0, CHORD_TRACK, v.MASK)
            rows.append(slot_row((v.MASK, 0), bar, slot, (index, 0)))
        rows += [
            slot_row(event, bar, Slot(index, unit, CHORD_TRACK, event[0]), (index, unit))
            for unit, event in onsets(known)
        ]
        if hide_melody[index]:
            slot = Slot(index, 0, MELODY_TRACK, v.MASK if hide_chords[index] else chord_at(known, 0))
            rows.append(slot_row((v.MASK, 0), bar, slot, (index, 0)))
            continue
        for unit, event in onsets(bar.melody):
            chord = v.MASK if hide_chords[index] else chord_at(known, unit)
            rows.append(slot_row(event, bar, Slot(index, unit, MELODY_TRACK, chord), (index, unit)))
    return rows


def target_rows(
    bars: Sequence[Bar], hide_chords: Sequence[bool], hide_melody: Sequence[bool]
) -> tuple[list[tuple[int, ...]], list[Event]]:
    """The rows that write the hidden events, and the events themselves, as learned from (not used when writing)."""
    rows, events = [], []
    content, key = (v.START, 0), (first_hidden(hide_chords, hide_melody), 0)
    for index, bar in enumerate(bars):
        for track, hidden, written in (
            (CHORD_TRACK, hide_chords[index], bar.chords),
            (MELODY_TRACK, hide_melody[index], bar.melody),
        ):
            for unit, event in onsets(written) if hidden else ():
                chord = _slot_chord(bars, index, unit, track)
                rows.append(slot_row(content, bar, Slot(index, unit, track, chord), key))
                events.append(event)
                content, key = event, (index, unit)
    return rows, events


def first_hidden(hide_chords: Sequence[bool], hide_melody: Sequence[bool]) -> int:
    """The first bar of which anything is to be written; 0 when nothing is."""
    return next((i for i, hidden in enumerate(zip(hide_chords, hide_melody, strict=True)) if any(hidden)), 0)


def onsets(events: Sequence[Event]) -> Iterator[tuple[int, Event]]:
    """Each event with the unit at which it starts."""
    unit = 0
    for event in events:
        yield unit, event
        unit += event[1]


def _slot_chord(bars: Sequence[Bar], index: int, unit: int, track: int) -> int:
    """What a slot knows of the harmony: the chord under a note, the chord before a chord."""
    if track == MELODY_TRACK:
        return chord_at(bars[index].chords, unit)
    return chord_at(bars[index].chords, unit - 1) if unit else last_chord(bars, index)
