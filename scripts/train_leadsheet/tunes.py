# SPDX-License-Identifier: GPL-3.0-or-later
"""A tune as read from any source, and its bars as the network sees them."""

from collections.abc import Sequence

from msgspec import Struct

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import Bar
from musicstudio.engines.composer.melody_model.tiling import register_of, snap_melody, tile_chords, tile_melody


class RawNote(Struct, frozen=True):
    """A melody note in grid units (12 a quarter, fractions allowed) from the start of the tune."""

    start: float
    length: float
    pitch: int


class RawChord(Struct, frozen=True):
    """A chord in grid units; it sounds until the next one."""

    start: float
    root: int
    quality: str


class RawBar(Struct, frozen=True):
    """Where a bar starts and how long it is, in grid units; whether a section starts with it."""

    start: float
    units: float
    meter: tuple[int, int]
    is_section_start: bool = False


class Tune(Struct, frozen=True):
    """A whole tune in its own key, as the readers give it."""

    source: str
    title: str
    style: str
    tonic: int
    mode: str
    bars: tuple[RawBar, ...]
    notes: tuple[RawNote, ...]
    chords: tuple[RawChord, ...]


class SheetTune(Struct, frozen=True):
    """A tune relative to its tonic, tiled into bars: what training reads."""

    source: str
    title: str
    style: str
    mode: str
    bars: tuple[Bar, ...]
    sections: tuple[int, ...]
    has_pickup: bool


def to_sheet(tune: Tune) -> SheetTune | None:
    """The tune in the network's alphabet, or None where its metre or rhythm is beyond it."""
    raws = _without_upbeats(tune.bars)
    if len(raws) < 4 or len(tune.notes) < 12 or any(_meter(bar.meter) is None for bar in raws):
        return None
    notes = snap_melody([(note.start, note.length, note.pitch) for note in tune.notes])
    middle = register_of([pitch for _, _, pitch in notes], tune.tonic)
    marks = [(chord.start, v.chord_symbol(chord.root - tune.tonic, chord.quality)) for chord in tune.chords]
    bars = []
    for index, raw in enumerate(raws):
        full, start, length = full_units(raw.meter), round(raw.start), round(raw.units)
        if length > full:
            return None
        lead = full - length if index == 0 else 0
        melody = tile_melody(notes, (start, start + length), lead, full, middle)
        chords = tile_chords(marks, (start, start + length), lead, full)
        bars.append(Bar(full, _meter(raw.meter) or 0, chords, melody))
    pickup = raws[0].units < full_units(raws[0].meter)
    sections = _sections(raws, pickup)
    placed = _place_bars(bars, sections, pickup)
    return SheetTune(tune.source, tune.title, tune.style, tune.mode, placed, sections, pickup)


def full_units(meter: tuple[int, int]) -> int:
    """The length of a whole bar in grid units."""
    return v.UNITS_PER_QUARTER * 4 * meter[0] // meter[1]


def _without_upbeats(bars: Sequence[RawBar]) -> list[RawBar]:
    """Leaves out the short upbeat bars inside a tune that no short bar before them completes."""
    kept: list[RawBar] = []
    carry = False
    for index, bar in enumerate(bars):
        if index and bar.units < 0.45 * full_units(bar.meter):
            carry = carry or bar.is_section_start
            continue
        kept.append(RawBar(bar.start, bar.units, bar.meter, bar.is_section_start or carry))
        carry = False
    return kept


def _meter(meter: tuple[int, int]) -> int | None:
    known = {(2, 2): (4, 4), (6, 4): (12, 8)}.get(meter, meter)
    return v.METERS.index(known) if known in v.METERS else None


def _sections(bars: Sequence[RawBar], pickup: bool) -> tuple[int, ...]:
    """Bars at which sections start; where the source marks none within 16 bars, every 8 bars."""
    first, count = int(pickup), len(bars)
    marked = sorted({first, *(i for i, bar in enumerate(bars) if bar.is_section_start and i > first)})
    starts: list[int] = []
    for start, stop in zip(marked, [*marked[1:], count], strict=True):
        length = stop - start
        if length < 4 and starts and stop != count:
            continue
        starts += range(start, stop, 8) if length > 16 and length % 8 == 0 else [start]
    return tuple(starts)


def _place_bars(bars: Sequence[Bar], sections: Sequence[int], pickup: bool) -> tuple[Bar, ...]:
    placed = []
    for index, bar in enumerate(bars):
        if pickup and index == 0:
            position, to_end = v.POSITION_PICKUP, v.TO_END_UNKNOWN
        else:
            begin = max(start for start in sections if start <= index)
            end = min((start for start in sections if start > index), default=len(bars))
            position, to_end = min(index - begin, 15), min(end - 1 - index, 15)
        placed.append(Bar(bar.units, bar.meter, bar.chords, bar.melody, position, to_end))
    return tuple(placed)


def merge_half_bars(bars: Sequence[RawBar]) -> tuple[RawBar, ...]:
    """Two half bars on either side of a repeat sign are one bar; the second's section then starts with the next bar."""
    merged: list[RawBar] = []
    carry = False
    for bar in bars:
        full = full_units(bar.meter)
        last = merged[-1] if merged else None
        completes = last is not None and last.units < full and abs(last.units + bar.units - full) < 0.01
        if last and completes and len(merged) > 1 and bar.meter == last.meter:
            merged[-1] = RawBar(last.start, full, bar.meter, last.is_section_start)
            carry = bar.is_section_start
            continue
        is_short_start = bar.is_section_start and bar.units < full and not merged
        merged.append(RawBar(bar.start, bar.units, bar.meter, bar.is_section_start or carry))
        carry = is_short_start
    return tuple(merged)
