# SPDX-License-Identifier: GPL-3.0-or-later
"""Edited notes sound again by themselves, as part of the edit's own undo step."""

from musicstudio.project.edits.notes import delete_notes, transpose_notes


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
