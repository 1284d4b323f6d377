# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found in imported music, put where the user sees and corrects it: tempo, key, chord lane, sections, tune.

Only what is missing is filled in. What a hand set, or a file said, stays.
"""

from msgspec import Struct
from msgspec.structs import replace

from musicstudio.project.edits.helpers import Edit
from musicstudio.project.model import Chord, Key, Note, Project, Section, TempoMap, Track

PLAYED_KINDS = ("instrument", "vocal")
LEAD_PLAYER = "lead"
CONTEXT_LABEL = "Key, chords and sections"


class FoundContext(Struct, frozen=True):
    """tempo_map, key: None where they stay as they are. tune: in ticks from 0. lead_track_id, bass_track_id: who plays
    the tune and the bass, or empty. told: what was found and how surely, in sentences. why_nothing: empty when there is
    something to play to, else the reason.
    """

    tempo_map: TempoMap | None = None
    key: Key | None = None
    chords: tuple[Chord, ...] = ()
    sections: tuple[Section, ...] = ()
    tune: tuple[Note, ...] = ()
    lead_track_id: str = ""
    bass_track_id: str = ""
    told: tuple[str, ...] = ()
    why_nothing: str = ""


def later(found: FoundContext, by_s: float) -> FoundContext:
    """What was found in a recording, where that begins so many seconds later; ticks count from its own grid."""
    if found.tempo_map is None or not by_s:
        return found
    return replace(found, tempo_map=replace(found.tempo_map, offset_s=found.tempo_map.offset_s + by_s))


def needs_context(project: Project) -> bool:
    """Whether an engine that is to go on from a song would have nothing to go by."""
    return not project.song_recipe_id and (not project.sections or not project.chords)


def context_edit(found: FoundContext) -> Edit:
    """What was found in the place of what is missing."""

    def edit(project: Project) -> Project:
        sections = project.sections or found.sections
        return replace(
            project,
            tempo_map=found.tempo_map or project.tempo_map,
            key=found.key or project.key,
            chords=project.chords or found.chords,
            sections=tuple(_with_tune(section, found.tune) for section in sections),
            tracks=tuple(_with_job(track, found) for track in project.tracks),
        )

    return edit


def notes_between(notes: tuple[Note, ...], start: int, end: int) -> tuple[Note, ...]:
    """Notes that begin between two ticks, counted from the first."""
    return tuple(replace(n, start_ticks=n.start_ticks - start) for n in notes if start <= n.start_ticks < end)


def _with_tune(section: Section, tune: tuple[Note, ...]) -> Section:
    if section.melody:
        return section
    return replace(section, melody=notes_between(tune, section.start_ticks, section.end_ticks))


def _with_job(track: Track, found: FoundContext) -> Track:
    """The row with its part in the band named, where nobody has said what it is."""
    if track.player or track.kind not in PLAYED_KINDS:
        return track
    if track.id == found.lead_track_id:
        return replace(track, player=LEAD_PLAYER)
    return replace(track, role="bass") if track.id == found.bass_track_id and track.role != "bass" else track
