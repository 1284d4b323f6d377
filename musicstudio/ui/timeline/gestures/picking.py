# SPDX-License-Identifier: GPL-3.0-or-later
"""What a click selects: a cell, a column or a row; Ctrl adds and removes, Shift extends."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from musicstudio.app.session.selection import Selection
from musicstudio.project.model import Project


def pick_clip(selection: Selection, project: Project, clip_id: str, modifiers: Qt.KeyboardModifier) -> None:
    """Click on a clip."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        selection.set(clip_ids=selection.clip_ids ^ {clip_id})
    elif modifiers & Qt.KeyboardModifier.ShiftModifier and selection.clip_ids:
        selection.set(clip_ids=_block(project, selection.clip_ids | {clip_id}))
    else:
        selection.set(clip_ids={clip_id})


def pick_section(selection: Selection, project: Project, section_id: str, modifiers: Qt.KeyboardModifier) -> None:
    """Click on a column's header; the rows that are selected stay selected, so that the crossing cells are meant."""
    ids = [section.id for section in project.sections]
    chosen = _with_clicked(ids, selection.section_ids, section_id, modifiers)
    if chosen is None:
        selection.set(section_ids={section_id})
    else:
        selection.set(section_ids=chosen, track_ids=selection.track_ids)


def pick_track(selection: Selection, project: Project, track_id: str, modifiers: Qt.KeyboardModifier) -> None:
    """Click on a row's header; Ctrl and Shift keep the columns that are selected."""
    ids = [track.id for track in project.tracks]
    chosen = _with_clicked(ids, selection.track_ids, track_id, modifiers)
    if chosen is None:
        selection.set(track_ids={track_id})
    else:
        selection.set(track_ids=chosen, section_ids=selection.section_ids, range_s=selection.range_s)


def _with_clicked(
    ids: Sequence[str], chosen: frozenset[str], clicked_id: str, modifiers: Qt.KeyboardModifier
) -> frozenset[str] | None:
    """What is chosen among ids in a row after a click with Ctrl or Shift; None for a click that chooses anew."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return chosen ^ {clicked_id}
    if modifiers & Qt.KeyboardModifier.ShiftModifier and chosen:
        places = [ids.index(each) for each in chosen | {clicked_id}]
        return frozenset(ids[min(places) : max(places) + 1])
    return None


def _block(project: Project, clip_ids: frozenset[str]) -> set[str]:
    """Every clip inside the rectangle of rows and time that some clips span."""
    found = [(row, clip) for row, track in enumerate(project.tracks) for clip in track.clips]
    corners = [(row, clip) for row, clip in found if clip.id in clip_ids]
    rows = [row for row, _ in corners]
    start_s, end_s = min(c.start_s for _, c in corners), max(c.end_s for _, c in corners)
    return {
        clip.id for row, clip in found
        if min(rows) <= row <= max(rows) and clip.start_s >= start_s - 1e-6 and clip.end_s <= end_s + 1e-6
    }  # fmt: skip
