# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys as a question offers them."""

from musicstudio.project.model import Key

from .question import Choices

MODES = ("major", "minor", "dorian", "phrygian", "lydian", "mixolydian")


def key_choices() -> Choices:
    """All keys, by mode."""
    keys = [Key(tonic, mode) for mode in MODES for tonic in range(12)]
    return tuple((choice_of_key(key), key.name) for key in keys)


def choice_of_key(key: Key) -> str:
    """The choice that stands for a key."""
    return f"{key.tonic} {key.mode}"


def key_of_choice(value: str) -> Key:
    """The key that a choice stands for."""
    tonic, mode = value.split(" ")
    return Key(int(tonic), mode)
