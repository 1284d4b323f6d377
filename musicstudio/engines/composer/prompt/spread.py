# SPDX-License-Identifier: GPL-3.0-or-later
"""Variations of one request: a small spread of what it left open, and a list of what differs."""

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import Conditioning
from musicstudio.engines.composer.styles import Style, StyleBlend, blend
from musicstudio.engines.contract import Request
from musicstudio.project.model import Key

from .mood import DIMENSIONS
from .reading import Reading
from .style_match import score_styles


def spread(
    conditioning: Conditioning, request: Request, reading: Reading, mixed: StyleBlend, styles: Mapping[str, Style]
) -> tuple[Conditioning, str]:
    """One of the variations 1-4 of a conditioning, and what differs in words; nothing that was stated is touched."""
    rng = np.random.default_rng(derive_seed(request.seed, "variation", request.variation))
    options, facts = request.options, reading.facts
    changed = conditioning
    if not (options.bpm or facts.bpm):
        slowest, _, fastest = mixed.bpm
        factor = 1.0 + float(rng.choice([-1, 1])) * float(rng.uniform(0.03, 0.08))
        changed = replace(changed, bpm=float(round(np.clip(changed.bpm * factor, slowest * 0.9, fastest * 1.1))))
    if not (options.key or facts.key):
        changed = replace(
            changed, key=Key((changed.key.tonic + int(rng.choice([2, 3, 5, 7, 9, 10]))) % 12, changed.key.mode)
        )
    moved = {name: _vary_value(getattr(changed, name), rng) for name in DIMENSIONS if getattr(options, name) is None}
    changed = replace(changed, **moved)
    if not options.styles:
        changed = replace(changed, styles=_lean_to_next_style(changed, reading, styles, request.variation))
    return changed, describe_differences(conditioning, changed)


def describe_differences(before: Conditioning, after: Conditioning) -> str:
    """For example ``tempo 92 instead of 96 BPM, key G major, brighter``."""
    told = []
    if after.bpm != before.bpm:
        told.append(f"tempo {after.bpm:g} instead of {before.bpm:g} BPM")
    if after.key != before.key:
        told.append(f"key {after.key.name}")
    if after.styles != before.styles:
        told.append("style " + " + ".join(f"{name.replace('_', ' ')} {weight:.0%}" for name, weight in after.styles))
    words = {
        "valence": ("brighter", "darker"),
        "energy": ("livelier", "calmer"),
        "tension": ("tenser", "easier"),
        "complexity": ("richer", "simpler"),
    }
    for name, (more, less) in words.items():
        step = getattr(after, name) - getattr(before, name)
        if abs(step) >= 0.04:
            told.append(more if step > 0 else less)
    return ", ".join(told) or "its notes"


def _vary_value(value: float, rng: np.random.Generator) -> float:
    return round(float(np.clip(value + rng.normal(0, 0.07), 0.0, 1.0)), 3)


def _lean_to_next_style(
    conditioning: Conditioning, reading: Reading, styles: Mapping[str, Style], variation: int
) -> tuple[tuple[str, float], ...]:
    """Every second variation leans a quarter of the way towards the next nearest style."""
    if variation % 2 or len(styles) < 2:
        return conditioning.styles
    scores = score_styles(reading.vector, reading.mood, styles)
    present = {name for name, _ in conditioning.styles}
    others = [name for name in sorted(scores, key=lambda name: (-scores[name], name)) if name not in present]
    if not others:
        return conditioning.styles
    other = others[min(variation // 2 - 1, len(others) - 1)]
    weights = [*((name, weight * 0.75) for name, weight in conditioning.styles), (other, 0.25)]
    return tuple((style.name, round(weight, 4)) for style, weight in blend(styles, weights).styles)
