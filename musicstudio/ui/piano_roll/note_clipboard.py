# SPDX-License-Identifier: GPL-3.0-or-later
"""Cut, copy, paste and repeat the chosen notes of the piano roll."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from musicstudio.app.session.clipboard import clipboard
from musicstudio.project.edits.notes import add_notes, delete_notes
from musicstudio.project.model import Note

from .host import RollHost

KEYS = frozenset({Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_V, Qt.Key.Key_D})


def handle_clipboard_key(host: RollHost, event: QKeyEvent, at_tick: int) -> bool:
    """Do what Ctrl with C, X, V or D means to notes; at_tick: where pasted ones go. False for other keys."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier or event.key() not in KEYS:
        return False
    actions: dict[int, Callable[[], None]] = {
        Qt.Key.Key_C: lambda: copy_notes(host),
        Qt.Key.Key_X: lambda: cut_notes(host),
        Qt.Key.Key_V: lambda: paste_notes(host, at_tick),
        Qt.Key.Key_D: lambda: repeat_notes(host),
    }
    actions[event.key()]()
    return True


def copy_notes(host: RollHost) -> None:
    """Keep the chosen notes, counted from the first of them."""
    chosen = _chosen_notes(host)
    if chosen:
        first = min(note.start_ticks for note in chosen)
        clipboard().notes = tuple(replace(note, start_ticks=note.start_ticks - first) for note in chosen)


def cut_notes(host: RollHost) -> None:
    """Keep them and take them away."""
    copy_notes(host)
    if host.chosen:
        host.bridge.edit("Cut notes", delete_notes(host.clip_id, host.chosen))
        host.choose(frozenset())


def paste_notes(host: RollHost, at_tick: int) -> None:
    """Put the kept notes at a tick and choose them."""
    fresh = tuple(replace(note, start_ticks=note.start_ticks + at_tick) for note in clipboard().notes)
    if fresh:
        host.bridge.edit("Paste notes", add_notes(host.clip_id, fresh))
        host.choose_notes(fresh)


def repeat_notes(host: RollHost) -> None:
    """Put copies right after the chosen notes, a whole number of grid steps later."""
    chosen = _chosen_notes(host)
    if chosen:
        first = min(note.start_ticks for note in chosen)
        step = host.grid_ticks(first)
        span = max(note.start_ticks + note.length_ticks for note in chosen) - first
        by_ticks = -(-span // step) * step
        fresh = tuple(replace(note, start_ticks=note.start_ticks + by_ticks) for note in chosen)
        host.bridge.edit("Duplicate notes", add_notes(host.clip_id, fresh))
        host.choose_notes(fresh)


def _chosen_notes(host: RollHost) -> tuple[Note, ...]:
    notes = host.notes
    return tuple(notes[index] for index in sorted(host.chosen) if index < len(notes))
