# SPDX-License-Identifier: GPL-3.0-or-later
"""One channel strip of the mixer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from musicstudio.core.errors import InputError
from musicstudio.mixing.devices import device_spec
from musicstudio.project.edits import Edit, strips
from musicstudio.project.model import Device, Track

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..theme import current
from ..widgets import Fader, LetterToggle, Meter, PanKnob, label, push_button
from ..widgets.levels import gain_text, pan_text
from .eq_thumbnail import EqThumbnail

WIDTH_PX = 104
_SEND_STEPS_DB = (None, -30.0, -24.0, -18.0, -12.0, -9.0, -6.0, -3.0, 0.0)


class ChannelStrip(QFrame):
    """Follows one track by id. ``opened(track id)`` is called to edit its effects."""

    def __init__(self, bridge: SessionBridge, track: Track, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH_PX)
        self.bridge, self.track_id, self._track = bridge, track.id, track
        self._drag = DocumentDrag(bridge, can_begin_again=True)
        self._shown: Track | None = None
        name = track.name
        self._eq = EqThumbnail(self.tr("Effects of {0}").format(name), lambda: opened(self.track_id))
        self._devices = push_button("", lambda: opened(self.track_id), style="stripRow")
        self._send = push_button("", self._choose_send, style="stripRow")
        self._fader = Fader(self.tr("Level of {0}").format(name), self._set_gain, self._drag.finish)
        self._pan = PanKnob(self.tr("Pan of {0}").format(name), self._set_pan, self._drag.finish)
        self._mute = LetterToggle(
            "M",
            self.tr("Mute {0}").format(name),
            "mute",
            lambda on: self._edit("Mute", strips.set_mute({track.id}, on)),
        )
        self._solo = LetterToggle(
            "S",
            self.tr("Solo {0}").format(name),
            "solo",
            lambda on: self._edit("Solo", strips.set_solo({track.id}, on)),
        )
        self._meter = Meter(self.tr("Meter of {0}").format(name), bar_px=8)
        self._gain_label, self._name = label("", "small"), label("", "title")
        self._arrange()
        self.follow(track)

    def follow(self, track: Track, *, is_anew: bool = False) -> None:
        """Show a new version of the track; nothing to do when it is shown, unless ``is_anew`` (a bus was renamed)."""
        if track is self._shown and not is_anew:
            return
        self._shown = track
        self._track, strip = track, track.strip
        self._eq.show_devices(strip.devices)
        names = device_names(strip.devices) or self.tr("No effects")
        self._devices.setText(self._elide(names))
        self._devices.setToolTip(names)
        self._devices.setAccessibleName(self.tr("Effects of {0}: {1}").format(track.name, names))
        self._send.setText(self._send_text())
        self._send.setAccessibleName(self.tr("Sends of {0}: {1}").format(track.name, self._send.text()))
        self._fader.set_gain_db(strip.gain_db)
        self._pan.set_pan(strip.pan)
        self._mute.setChecked(strip.is_muted)
        self._solo.setChecked(strip.is_soloed)
        self._gain_label.setText(f"{gain_text(strip.gain_db)}  {pan_text(strip.pan)}")
        self._name.setText(self._elide(track.name))
        self._name.setToolTip(track.name)
        self.setAccessibleName(self.tr("Strip of {0}").format(track.name))

    def show_levels(self) -> None:
        """Follow the player's meter."""
        self._meter.show_levels(*self.bridge.player.levels(self.track_id))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().role(self._track.role))
            painter.drawRoundedRect(QRectF(6, 0, self.width() - 12, 2.5), 1, 1)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 9, 8, 8)
        layout.setSpacing(3)
        switches = QHBoxLayout()
        switches.setSpacing(3)
        for widget in (self._mute, self._solo, self._pan):
            switches.addWidget(widget)
        levels = QHBoxLayout()
        levels.setSpacing(10)
        levels.addStretch(1)
        levels.addWidget(self._meter)
        levels.addWidget(self._fader)
        levels.addStretch(1)
        for row in (self._eq, self._devices, self._send):
            layout.addWidget(row)
        layout.addLayout(switches)
        layout.addLayout(levels, 1)
        layout.addWidget(self._gain_label)
        layout.addWidget(self._name)

    def _elide(self, text: str) -> str:
        return self._name.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDTH_PX - 22)

    def _send_text(self) -> str:
        sends = [send for send in self._track.strip.sends if self.bridge.project.track(send.bus_id)]
        if not sends:
            return self.tr("No sends")
        bus = self.bridge.project.track(sends[0].bus_id)
        first = bus.name if bus else ""
        more = f" +{len(sends) - 1}" if len(sends) > 1 else ""
        return f"{first} {sends[0].gain_db:.0f}{more}".replace("-", "−")

    def _choose_send(self) -> None:
        menu = QMenu(self)
        now = {send.bus_id: send.gain_db for send in self._track.strip.sends}
        for bus in [track for track in self.bridge.project.tracks if track.kind == "bus" and track.id != self.track_id]:
            levels = menu.addMenu(bus.name)
            for gain_db in _SEND_STEPS_DB:
                text = self.tr("Off") if gain_db is None else f"{gain_db:g} dB".replace("-", "−")
                action = levels.addAction(text, partial(self._set_send, bus, gain_db))
                action.setCheckable(True)
                action.setChecked(now.get(bus.id) == gain_db)
        if menu.isEmpty():
            menu.addAction(self.tr("The song has no buses to send to")).setEnabled(False)
        menu.exec(self._send.mapToGlobal(self._send.rect().bottomLeft()))
        menu.deleteLater()

    def _set_send(self, bus: Track, gain_db: float | None) -> None:
        self._edit(self.tr("Send to {0}").format(bus.name), strips.set_send(self.track_id, bus.id, gain_db))

    def _set_gain(self, gain_db: float) -> None:
        self._preview(
            self.tr("Level of {0}").format(self._track.name), strips.set_gain({self.track_id}, round(gain_db, 1))
        )

    def _set_pan(self, pan: float) -> None:
        self._preview(self.tr("Pan of {0}").format(self._track.name), strips.set_pan({self.track_id}, pan))

    def _edit(self, title: str, edit: Edit) -> None:
        self.bridge.edit(title, edit)

    def _preview(self, title: str, edit: Edit) -> None:
        self._drag.preview(title, edit)


def device_names(devices: tuple[Device, ...]) -> str:
    """``EQ · Comp``: the effects that are on, short."""
    return " · ".join(_short(device) for device in devices if device.is_on)


def _short(device: Device) -> str:
    short = {"eq": "EQ", "compressor": "Comp", "deesser": "De-ess", "saturator": "Sat", "stereo_width": "Width"}
    try:
        return short.get(device.kind) or device_spec(device.kind).title
    except InputError:
        return device.kind
