# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections: name, kind, energy and edges; repeat, insert and delete a part of the song."""

from typing import TYPE_CHECKING

from musicstudio.core.ids import new_id
from musicstudio.project.edits.keys import set_section_key
from musicstudio.project.edits.sections import (
    add_section,
    delete_section,
    duplicate_section,
    insert_section,
    rename_section,
    set_section_bounds,
    set_section_energy,
    set_section_kind,
)
from musicstudio.project.model import Section

from .action import Action
from .chosen import chosen_section, playhead_tick, span_ticks, why_no_section
from .key_choices import choice_of_key, key_choices, key_of_choice
from .question import Choices, Question

if TYPE_CHECKING:
    from ..session.session import Session

KINDS = ("intro", "verse", "prechorus", "chorus", "bridge", "break", "build", "drop", "solo", "outro", "other")
MAX_BARS = 256
_SONGS_KEY = "song"


def _duplicate(session: "Session") -> None:
    if section := chosen_section(session):
        session.document.transact(f"Repeat {section.name}", duplicate_section(section.id))


def _delete(session: "Session") -> None:
    if section := chosen_section(session):
        session.document.transact(f"Delete {section.name}", delete_section(section.id))


def _unname(session: "Session") -> None:
    if section := chosen_section(session):
        session.document.transact(f"Unname {section.name}", delete_section(section.id, is_rippling=False))


def _name(session: "Session") -> str:
    section = chosen_section(session)
    return section.name if section else ""


def _rename(session: "Session", name: str) -> None:
    if section := chosen_section(session):
        session.document.transact(f"Rename {section.name}", rename_section(section.id, name))


def _kinds(_: "Session") -> tuple[tuple[str, str], ...]:
    return tuple((kind, kind) for kind in KINDS)


def _kind(session: "Session") -> str:
    section = chosen_section(session)
    return section.kind if section else "other"


def _set_kind(session: "Session", kind: str) -> None:
    if section := chosen_section(session):
        session.document.transact(f"Make {section.name} a {kind}", set_section_kind(section.id, kind))


def _energy(session: "Session") -> float:
    section = chosen_section(session)
    return round(section.energy * 100) if section else 50.0


def _set_energy(session: "Session", percent: float) -> None:
    if section := chosen_section(session):
        session.document.transact(f"Energy of {section.name}", set_section_energy(section.id, percent / 100))


def _keys(_: "Session") -> Choices:
    return ((_SONGS_KEY, "the song's key"), *key_choices())


def _key(session: "Session") -> str:
    section = chosen_section(session)
    return choice_of_key(section.key) if section and section.key else _SONGS_KEY


def _set_key(session: "Session", value: str) -> None:
    if section := chosen_section(session):
        key = None if value == _SONGS_KEY else key_of_choice(value)
        said = f"{section.name} in {key.name}" if key else f"{section.name} in the song's key"
        session.document.transact(said, set_section_key(section.id, key))


def _section_to_bound(session: "Session") -> Section | None:
    """The one section that a selected range touches."""
    span = span_ticks(session) if session.selection.range_s else None
    if span is None:
        return None
    touched = [s for s in session.project.sections if s.start_ticks < span[1] and s.end_ticks > span[0]]
    return touched[0] if len(touched) == 1 else None


def _why_no_bounds(session: "Session") -> str:
    return "" if _section_to_bound(session) else "Select a range of time that touches one section."


def _set_bounds(session: "Session") -> None:
    section, span = _section_to_bound(session), span_ticks(session)
    if section and span:
        bounds = set_section_bounds(section.id, span[0], span[1] - span[0])
        session.document.transact(f"Edges of {section.name}", bounds)


def _why_no_free_span(session: "Session") -> str:
    span = span_ticks(session) if session.selection.range_s else None
    if span is None:
        return "Select a range of time first."
    is_taken = any(s.start_ticks < span[1] and s.end_ticks > span[0] for s in session.project.sections)
    return "Part of that time belongs to a section already." if is_taken else ""


def _add(session: "Session", name: str) -> None:
    if span := span_ticks(session):
        section = Section(new_id("section"), name or "Section", "other", span[0], span[1] - span[0])
        session.document.transact(f"Name {section.name}", add_section(section))
        session.selection.set(section_ids={section.id})


def _insert(session: "Session", bars: float) -> None:
    after = chosen_section(session)
    project = session.project
    at = after.end_ticks if after else max((s.end_ticks for s in project.sections), default=playhead_tick(session))
    length = round(bars) * project.tempo_map.meter_at(at).bar_ticks
    section = Section(new_id("section"), "New section", "other", at, length)
    session.document.transact(f"Insert {round(bars)} bars", insert_section(section))
    session.selection.set(section_ids={section.id})


ACTIONS = (
    Action(
        "section.rename",
        "Rename the section…",
        "Section",
        _rename,
        why_no_section,
        question=Question("Name", start=_name),
    ),
    Action(
        "section.kind",
        "What the section is…",
        "Section",
        _set_kind,
        why_no_section,
        question=Question("Kind", "choice", _kind, choices=_kinds),
    ),
    Action(
        "section.energy",
        "Energy of the section…",
        "Section",
        _set_energy,
        why_no_section,
        question=Question("Energy", "number", _energy, 0, 100, unit="%"),
    ),
    Action(
        "section.key",
        "Key of the section…",
        "Section",
        _set_key,
        why_no_section,
        question=Question("Key", "choice", _key, choices=_keys),
    ),
    Action("section.bounds", "Fit the section to the range", "Section", _set_bounds, _why_no_bounds),
    Action(
        "section.add", "Name the range as a section…", "Section", _add, _why_no_free_span, question=Question("Name")
    ),
    Action(
        "section.insert",
        "Insert an empty section after it…",
        "Section",
        _insert,
        question=Question("Bars", "number", lambda _: 8, 1, MAX_BARS),
        icon="plus",
    ),
    Action("section.duplicate", "Repeat the section", "Section", _duplicate, why_no_section, icon="copy"),
    Action("section.unname", "Remove the section's name only", "Section", _unname, why_no_section),
    Action("section.delete", "Delete the section and its time", "Section", _delete, why_no_section, icon="trash-2"),
)
