# SPDX-License-Identifier: GPL-3.0-or-later
"""Passages to bars to rows and back: nothing is lost on the grid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musicstudio.core.errors import InputError
from musicstudio.engines.composer.melody_model import vocabulary as v
from musicstudio.engines.composer.melody_model.encoding import FIELDS, Bar, context_rows, target_rows
from musicstudio.engines.composer.melody_model.layout import kept_runs, passage_bars
from musicstudio.engines.composer.melody_model.meters import sub_bars
from musicstudio.engines.composer.melody_model.passage import BarGrid, ChordSpan, MelodyNote, Passage
from musicstudio.engines.composer.melody_model.qualities import INTERVALS, MODEL_QUALITIES, to_model_quality
from musicstudio.engines.composer.melody_model.tiling import chords_of, melody_of

METERS = [
    (4, 4),
    (3, 4),
    (2, 4),
    (6, 8),
    (9, 8),
    (12, 8),
    (5, 4),
    (7, 8),
    (7, 4),
    (2, 2),
    (6, 4),
    (5, 8),
    (11, 8),
    (3, 2),
]


@pytest.mark.parametrize("meter", METERS)
def test_sub_bars_add_up_to_the_bar(meter: tuple[int, int]) -> None:
    assert sum(bar.units for bar in sub_bars(*meter)) == 48 * meter[0] // meter[1]


def test_unwritable_meters_are_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="cannot be written"):
        BarGrid(4, 3, 8)


@given(st.integers(0, 11), st.sampled_from(MODEL_QUALITIES))
def test_chord_symbols_round_trip(root: int, quality: str) -> None:
    assert v.symbol_chord(v.chord_symbol(root, quality)) == (root, quality)


def test_every_quality_has_a_neighbor_that_the_network_knows() -> None:
    assert all(to_model_quality(quality) in MODEL_QUALITIES for quality in INTERVALS)


@given(st.integers(-60, 60))
def test_pitch_symbols_fold_by_octaves_only(pitch: int) -> None:
    folded = v.symbol_pitch(v.pitch_symbol(pitch))
    assert (folded - pitch) % 12 == 0
    assert v.PITCH_LOW <= folded <= v.PITCH_HIGH


lengths = st.lists(st.sampled_from([240, 480, 720, 960, 1920, 2880]), min_size=1, max_size=12)


@given(lengths, st.lists(st.integers(60, 76), min_size=12, max_size=12), st.sampled_from(METERS))
def test_a_melody_on_the_grid_comes_back_as_it_was(
    units: list[int], pitches: list[int], meter: tuple[int, int]
) -> None:
    notes, start = [], 0
    for length, pitch in zip(units, pitches, strict=False):
        notes.append(MelodyNote(start, length, pitch))
        start += length
    grid = BarGrid(*meter, 20)
    bars = passage_bars(Passage(grid, tuple(notes)), 60)
    assert all(sum(length for _, length in bar.melody) == bar.units for bar in bars)
    assert melody_of(bars, 60) == tuple(notes)


def test_chords_come_back_in_any_key() -> None:
    grid = BarGrid(4, 4, 2)
    chords = (ChordSpan(0, 1920, 2, "min7", 2), ChordSpan(1920, 5760, 7, "dom7", 7))
    assert chords_of(passage_bars(Passage(grid, (), chords), 62), 2) == chords


def test_rows_hide_what_is_to_be_written_and_show_the_chord_under_it() -> None:
    chord = v.chord_symbol(0, "maj")
    bar = Bar(48, 3, ((chord, 48),), ((v.pitch_symbol(4), 24), (v.REST, 24)))
    context = context_rows([bar, bar], [False, False], [False, True])
    symbols = [row[FIELDS.index("symbol")] for row in context]
    assert symbols == [chord, v.pitch_symbol(4), v.REST, chord, v.MASK]
    rows, events = target_rows([bar, bar], [False, False], [False, True])
    assert events == list(bar.melody)
    assert [row[FIELDS.index("symbol")] for row in rows] == [v.START, v.pitch_symbol(4)]
    assert {row[FIELDS.index("chord")] for row in rows} == {chord}


def test_kept_runs() -> None:
    assert kept_runs((True, True, False, True)) == [(0, 2), (3, 4)]
    assert kept_runs((False, False)) == []
