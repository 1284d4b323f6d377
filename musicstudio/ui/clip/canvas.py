# SPDX-License-Identifier: GPL-3.0-or-later
"""The wave or the spectrogram of a clip, with its fades and its gain under the hand."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from musicstudio.app.audio.clip_sound import clip_sound
from musicstudio.app.audio.spectrogram import Picture, spectrogram_of
from musicstudio.core.errors import InputError
from musicstudio.dsp.fades import fade_gain
from musicstudio.media.peaks import Waveform
from musicstudio.project.edits.clips import bend_fades, set_clip_gain, set_fades
from musicstudio.project.model import Clip, Take, Track

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..theme import Theme, current
from ..timeline.painting.waveform import paint_waveform, source_columns
from ..widgets.levels import gain_text

HANDLE_PX, REACH_PX, MIN_BENT_PX = 10, 9, 28
_DB_A_PX, _BEND_A_PX = 0.1, 1 / 60
_GAIN_DB = (-60.0, 24.0)
_GAIN_SHOWN_DB = 24.0
_LOOKED_AT, _MAX_VIEW_GAIN = 512, 12.0
_RAMP = ("well", "roles.bass", "accent", "text")


class SoundCanvas(QWidget):
    """Follows one clip by id; it fills the whole width. shows: ``wave`` or ``spectrogram``."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge, self.clip_id, self.shows = bridge, "", "wave"
        self._zone, self._pressed = "", QPointF()
        self._clip_before: Clip | None = None
        self._drag = DocumentDrag(bridge, can_begin_again=False)
        self._pictures: dict[tuple[object, ...], Picture | None] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(100)
        bridge.watch(self.update, "clips", "tracks", "tempo_map")
        bridge.peaks_ready.connect(lambda _: self.update())
        bridge.ticked.connect(lambda: self.update() if self.isVisible() and bridge.player.is_playing else None)
        bridge.transport_changed.connect(self.update)

    @property
    def found(self) -> tuple[Track, Clip] | None:
        """The clip and its track, while it is there."""
        return self.bridge.project.find_clip(self.clip_id) if self.clip_id else None

    def zones(self, clip: Clip) -> dict[str, QPointF]:
        """Where each handle lies."""
        px_per_s, high = self.width() / clip.length_s, self.height()
        into, out = clip.fade_in_s * px_per_s, self.width() - clip.fade_out_s * px_per_s
        places = {"fade_in": QPointF(max(HANDLE_PX / 2, into), HANDLE_PX / 2)}
        places["fade_out"] = QPointF(min(self.width() - HANDLE_PX / 2, out), HANDLE_PX / 2)
        bend_in = ("bend_in", into, clip.fade_in_bend, 0.0)
        bend_out = ("bend_out", out - self.width(), clip.fade_out_bend, self.width())
        for zone, width, bend, edge in (bend_in, bend_out):
            if abs(width) >= MIN_BENT_PX:
                places[zone] = QPointF(edge + width / 2, high * (1 - float(fade_gain(np.array([0.5]), bend)[0])))
        places["gain"] = QPointF(self.width() / 2, self._gain_y(clip.gain_db))
        return places

    def _gain_y(self, gain_db: float) -> float:
        share = max(-1.0, min(1.0, gain_db / _GAIN_SHOWN_DB))
        return self.height() / 2 - share * (self.height() / 2 - HANDLE_PX)

    def _zone_at(self, clip: Clip, point: QPointF) -> str:
        for zone, place in self.zones(clip).items():
            if abs(point.x() - place.x()) <= REACH_PX + 5 * (zone == "gain") and abs(point.y() - place.y()) <= REACH_PX:
                return zone
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.found
        if found is None or event.button() != Qt.MouseButton.LeftButton:
            return
        clip = found[1]
        self._zone, self._pressed, self._clip_before = self._zone_at(clip, event.position()), event.position(), clip
        if not self._zone:
            self.bridge.seek(clip.start_s + clip.length_s * event.position().x() / max(1, self.width()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.found
        if self._zone and self._clip_before is not None and event.buttons():
            self._move(self._clip_before, event.position())
        elif found is not None:
            zone = self._zone_at(found[1], event.position())
            shapes = {"": Qt.CursorShape.ArrowCursor, "fade": Qt.CursorShape.SizeHorCursor}
            self.setCursor(shapes.get(zone.partition("_")[0], Qt.CursorShape.SizeVerCursor))

    def _move(self, clip: Clip, point: QPointF) -> None:
        """One of the handles under the hand."""
        seconds = clip.length_s * min(1.0, max(0.0, point.x() / max(1, self.width())))
        up_px = self._pressed.y() - point.y()
        ids = {clip.id}
        if self._zone == "fade_in":
            self._drag.preview("Fade clip", set_fades(ids, fade_in_s=seconds))
        elif self._zone == "fade_out":
            self._drag.preview("Fade clip", set_fades(ids, fade_out_s=clip.length_s - seconds))
        elif self._zone == "gain":
            gain_db = round(min(_GAIN_DB[1], max(_GAIN_DB[0], clip.gain_db + up_px * _DB_A_PX)), 1)
            self._drag.preview(f"Clip gain {gain_db:+.1f} dB", set_clip_gain(ids, gain_db))
        else:
            field = f"fade_{self._zone.removeprefix('bend_')}_bend"
            bend = round(min(1.0, max(-1.0, getattr(clip, field) + up_px * _BEND_A_PX)), 2)
            self._drag.preview("Bend fade", bend_fades(ids, **{field: bend}))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._zone and self._drag.has_begun:
            self._drag.finish()
        self._zone = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._zone:
            self._zone = ""
            self._drag.cancel()
            self._drag = DocumentDrag(self.bridge, can_begin_again=False)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, found = current(), self.found
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("well"))
            if found is None:
                return
            track, clip = found
            (self._paint_wave if self.shows == "wave" else self._paint_spectrogram)(painter, theme, track, clip)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_fades(painter, theme, clip)
            self._paint_gain(painter, theme, clip)
            self._paint_playhead(painter, theme, clip)

    def _paint_wave(self, painter: QPainter, theme: Theme, track: Track, clip: Clip) -> None:
        take = clip.take
        peaks = self.bridge.peaks(take.source) if take is not None and take.source else None
        if take is None or peaks is None:
            return
        px_per_s = self.width() / clip.length_s
        first = round(clip.start_s * px_per_s)
        painter.save()
        painter.translate(-first, 0)
        color = theme.role(clip.color) if clip.color else theme.track(track)
        paint_waveform(
            painter, clip, take, peaks, first, first + self.width(), 4.0, self.height() - 8.0, px_per_s,
            self.devicePixelRatioF(), color, self._view_gain(clip, take, peaks),
        )  # fmt: skip
        painter.restore()

    def _view_gain(self, clip: Clip, take: Take, peaks: Waveform) -> float:
        """How much larger than life the wave is drawn: its loudest place fills the height at 0 dB."""
        step_s = clip.length_s / _LOOKED_AT
        low, high = source_columns(peaks, clip.offset_s + take.lead_s, step_s, _LOOKED_AT)
        loudest = max(float(high.max(initial=0.0)), -float(low.min(initial=0.0)))
        return min(_MAX_VIEW_GAIN, 1.0 / loudest) if loudest > 0 else 1.0

    def _paint_spectrogram(self, painter: QPainter, theme: Theme, _: Track, clip: Clip) -> None:
        picture = self._picture(clip)
        if picture is None:
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Looking at the sound…"))
            return
        high, wide = picture.shape
        image = QImage(picture.tobytes(), wide, high, wide, QImage.Format.Format_Indexed8)
        image.setColorTable(_color_ramp(theme))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), image)

    def _picture(self, clip: Clip) -> Picture | None:
        """The clip's spectrogram, once it has been looked at."""
        try:
            sound = clip_sound(self.bridge.project, clip.id)
        except InputError:
            return None
        key = (sound.source.hash, sound.take.lead_s, clip.offset_s, clip.length_s)
        if key not in self._pictures and not self._zone:
            self._pictures[key] = None
            self._keep_few()
            session = self.bridge.session
            session.jobs.submit(
                "Looking at the sound", lambda: spectrogram_of(sound, session.media),
                on_done=self._keep_picture(key), is_prompt=True,
            )  # fmt: skip
        return self._pictures.get(key)

    def _keep_picture(self, key: tuple[object, ...]) -> Callable[[Picture], None]:
        def keep(picture: Picture) -> None:
            self._pictures[key] = picture
            self.update()

        return keep

    def _keep_few(self) -> None:
        while len(self._pictures) > 8:
            self._pictures.pop(next(iter(self._pictures)))

    def _paint_fades(self, painter: QPainter, theme: Theme, clip: Clip) -> None:
        px_per_s, high = self.width() / clip.length_s, self.height()
        fades = ((clip.fade_in_s, clip.fade_in_bend, 0, 1), (clip.fade_out_s, clip.fade_out_bend, self.width(), -1))
        for length_s, bend, edge, sign in fades:
            width = length_s * px_per_s
            if width >= 2:
                shares = np.linspace(0.0, 1.0, 32)
                gains = fade_gain(shares, bend).tolist()
                curve = [QPointF(edge + sign * s * width, high - g * high) for s, g in zip(shares, gains, strict=True)]
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("bg", 0.6))
                painter.drawPolygon(QPolygonF([QPointF(edge, 0), *curve]))
                painter.setPen(QPen(theme.color("text", 0.8), 1.4))
                painter.drawPolyline(QPolygonF(curve))

    def _paint_gain(self, painter: QPainter, theme: Theme, clip: Clip) -> None:
        y = self._gain_y(clip.gain_db)
        painter.setPen(QPen(theme.color("text", 0.5), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.setPen(QPen(theme.color("bg"), 1))
        painter.setBrush(theme.color("text"))
        for zone, place in self.zones(clip).items():
            if zone.startswith("fade"):
                corner = place - QPointF(HANDLE_PX / 2, HANDLE_PX / 2)
                painter.drawRoundedRect(QRectF(corner.x(), corner.y(), HANDLE_PX, HANDLE_PX), 2, 2)
            elif zone == "gain":
                painter.drawRoundedRect(QRectF(place.x() - 14, place.y() - 5, 28, 10), 4, 4)
            else:
                painter.drawEllipse(place, 4.5, 4.5)
        painter.setPen(theme.color("text"))
        painter.drawText(QPointF(self.width() / 2 + 20, y - 4), gain_text(clip.gain_db))

    def _paint_playhead(self, painter: QPainter, theme: Theme, clip: Clip) -> None:
        at = (self.bridge.player.position_s - clip.start_s) / clip.length_s
        if 0.0 <= at <= 1.0:
            painter.fillRect(QRectF(at * self.width(), 0, 1.5, self.height()), theme.color("accent"))


def _color_ramp(theme: Theme) -> list[int]:
    """256 colours from silence to full level."""
    stops = [theme.color(token) for token in _RAMP]
    ramp = []
    for index in range(256):
        place = index / 255 * (len(stops) - 1)
        low = min(int(place), len(stops) - 2)
        ramp.append(QColor(theme.mix(stops[low + 1], stops[low], place - low)).rgb())
    return ramp
