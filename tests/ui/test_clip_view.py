# SPDX-License-Identifier: GPL-3.0-or-later
"""The view of a clip of sound: it opens, shows, and every handle and number is one step."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from musicstudio.app.audio.clip_sound import clip_sound
from musicstudio.app.audio.spectrogram import COLUMNS, spectrogram_of
from musicstudio.app.results.storing import store_audio
from musicstudio.core.progress import run_to_end
from musicstudio.dsp.bands import BANDS, band_centers_hz
from musicstudio.project.edits.clips import set_fades
from musicstudio.project.edits.notes import set_notes
from musicstudio.project.edits.takes import add_take
from musicstudio.project.model import Take

from .controls import wait_until
from .mouse import click, drag, drag_without_release, key
from .test_gestures import BODY, point

CELLO = "clip-cello-section-1"


@pytest.fixture
def view(window, session):
    """The window on the demo song, whose second cello clip is a tone, opened by a double click."""
    clip = session.project.find_clip(CELLO)[1]
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(round(clip.length_s * 48000)) / 48000)
    source = store_audio(session.media, np.tile(tone.astype(np.float32), (2, 1)), 48000)
    session.document.transact("Sound", add_take(CELLO, Take("tone", "Tone", source.hash), (source,)))
    window.resize(1600, 1000)
    canvas = window.timeline.canvas
    place = point(canvas, clip.start_s + 4, "track-cello", BODY)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    panel = window.piano_roll.sound
    wait_until(lambda: panel.canvas.isVisible() and panel.canvas.width() > 200)
    return panel


def clip_of(view):
    return view.bridge.project.find_clip(CELLO)[1]


def steps(view):
    return len(view.bridge.session.document.history)


def test_a_double_click_on_sound_opens_it_and_on_notes_the_piano_roll(window, view, session):
    assert window.piano_roll.currentWidget() is view and view.canvas.clip_id == CELLO
    assert window.bottom.tabText(1) == "Clip"
    session.selection.set(clip_ids={"clip-piano-section-1"})
    session.document.transact("Notes", set_notes("clip-piano-section-1", []))
    assert window.piano_roll.currentWidget() is not view and window.bottom.tabText(1) == "Piano roll"


def press_button(view, text):
    next(each for each in view.findChildren(QAbstractButton) if each.text() == text).click()


def test_the_spectrogram_shows_a_tone_in_its_band(view, session):
    picture = run_to_end(spectrogram_of(clip_sound(session.project, CELLO), session.media))
    assert picture.shape == (BANDS, COLUMNS)
    loudest = BANDS - 1 - int(picture[:, COLUMNS // 2].argmax())
    assert band_centers_hz()[loudest] == pytest.approx(1000, rel=0.08)
    before = view.canvas.grab().toImage()
    press_button(view, "Spectrogram")
    view.canvas.grab()
    wait_until(lambda: not session.jobs.is_busy and view.canvas.grab().toImage() != before)


def test_each_handle_is_one_step_and_escape_takes_it_back(view, session):
    canvas, before = view.canvas, steps(view)
    corner = canvas.zones(clip_of(view))["fade_in"]
    drag(canvas, corner, corner + QPointF(canvas.width() / 4, 20))
    assert clip_of(view).fade_in_s == pytest.approx(clip_of(view).length_s / 4, rel=0.05)
    dot = canvas.zones(clip_of(view))["bend_in"]
    drag(canvas, dot, dot - QPointF(0, 30))
    assert clip_of(view).fade_in_bend == pytest.approx(0.5, abs=0.02)
    pill = canvas.zones(clip_of(view))["gain"]
    drag(canvas, pill, pill - QPointF(0, 40))
    assert clip_of(view).gain_db == pytest.approx(4.0, abs=0.1)
    assert steps(view) == before + 3
    pill = canvas.zones(clip_of(view))["gain"]
    drag_without_release(canvas, pill, pill + QPointF(0, 60))
    key(canvas, Qt.Key.Key_Escape)
    assert clip_of(view).gain_db == pytest.approx(4.0, abs=0.1) and steps(view) == before + 3


def test_a_click_on_the_sound_moves_the_playhead(view):
    click(view.canvas, QPointF(view.canvas.width() * 0.75, 30))
    clip = clip_of(view)
    assert view.bridge.player.position_s == pytest.approx(clip.start_s + 0.75 * clip.length_s, rel=0.01)


def test_numbers_show_and_set_what_the_clip_has(view, session):
    session.document.transact("Fade", set_fades({CELLO}, fade_out_s=2.5))
    assert view.fade_out_s.value() == 2.5
    for field, value in ((view.gain_db, -6.0), (view.curve_out, -40), (view.fade_in_s, 1.25)):
        field.setValue(value)
        field.editingFinished.emit()
    clip = clip_of(view)
    assert (clip.gain_db, clip.fade_out_bend, clip.fade_in_s) == (-6.0, -0.4, 1.25)
    before = steps(view)
    view.gain_db.editingFinished.emit()
    assert steps(view) == before


def test_pitch_and_length_make_takes(view, session):
    count, length_s = len(clip_of(view).takes), clip_of(view).length_s
    view.semitones.setValue(3)
    press_button(view, "Pitch")
    wait_until(lambda: not session.jobs.is_busy and len(clip_of(view).takes) == count + 1)
    view.percent.setValue(50)
    press_button(view, "Stretch")
    wait_until(lambda: not session.jobs.is_busy and len(clip_of(view).takes) == count + 2)
    assert clip_of(view).length_s == pytest.approx(length_s / 2)
