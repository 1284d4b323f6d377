# SPDX-License-Identifier: GPL-3.0-or-later
"""A real sound server: what comes out of it is unbroken while the studio's own threads and other programs are busy."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from musicstudio.media.store import MediaStore
from musicstudio.playback.client import PlayerClient
from tests.clicks import find_clicks, find_gaps

from . import pulse
from .rig import sounding
from .songs import RATE, sine
from .test_client import song_of, wait_until

pytestmark = [pytest.mark.desktop, pytest.mark.skipif(bool(pulse.why_not()), reason=pulse.why_not())]
TRIES = 3
SECONDS = float(os.environ.get("MUSICSTUDIO_SOAK_S", "20"))


def churn(stop: threading.Event) -> None:
    """What Python code does while it generates: never lets go of the interpreter by itself."""
    while not stop.is_set():
        sum(number * number for number in range(5000))


@contextmanager
def busy_machine() -> Iterator[None]:
    """Two busy threads in this process and two other busy programs."""
    stop = threading.Event()
    threads = [threading.Thread(target=churn, args=(stop,)) for _ in range(2)]
    programs = [subprocess.Popen([sys.executable, "-c", "while True: sum(range(10000))"]) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for program in programs:
            program.kill()
            program.wait()
        for thread in threads:
            thread.join()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[pulse.Server]:
    """A private sound server that programs started from here use."""
    with pulse.null_sink() as server:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME"):
            monkeypatch.setenv(name, server.environment[name])
        yield server


@pytest.fixture
def client(tmp_path: Path, server: pulse.Server) -> Iterator[PlayerClient]:
    """A started client whose player has opened the server's device."""
    client = PlayerClient(tmp_path / "media")
    client.start()
    wait_until(lambda: bool(client.device))
    yield client
    client.close()


def test_no_break_while_everything_else_is_busy(tmp_path: Path, server: pulse.Server, client: PlayerClient) -> None:
    """Of three tries one must be clean: the sound server itself starves when the machine has other guests."""
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, SECONDS + 60)))
    tries = []
    for number in range(TRIES):
        heard = _heard_while_busy(server, client, tmp_path / f"record-{number}")
        assert heard.shape[1] > SECONDS * RATE
        tries.append((find_gaps(heard), find_clicks(heard[:, 500:]).size, client.underruns))
        if tries[-1] == ([], 0, 0):
            return
    pytest.fail(f"gaps, clicks and underruns in each try: {tries}")


def _heard_while_busy(server: pulse.Server, client: PlayerClient, path: Path) -> np.ndarray:
    with pulse.recording(server, path):
        client.seek(0.0)
        client.play()
        wait_until(lambda: client.position_s > 1.0)
        client.set_busy(True)
        with busy_machine():
            time.sleep(SECONDS)
        client.stop()
        time.sleep(0.5)
    return sounding(pulse.recorded(path))


def test_a_sound_server_that_dies_is_survived(tmp_path: Path, server: pulse.Server, client: PlayerClient) -> None:
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, 60)))
    client.play()
    wait_until(lambda: client.position_s > 1.0)
    server.process.kill()
    wait_until(lambda: not client.device)
    place_s = client.position_s
    wait_until(lambda: client.position_s > place_s + 0.5)
    assert client.is_playing


def test_keys_that_a_hand_plays_come_out_of_the_server_beside_the_song(
    tmp_path: Path, server: pulse.Server, client: PlayerClient
) -> None:
    client.keep_sound("tone", sine(441, 20.0))
    path = tmp_path / "record"
    with pulse.recording(server, path):
        wait_until(lambda: path.exists() and path.stat().st_size > 8 * RATE // 2)
        for gain in (0.5, 0.25):
            client.begin_note(60, "tone", gain)
            size = path.stat().st_size
            wait_until(lambda size=size: path.stat().st_size > size + 8 * RATE)
            client.end_note(60)
            size = path.stat().st_size
            wait_until(lambda size=size: path.stat().st_size > size + 8 * RATE)
    heard = np.abs(np.fromfile(path, "<f4").reshape(-1, 2).T[0])
    peak = float(np.abs(sine(441, 1.0)).max())
    loud, soft = (np.flatnonzero(heard > share * peak) for share in (0.45, 0.2))
    assert heard.max() == pytest.approx(0.5 * peak, rel=0.05)
    assert loud.size and soft[-1] - loud[-1] > RATE / 2, "the second key is softer and comes after the first"
    assert not heard[-RATE // 8 :].max() > 0.01, "nothing goes on when both keys are up"
