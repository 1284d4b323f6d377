# SPDX-License-Identifier: GPL-3.0-or-later
"""The context menu of the timeline: the actions that fit what lies under the pointer."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from musicstudio.app.session.selection import Selection

from ..menus import add_actions
from ..session_bridge import SessionBridge
from .gestures.picking import pick_clip
from .hit import Hit
from .lane_edits import pick_in_lane
from .painting.row_painter import RowPainter
from .track_index import clips_between

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_PREFIXES = {
    "clip": ("song.regenerate", "clip.", "take.", "stems.", "edit.", "view.inside", "view.library_like"),
    "section": ("song.regenerate", "section.", "song.extend", "song.find_context", "transport.loop"),
    "lane": ("song.regenerate", "automation."),
    "row": ("song.regenerate", "track.", "edit."),
    "marker": ("marker.", "song.regenerate"),
    "ruler": ("song.regenerate", "marker.", "tempo.", "meter.", "transport.loop"),
    "tempo": ("tempo.", "meter.", "song.regenerate"),
    "meter": ("meter.", "tempo.", "song.regenerate"),
    "loop": ("transport.loop", "marker.add", "song.regenerate"),
    "chord": ("chord.", "song.regenerate", "song.find_context"),
    "lyric": ("word.", "song.lyrics", "song.regenerate"),
}


def show_context_menu(surface: QWidget, bridge: SessionBridge, rows: RowPainter, hit: Hit, place: QPoint) -> None:
    """Select what was clicked (unless it is selected) and offer what can be done with it."""
    selection = bridge.session.selection
    if hit.kind == "clip" and hit.clip_id not in selection.clip_ids:
        pick_clip(selection, bridge.project, hit.clip_id, _NO_MODIFIER)
    is_chosen = hit.section_id in selection.section_ids
    if hit.kind in ("marker", "chord", "lyric") or (hit.kind.startswith("section") and not is_chosen):
        pick_in_lane(selection, bridge.project, hit)
    if hit.kind == "lane" and hit.track_id and hit.track_id not in selection.track_ids and not selection.point_ids:
        selection.set(track_ids={hit.track_id})
    if hit.tick >= 0:
        selection.set(**{f"{hit.kind}_ticks": {hit.tick}})
    if hit.lane is not None and hit.lane.kind == "take":
        _pick_take_lane(selection, bridge, hit)
    prefixes = (
        ("song.regenerate", "take.")
        if hit.lane is not None and hit.lane.kind == "take"
        else _PREFIXES.get(hit.kind.removesuffix("_button"), ("edit.", "song."))
    )
    menu = QMenu(surface)
    add_actions(menu, bridge, [each for each in bridge.actions if each.startswith(prefixes)])
    if hit.kind in ("clip", "row"):
        _add_view_modes(menu, surface, rows, hit.track_id)
    menu.exec(place)
    menu.deleteLater()


def _pick_take_lane(selection: Selection, bridge: SessionBridge, hit: Hit) -> None:
    track = bridge.project.track(hit.track_id)
    under = clips_between(track, hit.seconds, hit.seconds + 1e-3) if track else []
    if under and not (selection.range_s or under[-1].id in selection.clip_ids):
        selection.set(clip_ids={under[-1].id})


def _add_view_modes(menu: QMenu, surface: QWidget, rows: RowPainter, track_id: str) -> None:
    menu.addSeparator()
    for mode, text in (("notes", surface.tr("Show notes")), ("waveform", surface.tr("Show waveform"))):
        action = menu.addAction(text, partial(_show_as, surface, rows, track_id, mode))
        action.setCheckable(True)
        action.setChecked(rows.mode_of(track_id) == mode)


def _show_as(surface: QWidget, rows: RowPainter, track_id: str, mode: str) -> None:
    rows.modes[track_id] = mode
    surface.update()
