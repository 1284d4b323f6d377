# SPDX-License-Identifier: GPL-3.0-or-later
"""Chips of what was understood: styles with their share, instruments wanted and unwanted. Click to change."""

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QInputDialog, QWidget

from ..session_bridge import SessionBridge
from ..widgets import Chip, FlowLayout


class ChipRow(QWidget):
    """A click moves an instrument from wanted to unwanted to gone, and drops a style; + adds an instrument."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._flow = FlowLayout(self)
        self.setAccessibleName(self.tr("What was understood"))

    def show_found(self, found: dict[str, Any] | None) -> None:
        """Rebuild the chips."""
        self._flow.clear()
        for chip, pressed in self._chips(found or {}):
            chip.clicked.connect(lambda _=False, pressed=pressed: pressed())
            self._flow.addWidget(chip)
        self.setVisible(bool(found))
        self.updateGeometry()

    def _chips(self, found: dict[str, Any]) -> list[tuple[Chip, Callable[[], object]]]:
        if not found:
            return []
        styles = [(name, share) for name, share in found.get("styles", ()) if share >= 0.05]
        made: list[tuple[Chip, Callable[[], object]]] = [
            (Chip(f"{_words(name)} {round(share * 100)} %", "chipStyle", self.tr("Style. Click to leave it out.")),
             partial(self._drop_style, styles, name))
            for name, share in styles
        ]  # fmt: skip
        made += [
            (Chip(_words(name), "chip", self.tr("Wanted. Click to forbid it.")), partial(self._forbid, name))
            for name in found.get("wanted", ())
        ]
        made += [
            (
                Chip(_words(name), "chipOff", self.tr("Not wanted. Click to allow it.")),
                partial(self._allow, name),
            )
            for name in found.get("unwanted", ())
        ]
        made.append((Chip("+", "chip", self.tr("Ask for an instrument")), self._add))
        return made

    def _drop_style(self, styles: list[tuple[str, float]], name: str) -> None:
        rest = {other: share for other, share in styles if other != name}
        total = sum(rest.values())
        if total > 0:
            self._change_options(styles={other: share / total for other, share in rest.items()})

    def _forbid(self, name: str) -> None:
        options = self.bridge.session.create_state.values.options
        self._change_options(wanted=tuple(n for n in options.wanted if n != name), unwanted=(*options.unwanted, name))

    def _allow(self, name: str) -> None:
        options = self.bridge.session.create_state.values.options
        self._change_options(unwanted=tuple(n for n in options.unwanted if n != name))

    def _add(self) -> None:
        name, is_given = QInputDialog.getText(self, self.tr("Ask for an instrument"), self.tr("Instrument"))
        if is_given and name.strip():
            options = self.bridge.session.create_state.values.options
            self._change_options(wanted=(*options.wanted, name.strip().lower()))

    def _change_options(self, **changes: Any) -> None:
        state = self.bridge.session.create_state
        state.set(options=replace(state.values.options, **changes))


def _words(name: str) -> str:
    return name.replace("_", " ")
