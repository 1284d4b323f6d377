# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections: name, bounds, energy, and inserting, deleting or repeating a part of the song."""

import re

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.ids import new_id

from ..model import Clip, Project, Section, Track
from .clips import copy_of
from .helpers import Edit, compose_edits, with_all_tracks, with_track_clips, with_values
from .ripple import insert_time, remove_time

NEAR_S = 0.02


def rename_section(section_id: str, name: str) -> Edit:
    """Give a section a name. Raises `EditError` for an empty one."""
    text = name.strip()
    if not text:
        raise EditError("A section needs a name.")
    return _set(section_id, name=text)


def set_section_kind(section_id: str, kind: str) -> Edit:
    """Say what a section is in the song: intro, verse, chorus, ..."""
    return _set(section_id, kind=kind)


def set_section_energy(section_id: str, energy: float) -> Edit:
    """Set how much goes on in a section, 0 to 1."""
    return _set(section_id, energy=energy)


def set_section_bounds(section_id: str, start_ticks: int, length_ticks: int) -> Edit:
    """Move the edges of a section; clips stay where they are. It cannot overlap another."""
    return _set(section_id, start_ticks=start_ticks, length_ticks=length_ticks)


def add_section(section: Section) -> Edit:
    """Name a stretch of the song that belongs to no section yet."""
    return lambda project: _with_sections(project, (*project.sections, section))


def insert_section(section: Section) -> Edit:
    """Make room for an empty section at its start; what comes after moves later."""

    def edit(project: Project) -> Project:
        if any(other.start_ticks < section.start_ticks < other.end_ticks for other in project.sections):
            raise EditError("A section can be inserted between two others, not inside one.")
        return compose_edits(insert_time(section.start_ticks, section.length_ticks), add_section(section))(project)

    return edit


def delete_section(section_id: str, is_rippling: bool = True) -> Edit:
    """Delete a section. is_rippling: its time goes too, with what sounds in it; otherwise only its name goes."""

    def edit(project: Project) -> Project:
        section = _find_section(project, section_id)
        if is_rippling:
            return remove_time(section.start_ticks, section.end_ticks)(project)
        kept = tuple(other for other in project.sections if other is not section)
        return with_all_tracks(replace(project, sections=kept), lambda track: _forget_section(track, section_id))

    return edit


def duplicate_section(section_id: str) -> Edit:
    """Repeat a section right after itself: its clips, chords and melody."""

    def edit(project: Project) -> Project:
        section = _find_section(project, section_id)
        names = {other.name for other in project.sections}
        twin = replace(
            section, id=new_id("section"), name=_next_name(section.name, names), start_ticks=section.end_ticks
        )
        longer = insert_section(twin)(project)
        start_s, end_s = project.section_span_s(section)
        step_s = longer.section_span_s(twin)[0] - start_s
        longer = with_all_tracks(longer, lambda track: _with_copies(track, (start_s, end_s), step_s, twin.id))
        return _with_copied_chords(longer, section)

    return edit


def _with_copies(track: Track, span_s: tuple[float, float], step_s: float, section_id: str) -> Track:
    inside = [clip for clip in track.clips if _is_inside(clip, span_s)]
    copies = [replace(copy_of(clip, clip.start_s + step_s), section_id=section_id) for clip in inside]
    return with_track_clips(track, (*track.clips, *copies))


def _is_inside(clip: Clip, span_s: tuple[float, float]) -> bool:
    return clip.start_s >= span_s[0] - NEAR_S and clip.end_s <= span_s[1] + NEAR_S


def _with_copied_chords(project: Project, section: Section) -> Project:
    inside = [c for c in project.chords if section.start_ticks <= c.start_ticks < section.end_ticks]
    copies = [replace(chord, start_ticks=chord.start_ticks + section.length_ticks) for chord in inside]
    chords = sorted((*project.chords, *copies), key=lambda chord: chord.start_ticks)
    return with_values(project, chords=tuple(chords))


def _next_name(name: str, taken: set[str]) -> str:
    match = re.fullmatch(r"(.*?)\s*(\d+)", name)
    stem, number = (match[1], int(match[2])) if match else (name, 1)
    while f"{stem} {number}" in taken or number == 1:
        number += 1
    return f"{stem} {number}"


def _set(section_id: str, **values: object) -> Edit:
    def edit(project: Project) -> Project:
        section = _find_section(project, section_id)
        fresh = with_values(section, **values)
        if fresh is section:
            return project
        return _with_sections(project, tuple(fresh if each is section else each for each in project.sections))

    return edit


def _with_sections(project: Project, sections: tuple[Section, ...]) -> Project:
    return replace(project, sections=tuple(sorted(sections, key=lambda section: section.start_ticks)))


def _find_section(project: Project, section_id: str) -> Section:
    section = project.section(section_id)
    if section is None:
        raise EditError("That section is no longer there.")
    return section


def _forget_section(track: Track, section_id: str) -> Track:
    if all(clip.section_id != section_id for clip in track.clips):
        return track
    return with_track_clips(
        track, (with_values(c, section_id="") if c.section_id == section_id else c for c in track.clips)
    )
