# SPDX-License-Identifier: GPL-3.0-or-later
"""What every test gets: a home of its own, and checks that it leaves no thread and no unexpected line in the log."""

import logging
import os
import threading
import time

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

# A busy machine is no reason to fail: nothing here asserts a time. `make test` draws the same examples every time;
# with MUSICSTUDIO_FAULTS (`make faults`) they are new ones.
settings.register_profile(
    "studio",
    deadline=None,
    derandomize="MUSICSTUDIO_FAULTS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("studio")

KEPT_BY_LIBRARIES = ("fsspecIO", "asyncio_", "ThreadPoolExecutor", "tqdm", "pydev", "QThread", "Dummy", "hypothesis")


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


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog, request):
    """Whatever is logged as a warning or worse fails the test, unless it is marked ``logs("part of the text")``."""
    yield
    allowed = [text for mark in request.node.iter_markers("logs") for text in mark.args]
    records = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    loud = [record for record in records if record.levelno >= logging.WARNING]
    unexpected = [record.getMessage() for record in loud if not any(text in record.getMessage() for text in allowed)]
    assert not unexpected, f"logged: {unexpected}"


def _left(before):
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith(KEPT_BY_LIBRARIES)
    ]
