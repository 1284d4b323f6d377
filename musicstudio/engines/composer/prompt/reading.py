# SPDX-License-Identifier: GPL-3.0-or-later
"""A prompt, read: its facts, its meaning as a vector, its mood and its styles. What follows only has to choose."""

from collections.abc import Mapping

from msgspec import Struct

from musicstudio.engines.composer.styles import Style

from .embedding import Floats, load_encoder
from .facts import Facts, read_facts
from .genres import find_genres
from .mood import Mood, read_mood
from .style_match import Weights, match_styles


class Reading(Struct, frozen=True):
    """vector: the embedding of what the prompt asks for, without what it refuses; None without an encoder or without
    words."""

    facts: Facts
    vector: Floats | None
    mood: Mood
    styles: Weights
    names_style: bool = False


def read_prompt(prompt: str, styles: Mapping[str, Style]) -> Reading:
    """Read a prompt. Raises `InputError` for a tempo that cannot be played."""
    facts = read_facts(prompt)
    kept = facts.players.kept
    encoder = load_encoder()
    vector = encoder.encode([kept])[0] if encoder and kept else None
    mood = _without_refused(read_mood(kept, vector), facts.players.refused)
    matched = match_styles(kept, vector, mood, styles, " ; ".join(facts.players.refused), facts.players.wanted)
    return Reading(facts, vector, mood, matched, bool(find_genres(kept)))


def _without_refused(mood: Mood, refused: tuple[str, ...]) -> Mood:
    """ "Not too sad" moves the mood a third of the way from sad."""
    against = read_mood(" ; ".join(refused), None)
    if not against.confidence:
        return mood
    moved = {
        name: min(1.0, max(0.0, getattr(mood, name) - (getattr(against, name) - 0.5) * 0.7))
        for name in ("valence", "energy", "tension", "complexity")
    }
    return Mood(**moved, confidence=max(mood.confidence, 0.6))
