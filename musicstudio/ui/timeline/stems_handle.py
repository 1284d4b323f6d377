# SPDX-License-Identifier: GPL-3.0-or-later
"""The handle over the track headers by which all tracks leave at once, one file each."""

from PySide6.QtWidgets import QPushButton, QWidget

from musicstudio.app.session.drag_export import DragWish

from ..drag_out import DragHandle, drag_stems_out, prepare_ahead
from ..session_bridge import SessionBridge
from ..theme import icon


class StemsHandle(QPushButton):
    """Dragged it carries the files; pressed it copies them, for those who use no mouse."""

    def __init__(self, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(self.tr("All stems"), parent)
        self.bridge = bridge
        self.setObjectName("stemsHandle")
        self.setIcon(icon("layers", "muted", size_px=14))
        self.setAccessibleName(self.tr("All stems as files"))
        self.setToolTip(
            self.tr(
                "Drag it out for every track as a file, all from bar 1; a click copies them.\n"
                "Shift: sound alone. Ctrl: notes alone."
            )
        )
        self.clicked.connect(lambda _=False: bridge.run("carry.copy_stems"))
        DragHandle(self, self._carry, prepare_ahead(bridge, DragWish(has_stems=True)))

    def _carry(self) -> None:
        self.setDown(False)
        drag_stems_out(self, self.bridge)
