# SPDX-License-Identifier: GPL-3.0-or-later
"""What other tracks play while the opened clip does: seen behind its notes, never touched."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from musicstudio.project.model import Clip, Note, Project, Track

GhostNotes = tuple[tuple[Track, tuple[Note, ...]], ...]


class Ghosts:
    """Remembers the last answer, as it is asked for on every frame."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._notes: GhostNotes = ()

    def of(self, project: Project, clip: Clip, track_ids: frozenset[str]) -> GhostNotes:
        """Notes of some tracks inside a clip's window, in ticks from its take's origin."""
        tracks = tuple(track for track in project.tracks if track.id in track_ids)
        asked = (*tracks, project.tempo_map, clip.start_s, clip.length_s, clip.offset_s)
        if not _is_same(asked, self._asked):
            self._asked = asked
            found = ((track, tuple(_notes_within(project, track, clip))) for track in tracks)
            self._notes = tuple((track, notes) for track, notes in found if notes)
        return self._notes


def _is_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(a is b or a == b for a, b in zip(one, other, strict=True))


def tracks_with_notes(project: Project, apart_from: str) -> Iterable[Track]:
    """Tracks that have notes to be seen."""
    for track in project.tracks:
        if track.id != apart_from and any(clip.take and clip.take.notes for clip in track.clips):
            yield track


def _notes_within(project: Project, track: Track, clip: Clip) -> Iterator[Note]:
    tempo_map = project.tempo_map
    origin = tempo_map.ticks_at(clip.origin_s)
    for other in track.clips:
        if other.is_muted or other.take is None or other.end_s <= clip.start_s or other.start_s >= clip.end_s:
            continue
        first, last = (tempo_map.ticks_at(edge) for edge in (other.start_s, other.end_s))
        by = tempo_map.ticks_at(other.origin_s)
        for note in other.take.notes:
            if first <= note.start_ticks + by < last:
                yield replace(note, start_ticks=note.start_ticks + by - origin)
