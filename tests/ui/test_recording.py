# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording in the window: the button, the armed row, the block that grows."""

import numpy as np
import pytest
import soundfile
from PySide6.QtWidgets import QToolButton

from musicstudio.project.edits.tracks import add_track
from musicstudio.project.model import Track

from .controls import wait_until


@pytest.fixture
def studio(window, session, tmp_path):
    """The window on the demo song, with a row for a voice and a microphone that hears a tone."""
    tone = 0.5 * np.sin(2 * np.pi * 220 * np.arange(48_000 * 30) / 48_000)
    soundfile.write(tmp_path / "mic.wav", tone.astype(np.float32), 48_000)
    session.settings.change(input=f"file:{tmp_path / 'mic.wav'}", count_in_bars=0)
    session.document.transact("Add a row", add_track(Track("voice", "Voice", role="vocals"), 0))
    return window


def button(widget, name):
    return next(each for each in widget.findChildren(QToolButton) if each.accessibleName() == name)


def test_a_take_is_recorded_from_button_to_button(studio, session):
    button(studio, "Arm Voice for recording").click()
    wait_until(lambda: max(session.recording.peaks, default=0.0) > 0.1)
    assert studio.bridge.levels("voice")[0] > -20.0
    button(studio, "Record").click()
    wait_until(lambda: session.recording.frames > 10_000)
    assert not button(studio, "Arm Voice for recording").isEnabled()
    button(studio, "Stop recording").click()
    wait_until(lambda: not session.recording.is_running and not session.jobs.is_busy)
    assert [clip.takes[0].name for clip in session.project.track("voice").clips] == ["Take 1"]
    assert button(studio, "Arm Voice for recording").isChecked()
    button(studio, "Arm Voice for recording").click()
    assert not session.recording.armed_track_id


def test_what_is_recorded_is_seen_growing_over_its_row(studio, session):
    button(studio, "Arm Voice for recording").click()
    button(studio, "Record").click()
    wait_until(lambda: session.recording.frames > 4_800)
    session.player.seek(session.recording.start_s + 2.0)
    wait_until(lambda: studio.timeline.canvas.recording_mark.isVisibleTo(studio.timeline.canvas))
    first_px = studio.timeline.canvas.recording_mark.width()
    session.player.seek(session.recording.start_s + 4.0)
    wait_until(lambda: studio.timeline.canvas.recording_mark.width() > first_px)
    button(studio, "Stop recording").click()
    wait_until(lambda: not session.recording.is_running and not session.jobs.is_busy)
    wait_until(lambda: not studio.timeline.canvas.recording_mark.isVisibleTo(studio.timeline.canvas))


def test_rows_of_sound_and_rows_with_an_instrument_can_be_armed(studio, session):
    names = {each.accessibleName() for each in studio.findChildren(QToolButton) if each.isVisibleTo(studio)}
    armable = {name for name in names if name.startswith("Arm ")}
    assert armable == {
        f"Arm {track.name} for recording"
        for track in session.project.tracks
        if track.kind == "audio" or track.instrument
    }


@pytest.fixture
def deaf_studio(window, session, tmp_path):
    """The window on the demo song without a row for recordings, whose input does not open."""
    session.settings.change(input=f"file:{tmp_path / 'no such.wav'}", count_in_bars=0)
    return window


def test_an_input_that_does_not_open_leaves_no_empty_row(deaf_studio, session):
    before = [track.id for track in session.project.tracks]
    button(deaf_studio, "Record").click()
    assert len(session.project.tracks) == len(before) + 1
    wait_until(lambda: not session.recording.is_running and [t.id for t in session.project.tracks] == before)
    assert not session.recording.armed_track_id


def test_a_song_folder_that_takes_no_recording_leaves_no_empty_row(studio, session):
    session.document.undo()  # the row for the voice
    before = [track.id for track in session.project.tracks]
    (session.path / "recordings").write_text("a file in the way")
    button(studio, "Record").click()
    assert [track.id for track in session.project.tracks] == before
    assert not session.recording.is_running and not session.recording.armed_track_id


def test_with_the_playhead_behind_the_loop_recording_begins_at_the_loop(studio, session):
    session.player_sync.set_loop((4.0, 6.0))
    session.player.seek(9.0)
    button(studio, "Arm Voice for recording").click()
    button(studio, "Record").click()
    assert session.recording.start_s == 4.0 and session.player.position_s == 4.0
    wait_until(lambda: session.recording.frames > 30_000)
    button(studio, "Stop recording").click()
    wait_until(lambda: not session.recording.is_running and not session.jobs.is_busy)
    (clip,) = session.project.track("voice").clips
    assert 4.0 <= clip.start_s < 6.0
