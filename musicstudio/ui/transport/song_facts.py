# SPDX-License-Identifier: GPL-3.0-or-later
"""Tempo, key and metre as buttons; pressing one opens a small form to change it."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from musicstudio.project.edits.song import set_key
from musicstudio.project.edits.tempo import set_meter, set_tempo
from musicstudio.project.model import Key, Project

from ..session_bridge import SessionBridge
from ..widgets import Choice, label, primary_button, push_button

_METERS = ((2, 4), (3, 4), (4, 4), (5, 4), (6, 8), (7, 8), (9, 8), (12, 8))
_MODES = ("major", "minor", "dorian", "mixolydian", "lydian", "phrygian")


class SongFacts(QWidget):
    """What the song's first tempo, key and metre are."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._tempo = push_button("", self._edit_tempo)
        self._key = push_button("", self._edit_key)
        self._meter = push_button("", self._edit_meter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for button in (self._tempo, self._key, self._meter):
            layout.addWidget(button)
        bridge.project_changed.connect(lambda _: self._follow())
        self._follow()

    def _follow(self) -> None:
        project = self.bridge.project
        tempo, meter = project.tempo_map.tempos[0], project.tempo_map.meters[0]
        texts = (f"{tempo.bpm:g} BPM", project.key.name, f"{meter.numerator}/{meter.denominator}")
        names = (self.tr("Tempo"), self.tr("Key"), self.tr("Metre"))
        for button, text, name in zip((self._tempo, self._key, self._meter), texts, names, strict=True):
            button.setText(text)
            button.setAccessibleName(f"{name}: {text}")
            button.setToolTip(name)

    def _edit_tempo(self) -> None:
        field = QDoubleSpinBox()
        field.setRange(10, 1000)
        field.setDecimals(2)
        field.setValue(self.bridge.project.tempo_map.tempos[0].bpm)
        field.setAccessibleName(self.tr("Beats a minute"))
        self._open(
            self._tempo, self.tr("Beats a minute"), field, lambda: self._apply("Set tempo", set_tempo(field.value()))
        )

    def _edit_key(self) -> None:
        field = Choice(self.tr("Key"))
        keys = [Key(tonic, mode) for mode in _MODES for tonic in range(12)]
        field.set_choices([((key.tonic, key.mode), key.name) for key in keys], _pair(self.bridge.project))
        self._open(self._key, self.tr("Key"), field, lambda: self._apply("Set key", set_key(Key(*field.currentData()))))

    def _edit_meter(self) -> None:
        field = Choice(self.tr("Metre"))
        meter = self.bridge.project.tempo_map.meters[0]
        field.set_choices([(each, f"{each[0]}/{each[1]}") for each in _METERS], (meter.numerator, meter.denominator))
        self._open(
            self._meter, self.tr("Metre"), field, lambda: self._apply("Set metre", set_meter(*field.currentData()))
        )

    def _apply(self, title: str, edit) -> None:
        self.bridge.edit(title, edit)

    def _open(self, button: QPushButton, title: str, field: QWidget, apply: Callable[[], None]) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("card")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(popup)
        layout.addWidget(label(title, "muted"))
        layout.addWidget(field)
        layout.addWidget(primary_button(self.tr("Set"), lambda: (apply(), popup.close())))
        field.setMinimumWidth(150)
        popup.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        popup.show()
        field.setFocus()


def _pair(project: Project) -> tuple[int, str]:
    return project.key.tonic, project.key.mode
