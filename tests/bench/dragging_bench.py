# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a frame takes while something is dragged by real mouse events, in the big song at 1920x1080, offscreen.

Run: ``python -m tests.bench.dragging_bench`` (``QT_SCALE_FACTOR=2`` for twice the pixels). 64 tracks x 200 clips (10
minutes, 12,800 clips, 153,600 notes), the timeline alone and the piano roll; a lane of 600 automation points. Prints
p50, p95 and the worst frame in milliseconds of this process's time.
"""

import os
import statistics
from collections.abc import Callable, Iterator
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QWidget

from musicstudio.project.edits.automation import set_points
from musicstudio.project.edits.clips import set_fades
from musicstudio.project.model import AutomationPoint
from musicstudio.ui.piano_roll.panel import PianoRollPanel
from musicstudio.ui.theme import apply_theme
from musicstudio.ui.timeline.lane_curve import curve_on
from musicstudio.ui.timeline.panel import TimelinePanel
from tests.bench.timeline_bench import BUDGET_MS, make_panel
from tests.ui.mouse import drag_without_release, key, move, press, release

FRAMES = 120


def main() -> None:
    """Measure and print."""
    apply_theme(QApplication.instance() or QApplication([]))
    panel, session = make_panel()
    for name, frames in scenarios(panel):
        times = sorted(frames)
        p95 = times[int(len(times) * 0.95)]
        verdict = "within" if p95 <= BUDGET_MS else "OVER"
        figures = f"p50 {statistics.median(times):6.2f}  p95 {p95:6.2f}  max {times[-1]:6.2f} ms"
        print(f"{name:34s} {figures}  {verdict} {BUDGET_MS:.0f} ms")
    panel.close()
    session.close()


def scenarios(panel: TimelinePanel) -> Iterator[tuple[str, list[float]]]:
    """(name, milliseconds of each frame)."""
    canvas, view, bridge = panel.canvas, panel.view, panel.bridge
    lane_id = ("track-0", "gain_db")
    points = [AutomationPoint(i * 960, -6.0 + (i * 7 % 11), 0.3 * (i % 3 - 1)) for i in range(600)]
    bridge.edit("Points", set_points(*lane_id, points))
    bridge.session.lanes.open(lane_id)
    view.zoom_to_fit()
    settle(panel)
    lane = next(each for each in view.layout.lanes if each.owner_id == lane_id[0])
    curve = curve_on(bridge.project, view.layout, view.viewport, lane)
    assert curve is not None
    start = QPointF(curve.x_of(points[300].tick), curve.y_of(points[300].value))
    yield "automation point among 600", drag_ms(canvas, start, lambda n: QPointF(n % 40, n % 17))
    panel.view.viewport.zoom_to(20, 0)
    settle(panel)
    row = view.layout.row_of("track-2")
    assert row is not None
    track = bridge.project.track("track-2")
    assert track is not None
    clip = track.clips[1]
    top = row.top + view.layout.bands_height
    header = QPointF(view.viewport.x_of(clip.start_s) + 30, top + 6)
    yield "clip over its neighbors", drag_ms(canvas, header, lambda n: QPointF(1.5 * n, 0))
    bridge.edit("Fade", set_fades({clip.id}, fade_in_s=1.0))
    corner = QPointF(view.viewport.x_of(clip.start_s + 1.0), top + 18)
    yield "fade", drag_ms(canvas, corner, lambda n: QPointF(n % 60, 2))
    header = QPointF(view.viewport.x_of(clip.start_s) + 30, top + 6)
    shift = Qt.KeyboardModifier.ShiftModifier
    yield "clip, off the grid", drag_ms(canvas, header, lambda n: QPointF(0.7 * n, 0), shift)
    yield from roll_scenarios(panel)


def roll_scenarios(panel: TimelinePanel) -> Iterator[tuple[str, list[float]]]:
    """The piano roll with ghosts of all tracks."""
    roll = PianoRollPanel(panel.bridge)
    roll.resize(1920, 420)
    roll.show()
    panel.bridge.session.selection.set(clip_ids={"clip-1-0"})
    QApplication.processEvents()
    canvas = roll.canvas
    canvas.ghost_ids = frozenset(track.id for track in panel.bridge.project.tracks)
    canvas.repaint()
    x, y, wide, high = canvas.geometry_now().note_rect(canvas.notes[5])
    yield (
        "note, with ghosts of 64 tracks",
        drag_ms(canvas, QPointF(x + wide / 3, y + high / 2), lambda n: QPointF(2 * n, n % 90)),
    )
    roll.close()


def settle(panel: TimelinePanel) -> None:
    """Nothing is left to be painted."""
    for _ in range(4):
        QApplication.processEvents()
        panel.canvas.rows.queue.finish()


def drag_ms(
    widget: QWidget, start: QPointF, way: Callable[[int], QPointF], modifiers: Qt.KeyboardModifier | None = None
) -> list[float]:
    """Press, move along a way, let go: processor time of each move and its painting."""
    held = modifiers or Qt.KeyboardModifier.NoModifier
    press(widget, start, held)
    drag_without_release(widget, start, start + QPointF(12, 6), held)
    QApplication.processEvents()
    frames = []
    for step in range(FRAMES):
        began = process_time()
        move(widget, start + QPointF(12, 6) + way(step), held)
        QApplication.processEvents()
        frames.append((process_time() - began) * 1000)
    key(widget, Qt.Key.Key_Escape)  # so that the next drag finds everything in its place
    release(widget, start)
    return frames


if __name__ == "__main__":
    main()
