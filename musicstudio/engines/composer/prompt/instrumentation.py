# SPDX-License-Identifier: GPL-3.0-or-later
"""Which instruments are asked for, refused, or meant to play alone, and whether anybody sings."""

import re
from itertools import pairwise

from msgspec import Struct

from .lexicon import BACKING_VOCALS, VOCALS, find_instruments, role_of

EVERYTHING_ELSE = "everything else"
"""In `Conditioning.unwanted`: nobody plays but those wanted."""

_ITEM = r"(?:[a-z0-9'-]+)"
_LISTED = rf"{_ITEM}(?:\s+{_ITEM}){{0,2}}"
_NEGATION = (
    r"\b(?:no|not any|without(?: any| the| a)?|minus(?: the)?|w/o|zero|lacking|sans|"
    r"avoid(?:ing)?(?: the| any)?|skip(?:ping)? the|"
    r"(?:please )?(?:don'?t|do not|doesn'?t|does not|never|shouldn'?t|should not) (?:want|use|include|"
    r"add|have|need|like|play|sound like)(?: any| the| a)?|leave out(?: the| any)?|"
    r"drop the|remove(?: the)?|mute the|instead of|rather than|free of|nothing (?:with|like)|"
    r"anything but|not|isn'?t|never|hold the|except(?: for)?(?: the)?)\b"
)
_NEGATED = re.compile(
    rf"{_NEGATION}\s+(?P<what>{_LISTED}(?:\s*(?:,|/|,? or|,? nor|,? and no|,? and|&)\s*(?:no |any |"
    rf"the )?{_LISTED}){{0,5}})",
    re.IGNORECASE,
)
_NEGATED_AFTER = re.compile(r"\b(?P<what>[a-z]+)(?:[\s-]free|-?less)\b", re.IGNORECASE)
_JOINER = re.compile(r"(\s*(?:,? or |,? nor |,? and no |,? and |,|/|&)\s*)", re.IGNORECASE)
_TURN = re.compile(
    r"\s*(?:\b(?:but|with|just|only|yet|however|then|plus|instead|in|at|for|please|so)\b|[.;:!?()])", re.IGNORECASE
)
_SPARING = re.compile(
    r"\b(?:minimal|barely any|hardly any|very little|little|sparse|subtle|light|gentle|soft|"
    r"delicate)\s+(?:and \w+ )?(?P<what>(?:hand )?percussion|drums|drumming|beats?|drum kit)\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:only|just|nothing but|solely|purely|exclusively|solo|lone|unaccompanied|for)\s+(?:a |an |"
    r"the |one |1 |single )?(?P<after>[a-z0-9 ,&'-]{3,60})|"
    r"(?P<before>[a-z0-9 ,&'-]{3,60}?)\s+(?:only|alone|and nothing else|nothing else|unaccompanied|"
    r"solo\b(?! (?:section|break)))",
    re.IGNORECASE,
)
_QUARTET = re.compile(r"\bstring (?:quartet|trio|quintet)\b", re.IGNORECASE)
_A_CAPPELLA = re.compile(r"\ba ?cc?app?ell?a\b", re.IGNORECASE)
_INSTRUMENTAL = re.compile(r"\binstrumental\b", re.IGNORECASE)
_VOCAL = re.compile(rf"\b(?:{VOCALS})\b", re.IGNORECASE)
_BACKING = re.compile(BACKING_VOCALS, re.IGNORECASE)
_VOICES = (
    ("female", r"female|woman|women'?s?|girl|lady|soprano|alto(?! sax)|diva|she"),
    ("child", r"child(?:ren)?(?:'?s)?|kid(?:s|'s)?|boy soprano"),
    ("male", r"male|man(?:'s)?|men'?s?|guy|baritone(?! sax)|tenor(?! sax)|bass voice"),
)
_SUNG_BY = re.compile(
    rf"\b({'|'.join(words for _, words in _VOICES)})[\s-]+(?:\w+[\s-]+){{0,2}}?(?:{VOCALS})\b|"
    rf"\b(?:sung|vocals?|voice|rapped) by (?:a |an )?(?:\w+ )?({'|'.join(words for _, words in _VOICES)})\b",
    re.IGNORECASE,
)


class Instrumentation(Struct, frozen=True):
    """wanted, unwanted: canonical names. sings: None when nothing is said. voice: female, male, child or empty.

    kept: the text with what was refused cut out, so that "no jazz" does not read as jazz. refused: those words.
    sparing: whether percussion was asked to be sparse.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    sings: bool | None
    voice: str
    kept: str
    refused: tuple[str, ...]
    sparing: bool = False


def read_instrumentation(text: str) -> Instrumentation:
    """Everything the (tidied) text says of players and singers."""
    sparing = bool(_SPARING.search(text))
    kept, refused = split_negations(_SPARING.sub(" ", text))
    unwanted = tuple(dict.fromkeys(name for words in refused for _, _, name in find_instruments(words)))
    wanted = tuple(dict.fromkeys(name for _, _, name in find_instruments(kept)))
    alone = _alone(kept)
    if sparing:
        wanted, unwanted = (*wanted, "percussion"), (*unwanted, "drums")
    if alone:
        wanted, unwanted = alone, (EVERYTHING_ELSE,)
    return Instrumentation(
        wanted, unwanted, _sings(kept, refused, bool(alone)), read_voice(kept), kept, refused, sparing
    )


def split_negations(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without what it refuses, the refused words)."""
    kept, refused, place = text, [], 0
    while match := _NEGATED.search(kept, place):
        words = match["what"][: _refusal_end(match["what"])]
        if words.strip():
            refused.append(words.strip(" ,"))
            kept = kept[: match.start()] + " " + kept[match.start("what") + len(words) :]
            place = match.start()
        else:
            place = match.end()
    for match in _NEGATED_AFTER.finditer(kept):
        if find_instruments(match["what"]) or _VOCAL.search(match["what"]):
            refused.append(match["what"])
            kept = kept.replace(match.group(), " ")
    return re.sub(r"\s+", " ", kept).strip(), tuple(refused)


def read_voice(text: str) -> str:
    """``female``, ``male``, ``child`` or empty."""
    match = _SUNG_BY.search(text)
    said = (match[1] or match[2]) if match else ""
    return next((name for name, words in _VOICES if said and re.fullmatch(words, said, re.IGNORECASE)), "")


def conflicts(wanted: str, unwanted: str) -> bool:
    """Whether refusing one name refuses the other: the same name, or the role that it belongs to."""
    return wanted == unwanted or role_of(wanted) == unwanted


def _refusal_end(words: str) -> int:
    """Where a refused list stops: at a turn ("but"), or at a comma that begins something else ("no drums, fast")."""
    turn = _TURN.search(words)
    words = words[: turn.start()] if turn else words
    pieces = _JOINER.split(words)
    end, kept_end = len(pieces[0]), len(pieces[0])
    for joiner, item in zip(pieces[1::2], pieces[2::2], strict=True):
        end += len(joiner) + len(item)
        if joiner.strip() in (",", "/") and not (find_instruments(item) or _VOCAL.search(item)):
            break
        if joiner.strip() != ",":
            kept_end = end
    return kept_end


def _alone(text: str) -> tuple[str, ...]:
    """Who is to play with nobody else; empty when that is not asked."""
    for match in _ONLY.finditer(text):
        words = match["after"] if match["after"] is not None else match["before"]
        lead_in = match.group().lower()
        if lead_in.endswith("solo") and (match.start() or len(lead_in.split()) > 4):
            continue
        names = tuple(dict.fromkeys(name for _, _, name in _leading(words, match["after"] is not None)))
        if names and (not lead_in.startswith("for ") or _QUARTET.search(words) or "solo" in lead_in):
            return names
    return ()


def _leading(words: str, is_after: bool) -> list[tuple[int, int, str]]:
    """The instruments that stand next to the word "only", joined by commas and "and"."""
    found = find_instruments(words)
    joined = [found[0]] if found else []
    if is_after and found and len(words[: found[0][0]].split()) > 2:
        return []
    for previous, item in pairwise(found):
        between = words[previous[1] : item[0]]
        if re.fullmatch(r"(?:\s|,|&|\band\b|\bplus\b|\bwith\b|\ba\b|\ban\b|\bthe\b|\b[a-z]+\b(?= *$))*", between):
            joined.append(item)
        elif not is_after:
            joined = [item]
    return joined


def _sings(kept: str, refused: tuple[str, ...], is_alone: bool) -> bool | None:
    if any(_VOCAL.search(_BACKING.sub(" ", words)) for words in refused):
        return False
    if (
        re.search(r"\b(?:vocals?|vocalists?|singers?|singing|sung|sings?|lyrics|rapp(?:er|ing))\b", kept, re.IGNORECASE)
        or _A_CAPPELLA.search(kept)
        or read_voice(kept)
    ):
        return True
    return False if is_alone or _INSTRUMENTAL.search(kept) else None
