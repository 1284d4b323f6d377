# SPDX-License-Identifier: GPL-3.0-or-later
"""Rendering many cells side by side."""

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

from musicstudio.core.progress import Job, Progress
from musicstudio.project.model import Note, TempoMap

from .render import RenderedNotes, render_notes

PROGRESS_EVERY_S = 0.2


class RenderRequest(NamedTuple):
    """The arguments of `render.render_notes`."""

    instrument_id: str
    notes: tuple[Note, ...]
    tempo_map: TempoMap
    origin_tick: int
    seed: int = 0


def render_requests(requests: Sequence[RenderRequest], workers: int = 2) -> Job[list[RenderedNotes]]:
    """Render cells on ``workers`` threads; returns them in the order asked.

    Each `Progress` has ``partial`` (index, `RenderedNotes`) as a cell is finished, or None while waiting. Earlier
    requests are started first. Closing the job drops what has not begun and waits for what has.
    """
    cells: list[RenderedNotes | None] = [None] * len(requests)
    executor = ThreadPoolExecutor(max(1, workers), thread_name_prefix="instruments")
    try:
        pending: dict[Future[RenderedNotes], int] = {
            executor.submit(render_notes, *request): index for index, request in enumerate(requests)
        }
        while pending:
            finished, _ = wait(pending, PROGRESS_EVERY_S, FIRST_COMPLETED)
            if not finished:
                yield Progress(1.0 - len(pending) / len(requests), "Playing the instruments")
            for future in sorted(finished, key=pending.__getitem__):
                index = pending.pop(future)
                cell = future.result()
                cells[index] = cell
                yield Progress(1.0 - len(pending) / len(requests), "Playing the instruments", (index, cell))
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    return [cell for cell in cells if cell is not None]
