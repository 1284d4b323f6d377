# SPDX-License-Identifier: GPL-3.0-or-later
"""What each field of the document is made of, read from its annotations.

Patches, salvage of damaged files and the keeping of unknown fields all walk the document by these shapes, so a new
field in `musicstudio.project.model` needs no code anywhere else.
"""

from enum import Enum
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from msgspec import Struct


class Kind(Enum):
    """How a value is put together."""

    STRUCT = "struct"
    KEYED = "keyed"
    SEQUENCE = "sequence"
    MAPPING = "mapping"
    LEAF = "leaf"


class Shape(NamedTuple):
    """The kind of a value, its whole type, and the type of its items (or itself, for a struct or a leaf).

    KEYED is a tuple of structs that have an ``id``; SEQUENCE any other tuple; MAPPING a dict with string keys.
    """

    kind: Kind
    whole: Any
    item: Any


@cache
def shape_of(annotation: Any) -> Shape:
    """The shape of an annotation such as ``tuple[Clip, ...]``."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        is_keyed = is_struct(arguments[0]) and "id" in arguments[0].__struct_fields__
        return Shape(Kind.KEYED if is_keyed else Kind.SEQUENCE, annotation, arguments[0])
    if origin is dict:
        return Shape(Kind.MAPPING, annotation, arguments[1])
    return Shape(Kind.STRUCT if is_struct(annotation) else Kind.LEAF, annotation, annotation)


@cache
def field_shapes(struct: type[Struct]) -> dict[str, Shape]:
    """The shape of every field of a struct."""
    hints = get_type_hints(struct)
    return {name: shape_of(hints[name]) for name in struct.__struct_fields__}


def is_struct(annotation: Any) -> bool:
    """Whether an annotation is a struct of the document."""
    return isinstance(annotation, type) and issubclass(annotation, Struct)
