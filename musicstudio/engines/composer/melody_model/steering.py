# SPDX-License-Identifier: GPL-3.0-or-later
"""Taste on top of the network: what is added to its logits before an event is drawn.

Hard limits (range, tiling of the bar) are minus infinity; everything else is a soft bias in nats.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.network import Array
from musicstudio.engines.composer.melody_model.qualities import pitch_classes
from musicstudio.engines.composer.melody_model.request import Cadence

NEVER = -np.inf
OUT_OF_SCALE = -2.0
STRONG_BEAT = 0.25
DRONE = -1.2
STALE_CHORD = -2.0
"""For each bar that a chord has already lasted, when the next bar begins."""
HOME_START = 2.0
"""For the tonic where a section begins."""
WRONG_HOME = -4.0
"""For the tonic chord with the other mode's third."""
LONG_TIE = -2.0
"""For holding a note through half a bar more."""
UNRESOLVED = -6.0
"""For silence after a last note that the cadence cannot rest on."""
FINAL_REST = 5.0
"""For silence after the last note of a section has rung for two beats."""
LEAP_OVER_SIXTH, LEAP_OVER_OCTAVE = -1.0, -4.0
CADENCE = 3.0


class Taste(Struct, frozen=True):
    """What holds for a whole passage. ``low`` and ``high``: the range relative to the tonic; ``scale``: pitch
    classes relative to it.
    """

    scale: tuple[int, ...]
    is_minor: bool
    chromatic: float
    low: int
    high: int
    cadence: Cadence
    is_singable: bool


class Place(Struct, frozen=True):
    """Where the next event stands: unit in its bar, the bar's length and beat in units, bar of the section,
    whether it is the last.

    since_rest, since_onset: units since the melody rested and since its last note began. chord: what sounds
    (for a chord: what sounded before), and for how many units it has. end_chord: the bar's last.
    """

    unit: int
    bar_units: int
    beat: int
    phrase_bar: int
    is_last: bool
    chord: int
    since_rest: int = 0
    since_onset: int = 0
    chord_units: int = 0
    end_chord: int = v.UNKNOWN


def chord_bias(taste: Taste, place: Place) -> Array:
    """(symbols,) for a chord."""
    bias = np.full(v.SYMBOLS, NEVER, np.float32)
    bias[v.CHORD_FIRST :] = _chromatic_chords(taste)
    if v.is_chord(place.chord):
        bias[place.chord] = NEVER if place.unit else STALE_CHORD * place.chord_units / place.bar_units
    if place.phrase_bar == 0 and place.unit == 0:
        bias[v.CHORD_FIRST :] += HOME_START * _home_chords(taste, "full")
    if place.is_last and taste.cadence != "open":
        home = _home_chords(taste, taste.cadence)
        bias[v.CHORD_FIRST :] += CADENCE * (1 + (place.unit > 0)) * home
        if place.bar_units - place.unit <= place.beat:
            bias[v.CHORD_FIRST :][home == 0] = NEVER
    return bias


def chord_lengths(taste: Taste, place: Place, symbol: int) -> Array:
    """(durations,): chords last whole beats; in a cadence the last chord fills the bar and any other makes way for
    it."""
    bias = np.full(v.DURATIONS, NEVER, np.float32)
    remaining = place.bar_units - place.unit
    is_cadence = place.is_last and taste.cadence != "open"
    is_final = bool(_home_chords(taste, taste.cadence)[symbol - v.CHORD_FIRST])
    longest = max(place.beat, min(place.bar_units // 2, remaining - place.beat)) if is_cadence else remaining
    bias[place.beat : longest + 1 : place.beat] = 0.0
    if is_final or not is_cadence:
        bias[remaining] = 0.0
    if is_final and is_cadence:
        bias[:remaining] = NEVER
    return bias


def melody_bias(taste: Taste, place: Place, line: Sequence[int], can_hold: bool) -> Array:
    """(symbols,) for a melody event; ``line`` holds the last pitches written, relative to the tonic, latest last."""
    bias = np.full(v.SYMBOLS, NEVER, np.float32)
    pitches = slice(v.PITCH_FIRST, v.NO_CHORD)
    bias[pitches] = _pitch_bias(taste, place.chord, place.unit % place.beat == 0) + _line_bias(tuple(line[-4:]))
    bias[v.REST] = _rest_bias(taste, place)
    if can_hold and not (place.is_last and taste.cadence != "open"):
        bias[v.HOLD] = 0.0
    if place.is_last:
        bias[pitches] += _final_pitches(taste, place.end_chord) * (0.5 if place.unit * 2 < place.bar_units else 1.0)
        if not _may_end(taste, place, line[-1] if line else 0):
            bias[v.REST] += UNRESOLVED
    return bias


def melody_lengths(taste: Taste, place: Place, symbol: int) -> Array:
    """(durations,): notes stay in the bar, end on the grid, and the last one is let ring."""
    bias = np.full(v.DURATIONS, NEVER, np.float32)
    remaining = place.bar_units - place.unit
    ends = np.arange(1, remaining + 1)
    on_grid = np.isin((place.unit + ends) % v.UNITS_PER_QUARTER, v.BEAT_GRID)
    bias[1 : remaining + 1][on_grid] = 0.0
    bias[remaining] = 0.0
    if symbol == v.HOLD and taste.is_singable:
        bias[place.bar_units // 2 :] += LONG_TIE
    if place.is_last and v.is_pitch(symbol) and not _may_end(taste, place, v.symbol_pitch(symbol)):
        bias[remaining] = NEVER if remaining > 1 else 0.0
    elif place.is_last and v.is_pitch(symbol) and place.unit * 2 >= place.bar_units and taste.cadence != "open":
        bias[max(1, remaining - v.UNITS_PER_QUARTER) : remaining + 1] += CADENCE
    return bias


def _may_end(taste: Taste, place: Place, pitch: int) -> bool:
    """Whether a section may end on ``pitch``: anywhere when open, else on a tone of its last chord."""
    tones = _tones(place.end_chord)
    return taste.cadence == "open" or not tones or pitch % 12 in tones


def _rest_bias(taste: Taste, place: Place) -> float:
    """Pressure to breathe, rising from a bar and a half after the last rest, released where phrases end."""
    if place.is_last and taste.cadence != "open" and 2 * v.UNITS_PER_QUARTER <= place.since_onset <= place.unit:
        return FINAL_REST
    if not taste.is_singable:
        return 0.0
    bars = place.since_rest / place.bar_units
    is_close = place.phrase_bar % 2 == 1 and place.unit * 2 >= place.bar_units
    pressure = min(6.0, max(0.0, bars - 1.5) * 2.5)
    return pressure if is_close else max(0.0, pressure - 3.0) - 0.3


@lru_cache(maxsize=512)
def _pitch_bias(taste: Taste, chord: int, is_strong: bool) -> NDArray[np.float32]:
    tones = _tones(chord)
    values = []
    for pitch in range(v.PITCH_LOW, v.PITCH_HIGH + 1):
        inside = taste.low <= pitch <= taste.high
        is_tone, is_scale = pitch % 12 in tones, pitch % 12 in taste.scale
        foreign = 0.0 if is_tone or is_scale else OUT_OF_SCALE * (1.0 - 0.6 * taste.chromatic)
        edge = -0.4 * max(0, taste.low + 2 - pitch, pitch - taste.high + 2)
        strong = STRONG_BEAT if is_tone and is_strong else 0.0
        values.append(foreign + edge + strong if inside else NEVER)
    return np.array(values, np.float32)


@lru_cache(maxsize=4096)
def _line_bias(line: tuple[int, ...]) -> NDArray[np.float32]:
    """Against drones, against hurried leaps, and against a second leap the same way."""
    pitches = np.arange(v.PITCH_LOW, v.PITCH_HIGH + 1)
    bias = np.zeros(len(pitches), np.float32)
    if not line:
        return bias
    leap = np.abs(pitches - line[-1])
    bias += np.where(leap > 12, LEAP_OVER_OCTAVE, np.where(leap > 9, LEAP_OVER_SIXTH, 0.0))
    repeats = next((i for i, pitch in enumerate(reversed(line)) if pitch != line[-1]), len(line))
    if repeats >= 2:
        bias[line[-1] - v.PITCH_LOW] += DRONE * (repeats - 1)
    return bias


@lru_cache(maxsize=64)
def _final_pitches(taste: Taste, chord: int) -> NDArray[np.float32]:
    """The end of a section sits on a chord tone; a full cadence prefers the tonic."""
    tones = _tones(chord)
    pitches = range(v.PITCH_LOW, v.PITCH_HIGH + 1)
    if taste.cadence == "open" or not tones:
        return np.zeros(len(pitches), np.float32)
    home = 0 if taste.cadence == "full" else 7
    return np.array(
        [CADENCE * (p % 12 in tones) + 2.0 * (p % 12 == home and home in tones) for p in pitches], np.float32
    )


@lru_cache(maxsize=64)
def _chromatic_chords(taste: Taste) -> NDArray[np.float32]:
    """Less for chords with tones outside the scale; the major dominant belongs to minor too."""
    home = set(taste.scale) | ({11} if taste.is_minor else set())
    values = []
    for symbol in range(v.CHORD_FIRST, v.SYMBOLS):
        root, _ = v.symbol_chord(symbol)
        foreign = len(_tones(symbol) - home) + (root not in taste.scale)
        is_wrong = root == 0 and (4 if taste.is_minor else 3) in _tones(symbol)
        values.append(OUT_OF_SCALE * (1.0 - taste.chromatic) * min(2, foreign) + WRONG_HOME * is_wrong)
    return np.array(values, np.float32)


@lru_cache(maxsize=64)
def _home_chords(taste: Taste, cadence: Cadence) -> NDArray[np.float32]:
    """1 for the chords that end a section: on the tonic for a full cadence, on the dominant for a half one."""
    third = 3 if taste.is_minor else 4
    values = []
    for symbol in range(v.CHORD_FIRST, v.SYMBOLS):
        root, quality = v.symbol_chord(symbol)
        full = root == 0 and quality in ("maj", "maj7", "6", "min", "min7", "m6") and third in _tones(symbol)
        half = root == 7 and quality in ("maj", "dom7", "sus4")
        values.append(float(full if cadence == "full" else half))
    return np.array(values, np.float32)


def _tones(chord: int) -> frozenset[int]:
    if not v.is_chord(chord):
        return frozenset()
    return pitch_classes(*v.symbol_chord(chord))
