# SPDX-License-Identifier: GPL-3.0-or-later
"""What an engine promises, as a check that a plugin's own tests can call.

from musicstudio.plugins.checking import check_engine
check_engine(MyEngine(folder), Request(Task.GENERATE, "rain", seed=7, ...))
"""

import time

import numpy as np

from musicstudio.engines.contract import Engine, Request, Result, ResultClip

from .api import SAMPLE_RATE

MAX_SILENCE_S = 5.0
"""How long an engine may go without a report before a person believes that it hangs."""


def check_engine(engine: Engine, request: Request) -> Result:
    """Run a request twice and cancel it once, holding the engine to the contract.

    Parameters
    ----------
    engine : Engine
    request : Request
        Of a task that the engine offers, with a seed.

    Returns
    -------
    Result, of the first run

    Raises
    ------
    AssertionError
        With a sentence for what is not as promised; besides, whatever the engine raises.
    """
    capabilities = engine.capabilities()
    assert capabilities.engine and capabilities.title and capabilities.version, "An engine has a name, title, version."
    assert request.task in capabilities.tasks, f"“{capabilities.title}” does not offer to {request.task}."
    assert not capabilities.why_unavailable, capabilities.why_unavailable
    result = _run(engine, request)
    check_result(result)
    assert result.recipe.engine == capabilities.engine, "The recipe names the engine that made it."
    again = _run(engine, request)
    assert _fingerprint(result) == _fingerprint(again), "One seed gives one result, note for note, sample for sample."
    _cancel(engine, request)
    return result


def check_result(result: Result) -> None:
    """Hold a result to what can be placed on a timeline: parts of cells in form, audio as the studio keeps it.

    Parameters
    ----------
    result : Result

    Raises
    ------
    AssertionError
        With a sentence for what is not in form.
    """
    assert result.parts, "A result has at least one part."
    for part in result.parts:
        assert part.name and part.cells, "A part has a name and at least one cell."
        for cell in part.cells:
            _check_cell(cell)


def _check_cell(cell: ResultClip) -> None:
    assert cell.length_ticks > 0, "A cell lasts."
    assert cell.notes or cell.audio is not None, "A cell holds notes, audio or both."
    assert all(0 <= note.pitch <= 127 and 1 <= note.velocity <= 127 for note in cell.notes), "Notes are MIDI's."
    if cell.audio is None:
        return
    audio = cell.audio
    assert isinstance(audio, np.ndarray) and audio.dtype == np.float32, "Audio is a float32 array."
    assert audio.ndim == 2 and audio.shape[0] in (1, 2), "Audio is (channels, frames) with one or two channels."
    assert np.isfinite(audio).all(), "Every sample is a number."
    assert cell.lead_s * SAMPLE_RATE <= audio.shape[1], "The audio reaches the cell's first tick."


def _run(engine: Engine, request: Request) -> Result:
    job, last, heard_s = engine.run(request), 0.0, time.monotonic()
    while True:
        try:
            progress = next(job)
        except StopIteration as stop:
            assert isinstance(stop.value, Result), "An engine returns a Result."
            return stop.value
        now_s = time.monotonic()
        assert now_s - heard_s < MAX_SILENCE_S, f"Nothing was reported for {now_s - heard_s:.1f} s."
        assert last <= progress.fraction <= 1.0, "Progress goes from 0 to 1 and never back."
        last, heard_s = progress.fraction, now_s


def _cancel(engine: Engine, request: Request) -> None:
    job = engine.run(request)
    next(job, None)
    job.close()
    assert next(job, None) is None, "A closed job is over."


def _fingerprint(result: Result) -> list[tuple[object, ...]]:
    return [
        (part.name, cell.start_ticks, cell.notes, None if cell.audio is None else cell.audio.tobytes())
        for part in result.parts
        for cell in part.cells
    ]
