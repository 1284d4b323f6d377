# SPDX-License-Identifier: GPL-3.0-or-later
"""The process: commands from standard input, events to standard output, status into the mapped file.

``python -m musicstudio.playback.player MEDIA_DIR STATUS_FILE [--silent]``. Ends when its input ends, so it never
outlives the studio.
"""

import argparse
import contextlib
import gc
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from musicstudio.core.children import go_first

from .devices.base import DeviceSystem
from .messages import ChooseDevice, Command, Event, Quit, receive_command, send

_PLAYING_WAIT_S = 0.005
_IDLE_WAIT_S = 0.04
_STATUS_EVERY_S = 0.008


def main(arguments: list[str] | None = None) -> int:
    """Run until told to quit."""
    parser = argparse.ArgumentParser(prog="musicstudio.playback.player")
    parser.add_argument("media_dir", type=Path)
    parser.add_argument("status_file", type=Path)
    parser.add_argument("--silent", action="store_true", help="no sound devices: play by the clock")
    options = parser.parse_args(arguments)
    events = _private_stdout()
    commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
    threading.Thread(target=_read_commands, args=(sys.stdin.buffer, commands), daemon=True).start()
    return _play(options, commands, events)


def _play(options: argparse.Namespace, commands: "queue.SimpleQueue[Command | None]", events: IO[bytes]) -> int:
    from musicstudio.media.store import MediaStore
    from musicstudio.mixing.hosting.hosted import play_live

    from .core import Player, warm_up
    from .status import StatusMemory

    def tell(event: Event) -> None:
        send(events, event)

    play_live()
    memory = StatusMemory(options.status_file)
    player = Player(MediaStore(options.media_dir), _devices(options.silent), tell)
    warm_up()
    _settle_down()
    try:
        has_more, written_at = False, 0.0
        while True:
            wait_s = 0.0 if has_more else _PLAYING_WAIT_S if player.is_awaited else _IDLE_WAIT_S
            for command in _without_overtaken(list(_take_commands(commands, wait_s))):
                if command is None or isinstance(command, Quit):
                    return 0
                player.handle(command)
            has_more = player.turn()
            if (now := time.perf_counter()) - written_at > _STATUS_EVERY_S:
                memory.write(player.status(), player.meters)
                written_at = now
    except BrokenPipeError:
        return 0
    finally:
        player.close()


def _devices(is_silent: bool) -> DeviceSystem:
    """This machine's devices; none where PortAudio's library is missing."""
    from .devices.silent import SilentSystem

    if is_silent:
        return SilentSystem()
    try:
        from .devices.portaudio import PortAudioSystem

        return PortAudioSystem()
    except OSError:
        return SilentSystem()


def _take_commands(commands: "queue.SimpleQueue[Command | None]", wait_s: float) -> Iterator[Command | None]:
    """All commands that have come, waiting a little for the first."""
    with contextlib.suppress(queue.Empty):
        yield commands.get(timeout=wait_s) if wait_s else commands.get_nowait()
        while True:
            yield commands.get_nowait()


def _without_overtaken(commands: list[Command | None]) -> list[Command | None]:
    """Opening a device takes a moment, so of several choices only the last is made."""
    choices = [command for command in commands if isinstance(command, ChooseDevice)]
    return [c for c in commands if not isinstance(c, ChooseDevice) or c is choices[-1]]


def _read_commands(stream: IO[bytes], commands: "queue.SimpleQueue[Command | None]") -> None:
    try:
        while (command := receive_command(stream)) is not None:
            commands.put(command)
    finally:  # whatever ends this thread ends the process: it would hear nothing any more, not even that it should
        commands.put(None)


def _private_stdout() -> IO[bytes]:
    """Standard output for events only: what libraries print goes to standard error instead."""
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return private


def _settle_down() -> None:
    """Go before other programs where the system allows it; collect little garbage; turn quickly between threads."""
    go_first()
    sys.setswitchinterval(0.0005)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


if __name__ == "__main__":
    sys.exit(main())
