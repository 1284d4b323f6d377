# SPDX-License-Identifier: GPL-3.0-or-later
"""What every instrument promises: it sounds, in tune, in time, dry, unclipped, and ends."""

import numpy as np
import pytest

from musicstudio.core.errors import InputError
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.instruments import catalogue
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, Tempo, TempoMap
from tests.instruments.helpers_instruments import cents_off, middle_pitch, onset_s, pitch_hz, play

ALL = catalogue.load()
SYNTHS = [name for name, instrument in ALL.items() if instrument.kind == "synth"]
SAMPLED_IN_TUNE = [
    "grand_piano",
    "electric_piano",
    "nylon_guitar",
    "finger_bass",
    "trumpet",
    "clarinet",
    "flute",
    "organ",
]
STRUCK = ["grand_piano", "marimba", "harpsichord", "kit_acoustic", "kit_808", "pluck", "synth_bass", "chip_lead"]


@pytest.mark.parametrize("name", ALL)
def test_every_instrument_sounds_and_ends(name: str) -> None:
    audio, lead_s = play(name, Note(0, 480, middle_pitch(ALL[name]), 100))
    assert audio.dtype == np.float32 and audio.shape[0] == 2 and np.isfinite(audio).all()
    assert np.abs(audio).max() > 0.01
    assert lead_s == 0.0
    is_noise = name.startswith("texture_")
    assert np.abs(audio[:, -48:]).max() < (5e-3 if is_noise else 2e-4) and np.abs(audio[:, -1]).max() < 2e-4
    assert audio.shape[1] < 14 * SAMPLE_RATE


@pytest.mark.parametrize("name", SYNTHS)
def test_synthesizers_are_in_tune_within_5_cents(name: str) -> None:
    _assert_in_tune(name, 5.0)


@pytest.mark.parametrize("name", SAMPLED_IN_TUNE)
def test_sampled_instruments_are_as_well_tuned_as_their_samples(name: str) -> None:
    """A bank's recordings are a few cents off themselves (a stretched piano, a player's vibrato): 8 cents."""
    _assert_in_tune(name, 8.0)


@pytest.mark.parametrize("name", STRUCK)
def test_onsets_fall_within_3_ms(name: str) -> None:
    pitch = middle_pitch(ALL[name])
    audio, _ = play(name, Note(777, 480, pitch, 110))
    assert onset_s(audio) == pytest.approx(777 / 1920, abs=0.003)


def test_a_tempo_change_inside_a_cell_moves_its_notes() -> None:
    tempo_map = TempoMap((Tempo(0, 120.0), Tempo(960, 60.0)))
    audio, _ = render_notes("synth_bass", (Note(1920, 480, 40, 110),), tempo_map, 0, 0)
    assert onset_s(audio) == pytest.approx(1.5, abs=0.003)


def test_a_pickup_sounds_before_the_origin() -> None:
    audio, lead_s = play("pluck", Note(-480, 240, 64, 100), Note(0, 240, 67, 100), origin_tick=1920)
    assert lead_s == pytest.approx(0.25, abs=64 / SAMPLE_RATE)
    assert onset_s(audio) == pytest.approx(lead_s - 0.25, abs=0.003)


def test_no_notes_make_no_sound() -> None:
    audio, lead_s = play("grand_piano")
    assert audio.shape == (2, 0) and audio.dtype == np.float32 and lead_s == 0.0


def test_an_unknown_instrument_is_named() -> None:
    with pytest.raises(InputError, match="kazoo"):
        play("kazoo", Note(0, 480, 60))


def test_louder_velocity_is_louder() -> None:
    for name in ("grand_piano", "supersaw", "kit_808", "kit_acoustic"):
        pitch = middle_pitch(ALL[name])
        soft, loud = (np.abs(play(name, Note(0, 960, pitch, velocity)).audio).max() for velocity in (40, 110))
        assert loud > 1.5 * soft


def test_a_closed_hat_silences_the_open_one() -> None:
    ringing = play("kit_808", Note(0, 240, 46, 100)).audio
    choked = play("kit_808", Note(0, 240, 46, 100), Note(240, 240, 42, 1)).audio
    assert ringing.shape[1] > 0.3 * SAMPLE_RATE
    assert choked.shape[1] < 0.22 * SAMPLE_RATE


def test_a_slide_arrives_in_tune() -> None:
    audio, _ = play("acid_bass", Note(0, 960, 36, 100), Note(960, 1920, 43, 100))
    assert abs(cents_off(pitch_hz(audio, 0.9, 0.5, 98.0), 43)) < 5.0


def test_overlapping_notes_of_one_pitch_stay_apart() -> None:
    audio, _ = play("organ", Note(0, 3840, 60, 100), Note(960, 480, 60, 100))
    assert audio.shape[1] < 1.2 * SAMPLE_RATE


def _assert_in_tune(name: str, tolerance_cents: float) -> None:
    pitch = min(middle_pitch(ALL[name]), 72)
    audio, _ = play(name, Note(0, 1920, pitch, 90))
    near_hz = 440.0 * 2.0 ** ((pitch - 69) / 12.0)
    assert abs(cents_off(pitch_hz(audio, 0.25, 0.7, near_hz), pitch)) < tolerance_cents
