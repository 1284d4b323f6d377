# SPDX-License-Identifier: GPL-3.0-or-later
"""Texts of unknown age: which encoding bytes were written in.

charset-normalizer judges prose well and names of six bytes badly, so its verdict is one voice; the other is how usual
the letters are that each encoding would make of the bytes. Pure.
"""

import codecs
import unicodedata
from collections.abc import Iterable

ENCODINGS = (
    "cp932", "gb18030", "big5", "cp949", "euc_jp", "cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254",
    "cp866", "cp874",
)  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHIFTS = (b"\x1b$B", b"\x1b$@", b"\x1b$A")
_ALPHABETS = {"cp1251": "CYRILLIC", "koi8_r": "CYRILLIC", "cp866": "CYRILLIC", "cp1253": "GREEK", "cp874": "THAI"}
_SAMPLE_BYTES = 20_000
_LIBRARY_LEAST = 24
"""Bytes beyond ASCII from which the library's verdict counts."""
_USUAL = {
    "cp1252": set("äöüßÄÖÜéèêëàâáãåçñóòôõíìîïúùûøæœÉÀÇÑ¿¡’“”–°«»©®"),
    "cp1250": set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűäöüßăâîșț’“”–"),
    "cp1254": set("ğışçöüĞİŞÇÖÜâî’“”–"),
}
_COMMON = set(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小心多天而能好"
    "都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法"
    "此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等爱曲歌词音乐鼓钢琴吉他贝斯旋律弦管笛号打击独奏合唱主副和声"
    "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以會自著過家學對可她裡後小心多天愛風夢雨夜花雪"
    "曲歌詞音樂鼓鋼琴吉他貝斯旋律弦管笛號打擊獨奏合唱主副聲愛夢心空夜雨風雪花春夏秋冬君僕私今日見思出逢別涙笑歩道海山星月光"
    "가나다라마바사아자차하고이는은을를의에서도로지기리니어여오우그내너나사랑노래음악피아노기타드럼베이스멜로디보컬현악합창트"
    "럼펫색소폰플루트건반북소리전주간주후렴절곡악보하늘바람별밤꿈눈물마음길날한대시해인스자만있없였았었습합입니까요야아"
)


def decode_text(data: bytes, hint: str = "") -> str:
    """The text of bytes: by their mark, as UTF-8 where they are, else in the likeliest old encoding. Never fails.

    hint: an encoding from `likely_encoding` of more bytes of the same origin.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if any(shift in data for shift in _SHIFTS):
        return data.decode("iso2022_jp_2", "replace")
    if name := _unmarked_utf16(data):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(hint or likely_encoding([data]), "replace")


def likely_encoding(pieces: Iterable[bytes]) -> str:
    """The encoding in which pieces that belong together read best; ``utf-8`` for those that are UTF-8."""
    whole = b"\n".join(piece for piece in pieces if not piece.isascii())[:_SAMPLE_BYTES]
    for mark, name in _MARKS:
        if whole.startswith(mark):
            return name
    if _is_utf8(whole):
        return "utf-8"
    readings = {name: text for name in ENCODINGS if (text := _read(whole, name)) is not None}
    favorite = _library_verdict(whole, readings)
    scores = {name: _score(text, name) + (0.4 if name == favorite else 0.0) for name, text in readings.items()}
    return max(scores, key=lambda name: scores[name], default="cp1252")


def _unmarked_utf16(data: bytes) -> str:
    """The kind of UTF-16 that bytes without a mark are: every other one is zero, as in Latin text; empty for others."""
    sample = data[:2000]
    half = len(sample) // 2
    high, low = sample[::2].count(0), sample[1::2].count(0)
    if half < 4 or max(high, low) < 0.4 * half or min(high, low) > 0.1 * half:
        return ""
    return "utf-16-be" if high > low else "utf-16-le"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > 0 and error.end == len(data) == _SAMPLE_BYTES
    return True


def _read(data: bytes, name: str) -> str | None:
    text = data.decode(name, "replace")
    return None if text.count("\ufffd") > len(text) // 50 else text


def _library_verdict(data: bytes, readings: dict[str, str]) -> str:
    from charset_normalizer import from_bytes

    if sum(byte > 127 for byte in data) < _LIBRARY_LEAST or not readings:
        return ""
    best = from_bytes(data, cp_isolation=list(readings)).best()
    return best.encoding if best else ""


def _score(text: str, encoding: str) -> float:
    """How usual the letters beyond ASCII are, on average over the bytes they take."""
    total, weight = 0.0, 0
    before = " "
    for letter in text:
        if ord(letter) > 127:
            size = 1 if encoding in _ALPHABETS or encoding in _USUAL else _size(letter)
            total += size * _usual(letter, before, encoding)
            weight += size
        elif encoding in _ALPHABETS and letter.isalpha() and ord(before) > 127 and before.isalpha():
            total -= 1.5
        before = letter
    return total / max(1, weight)


def _size(letter: str) -> int:
    return 1 if "\uff61" <= letter <= "\uff9f" else 2


def _usual(letter: str, before: str, encoding: str) -> float:
    category = unicodedata.category(letter)
    if category in ("Cc", "Cn", "Co", "Cs") or letter == "\ufffd":
        return -8.0
    if encoding in _USUAL:
        return _usual_latin(letter, before, encoding)
    if encoding == "cp874":
        return 0.7 if "\u0e01" <= letter <= "\u0e5b" else -1.0
    if encoding in _ALPHABETS:
        return _usual_alphabet(letter, before, _ALPHABETS[encoding])
    return _usual_east(letter, before, encoding)


def _usual_latin(letter: str, before: str, encoding: str) -> float:
    """An accented letter stands among plain ones, and seldom is a capital inside a word."""
    if letter not in _USUAL[encoding]:
        return -2.0
    if letter in "¿¡" and before.isalpha():
        return -2.0
    if ord(before) > 127 and before.isalpha():
        return -1.0 if encoding == "cp1252" else 0.3
    is_inner_capital = letter.isupper() and before.islower()
    return -2.0 if is_inner_capital else {"cp1252": 1.2, "cp1250": 1.1, "cp1254": 1.0}[encoding]


def _usual_alphabet(letter: str, before: str, script: str) -> float:
    if not letter.isalpha():
        return -0.5
    if script not in unicodedata.name(letter, "") or letter in "ѓґєђѕјљњћќўџЃҐЄЂЅЈЉЊЋЌЎЏ":
        return -2.0
    if before.isascii() and before.isalpha():
        return -1.5
    if letter.isupper() and before.islower():
        return -1.0
    return 0.9 + 0.15 * ((letter.lower() in "оеаинтсрвлкмдпу") - (letter.lower() in "юйъэщфцхчшжёы"))


def _usual_east(letter: str, before: str, encoding: str) -> float:
    code = letter.encode(encoding, "replace")
    lead, trail = code[0], code[-1]
    if len(code) > 2:
        return -2.0
    common = 0.8 if letter in _COMMON else 0.0
    if "\u3041" <= letter <= "\u30ff":
        return 1.5 if encoding in ("cp932", "euc_jp") else -0.5
    if "\uff61" <= letter <= "\uff9f":
        is_word = "\uff61" <= before <= "\uff9f"
        return (1.1 if is_word else 0.2) if encoding == "cp932" else -0.5
    if _is_mark(letter):
        return 0.2
    usual = {
        "cp932": 0x88 <= lead <= 0x97,
        "euc_jp": 0xB0 <= lead <= 0xCF,
        "gb18030": 0xB0 <= lead <= 0xD7 and trail >= 0xA1,
        "big5": 0xA4 <= lead <= 0xC6,
        "cp949": 0xB0 <= lead <= 0xC8 and trail >= 0xA1,
    }[encoding]
    # Half of all kanji, hanzi and hangul are rare; the plain Japanese row of EUC is shared with GB and KS.
    base = {"cp932": 0.9, "euc_jp": 0.5, "gb18030": 0.75, "big5": 0.7, "cp949": 0.7}[encoding]
    return (base + common) if usual else -0.6


def _is_mark(letter: str) -> bool:
    """Whether it is punctuation, a space or a full-width form, which all these encodings share."""
    return unicodedata.category(letter)[0] in "PSZN" or "\uff01" <= letter <= "\uff5e"
