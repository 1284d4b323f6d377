# SPDX-License-Identifier: GPL-3.0-or-later
"""The notes of a row as they are heard: of the takes that play, inside their clips' windows, in ticks of the song."""

from collections.abc import Iterator

from msgspec.structs import replace

from musicstudio.project.model import Clip, Note, TempoMap, Track


def audible_notes(track: Track, tempo_map: TempoMap) -> list[Note]:
    """All notes of a row, in order of time; ``start_ticks`` counts from the start of the song."""
    notes = [note for clip in track.clips if not clip.is_muted for note in clip_notes(clip, tempo_map)]
    return sorted(notes, key=lambda note: (note.start_ticks, note.pitch))


def clip_notes(clip: Clip, tempo_map: TempoMap) -> Iterator[Note]:
    """The notes of one clip that begin in its window, or before it where the clip lets its lead ring."""
    if clip.take is None:
        return
    origin = tempo_map.ticks_at(clip.origin_s)
    first, end = tempo_map.ticks_at(clip.start_s), tempo_map.ticks_at(clip.end_s)
    has_lead = clip.rings_before and clip.offset_s <= 0
    for note in clip.take.notes:
        start = origin + note.start_ticks
        if start >= end or (start < first and not has_lead):
            continue
        length = note.length_ticks if clip.rings_after else min(note.length_ticks, end - start)
        yield replace(note, start_ticks=max(0, start), length_ticks=max(1, length))
