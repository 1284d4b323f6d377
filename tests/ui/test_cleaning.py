# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip cleaned from the window: by the button of the Stems tab, and by the action that asks how strongly."""

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt

from musicstudio.app.files.import_files import import_files
from musicstudio.ui.stems.clean_box import CleanBox
from tests.ui.controls import choose, control, texts

from .asking import answer, leave

RATE = 48_000


@pytest.fixture
def recording(song_window, qtbot, tmp_path):
    """The id of an imported clip, which is not selected."""
    soundfile.write(tmp_path / "take.wav", 0.1 * np.random.default_rng(0).standard_normal((RATE, 2)), RATE)
    song_window.open_first(None)
    import_files(song_window.session, [tmp_path / "take.wav"])
    qtbot.waitUntil(lambda: any(song_window.session.project.clips()))
    return next(song_window.session.project.clips())[1].id


def takes(song_window, clip_id):
    return [take.name for take in song_window.session.project.find_clip(clip_id)[1].takes]


def test_the_button_waits_for_a_clip_and_makes_a_take_of_it(song_window, qtbot, recording):
    box = song_window.window.findChild(CleanBox)
    song_window.window.show_tab(2)
    song_window.session.selection.clear()
    button, strength = control(box, "Clean"), control(box, "Strength of cleaning")
    assert not button.isEnabled() and any("Select one clip" in text for text in texts(box))
    song_window.session.selection.set(clip_ids=[recording])
    choose(strength, strength.itemText(strength.findData("strong")))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: takes(song_window, recording)[1:] == ["cleaned, strong"])
    song_window.window.bridge.run("edit.undo")
    assert len(takes(song_window, recording)) == 1


def test_the_action_asks_how_strongly_and_may_be_left(song_window, qtbot, recording):
    song_window.session.selection.set(clip_ids=[recording])
    song_window.window.bridge.run("clip.clean")
    leave(song_window.window)
    assert not song_window.session.jobs.is_busy
    song_window.window.bridge.run("clip.clean")
    answer(song_window.window, "Gentle")
    qtbot.waitUntil(lambda: takes(song_window, recording)[1:] == ["cleaned, gentle"])
