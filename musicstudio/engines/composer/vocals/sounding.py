# SPDX-License-Identifier: GPL-3.0-or-later
"""Vocal cells to audio: one performance a section, so that each can be sung again by itself."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.errors import StudioError
from musicstudio.core.progress import Job, Progress, within
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds
from musicstudio.engines.composer.sound.edges import Audio, Placed, end_at
from musicstudio.engines.contract import ClipReady, Result, ResultClip
from musicstudio.engines.voice.melody.backing import performance_seed
from musicstudio.engines.voice.melody.notes import from_notes
from musicstudio.engines.voice.synthesis.singer import sing
from musicstudio.project.model import TempoMap

ClipPlace = tuple[int, int]


def sing_cells(result: Result, end_s: float | None = None) -> Job[Result]:
    """Sing every vocal cell of a result, first sections first; nothing sounds after ``end_s``. Partials are
    `ClipReady`.

    Sections with the same words and tune are sung alike. A voice that fails leaves its cells silent and a notice.
    """
    places = [(p, c) for p, part in enumerate(result.parts) if part.kind == "vocal" for c in range(len(part.cells))]
    places.sort(key=lambda place: result.parts[place[0]].cells[place[1]].start_ticks)
    notices: list[str] = []
    for number, place in enumerate(places):
        try:
            cell = yield from _sing_clip(result, place, number / len(places), 1.0 / len(places))
        except StudioError as error:
            notices.append(str(error))
            continue
        cell = cell if end_s is None else _end_clip(cell, result.tempo_map, end_s)
        result = _with_cell(result, place, cell)
        yield Progress((number + 1) / len(places), "Singing", ClipReady(*place, cell.audio, cell.lead_s))
    return replace(result, notices=(*result.notices, *dict.fromkeys(notices)))


def _sing_clip(result: Result, place: ClipPlace, done: float, share: float) -> Job[ResultClip]:
    part = result.parts[place[0]]
    cell = part.cells[place[1]]
    if not cell.notes:
        return replace(cell, audio=np.zeros((2, 0), np.float32))
    seed = performance_seed(result.recipe.seed, part.instrument, part.player)
    origin_s = result.tempo_map.seconds_at(cell.start_ticks)
    job = sing(
        from_notes(cell.notes),
        lambda tick: result.tempo_map.seconds_at(cell.start_ticks + tick) - origin_s,
        part.instrument,
        seed,
    )
    sung = yield from within(job, done, done + share)
    return replace(cell, audio=_stereo(sung.audio), lead_s=sung.lead_s)


def _end_clip(cell: ResultClip, tempo_map: TempoMap, end_s: float) -> ResultClip:
    start = frames_from_seconds(tempo_map.seconds_at(cell.start_ticks)) - round(cell.lead_s * SAMPLE_RATE)
    return replace(cell, audio=end_at(Placed(cell.audio, start), frames_from_seconds(end_s)).audio)


def _stereo(audio: Audio) -> Audio:
    return audio if audio.shape[0] == 2 else np.repeat(audio, 2, axis=0)


def _with_cell(result: Result, place: ClipPlace, cell: ResultClip) -> Result:
    part = result.parts[place[0]]
    cells = (*part.cells[: place[1]], cell, *part.cells[place[1] + 1 :])
    parts = (*result.parts[: place[0]], replace(part, cells=cells), *result.parts[place[0] + 1 :])
    return replace(result, parts=parts)
