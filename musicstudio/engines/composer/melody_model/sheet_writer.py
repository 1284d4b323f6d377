# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the hidden events of a row of bars, window by window: read what is given, then draw event after event."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from musicstudio.engines.composer.melody_model import steering
from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.copies import CopyIndex, Step
from musicstudio.engines.composer.melody_model.encoding import (
    CHORD_TRACK,
    MELODY_TRACK,
    Bar,
    Event,
    Slot,
    chord_at,
    context_rows,
    first_hidden,
    last_chord,
    onsets,
    slot_row,
)
from musicstudio.engines.composer.melody_model.network import Array, Network, Reader

CHUNK, LOOK_BACK, LOOK_AHEAD = 8, 8, 4
"""Bars written at a time, and bars of what stands before and after that are read for them (as long as training
windows).
"""
NUCLEUS = 0.98
"""Only the likeliest events that together have this probability are drawn from (Holtzman et al. 2020,
arXiv:1904.09751).
"""
TRIES = 12


class Sheet(msgspec.Struct):
    """Bars being written, and which of them still hide chords or melody. ``first`` to ``last``: the section itself."""

    bars: list[Bar]
    hide_chords: list[bool]
    hide_melody: list[bool]
    first: int
    last: int


class Writer:
    """Fills in one sheet. Not shared between threads: it holds the random numbers and the line so far."""

    def __init__(
        self,
        network: Network,
        condition: Array,
        taste: steering.Taste,
        copies: CopyIndex,
        rng: np.random.Generator,
        temperature: float,
    ) -> None:
        self.network, self.condition, self.taste = network, condition, taste
        self.copies, self.rng, self.temperature = copies, rng, temperature
        self.resampled = 0

    def write(self, sheet: Sheet) -> None:
        """Write everything that is hidden, in place."""
        for begin in range(sheet.first, sheet.last, CHUNK):
            end = min(begin + CHUNK, sheet.last)
            if any(sheet.hide_chords[begin:end]) or any(sheet.hide_melody[begin:end]):
                self._write_chunk(sheet, begin, end)

    def _write_chunk(self, sheet: Sheet, begin: int, end: int) -> None:
        first, last = max(0, begin - LOOK_BACK), min(len(sheet.bars), end + LOOK_AHEAD)
        hide_chords, hide_melody = sheet.hide_chords[first:last], sheet.hide_melody[first:last]
        reader = Reader(self.network, self.condition)
        reader.read(context_rows(sheet.bars[first:last], hide_chords, hide_melody))
        stream = _Stream(reader, first, (v.START, 0), (first_hidden(hide_chords, hide_melody), 0))
        for index in range(begin, end):
            if sheet.hide_chords[index]:
                self._write_chords(sheet, index, stream)
            if sheet.hide_melody[index]:
                self._write_melody(sheet, index, stream)
            sheet.hide_chords[index] = sheet.hide_melody[index] = False

    def _write_chords(self, sheet: Sheet, index: int, stream: "_Stream") -> None:
        bar, unit = sheet.bars[index], 0
        events: list[Event] = []
        while unit < bar.units:
            window = sheet.bars[stream.first : index + 1]
            previous = events[-1][0] if events else last_chord(window, len(window) - 1)
            place = _place(sheet, index, unit, previous, chord_units=_chord_units(window, events, previous))
            hidden = stream.hear(bar, Slot(index, unit, CHORD_TRACK, previous))
            logits = self.network.symbol_logits(hidden) + steering.chord_bias(self.taste, place)
            symbol = self._draw(logits)
            lengths = self.network.duration_logits(hidden, symbol) + steering.chord_lengths(self.taste, place, symbol)
            events.append((symbol, self._draw(lengths)))
            unit = stream.wrote(events[-1], index, unit)
        sheet.bars[index] = msgspec.structs.replace(bar, chords=tuple(events))

    def _write_melody(self, sheet: Sheet, index: int, stream: "_Stream") -> None:
        bar, unit = sheet.bars[index], 0
        events: list[Event] = []
        line = MelodyLine.before(sheet.bars[:index])
        end = bar.chords[-1][0] if bar.chords else v.UNKNOWN
        while unit < bar.units:
            chord = chord_at(bar.chords, unit)
            place = _place(
                sheet, index, unit, chord, since_rest=line.since_rest, since_onset=line.since_onset, end_chord=end
            )
            hidden = stream.hear(bar, Slot(index, unit, MELODY_TRACK, chord))
            bias = steering.melody_bias(self.taste, place, line.pitches, unit == 0 and line.is_sounding)
            symbol = self._draw_uncopied(self.network.symbol_logits(hidden) + bias, line, _copy_units(sheet))
            lengths = self.network.duration_logits(hidden, symbol) + steering.melody_lengths(self.taste, place, symbol)
            events.append((symbol, self._draw(lengths)))
            line.add(events[-1])
            unit = stream.wrote(events[-1], index, unit)
        sheet.bars[index] = msgspec.structs.replace(bar, melody=tuple(events))

    def _draw_uncopied(self, logits: Array, line: "MelodyLine", bar_units: int) -> int:
        """Draws again while the note would complete more than two bars of a training tune."""
        for _ in range(TRIES):
            symbol = self._draw(logits)
            if not v.is_pitch(symbol) or not self.copies.is_copied(line.steps_with(symbol), bar_units):
                break
            logits = logits.copy()
            logits[symbol] = steering.NEVER
            self.resampled += 1
        return symbol

    def _draw(self, logits: Array) -> int:
        chances = _nucleus(logits, self.temperature)
        place = int(np.searchsorted(np.cumsum(chances), self.rng.random()))
        return min(place, len(chances) - 1)


class _Stream:
    """The network's stream of events within one window; bars are counted from the window's first."""

    def __init__(self, reader: Reader, first: int, content: Event, key: tuple[int, int]) -> None:
        self.reader, self.first, self.content, self.key = reader, first, content, key

    def hear(self, bar: Bar, slot: Slot) -> Array:
        """The hidden state for the event to be written in ``slot``."""
        local = Slot(slot.bar - self.first, slot.unit, slot.track, slot.chord)
        return np.asarray(self.reader.read([slot_row(self.content, bar, local, self.key)])[0])

    def wrote(self, event: Event, index: int, unit: int) -> int:
        """Tell what was written; returns the unit at which the next event starts."""
        self.content, self.key = event, (index - self.first, unit)
        return unit + event[1]


class MelodyLine(msgspec.Struct):
    """The melody so far: its last pitches, its steps (time, interval), how long since a rest, whether a note
    still sounds.
    """

    pitches: list[int]
    steps: list[Step]
    since_onset: int = 0
    since_rest: int = 0
    is_sounding: bool = False

    @classmethod
    def before(cls, bars: Sequence[Bar]) -> "MelodyLine":
        """The line of the bars just before (at most 8 count)."""
        line = cls([], [])
        for bar in bars[-LOOK_BACK:]:
            for _, event in onsets(bar.melody):
                line.add(event)
        return line

    def add(self, event: Event) -> None:
        """Take in one more event."""
        symbol, length = event
        if v.is_pitch(symbol):
            self.steps = self.steps_with(symbol)
            self.pitches.append(v.symbol_pitch(symbol))
            self.since_onset = 0
        self.since_onset += length
        self.since_rest = 0 if symbol == v.REST else self.since_rest + length
        self.is_sounding = v.is_pitch(symbol) or (symbol == v.HOLD and self.is_sounding)

    def steps_with(self, symbol: int) -> list[Step]:
        """The steps if a note began now."""
        if not self.pitches:
            return []
        return [*self.steps, (self.since_onset, v.symbol_pitch(symbol) - self.pitches[-1])]


def _place(sheet: Sheet, index: int, unit: int, chord: int, **since: int) -> steering.Place:
    bar = sheet.bars[index]
    beat = 18 if v.METERS[bar.meter] in ((6, 8), (9, 8), (12, 8), (3, 8)) else v.UNITS_PER_QUARTER
    return steering.Place(unit, bar.units, beat, index - sheet.first, index == sheet.last - 1, chord, **since)


def _chord_units(bars: Sequence[Bar], written: Sequence[Event], chord: int) -> int:
    """For how many units ``chord`` has sounded up to the end of what is written of the last of ``bars``."""
    total = 0
    for symbol, length in reversed([*(event for bar in bars[:-1] for event in bar.chords), *written]):
        if symbol != chord:
            break
        total += length
    return total


def _copy_units(sheet: Sheet) -> int:
    return sheet.bars[sheet.first].units


def _nucleus(logits: Array, temperature: float) -> NDArray[np.float64]:
    """Chances of the likeliest entries that together reach `NUCLEUS`; the others get 0."""
    scaled = (logits.astype(np.float64) - float(logits.max())) / temperature
    chances = np.exp(scaled)
    chances /= chances.sum()
    order = np.argsort(-chances, kind="stable")
    reached = np.cumsum(chances[order]) - chances[order] >= NUCLEUS
    chances[order[reached]] = 0.0
    return np.asarray(chances / chances.sum())
