# SPDX-License-Identifier: GPL-3.0-or-later
"""What a lead, its answers and its double sound like together: who is in front, who is on time, and no clipping."""

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.engines.composer.engine import Composer
from musicstudio.engines.composer.vocals.sounding import sing_cells
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.voice.melody.notes import from_notes
from musicstudio.engines.voice.synthesis.phrases import split_phrases
from musicstudio.mixing.fader import Fader
from musicstudio.mixing.strip import DeviceChain
from tests.bench.voice_measures import onset_errors_s

LYRICS = "[Chorus]\nStay with me (stay with me)\nOver the water\n"


@pytest.fixture(scope="module")
def sung():
    """A sung chorus of eleven seconds: the result with audio in its vocal cells."""
    options = GenerationOptions(voice="joe", bpm=120.0, duration_s=11.0)
    return run_to_end(sing_cells(run_to_end(Composer().run(Request(Task.COMPOSE, "pop", LYRICS, 4, options)))))


def cells(result):
    """{part name: (part, its only cell)} of the singers."""
    return {part.name: (part, part.cells[0]) for part in result.parts if part.kind == "vocal"}


def heard(part, cell):
    """A cell through the devices, the fader and the pan of its part, shape (2, frames)."""
    shaped = DeviceChain(part.strip.devices).process(cell.audio, 0, lambda role: None)
    return shaped * Fader(part.strip).gains(0, shaped.shape[1])


def loudness(audio):
    import pyloudnorm

    return pyloudnorm.Meter(48_000).integrated_loudness(audio.T.astype(np.float64))


def test_the_backing_is_behind_the_lead_and_the_double_behind_both(sung):
    levels = {name: loudness(heard(*pair)) for name, pair in cells(sung).items()}
    assert 4 <= levels["Vocals"] - levels["Backing vocals"] <= 9
    assert 8 <= levels["Vocals"] - levels["Double"] <= 14


def test_no_singer_clips_nor_do_all_together(sung):
    strips = [heard(*pair) for pair in cells(sung).values()]
    assert all(np.abs(cell.audio).max() < 1.0 for _, cell in cells(sung).values())
    frames = min(strip.shape[1] for strip in strips)
    assert np.abs(sum(strip[:, :frames] for strip in strips)).max() < 0.5


def test_backing_and_double_spread_to_the_two_sides(sung):
    sides = {}
    for name, pair in cells(sung).items():
        left, right = heard(*pair)
        sides[name] = 10 * np.log10(np.mean(left**2) / np.mean(right**2))
    assert abs(sides["Vocals"]) < 0.1 and sides["Double"] > 3 and sides["Backing vocals"] < -3


@pytest.mark.parametrize("name", ["Vocals", "Backing vocals", "Double"])
def test_everybody_is_on_time(sung, name):
    _, cell = cells(sung)[name]
    phrases = split_phrases(from_notes(cell.notes), sung.tempo_map.seconds_at)
    errors_s = np.abs(onset_errors_s(cell.audio, cell.lead_s, phrases))
    assert len(errors_s) >= 5 and np.median(errors_s) < 0.015 and np.mean(errors_s < 0.02) >= 0.7


def test_a_double_is_not_the_lead_moved_in_time(sung):
    """Two takes correlate less than a copy would, at any shift."""
    lead, again = (cells(sung)[name][1].audio[0].astype(np.float64) for name in ("Vocals", "Double"))
    size = 2 ** int(np.ceil(np.log2(len(lead) + len(again))))
    product = np.fft.irfft(np.fft.rfft(lead, size) * np.conj(np.fft.rfft(again, size)))
    assert product.max() / np.sqrt(np.sum(lead**2) * np.sum(again**2)) < 0.7
