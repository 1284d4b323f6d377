# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole song in a strip above the ruler: sections, how much sounds where, and a frame around what is in sight."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from musicstudio.project.model import Project

from ..theme import current
from ..widgets.song_picture import how_much_sounds
from .view import TimelineView

HEIGHT_PX = 22
_COLUMN_PX, _EDGE_PX, _LEAST_FRAME_PX = 3, 5, 8
_WATCHED = ("clips", "sections", "tempo_map", "tracks")


class Overview(QWidget):
    """A drag moves the frame, at its edges it makes it wider or narrower; a click goes there; arrows scroll."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self.view = view
        self._picture: QPixmap | None = None
        self._pictured: tuple[Project, QSize] | None = None
        self._held, self._grip_px = "", 0.0
        self.setFixedHeight(HEIGHT_PX)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Overview of the song"))
        self.setToolTip(self.tr("Drag the frame to scroll, its edges to zoom; a double click shows the whole song."))
        view.changed.connect(self._follow)
        view.bridge.watch(self.update, *_WATCHED, sees_previews=False)
        self._follow()

    @property
    def frame(self) -> QRectF:
        """Around what is in sight."""
        start_s, end_s = self.view.viewport.span_s
        left, right = self._x_of(start_s), min(float(self.width()), self._x_of(end_s))
        return QRectF(left, 0.5, max(_LEAST_FRAME_PX, right - left), self.height() - 1)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, frame = current(), self.frame
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._drawn())
            for rest in (QRectF(0, 0, frame.left(), self.height()), QRectF(frame.right(), 0, self.width(), HEIGHT_PX)):
                painter.fillRect(rest, theme.color("bg", 0.55))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("text" if self.hasFocus() else "muted"), 2 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(frame.adjusted(1, 0.5, -1, -0.5), 4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held = self._part_at(event.position())
        if self._held == "beside":
            self._center(event.position().x())
            self._held = "frame"
        self._grip_px = event.position().x() - self.frame.left()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._held == "frame":
            self._scroll_to(self._seconds_at(x - self._grip_px))
        elif self._held:
            self._stretch(self._seconds_at(x))
        else:
            is_edge = self._part_at(event.position()) in ("left", "right")
            self.setCursor(Qt.CursorShape.SizeHorCursor if is_edge else Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._held = ""

    def mouseDoubleClickEvent(self, _: QMouseEvent) -> None:
        self.view.zoom_to_fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -0.25, Qt.Key.Key_Right: 0.25, Qt.Key.Key_PageUp: -1.0, Qt.Key.Key_PageDown: 1.0}
        step, viewport = steps.get(Qt.Key(event.key())), self.view.viewport
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            viewport.scroll_to(x=round(viewport.scroll_x + step * viewport.width))

    def _follow(self) -> None:
        start_s, end_s = self.view.viewport.span_s
        self.setAccessibleDescription(self.tr("In sight: {0:.0f} to {1:.0f} s").format(start_s, end_s))
        self.update()

    def _part_at(self, point: QPointF) -> str:
        """left or right for an edge of the frame, frame for its inside, beside for the rest."""
        frame, x = self.frame, point.x()
        if abs(x - frame.left()) <= _EDGE_PX and frame.width() > 3 * _EDGE_PX:
            return "left"
        if abs(x - frame.right()) <= _EDGE_PX and frame.width() > 3 * _EDGE_PX:
            return "right"
        return "frame" if frame.left() <= x <= frame.right() else "beside"

    def _stretch(self, seconds: float) -> None:
        start_s, end_s = self.view.viewport.span_s
        if self._held == "left":
            start_s = min(seconds, end_s - 0.25)
        else:
            end_s = max(seconds, start_s + 0.25)
        self.view.viewport.show_span(start_s, end_s)

    def _center(self, x: float) -> None:
        start_s, end_s = self.view.viewport.span_s
        self._scroll_to(self._seconds_at(x) - (end_s - start_s) / 2)

    def _scroll_to(self, seconds: float) -> None:
        viewport = self.view.viewport
        viewport.scroll_to(x=round(max(0.0, seconds) * viewport.px_per_s))

    @property
    def _length_s(self) -> float:
        return max(8.0, self.view.bridge.project.length_s)

    def _x_of(self, seconds: float) -> float:
        return seconds / self._length_s * self.width()

    def _seconds_at(self, x: float) -> float:
        return min(self._length_s, max(0.0, x / max(1, self.width()) * self._length_s))

    def _drawn(self) -> QPixmap:
        """The song, drawn again only when it or the strip's size has changed."""
        key = (self.view.bridge.project, self.size())
        if (
            self._picture is None
            or self._pictured is None
            or key[0] is not self._pictured[0]
            or key[1] != self._pictured[1]
        ):
            scale = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * scale)
            self._picture.setDevicePixelRatio(scale)
            self._pictured = key
            with QPainter(self._picture) as painter:
                self._paint_song(painter, key[0])
        return self._picture

    def _paint_song(self, painter: QPainter, project: Project) -> None:
        theme = current()
        painter.fillRect(self.rect(), theme.color("bg"))
        for section in project.sections:
            start_s, end_s = project.section_span_s(section)
            block = QRectF(self._x_of(start_s), 3, self._x_of(end_s) - self._x_of(start_s) - 1, HEIGHT_PX - 6)
            painter.fillRect(block, theme.section(section.kind))
        for column, share in enumerate(how_much_sounds(project, self._length_s, self.width() // _COLUMN_PX)):
            height = share * (HEIGHT_PX - 8)
            bar = QRectF(column * _COLUMN_PX, (HEIGHT_PX - height) / 2, 1.5, height)
            painter.fillRect(bar, theme.color("text", 0.6))
