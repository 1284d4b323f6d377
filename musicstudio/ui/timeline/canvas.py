# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline's drawing surface: paints bands and rows, and hands the mouse to gestures."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from musicstudio.project.diff import ChangeSet

from ..held_gesture import HeldGesture
from ..theme import current
from ..widgets import label
from .audition import Audition
from .describe import describe_selection
from .dirty import changed_lanes, changed_rows, rect_of_rows
from .double_click import handle_double_click
from .gestures.dispatch import cursor_for, gesture_for
from .hit import Hit, hit_test
from .keyboard import handle_key
from .lane_keys import handle_point_key, owns_key
from .making_card import MakingCards
from .menu import show_context_menu
from .painting.automation import paint_automation_lanes
from .painting.grid import paint_grid
from .painting.handles import paint_cuts, paint_handles
from .painting.lanes import paint_lanes
from .painting.making import paint_making, places_of
from .painting.overlays import Ghost, paint_ghost, paint_selection, paint_silenced
from .painting.row_painter import RowPainter
from .painting.ruler import paint_ruler
from .painting.scene import Scene, is_same
from .painting.section_drop import paint_section_drop
from .painting.take_lanes import paint_swipe, paint_take_lanes
from .painting.tiles import TILE_PX, TileKey
from .playhead import Playhead
from .recording_mark import RecordingMark
from .rows import RowLayout
from .tempo_edits import handle_tempo_key, owns_tempo_key
from .view import TimelineView

_WHEEL_PX_PER_NOTCH = 90


class TimelineCanvas(QWidget):
    """One opaque widget for ruler, lanes and rows. The headers beside it are widgets of their own."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self.view, self.bridge = view, view.bridge
        self.rows = RowPainter(self.bridge.peaks, self._tile_ready, self)
        self.ghost: Ghost | None = None
        self._bubble = label("", "bubble")
        self._bubble.setParent(self)
        self._bubble.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bubble.hide()
        self._bands: QPixmap | None = None
        self._bands_key: tuple[object, ...] = ()
        self._gesture = HeldGesture()
        self._layout_painted: RowLayout | None = None
        self._selected = self.bridge.session.selection.now
        self._hovered_section_id = self._hovered_clip_id = ""
        self._hovered: Hit | None = None
        self._audition = Audition(self.bridge)
        self.recording_mark = RecordingMark(self)
        self._making = MakingCards(self, self.bridge)
        self.playhead = Playhead(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        self.bridge.project_changed.connect(self._project_changed)
        self.bridge.selection_changed.connect(self._selection_changed)
        self.bridge.peaks_ready.connect(self._peaks_ready)
        self.bridge.ticked.connect(self.follow_playhead)
        self.bridge.transport_changed.connect(self.refresh)
        self.view.changed.connect(self.refresh)
        self.bridge.jobs_changed.connect(self._follow_jobs)
        self.rows.set_project(self.bridge.project)
        self.refresh()

    @property
    def surface(self) -> QWidget:
        """For gestures: the widget that the mouse is over."""
        return self

    def scene(self) -> Scene:
        """What is to be seen now."""
        return Scene(
            project=self.bridge.project,
            layout=self.view.layout,
            viewport=self.view.viewport,
            theme=current(),
            selected=self.bridge.session.selection.now,
            hovered_section_id=self._hovered_section_id,
            hovered_clip_id=self._hovered_clip_id,
            snap=self.view.snap,
            loop_s=self.bridge.loop_s,
        )

    def refresh(self) -> None:
        """Paint everything anew; tiles, and lanes that did not change, are kept."""
        self.setAccessibleName(self.tr("Timeline. {0}").format(describe_selection(self.bridge)))
        self.follow_playhead(turns_page=False)
        self._place_cards()
        self.update()

    def follow_playhead(self, *, turns_page: bool = True) -> None:
        """Move the playhead to the player's position."""
        player = self.bridge.player
        if turns_page and self.view.follows_playhead and not self._gesture and player.is_playing:
            self.view.viewport.reveal(player.position_s)
        self.playhead.place(self.view.viewport.x_of(player.position_s), self.height())
        self._follow_recording(player.position_s)

    def _follow_recording(self, now_s: float) -> None:
        track_id, began_s = self.bridge.recorded_track
        if not track_id:
            self.recording_mark.clear()
            return
        start_s, session = min(began_s, now_s), self.bridge.session
        level = 0.4 * bool(session.live_notes.keys_down) if session.note_recording.is_running else 0.0
        self.recording_mark.grow(now_s, max(session.recording.peaks, default=level))
        rect = self.scene().row_rect(track_id, start_s, now_s)
        self.recording_mark.place(rect, start_s, self.view.viewport.px_per_s)

    def complete(self) -> None:
        """Render all that is in sight at once (after a change of theme), so that no hole waits for its turn."""
        self.repaint()
        self.rows.queue.finish()
        self.update()

    def say(self, text: str, place: QPointF) -> None:
        """A few words beside the pointer, never under it."""
        self._bubble.setVisible(bool(text))
        if text:
            self._bubble.setText(text)
            self._bubble.adjustSize()
            x = min(round(place.x()) + 14, self.width() - self._bubble.width() - 4)
            self._bubble.move(x, max(0, round(place.y()) - self._bubble.height() - 10))

    def set_ghost(self, ghost: Ghost | None) -> None:
        """Show where a drop would land."""
        if ghost != self.ghost:
            self.ghost = ghost
            self.update()

    def hit(self, point: QPointF) -> Hit:
        """What lies under a canvas pixel."""
        return hit_test(self.bridge.project, self.view.layout, self.view.viewport, point.x(), point.y())

    def cancel_gesture(self) -> bool:
        """Escape: nothing happened. Whether there was a gesture."""
        was_held = self._gesture.cancel()
        if was_held:
            self._bubble.hide()
            self.unsetCursor()
        return was_held

    def paintEvent(self, event: QPaintEvent) -> None:
        scene, exposed = self.scene(), event.region()
        self._layout_painted = scene.layout
        bands_height = scene.layout.bands_height
        with QPainter(self) as painter:
            rows = exposed & QRect(0, bands_height, self.width(), self.height() - bands_height)
            if not rows.isEmpty():
                painter.setClipRegion(rows)
                self._paint_rows(painter, scene, rows)
            painter.setClipRegion(exposed)
            painter.drawPixmap(0, 0, self._bands_pixmap(scene))
            paint_selection(painter, scene)
            paint_handles(painter, scene)
            if self.view.cut_spans:
                paint_cuts(painter, scene, self.view.cut_spans)
            if self.view.section_drop is not None:
                paint_section_drop(painter, scene, self.view.section_drop)
            if self.ghost is not None:
                paint_ghost(painter, scene, self.ghost)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view.viewport.resize(self.width(), self.height() - self.view.layout.bands_height)
        self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        viewport, delta = self.view.viewport, event.angleDelta()
        notches_y, notches_x = delta.y() / 120, delta.x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            viewport.zoom(round(notches_y or notches_x) or (1 if notches_y > 0 else -1), event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            viewport.scroll_to(x=round(viewport.scroll_x - (notches_y or notches_x) * _WHEEL_PX_PER_NOTCH))
        else:
            x = round(viewport.scroll_x - notches_x * _WHEEL_PX_PER_NOTCH)
            viewport.scroll_to(x=x, y=round(viewport.scroll_y - notches_y * _WHEEL_PX_PER_NOTCH))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._gesture.begin(gesture_for(self, self.hit(event.position()), event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture.move(event):
            return
        hit = self._hovered = self.hit(event.position())
        self.setCursor(cursor_for(hit, event.modifiers()))
        self._hover(hit.section_id if hit.kind in ("section", "section_button") else "")
        self._hover_clip(hit.clip_id if hit.kind == "clip" else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._bubble.hide()
        self._gesture.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self.hit(event.position())
        handle_double_click(self, hit, event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")
        self._hover_clip("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel_gesture():
            return
        if event.key() == Qt.Key.Key_H and not event.modifiers():
            self._hear_take(event)
            return
        handlers = (handle_point_key, handle_tempo_key)
        if not (any(each(self.view, event, self._middle()) for each in handlers) or handle_key(self.view, event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_H and not event.isAutoRepeat():
            self._audition.end()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._audition.end()
        super().focusOutEvent(event)

    def _hear_take(self, event: QKeyEvent) -> None:
        """H: the take under the pointer, as long as the key is held."""
        hit = self._hovered
        if hit is not None and hit.lane is not None and hit.lane.kind == "take" and not event.isAutoRepeat():
            self._audition.begin(hit.track_id, int(hit.lane.key), hit.seconds)

    def event(self, event: QEvent) -> bool:
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and self._owns(event):
            event.accept()
            return True
        return super().event(event)

    def _owns(self, event: QKeyEvent) -> bool:
        return owns_key(self.view, event) or owns_tempo_key(self.view, event)

    def _middle(self) -> QPoint:
        return self.mapToGlobal(self.rect().center())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_context_menu(self, self.bridge, self.rows, self.hit(QPointF(event.pos())), event.globalPos())

    def _paint_rows(self, painter: QPainter, scene: Scene, region: QRegion) -> None:
        area = region.boundingRect()
        painter.fillRect(area, scene.theme.color("bg"))
        self.rows.paint(painter, scene, region)
        paint_silenced(painter, scene)
        for view, place in self.bridge.session.making.now:
            paint_making(painter, scene, place, view.fraction)
        paint_automation_lanes(painter, scene, region)
        paint_take_lanes(painter, scene, self.rows, self.bridge.peaks, region)
        if self.view.swipe is not None:
            paint_swipe(painter, scene, self.view.swipe)
        viewport = scene.viewport
        free_top = scene.layout.bands_height + scene.layout.rows_height - viewport.scroll_y
        if free_top < area.bottom():
            free = QRectF(area.left() + viewport.scroll_x, free_top, area.width(), area.bottom() - free_top + 1)
            painter.translate(-viewport.scroll_x, 0)
            paint_grid(painter, scene.theme, scene.project.tempo_map, viewport.px_per_s, free)
            painter.resetTransform()

    def _bands_pixmap(self, scene: Scene) -> QPixmap:
        scale = self.devicePixelRatioF()
        key = (*scene.lanes_key(), self.width(), scale)
        if self._bands is None or not is_same(key, self._bands_key):
            self._bands_key = key
            self._bands = QPixmap(round(self.width() * scale), round(scene.layout.bands_height * scale))
            self._bands.setDevicePixelRatio(scale)
            with QPainter(self._bands) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                paint_lanes(painter, scene)
                paint_ruler(painter, scene)
        return self._bands

    def _follow_jobs(self, _: object) -> None:
        """What is being made is seen on its clips."""
        if not (self.bridge.session.making.now or self._making.is_shown):
            return
        self._place_cards()
        self.update(0, self.view.layout.bands_height, self.width(), self.height())

    def _place_cards(self) -> None:
        scene = self.scene()
        firsts = {view.id: next(places_of(scene, place), None) for view, place in self.bridge.session.making.now}
        rects = {job_id: first[1] if first else None for job_id, first in firsts.items()}
        self._making.follow(rects, scene.layout.bands_height)

    def _project_changed(self, change: ChangeSet) -> None:
        self.rows.set_project(self.bridge.project)
        rows, layout = changed_rows(change), self.view.layout
        if rows is None or layout != self._layout_painted:
            self.refresh()
        else:
            self.update(rect_of_rows(rows, layout, self.view.viewport))

    def _selection_changed(self) -> None:
        before, self._selected = self._selected, self.bridge.session.selection.now
        owners = changed_lanes(before, self._selected)
        if owners is None:
            self.refresh()
        else:
            self.update(rect_of_rows(owners, self.view.layout, self.view.viewport))

    def _peaks_ready(self, _: str) -> None:
        self.rows.recheck()
        self.update()

    def _tile_ready(self, key: TileKey) -> None:
        row = self.view.layout.row_of(key.track_id)
        if row is not None and key.rung == self.view.viewport.rung:
            x = key.index * TILE_PX - self.view.viewport.scroll_x
            y = row.top + self.view.layout.bands_height - self.view.viewport.scroll_y
            self.update(x, y, TILE_PX, key.height)

    def _hover(self, section_id: str) -> None:
        if section_id != self._hovered_section_id:
            self._hovered_section_id = section_id
            self.update(0, 0, self.width(), self.view.layout.bands_height)

    def _hover_clip(self, clip_id: str) -> None:
        """Show the handles of the clip under the pointer; only their places are painted anew."""
        before, self._hovered_clip_id = self._hovered_clip_id, clip_id
        for changed in {before, clip_id} - {""} if before != clip_id else ():
            found = self.bridge.project.find_clip(changed)
            rect = self.scene().row_rect(found[0].id, found[1].start_s, found[1].end_s) if found else None
            if rect is not None:
                self.update(rect.toAlignedRect().adjusted(-6, 0, 6, 0))
