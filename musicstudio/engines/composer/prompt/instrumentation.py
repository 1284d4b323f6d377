# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instruments are asked for, refused, or meant to play alone, and whether anybody sings."""

from msgspec import Struct

EVERYTHING_ELSE = "everything else"
"""In `Conditioning.unwanted`: nobody plays but those wanted."""


class Instrumentation(Struct, frozen=True):
    """wanted, unwanted: canonical names. sings: None when nothing is said. voice: female, male, child or empty.

    kept: the text with what was refused cut out, so that "no jazz" does not read as jazz. refused: those words.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    sings: bool | None
    voice: str
    kept: str
    refused: tuple[str, ...]
