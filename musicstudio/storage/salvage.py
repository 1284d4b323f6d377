# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a song whose file is damaged in places: what is sound is kept, what is not is left out and named."""

from typing import Any

import msgspec
from msgspec import Struct

from musicstudio.project.model import Project
from musicstudio.project.shapes import Kind, Shape, field_shapes


def salvaged(raw: dict[str, Any]) -> tuple[Project, list[str]]:
    """The song and the places that were left out, such as ``tracks.3.clips.0``. Never raises."""
    lost: list[str] = []
    project: Project = _struct({"id": "project-salvaged"} | raw, Project, "", lost)
    return project, lost


class _Unreadable(Exception):
    """A value that nothing can be made of; its owner leaves it out."""


def _struct(raw: Any, struct: Any, place: str, lost: list[str]) -> Any:
    if not isinstance(raw, dict):
        raise _Unreadable
    values = {}
    for name, shape in field_shapes(struct).items():
        if name not in raw:
            continue
        here = f"{place}.{name}" if place else name
        try:
            values[name] = _value(raw[name], shape, here, lost)
        except (_Unreadable, msgspec.ValidationError):
            lost.append(here)
    try:
        return struct(**values)
    except TypeError as error:  # a field that has no default is missing
        raise _Unreadable from error


def _value(raw: Any, shape: Shape, place: str, lost: list[str]) -> Any:
    match shape.kind:
        case Kind.STRUCT:
            return _struct(raw, shape.item, place, lost)
        case Kind.KEYED | Kind.SEQUENCE if isinstance(raw, list):
            found = [_item(item, shape.item, f"{place}.{index}", lost) for index, item in enumerate(raw)]
            return tuple(item for item in found if item is not None)
        case Kind.MAPPING if isinstance(raw, dict):
            pairs = {key: _item(item, shape.item, f"{place}.{key}", lost) for key, item in raw.items()}
            return {key: item for key, item in pairs.items() if item is not None}
        case _:
            return msgspec.convert(raw, shape.whole)


def _item(raw: Any, item: Any, place: str, lost: list[str]) -> Any:
    try:
        if isinstance(item, type) and issubclass(item, Struct):
            return _struct(raw, item, place, lost)
        return msgspec.convert(raw, item)
    except (_Unreadable, msgspec.ValidationError):
        lost.append(place)
        return None
