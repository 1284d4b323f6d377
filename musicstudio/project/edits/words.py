# SPDX-License-Identifier: GPL-3.0-or-later
"""Sung words, changed for everybody who sings them at once: the lead, its double and the harmony."""

from msgspec.structs import replace

from ..model import Clip, Note, Project
from .helpers import Edit, found_clip
from .notes import set_notes

TOGETHER_TICKS = 60
"""Notes that begin within this (30 ms at 120 BPM) are sung together; a double comes a little after its lead."""


def change_syllable(clip_id: str, note: Note, syllable: str) -> Edit:
    """Sing another syllable on a note of a clip's take, and wherever another vocal row sings the same one with it."""

    def edit(project: Project) -> Project:
        clip = found_clip(project, clip_id)[1]
        tick = _origin(project, clip) + note.start_ticks
        for track in project.tracks:
            for other in track.clips if track.kind == "vocal" else ():
                project = _with_syllable(project, other, tick, note.lyric, syllable.strip())
        return project

    return edit


def _with_syllable(project: Project, clip: Clip, tick: int, old: str, new: str) -> Project:
    take = clip.take
    if take is None:
        return project
    first = tick - _origin(project, clip)
    notes = [
        replace(note, lyric=new) if note.lyric == old and abs(note.start_ticks - first) <= TOGETHER_TICKS else note
        for note in take.notes
    ]
    return set_notes(clip.id, notes)(project) if tuple(notes) != take.notes else project


def _origin(project: Project, clip: Clip) -> int:
    return project.tempo_map.ticks_at(clip.origin_s)
