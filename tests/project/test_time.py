# SPDX-License-Identifier: GPL-3.0-or-later
"""Bars, beats and seconds of a song whose tempo and metre change."""

from hypothesis import given
from hypothesis import strategies as st

from musicstudio.project.model import Meter, Tempo, TempoMap
from tests.project.songs import BAR, two_tempi

CHANGING = TempoMap((Tempo(0, 120.0),), (Meter(0), Meter(4 * BAR, 3, 4), Meter(4 * BAR + 3 * 2880, 6, 8)))


def test_the_tempo_and_the_metre_in_force() -> None:
    map_ = two_tempi()
    assert [map_.bpm_at(tick) for tick in (-5, 0, 4 * BAR - 1, 4 * BAR, 99 * BAR)] == [120.0, 120.0, 120.0, 90.0, 90.0]
    assert [map_.meter_at(tick).numerator for tick in (-5, 4 * BAR - 1, 4 * BAR)] == [4, 4, 3]


def test_places_are_counted_as_musicians_count() -> None:
    assert CHANGING.bar_at(0) == (1, 1, 0)
    assert CHANGING.bar_at(BAR + 960 + 240) == (2, 2, 240)
    assert CHANGING.bar_at(4 * BAR) == (5, 1, 0)
    assert CHANGING.bar_at(4 * BAR + 2880 + 960) == (6, 2, 0)
    assert CHANGING.bar_at(4 * BAR + 3 * 2880 + 480 * 3) == (8, 4, 0), "six eighths: a beat is an eighth"


@given(st.integers(1, 40))
def test_a_bar_begins_on_its_tick(bar: int) -> None:
    assert CHANGING.bar_at(CHANGING.tick_of_bar(bar)) == (bar, 1, 0)


@given(st.floats(0.0, 600.0))
def test_seconds_and_ticks_are_each_others_inverse(seconds: float) -> None:
    map_ = two_tempi()
    assert abs(map_.seconds_at(map_.ticks_at(seconds)) - seconds) < 60 / 90 / 960


@given(st.integers(-5, 40))
def test_every_bar_begins_where_the_one_before_it_ends(bar: int) -> None:
    tick = CHANGING.tick_of_bar(bar)
    assert CHANGING.tick_of_bar(bar + 1) - tick == CHANGING.meter_at(tick).bar_ticks


def test_bars_begin_on_their_ticks() -> None:
    assert [CHANGING.tick_of_bar(bar) for bar in (1, 5, 6, 8, 9)] == [
        0,
        4 * BAR,
        4 * BAR + 2880,
        4 * BAR + 3 * 2880,
        4 * BAR + 4 * 2880,
    ]


def test_many_ticks_at_once_have_the_times_of_each() -> None:
    tempo_map = TempoMap((Tempo(0, 84.0), Tempo(960, 120.5), Tempo(5000, 33.3)), offset_s=1.25)
    ticks = [0, 1, 959, 960, 961, 4999, 5000, 90_000]
    assert tempo_map.seconds_of(ticks) == [tempo_map.seconds_at(tick) for tick in ticks]
