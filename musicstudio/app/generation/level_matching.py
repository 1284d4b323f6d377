# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound of engines that write no notes comes as loud as what it takes the place of; what is played keeps its own."""

from msgspec.structs import replace

from musicstudio.core.errors import InputError, MediaError
from musicstudio.core.progress import Job, Progress, mapped
from musicstudio.core.units import frames_from_seconds, gain_from_db
from musicstudio.dsp.audio import Audio
from musicstudio.dsp.splice import level_match_db
from musicstudio.engines.contract import ClipReady, Part, Result, ResultClip, ScoreReady
from musicstudio.media.store import MediaStore
from musicstudio.project.model import Project

from ..audio.clip_sound import clip_sound

_SAME_TIME_S = 0.002


def match_levels(job: Job[Result], song: Project, media: MediaStore) -> Job[Result]:
    """An engine's job whose cells without notes are brought to the level of the clips of ``song`` that they replace.

    The gain is one for the whole cell and at most 12 dB; where nothing was heard before, or it cannot be read, the
    sound stays as it came.
    """
    scores: list[Result] = []

    def match_partial(progress: Progress) -> Progress:
        partial = progress.partial
        if isinstance(partial, ScoreReady):
            scores[:] = [partial.result]
        if isinstance(partial, ClipReady) and scores:
            part = scores[0].parts[partial.part_index]
            cell = replace(part.cells[partial.cell_index], audio=partial.audio, lead_s=partial.lead_s)
            partial = replace(partial, audio=_match_cell(part, cell, song, media).audio)
        return Progress(progress.fraction, progress.message, partial)

    result = yield from mapped(job, match_partial)
    parts = tuple(
        replace(part, cells=tuple(_match_cell(part, cell, song, media) for cell in part.cells)) for part in result.parts
    )
    return replace(result, parts=parts)


def _match_cell(part: Part, cell: ResultClip, song: Project, media: MediaStore) -> ResultClip:
    before = None if cell.notes or cell.audio is None else _audio_there(part, cell, song, media)
    if before is None:
        return cell
    audio, length_s = before
    first = frames_from_seconds(cell.lead_s)
    after = cell.audio[:, first : first + frames_from_seconds(length_s)]
    gain_db = level_match_db(after, audio) if after.size and audio.size else 0.0
    return replace(cell, audio=cell.audio * cell.audio.dtype.type(gain_from_db(gain_db)))


def _audio_there(part: Part, cell: ResultClip, song: Project, media: MediaStore) -> tuple[Audio, float] | None:
    """What is heard of the clip that a cell gives a new take to, and its length in seconds."""
    start_s = song.tempo_map.seconds_at(cell.start_ticks)
    clips = (clip for track in song.tracks if track.id == part.track_id for clip in track.clips)
    clip = next((clip for clip in clips if abs(clip.start_s - start_s) < _SAME_TIME_S), None)
    try:
        return (clip_sound(song, clip.id).read(media), clip.length_s) if clip else None
    except (InputError, MediaError):
        return None
