# SPDX-License-Identifier: GPL-3.0-or-later
"""The corridor that a song's tone is compared with: of each style's family, at the song's own level."""

import numpy as np
import pytest

from musicstudio.core.paths import resources_dir
from musicstudio.dsp.bands import BANDS, FLOOR_DB, band_centers_hz
from musicstudio.mixing.tone_guide import corridor_of, family_of, places_outside

STYLES = sorted(path.stem for path in (resources_dir() / "styles").glob("*.toml"))


def middle_of(style: str) -> np.ndarray:
    """A song whose tone lies in the middle of its corridor, at some level."""
    corridor = corridor_of(style)
    return ((corridor.low_db + corridor.high_db) / 2 - 41.0).astype(np.float32)


@pytest.mark.parametrize("style", STYLES)
def test_every_style_has_a_family_and_a_corridor_around_its_own_middle(style):
    corridor = corridor_of(style)
    assert corridor.family == family_of(style) != ""
    assert (corridor.high_db > corridor.low_db).all()
    assert places_outside(corridor.beside(middle_of(style)), middle_of(style)) == []


def test_electronic_music_has_more_lows_than_folk():
    lows = band_centers_hz() < 80
    assert corridor_of("techno").high_db[lows].mean() > corridor_of("folk").high_db[lows].mean() + 5


def test_where_a_song_leaves_its_corridor_is_said_with_how_much():
    levels = middle_of("ballad")
    levels += np.where(np.abs(np.log2(band_centers_hz() / 270)) < 0.4, 9.0, 0.0).astype(np.float32)
    levels -= np.where(np.abs(np.log2(band_centers_hz() / 5000)) < 0.8, 12.0, 0.0).astype(np.float32)
    # The corridor lies at the mean of the song, which the hole of 12 dB lowers by 2.
    above, below = places_outside(corridor_of("ballad").beside(levels), levels)
    assert below.worst_hz == pytest.approx(5000, rel=0.4)
    assert below.by_db == pytest.approx(-6, abs=1.0)
    assert above.worst_hz == pytest.approx(270, rel=0.2)
    assert above.by_db == pytest.approx(7, abs=1.0)


@pytest.mark.parametrize("style", ["", "polka", "../../../etc/passwd", "a/b", "..", "ballad.toml"])
def test_an_unknown_style_has_a_plain_corridor(style):
    corridor = corridor_of(style)
    assert corridor.family == ""
    assert corridor.low_db.shape == (BANDS,)


def test_silence_moves_no_corridor():
    silent = np.full(BANDS, FLOOR_DB, dtype=np.float32)
    np.testing.assert_array_equal(corridor_of("pop").beside(silent).low_db, corridor_of("pop").low_db)


def test_a_single_note_is_no_fault_of_the_tone():
    levels = middle_of("ballad")
    levels[40] += 8.0
    levels[60] -= 20.0
    assert places_outside(corridor_of("ballad").beside(levels), levels) == []
