# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sings the next song: listened to, compared by range and terms, and chosen in a dialog."""

import pytest
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget

from musicstudio.app.generation.singers import choose_singer, chosen_singer, range_words
from musicstudio.core.errors import InputError
from musicstudio.engines.voice.synthesis.kokoro_model import PACKAGES, part_paths
from musicstudio.engines.voice.synthesis.voices import find_voice, list_voices
from musicstudio.project.model.sheet import SongSheet
from musicstudio.ui.create.panel import CreatePanel
from musicstudio.ui.create.range_picture import RANGE_ROLE
from musicstudio.ui.create.singers_dialog import SingersDialog

from .controls import beginning, control, texts

needs_cast = pytest.mark.skipif(len(part_paths()) < len(PACKAGES), reason="the Kokoro singers are not installed")


@pytest.fixture
def dialog(qapp, bridge):
    made = SingersDialog(bridge, None)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def choose_rows(dialog, *names):
    rows = dialog.findChild(QTreeWidget)
    rows.clearSelection()
    for index in range(rows.topLevelItemCount()):
        item = rows.topLevelItem(index)
        item.setSelected(item.text(0) in names)


def test_every_voice_has_a_row_with_its_range(dialog):
    rows = dialog.findChild(QTreeWidget)
    items = [rows.topLevelItem(index) for index in range(rows.topLevelItemCount())]
    assert [item.text(0) for item in items] == [voice.name for voice in list_voices()]
    (ada,) = (item for item in items if item.text(0) == "Ada")
    assert tuple(ada.data(1, RANGE_ROLE)) == (50, 65) and ada.text(1) == "D3 to F4"
    (speaker,) = (item for item in items if item.text(0) == "Joe, speaking")
    assert speaker.data(1, RANGE_ROLE) is None and speaker.text(1) == ""
    assert not rows.grab().isNull()
    assert rows.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection


def test_a_chosen_voice_is_the_one_that_sings_and_its_terms_are_read_before(qapp, bridge, dialog):
    choose_rows(dialog, "Ada")
    assert any("CC0" in text and "imitates no other person" in text for text in texts(dialog))
    control(dialog, "Sing with this voice").click()
    assert bridge.session.create_state.values.options.voice == "ada" and not dialog.isVisible()
    panel = CreatePanel(bridge)
    panel.show()
    assert beginning(panel, "Singer:").text() == "Singer: Ada"
    choose_singer(bridge.session, "")
    assert beginning(panel, "Singer:").text() == "Singer: whoever suits…"
    panel.watcher.close()
    panel.close()
    panel.deleteLater()


def test_a_sheet_that_was_changed_by_hand_is_sung_by_the_chosen_voice_too(bridge):
    state = bridge.session.create_state
    state.set(sheet=SongSheet())
    choose_singer(bridge.session, "pip")
    assert state.values.sheet.voice.value == "pip" and chosen_singer(bridge.session) == "pip"
    choose_singer(bridge.session, "")
    assert state.values.sheet.voice.value is None and chosen_singer(bridge.session) == ""
    with pytest.raises(InputError, match="There is no voice called"):
        choose_singer(bridge.session, "a famous person")


@needs_cast
def test_two_of_the_cast_are_one_singer_between_them_and_others_are_not(bridge, dialog):
    choose_rows(dialog, "Heart", "Emma")
    control(dialog, "Sing with this voice").click()
    assert chosen_singer(bridge.session) == "heart+emma"
    assert range_words(find_voice("heart+emma")) == "F#3 to E5"
    choose_rows(dialog, "Heart", "Joe")
    assert "These cannot be one voice" in texts(dialog)
    assert not control(dialog, "Sing with this voice").isEnabled() and not control(dialog, "Hear").isEnabled()


def test_a_line_is_sung_to_be_heard_and_the_song_is_left_as_it_is(qtbot, bridge, dialog, monkeypatch):
    heard = []
    monkeypatch.setattr(bridge.session.player_sync, "audition", heard.append)
    before = bridge.project
    choose_rows(dialog, "Joe")
    control(dialog, "Hear").click()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    ((track, clip),) = heard[0].clips()
    assert (track.instrument, track.kind) == ("joe", "vocal") and bridge.session.media.read_all(clip.take.source).shape[
        1
    ] > 48_000
    assert bridge.project is before
