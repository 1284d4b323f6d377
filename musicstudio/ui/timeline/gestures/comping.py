# SPDX-License-Identifier: GPL-3.0-or-later
"""Swipe along a take's lane: that take plays there. Drag a seam of a comp: it moves."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from musicstudio.app.actions.take_actions import choose_takes
from musicstudio.project.edits.comping import comp_take, move_seam, seams_of

from ...session_bridge import SessionBridge
from ..hit import Hit
from ..painting.ruler import place_text
from ..painting.take_lanes import Swipe
from ..track_index import clips_between
from .base import DocumentGesture
from .host import TimelineHost
from .picking import pick_clip


class SwipeTake(DocumentGesture):
    """A click selects the clip that the take is of."""

    starts_px = 4

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent) -> None:
        super().__init__(host, hit, event)
        self._number = int(hit.lane.key) if hit.lane else 0

    def drag(self, event: QMouseEvent) -> None:
        start_s, end_s = sorted((self.snap_s(self.hit.seconds, event), self.snap_s(self.seconds(event), event)))
        if end_s <= start_s:
            return
        self.view.swipe = Swipe(self.hit.track_id, self._number, start_s, end_s)
        edit = comp_take(self.hit.track_id, self._number, start_s, end_s)
        self._drag.preview(f"Comp take {self._number + 1}", edit)
        tempo_map = self.bridge.project.tempo_map
        places = (place_text(tempo_map, tempo_map.ticks_at(edge)) for edge in (start_s, end_s))
        text = self.host.surface.tr("take {0} · bars {1}").format(self._number + 1, "–".join(places))
        self.host.say(text, event.position())
        self.host.surface.update()

    def drop(self, event: QMouseEvent) -> None:
        self._end()
        super().drop(event)

    def cancel(self) -> None:
        self._end()
        super().cancel()

    def click(self, event: QMouseEvent) -> None:
        track = self.bridge.project.track(self.hit.track_id)
        under = clips_between(track, self.hit.seconds, self.hit.seconds + 1e-3) if track else []
        if under:
            pick_clip(self.bridge.session.selection, self.bridge.project, under[-1].id, event.modifiers())

    def _end(self) -> None:
        self.view.swipe = None
        self.host.surface.update()


class MoveSeam(DocumentGesture):
    """The two takes keep their places; where one ends and the other begins moves. Alt leaves the grid."""

    starts_px = 3

    def __init__(self, host: TimelineHost, hit: Hit, event: QMouseEvent, left_id: str) -> None:
        super().__init__(host, hit, event)
        self._left_id = left_id

    def drag(self, event: QMouseEvent) -> None:
        edit = move_seam(self.hit.track_id, self._left_id, self.snap_s(self.seconds(event), event))
        self._drag.preview("Move the seam", edit)
        self.host.surface.setCursor(Qt.CursorShape.SplitHCursor)

    def click(self, event: QMouseEvent) -> None:
        pick_clip(self.bridge.session.selection, self.bridge.project, self.hit.clip_id, event.modifiers())


def choose_piece(bridge: SessionBridge, hit: Hit) -> None:
    """A double click: the piece under the pointer plays this take."""
    track = bridge.project.track(hit.track_id)
    under = clips_between(track, hit.seconds, hit.seconds + 1e-3) if track else []
    number = int(hit.lane.key) if hit.lane else 0
    if under and number < len(under[-1].takes):
        session, clip = bridge.session, under[-1]
        session.try_to(lambda: choose_takes(session, {clip.id: clip.takes[number].id}))


def seam_piece(host: TimelineHost, hit: Hit) -> str:
    """The id of the piece before the seam that is under the pointer; empty where there is none."""
    track = host.bridge.project.track(hit.track_id)
    if track is None or hit.zone not in ("start", "end"):
        return ""
    mine = 1 if hit.zone == "start" else 0
    return next((left.id for left, right, _ in seams_of(track) if (left, right)[mine].id == hit.clip_id), "")
