# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio's end of the pipes: starts the player process, feeds it on a thread, and starts it again when it dies."""

import contextlib
import logging
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from musicstudio.core.children import HELPER_FOLDER, helper_command, helper_environment
from musicstudio.dsp.bands import BANDS, FLOOR_DB
from musicstudio.project.model import Project

from .graph.plan import PlanMaker
from .player.messages import (
    Busy,
    ChooseDevice,
    Command,
    DeviceList,
    Distrust,
    Heard,
    Loop,
    Metronome,
    Notice,
    PlanDifference,
    Play,
    PluginStopped,
    Quit,
    Seek,
    receive_event,
    send,
)
from .player.monitor import Monitor, Watch
from .player.status import NO_LEVELS, Status, StatusMemory

_PLAYER = "musicstudio.playback.player.__main__"
_MAX_RESTARTS = 3
_RESTART_WINDOW_S = 30.0
_END_WAIT_S = 1.0
HUNG_S = 15.0
"""A driver may hold up the process for some seconds while a device is opened."""
_MAX_START_S = 90.0
# Windows' CREATE_NO_WINDOW and HIGH_PRIORITY_CLASS.
_NO_CONSOLE, _HIGH_PRIORITY = 0x08000000, 0x80
_REMEMBERED = (Busy, ChooseDevice, Distrust, Loop, Metronome, Monitor, Watch)
Task = Project | Command
OnEvent = Callable[[str], None]
OnMissing = Callable[[str, str], None]
OnHeard = Callable[[int, float], None]


class PlayerLink:
    """One player process at a time and the two threads that serve it. Methods may be called from any thread and
    never wait."""

    def __init__(
        self,
        media_dir: Path,
        on_event: OnEvent,
        is_silent: bool,
        on_missing: OnMissing | None = None,
        on_heard: OnHeard = lambda song_frame, clock_frame: None,
    ) -> None:
        self._media_dir, self._on_event, self._is_silent = media_dir, on_event, is_silent
        self._on_heard = on_heard
        self._on_missing = on_missing or (lambda _, text: on_event(text))
        self._tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._memory: StatusMemory | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._threads: list[threading.Thread] = []
        self._is_closing = False
        self.launches = 0
        self._written_at, self._looked_at = -1.0, 0.0
        self._deaths: list[float] = []
        self._feeder = _Feeder()
        self.devices = DeviceList((), "")
        self.stopped_plugins: dict[str, str] = {}

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the process and its threads."""
        self._folder = tempfile.TemporaryDirectory(prefix="musicstudio-player-", ignore_cleanup_errors=True)
        self._memory = StatusMemory(Path(self._folder.name) / "status", is_new=True)
        self._launch()
        self._tasks.put(ChooseDevice())
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._feed, self._listen)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End the process; it is given a second to stop its sound."""
        self._is_closing = True
        process, folder = self._process, self._folder
        if process is None or folder is None:
            return
        self._tasks.put(Quit())
        self._tasks.put(None)
        try:
            process.wait(_END_WAIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for thread in self._threads:
            thread.join(_END_WAIT_S)
        _close_pipes(process)
        self._process = self._memory = self._folder = None
        folder.cleanup()

    def look_after(self) -> None:
        """End a process that is there and does nothing any more; the listener starts another, which plays on.

        To be called every few seconds: a process is given up when it wrote no status between several looks.
        """
        process, status, now = self._process, self.status(), time.perf_counter()
        if process is None or process.poll() is not None or status.written_at != self._written_at:
            self._written_at, self._looked_at = status.written_at, now
        elif now - self._looked_at > (HUNG_S if status.written_at else _MAX_START_S):
            self._looked_at = now
            process.kill()

    def send(self, command: Command) -> None:
        """Hand a command to the player."""
        self._tasks.put(command)

    def load(self, project: Project) -> None:
        """Hand a version of the song to the player; versions that are overtaken are left out."""
        self._tasks.put(project)

    def status(self) -> Status:
        """What the player last said."""
        return self._memory.read() if self._memory else Status()

    @property
    def memory(self) -> StatusMemory | None:
        """What the player last said, while there is one."""
        return self._memory

    def lane(self, row: int) -> tuple[float, ...]:
        """Levels of a lane: see `StatusMemory.lane`."""
        return self._memory.lane(row) if self._memory else NO_LEVELS

    def spectrum_db(self) -> NDArray[np.float32]:
        """What is heard, in the bands of `musicstudio.dsp.bands`, dBFS, shape (BANDS,)."""
        return self._memory.spectrum_db() if self._memory else np.full(BANDS, FLOOR_DB, dtype=np.float32)

    def _launch(self) -> None:
        assert self._folder
        self.launches += 1
        self.stopped_plugins.clear()
        folder = Path(self._folder.name)
        command = [*helper_command(_PLAYER), str(self._media_dir.absolute()), str(folder / "status")]
        # The sound libraries talk on standard error; that is for a log, not for the terminal.
        with (folder / "player.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--silent"] if self._is_silent else command,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=helper_environment(),
                cwd=HELPER_FOLDER,
                creationflags=_NO_CONSOLE | _HIGH_PRIORITY if sys.platform == "win32" else 0,
            )  # fmt: skip

    def _feed(self) -> None:
        """Thread: tasks to the process, the latest version of the song only."""
        while (task := self._tasks.get()) is not None:
            while isinstance(task, Project):
                try:
                    following = self._tasks.get_nowait()
                except queue.Empty:
                    break
                if not isinstance(following, Project):
                    self._write(task)
                if following is None:
                    return
                task = following
            self._write(task)

    def _write(self, task: Task) -> None:
        process = self._process
        # A broken pipe means that the process died; the listener starts another, which gets everything again.
        try:
            with contextlib.suppress(OSError, ValueError):
                self._feeder.write(task, process.stdin if process else None)
        except Exception as error:  # a fault of ours in this version of the song: the next one may be played again
            logging.getLogger(__name__).exception("a version of the song cannot be played")
            self._on_event(f"This version of the song cannot be played ({type(error).__name__}).")

    def _listen(self) -> None:
        """Thread: events from the process; starts it again when it ends unasked."""
        while not self._is_closing:
            process = self._process
            if process is None or process.stdout is None:
                return
            while (event := receive_event(process.stdout)) is not None:
                if isinstance(event, DeviceList):
                    self.devices = event
                elif isinstance(event, Notice) and event.source:
                    self._on_missing(event.source, event.text)
                elif isinstance(event, PluginStopped):
                    self.stopped_plugins[event.device_id] = event.why
                elif isinstance(event, Heard):
                    self._on_heard(event.song_frame, event.clock_frame)
                elif isinstance(event, Notice):
                    self._on_event(event.text)
            _end(process, wait_s=_END_WAIT_S)
            if self._is_closing or not self._may_restart():
                return
            self._revive()

    def _may_restart(self) -> bool:
        now = time.perf_counter()
        self._deaths = [death for death in self._deaths if now - death < _RESTART_WINDOW_S] + [now]
        if len(self._deaths) <= _MAX_RESTARTS:
            return True
        self._on_event("The player keeps stopping, so there is no sound; please save and start the studio again.")
        return False

    def _revive(self) -> None:
        """A new process that goes on where the old one was."""
        last, dead = self.status(), self._process
        self._launch()
        if dead is not None:
            _close_pipes(dead)
        self._on_event("The player stopped unexpectedly and was started again.")
        with contextlib.suppress(OSError, ValueError):
            if self._process and self._process.stdin:
                self._feeder.write_everything(self._process.stdin, last)


def _end(process: subprocess.Popen[bytes], wait_s: float) -> None:
    """A process that said its last: it has ended, or is about to, or can no longer be understood."""
    try:
        process.wait(wait_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    """Let go of the pipes of a process that has ended, which may hold what it never read."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()


class _Feeder:
    """Writes to the process, and remembers what a new process would need to know."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._maker, self._difference = PlanMaker(), PlanDifference()
        self._project: Project | None = None
        self._kept: dict[type, Command] = {}

    def write(self, task: Task, stream: IO[bytes] | None) -> None:
        """Write one task. Raises OSError when the process is gone."""
        with self._lock:
            if isinstance(task, Project):
                self._project = task
            elif isinstance(task, _REMEMBERED):
                self._kept[type(task)] = task
            if stream is not None:
                send(stream, self._command(task))

    def write_everything(self, stream: IO[bytes], last: Status) -> None:
        """Bring a new process to where the last one was."""
        with self._lock:
            self._difference.forget()
            tasks: list[Task] = [self._project] if self._project else []
            tasks += [self._kept.get(ChooseDevice, ChooseDevice()), *self._rest(), Seek(last.heard_frame)]
            tasks += [Play()] if last.is_playing else []
            for task in tasks:
                send(stream, self._command(task))

    def _rest(self) -> list[Command]:
        return [command for kind, command in self._kept.items() if kind is not ChooseDevice]

    def _command(self, task: Task) -> Command:
        return self._difference.load(self._maker.plan(task)) if isinstance(task, Project) else task
