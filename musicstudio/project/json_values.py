# SPDX-License-Identifier: GPL-3.0-or-later
"""Values of the document as plain JSON values."""

from typing import Any

import msgspec


def to_plain(value: Any) -> Any:
    """Structs as dicts and tuples as they are. Numbers of numpy, which measurements leave in edits, become Python's."""
    return msgspec.to_builtins(value, enc_hook=plain_number)


def to_json(value: Any) -> bytes:
    """The same as JSON. Raises ValueError for text that is no Unicode, TypeError for what has no JSON form."""
    return msgspec.json.encode(value, enc_hook=plain_number)


def plain_number(value: Any) -> Any:
    """A number of Python for one of numpy. Raises TypeError for anything else."""
    item = getattr(value, "item", None)
    if not callable(item):
        raise TypeError(f"{type(value).__name__} has no place in a song")
    return item()
