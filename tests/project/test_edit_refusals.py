# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits that fit no longer, or never could, are refused with one sentence, and nothing of the song changes."""

import pytest

from musicstudio.core.errors import EditError
from musicstudio.project.document import Document
from musicstudio.project.edits import (
    chords,
    clips,
    markers,
    notes,
    ranges,
    ripple,
    sections,
    strips,
    takes,
    tempo,
    tracks,
)
from musicstudio.project.edits.song import move_master_device, set_title, toggle_master_device
from musicstudio.project.edits.variations import choose_variation
from musicstudio.project.model import AutomationPoint, Clip, Marker, Note, Section
from tests.project.songs import BAR, small_song

BEYOND = Section("new", "New", "verse", 8 * BAR, BAR, melody=(Note(0, 9, 200),))
GONE = {
    "a chord": lambda: chords.change_chord(999, 0, "maj"),
    "a marker": lambda: markers.move_marker("gone", 0),
    "a section": lambda: sections.rename_section("gone", "Verse"),
    "an effect": lambda: strips.toggle_device("bass", "gone", True),
    "an effect of the master": lambda: toggle_master_device("gone", False),
    "a row": lambda: tracks.set_group(["gone"], "group"),
    "rows for a group": lambda: tracks.group_tracks(["gone"], small_song().track("group")),
    "a row's lane": lambda: strips.set_automation_point("gone", "gain_db", AutomationPoint(0, 0.0)),
    "a clip": lambda: clips.rename_clip("gone", "Solo"),
    "a take": lambda: takes.choose_take("bass-verse", "gone"),
    "a variation": lambda: choose_variation("gone"),
    "a place in the chain": lambda: move_master_device("gone", 0),
}
SENSELESS = {
    "a section without a name": lambda: sections.rename_section("verse", "  "),
    "a song without a name": lambda: set_title(" "),
    "a row without a name": lambda: tracks.rename_track("bass", " "),
    "a range without length": lambda: ranges.split_at_range(1.0, 1.01),
    "no time to insert": lambda: ripple.insert_time(0, 0),
    "time before the song": lambda: ripple.insert_time(-1, BAR),
    "no time to take out": lambda: ripple.remove_time(BAR, BAR),
    "a grid without length": lambda: notes.quantize_notes("bass-verse", {0}, 0),
    "no first tempo": lambda: tempo.delete_tempo(0),
    "clips on a bus": lambda: clips.move_clips(["vocal-1"], 0.0, "reverb"),
    "a loudness beyond all": lambda: strips.set_gain(["bass"], 1000.0),
    "a note beyond the keys": lambda: sections.add_section(BEYOND),
}


@pytest.mark.parametrize("name", GONE)
def test_what_is_gone_cannot_be_changed(name) -> None:
    refuse(GONE[name])


@pytest.mark.parametrize("name", SENSELESS)
def test_what_makes_no_sense_is_refused(name) -> None:
    refuse(SENSELESS[name])


def refuse(make) -> None:
    document = Document(small_song())
    before = document.project
    with pytest.raises(EditError) as refused:
        document.transact("Try", make())
    sentence = str(refused.value)
    assert sentence[0].isupper() and sentence.endswith(".") and "\n" not in sentence
    assert document.project is before and len(document.history) == 1


def test_values_of_another_kind_than_their_field_are_refused() -> None:
    document = Document(small_song())
    with pytest.raises(EditError, match="cannot be saved"):
        document.transact("Try", strips.set_gain(["bass"], "loud"))


def test_notes_of_a_clip_without_takes_are_not_there_to_be_edited() -> None:
    song = clips.add_clip("vocal", Clip("empty", 12.0, 1.0))(small_song())
    with pytest.raises(EditError, match="no take whose notes"):
        notes.add_notes("empty", [Note(0, 480, 60)])(song)


def test_a_marker_that_went_while_it_was_dragged_ends_the_drag() -> None:
    document = Document(small_song())
    gesture = document.gesture("Move marker")
    gesture.preview(markers.move_marker("drop", BAR))
    document.transact("Delete", markers.delete_marker("drop"))
    assert document.project.markers == ()
    gesture.commit()
    assert document.committed.markers == ()


def test_a_gesture_that_has_shown_nothing_yet_does_not_mind_other_edits() -> None:
    document = Document(small_song())
    gesture = document.gesture("Move marker")
    document.transact("Add", markers.add_marker(Marker("here", "Here", 0)))
    assert gesture.commit() is None
    assert [marker.id for marker in document.committed.markers] == ["here", "drop"]


def test_a_history_is_shortened_only_to_the_same_song() -> None:
    document, other = Document(small_song()), Document(small_song())
    other.transact("Delete", markers.delete_marker("drop"))
    with pytest.raises(ValueError, match="same song"):
        document.shorten_history(other.history_states)
