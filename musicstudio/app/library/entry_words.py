# SPDX-License-Identifier: GPL-3.0-or-later
"""What is found, in a line of words and in plain JSON."""

from typing import Any

import msgspec

from musicstudio.library.entries import Entry, Found


def facts_of(entry: Entry) -> str:
    """``84 · E minor · 3:00``, as far as it is known."""
    minutes, seconds = divmod(round(entry.length_s), 60)
    parts = (f"{entry.bpm:g}" if entry.bpm else "", entry.key, f"{minutes}:{seconds:02}" if entry.length_s else "")
    return " · ".join(part for part in parts if part)


def line_of(found: Found) -> str:
    """One line for a terminal: id, title, facts, nearness, star, tags and prompt."""
    entry = found.entry
    near = f"  {found.nearness:.2f} near" if found.nearness is not None else ""
    star = "  *" if entry.is_starred else ""
    tags = f"  [{', '.join(entry.tags)}]" if entry.tags else ""
    return (
        f"{entry.id}  {entry.kind:9} {entry.title}  ({facts_of(entry)}){near}{star}{tags}  {entry.prompt[:70]}".rstrip()
    )


def plain_of(found: Found) -> dict[str, Any]:
    """Plain JSON values, without what only the studio can read."""
    plain: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(found.entry, vector=b"", wave=b""))
    for name in ("vector", "wave", "recipe"):
        plain.pop(name, None)
    if found.nearness is not None:
        plain["nearness"] = round(found.nearness, 4)
    return plain
