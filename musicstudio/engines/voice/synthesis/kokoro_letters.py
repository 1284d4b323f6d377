# SPDX-License-Identifier: GPL-3.0-or-later
"""Sounds as the letters that Kokoro was trained on (IPA as the misaki phonemizer writes English). Pure."""

from ..text.phonemes import strip_stress

EDGE, PAUSE, SPACE = "$", ",", " "
IDS = {
    EDGE: 0, ",": 3, " ": 16, "A": 24, "I": 25, "O": 31, "Q": 33, "W": 39, "Y": 41, "ᵊ": 42, "a": 43, "b": 44, "d": 46,
    "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57, "p": 58, "r": 60, "s": 61,
    "t": 62, "u": 63, "v": 64, "w": 65, "x": 66, "y": 67, "z": 68, "ɑ": 69, "ɐ": 70, "ɒ": 71, "æ": 72, "ɔ": 76, "ç": 78,
    "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɪ": 102, "ŋ": 112, "ɲ": 114, "ø": 116, "θ": 119,
    "œ": 120, "ɹ": 123, "ɾ": 125, "ʁ": 128, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ʎ": 143, "ʒ": 147, "ʔ": 148,
    "ˈ": 156, "ˌ": 157, "ː": 158, "ᵻ": 177,
}  # fmt: skip
"""Numbers of letters in the network's vocabulary."""
_WRITTEN = {
    "eɪ": "A", "aɪ": "I", "aʊ": "W", "ɔɪ": "Y", "oʊ": "O", "əʊ": "Q", "tʃ": "ʧ", "dʒ": "ʤ", "ɜː": "ɜɹ", "ɜ": "ɜɹ",
    "ɚ": "əɹ", "ɝ": "ɜɹ", "g": "ɡ", "ɨ": "ɪ", "ɐ": "ə", "ts": "ts", "dz": "dz", "ɪə": "ɪə", "eə": "ɛə", "ʊə": "ʊə",
}  # fmt: skip


def letters_of(sound: str) -> str:
    """The letters of a sound, without its stress mark; what the network has no letter for is left out."""
    bare = strip_stress(sound)
    written = _WRITTEN.get(bare) or _WRITTEN.get(bare.rstrip("ː")) or bare.replace("ː", "")
    return "".join(letter for letter in written if letter in IDS) or "ə"


def stress_mark(sound: str) -> str:
    """ "ˈ", "ˌ" or nothing."""
    return sound[0] if sound[:1] in ("ˈ", "ˌ") else ""
