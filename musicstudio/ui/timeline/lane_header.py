# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands before an automation lane: which knob it moves, whether a hand writes it, and a way to close it."""

from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QToolButton, QWidget

from musicstudio.app.session.shown_lanes import LaneId
from musicstudio.mixing.automatable import automatable, automatables
from musicstudio.project.edits.automation import lanes_of, set_points

from ..session_bridge import SessionBridge
from ..theme import current
from ..widgets import icon_button, push_button, show_elided
from ..words import say
from .rows import Lane

EDGE_PX = 4


class LaneHeader(QWidget):
    """Follows one lane by its owner and target."""

    def __init__(self, bridge: SessionBridge, lane: Lane, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridge, self.lane = bridge, (lane.owner_id, lane.key)
        self._name = push_button("", self._choose_target, style="laneName")
        self._close = icon_button("x", self.tr("Hide this lane"), lambda: bridge.session.lanes.close(self.lane))
        self._close.setObjectName("tiny")
        self._modes = {mode: self._mode_button(mode, text, tip) for mode, text, tip in self._mode_texts()}
        self._arrange()
        self.follow()

    def follow(self) -> None:
        """Show what the lane is now."""
        project, now = self.bridge.project, self.bridge.session.lanes.now
        spec, track = automatable(project, *self.lane), project.track(self.lane[0])
        title = say(spec.title) if spec else self.tr("No longer there")
        owner = track.name if track else self.tr("Master")
        text = title if track else f"{owner}: {title}"
        room = self._name.width() - 16 if self._name.width() > 40 else 110
        show_elided(self._name, text, room)
        self._name.setToolTip(f"{owner}: {title}")
        self._name.setAccessibleName(self.tr("Automation of {0}: {1}").format(owner, title))
        self.setAccessibleName(self.tr("Lane {0} of {1}").format(title, owner))
        mode = now.mode_of(self.lane)
        for name, button in self._modes.items():
            button.setChecked(name == mode)
        self.update()

    def resizeEvent(self, _: object) -> None:
        self.follow()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, track = current(), self.bridge.project.track(self.lane[0])
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("bg"))
            edge = theme.track(track) if track else theme.color("muted")
            painter.setOpacity(0.5)
            painter.fillRect(QRectF(0, 0, EDGE_PX, self.height()), edge)
            painter.setOpacity(1.0)
            painter.fillRect(QRectF(EDGE_PX, 0, self.width(), 1), theme.color("line"))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Delete all points"), self._clear)
        menu.addAction(self.tr("Hide this lane"), lambda: self.bridge.session.lanes.close(self.lane))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _mode_texts(self) -> tuple[tuple[str, str, str], ...]:
        return (
            ("read", self.tr("Read"), self.tr("The lane is played, and stays as it is")),
            ("touch", self.tr("Touch"), self.tr("While playing, a control writes here as long as it is held")),
            ("latch", self.tr("Latch"), self.tr("While playing, a control writes here until the song stops")),
        )

    def _mode_button(self, mode: str, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setObjectName("laneMode")
        button.setCheckable(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda _=False: self._set_mode(mode))
        return button

    def _set_mode(self, mode: str) -> None:
        self.bridge.session.lanes.set_mode(mode, self.lane)
        self.follow()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(EDGE_PX + 8, 2, 6, 3)
        grid.setSpacing(0)
        modes = QHBoxLayout()
        modes.setSpacing(3)
        for button in self._modes.values():
            modes.addWidget(button)
        modes.addStretch(1)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._close, 0, 1)
        grid.addLayout(modes, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def _choose_target(self) -> None:
        """A menu of what the track lets be moved, those that move already with a tick."""
        menu, project = QMenu(self), self.bridge.project
        owner_id = self.lane[0]
        moved = {lane.target for lane in lanes_of(project, owner_id) if lane.points}
        groups: dict[str, QMenu] = {}
        for spec in automatables(project, owner_id):
            device, _, param = spec.title.partition(": ")
            parent = menu
            if param:
                parent = groups.get(device) or groups.setdefault(device, menu.addMenu(say(device)))
            action = parent.addAction(say(param or device), partial(self._exchange, (owner_id, spec.target)))
            action.setCheckable(True)
            action.setChecked(spec.target in moved)
        menu.exec(self._name.mapToGlobal(self._name.rect().bottomLeft()))
        menu.deleteLater()

    def _exchange(self, other: LaneId) -> None:
        self.bridge.session.lanes.exchange(self.lane, other)

    def _clear(self) -> None:
        self.bridge.edit("Clear automation", set_points(*self.lane, ()))
