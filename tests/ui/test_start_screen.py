# SPDX-License-Identifier: GPL-3.0-or-later
"""What an empty song shows: sentences that are heard at once, purposes to be finished, songs of before."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from musicstudio.app.files.song_list import ListedSong
from musicstudio.app.session.session import Session
from musicstudio.app.session.starters import EXAMPLES, PURPOSES
from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Project, Track
from musicstudio.project.model.sheet import Field, SongSheet
from musicstudio.storage.layout import PROJECT_FILE
from musicstudio.ui.start.card import StartCard
from musicstudio.ui.start.panel import StartPanel
from musicstudio.ui.start.song_card import SongCard
from musicstudio.ui.theme import apply_theme
from tests.project.songs import small_song


@pytest.fixture
def empty(song_window, tmp_path, qapp):
    """The window on an empty song, in its theme and without the tour over it; another song was open before."""
    if not qapp.styleSheet():
        apply_theme(qapp)
    post = song_window.main_thread.post
    Session.create(tmp_path / "Before.mstudio", Project("before", "Before the rain"), post).close()
    session = Session.create(tmp_path / "Empty.mstudio", Project("empty", "Untitled"), post)
    session.settings.change(recent=(str(session.path), str(tmp_path / "Before.mstudio")), has_seen_tour=True)
    song_window.show(session)
    song_window.window.resize(1600, 900)
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
    (card,) = [each for each in empty.window.findChildren(SongCard) if "Before the rain" in each.accessibleName()]
    assert card.accessibleName().startswith("Before the rain, 0:00, ")
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


def picture_of(song, title, qtbot, tmp_path):
    """A card of a song, and how many colours it shows."""
    folder = tmp_path / f"{title}.mstudio"
    Session.create(folder, replace(song, title=title), lambda _: None).close()
    card = SongCard(ListedSong(folder, title, 0.0), lambda: None)
    qtbot.addWidget(card)
    card.resize(200, 140)
    image = card.grab().toImage()
    return card, {image.pixel(x, y) for x in range(1, image.width(), 3) for y in range(1, 60, 3)}


def test_a_song_is_shown_with_the_colours_of_its_sections_and_what_it_is(qtbot, tmp_path):
    sheet = SongSheet(styles=Field({"lofi_hip_hop": 0.7, "jazz_swing": 0.3}))
    card, colors = picture_of(replace(small_song(), sheet=sheet), "Rain", qtbot, tmp_path)
    assert card.accessibleName().startswith("Rain, lofi hip hop · 0:16, ")
    _, plain = picture_of(Project("none"), "Nothing", qtbot, tmp_path)
    assert len(colors) > 10 > len(plain)


def test_a_song_that_cannot_be_read_keeps_its_card(qtbot, tmp_path):
    folder = tmp_path / "Broken.mstudio"
    folder.mkdir()
    (folder / PROJECT_FILE).write_bytes(b'{"project": {"id": "x", "sections": [{"id": 1}]}}')
    card = SongCard(ListedSong(folder, "Broken", 0.0), lambda: None)
    qtbot.addWidget(card)
    assert card.accessibleName().startswith("Broken, ")
    assert not card.grab().isNull()
