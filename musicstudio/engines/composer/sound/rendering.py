# SPDX-License-Identifier: GPL-3.0-or-later
"""Every cell of a result to audio, first sections first, each handed on as soon as it sounds."""

import os

from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress
from musicstudio.core.seeds import derive_seed
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.engines.contract import ClipReady, Part, Result, ResultClip
from musicstudio.instruments.pool import RenderRequest, render_requests
from musicstudio.project.model import TempoMap

from .edges import Placed, end_at
from .looping import ClipPlace, loop_sounds

_MAX_WORKERS = 4
_PLAYED_KINDS = ("instrument",)


def render(result: Result, end_s: float | None = None, is_loop: bool = False) -> Job[Result]:
    """Render the played parts of a result; its other parts come back as they are.

    end_s: the piece ends exactly there; with ``is_loop`` what rings past it is folded into the start. Partials are
    `ClipReady`.
    """
    places = _in_time_order(result.parts)
    sounds: dict[ClipPlace, Placed] = {}
    requests = [_request(result, place) for place in places]
    job = render_requests(requests, workers=max(2, min(_MAX_WORKERS, os.cpu_count() or 2)))
    try:
        for progress in job:
            ready = None
            if progress.partial is not None:
                index, rendered = progress.partial
                place = places[index]
                cell = result.parts[place[0]].cells[place[1]]
                start = _frame_of(result.tempo_map, cell) - round(rendered.lead_s * SAMPLE_RATE)
                sounds[place] = _end_clip(Placed(rendered.audio, start), end_s, is_loop)
                ready = None if is_loop else _ready(result, place, sounds[place])
            yield Progress(progress.fraction, progress.message, ready)
    finally:
        job.close()
    if is_loop and end_s is not None:
        sounds = loop_sounds(result, sounds, frames_from_seconds(end_s))
        for place in places:
            yield Progress(1.0, "Closing the loop", _ready(result, place, sounds[place]))
    return replace(result, parts=_with_sounds(result, sounds))


def _in_time_order(parts: tuple[Part, ...]) -> list[ClipPlace]:
    """Section by section, so that the song can be heard while the rest is rendered."""
    places = [(p, c) for p, part in enumerate(parts) if part.kind in _PLAYED_KINDS for c in range(len(part.cells))]
    return sorted(places, key=lambda place: (parts[place[0]].cells[place[1]].start_ticks, place))


def _request(result: Result, place: ClipPlace) -> RenderRequest:
    part = result.parts[place[0]]
    cell = part.cells[place[1]]
    return RenderRequest(
        part.instrument, cell.notes, result.tempo_map, cell.start_ticks, derive_seed(cell.seed, part.name, "sound")
    )


def _frame_of(tempo_map: TempoMap, cell: ResultClip) -> int:
    return frames_from_seconds(tempo_map.seconds_at(cell.start_ticks))


def _end_clip(placed: Placed, end_s: float | None, is_loop: bool) -> Placed:
    return placed if end_s is None or is_loop else end_at(placed, frames_from_seconds(end_s))


def _ready(result: Result, place: ClipPlace, placed: Placed) -> ClipReady:
    cell = result.parts[place[0]].cells[place[1]]
    return ClipReady(*place, placed.audio, _lead_s(result.tempo_map, cell, placed))


def _lead_s(tempo_map: TempoMap, cell: ResultClip, placed: Placed) -> float:
    return max(0, _frame_of(tempo_map, cell) - placed.start) / SAMPLE_RATE


def _with_sounds(result: Result, sounds: dict[ClipPlace, Placed]) -> tuple[Part, ...]:
    return tuple(
        replace(part, cells=tuple(_with_sound(result, cell, sounds.get((p, c))) for c, cell in enumerate(part.cells)))
        for p, part in enumerate(result.parts)
    )


def _with_sound(result: Result, cell: ResultClip, placed: Placed | None) -> ResultClip:
    return replace(cell, audio=placed.audio, lead_s=_lead_s(result.tempo_map, cell, placed)) if placed else cell
