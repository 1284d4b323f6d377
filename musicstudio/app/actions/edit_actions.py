# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo, redo and selecting."""

from typing import TYPE_CHECKING

from .action import Action

if TYPE_CHECKING:
    from ..session.session import Session


def _why_no_undo(session: "Session") -> str:
    return "" if session.document.can_undo else "Nothing has been done yet."


def _why_no_redo(session: "Session") -> str:
    return "" if session.document.can_redo else "Nothing has been undone."


def _why_none(session: "Session") -> str:
    return "Nothing is selected." if session.selection.is_empty else ""


def _why_not_all(session: "Session") -> str:
    return "" if any(track.clips for track in session.project.tracks) else "There are no clips yet."


def _select_all(session: "Session") -> None:
    session.selection.set(clip_ids=[clip.id for _, clip in session.project.clips()])


def _undo_title(session: "Session") -> str:
    document = session.document
    return f"Undo “{document.history[document.history_index].label}”" if document.can_undo else "Undo"


def _redo_title(session: "Session") -> str:
    document = session.document
    return f"Redo “{document.history[document.history_index + 1].label}”" if document.can_redo else "Redo"


ACTIONS = (
    Action(
        "edit.undo",
        "Undo",
        "Edit",
        lambda s: s.document.undo(),
        _why_no_undo,
        ("Ctrl+Z",),
        "undo",
        title_now=_undo_title,
    ),
    Action(
        "edit.redo",
        "Redo",
        "Edit",
        lambda s: s.document.redo(),
        _why_no_redo,
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        title_now=_redo_title,
    ),
    Action("edit.select_all", "Select all clips", "Edit", _select_all, _why_not_all, shortcuts=("Ctrl+A",)),
    Action(
        "edit.select_none",
        "Select nothing",
        "Edit",
        lambda s: s.selection.clear(),
        _why_none,
        shortcuts=("Ctrl+Shift+A",),
    ),
)
