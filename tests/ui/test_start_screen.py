# SPDX-License-Identifier: GPL-3.0-or-later
"""What an empty song shows: sentences that are heard at once, purposes to be finished, songs of before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from musicstudio.app.session.session import Session
from musicstudio.app.session.starters import EXAMPLES, PURPOSES
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Project, Track
from musicstudio.ui.start.card import StartCard
from musicstudio.ui.start.panel import StartPanel


@pytest.fixture
def empty(song_window, tmp_path):
    """The window on an empty song; another song was open before."""
    post = song_window.main_thread.post
    Session.create(tmp_path / "Before.mstudio", Project("before", "Before the rain"), post).close()
    session = Session.create(tmp_path / "Empty.mstudio", Project("empty", "Untitled"), post)
    session.settings.change(recent=(str(session.path), str(tmp_path / "Before.mstudio")))
    song_window.show(session)
    QApplication.processEvents()
    return song_window


def cards(song_window):
    return {card.accessibleName(): card for card in song_window.window.findChildren(StartCard)}


def test_a_sentence_is_written_and_made_into_a_song_by_one_click(empty):
    session = empty.window.bridge.session
    cards(empty)[EXAMPLES[2].prompt].click()
    assert session.create_state.values.prompt == EXAMPLES[2].prompt
    assert [view.title for view in session.jobs.views]
    for view in session.jobs.views:
        session.jobs.cancel(view.id)


def test_with_shift_a_sentence_is_only_written(empty):
    session = empty.window.bridge.session
    card = cards(empty)[EXAMPLES[2].prompt]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    assert session.create_state.values.prompt == EXAMPLES[2].prompt
    assert not session.jobs.is_busy


def test_a_purpose_only_writes_its_sentence(empty):
    session = empty.window.bridge.session
    cards(empty)[f"{PURPOSES[0].title}, {PURPOSES[0].hint}"].click()
    assert session.create_state.values.prompt == PURPOSES[0].prompt
    assert not session.jobs.is_busy


def test_a_song_of_before_is_opened(empty):
    (card,) = [card for name, card in cards(empty).items() if name.startswith("Before the rain")]
    card.click()
    QApplication.processEvents()
    assert empty.window.bridge.project.title == "Before the rain"


def test_it_goes_with_the_first_track(empty):
    (start,) = empty.window.findChildren(StartPanel)
    assert start.isVisible()
    empty.window.bridge.session.document.transact("Add", add_track(Track("a", "Audio")))
    QApplication.processEvents()
    assert not start.isVisible()
    empty.window.bridge.session.document.undo()
    QApplication.processEvents()
    assert start.isVisible()
