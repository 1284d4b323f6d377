# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapping to the grid, in odd metres and across meter changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.project.model import Meter, Project, Section, Tempo, TempoMap
from musicstudio.ui.timeline.snap import SNAP_CHOICES, grid_ticks, snap_distance_s, snap_s, snap_tick

MAPS = (
    TempoMap(),
    TempoMap((Tempo(0, 84.0),), (Meter(0, 7, 8),)),
    TempoMap((Tempo(0, 100.0), Tempo(3840, 150.0)), (Meter(0, 4, 4), Meter(7680, 3, 4))),
)


@pytest.mark.parametrize("tempo_map", MAPS)
@settings(deadline=None)
@given(tick=st.integers(0, 100_000), snap=st.sampled_from(SNAP_CHOICES[2:]))
def test_snapped_ticks_stay(tempo_map, tick, snap):
    snapped = snap_tick(tempo_map, tick, snap)
    assert snap_tick(tempo_map, snapped, snap) == snapped


@pytest.mark.parametrize("tempo_map", MAPS)
@settings(deadline=None)
@given(tick=st.integers(0, 100_000))
def test_bars_snap_to_bar_lines(tempo_map, tick):
    assert tempo_map.bar_at(snap_tick(tempo_map, tick, "bar"))[1:] == (1, 0)


def test_off_leaves_a_time_as_it_is_but_not_before_the_start():
    assert snap_s(Project("p"), 1.234, "off") == 1.234
    assert snap_s(Project("p"), -3.0, "off") == 0.0


def test_sections_snap_to_their_edges():
    project = Project("p", sections=(Section("s", "Verse", "verse", 3840, 7680),))
    assert snap_s(project, 2.2, "section") == pytest.approx(2.0)
    assert snap_s(project, 5.5, "section") == pytest.approx(6.0)


def test_triplets_divide_a_quarter_by_three_in_any_metre():
    for meter in (Meter(0, 4, 4), Meter(0, 6, 8), Meter(0, 3, 4)):
        tempo_map = TempoMap(meters=(meter,))
        assert [grid_ticks(tempo_map, 0, snap) for snap in ("1/4 T", "1/8 T", "1/16 T")] == [640, 320, 160]
        assert snap_tick(tempo_map, 330, "1/8 T") == 320


def test_relative_snap_moves_by_whole_steps_from_wherever_it_starts():
    project = Project("p")  # 120 BPM: a beat is half a second
    assert 0.1 + snap_distance_s(project, 0.1, 0.45, "beat") == pytest.approx(0.6, abs=1e-3)
    assert 0.1 + snap_distance_s(project, 0.1, -5.0, "beat") == pytest.approx(0.1, abs=1e-3)
    assert snap_distance_s(project, 1.0, 0.3, "off") == pytest.approx(0.3)
