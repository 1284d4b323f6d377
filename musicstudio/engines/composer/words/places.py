# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments and stretches as written: ``at 0:30``, ``from bar 9``, ``halfway``, ``the last 10 seconds``, ``in the second
chorus``."""

import re

from msgspec import Struct

from musicstudio.project.model.sheet import Place

from .vocabulary import FINALE, SECTIONS

TIME = (
    r"(?:\d+:[0-5]\d(?:\.\d+)?|\d+(?:\.\d+)?\s*-?\s*(?:seconds?|secs?|s)\b|\d+(?:\.\d+)?\s*-?\s*(?:minutes?|mins?)\b"
    r"(?:\s*(?:and\s*)?\d+\s*(?:seconds?|secs?|s)\b|(?<=minute) \d{1,2}\b(?! bars| beats)|"
    r"(?<=minutes) \d{1,2}\b(?! bars| beats))?)"
)
_ONE = rf"(?:{TIME}|\d+(?:\.\d+)?)"
_BAR = r"(?:bar|measure)s?"
_KIND = "|".join(f"(?:{words})" for _, words in SECTIONS if _ != "drop") + r"|drops?"
_ORDINALS: tuple[tuple[int, str], ...] = (
    (1, r"first|1st|opening"), (2, r"second|2nd"), (3, r"third|3rd"), (4, r"fourth|4th"),
    (-1, r"last|final|closing"), (0, r"every|each|both|all"),
)  # fmt: skip
_ORDINAL = "|".join(words for _, words in _ORDINALS)
_WHEN = (
    r"(?:only |not )?(?:in|at|on|during|for|over|through|throughout|around|near|by|from|starting (?:at|in|"
    r"from)|with|until|till|before|after|into|as of)"
)
_SECTION = (
    rf"(?:{_WHEN}\s+)?(?:the\s+|a\s+)?(?:(?P<ord>{_ORDINAL})\s+(?:of "
    rf"the\s+)?)?(?P<kind>{_KIND})(?:\s+(?P<num>\d)(?!\d|[\s-]*(?:bars?|measures?|beats?|seconds?|"
    rf"times?)\b))?(?:\s+(?:on|onwards|only|section))?"
)


class Stretch(Struct, frozen=True):
    """From a moment to another; ``end`` None: to whatever follows. word: the preposition that leads to it."""

    start: Place | None
    end: Place | None = None
    word: str = ""


_PATTERNS: tuple[tuple[str, str], ...] = (
    ("range", rf"(?:from |between )?(?P<a>{TIME}|\d+)\s*(?:to|until|till|-|and)\s*(?P<b>{TIME})"),
    ("bars", rf"(?:from |between )?{_BAR} (?P<a>\d+)\s*(?:to|until|till|-|and)\s*(?:{_BAR} )?(?P<b>\d+)"),
    ("last", rf"(?:in |for |during |over )?(?:the )?(?:last|final) (?P<a>{TIME}|\d+ {_BAR})"),
    ("after_bars", r"(?:after|following) (?:the )?(?:first )?(?P<a>\d+) (?:bars?|measures?)"),
    ("time", rf"(?P<w>after|until|till|before) the first (?P<a>{TIME})"),
    ("first", rf"(?:in |for |during |over )?(?:the )?first (?P<a>{TIME}|\d+ {_BAR})"),
    ("times", rf"(?:at|on)\s+(?P<a>{_ONE}(?:\s*,?\s*(?:and|&|then)?\s*(?:(?:another|again|1 more|a (?:2nd|"
              rf"second|3rd|third))(?: "
              rf"one| hit)?|then)\s+(?:at|on)\s+{_ONE})+)"),
    ("times", rf"(?:at|on|around|by)\s+(?P<a>(?:{_ONE}\s*,\s*)*{_ONE}\s*,?\s*(?:and|&)\s*{_ONE})(?! (?:second|"
              rf"minute)s? long)"),
    ("times", r"(?:at|on)\s+(?P<a>\d+(?:\.\d+)?(?:\s*,\s*\d+(?:\.\d+)?)+\s*(?:seconds?|secs?|s)\b)"),
    ("time", rf"(?P<w>at|on|by|around|from|after|until|till|before|starting at|near)\s+(?:about |around |the "
             rf")?(?P<a>{TIME})(?: mark| on(?:wards)?)?"),
    ("bar", rf"(?P<w>at|in|on|from|after|until|till|before|by)\s+{_BAR} (?P<a>\d+)(?: on(?:wards)?)?"),
    ("minute", r"(?P<w>at|from|after|until|till|before|by|in|on)\s+minute (?P<a>\d+)(?: on(?:wards)?)?"),
    ("for", rf"for (?P<a>{TIME}|\d+ {_BAR})(?=,? (?:and )?then|,? before)"),
    ("share", r"(?:at |from |around |about )?(?:the )?(?P<a>half-?\s?way|mid-?way|mid-?point|middle|two[- "
              r"]thirds|2[- ]thirds|2/3|(?:a |one |1 )?third|1/3|(?:a |one |1 )?quarter|three[- ]quarters|3[- "
              r"]quarters)(?: (?:point|mark|through|in|of the (?:song|track|piece|way))+)+"),
    ("middle", r"(?:half-?\s?way(?: through| in)?|mid-?way(?: through)?|in the middle|at the mid-?point)"),
    ("half", r"(?:in |for |during |from |over |until |till |before )?"
             r"(?:the )?(?P<a>first|second|1st|2nd|last|other) half"),
    ("end", r"(?:right |only )?(?:at|near|towards?|before|by|in|until|till|to) the (?:very )?(?:end|ending|"
            r"close)(?: of "
            r"(?:it|the (?:song|track|piece)))?"),
    ("ending", r"(?:finish(?:es|ing)?|ends?|ending|clos(?:es|ing)) (?:on|with|in)(?! an? (?:\w+ )?fade)"),
    ("start", r"(?:right |only )?(?:at|from|in) the (?:very )?(?:start|beginning|outset|top)(?: of (?:it|the "
              r"(?:song|track|piece)))?"),
    ("finale", rf"(?:{_WHEN}\s+)?(?:the\s+|a\s+)?(?:{FINALE})"),
    ("section", _SECTION),
)  # fmt: skip
_FINDERS = tuple((kind, re.compile(rf"(?<![\w:./]){words}(?!\w|:\d)", re.IGNORECASE)) for kind, words in _PATTERNS)
_SHARES = {
    "half": 0.5,
    "mid": 0.5,
    "two": 2 / 3,
    "2 t": 2 / 3,
    "2-t": 2 / 3,
    "2/3": 2 / 3,
    "thr": 0.75,
    "3 q": 0.75,
    "3-q": 0.75,
}


def find_places(text: str) -> list[tuple[int, int, str, tuple[Stretch, ...]]]:
    """(start, end, kind, stretches) of each moment in a (tidied) text; several times give several stretches."""
    found: list[tuple[int, int, str, tuple[Stretch, ...]]] = []
    for kind, finder in _FINDERS:
        for match in finder.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _, _ in found):
                continue
            stretches = _stretches(kind, match)
            if stretches:
                found.append((match.start(), match.end(), kind, stretches))
    return sorted(found, key=lambda item: item[0])


def seconds_of(words: str) -> float:
    """``0:30``, ``1.5 minutes``, ``12 s``, ``7.5`` in seconds."""
    words = words.strip().lower()
    if ":" in words:
        minutes, _, seconds = words.partition(":")
        return 60.0 * float(minutes) + float(seconds)
    numbers = re.findall(r"\d+(?:\.\d+)?", words)
    is_minutes = re.match(r"[\d.\s-]+m", words) is not None
    first = float(numbers[0]) * (60.0 if is_minutes else 1.0)
    return first + (float(numbers[1]) if len(numbers) > 1 else 0.0)


def kind_of(words: str) -> str:
    """The section kind that a word names, or an empty string."""
    return next(
        (kind for kind, pattern in SECTIONS if re.fullmatch(pattern, words.strip(), re.IGNORECASE)),
        "drop" if re.fullmatch("drops?", words.strip(), re.IGNORECASE) else "",
    )


def _stretches(kind: str, match: re.Match[str]) -> tuple[Stretch, ...]:
    made = _MAKERS[kind](match)
    return made if isinstance(made, tuple) else (made,)


def _amount(words: str, is_last: bool) -> Place:
    """``10 seconds`` or ``8 bars`` counted from the start or the end."""
    if re.search(_BAR, words):
        bars = int(re.findall(r"\d+", words)[0])
        return Place(bar=-bars if is_last else bars + 1)
    seconds = seconds_of(words)
    return Place(before_end_s=seconds) if is_last else Place(seconds=seconds)


def _led_to(preposition: str, place: Place) -> Stretch:
    word = preposition.lower()
    return Stretch(None, place, word) if word in ("until", "till", "before") else Stretch(place, None, word)


def _place_by_time(match: re.Match[str]) -> Stretch:
    return _led_to(match["w"], Place(seconds=seconds_of(match["a"])))


def _place_by_minute(match: re.Match[str]) -> Stretch:
    return _led_to(match["w"], Place(seconds=60.0 * int(match["a"])))


def _place_by_bar(match: re.Match[str]) -> Stretch:
    return _led_to(match["w"], Place(bar=int(match["a"])))


def _place_by_share(match: re.Match[str]) -> Stretch:
    words = match["a"].lower()
    share = next(
        (value for start, value in _SHARES.items() if words.startswith(start)), 1 / 3 if "third" in words else 0.25
    )
    return Stretch(Place(share=round(share, 4)), None, "at")


def _place_by_half(match: re.Match[str]) -> Stretch:
    if match.group().lower().startswith(("until", "till", "before")):
        return Stretch(None, Place(share=0.5), "until")
    if match["a"].lower() in ("first", "1st"):
        return Stretch(Place(share=0.0), Place(share=0.5), "in")
    return Stretch(Place(share=0.5), Place(share=1.0), "in")


def _place_by_section(match: re.Match[str]) -> Stretch:
    """The section, what comes before it ("until the chorus") or what follows it ("after the second verse")."""
    kind = kind_of(match["kind"])
    ordinal = next(
        (n for n, words in _ORDINALS if match["ord"] and re.fullmatch(words, match["ord"], re.IGNORECASE)), 0
    )
    number = int(match["num"]) if match["num"] else ordinal
    place = Place(section=kind, number=number)
    words = match.group().lower()
    word = next(
        (w for w in ("until", "till", "before", "after", "from", "starting") if words.startswith((w, "only " + w))),
        "in",
    )
    if words.endswith((" on", " onwards")):
        word = "from"
    if word in ("until", "till", "before"):
        return Stretch(None, Place(section=kind, number=number or 1), word)
    if word == "after":
        return Stretch(Place(section=kind, number=number or 1, is_end=True), None, word)
    if word in ("from", "starting"):
        return Stretch(Place(section=kind, number=number or 1), None, word)
    return Stretch(place, Place(section=kind, number=number, is_end=True), "in")


def _place_by_range(match: re.Match[str]) -> Stretch | tuple[()]:
    words = match.group().lower()
    if not (words.startswith(("from", "between")) or ":" in match["a"]):
        return ()  # "20 to 30 seconds" is a length, not a stretch
    if ":" not in words and words.startswith("between"):
        return ()
    if " and " in words and not words.startswith("between"):
        return ()  # "on 0:08 and 0:16" are two moments
    return Stretch(Place(seconds=seconds_of(match["a"])), Place(seconds=seconds_of(match["b"])), "from")


_MAKERS = {
    "range": _place_by_range,
    "bars": lambda m: Stretch(Place(bar=int(m["a"])), Place(bar=int(m["b"])), "from"),
    "last": lambda m: Stretch(_amount(m["a"], True), Place(share=1.0), "in"),
    "first": lambda m: Stretch(Place(share=0.0), _amount(m["a"], False), "in"),
    "times": lambda m: tuple(Stretch(Place(seconds=seconds_of(t)), None, "at") for t in re.findall(_ONE, m["a"])),
    "time": _place_by_time,
    "bar": _place_by_bar,
    "minute": _place_by_minute,
    "after_bars": lambda m: Stretch(Place(bar=int(m["a"]) + 1), None, "after"),
    "for": lambda m: Stretch(Place(share=0.0), _amount(m["a"], False), "for"),
    "share": _place_by_share,
    "middle": lambda m: Stretch(Place(share=0.5), None, "at"),
    "half": _place_by_half,
    "end": lambda m: Stretch(Place(share=1.0), None, "at"),
    "ending": lambda m: Stretch(Place(share=1.0), None, "at"),
    "start": lambda m: Stretch(Place(share=0.0), None, "at"),
    "finale": lambda m: Stretch(Place(section="last", number=-1), Place(share=1.0), "in"),
    "section": _place_by_section,
}  # fmt: skip


_ABOUT = re.compile(
    r"(?:around|about|near) (?:about )?\d+(?:\.\d+)?[ -]?(?:s|secs?|seconds?|m|mins?|minutes?)\b", re.IGNORECASE
)
_HAPPENS = re.compile(
    r"\b(?:hit|drop|enter|come|start|begin|kick|join|chang|peak|climax|stop|break|solo|turn|shift|fade|go|get|build|lift|"
    r"explo|crash|pause|silen|end|accent|impact|verse|chorus|bridge|intro|outro|leav|arriv)",
    re.IGNORECASE,
)


def is_about_as_long(text: str, start: int, end: int) -> bool:
    """ "A tune of around 30 seconds" says how long it is; "drums enter around 30 seconds" says when."""
    if not _ABOUT.fullmatch(text[start:end].strip()):
        return False
    before = re.split(r"[,.;:!?]", text[:start])[-1]
    return not _HAPPENS.search(before)
