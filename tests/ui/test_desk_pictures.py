# SPDX-License-Identifier: GPL-3.0-or-later
"""What the painters of the desk and of the Master tab draw, beside what they drew: see `test_pictures`."""

import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from musicstudio.dsp.bands import BANDS, band_centers_hz
from musicstudio.mixing.tone_guide import corridor_of
from musicstudio.project.model import Device
from musicstudio.ui.master.loudness_view import LoudnessView, Part
from musicstudio.ui.master.spectrum_view import SpectrumView
from musicstudio.ui.master.stereo_view import StereoView
from musicstudio.ui.mixer.eq_view import EqView
from musicstudio.ui.mixer.level_views import LevelCurve, LevelHistory
from musicstudio.ui.mixer.strip import ChannelStrip
from musicstudio.ui.theme import apply_theme, current

from .test_pictures import FOLDER, MAX_DIFFERENT, NEAR, assert_as_before, pixels

WAVY = np.linspace(-30.0, -60.0, BANDS) + 4 * np.sin(np.arange(BANDS) / 3)


@pytest.fixture(autouse=True)
def themed(qapp):
    if not qapp.styleSheet():
        apply_theme(qapp)


@pytest.fixture
def shown(qapp):
    """Shows a widget at a size and takes it away again."""
    made = []

    def show(widget, width, height):
        for each in (widget, *widget.findChildren(QWidget)):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # whether a window is active must not show
        widget.resize(width, height)
        widget.show()
        made.append(widget)
        return widget

    yield show
    for widget in made:
        widget.close()
        widget.deleteLater()


def test_the_curve_of_the_equalizer_over_its_spectra(shown):
    view = shown(EqView(lambda values: None, lambda: None, lambda band: None, lambda band: None), 640, 284)
    params = {"low_cut_hz": 86.0, "bell1_hz": 240.0, "bell1_db": -2.8, "bell3_hz": 3100.0, "bell3_db": 4.0,
              "high_shelf_db": 3.0}  # fmt: skip
    view.follow(Device("eq", "eq", params), current().role("vocals"))
    view.show_spectra(np.stack([WAVY, WAVY - 3]).astype(np.float32))
    assert_as_before("equalizer", view)


def test_the_curve_of_a_compressor_with_its_dot(shown):
    view = shown(LevelCurve(), 176, 176)
    view.follow(Device("c", "compressor", {"threshold_db": -22.0, "ratio": 3.2}))
    view.show_level(-12.0, 6.9)
    assert_as_before("compressor", view)


def test_the_last_seconds_of_a_compressor(shown):
    view = shown(LevelHistory(), 400, 176)
    for tick in range(120):
        view.show_level(-24 + 12 * math.sin(tick / 9), max(0.0, 5 * math.sin(tick / 9)))
    assert_as_before("reduction", view)


def test_loudness_over_time(shown):
    view = shown(LoudnessView(lambda seconds: None), 700, 200)
    colors = [current().section(kind) for kind in ("intro", "verse", "chorus")]
    parts = [Part(0, 30, "Intro", colors[0]), Part(30, 90, "Verse", colors[1]), Part(90, 180, "Chorus", colors[2])]
    view.set_song(180.0, -14.0, parts)
    short = [-16 + 3 * math.sin(step / 200) for step in range(1770)]
    view.set_measured(short, [lufs + 2 * math.sin(i / 7) for i, lufs in enumerate(short)], [120.0])
    view.hear(70.0, -12.0, -11.0)
    assert_as_before("loudness", view)


def test_left_against_right(shown):
    view = shown(StereoView(), 168, 200)
    turns = np.arange(256) / 256 * 2 * np.pi
    view.hear(np.stack([np.sin(turns) * 0.6, np.sin(turns + 0.6) * 0.6]).astype(np.float32), 0.71)
    assert_as_before("stereo", view)


def test_tone_against_the_style(shown):
    view = shown(SpectrumView(), 520, 240)
    guide = corridor_of("ballad")
    levels = (guide.low_db + guide.high_db) / 2 - 40
    levels += np.where(np.abs(np.log2(band_centers_hz() / 270)) < 0.2, 8.0, 0.0)
    view.set_song(guide, levels.astype(np.float32))
    view.show_levels((levels - 6).astype(np.float32))
    assert_as_before("tone", view)


def test_a_strip(shown, bridge, monkeypatch):
    monkeypatch.setattr(bridge.player, "rms_levels", lambda track_id: (-18.0, -19.0))
    monkeypatch.setattr(bridge.player, "reduction_db", lambda track_id: 5.0)
    strip = ChannelStrip(bridge, bridge.project.track("track-bass"), lambda *ids: None, lambda track_id: None)
    shown(strip, 110, 420)
    strip.meter.follow()
    assert_as_before("strip", strip)
    strip.let_go()


@pytest.mark.parametrize("name", ["equalizer", "reduction", "loudness", "tone"])
def test_a_picture_of_the_desk_that_is_wrong_is_found(name):
    known = QImage(str(FOLDER / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB888)
    assert (np.abs(pixels(known) - pixels(known)[:, ::-1]).max(axis=2) > NEAR).mean() > MAX_DIFFERENT
