# SPDX-License-Identifier: GPL-3.0-or-later
"""A song that breaks what is true of every document, made to keep it: by the least that has to go.

Only files from elsewhere hold such songs: damaged, merged or written by other programs. The same song is always
mended in the same way, so the steps of a history stay what they were to each other.
"""

from collections.abc import Callable, Iterable
from functools import partial
from math import isfinite
from operator import attrgetter
from typing import Any, TypeVar

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields, replace

from musicstudio.core.errors import EditError

from .invariants import (
    EPSILON_S,
    MAX_LENGTH_S,
    MAX_TICKS,
    check_chords,
    check_clip,
    check_key,
    check_master,
    check_note,
    check_project,
    check_sections,
    check_source,
    check_strip,
    check_take,
    check_tempo,
    check_track,
)
from .model import Clip, Project, Section, Strip, Take, TempoMap, Track

S = TypeVar("S", bound=Struct)
Check = Callable[[Any], object]


def is_lawful(project: Project) -> bool:
    """Whether everything that is true of every document is true of this one."""
    return _holds(check_project, project)


def mend_project(project: Project) -> Project:
    """The song as it is when it is lawful, else without what breaks the rules. Never raises."""
    try:
        project = _mended_parts(project)
    except Exception:  # whatever a part holds, the rest of the song is worth having
        project = replace(project, tracks=_each_by_itself(project))
    return _with_defaults(project, check_project) or Project(id=project.id, title=project.title, lyrics=project.lyrics)


def _mended_parts(project: Project) -> Project:
    project = replace(
        project,
        sources={key: source for key, source in project.sources.items() if _holds(check_source, source)},
        tempo_map=_with_defaults(_order_tempo_map(project.tempo_map), check_tempo) or TempoMap(),
        key=_with_defaults(project.key, check_key),
        sections=_kept_in_order(tuple(map(_with_sound_key, project.sections)), check_sections),
        chords=_kept_in_order(project.chords, check_chords),
        markers=tuple(marker for marker in _with_own_ids(project.markers) if 0 <= marker.tick <= MAX_TICKS),
        variations=_with_own_ids(project.variations),
        versions=_with_own_ids(project.versions),
        master=_with_defaults(project.master, check_master),
    )
    return replace(project, tracks=_rows(project))


def _with_sound_key(section: Section) -> Section:
    is_sound = section.key is None or _holds(check_key, section.key)
    return section if is_sound else replace(section, key=None)


def _rows(project: Project) -> tuple[Track, ...]:
    rows = [_row(row, project) for row in _with_own_ids(project.tracks)]
    clips = iter(_with_own_ids(clip for row in rows for clip in row.clips))
    rows = [replace(row, clips=tuple(next(clips) for _ in row.clips)) for row in rows]
    kinds = {row.id: row.kind for row in rows}
    rows = [_with_sound_sends(row, kinds) for row in rows]
    return tuple(_out_of_circles(rows, kinds))


def _row(row: Track, project: Project) -> Track:
    strip = _with_defaults(_with_own_devices(row.strip), lambda strip: check_strip(strip, row.name)) or Strip()
    row = _with_defaults(replace(row, strip=strip), check_track) or Track(row.id, row.name, clips=row.clips)
    clips = tuple(found for clip in row.clips if (found := _clip(clip, project)) is not None)
    holds_clips = row.kind not in ("group", "bus")
    return replace(row, clips=clips, kind=row.kind if holds_clips or not clips else "audio")


def _clip(clip: Clip, project: Project) -> Clip | None:
    """A clip within the song; None where it has no length."""
    if not (isfinite(clip.start_s) and clip.length_s > EPSILON_S):
        return None
    start_s = min(max(0.0, clip.start_s), MAX_LENGTH_S - 1.0)
    takes = tuple(_take(take, project) for take in _with_own_ids(clip.takes))
    is_known = any(take.id == clip.active_take_id for take in takes)
    clip = replace(
        clip,
        start_s=start_s,
        length_s=min(clip.length_s, MAX_LENGTH_S - start_s),
        takes=takes,
        active_take_id=clip.active_take_id if is_known or not takes else takes[0].id,
    )
    return _with_defaults(clip, lambda clip: check_clip(clip, project))


def _take(take: Take, project: Project) -> Take:
    notes = tuple(note for note in take.notes if _holds(lambda note: check_note(note, ""), note))
    kept = _with_defaults(replace(take, notes=notes), lambda take: check_take(take, "", project))
    return kept or Take(take.id, take.name)


def _with_sound_sends(row: Track, kinds: dict[str, str]) -> Track:
    sends = tuple(send for send in row.strip.sends if kinds.get(send.bus_id) == "bus")
    return row if sends == row.strip.sends else replace(row, strip=replace(row.strip, sends=sends))


def _out_of_circles(rows: list[Track], kinds: dict[str, str]) -> list[Track]:
    """Rows whose groups are there and lead to the master; the first that closes a circle is in no group."""
    groups = {row.id: row.group_id if kinds.get(row.group_id) == "group" else "" for row in rows}
    for row in rows:
        seen, current = {row.id}, groups[row.id]
        while current and current not in seen:
            seen.add(current)
            current = groups[current]
        if current:
            groups[row.id] = ""
    return [row if groups[row.id] == row.group_id else replace(row, group_id=groups[row.id]) for row in rows]


def _with_own_devices(strip: Strip) -> Strip:
    devices = tuple(
        replace(device, params={name: value for name, value in device.params.items() if isfinite(value)})
        for device in _with_own_ids(strip.devices)
    )
    return replace(strip, devices=devices)


def _with_own_ids(items: Iterable[S]) -> tuple[S, ...]:
    """Things of one kind, those with an id that another has already under one of their own."""
    taken: set[str] = set()
    kept: list[S] = []
    for item in items:
        own_id = _id_of(item)
        key, number = own_id, 2
        while key in taken or not key:
            key, number = f"{own_id}-{number}", number + 1
        taken.add(key)
        kept.append(item if key == own_id else replace(item, id=key))
    return tuple(kept)


def _id_of(item: Any) -> str:
    found: str = item.id
    return found


def _order_tempo_map(tempo_map: TempoMap) -> TempoMap:
    """Tempi and metres from the beginning on, each tick once, those that make sense."""

    def kept(events: tuple[Any, ...], field: str) -> tuple[Any, ...]:
        sound = {event.tick: event for event in events if is_sound(event, field)}
        events = tuple(sound[tick] for tick in sorted(sound))
        return (replace(events[0], tick=0), *events[1:]) if events else ()

    def is_sound(event: Any, field: str) -> bool:
        alone = replace(TempoMap(), **{field: (replace(event, tick=0),)})
        return 0 <= event.tick <= MAX_TICKS and _holds(check_tempo, alone)

    tempos, meters = kept(tempo_map.tempos, "tempos"), kept(tempo_map.meters, "meters")
    return replace(tempo_map, tempos=tempos or TempoMap().tempos, meters=meters or TempoMap().meters)


def _kept_in_order(items: tuple[S, ...], check: Check) -> tuple[S, ...]:
    """Things along the time, earliest first; what fits neither by itself nor beside those before it is left out."""
    if _holds(check, items):
        return items
    kept: tuple[S, ...] = ()
    for item in sorted(items, key=attrgetter("start_ticks")):
        found = _with_defaults(item, partial(_check_behind, check, kept))
        if found is not None and not (hasattr(found, "id") and any(_id_of(found) == _id_of(other) for other in kept)):
            kept = (*kept, found)
    return kept


def _check_behind(check: Check, kept: tuple[Any, ...], item: Any) -> None:
    check((*kept[-1:], item))


def _each_by_itself(project: Project) -> tuple[Track, ...]:
    """The rows that can be mended, where all together cannot be."""
    kept: list[Track] = []
    for row in project.tracks:
        try:
            kept.append(_row(replace(row, group_id=""), project))
        except Exception:  # see `mend_project`
            continue
    return tuple(kept)


def _with_defaults(value: S, check: Check) -> S | None:
    """A value as it is where it passes, else with as few fields as it takes at their defaults; None where none help."""
    if _holds(check, value):
        return value
    defaults = {field.encode_name: _default(field) for field in fields(value) if _default(field) is not NODEFAULT}
    for name, default in defaults.items():
        if _holds(check, found := replace(value, **{name: default})):
            return found
    for name, default in defaults.items():
        value = replace(value, **{name: default})
        if _holds(check, value):
            return value
    return None


def _default(field: Any) -> Any:
    return field.default if field.default is not NODEFAULT else _make_default(field.default_factory)


def _make_default(factory: Any) -> Any:
    return factory if factory is NODEFAULT else factory()


def _holds(check: Check, value: Any) -> bool:
    try:
        check(value)
    except (EditError, ArithmeticError, ValueError, IndexError, KeyError, TypeError, RecursionError):
        return False
    return True
