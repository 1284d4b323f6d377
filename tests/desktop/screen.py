# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen of its own (Xvfb with a window manager), a mouse (xdotool), and programs that end with the test."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

TOOLS = ("Xvfb", "openbox", "xdotool")


def why_not(*programs: str) -> str:
    """Why the machine cannot do this, or empty."""
    missing = [tool for tool in (*TOOLS, *programs) if not shutil.which(tool)]
    return f"{', '.join(missing)} not installed" if missing else ""


class Screen:
    """Use in a ``with``. All programs started here see it as their display and have ``home`` as their home."""

    def __init__(self, home: Path, size: str = "1920x1080") -> None:
        self.home, self._size = home, size
        self._processes: list[subprocess.Popen[bytes]] = []
        self.environment: dict[str, str] = {}

    def __enter__(self) -> "Screen":
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{self._size}x24", "-nolisten", "tcp"]
        self._processes.append(
            subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        self.environment = {**os.environ, "DISPLAY": f":{number}", "HOME": str(self.home), "QT_QPA_PLATFORM": "xcb"}
        self.environment.pop("WAYLAND_DISPLAY", None)
        self.start("openbox")
        time.sleep(1.0)
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def start(self, *command: str, **options) -> "subprocess.Popen[bytes]":  # type: ignore[no-untyped-def]
        """Start a program on this screen."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=self.environment, **{**quiet, **options})
        self._processes.append(process)
        return process

    def show_studio(self, song: Path) -> dict[str, list[int]]:
        """The real window on the left; where to drag from, by name (see `studio_window.places`)."""
        command = (sys.executable, "-m", "tests.desktop.studio_window", str(song))
        studio = self.start(*command, stdout=subprocess.PIPE, cwd=str(Path(__file__).parents[2]))
        assert studio.stdout is not None
        return dict(json.loads(studio.stdout.readline()))

    def mouse(self, *words: object) -> str:
        """An xdotool command; what it printed."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False).stdout.strip()

    def titles(self) -> dict[str, str]:
        """Titles of the visible windows by id."""
        ids = self.mouse("search", "--onlyvisible", "--name", ".").split()
        return {window: self.mouse("getwindowname", window) for window in ids}

    def window(self, part: str, patience_s: float = 60.0) -> str:
        """The id of a visible window whose title holds some text; waits for it."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            found = [window for window, title in self.titles().items() if part in title]
            if found:
                return found[-1]
            time.sleep(0.5)
        raise AssertionError(f"no window called {part!r}; there are {sorted(self.titles().values())}")

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 40, keys: tuple[str, ...] = ()) -> None:
        """Press at one place, move in small steps, release at another, as a hand does; the other hand holds keys."""
        for key in keys:
            self.mouse("keydown", key)
        try:
            self._drag(start, end, steps)
        finally:
            for key in keys:
                self.mouse("keyup", key)

    def _drag(self, start: tuple[int, int], end: tuple[int, int], steps: int) -> None:
        self.mouse("mousemove", *start)
        time.sleep(0.4)
        self.mouse("mousedown", 1)
        time.sleep(0.4)
        for step in range(1, steps + 1):
            self.mouse("mousemove", *(round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True)))
            time.sleep(0.03)
        time.sleep(1.0)
        self.mouse("mouseup", 1)

    def shot(self, path: Path) -> None:
        """A picture of the screen, for the eyes."""
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=False)
