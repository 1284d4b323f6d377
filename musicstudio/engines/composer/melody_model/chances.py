# SPDX-License-Identifier: GPL-3.0-or-later
"""How likely the network finds a lead sheet as it stands, event by event, before any taste is added.

It is read just as it would be written: eight bars at a time, with what stands before and after in sight. These are not
the chances of the draw that wrote it (theme, cadence and variation changed it since), but those of what is there now.
"""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from musicstudio.core.theory.chords import chord_symbol
from musicstudio.core.theory.pitches import pitch_name
from musicstudio.engines.inside import Likely

from . import vocabulary as v
from .encoding import CHORD_TRACK, Bar, Event, context_rows, onsets, target_rows
from .layout import passage_bars
from .network import Array, Network, Reader, load_network
from .passage import Passage
from .request import LeadRequest
from .sheet_writer import CHUNK, LOOK_AHEAD, LOOK_BACK
from .styles import style_mix
from .write_leadsheet import condition_vector, home_pitch

MOST_BARS, OTHERS = 16, 4
Place = tuple[int, int]
"""Where an event begins and how long it lasts, in ticks."""


def chances_of(request: LeadRequest, has_flats: bool = False) -> tuple[tuple[Likely, ...], tuple[Likely, ...]]:
    """(chords, events of the tune) of the first 16 bars of a passage that is given whole.

    Raises `InputError`, `ModelMissingError`.
    """
    network, home = load_network(), home_pitch(request)
    passage = Passage(request.grid, request.given_melody or (), request.given_chords or ())
    bars = passage_bars(passage, home)
    condition = condition_vector(network, request, style_mix(request.style, request.style_blend))
    found: list[tuple[int, Likely]] = []
    with threadpool_limits(1):
        for begin in range(0, min(len(bars), MOST_BARS), CHUNK):
            found += _chances_in(network, condition, bars, begin, _Names(home, request.tonic, has_flats))
    chords = tuple(each for track, each in found if track == CHORD_TRACK)
    return chords, tuple(each for track, each in found if track != CHORD_TRACK)


class _Names:
    """Symbols by what a musician calls them."""

    def __init__(self, home: int, tonic: int, has_flats: bool) -> None:
        self.home, self._tonic, self._has_flats = home, tonic, has_flats

    def of(self, symbol: int) -> str:
        if v.is_chord(symbol):
            root, quality = v.symbol_chord(symbol)
            return chord_symbol((root + self._tonic) % 12, quality, has_flats=self._has_flats)
        if v.is_pitch(symbol):
            return pitch_name(self.home + v.symbol_pitch(symbol), self._has_flats)
        return {v.REST: "rest", v.HOLD: "hold"}.get(symbol, "none")


def _chances_in(
    network: Network, condition: Array, bars: Sequence[Bar], begin: int, names: _Names
) -> list[tuple[int, Likely]]:
    """Every event of 8 bars, (track, chances), in the order in which they would be written."""
    end, first = min(begin + CHUNK, len(bars)), max(0, begin - LOOK_BACK)
    window = bars[first : min(len(bars), end + LOOK_AHEAD)]
    hidden = [begin <= first + index < end for index in range(len(window))]
    reader = Reader(network, condition)
    reader.read(context_rows(window, hidden, hidden))
    rows, events = target_rows(window, hidden, hidden)
    starts = np.cumsum([0, *(bar.units for bar in bars)])
    places = _places(window, hidden, starts[first : first + len(window)])
    return [
        (track, _likely(network.symbol_logits(reader.read([row])[0]), track, event, place, names))
        for row, event, (track, place) in zip(rows, events, places, strict=True)
    ]


def _places(bars: Sequence[Bar], hidden: Sequence[bool], starts: Array) -> list[tuple[int, Place]]:
    """Track, start and length of each event that `target_rows` gives, in its order."""
    found = []
    for bar, is_hidden, start in zip(bars, hidden, starts, strict=True):
        for track, events in enumerate((bar.chords, bar.melody)):
            for unit, event in onsets(events) if is_hidden else ():
                place = (int(start + unit) * v.TICKS_PER_UNIT, event[1] * v.TICKS_PER_UNIT)
                found.append((track, place))
    return found


def _likely(logits: Array, track: int, event: Event, place: Place, names: _Names) -> Likely:
    """The event's chance among all that could stand in its track."""
    may = np.arange(v.SYMBOLS) >= v.CHORD_FIRST if track == CHORD_TRACK else _tune_symbols()
    scaled = np.where(may, logits.astype(np.float64), -np.inf)
    chances = np.exp(scaled - scaled.max())
    chances /= chances.sum()
    symbol = event[0]
    ranked = [int(each) for each in np.argsort(-chances, kind="stable") if each != symbol][:OTHERS]
    others = tuple((names.of(each), round(float(chances[each]), 4)) for each in ranked)
    kind = "chord" if track == CHORD_TRACK else "note" if v.is_pitch(symbol) else names.of(symbol)
    pitch = names.home + v.symbol_pitch(symbol) if v.is_pitch(symbol) else 0
    return Likely(*place, kind, names.of(symbol), round(float(chances[symbol]), 4), others, pitch)


def _tune_symbols() -> Array:
    symbols = np.arange(v.SYMBOLS)
    return np.asarray((symbols == v.REST) | (symbols == v.HOLD) | ((symbols >= v.PITCH_FIRST) & (symbols < v.NO_CHORD)))
