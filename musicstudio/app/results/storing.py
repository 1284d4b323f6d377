# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what an engine made into the media folder while it is being made, so that audio is not kept in memory."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.progress import Job, Progress, mapped
from musicstudio.core.units import SAMPLE_RATE
from musicstudio.engines.contract import ClipReady, Result, ScoreReady
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project, Source

from .heard import heard_misses
from .recipe_ids import plain

ClipKey = tuple[int, int]


class ClipStored(Struct, frozen=True):
    """A partial result: a cell's audio is on disk. part_index and cell_index are its place in the result's parts."""

    part_index: int
    cell_index: int
    source: Source
    lead_s: float


class StoredResult(Struct, frozen=True):
    """A result whose audio is on disk: what each cell (part index, cell index) sounds like.

    Its misses are those that the engine told, and those that are heard.
    """

    result: Result
    sounds: dict[ClipKey, ClipStored]


def store_results(job: Job[Result], media: MediaStore, song: Project | None = None) -> Job[StoredResult]:
    """Drive an engine's job, replacing each `ClipReady` by a `ClipStored`; the value names every stored cell. song: the
    one that is edited."""
    sounds: dict[ClipKey, ClipStored] = {}

    def store_partial(progress: Progress) -> Progress:
        partial = progress.partial
        if isinstance(partial, ScoreReady):
            partial = ScoreReady(_plain(partial.result))
        if isinstance(partial, ClipReady):
            partial = _store(partial, media) if _sounds(partial) else None
            if partial:
                sounds[partial.part_index, partial.cell_index] = partial
        return Progress(progress.fraction, progress.message, partial)

    result = _plain((yield from mapped(job, store_partial)))
    for ready in _unstored_clips(result, sounds):
        late = _store(ready, media)
        sounds[late.part_index, late.cell_index] = late
        yield Progress(1.0, "Saving", late)
    named = {key: (sound.source.hash, sound.lead_s) for key, sound in sounds.items()}
    heard = heard_misses(result, named, media, song)
    notices, misses = (*result.notices, *heard), (*result.misses, *heard)
    return StoredResult(replace(result, notices=notices, misses=misses) if heard else result, sounds)


def _plain(result: Result) -> Result:
    return replace(result, recipe=plain(result.recipe))


def _unstored_clips(result: Result, sounds: dict[ClipKey, ClipStored]) -> list[ClipReady]:
    ready = [
        ClipReady(part_index, cell_index, cell.audio, cell.lead_s)
        for part_index, part in enumerate(result.parts)
        for cell_index, cell in enumerate(part.cells)
        if (part_index, cell_index) not in sounds
    ]
    return [each for each in ready if _sounds(each)]


def _sounds(ready: ClipReady) -> bool:
    """Whether there is any audio; a cell of rests has none."""
    return ready.audio is not None and ready.audio.shape[1] > 0


def _store(ready: ClipReady, media: MediaStore) -> ClipStored:
    source = store_audio(media, ready.audio)
    return ClipStored(ready.part_index, ready.cell_index, source, ready.lead_s)


def store_audio(media: MediaStore, audio: Any, rate: int = SAMPLE_RATE, name: str = "", recipe_id: str = "") -> Source:
    """Write float32 (channels, frames) audio once and name it. Raises `StorageError`."""
    content_hash, frames = media.add(audio, rate)
    return Source(content_hash, frames, rate, len(audio), name, recipe_id)
