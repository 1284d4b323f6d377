# SPDX-License-Identifier: GPL-3.0-or-later
"""Bits per note and per chord of songs that were never trained on: the network beside Markov models of the same
events.
"""

import math
from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np
import torch

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.conditions import Conditions
from musicstudio.engines.composer.melody_model.encoding import FIELDS, Bar, Event
from scripts.train_leadsheet.examples import Example, collate, make_example
from scripts.train_leadsheet.markov import Markov
from scripts.train_leadsheet.network import LeadSheetNetwork
from scripts.train_leadsheet.train import tensors
from scripts.train_leadsheet.tunes import SheetTune

CHUNK = 8
TRACK = FIELDS.index("track")
Setting = Callable[[SheetTune, int], Example | None]
"""(tune, first bar of the chunk) to the example whose target events are counted."""


class Bits(msgspec.Struct):
    """Information found in some tunes: bits of melody and chord events, and how many notes and chords they hold."""

    melody: float = 0.0
    chords: float = 0.0
    notes: int = 0
    chord_count: int = 0


def network_bits(network: LeadSheetNetwork, tunes: Sequence[SheetTune], setting: Setting) -> Bits:
    """What the network needs for the chunks of all tunes, each read with up to 8 bars before it and none after."""
    examples = [e for tune in tunes for begin in range(0, len(tune.bars), CHUNK) if (e := setting(tune, begin))]
    examples.sort(key=lambda e: len(e.rows))
    bits = Bits()
    with torch.no_grad():
        for start in range(0, len(examples), 16):
            batch = collate(examples[start : start + 16])
            symbols, durations = network.losses(*tensors(batch))
            chosen = torch.from_numpy(batch.symbols > 0)
            is_melody = torch.from_numpy(batch.rows[:, :, TRACK])[chosen] == 1
            information = (symbols + durations) / math.log(2)
            bits.melody += float(information[is_melody].sum())
            bits.chords += float(information[~is_melody].sum())
            wanted = batch.symbols[batch.symbols > 0]
            bits.notes += int(np.sum((wanted >= v.PITCH_FIRST) & (wanted < v.NO_CHORD)))
            bits.chord_count += int((~is_melody).sum())
    return bits


def melody_without_chords(tune: SheetTune, begin: int) -> Example | None:
    """The tune alone, its place in the section unknown: what a Markov model knows too."""
    bars = [msgspec.structs.replace(_placeless(bar), chords=()) for bar in _window(tune, begin)]
    return _mask_example(tune, bars, begin, chords=False, melody=True)


def melody_over_chords(tune: SheetTune, begin: int) -> Example | None:
    """The melody with chords and form known."""
    bars = _window(tune, begin)
    return _mask_example(tune, bars, begin, chords=False, melody=True) if any(bar.chords for bar in bars) else None


def both(tune: SheetTune, begin: int) -> Example | None:
    """Chords and melody written together; the chord bits are those of continuing a song."""
    bars = [_placeless(bar) for bar in _window(tune, begin)]
    return _mask_example(tune, bars, begin, chords=True, melody=True) if any(bar.chords for bar in bars) else None


def chords_of_melody(tune: SheetTune, begin: int) -> Example | None:
    """Harmonization: the melody is known."""
    bars = _window(tune, begin)
    return _mask_example(tune, bars, begin, chords=True, melody=False) if any(bar.chords for bar in bars) else None


def _window(tune: SheetTune, begin: int) -> tuple[Bar, ...]:
    return tune.bars[max(0, begin - CHUNK) : begin + CHUNK]


def _placeless(bar: Bar) -> Bar:
    return msgspec.structs.replace(bar, section_position=v.POSITION_UNKNOWN, to_end=v.TO_END_UNKNOWN)


def _mask_example(tune: SheetTune, bars: Sequence[Bar], begin: int, chords: bool, melody: bool) -> Example:
    """Only style and mode are told; nothing measured on the melody itself."""
    hidden = [index >= min(begin, CHUNK) for index in range(len(bars))]
    nothing = [False] * len(bars)
    conditions = Conditions(v.STYLES.index(tune.style), v.MODES.index(tune.mode))
    return make_example(bars, hidden if chords else nothing, hidden if melody else nothing, conditions)


def melody_events(tune: SheetTune) -> list[Event]:
    """All melody events of a tune in a row."""
    return [event for bar in tune.bars for event in bar.melody]


def chord_events(tune: SheetTune) -> list[Event]:
    """All chord events of a tune in a row."""
    return [event for bar in tune.bars for event in bar.chords]


def learn_markov(tunes: Iterable[SheetTune], order: int, events: Callable[[SheetTune], list[Event]]) -> Markov:
    """A Markov model of the events of some tunes."""
    model = Markov(order)
    model.learn([events(tune) for tune in tunes])
    return model
