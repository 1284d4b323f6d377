# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a song whose file is damaged in places: what is sound is kept, what is not is left out and named."""

from typing import Any

import msgspec
from msgspec import Struct

from musicstudio.core.ids import new_id
from musicstudio.project.field_types import Kind, Shape, field_shapes
from musicstudio.project.model import Project


def salvage_project(raw: dict[str, Any]) -> tuple[Project, list[str]]:
    """The song and what was left out of it, such as ``track “Bass” › clip “Verse 1”``. Never raises."""
    lost: list[str] = []
    project: Project = _struct(raw, Project, "", lost)  # no field of a project but its id has to be there
    return project, lost


class _Unreadable(Exception):
    """A value that nothing can be made of; its owner leaves it out."""


def _struct(raw: Any, struct: Any, place: str, lost: list[str]) -> Any:
    if not isinstance(raw, dict):
        raise _Unreadable
    values: dict[str, Any] = {}
    for name, shape in field_shapes(struct).items():
        if name not in raw:
            continue
        here = _inside(place, name)
        try:
            values[name] = _value(raw[name], shape, here, lost)
        except (_Unreadable, ValueError, RecursionError):
            lost.append(here)
    if "id" in struct.__struct_fields__ and not values.get("id"):
        values["id"] = new_id("salvaged")  # rather than leave out a whole track for want of a name of its own
    try:
        return struct(**values)
    except TypeError as error:  # a field that has no default is missing
        raise _Unreadable from error


def _value(raw: Any, shape: Shape, place: str, lost: list[str]) -> Any:
    match shape.kind:
        case Kind.STRUCT:
            return _struct(raw, shape.item, place, lost)
        case Kind.KEYED | Kind.SEQUENCE if isinstance(raw, list):
            found = [
                _item(item, shape.item, _name_item(place, item, number), lost) for number, item in enumerate(raw, 1)
            ]
            return tuple(item for item in found if item is not None)
        case Kind.MAPPING if isinstance(raw, dict):
            pairs = {key: _item(item, shape.item, _name_item(place, item, key), lost) for key, item in raw.items()}
            return {key: item for key, item in pairs.items() if item is not None}
        case _:
            return msgspec.convert(raw, shape.whole)


def _item(raw: Any, item: Any, place: str, lost: list[str]) -> Any:
    try:
        if isinstance(item, type) and issubclass(item, Struct):
            return _struct(raw, item, place, lost)
        return msgspec.convert(raw, item)
    except (_Unreadable, ValueError, RecursionError):
        lost.append(place)
        return None


def _inside(place: str, name: str) -> str:
    return f"{place} › {name}" if place else name


def _name_item(place: str, raw: Any, key: object) -> str:
    """An item of a list, by its name where it has one: ``tracks`` and “Bass” give ``track “Bass”``."""
    name = raw.get("name") if isinstance(raw, dict) else None
    return f"{place.removesuffix('s')} " + (f"“{name}”" if name and isinstance(name, str) else str(key))
