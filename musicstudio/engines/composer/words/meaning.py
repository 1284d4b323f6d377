# SPDX-License-Identifier: GPL-3.0-or-later
"""What words mean that no reader knows: how far they move the mood and the styles, told by leaving them out."""

import re
from collections.abc import Mapping

import numpy as np

from ..prompt.embedding import load_encoder
from ..prompt.mood import DIMENSIONS, read_mood
from ..prompt.reading import Reading
from ..prompt.scenes import SCENES
from ..prompt.style_match import match_styles
from ..prompt.vectors import fixed_vectors
from ..styles import Style
from .ledger import Answer, Meaning
from .naming import find_players
from .vocabulary import FILLER, RELATIONS

AS_MOOD = "taken as a mood:"
"""Begins what a phrase caused that is no instruction: told to the user, since another might have been meant."""
_UNKNOWN: Answer = ("not_understood", "", "these words are not known, and nothing was changed for them", "")
_MAX_ASKED = 24
"""Stretches of one prompt that are looked into; more is no prompt, and each costs a vector."""
_KNOWN_FROM = 0.39
"""Similarity to the nearest scene or style from which a phrase is taken to describe one; set on the dev set."""
_MOVES_FROM = 0.015
_TECHNICAL = re.compile(
    r"\b(?:verses?|chorus(?:es)?|bridge|intro|outro|hook|bars?|beats?|notes?|chords?|keys?|scales?|octaves?|"
    r"tempo|speakers?|left|right|channels?|track \d|volume|loud\w*|quiet\w*|instruments?|players?|melod\w+|tunes?|"
    r"bass ?lines?|rhythms?|ends?|ending|endings|starts?|starting|begin\w*|stops?|stopping|drops?|cuts?|enters?|"
    r"joins?|"
    r"plays?|leaves?|fades?|repeats?|repeated|loops?|higher|lower|faster|slower|longer|shorter|harmon\w+|unison|"
    r"riffs?|licks?|fills?|solos?|drums?|bass|pitch\w*|tun(?:ed|ing)|transpos\w+|modulat\w+|ambien[ct]e?|"
    r"reverb\w*|echo\w*|"
    r"mix(?:ed|ing)?|stereo|mono|hz|db|bpm|measures?|pickups?|phras\w+|vel\w+|accents?|swing|groove|layers?|parts?|"
    r"sing\w*|sung|vocals?|voices?|words?|lyrics|hum\w*|whistl\w+|clap\w*|stomp\w*|seconds?|minutes?|halfway|\d+)\b",
    re.IGNORECASE,
)
"""Words of music that no reader took are not a mood."""
_OFFER_FROM = 0.42
OFFERS = (
    "quieter", "louder", "faster", "slower", "darker", "brighter", "simpler", "busier", "no drums", "a piano solo",
    "strings join in the chorus", "a rising melody", "a key change", "a minor key", "a long intro", "a fade out",
    "a loop", "a waltz in 3/4", "vinyl crackle", "rain", "soft pads", "walking bass", "brushed drums", "arpeggios",
    "a choir", "a saxophone", "an acoustic guitar", "a distorted guitar", "synth bass", "female vocals", "male vocals",
    "swing", "a drum fill", "a sudden stop", "a hit at 0:30", "staccato strings", "long notes",
)  # fmt: skip
_WORDS = {
    "valence": ("darker", "brighter"),
    "energy": ("calmer", "livelier"),
    "tension": ("easier", "tenser"),
    "complexity": ("simpler", "richer"),
}


def meaning_of(reading: Reading, styles: Mapping[str, Style]) -> Meaning:
    """A reader of leftover words of one prompt: (outcome, caused, why, nearest)."""

    known: dict[str, Answer] = {}

    def meaning(words: str) -> Answer:
        if words not in known and len(known) < _MAX_ASKED:
            known[words] = _meaning(words, reading, styles)
        return known.get(words, _UNKNOWN)

    return meaning


def _meaning(words: str, reading: Reading, styles: Mapping[str, Style]) -> Answer:
    encoder = load_encoder()
    if encoder is None or reading.vector is None:
        return _UNKNOWN
    vector = encoder.encode([words])[0]
    said = re.findall(r"[a-z']+", words.lower())
    turns = RELATIONS.intersection(said)
    if all(word in FILLER or word in RELATIONS for word in said):
        return "not_understood", "", "what this says about the words beside it was not understood", ""
    is_scene = not (turns or _TECHNICAL.search(words) or find_players(words))
    if is_scene and _likeness(vector, styles) >= _KNOWN_FROM:
        caused = _words_change(words, reading, styles)
        if caused:
            return "used", f"{AS_MOOD} {caused}", "", ""
    return (*_UNKNOWN[:3], _offer(vector))


def _likeness(vector: np.ndarray, styles: Mapping[str, Style]) -> float:
    """Similarity to the nearest scene or to what a style says of itself."""
    known = fixed_vectors(tuple(words for words, _, _ in SCENES))
    about = fixed_vectors(tuple(text for style in styles.values() for text in style.about))
    assert known is not None and about is not None, "there is an encoder"
    return float(max((known @ vector).max(), (about @ vector).max()))


def _words_change(words: str, reading: Reading, styles: Mapping[str, Style]) -> str:
    """What the words change, in words: the mood and styles of the prompt against those without them."""
    kept = reading.facts.text
    rest = kept.replace(words, " ", 1).strip(" ,.;")
    mood, matched = reading.mood, dict(reading.styles)
    if not rest:
        return "the mood and the style"
    encoder = load_encoder()
    assert encoder is not None
    vector = encoder.encode([rest])[0]
    without = read_mood(rest, vector)
    told = [
        _WORDS[name][(getattr(mood, name) - getattr(without, name)) * mood.confidence > 0]
        for name in DIMENSIONS
        if abs(getattr(mood, name) - getattr(without, name)) * mood.confidence >= _MOVES_FROM
    ]
    other = dict(match_styles(rest, vector, without, styles))
    if sum(abs(matched.get(name, 0.0) - other.get(name, 0.0)) for name in {*matched, *other}) > 0.1:
        told.append("the style")
    moods = [word for word in told if word != "the style"]
    parts = ["makes it " + ", ".join(moods)] if moods else []
    return " and ".join(parts + (["changes the style"] if "the style" in told else []))


def _offer(vector: np.ndarray) -> str:
    offers = fixed_vectors(OFFERS)
    assert offers is not None
    likeness = offers @ vector
    best = int(np.argmax(likeness))
    return OFFERS[best] if float(likeness[best]) >= _OFFER_FROM else ""
