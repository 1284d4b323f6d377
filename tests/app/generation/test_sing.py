# SPDX-License-Identifier: GPL-3.0-or-later
"""Words changed on any vocal track are sung again by that track's voice, and nobody else is disturbed."""

import pytest

from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.session.create_state import CreateValues
from musicstudio.engines.contract import GenerationOptions
from musicstudio.project.edits.words import change_syllable

LYRICS = "[Chorus]\nStay with me (stay with me)\nOver the water"


@pytest.fixture
def sung(headless):
    values = CreateValues("pop song", LYRICS, GenerationOptions(bpm=120.0, duration_s=12.0, voice="joe"), seed=2)
    headless.wait_for(generate(headless.session, values))
    return headless


def clips(headless):
    """{track name: its clip} of the vocal tracks."""
    return {track.name: track.clips[0] for track in headless.project.tracks if track.kind == "vocal"}


def change(headless, name, note, new):
    """Change a syllable on a track; (the clips before, and when all is sung again)."""
    before = clips(headless)
    headless.session.document.transact("Change a word", change_syllable(before[name].id, note, new))
    headless.inbox.pump_until(lambda: all(clip.take.source for clip in clips(headless).values()))
    return before, clips(headless)


def words(clip):
    return [note.lyric for note in clip.take.notes]


def changed_tracks(before, after):
    return {name for name in before if before[name].take.source != after[name].take.source}


def test_a_word_of_the_backing_vocals_is_sung_again_by_them_alone(sung):
    lead_starts = [note.start_ticks for note in clips(sung)["Vocals"].take.notes]
    notes = clips(sung)["Backing vocals"].take.notes
    own = next(note for note in notes if note.start_ticks not in lead_starts and note.lyric.lower() == "stay")
    before, after = change(sung, "Backing vocals", own, "gone")
    assert words(after["Backing vocals"]).count("gone") == 1
    assert changed_tracks(before, after) == {"Backing vocals"}


def test_a_word_of_the_lead_changes_for_all_who_sing_it_with_the_lead(sung):
    note = next(note for note in clips(sung)["Vocals"].take.notes if note.lyric == "ter")
    before, after = change(sung, "Vocals", note, "lls")
    assert changed_tracks(before, after) == {"Vocals", "Backing vocals", "Double"}
    assert all(words(clip).count("lls") == 1 and "ter" not in words(clip) for clip in after.values())


def test_a_new_tune_for_the_lead_is_a_new_tune_for_all_who_sing_with_it(sung):
    before = clips(sung)
    lead = next(track for track in sung.project.tracks if track.role == "vocals")
    chorus = RegenerationTarget((before["Vocals"].section_id,), track_ids=(lead.id,))
    sung.wait_for(regenerate(sung.session, chorus, difference=1.0, seed=9))
    after = clips(sung)
    assert changed_tracks(before, after) == set(before)
    tune = {note.start_ticks: note.pitch for note in after["Vocals"].take.notes}
    double = [(min(tune, key=lambda at: abs(at - n.start_ticks)), n.pitch) for n in after["Double"].take.notes]
    assert double and all(tune[at] == pitch for at, pitch in double)
