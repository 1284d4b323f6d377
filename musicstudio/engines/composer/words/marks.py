# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of a prompt marked by what they may mean, without overlaps: the tokens that clauses are read from."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from ...durations import find_bars, find_durations
from ..prompt.genres import genre_spans
from ..prompt.meter import find_meters
from ..prompt.tempo import find_bpms, find_paces
from ..prompt.tonality import find_keys, find_modes
from . import vocabulary as words
from .beyond import find_beyond
from .ensembles import find_ensembles
from .fades import find_fades
from .harmony import find_harmony
from .lasting import find_end, find_loop_end
from .moods import find_moods
from .naming import find_players
from .negation import find_negations, find_refusals_after, find_suffixed
from .places import TIME, Stretch, find_places, is_about_as_long
from .singing import find_voices


class Mark(Struct, frozen=True):
    """Some words and what they may mean. start, end: places in the plain text. kind: ``inst``, ``level``..."""

    start: int
    end: int
    kind: str
    value: Any = None
    text: str = ""


Found = tuple[int, int, str, Any]


def mark(text: str) -> list[Mark]:
    """Every mark of a (tidied) text in order. A word belongs to the first kind of `_KINDS` that finds it."""
    taken: list[Mark] = []
    for finder in _KINDS:
        for start, end, kind, value in finder(_blank_marked(text, taken) if finder is _lengths else text):
            if kind == "inst":
                start = _after_style(text, start, end, taken)
            if end > start and not any(start < m.end and m.start < end for m in taken):
                taken.append(Mark(start, end, kind, value, text[start:end]))
    return _with_backward_places(text, sorted(taken, key=lambda m: m.start))


def _after_style(text: str, start: int, end: int, taken: list[Mark]) -> int:
    """Where the player begins in "jazz guitar" or "classical guitar", whose first word was read as a style."""
    styled = max((m.end for m in taken if m.kind == "style" and start < m.end < end), default=start)
    return styled + len(text[styled:end]) - len(text[styled:end].lstrip(" -"))


_VOICES = re.compile(
    r"(?<![\w'])(?:(?:with )?(?:no|without(?: any)?) instruments?(?: at all| whatsoever)?|"
    r"(?:only|just|nothing but) voices|"
    r"voices (?:only|alone))(?![\w'])",
    re.IGNORECASE,
)


def _voices_alone(text: str) -> Iterator[Found]:
    """ "Four voices, no instruments"."""
    alone = next(what for _, _, what in find_ensembles("a cappella"))
    for match in _VOICES.finditer(text):
        yield match.start(), match.end(), "ensemble", alone


_BACKWARD = re.compile(
    r"(?<![\w'])(?:(?P<until>until|till|before|up to)(?: then| that(?: point| moment)?)|"
    r"(?P<from>from (?:then|there|that (?:point|moment)) on(?:wards?)?|after that point)|"
    r"(?P<at>at that (?:point|moment)|right then|by then))(?![\w'])",
    re.IGNORECASE,
)


def _with_backward_places(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks with "until then" and the like, which mean the moment named before them."""
    for match in _BACKWARD.finditer(text):
        known = [m for m in marks if m.kind == "place" and m.end <= match.start()]
        if not known:
            continue
        stretch = known[-1].value[1][0]
        moment = stretch.start or stretch.end
        made = (
            Stretch(None, moment, "until") if match["until"] else Stretch(moment, None, "at" if match["at"] else "from")
        )
        marks = [m for m in marks if m.end <= match.start() or m.start >= match.end()]
        marks.append(Mark(match.start(), match.end(), "place", ("time", (made,)), match.group()))
    return sorted(marks, key=lambda m: m.start)


def _blank_marked(text: str, taken: list[Mark]) -> str:
    """The text without the words that are marked already: a moment is no length."""
    for each in taken:
        text = text[: each.start] + "\x00" * (each.end - each.start) + text[each.end :]
    return text


def _pattern(kind: str, pattern: str, value: Any = None) -> Any:
    finder = re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE)
    return lambda text: ((m.start(), m.end(), kind, value) for m in finder.finditer(text))


def _table(kind: str, table: Iterable[tuple[Any, str]]) -> Any:
    finders = [(value, re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.IGNORECASE)) for value, pattern in table]

    def find(text: str) -> list[Found]:
        found = [(m.start(), m.end(), kind, value) for value, finder in finders for m in finder.finditer(text)]
        return sorted(found, key=lambda item: (item[0] - item[1], item[0]))

    return find


def _list_found(kind: str, find: Any) -> Any:
    return lambda text: [(start, end, kind, value) for start, end, value in find(text)]


def _lyrics(text: str) -> Iterator[Found]:
    """'Sing the words "Hold the line"': what is in quotes is sung."""
    for match in _WORDS_TO_SING.finditer(text):
        yield match.start(), match.end(), "lyrics", match["words"] or match["more"]


_WORDS_TO_SING = re.compile(
    r"(?<![\w'])(?:(?:sing(?:s|ing)?|with|using|to) )?(?:the |these )?(?:words?|lyrics|lines?|text)(?: are| is|:)? *"
    r"[\"“](?P<words>[^\"”]{1,2000})[\"”]|"
    r"(?<![\w'])(?:sing(?:s|ing)?|sung)(?: the)? *[\"“](?P<more>[^\"”]{1,2000})[\"”]",
    re.IGNORECASE,
)


_SILENCE_FOR = re.compile(
    r"(?<![\w'])(?:(?:a |for )?(?P<n>\d+(?:\.\d+)?|half an?|an?)[ -]?(?P<u>seconds?|secs?|s|bars?|measures?|"
    r"beats?)(?: of)? (?:of )?(?:complete |"
    r"total |dead |full )?(?:silence|nothing|pause)|(?:complete |total |dead )?(?:silence|pause) (?:for|of) "
    r"(?P<n2>\d+(?:\.\d+)?|an?) (?P<u2>seconds?|secs?|bars?|measures?|beats?))(?![\w'])",
    re.IGNORECASE,
)


def _silence_for(text: str) -> Iterator[Found]:
    """ "2 seconds of silence": a stop and how long it is, ("s", 2.0)."""
    for match in _SILENCE_FOR.finditer(text):
        words, unit = (match["n"] or match["n2"]).lower(), (match["u"] or match["u2"]).lower()[0]
        count = 0.5 if words.startswith("half") else 1.0 if words in ("a", "an") else float(words)
        yield match.start(), match.end(), "stop", (unit, count)


_LATER = re.compile(r"(?<![\w'])(?P<n>\d{1,3}) (?:bars?|measures?) (?:later|after that|on)(?![\w'])", re.IGNORECASE)


def _bars_later(text: str) -> Iterator[Found]:
    """ "8 bars later"."""
    for match in _LATER.finditer(text):
        yield match.start(), match.end(), "later", int(match["n"])


def _fades(text: str) -> list[Found]:
    return [(start, end, "fade", what) for start, end, what in find_fades(text)]


def _named_title(text: str) -> Iterator[Found]:
    for match in re.finditer(
        r"\b(?:called|titled|named|entitled)\s+(?:\"[^\"]{1,40}\"|'[^']{1,40}'|[A-Z][\w']*(?: [A-Z][\w']*)*)", text
    ):
        yield match.start(), match.end(), "title", match.group()


def _places(text: str) -> list[Found]:
    return [
        (start, end, "place", (kind, stretches))
        for start, end, kind, stretches in find_places(text)
        if not _is_alone(text, start, end) and not is_about_as_long(text, start, end)
    ]


def _is_alone(text: str, start: int, end: int) -> bool:
    """ "Solo cello" is one player, not a section."""
    if not re.search(r"\bsolo$", text[start:end], re.IGNORECASE):
        return False
    following = find_players(text[end : end + 40])[:1]
    between = text[end : end + following[0][0]] if following else ""
    before = [stop for _, stop, _ in find_players(text[:start]) if start - stop <= 1]
    return (
        bool(following) and not before and re.fullmatch(r" (?:\w+ )?", between) is not None and " and " not in between
    )


_MOST = re.compile(
    r"(?<![\w'])(?P<less>no more than|not more than|at most|up to|a maximum of|maximum(?: of)?|max|fewer than|"
    r"less than|"
    r"only|just)\s+(?P<n>\d+) (?:different )?(?:instruments|players|parts|musicians|voices|tracks|layers)(?![\w'])"
    r"|(?<![\w'])(?P<m>\d+) (?:instruments|players|musicians)(?: (?:only|max(?:imum)?|at most|in total|or "
    r"fewer))?(?![\w'])",
    re.IGNORECASE,
)


def _most_players(text: str) -> Iterator[Found]:
    """ "No more than 4 instruments"."""
    for match in _MOST.finditer(text):
        count = int(match["n"] or match["m"]) - bool(match["less"] and match["less"].lower().endswith("er than"))
        if 1 <= count <= 40:
            yield match.start(), match.end(), "most", count


def _lacking_players(text: str) -> list[Found]:
    """ "Drumless", "guitar-free"."""
    found = [(start, end, find_players(what)) for start, end, what in find_suffixed(text)]
    voiceless = [(start, end, "lacking", "vocals") for start, end, what in find_suffixed(text) if find_voices(what)]
    return [(start, end, "lacking", players[0][2]) for start, end, players in found if players] + voiceless


def _times_only(text: str) -> list[Found]:
    return [item for item in _places(text) if item[3][0] not in ("section", "finale")]


def _bare_number(text: str) -> Iterator[Found]:
    """A number alone at the end of a clause, where a tempo is written without its unit: "house, 124"."""
    for match in re.finditer(
        r"(?:(?<=, )|(?<=^)|(?<=\bat )|(?<=near )|(?<=around )|(?<=about )|(?<=[a-z&] ))(\d{2,3}(?:\.\d+)?)"
        r"(?=\s*(?:,|;|\.(?!\d)|$|in \d/\d|in [A-G](?![a-z])|with |and |featuring |(?:and |, )?(?:from|in|with|"
        r"for|at) the ))",
        text,
    ):
        if re.search(
            r"\b(?:bars?|measures?|number|track|opus|op|take|area|level|top|route|over|under|than|or|a|the|of|for|"
            r"to|until"
            r"|and|first|last|next|every|section|volume|vol)\.? $",
            text[: match.start()],
            re.IGNORECASE,
        ):
            continue
        if 40 <= float(match[1]) <= 220:
            yield match.start(), match.end(), "bpm", float(match[1])


def _tempo_change(text: str) -> Iterator[Found]:
    for match in re.finditer(
        rf"(?:{words.FASTER}|{words.SLOWER}|{words.DOUBLE_TEMPO}|"
        rf"{words.HALF_TEMPO})(?:\s+to\s+(\d+(?:\.\d+)?)(?:\s*bpm)?)?",
        text,
        re.IGNORECASE,
    ):
        said = match.group().lower()
        factor = 1.25
        for value, pattern in ((0.75, words.SLOWER), (2.0, words.DOUBLE_TEMPO), (0.5, words.HALF_TEMPO)):
            factor = value if re.match(pattern, said, re.IGNORECASE) else factor
        yield match.start(), match.end(), "tempo_change", (float(match[1]) if match[1] else None, factor)


_TEMPO_FROM = re.compile(
    r"(?<![\w':./])(?:then |to |and |tempo )?(?P<n>\d{2,3})(?: ?bpm)?(?= (?:from|starting (?:at|in|with)|as of|"
    r"after) the )|"
    r"(?<![\w':./])(?:then|and then|changing to|going to|jumping to|dropping to) (?P<m>\d{2,3}) ?bpm|"
    r"(?<![\w':./])(?:(?:the |its )?(?:tempo|speed|pace|beat) )?(?:then )?(?:drop|fall|slow|ris|jump|chang|"
    r"go|switch|pick|climb|"
    r"com|mov)(?:s|es|ing|e)?(?: up| down| back| speed)* (?:up |down )?to (?P<o>\d{2,3})(?: ?bpm)?(?! ?(?:%|"
    r"bars?|beats?|seconds?|secs?|"
    r"s\b|minutes?|:))",
    re.IGNORECASE,
)


def _tempo_from(text: str) -> Iterator[Found]:
    """ "120 from the chorus on", "then 140 bpm": another tempo, where one was said before."""
    for match in _TEMPO_FROM.finditer(text):
        bpm = float(match["n"] or match["m"] or match["o"])
        if 40 <= bpm <= 240 and (find_bpms(text[: match.start()]) or re.search(r"\b\d{2,3}\b", text[: match.start()])):
            yield match.start(), match.end(), "tempo_change", (bpm, 1.0)


def _beyond_production(text: str) -> list[Found]:
    return [(s, e, "beyond", what) for s, e, what in find_beyond(text)]


_lengths = _list_found("length", find_durations)
_BAND = (
    r"(?:the )?(?:full |whole |entire |complete )?(?:band|ensemble|group|orchestra)(?= |$|,|\.)|everyone|"
    r"everybody|all (?:the )?instruments|everything(?: else)?|the rest|the others|all parts|tutti"
)
_KINDS = (
    _lyrics,
    _named_title,
    _fades,
    find_end,
    find_loop_end,
    _silence_for,
    _bars_later,
    _list_found("harmony", find_harmony),
    _list_found("key", find_keys),
    _pattern("home", words.HOME),
    _pattern("only", words.THINNED),
    _pattern("acoustic", words.ACOUSTIC),
    _pattern("only", r"(?:and |with )?no other (?:instruments?|players?|sounds?)(?: at all)?"),
    _times_only,
    _pattern("four", words.FOUR_ON_FLOOR),
    _table("swing", words.SWINGS),
    _beyond_production,
    _most_players,
    _lacking_players,
    _list_found("refused_before", find_refusals_after),
    _voices_alone,
    _list_found("negation", find_negations),
    _list_found("meter", find_meters),
    _tempo_change,
    _tempo_from,
    _list_found("bpm", find_bpms),
    _list_found("bars", find_bars),
    _lengths,
    _pattern("key_change", words.KEY_CHANGE),
    _list_found("mode", find_modes),
    _table("texture", words.TEXTURES),
    _list_found("ensemble", find_ensembles),
    _pattern("half_time", words.HALF_TIME),
    _pattern("double_time", words.DOUBLE_TIME),
    _pattern("stop", words.STOPS),
    _pattern("led_by", words.LED_BY),
    _pattern("lead", words.LEAD_PHRASES),
    _list_found("voice", find_voices),
    _list_found("style", genre_spans),
    _pattern("peak", words.PEAK),
    _pattern("join", words.JOIN),
    _pattern("bring", words.BRING),
    _pattern("leave", words.LEAVE),
    _pattern("stay_out", words.STAY_OUT),
    _pattern("hit", words.COMPOUND_HITS),
    _pattern("chordal", r"chords?(?= at all|[,.;]|$| and| or| nor)"),
    _list_found("inst", find_players),
    _pattern("rhythm", r"rhythm section", ("drums", "percussion", "bass")),
    _pattern("rhythm", r"(?:any )?(?:rhythms?|groove|pulse)", ("drums", "percussion")),
    _pattern("label", r"(?:in )?(?:the )?key(?: of|:| is)?"),
    _pattern("band", r"(?:full|whole|entire) band|" + _BAND),
    _places,
    _pattern("hit", words.HITS),
    _pattern("hit", rf"(?:stinger|sting|fanfare)s?(?= (?:exactly |right )?(?:at|on|after) (?:{TIME}))"),
    _pattern("up", words.UP),
    _pattern("down", words.DOWN),
    _pattern("shift", words.SHIFTS),
    _pattern("rising", words.RISING_ALL),
    _pattern("falling", words.FALLING_ALL),
    _pattern("loop", r"(?:seamless(?:ly)? )?(?:loop(?:s|ed|able|ing)?)|seamless(?:ly)?"),
    _pattern(
        "stinger",
        r"(?:stinger|sting|jingle|logo|ident|fanfare|notification|game over|level up|victory (?:sound|tune))s?",
    ),
    _pattern("layers", r"intensity (?:layers?|levels?)|adaptive|3 intensities|vertical layers?"),
    _pattern("start", words.START),
    _pattern("then", words.THEN),
    _pattern("only", words.ONLY),
    _pattern("lead", words.LEAD),
    _pattern("backing", words.BACKING),
    _pattern("tune", words.TUNE),
    _pattern("keep", words.KEEP),
    _table(
        "manner",
        (
            ("arpeggio", r"arpeggi\w+"),
            ("counter", r"counter-?\s?(?:melod(?:y|ies)|lines?|points?)"),
            ("long", r"long(?:er)? notes?|sustained|legato|held(?: notes?)?|drawn[- ]out"),
            ("short", r"staccato|short(?:er)? notes?|plucked|stabs?|stabbing|punchy"),
            ("walking", r"walking"),
        ),
    ),
    _table("level", words.LEVELS),
    _list_found("mood", find_moods),
    _list_found("pace", find_paces),
    _bare_number,
    _pattern("close", r"(?:ends?|ending|finish(?:es|ing)?|clos(?:es|ing))(?: up| off)?"),
    _table("purpose", words.PURPOSES),
)
