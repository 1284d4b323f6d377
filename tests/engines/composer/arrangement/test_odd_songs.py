# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever the lead sheet brings, the band plays it: odd metres, ragged chords, pickups, cut bars, blends."""

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.core.theory.chords import SUFFIXES
from musicstudio.engines.composer.arrangement import arrange, choose_parts, play_part
from musicstudio.engines.composer.styles import load_styles
from musicstudio.instruments import catalogue
from musicstudio.project.model import Chord, Key, Note

KINDS = ("intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other")
METERS = ((4, 4), (9, 8), (2, 4), (12, 8), (11, 8), (3, 2), (5, 8), (1, 4), (7, 4), (15, 16), (2, 2))
MODES = ("major", "minor", "dorian", "mixolydian", "phrygian", "lydian")


def ragged(section, dice):
    """The section cut short, with chords anywhere, a tune that overlaps itself and begins early, in any key."""
    length = max(400, section.section.length_ticks - int(dice.integers(0, 700)))
    qualities = list(SUFFIXES)
    chords = tuple(
        Chord(
            int(dice.integers(length)),
            int(dice.integers(1, 4000)),
            int(dice.integers(12)),
            qualities[dice.integers(19)],
        )
        for _ in range(dice.integers(0, 6))
    )
    tune = tuple(
        Note(int(dice.integers(-400, length)), int(dice.integers(1, 3000)), int(dice.integers(40, 96)))
        for _ in range(dice.integers(0, 30))
    )
    return replace(
        section,
        section=replace(section.section, length_ticks=length),
        key=Key(int(dice.integers(12)), MODES[dice.integers(6)]),
        chords=chords,
        melody=tune,
        half_time=int(dice.integers(-1, 2)),
    )


@pytest.mark.parametrize("seed", range(40))
def test_any_song_is_played_in_range_and_inside_its_sections(make_song, styles, seed):
    dice = np.random.default_rng(seed)
    names = list(load_styles().styles)
    first, second = names[dice.integers(len(names))], names[dice.integers(len(names))]
    form = tuple((KINDS[dice.integers(11)], int(dice.integers(1, 5)), float(dice.random())) for _ in range(3))
    options = {"has_vocals": bool(seed % 3 == 0), "is_loop": bool(seed % 4 == 0), "hits_s": (4.0,)}
    plan = make_song(first, meter=METERS[seed % len(METERS)], form=form, **options)
    plan = replace(plan, sections=tuple(ragged(section, dice) for section in plan.sections))
    mixed = styles((first, 0.6), (second, 0.4))
    scores = arrange(plan, choose_parts(plan.conditioning, mixed, seed), mixed, seed)
    parts = tuple(score.part for score in scores)
    for index, score in enumerate(scores):
        again = play_part(plan, parts, mixed, scores, index, (1,), seed + 1, float(dice.random()))
        known = catalogue.load()[score.part.instrument]
        for section, cell in zip(plan.sections * 2, (*score.cells, *again.cells), strict=True):
            for note in cell or ():
                assert known.low <= note.pitch <= known.high
                assert note.start_ticks < note.start_ticks + note.length_ticks <= section.section.length_ticks
