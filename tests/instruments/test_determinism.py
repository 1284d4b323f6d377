# SPDX-License-Identifier: GPL-3.0-or-later
"""Same request, same bytes: whatever was played before, on any thread, in any order."""

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.instruments.pool import RenderRequest, render_requests
from musicstudio.instruments.render import render_notes
from musicstudio.project.model import Note, TempoMap

NAMES = (
    "grand_piano",
    "kit_acoustic",
    "string_ensemble",
    "steel_guitar",
    "supersaw",
    "acid_bass",
    "kit_808",
    "warm_pad",
)


def test_threads_and_order_change_nothing() -> None:
    requests = [RenderRequest(name, _melody(seed), TempoMap(), 0, seed) for seed in (1, 2) for name in NAMES]
    alone = [render_notes(*request) for request in requests]
    backwards = [render_notes(*request) for request in reversed(requests)][::-1]
    together = run_to_end(render_requests(requests, workers=3))
    for first, second, third in zip(alone, backwards, together, strict=True):
        assert first.audio.tobytes() == second.audio.tobytes() == third.audio.tobytes()


def test_the_pool_hands_out_each_cell_as_it_is_done() -> None:
    requests = [RenderRequest("chip_lead", _melody(seed), TempoMap(), 0, seed) for seed in range(5)]
    steps = list(render_requests(requests))
    parts = [step.partial for step in steps if step.partial is not None]
    assert sorted(index for index, _ in parts) == list(range(5))
    assert [step.fraction for step in steps] == sorted(step.fraction for step in steps)
    for index, cell in parts:
        assert np.array_equal(cell.audio, render_notes(*requests[index]).audio)


def test_a_closed_pool_stops() -> None:
    job = render_requests([RenderRequest("chip_lead", _melody(seed), TempoMap(), 0, seed) for seed in range(40)])
    next(job)
    job.close()
    with pytest.raises(StopIteration):
        next(job)


def test_an_empty_list_is_done_at_once() -> None:
    assert run_to_end(render_requests([])) == []


def _melody(seed: int) -> tuple[Note, ...]:
    generator = np.random.default_rng(seed)
    pitches = generator.integers(38, 60, 24)
    velocities = generator.integers(30, 127, 24)
    return tuple(Note(240 * i, 400, int(p), int(v)) for i, (p, v) in enumerate(zip(pitches, velocities, strict=True)))
