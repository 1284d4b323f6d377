# SPDX-License-Identifier: GPL-3.0-or-later
"""Audio and MIDI files dropped on the timeline: a ghost shows where they land, then they are imported there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent

from musicstudio.app.files.file_length import file_length_s
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
        self._measured: tuple[Path, float] | None = None

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
        length_s = self._length_s(paths[0]) if len(paths) == 1 else _GHOST_S
        self._canvas.set_ghost(Ghost(title, start_s, length_s, track_id))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _length_s(self, path: Path) -> float:
        """How long a file is, read once a drag."""
        if self._measured is None or self._measured[0] != path:
            self._measured = (path, file_length_s(path, self._canvas.bridge.project) or _GHOST_S)
        return self._measured[1]

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
