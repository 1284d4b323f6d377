# SPDX-License-Identifier: GPL-3.0-or-later
"""The score tab: the parts that can be read, what sounds, and a click that chooses a note everywhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from musicstudio.project.edits.tracks import rename_track

from .controls import wait_until


@pytest.fixture
def score(window):
    """The tab in front, its picture drawn."""
    window.show_tab(window.bottom.indexOf(window.score))
    wait_until(lambda: window.score.state.score is not None)
    return window.score


def read(score, track_id):
    before = score.state.score
    score.part.setCurrentIndex(score.part.findData(track_id))
    score.part.activated.emit(score.part.currentIndex())
    wait_until(lambda: score.state.score is not before)


def test_the_lead_sheet_and_every_row_with_notes_can_be_read(score, session):
    texts = [score.part.itemText(index) for index in range(score.part.count())]
    assert texts[0] == "Lead sheet"
    with_notes = {t.name for t in session.project.tracks for c in t.clips if c.take and c.take.notes}
    assert set(texts[1:]) == with_notes


def test_a_note_that_is_clicked_is_chosen_in_the_song_and_the_piano_roll(score, window, session):
    track = next(t for t in session.project.tracks if t.kind == "instrument" and any(c.take.notes for c in t.clips))
    read(score, track.id)
    place = score.canvas.place_of(0)
    QTest.mouseClick(score.canvas, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    (clip_id,) = session.selection.clip_ids
    assert clip_id in {clip.id for clip in track.clips}
    assert window.piano_roll.canvas.clip_id == clip_id and len(window.piano_roll.canvas.chosen) == 1
    (index,) = window.piano_roll.canvas.chosen
    assert window.piano_roll.canvas.notes[index].pitch in {note.pitch for note in score.state.score.notes}
    assert window.bottom.currentWidget() is score
    window.show_tab(window.bottom.indexOf(window.piano_roll))
    assert window.piano_roll.canvas.chosen == {index}


def test_what_sounds_is_marked(score, session):
    track = next(t for t in session.project.tracks if t.kind == "instrument" and any(c.take.notes for c in t.clips))
    read(score, track.id)
    before = score.canvas.grab().toImage()
    note = score.state.score.notes[3]
    session.player.seek(session.project.tempo_map.seconds_at(note.tick + 120))
    score.bridge.ticked.emit()
    assert score.canvas.grab().toImage() != before


def test_the_picture_follows_the_song(score, session):
    before = score.state.score
    session.document.transact("Undo me", lambda project: project)
    row = next(t for t in session.project.tracks if t.kind == "instrument")
    session.document.transact("Rename", rename_track(row.id, "Another name"))
    wait_until(lambda: "Another name" in [score.part.itemText(index) for index in range(score.part.count())])
    assert before is not None


def test_nothing_is_written_while_nobody_reads(window, session):
    assert window.score.state.score is None
    row = next(t for t in session.project.tracks if t.kind == "instrument")
    session.document.transact("Rename", rename_track(row.id, "Another name"))
    QTest.qWait(400)
    assert window.score.state.score is None
