# SPDX-License-Identifier: GPL-3.0-or-later
"""Where tasks run: in as many processes as this machine holds, or on the workers of a Dask cluster.

Both give outcomes as they come, and try a task again on another worker when its own died, a bounded number of times.
"""

import multiprocessing
import os
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from urllib.parse import urlsplit

import psutil
from pebble import ProcessExpired, ProcessPool

from musicstudio.core.errors import InputError

from .outcome import Outcome
from .tasks import Task
from .worker import RunLine, run_task

TRIES = 3
_MEMORY_BYTES, _SPARE_BYTES = 1_500 << 20, 1 << 30
_TASKS_A_PROCESS = 25
_ANSWER_S, _USUAL_PORT = 15, 8786


def fitting_workers() -> int:
    """How many processes the cores and the free memory of this machine are good for, at least one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    fitting = (psutil.virtual_memory().available - _SPARE_BYTES) // _MEMORY_BYTES
    return max(1, min(cores, int(fitting)))


def run_here(tasks: Sequence[Task], folder: str, run_line: RunLine, workers: int) -> Iterator[Outcome]:
    """Outcomes as they come, of child processes. Left early (an error, Ctrl+C), it ends them."""
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))
    pool = ProcessPool(workers, _TASKS_A_PROCESS, context=multiprocessing.get_context("spawn"))
    try:
        yield from _outcomes(pool, tasks, folder, run_line)
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def _outcomes(pool: ProcessPool, tasks: Sequence[Task], folder: str, run_line: RunLine) -> Iterator[Outcome]:
    running: dict[Future[Outcome], tuple[Task, int]] = {
        pool.schedule(run_task, args=[task, folder, run_line]): (task, 1) for task in tasks
    }
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            task, tries = running.pop(future)
            error = future.exception()
            if error is None:
                yield future.result()
            elif isinstance(error, ProcessExpired) and tries < TRIES:
                running[pool.schedule(run_task, args=[task, folder, run_line])] = (task, tries + 1)
            else:
                yield _lost(task, tries)


def run_on_cluster(tasks: Sequence[Task], folder: str, run_line: RunLine, scheduler: str) -> Iterator[Outcome]:
    """Outcomes as they come, of a Dask cluster whose workers can reach the inputs and the folder of results."""
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise InputError("A cluster needs Dask: pip install musicstudio[cluster].") from error
    _require_answer(scheduler)
    with Client(scheduler, timeout=f"{_ANSWER_S} s", set_as_default=False) as client:
        futures = {
            client.submit(
                run_task, task, folder, run_line, key=f"musicstudio-{task.key}", retries=TRIES - 1, pure=False
            ): task
            for task in tasks
        }
        for future in as_completed(list(futures), loop=client.loop):
            yield future.result() if future.status == "finished" else _lost(futures[future], TRIES)


def _require_answer(scheduler: str) -> None:
    """Whether anybody listens there; a client that finds nobody leaves a thread behind."""
    try:
        address = urlsplit(scheduler)
        socket.create_connection((address.hostname or "", address.port or _USUAL_PORT), _ANSWER_S).close()
    except (OSError, ValueError) as error:
        raise InputError(f"There is no Dask scheduler at {scheduler}; it is given as tcp://host:8786.") from error


def _lost(task: Task, tries: int) -> Outcome:
    return Outcome(task.key, task.name, "failed", f"Its process died {tries} times; there may be too little memory.")
