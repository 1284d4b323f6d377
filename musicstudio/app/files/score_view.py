# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as notation to be read: a lead sheet, or one row, as a picture whose notes are those of the document."""

import threading
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import InputError
from musicstudio.core.progress import Job, Progress
from musicstudio.interchange.audible_notes import audible_notes
from musicstudio.interchange.score.engraving import EngravedNote, engrave
from musicstudio.interchange.score.musicxml import Part, lead_part, musicxml_bytes, parts_of
from musicstudio.project.model import Project, Track

__all__ = ["EngravedNote", "PlayedNote", "Score", "engrave_song", "notes_at", "played_note", "score_choices"]
LEAD_SHEET = ""
_NEAR_TICKS = 480
MAX_NOTES = 6_000
"""Verovio takes 0.7 s for 2,000 notes, 12 s for 8,000, minutes for 30,000, and cannot be stopped on the way."""
_ACCOMPANIES = 2
_one_at_a_time = threading.Lock()


class Score(Struct, frozen=True):
    """svg: in ``currentColor``. notes: of the picture, in the order of time. part: whose."""

    svg: str
    notes: tuple[EngravedNote, ...]
    part: Part


class PlayedNote(Struct, frozen=True):
    """A note of a clip: its place in the active take's notes, and where it begins in the song."""

    clip_id: str
    index: int
    start_s: float


def score_choices(project: Project) -> tuple[tuple[str, str], ...]:
    """What can be read: the lead sheet, and each row with notes by its id."""
    rows = [track for track in project.tracks if any(audible_notes(track, project.tempo_map))]
    return ((LEAD_SHEET, "Lead sheet"), *((track.id, track.name) for track in rows)) if rows else ()


def engrave_song(project: Project, track_id: str, width_px: int, staff_px: float) -> Job[Score | None]:
    """The picture of a row, or of the lead sheet; None where there is nothing to write down. Raises `InputError`."""
    yield Progress(0.0, "Writing the score")
    part = _part(project, track_id)
    if part is None or not part.notes:
        return None
    if len(part.notes) > MAX_NOTES:
        raise InputError(f"{part.name} has {len(part.notes)} notes; a score of up to {MAX_NOTES} can be drawn.")
    with _one_at_a_time:
        engraving = engrave(musicxml_bytes(project, [part]), width_px, staff_px)
    return Score(engraving.svg, engraving.notes, part)


def played_note(project: Project, track_id: str, written: EngravedNote) -> PlayedNote | None:
    """The note of the document that a sign stands for; None where a tune was written that no row plays.

    A note of the lead sheet is looked for in who sings or leads, who may be octaves away, before all others.
    """
    tracks = [track for track in project.tracks if track.id == track_id or not track_id]
    tempo_map = project.tempo_map
    found: list[tuple[tuple[int, int, int], PlayedNote]] = []
    for track in tracks:
        carries = _how_far_from_the_tune(track)
        for clip in track.clips:
            origin = tempo_map.ticks_at(clip.origin_s)
            for index, note in enumerate(clip.take.notes if clip.take else ()):
                away = abs(origin + note.start_ticks - written.tick)
                start_s = tempo_map.seconds_at(origin + note.start_ticks)
                is_heard = clip.start_s - 1e-6 <= start_s < clip.end_s
                octaves, other = divmod(abs(note.pitch - written.pitch), 12)
                is_it = other == 0 and (octaves == 0 or (not track_id and carries < _ACCOMPANIES))
                if is_it and away <= _NEAR_TICKS and is_heard:
                    found.append(((carries, octaves, away), PlayedNote(clip.id, index, start_s)))
    return min(found, key=lambda each: each[0])[1] if found else None


def _how_far_from_the_tune(track: Track) -> int:
    if track.kind == "vocal" and track.role != "backing":
        return 0
    return 1 if track.role == "lead" else _ACCOMPANIES


def notes_at(notes: Sequence[EngravedNote], part: Part, tick: int) -> tuple[EngravedNote, ...]:
    """The written notes that sound at a moment: the last that began, unless they have ended."""
    begun = [note for note in notes if note.tick <= tick]
    if not begun:
        return ()
    latest = begun[-1].tick
    near = [note for note in part.notes if abs(note.start_ticks - latest) <= _NEAR_TICKS]
    ends = [note.start_ticks + note.length_ticks for note in near]
    return tuple(note for note in begun if note.tick == latest) if tick < max(ends, default=latest) else ()


def _part(project: Project, track_id: str) -> Part | None:
    if not track_id:
        return lead_part(project) if score_choices(project) else None
    track = project.track(track_id)
    if track is None:
        return None
    return next(iter(parts_of(replace(project, tracks=(track,)))), None)
