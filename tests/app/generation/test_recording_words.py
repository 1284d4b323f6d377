# SPDX-License-Identifier: GPL-3.0-or-later
"""What is told of recordings beside a selection that is made anew."""

import pytest

from musicstudio.app.generation.in_recording import recording_words
from musicstudio.app.generation.targets import RegenerationTarget
from musicstudio.project.model import Clip, Project, Section, Source, Take, Track

VERSE = Section("verse", "Verse", "verse", 0, 4 * 3840, 0.5)
CHORUS = Section("chorus", "Chorus", "chorus", 4 * 3840, 4 * 3840, 0.8)


@pytest.fixture
def song():
    """A piano, and a voice that was recorded in the verse alone."""
    take = Take("take", source="hash")
    clip = Clip("sung", start_s=1.0, length_s=4.0, takes=(take,), active_take_id="take")
    rows = (Track("piano", "Piano", kind="instrument", instrument="piano"), Track("voice", "Voice", clips=(clip,)))
    sources = {"hash": Source("hash", 48_000 * 5, 48_000, 1)}
    return Project("p", "P", tracks=rows, sections=(VERSE, CHORUS), sources=sources)


def test_a_recording_that_sounds_in_the_selection_is_said_to_stay(song):
    (told,) = recording_words(song, RegenerationTarget(("verse",)), 1)
    assert "Voice" in told


def test_of_a_recording_elsewhere_nothing_is_said(song):
    assert recording_words(song, RegenerationTarget(("chorus",)), 1) == []
