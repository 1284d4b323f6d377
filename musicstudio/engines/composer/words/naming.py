# SPDX-License-Identifier: GPL-3.0-or-later
"""Instruments as people name them: the words of the catalogue, which mean one instrument, before those of a family."""

import re
from functools import lru_cache

from musicstudio.instruments import catalogue

from ..prompt.lexicon import find_instruments, role_of

_SINGLE = frozenset(
    {
        "brushes",
        "808",
        "909",
        "taiko",
        "taikos",
        "cowbell",
        "claves",
        "timbales",
        "shaker",
        "claps",
        "handclaps",
        "fretless",
        "reese",
        "hoover",
        "tremolo",
        "pizz",
        "vibes",
        "wurli",
        "wurlitzer",
        "supersaw",
        "kalimba",
        "mbira",
        "steelpan",
        "pluck",
        "plucks",
        "fiddle",
        "sitar",
        "juno",
        "strat",
        "djembe",
        "cajon",
    }
)
_NEVER = frozenset(
    {"four on the floor", "bright piano", "big synth", "chorus voices", "glass pad", "deep bass", "snare drum"}
)


_MELLOW = ("sustained", "mellow", "noble", "soft", "warm", "swelling", "distant", "hunting", "orchestral")


@lru_cache(maxsize=1)
def _finder() -> tuple[re.Pattern[str], dict[str, str]]:
    phrases: dict[str, str] = {
        "hands clapping": "percussion_hand",
        "hand claps": "percussion_hand",
        "acid line": "acid_bass",
    }
    phrases |= {f"{how} horn": "french_horn" for how in _MELLOW}  # a section of brass stabs; horns that hold are French
    for each in catalogue.load().values():
        for word in (name.replace("-", " ") for name in (each.title.lower(), *each.words)):
            is_struck = each.role == "percussion" and "percussion" not in word
            if (" " in word or word in _SINGLE or is_struck) and word not in _NEVER:
                phrases.setdefault(word, each.id)
    ordered = sorted(phrases, key=len, reverse=True)
    pattern = "|".join(_spoken(word) for word in ordered)
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE), phrases


def _spoken(word: str) -> str:
    """The pattern of a name: joined or apart, one or several; a bass is a bass line, too."""
    return re.escape(word).replace(r"\ ", r"[\s-]") + (r"(?: ?lines?)?" if word.endswith(" bass") else "s?")


def find_players(text: str) -> list[tuple[int, int, str]]:
    """(start, end, catalogue id or canonical name) of each instrument named, in the order written."""
    finder, phrases = _finder()
    exact = []
    for match in finder.finditer(text):
        word = re.sub(r"(?<=bass) ?lines?$", "", match.group().lower().replace("-", " "))
        exact.append((match.start(), match.end(), phrases.get(word) or phrases.get(word.removesuffix("s"), "")))
    general = [item for item in find_instruments(text) if item[2] != "melody"]
    kept = [item for item in exact if not any(_covers(other, item) for other in general)]
    kept += [item for item in general if not any(item[0] < end and start < item[1] for start, end, _ in kept)]
    kept = sorted(item for item in kept if item[2] and not _is_other(text, item))
    return [item for item in kept if not _is_way_of_playing(text, item, kept)]


_ELECTRIC = ("synth", "lead", "pad", "arp")


def _is_way_of_playing(text: str, item: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
    """ "Piano arpeggios" and "arpeggiated guitar" are played by the instrument beside the word."""
    if not re.match(r"arpeggi", text[item[0] : item[1]], re.IGNORECASE):
        return False
    beside = [
        o
        for o in others
        if o is not item and role_of(o[2]) not in _ELECTRIC and (0 <= item[0] - o[1] <= 1 or 0 <= o[0] - item[1] <= 1)
    ]
    return bool(beside) and not re.search(r"synth", text[item[0] : item[1]], re.IGNORECASE)


def _is_other(text: str, item: tuple[int, int, str]) -> bool:
    """ "2 beats" is a length, "leads" a verb, "my keys" are for a door."""
    word = text[item[0] : item[1]].lower()
    before = text[: item[0]].lower()
    if word in ("pad", "pads") and re.search(r"\b(?:strings?|choir|brass|organ|horns?|vocal) $", before):
        return True  # the strings play a pad
    is_count = word in ("beat", "beats") and re.search(r"(?:\d|\ba|\bper) $", before) is not None
    return is_count or word in ("lead", "leads") or (word == "keys" and before.endswith(("my ", "black ", "white ")))


def _covers(general: tuple[int, int, str], exact: tuple[int, int, str]) -> bool:
    """A longer general name wins: "alto sax" over "sax"."""
    return general[0] <= exact[0] and exact[1] <= general[1] and (general[1] - general[0]) > (exact[1] - exact[0])
