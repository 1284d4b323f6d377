# SPDX-License-Identifier: GPL-3.0-or-later
"""A title for a song: the one that was given, a line of its chorus, or two words that lie near what was asked."""

import re

import numpy as np

from musicstudio.core.seeds import derive_seed
from musicstudio.engines.contract import Request
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.reading_model import TAG, WORDS
from musicstudio.engines.voice.text.section_words import kind_of

from .embedding import Floats
from .vectors import fixed_vectors

_NAMED = re.compile(r"\b(?:called|titled|named|entitled)\s+[\"']?([A-Za-z0-9][^\"'.,;]{1,40})", re.IGNORECASE)
_MAX_CHARACTERS = 40
FIRST_WORDS = (
    "Golden", "Quiet", "Electric", "Velvet", "Midnight", "Silver", "Broken", "Burning", "Paper", "Neon", "Hollow",
    "Winter",
    "Summer", "Crimson", "Distant", "Hidden", "Last", "First", "Endless", "Gentle", "Iron", "Secret", "Sacred", "Wild",
    "Fading", "Rising", "Lonely", "Sunday", "Dusty", "Blue", "Dark", "Bright", "Restless", "Sleeping", "Frozen",
    "Hungry",
    "Sweet", "Lazy", "Stolen", "Shattered", "Cosmic", "Rainy", "Tender", "Savage", "Playful", "Ancient",
)  # fmt: skip
SECOND_WORDS = (
    "Rain", "Coffee", "Street", "Mirror", "Horizon", "Battle", "Kingdom", "Garden", "River", "Highway", "Signal",
    "Heart",
    "Machine", "Ocean", "Forest", "Fire", "Shadow", "Morning", "Window", "Dance", "Letter", "Machine Dreams", "Star",
    "Moon",
    "City Lights", "Mountain", "Desert", "Waltz", "Memory", "Storm", "Harbour", "Lullaby", "Carnival", "Engine",
    "Ghost",
    "Temple", "Victory", "Parade", "Arcade", "Journey", "Promise", "Kiss", "Snow", "Island", "Train", "Kitchen",
    "Dream",
)  # fmt: skip


def make_title(request: Request, vector: Floats | None) -> str:
    """A title of a few words; the same request gives the same one."""
    named = _NAMED.search(request.prompt)
    if named:
        return named[1].strip().title()
    line = _hook_line(request.lyrics)
    return line or _near_words(request, vector)


def _hook_line(lyrics: str) -> str:
    """The first line of the chorus, or of the lyric, without what the backing sings, if it is short enough."""
    rows = read_lyrics(lyrics).rows
    chorus = next((i for i, row in enumerate(rows) if row.kind == TAG and kind_of(row.text) == "chorus"), -1)
    lines = (_without_asides(row.text) for row in rows[chorus + 1 :] if row.kind == WORDS)
    found = next(filter(None, lines), "")
    return re.sub(r"[.,;:!?]+$", "", found).title() if len(found) <= _MAX_CHARACTERS else ""


def _without_asides(line: str) -> str:
    """A line without what stands in parentheses, also in those within others, and without gaps."""
    bare, depth = "", 0
    for letter in line:
        depth += letter == "("
        bare += "" if depth or letter == ")" else letter
        depth -= letter == ")" and depth > 0
    return re.sub(r"\s+(?=[.,;:!?])", "", " ".join(bare.split()))


def _near_words(request: Request, vector: Floats | None) -> str:
    rng = np.random.default_rng(derive_seed(request.seed, "title", request.prompt, request.variation))
    return f"{_draw(FIRST_WORDS, vector, rng)} {_draw(SECOND_WORDS, vector, rng)}"


def _draw(words: tuple[str, ...], vector: Floats | None, rng: np.random.Generator) -> str:
    """One of the eight nearest words; any of them without an encoder."""
    vectors = fixed_vectors(words) if vector is not None else None
    if vectors is None or vector is None:
        return str(rng.choice(words))
    nearest = np.argsort(-(vectors @ vector), kind="stable")[:8]
    return words[int(rng.choice(nearest))]
