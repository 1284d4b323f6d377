# SPDX-License-Identifier: GPL-3.0-or-later
"""One take in the Inspector: its number, what differs in it, headphones to hear it while held, its star, its menu."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from musicstudio.app.actions.take_actions import choose_takes, delete_takes, keep_only_takes
from musicstudio.app.session.drag_export import DragWish
from musicstudio.project.edits.takes import set_favorite_take
from musicstudio.project.model import Clip

from ..drag_out import DragHandle, drag_take_out, prepare_ahead
from ..session_bridge import SessionBridge
from ..theme import icon
from ..timeline.audition import Audition
from ..widgets import icon_button
from .rows_list import shape_row


@dataclass(frozen=True, slots=True)
class Alternative:
    """The takes with a number (from 0) of some clips. lead: the clip that speaks for them. told: what differs."""

    clips: Sequence[Clip]
    lead: Clip
    number: int
    told: str

    @property
    def take_ids(self) -> dict[str, str]:
        """By clip, the take that is meant."""
        return {clip.id: clip.takes[self.number].id for clip in self.clips if self.number < len(clip.takes)}

    @property
    def is_active(self) -> bool:
        """Whether it plays now."""
        return self.lead.takes[self.number].id == self.lead.active_take_id


class TakeRow(QWidget):
    """``button`` chooses it; what that does is its owner's."""

    def __init__(self, bridge: SessionBridge, shown: Alternative, plain: str) -> None:
        super().__init__()
        self.bridge, self.shown = bridge, shown
        self._audition = Audition(bridge)
        self._take = shown.lead.takes[shown.number]
        name = f"{plain} · {shown.told}" if shown.told else plain
        self.button = _TakeButton(plain, shown.told)
        self.button.setIcon(_mark(shown.is_active))
        spoken = self.tr("{0}, heard now").format(name) if shown.is_active else name
        shape_row(self.button, spoken, is_chosen=shown.is_active)
        self.button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.button.customContextMenuRequested.connect(self._open_menu)
        DragHandle(self.button, self._drag_out, prepare_ahead(bridge, DragWish(take_ids=frozenset({self._take.id}))))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.button, 1)
        for tool in (self._make_headphones(name), self._make_star(name)):
            tool.setIconSize(QSize(16, 16))
            tool.setFixedWidth(28)
            layout.addWidget(tool)

    def _make_headphones(self, name: str) -> QToolButton:
        hear = icon_button("headphones", self.tr("Hear it without choosing it, while held"), style="plain")
        hear.setAccessibleName(self.tr("Hear {0} while held").format(name))
        hear.pressed.connect(self._begin)
        hear.released.connect(self._audition.end)
        hear.setEnabled(not self.shown.is_active)
        return hear

    def _make_star(self, name: str) -> QToolButton:
        star = icon_button("star", self.tr("Favourite"), self._favor, style="plain")
        if self._take.is_favourite:
            star.setIcon(icon("star-solid", "warn"))
        star.setAccessibleName(self.tr("Favourite {0}").format(name))
        return star

    def _begin(self) -> None:
        self._audition.begin_clips(self.shown.clips, self.shown.number, self.shown.lead.start_s)

    def _favor(self) -> None:
        edit = set_favorite_take(self.shown.lead.id, self._take.id, not self._take.is_favourite)
        self.bridge.edit("Favourite take", edit)

    def _drag_out(self) -> None:
        self.button.setDown(False)
        drag_take_out(self.button, self.bridge, self._take.id)

    def _open_menu(self, place: QPoint) -> None:
        session, menu = self.bridge.session, QMenu(self)
        wanted = self.shown.take_ids
        menu.addAction(self.tr("Play this take"), lambda: session.try_to(lambda: choose_takes(session, wanted)))
        menu.addAction(self.tr("Name the take…"), self._rename)
        menu.addSeparator()
        only = menu.addAction(self.tr("Keep only this take"), lambda: keep_only_takes(session, wanted))
        gone = menu.addAction(self.tr("Delete this take"), lambda: delete_takes(session, wanted))
        for action in (only, gone):
            action.setEnabled(len(self.shown.lead.takes) > 1)
        menu.exec(self.button.mapToGlobal(place))
        menu.deleteLater()

    def _rename(self) -> None:
        session = self.bridge.session
        session.try_to(lambda: choose_takes(session, self.shown.take_ids))
        session.selection.set(clip_ids={self.shown.lead.id})
        self.bridge.run("take.rename", self.mapToGlobal(QPoint(0, 0)))


class _TakeButton(QPushButton):
    """The number and, below it, what differs, cut with dots where it is too long; the tooltip has it whole."""

    def __init__(self, plain: str, told: str) -> None:
        super().__init__(plain)
        self.setObjectName("take")
        self.setToolTip(f"{plain} · {told}" if told else plain)
        self._lines = [plain, told] if told else [plain]
        self.setProperty("hasTwoLines", bool(told))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - 28
        cut = self.fontMetrics().elidedText
        self.setText("\n".join(cut(line, Qt.TextElideMode.ElideRight, room) for line in self._lines))


def _mark(is_active: bool) -> QIcon:
    return icon("circle-dot" if is_active else "circle", "text" if is_active else "muted", size_px=14)
