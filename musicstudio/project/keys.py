# SPDX-License-Identifier: GPL-3.0-or-later
"""Which key a song is in where: its own, but for sections that say another."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from .model import Chord, Key, Project, Section


class KeyChange(NamedTuple):
    """A key from a tick on."""

    tick: int
    key: Key


def key_changes_of(project: Project) -> tuple[KeyChange, ...]:
    """The key at the beginning and each one that follows another, in order; what lies between sections is in the
    song's.
    """
    named: list[KeyChange] = [KeyChange(0, project.key)]
    older = keys_on_record(project)
    end = 0
    for section in project.sections:
        if section.start_ticks > end:
            named.append(KeyChange(end, project.key))
        named.append(KeyChange(section.start_ticks, section.key or older.get(section.id, project.key)))
        end = section.end_ticks
    return changes_in_order(named)


def named_chords(project: Project) -> Iterator[tuple[Chord, str]]:
    """Each chord with its symbol, spelled as the key there is."""
    changes = key_changes_of(project)
    for chord in project.chords:
        yield chord, chord.name(key_at(changes, chord.start_ticks).has_flats)


def key_of_section(project: Project, section: Section) -> Key:
    """The key that a section is in."""
    return section.key or keys_on_record(project).get(section.id, project.key)


def key_at(changes: Sequence[KeyChange], tick: int) -> Key:
    """The key in force."""
    return next((change.key for change in reversed(changes) if change.tick <= tick), changes[0].key)


def keys_on_record(project: Project) -> dict[str, Key]:
    """Keys by section id as songs that were made before sections had one keep them: in the recipe of the song."""
    recipe = project.recipes.get(project.song_recipe_id)
    stored = recipe.parameters.get("section_keys", {}) if recipe else {}
    try:
        return msgspec.convert(stored, dict[str, Key])
    except msgspec.ValidationError:
        return {}


def told_of_lost(changes: Iterable[KeyChange], spans: Collection[tuple[int, int]], main: Key) -> tuple[str, ...]:
    """A sentence where sections from and to such ticks cannot hold all key changes of a file whose own key is main."""
    starts = {start for start, _ in spans}
    is_lost = spans and any(
        change.tick not in starts and (any(start < change.tick < end for start, end in spans) or change.key != main)
        for change in changes
    )
    return ("The file changes its key inside a section, which keeps the key it begins in.",) if is_lost else ()


def changes_in_order(named: Iterable[KeyChange]) -> tuple[KeyChange, ...]:
    """Changes, the last of those at one tick, and none that says what is so already."""
    last = {change.tick: change for change in named}
    kept: list[KeyChange] = []
    for change in last.values():
        if not kept or kept[-1].key != change.key:
            kept.append(change)
    return tuple(kept)
