# SPDX-License-Identifier: GPL-3.0-or-later
"""Sung phrases, remembered by what they were sung from, so that an edit re-sings one phrase only."""

import threading
from collections import OrderedDict
from functools import lru_cache

from .phrase_voice import PhraseAudio

DEFAULT_BYTES = 96 * 2**20
"""About eight minutes of mono singing."""


class PhraseCache:
    """The most recently used phrases within a limit of bytes. Thread-safe."""

    def __init__(self, limit_bytes: int = DEFAULT_BYTES) -> None:
        self._limit = limit_bytes
        self._bytes = 0
        self._phrases: OrderedDict[str, PhraseAudio] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> PhraseAudio | None:
        """The phrase sung under this key, or None."""
        with self._lock:
            if key in self._phrases:
                self._phrases.move_to_end(key)
            return self._phrases.get(key)

    def put(self, key: str, phrase: PhraseAudio) -> None:
        """Remember a phrase and forget the longest unused beyond the limit."""
        with self._lock:
            if key in self._phrases:
                return
            self._phrases[key] = phrase
            self._bytes += phrase.audio.nbytes
            while self._bytes > self._limit and len(self._phrases) > 1:
                self._bytes -= self._phrases.popitem(last=False)[1].audio.nbytes


@lru_cache(maxsize=1)
def shared_cache() -> PhraseCache:
    """The process's own cache."""
    return PhraseCache()
