# SPDX-License-Identifier: GPL-3.0-or-later
"""Which note of the song a sign of the score stands for."""

from musicstudio.app.files.score_view import EngravedNote, played_note
from musicstudio.project.model import Clip, Note, Project, Section, Take, Track

BEAT = 960
TUNE = (63, 68, 63)


def row(name, role, shift, *pitches, kind="instrument"):
    notes = tuple(Note(max(0, place * BEAT + shift), BEAT, pitch) for place, pitch in enumerate(pitches))
    clip = Clip(f"clip-{name}", start_s=0.0, length_s=8.0, takes=(Take("take", notes=notes),), active_take_id="take")
    return Track(name, name, kind=kind, role=role, clips=(clip,))


def song(*rows):
    melody = tuple(Note(place * BEAT, BEAT, pitch) for place, pitch in enumerate(TUNE))
    return Project("p", "P", tracks=rows, sections=(Section("s", "Verse", "verse", 0, 4 * BEAT, 0.5, melody=melody),))


def sign(place):
    return EngravedNote("n", place * BEAT, TUNE[place])


def test_a_note_of_the_lead_sheet_is_that_of_who_leads_though_another_plays_it_nearer():
    project = song(row("guitar", "guitar", 0, *TUNE), row("fiddle", "lead", 17, *TUNE))
    assert [played_note(project, "", sign(place)).clip_id for place in range(3)] == ["clip-fiddle"] * 3


def test_who_sings_comes_before_who_leads_and_backing_singers_after_both():
    lead, voice = row("fiddle", "lead", 0, *TUNE), row("voice", "vocal", 30, *TUNE, kind="vocal")
    choir = row("choir", "backing", 0, *TUNE, kind="vocal")
    assert played_note(song(choir, lead, voice), "", sign(1)).clip_id == "clip-voice"
    assert played_note(song(choir, lead), "", sign(1)).clip_id == "clip-fiddle"


def test_a_leader_who_plays_it_in_another_octave_is_found_and_an_accompaniment_that_does_is_not():
    high = tuple(pitch + 12 for pitch in TUNE)
    assert played_note(song(row("flute", "lead", 0, *high)), "", sign(2)).clip_id == "clip-flute"
    assert played_note(song(row("guitar", "guitar", 0, *high)), "", sign(2)) is None


def test_a_part_that_is_read_alone_is_looked_for_in_itself():
    project = song(row("guitar", "guitar", 0, *TUNE), row("fiddle", "lead", 0, *TUNE))
    assert played_note(project, "guitar", sign(0)).clip_id == "clip-guitar"
