# SPDX-License-Identifier: GPL-3.0-or-later
"""One channel strip of the mixer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from musicstudio.project.edits import Edit, strips
from musicstudio.project.model import Device, Track

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..theme import current
from ..timeline.gestures.picking import pick_track
from ..timeline.header_menu import ask_name
from ..widgets import Fader, LetterToggle, icon_button, label, show_elided
from .device_rows import DeviceRows
from .gain_field import GainField
from .strip_frame import DEVICE_ROW, GAP_PX, MARGINS, VALUE_PX, Part, StripFrame
from .strip_knobs import SHORT_PX, TALL_PX, StripKnobs
from .strip_menu import show_sends, show_strip_menu
from .strip_meter import StripMeter

WIDTH_PX = 110
# Pre-fader and after-fader listen, the same in every language.
BEFORE_FADER, AFTER_FADER = "PFL", "AFL"
_TARGET_PX, _LISTEN_PX = 24, 26


class ChannelStrip(StripFrame):
    """Follows one track by id. ``opened(track id, device id)`` to edit its effects, ``added(track id)`` to add one."""

    def __init__(
        self,
        bridge: SessionBridge,
        track: Track,
        opened: Callable[[str, str], object],
        added: Callable[[str], object],
    ) -> None:
        super().__init__(WIDTH_PX)
        self.bridge, self.track_id, self._track = bridge, track.id, track
        self._drag = DocumentDrag(bridge, can_begin_again=True)
        self._shown: Track | None = None
        self._opened = opened
        name = track.name
        self.fader = Fader(self.tr("Level of {0}").format(name), self._set_gain, self._drag.finish)
        self.gain_field = GainField(self.tr("Level of {0} in decibels").format(name), self._type_gain)
        self.meter = StripMeter(self.tr("Meter of {0}").format(name), bridge, track.id)
        self.devices = DeviceRows(name, partial(opened, track.id), self._toggle_device, partial(added, track.id))
        self.knobs = StripKnobs(name, self._set_send, self._set_pan, self._drag.finish, self._choose_send)
        self._name = label("", "title")
        self._menu = icon_button("chevron-down", self.tr("More for {0}").format(name), self._show_menu, style="tiny")
        self._menu.setFixedSize(_TARGET_PX, _TARGET_PX)
        self._make_switches(name)
        self._arrange()
        self._set_parts_in_order()
        self.follow(track)

    @property
    def is_chosen(self) -> bool:
        """See `StripFrame`."""
        return self.track_id in self.bridge.session.selection.track_ids

    @property
    def edge_color(self) -> QColor:
        """See `StripFrame`."""
        return current().track(self._track)

    def follow(self, track: Track, *, is_anew: bool = False) -> None:
        """Show a new version of the track; nothing to do when it is shown, unless ``is_anew`` (a bus was renamed)."""
        if track is self._shown and not is_anew:
            return
        self._shown = track
        self._track, strip = track, track.strip
        self.devices.follow(track.name, strip.devices)
        self.knobs.follow(self.bridge.project, strip)
        self.fader.set_gain_db(strip.gain_db)
        self.gain_field.set_gain_db(strip.gain_db)
        self._mute.setChecked(strip.is_muted)
        self._solo.setChecked(strip.is_soloed)
        self._phase.setChecked(strip.is_phase_inverted)
        room_px = WIDTH_PX - _TARGET_PX - MARGINS[0] - MARGINS[2] - 2
        show_elided(self._name, track.name, room_px)
        self._name.setToolTip(track.name)
        self.setAccessibleName(self.tr("Strip of {0}").format(track.name))
        self.update()

    def follow_listening(self) -> None:
        """Show whether it is listened to."""
        monitoring, name = self.bridge.session.monitoring, self._track.name
        self._listen.setText(AFTER_FADER if monitoring.is_after_fader else BEFORE_FADER)
        title = self.tr("Listen to {0} alone, after its fader") if monitoring.is_after_fader else ""
        title = (title or self.tr("Listen to {0} alone, before its fader")).format(name)
        self._listen.setAccessibleName(title)
        self._listen.setToolTip(title)
        self._listen.setChecked(self.track_id in monitoring.now.lane_ids)

    def let_go(self) -> None:
        """Stop following how it is listened to."""
        self.bridge.listening_changed.disconnect(self._connection)

    def open_devices(self) -> None:
        """See `StripFrame`."""
        self._opened(self.track_id, "")

    def step_gain(self, step_db: float) -> None:
        """See `StripFrame`; steps that follow each other are one step of the history."""
        title, gain_db = f"Level of {self._track.name}", round(self._track.strip.gain_db + step_db, 1)
        self.bridge.edit(
            title, strips.set_gain({self.track_id}, min(max(gain_db, -60.0), 12.0)), f"level {self.track_id}"
        )

    def press_letter(self, letter: str) -> None:
        """See `StripFrame`."""
        (self._mute if letter == "M" else self._solo).click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            pick_track(self.bridge.session.selection, self.bridge.project, self.track_id, event.modifiers())
            self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < MARGINS[1] + _TARGET_PX:
            ask_name(self, self.bridge, self._track)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_strip_menu(self, self.bridge, self._track, self.open_devices, event.globalPos())

    def _make_switches(self, name: str) -> None:
        ids = {self.track_id}
        self._mute = self._switch("M", self.tr("Mute {0}").format(name), "mute", "Mute", partial(strips.set_mute, ids))
        self._solo = self._switch("S", self.tr("Solo {0}").format(name), "solo", "Solo", partial(strips.set_solo, ids))
        turned = self.tr("Turn {0} upside down").format(name)
        self._phase = self._switch("ø", turned, "solo", "Invert phase", partial(strips.invert_phase, ids))
        monitoring = self.bridge.session.monitoring
        self._listen = LetterToggle(
            BEFORE_FADER, "", "listen", lambda on: monitoring.listen([self.track_id], on), width_px=_LISTEN_PX
        )
        self._connection = self.bridge.listening_changed.connect(self.follow_listening)

    def _switch(self, letter: str, title: str, kind: str, step: str, edit: Callable[[bool], Edit]) -> LetterToggle:
        return LetterToggle(letter, title, kind, lambda on: self.bridge.edit(step, edit(on)), width_px=_TARGET_PX)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(GAP_PX)
        head, switches, levels = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._name, 1)
        head.addWidget(self._menu)
        switches.setSpacing(0)
        for widget in (self._mute, self._solo, self._listen, self._phase):
            switches.addWidget(widget)
        levels.setSpacing(6)
        levels.addWidget(self.meter)
        levels.addWidget(self.fader, 1)
        layout.addLayout(head)
        layout.addWidget(self.devices)
        layout.addWidget(self.knobs)
        layout.addLayout(switches)
        layout.addLayout(levels, 1)
        layout.addWidget(self.gain_field)

    def _set_parts_in_order(self) -> None:
        fixed_px = MARGINS[1] + MARGINS[3] + 2 * _TARGET_PX + VALUE_PX + 3 * GAP_PX
        knobs, values = Part(SHORT_PX + GAP_PX, self.knobs.setVisible), Part(TALL_PX - SHORT_PX, self.knobs.set_tall)
        self.set_parts(fixed_px, (knobs, DEVICE_ROW, values, DEVICE_ROW, DEVICE_ROW))
        self.follow_listening()

    def _show_menu(self) -> None:
        place = self._menu.mapToGlobal(self._menu.rect().bottomLeft())
        show_strip_menu(self, self.bridge, self._track, self.open_devices, place)

    def _choose_send(self) -> None:
        show_sends(self, self.bridge, self._track, self.knobs.mapToGlobal(QPoint(0, self.knobs.height())))

    def _toggle_device(self, device: Device) -> None:
        self.bridge.edit("Switch effect", strips.toggle_device(self.track_id, device.id, not device.is_on))

    def _set_send(self, bus_id: str, gain_db: float) -> None:
        self._drag.preview("Send", strips.set_send(self.track_id, bus_id, round(gain_db, 1)))

    def _type_gain(self, gain_db: float) -> None:
        self.bridge.edit(f"Level of {self._track.name}", strips.set_gain({self.track_id}, gain_db))

    def _set_gain(self, gain_db: float) -> None:
        self._drag.preview(f"Level of {self._track.name}", strips.set_gain({self.track_id}, round(gain_db, 1)))

    def _set_pan(self, pan: float) -> None:
        self._drag.preview(f"Pan of {self._track.name}", strips.set_pan({self.track_id}, pan))
