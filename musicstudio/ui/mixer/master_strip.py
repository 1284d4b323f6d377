# SPDX-License-Identifier: GPL-3.0-or-later
"""The master's strip: effects, loudness, ways to listen, fader and meter."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from musicstudio.project.edits.song import set_master_fader, switch_master, toggle_master_device
from musicstudio.project.model import Device

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..song_sound_state import SongSoundState
from ..widgets import Fader, LetterToggle, icon_button, label, push_button
from .chain import MASTER_ID
from .device_rows import DeviceRows
from .gain_field import GainField
from .mastering_chains import offer_chains
from .strip import AFTER_FADER
from .strip_frame import DEVICE_ROW, GAP_PX, MARGINS, VALUE_PX, Part, StripFrame
from .strip_meter import StripMeter

WIDTH_PX = 150
_TARGET_PX, _NUMBERS_PX = 24, 48
_SILENT_LUFS = -70.0


class MasterStrip(StripFrame):
    """Stands at the right of the desk, whatever is scrolled."""

    def __init__(
        self,
        bridge: SessionBridge,
        sound: SongSoundState,
        opened: Callable[[str, str], object],
        added: Callable[[str], object],
        balanced: Callable[[], object],
        matched: Callable[[Path], object],
    ) -> None:
        """opened, added: to edit the effects and to add one. balanced, matched: to ask the assistant."""
        super().__init__(WIDTH_PX)
        self.setAccessibleName(self.tr("Strip of the master"))
        self._balanced, self._matched, self._opened, self._sound = balanced, matched, opened, sound
        self.bridge, self._drag = bridge, DocumentDrag(bridge, can_begin_again=True)
        self._is_open, self._peak_db = False, _SILENT_LUFS
        self.devices = DeviceRows(
            self.tr("Master"), partial(opened, MASTER_ID), self._toggle_device, partial(added, MASTER_ID)
        )
        self._switch = push_button(self.tr("Mastering"), self._toggle, style="stripRow")
        self._switch.setCheckable(True)
        self._switch.setFixedHeight(_TARGET_PX)
        self.fader = Fader(self.tr("Level of the master"), self._set_gain, self._drag.finish)
        self.meter = StripMeter(self.tr("Meter of the master"), bridge)
        self.gain_field = GainField(self.tr("Level of the master in decibels"), self._type_gain)
        self._assistant = icon_button("chevron-down", self.tr("Assistant"), self._choose_help, style="tiny")
        self._assistant.setFixedSize(_TARGET_PX, _TARGET_PX)
        self._numbers, self._figures = QWidget(), [label("", "small") for _ in range(3)]
        self._listening = self._make_listening()
        self._arrange()
        bridge.listening_changed.connect(self._follow_listening)
        sound.changed.connect(self._show_numbers)
        self.follow()
        self._follow_listening()
        self._show_numbers()

    @property
    def is_chosen(self) -> bool:
        """See `StripFrame`."""
        return self._is_open

    def set_open(self, is_open: bool) -> None:
        """Whether its effects are the ones that are shown."""
        self._is_open = is_open
        self.update()

    def follow(self) -> None:
        """Show the document's master."""
        master = self.bridge.project.master
        self.devices.follow(self.tr("Master"), master.devices)
        self._switch.setChecked(master.is_on)
        self._switch.setText(self.tr("Mastering on") if master.is_on else self.tr("Mastering bypassed"))
        self._switch.setAccessibleName(
            self.tr("Mastering chain on") if master.is_on else self.tr("Mastering chain bypassed")
        )
        self.fader.set_gain_db(master.fader_db)
        self.gain_field.set_gain_db(master.fader_db)

    def show_levels(self) -> None:
        """Follow the player's meter."""
        self.meter.follow()
        if self._numbers.isVisible():
            self._peak_db = (
                max(self._peak_db, *self.bridge.levels()) if self.bridge.player.is_playing else self._peak_db
            )
            self._show_numbers()

    def open_devices(self) -> None:
        """See `StripFrame`."""
        self._opened(MASTER_ID, "")

    def step_gain(self, step_db: float) -> None:
        """See `StripFrame`; steps that follow each other are one step of the history."""
        fader_db = round(self.bridge.project.master.fader_db + step_db, 1)
        self.bridge.edit("Level of the master", set_master_fader(min(max(fader_db, -60.0), 12.0)), "level master")

    def _make_listening(self) -> QWidget:
        """Dim, mono, what the strips' buttons mean, and the comparison with the mix."""
        monitoring, body = self.bridge.session.monitoring, QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        ways: tuple[tuple[str, str, Callable[[bool], object], int], ...] = (
            (self.tr("Dim"), self.tr("Dim by 20 dB"), monitoring.dim, 50),
            (self.tr("Mono"), self.tr("Listen in mono"), monitoring.hear_mono, 60),
            (AFTER_FADER, self.tr("The strips listen after their faders (AFL)"), monitoring.choose_place, 28),
            ("A/B", self.tr("Without mastering, equally loud"), lambda _: self._compare(), 28),
        )
        self._ways = [LetterToggle(name, tip, "listen", do, width_px=width) for name, tip, do, width in ways]
        for way in self._ways[:-1]:
            row.addWidget(way)
        return body

    def _compare(self) -> None:
        self._sound.compare()
        self._follow_listening()

    def _follow_listening(self) -> None:
        monitoring = self.bridge.session.monitoring
        now = monitoring.now
        for way, is_on in zip(
            self._ways, (now.is_dimmed, now.is_mono, monitoring.is_after_fader, now.is_unmastered), strict=True
        ):
            way.setChecked(is_on)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*MARGINS)
        layout.setSpacing(GAP_PX)
        head, levels = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label(self.tr("Master"), "title"), 1)
        head.addWidget(self._ways[-1])
        head.addWidget(self._assistant)
        levels.setSpacing(10)
        levels.addWidget(self.meter)
        levels.addWidget(self.fader, 1)
        numbers = QGridLayout(self._numbers)
        numbers.setContentsMargins(4, 0, 4, 0)
        numbers.setSpacing(0)
        for row, name in enumerate((self.tr("Short-term"), self.tr("Integrated"), self.tr("Peak"))):
            numbers.addWidget(label(name, "small"), row, 0)
            numbers.addWidget(self._figures[row], row, 1)
        numbers.setColumnStretch(0, 1)
        layout.addLayout(head)
        for widget in (self.devices, self._switch, self._numbers, self._listening):
            layout.addWidget(widget)
        layout.addLayout(levels, 1)
        layout.addWidget(self.gain_field)
        fixed_px = MARGINS[1] + MARGINS[3] + _TARGET_PX + VALUE_PX + 2 * GAP_PX
        row = _TARGET_PX + GAP_PX
        listening, switch = Part(row, self._listening.setVisible), Part(row, self._switch.setVisible)
        numbers_part = Part(_NUMBERS_PX + GAP_PX, self._numbers.setVisible)
        self.set_parts(fixed_px, (listening, DEVICE_ROW, numbers_part, switch, DEVICE_ROW, DEVICE_ROW, DEVICE_ROW))

    def _show_numbers(self) -> None:
        player, sound = self.bridge.player, self._sound.sound
        integrated = sound.finished.integrated_lufs if sound else _SILENT_LUFS
        for figure, value in zip(self._figures, (player.lufs_short, integrated, self._peak_db), strict=True):
            figure.setText(f"{value:z.1f}".replace("-", "−") if _SILENT_LUFS < value < 12 and value != 0 else "–")
        self._figures[1].setToolTip(
            self.tr("The song has changed since it was measured.") if self._sound.is_old else ""
        )

    def _choose_help(self) -> None:
        """What the assistant can do, and whole chains by name."""
        menu = QMenu(self)
        menu.addAction(self.tr("Effects of the master"), self.open_devices)
        menu.addAction(self.tr("Measure the song"), self._sound.ask)
        menu.addSeparator()
        menu.addAction(self.tr("Balance the tracks…"), self._balanced)
        menu.addAction(self.tr("Match a reference…"), self._choose_reference)
        offer_chains(menu.addMenu(self.tr("Mastering chains")), self.bridge)
        menu.exec(self._assistant.mapToGlobal(self._assistant.rect().bottomLeft()))
        menu.deleteLater()

    def _choose_reference(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A recording to match"))
        if path:
            self._matched(Path(path))

    def _toggle_device(self, device: Device) -> None:
        self.bridge.edit("Switch effect", toggle_master_device(device.id, not device.is_on))

    def _type_gain(self, gain_db: float) -> None:
        self.bridge.edit("Level of the master", set_master_fader(gain_db))

    def _toggle(self) -> None:
        is_on = self.bridge.project.master.is_on
        self.bridge.edit("Bypass mastering" if is_on else "Switch mastering on", switch_master(not is_on))
        self.follow()

    def _set_gain(self, gain_db: float) -> None:
        self._drag.preview("Level of the master", set_master_fader(round(gain_db, 1)))
