# SPDX-License-Identifier: GPL-3.0-or-later
"""A word is changed for everybody who sings it at that moment, and for nobody else."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.edits.words import change_syllable
from musicstudio.project.model import Clip, Note, Project, Take, Track


def row(name, notes, kind="vocal", start_s=0.0):
    take = Take(f"take-{name}", source="old", notes=tuple(notes))
    clip = Clip(f"clip-{name}", start_s, 8.0, takes=(take,), active_take_id=take.id)
    return Track(f"track-{name}", name, kind, "vocals", "joe", clips=(clip,))


SONG = Project(
    id="words",
    tracks=(
        row("lead", [Note(1920, 960, 60, lyric="home"), Note(3840, 960, 62, lyric="home")]),
        row("double", [Note(1950, 960, 60, lyric="home"), Note(3860, 960, 62, lyric="home")]),
        row("harmony", [Note(1920, 960, 64, lyric="home"), Note(3840, 960, 65, lyric="oh")]),
        row("later", [Note(960, 960, 64, lyric="home")], start_s=0.5),
        row("keys", [Note(1920, 960, 64, lyric="home")], kind="instrument"),
    ),
)


def words(project):
    return {track.name: [note.lyric for note in track.clips[0].take.notes] for track in project.tracks}


def test_who_sings_the_same_syllable_with_it_sings_the_new_one():
    changed = change_syllable("clip-lead", SONG.tracks[0].clips[0].take.notes[0], " here ")(SONG)
    assert words(changed) == {
        "lead": ["here", "home"], "double": ["here", "home"], "harmony": ["here", "oh"], "later": ["here"],
        "keys": ["home"],
    }  # fmt: skip


def test_only_takes_that_changed_are_sung_anew():
    changed = change_syllable("clip-harmony", SONG.tracks[2].clips[0].take.notes[1], "ah")(SONG)
    assert [track.clips[0].take.source for track in changed.tracks] == ["old", "old", "", "old", "old"]


def test_a_clip_that_is_gone_is_told():
    with pytest.raises(EditError):
        change_syllable("nowhere", Note(0, 960, 60, lyric="x"), "y")(SONG)


def test_a_vocal_clip_without_a_take_has_no_word_to_change():
    empty = Track("track-empty", "empty", "vocal", "vocals", clips=(Clip("clip-empty", 0.0, 8.0),))
    song = Project(id="words", tracks=(*SONG.tracks, empty))
    changed = change_syllable("clip-lead", SONG.tracks[0].clips[0].take.notes[0], "here")(song)
    assert changed.tracks[-1] is empty and words(SONG) != words(Project(id="words", tracks=changed.tracks[:-1]))
