# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector dock: arranges its boxes; jobs sit below, always in sight while there are any."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..jobs.panel import JobsPanel
from ..review.panel import ReviewBox
from ..review.state import ReviewState
from ..session_bridge import SessionBridge
from ..widgets import ScrollColumn
from ..widgets.scroll import paint_ground
from .history_list import HistoryList
from .recipe_view import RecipeView
from .regenerate_box import RegenerateBox
from .takes_list import TakesList
from .variations_list import VariationsList


class InspectorPanel(QWidget):
    """Everything about what is selected."""

    def __init__(self, bridge: SessionBridge, review: ReviewState) -> None:
        super().__init__()
        paint_ground(self, "inspectorDock")
        self.setAccessibleName(self.tr("Inspector"))
        scroll = ScrollColumn(gap=14)
        self.regenerate_box = RegenerateBox(bridge)
        scroll.add(
            self.regenerate_box, TakesList(bridge), VariationsList(bridge), RecipeView(bridge), ReviewBox(review)
        )
        scroll.column.addStretch(1)
        scroll.add(HistoryList(bridge))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(JobsPanel(bridge))
