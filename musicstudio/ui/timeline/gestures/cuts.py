# SPDX-License-Identifier: GPL-3.0-or-later
"""While clips are dragged over others: what the drop would cut away is hatched."""

from typing import Protocol

from musicstudio.project.clip_index import clips_named
from musicstudio.project.edits.overlap import ALLOWED_S
from musicstudio.project.model import Clip, Track

from ...session_bridge import SessionBridge
from ..view import TimelineView


class Dragging(Protocol):
    """What is known of a gesture here."""

    view: TimelineView
    bridge: SessionBridge


def show_cuts(gesture: Dragging, moving: frozenset[str]) -> None:
    """Hatch where the clips that move lie over others of the song as it was."""
    committed = gesture.bridge.session.document.committed
    rows = {track.id: track for track in committed.tracks}
    gesture.view.cut_spans = tuple(
        (track.id, start_s, end_s)
        for track, clip in clips_named(gesture.bridge.project, moving)
        if track.id in rows
        for start_s, end_s in _covered(clip, rows[track.id], moving)
    )


def hide_cuts(gesture: Dragging) -> None:
    """Nothing is dragged any more."""
    gesture.view.cut_spans = ()


def _covered(clip: Clip, track: Track, moving: frozenset[str]) -> list[tuple[float, float]]:
    spans = (
        (max(clip.start_s, other.start_s), min(clip.end_s, other.end_s))
        for other in track.clips
        if other.id not in moving
    )
    return [(start_s, end_s) for start_s, end_s in spans if end_s - start_s > ALLOWED_S]
