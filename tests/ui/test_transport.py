# SPDX-License-Identifier: GPL-3.0-or-later
"""The transport bar: clock, facts of the song, loudness, devices, snap."""

import pytest

from musicstudio.project.edits.tempo import set_meter, set_tempo
from musicstudio.project.model import Meter, Tempo, TempoMap
from musicstudio.ui.timeline.view import TimelineView
from musicstudio.ui.transport.bar import TransportBar
from musicstudio.ui.transport.clock import bars_text, time_text
from musicstudio.ui.transport.sound import loudness_text
from tests.ui.controls import choose_in_menu, control, names_of, texts, tooltip_of


@pytest.fixture
def bar(qapp, bridge):
    made = TransportBar(bridge, TimelineView(bridge))
    made.resize(1366, 52)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def test_positions_in_bars_and_in_time():
    tempo_map = TempoMap((Tempo(0, 84.0),), (Meter(0, 3, 4),))
    assert bars_text(0.0, tempo_map) == "1.1.000"
    assert bars_text(tempo_map.seconds_at(16 * 2880 + 2 * 960 + 240), tempo_map) == "17.3.240"
    assert time_text(98.4125) in ("1:38.412", "1:38.413")


def test_play_shows_that_it_plays(bar, bridge):
    control(bar, "Play").click()
    assert bridge.player.is_playing
    assert "Stop playing" in names_of(bar)


def test_the_clock_follows_the_player(bar, bridge):
    bridge.player.seek(0.0)
    bridge.ticked.emit()
    assert bar.clock.accessibleName() == "Position: bar 1.1.000, 0:00.000"


def test_tempo_key_and_meter_follow_the_document(bar, bridge):
    assert {"84 BPM", "E minor", "3/4"} <= set(texts(bar))
    bridge.edit("Tempo", set_tempo(126.5))
    bridge.edit("Metre", set_meter(7, 8))
    assert {"126.5 BPM", "7/8"} <= set(texts(bar))
    assert {"Tempo: 126.5 BPM", "Metre: 7/8"} <= set(names_of(bar))


def test_loudness_and_underruns_are_shown(bar, bridge):
    bridge.player.underruns = 2
    bridge.ticked.emit()
    assert "−14.2 LUFS" in texts(bar)
    assert "2 underruns" in control(bar, "Sound device, 2 underruns").toolTip()
    assert not any("underrun" in text for text in texts(bar))
    assert loudness_text(-120.0) == "— LUFS"


def test_momentary_loudness_is_told_while_the_song_plays(bar, bridge):
    bridge.player.play()
    bridge.ticked.emit()
    assert "momentary: −11.9 LUFS" in tooltip_of(bar, "−14.2 LUFS")
    bridge.player.stop()
    bridge.ticked.emit()
    assert "momentary: — LUFS" in tooltip_of(bar, "−14.2 LUFS")


def test_a_device_that_was_plugged_in_is_looked_for(bar, bridge):
    choose_in_menu(control(bar, "Sound device, 0 underruns"), "Look for devices again")
    assert bridge.player.looks_for_devices == 1


def test_snap_can_be_switched_off_and_back(bar):
    bar.view.set_snap("bar")
    bar.view.toggle_snap()
    assert "Snap: off" in texts(bar)
    bar.view.toggle_snap()
    assert "Snap: bar" in texts(bar)


def test_loop_and_metronome_show_their_state(bar):
    for name in ("Loop", "Metronome"):
        control(bar, name).click()
    assert control(bar, "Loop").isChecked()
    assert control(bar, "Metronome").isChecked()


def test_the_button_follows_a_player_that_answers_late(bar, bridge, qtbot):
    bridge.wake()
    bridge.player.is_playing = True
    qtbot.waitUntil(lambda: "Stop playing" in names_of(bar))
    bridge.player.is_playing = False
    qtbot.waitUntil(lambda: "Play" in names_of(bar))
