# SPDX-License-Identifier: GPL-3.0-or-later
"""The spectrum in the Master tab: rises at once, falls slowly, holds its peaks, rests while hidden."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from musicstudio.dsp.bands import BANDS, FLOOR_DB
from musicstudio.ui.master.spectrum_view import SpectrumView


@pytest.fixture
def view(qtbot, window):
    made = SpectrumView()
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def level(db):
    return np.full(BANDS, db, np.float32)


def test_it_rises_at_once_falls_slowly_and_holds_its_peaks(view):
    view.show_levels(level(-12.0))
    assert view.levels_db.max() == -12.0
    for _ in range(10):
        view.show_levels(level(-80.0))
    assert -30 < view.levels_db.max() < -15 and view.peaks_db.max() == -12.0
    for _ in range(400):
        view.show_levels(level(FLOOR_DB))
    assert view.levels_db.max() == FLOOR_DB and view.peaks_db.max() == FLOOR_DB


def test_a_louder_band_is_drawn_higher(view):
    view.show_levels(level(-60.0))
    low = view.grab().toImage()
    view.show_levels(level(-6.0))
    high = view.grab().toImage()
    green = [sum(image.pixelColor(200, y).green() for y in range(180)) for image in (low, high)]
    assert green[1] > green[0] * 1.2


def test_nothing_is_followed_while_the_tab_is_hidden(window):
    panel = window.bottom.widget(3)
    window.show_tab(0)
    window.bridge.ticked.emit()
    assert panel.spectrum.levels_db.max() == FLOOR_DB
    window.show_tab(3)
    QApplication.processEvents()
    window.bridge.ticked.emit()
    assert panel.spectrum.levels_db.max() == pytest.approx(window.bridge.player.spectrum_db.max())


def test_it_is_painted_again_only_when_something_moved(view, monkeypatch):
    asked = []
    monkeypatch.setattr(view, "update", lambda: asked.append(1))
    view.show_levels(level(-20.0))
    view.show_levels(level(-20.0))
    assert len(asked) == 1
