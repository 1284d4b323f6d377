# SPDX-License-Identifier: GPL-3.0-or-later
"""Recording into a song: takes where they were played, and nothing lost, whoever dies."""

import json
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from musicstudio.app.actions import ACTIONS
from musicstudio.app.audio.record import keep_leftovers

RATE = 48_000


@pytest.fixture
def studio(headless, tmp_path):
    """A song without count-in, and a microphone that hears a ramp."""
    soundfile.write(tmp_path / "ramp.wav", np.arange(60 * RATE, dtype=np.float32) / 2**22, RATE, subtype="FLOAT")
    headless.session.settings.change(input=f"file:{tmp_path / 'ramp.wav'}", count_in_bars=0)
    headless.notices = []
    headless.session.notices.observe(lambda notice: headless.notices.append(notice.text))
    return headless


def run(headless, action_id):
    action = ACTIONS[action_id]
    assert action.enabled(headless.session) == (True, "")
    action.do(headless.session)


def begin(headless):
    """Record until the song plays; its start is heard at once."""
    run(headless, "transport.record")
    headless.inbox.pump_until(lambda: headless.session.player.is_playing)
    headless.session.player_sync.heard.emit((0, time.perf_counter() * RATE))


def play_for(headless, frames):
    until = headless.session.recording.frames + frames
    headless.inbox.pump_until(lambda: headless.session.recording.frames >= until)


def end(headless):
    run(headless, "transport.record")
    headless.inbox.pump_until(lambda: not headless.session.recording.is_running)
    headless.inbox.pump_until(lambda: not headless.session.jobs.is_busy)


def record(headless, frames):
    begin(headless)
    play_for(headless, frames)
    end(headless)


def recorder_process_ids():
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if parent == os.getpid() and b"recorder_process" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def recorded_clips(headless):
    return [clip for track, clip in headless.project.clips() if track.name.startswith("Recording")]


def test_what_is_played_lands_as_a_take_on_a_new_row(studio):
    record(studio, 20_000)
    (clip,) = recorded_clips(studio)
    (take,) = clip.takes
    audio = studio.session.media.read_all(take.source)
    assert clip.start_s == 0.0 and clip.length_s > 0.3 and take.lead_s > 0.0
    assert np.allclose(np.diff(audio[0]), 2.0**-22)
    recipe = studio.project.recipes[take.recipe_id]
    assert (recipe.engine, recipe.is_ai) == ("recording", False)
    assert not list((studio.session.path / "recordings").iterdir())
    assert not studio.notices


def test_undo_takes_the_recording_away_and_redo_brings_it_back(studio):
    record(studio, 10_000)
    (clip,) = recorded_clips(studio)
    studio.session.document.undo()
    assert not recorded_clips(studio)
    studio.session.document.redo()
    assert recorded_clips(studio) == [clip]


def test_only_the_selected_range_is_recorded(studio):
    studio.session.selection.set(range_s=(0.125, 0.375))
    record(studio, 30_000)
    (clip,) = recorded_clips(studio)
    assert (clip.start_s, clip.length_s) == (0.125, 0.25)


def test_recording_into_the_same_range_adds_a_take(studio):
    studio.session.selection.set(range_s=(0.125, 0.375))
    record(studio, 30_000)
    first = recorded_clips(studio)[0].takes
    studio.session.selection.set(range_s=(0.125, 0.375))
    record(studio, 30_000)
    (clip,) = recorded_clips(studio)
    assert clip.takes[0] == first[0] and [take.name for take in clip.takes] == ["Take 1", "Take 2"]
    assert clip.take == clip.takes[1]


def test_the_rounds_of_a_loop_are_takes_of_one_clip(studio):
    studio.session.player_sync.set_loop((0.0, 0.25))
    record(studio, 45_000)
    (clip,) = recorded_clips(studio)
    assert (clip.start_s, clip.length_s) == (0.0, 0.25)
    assert len(clip.takes) >= 3
    leads = [take.lead_s for take in clip.takes]
    assert np.allclose(np.diff(leads), 0.25)


def test_a_recording_that_is_stopped_before_the_song_began_plays_nothing(studio):
    played = []
    studio.session.player.play_to_record = played.append
    run(studio, "transport.record")
    run(studio, "transport.stop")
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    assert not played and not studio.session.player.is_playing


def test_playing_stops_with_the_recording(studio):
    begin(studio)
    run(studio, "transport.toggle")
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running)
    assert not studio.session.player.is_playing
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the process in /proc")
def test_a_recorder_that_is_killed_costs_half_a_second_at_most(studio):
    begin(studio)
    play_for(studio, 40_000)
    (process_id,) = recorder_process_ids()
    os.kill(process_id, signal.SIGKILL)
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    keep_leftovers(studio.session)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    assert any("stopped unexpectedly" in text for text in studio.notices)
    (clip,) = recorded_clips(studio)
    assert clip.length_s > 0.3


def test_a_studio_that_ends_while_recording_finds_it_at_its_next_start(studio):
    begin(studio)
    play_for(studio, 20_000)
    studio.reopen()
    assert not recorded_clips(studio)
    keep_leftovers(studio.session)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    (clip,) = recorded_clips(studio)
    assert clip.start_s == 0.0 and clip.length_s > 0.3
    assert not list((studio.session.path / "recordings").iterdir())


def test_without_an_input_nothing_changes_and_it_is_told(studio):
    studio.session.settings.change(input="no such input")
    run(studio, "transport.record")
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running)
    assert any("is not there" in text for text in studio.notices)
    assert not recorded_clips(studio) and not studio.session.player.is_playing
    assert not studio.project.tracks and not list((studio.session.path / "recordings").iterdir())


def test_silence_is_told(studio, tmp_path):
    soundfile.write(tmp_path / "silence.wav", np.zeros(RATE), RATE)
    studio.session.settings.change(input=f"file:{tmp_path / 'silence.wav'}")
    record(studio, 20_000)
    assert any("Nothing was heard at the input" in text for text in studio.notices)


def test_an_armed_row_shows_what_comes_in_and_is_recorded_on(studio):
    run(studio, "track.add_audio")
    run(studio, "track.arm")
    studio.inbox.pump_until(lambda: max(studio.session.recording.peaks, default=0.0) > 0.0)
    (track,) = [track for track in studio.project.tracks if track.kind == "audio"]
    record(studio, 10_000)
    assert [len(each.clips) for each in studio.project.tracks if each.id == track.id] == [1]
    run(studio, "track.arm")
    assert not studio.session.recording.armed_track_id and not recorder_process_ids()


def test_buses_are_not_recorded_on(studio):
    run(studio, "mix.add_bus")
    (bus,) = [track for track in studio.project.tracks if track.kind == "bus"]
    studio.session.selection.set(track_ids={bus.id})
    can, why = ACTIONS["track.arm"].enabled(studio.session)
    assert not can and "audio tracks" in why


def test_a_foreign_note_beside_a_recording_is_left_alone(studio):
    folder = studio.session.path / "recordings"
    folder.mkdir()
    (folder / "x.json").write_text('{"path": "/etc/passwd", "track_id": 5}')
    (folder / "y.json").symlink_to("/etc/passwd")
    keep_leftovers(studio.session)
    assert not studio.session.jobs.is_busy and not recorded_clips(studio)


def test_the_rounds_of_a_loop_are_comped(studio):
    studio.session.player_sync.set_loop((0.0, 0.5))
    record(studio, 80_000)
    (clip,) = recorded_clips(studio)
    assert len(clip.takes) >= 3
    studio.session.selection.set(range_s=(0.125, 0.25), track_ids={studio.project.tracks[-1].id})
    action = ACTIONS["take.comp"]
    heard = [take.id for take in clip.takes].index(clip.active_take_id)
    other = 0 if heard else 1
    action.do(studio.session, str(other + 1))
    played = [piece.take.id for piece in recorded_clips(studio)]
    assert played == [clip.takes[heard].id, clip.takes[other].id, clip.takes[heard].id]
    studio.session.document.undo()
    assert recorded_clips(studio) == [clip]


def test_a_recording_that_waits_for_steps_that_were_taken_back_outlives_the_studio(studio):
    run(studio, "track.add_audio")
    run(studio, "track.add_audio")
    studio.session.document.undo()
    (track,) = studio.project.tracks
    studio.session.selection.set(track_ids={track.id})
    begin(studio)
    play_for(studio, 20_000)
    end(studio)
    assert not any(row.clips for row in studio.project.tracks)
    studio.reopen()
    keep_leftovers(studio.session)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    studio.session.document.redo()
    assert sum(len(row.clips) for row in studio.project.tracks) == 1
    assert not list((studio.session.path / "recordings").iterdir())


def test_one_that_was_placed_before_the_studio_died_is_not_placed_twice(studio, tmp_path):
    begin(studio)
    play_for(studio, 20_000)
    folder = studio.session.path / "recordings"
    run(studio, "transport.record")
    studio.inbox.pump_until(lambda: not studio.session.recording.is_running)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    keep_leftovers(studio.session)
    studio.inbox.pump_until(lambda: not studio.session.jobs.is_busy)
    assert [len(clip.takes) for clip in recorded_clips(studio)] == [1] and not list(folder.iterdir())


@pytest.mark.parametrize(
    "wild",
    [
        {"from_s": 1e308},
        {"range_s": [0.0, 1e308]},
        {"loop_s": [0.0, 0.0]},
        {"loop_s": [0.0, 0.00001]},
        {"loop_s": [5.0, 1.0]},
        {"began_at": 1e300, "anchor": {"song_frame": 0, "clock_frame": 0.0}},
        {"began_at": 0.0, "anchor": {"song_frame": 10**18, "clock_frame": 0.0}},
        {"delay_s": -1e12},
        {"channels": 0},
    ],
    ids=str,
)
def test_numbers_of_a_stranger_that_cannot_be_are_left_alone(studio, wild):
    folder = studio.session.path / "recordings"
    folder.mkdir()
    note = {"path": "x.wav", "track_id": "t", "track_name": "T", "from_s": 0.0, **wild}
    (folder / "x.json").write_text(json.dumps(note))
    soundfile.write(folder / "x.wav", np.zeros(RATE, np.float32), RATE, subtype="FLOAT")
    keep_leftovers(studio.session)
    assert not studio.session.jobs.is_busy and not recorded_clips(studio)
    assert sorted(path.name for path in folder.iterdir()) == ["x.json", "x.wav"]
