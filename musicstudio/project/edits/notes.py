# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes of the take that plays: add, move, resize, delete, velocity, quantise, humanise, transpose, legato, strum.

Notes are named by their index in the take, as it stands before the edit. After an edit the take has no audio (its
``source`` is empty) until `takes.set_take_source` brings what was rendered from the new notes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import pairwise
from random import Random

from msgspec.structs import replace

from musicstudio.core.errors import EditError

from ..model import Clip, Note, Project
from .helpers import Edit, with_clips, with_values

Indices = Collection[int]
MIN_LENGTH_TICKS = 15


def set_notes(clip_id: str, notes: Iterable[Note]) -> Edit:
    """Replace all notes of the take that plays; they are put in order of time and pitch."""
    fixed = tuple(notes)
    return _edit_notes(clip_id, lambda _: fixed)


def add_notes(clip_id: str, notes: Iterable[Note]) -> Edit:
    """Add notes."""
    fresh = tuple(notes)
    return _edit_notes(clip_id, lambda old: (*old, *fresh))


def delete_notes(clip_id: str, indices: Indices) -> Edit:
    """Take notes away."""
    return _edit_notes(clip_id, lambda old: [note for i, note in enumerate(old) if i not in indices])


def move_notes(clip_id: str, indices: Indices, by_ticks: int = 0, by_pitches: int = 0) -> Edit:
    """Move notes in time and pitch, as one shape: it stops where the first of them reaches MIDI note 0 or 127."""

    def move(old: tuple[Note, ...]) -> Iterable[Note]:
        pitches = [note.pitch for i, note in enumerate(old) if i in indices]
        step = min(max(by_pitches, -min(pitches, default=0)), 127 - max(pitches, default=127))
        return _map_notes(
            old, indices, lambda n: with_values(n, start_ticks=n.start_ticks + by_ticks, pitch=n.pitch + step)
        )

    return _edit_notes(clip_id, move)


def shift_notes(clip_id: str, indices: Indices, by_ticks: int, pitches: Mapping[int, int]) -> Edit:
    """Move notes in time, and each to the pitch that stands for its own (of a scale, or of a drum kit)."""

    def shift(note: Note) -> Note:
        return with_values(note, start_ticks=note.start_ticks + by_ticks, pitch=pitches.get(note.pitch, note.pitch))

    return _edit_notes(clip_id, lambda old: _map_notes(old, indices, shift))


def set_length(clip_id: str, indices: Indices, length_ticks: int) -> Edit:
    """Make notes equally long."""
    held = max(MIN_LENGTH_TICKS, length_ticks)
    return _edit_notes(clip_id, lambda old: _map_notes(old, indices, lambda note: with_values(note, length_ticks=held)))


def join_up_notes(clip_id: str, indices: Indices, overlap_ticks: int = 0) -> Edit:
    """Legato: each note lasts until the next of them begins (chords together), and ``overlap_ticks`` longer.

    The last ones keep their length.
    """

    def join_up(old: tuple[Note, ...]) -> Iterable[Note]:
        starts = sorted({note.start_ticks for i, note in enumerate(old) if i in indices})
        until = {start: after - start for start, after in pairwise(starts)}

        def last(note: Note) -> Note:
            length = until.get(note.start_ticks)
            held = note.length_ticks if length is None else max(MIN_LENGTH_TICKS, length + overlap_ticks)
            return with_values(note, length_ticks=held)

        return _map_notes(old, indices, last)

    return _edit_notes(clip_id, join_up)


def strum_notes(clip_id: str, indices: Indices, by_ticks: int) -> Edit:
    """Let the notes of each chord begin one after another: from below, or from above for less than 0.

    Their ends stay where they are.
    """

    def strum(old: tuple[Note, ...]) -> Iterable[Note]:
        chords: dict[int, list[int]] = {}
        for index in sorted(indices, key=lambda i: old[i].pitch if i < len(old) else 0, reverse=by_ticks < 0):
            if index < len(old):
                chords.setdefault(old[index].start_ticks, []).append(index)
        later = {index: place * abs(by_ticks) for chord in chords.values() for place, index in enumerate(chord)}
        return [_later_start(note, later.get(i, 0)) for i, note in enumerate(old)]

    return _edit_notes(clip_id, strum)


def transpose_notes(clip_id: str, indices: Indices, by_pitches: int) -> Edit:
    """Move notes in pitch only."""
    return move_notes(clip_id, indices, by_pitches=by_pitches)


def resize_notes(clip_id: str, indices: Indices, by_ticks: int) -> Edit:
    """Make notes longer or shorter."""

    def resize_note(note: Note) -> Note:
        return with_values(note, length_ticks=max(MIN_LENGTH_TICKS, note.length_ticks + by_ticks))

    return _edit_notes(clip_id, lambda old: _map_notes(old, indices, resize_note))


def set_velocity(clip_id: str, indices: Indices, velocity: int) -> Edit:
    """Set how hard notes are played; held within 1 to 127."""
    held = min(127, max(1, velocity))
    return _edit_notes(clip_id, lambda old: _map_notes(old, indices, lambda note: with_values(note, velocity=held)))


def quantize_notes(clip_id: str, indices: Indices, grid_ticks: int, strength: float = 1.0, swing: float = 0.0) -> Edit:
    """Pull note starts to a grid counted from bar 1 of the song.

    strength: 0 leaves them, 1 puts them on it. swing: how late every second line of the grid is, 1 being a triplet's.
    """
    if grid_ticks <= 0:
        raise EditError("A grid has a length.")

    def edit(project: Project) -> Project:
        found = project.find_clip(clip_id)
        origin = project.tempo_map.ticks_at(found[1].origin_s) if found else 0

        def pull_note(note: Note) -> Note:
            tick = origin + note.start_ticks
            away = _swung_line(tick, grid_ticks, swing) - tick
            return with_values(note, start_ticks=note.start_ticks + round(away * strength))

        return _edit_notes(clip_id, lambda old: _map_notes(old, indices, pull_note))(project)

    return edit


def humanize_notes(clip_id: str, indices: Indices, by_ticks: int, by_velocity: int, seed: int) -> Edit:
    """Shift notes and their velocities by chance, at most so far either way; the same seed gives the same notes."""
    chance = Random(seed)
    shifts = {i: (chance.randint(-by_ticks, by_ticks), chance.randint(-by_velocity, by_velocity)) for i in indices}

    def loosen(index: int, note: Note) -> Note:
        ticks, velocity = shifts[index]
        return with_values(
            note, start_ticks=note.start_ticks + ticks, velocity=min(127, max(1, note.velocity + velocity))
        )

    return _edit_notes(clip_id, lambda old: [loosen(i, note) if i in shifts else note for i, note in enumerate(old)])


def _later_start(note: Note, by_ticks: int) -> Note:
    """A note that begins later and ends where it did, as far as there is room."""
    held = max(0, min(by_ticks, note.length_ticks - MIN_LENGTH_TICKS))
    return with_values(note, start_ticks=note.start_ticks + held, length_ticks=note.length_ticks - held)


def _swung_line(tick: int, grid_ticks: int, swing: float) -> float:
    """The line of a swung grid that is nearest to a tick."""
    nearest = round(tick / grid_ticks)
    lines = ((n + (swing / 3 if n % 2 else 0.0)) * grid_ticks for n in (nearest - 1, nearest, nearest + 1))
    return min(lines, key=lambda line: abs(line - tick))


def _map_notes(old: tuple[Note, ...], indices: Indices, change: Callable[[Note], Note]) -> Iterable[Note]:
    return [change(note) if i in indices else note for i, note in enumerate(old)]


def _edit_notes(clip_id: str, change: Callable[[tuple[Note, ...]], Iterable[Note]]) -> Edit:
    def edit_clip(clip: Clip) -> Clip:
        take = clip.take
        if take is None:
            raise EditError("This clip has no take whose notes could be edited.")
        notes = tuple(sorted(change(take.notes), key=lambda note: (note.start_ticks, note.pitch)))
        if notes == take.notes:
            return clip
        edited = replace(take, notes=notes, source="", lead_s=0.0)
        return replace(clip, takes=tuple(edited if each is take else each for each in clip.takes))

    return lambda project: with_clips(project, {clip_id}, edit_clip)
