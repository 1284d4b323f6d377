# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields that a newer version, or a person, wrote into a song: kept, and written back where they were.

They are remembered by ids and keys, so they follow what they belong to. In lists of things without ids (notes,
chords) nothing is remembered.
"""

from typing import Any

from msgspec import Struct

from musicstudio.project.field_types import Kind, Shape, field_shapes

Unknown = dict[str, Any]
_OWN = "own"
_INSIDE = "inside"


def unknown_in(raw: Any, struct: type[Struct]) -> Unknown:
    """What ``raw`` holds beyond the fields of a struct; empty when there is nothing."""
    if not isinstance(raw, dict):
        return {}
    shapes = field_shapes(struct)
    own = {key: value for key, value in raw.items() if key not in shapes}
    inside = {key: found for key, shape in shapes.items() if (found := _unknown_in_value(raw.get(key), shape))}
    return {name: part for name, part in ((_OWN, own), (_INSIDE, inside)) if part}


def put_back(raw: dict[str, Any], struct: type[Struct], unknown: Unknown) -> None:
    """Write remembered fields into the raw values of a struct; those whose owner is gone are dropped."""
    raw.update({key: value for key, value in unknown.get(_OWN, {}).items() if key not in raw})
    shapes = field_shapes(struct)
    for name, part in unknown.get(_INSIDE, {}).items():
        if name in raw and name in shapes:
            _put_back_value(raw[name], shapes[name], part)


def _unknown_in_value(raw: Any, shape: Shape) -> Unknown:
    if shape.kind is Kind.STRUCT:
        return unknown_in(raw, shape.item)
    return {key: found for key, item in _children(raw, shape).items() if (found := unknown_in(item, shape.item))}


def _put_back_value(raw: Any, shape: Shape, unknown: Unknown) -> None:
    if shape.kind is Kind.STRUCT:
        put_back(raw, shape.item, unknown)
        return
    for key, child in _children(raw, shape).items():
        if key in unknown:
            put_back(child, shape.item, unknown[key])


def _children(raw: Any, shape: Shape) -> dict[str, Any]:
    if shape.kind is Kind.KEYED and isinstance(raw, list | tuple):
        return {item["id"]: item for item in raw if isinstance(item, dict) and isinstance(item.get("id"), str)}
    is_of_structs = isinstance(shape.item, type) and issubclass(shape.item, Struct)
    return raw if shape.kind is Kind.MAPPING and is_of_structs and isinstance(raw, dict) else {}
