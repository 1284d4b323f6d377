# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window on the left of the screen; prints where the sections and the title are, then runs on.

``python -m tests.desktop.studio_window SONG.mstudio``
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QLabel

from musicstudio.ui import app
from musicstudio.ui.main_window import MainWindow

MIX = "the mix"


def show_on_the_left(window: MainWindow) -> None:
    """Not maximized, so that another program has room."""
    window.setGeometry(0, 30, 1100, 1000)
    window.show()
    QTimer.singleShot(2500, window, lambda: print(json.dumps(places(window)), flush=True))


def places(window: MainWindow) -> dict[str, list[int]]:
    """Screen coordinates of the middle of each section's name, and of the song's title, which carries the mix."""
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
    point = title.mapToGlobal(QPoint(12, title.height() // 2))
    return found | {MIX: [point.x(), point.y()]}


if __name__ == "__main__":
    MainWindow.show_within_screen = show_on_the_left
    app.run(Path(sys.argv[1]))
