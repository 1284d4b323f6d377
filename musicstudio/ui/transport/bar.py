# SPDX-License-Identifier: GPL-3.0-or-later
"""The transport bar."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from musicstudio.app.session.drag_export import DragWish

from ..drag_out import DragHandle, drag_mix_out, prepare_ahead
from ..menus import action_title, main_menu
from ..session_bridge import SessionBridge
from ..theme import icon
from ..timeline.snap import SNAP_CHOICES
from ..timeline.view import TimelineView
from ..widgets import icon_button, label, muted, push_button, show_elided
from ..widgets.scroll import paint_ground
from .clock import Clock
from .song_facts import SongFacts
from .sound import METER_PX, SMALL_METER_PX, SoundStatus


class TransportBar(QWidget):
    """One line, 52 px high. Its buttons run the session's actions."""

    def __init__(self, bridge: SessionBridge, view: TimelineView) -> None:
        super().__init__()
        paint_ground(self, "topBar")
        self.setAccessibleName(self.tr("Transport"))
        self.bridge, self.view = bridge, view
        self._title, self._saved = label("", "title"), muted()
        carry = partial(drag_mix_out, self._title, bridge)
        DragHandle(self._title, carry, prepare_ahead(bridge, DragWish(has_mix=True)))
        self._play = self._button("play", "transport.toggle", style="primary")
        self._play.setFixedWidth(48)
        self._record = self._button("record", "transport.record", checkable=True)
        self._record.setIcon(icon("record", "bad", "bg"))
        self._record.setObjectName("recordButton")
        self._loop = self._button("repeat", "transport.loop", checkable=True)
        self._metronome = self._button("metronome", "transport.metronome", checkable=True)
        self._start, self._stop = self._button("skip-back", "transport.start"), self._button("square", "transport.stop")
        self._sound = SoundStatus(bridge)
        self.clock = Clock()
        self._snap = push_button("", self._choose_snap)
        self.export_button = push_button(self.tr("Export"), lambda: self.bridge.run("export.audio"))
        self._menu = icon_button("menu", self.tr("Menu"), self._open_menu)
        self._arrange()
        bridge.watch(self._follow, "title", "tempo_map")
        bridge.watch(self._show_saved, sees_previews=False)
        bridge.transport_changed.connect(self._follow)
        bridge.recording_changed.connect(self._follow)
        bridge.ticked.connect(self._follow_position)
        view.changed.connect(self._show_snap)
        self._follow()
        self._show_snap()

    def _arrange(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(8)
        self.setFixedHeight(52)
        layout.addWidget(self._title)
        layout.addWidget(self._saved)
        layout.addSpacing(8)
        layout.addWidget(self._start)
        for button in (self._play, self._stop, self._record, self._loop, self._metronome):
            layout.addWidget(button)
        layout.addSpacing(12)
        layout.addWidget(self.clock)
        layout.addSpacing(8)
        layout.addWidget(SongFacts(self.bridge))
        layout.addWidget(self._snap)
        layout.addStretch(1)
        layout.addWidget(self._sound)
        layout.addWidget(self.export_button)
        layout.addWidget(self._menu)

    def _button(self, icon_name: str, action_id: str, *, style: str = "", checkable: bool = False) -> QToolButton:
        action = self.bridge.actions[action_id]
        title, keys = action_title(action), f" ({action.shortcuts[0]})" if action.shortcuts else ""
        button = icon_button(icon_name, title, lambda: self._run(action_id), style=style, checkable=checkable)
        button.setToolTip(title + keys)
        return button

    def _run(self, action_id: str) -> None:
        self.bridge.run(action_id)
        self._follow()

    def _follow(self) -> None:
        project, player = self.bridge.project, self.bridge.player
        show_elided(self._title, project.title, self._title_px())
        hint = self.tr("Drag it out for the mix as a file; with Ctrl and Shift as it is before mastering.")
        self._title.setToolTip(f"{project.title}\n{hint}")
        self._show_saved()
        self._play.setIcon(icon("pause" if player.is_playing else "play", "on_accent"))
        self._play.setAccessibleName(self.tr("Stop playing") if player.is_playing else self.tr("Play"))
        is_recording = bool(self.bridge.recorded_track[0])
        self._record.setChecked(is_recording)
        self._record.setAccessibleName(self.tr("Stop recording") if is_recording else self.tr("Record"))
        self._loop.setChecked(self.bridge.loop_s is not None)
        self._metronome.setChecked(self.bridge.session.player_sync.has_metronome)
        self._follow_position()

    def _show_saved(self) -> None:
        reason = self.bridge.session.folder.read_only_reason
        self._saved.setText(self.tr("read only") if reason else self.tr("saved"))
        self._saved.setToolTip(reason or self.tr("Every change is on disk: {0}").format(self.bridge.session.path))

    def _title_px(self) -> int:
        return 220 if self.width() > _WIDE_PX else 110 if self.width() >= _ROOMY_PX else 70

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for less_needed in (self._saved, self._stop, self._start, self._metronome, self._sound.loudness):
            less_needed.setVisible(self.width() >= _ROOMY_PX)
        self._sound.meter.setFixedWidth(METER_PX if self.width() >= _ROOMY_PX else SMALL_METER_PX)
        self._follow()

    def _follow_position(self) -> None:
        self.clock.show_position(self.bridge.player.position_s, self.bridge.project.tempo_map)

    def _show_snap(self) -> None:
        text = self.tr("Snap: {0}").format(self.tr(self.view.snap))
        self._snap.setText(text)
        self._snap.setAccessibleName(text)
        self._snap.setToolTip(
            self.tr(
                "Grid that clips and selections keep to (N switches it; Shift or Alt held while dragging leaves it)"
            )
        )

    def _choose_snap(self) -> None:
        menu = QMenu(self)
        for snap in SNAP_CHOICES:
            action = menu.addAction(self.tr(snap), partial(self.view.set_snap, snap))
            action.setCheckable(True)
            action.setChecked(snap == self.view.snap)
        menu.addSeparator()
        relative = menu.addAction(self.tr("Relative: keep the distance from the grid"), self.view.toggle_relative)
        relative.setCheckable(True)
        relative.setChecked(self.view.is_snap_relative)
        menu.exec(self._snap.mapToGlobal(QPoint(0, self._snap.height())))
        menu.deleteLater()

    def _open_menu(self) -> None:
        menu = main_menu(self, self.bridge)
        menu.exec(self._menu.mapToGlobal(QPoint(self._menu.width() - menu.sizeHint().width(), self._menu.height())))
        menu.deleteLater()


_WIDE_PX, _ROOMY_PX = 1500, 1150
