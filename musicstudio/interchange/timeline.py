# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard where, as other programs place audio: items with a file, places in it and in the song, and fades."""

from collections.abc import Iterator

from msgspec import Struct

from musicstudio.project.model import Clip, Project, Source, Track


class AudioItem(Struct, frozen=True):
    """A stretch of a source on the timeline, with the lead and tail that its clip lets ring. Seconds and dB."""

    clip: Clip
    source: Source
    start_s: float
    length_s: float
    source_start_s: float
    fade_in_s: float
    fade_out_s: float


def audio_items(project: Project, track: Track) -> Iterator[AudioItem]:
    """The items of a row, in the order of its clips; takes that wait for their audio are left out."""
    for clip in track.clips:
        source = project.sources.get(clip.take.source) if clip.take else None
        if clip.take is None or source is None:
            continue
        zero_s = clip.origin_s - clip.take.lead_s
        has_lead = clip.rings_before and clip.offset_s <= 0
        start_s = max(0.0, zero_s if has_lead else max(clip.start_s, zero_s))
        end_s = zero_s + source.length_s if clip.rings_after else min(clip.end_s, zero_s + source.length_s)
        if end_s > start_s:
            yield AudioItem(clip, source, start_s, end_s - start_s, start_s - zero_s, clip.fade_in_s, clip.fade_out_s)


def exported_rows(project: Project) -> list[Track]:
    """All rows, each group right before what it holds."""
    tops = [track for track in project.tracks if not track.group_id]
    return [row for top in tops for row in _with_members(project, top)]


def _with_members(project: Project, track: Track) -> Iterator[Track]:
    yield track
    for member in project.tracks:
        if member.group_id == track.id:
            yield from _with_members(project, member)
