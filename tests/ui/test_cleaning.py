# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip cleaned from the window: by the button of the Stems tab, and by the action that asks how strongly."""

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from musicstudio.app.files.import_files import import_files
from musicstudio.ui.stems.clean_box import CleanBox

RATE = 48_000


@pytest.fixture
def recording(desk, qtbot, tmp_path):
    """The id of an imported clip, which is not selected."""
    soundfile.write(tmp_path / "take.wav", 0.1 * np.random.default_rng(0).standard_normal((RATE, 2)), RATE)
    desk.open_first(None)
    import_files(desk.session, [tmp_path / "take.wav"])
    qtbot.waitUntil(lambda: any(desk.session.project.clips()))
    return next(desk.session.project.clips())[1].id


def takes(desk, clip_id):
    return [take.name for take in desk.session.project.find_clip(clip_id)[1].takes]


def test_the_button_waits_for_a_clip_and_makes_a_take_of_it(desk, qtbot, recording):
    box = desk.window.findChild(CleanBox)
    desk.window.show_tab(2)
    assert not box._button.isEnabled() and "Select one clip" in box._why.text()
    desk.session.selection.set(clip_ids=[recording])
    box._strength.set_choices([("strong", "Strong")], "strong")
    qtbot.mouseClick(box._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: takes(desk, recording)[1:] == ["cleaned, strong"])
    desk.window.studio.run("edit.undo")
    assert len(takes(desk, recording)) == 1


def test_the_action_asks_how_strongly_and_may_be_left(desk, qtbot, recording, monkeypatch):
    desk.session.selection.set(clip_ids=[recording])
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("Gentle", False))
    desk.window.studio.run("clip.clean")
    assert not desk.session.jobs.is_busy
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: ("Gentle", True))
    desk.window.studio.run("clip.clean")
    qtbot.waitUntil(lambda: takes(desk, recording)[1:] == ["cleaned, gentle"])
