# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of the rows a preview changes, so that a drag paints little. Pure."""

from collections.abc import Collection

from PySide6.QtCore import QRect

from musicstudio.app.session.selection import Selected
from musicstudio.project.diff import ChangeSet

from .rows import RowLayout
from .viewport import Viewport

_MARGIN_PX = 2
_ROWS_ONLY = frozenset({"tracks", "sources"})


def changed_rows(change: ChangeSet) -> frozenset[str] | None:
    """The rows that a preview changes and nothing else; None where more is to be painted."""
    is_whole = change.tracks.added or change.tracks.removed or change.is_track_order_changed
    if not change.is_preview or is_whole or not change.fields <= _ROWS_ONLY:
        return None
    pairs = [(a, b) for a, b in zip(change.before.tracks, change.after.tracks, strict=True) if a is not b]
    if any(a.strip.is_soloed != b.strip.is_soloed or a.is_folded != b.is_folded for a, b in pairs):
        return None
    return frozenset(after.id for _, after in pairs)


def changed_lanes(before: Selected, now: Selected) -> frozenset[str] | None:
    """The owners of lanes where points were chosen or let go, if that is all that is chosen otherwise."""
    fields = set(Selected.__dataclass_fields__) - {"point_ids"}
    if any(getattr(before, name) != getattr(now, name) for name in fields):
        return None
    return frozenset(owner for owner, _, _ in before.point_ids | now.point_ids)


def rect_of_rows(track_ids: Collection[str], layout: RowLayout, viewport: Viewport) -> QRect:
    """Where rows and the lanes below them lie on the canvas."""
    tops = [row.top for row in layout.rows if row.track_id in track_ids]
    tops += [lane.top for lane in layout.lanes if lane.owner_id in track_ids]
    bottoms = [row.bottom for row in layout.rows if row.track_id in track_ids]
    bottoms += [lane.bottom for lane in layout.lanes if lane.owner_id in track_ids]
    if not tops:
        return QRect()
    shift = layout.bands_height - viewport.scroll_y
    top = max(layout.bands_height, min(tops) + shift - _MARGIN_PX)
    bottom = min(layout.bands_height + viewport.height, max(bottoms) + shift + _MARGIN_PX)
    return QRect(0, top, viewport.width, max(0, bottom - top))
