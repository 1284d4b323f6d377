# SPDX-License-Identifier: GPL-3.0-or-later
"""Drag finished files out of the window: a DAW, a file manager or a browser takes them as if from a folder.

The files exist and are complete before the drag begins; only a copy is allowed, so that no target may delete them.
Shift carries the sound alone, Ctrl the notes alone, both together everything from bar 1 on (of the mix: as it is before
mastering).
"""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QFontMetrics, QGuiApplication, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from musicstudio.app.session.drag_export import DragWish

from .session_bridge import SessionBridge
from .theme import current, pixmap

_CARD_PX = (240, 40)
_REST_MS = 400
_BOTH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


def drag_clips_out(source: QWidget, bridge: SessionBridge, clip_ids: Collection[str]) -> None:
    """Carry clips out, one WAV (and MIDI where there are notes) each."""
    _drag(source, bridge, clip_ids=frozenset(clip_ids), **_from_bar_1())


def drag_take_out(source: QWidget, bridge: SessionBridge, take_id: str) -> None:
    """Carry a take out, whether it is the one that is heard or not."""
    _drag(source, bridge, take_ids=frozenset({take_id}), **_from_bar_1())


def drag_mix_out(source: QWidget, bridge: SessionBridge) -> None:
    """Carry the mix out, mastered unless the keys say otherwise."""
    is_dry = has_both_keys(QGuiApplication.keyboardModifiers())
    _drag(source, bridge, **({"has_dry_mix": True} if is_dry else {"has_mix": True}))


def drag_stems_out(source: QWidget, bridge: SessionBridge) -> None:
    """Carry every track out, from the start of the song."""
    _drag(source, bridge, has_stems=True)


def drag_track_out(source: QWidget, bridge: SessionBridge, track_id: str) -> None:
    """Carry a whole track out, from the start of the song."""
    _drag(source, bridge, track_ids=frozenset({track_id}))


def drag_section_out(source: QWidget, bridge: SessionBridge, section_id: str) -> None:
    """Carry a section out, one file a track."""
    _drag(source, bridge, section_ids=frozenset({section_id}), **_from_bar_1())


def mime_of(paths: list[Path]) -> QMimeData:
    """Files as every desktop understands them."""
    mime = QMimeData()
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    mime.setUrls(urls)
    # what file managers of GNOME and its kin paste from
    listed = "\n".join(["copy", *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls)])
    mime.setData("x-special/gnome-copied-files", listed.encode())
    return mime


class DragHandle(QObject):
    """Lets something be dragged out by a widget that does nothing else with the mouse.

    rested: called once the pointer has stayed on it for a while, so that files can be made before they are wanted.
    """

    def __init__(
        self, handle: QWidget, begun: Callable[[], object], rested: Callable[[], object] | None = None
    ) -> None:
        super().__init__(handle)
        self._begun = begun
        self._from: QPointF | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        if rested is not None:
            self._rest.timeout.connect(rested)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Enter:
            self._rest.start()
        elif event.type() == QEvent.Type.Leave:
            self._rest.stop()
        elif isinstance(event, QMouseEvent):
            self._follow(event)
        return super().eventFilter(watched, event)

    def _follow(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._from = event.globalPosition()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._from = None
        elif event.type() == QEvent.Type.MouseMove and self._from is not None:
            far = (event.globalPosition() - self._from).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._from = None
                self._begun()


def prepare_ahead(bridge: SessionBridge, wish: DragWish) -> Callable[[], None]:
    """What makes files ready on a job thread before anyone drags them."""
    return lambda: bridge.session.drag_export.prepare(wish)


def _from_bar_1() -> dict[str, bool]:
    return {"is_from_bar_1": True} if has_both_keys(QGuiApplication.keyboardModifiers()) else {}


def has_both_keys(keys: Qt.KeyboardModifier) -> bool:
    """Whether Ctrl and Shift are held."""
    return keys & _BOTH == _BOTH


def _drag(source: QWidget, bridge: SessionBridge, **what: object) -> None:
    paths = bridge.session.drag_files(**what)
    if paths is None:
        text = source.tr("The files are being prepared; you will be told when they can be dragged.")
        bridge.noticed.emit(text, "info")
        return
    if not paths:
        bridge.noticed.emit(source.tr("There is no sound here to drag out yet."), "info")
        return
    paths = chosen_by_keys(
        paths, QGuiApplication.keyboardModifiers(), is_mix="has_mix" in what or "has_dry_mix" in what
    )
    drag = QDrag(source)
    drag.setMimeData(mime_of(paths))
    drag.setPixmap(_card(source, paths))
    drag.setHotSpot(QPoint(16, 20))
    drag.exec(Qt.DropAction.CopyAction)


def chosen_by_keys(paths: list[Path], keys: Qt.KeyboardModifier, *, is_mix: bool = False) -> list[Path]:
    """The kinds of files that the keys ask for; all where there is none of that kind. Of a mix the sound alone, unless
    the notes are asked for: a program would lay a track for each part beside it.
    """
    if is_mix and (has_both_keys(keys) or not keys & Qt.KeyboardModifier.ControlModifier):
        keys = Qt.KeyboardModifier.ShiftModifier
    if has_both_keys(keys):
        return paths
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
        painter.drawPixmap(10, 11, pixmap("file-music", "text", 18, scale))
        elided = QFontMetrics(theme.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, _CARD_PX[0] - 46)
        painter.drawText(36, 25, elided)
    return card
