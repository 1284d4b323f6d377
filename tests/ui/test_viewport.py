# SPDX-License-Identifier: GPL-3.0-or-later
"""Scale and scroll of the timeline."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musicstudio.ui.timeline.viewport import HIGHEST_RUNG, LOWEST_RUNG, Viewport


def make_viewport(length_s: float = 600.0) -> Viewport:
    viewport = Viewport()
    viewport.resize(1000, 500)
    viewport.fit_content(length_s, 2000)
    return viewport


@settings(deadline=None)
@given(x=st.floats(0, 1000), rungs=st.integers(-12, 12), scroll=st.integers(0, 20000))
def test_zooming_keeps_the_time_under_the_pointer(x, rungs, scroll):
    viewport = make_viewport()
    viewport.zoom_to(24, 0)
    viewport.scroll_to(x=scroll)
    before = viewport.seconds_at(x)
    viewport.zoom(rungs, x)
    is_held_by_an_edge = viewport.scroll_x in (0, viewport.largest_scroll_x)
    assert is_held_by_an_edge or abs(viewport.x_of(before) - x) <= 1


@settings(deadline=None)
@given(seconds=st.floats(0, 600), rung=st.integers(LOWEST_RUNG, HIGHEST_RUNG))
def test_time_and_pixel_are_inverse(seconds, rung):
    viewport = make_viewport()
    viewport.zoom_to(rung, 0)
    assert viewport.seconds_at(viewport.x_of(seconds)) == pytest.approx(seconds, abs=1e-6)


def test_scrolling_stops_at_the_ends():
    viewport = make_viewport()
    viewport.scroll_to(x=-50, y=-50)
    assert (viewport.scroll_x, viewport.scroll_y) == (0, 0)
    viewport.scroll_to(x=10**9, y=10**9)
    assert (viewport.scroll_x, viewport.scroll_y) == (viewport.largest_scroll_x, 1500)


def test_a_span_that_is_shown_fits():
    viewport = make_viewport()
    viewport.show_span(100.0, 130.0)
    assert viewport.x_of(100.0) >= 0
    assert viewport.x_of(130.0) <= viewport.width


def test_the_page_turns_when_the_playhead_leaves():
    viewport = make_viewport()
    viewport.zoom_to(24, 0)
    viewport.reveal(300.0)
    assert 0 <= viewport.x_of(300.0) < viewport.width


def test_nothing_is_announced_when_nothing_changes(qtbot):
    viewport = make_viewport()
    with qtbot.assertNotEmitted(viewport.changed):
        viewport.scroll_to(x=0)
        viewport.resize(1000, 500)
