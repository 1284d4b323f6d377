# SPDX-License-Identifier: GPL-3.0-or-later
"""Which words belong to which section of the song: tags to kinds, repeats, and what finds no place. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from .model import Line, Lyrics, LyricSection

SUNG_KINDS = ("verse", "prechorus", "chorus", "bridge")
_KINDS = (
    ("prechorus", "pre chorus|prechorus|pre hook|lift|climb"),
    ("chorus", "chorus|hook|refrain"),
    ("verse", "verse|strophe|rap"),
    ("bridge", "bridge|middle 8|middle eight"),
    ("intro", "intro"),
    ("outro", "outro|coda|ending|end"),
    ("break", "break|breakdown|interlude"),
    ("solo", "solo|instrumental"),
    ("build", "build|rise"),
    ("drop", "drop"),
)


class Placement(msgspec.Struct, frozen=True):
    """The words of each song section (no lines where nobody sings) and sentences about what found no place."""

    lines: tuple[tuple[Line, ...], ...]
    notices: tuple[str, ...] = ()


def kind_of(tag: str) -> str:
    """The section kind that a tag means: "Pre-Chorus 2" is prechorus; "other" when it says nothing known."""
    name = re.sub(r"[^a-z0-9 ]+", " ", tag.lower())
    return next((kind for kind, words in _KINDS if re.search(rf"\b({words})\b", name)), "other")


def form_of(lyrics: Lyrics) -> tuple[str, ...]:
    """Section kinds in the lyric's order, for a song whose form follows its words."""
    kinds = (kind_of(section.name) for section in stanzas(lyrics))
    return tuple("verse" if kind == "other" else kind for kind in kinds)


def stanzas(lyrics: Lyrics) -> tuple[LyricSection, ...]:
    """The lyric's sections; words without any tag are parted at blank lines instead."""
    if any(section.name for section in lyrics.sections):
        return tuple(section for section in lyrics.sections if section.lines)
    parts: list[list[Line]] = []
    for line in lyrics.lines:
        if not parts or line.number > parts[-1][-1].number + 1:
            parts.append([])
        parts[-1].append(line)
    return tuple(LyricSection("", tuple(part)) for part in parts)


def place_lyrics(lyrics: Lyrics, kinds: Sequence[str]) -> Placement:
    """Words for song sections of these kinds, in order.

    A kind's second section takes its second set of words, and repeats the last one when there are no more, so
    choruses repeat. Without tags the stanzas go to the sung sections in order. Words that find no section are named
    in the notices.
    """
    written = stanzas(lyrics)
    if not any(section.name for section in written):
        return _in_order(written, kinds)
    queues: dict[str, list[LyricSection]] = defaultdict(list)
    for section in written:
        queues[kind_of(section.name)].append(section)
    used: dict[str, int] = defaultdict(int)
    lines = []
    for kind in kinds:
        mine = queues.get(kind, [])
        lines.append(mine[min(used[kind], len(mine) - 1)].lines if mine else ())
        used[kind] += 1
    sung = [section for kind, mine in queues.items() for section in mine[: used[kind]]]
    lost = dict.fromkeys(section.name for section in written if section not in sung)
    return Placement(tuple(lines), tuple(_lost(name) for name in lost))


def _in_order(written: Sequence[LyricSection], kinds: Sequence[str]) -> Placement:
    waiting = list(written)
    lines = tuple(waiting.pop(0).lines if waiting and kind in SUNG_KINDS else () for kind in kinds)
    count = len(waiting)
    told = f"{count} stanza{'s' * (count > 1)} of the lyric found no section in the song and will not be sung."
    return Placement(lines, (told,) if count else ())


def _lost(name: str) -> str:
    return f"The song has no section for the words under [{name}]; they will not be sung."
