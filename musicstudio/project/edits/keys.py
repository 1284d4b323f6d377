# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys of sections, and key changes as files of others name them."""

from collections.abc import Sequence

from msgspec.structs import replace

from musicstudio.core.errors import EditError
from musicstudio.core.ids import new_id

from ..keys import KeyChange, key_at, keys_on_record
from ..model import Key, Project, Section
from .helpers import Edit, with_values

_MOST_SECTIONS = 500


def set_section_key(section_id: str, key: Key | None) -> Edit:
    """Say which key a section is in, None for the song's; notes stay as they are. Raises `EditError` if it is gone."""

    def edit(project: Project) -> Project:
        if project.section(section_id) is None:
            raise EditError("The section is not there any more.")
        own = project.key if key is None and section_id in keys_on_record(project) else key
        sections = (with_values(s, key=own) if s.id == section_id else s for s in project.sections)
        return with_values(project, sections=tuple(sections))

    return edit


def add_keys(changes: Sequence[KeyChange]) -> Edit:
    """Let the song change its key: sections are in the key that is in force where they begin, and a song without
    sections gets one at each change. What sections say already stays.
    """

    def edit(project: Project) -> Project:
        if not changes:
            return project
        known = (KeyChange(0, project.key), *changes)
        sections = project.sections or _sections_at(known[:_MOST_SECTIONS], _end_ticks(project))
        return with_values(project, sections=tuple(_in_key(s, key_at(known, s.start_ticks), project) for s in sections))

    return edit


def _in_key(section: Section, key: Key, project: Project) -> Section:
    return section if section.key is not None or key == project.key else replace(section, key=key)


def _sections_at(changes: Sequence[KeyChange], end: int) -> tuple[Section, ...]:
    ends = [*(change.tick for change in changes[1:]), end]
    return tuple(
        Section(new_id("section"), change.key.name, "other", change.tick, stop - change.tick)
        for change, stop in zip(changes, ends, strict=True)
        if stop > change.tick
    )


def _end_ticks(project: Project) -> int:
    return project.tempo_map.ticks_at(max((clip.end_s for _, clip in project.clips()), default=0.0))
