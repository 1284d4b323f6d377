# SPDX-License-Identifier: GPL-3.0-or-later
"""Which number the inaudible mark of a song spells, and whether it gets one: only what a machine helped to make."""

import hashlib

from musicstudio.project.model import Project

from .provenance import is_machine_made


def mark_of(project: Project) -> int | None:
    """The number of a song in whose sound a machine had a part; None for one that is all of people's making."""
    return mark_number(project.id) if is_machine_made(project) else None


def mark_number(song_id: str) -> int:
    """32 bits that stand for a song."""
    return int.from_bytes(hashlib.blake2b(song_id.encode(), digest_size=4).digest(), "big")


def mark_text(number: int) -> str:
    """As it is written: eight digits of base 16."""
    return f"{number:08x}"
