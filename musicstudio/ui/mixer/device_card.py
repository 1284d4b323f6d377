# SPDX-License-Identifier: GPL-3.0-or-later
"""One effect of the chain in full: its head, and its knobs. Kinds with a picture have a card of their own."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from musicstudio.app.audio.plugin_editor import open_editor
from musicstudio.mixing.devices import KEYED_KINDS, PLUGIN, ParamSpec, device_values
from musicstudio.mixing.hosting.as_device import spec_of, title_of
from musicstudio.project.model import Device

from ..widgets import Choice, ScrollColumn, icon_button, label, muted, push_button
from ..words import say
from .chain_editing import ChainEditing, DeviceTurning
from .device_menu import show_device_menu
from .device_rows import PowerDot
from .param_knob import HEIGHT_PX, WIDTH_PX, ParamChoice, ParamKnob, control_for
from .preset_menu import PresetMenu
from .stopped_row import StoppedRow

_ROWS, _MOST_COLUMNS = 2, 6
_MAX_KNOBS, _KEY_PX = 64, 156


class DeviceCard(QFrame):
    """Follows one effect by id. ``chosen()`` when the user works in it."""

    def __init__(self, editing: ChainEditing, device: Device, chosen: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.editing, self.device, self._chosen = editing, device, chosen
        self.turning = self.make_turning()
        self.title = say(title_of(device))
        self.setAccessibleName(f"{self.title}, {editing.name}")
        self._controls: dict[str, ParamKnob | ParamChoice] = {}
        self.column, self.head = QVBoxLayout(self), QHBoxLayout()
        self.column.setContentsMargins(10, 6, 10, 8)
        self.column.setSpacing(6)
        self._power: PowerDot | None = None
        self._key: Choice | None = None
        self.stopped: StoppedRow | None = None
        self.make_head()
        if self.stopped is not None:
            self.column.addWidget(self.stopped)
        self.build()

    def make_turning(self) -> DeviceTurning:
        """What turning its knobs does."""
        return DeviceTurning(self.editing, self.device.id)

    def build(self) -> None:
        """What stands below the head; here a knob for each parameter."""
        spec = spec_of(self.device)
        if spec is None:
            self.column.addWidget(muted(self.tr("This effect is not known here; its settings are kept."), wraps=True))
            self.column.addStretch(1)
            return
        hint = muted(say(spec.hint), wraps=True)
        hint.setMaximumWidth(_MOST_COLUMNS * WIDTH_PX)
        self.column.addWidget(hint)
        self.add_knobs(spec.params[:_MAX_KNOBS], self.column)

    def add_knobs(self, params: Sequence[ParamSpec], column: QVBoxLayout, rows: int = _ROWS) -> None:
        """Knobs in rows that scroll where there are many."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        width = sum(2 if param.choices else 1 for param in params)
        columns = min(_MOST_COLUMNS, max(2, -(-width // rows)))
        row = place = 0
        for param in params:
            control = self._controls[param.name] = control_for(param, self.turning, self.accessibleName())
            span = 2 if param.choices else 1
            if place + span > columns:
                row, place = row + 1, 0
            grid.addWidget(control, row, place, 1, span, Qt.AlignmentFlag.AlignTop)
            place += span
        scroll = ScrollColumn(margin=0, is_clear=True)
        scroll.add(holder)
        scroll.column.addStretch(1)
        scroll.setMinimumSize(columns * (WIDTH_PX + 4) + 10, HEIGHT_PX)
        if rows == 1 and width <= columns:
            scroll.setFixedHeight(HEIGHT_PX + 2)
        column.addWidget(scroll, 1)

    def follow(self, device: Device, color: QColor) -> None:
        """Show the effect as it stands, in its strip's color."""
        self.device = device
        if self._power is not None:
            self._power.setChecked(device.is_on)
        if spec_of(device) is None:
            return
        values = device_values(device)
        for name, control in self._controls.items():
            if name in values:
                control.follow(values[name])
        if self._key is not None:
            self._offer_keys(self._key)

    def look_after_plugin(self) -> None:
        """Tell whether a plug-in stopped."""
        if self.stopped is not None:
            self.stopped.follow(self.why_stopped())

    def show_level(self, level_db: float, reduction_db: float) -> None:
        """What it hears now and by how much it turns down, where it shows that."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._chosen()

    def make_head(self) -> None:
        """Its switch, its name, presets and what else can be done with it."""
        head, menu = self.head, icon_button("ellipsis", self.tr("More for {0}").format(self.title), style="tiny")
        head.setSpacing(6)
        self._power = PowerDot(self.tr("Switch {0}").format(self.title), self._toggle)
        head.addWidget(self._power)
        head.addWidget(label(self.title, "title"))
        preset = push_button(self.tr("Presets"), style="segment")
        preset.setAccessibleName(self.tr("Presets of {0}").format(self.title))
        preset.clicked.connect(
            lambda: PresetMenu(self, self.editing, self.device).show_at(preset.mapToGlobal(preset.rect().bottomLeft()))
        )
        head.addWidget(preset)
        if self.device.kind == PLUGIN:
            self.add_plugin_head()
        self.slot = QHBoxLayout()
        head.addLayout(self.slot)
        head.addStretch(1)
        if self.device.kind in KEYED_KINDS and self.editing.chain.follow_track(self.device.id, "") is not None:
            self._key = Choice(self.tr("Side-chain of {0}").format(self.title), self._follow_track)
            self._key.setMinimumWidth(_KEY_PX)
            head.addWidget(self._key)
        menu.setFixedSize(24, 24)
        menu.clicked.connect(
            lambda: show_device_menu(self, self.editing, self.device, menu.mapToGlobal(menu.rect().bottomLeft()))
        )
        head.addWidget(menu)
        self.column.addLayout(head)

    def add_plugin_head(self) -> None:
        """What a plug-in of others has in its head: what it is, and its own window."""
        self.head.addWidget(label("VST3", "small"))
        self.head.addWidget(push_button(self.tr("Open"), self._open_window, style="segment"))
        self.stopped = StoppedRow(self.title, self.start_again)

    def start_again(self) -> None:
        """Let a plug-in that stopped play again."""
        self.editing.bridge.player.start_again(self.device.id)

    def why_stopped(self) -> str:
        """Why a plug-in is bypassed; empty where it plays."""
        return self.editing.bridge.player.stopped_plugins.get(self.device.id, "")

    def _open_window(self) -> None:
        """Show the plug-in's own window; what it leaves becomes a step when it is closed."""
        session = self.editing.bridge.session
        session.try_to(lambda: open_editor(session, self.device.id))

    def _offer_keys(self, choice: Choice) -> None:
        """Which track it listens to: its own, or another's."""
        is_ducker = self.device.kind == "ducker"
        own = self.tr("Listens to a role, as set") if is_ducker else self.tr("Listens to itself")
        tracks = self.editing.bridge.project.tracks
        rows = [track for track in tracks if track.kind != "bus" and track.id != self.editing.chain.owner_id]
        choices: list[tuple[object, str]] = [("", own)]
        choices += [(track.id, self.tr("Listens to {0}").format(track.name)) for track in rows]
        choice.set_choices(choices, self.device.key_id)

    def _follow_track(self, key_id: object) -> None:
        self.editing.follow_track(self.device, str(key_id))

    def _toggle(self) -> None:
        self.editing.toggle(self.device)
