# SPDX-License-Identifier: GPL-3.0-or-later
"""The mood a prompt calls for: a kernel mean over the nearest scenes, pulled towards plain words of mood."""

import re

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from .embedding import Floats
from .scenes import SCENES
from .vectors import fixed_vectors

DIMENSIONS = ("valence", "energy", "tension", "complexity")
_KERNEL_WIDTH = 0.055
"""Similarity by which a scene may trail the nearest one and still count for 1/e; set on the prompts of the tests."""
_CONFIDENT, _UNSURE = 0.50, 0.22
MOOD_WORDS: tuple[tuple[str, str, float], ...] = (
    ("valence", r"happ(?:y|ier)|brighter|cheerful|joyful|joyous|bright|uplifting|sunny|optimistic|playful|euphoric|"
                r"triumphant|feel-?good|upbeat|hopeful|merry|jolly|radiant|festive|light-?hearted|whimsical|"
                r"heart-?warming|inspir(?:ing|ational)|motivational|victorious|heroic", 0.85),
    ("valence", r"wistful|bittersweet|nostalgi\w*|yearning|pensive|reflective|contemplative|moody|wintry", 0.34),
    ("valence", r"sad(?:der)?|dark(?:er)?|gloomy|melanchol\w*|sombre|somber|sinister|evil|mournful|depress\w*|bleak|"
                r"tragic|angry|grim|eerie|creepy|scary|lone(?:ly|some)|sorrowful|heart-?broken|heart-?breaking|"
                r"brooding|haunting|forlorn|plaintive|dreary|spooky", 0.14),
    ("energy", r"energetic|louder|bigger|busier|livelier|harder|more energy|powerful|intense|"
               r"aggressive|loud|high-?energy|pumping|banging|"
               r"hard-?hitting|fierce|epic|explosive|furious|heavy|frantic|frenetic|thrilling", 0.90),
    ("energy", r"upbeat|lively|bouncy|vibrant|rousing|exciting|anthemic", 0.78),
    ("energy", r"calm(?:er)?|quiet(?:er)?|soft(?:er)?|gentler?|relax\w*|mellow|peaceful|chill\w*|"
               r"sleepy|soothing|low-?energy|"
               r"serene|tender|tranquil|restful|meditative|dreamy|laid-?back|intimate|delicate|ethereal|wistful", 0.18),
    ("tension", r"tense|suspense\w*|dissonant|anxious|nervous|threatening|menacing|ominous|dread|"
                r"horror|scary|creepy|eerie|unsettling|uneasy|spooky|haunting|brooding|mysterious", 0.90),
    ("tension", r"relax\w*|carefree|peaceful|easy-?going|soothing|warm|serene|cosy|cozy|tranquil|dreamy|"
                r"light-?hearted", 0.10),
    ("complexity", r"complex|intricate|virtuos\w*|progressive|sophisticated|elaborate|polyrhythm\w*|jazzy", 0.88),
    ("complexity", r"simpler?|minimal\w*|basic|plain|sparse|repetitive|naive|stripped", 0.14),
)  # fmt: skip


class Mood(Struct, frozen=True):
    """Four dimensions, each 0 to 1, and how sure the reading is (0: the prompt says nothing of mood)."""

    valence: float
    energy: float
    tension: float
    complexity: float
    confidence: float


def read_mood(text: str, vector: Floats | None) -> Mood:
    """The mood of a text whose embedding is ``vector`` (None where there is no encoder: plain words alone decide)."""
    values, confidence = _scene_mean(vector) if vector is not None else (np.full(4, 0.5), 0.0)
    for index, dimension in enumerate(DIMENSIONS):
        said = [
            level
            for name, words, level in MOOD_WORDS
            if name == dimension and re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
        ]
        if said:
            values[index] = 0.35 * values[index] + 0.65 * float(np.mean(said))
            confidence = max(confidence, 0.8)
    valence, energy, tension, complexity = (round(float(value), 3) for value in values)
    return Mood(valence, energy, tension, complexity, round(confidence, 3))


def style_affinities(vector: Floats) -> dict[str, float]:
    """How usual each style is in the scenes nearest to a text: 0 to 1, summing to at most about 2."""
    weights, _ = _scene_weights(vector)
    affinities: dict[str, float] = {}
    for weight, (_, _, styles) in zip(weights, SCENES, strict=True):
        for place, name in enumerate(styles.split()):
            affinities[name] = affinities.get(name, 0.0) + float(weight) * (1.0 - 0.2 * place)
    return affinities


def _scene_mean(vector: Floats) -> tuple[NDArray[np.float64], float]:
    """Nadaraya-Watson regression over the scenes, and a confidence from the nearest one's similarity."""
    weights, nearest = _scene_weights(vector)
    values = np.array([mood for _, mood, _ in SCENES])
    confidence = np.clip((nearest - _UNSURE) / (_CONFIDENT - _UNSURE), 0.0, 1.0)
    return weights @ values, float(confidence)


def _scene_weights(vector: Floats) -> tuple[NDArray[np.float64], float]:
    """Kernel weights of the scenes, summing to 1, and the similarity of the nearest."""
    scenes = fixed_vectors(tuple(words for words, _, _ in SCENES))
    assert scenes is not None, "a vector was given, so there is an encoder"
    similarity = (scenes @ vector).astype(np.float64)
    weights = np.exp((similarity - similarity.max()) / _KERNEL_WIDTH)
    return weights / weights.sum(), float(similarity.max())
