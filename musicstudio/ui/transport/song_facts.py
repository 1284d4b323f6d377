# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, key and metre at the playhead as buttons; pressing one opens a small form to change it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from musicstudio.project.keys import key_at, key_changes_of

from ..session_bridge import SessionBridge
from ..widgets import push_button

_AROUND_PX = 22


class SongFacts(QWidget):
    """Each button asks the question of an action, below itself."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._shown: tuple[str, ...] = ()
        self._tempo = push_button("", lambda: self._ask(self._tempo, "song.tempo"))
        self._key = push_button("", lambda: self._ask(self._key, "song.key"))
        self._meter = push_button("", lambda: self._ask(self._meter, "song.meter"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for button in (self._tempo, self._key, self._meter):
            layout.addWidget(button)
        for signal in (bridge.ticked, bridge.transport_changed):
            signal.connect(self._follow)
        bridge.watch(self._follow, "tempo_map", "key", "sections")
        self._follow()

    def _follow(self) -> None:
        project = self.bridge.project
        tick = max(0, project.tempo_map.ticks_at(self.bridge.player.position_s))
        bpm, meter = project.tempo_map.bpm_at(tick), project.tempo_map.meter_at(tick)
        key = key_at(key_changes_of(project), tick)
        texts = (f"{round(bpm, 2):g} BPM", key.name, f"{meter.numerator}/{meter.denominator}")
        if texts == self._shown:
            return
        self._shown = texts
        names = (self.tr("Tempo"), self.tr("Key"), self.tr("Metre"))
        for button, text, name in zip((self._tempo, self._key, self._meter), texts, names, strict=True):
            button.setText(text)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(text) + _AROUND_PX)
            button.setAccessibleName(f"{name}: {text}")
            button.setToolTip(name)

    def _ask(self, button: QPushButton, action_id: str) -> None:
        self.bridge.run(action_id, button.mapToGlobal(QPoint(0, button.height() + 4)))
