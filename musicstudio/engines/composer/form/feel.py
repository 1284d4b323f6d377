# SPDX-License-Identifier: GPL-3.0-or-later
"""Half- and double-time: the drums' pace against the song's, as asked or as a style breaks down."""

import numpy as np
from msgspec.structs import replace

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.composer.plan import Conditioning, SectionPlan

from .asked import section_request

HALF, NORMAL, DOUBLE = -1, 0, 1
_BREAKDOWN_KINDS = ("bridge", "break")
_BREAKDOWN_STYLES = {
    "metal": 0.7,
    "punk": 0.5,
    "rock": 0.3,
    "drum_and_bass": 0.5,
    "synthwave": 0.3,
    "epic_trailer": 0.3,
}
"""How readily a style's breakdown goes to half-time."""


def half_time_of(kind: str, conditioning: Conditioning, seed: int) -> int:
    """-1 half-time, 0 normal, 1 double-time for all sections of a kind; the same for the same song."""
    if conditioning.feel:
        return conditioning.feel
    chance = _BREAKDOWN_STYLES.get(conditioning.styles[0][0], 0.0) if kind in _BREAKDOWN_KINDS else 0.0
    return HALF if np.random.default_rng(derive_seed(seed, "feel", kind)).random() < chance else NORMAL


def with_feel(sections: tuple[SectionPlan, ...], conditioning: Conditioning, seed: int) -> tuple[SectionPlan, ...]:
    """The sections, each knowing its pace."""
    kinds = [part.section.kind for part in sections]
    asked = [
        section_request(kind, 1 + kinds[:index].count(kind), kinds.count(kind), conditioning.sheet)
        for index, kind in enumerate(kinds)
    ]
    return tuple(
        replace(part, half_time=(request.feel if request else 0) or half_time_of(kind, conditioning, seed))
        for part, request, kind in zip(sections, asked, kinds, strict=True)
    )
