# SPDX-License-Identifier: GPL-3.0-or-later
"""A file of lyrics as text, whatever program wrote it, and what in it will not be sung."""

from pathlib import Path

from musicstudio.core.encoding import decode_text
from musicstudio.core.errors import InputError
from musicstudio.engines.voice.text.reading import read_lyrics
from musicstudio.engines.voice.text.section_words import kind_of

MAX_BYTES = 4_000_000
_DOCUMENTS = (b"PK\x03\x04", b"{\\rtf", b"%PDF", b"\xd0\xcf\x11\xe0")
_MAX_CONTROLS = 0.02


def read_lyrics_file(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or an older encoding, which is found.

    Raises `InputError` for what is not there, too large, or no plain text.
    """
    data = _bytes_of(path)
    text = decode_text(data)
    controls = sum((letter < " " and letter not in "\t\n\r\x0b\x0c\x1a\x1b") or letter == "\ufffd" for letter in text)
    if data.startswith(_DOCUMENTS) or controls > _MAX_CONTROLS * len(text):
        raise InputError(f"“{path.name}” is not a plain text file. Save the lyrics as text (.txt), then try again.")
    return text.removesuffix("\x1a")


def not_sung(text: str) -> tuple[str, ...]:
    """What stands in lyrics that is no word, a sentence for each kind of thing, with its lines."""
    return read_lyrics(text).told


def has_chords(text: str) -> bool:
    """Whether chords stand in lyrics, between the words or above them."""
    return bool(read_lyrics(text).chords)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"“{path.name}” is not a file.")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"“{path.name}” is too large for lyrics.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is no path"
        raise InputError(f"“{path.name}” cannot be read: {reason}.") from error


def section_kind(tag: str) -> str:
    """The kind of section that a tag such as ``[Final Chorus]`` names; ``other`` when it names none."""
    return kind_of(tag)
