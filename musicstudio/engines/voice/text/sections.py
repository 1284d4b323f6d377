# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of section a tag of the lyric means, and the stanzas of a lyric. Pure."""

from .model import Line, Lyrics, LyricSection
from .section_words import OTHER, kind_of

__all__ = ["OTHER", "kind_of", "stanzas"]


def stanzas(lyrics: Lyrics) -> tuple[LyricSection, ...]:
    """The lyric's sections; words without any tag are parted at blank lines instead."""
    if any(section.name for section in lyrics.sections):
        return lyrics.sections
    parts: list[list[Line]] = []
    for line in lyrics.lines:
        if not parts or line.opens_stanza:
            parts.append([])
        parts[-1].append(line)
    return tuple(LyricSection("", tuple(part)) for part in parts)
