# SPDX-License-Identifier: GPL-3.0-or-later
"""A hummed tune is shown note by note in Create; what was not heard clearly is put right there."""

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from musicstudio.project.model import Note, TempoMap
from musicstudio.ui.create.panel import CreatePanel
from musicstudio.ui.create.tune_view import TuneView
from tests.bench.hum_singer import RATE, Manner, TrueNote, sung

TUNE = tuple(Note(i * 960, 900, pitch) for i, pitch in enumerate((60, 62, 64, 72)))


def values(bridge):
    return bridge.session.create_state.values


@pytest.fixture
def view(bridge, qtbot):
    """A tune of four notes, the second unsure."""
    widget = TuneView(bridge)
    qtbot.addWidget(widget)
    widget.resize(260, 96)
    bridge.session.create_state.set(melody=TUNE, melody_map=TempoMap(), unsure_at=frozenset({960}))
    widget.show()
    return widget


def middle(view, index):
    return view.place_of(index).center().toPoint()


def test_the_view_is_there_only_with_a_tune(bridge, view):
    assert view.isVisible()
    bridge.session.create_state.set(melody=())
    assert not view.isVisible()


def test_an_unsure_note_looks_other_than_a_sure_one(bridge, view):
    before = view.grab().toImage()
    bridge.session.create_state.set(unsure_at=frozenset())
    after = view.grab().toImage()
    unsure, sure = middle(view, 1), middle(view, 2)  # the middle of a hollow note shows the ground
    scale = before.devicePixelRatio()
    assert before.pixelColor(unsure * scale) != after.pixelColor(unsure * scale)
    assert before.pixelColor(sure * scale) == after.pixelColor(sure * scale)


def test_a_double_click_says_that_a_note_is_right(bridge, view, qtbot):
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=middle(view, 1))
    assert values(bridge).unsure_at == frozenset() and values(bridge).melody == TUNE


def test_a_note_is_dragged_to_its_pitch_and_is_sure_then(bridge, view, qtbot):
    start = middle(view, 1)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view, start - QPoint(0, round(2 * view.row_px())))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start - QPoint(0, round(2 * view.row_px())))
    assert [note.pitch for note in values(bridge).melody] == [60, 64, 64, 72] and not values(bridge).unsure_at


def test_keys_do_all_that_the_mouse_does(bridge, view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert values(bridge).melody[1].pitch == 61 and not values(bridge).unsure_at
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [note.pitch for note in values(bridge).melody] == [60, 64, 72]


def test_taking_out_every_note_takes_out_the_tune(bridge, view, qtbot):
    for _ in TUNE:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert values(bridge).melody == () and values(bridge).melody_map is None and not view.isVisible()


def test_a_hum_given_to_the_panel_arrives_note_for_note_at_its_tempo(bridge, qtbot, tmp_path):
    panel = CreatePanel(bridge)
    qtbot.addWidget(panel)
    notes = tuple(TrueNote(0.3 + 0.5 * i, 0.75 + 0.5 * i, p) for i, p in enumerate((60, 60, 64, 67, 65, 64, 62, 60)))
    manner = Manner("female", "a", "d", vibrato=0.3)
    soundfile.write(tmp_path / "hum.wav", sung(notes, 120.0, manner, np.random.default_rng(1)).audio, RATE)
    bridge.use_melody(tmp_path / "hum.wav")
    qtbot.waitUntil(lambda: bool(values(bridge).melody), timeout=20_000)
    assert [note.pitch for note in values(bridge).melody] == [60, 60, 64, 67, 65, 64, 62, 60]
    assert values(bridge).melody_map.bpm_at(0) == pytest.approx(120, rel=0.01)
    assert any("8 notes" in button.text() for button in panel.findChildren(QPushButton))


def test_noise_given_to_the_panel_is_refused_in_a_sentence(bridge, qtbot, tmp_path):
    noise = 0.2 * np.random.default_rng(1).standard_normal(3 * RATE)
    soundfile.write(tmp_path / "wind.wav", noise, RATE)
    told = []
    bridge.session.jobs.observe(lambda job: told.append(job.error) if job.error else None)
    bridge.use_melody(tmp_path / "wind.wav")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "noise or drums" in " ".join(told) and values(bridge).melody == ()


def test_a_recorded_clip_becomes_the_melody_of_the_next_wish(bridge, qtbot, tmp_path):
    notes = tuple(TrueNote(0.3 + 0.5 * i, 0.75 + 0.5 * i, p) for i, p in enumerate((60, 60, 64, 67, 65, 64)))
    manner = Manner("male", "a", "d", vibrato=0.3)
    soundfile.write(tmp_path / "take.wav", sung(notes, 120.0, manner, np.random.default_rng(1)).audio, RATE)
    bridge.import_files([tmp_path / "take.wav"], 0.0)
    document = bridge.session.document
    qtbot.waitUntil(lambda: any(track.name == "take" for track in document.committed.tracks), timeout=20_000)
    clip = next(clip for track, clip in document.committed.clips() if track.name == "take")
    bridge.session.selection.set(clip_ids={clip.id})
    bridge.run("clip.to_melody")
    qtbot.waitUntil(lambda: bool(values(bridge).melody), timeout=20_000)
    assert [note.pitch for note in values(bridge).melody] == [60, 60, 64, 67, 65, 64]
