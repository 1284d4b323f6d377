# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline by keyboard: arrows walk from clip to clip, Enter opens, brackets walk sections."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from musicstudio.project.model import Clip, Project

from .rows import visible_tracks
from .view import TimelineView

_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


def handle_key(view: TimelineView, event: QKeyEvent) -> bool:
    """Do what a key means on the timeline; False when it means nothing here."""
    selection, project = view.bridge.session.selection, view.bridge.project
    if event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        clip = neighbor(project, next(iter(selection.clip_ids), ""), *_ARROWS[event.key()])
        if clip is not None:
            selection.set(clip_ids={clip.id})
            view.viewport.reveal(clip.start_s)
        return True
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and selection.clip_ids:
        view.bridge.opened_clip.emit(next(iter(selection.clip_ids)))
        return True
    if event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
        _walk_sections(view, 1 if event.key() == Qt.Key.Key_BracketRight else -1)
        return True
    return False


def neighbor(project: Project, clip_id: str, down: int, right: int) -> Clip | None:
    """The clip one step away from another; the first of the song when there is none to start from."""
    rows = [sorted(track.clips, key=lambda c: c.start_s) for track in visible_tracks(project) if track.clips]
    place = next(((r, c) for r, clips in enumerate(rows) for c, clip in enumerate(clips) if clip.id == clip_id), None)
    if place is None:
        return rows[0][0] if rows else None
    row, column = place
    if right:
        return rows[row][min(max(0, column + right), len(rows[row]) - 1)]
    here = rows[row][column]
    clips = rows[min(max(0, row + down), len(rows) - 1)]
    return min(clips, key=lambda clip: abs(clip.start_s - here.start_s))


def _walk_sections(view: TimelineView, step: int) -> None:
    sections, selection = view.bridge.project.sections, view.bridge.session.selection
    if sections:
        places = [i for i, section in enumerate(sections) if section.id in selection.section_ids]
        place = min(max(0, places[0] + step), len(sections) - 1) if places else 0
        selection.set(section_ids={sections[place].id})
        view.viewport.reveal(view.bridge.project.section_span_s(sections[place])[0])
