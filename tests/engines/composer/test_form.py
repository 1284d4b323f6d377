# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms last exactly as long as asked, in whole bars, with a course that can be heard."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.engines.composer.form.clock import MAX_BEND, set_clock
from musicstudio.engines.composer.form.feel import half_time_of
from musicstudio.engines.composer.form.layout import Block, fit_blocks
from musicstudio.engines.composer.form.planning import plan_form
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import blend, load_styles
from musicstudio.project.model import Key

SONG = tuple(
    Block(kind, bars)
    for kind, bars in [("intro", 4), ("verse", 8), ("chorus", 8), ("bridge", 4), ("chorus", 8), ("outro", 4)]
)


def form_of(style="pop", free=True, **fields):
    conditioning = Conditioning(styles=((style, 1.0),), bpm=fields.pop("bpm", 110.0), key=Key(), **fields)
    return plan_form(conditioning, blend(load_styles().styles, conditioning.styles), 1, free)


def end_s(form):
    return form.tempo_map.seconds_at(form.sections[-1].section.end_ticks)


@given(bars=st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_blocks_fill_any_number_of_bars(bars):
    blocks = fit_blocks(SONG, bars)
    assert sum(block.bars for block in blocks) == bars
    assert all(block.bars >= 1 for block in blocks)
    assert any(block.kind == "chorus" for block in blocks)


@given(
    seconds=st.floats(1.0, 600.0),
    bpm=st.floats(50.0, 200.0),
    free=st.booleans(),
    beats=st.sampled_from([(4, 4), (3, 4), (6, 8), (7, 8), (5, 4)]),
)
@settings(max_examples=80, deadline=None)
def test_a_length_is_met_to_the_millisecond(seconds, bpm, free, beats):
    form = form_of(free=free, bpm=bpm, duration_s=seconds, meter=beats)
    assert end_s(form) == pytest.approx(seconds, abs=1e-3)


@given(seconds=st.floats(3.0, 400.0), bpm=st.floats(50.0, 200.0))
@settings(max_examples=60, deadline=None)
def test_a_stated_tempo_holds_to_the_end_of_an_exact_length(seconds, bpm):
    clock = set_clock(bpm, (4, 4), seconds, 0, is_tempo_free=False)
    (tempo,) = clock.tempo_map.tempos
    assert tempo.bpm == pytest.approx(bpm, rel=1e-3 / seconds * 2)
    assert clock.tempo_map.seconds_at(clock.end_ticks) == pytest.approx(seconds, abs=1e-9)


@pytest.mark.parametrize(("bpm", "seconds"), [(124.0, 24.0), (97.0, 30.0), (171.5, 8.0)])
def test_a_loop_keeps_a_stated_tempo_and_whole_bars(bpm, seconds):
    clock = set_clock(bpm, (4, 4), seconds, 0, is_tempo_free=False, is_loop=True)
    assert [tempo.bpm for tempo in clock.tempo_map.tempos] == [bpm]
    assert clock.end_ticks == clock.bars * 3840
    assert clock.tempo_map.seconds_at(clock.end_ticks) == pytest.approx(seconds, abs=120.0 / bpm)


def test_a_free_tempo_bends_a_little_at_most():
    clock = set_clock(100.0, (4, 4), 60.7, 0, is_tempo_free=True)
    assert abs(clock.tempo_map.tempos[0].bpm / 100.0 - 1) <= MAX_BEND


def test_hits_fall_on_beats_where_the_tempo_is_free():
    clock = set_clock(100.0, (4, 4), 30.0, 0, is_tempo_free=True, hits_s=(7.3, 19.1))
    for hit in (7.3, 19.1):
        assert clock.tempo_map.ticks_at(hit) % 960 in (0, 1, 959)
    assert clock.tempo_map.seconds_at(clock.end_ticks) == pytest.approx(30.0, abs=1e-6)


def test_a_chorus_is_stronger_than_its_verse():
    sections = [part.section for part in form_of(energy=0.6).sections]
    verse = next(section for section in sections if section.kind == "verse")
    chorus = next(section for section in sections if section.kind == "chorus")
    assert chorus.energy > verse.energy + 0.2


def test_a_drawn_curve_shapes_the_sections():
    sections = [
        part.section for part in form_of(duration_s=60.0, energy_curve=((0.0, 0.1), (20.0, 0.9), (60.0, 0.9))).sections
    ]
    assert sections[0].energy < 0.45 < 0.85 < sections[-1].energy


def test_the_key_rises_for_the_last_chorus():
    parts = form_of(key_change=2).sections
    choruses = [part for part in parts if part.section.kind == "chorus"]
    assert choruses[0].key == Key(0) and choruses[-1].key == Key(2)


def test_sections_follow_each_other_without_gaps():
    parts = form_of("house").sections
    for before, after in pairwise(parts):
        assert before.section.end_ticks == after.section.start_ticks
    assert len({part.section.id for part in parts}) == len(parts)


@pytest.mark.parametrize("bars", [1, 4, 8, 12, 16, 31])
def test_a_loop_has_neither_beginning_nor_end(bars):
    form = form_of(is_loop=True, bpm=120.0, duration_s=bars * 2.0, free=False)
    kinds = [part.section.kind for part in form.sections]
    assert not {"intro", "outro"} & set(kinds)
    assert sum(part.bars for part in form.sections) == bars


def test_half_time_is_as_asked_or_as_the_style_breaks_down():
    plain = Conditioning(styles=(("metal", 1.0),), bpm=140.0, key=Key())
    assert {half_time_of("bridge", plain, seed) for seed in range(12)} == {-1, 0}
    assert {half_time_of("chorus", plain, seed) for seed in range(12)} == {0}
    asked = Conditioning(styles=(("pop", 1.0),), bpm=140.0, key=Key(), feel=1)
    assert half_time_of("chorus", asked, 1) == 1
