# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the passes of a recording land: as takes, round by round, over what is there."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.edits.recordings import RecordedPass, place_recording
from musicstudio.project.invariants import check_project
from musicstudio.project.model import Clip, Note, Project, Source, Take, Track

SOURCE = Source("f" * 64, 48_000 * 60, 48_000, 1, "Recording", recipe_id="recording")


def song(*clips: Clip) -> Project:
    return Project("p", tracks=(Track("row", "Row", "audio", clips=clips),))


def recorded(project: Project, *passes: tuple[float, float, float]) -> Project:
    """The song with passes of (into the file, place in the song, length), in seconds."""
    project = place_recording("row", SOURCE, [RecordedPass(*each) for each in passes], "Voice")(project)
    check_project(project)
    return project


def clips_of(project: Project) -> list[tuple[float, float, int, str]]:
    """(start, end, number of takes, name of the take that is heard) of each clip."""
    return [(c.start_s, c.end_s, len(c.takes), c.take.name) for c in project.track("row").clips]


def heard_from(project: Project, index: int = 0) -> list[float]:
    """What second of the file each take of a clip plays where the clip begins."""
    clip = project.track("row").clips[index]
    return [take.lead_s + clip.start_s - clip.origin_s for take in clip.takes]


def test_nothing_recorded_places_nothing_but_its_source() -> None:
    assert clips_of(recorded(song())) == []


def test_one_pass_is_one_clip_that_plays_the_file_from_where_it_began() -> None:
    project = recorded(song(), (0.25, 4.0, 2.0))
    assert clips_of(project) == [(4.0, 6.0, 1, "Take 1")]
    assert heard_from(project) == [0.25]
    assert project.sources == {SOURCE.hash: SOURCE}
    assert project.track("row").clips[0].take.recipe_id == "recording"


def test_rounds_over_one_place_are_takes_of_one_clip_and_the_last_whole_one_is_heard() -> None:
    project = recorded(song(), (0.0, 4.0, 2.0), (2.0, 4.0, 2.0), (4.0, 4.0, 0.5))
    assert clips_of(project) == [(4.0, 6.0, 3, "Take 2")]
    assert heard_from(project) == [0.0, 2.0, 4.0]


def test_what_was_played_before_the_loop_is_a_clip_of_its_own() -> None:
    project = recorded(song(), (0.0, 1.0, 5.0), (5.0, 4.0, 2.0))
    assert clips_of(project) == [(1.0, 4.0, 1, "Take 1"), (4.0, 6.0, 2, "Take 2")]
    assert heard_from(project, 1) == [3.0, 5.0]


def test_recording_over_a_clip_in_that_very_place_adds_takes_to_it() -> None:
    once = recorded(song(), (0.0, 4.0, 2.0))
    twice = recorded(once, (0.0, 4.0, 2.0))
    assert clips_of(twice) == [(4.0, 6.0, 2, "Take 2")]
    assert twice.track("row").clips[0].takes[0] == once.track("row").clips[0].takes[0]


@pytest.mark.parametrize("notes", [(), (Note(0, 960, 60),)])
def test_what_lies_below_is_trimmed_and_notes_never_get_a_recording_for_a_take(notes) -> None:
    length_s = 2.0 if notes else 3.0
    below = Clip("below", 4.0, length_s, takes=(Take("t", "Below", notes=notes),), active_take_id="t")
    project = recorded(song(below), (0.0, 4.0, 2.0))
    rest = [] if notes else [(6.0, 7.0, 1, "Below")]
    assert clips_of(project) == [(4.0, 6.0, 1, "Take 1"), *rest]


def test_a_row_that_went_meanwhile_is_told() -> None:
    with pytest.raises(EditError):
        place_recording("gone", SOURCE, [RecordedPass(0.0, 0.0, 1.0)], "Voice")(song())
