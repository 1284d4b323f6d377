# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test gets: a home of its own, and a check that it leaves no thread behind."""

import os
import threading
import time

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

KEPT_BY_LIBRARIES = ("ThreadPoolExecutor", "tqdm", "pydev", "QThread", "Dummy", "hypothesis")


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Models, cache and settings of this test only."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("MUSICSTUDIO_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_leaked_threads():
    """A test that starts a thread must end it; the message names the thread."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 5.0
    while (left := _left(before)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not left, f"threads left running: {[thread.name for thread in left]}"


def _left(before):
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith(KEPT_BY_LIBRARIES)
    ]
