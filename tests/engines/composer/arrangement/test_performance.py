# SPDX-License-Identifier: GPL-3.0-or-later
"""Swing, micro-timing, dynamics, and notes that can be played."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.engines.composer.meter import grid_of
from musicstudio.engines.composer.performance import Delivery, perform
from musicstudio.engines.composer.performance.swing import swing_tick
from musicstudio.project.model import Note

STRAIGHT = Delivery(
    grid=grid_of(4, 4), length_ticks=15360, bpm=120.0, energy=0.5, swing=0.0, swing_unit="eighth", timing_ms=0.0,
    humanize_ms=0.0, humanize_velocity=0.0, accent=0.0, rises=False, hits=(), instrument_range=(28, 100),
    is_drums=False, seed=7,
)  # fmt: skip
EIGHTHS = [Note(tick, 400, 60, 90) for tick in range(0, 15360, 480)]


@pytest.mark.parametrize(("amount", "ratio"), [(0.0, 1.0), (0.5, 1.4), (1.0, 2.0)])
def test_swing_divides_a_beat_in_the_ratio_asked_for(amount, ratio):
    played = perform(EIGHTHS, replace(STRAIGHT, swing=amount))
    starts = [note.start_ticks for note in played]
    firsts = np.diff(starts)[0::2]
    seconds = np.diff(starts)[1::2]
    assert firsts[:15].mean() / seconds.mean() == pytest.approx(ratio, abs=0.01)


def test_beats_do_not_move_when_off_beats_swing():
    grid = grid_of(4, 4)
    assert all(swing_tick(tick, grid, 1.0, "eighth") == tick for tick in range(0, 3840, 960))


def test_swing_leaves_compound_beats_alone():
    grid = grid_of(6, 8)
    assert all(swing_tick(tick, grid, 1.0, "eighth") == tick for tick in range(0, 2880, 240))


def test_a_part_behind_the_beat_is_late_by_its_milliseconds():
    played = perform(EIGHTHS, replace(STRAIGHT, timing_ms=10.0))
    assert played[1].start_ticks - 480 == round(10.0 * 120 * 960 / 60_000)


def test_human_spread_stays_within_two_deviations_and_is_the_same_every_time():
    human = replace(STRAIGHT, humanize_ms=8.0, humanize_velocity=6.0)
    played = perform(EIGHTHS, human)
    late_ms = [(note.start_ticks - written.start_ticks) / 1.92 for note, written in zip(played, EIGHTHS, strict=True)]
    assert max(map(abs, late_ms)) <= 16.6
    assert np.std(late_ms) > 2.0
    assert perform(EIGHTHS, human) == played
    assert perform(EIGHTHS, replace(human, seed=8)) != played


def test_chords_stay_together():
    chord = [Note(960, 900, pitch, 90) for pitch in (60, 64, 67)]
    played = perform(chord, replace(STRAIGHT, humanize_ms=8.0))
    assert np.ptp([note.start_ticks for note in played]) <= 20


def test_more_energy_is_louder_and_accents_follow_the_meter():
    soft, loud = (perform(EIGHTHS, replace(STRAIGHT, energy=energy)) for energy in (0.2, 0.9))
    assert np.mean([n.velocity for n in loud]) - np.mean([n.velocity for n in soft]) > 20
    accented = perform(EIGHTHS, replace(STRAIGHT, accent=1.0))
    on, off = [n.velocity for n in accented[0::8]], [n.velocity for n in accented[1::2]]
    assert min(on) > max(off)


def test_a_section_that_leads_to_a_peak_grows():
    played = perform(EIGHTHS, replace(STRAIGHT, rises=True))
    assert played[-1].velocity > played[16].velocity + 8


def test_notes_fit_the_instrument_the_section_and_each_other():
    wild = [Note(0, 9000, 60, 127), Note(480, 480, 60, 127), Note(960, 90_000, 20, 1), Note(1440, 10, 120, 1)]
    played = perform(wild, replace(STRAIGHT, humanize_velocity=30.0, energy=0.0))
    assert all(28 <= note.pitch <= 100 and 1 <= note.velocity <= 127 for note in played)
    assert all(note.start_ticks >= 0 and note.start_ticks + note.length_ticks <= 15360 for note in played)
    same = [note for note in played if note.pitch == 60]
    assert same[0].start_ticks + same[0].length_ticks <= same[1].start_ticks
