# SPDX-License-Identifier: GPL-3.0-or-later
"""A clip taken apart from the window, by the button and the bundled network, to the end and back."""

import numpy as np
import soundfile
from PySide6.QtCore import Qt

from musicstudio.app.files.import_files import import_files
from musicstudio.separation.models import HYBRID
from musicstudio.ui.stems.panel import StemsPanel
from tests.ui.controls import control

RATE = 44_100
MAX_LENGTH_MS = 120_000


def test_the_button_makes_five_tracks_of_a_clip_and_one_undo_takes_them_back(song_window, qtbot, tmp_path):
    soundfile.write(tmp_path / "mix.wav", 0.1 * np.random.default_rng(0).standard_normal((4 * RATE, 2)), RATE)
    song_window.open_first(None)
    session, window = song_window.session, song_window.window
    import_files(session, [tmp_path / "mix.wav"], 2.0)
    qtbot.waitUntil(lambda: bool(list(session.project.clips())), timeout=MAX_LENGTH_MS)
    (_, clip), before = next(session.project.clips()), session.project
    session.selection.set(clip_ids=[clip.id])
    panel = window.findChild(StemsPanel)
    window.show_tab(window.bottom.indexOf(panel))
    button = control(panel, "Separate into stems")
    assert control(panel, "Model").currentData() == HYBRID and button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(t.kind == "group" for t in session.project.tracks), timeout=MAX_LENGTH_MS)
    made = {track.name: found for track, found in session.project.clips() if track.group_id}
    assert sorted(made) == ["Bass", "Drums", "Other", "Residual", "Vocals"]
    assert all((found.start_s, found.length_s) == (clip.start_s, clip.length_s) for found in made.values())
    window.bridge.run("edit.undo")
    assert session.project == before
