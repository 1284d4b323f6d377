# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts made again and again in one open song: neither threads nor open files grow, memory stays, and what the history
no longer needs can be had back.
"""

import gc
import os
import sys
import threading
from pathlib import Path

import pytest

from musicstudio.app.files.clean_up import clean_up, unused_audio
from musicstudio.app.generation.generate import generate
from musicstudio.app.generation.regenerate import RegenerationTarget, regenerate
from musicstudio.app.headless.session import HeadlessSession
from musicstudio.app.session.create_state import CreateValues
from musicstudio.engines.contract import GenerationOptions

from .campaign import SCALE, tell

ROUNDS = 6 * SCALE


def open_files() -> int:
    """But for the audio of songs, of which a store keeps the last few open."""
    return sum(not _is_audio(file) for file in Path("/proc/self/fd").iterdir())


def _is_audio(file: Path) -> bool:
    try:
        return file.readlink().suffix == ".wav"
    except OSError:
        return True


def memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files and pages as Linux shows them")
def test_generations_without_end_leave_nothing_open(tmp_path: Path) -> None:
    with HeadlessSession.create(tmp_path / "Song.mstudio") as headless:
        session = headless.session
        values = CreateValues("piano", options=GenerationOptions(duration_s=8.0), seed=1)
        headless.wait_for(generate(session, values))
        counts = []
        for number in range(ROUNDS):
            section = session.project.sections[0].id
            headless.wait_for(regenerate(session, RegenerationTarget((section,)), seed=number))
            counts.append((open_files(), threading.active_count(), memory_mb()))
        settled, last = counts[2], counts[-1]
        assert last[0] <= settled[0] + 8 and last[1] <= settled[1]
        assert last[2] < settled[2] + 60 + 0.5 * ROUNDS
        session.folder.forget_steps(1)
        unused = unused_audio(session)
        clean_up(session, unused)
        assert not unused_audio(session)
        for key in session.media.stored_sizes():
            session.media.verify(key)
        tell(
            "generations", rounds=ROUNDS, files=f"{settled[0]} to {last[0]}", threads=f"{settled[1]} to {last[1]}",
            memory_mb=f"{settled[2]:.0f} to {last[2]:.0f}", freed_mb=round(unused.size_bytes / 1e6, 1),
        )  # fmt: skip
