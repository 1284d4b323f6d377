# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in lyrics and is no word: chords, times, marks of repetition, directions, facts about the song."""

import re

from .section_words import plain_words

_MAX_CHORD, _MAX_LENGTH, _MAX_RESIDUE = 16, 40, 200
_ROOT = r"(?:[A-H](?:#|b|♯|♭)?)"
_QUALITY = r"(?:maj|min|mi|ma|m|M|dim|aug|sus|add|dom|alt|no|omit|°|ø|o|Δ|\+|-|b|#|♯|♭|\d|\(|\)|,)*"
_CHORD = re.compile(rf"{_ROOT}{_QUALITY}(?:/{_ROOT}|/\d)?|N\.?C\.?", re.ASCII)
_SUNG_NAME = re.compile(
    r"(?:do|re|ré|mi|fa|sol|la|si)(?:#|b|♯|♭)?(?:m|M|-|\+|7|maj|min|sus|dim|\d)*(?:/\w+)?", re.IGNORECASE
)
_LETTERS = {"sol": "G", "do": "C", "re": "D", "ré": "D", "mi": "E", "fa": "F", "la": "A", "si": "B"}
_FILLER = re.compile(r"[|/%.\-–—:*~]+|\(?[x×]\d{1,2}\)?|\|?:?\|", re.IGNORECASE)
_TAB = re.compile(r"^\s*(?:[A-Ga-g][#b]?|\d)?\s*[|:][-0-9hpbrxXsv/\\~()=|^<>\s.]{6,}$")
_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d{1,3}))?")
_CUE_TIMES = re.compile(rf"^\s*({_TIME.pattern})\s*(?:-->|,)\s*({_TIME.pattern})(?:\s.*)?$")
_FACT = re.compile(
    r"^\s*(?:(?:song |track )?(?:title|name)|song|artist|album|writers?|composers?|author|lyrics|words|music|"
    r"producers?|written|performed|strumming|chords|duration|"
    r"(?:original )?key(?: signature)?|tuning|difficulty|length|year|label|theme|tags?|prompt|"
    r"(?:time )?signature|meter|metre|structure|description|tempo|bpm|capo|time|style|genre|language|mood|copyright|"
    r"titel|künstler|titre|artiste|título|titulo|artista|autor|"
    r"compositor|歌手|作詞|作曲|作词|编曲|編曲|작사|작곡)\s*(?:by\s*)?[:=：]\s*\S.*$|"
    r"^\s*(?:©|\(c\)).*$|^\s*capo\s*(?:on|:)?\s*(?:the\s*)?\d+\w*(?:\s+fret)?\s*$|^\s*tuning\s+\S+\s*$|"
    r"^\s*\d{2,3}\s*bpm\s*$|^\s*all rights reserved.*$|"
    r"^\s*copyright\b.*\d{4}.*$|^\s*(?:written|lyrics|words|music|performed|composed|produced|arranged|recorded|translated|transcribed|tabbed|"
    r"published)(?:\s+(?:and|&)\s+\w+)?\s+by\b.*$|"
    r"^\s*(?:lyrics|words|text|paroles|letra|testo|słowa|текст|歌詞|歌词|가사)\s*:?\s*$",
    re.IGNORECASE,
)
_RESIDUE = re.compile(
    r"^\s*(?:\d+ contributors?.*|you might also like|\d*embed|submit corrections|"
    r"thanks to .{1,60} for .{0,40}\blyrics\b.*|(?:see .{1,60} live)?get tickets as low as .*|more on genius)\s*$|"
    r"^\s*(?:(?:sure|certainly|absolutely|of course|okay)\W+)?"
    r"here(?:'s|’s| is| are)\b.{0,60}\b(?:lyrics?|song)\b.{0,60}:\s*$|"
    r"^\s*let me know if\b.{0,80}\b(?:changes?|adjust\w*|tweak\w*|edits?|version|revis\w+|modif\w+)\b.*$",
    re.IGNORECASE,
)
_LINK = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.IGNORECASE)
_COUNT = r"(?:[x×*]\s?\d{1,2}|\d{1,2}\s?[x×])"
_TIMES = r"(?:times?|mal|fois|veces|vezes|volte|keer|razy|raza|раза?|回|번|遍|次)"
_NUMBER_WORDS = (
    "two|three|four|five|zwei|drei|vier|deux|trois|quatre|dos|tres|cuatro|duas|três|quatro|due|tre|quattro|twee|drie|"
    "dwa|trzy|два|две|три|четыре|两|兩|三|二"
)
_AGAIN = (
    "repeat|repeats|repeated|rpt|wdh|wiederholen|wiederholung|bis|ter|repetir|repite|repete|repetez|ripeti|ripetere|"
    "herhaal|herhalen|powtorz|повтор|повторить|くり返し|繰り返し|繰返し|リピート|반복|重复|重複"
)
_BARS = r"bars?|measures?|beats?|takte?|mesures?|compas(?:es|sos)?|battut[ae]|maten|takt\w*|такт\w*|小節|小节|마디"
_COUNT_WORD = r"\d{1,3}(?:\s*[-\u2013]\s*\d{1,3})?|one|two|three|four|five|six|eight|twelve|sixteen|thirty[ -]two"
_LENGTH = re.compile(
    rf"(?:for\s+|ca\.?\s*|~\s*)?(?:{_COUNT_WORD})\s*-?\s*(?:{_BARS})(?:[\s,:-]+[\w ]{{1,24}})?|"
    rf"\d{{1,3}}\s*(?:s|sec|secs|seconds|sek|sekunden|min)\.?|"
    rf"(?:at\s+|@\s*)?{_TIME.pattern}(?:\s*[-\u2013\u2014>]+\s*{_TIME.pattern})?",
    re.IGNORECASE,
)
REPEAT_MARK = re.compile(
    rf"(?<!\S)[(\[]?\s*{_COUNT}\s*[)\]]?(?=\s*(?:$|[.,:;!?)\]]|\s))|"
    rf"[(\[]\s*(?:\d{{1,2}}|{_NUMBER_WORDS})[\s-]?{_TIMES}\s*[)\]]|[(\[]\s*(?:twice|thrice)\s*[)\]]|"
    rf"[(\[]\s*{_COUNT}\s*[,;&][^()\[\]]{{1,30}}[)\]]|"
    rf"[(\[]\s*(?:{_AGAIN})\b[^()\[\]]*[)\]]|(?<!\S)(?:{_AGAIN})\s+(?:{_COUNT}|\d{{1,2}}\s?{_TIMES})(?!\S)",
    re.IGNORECASE,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_words(word) for word in text.split(","))


_DIRECTIONS = _words(
    "spoken, spoken word, speaking, whispered, whispering, shouted, shouting, screamed, rapped, instrumental, music "
    "plays, instrumental break, instrumental interlude, musical interlude, guitar solo, piano solo, drum solo, sax "
    "solo, fade, fades, fade out, fade in, fades out, fading out, applause, cheering, crowd cheers, crowd cheering, "
    "audience applause, laughs, laughing, laughter, giggles, ad lib, ad libs, adlib, adlibs, humming, hums, "
    "whistling, whistles, sighs, sobbing, beat drop, beat drops, key change, tempo change, a cappella, acapella, "
    "crescendo, female vocal, male vocal, female vocals, male vocals, female singer, male singer, female voice, male "
    "voice, duet, backing vocals, backing vocal, harmonies, announcer, bass drop, spoken intro, gesprochen, "
    "geflustert, gerufen, instrumentalteil, gitarrensolo, ausblenden, parle, chuchote, crie, rires, hablado, "
    "susurrado, gritado, risas, falado, sussurrado, parlato, sussurrato, strumentale, risate, gesproken, gefluisterd, "
    "mowione, szeptem, говорит, шепотом, проигрыш, セリフ, 台詞, 語り, 間奏, 속삭임, 대사, 간주, 독백, 旁白, "
    "念白, 独白, 间奏"
)
# In square brackets nobody sings these; in round ones they may be the backing's words.
_ANNOTATIONS = _words(
    "music, whisper, whispers, scream, laugh, solo, fading, cheers, silence, pause, hum, whistle, sigh, crying, "
    "softly, soft, gently, slowly, quietly, quiet, loudly, loud, louder, building, all, everyone, both, together, "
    "unison, female, male, harmony, choir, crowd, drums, no drums, guitar, piano, strings, bass, continues, alle, "
    "lachen, leise, laut, tous, todos, tutti, allen, wszyscy, все, смех, 全員, 다같이, 合, 男, 女, 齐唱, 笑, "
    "stop, silent, end, the end, break, continued, cont, again, reprise"
)
_VOICE_WORDS = _words(
    "vocal, vocals, voice, voices, singer, singers, singing, lead, backing, background, only, very, and, with, big, a, "
    "the, more, less, no, full, band, strong, bright, dark, energetic, powerful, emotional, intimate, whispering"
)
_SINGLE_WORDS = _VOICE_WORDS | {word for word in _ANNOTATIONS | _DIRECTIONS if " " not in word}
_ENDING = re.compile(
    r"^\W*(?:repeat(?:s|ed)?\s+(?:to|and|until|till|ad)\b.*|d\.?\s?[cs]\.?(?:\s+al\s+\w+)?|da capo.*|dal segno.*|"
    r"fade(?:s|ing)?[ -]?out|\(?repeat\)?|to coda|al fine)\W*$",
    re.IGNORECASE,
)
_ONLY_BARS = re.compile(rf"\W*\d{{1,3}}\s*-?\s*(?:{_BARS})\W*", re.IGNORECASE)
_STUCK_REPEAT = re.compile(r"\s*[x×]\s?(?:\d{1,2})\s*$", re.IGNORECASE)
_BACKERS = _words("backing, backing vocals, backup, background, bg, bgv, choir, crowd")
_SPEAKERS = _BACKERS | _words(
    "lead, singer, rapper, girl, boy, group, duet, narrator, all, both, everyone, male, female, man, woman, men, "
    "women, girls, boys, f, m, d"
)
_MOOD = re.compile(r"^[\w ]{2,24}\s*[:=]\s*\S")


def is_chord(text: str) -> bool:
    """Whether it is a chord symbol: ``Am7``, ``D/F#``, ``N.C.``."""
    return len(text) <= _MAX_CHORD and bool(_CHORD.fullmatch(text.strip()))


def is_sung_chord(text: str) -> bool:
    """Whether it is a chord by its sung name: ``Sol``, ``Lam``, ``RE7``."""
    return len(text) <= _MAX_CHORD and bool(_SUNG_NAME.fullmatch(text.strip()))


def letter_chord(text: str) -> str:
    """A chord by its sung name as letters write it: ``Lam`` is ``Am``."""
    name = next((name for name in _LETTERS if text.lower().startswith(name)), "")
    return _LETTERS[name] + text[len(name) :].replace("M", "m") if name else text


def is_certain_chord(text: str) -> bool:
    """Whether a chord symbol is no word in any case: more than one letter, and not ``Am`` or ``Add``."""
    return is_chord(text) and (len(text) > 1) and text not in ("Am", "Add", "Bb", "Dim", "Go", "Do")


def is_chord_line(text: str, has_others: bool) -> bool:
    """Whether a line holds chords only. has_others: chords stand elsewhere in the lyric, too."""
    tokens = [token for token in text.replace("(", " ").replace(")", " ").split() if not _FILLER.fullmatch(token)]
    chords = [token.strip("|:") for token in tokens]
    if not chords or not all(is_chord(token) for token in chords):
        return False
    is_spread = "  " in text.strip() or "|" in text or text[:1].isspace() or any(len(each) > 1 for each in chords)
    return has_others or any(map(is_certain_chord, chords)) or (len(chords) > 1 and is_spread)


def is_tab(text: str) -> bool:
    """Whether a line is one string of a guitar tab."""
    return bool(_TAB.match(text)) and text.count("-") >= 4


def seconds_of(text: str) -> float | None:
    """The time of a stamp: ``00:12.34``, ``1:02:03,456``; None for other text."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, seconds, part = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{part or 0}")


def cue_times(text: str) -> tuple[float, float] | None:
    """(begin, end) of a cue of SRT or WebVTT; None for other lines."""
    match = _CUE_TIMES.match(text)
    if not match:
        return None
    begin, end = seconds_of(match[1]), seconds_of(match[6])
    return None if begin is None or end is None else (begin, end)


def is_fact(text: str) -> bool:
    """Whether a line tells about the song ("Title: ...", "Capo 2") or is a link."""
    return bool(_FACT.match(text) or _LINK.match(text))


def is_residue(text: str) -> bool:
    """Whether a page or a chatbot wrote a line around the lyric: "You might also like", "Here are the lyrics:"."""
    return len(text) <= _MAX_RESIDUE and bool(_RESIDUE.match(text))


def is_direction(text: str, is_square: bool = False) -> bool:
    """Whether what stands in brackets says how, or by whom, it is sung, or that nobody sings."""
    words = plain_words(text)
    is_known = words in _DIRECTIONS or (is_square and bool(words) and set(words.split()) <= _SINGLE_WORDS)
    is_known = is_known or (is_square and words in _ANNOTATIONS) or is_length(text)
    return is_known or bool(REPEAT_MARK.fullmatch(f"({text.strip()})"))


def is_length(text: str) -> bool:
    """Whether it says how long or when: ``8 bars``, ``16 Takte``, ``0:15 - 0:40``."""
    return len(text) <= _MAX_LENGTH and bool(_LENGTH.fullmatch(text.strip()))


def is_mood(text: str) -> bool:
    """Whether it names a property and its value: ``Mood: bright``."""
    return bool(_MOOD.match(text))


def without_speaker(text: str) -> tuple[str, str]:
    """(words, who was named before them): "All: Hello" is sung "Hello", and "Backing: ooh" is the backing's."""
    name, colon, words = text.partition(":")
    is_named = colon and words.strip() and plain_words(name).rstrip("0123456789 ") in _SPEAKERS
    if not is_named:
        return text, ""
    is_backing = plain_words(name).rstrip("0123456789 ") in _BACKERS and not set(words) & set("()")
    return f"({words.strip()})" if is_backing else words.strip(), f"{name.strip()}:"


def is_ending(text: str) -> bool:
    """Whether a line says how the song goes on: "Repeat to fade", "D.C. al fine"."""
    return len(text) < 60 and bool(_ENDING.match(text) or _ONLY_BARS.fullmatch(text))


def without_repeat(name: str) -> str:
    """The name of a part without "x2" behind it, also where no space stands between."""
    return _STUCK_REPEAT.sub("", REPEAT_MARK.sub("", name)).strip()
