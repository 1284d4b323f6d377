# SPDX-License-Identifier: GPL-3.0-or-later
"""The real process, heard through a file: commands arrive, values come back, a killed player is replaced."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from musicstudio.media.store import MediaStore
from musicstudio.playback import link as link_module
from musicstudio.playback.client import PlayerClient
from musicstudio.playback.player.monitor import Monitor
from musicstudio.playback.player.status import State
from musicstudio.project.model import Clip, Device, Master, Project, Source, Strip, Take, Track
from tests.clicks import find_clicks, find_gaps

from .rig import sounding
from .songs import RATE, sine

PATIENCE_S = 20.0


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for the other process, however busy the machine is."""
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until, "the player did not get there"
        time.sleep(0.01)


def song_of(store: MediaStore, audio: np.ndarray) -> Project:
    """One track with one clip of stored audio."""
    content_hash, frames = store.add(audio)
    take = Take(id="take", source=content_hash)
    clip = Clip("clip", 0.0, frames / RATE, takes=(take,), active_take_id="take")
    sources = {content_hash: Source(content_hash, frames, RATE, audio.shape[0])}
    return Project("project", tracks=(Track("a", "A", clips=(clip,)),), sources=sources, master=Master(is_on=False))


@pytest.fixture
def notices() -> list[str]:
    """What the user was told."""
    return []


@pytest.fixture
def client(tmp_path: Path, notices: list[str]) -> Iterator[PlayerClient]:
    """A started client on a machine without sound devices."""
    client = PlayerClient(tmp_path / "media", notices.append, is_silent=True)
    client.start()
    yield client
    client.close()


def test_a_song_is_played_from_another_process(tmp_path: Path, client: PlayerClient) -> None:
    project = song_of(MediaStore(tmp_path / "media"), sine(441, 30.0))
    record = tmp_path / "record.f32"
    client.choose_device(f"file:{record}")
    client.load(project)
    client.seek(2.0)
    wait_until(lambda: client.device.startswith("file:"))
    client.play()
    wait_until(lambda: client.position_s > 3.0 and client.state == State.PLAYING)
    assert client.levels("a") == pytest.approx((-12.04, -12.04), abs=0.1)
    assert client.levels("unknown") == (-120.0, -120.0)
    wait_until(lambda: client.lufs_momentary > -14.0)
    client.load(replace(project, tracks=(replace(project.tracks[0], strip=Strip(gain_db=-12.0)),)))
    wait_until(lambda: client.levels("a")[0] < -23.0)
    client.toggle()
    wait_until(lambda: client.state == State.STOPPED)
    client.close()
    heard = sounding(np.fromfile(record, "<f4").reshape(-1, 2).T)
    assert find_clicks(heard[:, 200:]).size == 0
    assert find_gaps(heard) == []


def test_a_hand_is_heard_from_another_process_while_the_song_stands_still(tmp_path: Path, client: PlayerClient) -> None:
    record = tmp_path / "record.f32"
    client.choose_device(f"file:{record}")
    wait_until(lambda: client.device.startswith("file:"))
    client.keep_sound("tone", sine(441, 20.0))
    client.begin_note(60, "tone", 0.5)
    wait_until(lambda: record.stat().st_size > 8 * 2 * RATE)
    client.end_note(60)
    size = record.stat().st_size
    wait_until(lambda: record.stat().st_size > size + 8 * RATE)
    client.close()
    heard = np.fromfile(record, "<f4").reshape(-1, 2).T
    sounding = np.flatnonzero(np.abs(heard[0]) > 0.02)
    assert sounding.size > RATE / 2 and np.abs(heard).max() == pytest.approx(
        0.5 * np.abs(sine(441, 1.0)).max(), rel=0.02
    )
    assert not heard[:, -RATE // 8 :].any()


def test_a_killed_player_is_started_again_and_plays_on(
    tmp_path: Path, client: PlayerClient, notices: list[str]
) -> None:
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, 60.0)))
    client.seek(10.0)
    client.play()
    wait_until(lambda: client.position_s > 10.5)
    process = client._link._process
    assert process
    os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: client._link._process is not process and client.is_alive)
    place_s = client.position_s
    wait_until(lambda: client.is_playing and client.position_s > place_s + 0.5)
    assert 10.5 < client.position_s < 20.0
    assert any("started again" in text for text in notices)


def test_everything_may_be_asked_before_the_start_and_after_the_end(tmp_path: Path) -> None:
    client = PlayerClient(tmp_path)
    client.play()
    assert (client.position_s, client.is_playing, client.devices(), client.device) == (0.0, False, (), "")
    assert client.master_levels == (-120.0, -120.0)
    client.close()
    client.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no process can be held there")
def test_a_player_that_hangs_is_started_again_and_plays_on(
    tmp_path: Path, client: PlayerClient, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, 60.0)))
    client.seek(10.0)
    client.play()
    wait_until(lambda: client.position_s > 10.2)
    monkeypatch.setattr(link_module, "HUNG_S", 0.5)
    process = client._link._process
    client.look_after()
    os.kill(process.pid, signal.SIGSTOP)
    wait_until(lambda: client.look_after() or client._link._process is not process)
    monkeypatch.setattr(link_module, "HUNG_S", 60.0)
    wait_until(lambda: client.is_playing and client.position_s > 11.0)
    assert [text for text in notices if "device" not in text] == [
        "The player stopped unexpectedly and was started again."
    ]


def test_a_player_that_works_is_left_alone(client: PlayerClient, notices: list[str]) -> None:
    wait_until(lambda: client._link.status().written_at > 0)
    process = client._link._process
    for _ in range(20):
        client.look_after()
        time.sleep(0.02)
    assert client._link._process is process and client.is_alive


@pytest.mark.parametrize(
    "noise", [b"\x05\x00\x00\x00hello", b"\xff\xff\xff\xff", b"\x01\x00\x00\x00\xc1", b"\x00" * 400]
)
def test_a_player_that_is_told_what_makes_no_sense_is_started_again(
    tmp_path: Path, client: PlayerClient, notices: list[str], noise: bytes
) -> None:
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, 60.0)))
    client.seek(10.0)
    wait_until(lambda: client.position_s == 10.0)
    process = client._link._process
    process.stdin.write(noise)
    process.stdin.flush()
    wait_until(lambda: client._link._process is not process and client.position_s == 10.0)
    client.play()
    wait_until(lambda: client.position_s > 10.2)
    assert process.poll() is not None


@pytest.mark.logs("cannot be played")
def test_a_version_of_the_song_that_cannot_be_planned_is_told_and_the_next_is_played(
    tmp_path: Path, client: PlayerClient, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = song_of(MediaStore(tmp_path / "media"), sine(441, 60.0))
    maker = client._link._feeder._maker

    def refuse(_: Project) -> object:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(maker, "plan", refuse)
        client.load(project)
        wait_until(lambda: bool(notices))
    client.load(replace(project, title="mended"))
    client.seek(1.0)
    client.play()
    wait_until(lambda: client.position_s > 1.2)
    assert "cannot be played" in notices[0]


def test_ways_to_listen_and_what_is_looked_into_reach_the_other_process(tmp_path: Path, client: PlayerClient) -> None:
    store = MediaStore(tmp_path / "media")
    project = song_of(store, sine(441, 8.0))
    devices = (Device("eq", "eq", {"bell1_db": 6.0}), Device("comp", "compressor", {"threshold_db": -40.0}))
    muted = replace(project.tracks[0], strip=Strip(devices=devices, is_muted=True))
    client.load(replace(project, tracks=(muted,)))
    client.monitor(Monitor(before_fader=("a",)))
    client.watch("a", "eq")
    client.play()
    wait_until(lambda: client.master_levels[0] > -30)
    wait_until(lambda: client.around_db.max() > -30)
    wait_until(lambda: (client.device_meter("comp") or (0.0, 0.0))[1] > 3)
    assert client.reduction_db("a") > 3
    assert client.rms_levels("a")[0] > -40
    assert client.correlation == pytest.approx(1.0, abs=0.05)
    assert abs(client.stereo).max() > 0.01
    client.monitor(Monitor())
    wait_until(lambda: client.master_levels[0] < -60)
