# SPDX-License-Identifier: GPL-3.0-or-later
"""What writers call the parts of a song, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish,
Russian, Japanese, Korean and Chinese."""

import re
import unicodedata
from functools import lru_cache

OTHER = "other"
"""The kind of a tag that says nothing known."""

# The kinds in the order in which they win: "Final Chorus" is a chorus, "instrumental break" a break.
_WORDS = (
    ("bridge", "大サビ, 桥段, 橋段, cメロ, c段"),
    (
        "prechorus",
        "pre chorus, prechorus, pre hook, prehook, lift, climb, pre refrain, prerefrain, vorrefrain, pre coro, "
        "precoro, pre estribillo, preestribillo, pre refrao, prerefrao, pre ritornello, preritornello, pre refrein, "
        "przedrefren, pre refren, предприпев, пре припев, プリコーラス, bメロ, 프리코러스, 프리 코러스, 导歌, "
        "導歌, 预副歌, 預副歌, 前副歌",
    ),
    (
        "chorus",
        "chorus, hook, refrain, kehrreim, kehrvers, estribillo, coro, refrao, estribilho, ritornello, refrein, "
        "refren, ref, refr, chor, ch, refrang, omkvad, omkvæd, omkved, kertosae, nakarat, ρεφρεν, приспів, reff, "
        "припев, рефрен, サビ, ラスサビ, コーラス, リフレイン, フック, 후렴, 후렴구, 코러스, 사비, 훅, 副歌, 合唱",
    ),
    (
        "verse",
        "verse, strophe, stanza, rap, vers, couplet, verso, estrofa, estrofe, strofa, strofe, zwrotka, куплет, запев, "
        "v1, v2, v3, v4, v5, vs1, vs2, vs3, vrs, str, vs, "
        "sloka, versszak, sakeisto, kıta, strofe, versuri, στροφη, bait, "
        "ヴァース, バース, aメロ, a메로, 平歌, ラップ, 절, 벌스, 主歌, 说唱, 說唱, 詞, 节, 節, 段, 番",
    ),
    (
        "bridge",
        "bridge, middle 8, brygga, köprü, stick, middle eight, brucke, uberleitung, mittelteil, c teil, pont, puente, "
        "ponte, brug, mostek, "
        "бридж, мостик, ブリッジ, cメロ, dメロ, 大サビ, 브릿지, 브리지, 桥段, 橋段, 过渡, 過渡, 桥, 橋",
    ),
    (
        "intro",
        "intro, introduction, prelude, einleitung, vorspiel, introduccion, introducao, introduzione, inleiding, wstep, "
        "интро, вступление, イントロ, 前奏, 인트로, 전주, 引子",
    ),
    (
        "outro",
        "outro, coda, ending, end, finale, schluss, ende, nachspiel, abspann, fin, final, conclusion, cierre, "
        "encerramento, fim, fine, chiusura, slot, einde, zakonczenie, koniec, аутро, концовка, кода, финал, アウトロ, "
        "後奏, エンディング, 아웃트로, 후주, 엔딩, 尾奏, 尾声, 尾聲, 结尾, 結尾",
    ),
    (
        "break",
        "break, breakdown, interlude, zwischenspiel, zwischenteil, intermede, interludio, intermedio, intermezzo, "
        "tussenspel, przerywnik, interludium, lacznik, проигрыш, интерлюдия, 間奏, ブレイク, インタールード, 간주, "
        "인터루드, 브레이크, 间奏, 过门, 過門",
    ),
    (
        "solo",
        "solo, instrumental, gitarrensolo, instrumentale, strumentale, assolo, instrumentaal, solowka, instrumentalny, "
        "соло, инструментал, ソロ, 솔로, 연주, 独奏, 獨奏, 器乐, 器樂",
    ),
    ("build", "build, buildup, build up, rise"),
    ("drop", "drop"),
)
# Words that are lines of songs as well, so that they are headings only where a bracket or a mark says so.
_WEAK = (
    "lift, climb, rap, vers, end, ende, ending, fin, final, finale, fine, slot, koniec, fim, break, rise, drop, build, "
    "ref, refr, chor, ch, str, vs, bait, sloka, stick, "
    "coda, solo, ponte, pont, 절, 节, 節, 段, 詞, 番, 桥, 橋, mostek, stanza, conclusion, cierre, 合唱, 过渡, 過渡"
)
_MAX_LENGTH = 48
_COUNTED = "절节節段番"
"""Words of verses that count them, as in "1절"."""
_NUMBERS = (
    r"\d{1,2}(?:st|nd|rd|th|er|ere|re|e|eme|a|o|ª|º|°|\.|-?й|-?ya|番|절|段|节|節)?|[ivx]{1,4}|one|two|three|four|five|six|"
    "first|second|third|fourth|fifth|erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|premiere?|deuxieme|troisieme|"
    "seconde?|primer[ao]?|segund[ao]|tercer[ao]?|primeir[ao]|terceir[ao]|prim[ao]|second[ao]|terz[ao]|eerste|tweede|derde|"
    "pierwsz[ay]|drug[ai]|trzeci[a]?|перв[а-я]+|втор[а-я]+|трет[а-я]+|"
    r"第?[0-9一二三四五六七八九十]{1,3}[番段节節次遍절回]?"
)
_QUALIFIERS = (
    "the|of|final|last|full|half|short|double|extended|main|big|repeat|repeated|again|reprise|alternate|alt|"
    "instrumental|acoustic|acapella|a cappella|soft|quiet|loud|all|everyone|both|girls?|boys?|men|women|male|female|"
    "lead|duet|spoken|whispered|part|pt|no|nr|n|post|continued|cont|de|du|da|do|di|le|la|el|il|letzte[rs]?|derniere?|ultim[ao]|"
    "laatste|ostatni[a]?|последний|финальный|wdh|wiederholung|guitar|piano|keyboard|synth|sax|saxophone|drums?|bass|"
    "й|ой|ый|ий|я|violin|strings?|horns?|trumpet|flute|harmonica|organ|gitarre[n]?|klavier|guitarra|guitare|chitarra|gitara|"
    "ギター|ピアノ|기타|피아노|吉他|钢琴|鋼琴|最后|最後|ラスト|마지막|break|section|x"
)


def plain_words(text: str) -> str:
    """Lower-case words without accents, marks and double spaces, as the tables have them."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w ]+|_", " ", unicodedata.normalize("NFC", bare).replace("ł", "l")).split())


def kind_of(tag: str) -> str:
    """The section kind that a tag means: "Pre-Chorus 2" is prechorus; `OTHER` when it says nothing known."""
    name = plain_words(tag)
    return next((kind for kind, pattern in _patterns() if pattern.search(name)), OTHER)


def is_heading(text: str) -> bool:
    """Whether a text is the name of a part and nothing else: "Verse 1", "2. Strophe", "Final Chorus", "第一节"."""
    words = plain_words(text) if len(text) <= _MAX_LENGTH else ""
    place, has_name = 0, False
    while place < len(words):
        name = _name().match(words, place)
        step = name or _extra().match(words, place)
        if not step or step.end() == place:
            return False
        has_name = has_name or bool(name) or words[step.end() - 1] in _COUNTED
        place = step.end() + (words[step.end() : step.end() + 1] == " ")
    return has_name


def is_weak(text: str) -> bool:
    """Whether a heading could as well be a line of the song ("Rise", "Break", "Fin")."""
    words = plain_words(text).split()
    return len(words) == 1 and words[0] in _weak()


def has_number(text: str) -> bool:
    """Whether a heading counts: "Verse 2", "Second verse"."""
    return any(re.fullmatch(_plain_pattern(_NUMBERS), word) for word in plain_words(text).split())


@lru_cache(maxsize=1)
def _weak() -> frozenset[str]:
    return frozenset(plain_words(word) for word in _WEAK.split(","))


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """A pattern for each kind. Letters of alphabets stand in words of their own; others stand anywhere."""
    return tuple((kind, re.compile(_alternatives(words))) for kind, words in _WORDS)


@lru_cache(maxsize=1)
def _name() -> re.Pattern[str]:
    return re.compile("|".join(_alternatives(words) for _, words in _WORDS))


@lru_cache(maxsize=1)
def _extra() -> re.Pattern[str]:
    return re.compile(rf"(?:{_plain_pattern(_NUMBERS)}|{_plain_pattern(_QUALIFIERS)})(?![a-zа-я])")


def _alternatives(words: str) -> str:
    terms = sorted({plain_words(word) for word in words.split(",")}, key=len, reverse=True)
    return "|".join(_term(term) for term in terms)


def _term(term: str) -> str:
    if not term.isascii() and not "\u0400" <= term[0] <= "\u04ff":
        return re.escape(term)
    return rf"(?<![^\W\d_]){term.replace(' ', ' ?')}s?(?![^\W\d_])"


def _plain_pattern(pattern: str) -> str:
    """The pattern with its letters as `plain_words` leaves them."""
    decomposed = unicodedata.normalize("NFD", pattern)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
