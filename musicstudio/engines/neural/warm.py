# SPDX-License-Identifier: GPL-3.0-or-later
"""One large network in memory at most: it stays warm for the next request, and one request has it at a time."""

import gc
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from musicstudio.core.errors import EngineError
from musicstudio.jobs.compute import free_memory, is_out_of_memory, wanted_kind
from musicstudio.jobs.heartbeat import Reporter

from .memory import Plan

_turn = threading.Lock()
_kept: dict[Hashable, tuple[Any, Plan]] = {}


@contextmanager
def loaded(
    key: Hashable, plan: Callable[[], Plan], load: Callable[[Plan], Any], reporter: Reporter
) -> Iterator[tuple[Any, Plan]]:
    """The network of a key and how it runs. It is planned and loaded unless it is warm; others go first.

    Parameters
    ----------
    key : hashable
        Of the model and its files.
    plan : callable, giving a Plan
    load : callable, given the Plan
    reporter : Reporter
        Told while another run has its turn.

    Yields
    ------
    The network and its Plan

    Raises
    ------
    EngineError
        When memory runs out, here or in the block; then nothing stays in memory. What else the block raises (`Stopped`
        too) leaves the network warm.
    """
    while not _turn.acquire(timeout=0.1):
        reporter.report(reporter.latest.fraction, "Waiting for other music in the making")
    title = "The machine"
    try:
        full_key = (key, wanted_kind())
        if full_key not in _kept:
            _drop()
            way = plan()
            title = way.device.title
            reporter.check()
            _kept[full_key] = (load(way), way)
        title = _kept[full_key][1].device.title
        yield _kept[full_key]
    except (MemoryError, RuntimeError) as error:
        if not (isinstance(error, MemoryError) or is_out_of_memory(error)):
            raise
        error.__traceback__ = None  # its frames hold what filled the memory
        _drop()
        raise EngineError(
            f"{title} ran out of memory on the way; the song is as it was. Try a shorter piece or a smaller model."
        ) from None
    finally:
        _turn.release()


def unload() -> None:
    """Let the warm network go, once it is not at work."""
    with _turn:
        _drop()


def is_warm() -> bool:
    """Whether a network is kept in memory."""
    return bool(_kept)


def _drop() -> None:
    devices = [plan.device for _, plan in _kept.values()]
    _kept.clear()
    gc.collect()
    for device in devices:
        free_memory(device)
