# SPDX-License-Identifier: GPL-3.0-or-later
"""What lies under a point of the timeline."""

import pytest

from musicstudio.ui.timeline.hit import hit_test
from musicstudio.ui.timeline.rows import CLIP_HEADER_PX, layout_of
from musicstudio.ui.timeline.viewport import Viewport

from .demo_song import demo_song

PROJECT, _ = demo_song()
LAYOUT = layout_of(PROJECT)


@pytest.fixture
def viewport() -> Viewport:
    made = Viewport()
    made.resize(1400, 600)
    made.fit_content(PROJECT.length_s, LAYOUT.rows_height)
    made.zoom_to(14, 0)
    return made


def at(viewport, seconds, y):
    return hit_test(PROJECT, LAYOUT, viewport, viewport.x_of(seconds), y)


def row_y(track_id, inside):
    return LAYOUT.row_of(track_id).top + LAYOUT.bands_height + inside


def test_bands_from_top_to_bottom(viewport):
    kinds = [at(viewport, 60.0, band.top + band.height / 2).kind for band in LAYOUT.bands]
    assert kinds == ["ruler", "ruler", "section", "chord", "lyric"]


def test_the_upper_edge_of_the_ruler_is_the_loop(viewport):
    assert at(viewport, 20.0, 3).kind == "loop"


def test_the_right_end_of_a_section_is_its_button(viewport):
    section = PROJECT.sections[2]
    end_s = PROJECT.section_span_s(section)[1]
    hit = at(viewport, end_s - 10 / viewport.px_per_s, LAYOUT.band("sections").top + 12)
    assert (hit.kind, hit.section_id) == ("section_button", section.id)


@pytest.mark.parametrize(
    ("offset_px", "inside", "zone"),
    [
        (100, 4, "header"),
        (100, 60, "body"),
        (2, 60, "start"),
        (-2, 60, "end"),
        (0, CLIP_HEADER_PX + 4, "fade_in"),
        (0, 4, "fade_in"),
        (0, 40, "start"),
    ],
)
def test_zones_of_a_clip(viewport, offset_px, inside, zone):
    clip = PROJECT.find_clip("clip-piano-section-2")[1]
    edge_s = clip.start_s if offset_px >= 0 else clip.end_s
    hit = at(viewport, edge_s + offset_px / viewport.px_per_s, row_y("track-piano", inside))
    assert (hit.kind, hit.clip_id, hit.zone) == ("clip", clip.id, zone)


def test_an_empty_place_of_a_row_names_the_column(viewport):
    hit = at(viewport, 3.0, row_y("track-vocals", 40))
    assert (hit.kind, hit.track_id, hit.section_id) == ("row", "track-vocals", "section-0")


def test_below_the_last_row_is_nothing(viewport):
    assert at(viewport, 3.0, LAYOUT.bands_height + LAYOUT.rows_height + 20).kind == "nothing"


def test_scrolled_rows_are_found_where_they_are(viewport):
    viewport.resize(1400, 200)
    viewport.scroll_to(y=100)
    y = row_y("track-piano", 60) - viewport.scroll_y
    assert at(viewport, 50.0, y).track_id == "track-piano"
