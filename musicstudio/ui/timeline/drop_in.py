# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio and MIDI files dropped on the timeline: a ghost shows where they land, then they are imported there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent

from musicstudio.app.files.import_files import AUDIO_SUFFIXES, CONTAINER_SUFFIXES, MIDI_SUFFIXES

from .painting.overlays import Ghost

if TYPE_CHECKING:
    from .canvas import TimelineCanvas

SUFFIXES = frozenset({*AUDIO_SUFFIXES, *MIDI_SUFFIXES, *CONTAINER_SUFFIXES})
_GHOST_S = 8.0


class DropIn(QObject):
    """Watches a canvas for drags over it."""

    def __init__(self, canvas: "TimelineCanvas") -> None:
        super().__init__(canvas)
        self._canvas = canvas
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() != QEvent.Type.Drop:
            self._over(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._canvas.set_ghost(None)
            return True
        if isinstance(event, QDropEvent):
            self._drop(event)
            return True
        return False

    def _over(self, event: QDropEvent) -> None:
        paths = usable_paths(event.mimeData())
        if not paths:
            event.ignore()
            return
        start_s, track_id = self._place(event.position())
        title = paths[0].stem if len(paths) == 1 else self._canvas.tr("{0} files").format(len(paths))
        self._canvas.set_ghost(Ghost(title, start_s, _GHOST_S, track_id))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _drop(self, event: QDropEvent) -> None:
        self._canvas.set_ghost(None)
        paths = usable_paths(event.mimeData())
        if not paths:
            event.ignore()
            return
        start_s, track_id = self._place(event.position())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._canvas.bridge.import_files(paths, start_s, track_id)

    def _place(self, point: QPointF) -> tuple[float, str]:
        """(snapped start, row): an audio row under the pointer, else a new track."""
        hit = self._canvas.hit(point)
        track = self._canvas.bridge.project.track(hit.track_id)
        start_s = self._canvas.view.snap_s(hit.seconds)
        return start_s, track.id if track is not None and track.kind == "audio" else ""


def usable_paths(mime: QMimeData) -> list[Path]:
    """The local files of a drag that hold sound or notes by their names, and folders."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in SUFFIXES or path.is_dir()]
