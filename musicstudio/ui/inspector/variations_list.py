# SPDX-License-Identifier: GPL-3.0-or-later
"""Variations of the song: what sets each apart, and a click to bring it to the timeline."""

from PySide6.QtWidgets import QWidget

from musicstudio.project.edits.variations import choose_variation
from musicstudio.project.model.song import Variation

from ..session_bridge import SessionBridge
from ..widgets import push_button
from .rows_list import RowsList, shape_row


class VariationsList(RowsList):
    """Hidden while there is only one song."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 6)
        self.set_title(self.tr("Variations"))
        bridge.watch(self._follow, "variations", "active_variation_id")
        self._follow()

    def _follow(self) -> None:
        project = self.bridge.project
        if not self.begin((tuple((v.id, v.name, v.differs) for v in project.variations), project.active_variation_id)):
            return
        for variation in project.variations:
            self.rows.addWidget(self._row(variation, is_active=variation.id == project.active_variation_id))
        self.setVisible(bool(project.variations))

    def _row(self, variation: Variation, *, is_active: bool) -> QWidget:
        text = f"{variation.name} · {variation.differs}" if variation.differs else variation.name
        row = push_button(
            text if len(text) < 36 else text[:35] + "…", lambda: self._choose(variation), style="take", tip=text
        )
        return shape_row(row, text, is_chosen=is_active)

    def _choose(self, variation: Variation) -> None:
        self.bridge.edit(f"Choose {variation.name}", choose_variation(variation.id))
        self.forget()
        self._follow()
