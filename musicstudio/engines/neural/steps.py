# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a network is, step by step; how long a step takes here is remembered for the first estimate."""

import time
from pathlib import Path

import msgspec

from musicstudio.core.errors import StorageError
from musicstudio.core.files import write_file
from musicstudio.core.paths import cache_dir
from musicstudio.jobs.heartbeat import Reporter

LOADED = 0.1
"""Share of the progress before the first step."""
_WEIGHT = 0.5


class Steps:
    """Counts the steps of one run. kind: what takes alike long a step (model, device, precision, size)."""

    def __init__(self, reporter: Reporter, total: int, kind: str) -> None:
        self._reporter, self._total, self._kind = reporter, max(1, total), kind
        self._done, self._begun_s = 0, time.monotonic()
        self._step_s = _known().get(kind, 0.0)

    def step(self) -> None:
        """One more. Raises `Stopped` when the job was closed."""
        self._done += 1
        took_s = (time.monotonic() - self._begun_s) / self._done
        self._step_s = took_s if self._done > 3 or not self._step_s else self._step_s
        self._reporter.report(LOADED + (1.0 - LOADED) * min(1.0, self._done / self._total), self.words())

    def words(self) -> str:
        """Where it stands, and how long it still takes if that is known."""
        left_s = self._step_s * (self._total - self._done)
        about = f", about {_length(left_s)} left" if self._step_s and left_s >= 1.0 else ""
        return f"Step {self._done} of {self._total}{about}"

    def finish(self) -> None:
        """Remember how long a step took. A disk that cannot be written is no failure."""
        if self._done:
            known = _known()
            before = known.get(self._kind, self._step_s)
            known[self._kind] = _WEIGHT * before + (1.0 - _WEIGHT) * self._step_s
            try:
                write_file(_file(), msgspec.json.encode(known))
            except (OSError, StorageError):
                return


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _file() -> Path:
    return cache_dir() / "step-times.json"


def _known() -> dict[str, float]:
    try:
        return {
            kind: value
            for kind, value in msgspec.json.decode(_file().read_bytes(), type=dict[str, float]).items()
            if 0.0 < value < 3600.0
        }
    except (OSError, msgspec.MsgspecError, RecursionError):
        return {}
