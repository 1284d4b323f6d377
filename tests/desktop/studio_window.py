# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window on the left of the screen; prints where the sections and the title are, then runs on.

``python -m tests.desktop.studio_window SONG.mstudio``
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from musicstudio.ui import app
from musicstudio.ui.main_window import MainWindow
from musicstudio.ui.timeline.stems_handle import StemsHandle

MIX, STEMS, TAKE = "the mix", "all stems", "a take"


def show_on_the_left(window: MainWindow) -> None:
    """Not maximized, so that another program has room."""
    window.setGeometry(0, 30, 1100, 1000)
    window.show()
    clip = next(clip for _, clip in window.bridge.project.clips() if clip.take)
    window.bridge.session.selection.set(clip_ids={clip.id})
    QTimer.singleShot(2500, window, lambda: print(json.dumps(places(window)), flush=True))


def places(window: MainWindow) -> dict[str, list[int]]:
    """Screen coordinates of each section's name, of the song's title, which carries the mix, of the handle for all
    stems and of the first take of the selected clip.
    """
    canvas = window.timeline.canvas
    view, project = canvas.view, window.bridge.project
    band = view.layout.band("sections")
    found = {}
    for section in project.sections:
        start_s, end_s = project.section_span_s(section)
        x = round(view.viewport.x_of(start_s + 0.3 * (end_s - start_s)))
        point = canvas.mapToGlobal(QPoint(x, round(band.top + 12)))
        found[section.name] = [point.x(), point.y()]
    title = next(each for each in window.findChildren(QLabel) if "Drag it out" in each.toolTip())
    take = next(each for each in window.findChildren(QPushButton, "take") if each.isVisible())
    stems = window.findChild(StemsHandle)
    assert stems is not None
    return found | {MIX: _near_left(title), STEMS: _near_left(stems), TAKE: _near_left(take)}


def _near_left(widget: QWidget) -> list[int]:
    point = widget.mapToGlobal(QPoint(12, widget.height() // 2))
    return [point.x(), point.y()]


if __name__ == "__main__":
    MainWindow.show_within_screen = show_on_the_left
    app.run(Path(sys.argv[1]))
