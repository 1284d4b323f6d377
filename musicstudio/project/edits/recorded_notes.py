# SPDX-License-Identifier: GPL-3.0-or-later
"""Notes that were played to the song, as takes."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.ids import new_id

from ..model import Clip, Note, Project, Take, TempoMap
from .clips import add_clip
from .helpers import Edit, with_clips
from .notes import MIN_LENGTH_TICKS
from .overlap import trimming_below

_SHORTEST_S = 0.01
"""A key that was only touched on a bar line needs a bar, too."""


class PlayedNote(Struct, frozen=True):
    """A note as it was played, in seconds of the song."""

    start_s: float
    end_s: float
    pitch: int
    velocity: int


def place_notes(track_id: str, passes: Sequence[Sequence[PlayedNote]], end_s: float, recipe_id: str = "") -> Edit:
    """Put what was played on a row; each pass over the song becomes a take, and the last is heard.

    A clip that lies where playing began gets the takes, each with the notes that were there before, and reaches
    further if need be. Else a clip of whole bars is made, which trims what lies below. end_s: where playing stopped.
    """

    def edit(project: Project) -> Project:
        track = project.track(track_id)
        played = [notes for notes in passes if notes]
        if track is None or track.kind != "instrument":
            raise EditError("The track that was played is no longer there.")
        if not played:
            return project
        start_s = min(note.start_s for notes in played for note in notes)
        last_s = max(end_s, *(note.end_s for notes in played for note in notes))
        there = next((clip for clip in reversed(track.clips) if clip.start_s <= start_s < clip.end_s), None)
        if there is not None:
            return _into_clip(project, there, played, last_s, recipe_id)
        return _as_clip(project, track_id, played, (start_s, last_s), recipe_id)

    return edit


def _into_clip(
    project: Project, clip: Clip, passes: list[Sequence[PlayedNote]], end_s: float, recipe_id: str
) -> Project:
    old = clip.take.notes if clip.take else ()
    takes = _takes_of(project.tempo_map, clip.origin_s, old, passes, len(clip.takes), recipe_id)
    length_s = max(clip.length_s, _bar_edge_s(project.tempo_map, end_s, is_end=True) - clip.start_s)
    if max(note.end_s for notes in passes for note in notes) <= clip.end_s:
        length_s = clip.length_s

    def change(each: Clip) -> Clip:
        return replace(each, takes=(*each.takes, *takes), active_take_id=takes[-1].id, length_s=length_s)

    return trimming_below(lambda song: with_clips(song, {clip.id}, change))(project)


def _as_clip(
    project: Project, track_id: str, passes: list[Sequence[PlayedNote]], span_s: tuple[float, float], recipe_id: str
) -> Project:
    start_s = _bar_edge_s(project.tempo_map, span_s[0], is_end=False)
    end_s = _bar_edge_s(project.tempo_map, max(span_s[1], span_s[0] + _SHORTEST_S), is_end=True)
    takes = _takes_of(project.tempo_map, start_s, (), passes, 0, recipe_id)
    clip = Clip(new_id("clip"), start_s, end_s - start_s, rings=True, takes=takes, active_take_id=takes[-1].id)
    return trimming_below(add_clip(track_id, clip))(project)


def _takes_of(
    tempo_map: TempoMap, origin_s: float, old: tuple[Note, ...], passes: list[Sequence[PlayedNote]], number: int,
    recipe_id: str,
) -> tuple[Take, ...]:  # fmt: skip
    origin = tempo_map.ticks_at(origin_s)
    takes = []
    for index, notes in enumerate(passes, start=number + 1):
        played = tuple(_note_of(tempo_map, origin, note) for note in notes)
        together = tuple(sorted((*old, *played), key=lambda note: (note.start_ticks, note.pitch)))
        takes.append(Take(new_id("take"), f"Take {index} played", notes=together, recipe_id=recipe_id))
    return tuple(takes)


def _note_of(tempo_map: TempoMap, origin: int, note: PlayedNote) -> Note:
    start, end = tempo_map.ticks_at(note.start_s), tempo_map.ticks_at(note.end_s)
    return Note(start - origin, max(MIN_LENGTH_TICKS, end - start), note.pitch, min(127, max(1, note.velocity)))


def _bar_edge_s(tempo_map: TempoMap, at_s: float, *, is_end: bool) -> float:
    """The bar line at or before a time, or the one at or after it."""
    tick = max(0, tempo_map.ticks_at(at_s))
    bar = tempo_map.bar_at(tick)[0]
    first = tempo_map.tick_of_bar(bar)
    return tempo_map.seconds_at(tempo_map.tick_of_bar(bar + 1) if is_end and first < tick else first)
