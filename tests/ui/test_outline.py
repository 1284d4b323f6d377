# SPDX-License-Identifier: GPL-3.0-or-later
"""The outline, walked as a screen reader does, and by keys."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from musicstudio.project.edits.tracks import rename_track
from musicstudio.ui.outline.dialog import OutlineDialog


@pytest.fixture
def outline(window):
    """The outline of the demo song."""
    window.bridge.run("view.outline")
    dialog = window.findChild(OutlineDialog)
    yield dialog
    dialog.close()


def names(interface):
    """What a screen reader reads of the lines that are open."""
    found = []
    for place in range(interface.childCount()):
        child = interface.child(place)
        if child and child.role() == QAccessible.Role.TreeItem:
            found.append(child.text(QAccessible.Text.Name))
    return found


def index_of(outline, start, parent=None):
    parent = parent or QModelIndex()
    rows = [outline.model.index(row, 0, parent) for row in range(outline.model.rowCount(parent))]
    return next(index for index in rows if outline.model.data(index).startswith(start))


def open_clip(outline):
    track = index_of(outline, "Piano")
    outline.tree.expand(track)
    clip = outline.model.index(0, 0, track)
    outline.tree.expand(clip)
    return clip


def test_a_screen_reader_finds_sections_and_tracks(outline, session):
    read = names(QAccessible.queryAccessibleInterface(outline.tree))
    assert read[0] == f"Sections, {len(session.project.sections)}"
    assert [text.split(",")[0] for text in read[1:]] == [track.name for track in session.project.tracks]


def test_it_finds_clips_and_notes_with_place_and_length_once_they_are_opened(outline, session):
    open_clip(outline)
    read = names(QAccessible.queryAccessibleInterface(outline.tree))
    clips = [text for text in read if "Piano, Bar" in text]
    notes = [text for text in read if "beats long" in text]
    track = next(track for track in session.project.tracks if track.name == "Piano")
    assert len(clips) == len(track.clips) and all("seconds" in text and "notes" in text for text in clips)
    assert len(notes) == len(track.clips[0].take.notes) and all("bar " in text and "beat " in text for text in notes)


def test_enter_selects_and_moves_the_playhead(outline, session):
    clip = open_clip(outline)
    outline.tree.setCurrentIndex(clip)
    QTest.keyClick(outline.tree, Qt.Key.Key_Return)
    track = next(track for track in session.project.tracks if track.name == "Piano")
    assert session.selection.clip_ids == {track.clips[0].id}
    assert session.player.position_s == pytest.approx(track.clips[0].start_s)


def test_a_note_is_chosen_in_the_piano_roll(outline, window):
    note = outline.model.index(2, 0, open_clip(outline))
    outline.tree.setCurrentIndex(note)
    QTest.keyClick(outline.tree, Qt.Key.Key_Return)
    assert window.piano_roll.canvas.chosen == {2}


def test_space_plays_from_there(outline, session):
    section = index_of(outline, "Sections")
    outline.tree.expand(section)
    outline.tree.setCurrentIndex(outline.model.index(1, 0, section))
    QTest.keyClick(outline.tree, Qt.Key.Key_Space)
    assert session.player.is_playing
    assert session.player.position_s == pytest.approx(session.project.section_span_s(session.project.sections[1])[0])


def test_what_is_open_stays_open_when_the_song_changes(outline, session):
    clip = open_clip(outline)
    outline.tree.setCurrentIndex(outline.model.index(3, 0, clip))
    track = next(track for track in session.project.tracks if track.name == "Piano")
    session.document.transact("Rename", rename_track(track.id, "Piano 2"))
    assert any("Piano 2" in text for text in names(QAccessible.queryAccessibleInterface(outline.tree)))
    assert "beats long" in outline.model.data(outline.tree.currentIndex())
