# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt, read: its facts, its meaning as a vector, its mood and its styles. What follows only has to choose."""

from msgspec import Struct

from musicstudio.project.model.sheet import SongSheet

from .embedding import Floats
from .facts import Facts
from .mood import Mood, read_mood
from .style_match import Weights


class Reading(Struct, frozen=True):
    """vector: the embedding of what the prompt asks for, without what it refuses; None without an encoder or without
    words."""

    sheet: SongSheet
    facts: Facts
    vector: Floats | None
    mood: Mood
    styles: Weights
    names_style: bool = False


def without_refused(mood: Mood, refused: tuple[str, ...]) -> Mood:
    """ "Not too sad" moves the mood a third of the way from sad."""
    against = read_mood(" ; ".join(refused), None)
    if not against.confidence:
        return mood
    moved = {
        name: min(1.0, max(0.0, getattr(mood, name) - (getattr(against, name) - 0.5) * 0.7))
        for name in ("valence", "energy", "tension", "complexity")
    }
    return Mood(**moved, confidence=max(mood.confidence, 0.6))
