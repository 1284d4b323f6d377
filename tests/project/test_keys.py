# SPDX-License-Identifier: GPL-3.0-or-later
"""A song changes its key with its sections, and a section takes its key along."""

import pytest
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.project.edits.keys import add_keys, set_section_key
from musicstudio.project.edits.section_moves import move_section
from musicstudio.project.edits.song import set_key
from musicstudio.project.keys import KeyChange, key_changes_of, key_of_section, named_chords
from musicstudio.project.mending import is_lawful, mend_project
from musicstudio.project.model import Chord, Key, Recipe

from .songs import BAR, small_song

C, E_FLAT = Key(0, "major"), Key(3, "major")


def lifted_song():
    song = small_song()
    return set_section_key(song.sections[1].id, E_FLAT)(song)


def test_the_key_changes_where_a_section_says_so():
    song = lifted_song()
    assert key_changes_of(small_song()) == (KeyChange(0, C),)
    assert key_changes_of(song) == (KeyChange(0, C), KeyChange(song.sections[1].start_ticks, E_FLAT))


def test_chords_are_spelled_as_their_key_writes_them():
    song = replace(lifted_song(), chords=(Chord(0, BAR, 8), Chord(5 * BAR, BAR, 8)))
    assert [name for _, name in named_chords(song)] == ["G#", "Ab"]


def test_a_section_that_moves_takes_its_key_along():
    song = lifted_song()
    moved = move_section(song.sections[1].id, 0)(song)
    assert key_changes_of(moved)[0] == KeyChange(0, E_FLAT)
    assert key_changes_of(moved)[-1].key == C


def test_the_songs_key_leaves_sections_with_one_of_their_own_alone():
    song = set_key(Key(2, "minor"))(lifted_song())
    assert [change.key for change in key_changes_of(song)] == [Key(2, "minor"), E_FLAT]
    first = song.sections[1].id
    assert [change.key for change in key_changes_of(set_section_key(first, None)(song))] == [Key(2, "minor")]


def test_songs_that_kept_their_keys_in_the_recipe_still_change_them():
    song = small_song()
    recipe = Recipe("composer", parameters={"section_keys": {song.sections[1].id: {"tonic": 3, "mode": "major"}}})
    song = replace(song, recipes={"r": recipe}, song_recipe_id="r")
    assert key_changes_of(song)[-1].key == E_FLAT
    assert key_changes_of(set_section_key(song.sections[1].id, None)(song)) == (KeyChange(0, C),)


def test_changes_of_a_file_make_sections_where_there_are_none():
    song = replace(small_song(), sections=())
    made = add_keys([KeyChange(2 * BAR, E_FLAT)])(song)
    assert [(each.start_ticks, each.name) for each in made.sections] == [(0, "C major"), (2 * BAR, "Eb major")]
    assert key_changes_of(made) == (KeyChange(0, C), KeyChange(2 * BAR, E_FLAT))


def test_a_key_that_does_not_exist_is_mended_and_the_section_stays():
    song = small_song()
    broken = replace(song, sections=(replace(song.sections[0], key=Key(99, "major")), *song.sections[1:]))
    assert not is_lawful(broken)
    mended = mend_project(broken)
    assert [each.id for each in mended.sections] == [each.id for each in song.sections]
    assert mended.sections[0].key is None


def test_between_sections_the_song_is_in_its_own_key():
    verse, chorus = small_song().sections
    apart = (replace(verse, key=E_FLAT), replace(chorus, start_ticks=chorus.start_ticks + BAR))
    song = replace(small_song(), sections=apart)
    assert key_changes_of(song) == (KeyChange(0, E_FLAT), KeyChange(verse.end_ticks, C))
    assert [key_of_section(song, section) for section in song.sections] == [E_FLAT, C]


def test_keys_of_an_old_recipe_that_are_none_are_not_believed():
    recipe = Recipe("composer", parameters={"section_keys": ["C", 7]})
    song = replace(small_song(), recipes={"r": recipe}, song_recipe_id="r")
    assert key_changes_of(song) == (KeyChange(0, C),)


def test_no_changes_change_nothing_and_a_section_that_went_is_told():
    song = small_song()
    assert add_keys([])(song) is song
    with pytest.raises(EditError, match="not there any more"):
        set_section_key("gone", E_FLAT)(song)
