# SPDX-License-Identifier: GPL-3.0-or-later
"""Variations of the song: what sets each apart, and a click to bring it to the timeline."""

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from musicstudio.project.edits.variations import choose_variation
from musicstudio.project.model.song import Variation

from ..session_bridge import SessionBridge
from ..widgets import Heading, push_button
from ..widgets.scroll import clear_layout


class VariationsList(QWidget):
    """Hidden while there is only one song."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__()
        self.bridge = bridge
        self._shown: tuple[object, ...] = ("",)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Heading(self.tr("Variations")))
        layout.addLayout(self._rows)
        bridge.watch(self._follow, "variations", "active_variation_id")
        self._follow()

    def _follow(self) -> None:
        project = self.bridge.project
        shown = (tuple((v.id, v.name, v.differs) for v in project.variations), project.active_variation_id)
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._rows)
        for variation in project.variations:
            self._rows.addWidget(self._row(variation, is_active=variation.id == project.active_variation_id))
        self.setVisible(bool(project.variations))

    def _row(self, variation: Variation, *, is_active: bool) -> QWidget:
        text = f"{variation.name} · {variation.differs}" if variation.differs else variation.name
        row = push_button(
            text if len(text) < 36 else text[:35] + "…", lambda: self._choose(variation), style="take", tip=text
        )
        row.setAccessibleName(text)
        row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.setCheckable(True)
        row.setChecked(is_active)
        return row

    def _choose(self, variation: Variation) -> None:
        self.bridge.edit(f"Choose {variation.name}", choose_variation(variation.id))
        self._shown = ("",)
        self._follow()
