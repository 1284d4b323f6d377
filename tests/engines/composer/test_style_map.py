# SPDX-License-Identifier: GPL-3.0-or-later
"""The style map is stable, uses its plane, and goes from points to blends and back."""

import itertools

import numpy as np
import pytest

from musicstudio.engines.composer.stylemap import load_style_map
from musicstudio.engines.composer.stylemap.projection import project
from musicstudio.engines.composer.styles import load_styles


def test_every_style_has_a_place_of_its_own():
    points = load_style_map().points
    assert {point.name for point in points} == set(load_styles().styles)
    gaps = [np.hypot(a.x - b.x, a.y - b.y) for a, b in itertools.combinations(points, 2)]
    assert min(gaps) > 0.5 / np.sqrt(len(points))
    for axis in ([p.x for p in points], [p.y for p in points]):
        assert min(axis) < 0.15 and max(axis) > 0.85


def test_right_is_livelier():
    points = {point.name: point for point in load_style_map().points}
    styles = load_styles().styles
    places, energies = zip(*((points[name].x, style.mood.energy) for name, style in styles.items()), strict=True)
    assert np.corrcoef(places, energies)[0, 1] > 0.6


def test_the_map_is_the_same_each_time():
    styles = list(load_styles().styles.values())
    assert np.array_equal(project(styles), project(styles))


@pytest.mark.parametrize("place", [(0.0, 0.0), (0.5, 0.5), (0.9, 0.1)])
def test_any_point_is_a_blend(place):
    blend = load_style_map().point_to_blend(*place)
    assert 1 <= len(blend) <= 3
    assert sum(weight for _, weight in blend) == pytest.approx(1.0, abs=1e-3)
    assert [weight for _, weight in blend] == sorted((weight for _, weight in blend), reverse=True)


def test_a_styles_own_point_is_that_style():
    style_map = load_style_map()
    for point in style_map.points:
        assert style_map.point_to_blend(point.x, point.y) == ((point.name, 1.0),)
        assert style_map.blend_to_point({point.name: 1.0}) == (point.x, point.y)


def test_a_blend_lies_between_its_styles():
    style_map = load_style_map()
    a, b = style_map.points[0], style_map.points[1]
    x, y = style_map.blend_to_point({a.name: 0.5, b.name: 0.5})
    assert (x, y) == pytest.approx(((a.x + b.x) / 2, (a.y + b.y) / 2))
    assert style_map.blend_to_point({"nobody": 1.0}) == (0.5, 0.5)
