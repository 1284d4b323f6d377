# SPDX-License-Identifier: GPL-3.0-or-later
"""One row's header: name, mute, solo, volume, pan and meter; dragging its name carries the track out as files."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from musicstudio.app.audio.record import arm_notes, arm_track
from musicstudio.app.session.recording import can_be_recorded_on
from musicstudio.project.edits import Edit
from musicstudio.project.edits.strips import set_gain, set_mute, set_pan, set_solo
from musicstudio.project.edits.tracks import fold_track, move_track, thaw_track
from musicstudio.project.model import Track

from ..document_drag import DocumentDrag
from ..drag_out import drag_track_out
from ..session_bridge import SessionBridge
from ..theme import current, icon
from ..widgets import LetterToggle, Meter, PanKnob, SteadySlider, icon_button, label
from ..widgets.levels import fader_gain_db, fader_position, gain_text
from .gestures.picking import pick_track
from .header_menu import ask_name, show_header_menu
from .row_grip import GRIP_PX, RowGrip

EDGE_PX = 4
_COMPACT_PX = 70


class TrackHeader(QWidget):
    """Follows one track of the document by id."""

    def __init__(self, bridge: SessionBridge, track: Track, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.track_id = bridge, track.id
        self._track = track
        self._drag_from: QPointF | None = None
        self._drag = DocumentDrag(bridge, can_begin_again=True)
        self._shown: Track | None = None
        self._is_moving = False
        self._name: QLabel = label("", "title")
        self._mute = LetterToggle("M", self.tr("Mute {0}").format(track.name), "mute", self._set_mute)
        self._solo = LetterToggle("S", self.tr("Solo {0}").format(track.name), "solo", self._set_solo)
        self._arm = LetterToggle("R", self.tr("Arm {0} for recording").format(track.name), "record", self._set_armed)
        self._arm.setVisible(can_be_recorded_on(track) or bridge.session.live_notes.can_play(track.id))
        self._pan = PanKnob(self.tr("Pan of {0}").format(track.name), self._set_pan, self._drag.finish)
        self._volume = self._make_volume()
        self.meter = Meter(self.tr("Level of {0}").format(track.name), bar_px=2)
        self._fold = icon_button("chevron-down", self.tr("Fold the group"), self._toggle_fold, style="plain")
        self._fold.setFixedSize(24, 24)
        self._is_frozen = False
        self._ice = icon_button("lock", self.tr("Frozen: play live again"), self._thaw, style="tiny")
        self._ice.hide()
        self._grip = RowGrip(bridge, track.id, self)
        self._arrange()
        self.follow(track)
        bridge.recording_changed.connect(self._follow_recording)
        self._follow_recording()

    def follow(self, track: Track) -> None:
        """Show a new version of the track; nothing to do when it is the one that is shown."""
        if track is self._shown:
            return
        self._shown = track
        self._track = track
        self._name.setText(track.name)
        self.setAccessibleName(self.tr("Track {0}").format(track.name))
        self._mute.setChecked(track.strip.is_muted)
        self._solo.setChecked(track.strip.is_soloed)
        self._pan.set_pan(track.strip.pan)
        self._volume.blockSignals(True)
        self._volume.setValue(round(fader_position(track.strip.gain_db) * 1000))
        self._volume.blockSignals(False)
        self._name_volume()
        self._fold.setVisible(track.kind == "group")
        title = self.tr("Unfold the group") if track.is_folded else self.tr("Fold the group")
        self._fold.setIcon(icon("chevron-right" if track.is_folded else "chevron-down", "text"))
        self._fold.setToolTip(title)
        self._fold.setAccessibleName(title)
        self.update()

    def show_heard(self, is_heard: bool) -> None:
        """A row that is not heard now, muted or beside what is soloed, has a fainter name, and says so."""
        self._name.setEnabled(is_heard)
        told = [] if is_heard else [self.tr("not heard now")]
        told += [self.tr("frozen")] if self._is_frozen else []
        self.setAccessibleDescription(", ".join(told))

    def show_frozen(self, is_frozen: bool) -> None:
        """Whether one sound plays in place of its clips and effects; the lock lets them play again."""
        self._is_frozen = is_frozen
        self._ice.setVisible(is_frozen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_compact = self.height() < _COMPACT_PX
        self._volume.setVisible(not is_compact)
        self._pan.setVisible(not is_compact)
        self._grip.setGeometry(0, self.height() - GRIP_PX, self.width(), GRIP_PX)
        self._grip.raise_()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = current()
        is_selected = self.track_id in self.bridge.session.selection.track_ids
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("raised" if is_selected else "panel"))
            painter.fillRect(QRectF(0, 0, EDGE_PX, self.height()), theme.track(self._track))
            if self._track.group_id:
                painter.fillRect(QRectF(EDGE_PX, 0, 2, self.height()), theme.color("line"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_from = event.position() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not (self._is_far(event.position()) or self._is_moving):
            return
        if self.window().rect().contains(self.mapTo(self.window(), event.position().toPoint())):
            self._is_moving = True
            self._move_to(event.position())
        else:
            self._drag.cancel()
            self._drag_from, self._is_moving = None, False
            drag_track_out(self, self.bridge, self.track_id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_moving:
            self._drag.finish()
        elif self._drag_from is not None:
            pick_track(self.bridge.session.selection, self.bridge.project, self.track_id, event.modifiers())
        self._drag_from, self._is_moving = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        ask_name(self, self.bridge, self._track)

    def _move_to(self, point: QPointF) -> None:
        """Put the track where the pointer is among the rows; with the files of other programs it has nothing to do."""
        parent = self.parentWidget()
        others = [each for each in parent.findChildren(TrackHeader) if each.isVisible()] if parent else []
        y = self.mapToParent(point.toPoint()).y()
        under = next((each for each in others if each.y() <= y < each.y() + each.height()), None)
        tracks = [track.id for track in self.bridge.project.tracks]
        if under is not None and under is not self:
            title = self.tr("Move {0}").format(self._track.name)
            self._drag.preview(title, move_track(self.track_id, tracks.index(under.track_id)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_header_menu(self, self.bridge, self._track, event.globalPos())

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(EDGE_PX + 10, 6, 10, 6)
        grid.setSpacing(4)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        for widget in (self._mute, self._solo, self._arm, self._pan, self._ice, self._fold):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        grid.addWidget(self._name, 0, 0)
        grid.addLayout(buttons, 1, 0)
        grid.addWidget(self._volume, 2, 0)
        grid.addWidget(self.meter, 0, 1, 3, 1)
        grid.setColumnStretch(0, 1)
        self._name.setMinimumWidth(20)

    def _make_volume(self) -> QSlider:
        slider = SteadySlider(Qt.Orientation.Horizontal)
        slider.setObjectName("quiet")
        slider.setRange(0, 1000)
        slider.setPageStep(40)
        slider.setMinimumWidth(60)
        slider.valueChanged.connect(lambda value: self._set_volume(fader_gain_db(value / 1000)))
        slider.sliderReleased.connect(self._drag.finish)
        return slider

    def _is_far(self, point: QPointF) -> bool:
        start = self._drag_from
        return start is not None and (point - start).manhattanLength() >= QApplication.startDragDistance()

    def _set_mute(self, is_on: bool) -> None:
        self.bridge.edit("Mute" if is_on else "Unmute", set_mute({self.track_id}, is_on))

    def _set_solo(self, is_on: bool) -> None:
        self.bridge.edit("Solo" if is_on else "Unsolo", set_solo({self.track_id}, is_on))

    def _set_armed(self, is_on: bool) -> None:
        session = self.bridge.session
        if is_on != self._is_armed():
            arm = arm_notes if session.live_notes.can_play(self.track_id) else arm_track
            session.try_to(lambda: arm(session, self.track_id))
        self._follow_recording()

    def _follow_recording(self) -> None:
        self._arm.setChecked(self._is_armed())
        self._arm.setEnabled(not self.bridge.recorded_track[0])

    def _is_armed(self) -> bool:
        session = self.bridge.session
        return self.track_id in (session.recording.armed_track_id, session.note_recording.armed_track_id)

    def _toggle_fold(self) -> None:
        self.bridge.edit("Fold group", fold_track(self.track_id, not self._track.is_folded))

    def _thaw(self) -> None:
        self.bridge.edit(f"Unfreeze {self._track.name}", thaw_track(self.track_id))

    def _set_volume(self, gain_db: float) -> None:
        self._preview(f"Volume of {self._track.name}", set_gain({self.track_id}, gain_db))
        if not self._volume.isSliderDown():
            self._drag.finish()

    def _set_pan(self, pan: float) -> None:
        self._preview(f"Pan of {self._track.name}", set_pan({self.track_id}, pan))

    def _preview(self, title: str, edit: Edit) -> None:
        self._drag.preview(title, edit)

    def _name_volume(self) -> None:
        text = self.tr("Volume of {0}: {1}").format(self._track.name, gain_text(self._track.strip.gain_db))
        self._volume.setAccessibleName(text)
        self._volume.setToolTip(text)
