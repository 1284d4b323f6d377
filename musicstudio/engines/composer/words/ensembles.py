# SPDX-License-Identifier: GPL-3.0-or-later
"""Ensembles by name: who is in them, and whether anybody else may join."""

import re

from msgspec import Struct

from musicstudio.project.model.sheet import Player


class Ensemble(Struct, frozen=True):
    """players: its members. is_closed: nobody else plays. sings: whether the members are voices."""

    players: tuple[Player, ...]
    is_closed: bool = True
    sings: bool = False


def _of(*names: str, doubled: str = "") -> tuple[Player, ...]:
    return tuple(Player(name, count=2 if name == doubled else 1) for name in names)


_TABLE: tuple[tuple[str, Ensemble], ...] = (
    (r"string quartets?", Ensemble(_of("violin", "viola", "cello", doubled="violin"))),
    (r"string quintets?", Ensemble(_of("violin", "viola", "cello", "contrabass", doubled="violin"))),
    (r"string trios?", Ensemble(_of("violin", "viola", "cello"))),
    (r"string duos?", Ensemble(_of("violin", "cello"))),
    (r"string orchestras?", Ensemble(_of("violin", "string_ensemble", "cello", "contrabass"))),
    (r"piano quintets?", Ensemble(_of("grand_piano", "violin", "viola", "cello", doubled="violin"))),
    (r"piano quartets?", Ensemble(_of("grand_piano", "violin", "viola", "cello"))),
    (r"(?:jazz |piano )trios?", Ensemble(_of("grand_piano", "acoustic_bass", "kit_brush"))),
    (r"jazz quartets?", Ensemble(_of("tenor_sax", "grand_piano", "acoustic_bass", "kit_jazz"))),
    (r"jazz quintets?", Ensemble(_of("trumpet", "tenor_sax", "grand_piano", "acoustic_bass", "kit_jazz"))),
    (r"organ trios?", Ensemble(_of("organ", "clean_guitar", "kit_jazz"))),
    (r"power trios?", Ensemble(_of("overdriven_guitar", "pick_bass", "kit_room"))),
    (r"rock trios?", Ensemble(_of("overdriven_guitar", "finger_bass", "kit_room"))),
    (
        r"brass quintets?|brass quartets?",
        Ensemble(_of("trumpet", "french_horn", "trombone", "tuba", doubled="trumpet")),
    ),
    (
        r"brass (?:ensemble|choir)s?",
        Ensemble(_of("trumpet", "french_horn", "trombone", "tuba", "brass_section"), is_closed=False),
    ),
    (
        r"(?:brass|marching) bands?",
        Ensemble(_of("trumpet", "french_horn", "trombone", "tuba", "kit_orchestral")),
    ),
    (r"wood ?wind quintets?|wind quintets?", Ensemble(_of("flute", "oboe", "clarinet", "french_horn", "bassoon"))),
    (r"wood ?wind quartets?", Ensemble(_of("flute", "oboe", "clarinet", "bassoon"))),
    (r"wood ?wind trios?", Ensemble(_of("flute", "clarinet", "bassoon"))),
    (r"sax(?:ophone)? quartets?", Ensemble(_of("soprano_sax", "alto_sax", "tenor_sax", "baritone_sax"))),
    (r"guitar duos?", Ensemble(_of("steel_guitar", "nylon_guitar"))),
    (r"guitar quartets?", Ensemble(_of("nylon_guitar", "steel_guitar", doubled="nylon_guitar"))),
    (r"flute duets?", Ensemble((Player("flute", count=2),))),
    (
        r"barbershop(?: quartets?)?|a ?cc?app?ell?a(?: choirs?| group)?",
        Ensemble(_of("choir_aahs", "voice_oohs"), sings=True),
    ),
    (
        r"(?:full |symphony |symphonic |chamber )orchestras?",
        Ensemble(_of("strings", "brass", "woodwind"), is_closed=False),
    ),
    (
        r"(?<=\ba )(?:full|complete|whole|live|rock|pop)[- ](?:rock |pop |live )?bands?",
        Ensemble(_of("drums", "bass", "guitar", "keys"), is_closed=False),
    ),
    (
        r"big bands?",
        Ensemble(_of("brass_section", "tenor_sax", "acoustic_bass", "kit_jazz", "grand_piano"), is_closed=False),
    ),
)
_FINDERS = tuple((re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE), what) for pattern, what in _TABLE)


def find_ensembles(text: str) -> list[tuple[int, int, Ensemble]]:
    """(start, end, ensemble) of each that is named."""
    return [(m.start(), m.end(), what) for finder, what in _FINDERS for m in finder.finditer(text)]


GROUP = re.compile(
    r"(?<![\w'])(?:duos?|duets?|trios?|quartets?|quintets?|sextets?)(?: (?:between|of|for))?(?![\w'])", re.IGNORECASE
)
"""A group whose members the prompt names itself: "rock trio with guitar, bass and drums"."""
