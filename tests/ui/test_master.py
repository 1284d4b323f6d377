# SPDX-License-Identifier: GPL-3.0-or-later
"""The Master tab: figures, loudness over time, tone, stereo, warnings at their second, targets, and the comparison."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDoubleSpinBox, QLabel, QWidget

from musicstudio.app.audio.song_sound import SongSound
from musicstudio.app.session.monitoring import Monitor
from musicstudio.dsp.bands import band_centers_hz
from musicstudio.dsp.measurement import Measurement, SoundWarning
from musicstudio.dsp.seconds import LOWS_OUT_OF_PHASE, OVERLOADED
from musicstudio.mixing.tone_guide import corridor_of
from musicstudio.project.edits.song import set_loudness, set_master_fader
from musicstudio.ui.master.panel import MasterPanel
from musicstudio.ui.song_sound_state import SongSoundState
from musicstudio.ui.theme import apply_theme

from .mouse import click, key


def sound(length_s, integrated_lufs=-14.1, peak_dbtp=-1.2, warnings=()):
    """A measured song, too loud around 270 Hz."""
    corridor = corridor_of("")
    levels = (corridor.low_db + corridor.high_db) / 2 - 40
    levels += np.where(np.abs(np.log2(band_centers_hz() / 270)) < 0.4, 9.0, 0.0)
    short = tuple(-16.0 for _ in range(int(length_s * 10) - 29))
    found = Measurement(
        length_s, integrated_lufs, -11.6, -10.9, 7.4, peak_dbtp, 10.4, 12.9, 0.7, tuple(warnings), short, short,
    )  # fmt: skip
    return SongSound(found, -18.0, 0.1, levels.astype(np.float32))


@pytest.fixture
def state(qapp, bridge):
    return SongSoundState(bridge)


@pytest.fixture
def panel(qapp, bridge, state):
    if not qapp.styleSheet():
        apply_theme(qapp)
    made = MasterPanel(bridge, state)
    made.resize(1300, 700)
    made.show()
    qapp.processEvents()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def measure(bridge, state, monkeypatch):
    """Let the measurement find something."""

    def found(**values):
        made = sound(bridge.project.length_s, **values)
        monkeypatch.setattr(
            "musicstudio.ui.song_sound_state.measure_song", lambda session, on_done: on_done(made) or "job"
        )
        state.ask()

    return found


def named(parent, name, kind=QWidget):
    return next(each for each in parent.findChildren(kind) if each.accessibleName().startswith(name))


def told(panel):
    return [card.text for card in panel.figures.cards]


def test_before_it_is_measured_the_tab_says_so(panel):
    assert told(panel)[0] == "Integrated: – LUFS, not measured yet"
    assert panel.grab().width() > 0


def test_the_figures_of_the_song_and_whether_they_meet_the_target(panel, measure):
    measure()
    assert told(panel) == [
        "Integrated: −14.1 LUFS, target −14.0", "Short-term: −11.6 LUFS, loudest 3 s",
        "Momentary: −10.9 LUFS, loudest 0.4 s", "Range: 7.4 LU, quiet to loud", "True peak: −1.2 dBTP, ceiling −1.0",
        "PLR: 12.9 dB, PSR 10.4",
    ]  # fmt: skip
    assert panel.figures.cards[0].findChild(QLabel, "check").isVisible()


def test_after_a_change_old_figures_say_so_and_judge_nothing(panel, measure, bridge):
    measure()
    bridge.edit("Target", set_loudness(target_lufs=-9.0))
    assert told(panel)[0] == "Integrated: −14.1 LUFS, target −9.0 · changed since"
    assert not panel.figures.cards[0].findChild(QLabel, "check").isVisible()


def test_with_the_fader_moved_the_target_is_not_judged(panel, measure, bridge):
    bridge.edit("Fader", set_master_fader(-6.0))
    measure(integrated_lufs=-20.1)
    assert not panel.figures.cards[0].findChild(QLabel, "check").isVisible()


def test_silence_has_no_figures(panel, measure):
    measure(integrated_lufs=-120.0)
    assert told(panel)[0] == "Integrated: – LUFS, silent"


def test_what_is_heard_is_drawn_over_what_was_measured(panel, measure, bridge):
    measure()
    player = bridge.player
    player.is_playing, player.position_s, player.lufs_short, player.lufs_momentary = True, 50.0, -9.0, -8.0
    bridge.ticked.emit()
    assert panel.loudness.short_term_lufs[500] == -9.0
    assert panel.loudness.short_term_lufs[400] == -16.0
    assert "Short-term: −9.0 LUFS, most −11.6" in told(panel)
    panel.grab()


def test_listening_otherwise_draws_nothing_over_it(panel, measure, bridge):
    measure()
    player = bridge.player
    player.is_playing, player.position_s, player.lufs_short, player.lufs_momentary = True, 50.0, -9.0, -8.0
    bridge.session.monitoring.dim(True)
    bridge.ticked.emit()
    assert panel.loudness.short_term_lufs[500] == -16.0


def test_a_click_on_the_loudness_goes_there(panel, bridge):
    view = panel.loudness
    click(view, QPointF(view.width() / 2, view.height() / 2))
    assert bridge.player.position_s == pytest.approx(bridge.project.length_s / 2, rel=0.06)
    before = bridge.player.position_s
    bridge.ticked.emit()
    key(view, Qt.Key.Key_Right)
    assert bridge.player.position_s == pytest.approx(before + 5.0)


def test_warnings_name_their_second_and_are_heard_from_a_second_before(panel, measure, bridge):
    measure(warnings=[SoundWarning(OVERLOADED, 134.0, 2.0, "x"), SoundWarning(LOWS_OUT_OF_PHASE, 150.0, 3.0, "x")])
    hear = named(panel.warnings, "Hear 2:14.0: Clips", QAbstractButton)
    hear.click()
    assert bridge.player.position_s == 133.0
    assert bridge.player.is_playing
    assert panel.loudness.accessibleName().endswith("2 warnings")
    said = " ".join(label.text() for label in panel.warnings.findChildren(QWidget) if hasattr(label, "text"))
    assert "Chorus" in said
    assert "no DC" in said
    assert "no clipping" not in said


def test_a_warning_offers_its_mend_as_a_step_of_the_history(panel, measure, bridge):
    measure(warnings=[SoundWarning(LOWS_OUT_OF_PHASE, 20.0, 3.0, "x")])
    named(panel.warnings, "Make lows mono", QAbstractButton).click()
    added = bridge.project.master.devices[-1]
    assert (added.kind, added.params) == ("stereo_width", {"mono_below_hz": 120.0})
    assert bridge.session.document.history[-1].label == "Make lows mono"


def test_where_the_tone_leaves_the_style_is_named(panel, measure):
    measure()
    assert panel.spectrum.told_places[0].startswith("+")
    panel.grab()


def test_the_goniometer_follows_what_is_heard(panel, bridge):
    side = np.sin(np.arange(256) / 9).astype(np.float32)
    bridge.player.stereo, bridge.player.correlation = np.stack([side, -side]), -1.0
    bridge.ticked.emit()
    assert panel.stereo.correlation == -1.0
    assert "−1.00" in panel.stereo.accessibleName()
    panel.grab()


def test_a_target_is_chosen_by_name(panel, bridge):
    choice = named(panel, "Loudness for")
    choice.setCurrentIndex(next(i for i in range(choice.count()) if "Apple" in choice.itemText(i)))
    choice.activated.emit(choice.currentIndex())
    assert bridge.project.master.target_lufs == -16.0


@pytest.mark.parametrize("typed", ["-9.5", "−9.5"])
def test_a_target_is_typed_with_either_minus_and_shown_with_the_true_one(panel, bridge, typed):
    field = named(panel, "Target loudness", QDoubleSpinBox)
    assert field.text() == "−14.0 LUFS"
    field.selectAll()
    field.lineEdit().insert(typed)
    key(field, Qt.Key.Key_Return)
    assert bridge.project.master.target_lufs == -9.5
    assert field.text() == "−9.5 LUFS"


def test_measured_songs_are_compared_at_once_equally_loud(panel, measure, bridge):
    measure()
    compare = named(panel, "Without mastering, equally loud", QAbstractButton)
    compare.click()
    assert bridge.player.monitored == Monitor(is_unmastered=True)
    compare.click()
    assert bridge.player.monitored.gain_db == pytest.approx(-3.9, abs=0.05)
    assert not compare.isChecked()


def test_while_it_is_measured_it_is_not_asked_again_and_a_failure_frees_the_button(panel, state, bridge, monkeypatch):
    monkeypatch.setattr("musicstudio.ui.song_sound_state.measure_song", lambda session, on_done: "job-9")
    button = named(panel, "Measure the song", QAbstractButton)
    button.click()
    assert not button.isEnabled()
    from musicstudio.jobs.view import JobState, JobView

    bridge.jobs_changed.emit(JobView("job-9", "Measuring", JobState.FAILED))
    assert button.isEnabled()


@pytest.mark.parametrize("width", [820, 1300])
def test_nothing_is_wider_than_the_tab(panel, measure, width):
    measure()
    panel.resize(width, 400)
    QApplication.processEvents()
    assert panel.widget().width() <= panel.viewport().width()


def test_a_song_without_length_can_be_shown(panel, bridge):
    bridge.edit("Empty", lambda project: replace(project, sections=(), tracks=(), chords=(), markers=()))
    panel.grab()
    assert np.isnan(panel.loudness.short_term_lufs).all()
