# SPDX-License-Identifier: GPL-3.0-or-later
"""Every instrument the studio can play, read from ``resources/instruments/catalogue.toml``."""

import re
import tomllib
from functools import lru_cache
from typing import Any

import msgspec

from musicstudio.core.paths import resources_dir

KINDS = ("soundfont", "synth", "kit", "texture")


class Instrument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One playable instrument.

    role: of `musicstudio.project.model.tracks.ROLES`. kind: ``soundfont`` (``bank`` and ``preset`` of a General MIDI
    bank, drums in bank 128), ``synth`` (``patch`` of patches.toml) or ``kit`` (``patch`` of drums.toml). low, high:
    MIDI range in which it sounds natural. gain_db: trim that brings a typical phrase to the common loudness
    `musicstudio.instruments.levels.TARGET_LUFS`. words: lower-case names a user may say. colour: name of an effect of
    `colour.COLORS`, part of the instrument's character, or empty.
    """

    id: str
    title: str
    role: str
    kind: str
    low: int
    high: int
    bank: int = 0
    preset: int = 0
    patch: str = ""
    gain_db: float = 0.0
    words: tuple[str, ...] = ()
    colour: str = ""

    @property
    def is_drums(self) -> bool:
        """Whether a note's pitch names a drum rather than a tone."""
        return self.kind == "kit" or self.bank == 128


@lru_cache(maxsize=1)
def load() -> dict[str, Instrument]:
    """All instruments by id, in the order of the file. Treat the dict as read-only; any thread."""
    trims = _read("levels.toml")
    entries = _read("catalogue.toml")
    return {
        name: msgspec.convert({"id": name, "gain_db": trims.get(name, 0.0), **entry}, Instrument)
        for name, entry in entries.items()
    }


def plays_drums(instrument_id: str) -> bool:
    """Whether what plays under an id is a kit, each pitch a drum."""
    instrument = load().get(instrument_id)
    return instrument is not None and instrument.is_drums


def knows(word: str) -> bool:
    """Whether a word is the very id or title of an instrument, or its plural; what merely stands in for it is not."""
    titles = {_plain(each) for found in load().values() for each in (found.id, found.title)}
    return _plain(word) in titles or _plain(word).removesuffix("s") in titles


def find(word: str) -> Instrument | None:
    """The instrument a user means by ``word`` ("rhodes", "Grand Piano", "strings"), or None.

    An id, title or listed word wins; else the longest listed word that occurs in the phrase ("a soft rhodes").
    """
    wanted = _plain(word)
    names = _names()
    if wanted in names:
        return load()[names[wanted]]
    singular = wanted.removesuffix("s")
    if singular in names:
        return load()[names[singular]]
    inside = [name for name in names if re.search(rf"\b{re.escape(name)}s?\b", wanted)]
    return load()[names[max(inside, key=len)]] if inside else None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    instruments = load().values()
    for instrument in instruments:
        names.setdefault(_plain(instrument.id), instrument.id)
        names.setdefault(_plain(instrument.title), instrument.id)
    for instrument in instruments:
        for word in instrument.words:
            names.setdefault(_plain(word), instrument.id)
    return names


def _read(file_name: str) -> dict[str, Any]:
    path = resources_dir() / "instruments" / file_name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}  # levels.toml is made from the rest


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
