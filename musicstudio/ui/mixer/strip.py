# SPDX-License-Identifier: GPL-3.0-or-later
"""One channel strip of the mixer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout

from musicstudio.mixing.hosting.as_device import title_of
from musicstudio.project.edits import Edit, strips
from musicstudio.project.model import Device, Send, Track

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..theme import current
from ..widgets import Fader, LetterToggle, Meter, PanKnob, label, push_button
from .eq_thumbnail import EqThumbnail
from .gain_field import GainField
from .send_knobs import SendKnobs

WIDTH_PX = 110
_NEW_SEND_DB = -12.0
TALL_PX = 400


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
        self._sends = SendKnobs(name, self._set_send, self._drag.finish, self._choose_send)
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
        self._phase = LetterToggle(
            "ø",
            self.tr("Turn {0} upside down").format(name),
            "solo",
            lambda on: self._edit("Invert phase", strips.invert_phase({track.id}, on)),
        )
        self._meter = Meter(self.tr("Meter of {0}").format(name), bar_px=8)
        self._gain_field = GainField(self.tr("Level of {0} in decibels").format(name), self._type_gain)
        self._name = label("", "title")
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
        self._sends.follow(self.bridge.project, strip.sends)
        self._fader.set_gain_db(strip.gain_db)
        self._pan.set_pan(strip.pan)
        self._mute.setChecked(strip.is_muted)
        self._solo.setChecked(strip.is_soloed)
        self._phase.setChecked(strip.is_phase_inverted)
        self._gain_field.set_gain_db(strip.gain_db)
        self._name.setText(self._elide(track.name))
        self._name.setToolTip(track.name)
        self.setAccessibleName(self.tr("Strip of {0}").format(track.name))

    def show_levels(self) -> None:
        """Follow the player's meter."""
        self._meter.show_levels(*self.bridge.levels(self.track_id))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current().track(self._track))
            painter.drawRoundedRect(QRectF(6, 0, self.width() - 12, 2.5), 1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._eq.setVisible(self.height() >= TALL_PX)  # the fader keeps its travel where the dock is short

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(7, 7, 7, 6)
        layout.setSpacing(3)
        switches = QHBoxLayout()
        switches.setSpacing(2)
        for widget in (self._mute, self._solo, self._phase, self._pan):
            switches.addWidget(widget)
        levels = QHBoxLayout()
        levels.setSpacing(8)
        levels.addStretch(1)
        levels.addWidget(self._meter)
        levels.addWidget(self._fader)
        levels.addStretch(1)
        for row in (self._name, self._eq, self._devices, self._sends):
            layout.addWidget(row)
        layout.addLayout(switches)
        layout.addLayout(levels, 1)
        layout.addWidget(self._gain_field)

    def _elide(self, text: str) -> str:
        return self._name.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, WIDTH_PX - 22)

    def _choose_send(self) -> None:
        """Which buses it sends to, and from where."""
        menu = QMenu(self)
        now = {send.bus_id: send for send in self._track.strip.sends}
        for bus in [track for track in self.bridge.project.tracks if track.kind == "bus" and track.id != self.track_id]:
            send = now.get(bus.id)
            action = menu.addAction(bus.name, partial(self._switch_send, bus, send is None))
            action.setCheckable(True)
            action.setChecked(send is not None)
            if send is not None:
                before = menu.addAction(self.tr("    before the fader"), partial(self._move_send, bus, send))
                before.setCheckable(True)
                before.setChecked(send.is_pre_fader)
        if menu.isEmpty():
            menu.addAction(self.tr("The song has no buses to send to")).setEnabled(False)
        menu.exec(self._sends.mapToGlobal(self._sends.rect().bottomLeft()))
        menu.deleteLater()

    def _switch_send(self, bus: Track, is_on: bool) -> None:
        level_db = _NEW_SEND_DB if is_on else None
        self._edit(f"Send to {bus.name}", strips.set_send(self.track_id, bus.id, level_db))

    def _move_send(self, bus: Track, send: Send) -> None:
        edit = strips.set_send(self.track_id, bus.id, send.gain_db, not send.is_pre_fader)
        self._edit(f"Send to {bus.name}", edit)

    def _set_send(self, bus_id: str, gain_db: float) -> None:
        self._preview("Send", strips.set_send(self.track_id, bus_id, round(gain_db, 1)))

    def _type_gain(self, gain_db: float) -> None:
        self._edit(f"Level of {self._track.name}", strips.set_gain({self.track_id}, gain_db))

    def _set_gain(self, gain_db: float) -> None:
        self._preview(f"Level of {self._track.name}", strips.set_gain({self.track_id}, round(gain_db, 1)))

    def _set_pan(self, pan: float) -> None:
        self._preview(f"Pan of {self._track.name}", strips.set_pan({self.track_id}, pan))

    def _edit(self, title: str, edit: Edit) -> None:
        self.bridge.edit(title, edit)

    def _preview(self, title: str, edit: Edit) -> None:
        self._drag.preview(title, edit)


def device_names(devices: tuple[Device, ...]) -> str:
    """``EQ · Comp``: the effects that are on, short."""
    return " · ".join(_short(device) for device in devices if device.is_on)


def _short(device: Device) -> str:
    short = {"eq": "EQ", "compressor": "Comp", "deesser": "De-ess", "saturator": "Sat", "stereo_width": "Width"}
    return short.get(device.kind) or title_of(device)
