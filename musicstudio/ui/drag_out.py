# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag finished files out of the window: a DAW, a file manager or a browser takes them as if from a folder.

The files exist and are complete before the drag begins; only a copy is allowed, so that no target may delete them.
Shift carries the sound alone, Ctrl the notes alone.
"""

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QFontMetrics, QGuiApplication, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from .session_bridge import SessionBridge
from .theme import current, pixmap

_CARD_PX = (240, 40)


def drag_clips_out(source: QWidget, bridge: SessionBridge, clip_ids: Collection[str]) -> None:
    """Carry clips out, one WAV (and MIDI where there are notes) each."""
    _drag(source, bridge, bridge.session.drag_files(clip_ids=frozenset(clip_ids)))


def drag_track_out(source: QWidget, bridge: SessionBridge, track_id: str) -> None:
    """Carry a whole track out, from the start of the song."""
    _drag(source, bridge, bridge.session.drag_files(track_ids=frozenset({track_id})))


def drag_section_out(source: QWidget, bridge: SessionBridge, section_id: str) -> None:
    """Carry a section out, one file a track."""
    _drag(source, bridge, bridge.session.drag_files(section_ids=frozenset({section_id})))


def mime_of(paths: list[Path]) -> QMimeData:
    """Files as every desktop understands them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def _drag(source: QWidget, bridge: SessionBridge, paths: list[Path] | None) -> None:
    if paths is None:
        text = source.tr("The files are being prepared; you will be told when they can be dragged.")
        bridge.noticed.emit(text, "info")
        return
    if not paths:
        bridge.noticed.emit(source.tr("There is no sound here to drag out yet."), "info")
        return
    paths = chosen_by_keys(paths, QGuiApplication.keyboardModifiers())
    drag = QDrag(source)
    drag.setMimeData(mime_of(paths))
    drag.setPixmap(_card(source, paths))
    drag.setHotSpot(QPoint(16, 20))
    drag.exec(Qt.DropAction.CopyAction)


def chosen_by_keys(paths: list[Path], keys: Qt.KeyboardModifier) -> list[Path]:
    """The kinds of files that the keys ask for; all where there is none of that kind."""
    wanted = {Qt.KeyboardModifier.ShiftModifier: ".wav", Qt.KeyboardModifier.ControlModifier: ".mid"}
    suffix = next((suffix for key, suffix in wanted.items() if keys & key), "")
    return [path for path in paths if path.suffix == suffix] or paths


def _card(source: QWidget, paths: list[Path]) -> QPixmap:
    """What hangs on the pointer: the file's name, or how many."""
    theme, scale = current(), source.devicePixelRatioF()
    text = paths[0].name if len(paths) == 1 else source.tr("{0} files").format(len(paths))
    card = QPixmap(round(_CARD_PX[0] * scale), round(_CARD_PX[1] * scale))
    card.setDevicePixelRatio(scale)
    card.fill(theme.color("raised"))
    with QPainter(card) as painter:
        painter.setFont(theme.font())
        painter.setPen(theme.color("text"))
        painter.drawPixmap(10, 11, pixmap("file-music", "accent", 18, scale))
        elided = QFontMetrics(theme.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, _CARD_PX[0] - 46)
        painter.drawText(36, 25, elided)
    return card
