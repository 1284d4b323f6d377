# SPDX-License-Identifier: GPL-3.0-or-later
"""What listening gives: values in seconds, each with how sure the listener is."""

from msgspec import Struct

from musicstudio.project.model import Key


class DetectedNote(Struct, frozen=True):
    """start_s and end_s; pitch: MIDI; strength: how loud, confidence: how sure, 0 to 1 each."""

    start_s: float
    end_s: float
    pitch: int
    strength: float = 0.7
    confidence: float = 1.0


class DetectedBeats(Struct, frozen=True):
    """bpm of the counted beat; beats_s: their times; first_downbeat: index of the first beat that begins a bar.

    confidence: 0 to 1. other_bpm: the half or double tempo that fits almost as well, or 0.
    """

    bpm: float
    beats_s: tuple[float, ...]
    beats_per_bar: int = 4
    first_downbeat: int = 0
    confidence: float = 0.0
    other_bpm: float = 0.0


class DetectedKey(Struct, frozen=True):
    """The likeliest key, the next one, and the confidence (0 to 1) that the first is right."""

    key: Key
    runner_up: Key
    confidence: float


class DetectedChord(Struct, frozen=True):
    """A chord from start_s to end_s; root: pitch class; quality: ``maj`` or ``min`` or ``dom7``..."""

    start_s: float
    end_s: float
    root: int
    quality: str
    confidence: float = 0.5
