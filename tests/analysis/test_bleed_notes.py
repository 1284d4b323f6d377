# SPDX-License-Identifier: GPL-3.0-or-later
"""A note that leaks into another stem is written down once; what two parts play together stays in both."""

import numpy as np

from musicstudio.analysis.bleed_notes import without_bleed
from musicstudio.analysis.detected import DetectedNote

RATE = 8_000
LOUD, SOFT, FAINT = (np.full((1, RATE), level, np.float32) for level in (0.3, 0.2, 0.03))
A4, A4_LATER, C5 = DetectedNote(0.1, 0.5, 69), DetectedNote(0.5, 0.9, 69), DetectedNote(0.1, 0.5, 72)
HIT = DetectedNote(0.1, 0.2, 42)


def test_a_note_that_leaks_is_written_once():
    heard = {"vocals": [A4], "keys": [A4, A4_LATER, C5]}
    assert without_bleed(heard, {"vocals": LOUD, "keys": FAINT}, RATE) == {"vocals": [A4], "keys": [A4_LATER, C5]}


def test_a_unison_of_two_parts_stays():
    heard = {"vocals": [A4], "keys": [A4]}
    assert without_bleed(heard, {"vocals": LOUD, "keys": SOFT}, RATE) == heard


def test_one_hit_in_a_faint_drum_stem_is_the_edge_of_another_sound_and_a_faint_pattern_is_not():
    stems = {"drums": FAINT, "vocals": LOUD}
    assert without_bleed({"drums": [HIT], "vocals": [A4]}, stems, RATE)["drums"] == []
    assert len(without_bleed({"drums": [HIT] * 8, "vocals": [A4]}, stems, RATE)["drums"]) == 8
    assert without_bleed({"drums": [HIT], "vocals": []}, {"drums": LOUD, "vocals": FAINT}, RATE)["drums"] == [HIT]
