# SPDX-License-Identifier: GPL-3.0-or-later
"""Which General MIDI program stands for an instrument of the studio."""

from musicstudio.instruments.catalogue import load
from musicstudio.project.model import Track

DRUM_CHANNEL = 9
_DRUM_ROLES = ("drums", "percussion")
_PROGRAM_OF_ROLE = {
    "vocals": 53, "backing": 52, "choir": 52, "bass": 33, "keys": 4, "guitar": 25, "strings": 48, "brass": 61,
    "woodwind": 73, "synth": 81, "lead": 80, "arp": 81, "pad": 89, "fx": 95,
}  # fmt: skip


def is_drums(track: Track) -> bool:
    """Whether a row's pitches name drums."""
    instrument = load().get(track.instrument)
    return instrument.is_drums if instrument else track.role in _DRUM_ROLES


def program_of(track: Track) -> int:
    """The program (0-127) that sounds most like a row."""
    instrument = load().get(track.instrument)
    if instrument and instrument.kind == "soundfont" and not instrument.is_drums:
        return instrument.preset
    return 0 if is_drums(track) else _PROGRAM_OF_ROLE.get(track.role, 0)
