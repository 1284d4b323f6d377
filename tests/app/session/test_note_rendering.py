# SPDX-License-Identifier: GPL-3.0-or-later
"""Edited notes sound again by themselves, as part of the edit's own undo step."""

from musicstudio.project.edits.notes import delete_notes, transpose_notes


def wait_for_sound(desk, clip_id):
    desk.inbox.pump_until(lambda: bool(desk.project.find_clip(clip_id)[1].take.source))
    return desk.project.find_clip(clip_id)[1].take


def melodic_clip(desk):
    return next(c for t, c in desk.project.clips() if t.kind == "instrument" and t.role != "drums" and c.take.notes)


def test_a_moved_note_is_played_again_and_undone_in_one_step(desk):
    desk.generate()
    clip = melodic_clip(desk)
    steps = len(desk.session.document.history)
    desk.session.document.transact("Move notes", transpose_notes(clip.id, [0], 2))
    take = wait_for_sound(desk, clip.id)
    assert take.source != clip.take.source and desk.session.media.has(take.source)
    assert [entry.label for entry in desk.session.document.history][steps:] == ["Move notes"]
    desk.session.document.undo()
    assert desk.project.find_clip(clip.id)[1] == clip
    desk.session.document.redo()
    assert desk.project.find_clip(clip.id)[1].take == take


def test_only_the_last_of_quick_edits_is_heard(desk):
    desk.generate()
    clip = melodic_clip(desk)
    for _ in range(3):
        desk.session.document.transact("Move notes", transpose_notes(clip.id, [0], 1))
    take = wait_for_sound(desk, clip.id)
    assert take.notes == desk.project.find_clip(clip.id)[1].take.notes


def test_a_clip_without_notes_is_silent_and_no_job_runs(desk):
    desk.generate()
    clip = melodic_clip(desk)
    every = range(len(clip.take.notes))
    desk.session.document.transact("Delete notes", delete_notes(clip.id, every))
    assert not desk.session.jobs.is_busy
    assert not desk.project.find_clip(clip.id)[1].take.source
