# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for the guide: a real window, a song that the studio composes on the spot, each panel, into ``docs/images``.

Run: ``make screenshots`` or ``python scripts/screenshots.py [FOLDER]``. Without a screen it starts its own with Xvfb.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from musicstudio.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PROMPT = (
    "wistful piano ballad with cello and strings, rain on the window, builds to a hopeful last chorus, 84 BPM, E minor"
)
LYRICS = """[Verse 1]
Lanterns drift across the evening
Every window holds a name
Someone hums an old beginning
To the rhythm of the rain
[Chorus]
Carry me home, carry me home
Over the river of light
Carry me home, never alone
Into the heart of the night
[Verse 2]
Paper boats along the gutter
Little wishes sail away
[Chorus]
Carry me home, carry me home
Over the river of light
[Bridge]
And the morning waits for us
[Chorus]
Carry me home, carry me home
Over the river of light
"""
SCREEN = "1920x1080x24"
MAX_LENGTH_S = 240.0


def main(folder: Path) -> int:
    """Take every picture; 0 when all were taken."""
    if not os.environ.get("DISPLAY"):
        return with_own_screen(folder)
    home = Path(tempfile.mkdtemp(prefix="musicstudio-screens-"))
    os.environ["MUSICSTUDIO_HOME"] = str(home)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        Photographer(folder, home).take_all()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


def with_own_screen(folder: Path) -> int:
    """Run this script again on a screen of its own."""
    server = subprocess.Popen(["Xvfb", ":97", "-screen", "0", SCREEN, "-nolisten", "tcp"], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1.5)
        environment = {**os.environ, "DISPLAY": ":97", "QT_QPA_PLATFORM": "xcb"}
        return subprocess.call([sys.executable, __file__, str(folder)], env=environment)
    finally:
        server.terminate()
        server.wait()


class Photographer:
    """Drives the window as a user would and photographs the screen."""

    def __init__(self, folder: Path, home: Path) -> None:
        from musicstudio.app.session.session import Session
        from musicstudio.project.model import Project
        from musicstudio.ui.app import make_application
        from musicstudio.ui.song_window import SongWindow

        self.folder = folder
        self.app = make_application([])
        self.song_window = SongWindow()
        path, song = home / "Rainy Sunday.mstudio", Project("rainy", "Rainy Sunday")
        self.session = Session.create(path, song, self.song_window.main_thread.post)
        self.session.settings.change(has_seen_tour=True)
        self.song_window.show(self.session)
        self.window.resize(1920, 1080)
        self.wait(1.0)

    @property
    def window(self) -> "MainWindow":
        """The window that is open now."""
        window = self.song_window.window
        assert window is not None
        return window

    def take_all(self) -> None:
        """The whole album."""
        self.shoot("empty")
        self.generate()
        self.regenerate_chorus()
        self.shoot("window")
        self.lower_panels()
        self.close_ups()
        self.dialogs()
        self.other_looks()
        self.song_window.close()

    def generate(self) -> None:
        """Write a wish and make a song of it."""
        self.session.create_state.set(prompt=PROMPT, lyrics=LYRICS, seed=7341)
        self.wait(3.0)
        self.window.bridge.run("song.generate")
        self.wait_for(lambda: any(0.15 < view.fraction < 0.9 for view in self.session.jobs.views))
        self.shoot("generating")
        self.wait_for_jobs()
        self.window.timeline.view.zoom_to_fit()

    def regenerate_chorus(self) -> None:
        """Two more takes of the first chorus."""
        sections = self.session.project.sections
        chosen = next((s for s in sections if s.kind == "chorus"), sections[len(sections) // 2])
        self.session.selection.set(section_ids={chosen.id})
        self.session.regenerate_state.set(takes=2, difference=0.45)
        self.window.bridge.run("song.regenerate_selection")
        self.wait_for_jobs()
        self.session.player.seek(self.session.project.section_span_s(chosen)[0] + 3.0)
        self.window.bridge.wake()

    def lower_panels(self) -> None:
        """Each tab with something in it."""
        track, clip = next((t, c) for t, c in self.session.project.clips() if c.take and len(c.take.notes) > 12)
        self.window.mixer.open(track.id)
        self.shoot("effects")
        self.window.mixer.close_editor()
        self.session.selection.set(clip_ids={clip.id})
        self.window.review.ask()
        self.wait_for_jobs()
        self.session.player.play()
        self.window.bridge.wake()
        for index, name in enumerate(("mixer", "piano-roll", "stems", "master", "score", "review")):
            self.window.show_tab(index)
            self.wait(1.5)
            self.shoot(name)
        self.session.player.stop()
        self.window.show_tab(0)

    def close_ups(self) -> None:
        """Waveforms and words near by."""
        view, sections = self.window.timeline.view, self.session.project.sections
        for track in self.session.project.tracks:
            self.window.timeline.canvas.rows.modes[track.id] = "waveform"
        start_s, end_s = self.session.project.section_span_s(sections[1])
        view.viewport.show_span(start_s, end_s)
        self.shoot("timeline-near")
        view.set_row_size("small")
        view.zoom_to_fit()
        self.window.timeline.canvas.rows.modes.clear()
        self.shoot("timeline-small")
        view.set_row_size("normal")

    def dialogs(self) -> None:
        """The export dialog and the sheet of keys."""
        from musicstudio.ui.export.dialog import ExportDialog
        from musicstudio.ui.shortcut_sheet import ShortcutSheet

        for name, dialog in (
            ("export", ExportDialog(self.window.bridge, self.window)),
            ("keys", ShortcutSheet(self.window.bridge, self.window, self.window.show_manual)),
        ):
            dialog.show()
            self.shoot(name)
            dialog.close()

    def other_looks(self) -> None:
        """A small window, the light and the high-contrast theme."""
        self.window.resize(1366, 768)
        self.window.timeline.view.zoom_to_fit()
        self.shoot("window-1366", self.window.size().toTuple())
        self.window.resize(1920, 1080)
        for theme in ("light", "contrast"):
            self.window.set_theme(theme)
            self.wait(1.0)
            self.window.timeline.view.zoom_to_fit()
            self.shoot(f"theme-{theme}")
        self.window.set_theme("dark")

    def shoot(self, name: str, size: tuple[int, int] | None = None) -> None:
        """Photograph the screen (or its upper left part) once everything is drawn."""
        self.wait(0.8)
        self.window.timeline.canvas.rows.queue.finish()
        self.wait(0.3)
        picture = self.window.screen().grabWindow(0)
        if size is not None:
            picture = picture.copy(0, 0, *size)
        path = self.folder / f"{name}.png"
        if not picture.save(str(path)):
            raise SystemExit(f"{path} could not be written")
        print(path, flush=True)

    def wait(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def wait_for(self, is_done: Callable[[], bool]) -> None:
        """Let the window live until something is so. Raises SystemExit when it takes too long."""
        end = time.monotonic() + MAX_LENGTH_S
        while not is_done():
            if time.monotonic() > end:
                raise SystemExit("The studio did not finish in time.")
            self.wait(0.05)

    def wait_for_jobs(self) -> None:
        """Until no job is running."""
        self.wait(0.3)
        self.wait_for(lambda: not self.session.jobs.is_busy)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images"))
