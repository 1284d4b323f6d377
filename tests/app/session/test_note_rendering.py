# SPDX-License-Identifier: GPL-3.0-or-later
"""Edited notes sound again by themselves, as part of the edit's own undo step."""

from musicstudio.project.edits.notes import delete_notes, transpose_notes
from musicstudio.project.edits.strips import set_automation
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import AutomationPoint, Clip, Note, Take, Track


def wait_for_sound(headless, clip_id):
    headless.inbox.pump_until(lambda: bool(headless.project.find_clip(clip_id)[1].take.source))
    return headless.project.find_clip(clip_id)[1].take


def melodic_clip(headless):
    return next(c for t, c in headless.project.clips() if t.kind == "instrument" and t.role != "drums" and c.take.notes)


def test_a_moved_note_is_played_again_and_undone_in_one_step(headless):
    headless.generate()
    clip = melodic_clip(headless)
    steps = len(headless.session.document.history)
    headless.session.document.transact("Move notes", transpose_notes(clip.id, [0], 2))
    take = wait_for_sound(headless, clip.id)
    assert take.source != clip.take.source and headless.session.media.has(take.source)
    assert [entry.label for entry in headless.session.document.history][steps:] == ["Move notes"]
    headless.session.document.undo()
    assert headless.project.find_clip(clip.id)[1] == clip
    headless.session.document.redo()
    assert headless.project.find_clip(clip.id)[1].take == take


def test_only_the_last_of_quick_edits_is_heard(headless):
    headless.generate()
    clip = melodic_clip(headless)
    heard = []

    def listen(change):
        heard.append(headless.project.find_clip(clip.id)[1].take.source)

    headless.session.document.observe(listen)
    for _ in range(3):
        headless.session.document.transact("Move notes", transpose_notes(clip.id, [0], 1))
    take = wait_for_sound(headless, clip.id)
    headless.inbox.pump_until(lambda: not headless.session.jobs.is_busy)
    assert {source for source in heard if source} == {take.source}
    assert take.notes[0].pitch == clip.take.notes[0].pitch + 3


def test_a_clip_without_notes_is_silent_and_no_job_runs(headless):
    headless.generate()
    clip = melodic_clip(headless)
    every = range(len(clip.take.notes))
    headless.session.document.transact("Delete notes", delete_notes(clip.id, every))
    assert not headless.session.jobs.is_busy
    assert not headless.project.find_clip(clip.id)[1].take.source


def test_what_is_drawn_for_a_singer_is_sung_and_undone_with_the_old_sound(headless):
    """The row is sung again as soon as a bend is drawn; other rows keep their sound."""
    document = headless.session.document
    notes = tuple(Note(i * 960, 960, 50 + i, 90, word) for i, word in enumerate(("See", "the", "stars")))
    clip = Clip("sung", 0.0, 4.0, takes=(Take("first", notes=notes),), active_take_id="first")
    document.transact("Add a singer", add_track(Track("voice", "Vocals", "vocal", "lead", "joe", clips=(clip,))))
    plain = wait_for_sound(headless, "sung")
    points = (AutomationPoint(0, 0.0), AutomationPoint(1920, 200.0))
    document.transact("Draw a bend", set_automation("voice", "sung.bend_cents", points))
    bent = wait_for_sound(headless, "sung")
    assert bent.source != plain.source and bent.notes == plain.notes
    document.transact("Turn it down", set_automation("voice", "gain_db", (AutomationPoint(0, -6.0),)))
    assert headless.project.find_clip("sung")[1].take == bent
    document.undo()
    document.undo()
    assert headless.project.find_clip("sung")[1].take == plain
