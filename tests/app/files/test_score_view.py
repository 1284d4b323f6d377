# SPDX-License-Identifier: GPL-3.0-or-later
"""The song as notation: what can be read, and what is too much for a page."""

import pytest

from musicstudio.app.files.score_view import MAX_NOTES, engrave_song, score_choices
from musicstudio.core.errors import InputError
from musicstudio.core.progress import run_to_end
from musicstudio.project.model import Clip, Note, Project, Take, Track


def song_of(count):
    notes = tuple(Note(240 * place, 240, 48 + place % 24, 80) for place in range(count))
    clip = Clip("c", 0.0, 0.125 * count + 1.0, takes=(Take("t", notes=notes),), active_take_id="t")
    return Project("p", "Long", tracks=(Track("row", "Piano", "instrument", "keys", "grand_piano", clips=(clip,)),))


def test_a_row_is_read_with_all_its_notes():
    score = run_to_end(engrave_song(song_of(40), "row", 900, 28.0))
    assert len(score.notes) == 40
    assert score_choices(song_of(40))[1] == ("row", "Piano")


def test_more_notes_than_can_be_drawn_in_seconds_are_told():
    with pytest.raises(InputError, match=r"Piano has 6001 notes; a score of up to 6000 can be drawn\."):
        run_to_end(engrave_song(song_of(MAX_NOTES + 1), "row", 900, 28.0))


def test_an_empty_song_has_nothing_to_read():
    assert score_choices(Project("p", "Empty")) == ()
    assert run_to_end(engrave_song(Project("p", "Empty"), "", 900, 28.0)) is None
