# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that an instrument can play: in range, inside the section, no pitch struck while it still sounds."""

from musicstudio.project.model import Note

_MIN_LENGTH_TICKS = 24


def tidy_notes(
    notes: list[Note], length_ticks: int, instrument_range: tuple[int, int], is_drums: bool
) -> tuple[Note, ...]:
    """Sorted by start, folded by octaves into range, cut at the section's end and at the same pitch's next note."""
    placed = [note if is_drums else _fold_note(note, instrument_range) for note in notes]
    inside = [note for note in placed if note.start_ticks < length_ticks - _MIN_LENGTH_TICKS // 2]
    inside.sort(key=lambda note: (note.start_ticks, note.pitch, -note.velocity))
    next_start: dict[int, int] = {}
    result: list[Note] = []
    for note in reversed(inside):
        end = min(note.start_ticks + note.length_ticks, next_start.get(note.pitch, length_ticks), length_ticks)
        if end - note.start_ticks >= _MIN_LENGTH_TICKS // 2:
            result.append(Note(note.start_ticks, end - note.start_ticks, note.pitch, note.velocity))
            next_start[note.pitch] = note.start_ticks
    return tuple(reversed(result))


def _fold_note(note: Note, instrument_range: tuple[int, int]) -> Note:
    low, high = instrument_range
    pitch = note.pitch
    if low <= pitch <= high:
        return note
    while pitch > high:
        pitch -= 12
    while pitch < low:
        pitch += 12
    return Note(note.start_ticks, note.length_ticks, pitch, note.velocity)
