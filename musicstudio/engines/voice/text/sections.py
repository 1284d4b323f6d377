# SPDX-License-Identifier: GPL-3.0-or-later
"""Which kind of section a tag of the lyric means, and the stanzas of a lyric. Pure."""

import re

from .model import Line, Lyrics, LyricSection

OTHER = "other"
"""The kind of a tag that says nothing known."""
_KINDS = (
    ("prechorus", "pre ?chorus|pre ?hook|lift|climb"),
    ("chorus", "chorus|hook|refrain"),
    ("verse", "verse|strophe|stanza|rap"),
    ("bridge", "bridge|middle (?:8|eight)"),
    ("intro", "intro"),
    ("outro", "outro|coda|ending|end"),
    ("break", "break|breakdown|interlude"),
    ("solo", "solo|instrumental"),
    ("build", "build|buildup|rise"),
    ("drop", "drop"),
)


def kind_of(tag: str) -> str:
    """The section kind that a tag means: "Pre-Chorus 2" is prechorus; `OTHER` when it says nothing known."""
    name = re.sub(r"[^a-z0-9 ]+", " ", tag.lower())
    return next((kind for kind, words in _KINDS if re.search(rf"\b(?:{words})s?(?![a-z])", name)), OTHER)


def stanzas(lyrics: Lyrics) -> tuple[LyricSection, ...]:
    """The lyric's sections; words without any tag are parted at blank lines instead."""
    if any(section.name for section in lyrics.sections):
        return lyrics.sections
    parts: list[list[Line]] = []
    for line in lyrics.lines:
        if not parts or line.number > parts[-1][-1].number + 1:
            parts.append([])
        parts[-1].append(line)
    return tuple(LyricSection("", tuple(part)) for part in parts)
