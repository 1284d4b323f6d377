# SPDX-License-Identifier: GPL-3.0-or-later
"""Which styles a prompt means: genres it names first, else what its words and its mood come nearest to."""

from collections.abc import Mapping, Sequence

import numpy as np

from musicstudio.engines.composer.styles import Style

from .embedding import Floats
from .genres import find_genres
from .lexicon import ids_of, role_of
from .mood import DIMENSIONS, Mood, style_affinities
from .vectors import fixed_vectors

Weights = tuple[tuple[str, float], ...]

_MOOD_PULL = 0.35
"""How much a mood distance of 1 costs, in cosine similarity."""
_BAND_PULL = 0.15
"""How much it gains a style to have all the instruments that are asked for."""
_SCENE_PULL = 0.25
"""How much it gains a style to be the usual one of the nearest scene."""
_BLEND_WIDTH = 0.035
_MIN_SHARE = 0.27


def match_styles(
    text: str,
    vector: Floats | None,
    mood: Mood,
    styles: Mapping[str, Style],
    refused: str = "",
    wanted: tuple[str, ...] = (),
) -> Weights:
    """(style name, weight), weights summing to 1, heaviest first.

    refused: the words that the prompt negates. wanted: names of instruments; styles that have them come nearer.
    """
    return match_named(text, vector, mood, styles, refused, wanted, find_genres(text))[0]


def match_named(
    text: str,
    vector: Floats | None,
    mood: Mood,
    styles: Mapping[str, Style],
    refused: str,
    wanted: tuple[str, ...],
    genres: Sequence[tuple[str, ...]],
) -> tuple[Weights, bool]:
    """The same for genres that were found already (each a choice of style names), and whether they decided."""
    banned = {name for names in find_genres(refused) for name in names}
    allowed = {name: style for name, style in styles.items() if name not in banned} or dict(styles)
    scores = score_styles(vector, mood, allowed)
    scores = {name: score + _BAND_PULL * _band_share(allowed[name], wanted) for name, score in scores.items()}
    named = _named_genres(text, scores, genres)
    return (named, True) if named else (_nearest(scores), False)


def score_styles(vector: Floats | None, mood: Mood, styles: Mapping[str, Style]) -> dict[str, float]:
    """How well each style fits, higher is better; comparable only within one call."""
    similarity = similarities(vector, styles) if vector is not None else dict.fromkeys(styles, 0.0)
    distance = {name: _mood_distance(mood, style) for name, style in styles.items()}
    usual = style_affinities(vector) if vector is not None else {}
    return {
        name: similarity[name] + mood.confidence * (_SCENE_PULL * usual.get(name, 0.0) - _MOOD_PULL * distance[name])
        for name in styles
    }


def _band_share(style: Style, wanted: tuple[str, ...]) -> float:
    """Share of the wanted instruments that the style's own band has."""
    instruments = {name for part in style.part for name in part.instruments}
    roles = {part.role for part in style.part}
    has = [bool(instruments & set(ids_of(name))) or (not ids_of(name) and role_of(name) in roles) for name in wanted]
    return sum(has) / len(has) if has else 0.0


def sentences_of(style: Style) -> tuple[str, ...]:
    """What a prompt is compared with: what the style's file says about it."""
    return style.about


def similarities(vector: Floats, styles: Mapping[str, Style]) -> dict[str, float]:
    """The cosine of each style's two nearest sentences with a prompt's vector, averaged."""
    sentences = [(name, text) for name, style in styles.items() for text in sentences_of(style)]
    vectors = fixed_vectors(tuple(text for _, text in sentences))
    assert vectors is not None, "a vector was given, so there is an encoder"
    values = vectors @ vector
    by_name: dict[str, list[float]] = {}
    for (name, _), value in zip(sentences, values, strict=True):
        by_name.setdefault(name, []).append(float(value))
    return {name: float(np.mean(sorted(found)[-2:])) for name, found in by_name.items()}


def _mood_distance(mood: Mood, style: Style) -> float:
    weights = {"valence": 0.8, "energy": 1.2, "tension": 0.8, "complexity": 0.4}
    gaps = [weights[name] * (getattr(mood, name) - getattr(style.mood, name)) ** 2 for name in DIMENSIONS]
    return float(np.sqrt(sum(gaps)))


def _named_genres(text: str, scores: Mapping[str, float], genres: Sequence[tuple[str, ...]]) -> Weights:
    """Genres named in the text. In "indie folk" the last word is the noun; after "with" or "and" the first one
    leads."""
    chosen: list[str] = []
    for names in genres:
        known = [name for name in names if name in scores and name not in chosen]
        chosen += [max(known, key=lambda name: scores[name])] if known else []
    if not chosen:
        return ()
    is_joined = any(word in text.lower().split() for word in ("with", "and", "meets", "plus", "over", "elements"))
    ordered = chosen[:3] if is_joined else chosen[:3][::-1]
    shares = {1: (1.0,), 2: (0.62, 0.38), 3: (0.5, 0.28, 0.22)}[len(ordered)]
    return tuple(zip(ordered, shares, strict=True))


def _nearest(scores: Mapping[str, float]) -> Weights:
    """The best style, and the second where it comes close."""
    ranked = sorted(scores, key=lambda name: (-scores[name], name))[:2]
    weights = np.exp([(scores[name] - scores[ranked[0]]) / _BLEND_WIDTH for name in ranked])
    shares = weights / weights.sum()
    if len(ranked) < 2 or shares[1] < _MIN_SHARE:
        return ((ranked[0], 1.0),)
    return tuple((name, round(float(share), 3)) for name, share in zip(ranked, shares, strict=True))
