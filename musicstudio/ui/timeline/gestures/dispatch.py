# SPDX-License-Identifier: GPL-3.0-or-later
"""Which gesture a press begins, and which pointer shows it beforehand."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent

from ..hit import Hit
from .automation import lane_gesture
from .base import MouseGesture
from .bend_fade import BendFade
from .comping import MoveSeam, SwipeTake, seam_piece
from .drag_out import DragOut
from .fade_clip import FadeClip
from .gain_clip import GainClip
from .host import TimelineHost
from .loop_clip import LoopClip
from .loop_range import LoopRange
from .move_clips import MoveClips
from .move_marker import MoveMarker
from .move_section import MoveSection, ResizeSection
from .move_tempo import MoveMeter, MoveTempo
from .seek import Seek
from .select_range import SelectRange
from .stretch_clip import PitchClip, StretchClip
from .trim_clip import TrimClip

_CURSORS = {
    "start": Qt.CursorShape.SizeHorCursor, "end": Qt.CursorShape.SizeHorCursor,
    "fade_in": Qt.CursorShape.SizeBDiagCursor, "fade_out": Qt.CursorShape.SizeFDiagCursor,
    "bend_in": Qt.CursorShape.SizeVerCursor, "bend_out": Qt.CursorShape.SizeVerCursor,
    "gain": Qt.CursorShape.SizeVerCursor, "header": Qt.CursorShape.OpenHandCursor, "body": Qt.CursorShape.IBeamCursor,
}  # fmt: skip


def gesture_for(host: TimelineHost, hit: Hit, event: QMouseEvent) -> MouseGesture | None:
    """The gesture that a left press begins; None where there is nothing to do."""
    if hit.kind == "section_button":
        host.bridge.session.selection.set(section_ids={hit.section_id})
        host.bridge.run("song.regenerate_selection")
        return None
    if hit.lane is not None:
        return SwipeTake(host, hit, event) if hit.lane.kind == "take" else lane_gesture(host, hit, event)
    if hit.tick >= 0:
        return (MoveTempo if hit.kind == "tempo" else MoveMeter)(host, hit, event)
    if hit.kind == "clip" and (left_id := seam_piece(host, hit)):
        return MoveSeam(host, hit, event, left_id)
    return _gesture_class(hit, event)(host, hit, event)


def cursor_for(hit: Hit, modifiers: Qt.KeyboardModifier) -> Qt.CursorShape:
    """What the pointer looks like over a thing."""
    if hit.kind == "clip":
        is_out = bool(modifiers & Qt.KeyboardModifier.AltModifier) and hit.zone in ("header", "body")
        return Qt.CursorShape.DragCopyCursor if is_out else _CURSORS[hit.zone]
    if hit.lane is not None:
        return Qt.CursorShape.IBeamCursor if hit.lane.kind == "take" else Qt.CursorShape.CrossCursor
    if hit.kind == "section_edge":
        return Qt.CursorShape.SplitHCursor
    if hit.tick >= 0:
        return Qt.CursorShape.SizeAllCursor if hit.kind == "tempo" else Qt.CursorShape.SizeHorCursor
    if hit.kind in ("section", "section_button", "marker"):
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.IBeamCursor if hit.kind in ("row", "chord", "lyric") else Qt.CursorShape.ArrowCursor


def _with_key(zone: str, modifiers: Qt.KeyboardModifier) -> type[MouseGesture] | None:
    """What a handle does while Alt or Ctrl is held."""
    if zone == "end" and modifiers & Qt.KeyboardModifier.AltModifier:
        return StretchClip
    if zone == "end" and modifiers & Qt.KeyboardModifier.ControlModifier:
        return LoopClip
    return PitchClip if zone == "gain" and modifiers & Qt.KeyboardModifier.AltModifier else None


def _gesture_class(hit: Hit, event: QMouseEvent) -> type[MouseGesture]:
    if hit.kind == "clip":
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and hit.zone in ("header", "body"):
            return DragOut
        if with_key := _with_key(hit.zone, event.modifiers()):
            return with_key
        by_zone = {
            "start": TrimClip, "end": TrimClip, "fade_in": FadeClip, "fade_out": FadeClip,
            "bend_in": BendFade, "bend_out": BendFade, "gain": GainClip, "header": MoveClips,
        }  # fmt: skip
        return by_zone.get(hit.zone, SelectRange)
    by_kind = {
        "marker": MoveMarker,
        "ruler": Seek,
        "loop": LoopRange,
        "section": MoveSection,
        "section_edge": ResizeSection,
    }
    return by_kind.get(hit.kind, SelectRange)
