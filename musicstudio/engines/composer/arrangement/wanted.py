# SPDX-License-Identifier: GPL-3.0-or-later
"""Wanted and unwanted instruments: words of `Conditioning` (catalogue ids, roles, plain words) against parts."""

from collections.abc import Iterable

from musicstudio.instruments import catalogue
from musicstudio.project.model.tracks import ROLES

EVERYTHING_ELSE = "everything else"
_VOICES = frozenset({"vocals", "backing", "choir"})
_FAMILIES = frozenset({"strings", "brass", "woodwind", "guitar", "keys"})
_TWINS = {"drums": ("drums", "percussion"), "percussion": ("percussion", "drums")}


class Wanted:
    """Decides whether an instrument in a role may play.

    A refused role or instrument never plays, unless it was named as wanted itself. ``everything else`` in unwanted
    leaves only what is wanted.
    """

    def __init__(self, wanted: Iterable[str], unwanted: Iterable[str]) -> None:
        self.wanted = tuple(_plain(word) for word in wanted)
        self._unwanted = tuple(_plain(word) for word in unwanted)
        self.is_exclusive = EVERYTHING_ELSE in {word.replace("_", " ") for word in self._unwanted}

    @property
    def allows_melody(self) -> bool:
        """Whether a melody is welcome."""
        return not {"lead", "melody"} & set(self._unwanted)

    def allows(self, role: str, instrument: str) -> bool:
        """Whether this instrument may play this role."""
        if role == "lead" and not self.allows_melody:
            return False
        if any(_matches(word, role, instrument) for word in self.wanted if word not in ROLES):
            return instrument not in self._unwanted
        if any(self._refuses(word, role, instrument) for word in self._unwanted):
            return False
        return not self.is_exclusive or any(_matches(word, role, instrument) for word in self.wanted)

    def _refuses(self, word: str, role: str, instrument: str) -> bool:
        if word in _VOICES and word == "vocals":
            return role in _VOICES or instrument in ("voice_oohs", "choir_aahs")
        if word in _TWINS:
            return role in _TWINS[word] and role not in self.wanted
        return _matches(word, role, instrument)


def instrument_role(instrument: str) -> str:
    """The role of a catalogue instrument; an id the catalogue does not know is guessed as ``keys``."""
    found = catalogue.load().get(instrument)
    return found.role if found else "keys"


def instrument_range(instrument: str) -> tuple[int, int]:
    """Lowest and highest pitch of an instrument, (0, 127) when it is unknown."""
    found = catalogue.load().get(instrument)
    return (found.low, found.high) if found else (0, 127)


def instrument_for(word: str) -> str:
    """The catalogue id that a word means, or an empty string."""
    if word in catalogue.load():
        return word
    found = catalogue.find(word.replace("_", " "))
    return found.id if found else ""


def _matches(word: str, role: str, instrument: str) -> bool:
    if word in _FAMILIES and instrument_role(instrument) == word:
        return True
    return word in (role, instrument) or word in instrument.split("_") or (len(word) > 4 and word in instrument)


def _plain(word: str) -> str:
    lowered = word.strip().lower()
    return lowered if lowered == EVERYTHING_ELSE else lowered.replace(" ", "_").replace("-", "_")
