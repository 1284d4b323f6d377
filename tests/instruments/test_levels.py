# SPDX-License-Identifier: GPL-3.0-or-later
"""All instruments are equally loud, so that a raw mix is balanced, and none clips when played hard."""

import numpy as np
import pyloudnorm
import pytest

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments import catalogue
from musicstudio.instruments.levels import PHRASE_TEMPO, TARGET_LUFS, typical_phrase
from musicstudio.instruments.render import render_notes
from musicstudio.instruments.soundfont.bank import find_soundfont
from musicstudio.project.model import Note
from tests.instruments.helpers_instruments import middle_pitch, play

ALL = catalogue.load()


@pytest.mark.skipif("FluidR3" not in find_soundfont().name, reason="the trims were measured with FluidR3_GM.sf2")
def test_typical_phrases_are_within_1_lu_of_the_target() -> None:
    meter = pyloudnorm.Meter(SAMPLE_RATE)
    for name, instrument in ALL.items():
        audio = render_notes(name, typical_phrase(instrument), PHRASE_TEMPO, 0, 0).audio
        loudness = meter.integrated_loudness(audio.T.astype(np.float64))
        assert loudness == pytest.approx(TARGET_LUFS, abs=1.0), name


@pytest.mark.parametrize(
    "name", ["grand_piano", "distorted_guitar", "supersaw", "warm_pad", "kit_acoustic", "kit_808", "pluck"]
)
def test_fortissimo_does_not_clip(name: str) -> None:
    pitches = (36, 49, 38) if ALL[name].is_drums else [middle_pitch(ALL[name]) + step for step in (-12, 0, 4, 7)]
    audio = play(name, *(Note(0, 1920, pitch, 127) for pitch in pitches)).audio
    assert np.abs(audio).max() < 1.0
