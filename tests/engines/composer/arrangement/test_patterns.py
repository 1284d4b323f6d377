# SPDX-License-Identifier: GPL-3.0-or-later
"""Rhythm strings, and how they are bent to metres they were not written for."""

import pytest

from musicstudio.engines.composer.arrangement.pattern import bars_of, squeeze_bars, stretch_bars
from musicstudio.engines.composer.meter import grid_of

BACKBEAT = ".... x... .... x..."


def starts(pattern, meter, is_drums=True, written="4/4"):
    return [step.start for step in bars_of(pattern, written, grid_of(*meter), is_drums)[0]]


@pytest.mark.parametrize(
    ("meter", "groups"),
    [
        ((4, 4), [960] * 4), ((3, 4), [960] * 3), ((6, 8), [1440] * 2), ((12, 8), [1440] * 4),
        ((5, 4), [960] * 5), ((7, 8), [960, 960, 1440]), ((5, 8), [1440, 960]), ((2, 2), [960] * 4),
    ],
)  # fmt: skip
def test_a_bar_is_felt_in_groups_that_fill_it(meter, groups):
    grid = grid_of(*meter)
    assert [pulse.length for pulse in grid.pulses] == groups
    assert sum(groups) == grid.bar_ticks == 3840 * meter[0] // meter[1]


def test_the_first_beat_is_felt_strongest_and_off_beats_weakest():
    grid = grid_of(4, 4)
    assert grid.strength(0) > grid.strength(1920) > grid.strength(960) > grid.strength(480) > grid.strength(240)


def test_steps_share_the_bar_and_dashes_hold():
    steps = bars_of("x--- x.x. ---- X...", "4/4", grid_of(4, 4))[0]
    assert [(step.start, step.length, step.kind) for step in steps] == [
        (0, 960, "x"), (960, 240, "x"), (1440, 240, "x"), (2880, 240, "X"),
    ]  # fmt: skip


def test_bars_are_parted_by_strokes():
    first, second = bars_of("x... .... .... ....|.... .... x... ....", "4/4", grid_of(4, 4))
    assert first[0].start == 0
    assert second[0].start == 1920


@pytest.mark.parametrize(
    ("meter", "snares"),
    [
        ((4, 4), [960, 2880]),
        ((3, 4), [1920]),
        ((6, 8), [1440]),
        ((5, 4), [960, 3840]),
        ((7, 8), [1920]),
        ((12, 8), [1440, 4320]),
    ],
)
def test_the_backbeat_falls_on_a_felt_beat_of_every_meter(meter, snares):
    assert starts(BACKBEAT, meter) == snares


def test_hats_in_eighths_stay_eighths_in_six_eight():
    assert starts("x.x. x.x. x.x. x.x.", (6, 8)) == [0, 480, 960, 1440, 1920, 2400]


@pytest.mark.parametrize("meter", [(4, 4), (3, 4), (6, 8), (5, 4), (7, 8), (9, 8), (11, 8), (2, 4)])
def test_every_step_lies_inside_its_bar(meter):
    grid = grid_of(*meter)
    for pattern in ("x-x- .-x- x-x- x-xu", "xxxx xxxx xxxx xxxx", "x--x --x- -x-- x---", "x.. x.. x.. x.."):
        for step in bars_of(pattern, "4/4", grid)[0]:
            assert 0 <= step.start < step.start + step.length <= grid.bar_ticks


def test_half_time_spreads_a_bar_over_two_and_double_time_fits_two_in_one():
    grid = grid_of(4, 4)
    backbeat = bars_of(BACKBEAT, "4/4", grid, True)
    assert [[step.start for step in bar] for bar in stretch_bars(backbeat, grid)] == [[1920], [1920]]
    assert [step.start for step in squeeze_bars(backbeat, grid)[0]] == [480, 1440, 2400, 3360]
