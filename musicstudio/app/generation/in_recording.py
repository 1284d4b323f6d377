# SPDX-License-Identifier: GPL-3.0-or-later
"""A range of a recording that the studio plays instead: where it is silent, and what takes its place."""

from msgspec.structs import replace

from musicstudio.core.progress import Job
from musicstudio.media.store import MediaStore
from musicstudio.project.edits.clips import mute_clips
from musicstudio.project.edits.ranges import clips_in_range, split_at_range
from musicstudio.project.model import Project, Track

from ..results.storing import StoredResult
from .beside_recording import BAND_BELOW_DB, Span, as_loud_as_recording, cut_to_spans, recordings_among
from .targets import RegenerationTarget

ONE_TAKE = "A range of a recording is played in one take at a time; ask again for another."

_MOST_NAMED = 3


def recordings_of(project: Project, target: RegenerationTarget) -> list[Track]:
    """The recordings that are meant: none where the target names rows that an engine plays."""
    wanted = [track for track in project.tracks if not target.track_ids or track.id in target.track_ids]
    is_played = any(track.instrument or track.kind == "vocal" for track in wanted)
    return [] if is_played else recordings_among(wanted)


def spans_of(project: Project, target: RegenerationTarget) -> list[Span]:
    """The stretches of time meant, those that touch joined."""
    if target.range_s:
        return [target.range_s]
    joined: list[Span] = []
    for section in project.sections:
        if section.id not in target.section_ids:
            continue
        start_s, end_s = project.section_span_s(section)
        touches = bool(joined) and abs(joined[-1][1] - start_s) < 1e-6
        joined = [*joined[:-1], (joined[-1][0], end_s)] if touches else [*joined, (start_s, end_s)]
    return joined


def recording_words(project: Project, target: RegenerationTarget, takes: int) -> list[str]:
    """What is to be told of recordings that are played anew, or that stay where others are."""
    if recordings_of(project, target):
        return [ONE_TAKE] if takes > 1 else []
    spans = spans_of(project, target)
    recordings = [
        track
        for track in recordings_among(project.tracks)
        if not track.strip.is_muted and any(_sounds_in(track, *span) for span in spans)
    ]
    if not recordings or (target.track_ids and not any(track.id in target.track_ids for track in recordings)):
        return []
    named = ", ".join(f"“{track.name}”" for track in recordings[:_MOST_NAMED])
    return [f"{named} stays as it is; select it alone to have that range played by the studio."]


def _sounds_in(track: Track, start_s: float, end_s: float) -> bool:
    return any(clip.start_s < end_s and clip.end_s > start_s and not clip.is_muted for clip in track.clips)


def without_recordings(recordings: list[Track], project: Project, target: RegenerationTarget) -> Project:
    """The song with the recordings silent where they were asked for anew; outside every sample stays."""
    if target.keeps_recordings:
        return project
    ids = tuple(track.id for track in recordings)
    for start_s, end_s in spans_of(project, target):
        project = split_at_range(start_s, end_s, ids)(project)
        inside = [clip.id for _, clip in clips_in_range(project, start_s, end_s, ids)]
        project = mute_clips(inside, True)(project)
    return project


def fitted_into(
    answer: StoredResult, project: Project, media: MediaStore, recordings: list[Track], target: RegenerationTarget
) -> Job[StoredResult]:
    """What was made, as loud as what it replaces (a little softer where that is kept), and only in its range."""
    kept = replace(project, tracks=tuple(recordings))
    below_db = BAND_BELOW_DB if target.keeps_recordings else 0.0
    matched = as_loud_as_recording(answer, kept, media, spans_of(project, target)[0], below_db)
    return (yield from cut_to_spans(matched, media))
