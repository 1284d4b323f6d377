# SPDX-License-Identifier: GPL-3.0-or-later
"""The effects of one strip: a list to add, switch and remove, and the knobs (and curve) of the chosen one."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from musicstudio.core.ids import new_id
from musicstudio.mixing.devices import DEVICES, KEYED_KINDS, device_values
from musicstudio.mixing.hosting.as_device import device_of, spec_of, title_of
from musicstudio.mixing.hosting.scanning import KnownPlugin, known_plugins, scan
from musicstudio.project.edits import Edit, compose_edits
from musicstudio.project.model import Device

from ..document_drag import DocumentDrag
from ..session_bridge import SessionBridge
from ..widgets import Choice, Heading, ScrollColumn, icon_button, muted, push_button
from ..widgets.scroll import clear_layout, paint_ground
from ..words import say
from .chain import Chain
from .knob_row import ParamRow
from .level_curve import KINDS as LEVEL_KINDS
from .level_curve import LevelCurve


class DeviceEditor(QWidget):
    """Follows the chain until it is closed."""

    def __init__(self, bridge: SessionBridge, chain: Chain, closed: Callable[[], object]) -> None:
        super().__init__()
        self.bridge, self.chain = bridge, chain
        paint_ground(self)
        self._drag = DocumentDrag(bridge, can_begin_again=True)
        self._device_id = ""
        self._rows: dict[str, ParamRow] = {}
        self._plot: Any = None
        self._shown: tuple[str, ...] = ("",)
        self._list, self._knobs = QVBoxLayout(), QGridLayout()
        self._arrange(closed)
        self._connection = bridge.watch(self.follow, "strips", "master")
        self.follow()

    def close_editor(self) -> None:
        """Stop following the document."""
        self.bridge.project_changed.disconnect(self._connection)

    def follow(self) -> None:
        """Show the chain as it stands."""
        devices = self.chain.devices(self.bridge.project)
        ids = tuple(device.id + str(device.is_on) for device in devices)
        if self._chosen_device() is None:
            self._device_id = devices[0].id if devices else ""
        shown = (*ids, self._device_id)
        if shown != self._shown:
            self._shown = shown
            self._build_list(devices)
            self._build_knobs()
        self._show_values()

    def _arrange(self, closed: Callable[[], object]) -> None:
        side = QWidget()
        side.setFixedWidth(220)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(icon_button("chevron-left", self.tr("Back to the mixer"), closed, style="plain"))
        head.addWidget(Heading(self.chain.name(self.bridge.project)), 1)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(push_button(self.tr("Add an effect"), self._choose_kind, icon_name="plus"))
        column.addStretch(1)
        scroll = ScrollColumn(margin=0)
        scroll.column.addLayout(self._knobs)
        scroll.column.addStretch(1)
        self._knobs.setHorizontalSpacing(24)
        self._knobs.setVerticalSpacing(2)
        self._plot_place = QVBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(16)
        layout.addWidget(side)
        layout.addLayout(self._plot_place, 2)
        layout.addWidget(scroll, 3)

    def _build_list(self, devices: tuple[Device, ...]) -> None:
        clear_layout(self._list)
        for device in devices:
            title = say(title_of(device))
            row = QHBoxLayout()
            row.setSpacing(2)
            button = push_button(title, partial(self._choose, device.id), style="row")
            button.setCheckable(True)
            button.setChecked(device.id == self._device_id)
            switch = icon_button(
                "power",
                self.tr("Switch {0}").format(title),
                partial(self._toggle, device),
                style="plain",
                checkable=True,
            )
            switch.setChecked(device.is_on)
            remove = icon_button("x", self.tr("Remove {0}").format(title), partial(self._remove, device), style="plain")
            earlier = icon_button(
                "chevron-left",
                self.tr("Move {0} earlier in the chain").format(title),
                partial(self._move_earlier, device),
                style="plain",
            )
            earlier.setEnabled(device is not devices[0])
            row.addWidget(switch)
            row.addWidget(button, 1)
            row.addWidget(earlier)
            row.addWidget(remove)
            self._list.addLayout(row)
        if not devices:
            self._list.addWidget(muted(self.tr("No effects yet."), wraps=True))

    def _build_knobs(self) -> None:
        clear_layout(self._knobs)
        clear_layout(self._plot_place)
        self._rows, self._plot = {}, None
        device = self._chosen_device()
        spec = spec_of(device) if device else None
        if device is None or spec is None:
            return
        self._knobs.addWidget(muted(say(spec.hint), wraps=True), 0, 0, 1, 2)
        half = -(-len(spec.params) // 2) if len(spec.params) > 6 else len(spec.params)
        for index, param in enumerate(spec.params):
            row = ParamRow(param, partial(self._turn_one, param.name), self._drag.finish)
            self._rows[param.name] = row
            self._knobs.addWidget(row, 1 + index % half, index // half, Qt.AlignmentFlag.AlignTop)
        self._offer_key(device, 1 + half)
        if device.kind in LEVEL_KINDS:
            self._plot = LevelCurve()
            self._plot_place.addWidget(self._plot)
        if device.kind == "eq":
            from .eq_plot import EqPlot  # pyqtgraph takes a second to import: only when a plot is shown

            self._plot = EqPlot(self._turn, self._drag.finish)
            self._plot_place.addWidget(self._plot)

    def _offer_key(self, device: Device, row: int) -> None:
        """Which track a dynamics effect listens to: its own, or another's (side-chain)."""
        if device.kind not in KEYED_KINDS or self.chain.follow_track(device.id, "") is None:
            return
        own = self.tr("Listens to a role, as set above") if device.kind == "ducker" else self.tr("Listens to itself")
        rows = [
            track for track in self.bridge.project.tracks if track.kind != "bus" and track.id != self.chain.owner_id
        ]
        choices: list[tuple[object, str]] = [("", own)]
        choices += [(track.id, self.tr("Listens to {0}").format(track.name)) for track in rows]
        choice = Choice(self.tr("Side-chain"), partial(self._follow_track, device.id))
        choice.set_choices(choices, device.key_id)
        self._knobs.addWidget(choice, row, 0, 1, 2)

    def _follow_track(self, device_id: str, key_id: object) -> None:
        edit = self.chain.follow_track(device_id, str(key_id))
        if edit is not None:
            self._edit("Side-chain", edit)

    def _show_values(self) -> None:
        device = self._chosen_device()
        if device is None or not self._rows:
            return
        for name, value in device_values(device).items():
            if name in self._rows:
                self._rows[name].follow(value)
        if self._plot is not None:
            self._plot.follow(device)

    def _chosen_device(self) -> Device | None:
        devices = self.chain.devices(self.bridge.project)
        return next((device for device in devices if device.id == self._device_id), None)

    def _choose(self, device_id: str) -> None:
        self._device_id = device_id
        self.follow()

    def _choose_kind(self) -> None:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for spec in DEVICES.values():
            menu.addAction(say(spec.title), partial(self._add, spec.kind)).setToolTip(say(spec.hint))
        menu.addSeparator()
        self._offer_plugins(menu.addMenu(self.tr("Plug-ins")))
        menu.exec(self.cursor().pos())
        menu.deleteLater()

    def _offer_plugins(self, menu: QMenu) -> None:
        """Third-party effects that can be used, those that cannot with the reason, and the search for more."""
        menu.setToolTipsVisible(True)
        for known in known_plugins():
            action = menu.addAction(known.title, partial(self._add_plugin, known))
            action.setEnabled(not known.failure and not known.is_instrument)
            action.setToolTip(known.failure or known.maker)
        menu.addSeparator()
        menu.addAction(self.tr("Look for plug-ins"), self._look_for_plugins)

    def _look_for_plugins(self) -> None:
        self.bridge.session.jobs.submit(self.tr("Looking for plug-ins"), scan)

    def _add_plugin(self, known: KnownPlugin) -> None:
        device = device_of(known)
        self._device_id = device.id
        self._edit(f"Add {known.title}", self.chain.add(device))

    def _add(self, kind: str) -> None:
        device = Device(new_id("device"), kind)
        self._device_id = device.id
        self._edit(f"Add {DEVICES[kind].title}", self.chain.add(device))

    def _toggle(self, device: Device) -> None:
        self._edit("Switch effect", self.chain.toggle(device.id, not device.is_on))

    def _move_earlier(self, device: Device) -> None:
        place = [each.id for each in self.chain.devices(self.bridge.project)].index(device.id)
        self._edit("Move effect", self.chain.move(device.id, place - 1))

    def _remove(self, device: Device) -> None:
        self._edit("Remove effect", self.chain.remove(device.id))

    def _turn_one(self, name: str, value: float) -> None:
        self._turn({name: value})

    def _turn(self, values: dict[str, float]) -> None:
        edits = [self.chain.set_param(self._device_id, name, value) for name, value in values.items()]
        self._drag.preview("Turn a knob", compose_edits(*edits))

    def _edit(self, title: str, edit: Edit) -> None:
        self.bridge.edit(title, edit)
