# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard, in memory that the player writes and the window reads at every frame: a small mapped file, no
locks, no calls.

A counter before and after each update (odd while writing) tells a reader that it caught half an update; it then
reads again.
"""

import time
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.bands import BANDS

MAX_LANES = 1024
_MAX_GUESS_S = 0.1
_LAYOUT = np.dtype(
    [
        ("sequence", "i8"), ("written_at", "f8"), ("heard_frame", "i8"), ("state", "i4"), ("version", "i4"),
        ("underruns", "i8"), ("device_gaps", "i8"),
        ("cpu", "f4"), ("latency_s", "f4"), ("momentary_lufs", "f4"), ("short_term_lufs", "f4"),
        ("master", "f4", (4,)), ("spectrum", "f4", (BANDS,)), ("lanes", "f4", (MAX_LANES, 4)),
    ]
)  # fmt: skip


class State(IntEnum):
    """The transport. The declick states end by themselves after 10 ms.

    STOPPED -play-> STARTING -faded in-> PLAYING -seek-> JUMPING -crossed-> PLAYING; any -stop-> STOPPING -faded
    out-> STOPPED.
    """

    STOPPED = 0
    STARTING = 1
    PLAYING = 2
    JUMPING = 3
    STOPPING = 4


class Status(Struct, frozen=True):
    """One reading. underruns: all gaps; device_gaps: those that the device reported though the tape was filled.

    version: of the plan whose lanes the levels belong to; levels linear: peak left, right, RMS left, right.
    """

    written_at: float = 0.0
    heard_frame: int = 0
    state: State = State.STOPPED
    version: int = 0
    underruns: int = 0
    device_gaps: int = 0
    cpu: float = 0.0
    latency_s: float = 0.0
    momentary_lufs: float = -120.0
    short_term_lufs: float = -120.0
    master: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)

    @property
    def is_playing(self) -> bool:
        """Whether the song runs, or is about to."""
        return self.state in (State.STARTING, State.PLAYING, State.JUMPING)

    def position_s(self, now: float) -> float:
        """The moment that is heard at ``now`` (of `time.perf_counter`), guessing on from the last update."""
        moving = self.state in (State.PLAYING, State.JUMPING)
        guess_s = min(max(0.0, now - self.written_at), _MAX_GUESS_S) if moving else 0.0
        return self.heard_frame / SAMPLE_RATE + guess_s


class StatusMemory:
    """The mapped file. Exactly one writer."""

    def __init__(self, path: Path, is_new: bool = False) -> None:
        self._record: Any = np.memmap(path, dtype=_LAYOUT, mode="w+" if is_new else "r+", shape=(1,))

    def write(self, status: Status, lanes: NDArray[np.float32], spectrum_db: NDArray[np.float32]) -> None:
        """Publish. lanes: rows of levels in the order of the plan's lanes; those past `MAX_LANES` have no meters.

        spectrum_db: dBFS, shape (BANDS,).
        """
        record = self._record[0]
        record["sequence"] += 1
        for name in Status.__struct_fields__:
            record[name] = getattr(status, name)
        count = min(len(lanes), MAX_LANES)
        record["lanes"][:count] = lanes[:count]
        record["spectrum"] = spectrum_db
        record["sequence"] += 1

    def read(self) -> Status:
        """The latest complete status; any thread, about 10 us."""
        for _ in range(4):
            before = int(self._record["sequence"][0])
            row = self._record[0]
            values = {name: row[name].item() for name in Status.__struct_fields__[:-1]}
            status = Status(**{**values, "state": State(values["state"])}, master=tuple(row["master"].tolist()))
            if before % 2 == 0 and before == int(self._record["sequence"][0]):
                return status
            time.sleep(0)
        return status

    def lane(self, row: int) -> tuple[float, ...]:
        """Levels of one lane: peak left, peak right, RMS left, RMS right, linear."""
        return tuple(self._record["lanes"][0, row].tolist()) if row < MAX_LANES else (0.0,) * 4

    def spectrum_db(self) -> NDArray[np.float32]:
        """Level of each band of `musicstudio.dsp.bands` in dBFS, shape (BANDS,)."""
        return np.array(self._record["spectrum"][0])
