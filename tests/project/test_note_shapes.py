# SPDX-License-Identifier: GPL-3.0-or-later
"""Legato, strum, equal lengths, and notes that go to other pitches one by one."""

from musicstudio.project.edits import notes
from musicstudio.project.edits.notes import MIN_LENGTH_TICKS
from musicstudio.project.model import Note

from .songs import small_song

CLIP = "bass-verse"


def playing(song):
    return song.find_clip(CLIP)[1].take


def song_of(*made: Note):
    return notes.set_notes(CLIP, made)(small_song())


def played(song):
    return [(n.start_ticks, n.length_ticks, n.pitch) for n in playing(song).notes]


def test_legato_lets_each_note_last_until_the_next_and_chords_together():
    song = song_of(Note(0, 100, 60), Note(0, 200, 64), Note(480, 100, 62), Note(960, 77, 65))
    joined = notes.join_up_notes(CLIP, {0, 1, 2, 3})(song)
    assert played(joined) == [(0, 480, 60), (0, 480, 64), (480, 480, 62), (960, 77, 65)]


def test_legato_of_some_notes_passes_over_the_others():
    song = song_of(Note(0, 100, 60), Note(480, 100, 62), Note(960, 100, 65))
    assert played(notes.join_up_notes(CLIP, {0, 2})(song))[0] == (0, 960, 60)


def test_a_strum_goes_up_or_down_and_ends_stay():
    song = song_of(Note(0, 480, 60), Note(0, 480, 64), Note(0, 480, 67), Note(960, 480, 72))
    assert played(notes.strum_notes(CLIP, range(4), 10)(song)) == [
        (0, 480, 60), (10, 470, 64), (20, 460, 67), (960, 480, 72),
    ]  # fmt: skip
    assert sorted(played(notes.strum_notes(CLIP, range(4), -10)(song)))[:3] == [
        (0, 480, 67), (10, 470, 64), (20, 460, 60),
    ]  # fmt: skip


def test_a_strum_never_makes_a_note_shorter_than_one_can_be_played():
    song = song_of(*(Note(0, 20, 60 + i) for i in range(6)))
    strummed = playing(notes.strum_notes(CLIP, range(6), 500)(song)).notes
    assert min(note.length_ticks for note in strummed) >= MIN_LENGTH_TICKS


def test_lengths_are_made_equal_and_held_above_nothing():
    song = song_of(Note(0, 100, 60), Note(480, 300, 62))
    assert [n.length_ticks for n in playing(notes.set_length(CLIP, {0, 1}, 240)(song)).notes] == [240, 240]
    assert playing(notes.set_length(CLIP, {0}, -5)(song)).notes[0].length_ticks == MIN_LENGTH_TICKS


def test_each_note_goes_to_the_pitch_that_stands_for_its_own():
    song = song_of(Note(0, 100, 60), Note(0, 100, 64))
    assert played(notes.shift_notes(CLIP, {0, 1}, 240, {60: 62, 64: 65})(song)) == [(240, 100, 62), (240, 100, 65)]
