# SPDX-License-Identifier: GPL-3.0-or-later
"""Training examples: a window of a tune, a task that hides some of it, and the rows that the network reads."""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.conditions import Conditions, measure
from musicstudio.engines.composer.melody_model.echoes import find_echo
from musicstudio.engines.composer.melody_model.encoding import Bar, context_rows, target_rows
from scripts.train_leadsheet.tunes import SheetTune

TASKS = ("generate", "fill", "melody", "harmonize")
TASK_SHARES = (0.40, 0.22, 0.2, 0.18)
SOURCE_WEIGHTS = {"openewld": 3.5, "nottingham": 2.5, "chorale": 1.5, "oneill": 1.0, "ryan": 0.7}
"""How often a tune is drawn: chords and songs are rarer than fiddle tunes and matter more."""
WINDOW_LENGTHS = (8, 12, 16, 16, 16, 20)


class Example(msgspec.Struct):
    """Rows of one example: ``rows`` (tokens, fields), ``context`` rows first, then one row per event of ``events``."""

    rows: NDArray[np.int16]
    events: NDArray[np.int16]
    conditions: tuple[int, ...]
    context: int


def draw_example(tunes: Sequence[SheetTune], weights: NDArray[np.float64], rng: np.random.Generator) -> Example:
    """One random example. ``weights`` sum to 1."""
    tune = tunes[rng.choice(len(tunes), p=weights)]
    bars, part = draw_window(tune, rng)
    has_chords = any(bar.chords for bar in bars)
    task = rng.choice(TASKS, p=TASK_SHARES) if has_chords else rng.choice(TASKS[:2], p=(0.65, 0.35))
    hide_chords, hide_melody = draw_mask(str(task), len(bars), has_chords, rng)
    conditions = drop_conditions(describe(tune, bars, part), rng)
    return make_example(_with_echoes(bars, rng), hide_chords, hide_melody, conditions)


def make_example(
    bars: Sequence[Bar], hide_chords: Sequence[bool], hide_melody: Sequence[bool], conditions: Conditions
) -> Example:
    """The rows of one masked window."""
    context = context_rows(bars, hide_chords, hide_melody)
    rows, events = target_rows(bars, hide_chords, hide_melody)
    return Example(np.array(context + rows, np.int16), np.array(events, np.int16), conditions.row(), len(context))


def draw_window(tune: SheetTune, rng: np.random.Generator) -> tuple[tuple[Bar, ...], int]:
    """Some bars in a row, mostly from the start of a section, and which part of the tune (index in PARTS) they
    begin in.
    """
    length = min(int(rng.choice(WINDOW_LENGTHS)), len(tune.bars))
    begin = int(rng.choice(tune.sections)) if rng.random() < 0.6 else int(rng.integers(0, len(tune.bars) - length + 1))
    if tune.has_pickup and begin == 1 and rng.random() < 0.7:
        begin = 0
    begin = min(begin, max(0, len(tune.bars) - 4))
    if begin + length > len(tune.bars) and rng.random() < 0.5:
        begin = max(0, len(tune.bars) - length)
    part = sum(start <= begin for start in tune.sections)
    return tune.bars[begin : begin + length], min(max(part, 1), 3)


def describe(tune: SheetTune, bars: Sequence[Bar], part: int) -> Conditions:
    """The conditions that hold for a window of a tune."""
    return measure(bars, v.STYLES.index(tune.style), v.MODES.index(tune.mode), part)


def draw_mask(task: str, count: int, has_chords: bool, rng: np.random.Generator) -> tuple[list[bool], list[bool]]:
    """(chords hidden, melody hidden) per bar for a task."""
    if task == "generate":
        first = int(rng.choice((0, 0, 1, 2, 4, 8))) if rng.random() < 0.8 else int(rng.integers(0, count))
        span = range(min(first, count - 1), count)
    elif task == "fill":
        length = int(rng.integers(1, max(2, min(9, count))))
        first = int(rng.integers(0, count - length + 1))
        span = range(first, first + length)
    else:
        length = count if rng.random() < 0.6 else int(rng.integers(1, count + 1))
        first = int(rng.integers(0, count - length + 1))
        span = range(first, first + length)
    inside = [index in span for index in range(count)]
    nothing = [False] * count
    if not has_chords or task == "melody":
        return nothing, inside
    return inside, nothing if task == "harmonize" else inside


def drop_conditions(conditions: Conditions, rng: np.random.Generator) -> Conditions:
    """Forgets each condition now and then, so that any of them may be left out when writing."""
    names = Conditions.__struct_fields__
    dropped = {name: 0 for name in names if rng.random() < (0.1 if name in ("style", "mode") else 0.3)}
    return msgspec.structs.replace(conditions, **dropped)


def _with_echoes(bars: Sequence[Bar], rng: np.random.Generator) -> list[Bar]:
    """Half of the windows tell how each bar answers an earlier one; a fifth do not tell where in the section
    they are.
    """
    tells_echo, tells_place = rng.random() < 0.5, rng.random() < 0.8
    told = []
    for index, bar in enumerate(bars):
        echo = find_echo(bars, index) if tells_echo and rng.random() < 0.85 else v.ECHO_UNKNOWN
        position = bar.section_position if tells_place else v.POSITION_UNKNOWN
        told.append(
            Bar(
                bar.units,
                bar.meter,
                bar.chords,
                bar.melody,
                position,
                bar.to_end if tells_place else v.TO_END_UNKNOWN,
                echo,
            )
        )
    return told


def tune_weights(tunes: Sequence[SheetTune]) -> NDArray[np.float64]:
    """How often each tune is drawn, by source and length."""
    raw = np.array([SOURCE_WEIGHTS[t.source] * min(len(t.bars), 32) ** 0.5 for t in tunes])
    return np.asarray(raw / raw.sum())


class Batch(msgspec.Struct):
    """Padded examples: rows (batch, tokens, fields), the events to predict aligned with their rows (symbol 0: none)."""

    rows: NDArray[np.int64]
    symbols: NDArray[np.int64]
    durations: NDArray[np.int64]
    conditions: NDArray[np.int64]
    context: NDArray[np.int64]
    lengths: NDArray[np.int64]


def collate(examples: Sequence[Example]) -> Batch:
    """Pads examples to one length."""
    longest = max(len(e.rows) for e in examples)
    rows = np.zeros((len(examples), longest, examples[0].rows.shape[1]), np.int64)
    symbols = np.zeros((len(examples), longest), np.int64)
    durations = np.zeros((len(examples), longest), np.int64)
    for index, example in enumerate(examples):
        rows[index, : len(example.rows)] = example.rows
        symbols[index, example.context : len(example.rows)] = example.events[:, 0]
        durations[index, example.context : len(example.rows)] = example.events[:, 1]
    rows[:, :, -1] = np.maximum(rows[:, :, -1], 1)
    context = np.array([e.context for e in examples])
    lengths = np.array([len(e.rows) for e in examples])
    return Batch(rows, symbols, durations, np.array([e.conditions for e in examples]), context, lengths)
