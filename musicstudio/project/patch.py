# SPDX-License-Identifier: GPL-3.0-or-later
"""The difference of two documents as plain JSON values, small enough to journal on every edit.

A patch follows the shapes of the document. What is the same object on both sides is never looked into, so the cost
follows the edit and not the song:

- struct: ``{field: patch, ...}`` for the fields that differ;
- tuple of things with ids: ``{"del": [id], "new": [[index, value]], "set": {id: patch}, "order": [id]}``;
- other tuple: ``{"at": index, "cut": count, "put": [value]}``, a splice;
- dict: ``{"del": [key], "put": {key: value}}``;
- anything else: the new value.
"""

from typing import Any

import msgspec
from msgspec import Struct

from .diff import changed_pairs
from .field_types import Kind, Shape, field_shapes
from .json_values import to_plain
from .model import Project

Patch = dict[str, Any]


def make_patch(before: Project, after: Project) -> Patch:
    """What turns ``before`` into ``after``; empty when they are equal. `make_patch(after, before)` is its inverse."""
    return _struct_patch(before, after)


def apply_patch(project: Project, patch: Patch) -> Project:
    """The document after a patch; what it does not name is shared with ``project``.

    Raises ValueError (or `msgspec.ValidationError`, which is one) when the patch does not fit the document.
    """
    try:
        patched: Project = _apply_struct(project, patch)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise ValueError(f"the patch does not fit the document: {error!r}") from error
    return patched


def _make(shape: Shape, before: Any, after: Any) -> Any:
    match shape.kind:
        case Kind.STRUCT:
            return _struct_patch(before, after)
        case Kind.KEYED:
            return _keyed_patch(before, after)
        case Kind.SEQUENCE:
            return _splice(before, after)
        case Kind.MAPPING:
            return _mapping_patch(before, after)
        case _:
            return to_plain(after)


def _struct_patch(before: Struct, after: Struct) -> Patch:
    patch = {}
    for name, shape in field_shapes(type(after)).items():
        old, new = getattr(before, name), getattr(after, name)
        if old is not new and old != new:
            patch[name] = _make(shape, old, new)
    return patch


def _keyed_patch(before: tuple[Any, ...], after: tuple[Any, ...]) -> Patch:
    same_items = changed_pairs(before, after)
    if same_items is not None:
        return {"set": {a.id: _struct_patch(a, b) for a, b in same_items if a != b}}
    old = {item.id: item for item in before}
    new = {item.id: item for item in after}
    patch: Patch = {}
    if gone := [key for key in old if key not in new]:
        patch["del"] = gone
    if fresh := [[index, to_plain(item)] for index, item in enumerate(after) if item.id not in old]:
        patch["new"] = fresh
    pairs = [(item, new[key]) for key, item in old.items() if key in new and item is not new[key]]
    if changed := {a.id: _struct_patch(a, b) for a, b in pairs if a != b}:
        patch["set"] = changed
    if [key for key in old if key in new] != [key for key in new if key in old]:
        patch["order"] = list(new)
    return patch


def _splice(before: tuple[Any, ...], after: tuple[Any, ...]) -> Patch:
    shortest = min(len(before), len(after))
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    put = to_plain(after[head : len(after) - tail])
    return {"at": head, "cut": len(before) - head - tail, "put": list(put)}


def _mapping_patch(before: dict[str, Any], after: dict[str, Any]) -> Patch:
    put = {key: value for key, value in after.items() if key not in before or before[key] != value}
    return {"del": [key for key in before if key not in after], "put": to_plain(put)}


def _apply(shape: Shape, value: Any, patch: Any) -> Any:
    match shape.kind:
        case Kind.STRUCT:
            return _apply_struct(value, patch)
        case Kind.KEYED:
            return _apply_keyed(shape, value, patch)
        case Kind.SEQUENCE:
            return _apply_splice(shape, value, patch)
        case Kind.MAPPING:
            gone = set(patch["del"])
            kept = {key: item for key, item in value.items() if key not in gone}
            return kept | msgspec.convert(patch["put"], shape.whole)
        case _:
            return msgspec.convert(patch, shape.whole)


def _apply_struct(value: Struct, patch: Patch) -> Any:
    shapes = field_shapes(type(value))
    known = {name: change for name, change in patch.items() if name in shapes}
    changes = {name: _apply(shapes[name], getattr(value, name), change) for name, change in known.items()}
    return msgspec.structs.replace(value, **changes) if changes else value


def _apply_keyed(shape: Shape, value: tuple[Any, ...], patch: Patch) -> tuple[Any, ...]:
    gone, changed = set(patch.get("del", ())), patch.get("set", {})
    missing = (gone | set(changed)) - {item.id for item in value}
    if missing:
        raise ValueError(f"the patch changes what is not there: {sorted(missing)}")
    items = [item for item in value if item.id not in gone]
    items = [_apply_struct(item, changed[item.id]) if item.id in changed else item for item in items]
    for index, fresh in patch.get("new", ()):
        items.insert(index, msgspec.convert(fresh, shape.item))
    if "order" in patch:
        place = {key: index for index, key in enumerate(patch["order"])}
        items.sort(key=lambda item: place[item.id])
    return tuple(items)


def _apply_splice(shape: Shape, value: tuple[Any, ...], patch: Patch) -> tuple[Any, ...]:
    start, end = patch["at"], patch["at"] + patch["cut"]
    if end > len(value):
        raise ValueError("the patch cuts more than is there")
    return (*value[:start], *msgspec.convert(patch["put"], shape.whole), *value[end:])
