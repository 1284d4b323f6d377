# SPDX-License-Identifier: GPL-3.0-or-later
"""The languages that the studio's own words are there in: one JSON file each in the resources."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from .paths import resources_dir

ENGLISH = "en"


@lru_cache(maxsize=1)
def languages() -> tuple[tuple[str, str], ...]:
    """(code, own name) of every language, English first."""
    found = [(path.stem, str(_read(path).get("language") or path.stem)) for path in sorted(_folder().glob("*.json"))]
    return ((ENGLISH, "English"), *found)


def read_catalogue(code: str) -> dict[str, str]:
    """English texts and templates to another language's; empty for English, and for a language that is not here."""
    if code not in {known for known, _ in languages()}:
        return {}
    words = _read(_folder() / f"{code}.json").get("words")
    pairs = words.items() if isinstance(words, dict) else ()
    return {english: text for english, text in pairs if isinstance(text, str) and text}


def _folder() -> Path:
    return resources_dir() / "i18n"


def _read(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # a catalogue that cannot be read must not stop the studio
        return {}
    return stored if isinstance(stored, dict) else {}
