# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes of the selected cells: choose one, compare two with A/B, mark a favourite."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from musicstudio.app.actions.chosen import chosen_clips
from musicstudio.app.actions.take_actions import choose_takes
from musicstudio.app.session.drag_export import DragWish
from musicstudio.project.edits.takes import set_favorite_take
from musicstudio.project.model import Clip, Take

from ..drag_out import DragHandle, drag_take_out, prepare_ahead
from ..session_bridge import SessionBridge
from ..theme import icon
from ..widgets import icon_button, muted, push_button
from .rows_list import RowsList, shape_row


class TakesList(RowsList):
    """With several cells selected, the n-th take of each is chosen together."""

    def __init__(self, bridge: SessionBridge) -> None:
        super().__init__(bridge, 6)
        self.set_title(self.tr("Takes"))
        self._compare = push_button(
            "A/B", lambda: bridge.run("take.swap"), tip=self.tr("Switch between this take and the one heard before (B)")
        )
        self._compare.setAccessibleName(self.tr("Compare with the take before"))
        self._compare.setFixedWidth(52)
        self.head.addWidget(self._compare)
        bridge.selection_changed.connect(self._follow)
        bridge.watch(self._follow, "clips", sees_previews=False)
        self._follow()

    def _follow(self) -> None:
        clips = [clip for _, clip in chosen_clips(self.bridge.session) if clip.takes]
        if not self.begin(tuple((clip.id, clip.takes, clip.active_take_id) for clip in clips)):
            return
        most = max((len(clip.takes) for clip in clips), default=0)
        lead = next((clip for clip in clips if len(clip.takes) == most), None)
        self._compare.setVisible(most > 1)
        if lead is None:
            self.rows.addWidget(muted(self.tr("Select a clip or a section to see its takes."), wraps=True))
            return
        for number, take in enumerate(lead.takes):
            self.rows.addWidget(self._row(clips, lead, number, take))

    def _row(self, clips: list[Clip], lead: Clip, number: int, take: Take) -> QWidget:
        is_active = take.id == lead.active_take_id
        name = take.name or self.tr("Take {0}").format(number + 1)
        button = QPushButton(name)
        button.setIcon(icon("circle-dot" if is_active else "circle", "text" if is_active else "muted", size_px=14))
        button.setObjectName("take")
        button.setToolTip(name)
        shape_row(button, self.tr("{0}, heard now").format(name) if is_active else name, is_chosen=is_active)
        button.clicked.connect(lambda _=False: self._choose(clips, number))
        ahead = prepare_ahead(self.bridge, DragWish(take_ids=frozenset({take.id})))
        DragHandle(button, lambda: self._drag_out(button, take), ahead)
        star = icon_button("star", self.tr("Favourite"), lambda: self._favor(lead, take), style="plain")
        if take.is_favourite:
            star.setIcon(icon("star-solid", "warn"))
        star.setAccessibleName(self.tr("Favourite {0}").format(name))
        star.setFixedWidth(30)
        row, layout = QWidget(), QHBoxLayout()
        row.setLayout(layout)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(button, 1)
        layout.addWidget(star)
        return row

    def _drag_out(self, button: QPushButton, take: Take) -> None:
        button.setDown(False)
        drag_take_out(button, self.bridge, take.id)

    def _choose(self, clips: list[Clip], number: int) -> None:
        chosen = {clip.id: clip.takes[number].id for clip in clips if number < len(clip.takes)}
        session = self.bridge.session
        session.try_to(lambda: choose_takes(session, chosen))
        self.forget()
        self._follow()

    def _favor(self, clip: Clip, take: Take) -> None:
        self.bridge.edit("Favourite take", set_favorite_take(clip.id, take.id, not take.is_favourite))
