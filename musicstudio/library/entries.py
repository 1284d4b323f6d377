# SPDX-License-Identifier: GPL-3.0-or-later
"""What the library knows of one thing that was made or brought in, and what can be asked of it."""

from typing import Any

from msgspec import Struct

KINDS = ("song", "variation", "take", "import", "recording")
MAX_FOUND = 500


class Entry(Struct, frozen=True):
    """A song, a variation, a take (new takes of a section, an added instrument), an import or a recording.

    id: of the song and of the recipe. path: the song's folder. made_at: seconds since 1970. recipe: plain JSON.
    vector: how it sounds, as `musicstudio.analysis.sound_vector` tells it, little-endian float32; empty when nothing
    sounded yet. wave: its loudness in 96 steps from 0 to 255, for a picture.
    """

    id: str
    kind: str
    title: str
    prompt: str = ""
    path: str = ""
    instruments: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    bpm: float = 0.0
    key: str = ""
    meter: str = ""
    length_s: float = 0.0
    has_voice: bool = False
    made_at: float = 0.0
    engine: str = ""
    seed: int = 0
    recipe: dict[str, Any] = {}
    vector: bytes = b""
    wave: bytes = b""
    is_starred: bool = False
    tags: tuple[str, ...] = ()
    plays: int = 0


class Query(Struct, frozen=True):
    """What is looked for. Empty or None leaves it open.

    words: every one must begin a word of the title, the prompt, the instruments, the styles or the tags; where nothing
    has all of them, what has some is found. ``-word`` must not be there. like: an id, or like_vector a sound of its own
    (float32); what sounds like it comes first. mode: ``major`` or ``minor``.
    """

    words: str = ""
    like: str = ""
    like_vector: bytes = b""
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_starred: bool = False
    min_bpm: float | None = None
    max_bpm: float | None = None
    mode: str = ""
    has_voice: bool | None = None
    limit: int = 50


class Found(Struct, frozen=True):
    """entry: without its vector and recipe. nearness: 0 to 1 where a sound was given, else None."""

    entry: Entry
    nearness: float | None = None


class SearchResult(Struct, frozen=True):
    """found: nearest, best or newest first. total: how many there are in all. has_all_words: whether each has all."""

    found: tuple[Found, ...]
    total: int
    has_all_words: bool = True


class SavedWish(Struct, frozen=True):
    """A prompt, or the JSON of a song sheet, kept under a name. kind: ``prompt`` or ``sheet``."""

    name: str
    kind: str
    body: str
    saved_at: float = 0.0


class UsedPrompt(Struct, frozen=True):
    """A prompt that was made music of."""

    text: str
    used_at: float
    uses: int
