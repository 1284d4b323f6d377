# SPDX-License-Identifier: GPL-3.0-or-later
"""Promise 3: a song plays without a break while another is being generated and one is being separated."""

import os
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from musicstudio.core.progress import run_to_end
from musicstudio.engines.contract import GenerationOptions, Request, Task
from musicstudio.engines.registry import EngineRegistry
from musicstudio.jobs.priority import lower_priority
from musicstudio.media.store import MediaStore
from musicstudio.playback.client import PlayerClient
from musicstudio.separation import store
from musicstudio.separation.separate import separate
from tests.clicks import find_clicks, find_gaps
from tests.playback import pulse
from tests.playback.rig import sounding
from tests.playback.songs import RATE, sine
from tests.playback.test_client import song_of, wait_until
from tests.separation.conftest import write_tiny

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.slow,  # a minute of real time that wants the machine for itself
    pytest.mark.skipif(bool(pulse.why_not()), reason=pulse.why_not()),
]
SECONDS = float(os.environ.get("MUSICSTUDIO_SOAK_S", "60"))


@pytest.fixture
def server(monkeypatch) -> Iterator[pulse.Server]:
    with pulse.null_sink() as server:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "HOME"):
            monkeypatch.setenv(name, server.environment[name])
        yield server


@pytest.fixture
def network(tmp_path) -> str:
    """The real class with tiny random weights; it works as hard for its size as the real ones."""
    write_tiny(tmp_path / "955717e8.safetensors")
    run_to_end(store.import_path(tmp_path / "955717e8.safetensors", "htdemucs"))
    return "htdemucs"


def work(stop, make):
    """Drive one job after another, as the job queue's workers do, until told to stop; how many were finished."""
    lower_priority()
    finished = [0]
    round_number = 0
    while not stop.is_set():
        job = make(round_number)
        round_number += 1
        try:
            while not stop.is_set():
                next(job)
        except StopIteration:
            finished[0] += 1
        finally:
            job.close()
    return finished


def generating(number):
    request = Request(Task.GENERATE, "rock band with strings", seed=number, options=GenerationOptions(duration_s=40.0))
    return EngineRegistry().get().run(request)


def separating(network):
    audio = 0.1 * np.random.default_rng(0).standard_normal((2, 44_100 * 20)).astype(np.float32)
    return lambda number: separate(audio * np.float32(1.0 + 0.001 * number), 44_100, network)


def test_sixty_seconds_without_a_break(tmp_path, server, network):
    client = PlayerClient(tmp_path / "media")
    client.start()
    wait_until(lambda: bool(client.device))
    client.load(song_of(MediaStore(tmp_path / "media"), sine(441, SECONDS + 90)))
    stop, done = threading.Event(), []
    workers = [
        threading.Thread(target=lambda make=make: done.append(work(stop, make)))
        for make in (generating, separating(network))
    ]
    try:
        with pulse.recording(server, tmp_path / "record"):
            client.play()
            wait_until(lambda: client.position_s > 1.0)
            client.set_busy(True)
            for worker in workers:
                worker.start()
            time.sleep(SECONDS)
            stop.set()
            for worker in workers:
                worker.join(60)
            client.stop()
            time.sleep(0.5)
        heard = sounding(pulse.recorded(tmp_path / "record"))
        assert heard.shape[1] > SECONDS * RATE
        assert find_gaps(heard) == [] and find_clicks(heard[:, 500:]).size == 0
        assert client.underruns == 0
        assert sum(count for counts in done for count in counts) >= 1
    finally:
        stop.set()
        client.close()
