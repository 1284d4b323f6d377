# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the studio beside a recording: as loud as it is, and in a range of it without a trace outside."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress
from musicstudio.core.units import SAMPLE_RATE, frames_from_seconds, gain_from_db
from musicstudio.dsp.audio import Audio, silence, to_stereo
from musicstudio.dsp.fades import with_fades
from musicstudio.dsp.integrated import integrated_lufs
from musicstudio.engines.contract import REVERB_BUS_ID, Part
from musicstudio.media.store import MediaStore
from musicstudio.mixing.presets import default_buses
from musicstudio.project.edits.ranges import FADE_S
from musicstudio.project.model import Project, Strip, TempoMap, Track

from ..files.context_of_sound import mixed_recordings
from ..results.storing import ClipKey, ClipStored, StoredResult, store_audio

Span = tuple[float, float]
LAYER_BELOW_DB, BAND_BELOW_DB = -9.0, -4.0
"""How far a single part, or a band, stays under the recording that it joins."""
_LOUDEST_STEP_DB, _FAINTEST_LUFS, _LONGEST_S = 24.0, -60.0, 60.0


def has_recordings(project: Project) -> bool:
    """Whether a song holds a recording."""
    return bool(recordings_among(project.tracks))


def as_loud_as_recording(
    answer: StoredResult, project: Project, media: MediaStore, span: Span | None = None, below_db: float = 0.0
) -> StoredResult:
    """The answer with the faders of its rows set so that they are together as loud as the recording (in a span).

    below_db: 0 or less; how far under it. Nothing changes where either cannot be measured.
    """
    recorded = _lufs(mixed_recordings(project, media, span, _LONGEST_S))
    made = _lufs(_mix_of(answer, media))
    if min(recorded, made) < _FAINTEST_LUFS:
        return answer
    step_db = float(np.clip(recorded + below_db - made, -_LOUDEST_STEP_DB, _LOUDEST_STEP_DB))
    parts = tuple(replace(part, strip=_louder(part.strip, step_db)) for part in answer.result.parts)
    return replace(answer, result=replace(answer.result, parts=parts))


def cut_to_spans(answer: StoredResult, media: MediaStore) -> Job[StoredResult]:
    """The answer with each row's room in its sound, and nothing of it before its first cell or after its last: what it
    plays cannot ring on into the recording."""
    sounds: dict[ClipKey, ClipStored] = {}
    count = max(1, len(answer.result.parts))
    for index in range(len(answer.result.parts)):
        yield Progress(index / count, "Fitting the parts into the recording")
        for key, audio in _slices(answer, index, media).items():
            sounds[key] = ClipStored(*key, store_audio(media, audio), 0.0)
    parts = tuple(replace(part, strip=replace(part.strip, sends=())) for part in answer.result.parts)
    return StoredResult(replace(answer.result, parts=parts), sounds)


def _slices(answer: StoredResult, index: int, media: MediaStore) -> dict[ClipKey, Audio]:
    """The sound of a row, cell by cell, without a seam between cells that touch."""
    tempo_map, part = answer.result.tempo_map, answer.result.parts[index]
    edges = [_frames(tempo_map, cell.start_ticks, cell.start_ticks + cell.length_ticks) for cell in part.cells]
    begin, end = min(a for a, _ in edges), max(b for _, b in edges)
    row = _row(answer, index, media, begin, end)
    row = with_fades(_with_room(row, part), *(min(frames_from_seconds(FADE_S), row.shape[1] // 2),) * 2)
    return {
        (index, cell): np.ascontiguousarray(row[:, a - begin : b - begin])
        for cell, (a, b) in enumerate(edges)
        if (index, cell) in answer.sounds
    }


def _row(answer: StoredResult, index: int, media: MediaStore, begin: int, end: int) -> Audio:
    """Frames of all cells of a row, mixed where they stand."""
    row = silence(end - begin)
    for cell, part_cell in enumerate(answer.result.parts[index].cells):
        stored = answer.sounds.get((index, cell))
        if stored is None:
            continue
        audio = to_stereo(media.read(stored.source.hash, 0, stored.source.frames))
        start_s = answer.result.tempo_map.seconds_at(part_cell.start_ticks) - stored.lead_s
        at = frames_from_seconds(start_s) - begin
        audio, at = (audio[:, -at:], 0) if at < 0 else (audio, at)
        piece = audio[:, : max(0, row.shape[1] - at)]
        row[:, at : at + piece.shape[1]] += piece
    return row


def _with_room(row: Audio, part: Part) -> Audio:
    import pedalboard

    send = next((send for send in part.strip.sends if send.bus_id == REVERB_BUS_ID), None)
    if send is None:
        return row
    bus = default_buses()[0]
    params = bus.strip.devices[0].params
    room = pedalboard.Reverb(params.get("size", 60.0) / 100, params.get("damping", 45.0) / 100, 1.0, 0.0)
    wet = np.float32(gain_from_db(send.gain_db + bus.strip.gain_db))
    return np.asarray(row + wet * room(row, SAMPLE_RATE), np.float32)


def _mix_of(answer: StoredResult, media: MediaStore) -> Audio:
    """All rows as their faders stand, up to a minute."""
    parts, tempo_map = answer.result.parts, answer.result.tempo_map
    edges = [
        _frames(tempo_map, cell.start_ticks, cell.start_ticks + cell.length_ticks)
        for part in parts
        for cell in part.cells
    ]
    if not edges:
        return silence(0)
    begin = min(a for a, _ in edges)
    end = min(max(b for _, b in edges), begin + frames_from_seconds(_LONGEST_S))
    rows = (gain_from_db(part.strip.gain_db) * _row(answer, i, media, begin, end) for i, part in enumerate(parts))
    return np.asarray(sum(rows, silence(end - begin)), np.float32)


def _lufs(audio: Audio) -> float:
    return integrated_lufs(to_stereo(audio))


def _louder(strip: Strip, step_db: float) -> Strip:
    return replace(strip, gain_db=float(np.clip(strip.gain_db + step_db, -60.0, 12.0)))


def _frames(tempo_map: TempoMap, start: int, end: int) -> tuple[int, int]:
    return frames_from_seconds(tempo_map.seconds_at(start)), frames_from_seconds(tempo_map.seconds_at(end))


def recordings_among(tracks: Sequence[Track]) -> list[Track]:
    """The rows that hold recordings."""
    return [track for track in tracks if track.kind == "audio" and track.clips]
