# SPDX-License-Identifier: GPL-3.0-or-later
"""What is heard, in memory that the player writes and the window reads at every frame: a small mapped file, no
locks, no calls.

A counter before and after each update (odd while writing) tells a reader that it caught half an update; it then
reads again.
"""

import time
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from musicstudio.core.units import SAMPLE_RATE
from musicstudio.dsp.bands import BANDS, FLOOR_DB

from .monitor import LEVELS, STEREO_POINTS, Watched

if TYPE_CHECKING:
    from .meters import LatencyAlignedMeters

MAX_LANES = 1024
MAX_WATCHED = 16
ID_BYTES = 64
NO_LEVELS = (0.0,) * LEVELS
_MAX_GUESS_S = 0.1
_LAYOUT = np.dtype(
    [
        ("sequence", "i8"), ("written_at", "f8"), ("heard_frame", "i8"), ("state", "i4"), ("version", "i4"),
        ("underruns", "i8"), ("device_gaps", "i8"),
        ("cpu", "f4"), ("latency_s", "f4"), ("momentary_lufs", "f4"), ("short_term_lufs", "f4"),
        ("correlation", "f4"), ("master_reduction_db", "f4"),
        ("master", "f4", (4,)), ("spectrum", "f4", (BANDS,)), ("lanes", "f4", (MAX_LANES, LEVELS)),
        ("stereo", "f4", (2, STEREO_POINTS)), ("around", "f4", (2, BANDS)),
        ("watched_ids", f"S{ID_BYTES}", (MAX_WATCHED,)), ("watched", "f4", (MAX_WATCHED, 2)),
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
    correlation: float = 0.0
    master_reduction_db: float = 0.0
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

    def write(self, status: Status, meters: "LatencyAlignedMeters") -> None:
        """Publish. Lanes past `MAX_LANES` have no meters."""
        record = self._record[0]
        record["sequence"] += 1
        for name in Status.__struct_fields__:
            record[name] = getattr(status, name)
        lanes = meters.readings.lanes[:MAX_LANES]
        record["lanes"][: len(lanes)] = lanes
        record["spectrum"], record["stereo"] = meters.spectrum_db, meters.stereo
        self._write_watched(record, meters.readings.watched)
        record["sequence"] += 1

    def _write_watched(self, record: Any, watched: Watched | None) -> None:
        """Ids are cut to 64 bytes; a reader looks for its own, cut as well."""
        found = list(watched.meters.items())[:MAX_WATCHED] if watched else []
        record["around"] = (watched.before_db, watched.after_db) if watched else FLOOR_DB
        record["watched_ids"] = b""
        for place, (device_id, values) in enumerate(found):
            record["watched_ids"][place], record["watched"][place] = device_id.encode(), values

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
        """Levels of one lane: peak left, peak right, RMS left, RMS right, linear, and its gain reduction in dB."""
        return tuple(self._record["lanes"][0, row].tolist()) if row < MAX_LANES else NO_LEVELS

    def spectrum_db(self) -> NDArray[np.float32]:
        """Level of each band of `musicstudio.dsp.bands` in dBFS, shape (BANDS,)."""
        return np.array(self._record["spectrum"][0])

    def stereo(self) -> NDArray[np.float32]:
        """Some samples of what is heard, shape (2, STEREO_POINTS)."""
        return np.array(self._record["stereo"][0])

    def around_db(self) -> NDArray[np.float32]:
        """Spectra before and after the watched device, dBFS, shape (2, BANDS)."""
        return np.array(self._record["around"][0])

    def watched_meters(self) -> dict[str, tuple[float, float]]:
        """The dynamics of the watched strip by id: loudest sample listened to in dBFS, reduction in dB."""
        row = self._record[0]
        ids, values = row["watched_ids"].tolist(), row["watched"].tolist()
        return {name.decode(errors="replace"): tuple(pair) for name, pair in zip(ids, values, strict=True) if name}
