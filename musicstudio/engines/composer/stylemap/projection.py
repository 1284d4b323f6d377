# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles to the plane: classical multidimensional scaling (Torgerson 1952) of mood and meaning, turned upright and
spread out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from musicstudio.engines.composer.prompt.vectors import fixed_vectors
from musicstudio.engines.composer.styles import Style

Points = NDArray[np.float64]
_MOOD = ("energy", "valence", "tension", "complexity", "acousticness")
_WEIGHTS = (1.8, 1.4, 0.8, 0.7, 0.9)  # of the moods: livelier and brighter are what the map shows
_MEANING_SHARE = 0.4
_EVENNESS = 0.55
_ROUNDS = 200


def project(styles: Sequence[Style]) -> Points:
    """One point a style, shape (styles, 2), each coordinate within 0.04 and 0.96; right is livelier, up is brighter."""
    if len(styles) < 3:
        return np.linspace([0.25, 0.5], [0.75, 0.5], len(styles))
    plane = _scale_to_plane(_distances(styles))
    energy = np.array([style.mood.energy for style in styles])
    valence = np.array([style.mood.valence for style in styles])
    return _spread(_even_out(_turn_upright(plane, energy, valence)))


def sentence_of(style: Style) -> str:
    """What places a style among the others by meaning."""
    return f"{style.title} music. {style.about[0]}"


def _distances(styles: Sequence[Style]) -> Points:
    moods = np.array([[getattr(style.mood, name) for name in _MOOD] for style in styles])
    moods = _WEIGHTS * (moods - moods.mean(axis=0)) / (moods.std(axis=0) + 1e-9)
    by_mood = np.linalg.norm(moods[:, None] - moods[None], axis=-1)
    vectors = fixed_vectors(tuple(sentence_of(style) for style in styles))
    if vectors is None:
        return np.asarray(by_mood / by_mood.max())
    by_meaning = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (vectors @ vectors.T).astype(np.float64)))
    mixed = (1 - _MEANING_SHARE) * by_mood / by_mood.max() + _MEANING_SHARE * by_meaning / by_meaning.max()
    return np.asarray(mixed)


def _scale_to_plane(distances: Points) -> Points:
    """Classical scaling: the two leading eigenvectors of the doubly centred squared distances."""
    size = len(distances)
    centring = np.eye(size) - 1.0 / size
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    return np.asarray(vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0.0)))


def _turn_upright(plane: Points, energy: Points, valence: Points) -> Points:
    """Turn (and if need be mirror) the plane so that energy grows to the right and valence upwards, as nearly as
    both can."""
    goal = np.stack([energy - energy.mean(), valence - valence.mean()], axis=1)
    left, _, right = np.linalg.svd(plane.T @ goal)
    return np.asarray(plane @ left @ right)


def _even_out(plane: Points) -> Points:
    """Each axis moved part of the way to even spacing, so that crowded corners open up."""
    ranks = plane.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / (len(plane) - 1)
    low, high = plane.min(axis=0), plane.max(axis=0)
    linear = (plane - low) / np.maximum(high - low, 1e-9)
    return np.asarray(0.04 + 0.92 * ((1 - _EVENNESS) * linear + _EVENNESS * ranks))


def _spread(plane: Points) -> Points:
    """Push points apart that lie closer than a fraction of the even spacing."""
    room = 0.75 / np.sqrt(len(plane))
    for _ in range(_ROUNDS):
        gaps = plane[:, None] - plane[None]
        distance = np.linalg.norm(gaps, axis=-1) + np.eye(len(plane))
        push = np.maximum(0.0, room - distance)[..., None] * gaps / np.maximum(distance, 1e-9)[..., None]
        plane = np.clip(plane + 0.25 * push.sum(axis=1), 0.04, 0.96)
    return plane
