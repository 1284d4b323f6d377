# SPDX-License-Identifier: GPL-3.0-or-later
"""Where notes that were played land: as takes of a clip that lies there, else in a clip of whole bars."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.edits.recorded_notes import PlayedNote, place_notes
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Clip, Note, Project, Take, Track


def song(*clips: Clip, kind: str = "instrument") -> Project:
    """120 BPM in 4/4: a bar lasts two seconds, a quarter note of 960 ticks half a second."""
    return Project("p", tracks=(Track("row", "Row", kind, clips=clips),))


def played(project: Project, *passes: list[tuple[float, float, int]], end_s: float = 0.0) -> Project:
    notes = [[PlayedNote(start_s, end, pitch, 90) for start_s, end, pitch in each] for each in passes]
    project = place_notes("row", notes, end_s, "played")(project)
    check_project(project)
    return project


def clips_of(project: Project) -> list[tuple[float, float, int, str]]:
    return [(c.start_s, c.end_s, len(c.takes), c.take.name) for c in project.track("row").clips]


def notes_of(project: Project, take: int = -1) -> list[tuple[int, int, int]]:
    return [(n.start_ticks, n.length_ticks, n.pitch) for n in project.track("row").clips[0].takes[take].notes]


def clip(start_s: float, length_s: float, *notes: Note) -> Clip:
    return Clip("c", start_s, length_s, takes=(Take("t", "Take 1", notes=notes),), active_take_id="t")


def test_where_nothing_lies_a_clip_of_whole_bars_is_made() -> None:
    project = played(song(), [(2.5, 3.0, 60), (4.25, 4.5, 64)], end_s=4.6)
    assert clips_of(project) == [(2.0, 6.0, 1, "Take 1 played")]
    assert notes_of(project) == [(960, 960, 60), (4320, 480, 64)]
    assert project.track("row").clips[0].take.recipe_id == "played"


def test_what_ends_on_a_bar_line_needs_no_further_bar() -> None:
    assert clips_of(played(song(), [(0.0, 2.0, 60)], end_s=2.0)) == [(0.0, 2.0, 1, "Take 1 played")]


def test_each_pass_is_a_take_and_a_pass_without_notes_is_none() -> None:
    project = played(song(), [(0.0, 0.5, 60)], [], [(0.5, 1.0, 62)], end_s=1.0)
    assert clips_of(project) == [(0.0, 2.0, 2, "Take 2 played")]
    assert notes_of(project, 0) == [(0, 960, 60)] and notes_of(project, 1) == [(960, 960, 62)]


def test_over_a_clip_each_take_has_what_was_there_and_what_was_played() -> None:
    project = played(song(clip(2.0, 4.0, Note(1920, 960, 48))), [(2.5, 3.0, 60)], end_s=3.0)
    assert clips_of(project) == [(2.0, 6.0, 2, "Take 2 played")]
    assert notes_of(project) == [(960, 960, 60), (1920, 960, 48)]
    assert notes_of(project, 0) == [(1920, 960, 48)]


def test_a_clip_reaches_to_the_end_of_the_bar_of_what_is_played_beyond_it() -> None:
    assert clips_of(played(song(clip(2.0, 1.0)), [(2.5, 6.5, 60)], end_s=6.5)) == [(2.0, 8.0, 2, "Take 2 played")]
    assert clips_of(played(song(Clip("c", 2.0, 2.0)), [(2.5, 3.0, 60)], end_s=9.0))[0][:2] == (2.0, 4.0)


def test_notes_are_as_long_and_as_loud_as_notes_can_be() -> None:
    notes = [PlayedNote(0.0, 0.0, 60, 0), PlayedNote(0.5, 1.0, 62, 200)]
    made = place_notes("row", [notes], 1.0)(song()).track("row").clips[0].take.notes
    assert [note.velocity for note in made] == [1, 127] and made[0].length_ticks > 0


def test_nothing_played_changes_nothing_and_a_row_that_went_is_told() -> None:
    empty = song()
    assert played(empty, [], []) is empty
    for gone in (Project("p"), song(kind="audio")):
        with pytest.raises(EditError, match="no longer there"):
            played(gone, [(0.0, 1.0, 60)])
